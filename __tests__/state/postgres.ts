import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { until } from "../cli/project";

/** Where Debian has PostgreSQL's programs. */
const DEBIAN = "/usr/lib/postgresql";

const FOLDERS = [
  ...(process.env["PATH"] ?? "").split(delimiter),
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((name) => join(DEBIAN, name, "bin")) : []),
];

const found = (program: string): string | undefined =>
  FOLDERS.map((folder) => join(folder, program)).find((file) => existsSync(file));

const PROGRAMS = { initdb: found("initdb"), postgres: found("postgres") };

/** PostgreSQL does not run as root. */
function unprivileged(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout);
  return id("-u") > 0 ? { uid: id("-u"), gid: id("-g") } : undefined;
}

const who = unprivileged();

/** Why there is no PostgreSQL to test with; undefined where there is one. */
export const missingPostgres =
  PROGRAMS.initdb === undefined || PROGRAMS.postgres === undefined
    ? "no PostgreSQL here (Debian: apt-get install postgresql)"
    : who === undefined
      ? "PostgreSQL does not run as root, and there is no user nobody"
      : undefined;

/** A PostgreSQL of its own, in a temporary folder, that listens on a socket there and nowhere else. */
export class Postgres {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  static async start(): Promise<Postgres> {
    const { initdb = "", postgres = "" } = PROGRAMS;
    const folder = await mkdtemp(join(tmpdir(), "pg-"));
    if (who?.uid !== undefined && who.gid !== undefined) await chown(folder, who.uid, who.gid);
    const data = join(folder, "data");
    const options = { ...who, cwd: folder };
    const args = ["-D", data, "-U", "terraform", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"];
    await promisify(execFile)(initdb, args, options);
    const settings = ["listen_addresses=", `unix_socket_directories=${folder}`, "fsync=off"];
    const flags = settings.flatMap((setting) => ["-c", setting]);
    const server = spawn(postgres, ["-D", data, ...flags], { ...options, stdio: "ignore" });
    await until(() => existsSync(join(folder, ".s.PGSQL.5432")), 60_000);
    return new Postgres(folder, server);
  }

  /** What Terraform's `pg` backend is told. */
  get connection(): string {
    return `postgres://terraform@/postgres?host=${encodeURIComponent(this.folder)}&sslmode=disable`;
  }

  async close(): Promise<void> {
    const ended = once(this.server, "exit");
    this.server.kill("SIGINT"); // Fast shutdown: sessions are ended.
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
