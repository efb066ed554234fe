import { checksWith } from "../../../../cli/verify/checks";
import { fail, notChecked, type Outcome, pass } from "../../../../cli/verify/outcome";
import { asTable } from "../../../../cli/verify/report/table";
import { styleFor } from "../../../../cli/run/style";

const plain = styleFor({ isTTY: false }, {});

const report = (...outcomes: Outcome[]) => ({
  name: "acme",
  milliseconds: 1234,
  results: outcomes.flatMap((outcome, index) => {
    const check = checksWith(undefined)[index];
    return check === undefined ? [] : [{ check, outcome, milliseconds: 1 }];
  }),
});

test("long findings are broken between words where the terminal ends", () => {
  const saw = "a key of a kind that EspoCRM can't verify, so that it refuses every token";
  const text = asTable(report(pass("ok"), fail(saw, "Use an RSA key, and deploy it.")), plain, 90);
  const lines = text.split("\n");
  expect(lines[0]).toBe("acme: 1 failed, 1 passed (1.2 s)");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
  expect(lines.length).toBeGreaterThan(5);
  const words = lines.slice(3).join(" ").replace(/\s+/g, " ");
  expect(words).toContain(saw);
  expect(words).toContain("→ Use an RSA key, and deploy it.");
});

test("nothing is broken where the output is no terminal", () => {
  const text = asTable(report(notChecked("w ".repeat(300).trim())), plain);
  expect(text.split("\n")).toHaveLength(4);
});

test("colours are for terminals", () => {
  const colourful = asTable(report(pass("ok")), styleFor({ isTTY: true }, {}), 80);
  expect(colourful).toContain("\u001b[32mpass\u001b[39m");
});
