import { isExpression } from "../../stacks/expression";
import { type Logout, logoutOf, type Reference, releaseLine } from "../../../lib/declaration";
import type { Flow } from "../../servers/authentik/authentik";
import { header } from "../../servers/http/answer";
import type { Check } from "../check";
import type { Declaration } from "../declaration";
import { fail, type Outcome, pass, warning } from "../outcome";

/** The address to which EspoCRM sends a browser at logout answers. */
export const logout: Check = {
  id: "logout",
  title: "Logout address",
  after: "authentik",
  run: async ({ endSession, declared, invalidationFlow }) => {
    const answer = await endSession.get();
    const url = declared.settings.oidcLogoutUrl;
    const leadsBack = typeof url === "string" && url.includes("post_logout_redirect_uri");
    const line = releaseLine(declared.release);
    if (leadsBack && (answer.status === 400 || line?.refusesPostLogoutRedirect === true)) {
      return (answer.status === 400 ? fail : warning)(
        "it asks authentik to lead back to EspoCRM: authentik then wants an id_token_hint, which EspoCRM never sends, and shows an error page (HTTP 400)",
        "Leave login.logoutUrl out.",
      );
    }
    if (answer.status >= 400) {
      return fail(
        `it answers with HTTP ${answer.status}`,
        "Open it in a browser; leave login.logoutUrl out to use the application's own.",
      );
    }
    const answers =
      header(answer, "location") === undefined ? "it answers" : "it answers, and goes on";
    return leadsAway(declared)
      ? pass(answers)
      : flowOutcome(answers, declared, await invalidationFlow.ifThere());
  },
};

/** Whether a logout URL of one's own is declared, at which no flow of this provider runs. */
const leadsAway = ({ endpoints, settings: { oidcLogoutUrl: url } }: Declaration): boolean =>
  typeof url === "string" && !url.startsWith(endpoints.endSession);

/** How far logging out goes, by the flow that runs. */
function flowOutcome(answers: string, declared: Declaration, flow: Flow | undefined): Outcome {
  if (flow === undefined) return pass(answers);
  const wanted = declared.props.provider.invalidationFlow;
  const isAnother = typeof wanted === "string" ? flow.slug !== wanted : flow.pk !== wanted.id;
  if (isAnother && !isForTerraform(wanted)) {
    const declaredFlow = typeof wanted === "string" ? wanted : `the one with the id ${wanted.id}`;
    return warning(
      `it runs the flow ${flow.slug}, which${meaning(flow.slug)}; declared is ${declaredFlow}`,
      `npx espo-authentik plan ${declared.name}, then apply, sets it.`,
    );
  }
  return pass(`${answers}: the flow ${flow.slug}${meaning(flow.slug)}`);
}

/** Whether a program refers to the flow: only Terraform knows which it is. */
const isForTerraform = (wanted: Reference): boolean =>
  isExpression(typeof wanted === "string" ? wanted : wanted.id);

const MEANINGS: Readonly<Record<Logout, string>> = {
  everywhere: " ends the session at authentik, too",
  here: " leaves people signed in at authentik: the next login asks for no password",
};

function meaning(slug: string): string {
  const logout = logoutOf(slug);
  return logout === undefined ? " decides whether people stay signed in there" : MEANINGS[logout];
}
