import { Diagnostics, readMessage } from "../../../cli/terraform/diagnostics";

const found = (...diagnostics: readonly object[]) => {
  const all = new Diagnostics();
  for (const diagnostic of diagnostics)
    all.take(readMessage(JSON.stringify({ type: "diagnostic", diagnostic })));
  return all;
};

describe("what Terraform says", () => {
  it("is told once for all resources that it is about, with how to fix it", () => {
    const detail = '{"detail":"Token invalid/expired"}';
    const one = { severity: "error", summary: "HTTP Error '403 Forbidden'", detail };
    const { errors } = found(
      { ...one, address: "data.authentik_flow.a" },
      { ...one, address: "data.authentik_flow.b" },
    );
    expect(errors).toContain("(data.authentik_flow.a, data.authentik_flow.b)");
    expect(errors.match(/403/g)).toHaveLength(1);
    expect(errors).toContain("TF_VAR_authentik_token");
  });

  it("does not send people to EspoCRM's log where EspoCRM was not reached", () => {
    const summary = "Could not update API object: PUT /Settings: dial tcp: connection refused";
    const { errors } = found({ severity: "error", summary });
    expect(errors).toContain("EspoCRM was not reached");
    expect(errors).not.toContain("data/logs");
  });

  it("tells once what to do about resources whose connection the program took out", () => {
    const orphan = (address: string) => ({
      severity: "error",
      summary: "Provider configuration not present",
      detail: `To work with ${address} (orphan) its original provider configuration at provider["x"].y is required`,
    });
    const { errors } = found(orphan("restapi_object.a"), orphan("restapi_object.b"));
    expect(errors).toMatch(
      /^Provider configuration not present \(restapi_object.a, restapi_object.b\)\n/,
    );
    expect(errors).toContain("new RemovedIntegration");
  });

  it("names the settings that the Terraform provider can't plan, and none of their values", () => {
    const invalid = (type: string) => ({
      severity: "error",
      summary: "Provider produced invalid plan",
      detail: `Provider "x" planned an invalid value for ${type}.crm_settings-1.data: planned value {"ldapUsername":"cn=a"}`,
    });
    const stuck = found(invalid("restapi_object"));
    expect(stuck.unplannable).toEqual(["restapi_object.crm_settings-1"]);
    expect(stuck.errors).toContain("invalid plan (restapi_object.crm_settings-1)\n");
    expect(stuck.errors).toContain("-replace=");
    expect(stuck.errors).not.toContain("ldapUsername");
    const other = found(invalid("authentik_group"));
    expect(other.unplannable).toEqual([]);
    expect(other.errors).not.toContain("-replace=");
  });

  it("keeps errors and warnings apart", () => {
    const all = found(
      { severity: "warning", summary: "Check block assertion failed" },
      { severity: "error", summary: "Could not update API object: PUT giving up", address: "x.y" },
    );
    expect(all.warnings).toEqual(["Check block assertion failed"]);
    expect(all.errors).toMatch(/^Could not update.*\(x\.y\)\nEspoCRM did not/);
  });
});
