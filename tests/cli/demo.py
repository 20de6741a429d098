#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The made-up year of `make demo`: marked as made up, the same each time, and full of stories rather than one.

usage: demo.py VEDETTE
"""
import collections
import datetime
import json
import os
import subprocess
import sys

PROGRAM = os.path.abspath(sys.argv[1])
YEAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "tools", "demo-year")


def lines(command, given=None):
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True)
    return done.stdout


def main():
    year = lines([YEAR])
    assert year == lines([YEAR])
    reports = [json.loads(line) for line in year.splitlines()]
    assert len({report["id"] for report in reports}) == len(reports) > 5000
    for report in reports:
        assert report["title"].startswith("Made up: ") and report["publisher"].startswith("Made-up"), report
        assert report["text"].endswith("This report is made up."), report
    placed = [json.loads(line) for line in lines([PROGRAM, "stories", "-"], year).splitlines()]
    days = collections.defaultdict(list)
    for report, place in zip(reports, placed):
        days[place["story"]].append(datetime.date.fromisoformat(report["published"]).toordinal())
    assert len(days) > len(reports) / 4, len(days)
    largest = max(days.values(), key=len)
    assert len(largest) < len(reports) / 40 and max(largest) - min(largest) < 60, (len(largest), max(largest) - min(largest))
    told_twice = sum(len(set(story)) > 1 for story in days.values())
    assert told_twice > 200, told_twice
    print("the demo's year holds")


if __name__ == "__main__":
    main()
