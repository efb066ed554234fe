import { Token } from "cdktf";
import { endpointsOf } from "../authentik/endpoints";
import type { EspoAuthentikIntegrationProps } from "../integration";
import { type PropertyPath, type Rule, shown } from "./rule";

const LIMIT = 255;

/** What EspoCRM and authentik store is neither empty nor over 255 characters. */
export const textLength: Rule = {
  id: "text-length",
  outcome: "refused",
  why: "EspoCRM answers 400 to a setting over 255 characters, authentik to a longer client ID; an empty value is stored and breaks every login.",
  check: (props) =>
    texts(props)
      .filter(([, value]) => value !== undefined && !Token.isUnresolved(value))
      .filter(([, value]) => value?.trim() === "" || (value?.length ?? 0) > LIMIT)
      .map(([path, value]) => ({
        path,
        found: value?.trim() === "" ? shown(value) : `${String(value?.length)} characters`,
        expected: `1 to ${String(LIMIT)} characters`,
        mend: value?.trim() === "" ? "give it, or leave the key out" : "make it shorter",
      })),
};

function texts(props: EspoAuthentikIntegrationProps): [PropertyPath, string | undefined][] {
  const { application, authentik, login, provider } = props;
  const endpoints = endpointsOf(authentik, application.slug);
  const long = Object.values<string>({ ...endpoints }).find((endpoint) => endpoint.length > LIMIT);
  return [
    [["application", "name"], application.name],
    [["application", "slug"], application.slug],
    [["authentik", authentik.backchannelUrl === undefined ? "url" : "backchannelUrl"], long],
    [["provider", "name"], provider?.name],
    [["provider", "clientId"], provider?.clientId],
    [["login", "usernameClaim"], login?.usernameClaim],
    [["login", "groupClaim"], login?.groupClaim],
    [["login", "logoutUrl"], login?.logoutUrl],
  ];
}
