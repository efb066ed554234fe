import type { EspoAuthentikStackProps } from "../props";
import type { Problem } from "./problem";

/** An integration of a configuration file. */
export interface ConfiguredIntegration {
  /** Its name in the file: the stack's name. */
  readonly name: string;
  /** What its stack is made from. */
  readonly props: EspoAuthentikStackProps;
}

/** A configuration file that can be used. */
export interface Configuration {
  /** The file, as it was named. */
  readonly file: string;
  /** Its integrations, in the order of the file. */
  readonly integrations: readonly ConfiguredIntegration[];
  /** What is allowed, but worth a second look. CDKTF shows the same at synth, without the places. */
  readonly warnings: readonly Problem[];
}
