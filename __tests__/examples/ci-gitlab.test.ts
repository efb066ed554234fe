import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { gitlabScript } from "./ci-files";
import { has, Shell } from "./shell";

interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

const SECRETS: Readonly<Record<string, object>> = {
  plan: {
    authentik_token: "at",
    espocrm_username: "eu",
    espocrm_password: "ep",
    pg_conn_str: "pg",
    plan_key: "key",
  },
  apply: {
    authentik_token: "at2",
    espocrm_username: "eu",
    espocrm_password: "ep",
    pg_conn_str: "pg",
    plan_key: "key",
  },
  note: { gitlab_token: "glpat" },
};

/** As much of Vault and of GitLab as the pipeline asks for. */
class Servers {
  readonly notes: Note[] = [];
  readonly roles: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = this.answer(
        `${request.method ?? ""} ${request.url ?? ""}`,
        Buffer.concat(chunks).toString(),
        request.headers,
      );
      response.writeHead(answer === undefined ? 403 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? {}));
    });
  });

  async open(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(asked: string, text: string, headers: NodeJS.Dict<string | string[]>): unknown {
    if (asked === "POST /v1/auth/gitlab/login") {
      const { jwt, role } = JSON.parse(text) as { jwt: string; role: string };
      this.roles.push(role);
      return jwt === "id-token" ? { auth: { client_token: "vault-token" } } : undefined;
    }
    const [, path] = /^GET \/v1\/kv\/data\/espo-authentik\/(\w+)$/.exec(asked) ?? [];
    if (path !== undefined) {
      return headers["x-vault-token"] === "vault-token"
        ? { data: { data: SECRETS[path] } }
        : undefined;
    }
    if (headers["private-token"] !== "glpat") return undefined;
    if (asked === "GET /api/user") return { id: 42 };
    const body = new URLSearchParams(text).get("body") ?? "";
    const [, page] =
      /^GET \/api\/projects\/1\/merge_requests\/7\/notes\?per_page=100&page=(\d+)$/.exec(asked) ??
      [];
    if (page !== undefined) return this.notes.slice(100 * (Number(page) - 1), 100 * Number(page));
    if (asked === "POST /api/projects/1/merge_requests/7/notes") {
      return this.notes.push({ id: 1 + this.notes.length, author: { id: 42 }, body });
    }
    const [, id] = /^PUT \/api\/projects\/1\/merge_requests\/7\/notes\/(\d+)$/.exec(asked) ?? [];
    const note = this.notes.find((each) => String(each.id) === id);
    if (note === undefined) return undefined;
    note.body = body;
    return note;
  }

  close = async (): Promise<void> => {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  };
}

const MARKER = "<!-- espo-authentik review: integration=acme environment=production -->";

// The example's image has these; a machine without them can't try its scripts.
const NEEDED = ["bash", "curl", "gpg", "jq"];
const missing = NEEDED.filter((program) => !has(program));

