#!/usr/bin/env bash
# Builds the program six times, each time with another mistake made on purpose, and runs the part of
# the fault suite that is there for it. Fails unless all six are noticed.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
log=$work/log
trap 'rm -rf "$work"' EXIT

noticed=0
tried=0

# One mistake, and what must notice it.
notices() {
    local mistake=$1
    shift
    tried=$((tried + 1))
    # Without the mistake the same faults must be no trouble, or noticing would mean nothing.
    if ! cargo test --quiet --test faults -- "$@" >"$log" 2>&1; then
        echo "$mistake: the program fails at $* even without it"
        grep -m3 -E '^    (Lost|False|Blocked|Damaged|Said|Accused)' "$log" | cut -c1-300
        return
    fi
    # A copy: the build for the tests themselves takes its place.
    CSE_BROKEN=$mistake cargo build --quiet --features broken
    cp "$CARGO_TARGET_DIR/debug/cse" "$work/cse-$mistake"
    if FAULTS_PROGRAM=$work/cse-$mistake \
        cargo test --quiet --test faults -- "$@" >"$log" 2>&1; then
        echo "$mistake: NOT noticed by: $*"
        return
    fi
    # A suite that fell over has noticed nothing: its totals must be there.
    if grep -q '^test result: FAILED' "$log"; then
        noticed=$((noticed + 1))
        echo "$mistake: noticed: $(grep -m1 -E '^    (Lost|False|Blocked|Damaged|Said|Accused)' "$log" | cut -c5-170)"
    else
        echo "$mistake: the suite did not get to its end"
        tail -5 "$log"
    fi
}

notices no-fsync order power
notices plain-commit errors --command=note --error=ENOSPC --at=.git/objects --points=1000
notices no-lock writers
notices error-means-empty errors --command=note --error=EIO --at=.git/objects --points=1000
notices equality beside
notices no-heal kill --points=150

echo "$noticed of $tried mistakes noticed"
[ "$noticed" = "$tried" ]
