import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rootCertificates } from "node:tls";
import { z } from "zod";
import type { HttpClientOptions } from "../http/client";
import type { Stack } from "../../stacks/stack";
import { type Resolver, resolverOf, variableNamed } from "../../stacks/variables";
import type { EspoCrmAccess } from "./espocrm";

/** An EspoCRM of a stack: reachable for us, or the reason why not. */
export type StackEspoCrm =
  | { readonly kind: "reachable"; readonly access: EspoCrmAccess }
  | { readonly kind: "unknown"; readonly why: string };

const providerSchema = z.object({
  alias: z.string().optional(),
  uri: z.string(),
  username: z.string().optional(),
  password: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  timeout: z.number().default(60),
  insecure: z.boolean().default(false),
  root_ca_string: z.string().optional(),
  root_ca_file: z.string().optional(),
  cert_string: z.string().optional(),
  cert_file: z.string().optional(),
  key_string: z.string().optional(),
  key_file: z.string().optional(),
});

type ProviderBlock = z.infer<typeof providerSchema>;

/**
 * The EspoCRMs that a stack works on: each `restapi` provider block through which a `restapi_object`
 * manages `/Settings`. Credentials come from the environment, as Terraform's do.
 */
export function espocrmsOf(stack: Stack, environment: NodeJS.ProcessEnv): readonly StackEspoCrm[] {
  const { provider, resource } = stack.json;
  const resolver = resolverOf(stack, environment);
  const inUse = new Set(
    Object.values(resource["restapi_object"] ?? {})
      .filter(({ path }) => path === "/Settings")
      .map((object) => object["provider"] ?? "restapi"),
  );
  return (provider["restapi"] ?? [])
    .map((block) => providerSchema.safeParse(block))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
    .filter(({ alias }) => inUse.has(alias === undefined ? "restapi" : `restapi.${alias}`))
    .map((block) => resolved(block, resolver, stack.folder));
}

function resolved(block: ProviderBlock, resolver: Resolver, folder: string): StackEspoCrm {
  const unknown = (why: string): StackEspoCrm => ({ kind: "unknown", why });
  const passwordVariable = variableNamed(block.password);
  if (passwordVariable === undefined) {
    return unknown("its password is not a Terraform variable alone");
  }
  const uri = resolver(block.uri)?.replace(/\/$/, "");
  if (uri === undefined) return unknown("its address is only known to Terraform");
  const username = resolver(block.username);
  const password = resolver(block.password);
  if (!username || !password) {
    const names = [variableNamed(block.username), passwordVariable].filter((name) => name);
    return unknown(
      `the environment lacks ${names.map((name) => `TF_VAR_${String(name)}`).join(" or ")}`,
    );
  }
  const client = clientOptions(block, uri, resolver, folder);
  if (client === undefined)
    return unknown("its headers or certificates are only known to Terraform");
  const usernameVariable = variableNamed(block.username);
  return {
    kind: "reachable",
    access: { uri, username, password, usernameVariable, passwordVariable, client },
  };
}

/** Undefined where something is needed that is not known here. */
function clientOptions(
  block: ProviderBlock,
  uri: string,
  resolver: Resolver,
  folder: string,
): HttpClientOptions | undefined {
  const names = Object.keys(block.headers);
  const values = Object.values(block.headers).map(resolver);
  const pem = (text: string | undefined, file: string | undefined) => {
    if (text !== undefined) return resolver(text);
    const path = resolver(file);
    return path === undefined ? undefined : readFileSync(resolve(folder, path), "utf8");
  };
  const authority = pem(block.root_ca_string, block.root_ca_file);
  const certificate = pem(block.cert_string, block.cert_file);
  const key = pem(block.key_string, block.key_file);
  const wantsAuthority = block.root_ca_string ?? block.root_ca_file;
  const wantsCertificate = block.cert_string ?? block.cert_file;
  if (values.includes(undefined)) return undefined;
  if (wantsAuthority !== undefined && authority === undefined) return undefined;
  if (wantsCertificate !== undefined && (certificate === undefined || key === undefined)) {
    return undefined;
  }
  return {
    server: "EspoCRM",
    timeout: block.timeout * 1000,
    timeoutSetting: "espocrm.timeout in the configuration",
    verifyTls: !block.insecure,
    ...(names.length > 0 && {
      proxyHeaders: {
        headers: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
        origins: [new URL(uri).origin],
      },
    }),
    ...(authority !== undefined && { certificateAuthorities: [...rootCertificates, authority] }),
    ...(certificate !== undefined &&
      key !== undefined && { clientCertificate: { certificate, key } }),
  };
}
