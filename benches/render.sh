#!/usr/bin/env bash
# What a document adds to reading its case: `cse render mase-form CASE` as Word, against
# `cse show CASE` of the same case, on the same machine in the same minute, in turn.
# Prints the medians and what is added, and fails when that is over the limit.
# benches/README.md says how to read it. CSE=PROGRAM measures a program that is built already.
set -euo pipefail
source "$(dirname "$0")/measure.sh"

rounds=${ROUNDS:-41}
pathway=${PATHWAY:-hounslow}
limit=5

at=$work/register
"$cse" init "$at" --pathway "$pathway" --sample >/dev/null
# The case with the most records: its form is the fullest.
case=$(cd "$at" && find cases -name '*.yaml' | awk -F/ '{ n[$(NF - 1)]++ }
    END { for (id in n) print n[id], id }' | sort -n | awk 'END { print $2 }')
render=(render mase-form "$case" --format docx)
"$cse" -C "$at" "${render[@]}" -o "$work/form.docx" 2>/dev/null
"$cse" -C "$at" show "$case" >/dev/null

for _ in $(seq "$rounds"); do
    timed "$work/show" "$cse" -C "$at" show "$case"
    timed "$work/render" "$cse" -C "$at" "${render[@]}" -o -
    timed "$work/file" "$cse" -C "$at" "${render[@]}" --force -o "$work/form.docx"
done
paste "$work/render" "$work/show" | awk '{ print $1 - $2 }' >"$work/added"
echo "mase-form of $case: $(wc -c <"$work/form.docx") bytes of Word, $rounds rounds"
echo "show: $(median <"$work/show") ms"
echo "render: $(median <"$work/render") ms"
echo "render to a file: $(median <"$work/file") ms"
added=$(median <"$work/added")
echo "render adds: $added ms (limit $limit)"
awk -v a="$added" -v l="$limit" 'BEGIN { exit a > l }'
