import type { Check } from "../check";
import type { Facts } from "../facts";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";

/** The claim that EspoCRM takes the user name from is in the tokens, and holds one. */
export const userName: Check = {
  id: "user-name",
  title: "User name",
  after: "authentik",
  run: async (facts, others) => {
    const { subject } = facts;
    if (subject.userNameClaim === "sub") return ofSub(facts, others.unlessFailed);
    const { document } = await facts.discovery.get();
    const { claims_supported: claims } = document;
    if (claims === undefined) return notChecked("authentik does not say which claims it gives");
    if (claims.includes(subject.userNameClaim)) {
      return pass(`the claim ${subject.userNameClaim}, which authentik gives`);
    }
    return others.unlessFailed(
      ["scopes"],
      warning(
        `authentik does not name the claim ${subject.userNameClaim} among those it gives: without it a login ends with an empty 500`,
        "Add its mapping to provider.scopeMappings, or leave login.usernameClaim out (sub).",
      ),
    );
  },
};

async function ofSub(
  { provider: observation, subject }: Facts,
  unlessFailed: (causes: ["authentik-api", "authentik"], outcome: Outcome) => Promise<Outcome>,
): Promise<Outcome> {
  const provider = await observation.get();
  if (provider === undefined) {
    return unlessFailed(
      ["authentik-api", "authentik"],
      fail("authentik has no such provider", "Deploy it."),
    );
  }
  if (provider.sub_mode === subject.subjectMode) {
    return pass(`the claim sub, which holds what ${provider.sub_mode} says`);
  }
  return fail(
    `sub holds what ${provider.sub_mode} says, not ${subject.subjectMode}: EspoCRM finds no user by it, and answers with an empty 401`,
    `npx espo-authentik plan ${subject.name}, then apply, sets the subject mode.`,
  );
}
