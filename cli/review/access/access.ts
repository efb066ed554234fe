/** How authentik combines the bindings of an application. */
export type EngineMode = "any" | "all";

/** What one binding asks of a user. */
export interface Condition {
  /** What it binds. */
  readonly kind: "group" | "user" | "policy";
  /** Which: an id, or an address of the plan where there is no id yet. */
  readonly id: string;
  /** Whether its result is turned around. */
  readonly negate: boolean;
  /** Whether it counts. */
  readonly enabled: boolean;
  /** Its place in the order of evaluation, which has no influence on the result. */
  readonly order: number;
  /** Result of a policy that fails to run, before it is turned around. */
  readonly failureResult: boolean;
  /** What a policy says whoever asks. @default - it depends on the user, or nobody knows */
  readonly constant?: boolean | undefined;
}

/** Who gets into an application: what authentik's policy engine decides by. */
export interface Access {
  /** Whether one condition is enough. */
  readonly mode: EngineMode;
  /** Its bindings. */
  readonly conditions: readonly Condition[];
}

/** A user, as conditions ask about it. */
export interface Subject {
  /** The user's id. */
  readonly id: string;
  /** Ids of the user's groups, and of all groups above them. */
  readonly groups: ReadonlySet<string>;
  /** What a policy says about the user; `error` if it fails to run. */
  readonly policy: (id: string) => boolean | "error";
}

/**
 * The conditions that count, in their order. Nothing else decides: authentik counts groups and users
 * together as one result and each policy as one more, but "any of any" is any, and "all of all" is all.
 */
export const counting = ({ conditions }: Access): Condition[] =>
  conditions.filter(({ enabled }) => enabled).sort((a, b) => a.order - b.order);

/** Whether a user gets in. Without a condition that counts, everybody does. */
export function letsIn(access: Access, subject: Subject): boolean {
  const conditions = counting(access);
  if (conditions.length === 0) return true;
  return access.mode === "any"
    ? conditions.some((condition) => holds(condition, subject))
    : conditions.every((condition) => holds(condition, subject));
}

function holds({ failureResult, id, kind, negate }: Condition, subject: Subject): boolean {
  switch (kind) {
    case "group":
      return subject.groups.has(id) !== negate;
    case "user":
      return (subject.id === id) !== negate;
    case "policy": {
      const result = subject.policy(id);
      return (result === "error" ? failureResult : result) !== negate;
    }
  }
}

/** Who gets in, where that can be said without knowing the users. */
export type Extent = "everybody" | "nobody" | "some";

/** Whether everybody gets in, or nobody, whatever users and groups there are. */
export function extent(access: Access): Extent {
  const conditions = counting(access);
  if (conditions.length === 0) return "everybody";
  const always = conditions.map(alwaysHolds);
  if (access.mode === "any") {
    if (always.includes(true) || contradict(conditions, true)) return "everybody";
    return always.every((result) => result === false) ? "nobody" : "some";
  }
  if (always.includes(false) || contradict(conditions, false)) return "nobody";
  return always.every((result) => result === true) ? "everybody" : "some";
}

const alwaysHolds = ({ constant, negate }: Condition): boolean | undefined =>
  constant === undefined ? undefined : constant !== negate;

/** One condition and its opposite; or two different users, of whom nobody can be both. */
function contradict(conditions: readonly Condition[], negated: boolean): boolean {
  const opposite = conditions.some((one) =>
    conditions.some(
      (other) => one.kind !== "policy" && sameThing(one, other) && one.negate && !other.negate,
    ),
  );
  const users = conditions.filter(({ kind, negate }) => kind === "user" && negate === negated);
  return opposite || new Set(users.map(({ id }) => id)).size > 1;
}

const sameThing = (one: Condition, other: Condition): boolean =>
  one.kind === other.kind && one.id === other.id;

/** How two accesses compare: whom the second lets in, measured by the first. */
export type Comparison = "same" | "wider" | "narrower" | "different";

/** Compares two accesses by their conditions alone; `different` where that does not tell. */
export function compare(before: Access, after: Access): Comparison {
  const [extentBefore, extentAfter] = [extent(before), extent(after)];
  if (extentBefore === extentAfter && extentAfter !== "some") return "same";
  if (extentAfter === "everybody" || extentBefore === "nobody") return "wider";
  if (extentAfter === "nobody" || extentBefore === "everybody") return "narrower";

  const now = counting(before);
  const then = counting(after);
  const kept = now.filter((condition) => includes(then, condition));
  const allKept = kept.length === now.length;
  const noneNew = then.every((condition) => includes(now, condition));
  if (allKept && noneNew && then.length === 1) return "same";
  // One condition alone means the same in both modes.
  const modeNow = now.length === 1 ? after.mode : before.mode;
  const modeThen = then.length === 1 ? modeNow : after.mode;
  if (modeNow !== modeThen) {
    if (kept.length === 0) return "different";
    return modeThen === "any" ? "wider" : "narrower";
  }
  if (allKept && noneNew) return "same";
  if (allKept) return modeThen === "any" ? "wider" : "narrower";
  if (noneNew) return modeThen === "any" ? "narrower" : "wider";
  return "different";
}

const includes = (conditions: readonly Condition[], wanted: Condition): boolean =>
  conditions.some(
    (condition) =>
      sameThing(condition, wanted) &&
      condition.negate === wanted.negate &&
      (condition.kind !== "policy" || condition.failureResult === wanted.failureResult),
  );
