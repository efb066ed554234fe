import { type Review, worst } from "./model";

/** Exit codes as `terraform plan -detailed-exitcode` has them, and 3 where a gate refuses. */
export function exitCodeOf(reviews: readonly Review[]): 0 | 1 | 2 | 3 {
  switch (worst(reviews.map(({ verdict }) => verdict))) {
    case "failed":
      return 1;
    case "refused":
      return 3;
    case "nothing":
      return 0;
    default:
      return 2;
  }
}
