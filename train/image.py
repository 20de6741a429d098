# SPDX-License-Identifier: Apache-2.0
"""Writes and reads the model image that src/language/language-image.c maps. All numbers are little-endian.

    0   8 bytes   "VDTLANG1"
    8   u32       version of the format: 2; 1 is the same with floats, which train/quantise.py turns into 2
    12  u32       number of sections
    16  u64       size of the file
    24  u64       XXH3 of 64 bits of everything from byte 64 on, seeded with the number of sections
    32  ...       zero up to byte 64
    64  the table, 64 bytes a section: name (32 bytes, NUL-padded), u64 offset, u64 size, u32 rows, u32 columns, u64 zero
    ... the sections, each at a multiple of 64

A float matrix is stored in panels of 16 columns: [columns / 16][rows][16], columns filled up with zeros; one of bytes so that
four rows of a column stand together: [columns / 16][rows / 4][16][4], with a float scale for each column in NAME.scales and a
float to start from in NAME.start. `rows` and `columns` in the table are those of the matrix itself. Embeddings are int8 rows
with a float scale each.
"""
import ctypes
import os
import struct

import numpy
import torch

import features
import quantise


def panels(matrix):
    """[depth x columns] as the kernel streams it."""
    depth, columns = matrix.shape
    filled = numpy.zeros((depth, (columns + 15) // 16 * 16), dtype=numpy.float32)
    filled[:, :columns] = matrix
    return numpy.ascontiguousarray(filled.reshape(depth, -1, 16).transpose(1, 0, 2))


def quads(matrix):
    """[depth x columns] of bytes as the kernel streams them; the depth is a multiple of 4."""
    depth, columns = matrix.shape
    filled = numpy.zeros((depth, (columns + 15) // 16 * 16), dtype=numpy.int8)
    filled[:, :columns] = matrix
    return numpy.ascontiguousarray(filled.reshape(depth // 4, 4, -1, 16).transpose(2, 0, 3, 1))


def checksum(payload, seed):
    """By the library that the program uses, since Python has no XXH3 of its own."""
    library = ctypes.CDLL("libxxhash.so.0")
    library.XXH3_64bits_withSeed.restype = ctypes.c_uint64
    return library.XXH3_64bits_withSeed(payload, ctypes.c_size_t(len(payload)), ctypes.c_uint64(seed))


class Image:
    def __init__(self, version=1):
        self.version, self.sections = version, []

    @classmethod
    def read(cls, path):
        with open(path, "rb") as file:
            data = file.read()
        magic, version, count = struct.unpack_from("<8sII", data)
        if magic != b"VDTLANG1":
            raise SystemExit("%s: not a language model" % path)
        image = cls(version)
        for place in range(count):
            name, offset, size, rows, columns, _ = struct.unpack_from("<32sQQIIQ", data, 64 + 64 * place)
            image.add(name.rstrip(b"\0").decode(), data[offset:offset + size], rows, columns)
        return image

    def floats(self, name):
        """A float matrix or vector as it was before it was laid in panels."""
        _, data, rows, columns = next(one for one in self.sections if one[0] == name)
        values = numpy.frombuffer(data, dtype="<f4").reshape(-1, rows, 16).transpose(1, 0, 2).reshape(rows, -1)[:, :columns]
        return values[0] if rows == 1 else values

    def rows(self, name):
        """An embedding widened."""
        found = {one[0]: one for one in self.sections}
        _, data, rows, columns = found[name + ".rows"]
        scales = numpy.frombuffer(found[name + ".scales"][1], dtype="<f4")
        return numpy.frombuffer(data, dtype="<i1").reshape(rows, columns) * scales[:rows, None]

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

    def quantised(self, name, matrix, start, zero):
        """Bytes with a scale for each column. The inputs are bytes too; `zero` is the byte that stands for 0."""
        scale = numpy.abs(matrix).max(axis=0) / 127
        scale[scale == 0] = 1
        scale = scale.astype(numpy.float32)
        whole = numpy.rint(matrix / scale).astype(numpy.int8)
        self.add(name, quads(whole).tobytes(), *matrix.shape)
        self.vector(name + ".scales", scale)
        self.vector(name + ".start", start - zero * whole.sum(axis=0, dtype=numpy.float64) * scale)

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
        header = struct.pack("<8sIIQQ", b"VDTLANG1", self.version, len(self.sections), 64 + len(payload), checksum(payload, len(self.sections)))
        with open(path + ".new", "wb") as file:
            file.write(header.ljust(64, b"\0") + payload)
        os.replace(path + ".new", path)


def weights_of(path, state, prepared):
    """The state of a network as a float image has it: `write` backwards. What the image keeps as a sum stands in one of its parts."""
    image = Image.read(path)
    labels = prepared["labels"]
    for name in ("upos", "xpos", "feats", "relations", "names"):
        data = next(one[1] for one in image.sections if one[0] == "labels." + name)
        if data != b"".join(value.encode() + b"\0" for value in labels[name]):
            raise SystemExit("%s: its labels of %s are not those of the treebanks" % (path, name))
    tensor = lambda values: torch.tensor(numpy.array(values, dtype=numpy.float32))
    hashes = numpy.array([features.hash64(word.encode()) for word in prepared["words"]], dtype=numpy.uint64)
    keys = numpy.frombuffer(next(one[1] for one in image.sections if one[0] == "word.keys"), dtype="<u8")
    rows, place = image.rows("word"), numpy.searchsorted(keys, hashes)
    known = keys[numpy.minimum(place, len(keys) - 1)] == hashes
    print("%d of %d words are in %s" % (known.sum(), len(known), path), flush=True)
    words = numpy.where(known[:, None], rows[1 + numpy.minimum(place, len(keys) - 1)], state["fixed"][1:].numpy())
    result = {"fixed": state["fixed"], "change": tensor(numpy.concatenate([rows[:1], words])) - state["fixed"]}
    for number, (name, _, _) in enumerate(features.HASHED):
        result["hashed.%d.weight" % number] = tensor(image.rows(name))
    result["lists.weight"] = tensor(image.rows("lists"))
    for layer in ("first", "second"):
        sides = image.floats(layer + ".input"), image.floats(layer + ".bias")
        half = sides[1].shape[0] // 2
        for way, part, recurrent in (("", slice(0, half), ".forth"), ("_reverse", slice(half, None), ".back")):
            result["%s.weight_ih_l0%s" % (layer, way)] = tensor(sides[0][:, part].T)
            result["%s.weight_hh_l0%s" % (layer, way)] = tensor(image.floats("%s.recurrent%s" % (layer, recurrent)).T)
            result["%s.bias_ih_l0%s" % (layer, way)] = tensor(sides[1][part])
            result["%s.bias_hh_l0%s" % (layer, way)] = torch.zeros(half)
    for name, key in (("project", "project"), ("relation", "relation")):
        result[name + ".weight"], result[name + ".bias"] = tensor(image.floats(key).T), tensor(image.floats(key + ".bias"))
    for name in ("upos", "xpos", "feats", "lemma", "names"):
        result["heads.%s.weight" % name] = tensor(image.floats("head." + name).T)
        result["heads.%s.bias" % name] = tensor(image.floats("head.%s.bias" % name))
    for name, key in (("arc", "arc"), ("arc_bias", "arc.bias"), ("root_arc", "root.arc"), ("root_relation", "root.relation")):
        result[name] = tensor(image.floats(key))
    return result


def write(path, network, prepared, boundaries=None):
    """The float image beside `path` (".float"), and the one of bytes that the program reads."""
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
    image.write(path + ".float")
    quantise.quantised(image).write(path)
