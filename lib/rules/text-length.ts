import { endpointsOf } from "../authentik/endpoints";
import type { EspoAuthentikStackProps } from "../stack";
import { type Finding, type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const LIMIT = 255;

/** What EspoCRM and authentik store is not empty, nor over 255 characters where that is their limit. */
export const textLength: Rule = {
  id: "text-length",
  outcome: "refused",
  why: "EspoCRM answers 400 to a setting over 255 characters, authentik to a longer client ID; an empty value is stored and breaks every login. An empty text about the application is never sent by authentik's Terraform provider: once there was another, every plan would show the change again.",
  example: "provider: { clientId: espocrm }",
  check: (props) => [
    ...limited(props).flatMap(([path, value]) => check(path, value, LIMIT)),
    ...unlimited(props).flatMap(([path, value]) => check(path, value, Infinity)),
    ...long(props),
  ],
};

function check(path: PropertyPath, value: string | undefined, limit: number): Finding[] {
  if (value === undefined || isUnresolved(value)) return [];
  if (value.trim() === "") return [empty(path, value, limit)];
  return value.length > limit ? [tooLong(path, `${value.length} characters`)] : [];
}

const empty = (path: PropertyPath, value: string, limit: number): Finding => ({
  path,
  found: shown(value),
  expected: limit === LIMIT ? `1 to ${LIMIT} characters` : "a text that is not empty",
  mend: "give it, or leave the key out",
});

const tooLong = (path: PropertyPath, found: string): Finding => ({
  path,
  found,
  expected: `1 to ${LIMIT} characters`,
  mend: "make it shorter",
});

type Text = readonly [path: PropertyPath, value: string | undefined];

function limited(props: EspoAuthentikStackProps): Text[] {
  const { application, login, provider } = props;
  return [
    [["application", "name"], application.name],
    [["application", "slug"], application.slug],
    [["provider", "name"], provider?.name],
    [["provider", "clientId"], provider?.clientId],
    [["login", "usernameClaim"], login?.usernameClaim],
    [["login", "groupClaim"], login?.groupClaim],
    [["login", "logoutUrl"], login?.logoutUrl],
    [["login", "jwksCachePeriod"], login?.jwksCachePeriod],
    ...policyTexts(props, "name"),
  ];
}

function unlimited(props: EspoAuthentikStackProps): Text[] {
  const { description, group, icon, publisher } = props.application;
  return [
    [["application", "group"], group],
    [["application", "icon"], icon],
    [["application", "publisher"], publisher],
    [["application", "description"], description],
    ...policyTexts(props, "expression"),
  ];
}

const policyTexts = ({ bindings = [] }: EspoAuthentikStackProps, key: "name" | "expression") =>
  bindings.flatMap(({ policy }, index): Text[] =>
    policy === undefined || "id" in policy
      ? []
      : [[["bindings", index, "policy", key], policy[key]]],
  );

/** Endpoints that EspoCRM would have to store, each blamed on what makes it long. */
function long({ application: { slug }, authentik, login }: EspoAuthentikStackProps): Finding[] {
  const made = endpointsOf(authentik, slug);
  const back = authentik.backchannelUrl === undefined ? "url" : "backchannelUrl";
  const stored = [
    ["url", made.authorization],
    ...(login?.logoutUrl === undefined ? [["url", made.endSession] as const] : []),
    [back, made.token],
    [back, made.userinfo],
    [back, made.jwks],
  ] as const;
  const findings = new Map<string, Finding>();
  for (const [key, endpoint] of stored) {
    if (isUnresolved(endpoint) || endpoint.length <= LIMIT || slug.length > LIMIT) continue;
    const shortened = endpoint.length - (endpoint.includes(`/${slug}/`) ? slug.length - 1 : 0);
    const path = shortened > LIMIT ? ["authentik", key] : ["application", "slug"];
    findings.set(path.join("."), tooLong(path, `${endpoint.length} characters in ${endpoint}`));
  }
  return [...findings.values()];
}
