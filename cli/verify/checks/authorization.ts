import { header, type HttpAnswer } from "../../servers/http/answer";
import type { Check } from "../check";
import type { Declaration } from "../declaration";
import type { Facts } from "../facts";
import { fail, type Outcome, pass } from "../outcome";

/** authentik's authorization endpoint accepts what EspoCRM makes browsers send. */
export const authorization: Check = {
  id: "authorization",
  title: "authentik accepts the request to sign in",
  after: "authentik",
  run: async (facts) => {
    const { authorization: observation, authorizationData, declared, provider } = facts;
    const [wrongFlow] = await Promise.all([otherFlow(facts), observation.ifThere()]);
    if (wrongFlow !== undefined) return wrongFlow;
    const answer = await observation.get();
    const location = header(answer, "location");
    const error = errorIn(location, declared);
    if (error !== undefined) {
      const grants = (await provider.ifThere())?.grant_types;
      return refused(error, grants, declared);
    }
    if (location === undefined) return page(answer, declared);
    const prompt = (await authorizationData.ifThere())?.sent?.prompt;
    const asks =
      prompt === "consent" ? ", and asks for consent each time (login.authorizationPrompt)" : "";
    return pass(`it goes on to authentik's sign-in page${asks}`);
  },
};

/** Whether the provider has users signed in by a flow that is for something else. */
async function otherFlow({ authenticationFlow, declared }: Facts): Promise<Outcome | undefined> {
  const flow = await authenticationFlow.ifThere();
  if (flow === undefined || flow.designation === "authentication") return undefined;
  return fail(
    `the provider's authentication flow is "${flow.name}" (${flow.slug}), a flow for ${flow.designation.replaceAll("_", " ")}: it signs nobody in`,
    `Name one of the designation Authentication as provider.authenticationFlow, or none; then npx espo-authentik plan ${declared.stack}, and apply.`,
  );
}

/** The error with which authentik sends the browser back. */
function errorIn(location: string | undefined, declared: Declaration): string | undefined {
  if (location === undefined) return undefined;
  const { hash, searchParams } = new URL(location, declared.endpoints.authorization);
  return searchParams.get("error") ?? new URLSearchParams(hash.slice(1)).get("error") ?? undefined;
}

function refused(
  error: string,
  grants: readonly string[] | undefined,
  { scopes, stack: name }: Declaration,
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
function page({ body, status }: HttpAnswer, { clientId, stack: name }: Declaration): Outcome {
  const [saw, fix] = body.includes("Client ID Error")
    ? [
        `authentik does not know the client ID "${clientId}": EspoCRM's popup stays on an error page`,
        `Deploy it: npx espo-authentik plan ${name}, then apply.`,
      ]
    : body.includes("Redirect URI Error")
      ? [
          "authentik does not accept EspoCRM's redirect URI: its popup stays on an error page",
          `It compares to the character. Deploy again: npx espo-authentik plan ${name}, then apply.`,
        ]
      : [
          `authentik answers the request with HTTP ${status} and a page of its own`,
          "Open the authorization endpoint in a browser, and look into authentik's log.",
        ];
  return fail(saw, fix, [
    "authentik",
    "authentik-api",
    "espocrm-settings",
    "site-url",
    "redirect-uri",
  ]);
}
