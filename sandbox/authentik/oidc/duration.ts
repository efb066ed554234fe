/** Seconds in each unit of a duration. */
export const SECONDS: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
};

/** A duration such as `hours=3;minutes=1` in whole seconds. */
export function secondsOf(duration: string): number {
  const pairs = duration.split(";").map((pair) => pair.split("="));
  const seconds = pairs.map(
    ([unit = "", amount]) => (SECONDS[unit.toLowerCase()] ?? 0) * Number(amount),
  );
  return Math.floor(seconds.reduce((sum, part) => sum + part, 0));
}
