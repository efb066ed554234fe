/** The table: one row a setting or attribute, and what is known of each. It loads nothing of CDKTF but its tokens. */
export type { Attribute, Attributes } from "./attribute";
export { EXPRESSION_POLICY, POLICY_BINDING } from "./authentik-access";
export { APPLICATION } from "./authentik-application";
export { SPLIT_NAMES } from "../authentik/split-names";
export { GROUP } from "./authentik-group";
export { AUTHENTIK_PROVIDER } from "./authentik-connection";
export { OAUTH2_PROVIDER } from "./authentik-oauth2-provider";
export { SCOPE_MAPPING } from "./authentik-scope-mapping";
export {
  type Effect,
  type EffectOf,
  effectOf,
  harmless,
  isAt,
  isOn,
  isSameSet,
  lookTwice,
  originOf,
  type RefusingGate,
  refused,
  type Surroundings,
  type ValueChange,
} from "./effect";
export { RESTAPI_PROVIDER } from "./espocrm-connection";
export {
  isSetting,
  SETTING_NAMES,
  type SettingName,
  settingOf,
  SETTINGS,
} from "./espocrm-settings";
export { OUTPUTS } from "./outputs";
export { redirectUriComplaint } from "./redirect-uris";
export {
  API_MODELS,
  type ApiModel,
  DEPLOYMENT_USES,
  type DeploymentUse,
  type Permission,
  permissionFor,
  PERMISSIONS,
  permissionWords,
  type Right,
} from "./permissions";
export { type Resource, RESOURCES, type Role, type RowedAction } from "./resources";
export {
  OBJECT_FORMS,
  type ObjectForm,
  type ObjectRole,
  RESTAPI_OBJECT,
  type Request,
  SETTINGS_PATH,
  SMALLEST_READ,
  VOLATILE_SETTINGS,
} from "./restapi-object";
export type { Setting, SettingValue } from "./setting";
export { LIFECYCLE, STATEMENT, type StatedField } from "./statement";
export { type Undeclared, undeclaredSettings } from "./undeclared";
