import type { CodeChange, Finding, IntegrationReview, Review, Row } from "../model";
import { plain } from "./text";

/** Reviews for programs: one JSON document, an array with one object a plan. Texts are plain. */
export const renderJson = (reviews: readonly Review[]): string =>
  `${JSON.stringify(reviews.map(reviewJson), null, 2)}\n`;

const reviewJson = (review: Review) => ({
  verdict: review.verdict,
  stack: review.stack?.value ?? null,
  environment: review.environment ?? null,
  besides: review.besides.map(({ text }) => plain(text)),
  integrations: review.integrations.map(integrationJson),
  findings: review.findings.map(findingJson),
  gatesOff: review.gatesOff.map(({ id, reason }) => ({ id, reason: reason.value })),
  checks: review.checks.map(({ message, name }) => ({ name: name.value, message: message.value })),
  resources: review.resources.map(({ action, address, also, purpose }) => ({
    address: address.value,
    action,
    also: also === undefined ? null : plain(also),
    purpose: purpose ?? null,
  })),
  outputs: review.outputs.map(({ value }) => value),
  terraform: review.terraform?.value ?? null,
  providers: review.providers.map(plain),
  digest: review.digest,
});

const integrationJson = (review: IntegrationReview) => ({
  name: review.name.value,
  verdict: review.verdict,
  reasons: review.reasons.map(plain),
  impact: review.impact.map(({ text }) => plain(text)),
  access:
    review.access === undefined
      ? null
      : {
          before: review.access.before === undefined ? null : plain(review.access.before),
          after: review.access.after === undefined ? null : plain(review.access.after),
          notes: review.access.notes.map(({ text }) => plain(text)),
          policies: review.access.policies.map(codeJson),
        },
  letsIn: review.letsIn === undefined ? null : plain(review.letsIn),
  stays: review.stays.map(plain),
  settings: review.settings.map(rowJson),
  authentik: review.authentik.map(rowJson),
  scopeMappings: review.scopeMappings.map(codeJson),
  drift: review.drift.map(({ found, label, made, then }) => ({
    what: plain(label),
    made: plain(made),
    found: plain(found),
    applying: plain(then),
  })),
  findings: review.findings.map(findingJson),
});

const codeJson = ({ after, before, name }: CodeChange) => ({
  name: name.value,
  before: before?.code ?? null,
  after: after?.code ?? null,
});

const rowJson = ({ after, before, label }: Row) => ({
  what: plain(label),
  before: plain(before),
  after: plain(after),
});

const findingJson = ({ found, id, mend, outcome, reason, why }: Finding) => ({
  id,
  outcome,
  found: plain(found),
  why,
  mend: plain(mend),
  reason: reason === undefined ? null : plain(reason),
});
