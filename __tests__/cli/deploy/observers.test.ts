import { observersOf } from "../../../cli/deploy/observers";

test("an observer is found by what its settings are compared with, in a stack of several, too", () => {
  const data = (observer: string) => ({
    data: `\${jsonencode(merge({for name, value in jsondecode(restapi_object.${observer}.data) : name => value}, {}))}`,
  });
  const restapi_object = {
    crm_settings_A1: data("crm_observer_B2"),
    "two-settings": data("two-observer"),
    own: { data: "{}" },
  };
  const json = { provider: {}, variable: {}, data: {}, resource: { restapi_object }, text: "" };
  const addresses = ["crm_settings_A1", "two-settings", "own", "gone"];
  const found = observersOf(
    { json },
    addresses.map((name) => `restapi_object.${name}`),
  );
  expect(found).toEqual(["restapi_object.crm_observer_B2", "restapi_object.two-observer"]);
});
