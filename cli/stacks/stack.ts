import type { StackJson } from "./stack-json";

/** A remark of the program about a construct, made while synthesizing. */
export interface Annotation {
  /** Whether the program must not be deployed with it. */
  readonly isError: boolean;
  /** Path of the construct. */
  readonly path: string;
  /** The remark. */
  readonly message: string;
}

/** One synthesized stack. */
export interface Stack {
  /** Its name. */
  readonly name: string;
  /** Folder that Terraform runs in, absolute. */
  readonly folder: string;
  /** File of its Terraform JSON, absolute. */
  readonly file: string;
  /** What is in that file, as it was when the program had run. */
  readonly json: StackJson;
  /** Names of the stacks whose outputs it uses: they are applied first. */
  readonly dependencies: readonly string[];
  /** Remarks of the program. */
  readonly annotations: readonly Annotation[];
}

/** Whether a stack declares a resource: one whose integration is removed declares its connections alone. */
export const hasResources = ({ json }: Stack): boolean => Object.keys(json.resource).length > 0;
