#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds what a dictionary knows of lemmas to a model image: which words are lemmas of nouns, verbs and adjectives, and irregular
forms that the treebanks do not show. src/language/lemma.c uses the first where the network's rule leads to no such word.

    train/lemma_words.py --wordnet /usr/share/wordnet --image models/english.image

It runs on any image that train.py wrote and replaces what it added before. WordNet 3.0 is Debian's wordnet-base. A form that is
itself a lemma ("found", "lay"), or has two, is left to the network.
"""
import argparse
import os
import re

import numpy

import features
import lemmas
from image import Image

KINDS = (("noun", "NOUN"), ("verb", "VERB"), ("adj", "ADJ"))
WORD = re.compile(r"[a-z][a-z'-]*[a-z]$")
# as in UD English EWT, "people" is a word of its own; "troops", of which the treebanks think both ways, is a plural
OWN = {("people", "NOUN"): "l0|", ("troops", "NOUN"): "l1|"}


def read(folder):
    """({(word, UPOS)}, {(form, UPOS): rule})"""
    words, forms = set(), {}
    for kind, upos in KINDS:
        counts = {}
        with open(os.path.join(folder, "index." + kind), encoding="utf-8") as file:
            for line in file:
                fields = line.split()
                if WORD.match(fields[0]) and not line.startswith(" "):
                    counts[fields[0]] = int(fields[5 + int(fields[3])])  # times that its senses are tagged in WordNet's texts
        # "to stag" was never met there, "to stage" was: "staged" is of the second
        words |= {(word, upos) for word, count in counts.items() if count or not counts.get(word + "e")}
        with open(os.path.join(folder, kind + ".exc"), encoding="utf-8") as file:
            for line in file:
                form, *bases = line.split()
                if len(bases) == 1 and WORD.match(form) and WORD.match(bases[0]) and (form, upos) not in words:
                    forms[form, upos] = lemmas.rule(form, bases[0])
    return words, forms


def key(word, upos):
    return features.hash64((word + "\t" + upos).encode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wordnet", default="/usr/share/wordnet")
    parser.add_argument("--image", required=True)
    options = parser.parse_args()
    image = Image.read(options.image)
    found = {section[0]: section for section in image.sections}
    rules = found["lemma.rules"][1].decode().split("\0")[:-1]
    learned = dict(zip(map(int, numpy.frombuffer(found["lemma.keys"][1], "<u8")),
                       map(int, numpy.frombuffer(found["lemma.values"][1], "<u2"))))
    words, forms = read(options.wordnet)
    number = {edit: place for place, edit in enumerate(rules)}
    for (form, upos), edit in sorted(forms.items()):
        number.setdefault(edit, len(number))
        learned.setdefault(key(form, upos), number[edit])
    for (form, upos), edit in OWN.items():
        learned[key(form, upos)] = number[edit]
    rows = sorted(learned.items())
    kept = ("lemma.rules", "lemma.keys", "lemma.values", "lemma.words")
    image.sections = [section for section in image.sections if section[0] not in kept]
    image.strings("lemma.rules", list(number))
    image.add("lemma.keys", numpy.array([one for one, _ in rows], dtype="<u8").tobytes(), len(rows), 1)
    image.add("lemma.values", numpy.array([value for _, value in rows], dtype="<u2").tobytes(), len(rows), 1)
    keys = sorted(key(word, upos) for word, upos in words)
    image.add("lemma.words", numpy.array(keys, dtype="<u8").tobytes(), len(keys), 1)
    image.write(options.image)
    print("%d lemmas of the dictionary, %d irregular forms, %d rules" % (len(keys), len(rows), len(number)))


if __name__ == "__main__":
    main()
