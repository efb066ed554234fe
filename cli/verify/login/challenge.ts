import { z } from "zod";
import { fail, notChecked } from "../outcome";
import { NotSignedIn, Stopped } from "./stopped";
import type { TestUser } from "./test-user";

const problemsSchema = z.record(z.string(), z.array(z.looseObject({ string: z.string() })));

/** What authentik's flow executor asks for, as far as it is looked at. */
export const challengeSchema = z.looseObject({
  component: z.string(),
  to: z.string().optional(),
  token: z.string().optional(),
  password_fields: z.boolean().optional(),
  error_message: z.string().nullish(),
  error: z.string().nullish(),
  request_id: z.string().nullish(),
  response_errors: problemsSchema.nullish(),
});

/** What authentik's flow executor asks for. */
export type Challenge = z.infer<typeof challengeSchema>;

/** What goes on: an answer to a challenge, another address, or nothing, for the flow is over. */
export type Step =
  | { readonly kind: "answer"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: "go"; readonly to: string }
  | { readonly kind: "end" };

/** Where a challenge is met. */
export interface Stage {
  /** Slug of the flow. */
  readonly flow: string;
  /** Who signs in; undefined for someone who is leaving, and does not sign in again. */
  readonly user: TestUser | undefined;
  /** Whether an earlier flow has signed the user in. */
  readonly hasSignedIn: boolean;
}

/**
 * How a test user meets a challenge.
 * @throws {Stopped} where authentik refuses, or asks what no command can answer
 */
export function meet(challenge: Challenge, { flow, hasSignedIn, user }: Stage): Step {
  const { component, error_message: message, token } = challenge;
  if (component === "xak-flow-redirect") return { kind: "go", to: challenge.to ?? "/" };
  if (user === undefined) return { kind: "end" };
  const { password, username } = user;
  refuseProblems(challenge, username);
  const answer = (fields: object): Step => ({ kind: "answer", body: { component, ...fields } });
  switch (component) {
    case "ak-stage-identification":
      return answer({ uid_field: username, ...(challenge.password_fields && { password }) });
    case "ak-stage-password":
      return answer({ password });
    case "ak-stage-user-login":
      return answer({ remember_me: false });
    case "ak-stage-consent":
      return answer({ token });
    case "ak-stage-access-denied":
      throw hasSignedIn ? denied(username, message) : notApplicable(flow, message);
    case "ak-stage-flow-error":
    case "xak-flow-error":
      throw broken(flow, challenge);
    default:
      throw new Stopped(notChecked(unanswerable(component)));
  }
}

/** The flow is none that signs this user in: a policy of its own refuses, or it is for something else. */
const notApplicable = (flow: string, message: string | null | undefined): Stopped =>
  new Stopped(
    fail(
      `authentik's flow ${flow} signs nobody in${quoted(message)}`,
      "Does provider.authenticationFlow name a flow of the designation Authentication? Look at the flow's policies, too (Flows and Stages).",
      ["authorization"],
    ),
  );

/** What people see as "Whoops!", with the id. */
function broken(flow: string, { error, request_id: id }: Challenge): Stopped {
  const what = error || (id ? `request ${id}` : "no reason given");
  const where = id ? `authentik's log has the reason under request ${id}` : "Look into its log";
  return new Stopped(
    fail(`authentik's flow ${flow} fails: ${what}`, `${where} (also: Events, Logs).`, [
      "authorization",
    ]),
  );
}

/** authentik lets this user not in; EspoCRM never hears of it. */
export function denied(username: string, message: string | null | undefined): Stopped {
  return new Stopped(
    fail(
      `authentik lets ${username} not into this application${quoted(message)}: its page stays in EspoCRM's popup, and EspoCRM hears nothing`,
      "Give the user what a binding asks for, change the bindings, or name another user.",
    ),
  );
}

const quoted = (message: string | null | undefined): string => (message ? ` ("${message}")` : "");

function refuseProblems({ response_errors: problems }: Challenge, username: string): void {
  const said = Object.values(problems ?? {}).flatMap((list) => list.map(({ string }) => string));
  if (said.length > 0) throw new NotSignedIn(username, said.join(" "));
}

const unanswerable = (component: string): string =>
  component.includes("authenticator")
    ? "authentik asks this user for a second factor: name a test user without one"
    : `authentik asks something that needs a browser (${component}): name a test user whom it does not ask`;
