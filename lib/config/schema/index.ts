import { z } from "zod";
import { bindings } from "./access";
import { application, provider } from "./application";
import { backend } from "./backend";
import { authentik, espocrm } from "./connection";
import { about, text } from "./field";
import { login } from "./login";
import { partial } from "./partial";

/** One integration, complete: its own settings over the defaults. */
export const integrationSchema = z.strictObject({
  authentik,
  espocrm,
  application,
  provider: provider.optional(),
  bindings: bindings.optional(),
  login: login.optional(),
  onDestroy: about(
    z.enum(["restore", "espo", "leave"]),
    "what becomes of EspoCRM when the integration is destroyed: what was found is put back, EspoCRM's own login is switched on, or it is left alone",
    { default: "restore" },
  ).optional(),
  backend: backend.optional(),
});

/** An integration as a configuration file says it. */
export type IntegrationConfiguration = z.infer<typeof integrationSchema>;

/** The same with everything optional: what `defaults` may hold, and what an integration may leave out. */
export const partialIntegrationSchema = partial(integrationSchema);

/**
 * Names of integrations become names of stacks, folders, files and Terraform workspaces, and are
 * typed in shells.
 */
export const INTEGRATION_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** A configuration file. Keys that begin with `x-` are free, to hold YAML anchors. */
export const fileSchema = z.strictObject({
  $schema: text("the JSON Schema of this file, for editors").optional(),
  defaults: about(
    partialIntegrationSchema,
    "what all integrations share; an integration's own settings are merged over it, lists are replaced",
  ).optional(),
  integrations: about(
    z.record(z.string().regex(INTEGRATION_NAME), partialIntegrationSchema),
    "the integrations by name; each becomes a stack of that name",
    { example: { acme: { espocrm: { url: "https://espocrm.company" } } } },
  ),
});
