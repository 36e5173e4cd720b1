"""Answers the questions on standard input by published Python packages, and by nothing of ours.

Working days: `holidays`, England. Clamped months: `dateutil`. Moments and London's days: `zoneinfo`.
With `--bank-holidays` it prints the bank holidays of the years instead.
"""

import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

LONDON = ZoneInfo("Europe/London")
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


def day(text):
    return moment(text).astimezone(LONDON).date() if "T" in text else date.fromisoformat(text)


def eighteenth(born):
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def answer(clock, start, count):
    sign = -1 if clock.endswith("-") else 1
    unit = clock.rstrip("+-")
    if unit == "working_days":
        # The day of the event is day nought, whatever day it is; the package moves it off a day off.
        return ENGLAND.get_nth_working_day(day(start), sign * count) if count else day(start)
    if unit == "days":
        return day(start) + timedelta(days=sign * count)
    if unit == "months":
        return day(start) + relativedelta(months=sign * count)
    if unit == "hours":
        due = moment(start).astimezone(timezone.utc) + timedelta(hours=count)
        return due.astimezone(LONDON).isoformat()
    if unit == "same-day":
        return day(start)
    if unit == "birthday-18":
        return eighteenth(day(start)) - relativedelta(months=count)
    raise SystemExit(f"no such clock: {clock}")


if sys.argv[1:] == ["--bank-holidays"]:
    for on, name in sorted(ENGLAND.items()):
        print(f"{on},{name}")
else:
    for line in sys.stdin:
        clock, start, count = line.strip().split(",")
        print(f"{line.strip()},{answer(clock, start, int(count))}")
