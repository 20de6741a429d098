#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds the second opinion on names to a model image: src/language/name-words.c, which see for what it is.

    train/name_words.py --vedette build/vedette --names DATA/names/uner-ewt-train.jsonl DATA/names/gum-train.jsonl \
        --wikigold DATA/names/wikigold/wikigold.conll.txt --image models/english.image

It runs on any image that train.py wrote, last of all, and replaces the sections names.words* that are there. What it learns is a
log-linear model of a word's tag by hashed features of the words around it and of their classes (words whose vectors in the image are alike); a
third of the features is dropped at a time, so that no single one is believed, words outside of names weigh less, and every eighth sentence
with a name is learned in small letters too. What chance does is evened out: the model is the mean of several.
"""
import argparse
import json
import random
import struct
import subprocess

import numpy
import torch

import conllu
import features
from image import Image

ROWS = 1 << 15
WIDTH = 16
GRAINS = (64, 255)  # classes of words, coarse and fine
TAGS = 13  # outside, and the four places of PER, ORG and LOC
TYPES = ("PER", "ORG", "LOC")
UPOS = "X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB".split()
MASK = (1 << 64) - 1
BEFORE, AFTER = 1, 2
NOTHING = -100  # nothing is learned of it: a name of another kind
FEATURES = 26


def mix(kind, *parts):
    """The row of a feature; src/language/name-words.c has its twin."""
    value = numpy.uint64((kind * 0x9E3779B97F4A7C15) & MASK)
    for part in parts:
        value = (value ^ part) * numpy.uint64(0xFF51AFD7ED558CCD)
        value = value ^ (value >> numpy.uint64(32))
    return (value & numpy.uint64(ROWS - 1)).astype(numpy.int64)


def hashes(texts):
    return numpy.array([features.hash64(text.encode("utf-8")) for text in texts], dtype=numpy.uint64)


def shifted(values, by):
    """The values of the words `by` places away."""
    out = numpy.full(len(values), BEFORE if by < 0 else AFTER, dtype=numpy.uint64)
    if by < 0:
        out[-by:] = values[:by] if -by < len(values) else []
    else:
        out[:len(values) - by] = values[by:]
    return out


def letters_of(forms):
    """1: no word begins with a capital; 2: more than 7 in 10 of at least four words do; 0: as usual."""
    begin = [form[0] for form in forms]
    capitals = sum(letter != features.lower(letter) for letter in begin)
    words = sum(letter.isalpha() for letter in begin)
    return 1 if capitals == 0 else 2 if words > 3 and 10 * capitals > 7 * words else 0


def classes_of(keys, vectors):
    """{key: (coarse class, fine class)}, from 1: k-means of the vectors' directions; a word that the image does not know has no class."""
    vectors = vectors / (numpy.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6)
    found = []
    for grain in GRAINS:
        centres = vectors[numpy.random.RandomState(1).choice(len(vectors), grain, replace=False)]
        for _ in range(20):
            nearest = (vectors @ centres.T).argmax(1)
            for one in range(grain):
                mean = vectors[nearest == one].mean(0) if (nearest == one).any() else centres[one]
                centres[one] = mean / (numpy.linalg.norm(mean) + 1e-6)
        found.append(nearest + 1)
    return dict(zip(map(int, keys), zip(*map(list, found))))


def rows_of(forms, upos, lists, classes):
    """[words × FEATURES]"""
    keys = [features.key(form) for form in forms]
    size = len(forms)
    key, shape = hashes(keys), hashes([features.shape(form) for form in forms])
    tag = numpy.array([UPOS.index(one) + 3 for one in upos], dtype=numpy.uint64)
    listed = numpy.array([lists.get(int(one), 0) for one in key], dtype=numpy.uint64)
    coarse, fine = (numpy.array([classes.get(int(one), (0, 0))[grain] for one in key], dtype=numpy.uint64) for grain in (0, 1))
    sentence = numpy.full(size, letters_of(forms), dtype=numpy.uint64)
    first = numpy.array([1] + [0] * (size - 1), dtype=numpy.uint64)
    ends = [hashes([one[:3] for one in keys]), hashes([one[:4] for one in keys]), hashes([one[-2:] for one in keys]),
            hashes([one[-3:] for one in keys]), hashes([one[-4:] for one in keys])]
    before, after = shifted(key, -1), shifted(key, 1)
    shape_before, shape_after = shifted(shape, -1), shifted(shape, 1)
    return numpy.stack([
        mix(1, key), mix(2, before), mix(3, after), mix(4, shifted(key, -2)), mix(5, shifted(key, 2)), mix(6, before, key),
        mix(7, key, after), mix(8, shape, first, sentence), mix(9, shape_before, shape), mix(10, shape, shape_after),
        mix(11, shape_before, shape, shape_after), mix(12, ends[0]), mix(13, ends[1]), mix(14, ends[2], shape), mix(15, ends[3]),
        mix(16, ends[4]), mix(17, tag), mix(18, shifted(tag, -1), tag, shifted(tag, 1)), mix(19, listed, shape),
        mix(20, sentence, tag), mix(21, fine, shape), mix(22, shifted(fine, -1), shape), mix(23, shifted(fine, 1), shape),
        mix(24, coarse, shape), mix(25, shifted(coarse, -1), coarse), mix(26, coarse, shifted(coarse, 1))], 1)


