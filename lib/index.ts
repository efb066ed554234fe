export { type BindingOptions, type BindingProps, type ExpressionPolicy } from "./authentik/access";
export {
  type ApplicationProps,
  type AuthentikApplication,
  type OAuth2ProviderProps,
  type PolicyEngineMode,
  type SubjectMode,
} from "./authentik/application";
export { type AuthentikConnection } from "./authentik/connection";
export { type Endpoints } from "./authentik/endpoints";
export { type ById, type Reference } from "./authentik/look-ups";
export { type AuthentikRelease } from "./authentik/release";
export { type Backend, type HcpTerraform } from "./terraform/backend";
export { type TerraformData } from "./terraform/terraform-data";
export { type Configuration, type ConfiguredIntegration } from "./config/configuration";
export { configurationFile, type Environment, loadConfiguration } from "./config/load";
export { type Complaint, ConfigurationErrors, type Problem } from "./config/problem";
export { type ClientCertificate, type EspoCrmConnection, type Retries } from "./espocrm/connection";
export { type Observation, type Patch } from "./espocrm/patch";
export { type OnDestroy } from "./espocrm/restore";
export {
  type AuthorizationPrompt,
  type LoginProps,
  type SignatureAlgorithm,
  type TeamMapping,
} from "./espocrm/settings";
export { EspoAuthentikIntegration, type EspoAuthentikIntegrationProps } from "./integration";
export { RuleViolations } from "./rules/enforce";
export { EspoAuthentikStack, type EspoAuthentikStackProps } from "./stack";
export { runProgram, synthesize } from "./synthesize";
