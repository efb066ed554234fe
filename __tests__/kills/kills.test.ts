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

  beforeAll(async () => {
    world = await KillWorld.open();
  });
  afterAll(() => world.close());

  if (process.env["KILLS"] === "all") {
    test("converges with the commands that the outputs name, at each request of each act", async () => {
      const rows: Row[] = [];
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
      const minutes = Math.ceil((Date.now() - begun) / 60_000);
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, document(rows, minutes));
      else for (const row of rows) expect(written).toContain(line(row));
    }, 7_200_000);
  } else {
    test.each(CHOSEN.map((point) => [point.act, point.request, point.when, point] as const))(
      "%s, %s, %s the answer: converges with the commands that the outputs name, as docs/killed.md says",
      async (_act, _request, _when, point) => {
        const row = await world.suffer(point);
        expect(readFileSync(FILE, "utf8").split("\n")).toContain(line(row));
      },
      120_000,
    );
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
  return [...turns.flat(), ...update, ...rotate];
}
