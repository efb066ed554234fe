import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

const PROP = `
  /**
   * Whether EspoCRM greets people by name (\`oidcGreetByName\`).
   * @default - not managed; EspoCRM: false
   */
  readonly greetByName?: boolean;
}
`;

const ROW = `
  oidcGreetByName: {
    props: {
      greetByName: {
        says: "whether EspoCRM greets people by name (oidcGreetByName)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.greetByName,
    always: false,
    fresh: null,
    label: "Greet By Name",
    isSwitch: true,
    effect: lookTwice("people are greeted otherwise"),
    fix: UNDO,
  },
} as const satisfies Readonly<Record<string, Setting>>;`;

/** What a copy of the project with the row says of the setting. */
const PROGRAM = `
import { App } from "cdktf";
import { readFileSync } from "node:fs";
import { EspoAuthentikStack } from "./lib";
import { jsonSchema } from "./lib/config/json-schema";
import { SETTINGS } from "./lib/fields";
import { reviewPlan, renderMarkdown } from "./cli/review";
import { smallPlan, SETTINGS as BEFORE } from "./__tests__/cli/review/small-plan";

const app = new App({ outdir: process.argv[2], skipValidation: true });
const stack = new EspoAuthentikStack(app, "acme", {
  authentik: { url: "https://authentik.company" },
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
  login: { greetByName: true },
});
const { resource } = stack.toTerraform();
const plan = smallPlan({
  actions: { settings: ["update"] },
  settings: { ...BEFORE, oidcGreetByName: true },
});
const review = reviewPlan(plan);
console.log(JSON.stringify({
  schema: JSON.stringify(jsonSchema()).includes('"greetByName":{"type":"boolean"'),
  label: SETTINGS.oidcGreetByName.label,
  patch: resource.restapi_object.settings.data,
  wayBack: resource.restapi_object["withdraw-oidcGreetByName"].destroy_data,
  verdict: review.verdict,
  review: renderMarkdown([review]),
}));
`;

describe("A setting that is new", () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "new-row-"));
    for (const part of ["lib", "cli", "scripts", "docs", "package.json", "tsconfig.json"])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    cpSync(
      join(ROOT, "__tests__/cli/review/small-plan.ts"),
      join(copy, "__tests__/cli/review/small-plan.ts"),
    );
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const edit = (file: string, from: string, to: string) => {
      const text = readFileSync(join(copy, file), "utf8");
      const at = text.lastIndexOf(from);
      expect([file, at]).not.toEqual([file, -1]);
      writeFileSync(
        join(copy, file),
        `${text.slice(0, at)}${to.trimStart()}${text.slice(at + from.length)}`,
      );
    };
    edit("lib/espocrm/props.ts", "}\n", PROP);
    edit(
      "lib/fields/espocrm-settings.ts",
      "} as const satisfies Readonly<Record<string, Setting>>;",
      ROW,
    );
    writeFileSync(join(copy, "program.ts"), PROGRAM);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (...args: readonly string[]) => {
    const program = spawnSync(process.execPath, ["--import", "tsx", ...args], {
      cwd: copy,
      encoding: "utf8",
    });
    expect(program.stderr).not.toContain("Error");
    return program.stdout;
  };

  it("needs a row and a property: schema, patch, way back, label and verdict follow", () => {
    const found = JSON.parse(run("program.ts", join(copy, "cdktf.out"))) as Record<string, unknown>;
    expect(found).toMatchObject({
      schema: true,
      label: "Greet By Name",
      patch: expect.stringContaining('"oidcGreetByName" = true') as unknown,
      wayBack: expect.stringContaining("oidcGreetByName") as unknown,
      verdict: "look-twice",
      review: expect.stringMatching(/people are greeted otherwise/i) as unknown,
    });
    expect(found["review"]).toContain("Greet By Name (`oidcGreetByName`)");
  });

  it("is in the documentation when the page is made", () => {
    run("scripts/config-pages.ts");
    const page = readFileSync(join(copy, "docs/configuration.md"), "utf8");
    expect(page).toMatch(/\| `greetByName` +\| Whether EspoCRM greets people by name/);
  });

  it("does not compile with a column or the row left out", () => {
    const compile = () =>
      spawnSync(
        process.execPath,
        [join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "lib-only.json"],
        { cwd: copy, encoding: "utf8" },
      ).stdout;
    writeFileSync(
      join(copy, "lib-only.json"),
      JSON.stringify({ extends: "./tsconfig.json", include: ["lib/fields"], exclude: [] }),
    );
    const file = join(copy, "lib/fields/espocrm-settings.ts");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.replace('    label: "Greet By Name",\n', ""));
    expect(compile()).toMatch(/'label' is missing/);
    writeFileSync(file, whole.replace(/ *oidcGreetByName: \{[^]*?\n {2}\},\n/, ""));
    expect(compile()).toMatch(/lacks/);
  });
});
