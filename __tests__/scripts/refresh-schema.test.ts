import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Checkout } from "./checkout";

type Json = Readonly<Record<string, unknown>>;
const pinned = resolve(__dirname, "../../providers/restapi/restapi@3.0.0.json");

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const read = (name: string): string => readFileSync(checkout.file(name), "utf8");
const json = (name: string): Json => JSON.parse(read(name)) as Json;

/** Refreshes with a Terraform that has `schemas` of the provider, and keeps what it was asked for. */
function refresh(version: string, schemas: (old: Json) => Json) {
  const [[address, old] = ["", {}]] = Object.entries(
    (JSON.parse(readFileSync(pinned, "utf8")) as Record<string, Record<string, Json>>)[
      "provider_schemas"
    ] ?? {},
  );
  writeFileSync(
    checkout.file("answer.json"),
    JSON.stringify({ format_version: "1.0", provider_schemas: { [address]: schemas(old) } }),
  );
  const terraform = checkout.file("terraform");
  writeFileSync(
    terraform,
    `#!/bin/sh\ncase $1 in init) cp main.tf.json "${checkout.file("asked.json")}";;` +
      ` *) cat "${checkout.file("answer.json")}";; esac\n`,
  );
  chmodSync(terraform, 0o755);
  return spawnSync(
    process.execPath,
    [checkout.file("scripts/refresh-schema.js"), "restapi", version],
    { encoding: "utf8", env: { ...process.env, TERRAFORM_BINARY_NAME: terraform } },
  );
}

/** As a provider's schema comes from Terraform: with more types than we use, and with prose. */
const whole = (old: Json): Json => ({
  ...old,
  resource_schemas: {
    ...(old["resource_schemas"] as Json),
    restapi_other: { version: 0, block: { description: "of no use to us" } },
  },
  ephemeral_resource_schemas: {},
});

test("pins the other version, in each place that names the old one", () => {
  const { status, stdout, stderr } = refresh("3.1.0", whole);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("restapi 3.0.0 -> 3.1.0");
  expect(json("asked.json")).toEqual({
    terraform: {
      required_providers: { restapi: { source: "Mastercard/restapi", version: "3.1.0" } },
    },
  });
  expect(existsSync(checkout.file("providers/restapi/restapi@3.0.0.json"))).toBe(false);
  const old = readFileSync(pinned, "utf8");
  expect(json("providers/restapi/restapi@3.1.0.json")).toEqual(
    JSON.parse(old.replace(/(mastercard\/restapi": )"3\.0\.0"/, '$1"3.1.0"')),
  );
  expect(json("providers/restapi/package.json")["version"]).toBe("3.1.0");
  expect(json("package.json")["dependencies"]).toHaveProperty(["@cdktf/provider-restapi"], "3.1.0");
  expect(read("cdktf.json")).not.toContain("restapi");
});

test("changes nothing where the other version lacks a type that is in use", () => {
  const { status, stderr } = refresh("4.0.0", (old) => ({ ...old, resource_schemas: {} }));
  expect(status).toBe(1);
  expect(stderr).toContain("restapi 4.0.0 has no restapi_object");
  expect(json("providers/restapi/package.json")["version"]).toBe("3.0.0");
  expect(existsSync(checkout.file("providers/restapi/restapi@3.0.0.json"))).toBe(true);
});

test("the pin of each provider is a schema of that version", () => {
  for (const name of ["authentik", "restapi"]) {
    const folder = resolve(__dirname, "../../providers", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Json;
    const file = join(folder, `${name}@${String(version)}.json`);
    const { provider_versions: versions } = JSON.parse(readFileSync(file, "utf8")) as {
      provider_versions: Json;
    };
    expect(Object.values(versions)).toEqual([version]);
  }
});
