"""Draws the questions: ten thousand clocks, each with a start and an amount, from one seed.

Prints `clock,from,count`. Many starts are drawn near what is easy to get wrong: Christmas and Easter,
the ends of months, leap days, midnight in London, and the two nights on which the clocks change.
The numbers are drawn by splitmix64, written out, so that no version of Python draws others.
"""

import sys
from datetime import date, datetime, timedelta

from dateutil.easter import easter

FIRST, LAST = date(2012, 1, 1), date(2028, 12, 31)

# How many of each, and the largest amount.
CLOCKS = [
    ("working_days+", 2400, 60),
    ("working_days-", 1600, 60),
    ("days+", 700, 60),
    ("days-", 500, 60),
    ("months+", 1000, 24),
    ("months-", 500, 24),
    ("hours+", 1800, 120),
    ("same-day", 1000, 0),
    ("birthday-18", 500, 12),
]


class Drawn:
    """Splitmix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return (z ^ (z >> 31)) % limit


def last_sunday(year, month):
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def day(drawn):
    year = FIRST.year + drawn.below(LAST.year - FIRST.year + 1)
    near = drawn.below(8)
    if near == 0:
        return date(year, 12, 10) + timedelta(days=drawn.below(22))
    if near == 1:
        return easter(year) + timedelta(days=drawn.below(35) - 28)
    if near == 2:
        return date(year, 1 + drawn.below(12), 1) - timedelta(days=drawn.below(4))
    if near == 3:
        return date(year, 3, 1) - timedelta(days=drawn.below(3))
    return date(year, 1, 1) + timedelta(days=drawn.below(366))


def moment(drawn):
    """In UTC: any second, or one near London's midnight or a change of the clocks."""
    near = drawn.below(4)
    if near == 0:
        year = FIRST.year + drawn.below(LAST.year - FIRST.year + 1)
        change = last_sunday(year, 3 if drawn.below(2) else 10)
        start = datetime(change.year, change.month, change.day, 1) - timedelta(hours=60)
        return start + timedelta(seconds=drawn.below(120 * 3600))
    on = day(drawn)
    midnight = datetime(on.year, on.month, on.day)
    if near == 1:
        return midnight + timedelta(seconds=drawn.below(4 * 3600) - 2 * 3600)
    return midnight + timedelta(seconds=drawn.below(86400))


def born_eighteen_before(on):
    """The same day of the year eighteen years before; a leap day only of a year that has one."""
    return on.replace(year=on.year - (20 if (on.month, on.day) == (2, 29) else 18))


def question(clock, most, drawn):
    unit = clock.rstrip("+-")
    count = drawn.below(most + 1)
    if unit == "birthday-18":
        about = day(drawn)
        start = born_eighteen_before(about).isoformat()
    elif unit in ("hours", "same-day") or drawn.below(2):
        at = moment(drawn)
        about, start = at.date(), at.strftime("%Y-%m-%dT%H:%M:%SZ")
    else:
        about = day(drawn)
        start = about.isoformat()
    # Further than the answer can lie, so that it lies in the years of which all holidays are known.
    days = {"working_days": 2 * count + 12, "days": count, "hours": count // 24 + 1}
    reach = timedelta(days=1 + days.get(unit, 31 * count))
    if FIRST <= about - reach and about + reach <= LAST:
        return f"{clock},{start},{count}"
    return None


def main():
    drawn = Drawn(int(sys.argv[1]))
    for clock, wanted, most in CLOCKS:
        found = set()
        while len(found) < wanted:
            asked = question(clock, most, drawn)
            if asked is not None:
                found.add(asked)
        print("\n".join(sorted(found, key=lambda q: (int(q.split(",")[2]), q))))


main()
