import type { Review } from "./model";
import { safe } from "./render/safe";

/**
 * The review of a stack that could not be planned: a pull request must not show the others alone.
 * @param said what was said about it, of any origin
 */
export const failedReview = (stack: string, said: string, environment?: string): Review =>
  safe<Review>(
    {
      verdict: "failed",
      stack: { value: stack },
      environment,
      besides: [],
      integrations: [],
      findings: [],
      gatesOff: [],
      checks: [{ name: { value: "plan" }, message: { value: said } }],
      resources: [],
      outputs: [],
      engine: undefined,
      providers: [],
      digest: "none",
    },
    [],
  );
