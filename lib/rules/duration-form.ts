import { type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
};

const KEYS = ["accessCodeValidity", "accessTokenValidity", "refreshTokenValidity"] as const;

/** Seconds of a duration in authentik's format; `undefined` if it has another. */
export function seconds(duration: string): number | undefined {
  const parts = duration.split(";").filter((part) => part.trim() !== "");
  const values = parts.map((part) => {
    const match = /^\s*([a-z]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part);
    return (UNIT_SECONDS[match?.[1] ?? ""] ?? NaN) * Number(match?.[2]);
  });
  const sum = values.reduce((total, value) => total + value, 0);
  return parts.length === 0 || Number.isNaN(sum) ? undefined : sum;
}

/** authentik understands the durations. */
export const durationForm: Rule = {
  id: "duration-form",
  outcome: "refused",
  why: "authentik answers 400 to a duration in another format; one under a second makes every code and token expire before it is used.",
  example: "provider: { accessTokenValidity: hours=10;minutes=30 }",
  check: ({ provider }) =>
    KEYS.flatMap((key) => {
      const value = provider?.[key];
      if (value === undefined || isUnresolved(value) || (seconds(value) ?? 0) >= 1) return [];
      return [
        {
          path: ["provider", key],
          found: shown(value),
          expected: 'a duration of a second or more, such as "hours=1;minutes=30"',
          mend: `join units by semicolons: ${Object.keys(UNIT_SECONDS).join(", ")}`,
        },
      ];
    }),
};
