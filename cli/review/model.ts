import type { Action } from "./plan/change";
import type { Code, PlanValue, Text } from "./render/text";

/**
 * What a plan does, in one word. `nothing`: it does nothing. `safe`: nobody's login is touched.
 * `look-twice`: somebody's is. `refused`: a gate stops it. `failed`: Terraform could not plan.
 */
export type Verdict = "nothing" | "safe" | "look-twice" | "refused" | "failed";

/** Verdicts, from the best to the worst. */
export const VERDICTS: readonly Verdict[] = ["nothing", "safe", "look-twice", "refused", "failed"];

/** The worst of several verdicts; `nothing` of none. */
export const worst = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? "nothing";

/** One consequence for the people who log in. */
export interface Impact {
  /** What happens, and to whom. */
  readonly text: Text;
  /** Why a reviewer should look twice, in a few words. @default - no reason to */
  readonly reason?: Text | undefined;
  /**
   * Settings, attributes and actions that it speaks of, so that their rows need not; `create:*` is all
   * that is made. @default - of none
   */
  readonly about?: readonly string[] | undefined;
}

/** A value before and after. */
export interface Row {
  /** What has the value, in the words of its product. */
  readonly label: Text;
  /** Its value before. */
  readonly before: Text;
  /** Its value after. */
  readonly after: Text;
}

/** Who gets in, before and after. */
export interface AccessChange {
  /** Who gets in before; `undefined` where there was no application. */
  readonly before: Text | undefined;
  /** Who gets in after; `undefined` where there will be no application. */
  readonly after: Text | undefined;
  /** What the difference comes to. */
  readonly notes: readonly Impact[];
  /** Policies whose code is new, changes or goes. */
  readonly policies: readonly CodeChange[];
}

/** The code of a policy or a scope mapping, before and after. */
export interface CodeChange {
  /** The object's name. */
  readonly name: PlanValue;
  /** Code before; `undefined` where the object is new. */
  readonly before: Code | undefined;
  /** Code after; `undefined` where the object goes. */
  readonly after: Code | undefined;
}

/** Something that changed outside of Terraform. */
export interface DriftRow {
  /** What changed. */
  readonly label: Text;
  /** What Terraform had made it. */
  readonly made: Text;
  /** What it found. */
  readonly found: Text;
  /** What applying does about it. */
  readonly then: Text;
  /** The variable by which EspoCRM's Docker image may write it, at each start. @default - it can't */
  readonly variable?: string | undefined;
}

/** A gate that stops the plan, or would, or a rule that warns. */
export interface Finding {
  /** Stable id of the gate or rule. */
  readonly id: string;
  /** Whether it refuses, warns only, is a gate that somebody switched off, or a warning that somebody has heard. */
  readonly outcome: "refused" | "warned" | "off" | "acknowledged";
  /** What was found. */
  readonly found: Text;
  /** Why it matters. */
  readonly why: string;
  /** How to mend it. */
  readonly mend: Text;
  /** Why the gate is off, or the warning is no news. @default - neither */
  readonly reason?: Text | undefined;
}

/** One resource that the plan changes. */
export interface ResourceLine {
  /** Its Terraform address. */
  readonly address: PlanValue;
  /** What happens to it. */
  readonly action: Action;
  /** Further words: moved from where, imported, why made anew. @default - none */
  readonly also?: Text | undefined;
  /** What it is there for. @default - its type says it */
  readonly purpose?: string | undefined;
}

/** The review of one integration. */
export interface IntegrationReview {
  /** Its name: the stack's, with the construct's where the stack has several. */
  readonly name: PlanValue;
  /** What the plan does to it, in a word. */
  readonly verdict: Verdict;
  /** Why, where there is something to say. */
  readonly reasons: readonly Text[];
  /** What people who log in will notice. */
  readonly impact: readonly Impact[];
  /** Who gets in; `undefined` where that does not change. */
  readonly access: AccessChange | undefined;
  /** Who gets in where that does not change; `undefined` where the plan does not tell. */
  readonly letsIn: Text | undefined;
  /** What stays as it is, where something else changes: silence would not tell. */
  readonly stays: readonly Text[];
  /** EspoCRM's settings that change. */
  readonly settings: readonly Row[];
  /** EspoCRM's managed settings that stay as they are. */
  readonly unchanged: readonly Row[];
  /** authentik's attributes that change. */
  readonly authentik: readonly Row[];
  /** Scope mappings whose code is new, changes or goes: what the tokens say of people. */
  readonly scopeMappings: readonly CodeChange[];
  /** What changed outside of Terraform. */
  readonly drift: readonly DriftRow[];
  /** What rules and gates found. */
  readonly findings: readonly Finding[];
}

/** A condition of the configuration that did not hold. */
export interface FailedCheck {
  /** Which. */
  readonly name: PlanValue;
  /** What it says. */
  readonly message: PlanValue;
}

/** A gate that somebody switched off. */
export interface GateOff {
  /** Its id. */
  readonly id: string;
  /** Why. */
  readonly reason: PlanValue;
}

/** The review of one plan. */
export interface Review {
  /** The worst of its integrations' verdicts, and of what else it does. */
  readonly verdict: Verdict;
  /** Name of the stack; `undefined` where nobody named it. */
  readonly stack: PlanValue | undefined;
  /** Environment. */
  readonly environment: string | undefined;
  /** What belongs to none of its integrations, and is looked at twice. */
  readonly besides: readonly Impact[];
  /** Its integrations, in the order of their addresses. */
  readonly integrations: readonly IntegrationReview[];
  /** What concerns no single integration: what gates over the whole plan found. */
  readonly findings: readonly Finding[];
  /** Gates that are off, whether they would refuse anything or not. */
  readonly gatesOff: readonly GateOff[];
  /** Conditions that did not hold. */
  readonly checks: readonly FailedCheck[];
  /** Every resource to which something happens. */
  readonly resources: readonly ResourceLine[];
  /** Names of outputs that change. */
  readonly outputs: readonly PlanValue[];
  /** What planned. */
  readonly engine:
    | {
        /** `Terraform`, `OpenTofu`, or both where the plan does not tell. */
        readonly title: string;
        readonly version: PlanValue;
      }
    | undefined;
  /** Terraform providers, with the constraints on their versions. */
  readonly providers: readonly Text[];
  /** Digest of the plan's JSON: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}
