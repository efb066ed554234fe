import type { Check } from "../check";
import type { Facts } from "../facts";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";
import { NO_PROVIDER } from "./authentik-api";

/** The claim that EspoCRM takes the user name from is in the tokens, and holds one. */
export const userName: Check = {
  id: "user-name",
  title: "User name",
  after: "authentik",
  run: async (facts) => {
    const { declared } = facts;
    if (declared.userNameClaim === "sub") return ofSub(facts);
    const { document } = await facts.discovery.get();
    const { claims_supported: claims } = document;
    if (claims === undefined) return notChecked("authentik does not say which claims it gives");
    if (claims.includes(declared.userNameClaim)) {
      return pass(`the claim ${declared.userNameClaim}, which authentik gives`);
    }
    return warning(
      `authentik does not name the claim ${declared.userNameClaim} among those it gives: without it a login ends with an empty 500`,
      "Add its mapping to provider.scopeMappings, or leave login.usernameClaim out (sub).",
      ["scopes"],
    );
  },
};

async function ofSub({ provider: observation, declared }: Facts): Promise<Outcome> {
  const provider = await observation.get();
  if (provider === undefined) return NO_PROVIDER;
  if (provider.sub_mode === declared.subjectMode) {
    return pass(`the claim sub, which holds what ${provider.sub_mode} says`);
  }
  return fail(
    `sub holds what ${provider.sub_mode} says, not ${declared.subjectMode}: EspoCRM finds no user by it, and answers with an empty 401`,
    `npx espo-authentik plan ${declared.stack}, then apply, sets the subject mode.`,
  );
}
