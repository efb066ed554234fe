import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { type Act, CHOSEN, type Point } from "./points";
import { document, line } from "./table";
import { KillWorld, type Row } from "./world";

const FILE = join(__dirname, "../../docs/killed.md");

describeWithTerraform("Terraform killed with SIGKILL at a request", () => {
  let world: KillWorld;
  const begun = Date.now();
  const rows: Row[] = [];

  beforeAll(async () => {
    world = await KillWorld.open();
  });
  afterAll(() => world.close());

  if (process.env["KILLS"] === "all" || process.env["KILLS"] === "writes") {
    test("converges with the commands that the outputs name, at each request of each act", async () => {
      const failed: unknown[] = [];
      const points = await every(world);
      for (const point of points) {
        try {
          rows.push(await world.suffer(point));
        } catch (error) {
          failed.push([point, String(error)]);
          console.error(point, error);
        }
      }
      expect(failed).toEqual([]);
      const written = readFileSync(FILE, { encoding: "utf8", flag: "a+" });
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, document(rows, begun));
      else for (const row of rows) expect(written).toContain(line(row));
    }, 7_200_000);
  } else {
    test.each(CHOSEN.map((point) => [point.act, point.request, point.when, point] as const))(
      "%s, %s, %s the answer: converges with the commands that the outputs name, as docs/killed.md says",
      async (_act, _request, _when, point) => {
        const row = await world.suffer(point);
        rows.push(row);
        if (process.env["UPDATE_GOLDEN"]) return;
        expect(readFileSync(FILE, "utf8").split("\n")).toContain(line(row));
      },
      120_000,
    );
    afterAll(() => {
      const isWhole = rows.length === CHOSEN.length;
      if (process.env["UPDATE_GOLDEN"] && isWhole) writeFileSync(FILE, document(rows, begun));
    });
  }
});

/** The points of each act, creations and ends in turns: the one prepares the other. */
async function every(world: KillWorld): Promise<readonly Point[]> {
  const points: Record<Act, readonly Point[]> = {
    create: await world.calm("create"),
    update: await world.calm("update"),
    rotate: await world.calm("rotate"),
    destroy: await world.calm("destroy"),
  };
  const { create, destroy, rotate, update } = points;
  const turns = Array.from({ length: Math.max(create.length, destroy.length) }, (_, at) => [
    ...create.slice(at, at + 1),
    ...destroy.slice(at, at + 1),
  ]);
  const all = [...turns.flat(), ...update, ...rotate];
  return process.env["KILLS"] === "all" ? all : all.filter(({ request }) => !/^GET /.test(request));
}
