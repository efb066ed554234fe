import { header, type HttpAnswer } from "../../servers/http/answer";
import type { Check } from "../check";
import type { CheckId } from "./ids";
import { fail, type Outcome, pass } from "../outcome";
import type { Subject } from "../declaration";

/** authentik's authorization endpoint accepts what EspoCRM makes browsers send. */
export const authorization: Check = {
  id: "authorization",
  title: "authentik accepts the request to sign in",
  after: "authentik",
  run: async ({ authorization: observation, provider, subject }, { unlessFailed }) => {
    const answer = await observation.get();
    const location = header(answer, "location");
    const error = errorIn(location, subject);
    if (error === undefined && location !== undefined) {
      return pass("it goes on to authentik's sign-in page");
    }
    if (error !== undefined) {
      const grants = (await provider.ifThere())?.grant_types;
      return refused(error, grants, subject);
    }
    const causes: readonly CheckId[] = [
      "authentik",
      "authentik-api",
      "redirect-uri",
      "site-url",
      "espocrm-settings",
    ];
    return unlessFailed(causes, page(answer, subject));
  },
};

/** The error with which authentik sends the browser back. */
function errorIn(location: string | undefined, subject: Subject): string | undefined {
  if (location === undefined) return undefined;
  const { hash, searchParams } = new URL(location, subject.endpoints.authorization);
  return searchParams.get("error") ?? new URLSearchParams(hash.slice(1)).get("error") ?? undefined;
}

function refused(
  error: string,
  grants: readonly string[] | undefined,
  { name, scopes }: Subject,
): Outcome {
  const deploy = `npx espo-authentik plan ${name}, then apply, puts it right.`;
  if (grants !== undefined && !grants.includes("authorization_code")) {
    const list = grants.length === 0 ? "no grant type at all" : grants.join(", ");
    return fail(
      `authentik refuses every login (${error}): the provider allows ${list}`,
      `Allow authorization_code: ${deploy}`,
    );
  }
  if (error === "invalid_scope") {
    return fail(
      `authentik refuses the scopes ${scopes.join(" ")}`,
      "Correct login.scopes, and deploy.",
    );
  }
  return fail(`authentik refuses the request: ${error}`, deploy);
}

/** authentik does not redirect where it can't trust the client: it shows a page, and a login hangs. */
function page({ body, status }: HttpAnswer, { clientId, name }: Subject): Outcome {
  if (body.includes("Client ID Error")) {
    return fail(
      `authentik does not know the client ID "${clientId}": EspoCRM's popup stays on an error page`,
      `Deploy it: npx espo-authentik plan ${name}, then apply.`,
    );
  }
  if (body.includes("Redirect URI Error")) {
    return fail(
      "authentik does not accept EspoCRM's redirect URI: its popup stays on an error page",
      `It compares to the character. Deploy again: npx espo-authentik plan ${name}, then apply.`,
    );
  }
  return fail(
    `authentik answers the request with HTTP ${status} and a page of its own`,
    "Open the authorization endpoint in a browser, and look into authentik's log.",
  );
}
