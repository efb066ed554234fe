import { type AuthentikSandbox, EXAMPLE } from "../authentik";
import type { EspoCrmSandbox } from "../espocrm";
import type { Difference } from "./administrator";
import type { Servers } from "./project";
import type { Screen } from "./screen";

const LONGEST_VALUE = 64;

/** What changed in EspoCRM. */
export function showSettings(
  screen: Screen,
  differences: readonly Difference[],
  espocrm: EspoCrmSandbox,
): void {
  screen.print("\n  EspoCRM");
  screen.table([
    ["setting", "before", "after"],
    ...differences.map(({ name, before, after }) => [name, shown(before), shown(after)]),
    ["oidcClientSecret", "–", espocrm.clientSecret() ? "set (not shown)" : "not set"],
  ]);
}

/** What there is in authentik now. */
export function showAuthentik(screen: Screen, { state }: AuthentikSandbox): void {
  const groups = [...state.bindings.values()].map(({ group }) => state.groups.get(group ?? ""));
  const redirectUris = [...state.providers.values()].flatMap(({ redirect_uris }) =>
    redirect_uris.map(({ matching_mode, url }) => `${url} (${matching_mode})`),
  );
  screen.print("\n  authentik");
  screen.table([
    ["object", "name"],
    ...[...state.providers.values()].map(({ name }) => ["OAuth2/OpenID provider", name]),
    ...redirectUris.map((uri) => ["  redirect URI", uri]),
    ...[...state.applications.values()].map(({ name, slug }) => [
      "application",
      `${name} (${slug})`,
    ]),
    ...groups.map((group) => ["binding", `group ${group?.name ?? "?"}`]),
  ]);
}

/** Users of the example directory, and what each meets at the login. */
const PEOPLE: readonly (readonly [username: string, meets: string])[] = [
  ["jane", "is let in: a member of crm-users"],
  ["guest", "is denied by authentik: no binding lets her in"],
  ["admin", "is let in as EspoCRM's administrator"],
];

/** Where people can click through the login, and as whom. */
export function showPeople(screen: Screen, { authentik, espocrm }: Servers): void {
  screen.heading("Running: open EspoCRM, press Sign in");
  screen.table([
    ["server", "address"],
    ["EspoCRM", espocrm],
    ["authentik", authentik],
  ]);
  screen.print();
  screen.table([
    ["user at authentik", "password", ""],
    ...PEOPLE.map(([username, meets]) => [username, passwordOf(username), meets]),
  ]);
  screen.print("\n  Ctrl-C ends it all.");
}

const passwordOf = (username: string): string =>
  EXAMPLE.users?.find((user) => user.username === username)?.password ?? "";

/** What a user needs for servers of their own. */
export function showEnd(screen: Screen): void {
  screen.heading("With your own servers");
  screen.print("    $EDITOR integrations.yaml      # the two addresses, who may log in");
  screen.print(
    "    export TF_VAR_authentik_token=… TF_VAR_espocrm_username=… TF_VAR_espocrm_password=…",
  );
  screen.print("    npx cdktf deploy acme");
}

function shown(value: unknown): string {
  if (value === null) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
