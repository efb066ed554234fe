import { Progress } from "../../../cli/run/progress";

const told = (isTTY: boolean, environment: NodeJS.ProcessEnv = {}) => {
  let text = "";
  const stream = { isTTY, columns: 30, write: (more: string) => (text += more) };
  const progress = new Progress(stream, environment);
  progress.begin("Planning", 2);
  progress.start("acme");
  progress.say("acme: planned");
  progress.finish("acme");
  progress.end();
  return text;
};

test("where no terminal is, progress is lines that stay, and nothing else", () => {
  expect(told(false)).toBe("Planning…\nacme: planned\n");
});

test("a terminal that can do nothing gets the same", () => {
  expect(told(true, { TERM: "dumb" })).toBe("Planning…\nacme: planned\n");
});

test("a terminal has a last line that is rewritten, cut to its width, and gone at the end", () => {
  const text = told(true);
  expect(text).toContain("Planning 0 of 2");
  expect(text).toContain("acme: planned\n");
  const lines = text.replaceAll("\r\u001b[K", "\n").split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(30);
  expect(text.endsWith("\r\u001b[K")).toBe(true);
});
