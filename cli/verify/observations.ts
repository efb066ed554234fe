import { z } from "zod";
import { type Binding, bindingsOf } from "../servers/authentik/objects";
import type {
  Application,
  Authentik,
  Flow,
  KeyPair,
  OAuth2Provider,
  ScopeMapping,
} from "../servers/authentik/authentik";
import { type LiveRelease, liveRelease } from "../servers/authentik/release";
import type { AuthorizationData, EspoCrm, Settings } from "../servers/espocrm/espocrm";
import { answerJson, type HttpAnswer, statusFault } from "../servers/http/answer";
import { ServerFault, shownUrl } from "../servers/http/server-fault";
import { comparePeople, type People } from "../users/people";
import { authorizationRequest } from "./authorization-request";
import type { Declaration } from "./declaration";
import { Observation } from "./observation";

const discoverySchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  userinfo_endpoint: z.string(),
  end_session_endpoint: z.string(),
  jwks_uri: z.string(),
  claims_supported: z.array(z.string()).optional(),
});

/** OpenID Connect Discovery 1.0, section 3, as far as it is looked at. */
export type Discovery = z.infer<typeof discoverySchema>;

const keySchema = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  "x5t#S256": z.string().optional(),
  x5c: z.array(z.string()).optional(),
});

/** A public key of a JWKS (RFC 7517), as far as it is looked at. */
export type PublicKey = z.infer<typeof keySchema>;

// authentik's answer without a signing key is `{}`.
const jwksSchema = z.looseObject({ keys: z.array(keySchema).optional() });

const errorSchema = z.looseObject({ error: z.string() });

/** More people on one side are not compared: `verify` is asked often, and answers at once. */
const MOST_PEOPLE = 1_000;

/** What can be asked of the two servers. */
export interface Observations {
  /** The discovery document, and the answer that held it. */
  readonly discovery: Observation<{ readonly document: Discovery; readonly answer: HttpAnswer }>;
  /** The public keys; empty without a signing key. */
  readonly keys: Observation<readonly PublicKey[]>;
  /** The answer to an authorization request as EspoCRM makes it, by someone who is not signed in. */
  readonly authorization: Observation<HttpAnswer>;
  /** The answer to someone who signs out without having signed in. */
  readonly endSession: Observation<HttpAnswer>;
  /** Presents a made-up code with this secret and redirect URI; the error code (RFC 6749, section 5.2). */
  readonly presentCode: (secret: string, redirectUri: string) => Promise<string>;
  /** The release line of authentik, as far as it is known. */
  readonly liveRelease: Observation<LiveRelease>;
  /** The provider with the declared client ID; undefined where there is none. */
  readonly provider: Observation<OAuth2Provider | undefined>;
  /** The application; undefined where there is none, or none that the token may see. */
  readonly application: Observation<Application | undefined>;
  /** The flow that signs users in, where the provider has one of its own. */
  readonly authenticationFlow: Observation<Flow | undefined>;
  /** The flow that runs at logout. */
  readonly invalidationFlow: Observation<Flow | undefined>;
  /** The key pair that is to sign; undefined where there is none. */
  readonly keyPair: Observation<KeyPair | undefined>;
  /** All scope mappings. */
  readonly scopeMappings: Observation<readonly ScopeMapping[]>;
  /** The application's bindings, whoever made them; undefined where there is no application. */
  readonly bindings: Observation<readonly Binding[] | undefined>;
  /** The settings as they were answered to the administrator's credentials: perhaps public ones only. */
  readonly settings: Observation<{ readonly settings: Settings; readonly answer: HttpAnswer }>;
  /** Both sides' people, compared, unless there are too many. */
  readonly people: Observation<People>;
  /** What EspoCRM makes browsers send; undefined where it does not sign in through OpenID Connect. */
  readonly authorizationData: Observation<{
    readonly sent: AuthorizationData | undefined;
    readonly answer: HttpAnswer;
  }>;
}

