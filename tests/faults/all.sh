#!/usr/bin/env bash
# All faults, on a release build, and then the six mistakes made on purpose. Wants root for the disks
# and the other account; what it skips it says.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked
FAULTS_PROGRAM=$(realpath "${CARGO_TARGET_DIR:-target}/release/cse")
export FAULTS_PROGRAM
status=0
cargo test --locked --test faults -- --all || status=$?
unset FAULTS_PROGRAM
tests/faults/broken.sh || status=$?
exit "$status"
