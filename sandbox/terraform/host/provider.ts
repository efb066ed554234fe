/** What a provider's stand-in must be able to do, in Terraform's own words. */
import type { Attributes } from "../wire/values";
import type { ProviderSchema } from "./schema";

/** An error or a warning for the user. */
export interface Diagnostic {
  /** Its weight. */
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /**
   * The rest.
   *
   * @default - none
   */
  readonly detail?: string;
  /**
   * The way to the attribute that it is about.
   *
   * @default - it is about the whole block
   */
  readonly path?: readonly PathStep[];
}

/** A step on the way to a part of a value: an attribute's name, or a map's key. */
export type PathStep = { readonly attribute: string } | { readonly key: string };

/** An error diagnostic. */
export const error = (
  summary: string,
  detail?: string,
  path?: readonly PathStep[],
): Diagnostic => ({
  severity: "error",
  summary,
  ...(detail !== undefined && { detail }),
  ...(path && { path }),
});

/** Thrown by a stand-in that can't do what it was asked for. */
export class Refusal extends Error {
  /** What the user is told. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map(({ summary }) => summary).join("; "));
    this.diagnostics = diagnostics;
  }
}

/** What came of an operation on a resource. */
export interface Outcome {
  /** The state to keep; null when the object is gone. */
  readonly state: Attributes | null;
  /**
   * Errors and warnings; the state is kept nevertheless.
   *
   * @default - none
   */
  readonly diagnostics?: readonly Diagnostic[];
}

/** A change to plan. */
export interface ProposedChange {
  /** The state before; null when the object is to be created. */
  readonly prior: Attributes | null;
  /** What Terraform's core makes of prior state and configuration. */
  readonly proposed: Attributes;
}

/** A planned change. */
export interface PlannedChange {
  /** The state to come. */
  readonly planned: Attributes;
  /**
   * The attributes that can't be changed in place.
   *
   * @default - none
   */
  readonly requiresReplace?: readonly (readonly PathStep[])[];
}

/** A change to make: the state before and the state that was planned. */
export interface Change {
  /** The state before. */
  readonly prior: Attributes;
  /** The state that was planned. */
  readonly planned: Attributes;
}

/** How one resource type behaves. */
export interface Resource<Client> {
  /** What is wrong with a configuration. */
  validate(config: Attributes): readonly Diagnostic[];
  /** Plans to create or to update. */
  plan(change: ProposedChange): PlannedChange;
  /** Creates the object that was planned. */
  create(client: Client, planned: Attributes): Promise<Outcome>;
  /** Reads what became of the object. */
  read(client: Client, state: Attributes): Promise<Outcome>;
  /** Updates the object to what was planned. */
  update(client: Client, change: Change): Promise<Outcome>;
  /** Destroys the object. */
  destroy(client: Client, state: Attributes): Promise<void>;
  /** The first state of an object that exists already; attributes that are left out are null. */
  import(client: Client, id: string): Promise<Attributes>;
}

/** How one data source behaves. */
export interface DataSource<Client> {
  /** What is wrong with a configuration. */
  validate(config: Attributes): readonly Diagnostic[];
  /** Looks up what the configuration asks for; attributes that are left out are null. */
  read(client: Client, config: Attributes): Promise<Attributes>;
}

/** A provider's stand-in. */
export interface Provider<Client> {
  /** What it declares. */
  readonly schema: ProviderSchema;
  /** Whether Terraform must forgive the imprecisions of the older provider library (SDKv2). */
  readonly legacyTypeSystem: boolean;
  /** Makes a client from the provider block. */
  configure(config: Attributes): Promise<{ client: Client; diagnostics: readonly Diagnostic[] }>;
  /** The resource types by name. */
  readonly resources: Readonly<Record<string, Resource<Client>>>;
  /** The data sources by name. */
  readonly dataSources: Readonly<Record<string, DataSource<Client>>>;
}
