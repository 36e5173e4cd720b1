#!/usr/bin/env bash
# Two ratios that say whether `cse` is fast enough, each against a plain tool that does the least
# that could be done, on the same machine in the same minute:
#
#   due/cat        `cse due` over all cases, against reading the same files with `cat`
#   append/commit  recording one step, against `git add` and `git commit` of the very same file,
#                  with git made as durable as `cse` always is (core.fsync=all)
#
# Prints the medians and the ratios, one a line, and fails when a limit is missed.
# benches/README.md says how to read them. CSE=PROGRAM measures a program that is built already.
set -euo pipefail
source "$(dirname "$0")/measure.sh"

small=100
large=${CASES:-10000}
rounds=${ROUNDS:-9}
pathway=${PATHWAY:-hounslow}
limit_due=2.0
limit_append=0.7

missed=0
ratio() {
    local name=$1 ours=$2 theirs=$3 limit=$4 words
    words=$(awk -v a="$ours" -v b="$theirs" -v l="$limit" 'BEGIN { printf "%.2f", a / b; exit a > l * b }') ||
        missed=1
    echo "$name: $words (limit $limit)"
}

make_register() {
    "$cse" init "$1" --pathway "$pathway" --sample >/dev/null
    "$cse" -C "$1" sample --cases "$2" --seed 1 >/dev/null
}

due() { "$cse" -C "$1" due --all --format json; }
find_cat() { (cd "$1" && find cases -name '*.yaml' -print0 | xargs -0 cat); }
list_cat() { (cd "$1" && xargs -0 cat <"$2"); }
commit() {
    git -C "$1" -c core.fsync=all add "$2" && git -C "$1" -c core.fsync=all commit -q -m x
}

due_against_cat() {
    local at=$1 n=$2 list=$work/list
    (cd "$at" && find cases -name '*.yaml' -print0) >"$list"
    local files bytes lines
    files=$(tr -cd '\0' <"$list" | wc -c)
    bytes=$(list_cat "$at" "$list" | wc -c)
    lines=$(due "$at" | grep -c '"obligation":')
    echo "$n cases: $files records, $bytes bytes, $lines duties"
    find_cat "$at" >/dev/null
    local round
    for round in $(seq "$rounds"); do
        timed "$work/due" due "$at"
        timed "$work/find" find_cat "$at"
        timed "$work/known" list_cat "$at" "$list"
    done
    local ours theirs listed
    ours=$(median <"$work/due") theirs=$(median <"$work/find") listed=$(median <"$work/known")
    echo "due at $n cases: $ours ms"
    echo "find | xargs cat at $n cases: $theirs ms"
    echo "cat of a known list at $n cases: $listed ms"
    ratio "due/cat at $n cases" "$ours" "$theirs" "$limit_due"
    echo "due/cat of a known list at $n cases: $(awk -v a="$ours" -v b="$listed" 'BEGIN { printf "%.2f", a / b }')"
}

append_against_commit() {
    local ours=$1 n=$2 theirs=$1-git
    cp -r "$ours" "$theirs"
    # git looks at every file of a copy once; not while it is timed.
    git -C "$theirs" status --porcelain >/dev/null
    # A case whose every stage takes a note.
    local case round record
    case=$("$cse" -C "$ours" list --format csv | sed -n '2s/,.*//p')
    rm -f "$work/append" "$work/commit"
    for round in 0 $(seq "$rounds"); do
        timed "$work/append" "$cse" -C "$ours" note "$case" --as social-worker \
            --note-text "Seen at school; nothing new. Round $round."
        record=$(git -C "$ours" diff --name-only HEAD~1 HEAD)
        cp "$ours/$record" "$theirs/$record"
        timed "$work/commit" commit "$theirs" "$record"
        if [ "$round" = 0 ]; then
            rm "$work/append" "$work/commit" # the warm-up
        fi
    done
    if [ -n "$(git -C "$ours" status --porcelain)" ]; then
        echo "the index of git is out of step" >&2
        missed=1
    fi
    git -C "$ours" fsck --connectivity-only >/dev/null 2>&1 || missed=1
    local a b
    a=$(median <"$work/append") b=$(median <"$work/commit")
    echo "append at $n cases: $a ms"
    echo "git add and commit at $n cases: $b ms"
    ratio "append/commit at $n cases" "$a" "$b" "$limit_append"
}

for n in "$small" "$large"; do
    make_register "$work/$n" "$n"
done
due_against_cat "$work/$large" "$large"
append_against_commit "$work/$small" "$small"
append_against_commit "$work/$large" "$large"
exit "$missed"
