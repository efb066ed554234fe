/** Answers of the sandbox that stay other than those of the real server. */
export interface LeftDifferent {
  /** Step of the recording. */
  readonly step: string | RegExp;
  /** Where in its answer: `status`, `header.…`, `body.…`. */
  readonly at: string | RegExp;
  /** Why that may stay. */
  readonly reason: string;
}

/** All of them. One that is no longer different fails the test. */
export const LEFT_DIFFERENT: readonly LeftDifferent[] = [
  {
    step: /^root-config/,
    at: "body.error_reporting.sentry_dsn",
    reason: "no address that a client could report to by mistake",
  },
  {
    step: "malformed json",
    at: "body.detail",
    reason: "the words of Python's JSON parser; ours are JavaScript's",
  },
  {
    step: "options list",
    at: /./,
    reason: "OPTIONS describes a model to whoever draws forms; nobody asks for it here",
  },
  { step: /^flow /, at: /cache_count$/, reason: "the sandbox plans each flow anew" },
  {
    step: "flow list",
    at: /(stages|policies)\.length$/,
    reason: "of the flows that the sandbox does not go through, it has the names only",
  },
  {
    step: /^(groups? |users? )/,
    at: /^body\.autocomplete\./,
    reason: "hints for the search box of authentik's own pages",
  },
  {
    step: "group ordering unknown",
    at: /roles(_obj)?\.length$/,
    reason: "the sandbox has no roles: a token may do everything or nothing",
  },
  {
    step: /^(app list( full)?|prov by application slug filter)$/,
    at: /pagination\.|results\.length$/,
    reason: "the recorded server had two applications more, of an earlier test",
  },
  {
    step: "az max_age nonsense",
    at: /./,
    reason: "a failure of authentik's own; the sandbox ignores what is no number",
  },
  {
    step: "if user",
    at: /./,
    reason: "authentik's page sends to the log-in by JavaScript, the sandbox's works without",
  },
];

/** Those of the recorded log-ins. */
export const LEFT_DIFFERENT_OF_LOG_INS: readonly LeftDifferent[] = [];