/** What can be asked of an integration's two servers; nothing is asked yet, and nothing twice. */
export function observe(
  declared: Declaration,
  authentik: Authentik,
  espocrm: EspoCrm,
): Observations {
  const { endpoints } = declared;
  const application = new Observation("back-channel-logout", () =>
    authentik.application(declared.slug),
  );
  const authorizationData = new Observation("redirect-uri", () => espocrm.authorizationData());
  const provider = new Observation("authentik-api", () => authentik.provider(declared.clientId));
  const bindings = new Observation("authentik-api", async () => {
    const found = await application.get();
    return found && bindingsOf(authentik, found.pk);
  });
  const flows = new Observation("authorization", () => authentik.flows());
  const flowWith = async (id: string) => (await flows.get()).find(({ pk }) => pk === id);
  const scopeMappings = new Observation("scopes", () => authentik.scopeMappings());
  const settings = new Observation("espocrm", () => espocrm.settings());
  return {
    authorizationData,
    provider,
    people: new Observation("user-name", () =>
      comparePeople({
        declared,
        authentik,
        espocrm: async (path) =>
          path === "Settings" ? (await settings.get()).answer : espocrm.asAdministrator(path),
        bindings: () => bindings.get(),
        scopeMappings: () => scopeMappings.get(),
        most: MOST_PEOPLE,
      }),
    ),
    liveRelease: new Observation("release", () => liveRelease(authentik)),
    settings,
    application,
    keyPair: new Observation("authentik-api", () => authentik.keyPair(declared.signingKey)),
    bindings,
    scopeMappings,
    authenticationFlow: new Observation("authorization", async () => {
      const id = (await provider.ifThere())?.authentication_flow;
      return id ? flowWith(id) : undefined;
    }),
    invalidationFlow: new Observation("logout", async () => {
      const id = (await provider.ifThere())?.invalidation_flow;
      return id ? flowWith(id) : undefined;
    }),
    discovery: new Observation("authentik", async () => {
      const answer = await authentik.send({ url: endpoints.discovery });
      if (answer.status === 404) throw noApplication(declared);
      return { document: answerJson(answer, discoverySchema), answer };
    }),
    keys: new Observation("signing-key", async () => {
      const answer = await authentik.send({ url: endpoints.jwks });
      return answerJson(answer, jwksSchema).keys ?? [];
    }),
    authorization: new Observation("authorization", async () => {
      const sent = (await authorizationData.ifThere())?.sent;
      const url = authorizationRequest(declared, sent, { state: "verify", nonce: "verify" });
      const answer = await authentik.send({ url });
      if (answer.status > 400) throw statusFault(answer);
      return answer;
    }),
    endSession: new Observation("logout", async () => {
      const url = logoutAddress(declared);
      const isOwn = new URL(url).origin === new URL(endpoints.endSession).origin;
      const answer = await authentik.send(
        isOwn ? { url } : { url, server: "the logout URL's host" },
      );
      if (answer.status > 400) throw statusFault(answer);
      return answer;
    }),
    presentCode: async (secret, redirectUri) => {
      const answer = await authentik.send({
        method: "POST",
        url: endpoints.token,
        form: {
          grant_type: "authorization_code",
          client_id: declared.clientId,
          client_secret: secret,
          code: "espo-authentik-verify",
          redirect_uri: redirectUri,
        },
      });
      if (answer.status !== 400 && answer.status !== 401) throw statusFault(answer);
      return answerJson({ ...answer, status: 200 }, errorSchema).error;
    },
  };
}

/** EspoCRM's logout URL with its placeholders filled in. */
function logoutAddress({ clientId, endpoints, settings, siteUrl }: Declaration): string {
  const declared = settings.oidcLogoutUrl;
  return (typeof declared === "string" ? declared : endpoints.endSession)
    .replaceAll("{clientId}", encodeURIComponent(clientId))
    .replaceAll("{siteUrl}", encodeURIComponent(siteUrl));
}

function noApplication({ endpoints, name, slug }: Declaration): ServerFault {
  return new ServerFault({
    server: "authentik",
    url: shownUrl(endpoints.discovery),
    kind: "status",
    status: 404,
    happened: `knows no application with the slug "${slug}"`,
    fix: `Deploy it (npx espo-authentik plan ${name}, then apply); if it is there under another slug, correct application.slug.`,
  });
}
