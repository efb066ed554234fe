import { type AuthentikSandbox, EXAMPLE } from "../authentik";
import type { EspoCrmSandbox } from "../espocrm";
import type { Difference } from "./administrator";
import { type Servers, STACK, VARIABLES_FILE } from "./project";
import type { Screen } from "./screen";

const LONGEST_VALUE = 64;

/** A row of a table. */
export type Row = readonly string[];

/** What changed in EspoCRM. */
export function showSettings(
  screen: Screen,
  differences: readonly Difference[],
  more: readonly Row[] = [],
): void {
  screen.print("\n  EspoCRM");
  screen.table([
    ["setting", "before", "after"],
    ...differences.map(({ name, before, after }) => [name, shown(before), shown(after)]),
    ...more,
  ]);
}

/** The client secret's row, which only the sandbox can tell: EspoCRM shows it to nobody. */
export const secretRow = (espocrm: EspoCrmSandbox): Row => [
  "oidcClientSecret",
  "–",
  espocrm.clientSecret() ? "set (not shown)" : "not set",
];

/** What there is in authentik now: kinds of objects, and their names. */
export function showAuthentik(screen: Screen, rows: readonly Row[]): void {
  screen.print("\n  authentik");
  screen.table([["object", "name"], ...rows]);
}

/** What there is in a sandbox's authentik. */
export function authentikRows({ state }: AuthentikSandbox): Row[] {
  const groups = [...state.bindings.values()].map(({ group }) => state.groups.get(group ?? ""));
  const redirectUris = [...state.providers.values()].flatMap(({ redirect_uris }) =>
    redirect_uris.map(({ matching_mode, url }) => `${url} (${matching_mode})`),
  );
  return [
    ...[...state.providers.values()].map(({ name }) => ["OAuth2/OpenID provider", name]),
    ...redirectUris.map((uri) => ["  redirect URI", uri]),
    ...[...state.applications.values()].map(({ name, slug }) => [
      "application",
      `${name} (${slug})`,
    ]),
    ...groups.map((group) => ["binding", `group ${group?.name ?? "?"}`]),
  ];
}

/** Who is signed in to prove that it works. */
export const PERSON = "jane";

/** Users of the example directory, and what each meets at the login. */
const PEOPLE: readonly (readonly [username: string, meets: string])[] = [
  [PERSON, "is let in: a member of crm-users"],
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
}

/** The password of a user of the example directory. */
export const passwordOf = (username: string): string =>
  EXAMPLE.users?.find((user) => user.username === username)?.password ?? "";

/** What to do with the servers that are kept. */
export function showNext(screen: Screen, folder: string): void {
  screen.heading("In another terminal");
  screen.print(`    cd ${folder} && . ./${VARIABLES_FILE}`);
  screen.print(`    npm run -s espo-authentik -- verify ${STACK} --login ${PERSON}`);
  screen.print(
    `    npm run -s espo-authentik -- plan ${STACK}      # after a change of integrations.yaml`,
  );
  screen.print("\n  Ctrl-C ends it all, and removes the folder.");
}

/** What a user needs for servers of their own. */
export function showEnd(screen: Screen): void {
  screen.heading("Next");
  screen.print("    npm run demo -- --keep            # both servers stay up, to try things on");
  screen.print(
    "    npx espo-authentik init           # a repository of your own, for your own servers",
  );
}

function shown(value: unknown): string {
  if (value === null) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
