import { z } from "zod";
import type { EspoCrmConnection } from "../../espocrm/props";
import { INTEGRATION_PROPS } from "../../fields/integration";
import { objectSchema } from "../../fields/property";
import type { EspoAuthentikStackProps } from "../../props";
import { backend } from "./backend";
import { partial } from "./partial";

/** One integration, complete: its own settings over the defaults. */
export const integrationSchema = objectSchema({
  ...INTEGRATION_PROPS,
  backend: { ...INTEGRATION_PROPS.backend, form: { schema: backend, checks: [] } },
});

/** An integration as a configuration file says it: as the construct has it, but certificates are files. */
export interface IntegrationConfiguration extends Omit<EspoAuthentikStackProps, "espocrm"> {
  /** The EspoCRM. */
  readonly espocrm: Omit<EspoCrmConnection, "certificateAuthority" | "clientCertificate"> & {
    /** A file with the certificates of a private authority. */
    readonly certificateAuthorityFile?: string;
    /** The client certificate. */
    readonly clientCertificate?: { readonly certificateFile: string; readonly keyVariable: string };
  };
}

/** The same with everything optional: what `defaults` may hold, and what an integration may leave out. */
export const partialIntegrationSchema = partial(integrationSchema);

/**
 * Names of integrations become names of stacks, folders, files and Terraform workspaces, and are
 * typed in shells.
 */
export const INTEGRATION_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** A configuration file. Keys that begin with `x-` are free, to hold YAML anchors. */
export const fileSchema = z.strictObject({
  $schema: z.string().meta({ description: "the JSON Schema of this file, for editors" }).optional(),
  defaults: partialIntegrationSchema
    .meta({
      ...partialIntegrationSchema.meta(),
      description:
        "what all integrations share; an integration's own settings are merged over it, lists are replaced",
    })
    .optional(),
  integrations: z.record(z.string().regex(INTEGRATION_NAME), partialIntegrationSchema).meta({
    description: "the integrations by name; each becomes a stack of that name",
    examples: [{ acme: { espocrm: { url: "https://espocrm.company" } } }],
  }),
});
