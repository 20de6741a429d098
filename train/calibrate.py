#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits data/status/confidence.txt, the chance that an event is right in type and parties, on news that was judged by hand.

usage: train/calibrate.py STORE SHEET.csv [STORE SHEET.csv …] [--write]

A store holds the news that its sheet was drawn from (docs/hand-check), coded by the program as it is; rows that it now codes otherwise
are left out. That makes the sheets that something was mended after look better than news is: the last sheet must be one that nothing
was, and sets the height. Shown are ten folds (whole reports are held out), and the last sheet as judged by what the others taught, in
shape and height. --write renews the file; build again after it.
"""
import argparse
import csv

import confidence

FOLDS, STEPS = 10, 60


def rows_of(store, sheet):
    """[(report, signs, right)]"""
    signs = confidence.signs_in(store)
    with open(sheet, encoding="utf-8", newline="") as file:
        return [(row["report"], signs[row["id"]], row["right_type"] == "yes" and row["right_parties"] == "yes")
                for row in csv.DictReader(file) if row["id"] in signs]


def with_height(weight, rows):
    """The weights, with "always" such that the mean chance is the share that is right."""
    share, low, high = sum(right for _, _, right in rows) / len(rows), -6.0, 6.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        mean = sum(confidence.chance(dict(weight, always=middle), signs) for _, signs, _ in rows) / len(rows)
        low, high = (middle, high) if mean < share else (low, middle)
    return dict(weight, always=low)


def judge(weight, rows):
    return [(confidence.chance(weight, signs), right) for _, signs, right in rows]


def folds(rows):
    numbers = {report: at % FOLDS for at, report in enumerate(sorted({report for report, _, _ in rows}, key=lambda name: name[::-1]))}
    judged = []
    for fold in range(FOLDS):
        weight = confidence.fit([row for row in rows if numbers[row[0]] != fold])
        judged += judge(weight, [row for row in rows if numbers[row[0]] == fold])
    return judged


def write(weight):
    with open(confidence.WEIGHTS, "w", encoding="utf-8") as out:
        out.write("# What each sign of src/event/confidence.c adds to the odds (natural logarithm) that an event is right in type and\n"
                  "# parties. Fitted by train/calibrate.py on news that was judged by hand (docs/hand-check).\n")
        for name, value in sorted(weight.items()):
            out.write("%s %.3f\n" % (name, value))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sheets = [rows_of(store, sheet) for store, sheet in zip(given.files[::2], given.files[1::2])]
    rows, last = [row for sheet in sheets for row in sheet], sheets[-1]
    confidence.show("as it is", judge(confidence.weights(), rows))
    confidence.show("ten folds", folds(rows))
    if len(sheets) > 1:
        taught = confidence.fit([row for sheet in sheets[:-1] for row in sheet])
        confidence.show("the last sheet, as it is", judge(confidence.weights(), last))
        confidence.show("the last sheet, by the others", judge(taught, last))
    weight = with_height(confidence.fit(rows), last)
    confidence.show("all, with the height of the last sheet", judge(weight, rows))
    if given.write:
        write(weight)


if __name__ == "__main__":
    main()
