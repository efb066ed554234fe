import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { Checkout } from "./checkout";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const generate = (): ChildProcess =>
  spawn(process.execPath, [checkout.file("scripts/bindings.js")], { stdio: "ignore" });
const leftBehind = (): string[] =>
  readdirSync(checkout.file("node_modules")).filter((name) => name.startsWith(".bindings"));

test("makes the bindings of our providers, whatever providers cdktf.json lists", async () => {
  const cdktf = {
    language: "typescript",
    app: "true",
    terraformProviders: ["nobody/nothing@1.0.0"],
  };
  writeFileSync(checkout.file("cdktf.json"), JSON.stringify(cdktf));
  expect(await once(generate(), "exit")).toEqual([0, null]);
  const provider = readFileSync(checkout.file("providers/restapi/lib/provider/index.js"), "utf8");
  expect(provider).toContain("terraformProviderSource: 'Mastercard/restapi'");
  expect(readdirSync(checkout.file("providers"))).toEqual(["restapi"]);
  expect(leftBehind()).toEqual([]);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("clears up after %s, and leaves the bindings to the next run", async (signal, code) => {
  const running = generate();
  while (leftBehind().length === 0) await setTimeout(20);
  await setTimeout(500);
  running.kill(signal);
  expect(await once(running, "exit")).toEqual([code, null]);
  expect(leftBehind()).toEqual([]);
  expect(existsSync(checkout.file("providers/restapi/lib/.stamp"))).toBe(false);
});

test("clears up at the next run after SIGKILL", async () => {
  const killed = generate();
  while (leftBehind().length === 0) await setTimeout(20);
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect(leftBehind()).toHaveLength(1);
  expect(await once(generate(), "exit")).toEqual([0, null]);
  expect(leftBehind()).toEqual([]);
  expect(existsSync(checkout.file("providers/restapi/lib/index.d.ts"))).toBe(true);
});
