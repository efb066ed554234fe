import { endpointsOf } from "../authentik/endpoints";
import type { ResolvedIntegration } from "../fields/resolved";
import type { EspoAuthentikStackProps } from "../props";
import { isUnresolved } from "../terraform/unresolved";
import type { Finding, PropertyPath } from "./rule";

const LIMIT = 255;

/** Endpoints that are longer than what EspoCRM stores, each blamed on what makes it long. */
export function endpointLengths(
  { application: { slug }, authentik }: ResolvedIntegration,
  given: EspoAuthentikStackProps,
): Finding[] {
  const made = endpointsOf(authentik, slug);
  const back = given.authentik.backchannelUrl === undefined ? "url" : "backchannelUrl";
  const stored = [
    ["url", made.authorization],
    ...(given.login?.logoutUrl === undefined ? [["url", made.endSession] as const] : []),
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

const tooLong = (path: PropertyPath, found: string): Finding => ({
  path,
  found,
  expected: `1 to ${LIMIT} characters`,
  mend: "make it shorter",
});
