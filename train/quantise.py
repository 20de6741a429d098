#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a float image into the one of bytes that the program reads (train/image.py tells the form of both).

usage: train/quantise.py FLOAT-IMAGE OUT-IMAGE

Weights become bytes with a scale for each column. What they are multiplied with becomes bytes too: states of the LSTMs are in
-1 to 1, so their scale is 127; each dimension of the others gets the scale of the greatest value that the first sentences of the
treebank's training part show, which is folded into the weights. Needs numpy alone, not torch.
"""
import os
import sys

import numpy

import conllu
import features
import image as images

TREEBANK = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "shared", "data", "treebanks", "ewt-train.conllu.gz")
SENTENCES = 1500
LICENCE = "CC BY-SA 4.0"
ZERO = 128  # the byte that stands for 0 where values have a sign
HEADS = ("head.upos", "head.xpos", "head.feats", "head.lemma")
RECURRENT = 127  # states are in -1 to 1


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def recur(gates, recurrent):
    """The states of one direction, whose words come in the order of `gates`."""
    units = recurrent.shape[0]
    hidden, cell, states = numpy.zeros(units), numpy.zeros(units), []
    for row in gates:
        first, forget, fresh, out = (row + hidden @ recurrent).reshape(4, units)
        cell = sigmoid(forget) * cell + sigmoid(first) * numpy.tanh(fresh)
        hidden = sigmoid(out) * numpy.tanh(cell)
        states.append(hidden)
    return numpy.array(states)


class Seen:
    """The network's inputs, projections and pairs for sentences of a treebank."""

    def __init__(self, image):
        self.image = image
        found = {one[0]: one for one in image.sections}
        self.words = {key: place + 1 for place, key in enumerate(numpy.frombuffer(found["word.keys"][1], dtype="<u8").tolist())}
        bits = found["lists.bits"][1]
        self.lists = {key: bits[place] for place, key in enumerate(numpy.frombuffer(found["lists.keys"][1], dtype="<u8").tolist())}
        self.tables = [image.rows("word")] + [image.rows(name) for name, _, _ in features.HASHED] + [image.rows("lists")]

    def inputs(self, forms):
        rows = []
        for form in forms:
            key = features.hash64(features.key(form).encode())
            places = (self.words.get(key, 0),) + features.hashed(form) + (self.lists.get(key, 0),)
            rows.append(numpy.concatenate([table[place] for table, place in zip(self.tables, places)]))
        return numpy.array(rows)

    def projected(self, x):
        image = self.image
        for layer in ("first", "second"):
            gates = x @ image.floats(layer + ".input") + image.floats(layer + ".bias")
            half = gates.shape[1] // 2
            forth = recur(gates[:, :half], image.floats(layer + ".recurrent.forth"))
            back = recur(gates[::-1, half:], image.floats(layer + ".recurrent.back"))[::-1]
            x = numpy.concatenate([forth, back], 1)
        return numpy.maximum(0, x @ image.floats("project") + image.floats("project.bias"))

    def pairs(self, projected, heads):
        sides = numpy.concatenate([self.image.floats("root.relation")[None], projected[:, 256:384]])
        return numpy.maximum(0, sides[numpy.array(heads)] + projected[:, 384:512])


def ranges(image):
    """The greatest size of each dimension of inputs, tags, names and pairs."""
    seen, found = Seen(image), None
    documents = conllu.read_documents(TREEBANK)
    sentences = [sentence for _, some in documents for sentence in some]
    step = max(1, len(sentences) // SENTENCES)
    for sentence in sentences[::step]:
        x = seen.inputs(sentence.forms)
        projected = seen.projected(x)
        parts = (x, projected[:, 512:640], projected[:, 640:704], seen.pairs(projected, sentence.heads))
        now = [numpy.abs(part).max(axis=0) for part in parts]
        found = now if found is None else [numpy.maximum(*two) for two in zip(found, now)]
    return [numpy.maximum(one, one.max() / 256) for one in found]


def quantised(image):
    """The image of bytes of a float one."""
    out = images.Image(2)
    out.strings("licence", [LICENCE])
    inputs, tags, names, pairs = ranges(image)
    plain = {"arc", "arc.bias", "root.arc", "root.relation", "boundary"}
    bytes_of = {}
    for layer in ("first", "second"):
        scale = 127 / inputs if layer == "first" else RECURRENT
        bytes_of[layer + ".input"] = (scale, layer + ".bias", ZERO)
        for way in ("forth", "back"):
            bytes_of["%s.recurrent.%s" % (layer, way)] = (RECURRENT, None, ZERO)
    bytes_of["project"] = (RECURRENT, "project.bias", ZERO)
    bytes_of["relation"] = (255 / pairs, "relation.bias", 0)
    for name in HEADS:
        bytes_of[name] = (255 / tags, name + ".bias", 0)
    bytes_of["head.names"] = (255 / names, "head.names.bias", 0)
    starts = {start for _, start, _ in bytes_of.values()}
    for name, data, rows, columns in image.sections:
        if name in bytes_of:
            scale, start, zero = bytes_of[name]
            matrix = image.floats(name).astype(numpy.float64) / numpy.reshape(scale, (-1, 1))
            out.quantised(name, matrix, image.floats(start) if start else 0, zero)
        elif name not in starts or name in plain:
            out.add(name, data, rows, columns)
    for name, values, most in (("inputs.scales", inputs, 127), ("tags.scales", tags, 255), ("names.scales", names, 255),
                               ("pairs.scales", pairs, 255)):
        out.vector(name, most / values)
    return out


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    float_image = images.Image.read(sys.argv[1])
    if float_image.version != 1:
        raise SystemExit("%s: not a float image" % sys.argv[1])
    quantised(float_image).write(sys.argv[2])


if __name__ == "__main__":
    main()
