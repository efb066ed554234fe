import type { Account } from "../../servers/espocrm/espocrm";
import { type HttpAnswer, statusFault } from "../../servers/http/answer";
import { isInMaintenance } from "../checks/maintenance";
import type { Facts } from "../facts";
import { fail, type Outcome } from "../outcome";
import type { Declaration } from "../declaration";
import type { TokenContents } from "./exchange";

/** What is known of a login that EspoCRM refused. */
export interface Refusal {
  /** EspoCRM's answer. */
  readonly answer: HttpAnswer;
  /** What the tokens say that EspoCRM got, or authentik's answer where it gives us none. */
  readonly tokens: TokenContents | HttpAnswer | undefined;
  /** Finds EspoCRM's account of a user name. */
  readonly account: (userName: string) => Promise<Account | undefined | "unknown">;
  /** Finds out whether EspoCRM has lost the code verifier; undefined where it has not. */
  readonly lostVerifier: () => Promise<string | undefined>;
}

/** Whether EspoCRM refused without a word: an empty 401 or 500, which may have many causes. */
export const isMute = ({ status }: HttpAnswer): boolean => status === 401 || status === 500;

/**
 * Says why EspoCRM refused.
 * @throws {ServerFault} if the answer is none of those with which EspoCRM does that
 */
export async function diagnose(facts: Facts, refusal: Refusal): Promise<Outcome> {
  const { answer, tokens } = refusal;
  const { status } = answer;
  const settings = (await facts.settings.ifThere())?.settings ?? facts.declared.settings;
  if (status === 403) return TOO_MANY;
  if (status === 503 && isInMaintenance(settings)) return IN_MAINTENANCE;
  if (!isMute(answer)) throw statusFault(answer);
  const empty = `EspoCRM answers with an empty ${status}`;
  if (tokens === undefined) return unclear(empty, facts.declared);
  if ("body" in tokens) {
    return fail(
      `${empty}: authentik gives no tokens for the code (HTTP ${tokens.status})`,
      'See "Client ID and secret", or look into authentik\'s log.',
      ["authentik-api", "redirect-uri", "client-secret"],
    );
  }
  return (
    (await aboutSettings(empty, settings, facts)) ??
    aboutTokens(empty, tokens, settings, facts.declared) ??
    (await aboutUser(empty, tokens, settings, refusal, facts.declared)) ??
    (await aboutVerifier(empty, refusal)) ??
    (status === 500 ? otherSecret(empty, facts.declared) : unclear(empty, facts.declared))
  );
}

type Settings = Readonly<Record<string, unknown>>;

const TOO_MANY = fail(
  "EspoCRM refuses every log-in from this machine (an empty 403): there were too many failed ones",
  "Wait a minute, then try again.",
  ["espocrm"],
);

const IN_MAINTENANCE = fail(
  "EspoCRM answers with a 503, for it is in maintenance mode: only administrators get in",
  'See "EspoCRM is open to users".',
  ["maintenance"],
);

/** EspoCRM's server asks elsewhere than declared, or authentik does not give it its keys. */
async function aboutSettings(
  empty: string,
  settings: Settings,
  { keys, declared }: Facts,
): Promise<Outcome | undefined> {
  const endpoints = ["oidcTokenEndpoint", "oidcUserInfoEndpoint", "oidcJwksEndpoint"] as const;
  const other = endpoints.find((name) => settings[name] !== declared.settings[name]);
  if (other !== undefined) {
    return fail(`${empty}: its ${other} is not as declared`, 'See "EspoCRM\'s managed settings".', [
      "espocrm-settings",
    ]);
  }
  if ((await keys.ifThere()) !== undefined) return undefined;
  return fail(
    `${empty}: authentik does not publish its keys at ${declared.endpoints.jwks}`,
    'See "Signing key" and "authentik answers as declared".',
    ["authentik", "signing-key"],
  );
}

