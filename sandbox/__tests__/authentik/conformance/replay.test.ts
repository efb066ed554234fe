import type { AuthentikSandbox } from "../../../authentik";
import { Identifiers } from "./identifiers";
import { LEFT_DIFFERENT } from "./left-different";
import { recordingOf } from "./recording";
import { type Compared, compared } from "./replay";
import { recordedWorld } from "./world";

const recording = recordingOf("authentik-2026.2.2");
let sandbox: AuthentikSandbox;
let found: Compared;

beforeAll(async () => {
  sandbox = await recordedWorld(recording);
  const ids = new Identifiers({ recorded: "http://127.0.0.1:29000", ours: sandbox.url });
  found = await compared(sandbox, ids, recording, LEFT_DIFFERENT);
});
afterAll(() => sandbox.close());

test("the sandbox answers the 482 recorded requests as the real authentik 2026.2.2 did", () => {
  expect(recording).toHaveLength(482);
  expect(found.unknown).toEqual([]);
});

test("what is listed as left different still is", () => {
  expect(found.unused).toEqual([]);
});
