/**
 * Integrations that are asked about at once: each begins a Terraform for its outputs and some twenty
 * requests, so that hundreds at once would run into the time that one request may take.
 */
export const AT_ONCE = 32;
