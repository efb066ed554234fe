import { createHash } from "node:crypto";
import {
  dataAuthentikCertificateKeyPair,
  dataAuthentikFlow,
  dataAuthentikGroup,
  dataAuthentikPropertyMappingProviderScope,
  dataAuthentikUser,
} from "@cdktf/provider-authentik";
import { type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { isUuid } from "../fields/forms";
import { literal } from "../terraform/hcl";
import type { Reference } from "./props";

/** What a flow is for, in authentik's words. */
export type FlowDesignation = "authentication" | "authorization" | "invalidation";

/**
 * Look-ups in one authentik by one stack, each made once however many integrations ask for it. What
 * is looked up is in the Terraform address, because the provider's own message for an object that is
 * missing does not name it.
 */
export class LookUps {
  private static readonly ofStacks = new WeakMap<Construct, LookUps>();
  private static readonly inStacks = new WeakMap<Construct, number>();

  /** The look-ups through `provider` for the stack around `scope`. */
  static of(scope: Construct, provider: TerraformProvider): LookUps {
    const existing = LookUps.ofStacks.get(provider);
    if (existing !== undefined && existing.stack === TerraformStack.of(scope)) return existing;
    const stack = TerraformStack.of(scope);
    const others = LookUps.inStacks.get(stack) ?? 0;
    LookUps.inStacks.set(stack, others + 1);
    const prefix = others === 0 ? undefined : (provider.alias ?? "default");
    const lookUps = new LookUps(stack, provider, prefix);
    LookUps.ofStacks.set(provider, lookUps);
    return lookUps;
  }

  private readonly found = new Map<string, unknown>();
  private tokens = 0;

  private constructor(
    private readonly stack: TerraformStack,
    private readonly provider: TerraformProvider,
    /** Tells the look-ups of a second authentik apart. */
    private readonly prefix: string | undefined,
  ) {}

  /** The id of a flow of the given designation. */
  flow(flow: Reference, designation: FlowDesignation): string {
    if (typeof flow !== "string") return flow.id;
    return this.once(`${designation}-flow`, flow, (id) => {
      const data = new dataAuthentikFlow.DataAuthentikFlow(this.stack, id, {
        provider: this.provider,
        slug: flow,
      });
      data.lifecycle = {
        postcondition: [
          {
            condition: `\${self.designation == "${designation}"}`,
            errorMessage: `authentik's flow "${flow}" is not one for ${designation}. Name a flow of that designation (authentik: Flows and Stages, Flows).`,
          },
        ],
      };
      return data.id;
    });
  }

  /** The id of a signing key. Neither the private key nor the certificate is read into the state. */
  signingKey(key: Reference): string {
    if (typeof key !== "string") return key.id;
    return this.once("signing-key", key, (id) => {
      return new dataAuthentikCertificateKeyPair.DataAuthentikCertificateKeyPair(this.stack, id, {
        provider: this.provider,
        name: key,
        fetchKey: false,
        fetchCertificate: false,
      }).id;
    });
  }

  /** The ids of managed scope mappings: all of them, or a clear error. */
  scopeMappings(managed: readonly string[]): string[] {
    return this.once("scope-mappings", managed.map(scopeOf).join("-"), (id) => {
      const mappings = dataAuthentikPropertyMappingProviderScope;
      const data = new mappings.DataAuthentikPropertyMappingProviderScope(this.stack, id, {
        provider: this.provider,
        managedList: [...managed],
      });
      data.lifecycle = {
        postcondition: [
          {
            condition: `\${length(self.ids) == ${String(managed.length)}}`,
            errorMessage: `authentik lacks one of its managed scope mappings ${managed.map(scopeOf).join(", ")}. Its blueprint "System - OAuth2 Provider - Scopes" makes them: wait until a fresh authentik has applied it, or apply it again (authentik: Customization, Blueprints).`,
          },
        ],
      };
      return data.ids;
    });
  }

  /** The id of a scope mapping; a text in the form of a UUID, or that Terraform will know, is one. */
  scopeMapping(mapping: Reference): string {
    if (typeof mapping !== "string") return mapping.id;
    if (Token.isUnresolved(mapping) || isUuid(mapping)) return mapping;
    return this.once("scope-mapping", mapping, (id) => {
      const mappings = dataAuthentikPropertyMappingProviderScope;
      const data = new mappings.DataAuthentikPropertyMappingProviderScope(this.stack, id, {
        provider: this.provider,
        name: mapping,
      });
      data.lifecycle = {
        postcondition: [
          {
            condition: `\${self.name == ${literal(mapping).text}}`,
            errorMessage: `authentik answered with another scope mapping than "${mapping}" (authentik: Customization, Property Mappings).`,
          },
        ],
      };
      return data.id;
    });
  }

  /** The id of a group. Its members are not read: they are personal data. */
  group(group: Reference): string {
    if (typeof group !== "string") return group.id;
    return this.once("group", group, (id) => {
      return new dataAuthentikGroup.DataAuthentikGroup(this.stack, id, {
        provider: this.provider,
        name: group,
        includeUsers: false,
      }).id;
    });
  }

  /** The primary key of a user. */
  user(user: Reference): number {
    if (typeof user !== "string")
      return Token.isUnresolved(user.id) ? Token.asNumber(user.id) : Number(user.id);
    return this.once("user", user, (id) => {
      return new dataAuthentikUser.DataAuthentikUser(this.stack, id, {
        provider: this.provider,
        username: user,
      }).pk;
    });
  }

  private once<T>(kind: string, name: string, lookUp: (id: string) => T): T {
    const key = JSON.stringify([kind, name]);
    if (!this.found.has(key)) this.found.set(key, lookUp(this.idOf(kind, name)));
    return this.found.get(key) as T;
  }

  /** A token's own text is another one whenever the program changes: such look-ups are counted. */
  private idOf(kind: string, name: string): string {
    const token = Token.isUnresolved(name);
    if (token) this.tokens += 1;
    const last = token ? `other-${this.tokens}` : identifier(name);
    return [this.prefix, kind, last].filter(Boolean).join("-");
  }
}

const scopeOf = (managed: string): string => managed.replace(/^.*\/scope-/, "");

/** `name` as part of a Terraform address: different names stay different. */
export function identifier(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "-");
  if (plain === name) return name;
  return `${plain}-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;
}
