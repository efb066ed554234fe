import type { PropertiesOf } from "./form";
import { z } from "zod";
import type { EspoAuthentikStackProps } from "../props";
import { bindings } from "./authentik-access";
import { APPLICATION_PROPS } from "./authentik-application";
import { AUTHENTIK_PROPS } from "./authentik-connection";
import { groups } from "./authentik-group";
import { OAUTH2_PROVIDER_PROPS } from "./authentik-oauth2-provider";
import { ESPOCRM_PROPS } from "./espocrm-connection";
import { LOGIN_PROPS } from "./espocrm-settings";
import { choice, flag, type Form } from "./form";
import { objectOf } from "./property";

/** The backend is Terraform's own matter: the file's schema and CDKTF's types know its forms. */
const backend: Form = { schema: z.unknown(), checks: [], opaque: true };

/** An integration as a whole. */
export const INTEGRATION_PROPS = {
  authentik: {
    says: "the authentik that signs the users in",
    form: objectOf(AUTHENTIK_PROPS),
    required: true,
    example: { url: "https://authentik.company" },
  },
  espocrm: {
    says: "the EspoCRM whose users sign in",
    form: objectOf(ESPOCRM_PROPS),
    required: true,
    example: { url: "https://espocrm.company" },
  },
  application: {
    says: "the application, as authentik shows it",
    form: objectOf(APPLICATION_PROPS),
    required: true,
    example: { name: "EspoCRM", slug: "espocrm" },
  },
  provider: {
    says: "the OAuth2/OpenID provider of the application",
    form: objectOf(OAUTH2_PROVIDER_PROPS),
    otherwise: "as authentik's guide for EspoCRM has it",
    from: () => ({}),
  },
  groups: {
    says: "groups that the stack makes and owns; bindings and teams name them like existing ones",
    form: groups,
    otherwise: "none",
    example: [{ name: "crm-users" }],
    from: () => [],
  },
  bindings: {
    says: "who may log in: a list of bindings",
    form: bindings,
    otherwise: "every user of this authentik; a warning says so",
    example: [{ group: "crm-users" }],
    from: () => [],
  },
  login: {
    says: "EspoCRM's OIDC settings",
    form: objectOf(LOGIN_PROPS),
    otherwise: "as authentik's guide for EspoCRM has it",
    from: () => ({}),
  },
  onDestroy: {
    says: "what becomes of EspoCRM when the integration is destroyed: what was found is put back, EspoCRM's own login is switched on, or it is left alone",
    form: choice(["restore", "espo", "leave"]),
    known: "it decides what is declared",
    default: "restore",
  },
  acknowledged: {
    says: "warnings that somebody has heard, which are no longer shown: rule's id: why it is so",
    form: { schema: z.record(z.string(), z.string()), checks: [] },
    otherwise: "none",
    example: { "administrators-login": "two administrators work with authentik alone" },
    from: () => ({}),
  },
  backend: {
    says: "where Terraform keeps the state",
    form: backend,
    otherwise: "a local file",
    example: { type: "local" },
  },
  removed: {
    says: "whether the integration goes: everything that it made is taken away, and EspoCRM is put back as `onDestroy` said when it was applied last. Once that is applied, take the integration out of the file",
    form: flag,
    known: "it decides what is declared",
    default: false,
  },
} as const satisfies PropertiesOf<EspoAuthentikStackProps>;

/** The form of an integration: what is asked of each of its properties. */
export const INTEGRATION: Form = objectOf(INTEGRATION_PROPS);
