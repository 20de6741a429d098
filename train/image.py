# SPDX-License-Identifier: Apache-2.0
"""Writes the model image that src/language/language-image.c maps. All numbers are little-endian.

    0   8 bytes   "VDTLANG1"
    8   u32       version of the format (1)
    12  u32       number of sections
    16  u64       size of the file
    24  u64       checksum of everything from byte 64 on: the sum of (2i + 1) * word[i] over its 64-bit words, modulo 2^64
    32  ...       zero up to byte 64
    64  the table, 64 bytes a section: name (32 bytes, NUL-padded), u64 offset, u64 size, u32 rows, u32 columns, u64 zero
    ... the sections, each at a multiple of 64

A matrix that the kernel multiplies is stored in panels of 16 columns: [columns / 16][rows][16], columns filled up with zeros;
`rows` and `columns` in the table are those of the matrix itself. Embeddings are int8 rows with a float scale each.
"""
import os
import struct

import numpy

import features


def panels(matrix):
    """[depth x columns] as the kernel streams it."""
    depth, columns = matrix.shape
    filled = numpy.zeros((depth, (columns + 15) // 16 * 16), dtype=numpy.float32)
    filled[:, :columns] = matrix
    return numpy.ascontiguousarray(filled.reshape(depth, -1, 16).transpose(1, 0, 2))


class Image:
    def __init__(self):
        self.sections = []

    def add(self, name, data, rows=0, columns=0):
        self.sections.append((name, bytes(data), rows, columns))

    def matrix(self, name, matrix):
        matrix = numpy.asarray(matrix, dtype=numpy.float32)
        self.add(name, panels(matrix).tobytes(), *matrix.shape)

    def vector(self, name, vector):
        """Filled up to a multiple of 16, as the columns of a matrix are."""
        filled = numpy.zeros((len(vector) + 15) // 16 * 16, dtype="<f4")
        filled[:len(vector)] = vector
        self.add(name, filled.tobytes(), 1, len(vector))

    def embedding(self, name, table):
        table = numpy.asarray(table, dtype=numpy.float32)
        scale = numpy.abs(table).max(axis=1) / 127
        scale[scale == 0] = 1
        self.add(name + ".rows", numpy.rint(table / scale[:, None]).astype("<i1").tobytes(), *table.shape)
        self.add(name + ".scales", scale.astype("<f4").tobytes(), len(scale), 1)

    def strings(self, name, values):
        self.add(name, b"".join(value.encode() + b"\0" for value in values), len(values), 1)

    def write(self, path):
        offset, table, body = 64 + 64 * len(self.sections), b"", b""
        offset += -offset % 64
        start = offset
        for name, data, rows, columns in self.sections:
            table += struct.pack("<32sQQIIQ", name.encode(), offset, len(data), rows, columns, 0)
            body += data + b"\0" * (-len(data) % 64)
            offset = start + len(body)
        payload = table + b"\0" * (start - 64 - len(table)) + body
        numbers = numpy.frombuffer(payload, dtype="<u8")
        checksum = int((numbers * (2 * numpy.arange(len(numbers), dtype=numpy.uint64) + 1)).sum(dtype=numpy.uint64))
        header = struct.pack("<8sIIQQ", b"VDTLANG1", 1, len(self.sections), 64 + len(payload), checksum)
        with open(path + ".new", "wb") as file:
            file.write(header.ljust(64, b"\0") + payload)
        os.replace(path + ".new", path)


def write(path, network, prepared, boundaries=None):
    labels, words = prepared["labels"], prepared["words"]
    image = Image()
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    hashes = numpy.array([features.hash64(word.encode()) for word in words], dtype=numpy.uint64)
    order = numpy.argsort(hashes)
    vectors = weights["fixed"] + weights["change"]
    image.add("word.keys", hashes[order].astype("<u8").tobytes(), len(words), 1)
    image.embedding("word", numpy.concatenate([vectors[:1], vectors[1:][order]]))
    for number, (name, _, _) in enumerate(features.HASHED):
        image.embedding(name, weights["hashed.%d.weight" % number])
    image.embedding("lists", weights["lists.weight"])
    listed = sorted((features.hash64(word.encode()), bits) for word, bits in prepared["lists"].items())
    image.add("lists.keys", numpy.array([key for key, _ in listed], dtype="<u8").tobytes(), len(listed), 1)
    image.add("lists.bits", bytes(bits for _, bits in listed), len(listed), 1)
    for layer in ("first", "second"):
        part = {}
        for way in ("", "_reverse"):
            part["input" + way] = weights["%s.weight_ih_l0%s" % (layer, way)].T
            part["bias" + way] = weights["%s.bias_ih_l0%s" % (layer, way)] + weights["%s.bias_hh_l0%s" % (layer, way)]
            image.matrix("%s.recurrent%s" % (layer, ".back" if way else ".forth"), weights["%s.weight_hh_l0%s" % (layer, way)].T)
        image.matrix(layer + ".input", numpy.concatenate([part["input"], part["input_reverse"]], 1))
        image.vector(layer + ".bias", numpy.concatenate([part["bias"], part["bias_reverse"]]))
    image.matrix("project", weights["project.weight"].T)
    image.vector("project.bias", weights["project.bias"])
    image.matrix("arc", weights["arc"])
    image.vector("arc.bias", weights["arc_bias"])
    image.vector("root.arc", weights["root_arc"])
    image.vector("root.relation", weights["root_relation"])
    image.matrix("relation", weights["relation.weight"].T)
    image.vector("relation.bias", weights["relation.bias"])
    for name in ("upos", "xpos", "feats", "lemma", "names"):
        image.matrix("head." + name, weights["heads.%s.weight" % name].T)
        image.vector("head.%s.bias" % name, weights["heads.%s.bias" % name])
    for name in ("upos", "xpos", "feats", "relations", "names"):
        image.strings("labels." + name, labels[name])
    image.strings("lemma.rules", labels["lemma"])
    number = {edit: place for place, edit in enumerate(labels["lemma"])}
    exceptions = sorted((features.hash64((form + "\t" + upos).encode()), number[edit]) for (form, upos), edit in labels["exceptions"].items())
    image.add("lemma.keys", numpy.array([key for key, _ in exceptions], dtype="<u8").tobytes(), len(exceptions), 1)
    image.add("lemma.values", numpy.array([value for _, value in exceptions], dtype="<u2").tobytes(), len(exceptions), 1)
    image.vector("boundary", numpy.load(boundaries) if boundaries else numpy.zeros(32768))
    image.write(path)
