import type {
  ApplicationProps,
  AuthentikConnection,
  BindingOptions,
  ById,
  ExpressionPolicy,
  GroupProps,
  OAuth2ProviderProps,
  Reference,
} from "../authentik/props";
import type { EspoCrmConnection, LoginProps, Retries } from "../espocrm/props";
import type { EspoAuthentikIntegrationProps, EspoAuthentikStackProps } from "../props";
import { isUnresolved } from "../terraform/unresolved";
import type { Filled } from "./attribute";
import type { APPLICATION_PROPS } from "./authentik-application";
import type { AUTHENTIK_PROPS } from "./authentik-connection";
import type { OAUTH2_PROVIDER_PROPS } from "./authentik-oauth2-provider";
import type { ESPOCRM_PROPS } from "./espocrm-connection";
import type { LOGIN_PROPS } from "./espocrm-settings";
import type { Form, PropertyPath } from "./form";
import { INTEGRATION } from "./integration";

/** `P` with those properties that have a value even where they are left out. */
type With<P, Rows> = Omit<P, Filled<Rows> & keyof P> & {
  readonly [K in Filled<Rows> & keyof P]-?: Exclude<P[K], undefined>;
};

/** A binding with all its defaults. */
export type ResolvedBinding = Required<BindingOptions> &
  (
    | { readonly group: Reference; readonly policy?: undefined; readonly user?: undefined }
    | { readonly user: Reference; readonly policy?: undefined; readonly group?: undefined }
    | {
        readonly policy: Required<ExpressionPolicy> | ById;
        readonly group?: undefined;
        readonly user?: undefined;
      }
  );

/** An integration with all its defaults. */
export interface ResolvedIntegration {
  /** The authentik. */
  readonly authentik: With<AuthentikConnection, typeof AUTHENTIK_PROPS>;
  /** The EspoCRM. */
  readonly espocrm: With<Omit<EspoCrmConnection, "retries">, typeof ESPOCRM_PROPS> & {
    readonly retries?: Required<Retries>;
  };
  /** The application. */
  readonly application: With<ApplicationProps, typeof APPLICATION_PROPS>;
  /** Its OAuth2/OpenID provider. */
  readonly provider: With<OAuth2ProviderProps, typeof OAUTH2_PROVIDER_PROPS>;
  /** Groups that are made. */
  readonly groups: readonly Required<GroupProps>[];
  /** Who may log in. */
  readonly bindings: readonly ResolvedBinding[];
  /** EspoCRM's own settings of the login. */
  readonly login: With<LoginProps, typeof LOGIN_PROPS>;
  /** What becomes of EspoCRM at the end. */
  readonly onDestroy: NonNullable<EspoAuthentikIntegrationProps["onDestroy"]>;
  /** Warnings that somebody has heard: rule id -> reason. */
  readonly acknowledged: Readonly<Record<string, string>>;
  /** Where Terraform keeps the state. */
  readonly backend?: EspoAuthentikStackProps["backend"];
}

/** The integration with every default filled in: behind this, nobody asks what is left out. */
export const resolved = (given: EspoAuthentikStackProps): ResolvedIntegration =>
  filled(INTEGRATION, given, given, []) as ResolvedIntegration;

function filled(
  { item, properties }: Form,
  value: unknown,
  given: EspoAuthentikIntegrationProps,
  path: PropertyPath,
): unknown {
  if (isUnresolved(value)) return value;
  if (item !== undefined && Array.isArray(value))
    return value.map((one: unknown, index) => filled(item, one, given, [...path, index]));
  if (properties === undefined || typeof value !== "object" || value === null) return value;
  // An object that is named by its id is no object of these properties.
  if ("id" in value && !("id" in properties)) return value;
  const own = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(properties).map(([name, property]) => {
    const inside = [...path, name];
    const fallback = property.default ?? property.from?.(given, inside);
    // A null is told to people, not replaced.
    const found = own[name] === undefined ? fallback : own[name];
    return [name, filled(property.form, found, given, inside)] as const;
  });
  return { ...own, ...Object.fromEntries(entries.filter(([, found]) => found !== undefined)) };
}
