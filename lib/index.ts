import "./engine/installed";
export type {
  BindingOptions,
  BindingProps,
  ExpressionPolicy,
  ApplicationProps,
  OAuth2ProviderProps,
  PolicyEngineMode,
  SubjectMode,
  AuthentikConnection,
  ById,
  RedirectUri,
  Reference,
  GroupProps,
  ScopeMapping,
} from "./authentik/props";
export type {
  ClientCertificate,
  EspoCrmConnection,
  Retries,
  AuthorizationPrompt,
  LoginProps,
  SignatureAlgorithm,
  TeamMapping,
} from "./espocrm/props";
export type { OnDestroy, EspoAuthentikIntegrationProps, EspoAuthentikStackProps } from "./props";
export { type AuthentikApplication } from "./authentik/application";
export { type Endpoints } from "./authentik/endpoints";
export { type AuthentikRelease, type SupportedRelease } from "./authentik/release";
export { type Backend, type HcpTerraform } from "./terraform/backend";
export { type TerraformData } from "./terraform/terraform-data";
export { type Configuration, type ConfiguredIntegration } from "./config/configuration";
export { configurationFile, type Environment, loadConfiguration } from "./config/load";
export { type Complaint, ConfigurationErrors, type Problem } from "./config/problem";
export { type Observation, type Patch } from "./espocrm/patch";
export {
  EspoAuthentikDeployer,
  type DeployerAccess,
  type DeployerResources,
  type EspoAuthentikDeployerProps,
} from "./deployer";
export {
  EspoAuthentikIntegration,
  type ExistingApplication,
  type IntegrationResources,
} from "./integration";
export { type ResolvedBinding, type ResolvedIntegration } from "./fields/resolved";
export { type StatedLifecycle, type Parts, type Statement } from "./statement";
export { EngineMismatch } from "./engine/mismatch";
export { RemovedIntegration, type RemovedIntegrationProps } from "./removed";
export { RuleViolations } from "./rules/enforce";
export { EspoAuthentikStack } from "./stack";
export { runProgram, synthesize } from "./synthesize";
