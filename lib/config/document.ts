import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  parseAllDocuments,
  visit,
} from "yaml";
import type { PropertyPath } from "../rules/rule";
import type { Report } from "./report";
import { checkStructure, keyText, pathOf, startOf, type Targets } from "./structure";
import { reportSyntax } from "./syntax";

/** Where something is in a file. */
export interface Place {
  /** Characters before it. */
  readonly offset: number;
  /** Whether all of the path was found, or only a parent of it. */
  readonly exact: boolean;
  /** Whether it is a text that goes over several lines of the file. */
  readonly severalLines: boolean;
}

/** The text of a configuration file as YAML, of which JSON is a part. */
export class ConfigurationDocument {
  private readonly document: Document;
  private readonly targets: Targets;

  /**
   * @param text the file's text
   * @param report takes what is wrong with it as YAML
   * @param lines filled with the lines of the text
   */
  constructor(
    private readonly text: string,
    report: Report,
    lines: LineCounter,
  ) {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
      merge: true,
      resolveKnownTags: false,
    });
    this.document = parsed[0] ?? new Document(null);
    reportSyntax(parsed, report);
    this.targets = checkStructure(this.document, report);
  }

  /** The document as plain data, with aliases resolved and merge keys merged. */
  value(report: Report): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 10_000 });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      report.add(0, [], {
        found: /alias/i.test(error.message)
          ? "aliases of aliases that expand beyond all measure"
          : "YAML that can't be turned into plain data",
        expected: "a configuration of a readable size",
        mend: "write the values out, or use aliases for single values only",
      });
      return undefined;
    }
  }

  /**
   * Replaces every text that is a value.
   * @param replace gets the text, its path and offset; what it returns takes the text's place
   */
  replaceTexts(replace: (text: string, path: PropertyPath, offset: number) => string): void {
    visit(this.document, {
      Scalar: (key, node, ancestors) => {
        if (key === "key" || typeof node.value !== "string") return;
        node.value = replace(node.value, pathOf(ancestors, node), startOf(node));
      },
    });
  }

  /** Where the value at `path` is: its text, or the key of a list or a mapping. */
  place(path: PropertyPath): Place {
    let node: unknown = this.document.contents;
    let offset = startOf(node);
    for (const part of path) {
      const step = this.step(node, part);
      if (step === undefined) return { offset, exact: false, severalLines: false };
      node = step.value;
      offset = isScalar(node) && node.value !== null ? startOf(node) : startOf(step.key ?? node);
    }
    return { offset, exact: true, severalLines: this.hasSeveralLines(node) };
  }

  /** Where the key at the end of `path` is. */
  keyOffset(path: PropertyPath): number {
    let node: unknown = this.document.contents;
    let offset = startOf(node);
    for (const part of path) {
      const step = this.step(node, part);
      if (step === undefined) return offset;
      node = step.value;
      offset = startOf(step.key ?? node);
    }
    return offset;
  }

  private step(
    node: unknown,
    part: string | number,
  ): { key?: unknown; value: unknown } | undefined {
    const collection = this.resolved(node);
    if (isSeq(collection) && typeof part === "number") {
      return part in collection.items ? { value: collection.items[part] } : undefined;
    }
    if (!isMap(collection)) return undefined;
    const own = collection.items.find((pair) => keyText(pair, this.targets) === String(part));
    if (own !== undefined) return own;
    return collection.items
      .filter((pair) => keyText(pair, this.targets) === "<<")
      .flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
      .map((source) => this.step(source, part))
      .find((found) => found !== undefined);
  }

  private resolved(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  private hasSeveralLines(node: unknown): boolean {
    const scalar = this.resolved(node);
    if (!isScalar(scalar) || !scalar.range) return false;
    return this.text.slice(scalar.range[0], scalar.range[1]).trim().includes("\n");
  }
}
