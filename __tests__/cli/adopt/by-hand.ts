import type { AuthentikSandbox } from "../../../sandbox/authentik";
import type { EspoCrmSandbox } from "../../../sandbox/espocrm";

/** What a person clicks together otherwise than authentik's own guide says. */
export interface ByHand {
  readonly slug?: string;
  readonly name?: string;
  readonly group?: string;
  /** Slug of the authorization flow. */
  readonly flow?: string;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly application?: Readonly<Record<string, unknown>>;
  /** Scopes whose mappings of authentik's own are chosen. */
  readonly scopes?: readonly string[];
  /** Bodies of bindings, without their target. */
  readonly bindings?: readonly Readonly<Record<string, unknown>>[];
}

/** The console of an authentik: requests as its pages make them. */
export class Console {
  constructor(private readonly authentik: AuthentikSandbox) {}

  async ask<T = Record<string, unknown>>(
    path: string,
    body?: object,
    method = body === undefined ? "GET" : "POST",
  ): Promise<T> {
    const answer = await fetch(`${this.authentik.url}/api/v3/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.authentik.token}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** Key of the object of a list that has this value. */
  async key(path: string, field: string, value: string): Promise<string | number> {
    const query = new URLSearchParams({ [field]: value, page_size: "100" }).toString();
    const { results } = await this.ask<{ results: Record<string, string | number>[] }>(
      `${path}?${query}`,
    );
    const found = results.find((row) => row[field] === value)?.["pk"];
    if (found === undefined) throw new Error(`There is no ${path} with the ${field} ${value}.`);
    return found;
  }

  group = (name: string) => this.key("core/groups/", "name", name);
  user = (name: string) => this.key("core/users/", "username", name);
  flow = (slug: string) => this.key("flows/instances/", "slug", slug);
}

/** Sets both sides up by hand, as authentik's guide says where nothing else is said. */
export async function byHand(
  authentik: AuthentikSandbox,
  espocrm: EspoCrmSandbox,
  wish: ByHand = {},
): Promise<{ readonly provider: number; readonly application: string; readonly secret: string }> {
  const console = new Console(authentik);
  const { slug = "espocrm", name = "EspoCRM", scopes = ["openid", "email", "profile"] } = wish;
  const mappings = await Promise.all(
    scopes.map((scope) => console.key("propertymappings/provider/scope/", "scope_name", scope)),
  );
  const provider = await console.ask<{ pk: number; client_id: string; client_secret: string }>(
    "providers/oauth2/",
    {
      name: `Provider for ${name}`,
      authorization_flow: await console.flow(
        wish.flow ?? "default-provider-authorization-implicit-consent",
      ),
      invalidation_flow: await console.flow("default-provider-invalidation-flow"),
      client_type: "confidential",
      client_id: "hand-made-client",
      signing_key: await console.key(
        "crypto/certificatekeypairs/",
        "name",
        "authentik Self-signed Certificate",
      ),
      property_mappings: mappings,
      sub_mode: "user_username",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: [
        {
          matching_mode: "strict",
          url: `${espocrm.url}/oauth-callback.php`,
          redirect_uri_type: "authorization",
        },
      ],
      ...wish.provider,
    },
  );
  const application = await console.ask<{ pk: string }>("core/applications/", {
    name,
    slug,
    provider: provider.pk,
    policy_engine_mode: "any",
    ...(wish.group !== undefined && { group: wish.group }),
    ...wish.application,
  });
  for (const [order, binding] of (wish.bindings ?? []).entries()) {
    await console.ask("policies/bindings/", {
      target: application.pk,
      order,
      enabled: true,
      ...binding,
    });
  }
  const base = `${authentik.url}/application/o`;
  const answer = await fetch(`${espocrm.url}/api/v1/Settings`, {
    method: "PUT",
    headers: {
      authorization: `Basic ${btoa("admin:admin-password")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      authenticationMethod: "Oidc",
      oidcClientId: provider.client_id,
      oidcClientSecret: provider.client_secret,
      oidcAuthorizationEndpoint: `${base}/authorize/`,
      oidcTokenEndpoint: `${base}/token/`,
      oidcUserInfoEndpoint: `${base}/userinfo/`,
      oidcJwksEndpoint: `${base}/${slug}/jwks/`,
      oidcLogoutUrl: `${base}/${slug}/end-session/`,
      oidcScopes: ["openid", "profile", "email"],
    }),
  });
  if (!answer.ok) throw new Error(`EspoCRM answers ${String(answer.status)}`);
  return { provider: provider.pk, application: application.pk, secret: provider.client_secret };
}