# ---- reading ----

def sentences_of(program, lines):
    """{id: [[(form, UPOS, begin, end)]]} as the program cuts and tags; a part of a contraction has its own letters."""
    text = "".join(json.dumps({"id": line["id"], "text": line["text"]}) + "\n" for line in lines)
    out = subprocess.run([program, "parse", "-"], input=text.encode("utf-8"), stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    found, document, inside = {}, None, (0, 0)
    for line in out.split("\n"):
        if line.startswith("# newdoc id = "):
            document = found.setdefault(line[14:], [])
        elif line.startswith("# sent_id"):
            document.append([])
        elif line and line[0].isdigit():
            columns = line.split("\t")
            place = [one[11:] for one in columns[9].split("|") if one.startswith("TokenRange=")]
            begin, end = map(int, place[0].split(":")) if place else (None, None)
            if "-" in columns[0]:
                inside = (begin, end)
                continue
            if begin is None:
                begin, end = inside[0], min(inside[1], inside[0] + len(columns[1]))
                inside = (end, inside[1])
            document[-1].append((columns[1], columns[3], begin, end))
    return found


def names_of(line):
    """[(begin, end, type, head's begin)]; the head is None where the span is the name and no more."""
    found = [(begin, end, kind, None) for begin, end, kind in line.get("names", [])]
    found += [(begin, end, cluster["type"], head) for cluster in line.get("clusters", [])
              for begin, end, head, _, how in cluster["mentions"] if how == "N"]
    return sorted(found, key=lambda one: one[0] - one[1])


def narrow(sentence, inside, head):
    """GUM's mentions are phrases: the name is the run of proper nouns, and adjectives with capitals, around the head."""
    def belongs(i):
        return i in inside and (sentence[i][1] == "PROPN" or sentence[i][1] in ("ADJ", "NOUN") and sentence[i][0][0].isupper())
    middle = [i for i in inside if sentence[i][2] <= head < sentence[i][3]]
    if not middle or not belongs(middle[0]):
        return []
    first = last = middle[0]
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    return list(range(first, last + 1))


def tags_of(sentence, names):
    tags = [0] * len(sentence)
    for begin, end, kind, head in names:
        inside = [i for i, word in enumerate(sentence) if word[2] >= begin and word[3] <= end and word[3] > word[2]]
        if head is not None:
            phrase, inside = inside, narrow(sentence, inside, head)
            for i in phrase:
                if i not in inside and not tags[i] and sentence[i][0][0].isupper():
                    tags[i] = NOTHING
        if kind not in TYPES or any(tags[i] > 0 for i in inside):
            for i in inside:
                tags[i] = tags[i] or NOTHING
            continue
        if not inside:
            continue
        base = 1 + 4 * TYPES.index(kind)
        for i in inside:
            tags[i] = base + 1
        tags[inside[0]], tags[inside[-1]] = base, base + 2
        if len(inside) == 1:
            tags[inside[0]] = base + 3
    return tags


def wikigold(program, path):
    """[(forms, UPOS, tags)] of WikiGold, whose words are kept; nothing is learned of its MISC."""
    sentences = conllu.read_wikigold(path)
    text = "".join("".join("%d\t%s%s\n" % (i + 1, form, "\t_" * 8) for i, form in enumerate(one.forms)) + "\n" for one in sentences)
    out = subprocess.run([program, "parse", "--input", "conllu", "-"], input=text.encode("utf-8"), stdout=subprocess.PIPE, check=True)
    lines = [line.split("\t") for line in out.stdout.decode("utf-8").split("\n") if line[:1].isdigit()]
    upos, order = [line[3] for line in lines], ["O"] + ["%s-%s" % (place, kind) for kind in TYPES for place in "BILU"]
    for one in sentences:
        tags = [order.index(tag) if tag in order else NOTHING for tag in one.names]
        yield one.forms, upos[:len(one.forms)], tags
        del upos[:len(one.forms)]


# ---- learning ----

def learn(rows, tags, seed, epochs, dropped, outside):
    torch.manual_seed(seed)
    table = torch.nn.EmbeddingBag(ROWS, TAGS, mode="sum")
    torch.nn.init.zeros_(table.weight)
    optimizer = torch.optim.Adam(table.parameters(), lr=0.02)
    rows, tags = torch.from_numpy(rows), torch.tensor(tags)
    weights = torch.ones(TAGS)
    weights[0] = outside
    for _ in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] *= 0.7
        order = torch.randperm(len(tags))
        for start in range(0, len(order), 1024):
            some = order[start:start + 1024]
            kept = (torch.rand(len(some), FEATURES) >= dropped).float() / (1 - dropped)
            loss = torch.nn.functional.cross_entropy(table(rows[some], per_sample_weights=kept), tags[some], weights)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return table.weight.detach().numpy()


