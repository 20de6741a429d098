#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains data/status/learned.txt, the learned part of `vedette facts`.

usage: train/status.py --facts DATA/facts/uds-train.jsonl [--vedette PATH] [--write]

The signs of each labelled predicate come from `vedette facts --signs`, so that training and use see the same. A multinomial logistic
model is fitted by stochastic gradients (AdaGrad, a pull towards zero, fixed seed). A fifth of the sentences is held out and scored, with
and without the model; --write then trains on all and renews the file. Signs seen fewer than RARE times are left out, and weights
too small to matter.

The labels are UDS-IH2 (CC BY-SA 4.0); the weights carry that licence.
"""
import argparse
import json
import math
import os
import random
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, "..", "data", "status", "learned.txt")
CLASSES = ("asserted", "unrealised", "negated")
OF_STATUS = {"asserted": 0, "planned": 1, "possible": 1, "denied": 2, "negated": 2}
ROUNDS, RATE, PULL, RARE, SMALL = 8, 0.15, 2e-5, 4, 0.08
SURE, SURER = 0.8, 0.9 # as in src/event/learned.c


def rows_of(program, path):
    """[(number of the sentence, signs, class that the climb gives, class)]; run without weights."""
    with open(path, encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    reports = "".join(json.dumps({"id": item["id"], "text": item["text"]}) + "\n" for item in items)
    output = subprocess.run([program, "facts", "--signs", "--quiet", "-"], input=reports.encode(), stdout=subprocess.PIPE, check=True).stdout
    rows = []
    for number, (item, line) in enumerate(zip(items, output.decode().splitlines())):
        facts = json.loads(line)["facts"]
        for begin, end, label in item["events"]:
            met = [fact for fact in facts if fact["begin"] < end and fact["end"] > begin]
            if met:
                fact = max(met, key=lambda one: min(end, one["end"]) - max(begin, one["begin"]))
                climbed = [sign[7:] for sign in fact["signs"] if sign.startswith("status=")][0]
                rows.append((number, fact["signs"], OF_STATUS[climbed], CLASSES.index(label)))
    return rows


def chances(weights, signs):
    sums = [0.0, 0.0, 0.0]
    for sign in signs:
        pull = weights.get(sign)
        if pull:
            for c in range(3):
                sums[c] += pull[c]
    top = max(sums)
    parts = [math.exp(one - top) for one in sums]
    return [one / sum(parts) for one in parts]


def fit(rows):
    seen = {}
    for _, signs, _, _ in rows:
        for sign in signs:
            seen[sign] = seen.get(sign, 0) + 1
    weights = {sign: [0.0] * 3 for sign, count in seen.items() if count >= RARE and "#" not in sign}
    steps = {sign: [1e-8] * 3 for sign in weights}
    order = list(range(len(rows)))
    shuffle = random.Random(7)
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        for at in order:
            _, signs, _, label = rows[at]
            known = [sign for sign in signs if sign in weights]
            part = chances(weights, known)
            for c in range(3):
                slope = (c == label) - part[c]
                for sign in known:
                    pull = slope - PULL * len(rows) * weights[sign][c] / seen[sign]
                    steps[sign][c] += pull * pull
                    weights[sign][c] += RATE * pull / math.sqrt(steps[sign][c])
    return {sign: pull for sign, pull in weights.items() if max(map(abs, pull)) >= SMALL}


def macro(pairs):
    total = 0.0
    for c in range(3):
        both = sum(given == wanted == c for given, wanted in pairs)
        some = sum(given == c for given, _ in pairs) + sum(wanted == c for _, wanted in pairs)
        total += 2 * both / some if some else 0.0
    return total / 3


def overruled(weights, signs, climbed):
    part = chances(weights, signs)
    best = max(range(3), key=lambda c: part[c])
    return best if part[best] >= (SURER if climbed == 2 else SURE) else climbed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--facts", required=True)
    parser.add_argument("--vedette", default=os.path.join(HERE, "..", "build", "vedette"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = rows_of(given.vedette, given.facts)
    kept = [row for row in rows if row[0] % 5]
    held = [row for row in rows if row[0] % 5 == 0]
    weights = fit(kept)
    print("%d predicates, %d signs; held out %d" % (len(rows), len(weights), len(held)))
    print("the climb alone: macro-F1 %.4f" % macro([(row[2], row[3]) for row in held]))
    print("with the model: macro-F1 %.4f" % macro([(overruled(weights, row[1], row[2]), row[3]) for row in held]))
    if given.write:
        weights = fit(rows)
        with open(WEIGHTS, "w", encoding="utf-8") as out:
            out.write("# What each sign of src/event/learned.c pulls towards asserted, unrealised and negated. Trained by train/status.py on UDS-IH2\n"
                      "# (training part; White et al. 2018, CC BY-SA 4.0, texts of EWT, CC BY-SA 4.0); these weights are CC BY-SA 4.0.\n")
            for sign, pull in sorted(weights.items()):
                out.write("%s %s\n" % (sign, " ".join("%.2f" % one for one in pull)))


if __name__ == "__main__":
    main()
