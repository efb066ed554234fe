import { untyped } from "../company";
import { signatureAlgorithm } from "../../../lib/rules/signature-algorithm";
import { describeRule } from "./describe-rule";

const lacking = (found: string) =>
  `login.signatureAlgorithms: found ${found}; expected a list with RS256 in it. To fix it, add RS256, or leave the list out.`;
const unknown = (index: number, found: string) =>
  `login.signatureAlgorithms[${index}]: found "${found}"; expected one of RS256, RS384, RS512, HS256, HS384, HS512. To fix it, take it out; with an RSA key authentik signs with RS256.`;

describeRule(signatureAlgorithm, {
  finds: {
    "a list without RS256, with which no token is accepted": [
      { login: { signatureAlgorithms: ["RS384", "HS256"] } },
      lacking('["RS384","HS256"]'),
    ],
    "an empty list": [{ login: { signatureAlgorithms: [] } }, lacking("[]")],
    "algorithms that EspoCRM does not know": [
      { login: { signatureAlgorithms: untyped(["RS256", "ES256", "none"]) } },
      unknown(1, "ES256"),
      unknown(2, "none"),
    ],
  },
  passes: {
    "RS256 alone": { login: { signatureAlgorithms: ["RS256"] } },
    "RS256 among others": { login: { signatureAlgorithms: ["RS512", "RS256"] } },
    "no word of it": {},
  },
});
