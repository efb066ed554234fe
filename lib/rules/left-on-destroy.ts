import type { Rule } from "./rule";

/** Destroying the integration leaves a login that works. */
export const leftOnDestroy: Rule = {
  id: "left-on-destroy",
  outcome: "warned",
  why: "With onDestroy: leave EspoCRM stays on OIDC while its application in authentik is deleted: from then on only administrators can log in, with their passwords.",
  example: "onDestroy: restore",
  check: ({ onDestroy }) =>
    onDestroy === "leave"
      ? [
          {
            path: ["onDestroy"],
            found: '"leave"',
            expected: "restore or espo",
            mend: "leave it out, unless EspoCRM is given away or already switched by hand",
          },
        ]
      : [],
};
