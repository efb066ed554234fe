export { type GatesOff, gateOption, parseGates } from "../commands/gate-option";
export { creates } from "./plan/creation";
export { lostSecrets } from "./plan/lost-secret";
export type { Finding, IntegrationReview, Review, Verdict } from "./model";
export { exitCodeOf } from "./exit-code";
export { parsePlan } from "./plan/plan-json";
export { type MarkdownOptions, renderMarkdown } from "./render/markdown";
export { renderTerminal } from "./render/terminal";
export { reviewOf, reviewPlan, type ReviewOptions } from "./review-plan";
