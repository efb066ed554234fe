import { engineThatSaid, requireEphemeral } from "../../../cli/terraform/engine";

/** As Terraform 1.11.4 and OpenTofu 1.12.6 answer. */
const TERRAFORM = JSON.stringify({
  ...{ terraform_version: "1.11.4", platform: "linux_amd64", provider_selections: {} },
  terraform_outdated: false,
});
const OPENTOFU = JSON.stringify({
  ...{ terraform_version: "1.12.6", platform: "linux_amd64", provider_selections: {} },
});

test("an engine is told by what it says, not by the name of its file", () => {
  expect(engineThatSaid(TERRAFORM)).toEqual({ program: "terraform", version: "1.11.4" });
  expect(engineThatSaid(OPENTOFU)).toEqual({ program: "tofu", version: "1.12.6" });
});

test.each(["", "{}", "OpenTofu v1.12.6", '{"terraform_version":1}'])(
  "%j is said by no engine",
  (answer) => expect(engineThatSaid(answer)).toBeUndefined(),
);

test.each([
  ["terraform", "1.10.0"],
  ["terraform", "1.15.9"],
  ["terraform", "2.0.0"],
  ["tofu", "1.11.0"],
  ["tofu", "1.11.0-rc1"],
  ["tofu", "1.12.6"],
] as const)("%s %s knows ephemeral variables", (program, version) => {
  expect(() => requireEphemeral({ program, version }, "/bin/it")).not.toThrow();
});

test.each([
  ["terraform", "1.9.8", "Terraform 1.9.8"],
  ["terraform", "0.14.11", "Terraform 0.14.11"],
  ["tofu", "1.10.10", "OpenTofu 1.10.10"],
  ["tofu", "1.6.0", "OpenTofu 1.6.0"],
] as const)("%s %s is refused in one message", (program, version, said) => {
  expect(() => requireEphemeral({ program, version }, "/bin/it")).toThrow(
    `/bin/it is ${said}. The stacks need Terraform 1.10 or OpenTofu 1.11, or newer: credentials are ` +
      "ephemeral variables, so that no plan and no state holds them. Install one of these, or name " +
      "another program in TERRAFORM_BINARY_NAME.",
  );
});
