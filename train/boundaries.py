#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns the weights of the sentence boundaries: logistic regression over the features that the C code makes.

    /usr/bin/python3 train/boundaries.py --treebanks DIR --features build/boundary-features --out WORK/boundaries.npy
"""
import argparse
import os
import random
import re
import subprocess
import textwrap

import numpy

import conllu

WEIGHTS = 32768
NEWLINE = 0.3  # this share of documents is also shown with single line breaks for paragraph breaks and after sentences,
WRAPPED = 0.1  # and this one with its lines broken at about 70 letters, as in e-mail and old wire copy


def documents(path):
    """Raw text with a byte 1 after each sentence, joined as the paragraphs of the treebank tell."""
    found, text, new = [], None, False
    with conllu.open_text(path) as file:
        for line in file:
            if line.startswith("# newdoc"):
                if text:
                    found.append(text)
                text, new = "", False
            elif line.startswith("# newpar"):
                new = True
            elif line.startswith("# text ="):
                text += (("\n\n" if new else " ") if text else "") + line.partition("=")[2].strip() + "\1"
                new = False
    return found + [text]


def broken(text, generator):
    """Single line breaks in place of paragraph breaks, and after some sentences."""
    text = text.replace("\n\n", "\n")
    return re.sub("\1 ", lambda found: "\1\n" if generator.random() < 0.2 else "\1 ", text)


def wrapped(text):
    return "\n\n".join("\n".join(textwrap.wrap(paragraph, 70, break_long_words=False, break_on_hyphens=False))
                       for paragraph in text.split("\n\n"))


def extract(program, texts):
    data = "".join(text + "\0" for text in texts).encode()
    numbers = numpy.frombuffer(subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout, dtype="<u4")
    answers, rows, at = [], [], 0
    while at < len(numbers):
        count = int(numbers[at + 1])
        answers.append(int(numbers[at]))
        rows.append(numbers[at + 2:at + 2 + count])
        at += 2 + count
    table = numpy.full((len(rows), max(map(len, rows))), WEIGHTS, dtype=numpy.int64)  # the last weight fills up: always zero
    for number, row in enumerate(rows):
        table[number, :len(row)] = row
    return numpy.array(answers, dtype=numpy.float32), table


def learn(answers, rows, epochs=12, rate=0.15, decay=2e-6, seed=1):
    """AdaGrad in small batches; the average of the last half of the way."""
    generator = numpy.random.RandomState(seed)
    weights, squares = numpy.zeros(WEIGHTS + 1), numpy.full(WEIGHTS + 1, 1e-3)
    mean, taken = numpy.zeros(WEIGHTS + 1), 0
    for epoch in range(epochs):
        order = generator.permutation(len(answers))
        for start in range(0, len(order), 64):
            some = order[start:start + 64]
            features = rows[some]
            # some features are left out at random: no single word should carry a decision
            keep = generator.random_sample(features.shape) > 0.1
            chance = 1 / (1 + numpy.exp(-numpy.clip((weights[features] * keep).sum(1), -30, 30)))
            error = ((chance - answers[some])[:, None] * keep).ravel()
            gradient = numpy.bincount(features.ravel(), error, minlength=WEIGHTS + 1)
            gradient[WEIGHTS] = 0
            touched = numpy.unique(features)
            step = gradient[touched] + decay * 64 * weights[touched]
            squares[touched] += step * step
            weights[touched] -= rate * step / numpy.sqrt(squares[touched])
        if epoch >= epochs // 2:
            mean += weights
            taken += 1
    return (mean / taken).astype(numpy.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--treebanks", required=True)
    parser.add_argument("--features", required=True, help="the program made from boundary-features.c")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    texts = []
    generator = random.Random(1)
    for name in ("ewt-train.conllu.gz", "gum-train.conllu.gz"):
        for text in documents(os.path.join(options.treebanks, name)):
            texts.append(text)
            if generator.random() < NEWLINE:
                texts.append(broken(text, generator))
            if generator.random() < WRAPPED:
                texts.append(wrapped(text))
    answers, rows = extract(options.features, texts)
    weights = learn(answers, rows)
    for name in ("ewt-train.conllu.gz", "ewt-dev.conllu", "gum-dev.conllu"):
        gold, some = extract(options.features, documents(os.path.join(options.treebanks, name)))
        said = weights[some].sum(1) > 0
        right = float((said * gold).sum())
        print("%s: at %d places, precision %.4f, recall %.4f" % (name, len(gold), right / said.sum(), right / gold.sum()))
    numpy.save(options.out, weights[:WEIGHTS])


if __name__ == "__main__":
    main()
