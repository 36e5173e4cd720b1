# What the scripts beside it share; each reads it with `source`, from anywhere: the working folder is
# then the project's, `$cse` the program that is measured (CSE=PROGRAM, else one that is built now),
# and `$work` a folder that is removed at the end.
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${CSE:-}" ]; then
    cargo build --release --quiet
    CSE=${CARGO_TARGET_DIR:-target}/release/cse
fi
cse=$(realpath "$CSE")
work=$(mktemp -d "${TMPDIR:-/tmp}/cse-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Nothing of the user's own git may make either side faster or slower.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.invalid
export GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.invalid
unset CSE_REGISTER

# The median of numbers, one a line.
median() {
    sort -n | awk '{ at[NR] = $1 } END { print (at[int((NR + 1) / 2)] + at[int((NR + 2) / 2)]) / 2 }'
}

# Runs a command, appends its time in milliseconds to a file; what it says is shown if it fails.
timed() {
    local into=$1 start end
    shift
    start=$(date +%s%N)
    "$@" >/dev/null 2>"$work/said" || { cat "$work/said" >&2 && return 1; }
    end=$(date +%s%N)
    echo $((end - start)) | awk '{ print $1 / 1000000 }' >>"$into"
}
