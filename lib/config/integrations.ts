import { z } from "zod";
import { page } from "../pages";
import type { PropertyPath } from "../rules/rule";
import type { ConfiguredIntegration } from "./configuration";
import type { ConfigurationDocument } from "./document";
import { isMapping, type Layers, type Mapping, merged, originOf, valueAt } from "./layers";
import { nameComplaint } from "./names";
import type { Complaint } from "./problem";
import { configurationPath, type Folders, propsOf } from "./props";
import { areRelated, remainderOf } from "./remainder";
import type { Report } from "./report";
import { applyRules, type Ruled } from "./rule-findings";
import { fileSchema, integrationSchema, partialIntegrationSchema } from "./schema/index";
import { schemaFindings } from "./schema-findings";
import { HIDDEN, isShowable } from "./secrets";

/** What reading the integrations of a file needs to know. */
export interface Reading {
  /** The file's content. */
  readonly document: ConfigurationDocument;
  /** Where paths in the file lead from and to. */
  readonly folders: Folders;
  /** Where the file was not understood: what seems to be missing there may be there. */
  readonly gaps: readonly PropertyPath[];
  /** Takes what is refused. */
  readonly errors: Report;
  /** Takes what is warned about. */
  readonly warnings: Report;
}

const mapping = () => z.record(z.string(), z.unknown());

/** The parts of a file, whatever is in them. */
const partsSchema = z.strictObject({
  $schema: fileSchema.shape.$schema,
  defaults: mapping().describe("a mapping: what all integrations share").optional(),
  integrations: mapping().meta(fileSchema.shape.integrations.meta() ?? {}),
});

/** Checks the whole file, and returns its integrations, as far as they are what they should be. */
export function readIntegrations(reading: Reading): ConfiguredIntegration[] {
  const value = reading.document.value(reading.errors);
  if (!isMapping(value)) {
    reading.errors.add(0, [], {
      found: value === undefined || value === null ? "an empty file" : "no mapping",
      expected: "integrations by name",
      mend: `begin with the example in ${page("configuration.md")}`,
    });
    return [];
  }
  const parts = Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith("x-")));
  report(reading, { path: [], own: parts, shared: undefined }, partsSchema);
  const { defaults, integrations } = parts;
  const known = report(
    reading,
    { path: ["defaults"], own: defaults ?? {}, shared: undefined },
    partialIntegrationSchema,
  );
  if (!isMapping(integrations)) return [];
  return readEach(reading, integrations, isMapping(defaults) ? defaults : {}, known);
}

function readEach(
  reading: Reading,
  integrations: Mapping,
  shared: Mapping,
  known: ReadonlySet<string>,
): ConfiguredIntegration[] {
  const { document, errors } = reading;
  const names = Object.keys(integrations);
  if (names.length === 0) {
    errors.add(document.keyOffset(["integrations"]), ["integrations"], {
      found: "no integration",
      expected: "at least one",
      mend: `add one, as in the example of ${page("configuration.md")}; the last one that ended stays, with removed: true`,
    });
  }
  const ruled = Object.entries(integrations).flatMap(([name, own]): Ruled[] => {
    const layers: Layers = { path: ["integrations", name], own, shared };
    const complaint = nameComplaint(name, names);
    if (complaint !== undefined)
      errors.add(document.keyOffset(layers.path), layers.path, complaint);
    if (!isMapping(own)) {
      errors.add(document.keyOffset(layers.path), layers.path, NO_MAPPING);
      return [];
    }
    report(reading, layers, integrationSchema, known);
    const remainder = remainderOf(merged(layers));
    if (remainder === undefined) return [];
    const unknown = [...remainder.unknown];
    const props = propsOf(remainder.configuration, name, reading.folders, (path, wrong) => {
      locate(reading, layers, path, wrong, errors);
      unknown.push(path);
    });
    return [{ name, props, unknown, layers }];
  });
  for (const { complaint, layers, outcome, path } of applyRules(ruled)) {
    locate(reading, layers, path, complaint, outcome === "refused" ? errors : reading.warnings);
  }
  return ruled.map(({ name, props }) => ({ name, props }));
}

const NO_MAPPING: Complaint = {
  found: "no mapping",
  expected: "the settings of an integration, by key",
  mend: "write them below its name, indented; {} if all of them are in defaults",
};

/** Reports what a schema finds, unless it is `known` already; returns the paths that it reported. */
function report(
  { document, errors, gaps }: Reading,
  layers: Layers,
  schema: z.ZodType,
  known: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const reported = new Set<string>();
  const value = merged(layers);
  for (const { complaint, kind, path } of schemaFindings(schema, value, layers.path)) {
    const isAbsent = kind === "missing" && valueAt(value, path) === undefined;
    const written = originOf(layers, path);
    if (known.has(JSON.stringify(written))) continue;
    const origin = isAbsent ? [...layers.path, ...path] : written;
    if (kind === "missing" && gaps.some((gap) => mayHold(gap, layers.path, path))) continue;
    reported.add(JSON.stringify(origin));
    const place = document.place(origin);
    const offset = kind === "key" ? document.keyOffset(origin) : place.offset;
    const hidden = kind === "value" && place.severalLines;
    errors.add(offset, origin, hidden ? { ...complaint, found: SEVERAL_LINES } : complaint);
  }
  return reported;
}

/** Whether something that is missing in an integration may be where the file was not understood. */
const mayHold = (gap: PropertyPath, integration: PropertyPath, path: PropertyPath): boolean =>
  areRelated([...integration, ...path], gap) || areRelated(["defaults", ...path], gap);

const SEVERAL_LINES = "a text of several lines";

/** Reports a complaint about a value of an integration where the value comes from. */
function locate(
  { document }: Reading,
  layers: Layers,
  inProps: PropertyPath,
  complaint: Complaint,
  report: Report,
): void {
  const path = configurationPath(inProps);
  const origin = originOf(layers, path);
  const place = document.place(origin);
  const value = valueAt(merged(layers), path);
  const isSafe = typeof value !== "string" || (isShowable(value) && value.length < 300);
  report.add(
    place.offset,
    origin,
    isSafe && !place.severalLines
      ? complaint
      : {
          ...complaint,
          found: place.severalLines ? SEVERAL_LINES : HIDDEN,
          mend: `make it ${complaint.expected}`,
        },
  );
}
