import type { FaultEffect } from "../../sandbox/http";
import type { Fault } from "./fault";

const page = (status: number, title: string): FaultEffect => ({
  kind: "answer",
  status,
  body: `<html><title>${title}</title></html>`,
});

interface Trouble {
  readonly what: string;
  readonly effect?: FaultEffect;
  readonly delay?: number;
  readonly says: string;
}

const TROUBLES: readonly Trouble[] = [
  { what: "is down", effect: { kind: "refuse" }, says: "closed the connection without an answer" },
  { what: "is slower than the time-out", delay: 3000, says: "did not answer in time" },
  { what: "answers 401", effect: page(401, "Login"), says: 'HTTP 401 and a page "Login"' },
  { what: "answers 403", effect: page(403, "Forbidden"), says: 'HTTP 403 and a page "Forbidden"' },
  { what: "answers 429", effect: page(429, "Slow down"), says: "HTTP 429" },
  { what: "answers 500", effect: page(500, "Error"), says: "HTTP 500" },
  {
    what: "answers with a page in place of JSON",
    effect: page(200, "Sign in to the company's network"),
    says: "in place of JSON",
  },
  {
    what: "breaks off in the middle of an answer",
    effect: { kind: "cut" },
    says: "cut its answer off in the middle",
  },
];

/** Each server in each trouble; it is over when the server answers again. */
export const SERVERS: readonly Fault[] = [
  ...TROUBLES.map(({ delay, effect, says, what }): Fault => ({
    what: `authentik ${what}`,
    begin: ({ authentik }) => {
      authentik.faults.add({ ...(effect && { effect }), ...(delay && { delay }) });
    },
    red: ["authentik"],
    says: [`authentik ${says.startsWith("HTTP") ? "answered with " : ""}`, says],
    works: { logins: false },
    ...(delay && { patience: 2 }),
    ended: "authentik answers again",
  })),
  ...TROUBLES.map(({ delay, effect, says, what }): Fault => ({
    what: `EspoCRM ${what}`,
    begin: ({ espocrm }) => {
      espocrm.faults.add({ ...(effect && { effect }), ...(delay && { delay }) });
    },
    red: ["espocrm"],
    says: [`EspoCRM ${says.startsWith("HTTP") ? "answered with " : ""}`, says],
    works: { logins: false, passwords: false, sessions: false },
    ...(delay && { patience: 2 }),
    ended: "EspoCRM answers again",
  })),
];
