import { endpointsOf } from "../authentik/endpoints";
import type { EspoAuthentikStackProps } from "../stack";
import { type Finding, type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const LIMIT = 255;

/** What EspoCRM and authentik store is neither empty nor over 255 characters. */
export const textLength: Rule = {
  id: "text-length",
  outcome: "refused",
  why: "EspoCRM answers 400 to a setting over 255 characters, authentik to a longer client ID; an empty value is stored and breaks every login.",
  example: "provider: { clientId: espocrm }",
  check: (props) => [
    ...texts(props).flatMap(([path, value]) => check(path, value)),
    ...long(props),
  ],
};

function check(path: PropertyPath, value: string | undefined): Finding[] {
  if (value === undefined || isUnresolved(value)) return [];
  if (value.trim() === "") return [empty(path, value)];
  return value.length > LIMIT ? [tooLong(path, `${value.length} characters`)] : [];
}

const empty = (path: PropertyPath, value: string): Finding => ({
  path,
  found: shown(value),
  expected: `1 to ${LIMIT} characters`,
  mend: "give it, or leave the key out",
});

const tooLong = (path: PropertyPath, found: string): Finding => ({
  path,
  found,
  expected: `1 to ${LIMIT} characters`,
  mend: "make it shorter",
});

function texts(props: EspoAuthentikStackProps): [PropertyPath, string | undefined][] {
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
    ...(props.bindings ?? []).flatMap(({ policy }, index): [PropertyPath, string][] =>
      policy === undefined || "id" in policy
        ? []
        : [
            [["bindings", index, "policy", "name"], policy.name],
            // Only an empty expression is refused: it may be as long as it has to be.
            [["bindings", index, "policy", "expression"], policy.expression.slice(0, LIMIT)],
          ],
    ),
  ];
}

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
