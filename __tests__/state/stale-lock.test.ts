import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { killableTerraform } from "../cli/killable";
import { TestProject, until } from "../cli/project";

jest.setTimeout(180_000);

/** A backend whose locks stay until they are given back, as those of S3 do. */
class Backend {
  #state = "";
  #lock = "";
  readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const [status, said] = this.#answer(request.method, body);
      response.writeHead(status).end(said);
    });
  });

  #answer(method: string | undefined, body: string): readonly [number, string] {
    if (method === "GET") return [this.#state === "" ? 404 : 200, this.#state];
    if (method === "LOCK" && this.#lock !== "") return [423, this.#lock];
    if (method === "LOCK") this.#lock = body;
    else if (method === "UNLOCK") this.#lock = "";
    else this.#state = body;
    return [200, ""];
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }
}

describeWithTerraform("a lock that a killed Terraform has left", () => {
  test("is told with the command that gives it back, and then the deploy goes on", async () => {
    const backend = new Backend();
    await new Promise<void>((resolve) => backend.server.listen(0, "127.0.0.1", resolve));
    const project = await TestProject.open();
    try {
      const { address } = backend;
      await project.synthesizes({
        crm: project.integration("espocrm", {
          backend: { type: "http", address, lockAddress: address, unlockAddress: address },
        }),
      });
      const killable = await killableTerraform(project);
      expect(await project.run(["plan", "crm"])).toMatchObject({ code: 2 });
      const { faults } = project.authentik;
      const held = { method: "POST", path: "/api/v3/core/applications/", times: 1 };
      faults.add({ ...held, effect: { kind: "silence", carriedOut: true } });
      const killed = project.run(["apply", "crm"], killable.environment);
      await until(() => faults.list().length === 0, 60_000);
      await until(() => project.authentik.state.applications.size === 1, 60_000);
      await killable.kill();
      expect(await killed).toMatchObject({ code: 1 });

      const locked = await project.run(["plan", "crm"]);
      expect(locked.code).toBe(1);
      expect(locked.stderr).toContain("Error acquiring the state lock");
      const command = /^ +((?:terraform|tofu) -chdir=\S+ force-unlock -force \S+)$/m.exec(
        locked.stderr,
      )?.[1];
      expect(command).toBeDefined();
      await promisify(execFile)("sh", ["-c", command ?? ""], { env: project.environment });

      expect((await project.run(["plan", "crm"])).stderr).toContain("npx espo-authentik adopt crm");
      expect(await project.run(["adopt", "crm"])).toMatchObject({ code: 2 });
      expect(await project.run(["apply", "crm"])).toMatchObject({ code: 0 });
      expect(await project.run(["plan", "crm"])).toMatchObject({ code: 0 });
    } finally {
      await project.close();
      backend.server.closeAllConnections();
      backend.server.close();
    }
  });
});
