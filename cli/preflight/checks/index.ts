import type { PreflightCheck } from "../check";
import { references } from "./references";
import { release } from "./release";
import { teams } from "./teams";

/** What is looked at before Terraform is asked, in the order in which it is told. */
export const PREFLIGHT_CHECKS: readonly PreflightCheck[] = [release, references, teams];
