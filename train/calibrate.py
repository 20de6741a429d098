#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sets the height of data/status/confidence.txt by sheets of news that were judged by hand.

usage: train/calibrate.py STORE SHEET.csv [STORE SHEET.csv …] [--write]

The weights that train/confidence.py fits are for tidy sentences; in news the program is less often right. Two numbers are fitted on the
judged events (Platt 1999): the odds are multiplied by the one and raised by the other. The figures printed are of five folds.
--write puts them into the weights.
"""
import argparse
import csv
import json
import math
import os
import sqlite3

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, "..", "data", "status", "confidence.txt")
FOLDS, ROUNDS, BANDS = 5, 4000, ((0, .5), (.5, .6), (.6, .7), (.7, .8), (.8, 1.01))


def weights():
    with open(WEIGHTS, encoding="utf-8") as lines:
        return {line.split()[0]: float(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}


def rows(store, sheet, weight):
    with sqlite3.connect(store) as database:
        signs = {name: json.loads(why)["signs"] for name, why in database.execute("SELECT id, why FROM event")}
    with open(sheet, encoding="utf-8", newline="") as file:
        return [(sum(weight.get(name, 0) * value for name, value in signs[row["id"]].items()),
                 row["right_type"] == "yes" and row["right_parties"] == "yes") for row in csv.DictReader(file) if row["id"] in signs]


def chance(odds, pair):
    return 1 / (1 + math.exp(-max(-6.0, min(6.0, pair[0] * odds + pair[1]))))


def fit(judged):
    factor, shift = 1.0, 0.0
    for _ in range(ROUNDS):
        errors = [(chance(odds, (factor, shift)) - right, odds) for odds, right in judged]
        factor -= .05 * sum(error * odds for error, odds in errors) / len(errors)
        shift -= .05 * sum(error for error, _ in errors) / len(errors)
    return factor, shift


def show(name, judged):
    print("%s: Brier %.3f" % (name, sum((p - right) ** 2 for p, right in judged) / len(judged)))
    for low, high in BANDS:
        some = [(p, right) for p, right in judged if low <= p < high]
        if some:
            print("  %.1f to %.1f: %3d events, mean %.2f, right %.2f" %
                  (low, min(1, high), len(some), sum(p for p, _ in some) / len(some), sum(right for _, right in some) / len(some)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    weight = weights()
    judged = [row for store, sheet in zip(given.files[::2], given.files[1::2]) for row in rows(store, sheet, weight)]
    show("as it is", [(chance(odds, (1, 0)), right) for odds, right in judged])
    folds = []
    for fold in range(FOLDS):
        pair = fit([row for at, row in enumerate(judged) if at % FOLDS != fold])
        folds += [(chance(odds, pair), right) for odds, right in judged[fold::FOLDS]]
    show("calibrated, each fold by the others", folds)
    factor, shift = fit(judged)
    print("times %.3f, plus %.3f" % (factor, shift))
    if given.write:
        with open(WEIGHTS, encoding="utf-8") as lines:
            head = [line for line in lines if line.startswith("#")]
        note = "# Their height is set by news judged by hand (train/calibrate.py).\n"
        with open(WEIGHTS, "w", encoding="utf-8") as out:
            out.writelines(head + [note] * (note not in head))
            for name, value in sorted(weight.items()):
                out.write("%s %.3f\n" % (name, factor * value + (shift if name == "always" else 0)))


if __name__ == "__main__":
    main()
