import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ran } from "../cli/project";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { DEPLOYMENT, FIRST_DEPLOYMENT } from "./deployment";
import { DRIFT } from "./drift";
import type { Fault, Mend } from "./fault";
import { PEOPLE } from "./people";
import { SERVERS } from "./servers";
import { document, type Row } from "./table";
import { type Finding, World } from "./world";

jest.setTimeout(60_000);

const FILE = join(__dirname, "../../docs/faults.md");

/** In the order of a life: nothing is deployed at first, and each fault leaves a healthy integration. */
const FAULTS = [...FIRST_DEPLOYMENT, ...SERVERS, ...DRIFT, ...PEOPLE, ...DEPLOYMENT];

const COMMANDS: Readonly<Record<Mend, (world: World) => Promise<Ran>>> = {
  apply: (world) => world.deploy(),
  "replace-secret": (world) => world.replaceSecret(),
  "clear-key-cache": async (world) => {
    await world.nextSecond();
    return world.run("clear-key-cache", "acme");
  },
};

describeWithTerraform("when something goes wrong", () => {
  let world: World;
  const rows: Row[] = [];

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  test.each(FAULTS.map((fault) => [fault.what, fault] as const))("%s", async (_, fault) => {
    try {
      const row = await suffer(fault);
      await mend(fault);
      rows.push(row);
    } catch (error) {
      await recover(fault); // The next faults are not to blame.
      throw error;
    }
  });

  test("docs/faults.md tells of this run", () => {
    if (rows.length < FAULTS.length) return; // Some were left out, or failed.
    const text = document(rows);
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, text);
    expect(readFileSync(FILE, "utf8")).toBe(text);
  });

  /** Makes a fault happen, and looks at what people are told, and what they can do. */
  async function suffer(fault: Fault): Promise<Row> {
    if (fault.yellow?.includes("key-cache")) await world.nextSecond();
    await fault.begin?.(world);
    const ran = await fault.command?.(world);
    const { passwords, sessions } = await world.works();
    const works = { passwords: true, sessions: true, logins: true, ...fault.works };
    expect({ passwords, sessions }).toEqual({
      passwords: works.passwords,
      sessions: works.sessions,
    });
    if (ran !== undefined) {
      const told = world.normal(ran.stderr);
      expect(ran.code).toBe(1);
      for (const words of fault.commandSays ?? []) expect(told).toContain(words);
      return { fault, works, found: [], told };
    }
    const found = (await world.verify(fault.patience)).map(normal);
    expect({ red: withStatus(found, "fail"), yellow: withStatus(found, "warning") }).toEqual({
      red: fault.red ?? [],
      yellow: fault.yellow ?? [],
    });
    const text = found.map(({ mend, saw }) => `${saw ?? ""} ${mend ?? ""}`).join("\n");
    for (const words of fault.says ?? []) expect(text).toContain(words);
    expect(withStatus(found, "pass").includes("login")).toBe(works.logins);
    return { fault, works, found, told: undefined };
  }

  async function recover(fault: Fault): Promise<void> {
    world.calm();
    await fault.end?.(world);
    if (FIRST_DEPLOYMENT.includes(fault) && fault.mend === undefined) return;
    for (const command of ["apply", "replace-secret", "clear-key-cache"] as const) {
      await COMMANDS[command](world);
    }
    world.calm();
  }

  const withStatus = (found: readonly Finding[], status: Finding["status"]) =>
    found.filter((finding) => finding.status === status).map(({ id }) => id);

  const normal = (finding: Finding): Finding => ({
    ...finding,
    ...(finding.saw !== undefined && { saw: world.normal(finding.saw) }),
    ...(finding.mend !== undefined && { mend: world.normal(finding.mend) }),
  });

  /** Does what the fault says that mends it, and expects that all is well. */
  async function mend(fault: Fault): Promise<void> {
    world.calm();
    await fault.end?.(world);
    for (const command of fault.mend ?? []) {
      const { code, stderr } = await COMMANDS[command](world);
      if (code !== 0) throw new Error(`${command}: ${stderr}`);
    }
    if (world.authentik.state.providers.size === 0) return; // Nothing is deployed yet.
    world.calm();
    const found = await world.verify();
    expect(found.filter(({ status }) => status === "fail" || status === "warning")).toEqual([]);
    expect(withStatus(found, "pass")).toContain("login");
  }
});
