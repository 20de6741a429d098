#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How right data/status/confidence.txt is on the labelled sentences of train/events.txt, which it was not fitted on.

usage: train/confidence.py [--vedette PATH]

The sentences are coded into a store; every event is right if its sentence tells it (type and both sides). They are tidier than news, so
that confidence, which train/calibrate.py fits on news that was judged by hand, is too low for them. What both need stands here: the
model, a logistic one over the signs that the store keeps as reasons, fitted with a pull towards zero, and the table of bands.
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
PULL, ROUNDS = 4.0, 400
BANDS = ((0, .4), (.4, .5), (.5, .6), (.6, .7), (.7, .8), (.8, 1.01))


def signs_in(store):
    with sqlite3.connect(store) as database:
        return {name: json.loads(why)["signs"] for name, why in database.execute("SELECT id, why FROM event")}


def coded(program, items):
    """[(number of the sentence, signs, right)]"""
    reports = "".join(json.dumps({"id": str(number), "published": "2022-06-15", "text": text}) + "\n"
                      for number, (_, text, _) in enumerate(items))
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store.db")
        subprocess.run([program, "add", store, "--quiet", "-"], input=reports.encode(), check=True, stdout=subprocess.DEVNULL)
        lines = subprocess.run([program, "query", store, "--format", "ndjson"], stdout=subprocess.PIPE, check=True).stdout
        reasons = signs_in(store)
    rows = []
    for line in lines.decode().splitlines():
        event = json.loads(line)
        number = int(event["report"])
        right = any(wanted.has_parties(event) for wanted in items[number][2])
        rows.append((number, reasons[event["id"]], right))
    return sorted(rows, key=lambda row: (row[0], sorted(row[1].items())))


def weights():
    with open(WEIGHTS, encoding="utf-8") as lines:
        return {line.split()[0]: float(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}


def chance(weight, signs):
    odds = sum(weight.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(-6.0, min(6.0, odds))))


def fit(rows):
    """Gradient descent with the pull on every weight but that of "always"."""
    names = sorted({name for _, signs, _ in rows for name in signs})
    weight = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {name: -PULL * weight[name] * (name != "always") for name in names}
        bend = {name: PULL for name in names}
        for _, signs, right in rows:
            p = chance(weight, signs)
            for name, value in signs.items():
                slope[name] += (right - p) * value
                bend[name] += p * (1 - p) * value * sum(abs(v) for v in signs.values())
        for name in names:
            weight[name] += slope[name] / bend[name]
    return weight


def show(name, judged):
    """Of [(chance, right)]: the figures, and how many of each band are right."""
    share = sum(right for _, right in judged) / len(judged)
    print("%s: %d events, right %.3f" % (name, len(judged), share))
    print("  Brier %.3f (always the share: %.3f)" % (sum((p - right) ** 2 for p, right in judged) / len(judged), share * (1 - share)))
    error = 0.0
    for low, high in BANDS:
        some = [(p, right) for p, right in judged if low <= p < high]
        if some:
            mean, hit = sum(p for p, _ in some) / len(some), sum(right for _, right in some) / len(some)
            error += len(some) / len(judged) * abs(mean - hit)
            print("  %.1f to %.1f: %3d events, mean %.2f, right %.2f" % (low, min(high, 1.0), len(some), mean, hit))
    print("  expected calibration error %.3f" % error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vedette", default=os.path.join(HERE, "..", "build", "vedette"))
    given = parser.parse_args()
    weight = weights()
    show("written sentences", [(chance(weight, signs), right)
                               for _, signs, right in coded(given.vedette, labelled.read(os.path.join(HERE, "events.txt")))])


if __name__ == "__main__":
    main()
