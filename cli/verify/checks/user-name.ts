import type { Check } from "../check";
import type { Facts } from "../facts";
import { countsOf, isAlarming } from "../../users/report/counts";
import { peopleWords } from "../../users/report/summary";
import { Unobserved } from "../observation";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";
import { NO_PROVIDER } from "./authentik-api";

/** The claim that EspoCRM takes the user name from is in the tokens, holds one, and leads to accounts. */
export const userName: Check = {
  id: "user-name",
  title: "User name",
  after: "authentik",
  run: async (facts) => {
    const outcome = await (facts.declared.userNameClaim === "sub" ? ofSub(facts) : ofClaim(facts));
    return outcome.status === "pass" ? withPeople(outcome.saw, facts) : outcome;
  },
};

async function ofClaim({ declared, discovery }: Facts): Promise<Outcome> {
  const { document } = await discovery.get();
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
}

/** Whom it leads to, in figures; where that can't be seen, the claim is right all the same. */
async function withPeople(saw: string, { declared, people }: Facts): Promise<Outcome> {
  const found = await people.get().catch((error: unknown) => {
    if (error instanceof Unobserved) return error.fault;
    throw error;
  });
  if (!("kind" in found && "comparison" in found)) {
    const why = "why" in found ? found.why : `${found.server} ${found.happened}`;
    return pass(`${saw}; people are not compared: ${why}`);
  }
  const counts = countsOf(found.comparison);
  const both = `${saw}; ${peopleWords(counts)}`;
  return isAlarming(counts)
    ? warning(both, `Who it is: npx espo-authentik users ${declared.name}`)
    : pass(both);
}

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
