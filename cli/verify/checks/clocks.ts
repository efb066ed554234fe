import { header, type HttpAnswer } from "../../servers/http/answer";
import type { Check } from "../check";
import type { Facts } from "../facts";
import { fail, notChecked, pass, warning } from "../outcome";

/** EspoCRM's leeway for the times in a token, in seconds. */
const LEEWAY = 240;

/** Less is not worth a word: dates in headers are whole seconds. */
const WORTH_A_WORD = 30;

/** The clocks of the two servers and of this machine agree. */
export const clocks: Check = {
  id: "clocks",
  title: "Clocks",
  run: async (facts) => {
    const [authentik, espocrm] = await Promise.all([ofAuthentik(facts), ofEspoCrm(facts)]);
    if (authentik === undefined || espocrm === undefined) {
      const silent = authentik === undefined ? "authentik" : "EspoCRM";
      return notChecked(`${silent} does not tell its time`);
    }
    const between = espocrm - authentik;
    const saw = `authentik's ${shown(authentik)}, EspoCRM's ${shown(espocrm)}`;
    const fix = "Let the servers set their clocks by NTP.";
    if (Math.abs(between) > LEEWAY) {
      return fail(
        `${saw}: EspoCRM forgives ${LEEWAY} s, then refuses tokens with an empty 401`,
        fix,
      );
    }
    const worst = Math.max(...[authentik, espocrm, between].map(Math.abs));
    return worst > WORTH_A_WORD ? warning(saw, fix) : pass(saw);
  },
};

async function ofAuthentik({ discovery }: Facts): Promise<number | undefined> {
  const seen = await discovery.ifThere();
  return seen && skew(seen.answer);
}

async function ofEspoCrm({ authorizationData, settings }: Facts): Promise<number | undefined> {
  const seen = (await authorizationData.ifThere()) ?? (await settings.ifThere());
  return seen && skew(seen.answer);
}

/** Seconds by which a server's clock is ahead of this machine's. */
function skew(answer: HttpAnswer): number | undefined {
  const date = Date.parse(header(answer, "date") ?? "");
  if (Number.isNaN(date)) return undefined;
  const here = (answer.sentAt + answer.answeredAt) / 2;
  // The header drops the fraction of its second.
  const ahead = (date + 500 - here) / 1000;
  const uncertain = 0.5 + (answer.answeredAt - answer.sentAt) / 2000;
  return Math.abs(ahead) <= uncertain ? 0 : Math.round(ahead);
}

function shown(ahead: number): string {
  if (ahead === 0) return "agrees with this machine's";
  return `is ${Math.abs(ahead)} s ${ahead > 0 ? "ahead of" : "behind"} this machine's`;
}
