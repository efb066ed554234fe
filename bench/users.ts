/** How long `users` takes for 50,000 people on each side, in how much memory, with how many requests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./report";
import { startCrowd } from "./users-servers";

const COUNTS = [1_000, 10_000, 50_000] as const;

interface Took {
  readonly code: number;
  readonly seconds: number;
  readonly mebibytes: number;
  readonly lines: number;
}

async function measured(count: number): Promise<readonly string[]> {
  const crowd = await startCrowd(count);
  const folder = mkdtempSync(join(tmpdir(), "users-bench-"));
  try {
    writeFileSync(
      join(folder, "integrations.yaml"),
      `integrations:
  acme:
    authentik: { url: "${crowd.authentik}" }
    espocrm: { url: "${crowd.espocrm}" }
    application: { name: EspoCRM, slug: espocrm }
    bindings: [{ group: crm-users }]
    login: { createUsers: true }
`,
    );
    const took = await calledOnce(folder);
    const { requests } = crowd;
    return [
      String(count),
      took.seconds.toFixed(1),
      took.mebibytes.toFixed(0),
      String(requests.authentik),
      String(requests.espocrm),
      String(requests.others),
      String(took.lines),
    ];
  } finally {
    crowd.close();
    rmSync(folder, { recursive: true });
  }
}

async function calledOnce(folder: string): Promise<Took> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(__dirname, "users-once.ts"), folder],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        TF_VAR_authentik_token: "bench-token",
        TF_VAR_espocrm_username: "admin",
        TF_VAR_espocrm_password: "bench-password",
      },
    },
  );
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  await once(child, "close");
  return JSON.parse(text) as Took;
}

void (async () => {
  const rows: (readonly string[])[] = [
    [
      "people on each side",
      "s",
      "MiB",
      "requests: authentik's users",
      "EspoCRM's",
      "others",
      "lines said",
    ],
  ];
  for (const count of COUNTS) rows.push(await measured(count));
  report("users: reading and comparing both sides", rows);
})();
