import { attributeLabel } from "./attributes";
import { attributesOf, attributeValue, differs, nameOf } from "../effects/authentik";
import { actionOf, isEmpty, same } from "./change";
import { type Integration, resourcesOf } from "./integrations";
import type { LookUps } from "./look-ups";
import type { DriftRow } from "../model";
import type { Plan, ResourceChange } from "./plan-json";
import { settingsIn, settingsSent } from "./settings-data";
import { settingLabel, settingValue } from "../effects/settings";
import { quoted, say, type Text } from "../render/text";

/** What somebody changed outside of Terraform, and what applying does about it. */
export function driftOf(integration: Integration, plan: Plan, lookUps: LookUps): DriftRow[] {
  const planned = new Map(resourcesOf(integration).map((change) => [change.address, change]));
  return plan.drift.flatMap((drift) => {
    const change = planned.get(drift.address);
    if (change === undefined || drift.mode !== "managed") return [];
    const label = nameOf(drift, lookUps) ?? say`${quoted(drift.address)}`;
    if (actionOf(drift) === "delete") return [gone(drift, change, label)];
    if (change === integration.settings)
      return [
        ...settingsDrift(drift, change, integration.statement?.before?.settings),
        ...attributeDrift(drift, change, label, lookUps),
      ];
    return attributeDrift(drift, change, label, lookUps);
  });
}

function gone(drift: ResourceChange, change: ResourceChange, label: Text): DriftRow {
  const again = ["create", "replace", "update"].includes(actionOf(change));
  return {
    label,
    made: say`there`,
    found: say`deleted`,
    then: again ? say`makes it anew` : say`leaves it so`,
  };
}

function settingsDrift(
  drift: ResourceChange,
  change: ResourceChange,
  stated: readonly string[] | undefined,
): DriftRow[] {
  const made = settingsIn(drift.change.before, stated) ?? {};
  const found = settingsIn(drift.change.after, stated) ?? {};
  const then = settingsSent(change);
  const value = (name: string, values: Readonly<Record<string, unknown>>) =>
    Object.hasOwn(values, name) ? settingValue(name, values[name]) : say`not there`;
  return [...new Set([...Object.keys(made), ...Object.keys(found)])]
    .sort()
    .filter((name) => !same(made[name], found[name]))
    .map((name) => ({
      label: settingLabel(name),
      made: value(name, made),
      found: value(name, found),
      then: verb(change, then?.[name], made[name], found[name], () => value(name, then ?? {})),
      // Of a name that is none of EspoCRM's nothing is made: whoever wrote it may mean harm.
      variable: isEmpty(found[name]) || !/^[a-zA-Z]+$/.test(name) ? undefined : variableOf(name),
    }));
}

/** By which variable of its environment EspoCRM's Docker image writes a setting. */
const variableOf = (name: string): string =>
  `ESPOCRM_CONFIG_${name.replace(/(?=[A-Z])/g, "_").toUpperCase()}`;

const ANSWERS: readonly string[] = ["api_data", "api_response", "create_response", "data"];

function attributeDrift(
  drift: ResourceChange,
  change: ResourceChange,
  name: Text,
  lookUps: LookUps,
): DriftRow[] {
  return (
    attributesOf(drift)
      // What EspoCRM answers is compared setting by setting.
      .filter((attribute) => drift.type !== "restapi_object" || !ANSWERS.includes(attribute))
      .filter((attribute) => attribute !== "id" && differs(drift, attribute))
      .map((attribute) => {
        const label = attributeLabel(drift.type, attribute);
        const of = (when: "before" | "after") =>
          label === undefined ? say`(not shown)` : attributeValue(drift, attribute, when, lookUps);
        return {
          label: say`${name}: ${label ?? quoted(attribute)}`,
          made: of("before"),
          found: of("after"),
          then: verb(
            change,
            change.change.after?.[attribute],
            drift.change.before?.[attribute],
            drift.change.after?.[attribute],
            () =>
              label === undefined
                ? say`(not shown)`
                : attributeValue(change, attribute, "after", lookUps),
          ),
        };
      })
  );
}

/** What applying does about a value that somebody changed. */
function verb(
  change: ResourceChange,
  then: unknown,
  made: unknown,
  found: unknown,
  words: () => Text,
): Text {
  if (actionOf(change) === "delete") return say`deletes it`;
  if (same(then, found)) return say`leaves it so`;
  if (same(then, made)) return say`undoes it`;
  return say`makes it ${words()}`;
}
