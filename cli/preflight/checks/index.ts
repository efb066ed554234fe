import type { PreflightCheck } from "../check";
import { references } from "./references";

/** What is looked at before Terraform is asked, in the order in which it is told. */
export const PREFLIGHT_CHECKS: readonly PreflightCheck[] = [references];
