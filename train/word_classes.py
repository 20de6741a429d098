#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Classes of words by the company they keep: data/learned/words.txt, without the marks that train/events.py adds.

usage: train/word_classes.py NEWS.conllu VECTORS.npz > WORDS

NEWS.conllu is `vedette parse` of news. A lemma's company are its heads and dependents with their relations (prepositions told apart).
The vectors go to VECTORS.npz, for train/likeness.py. Positive pointwise mutual information, a singular value decomposition to SIZE numbers, k-means at three grains; fixed seeds.
"""
import collections
import sys

import numpy
import scipy.sparse
import scipy.sparse.linalg

LEAST_WORD, LEAST_COMPANY, SIZE, GRAINS, ROUNDS = 15, 12, 96, (64, 256, 1024), 25
PARTS = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
RELATIONS = {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "amod", "compound", "xcomp", "ccomp", "conj", "acl",
             "advcl", "compound:prt"}


def sentences(path):
    words = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line == "\n":
                yield words
                words = []
            elif line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    words.append((cells[2].lower(), cells[3], int(cells[6]) - 1, cells[7]))


def company(words):
    """(word, what it keeps company with)"""
    case = {head: lemma for lemma, _, head, relation in words if relation == "case"}
    for at, (lemma, upos, head, relation) in enumerate(words):
        if head < 0 or relation not in RELATIONS:
            continue
        over, over_part = words[head][0], PARTS.get(words[head][1])
        name = relation + (":" + case[at] if relation in ("obl", "nmod") and at in case else "")
        part = PARTS.get(upos)
        if part and over_part:
            yield lemma + "/" + part, "^" + name + ":" + over
        if over_part:
            yield over + "/" + over_part, name + ":" + lemma


def counts_of(path):
    pairs = collections.Counter(pair for words in sentences(path) for pair in company(words))
    of_word, of_company = collections.Counter(), collections.Counter()
    for (word, other), count in pairs.items():
        of_word[word] += count
        of_company[other] += count
    words = sorted(word for word, count in of_word.items() if count >= LEAST_WORD and word[0].isalpha() and "." not in word)
    others = sorted(other for other, count in of_company.items() if count >= LEAST_COMPANY)
    row = {word: at for at, word in enumerate(words)}
    column = {other: at for at, other in enumerate(others)}
    cells = [(row[w], column[o], n) for (w, o), n in pairs.items() if w in row and o in column]
    cells.sort()
    rows, columns, values = zip(*cells)
    return words, scipy.sparse.csr_matrix((numpy.array(values, float), (rows, columns)), (len(words), len(others)))


def vectors(counts):
    counts = counts.tocoo()
    total = counts.data.sum()
    row = numpy.bincount(counts.row, counts.data, counts.shape[0])
    column = numpy.bincount(counts.col, counts.data, counts.shape[1]) ** .75
    column *= total / column.sum()
    value = numpy.maximum(0, numpy.log(counts.data * total / (row[counts.row] * column[counts.col])))
    matrix = scipy.sparse.csr_matrix((value, (counts.row, counts.col)), counts.shape)
    left, size, _ = scipy.sparse.linalg.svds(matrix, SIZE, v0=numpy.ones(min(matrix.shape)))
    out = left * numpy.sqrt(size)
    return out / numpy.maximum(1e-9, numpy.linalg.norm(out, axis=1, keepdims=True))


def classes(points, number):
    chance = numpy.random.RandomState(7)
    centres = points[chance.permutation(len(points))[:number]]
    for _ in range(ROUNDS):
        best = numpy.argmax(points @ centres.T, axis=1)
        for c in range(number):
            mine = points[best == c]
            if len(mine):
                middle = mine.sum(axis=0)
                centres[c] = middle / max(1e-9, numpy.linalg.norm(middle))
    return numpy.argmax(points @ centres.T, axis=1)


def main():
    words, counts = counts_of(sys.argv[1])
    points = vectors(counts)
    numpy.savez_compressed(sys.argv[2], words=numpy.array(words), points=points.astype(numpy.float32))
    grains = [classes(points, number) for number in GRAINS]
    for at, word in enumerate(words):
        print(word, *(int(grain[at]) for grain in grains))
    print("%d words" % len(words), file=sys.stderr)


if __name__ == "__main__":
    main()
