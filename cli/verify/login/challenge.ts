import { z } from "zod";
import { fail, notChecked } from "../outcome";
import type { TestUser } from "./login";
import { Stopped } from "./stopped";

const problemsSchema = z.record(z.string(), z.array(z.looseObject({ string: z.string() })));

/** What authentik's flow executor asks for, as far as it is looked at. */
export const challengeSchema = z.looseObject({
  component: z.string(),
  to: z.string().optional(),
  token: z.string().optional(),
  password_fields: z.boolean().optional(),
  error_message: z.string().nullish(),
  error: z.string().nullish(),
  response_errors: problemsSchema.nullish(),
});

/** What authentik's flow executor asks for. */
export type Challenge = z.infer<typeof challengeSchema>;

/** What goes on: an answer to a challenge, another address, or nothing, for the flow is over. */
export type Step =
  | { readonly kind: "answer"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: "go"; readonly to: string }
  | { readonly kind: "end" };

/**
 * How a test user meets a challenge.
 * @param user undefined for someone who is leaving, and does not sign in again
 * @throws {Stopped} where authentik refuses, or asks what no command can answer
 */
export function meet(challenge: Challenge, user: TestUser | undefined): Step {
  const { component, token } = challenge;
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
      throw denied(username, challenge.error_message);
    case "xak-flow-error":
      throw new Stopped(
        fail(
          `authentik's flow fails: ${challenge.error ?? "no reason given"}`,
          "Look into authentik's log (Events, Logs).",
        ),
      );
    default:
      throw new Stopped(notChecked(unanswerable(component)));
  }
}

/** authentik lets this user not in; EspoCRM never hears of it. */
export function denied(username: string, message: string | null | undefined): Stopped {
  const said = message ? ` ("${message}")` : "";
  return new Stopped(
    fail(
      `authentik lets ${username} not into this application${said}: its page stays in EspoCRM's popup, and EspoCRM hears nothing`,
      "Give the user what a binding asks for, change the bindings, or name another user.",
    ),
  );
}

function refuseProblems({ response_errors: problems }: Challenge, username: string): void {
  const said = Object.values(problems ?? {}).flatMap((list) => list.map(({ string }) => string));
  if (said.length === 0) return;
  throw new Stopped(
    fail(
      `authentik does not sign ${username} in ("${said.join(" ")}")`,
      "Check the user name, ESPO_AUTHENTIK_LOGIN_PASSWORD, and that the account is active.",
    ),
  );
}

const unanswerable = (component: string): string =>
  component.includes("authenticator")
    ? "authentik asks this user for a second factor: name a test user without one"
    : `authentik asks something that needs a browser (${component}): name a test user whom it does not ask`;
