#!/usr/bin/env bash
# What a form adds to looking at a case: `cse render FORM CASE` as Word against `cse show` of the same
# case, in turn, in a register of invented cases. Prints both medians and the difference, and fails
# when a form adds more than 5 ms. CSE=PROGRAM measures a program that is built already.
set -euo pipefail
export LC_ALL=C
rounds=${ROUNDS:-15}
cases=${CASES:-200}
pathway=${PATHWAY:-hounslow}
form=${FORM:-mase-form}
limit=5

cd "$(dirname "$0")/.."
if [ -z "${CSE:-}" ]; then
    cargo build --release --quiet
    CSE=${CARGO_TARGET_DIR:-target}/release/cse
fi
cse=$(realpath "$CSE")
work=$(mktemp -d "${TMPDIR:-/tmp}/cse-documents.XXXXXX")
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.invalid
unset CSE_REGISTER

"$cse" init "$work/register" --pathway "$pathway" --sample >/dev/null
"$cse" -C "$work/register" sample --cases "$cases" --seed 1 >/dev/null
# The case with the most records.
case=$(find "$work/register/cases" -name '*.yaml' -printf '%h\n' | sort | uniq -c | sort -n | tail -1 | sed 's:.*/::')

timed() {
    local into=$1 start end
    shift
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) | awk '{ print $1 / 1000 }' >>"$into"
}
median() {
    sort -n | awk '{ at[NR] = $1 } END { print (at[int((NR + 1) / 2)] + at[int((NR + 2) / 2)]) / 2 }'
}
show() { timed "$1" "$cse" -C "$work/register" show "$case"; }
render() { timed "$1" "$cse" -C "$work/register" render "$form" "$case" --format docx -o -; }

show /dev/null && render /dev/null
for _ in $(seq "$rounds"); do
    show "$work/show"
    render "$work/render"
done
a=$(median <"$work/show")
b=$(median <"$work/render")
echo "show $case: $a ms"
echo "render $form as Word: $b ms"
awk -v a="$a" -v b="$b" -v l="$limit" \
    'BEGIN { printf "the form adds %.2f ms (limit %s)\n", b - a, l; exit b - a > l }'
