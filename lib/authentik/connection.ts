import { createHash } from "node:crypto";
import { provider as authentik } from "@cdktf/provider-authentik";
import {
  DefaultTokenResolver,
  StringConcat,
  TerraformProvider,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { Construct } from "constructs";
import type { ResolvedIntegration } from "../fields/resolved";
import { credential, sendHeaders } from "../terraform/credentials";
import { givenProvider } from "../terraform/given-provider";
import { type AuthentikRelease, knownLine } from "./release";

type Connection = ResolvedIntegration["authentik"];

/**
 * The Terraform provider instance for a connection: the given one, or the stack's own, made at the
 * first call and shared by all integrations with the same connection.
 */
export function authentikProvider(scope: Construct, connection: Connection): TerraformProvider {
  const stack = TerraformStack.of(scope);
  pinRelease(stack, connection.release);
  const given = givenProvider(scope, "authentik", connection);
  if (given !== undefined) return given;
  const shared = sharedProviders.get(stack) ?? new Map<string, TerraformProvider>();
  sharedProviders.set(stack, shared);
  const key = keyOf(stack, connection);
  const provider = shared.get(key) ?? declareProvider(scope, connection, key);
  shared.set(key, provider);
  return provider;
}

const sharedProviders = new WeakMap<TerraformStack, Map<string, TerraformProvider>>();

/** What makes two connections the same one. */
const keyOf = (
  stack: TerraformStack,
  { apiUrl, headers, tokenVariable, verifyTls }: Connection,
): string =>
  // A token's own text is another one whenever the program changes: what it stands for is not.
  JSON.stringify([
    Tokenization.resolve(apiUrl, {
      scope: stack,
      resolver: new DefaultTokenResolver(new StringConcat()),
      preparing: true,
    }),
    tokenVariable,
    Object.entries(headers).sort(),
    verifyTls,
  ]);

function declareProvider(scope: Construct, connection: Connection, key: string): TerraformProvider {
  const stack = TerraformStack.of(scope);
  const { apiUrl, headers, tokenVariable, verifyTls } = connection;
  const alias = aliasOf(scope, apiUrl, key);
  const id = alias === undefined ? "authentik provider" : `authentik provider ${alias}`;
  const provider = new authentik.AuthentikProvider(stack, id, {
    url: apiUrl,
    token: credential(stack, tokenVariable, {
      description: `API token of authentik at ${apiUrl}`,
    }),
    ...(alias !== undefined && { alias }),
    ...(!verifyTls && { insecure: true }),
  });
  sendHeaders(provider, headers);
  return provider;
}

/**
 * The alias says where the instance leads to, whatever else is in the stack: Terraform would go to
 * another server with what is in the state if it were counted. A stack of one integration needs none.
 */
function aliasOf(scope: Construct, url: string, key: string): string | undefined {
  const taken = TerraformStack.of(scope).node.children.some(
    (child) =>
      TerraformProvider.isTerraformProvider(child) &&
      child.terraformResourceType === "authentik" &&
      child.alias === undefined,
  );
  return scope.node.id === "Default" && !taken ? undefined : serverAlias("authentik", url, key);
}

/** An alias for an instance that leads to `url`; instances of different `key` have different ones. */
export const serverAlias = (prefix: string, url: string, key = url): string => {
  const host = URL.canParse(url) ? new URL(url).host : "other";
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 6);
  return `${prefix}_${host.replace(/[^A-Za-z0-9]+/g, "_")}_${hash}`;
};

function pinRelease(stack: TerraformStack, release: AuthentikRelease): void {
  stack.addOverride(
    "terraform.required_providers.authentik.version",
    knownLine(release).providerVersion,
  );
}
