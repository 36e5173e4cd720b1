#!/usr/bin/env bash
# One ratio: `cse verify` over a register of so many commits, each one step that `cse` recorded,
# against `git fsck --full` of the very same repository. Asked twice: of loose objects, as `cse`
# leaves them, and of one pack, as `git gc` does.
#
# Prints the medians and the ratios, one a line, and fails when the limit is missed.
# benches/README.md says how to read them. CSE=PROGRAM measures a program that is built already;
# REGISTER=DIR one that is made already (it is left as it is, but for a `git gc`).
set -euo pipefail
source "$(dirname "$0")/measure.sh"

commits=${COMMITS:-10000}
cases=${CASES:-500}
rounds=${ROUNDS:-5}
limit=2.0

export XDG_STATE_HOME=$work/state

register=${REGISTER:-$work/register}
if [ ! -d "$register" ]; then
    "$cse" init "$register" --pathway hounslow >/dev/null
    ids=()
    for n in $(seq "$cases"); do
        line=$("$cse" -C "$register" new-referral --as screening-social-worker \
            --child-name "Invented $n" --child-date-of-birth 2012-03-04 --route new \
            --concern-summary "Invented concern, number $n." 2>/dev/null | head -n 1)
        ids+=("${line%%:*}")
    done
    for n in $(seq $((commits - cases - 1))); do
        "$cse" -C "$register" note "${ids[$((n * 7919 % cases))]}" --as social-worker \
            --note-text "Seen at school; nothing new. Round $n." >/dev/null
    done
fi

missed=0
measure() {
    local what=$1 round ours theirs
    "$cse" -C "$register" verify | head -n 1
    git -C "$register" fsck --full >/dev/null 2>&1
    rm -f "$work/verify" "$work/fsck"
    for round in $(seq "$rounds"); do
        timed "$work/verify" "$cse" -C "$register" verify
        timed "$work/fsck" git -C "$register" fsck --full
    done
    ours=$(median <"$work/verify") theirs=$(median <"$work/fsck")
    echo "verify, $what: $ours ms"
    echo "git fsck --full, $what: $theirs ms"
    local words
    words=$(awk -v a="$ours" -v b="$theirs" -v l="$limit" 'BEGIN { printf "%.2f", a / b; exit a > l * b }') ||
        missed=1
    echo "verify/fsck, $what: $words (limit $limit)"
}

git -C "$register" rev-list --count HEAD | sed 's/$/ commits/'
if [ -z "${REGISTER:-}" ]; then
    measure "loose objects"
fi
git -C "$register" gc --quiet --prune=now
measure "one pack"
exit "$missed"
