import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalBackend } from "cdktf";
import { EspoAuthentikIntegration } from "../../../lib";
import { Synthesized } from "../synthesized";

/** The whole text of three stacks: what a change of the construct does to those that are deployed. */
const STACKS: Readonly<Record<string, () => Synthesized>> = {
  minimal: () => Synthesized.company(),
  complete: () =>
    Synthesized.company({
      authentik: {
        apiUrl: "https://authentik.internal.company",
        backchannelUrl: "https://authentik.internal.company",
        headers: { "X-Access": "access" },
      },
      espocrm: {
        apiUrl: "https://espocrm.internal.company",
        timeout: 20,
        retries: { attempts: 3 },
      },
      application: {
        name: "CRM",
        slug: "crm",
        group: "Business",
        policyEngineMode: "all",
        icon: "fa://fa-users",
        publisher: "EspoCRM",
        description: "Customers",
        openInNewTab: true,
        hide: false,
      },
      provider: {
        clientSecretVariable: "client_secret",
        backchannelLogout: true,
        accessTokenValidity: "hours=10",
      },
      bindings: [
        { group: "crm-users" },
        { user: "ada", negate: true },
        { policy: { name: "office-hours", expression: "return True" }, order: 10 },
      ],
      login: {
        allowAdministrators: true,
        authorizationPrompt: "select_account",
        createUsers: true,
        groupClaim: "groups",
        teams: [{ id: "5f1e", name: "Sales", group: "crm-sales" }],
      },
      onDestroy: "espo",
      backend: { type: "s3", bucket: "company", key: "crm.tfstate", region: "eu-central-1" },
    }),
  "two-of-line-2026.2": () =>
    Synthesized.program((stack) => {
      new LocalBackend(stack, { path: "terraform.tfstate" });
      for (const name of ["sales", "support"]) {
        new EspoAuthentikIntegration(stack, name, {
          authentik: { url: "https://authentik.company", release: "2026.2" },
          espocrm: { url: `https://${name}.company` },
          application: { name, slug: name },
          bindings: [{ group: "crm-users" }],
        });
      }
    }),
};

describe("The golden stack", () => {
  it.each(Object.entries(STACKS))(
    "%s is what it was; where it should not be: GOLDEN=write npx jest golden",
    (name, synthesize) => {
      const file = join(__dirname, `${name}.golden`);
      // Without CDKTF's own metadata, which changes with its version.
      const stack = JSON.parse(synthesize().text) as Record<string, unknown>;
      const text = `${JSON.stringify({ ...stack, "//": undefined }, null, 2)}\n`;
      if (process.env["GOLDEN"] === "write") writeFileSync(file, text);
      expect(text).toBe(readFileSync(file, "utf8"));
    },
  );
});
