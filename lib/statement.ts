import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { siteUrl } from "./espocrm/addresses";
import type { RedirectUri } from "./authentik/props";
import { completeRedirectUri } from "./fields/redirect-uris";
import type { ResolvedIntegration } from "./fields/resolved";
import type { SettingValue } from "./fields/setting";
import { Hcl, object, tokenAware } from "./terraform/hcl";
import { TerraformData } from "./terraform/terraform-data";

/** What a resource's lifecycle does besides Terraform's own way. */
export interface StatedLifecycle {
  /** How many pre- and postconditions guard it. */
  readonly conditions: number;
  /** Attributes whose changes are ignored. */
  readonly ignoreChanges: readonly string[];
  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
  /** Names of other lifecycle settings. */
  readonly other: readonly string[];
}

/** The resources of an integration by what they are there for, each as a `One`. */
export interface Parts<One> {
  /** The read-only object over EspoCRM's settings. */
  readonly observer: One;
  /** What was found in EspoCRM, to be put back. */
  readonly before: One;
  /** authentik's OAuth2/OpenID provider. */
  readonly provider: One;
  /** authentik's application. */
  readonly application: One;
  /** Which provider's secret EspoCRM has. */
  readonly secretOf: One;
  /** The write of the client secret. */
  readonly secret: One;
  /** The write of all other settings. */
  readonly settings: One;
  /** The clearing of EspoCRM's cached keys. */
  readonly keyCache: One;
  /** The bindings. */
  readonly bindings: readonly One[];
  /** The policies that are written in bindings. */
  readonly policies: readonly One[];
  /** The scope mappings that are written in the configuration; not stated where there are none. */
  readonly scopeMappings?: readonly One[];
  /** The groups that are made; not stated where there are none. */
  readonly groups?: readonly One[];
  /** What puts single settings back. */
  readonly withdrawals: readonly One[];
}

/**
 * What an integration states of itself, in Terraform's own `terraform_data`: so it is in the synthesized
 * stack, in each plan, before and after, and in the state. A review knows by it who is who, and what was
 * declared. There is no secret in it.
 */
export interface Statement {
  /** Version of this form. */
  readonly format: 1;
  /** Path of the construct in its stack; empty for a stack of its own. */
  readonly path: string;
  /** Who is who: Terraform addresses. */
  readonly resources: Parts<string>;
  /** Which authentik, how it is reached, its release line; of extra headers the names. */
  readonly authentik: {
    readonly url: string;
    readonly apiUrl: string;
    readonly backchannelUrl: string;
    readonly release: string;
    readonly verifyTls: boolean;
    readonly headers: readonly string[];
  };
  /** Which EspoCRM, and how it is reached; `url` is its site URL. */
  readonly espocrm: {
    readonly url: string;
    readonly apiUrl: string;
    readonly backchannelUrl: string;
    readonly verifyTls: boolean;
    readonly headers: readonly string[];
  };
  /** The logout URL, where one is declared. */
  readonly logoutUrl: string | null;
  /** Redirect URIs besides EspoCRM's own; not stated where there are none. */
  readonly redirectUris?: readonly Required<RedirectUri>[];
  /** What becomes of EspoCRM at the end. */
  readonly onDestroy: ResolvedIntegration["onDestroy"];
  /** EspoCRM's managed settings, by name. */
  readonly settings: readonly string[];
  /** Whether a binding goes only when those that come in its place are there. */
  readonly bindingsGoLast: boolean;
  /** By address: lifecycles, where there is something to say. */
  readonly lifecycle: Readonly<Record<string, StatedLifecycle>>;
  /** Warnings that somebody has heard: rule id -> reason. */
  readonly acknowledged: Readonly<Record<string, string>>;
}

