import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfiguration } from "../../lib";

const FOLDER = join(__dirname, "../../examples/compose");
const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");

const serviceSchema = z.object({
  image: z.string(),
  command: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
});
const { services } = z
  .object({ services: z.record(z.string(), serviceSchema) })
  .parse(parse(read("compose.yaml"), { merge: true }));

test("both servers are there, each with its database", () => {
  expect(
    Object.fromEntries(Object.entries(services).map(([name, { image }]) => [name, image])),
  ).toEqual({
    "authentik-db": expect.stringMatching(/^postgres:\d+/) as string,
    authentik: expect.stringMatching(/goauthentik\/server:/) as string,
    "authentik-worker": services["authentik"]?.image,
    "espocrm-db": expect.stringMatching(/^mariadb:\d+/) as string,
    espocrm: expect.stringMatching(/^espocrm\/espocrm:/) as string,
  });
});

test("authentik's worker gets what makes the token and the administrator, and a database with both", () => {
  expect(services["authentik-worker"]).toMatchObject({
    command: "worker",
    environment: {
      ...services["authentik"]?.environment,
      AUTHENTIK_BOOTSTRAP_PASSWORD: expect.any(String) as string,
      AUTHENTIK_BOOTSTRAP_TOKEN: expect.stringContaining("TF_VAR_authentik_token") as string,
    },
  });
});

test("EspoCRM's image is told nothing that the integration manages", () => {
  const names = Object.keys(services["espocrm"]?.environment ?? {});
  expect(names).toContain("ESPOCRM_SITE_URL");
  expect(names.filter((name) => name.startsWith("ESPOCRM_CONFIG_"))).toEqual([]);
});

test("only this machine reaches them, and no secret is written down", () => {
  for (const { environment, ports = [] } of Object.values(services)) {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD$|SECRET|TOKEN/.test(name) && value !== "yes")
        expect(value).toMatch(/^\$\{\w+:\?/);
    }
  }
});

test("each variable that it asks for is in the README's .env", () => {
  const asked = [...read("compose.yaml").matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  const given = [...read("README.md").matchAll(/^ {3}(\w+)=/gm)].map(([, name]) => name);
  expect([...new Set(asked)].sort()).toEqual(given.sort());
});

test("the configuration beside it is accepted, and names the same addresses", () => {
  const { integrations, warnings } = loadConfiguration(join(FOLDER, "integrations.yaml"), {});
  expect(warnings).toEqual([]);
  expect(integrations[0]?.props.espocrm.url).toBe(
    services["espocrm"]?.environment["ESPOCRM_SITE_URL"],
  );
  const { port, hostname } = new URL(integrations[0]?.props.authentik.backchannelUrl ?? "");
  expect(read("compose.yaml")).toContain(`aliases: [${hostname}]`);
  expect(services["authentik"]?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
});
