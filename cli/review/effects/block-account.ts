import {
  type Attributes,
  AUTHENTIK_PROVIDER,
  lookTwice,
  refused,
  RESTAPI_PROVIDER,
  SMALLEST_READ,
} from "../../../lib/fields/index";
import { releaseLine, withoutTrailingSlash } from "../../../lib/declaration";
import { same } from "../plan/change";
import type { ProviderBlock, ResourceChange } from "../plan/plan-json";
import { unindexed } from "../plan/references";
import { isValues } from "../plan/plan-schema";
import type { StatedSide } from "../plan/statement";
import { quoted, say } from "../render/text";
import { type Consequence, consequenceOf } from "./consequence";
import type { Situation } from "./situation";
import { constant } from "./surroundings";

/** How one of Terraform's providers is to reach its server. */
interface Side {
  /** Last part of its source address. */
  readonly source: string;
  /** Types of resources that are made through it. */
  readonly prefix: string;
  /** Rows of its block. */
  readonly rows: Attributes;
  /** The attribute that holds the address. */
  readonly address: string;
  /** What is appended to the address. */
  readonly path: string;
  /** What is stated of it. */
  readonly stated: StatedSide | undefined;
}

/** Whether Terraform reaches both servers as the integration states, and in no way that is not stated. */
export function blockConsequences(situation: Situation): Consequence[] {
  const stated = situation.integration.statement?.after;
  return [
    ...sideConsequences(situation, {
      source: "mastercard/restapi",
      prefix: "restapi_",
      rows: RESTAPI_PROVIDER,
      address: "uri",
      path: "/api/v1",
      stated: stated?.espocrm,
    }),
    ...sideConsequences(situation, {
      source: "goauthentik/authentik",
      prefix: "authentik_",
      rows: AUTHENTIK_PROVIDER,
      address: "url",
      path: "",
      stated: stated?.authentik,
    }),
  ];
}

function sideConsequences(situation: Situation, side: Side): Consequence[] {
  const { integration, plan } = situation;
  const own = integration.roles.filter(([, { type }]) => type.startsWith(side.prefix));
  const keys = new Map<string, ResourceChange>();
  for (const [, change] of own) {
    const key = plan.configured.get(unindexed(change.address))?.provider_config_key;
    if (key) keys.set(key, keys.get(key) ?? change);
  }
  const foreign = own.find(
    ([, { provider_name: name }]) => name && !name.toLowerCase().endsWith(`/${side.source}`),
  );
  return [
    ...(foreign
      ? [
          stray(
            say`${quoted(foreign[1].address)} is made by another of Terraform's providers (${quoted(String(foreign[1].provider_name))})`,
          ),
        ]
      : []),
    ...[...keys]
      .slice(1)
      .map(([key, change]) =>
        stray(
          say`${quoted(change.address)} is made through another instance of Terraform's provider (${quoted(key)}) than the rest`,
        ),
      ),
    ...[...keys.keys()].flatMap((key) => {
      const block = plan.blocks.get(key);
      return block === undefined ? [] : inBlock(key, block, side, situation);
    }),
  ];
}

/** Requests would go to another server, with the credentials of this one. */
const stray = (says: Consequence["says"]): Consequence => ({
  about: "provider",
  effect: refused("foreign-write", "another server"),
  says,
  fix: "let all of an integration's resources go through the instance that the construct makes",
});

function inBlock(
  key: string,
  block: ProviderBlock,
  side: Side,
  situation: Situation,
): Consequence[] {
  const { address, path, rows, stated } = side;
  const expressions = block.expressions ?? {};
  const uri = constant(expressions[address]);
  const release = stated?.release;
  const wanted =
    stated?.apiUrl === undefined ? undefined : withoutTrailingSlash(stated.apiUrl) + path;
  const found: Consequence[] = [];
  if (stated !== undefined && typeof uri !== "string")
    found.push(
      look(
        say`where Terraform reaches ${quoted(key)} follows from something that this plan does not show`,
      ),
    );
  else if (wanted !== undefined && typeof uri === "string" && withoutTrailingSlash(uri) !== wanted)
    found.push(
      stray(
        say`Terraform's provider ${quoted(key)} leads to ${quoted(uri)}; the integration states ${quoted(wanted)}`,
      ),
    );
  if (stated && stated.headers.length > 0 && expressions["headers"] === undefined)
    found.push(
      look(say`Terraform's provider ${quoted(key)} sends no headers; the integration states some`),
    );
  const line = release === undefined ? undefined : releaseLine(release);
  if (line && block.version_constraint !== line.providerVersion)
    found.push(
      look(
        say`Terraform's provider ${quoted(key)} is of the version ${quoted(block.version_constraint ?? "any")}, which is not that of authentik ${quoted(release ?? "")}`,
      ),
    );
  const shown = CREDENTIALS.flatMap((name) => variablesOf(expressions[name])).filter(
    (name) => !situation.plan.hiddenVariables.has(name),
  );
  for (const name of shown)
    found.push(look(say`the variable ${quoted(name)} holds a credential, and is not hidden`));
  for (const [name, expression] of Object.entries(expressions)) {
    if (name === address || isExpected(name, expression, stated)) continue;
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    const label = say`${row?.label ?? `${key}: ${name}`}`;
    const words = { label, before: say`none`, after: say`(not shown)` };
    const change = { before: undefined, after: constant(expression) ?? "(not constant)" };
    found.push(consequenceOf(`block:${name}`, row, change, words, situation.around));
  }
  return found;
}

/** Attributes of both blocks that hold a credential. */
const CREDENTIALS: readonly string[] = ["token", "password", "key_string"];

/** Names of the variables that an expression refers to. */
const variablesOf = (expression: unknown): string[] =>
  isValues(expression) && Array.isArray(expression["references"])
    ? expression["references"].flatMap((one) => /^var\.([^.]+)$/.exec(String(one))?.[1] ?? [])
    : [];

const look = (says: Consequence["says"]): Consequence => ({
  about: "provider",
  effect: lookTwice("another server"),
  says,
});

/** Whether the construct sets it so, as far as the integration states it. */
function isExpected(name: string, expression: unknown, stated: StatedSide | undefined): boolean {
  const value = constant(expression);
  const refers =
    isValues(expression) && Array.isArray(expression["references"]) ? expression["references"] : [];
  switch (name) {
    case "token":
    case "username":
    case "password":
    case "key_string":
      return (
        value === undefined &&
        refers.length > 0 &&
        refers.every((one) => String(one).startsWith("var."))
      );
    case "insecure":
      return value === false || (value === true && stated?.verifyTls === false);
    case "headers":
      return (
        stated !== undefined &&
        stated.headers.length > 0 &&
        same(namesIn(expression), stated.headers)
      );
    case "test_path":
      return typeof value === "string" && value.split("#")[0] === SMALLEST_READ;
    case "root_ca_string":
    case "cert_string":
      return value !== undefined;
    default:
      return false;
  }
}

/** Names of headers, where the configuration tells: one in JSON does, one in HCL only that there are some. */
function namesIn(expression: unknown): string[] | undefined {
  const written = isValues(expression) ? expression["constant_value"] : undefined;
  return isValues(written) ? Object.keys(written).sort() : undefined;
}