/** Declares the statement, with the declaration beside it; it is made when the stack is synthesized, with all that was added by then. */
export function state(
  scope: Construct,
  props: ResolvedIntegration,
  declared: object,
  settings: readonly string[],
  parts: Parts<TerraformResource>,
): void {
  const url = (id: string, value: string | null) => tokenAware(scope, `stated_${id}`, value);
  const { authentik, espocrm } = props;
  const urls = {
    authentik: {
      url: url("authentik", authentik.url),
      apiUrl: url("authentik_api", authentik.apiUrl),
      backchannelUrl: url("authentik_back", authentik.backchannelUrl),
    },
    espocrm: {
      url: url("espocrm", siteUrl(espocrm)),
      apiUrl: url("espocrm_api", espocrm.apiUrl),
      backchannelUrl: url("espocrm_back", espocrm.backchannelUrl),
    },
    logoutUrl: url("logout", props.login.logoutUrl ?? null),
  };
  const redirectUris = props.provider.redirectUris.map((uri, index) => {
    const complete = completeRedirectUri(uri);
    return object({ ...complete, url: url(`redirect_${String(index)}`, complete.url) });
  });
  const statement = () =>
    object({
      format: 1,
      path: pathOf(scope),
      resources: resourcesOf(parts),
      authentik: object({
        ...urls.authentik,
        release: authentik.release,
        verifyTls: authentik.verifyTls,
        headers: Object.keys(authentik.headers).sort(),
      }),
      espocrm: object({
        ...urls.espocrm,
        verifyTls: espocrm.verifyTls,
        headers: Object.keys(espocrm.headers).sort(),
      }),
      logoutUrl: urls.logoutUrl,
      ...(redirectUris.length > 0 && {
        redirectUris: new Hcl(`[${redirectUris.map(({ text }) => text).join(", ")}]`),
      }),
      onDestroy: props.onDestroy,
      settings: [...settings].sort(),
      bindingsGoLast: parts.bindings.every(
        (binding) => lifecycleOf(binding)?.["create_before_destroy"] === true,
      ),
      lifecycle: lifecyclesOf(parts),
      acknowledged: { ...props.acknowledged },
    });
  // Last of all: what a stopped apply left undone is not stated as done.
  const stated = new TerraformData(scope, "statement", statement, { dependsOn: [parts.keyCache] });
  // Beside it, where Terraform looks at nothing: what commands need that ask the live servers.
  stated.addOverride("//.declaration", declared);
}

/** Path of a construct in its stack; a stack's own integration has none. */
const pathOf = (scope: Construct): string =>
  scope.node.id === "Default"
    ? ""
    : scope.node.path.slice(TerraformStack.of(scope).node.path.length + 1);

const addressOf = (resource: TerraformResource): string =>
  `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;

const isList = (
  part: TerraformResource | readonly TerraformResource[],
): part is readonly TerraformResource[] => Array.isArray(part);

const resourcesOf = (parts: Parts<TerraformResource>): Readonly<Record<string, SettingValue>> =>
  Object.fromEntries(
    Object.entries(parts).flatMap(
      ([role, part]: [string, TerraformResource | readonly TerraformResource[]]) =>
        // Later than the others: an integration without any states what it did before.
        isList(part) && part.length === 0 && ["scopeMappings", "groups"].includes(role)
          ? []
          : [[role, isList(part) ? part.map(addressOf) : addressOf(part)] as const],
    ),
  );

const isEmpty = (part: object): boolean => Object.keys(part).length === 0;

/** As it is synthesized, so with what a program has overridden. */
function lifecycleOf(resource: TerraformResource): Record<string, unknown> | undefined {
  const written = resource.toTerraform() as {
    resource: Record<string, Record<string, { lifecycle?: Record<string, unknown> }>>;
  };
  return written.resource[resource.terraformResourceType]?.[resource.friendlyUniqueId]?.lifecycle;
}

/** Of those resources that Terraform handles otherwise than it would by itself. */
function lifecyclesOf(parts: Parts<TerraformResource>): Readonly<Record<string, SettingValue>> {
  const all = Object.values(parts as unknown as Record<string, TerraformResource>).flat();
  return Object.fromEntries(
    all.flatMap((resource) => {
      const lifecycle = lifecycleOf(resource);
      if (lifecycle === undefined) return [];
      const { ignore_changes, postcondition, precondition, prevent_destroy, ...other } = lifecycle;
      // Stated for all bindings at once.
      if (parts.bindings.includes(resource)) delete other["create_before_destroy"];
      if (Object.keys(lifecycle).join() === "create_before_destroy" && isEmpty(other)) return [];
      // What the observer keeps of EspoCRM's answer is no change that anybody could miss.
      const own = resource === parts.observer ? ["data"] : [];
      return [
        [
          addressOf(resource),
          {
            conditions: [postcondition, precondition].flat().filter(Boolean).length,
            ignoreChanges: [ignore_changes]
              .flat()
              .filter(Boolean)
              .map(String)
              .filter((name) => !own.includes(name)),
            preventDestroy: prevent_destroy === true,
            other: Object.keys(other).sort(),
          },
        ],
      ];
    }),
  );
}
