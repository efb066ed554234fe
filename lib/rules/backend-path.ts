import { type Rule, shown } from "./rule";

/** The state is found wherever the project is checked out. */
export const backendPath: Rule = {
  id: "backend-path",
  outcome: "refused",
  why: "An absolute path is another one on the next machine: its Terraform would find no state, and set everything up for a second time.",
  example: "backend: { type: local, path: ../../../terraform.acme.tfstate }",
  check: ({ backend }) => {
    if (backend?.type !== "local" || backend.path === undefined) return [];
    const { path } = backend;
    if (path.trim() !== "" && !/^([/\\~]|[A-Za-z]:)/.test(path)) return [];
    return [
      {
        path: ["backend", "path"],
        found: shown(path),
        expected: "a path relative to cdktf.out/stacks/<stack>, where Terraform runs",
        mend: "write it relatively, or leave it out (terraform.<stack>.tfstate beside cdktf.out)",
      },
    ];
  },
};
