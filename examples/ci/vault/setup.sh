#!/usr/bin/env bash
# Sets HashiCorp Vault up for the examples beside this folder: run once, by somebody who administers it.
#   FORGE=github|gitlab PROJECT=company/crm-login ./setup.sh
# Then put the secrets in, for plan and for apply (docs/gitops.md says what each must be allowed to do):
#   vault kv put -mount=kv espo-authentik/plan  authentik_token=- …
#   vault kv put -mount=kv espo-authentik/apply authentik_token=- …
set -euo pipefail

: "${FORGE:?github or gitlab}" "${PROJECT:?company/crm-login}"
: "${GITLAB:=https://gitlab.com}" "${AUDIENCE:=https://vault.company}"

# may_read POLICY PATH…
may_read() {
  local policy=$1 path
  shift
  for path in "$@"; do
    printf 'path "kv/data/espo-authentik/%s" { capabilities = ["read"] }\n' "$path"
  done | vault policy write "$policy" -
}

# role NAME CLAIMS: only a job with all of these claims gets it, for ten minutes
role() {
  vault write "auth/$FORGE/role/$1" - << JSON
{
  "role_type": "jwt",
  "user_claim": "sub",
  "bound_audiences": ["$AUDIENCE"],
  "bound_claims": $2,
  "token_policies": ["$1"],
  "token_ttl": "10m",
  "token_max_ttl": "30m",
  "token_no_default_policy": true
}
JSON
}

enable() { vault auth list -format=json | grep -q "\"$FORGE/\"" || vault auth enable -path="$FORGE" jwt; }

case "$FORGE" in
  github)
    enable
    issuer=https://token.actions.githubusercontent.com
    vault write auth/github/config oidc_discovery_url="$issuer" bound_issuer="$issuer"

    may_read espo-authentik-pull-request plan
    role espo-authentik-pull-request "{
      \"sub\": \"repo:$PROJECT:environment:espo-authentik-pull-request\",
      \"event_name\": \"pull_request\", \"base_ref\": \"main\" }"

    may_read espo-authentik-main plan
    role espo-authentik-main "{
      \"sub\": \"repo:$PROJECT:environment:espo-authentik-main\", \"ref\": \"refs/heads/main\" }"

    may_read espo-authentik-apply apply
    role espo-authentik-apply "{
      \"sub\": \"repo:$PROJECT:environment:espo-authentik-apply\", \"ref\": \"refs/heads/main\" }"
    ;;
  gitlab)
    enable
    vault write auth/gitlab/config oidc_discovery_url="$GITLAB" bound_issuer="$GITLAB"

    may_read espo-authentik-merge-request plan note
    role espo-authentik-merge-request "{
      \"project_path\": \"$PROJECT\", \"pipeline_source\": \"merge_request_event\" }"

    may_read espo-authentik-main plan
    role espo-authentik-main "{
      \"project_path\": \"$PROJECT\", \"ref\": \"main\", \"ref_type\": \"branch\",
      \"ref_protected\": \"true\", \"environment\": \"production\" }"

    may_read espo-authentik-apply apply
    role espo-authentik-apply "{
      \"project_path\": \"$PROJECT\", \"ref\": \"main\", \"ref_type\": \"branch\",
      \"ref_protected\": \"true\", \"environment\": \"production\",
      \"environment_action\": \"start\" }"
    ;;
  *)
    echo "FORGE is github or gitlab." >&2
    exit 2
    ;;
esac
