#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns the weights of coreference (src/language/coreference-weights.c) from GUM's chains (open texts of its training part).

    cc -std=c17 -O2 -D_GNU_SOURCE -Iinclude -Isrc train/coreference-features.c build/libvedette.a -lm -lutf8proc -lxxhash -lxml2 \\
        -lcjson -lsqlite3 -lpthread -o WORK/coreference-features
    train/coreference.py --chains DATA/names/gum-train.jsonl --features WORK/coreference-features --model models/english.image \\
        --data data --out src/language/coreference-weights.c

The program analyses the texts and shows each decision with its pairs, the chains of the gold deciding what it goes on from. A
class of mentions has weights of its own; they maximise the likelihood of the right pairs (a softmax over the pairs of a
decision), with a square penalty. Then the texts are read again with the weights so far, going on from their choices, and what is
seen there is learned too: how to go on after a mistake.
"""
import argparse
import json
import re
import subprocess
import tempfile

import numpy
import scipy.optimize
import scipy.sparse


def document(line):
    text = line["text"]
    at = [0]
    for letter in text:
        at.append(at[-1] + len(letter.encode("utf-8")))
    rows = ["%d %d %d %d %d\n" % (number, at[begin], at[end], at[head], at[tail])
            for number, chain in enumerate(line["clusters"]) for begin, end, head, tail, _ in chain["mentions"]]
    return "%d %d\n%s%s" % (at[-1], len(rows), text, "".join(rows))


def decisions(program, model, data, lines, weights=None):
    """[(document, class, right, known, [features of a pair])]"""
    with tempfile.NamedTemporaryFile("w") as file:
        if weights is not None:
            numpy.savetxt(file, numpy.array(weights), "%.4f")
            file.flush()
        out = subprocess.run([program, model, data] + ([] if weights is None else [file.name]), input="".join(map(document, lines)).encode("utf-8"), stdout=subprocess.PIPE, check=True).stdout
    found, number = [], 0
    for line in out.decode("ascii").splitlines():
        if line[0] == "e":
            number += 1
        elif line[0] == "d":
            found.append((number, *map(int, line.split()[1:]), []))
        else:
            found[-1][4].append([int(one) for one in line.split()[1:]])
    return found


class Problem:
    """The decisions of one class as a sparse matrix of pairs."""

    def __init__(self, chosen, features):
        rows = [pair for one in chosen for pair in one[4]]
        starts = numpy.cumsum([0] + [len(row) for row in rows])
        self.matrix = scipy.sparse.csr_matrix((numpy.ones(starts[-1]), numpy.concatenate(rows) if rows else [], starts), shape=(len(rows), features))
        sizes = numpy.array([len(one[4]) for one in chosen])
        self.first = numpy.cumsum(sizes) - sizes
        self.group = numpy.repeat(numpy.arange(len(chosen)), sizes)
        self.right = self.first + numpy.array([one[2] for one in chosen])

    def loss(self, weights, penalty):
        scores = self.matrix @ weights
        scores = scores - numpy.maximum.reduceat(scores, self.first)[self.group]
        chances = numpy.exp(scores)
        sums = numpy.add.reduceat(chances, self.first)
        value = -(scores[self.right] - numpy.log(sums)).sum()
        slope = chances / sums[self.group]
        slope[self.right] -= 1
        return value + penalty * (weights @ weights) / 2, self.matrix.T @ slope + penalty * weights

    def hits(self, weights):
        scores = self.matrix @ weights
        return [int(self.first[i] + scores[self.first[i]:end].argmax() == self.right[i])
                for i, end in enumerate(list(self.first[1:]) + [len(scores)])]


def learn(chosen, features, penalty):
    problem = Problem(chosen, features)
    return scipy.optimize.minimize(problem.loss, numpy.zeros(features), (penalty,), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def learn_all(found, classes, features, penalty):
    return [learn([one for one in found if one[1] == number], len(features), penalty) for number in range(len(classes))]


def names_of(header, which):
    body = re.search(r"#define VDT_PAIR_%s_LIST\(ITEM\)(.*?)\n\n" % which, header, re.S).group(1)
    return re.findall(r"ITEM\((\w+)\)", body)


def write(path, classes, features, weights):
    with open(path, "w", encoding="utf-8") as out:
        out.write("/* SPDX-License-Identifier: Apache-2.0 */\n/* Made by train/coreference.py from GUM (annotations CC BY 4.0). Not to be edited. */\n"
                  "#include \"language/coreference-weights.h\"\n\nconst float vdt_pair_weights[C_COUNT][F_COUNT] = {\n")
        for name, row in zip(classes, weights):
            out.write("    [C_%s] = {\n" % name)
            for feature, weight in zip(features, row):
                if abs(weight) >= 0.0005:
                    out.write("        [F_%s] = %.3ff,\n" % (feature, weight))
            out.write("    },\n")
        out.write("};\n")


def main():
    parser = argparse.ArgumentParser()
    for name in ("chains", "features", "model", "data", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--header", default="src/language/coreference-weights.h")
    parser.add_argument("--penalty", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with open(options.chains, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    with open(options.header, encoding="utf-8") as file:
        header = file.read()
    classes, features = names_of(header, "CLASS"), names_of(header, "FEATURE")
    found = decisions(options.features, options.model, options.data, lines)
    for number, name in enumerate(classes):
        chosen = [one for one in found if one[1] == number]
        parts = [[one for one in chosen if one[0] % 4 != fold] for fold in range(4)]
        hits, joined = [], []
        for fold, part in enumerate(parts):
            rest = [one for one in chosen if one[0] % 4 == fold]
            if not part or not rest:
                continue
            some = Problem(rest, len(features)).hits(learn(part, len(features), options.penalty))
            hits += some
            joined += [hit for hit, one in zip(some, rest) if one[2]]
        print("%-12s %6d decisions, right %.3f, of those joined to somebody (%d) %.3f"
              % (name, len(chosen), numpy.mean(hits), len(joined), numpy.mean(joined)))
    weights = learn_all(found, classes, features, options.penalty)
    for _ in range(options.rounds):
        found += decisions(options.features, options.model, options.data, lines, weights)
        weights = learn_all(found, classes, features, options.penalty)
    write(options.out, classes, features, weights)


if __name__ == "__main__":
    main()
