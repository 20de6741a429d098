#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits data/status/confidence.txt: the chance that an event is right in type and parties.

usage: train/confidence.py [--vedette PATH] [--write]

The sentences of train/events.txt are coded into a store; every event is right if its sentence tells it (type and both sides), its
signs stand in the store as a reason. A logistic model over the signs is fitted, with a pull towards zero; the figures
printed are of ten folds, each judged by a model that has not seen its sentences. --write renews the file; build again after it.
"""
import argparse
import json
import math
import os
import sqlite3
import subprocess
import tempfile

import labelled

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, "..", "data", "status", "confidence.txt")
FOLDS, PULL, ROUNDS = 10, 2.0, 300


def coded(program, items):
    """[(number of the sentence, signs, right)]"""
    reports = "".join(json.dumps({"id": str(number), "published": "2022-06-15", "text": text}) + "\n"
                      for number, (_, text, _) in enumerate(items))
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store.db")
        subprocess.run([program, "add", store, "--quiet", "-"], input=reports.encode(), check=True, stdout=subprocess.DEVNULL)
        lines = subprocess.run([program, "query", store, "--format", "ndjson"], stdout=subprocess.PIPE, check=True).stdout
        with sqlite3.connect(store) as database:
            reasons = {name: json.loads(why)["signs"] for name, why in database.execute("SELECT id, why FROM event")}
    rows = []
    for line in lines.decode().splitlines():
        event = json.loads(line)
        number = int(event["report"])
        right = any(wanted.has_parties(event) for wanted in items[number][2])
        rows.append((number, reasons[event["id"]], right))
    return sorted(rows, key=lambda row: (row[0], sorted(row[1].items())))


def chance(weights, signs):
    odds = sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(-6.0, min(6.0, odds))))


def fit(rows):
    """Gradient descent with the pull on every weight but that of "always"."""
    names = sorted({name for _, signs, _ in rows for name in signs})
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {name: -PULL * weights[name] * (name != "always") for name in names}
        bend = {name: PULL for name in names}
        for _, signs, right in rows:
            p = chance(weights, signs)
            for name, value in signs.items():
                slope[name] += (right - p) * value
                bend[name] += p * (1 - p) * value * sum(abs(v) for v in signs.values())
        for name in names:
            weights[name] += slope[name] / bend[name]
    return weights


def folds(rows):
    """[(chance, right)], each row judged by a model that has not seen its sentence."""
    judged = []
    for fold in range(FOLDS):
        weights = fit([row for row in rows if row[0] % FOLDS != fold])
        judged += [(chance(weights, signs), right) for number, signs, right in rows if number % FOLDS == fold]
    return judged


def show(judged):
    share = sum(right for _, right in judged) / len(judged)
    print("events %d, right %.3f" % (len(judged), share))
    print("Brier %.4f (always the share: %.4f)" % (sum((p - right) ** 2 for p, right in judged) / len(judged), share * (1 - share)))
    error = 0.0
    for low, high in ((0, .4), (.4, .6), (.6, .7), (.7, .8), (.8, .9), (.9, 1.01)):
        some = [(p, right) for p, right in judged if low <= p < high]
        if some:
            mean, hit = sum(p for p, _ in some) / len(some), sum(right for _, right in some) / len(some)
            error += len(some) / len(judged) * abs(mean - hit)
            print("confidence %.1f to %.1f: %3d events, mean %.2f, right %.2f" % (low, min(high, 1.0), len(some), mean, hit))
    print("expected calibration error %.3f" % error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vedette", default=os.path.join(HERE, "..", "build", "vedette"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = coded(given.vedette, labelled.read(os.path.join(HERE, "events.txt")))
    show(folds(rows))
    if given.write:
        with open(WEIGHTS, "w", encoding="utf-8") as out:
            out.write("# What each sign of src/event/confidence.c adds to the odds (natural logarithm) that an event is right in type and\n"
                      "# parties. Fitted by train/confidence.py on the labelled sentences of train/events.txt.\n")
            for name, weight in sorted(fit(rows).items()):
                out.write("%s %.3f\n" % (name, weight))


if __name__ == "__main__":
    main()
