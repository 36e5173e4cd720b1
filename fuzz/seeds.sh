#!/usr/bin/env bash
# Lays out the first inputs of each target from files that the project has anyway: fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")"
lay() {
    local target=$1
    shift
    mkdir -p "corpus/$target"
    for file in "$@"; do
        cp -- "$file" "corpus/$target/$(printf %s "${file#../}" | tr / _)"
    done
}
files=(../templates/*.yaml ../templates/*/facts.yaml)
mapfile -t records < <(find ../cases -name '*-*-*.yaml' | sort)
mapfile -t documents < <(find ../templates -path '*/documents/*.md' ! -path '*/parts/*' | sort)
lay node "${files[@]}" ../templates/*/statutory.yaml ../tests/hostile/corpus/record.yaml
lay record "${records[@]}" ../tests/hostile/corpus/record.yaml
lay dictionary "${files[@]}"
lay pathway ../templates/*/pathway.yaml
lay statutory ../templates/*/statutory.yaml
lay templates "${documents[@]}"
lay from ../tests/hostile/corpus/record.yaml
for target in from values dates ids lines; do mkdir -p "corpus/$target"; done
sed -n '/^facts:/,$p' ../tests/hostile/corpus/record.yaml | sed -e 1d -e 's/^  //' >corpus/from/facts
number=0
while read -r text; do
    number=$((number + 1))
    printf '%s' "$text" >"corpus/dates/$number"
    printf '\0%b%s' "\\x$(printf %x $((number % 100)))" "$text" >"corpus/values/$number"
    printf '%s' "$text" >"corpus/ids/$number"
done <<'TEXTS'
2026-11-21
21/11/2026 09:30
2026-10-25T01:30:00+01:00
yesterday 15:00
next friday
in 3 days
25/10/2026 01:30 BST
CSE-2026-7K3Q9FX
name=A, B,description=tall
red
a,b
12
TEXTS
# Arguments with a NUL between them, after a byte of surroundings and the standard input.
number=0
while read -r args; do
    number=$((number + 1))
    { printf '\1note.text: x\n\0'; printf %s "$args" | tr ' ' '\0'; } >"corpus/lines/$number"
done <<'LINES'
due --all --why
list --format json
help
show CSE-2026-111111V
note CSE-2026-111111V --as social-worker --from -
new-referral --as social-worker --from facts.yaml --dry-run
render 87a CSE-2026-111111V --for internal --format html
pathway check folder
search a --as-of yesterday
meeting add mase 2026-12-12T14:00 --as ev-coordinator
LINES