# ---- the image ----

def sections(path):
    with open(path, "rb") as file:
        data = file.read()
    count = struct.unpack_from("<I", data, 12)[0]
    for number in range(count):
        name, offset, size, rows, columns = struct.unpack_from("<32sQQII", data, 64 + 64 * number)
        yield name.rstrip(b"\0").decode(), data[offset:offset + size], rows, columns


def main():
    parser = argparse.ArgumentParser()
    for name in ("vedette", "image"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--names", nargs="+", required=True)
    parser.add_argument("--wikigold")
    parser.add_argument("--outside", type=float, default=0.15, help="what a word outside of names weighs")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--dropped", type=float, default=0.3)
    parser.add_argument("--models", type=int, default=5, help="so many are learned, and their mean taken")
    parser.add_argument("--weight", type=float, default=1.0, help="of this opinion beside the network's")
    options = parser.parse_args()
    kept = [section for section in sections(options.image) if not section[0].startswith("names.words")]
    by_name = {section[0]: section[1] for section in kept}
    lists = dict(zip(map(int, numpy.frombuffer(by_name["lists.keys"], "<u8")), by_name["lists.bits"]))
    keys = numpy.frombuffer(by_name["word.keys"], "<u8")
    vectors = numpy.frombuffer(by_name["word.rows"], "<i1").reshape(len(keys) + 1, -1) * numpy.frombuffer(by_name["word.scales"], "<f4")[:, None]
    classes = classes_of(keys, vectors[1:])
    generator, rows, tags, lines = random.Random(1), [], [], []
    for path in options.names:
        with open(path, encoding="utf-8") as file:
            lines += [json.loads(line) for line in file]
    if options.wikigold:
        for forms, upos, right in wikigold(options.vedette, options.wikigold):
            rows.append(rows_of(forms, upos, lists, classes))
            tags += right
    read = sentences_of(options.vedette, lines)
    for line in lines:
        for sentence in read[line["id"]]:
            forms, upos, right = [word[0] for word in sentence], [word[1] for word in sentence], tags_of(sentence, names_of(line))
            rows.append(rows_of(forms, upos, lists, classes))
            tags += right
            if any(tag > 0 for tag in right) and generator.random() < 0.125:
                rows.append(rows_of([form.lower() for form in forms], upos, lists, classes))
                tags += right
    rows = numpy.concatenate(rows)
    table = options.weight * numpy.mean([learn(rows, tags, seed + 1, options.epochs, options.dropped, options.outside)
                                         for seed in range(options.models)], 0)
    scale = numpy.abs(table).max() / 127
    small = numpy.zeros((ROWS, WIDTH), dtype="<i1")
    small[:, :TAGS] = numpy.rint(table / scale)
    image = Image(Image.read(options.image).version)
    image.sections = kept
    image.add("names.words", small.tobytes(), ROWS, WIDTH)
    image.add("names.words.classes", numpy.array([classes[int(key)] for key in keys], dtype="<u1").tobytes(), len(keys), len(GRAINS))
    image.add("names.words.scale", struct.pack("<f", scale), 1, 1)
    image.write(options.image)
    print("%d words learned; greatest weight %.2f, step %.4f" % (len(tags), numpy.abs(table).max(), scale))


if __name__ == "__main__":
    main()
