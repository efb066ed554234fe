import type { EspoAuthentikStackProps } from "../stack";
import { type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const INT32 = 2_147_483_647;

interface Bounded {
  readonly path: PropertyPath;
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
}

/** Numbers are ones that the servers and the Terraform providers take. */
export const numberRange: Rule = {
  id: "number-range",
  outcome: "refused",
  why: "authentik answers 400 to a number out of its range, EspoCRM stores whatever it gets, and the Terraform provider waits for ever or not at all.",
  example: "espocrm: { url: https://espocrm.company, timeout: 30, retries: { attempts: 3 } }",
  check: (props) =>
    numbers(props)
      .filter(({ value }) => value !== undefined && !isUnresolved(value))
      .filter(
        ({ least, most, value = NaN }) =>
          !(value >= least && value <= most && Number.isInteger(value)),
      )
      .map(({ least, most, path, value }) => ({
        path,
        found: typeof value === "number" ? String(value) : shown(value),
        expected: `a whole number from ${least} to ${most}`,
        mend: "choose one in that range, or leave it out",
      })),
};

function numbers({ bindings = [], espocrm, login }: EspoAuthentikStackProps): Bounded[] {
  const { retries, timeout } = espocrm;
  const at = (
    path: PropertyPath,
    value: number | undefined,
    least: number,
    most = INT32,
  ): Bounded => ({ path, value, least, most });
  const shortest = retries?.minimumWait ?? 1;
  return [
    ...bindings.flatMap(({ order, timeout: patience }, index) => [
      at(["bindings", index, "order"], order, -INT32 - 1),
      at(["bindings", index, "timeout"], patience, 0),
    ]),
    at(["login", "authorizationMaxAge"], login?.authorizationMaxAge, 0),
    at(["espocrm", "timeout"], timeout, 1, 3600),
    at(["espocrm", "retries", "attempts"], retries?.attempts, 0, 20),
    at(["espocrm", "retries", "minimumWait"], retries?.minimumWait, 1, 3600),
    at(["espocrm", "retries", "maximumWait"], retries?.maximumWait, shortest, 3600),
  ];
}
