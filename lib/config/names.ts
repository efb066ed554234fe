import { shown } from "../rules/rule";
import type { Complaint } from "./problem";
import { INTEGRATION_NAME } from "./schema/index";
import { keyShown } from "./secrets";

/** Names that Windows keeps for devices, in any folder and with any extension. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** What is wrong with the name of an integration, if something is. */
export function nameComplaint(name: string, others: readonly string[]): Complaint | undefined {
  const found = `the name ${shown(keyShown(name))}`;
  if (!INTEGRATION_NAME.test(name)) {
    return {
      found,
      expected:
        "a name of letters, digits, - and _, beginning with a letter or a digit, of 63 characters at most: it becomes the name of a stack, a folder and a state file",
      mend: `choose another${suggested(name)}`,
    };
  }
  if (DEVICES.test(name)) {
    return {
      found,
      expected: "a name that is a folder's on every system",
      mend: `choose another, such as espocrm-${name}`,
    };
  }
  if (name in Object.prototype) {
    return {
      found,
      expected: "a name that JavaScript does not keep for itself",
      mend: `choose another, such as espocrm-${name}`,
    };
  }
  const twin = others.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (twin === undefined) return undefined;
  return {
    found: `${found}, which differs from ${twin} in capital letters alone`,
    expected: "names whose folders and state files differ on every system",
    mend: "choose another",
  };
}

function suggested(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[-_]+|-+$/g, "");
  return INTEGRATION_NAME.test(plain) && keyShown(plain) === plain ? `, such as ${plain}` : "";
}
