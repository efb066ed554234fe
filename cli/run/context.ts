/** A place that text goes to: standard output, standard error, or a test's. */
export interface TextStream {
  /** Writes text as it is. */
  write(text: string): unknown;
  /** Whether a person's terminal is behind it. @default - no */
  readonly isTTY?: boolean;
  /** Characters that fit in a line, where it is a terminal. @default - unknown */
  readonly columns?: number;
}

/** What surrounds a command: nothing else of the process is touched. */
export interface CommandContext {
  /** Results. */
  readonly stdout: TextStream;
  /** Progress, warnings, errors. */
  readonly stderr: TextStream;
  /** Environment variables, credentials (`TF_VAR_…`) among them. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder that the command runs in: the one with `cdktf.json`. */
  readonly directory: string;
  /** Sets the exit code with which the process will end. */
  readonly exit: (code: number) => void;
}
