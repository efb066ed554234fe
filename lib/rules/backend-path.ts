import { type Rule, shown } from "./rule";

/** The state is found wherever the project is checked out. */
export const backendPath: Rule = {
  id: "backend-path",
  outcome: "refused",
  why: "An absolute path is another one on the next machine: its Terraform would find no state, and set everything up for a second time.",
  example: "backend: { type: local, path: states/acme.tfstate }",
  check: ({ backend }) => {
    if (backend?.type !== "local" || backend.path === undefined) return [];
    const { path } = backend;
    if (path.trim() !== "" && !/^([/\\~]|[A-Za-z]:)/.test(path)) return [];
    return [
      {
        path: ["backend", "path"],
        found: shown(path),
        expected:
          "a relative path: in a configuration file from that file, in a program from cdktf.out/stacks/<stack>",
        mend: "write it relatively, or leave it out (terraform.<stack>.tfstate beside cdktf.out)",
      },
    ];
  },
};
