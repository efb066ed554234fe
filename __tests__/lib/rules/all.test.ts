/** The cases of all rules in one suite: loading CDKTF forty times takes longer than all of them. */
import "./acknowledged.cases";
import "./address-form.cases";
import "./address-path.cases";
import "./administrators-login.cases";
import "./any-of-several-policies.cases";
import "./backchannel-logout.cases";
import "./backend-credentials.cases";
import "./backend-path.cases";
import "./binding-duplicate.cases";
import "./binding-target.cases";
import "./cache-period-form.cases";
import "./certificate-form.cases";
import "./duration-form.cases";
import "./further-redirect-uris.cases";
import "./group-duplicate.cases";
import "./header-name.cases";
import "./host-without-dot.cases";
import "./known-at-synth.cases";
import "./launch-url-form.cases";
import "./left-on-destroy.cases";
import "./logout-redirect.cases";
import "./logout-url-form.cases";
import "./negated-binding.cases";
import "./number-range.cases";
import "./open-to-everyone.cases";
import "./openid-scope.cases";
import "./openid-twice.cases";
import "./password-fallback.cases";
import "./plain-http.cases";
import "./prompt-none.cases";
import "./reference-form.cases";
import "./release-feature.cases";
import "./scope-dropped.cases";
import "./scope-form.cases";
import "./scope-mapping-duplicate.cases";
import "./scope-not-requested.cases";
import "./shared-authentik-object.cases";
import "./shared-espocrm.cases";
import "./shared-release.cases";
import "./shared-state.cases";
import "./signature-algorithm.cases";
import "./slug-form.cases";
import "./split-names.cases";
import "./sync-teams.cases";
import "./team-form.cases";
import "./team-group.cases";
import "./team-id.cases";
import "./text-length.cases";
import "./tls-unverified.cases";
import "./unknown-value.cases";
import "./untested-release.cases";
import "./user-name-claim.cases";
import "./user-name-form.cases";
import "./variable-name.cases";
import "./variable-shared.cases";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rulesPage } from "../../../scripts/rules-page";
import { FORM_RULES } from "../../../lib/rules/forms";
import { RULES, SHARED_RULES } from "../../../lib/rules";

const root = resolve(__dirname, "../../..");
const rules = [...RULES, ...SHARED_RULES];

describe("The rules", () => {
  it("have ids of their own, in kebab case, which name their files unless they are forms", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(existsSync(join(root, "lib/rules", `${id}.ts`))).toBe(!Object.hasOwn(FORM_RULES, id));
    }
  });

  it("are all registered: every file with a rule is in use", () => {
    const files = readdirSync(join(root, "lib/rules")).filter((file) =>
      /^export const \w+: (Shared)?Rule = /m.test(
        readFileSync(join(root, "lib/rules", file), "utf8"),
      ),
    );
    const written = files.map((file) => file.replace(".ts", ""));
    expect([...written, ...Object.keys(FORM_RULES), "acknowledged"].sort()).toEqual(
      rules.map(({ id }) => id).sort(),
    );
  });

  it("have cases here, each of them", () => {
    const files = readdirSync(__dirname).filter((file) => file.endsWith(".cases.ts"));
    const imported = readFileSync(__filename, "utf8").match(/(?<=^import "\.\/).*(?=";$)/gm);
    expect(imported).toEqual(files.map((file) => file.replace(/\.ts$/, "")).sort());
    expect(files.map((file) => file.replace(".cases.ts", "")).sort()).toEqual(
      rules.map(({ id }) => id).sort(),
    );
  });

  it("come with those that refuse first", () => {
    const outcomes = RULES.map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...outcomes].sort());
  });

  it("are explained in docs/rules.md; if not: npx tsx scripts/rules-page.ts", () => {
    expect(readFileSync(join(root, "docs/rules.md"), "utf8")).toBe(rulesPage());
  });
});
