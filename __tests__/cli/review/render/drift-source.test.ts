import { driftSource } from "../../../../cli/review/render/drift-source";
import { plain, say } from "../../../../cli/review/render/text";

const row = (variable?: string) => ({
  label: say`what`,
  made: say`made`,
  found: say`found`,
  then: say`undoes it`,
  variable,
});

const said = (...variables: (string | undefined)[]): string | undefined => {
  const source = driftSource(variables.map(row));
  return source && plain(source);
};

test("drift that EspoCRM's Docker image can make names the variables that it would come from", () => {
  expect(said("ESPOCRM_CONFIG_OIDC_SCOPES", undefined)).toBe(
    "If it comes back whenever EspoCRM's container starts: its Docker image writes ESPOCRM_CONFIG_OIDC_SCOPES of its environment there. Take that out of it (docs/espocrm.md).",
  );
  expect(said("ESPOCRM_CONFIG_A", "ESPOCRM_CONFIG_B")).toContain(
    "ESPOCRM_CONFIG_A and ESPOCRM_CONFIG_B of its environment there. Take those out",
  );
});

test("other drift names none", () => {
  expect(said(undefined)).toBeUndefined();
  expect(said()).toBeUndefined();
});
