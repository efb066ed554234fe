import { createHash } from "node:crypto";
import { reviewPlan } from "../../../../cli/review/index";
import { smallPlan } from "../small-plan";

const sum = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

describe("the digest of a plan", () => {
  it("is what sha256sum says of the output of terraform show -json", () => {
    const plan = smallPlan();
    expect(reviewPlan(plan).digest).toBe(sum(`${plan}\n`));
    expect(reviewPlan(`${plan}\n`).digest).toBe(sum(`${plan}\n`));
  });

  it.each([0, 1, 2, 3])("counts characters of four bytes wherever they stand (%i)", (shift) => {
    const plan = smallPlan({ also: { note: "x".repeat(shift) + "\u{1f511}".repeat(50_000) } });
    expect(reviewPlan(plan).digest).toBe(sum(`${plan}\n`));
  });
});
