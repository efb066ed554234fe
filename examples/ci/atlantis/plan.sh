#!/bin/sh
# A step of Atlantis's plan: plans, and shows the review in place of Terraform's own text.
# A gate that refuses fails the step, so that there is nothing to apply.
set -eu

terraform="terraform$ATLANTIS_TERRAFORM_VERSION"
said=$(mktemp)
trap 'rm -f "$said"' EXIT

if ! "$terraform" plan -input=false -no-color -out "$PLANFILE" > "$said" 2>&1; then
  cat "$said"
  exit 1
fi

# The JSON of a plan holds secrets in clear text: it goes through a pipe, and nowhere else.
code=0
review=$("$terraform" show -json "$PLANFILE" |
  NO_COLOR=1 npx --no espo-authentik review - --format terminal \
    --stack "$PROJECT_NAME" --environment production) || code=$?
printf '%s\n' "$review"

case "$code" in
  0 | 2) [ -n "$review" ] ;; # without a review: a wrong call
  *)
    rm -f "$PLANFILE"
    exit "$code"
    ;;
esac
