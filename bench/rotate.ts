/**
 * How many logins fail, and for how long, while the client secret or the signing key changes: `jane` signs
 * in five times a second while Terraform applies.
 *
 *     npx tsx bench/rotate.ts
 *
 * Servers are the sandbox's, Terraform is real, its providers are the sandbox's stand-ins. Each request of
 * Terraform's to EspoCRM takes as long as one with a password takes a real one (measured).
 */
import { Deployment, type Wish } from "../__tests__/end-to-end/deployment";
import { PACE, Visitor } from "../__tests__/end-to-end/visitor";
import { report } from "./report";

/** What a password hash costs a real EspoCRM, in milliseconds (measured). */
const PASSWORD_COST = 270;
/** How long logins go on before and after. */
const AROUND = 2_000;

const GIVEN: Wish = { provider: { clientSecretVariable: "client_secret" } };

/** Plans and applies under load; gives a row of the table. */
async function rotate(
  what: string,
  deployment: Deployment,
  variables: Readonly<Record<string, string>>,
  first: () => Promise<void> = () => Promise.resolve(),
): Promise<string[]> {
  const { credentials, terraform } = deployment;
  const given = { ...credentials, ...variables };
  const visitor = await Visitor.of(deployment);
  if (!(await visitor.signIn())) throw new Error(`Nobody can sign in before: ${what}`);
  visitor.start();
  await after(AROUND);
  await first();
  await terraform.plan(given);
  await terraform.succeed(["apply", "-input=false", "saved"], given);
  await after(AROUND);
  await visitor.stop();
  const { attempts } = visitor;
  const failed = attempts.filter(({ works }) => !works).map(({ at }) => at);
  const lasted = failed.length === 0 ? 0 : Math.max(...failed) - Math.min(...failed) + PACE;
  if (attempts.at(-1)?.works !== true) throw new Error(`Nobody can sign in after: ${what}`);
  return [what, String(attempts.length), String(failed.length), `${(lasted / 1000).toFixed(1)} s`];
}

const after = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function main(): Promise<void> {
  const rows = [["what changes", "logins", "failed", "for"]];
  const deployment = await Deployment.prepare(GIVEN);
  const secret = (value: string) => ({ client_secret: `${value}-client-secret-0123456789` });
  const { authentik, credentials, espocrm, terraform } = deployment;
  try {
    espocrm.faults.add({
      path: /^\/api\/v1\/(Settings|Team|Admin)/,
      delay: PASSWORD_COST,
    });
    authentik.seed({ keyPairs: [{ name: "next year's key", key: "other-rsa" }] });
    await terraform.planAndApply({ ...credentials, ...secret("first") });
    rows.push(await rotate("the client secret, given by a variable", deployment, secret("second")));
    deployment.synthesize({
      provider: { clientSecretVariable: "client_secret", signingKey: "next year's key" },
    });
    rows.push(await rotate("the signing key, by its name", deployment, secret("second")));
    deployment.synthesize({ provider: { signingKey: "next year's key" } });
    await terraform.planAndApply(credentials);
    rows.push(
      await rotate(
        "the client secret, generated, changed by hand in authentik",
        deployment,
        {},
        () => {
          const [provider] = [...authentik.state.providers.values()];
          if (provider) provider.client_secret = "x".repeat(128);
          return Promise.resolve();
        },
      ),
    );
    report("Logins while something rotates, five a second", rows);
  } finally {
    await deployment.close();
  }
}

void main();
