import {
  APPLICATION,
  type Attribute,
  type Attributes,
  EXPRESSION_POLICY,
  GROUP,
  OAUTH2_PROVIDER,
  POLICY_BINDING,
  RESTAPI_OBJECT,
  SCOPE_MAPPING,
} from "../../../lib/fields/index";

/** Rows of attributes, in the order of the products' own pages, by Terraform type. */
const TABLES: ReadonlyMap<string, Attributes> = new Map<string, Attributes>([
  ["authentik_application", APPLICATION],
  ["authentik_provider_oauth2", OAUTH2_PROVIDER],
  ["authentik_policy_binding", POLICY_BINDING],
  ["authentik_policy_expression", EXPRESSION_POLICY],
  ["authentik_group", GROUP],
  ["authentik_property_mapping_provider_scope", SCOPE_MAPPING],
  ["restapi_object", RESTAPI_OBJECT],
]);

/** The rows of a type; none where we know nothing of it. */
export const attributeRows = (type: string): Attributes => TABLES.get(type) ?? {};

/** What is known of an attribute; `undefined` where nothing is. */
export function attributeRow(type: string, attribute: string): Attribute | undefined {
  const rows = attributeRows(type);
  return Object.hasOwn(rows, attribute) ? rows[attribute] : undefined;
}

/** A label of an attribute, where its value may be shown. */
export function attributeLabel(type: string, attribute: string): string | undefined {
  const row = attributeRow(type, attribute);
  return row?.shown === undefined ? row?.label : undefined;
}
