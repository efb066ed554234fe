import type { CheckId } from "../../cli/verify/checks/ids";
import type { Ran } from "../cli/project";
import type { Works, World } from "./world";

/** One thing that goes wrong, and everything that is promised for that case. */
export interface Fault {
  /** What happens, as the table of faults says it. */
  readonly what: string;
  /** Makes it happen; `verify` then tells people. @default - the command does */
  readonly begin?: (world: World) => Promise<void> | void;
  /** The command that fails of it, and tells people. @default - `verify` tells */
  readonly command?: (world: World) => Promise<Ran>;
  /** What that command must say. @default - nothing */
  readonly commandSays?: readonly string[];
  /** The checks of `verify --login` that fail, and no others. @default - none */
  readonly red?: readonly CheckId[];
  /** Seconds that a request of `verify` may take. @default - more than enough */
  readonly patience?: number;
  /** The checks that warn, and no others. @default - none */
  readonly yellow?: readonly CheckId[];
  /** What `verify` must say of them. @default - nothing in particular */
  readonly says?: readonly string[];
  /** What people can do meanwhile. @default - everything */
  readonly works?: Partial<Works>;
  /** Ends what no command can end, such as that a server is down. @default - nothing */
  readonly end?: (world: World) => Promise<void> | void;
  /** What that is, in words. @default - nothing */
  readonly ended?: string;
  /** The commands after which everything is as it should be. @default - none */
  readonly mend?: readonly Mend[];
}

/** A command that mends. */
export type Mend = "apply" | "clear-key-cache" | "replace-secret";