function aboutTokens(
  empty: string,
  { claims, header, userInfo }: TokenContents,
  settings: Settings,
  declared: Declaration,
): Outcome | undefined {
  const accepted = settings["oidcJwtSignatureAlgorithmList"] ?? ["RS256"];
  const algorithm = String(header["alg"]);
  if (Array.isArray(accepted) && !accepted.includes(algorithm)) {
    return fail(
      `${empty}: the tokens are signed with ${algorithm}, which it does not accept`,
      "Let authentik sign with an RSA key (provider.signingKey), and deploy.",
      ["signing-key"],
    );
  }
  if (typeof userInfo === "number") {
    return fail(
      `${empty}: authentik's userinfo endpoint refuses it (HTTP ${userInfo})`,
      'The provider lacks the scope openid: see "Scopes".',
      ["scopes"],
    );
  }
  const claim = declared.userNameClaim;
  if (claims[claim] === undefined && userInfo[claim] === undefined) {
    return fail(
      `${empty}: authentik gives no claim ${claim}`,
      "Add its mapping to provider.scopeMappings, or leave login.usernameClaim out (sub).",
      ["scopes", "user-name"],
    );
  }
  return undefined;
}

/** A claim's value as EspoCRM compares it with user names: lower case, and nothing unusual in it. */
const normalized = (claim: string): string =>
  claim
    .toLowerCase()
    .replace(/[^a-z0-9\-@_.\s]/g, "_")
    .replace(/\s/g, "_");

async function aboutUser(
  empty: string,
  { claims, userInfo }: TokenContents,
  settings: Settings,
  { account }: Refusal,
  { stack: name, userNameClaim }: Declaration,
): Promise<Outcome | undefined> {
  const fromUserInfo = typeof userInfo === "number" ? undefined : userInfo[userNameClaim];
  const value = claims[userNameClaim] ?? fromUserInfo;
  if (typeof value !== "string") return undefined;
  const userName = normalized(value);
  const found = await account(userName);
  if (found === "unknown") return undefined;
  if (found === undefined) {
    if (settings["oidcCreateUser"] === true) return undefined;
    return fail(
      `${empty}: it has no user "${userName}" (authentik's claim ${userNameClaim})`,
      "Create the user under that name in EspoCRM, or set login.createUsers.",
      ["user-name"],
    );
  }
  if (found.isActive === false) {
    return fail(`${empty}: its user "${userName}" is not active`, "Activate the user in EspoCRM.");
  }
  if (found.type === "admin" && settings["oidcAllowAdminUser"] !== true) {
    return fail(
      `${empty}: "${userName}" is an administrator, and those may not sign in through authentik`,
      `Set login.allowAdministrators and deploy ${name}, or name another user.`,
    );
  }
  if (found.type === "regular" || found.type === "admin") return undefined;
  return fail(
    `${empty}: its user "${userName}" is of type ${found.type}, which never signs in this way`,
    "Name a user of type Regular.",
  );
}

async function aboutVerifier(
  empty: string,
  { lostVerifier }: Refusal,
): Promise<Outcome | undefined> {
  const how = await lostVerifier();
  if (how === undefined) return undefined;
  return fail(
    `${empty}, while the login works without a code challenge: EspoCRM has lost the code verifier (PKCE), which it keeps in a PHP session, as ${how}`,
    "Let PHP keep its sessions (session.save_path must be writable), and share them where EspoCRM runs on several application servers. Or switch PKCE off (oidcAuthorizationPkce).",
  );
}

/** Everything else is right, and EspoCRM's server got no tokens where we did. */
const otherSecret = (empty: string, { stack: name }: Declaration): Outcome =>
  fail(
    `${empty}, though authentik gives us tokens for the same request: the client secret that EspoCRM holds is not authentik's`,
    `Write it again: terraform -chdir=cdktf.out/stacks/${name} apply -replace=restapi_object.secret`,
    ["espocrm-settings", "client-secret"],
  );

/** The tokens are right and so is the user: EspoCRM's server looks at other keys, or at nothing. */
function unclear(empty: string, { props, stack: name }: Declaration): Outcome {
  const address = props.authentik.backchannelUrl;
  return fail(
    `${empty}, though user and tokens are right: it knows older keys of authentik, or its server does not reach authentik at ${address}`,
    `Clear its cache (npx espo-authentik clear-key-cache ${name}); if that does not help, look into its data/logs.`,
    ["espocrm-settings", "client-secret", "signing-key", "clocks"],
  );
}
