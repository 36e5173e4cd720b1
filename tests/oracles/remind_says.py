"""Answers the questions on standard input by `remind`, and what is of clocks by GNU `date`.

`remind` knows days: it slides over what it is told to omit (weekends and the days in the file given),
and knows how long a month is. It knows no other zone's moments, so `date` turns those into London's.
Python only writes the questions in their language here: it reckons nothing.
"""

import os
import subprocess
import sys

LONDON = {**os.environ, "TZ": "Europe/London", "LC_ALL": "C"}


def run(command, text):
    done = subprocess.run(command, input=text, env=LONDON, text=True, capture_output=True)
    if done.returncode or done.stderr:
        raise SystemExit(f"{command}: {done.returncode}: {done.stderr[:2000]}")
    return done.stdout.splitlines()


def date(moments, form):
    return run(["date", "-f", "-", form], "".join(f"{moment}\n" for moment in moments))


def remind(expressions, omitted):
    script = ["BANNER %", "OMIT Sat Sun", *(f"OMIT {day}" for day in omitted)]
    script += [
        "FSET first_(d) date(year(d), monnum(d), 1)",
        "FSET months_(m) date(m / 12, 1 + m % 12, 1)",
        "FSET clamp_(f, d) f + min(day(d), daysinmon(monnum(f), year(f))) - 1",
        "FSET plus_(d, n) clamp_(months_(12 * year(d) + monnum(d) - 1 + n), d)",
        # In a year that has no 29 February the day after the 28th is 1 March.
        "FSET born_(d) date(year(d) + 18, monnum(d), 1) + day(d) - 1",
        *(f"MSG [{expression}]%" for expression in expressions),
    ]
    return run(["remind", "-q", "-", "2012-01-01"], "\n".join(script) + "\n")


def expression(clock, day, count):
    unit, amount = clock.rstrip("+-"), f"-{count}" if clock.endswith("-") else count
    return {
        "working_days": f"slide('{day}', {amount})",
        "days": f"'{day}' + ({amount})",
        "months": f"plus_('{day}', {amount})",
        "same-day": f"'{day}'",
        "birthday-18": f"plus_(born_('{day}'), -{count})",
    }[unit]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        omitted = [line.split(",")[0] for line in file]
    asked = [line.strip().split(",") for line in sys.stdin]
    starts = [start for _, start, _ in asked if "T" in start]
    days = dict(zip(starts, date(starts, "+%Y-%m-%d"), strict=True))
    ends = [f"{start} +{count} hours" for clock, start, count in asked if clock == "hours+"]
    ends = date(ends, "+%Y-%m-%dT%H:%M:%S%:z")
    asked_of_remind = [row for row in asked if row[0] != "hours+"]
    found = remind([expression(c, days.get(s, s), n) for c, s, n in asked_of_remind], omitted)
    if len(ends) + len(found) != len(asked):
        raise SystemExit("there are not as many answers as questions")
    ends, found = iter(ends), iter(found)
    for row in asked:
        print(f"{','.join(row)},{next(ends if row[0] == 'hours+' else found)}")


main()
