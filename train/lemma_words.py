#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds what a dictionary and the treebanks know of lemmas to a model image: which words are lemmas of nouns, verbs and adjectives,
irregular forms that the treebanks do not show, and words of which the treebanks nearly always say the same. src/language/lemma.c
uses the first where the network's rule leads to no such word.

    train/lemma_words.py --wordnet /usr/share/wordnet --treebanks DATA/treebanks --image models/english.image

It runs on any image that train.py wrote and replaces what it added before. WordNet 3.0 is Debian's wordnet-base. A form that is
itself a lemma ("found", "lay"), or has two, is left to the network. Of the treebanks the training parts are read; where they think
both ways, EWT decides (in GUM, "people" is "person").
"""
import argparse
import collections
import os
import re

import numpy

import conllu
import features
import lemmas
from image import Image

KINDS = (("noun", "NOUN"), ("verb", "VERB"), ("adj", "ADJ"))
WORD = re.compile(r"[a-z][a-z'-]*[a-z]$")
# words that the program knows by their singular, whatever a treebank says
OWN = {("troops", "NOUN"): "l1|", ("bases", "NOUN"): "l1|"}
UNRULED = ("X", "SYM", "PUNCT", "NUM")


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


def counted(folder):
    """{(small form, UPOS): {lemma: times}} of the training parts, EWT's alone where it has the word twice."""
    counts = {}
    for treebank in ("ewt", "gum"):
        here = collections.defaultdict(collections.Counter)
        documents = conllu.read_documents(os.path.join(folder, treebank + "-train.conllu.gz"))
        for sentence in (one for _, sentences in documents for one in sentences):
            for form, lemma, upos, xpos in zip(sentence.forms, sentence.lemmas, sentence.upos, sentence.xpos):
                if upos in UNRULED or lemma == "_":
                    continue
                # the capital of a name ("United", an adjective) is put back by the program
                if xpos in ("NNP", "NNPS") and not lemma[1:2].isupper():
                    lemma = lemma[:1].lower() + lemma[1:]
                here[form.lower(), upos][lemma] += 1
        for pair, lemmas_here in here.items():
            if sum(counts.get(pair, {}).values()) < 2:
                counts[pair] = counts.get(pair, collections.Counter()) + lemmas_here
    return counts


def is_short_for(form, lemma):
    """Sept. for September"""
    return len(lemma) > len(form) and lemma.isalpha() and lemma.lower().startswith(form.rstrip("."))


def agreed(counts):
    """{(small form, UPOS): rule} where nine of ten, and two at least, say the same. Of names only those of days and months that
    are cut short: no other name is known by its small letters."""
    rules = {}
    for (form, upos), found in counts.items():
        lemma, most = found.most_common(1)[0]
        if upos == "PROPN":
            lemma = lemma.title()
            if not is_short_for(form, lemma):
                continue
        if most >= 2 and most >= 0.9 * sum(found.values()):
            rules[form, upos] = lemmas.rule(form, lemma) if lemma.islower() else "l*|" + lemma
    return rules


def key(word, upos):
    return features.hash64((word + "\t" + upos).encode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wordnet", default="/usr/share/wordnet")
    parser.add_argument("--treebanks", required=True)
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
    for (form, upos), edit in sorted({**agreed(counted(options.treebanks)), **OWN}.items()):
        learned[key(form, upos)] = number.setdefault(edit, len(number))
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
