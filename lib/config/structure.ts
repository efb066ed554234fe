import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
} from "yaml";
import type { PropertyPath } from "../rules/rule";
import type { Report } from "./report";

/** What a node of a YAML document is in, from the document down. */
export type Ancestors = readonly (Document | Node | Pair)[];

/** The nodes that aliases stand for. */
export type Targets = ReadonlyMap<Alias, Node>;

/** Where a node begins. */
export const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** A pair's key as a property name. */
export function keyText({ key }: Pair, targets?: Targets): string {
  const node = isAlias(key) ? targets?.get(key) : key;
  const value = isScalar(node) ? node.value : node;
  if (typeof value === "symbol") return value.description ?? "";
  return ["string", "number", "boolean", "bigint"].includes(typeof value) ? String(value) : "";
}

/** The path to a node. */
export function pathOf(ancestors: Ancestors, node: Node | Pair): PropertyPath {
  const chain = [...ancestors, node];
  return chain.flatMap((item, index): (string | number)[] => {
    if (isPair(item)) return [keyText(item)];
    const parent = chain[index - 1];
    return isSeq(parent) ? [parent.items.indexOf(item)] : [];
  });
}

/**
 * Where keys may have been lost by what is wrong at `path` as YAML: below it; beside it, if it is a key
 * that brings others; everywhere, if it is outside of the integrations, where aliases may stand for it.
 */
export function gapAt(path: PropertyPath): PropertyPath {
  if (path[0] !== "integrations" && path[0] !== "defaults") return [];
  const lost = path.findIndex((part) => part === "<<" || part === "");
  return lost === -1 ? path : path.slice(0, lost);
}

/**
 * Checks what YAML allows and a configuration doesn't: aliases of nothing or of what they are in, merge
 * keys of anything but mappings, keys that are collections. What is wrong is taken out.
 * @returns the nodes that aliases stand for
 */
export function checkStructure(document: Document, report: Report): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node, ancestors) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const target = anchors.get(node.source);
      if (target !== undefined && !ancestors.includes(target)) {
        targets.set(node, target);
        return undefined;
      }
      report.add(startOf(node), pathOf(ancestors, node), {
        found:
          target === undefined
            ? "an alias (*…) of an anchor (&…) that is not above it"
            : "an alias of what it is in",
        expected: "an alias of an anchor that stands above, and ends above",
        mend: 'write the value out, or in quotes if it really begins with "*"',
      });
      report.mistrust(startOf(node));
      return nothingAt(node);
    },
    Pair: (_key, pair, ancestors) => {
      if (isCollection(pair.key)) {
        report.add(startOf(pair.key), pathOf(ancestors, pair).slice(0, -1), {
          found: "a list or a mapping as a key",
          expected: "a text as a key",
          mend: "compare the indentation and the brackets with the lines above",
        });
        return visit.REMOVE;
      }
      if (keyText(pair) !== "<<" || isMergeSource(pair.value, anchors, ancestors)) return undefined;
      report.add(startOf(pair.key), pathOf(ancestors, pair), {
        found: "a merge key of something else than mappings",
        expected: "<<: *anchor, where the anchor is on a mapping above",
        mend: "name an anchor of a mapping, or leave the merge key out",
      });
      return visit.REMOVE;
    },
  });
  return targets;
}

function isMergeSource(value: unknown, anchors: Map<string, Node>, inside: Ancestors): boolean {
  const sources = isSeq(value) ? value.items : [value];
  return sources.every((source) => {
    const target = isAlias(source) ? anchors.get(source.source) : source;
    return isMap(target) && !inside.includes(target);
  });
}

function nothingAt({ range }: Alias): Scalar {
  const nothing = new Scalar(null);
  if (range) nothing.range = range;
  return nothing;
}
