import { reviewPlan } from "../../../../cli/review/index";
import { verdictLines } from "../../../../cli/review/render/words";
import { plain } from "../../../../cli/review/render/text";
import { describeWithTerraform } from "../../../../sandbox/__tests__/terraform/workspace";
import { Lab } from "../corpus/lab";
import type { PlanJson, Trace } from "./row";
import type { TitledChapter } from "./table";

/** A plan, and the stack that it is of. */
interface Evidence {
  readonly plan: string;
  readonly stack: string;
}

/** JSON in JSON, and JSON in that, with quotes alike. */
const flat = (text: string): string => text.replaceAll(/\\+"/g, '"').replaceAll("\\u003e", ">");

function shows({ plan, stack }: Evidence, trace: Trace): boolean {
  if (typeof trace === "string") return flat(plan).includes(trace);
  if (typeof trace === "function") return trace(JSON.parse(plan) as PlanJson);
  if ("written" in trace) return flat(stack).includes(trace.written);
  return !flat(plan + stack).includes(trace.gone);
}

/** The verdict, and what the lines of that verdict say. */
function headlineOf(plan: string): { verdict: string; headline: string } {
  const review = reviewPlan(plan, { stack: "acme" });
  const lines = verdictLines(review).filter(({ verdict }) => verdict === review.verdict);
  return {
    verdict: review.verdict,
    headline: lines
      .map(({ why }) => plain(why))
      .filter(Boolean)
      .join("; "),
  };
}

/** Each row of the chapters holds: its plan has the change, the verdict is the row's, and the headline says why. */
export const hold = (chapters: readonly TitledChapter[]): void =>
  describeWithTerraform("what is said of plans that real Terraform made", () => {
    describe.each(chapters)("$title", (chapter) => {
      let lab: Lab;
      let unchanged: Evidence;
      const applied = chapter.applied ?? {};

      beforeAll(async () => {
        lab = await Lab.open(chapter.release, applied);
        chapter.before?.(lab);
        if (chapter.applied) await lab.apply();
        unchanged = { plan: await lab.plan(), stack: lab.synthesized() };
      });
      afterAll(() => lab.close());

      test.each(chapter.cases)("%s", async (_, made, verdict, headline) => {
        lab.declare(made.wish ?? applied);
        const undo = await made.byHand?.(lab);
        const plan = await lab.plan(...(made.args ?? [])).finally(() => undo?.());

        const evidence = { plan, stack: lab.synthesized() };
        expect((JSON.parse(plan) as PlanJson).errored).not.toBe(true);
        if (made.trace !== undefined) {
          expect(shows(evidence, made.trace)).toBe(true);
          expect(shows(unchanged, made.trace)).toBe(false);
        }
        expect(headlineOf(plan)).toEqual({
          verdict,
          headline: expect.stringMatching(headline) as string,
        });
      });
    });
  });
