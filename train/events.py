#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains data/learned/events.txt, the learned part beside the patterns.

usage: train/events.py [--news NEWS.jsonl] [--vedette PATH] [--write]

Signs come from `vedette explain --signs`, so that training and use see the same. What is learned from:
  the sentences of train/templates-*.txt   the marked word tells the event, the other words tell none
  the sentences of train/events.txt        words that the patterns code rightly; all words of sentences without events tell none
  NEWS.jsonl (id, published, text)         silver: what the patterns code surely, against words that no pattern begins with; without the
                                           signs that name the word itself, so that only its company is learned from
A fifth of the templates and of events.txt is held out and scored; --write then trains on all and renews the file, and the marks in
data/learned/words.txt of words in whose class events have been seen.
"""
import argparse
import collections
import json
import os
import subprocess

import numpy
import scipy.optimize
import scipy.sparse

import labelled
import templates

HERE = os.path.dirname(os.path.abspath(__file__))
LEARNED = os.path.join(HERE, "..", "data", "learned")
CLASSES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT NONE".split()
NONE = CLASSES.index("NONE")
RARE, PULL, ROUNDS, SMALL, SURE, NEWS_ITEMS = 4, 6.0, 60, 8, 0.75, 3000
WEIGHT_OTHER, WEIGHT_SILVER, WEIGHT_SILENT = 0.2, 0.3, 0.01


def signs_of(program, texts):
    """A list of words a text, as `vedette explain --signs` has them."""
    reports = "".join(json.dumps({"id": str(at), "published": "2022-06-15", "text": text}) + "\n" for at, text in enumerate(texts))
    process = subprocess.Popen([program, "explain", "--signs", "--quiet", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, _ = process.communicate(reports.encode())
    return (json.loads(line)["words"] for line in output.decode().splitlines())


class Example:
    def __init__(self, word, event, weight, group, named=True):
        self.signs = [sign for sign in word["signs"] if named or not sign.startswith("lemma=")]
        self.event, self.weight, self.group = CLASSES.index(event), weight, group
        self.pattern, self.lemma = word["pattern"], word["lemma"].lower()


def from_templates(program):
    items, out = templates.read(), []
    for item, words in zip(items, signs_of(program, [item["text"] for item in items])):
        group = "template %d" % item["template"]
        for word in words:
            if word["begin"] == item["trigger"][0]:
                out += [Example(word, item["event"], 1.0, group), Example(word, item["event"], 1.0, group, named=False)]
            elif not word["event"] and not word["pattern"]:
                out.append(Example(word, "NONE", WEIGHT_OTHER, group))
    return out


def from_labelled(program):
    items, out = labelled.read(os.path.join(HERE, "events.txt")), []
    for number, ((_, _, wanted), words) in enumerate(zip(items, signs_of(program, [text for _, text, _ in items]))):
        for word in words:
            right = [event for event in wanted if word["event"] in event.types]
            if right:
                out.append(Example(word, word["event"], 1.0, "sentence %d" % number))
            elif not wanted:
                out.append(Example(word, "NONE", 1.0, "sentence %d" % number))
    return out


def from_news(program, path):
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts = texts[::max(1, len(texts) // NEWS_ITEMS)]
    out = []
    for number, words in enumerate(signs_of(program, texts)):
        for word in words:
            if word["event"] and word["confidence"] >= SURE:
                out.append(Example(word, word["event"], WEIGHT_SILVER, "news %d" % number, named=False))
            elif word["pattern"] == "NONE":
                out.append(Example(word, "NONE", WEIGHT_SILVER, "news %d" % number, named=False))
            elif not word["pattern"] and not word["event"]:
                out.append(Example(word, "NONE", WEIGHT_SILENT, "news %d" % number, named=False))
    return out


def matrix(examples, column):
    rows = [[column[sign] for sign in set(one.signs) if sign in column] for one in examples]
    starts = numpy.cumsum([0] + [len(row) for row in rows])
    columns = numpy.array([c for row in rows for c in sorted(row)], numpy.int32)
    return scipy.sparse.csr_matrix((numpy.ones(len(columns)), columns, starts), (len(examples), len(column)))


def fit(examples):
    """{sign: [weight a class]}, in hundredths"""
    # a sign must be met in several templates or reports: what only one has says nothing of others
    seen = collections.Counter(sign for sign, _ in {(sign, one.group) for one in examples for sign in one.signs})
    names = sorted(sign for sign, count in seen.items() if count >= RARE)
    column = {sign: at for at, sign in enumerate(names)}
    seen_by = matrix(examples, column)
    right = numpy.array([one.event for one in examples])
    weight = numpy.array([one.weight for one in examples])
    shape = (len(names), len(CLASSES))

    def loss(flat):
        weights = flat.reshape(shape)
        sums = seen_by @ weights
        sums -= sums.max(axis=1, keepdims=True)
        part = numpy.exp(sums)
        part /= part.sum(axis=1, keepdims=True)
        value = -(weight * numpy.log(numpy.maximum(1e-12, part[numpy.arange(len(right)), right]))).sum()
        part[numpy.arange(len(right)), right] -= 1
        slope = seen_by.T @ (part * weight[:, None])
        return value + PULL / 2 * (flat @ flat), (slope + PULL * weights).ravel()

    best = scipy.optimize.minimize(loss, numpy.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    whole = numpy.rint(100 * best.x.reshape(shape)).astype(int)
    return {sign: row for sign, row in zip(names, whole) if abs(row).max() >= SMALL}


def chances(model, one):
    sums = numpy.zeros(len(CLASSES))
    for sign in set(one.signs):
        if sign in model:
            sums += model[sign]
    part = numpy.exp((sums - sums.max()) / 100)
    return part / part.sum()


def score(model, held):
    judged = [(chances(model, one), one) for one in held]
    tells = [(part, one) for part, one in judged if one.event != NONE]
    print("held out: %d words, %d tell an event; event right %.3f" %
          (len(judged), len(tells), numpy.mean([part.argmax() == one.event for part, one in tells])))
    silent = [(part, one) for part, one in judged if not one.pattern]
    for least in (.5, .7, .8, .85, .9, .95):
        made = [one.event == part[:NONE].argmax() for part, one in silent if part[:NONE].max() >= least]
        to_find = sum(one.event != NONE for _, one in silent)
        print("  no pattern, proposes from %.2f: %d proposals, right %.3f, of %d told found %.3f" %
              (least, len(made), numpy.mean(made) if made else 0, to_find, sum(made) / max(1, to_find)))
    fired = [(part, one) for part, one in judged if one.pattern and one.pattern != "NONE"]
    for least in (.5, .7, .9, .95, .97):
        objected = [one.event == NONE for part, one in fired if part[NONE] >= least]
        print("  a pattern fired, objects from %.2f: %d objections, right %.3f, of %d wrong found %.3f" %
              (least, len(objected), numpy.mean(objected) if objected else 0, sum(one.event == NONE for _, one in fired),
               sum(objected) / max(1, sum(one.event == NONE for _, one in fired))))


def write(model, examples):
    with open(os.path.join(LEARNED, "events.txt"), "w", encoding="utf-8") as out:
        out.write("# What each sign of src/event/proposal.c pulls towards an event or NONE, in hundredths of a natural logarithm. Trained by\n"
                  "# train/events.py; its card is README.md beside it.\n")
        for sign, row in sorted(model.items()):
            out.write("%s %s\n" % (sign, " ".join("%s:%d" % (name, weight) for name, weight in zip(CLASSES, row) if abs(weight) >= 3)))
    told = collections.Counter()
    for one in examples:
        if one.event != NONE:
            told.update(sign for sign in one.signs if sign.startswith("lemma="))
    path = os.path.join(LEARNED, "words.txt")
    with open(path, encoding="utf-8") as lines:
        words = [[cell for cell in line.split() if cell != "+"] for line in lines]
    with open(path, "w", encoding="utf-8") as out:
        for word in words:
            may = any(cell[-1] in "23" for cell in word[4:]) or told["lemma=" + word[0]]
            out.write(" ".join(word) + (" +" if may else "") + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--news")
    parser.add_argument("--vedette", default=os.path.join(HERE, "..", "build", "vedette"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    written = from_templates(given.vedette) + from_labelled(given.vedette)
    news = from_news(given.vedette, given.news) if given.news else []
    kept = [one for one in written if int(one.group.split()[1]) % 5]
    held = [one for one in written if int(one.group.split()[1]) % 5 == 0]
    print("%d words of written sentences, %d of news" % (len(written), len(news)))
    score(fit(kept + news), held)
    if given.write:
        write(fit(written + news), written + news)


if __name__ == "__main__":
    main()