(missing.length === 0 ? describe : describe.skip)(
  `the scripts of GitLab's pipeline (${missing.length === 0 ? "run" : `skipped, missing: ${missing.join(", ")}`})`,
  () => {
    let shell: Shell;
    let servers: Servers;
    let environment: NodeJS.ProcessEnv;
    beforeEach(async () => {
      shell = new Shell();
      servers = new Servers();
      const url = await servers.open();
      environment = {
        VAULT_ADDR: url,
        TF_PLUGIN_CACHE_DIR: shell.path("terraform-plugins"),
        VAULT_ID_TOKEN: "id-token",
        CI_API_V4_URL: `${url}/api`,
        CI_PROJECT_ID: "1",
        CI_MERGE_REQUEST_IID: "7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA: "base",
        CI_COMMIT_BEFORE_SHA: "before",
        CI_PIPELINE_URL: "https://ci.company/1",
        CI_PIPELINE_SOURCE: "push",
      };
      shell.program("npm", "exit 0");
    });
    afterEach(async () => {
      await servers.close();
      shell.close();
    });

    const run = (job: string, more: NodeJS.ProcessEnv = {}) =>
      shell.run(gitlabScript(job), { ...environment, ...more });

    /** An espo-authentik that finds these stacks changed, and ends its other commands with a code. */
    const commands = (changed: string, code: number, review = "the review") =>
      shell.program(
        "npx",
        `case "$2" in
          changed) printf '${changed}' ;;
          plan) mkdir -p plans; echo "$TF_VAR_authentik_token $PG_CONN_STR" > plans/acme.tfplan; printf '${review}'; exit ${code} ;;
          apply) cat plans/acme.tfplan; echo "applied with $TF_VAR_authentik_token" ;;
        esac`,
      );

    const note = (review: string) => {
      writeFileSync(shell.path("review.md"), review);
      return run("note");
    };
    const bodies = () => servers.notes.map(({ body }) => body);

    test("the note is written once, and then updated in its place", async () => {
      expect(await note(`${MARKER}\nmore & more = people`)).toMatchObject({ code: 0 });
      expect(await note(`${MARKER}\nfewer`)).toMatchObject({ code: 0 });
      expect(bodies()).toEqual([`${MARKER}\nfewer`]);
    });

    test("the note is found behind a hundred others, and other people's are left alone", async () => {
      const others = Array.from({ length: 100 }, (_, index) => ({
        id: 1000 + index,
        author: { id: index },
        body: `${MARKER}\nmine`,
      })).filter(({ author }) => author.id !== 42);
      servers.notes.push(...others, { id: 2, author: { id: 7 }, body: "ok" });
      await note(`${MARKER}\nfirst`);
      await note(`${MARKER}\nsecond`);
      expect(bodies().filter((body) => !/mine$|^ok$/.test(body))).toEqual([`${MARKER}\nsecond`]);
      expect(bodies().filter((body) => body.endsWith("mine"))).toHaveLength(99);
    });

    test("the note says so when nothing is touched any more; without one, none is written", async () => {
      expect(await note("")).toMatchObject({ code: 0 });
      expect(bodies()).toEqual([]);
      await note(`${MARKER}\nmore people`);
      await note("");
      expect(bodies()).toEqual([
        expect.stringContaining("Not touched by this merge request any more"),
      ]);
    });

    test.each([
      [0, "the review", 0],
      [2, "the review", 0],
      [2, "", 1],
      [3, "the review", 3],
      [1, "the review", 1],
    ])(
      "plan's exit code %d with %j on standard output ends the job with %d",
      async (code, review, ends) => {
        commands("acme\\nglobex", code, review);
        expect(await run("plan of merge request")).toMatchObject({ code: ends });
        expect(shell.read("review.md")).toBe(review);
        expect(shell.read("npx.calls")).toContain("espo-authentik plan acme globex --plans plans");
        expect(servers.roles).toEqual(["espo-authentik-merge-request"]);
        expect((await shell.run("ls")).output).not.toContain("plans");
      },
    );

    test("a merge request that touches no stack asks for no secret", async () => {
      commands("", 2);
      expect(await run("plan of merge request")).toMatchObject({ code: 0 });
      expect(servers.roles).toEqual([]);
    });

    test("apply gets exactly the plan that was made, which nobody could read on its way", async () => {
      commands("acme", 2);
      const planned = await run("plan");
      expect(planned.output).toContain("the review");
      expect(planned.code).toBe(0);
      expect((await shell.run("ls")).output).not.toMatch(/^plans$/m);
      expect(shell.read("plans.tar.gpg")).not.toContain("at pg");
      const { code, output } = await run("apply");
      expect(output).toContain("at pg\napplied with at2");
      expect(code).toBe(0);
      expect(shell.read("npx.calls")).toContain("espo-authentik verify acme\n");
      expect(servers.roles).toEqual(["espo-authentik-main", "espo-authentik-apply"]);
    });

    test("apply without a plan does nothing, and asks for no secret", async () => {
      commands("acme", 0);
      expect(await run("apply")).toMatchObject({ code: 0 });
      expect(servers.roles).toEqual([]);
    });

    test("plans every stack where a person starts the pipeline", async () => {
      commands("acme", 0);
      expect(await run("plan", { CI_PIPELINE_SOURCE: "web" })).toMatchObject({ code: 0 });
      expect(shell.read("npx.calls")).toContain("espo-authentik plan --all --plans plans");
    });

    test("drift fails the nightly job", async () => {
      commands("", 2);
      expect((await run("drift")).code).toBe(2);
      commands("", 0);
      expect((await run("drift")).code).toBe(0);
    });

    test("no job goes on where Vault refuses it, and no secret is in what a job says", async () => {
      commands("acme", 2);
      expect((await run("plan", { VAULT_ID_TOKEN: "forged" })).code).not.toBe(0);
      expect(shell.read("npx.calls")).not.toContain("espo-authentik plan");
      const { output } = await run("plan");
      expect(output).not.toMatch(/vault-token|glpat|\bkey\b|\bep\b/);
    });
  },
);
