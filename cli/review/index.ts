export { type GatesOff, gateOption, parseGates } from "./gates/options";
export { creates } from "./creation";
export { lostSecrets } from "./lost-secret";
export type { Finding, IntegrationReview, Review, Verdict } from "./model";
export { exitCodeOf } from "./exit-code";
export { parsePlan } from "./plan-json";
export { type MarkdownOptions, renderMarkdown } from "./render/markdown";
export { renderTerminal } from "./render/terminal";
export { reviewOf, reviewPlan, type ReviewOptions } from "./review-plan";
