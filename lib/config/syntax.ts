import { type Document, type ErrorCode, isScalar, visit, type YAMLError } from "yaml";
import { type PropertyPath, shown } from "../rules/rule";
import type { Complaint } from "./problem";
import type { Report } from "./report";
import { keyShown } from "./secrets";
import { pathOf, startOf } from "./structure";

/** Reports what is wrong with a file as YAML. Nothing of the file's text is in the messages. */
export function reportSyntax(documents: readonly Document.Parsed[], report: Report): void {
  const [first, second] = documents;
  for (const document of documents) {
    for (const error of [...withoutConsequences(document.errors), ...document.warnings]) {
      if (error.code === "DUPLICATE_KEY") reportDuplicate(document, error, report);
      else report.add(placeOf(document, error), pathOfError(document, error), complaint(error));
    }
  }
  if (first === undefined || second === undefined) return;
  report.add(second.range[0], [], {
    found: `${documents.length} YAML documents`,
    expected: "one",
    mend: "take out the lines with --- and make one file of each document, or one document of all",
  });
}

/** After a token in the wrong place the parser complains about each that follows. */
function withoutConsequences(errors: readonly YAMLError[]): readonly YAMLError[] {
  const first = errors.find(({ code }) => code === "UNEXPECTED_TOKEN");
  return errors.filter((error) => error.code !== "UNEXPECTED_TOKEN" || error === first);
}

function reportDuplicate(document: Document.Parsed, error: YAMLError, report: Report): void {
  const path = pathAt(document, error.pos[0]);
  const key = path.at(-1);
  report.add(error.pos[0], path, {
    found: `the key ${shown(keyShown(String(key)))} for the second time`,
    expected: "each key once",
    mend: "take one of the two out, or make one of both",
  });
}

/** Only a tag leaves the rest of the file as it was meant: other errors concern the whole file. */
const pathOfError = (document: Document.Parsed, { code, pos }: YAMLError): PropertyPath =>
  code === "TAG_RESOLVE_FAILED" ? pathAt(document, pos[0]) : [];

/** The path to the last key that begins at `offset` or before it. */
function pathAt(document: Document.Parsed, offset: number): PropertyPath {
  let path: PropertyPath = [];
  visit(document, {
    Pair: (_key, pair, ancestors) => {
      if (startOf(pair.key) <= offset) path = pathOf(ancestors, pair);
    },
  });
  return path;
}

/** A closing quote is missed at the end of the file, but it is forgotten where the text begins. */
function placeOf(document: Document.Parsed, error: YAMLError): number {
  if (!isMissingQuote(error)) return error.pos[0];
  let start = error.pos[0];
  visit(document, {
    Scalar: (_key, node) => {
      if (isScalar(node) && startOf(node) <= error.pos[0]) start = startOf(node);
    },
  });
  return start;
}

const isMissingQuote = ({ code, message }: YAMLError): boolean =>
  code === "MISSING_CHAR" && message.startsWith("Missing closing");

const BY_CODE: Partial<Record<ErrorCode, Complaint>> = {
  TAB_AS_INDENT: {
    found: "a tab in the indentation",
    expected: "blanks",
    mend: "indent with two blanks for each level",
  },
  BAD_INDENT: {
    found: "an indentation that fits none of the lines above, or a bracket that is not closed",
    expected: "keys of one mapping in one column, and each bracket closed",
    mend: "compare with the lines above",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    found: "a second colon in one line",
    expected: "one key and its value",
    mend: "put the value in quotes, or what belongs to it on lines of its own",
  },
  MULTILINE_IMPLICIT_KEY: {
    found: "a line without a colon",
    expected: "a key, a colon, a blank, and the value",
    mend: "write key: value, or indent the line if it belongs to the text above",
  },
  BAD_SCALAR_START: {
    found: "a text that begins with a character that YAML keeps for itself",
    expected: "such a text in quotes",
    mend: "put it in quotes",
  },
  BAD_DQ_ESCAPE: {
    found: "a backslash in double quotes that YAML does not know",
    expected: "one of YAML's escapes",
    mend: "use single quotes, or write the backslash twice",
  },
  TAG_RESOLVE_FAILED: {
    found: "a YAML tag (!…)",
    expected: "plain values",
    mend: "leave the tag out, or put the text in quotes if it really begins with an exclamation mark",
  },
  UNEXPECTED_TOKEN: {
    found: "something that is not expected here; the rest of the file is not understood",
    expected: "the end of a value, a comma, or a closing bracket",
    mend: "put a text with brackets, braces, commas or quotes in it in quotes; close what is open above",
  },
  RESOURCE_EXHAUSTION: {
    found: "values that are nested too deeply",
    expected: "a configuration, which has a handful of levels",
    mend: "check that it is the right file",
  },
};

function complaint(error: YAMLError): Complaint {
  if (isMissingQuote(error)) {
    return {
      found: "a text that begins with a quote and has no closing one",
      expected: "the same quote at its end",
      mend: "close it",
    };
  }
  // Further texts of the parser may repeat the file's; what stands before them does not.
  const [what = ""] = error.message.split(/: |["']/, 1);
  return (
    BY_CODE[error.code] ?? {
      found: `something that is no YAML (${what.trim()})`,
      expected: "YAML or JSON",
      mend: "compare brackets, quotes and indentation with the lines around",
    }
  );
}
