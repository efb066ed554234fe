import type { AuthentikSandbox } from "../../../authentik";
import { Identifiers } from "./identifiers";
import { LEFT_DIFFERENT, type LeftDifferent } from "./left-different";
import { recordingOf } from "./recording";
import { Replay } from "./replay";
import { recordedWorld } from "./world";

const recording = recordingOf("authentik-2026.2.2");
const known = new Set<LeftDifferent>();
const unknown: string[] = [];
let sandbox: AuthentikSandbox;

beforeAll(async () => {
  sandbox = await recordedWorld(recording);
  const ids = new Identifiers({ recorded: "http://127.0.0.1:29000", ours: sandbox.url });
  const replay = new Replay(sandbox, ids);
  for (const exchange of recording) {
    for (const { at, ...values } of await replay.differencesOf(exchange)) {
      const entry = LEFT_DIFFERENT.find(
        (left) => matches(left.step, exchange.step) && matches(left.at, at),
      );
      if (entry) known.add(entry);
      else unknown.push(`${exchange.step}: ${at}: ${JSON.stringify(values).slice(0, 300)}`);
    }
  }
});
afterAll(() => sandbox.close());

const matches = (pattern: string | RegExp, text: string): boolean =>
  typeof pattern === "string" ? pattern === text : pattern.test(text);

test("the sandbox answers the 482 recorded requests as the real authentik 2026.2.2 did", () => {
  expect(recording).toHaveLength(482);
  expect(unknown).toEqual([]);
});

test("what is listed as left different still is", () => {
  expect(LEFT_DIFFERENT.filter((entry) => !known.has(entry))).toEqual([]);
});
