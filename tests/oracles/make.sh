#!/usr/bin/env bash
# Makes answers.csv and bank-holidays.csv: what two oracles, which know nothing of each other or of
# `cse`, say to ten thousand questions drawn from a seed. They must say the same to every one.
#   make.sh          writes both files
#   make.sh --check  compares them with what is committed, and changes nothing
# Needs: remind, GNU date with the time zones (tzdata), and the packages of requirements.txt, whose
# Python is $PYTHON (python3 as usual).
set -euo pipefail
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8
python=${PYTHON:-python3}
seed=20261121

for program in remind date "$python"; do
    command -v "$program" >/dev/null || { echo "make.sh: $program is not installed" >&2; exit 1; }
done
# Without the zone GNU date would take London for UTC and say nothing.
[ "$(TZ=Europe/London date -d 2026-07-01T12:00:00Z +%H)" = 13 ] ||
    { echo "make.sh: the time zone Europe/London is not installed (tzdata)" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" package_says.py --bank-holidays >"$work/bank-holidays.csv"
"$python" questions.py "$seed" >"$work/questions"
"$python" package_says.py <"$work/questions" >"$work/package"
"$python" remind_says.py "$work/bank-holidays.csv" <"$work/questions" >"$work/remind"
if ! diff "$work/package" "$work/remind" >"$work/apart"; then
    echo "make.sh: the oracles do not agree (< Python packages, > remind and date):" >&2
    head -40 "$work/apart" >&2
    exit 1
fi
{
    echo "# Made by make.sh; see there. Seed $seed. Made by: remind $(dpkg-query -W -f '${Version}' remind 2>/dev/null || echo "of this machine"),"
    echo "# $(date --version | head -1), $("$python" --version), $("$python" -c 'import importlib.metadata as m; print(", ".join(f"{p} {m.version(p)}" for p in ("holidays", "python-dateutil")))')."
    cat "$work/package"
} >"$work/answers.csv"

echo "seed $seed: $(wc -l <"$work/package") questions, both oracles agree on all"
sed -n 's/^# //p' "$work/answers.csv"
case ${1:-} in
--check)
    # Who made it may differ from machine to machine; what they say may not.
    diff bank-holidays.csv "$work/bank-holidays.csv"
    diff <(grep -v '^#' answers.csv) "$work/package"
    echo "answers.csv and bank-holidays.csv are what they say"
    ;;
*) cp "$work/answers.csv" "$work/bank-holidays.csv" . ;;
esac
