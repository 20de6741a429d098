#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which events a word is like: adds EVENT:DEGREE to the lines of data/learned/words.txt.

usage: train/likeness.py --news NEWS.jsonl --parsed NEWS.conllu --vectors VECTORS.npz [--vedette PATH]

How often the patterns code each event on a word of news is averaged over the NEAREST words in the vectors of train/word_classes.py, without
the word itself: known and unknown verbs are seen alike, so that what is learned of the one holds for the other.
"""
import argparse
import collections
import json
import os
import subprocess

import numpy

import events
import word_classes

NEAREST, SHARPNESS, DEGREES = 12, 4, ((.45, 3), (.25, 2), (.1, 1))


def part_of(by, files={}):
    """The part of speech of the pattern that coded an event."""
    name, _, number = by.rpartition(":")
    if name not in files:
        with open(os.path.join(events.HERE, "..", name), encoding="utf-8") as lines:
            files[name] = [line[:1] for line in lines]
    return files[name][int(number) - 1]


def rates(program, news, parsed):
    """{word: [share of its occurrences that are coded so]}"""
    seen, coded = collections.Counter(), collections.defaultdict(collections.Counter)
    with open(parsed, encoding="utf-8") as lines:
        for line in lines:
            cells = line.split("\t", 4)
            if len(cells) == 5 and cells[3] in word_classes.PARTS:
                seen[cells[2].lower() + "/" + word_classes.PARTS[cells[3]]] += 1
    process = subprocess.Popen([program, "code", "--format", "ndjson", "--quiet", news], stdout=subprocess.PIPE)
    for line in process.stdout:
        event = json.loads(line)
        coded[event["trigger"]["lemma"].lower() + "/" + part_of(event["by"])][event["plover"]["event"]] += 1
    return {word: [coded[word][event] / count for event in events.CLASSES[:-1]] for word, count in seen.items() if count >= 3 and word in coded}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--news", required=True)
    parser.add_argument("--parsed", required=True)
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--vedette", default=os.path.join(events.HERE, "..", "build", "vedette"))
    given = parser.parse_args()
    known = rates(given.vedette, given.news, given.parsed)
    stored = numpy.load(given.vectors)
    row = {word: at for at, word in enumerate(stored["words"])}
    names = sorted(word for word in known if word in row)
    points = stored["points"][[row[word] for word in names]]
    shares = numpy.array([known[word] for word in names])
    path = os.path.join(events.LEARNED, "words.txt")
    with open(path, encoding="utf-8") as lines:
        words = [line.split()[:4] for line in lines]
    with open(path, "w", encoding="utf-8") as out:
        for word in words:
            near = points @ stored["points"][row[word[0]]]
            near = [at for at in numpy.argsort(-near)[:NEAREST + 1] if names[at] != word[0]][:NEAREST]
            pull = numpy.maximum(0, points[near] @ stored["points"][row[word[0]]]) ** SHARPNESS + 1e-9
            like = pull @ shares[near] / pull.sum()
            told = [(event, [degree for least, degree in DEGREES if like[at] >= least]) for at, event in enumerate(events.CLASSES[:-1])]
            told = sorted(((degrees[0], event) for event, degrees in told if degrees), reverse=True)[:2]
            out.write(" ".join(word + ["%s:%d" % (event, degree) for degree, event in told]) + "\n")


if __name__ == "__main__":
    main()
