import type { PropertyPath } from "../rules/rule";
import { interpolate } from "./interpolation";
import type { Complaint } from "./problem";
import { HIDDEN, holdsVariableName, looksGenerated, secretComplaint, secretIn } from "./secrets";

/**
 * A text of the file with environment variables filled in. Policies are programs with a `${…}` of
 * their own: nothing is filled in there.
 */
export function textOf(
  raw: string,
  path: PropertyPath,
  environment: NodeJS.ProcessEnv,
  complain: (complaint: Complaint) => void,
): string {
  const { complaints, text } =
    path.at(-1) === "expression" ? { complaints: [], text: raw } : interpolate(raw, environment);
  complaints.forEach(complain);
  const secret = secretIn(text);
  if (secret !== undefined) complain(secretComplaint(secret, path));
  else if (holdsVariableName(path) && looksGenerated(text)) {
    complain({
      ...secretComplaint(HIDDEN, path),
      found: HIDDEN,
      expected: "the name of a Terraform variable, not its value",
    });
  }
  if (text.includes("TfToken[")) {
    complain({
      found: "TfToken[, a mark that CDK for Terraform puts into texts",
      expected: "a text without it",
      mend: "write it otherwise",
    });
  }
  return text;
}
