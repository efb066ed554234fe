import { stringify } from "yaml";
import { redirectUri, resolved } from "../../lib/declaration";
import type { Authentik } from "../servers/authentik/authentik";
import { type Binding, boundKind, boundName, type Client } from "../servers/authentik/objects";
import { type Described, remarks } from "./remarks";

/**
 * The configuration that describes what authentik has, as YAML of an integration: only what differs from
 * the defaults, and what can't be said as comments. There is no secret in it.
 */
export async function describing(described: Described, authentik: Authentik): Promise<string> {
  const { application, bindings, client, declared } = described;
  const { espocrm } = declared.props;
  const names = await namesIn(client, authentik);
  const base = { authentik: { url: declared.props.authentik.url }, espocrm: { url: espocrm.url } };
  const tile = {
    name: application.name,
    slug: application.slug,
    group: application.group || undefined,
    policyEngineMode: application.policy_engine_mode,
    launchUrl: application.meta_launch_url || undefined,
    icon: application.meta_icon || undefined,
    publisher: application.meta_publisher || undefined,
    description: application.meta_description || undefined,
    openInNewTab: application.open_in_new_tab,
    hide: application.meta_hide === true ? true : undefined,
  };
  const usual = resolved({ ...base, application: { name: tile.name, slug: tile.slug } });
  const { foreign, scopes } = names;
  const provider = {
    name: client.name,
    clientId: client.client_id,
    authorizationFlow: names.flow(client.authorization_flow),
    invalidationFlow: names.flow(client.invalidation_flow),
    authenticationFlow: names.flow(client.authentication_flow),
    signingKey: names.key,
    subjectMode: client.sub_mode,
    scopes: hasSame(scopes, usual.provider.scopes) ? undefined : scopes,
    scopeMappings: foreign.length > 0 ? foreign.map(({ pk }) => pk) : undefined,
    includeClaimsInIdToken: client.include_claims_in_id_token,
    issuerMode: client.issuer_mode,
    accessCodeValidity: client.access_code_validity,
    accessTokenValidity: client.access_token_validity,
    refreshTokenValidity: client.refresh_token_validity,
    backchannelLogout:
      client.logout_uri && client.logout_method === "backchannel" ? true : undefined,
  };
  const own = {
    authentik: base.authentik,
    espocrm: base.espocrm,
    application: without(tile, usual.application, ["name", "slug"]),
    ...filled({ provider: without(provider, usual.provider, []) }),
    ...(bindings.length > 0 && { bindings: bindings.map(bindingOf) }),
  };
  const notes = remarks(described, {
    redirectUri: redirectUri(espocrm),
    foreign: foreign.map(({ name }) => name),
  });
  const comments = notes.map((note) => `# ${note}\n`).join("");
  return `${comments}${stringify({ integrations: { [declared.name]: own } }, { lineWidth: 0 })}`;
}

type Values = Readonly<Record<string, unknown>>;

/** What is said at all, and otherwise than by default. */
const without = (values: Values, usual: object, kept: readonly string[]): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        value !== undefined && (kept.includes(name) || value !== (usual as Values)[name]),
    ),
  );

const filled = <T extends Readonly<Record<string, Values>>>(parts: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0),
  ) as Partial<T>;

const hasSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((member) => other.includes(member));

/** A policy stays where it is: the configuration only names it. */
function bindingOf(binding: Binding, index: number): Values {
  const kind = boundKind(binding);
  const bound = { [kind]: kind === "policy" ? { id: binding.policy } : boundName(binding) };
  const { enabled, failure_result: failureResult, negate, order, timeout } = binding;
  const usual = { order: index, enabled: true, negate: false, timeout: 30, failureResult: false };
  return { ...bound, ...without({ order, enabled, negate, timeout, failureResult }, usual, []) };
}

const MANAGED = /^goauthentik\.io\/providers\/oauth2\/scope-(\w+)$/;

async function namesIn(client: Client, authentik: Authentik) {
  const [allFlows, key, mappings] = await Promise.all([
    authentik.flows(),
    client.signing_key === null ? undefined : authentik.keyPair({ id: client.signing_key }),
    authentik.scopeMappings(),
  ]);
  const chosen = mappings.filter(({ pk }) => client.property_mappings.includes(pk));
  const scopeOf = (managed: unknown) =>
    typeof managed === "string" ? MANAGED.exec(managed)?.[1] : undefined;
  return {
    flow: (pk: string | null | undefined) => allFlows.find((flow) => flow.pk === pk)?.slug,
    key: key?.name,
    scopes: chosen.flatMap(({ managed }) => scopeOf(managed) ?? []),
    foreign: chosen.filter(({ managed }) => scopeOf(managed) === undefined),
  };
}
