#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes nouns.txt, given-names.txt and places.txt of data/language: what nouns mean persons, groups and places, which given
names are men's and women's, which names are countries' and towns'. `reference.txt` beside them is kept by hand and read last.

    train/reference_words.py --wordnet /usr/share/wordnet --ministers DATA/dictionaries/leaders/ministers-2025-01.tsv.gz \
        --news DATA/news/current-events-2002-2022.jsonl.gz --data data --out data/language

Nouns: WordNet 3.0 (Debian: wordnet-base), the field of a noun's first sense; those that the news use at least twice.
Given names: Wikidata's holders of offices (CC0) with their gender; a name of both genders is left out.
"""
import argparse
import collections
import gzip
import json
import os
import re

FIELDS = {14: "group", 15: "place", 18: "person"}


def synsets(folder):
    """offset → (field, offsets of the hypernyms)"""
    found = {}
    with open(os.path.join(folder, "data.noun"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            words = line.split("|")[0].split()
            size = int(words[3], 16)
            pointers = words[5 + 2 * size:]
            above = [pointers[i + 1] for i in range(0, len(pointers) - 3) if pointers[i] in ("@", "@i") and pointers[i + 2] == "n"]
            found[words[0]] = (int(words[1]), above)
    return found


def first_senses(folder):
    with open(os.path.join(folder, "index.noun"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            words = line.split()
            if "_" not in words[0]:
                yield words[0], words[6 + int(words[3])]


def below(known, offset, tops, depth=0):
    return offset in tops or depth < 20 and any(below(known, one, tops, depth + 1) for one in known[offset][1] if one in known)


def nouns(folder, news):
    known = synsets(folder)
    senses = dict(first_senses(folder))
    women = {senses["woman"], senses["wife"], senses["girl"], senses["queen"], senses["daughter"], senses["actress"]}
    men = {senses["man"], senses["husband"], senses["boy"], senses["king"], senses["son"]}
    for noun, offset in sorted(senses.items()):
        kind = FIELDS.get(known[offset][0])
        if not kind or news[noun] + news[noun + "s"] < 2 or not noun.isascii() or not noun.isalpha():
            continue
        if kind == "person" and below(known, offset, women):
            kind += " she"
        elif kind == "person" and below(known, offset, men):
            kind += " he"
        yield noun, kind


def given_names(path):
    seen = collections.defaultdict(collections.Counter)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) > 5 and columns[5] in ("male", "female") and " " in columns[2]:
                seen[columns[2].split()[0]]["he" if columns[5] == "male" else "she"] += 1
    for name, counts in sorted(seen.items()):
        if len(name) > 2 and name[0].isupper() and "." not in name and len(counts) == 1:
            yield name, next(iter(counts))


def places(folder):
    with open(os.path.join(folder, "actors", "states.txt"), encoding="utf-8") as lines:
        for line in lines:
            line = line.split(" # ")[0].rstrip()
            if line[:1].isupper():
                code = line.split(None, 1)[0]
            names = line.split(None, 1)[1].split("|") if line[:1].isupper() else line.split(None, 1)[1].split("|") if line.split()[:1] == ["also"] else []
            for name in names:
                yield "_".join(name.split()), "country  =" + code
    with open(os.path.join(folder, "places", "cities.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield "_".join(line.split("\t")[0].split()), "town"


def main():
    parser = argparse.ArgumentParser()
    for name in ("wordnet", "ministers", "news", "data", "out"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    news = collections.Counter()
    with gzip.open(options.news, "rt", encoding="utf-8") as lines:
        for line in lines:
            news.update(re.findall(r"[a-z]+", json.loads(line)["text"]))
    with open(os.path.join(options.out, "nouns.txt"), "w", encoding="utf-8") as out:
        out.write("# What nouns mean; made by train/reference_words.py, sources in data/SOURCES.md.\n")
        for noun, kind in nouns(options.wordnet, news):
            out.write("%s  %s\n" % (noun, kind))
    with open(os.path.join(options.out, "places.txt"), "w", encoding="utf-8") as out:
        out.write("# Names of countries and towns; made by train/reference_words.py from data/actors/states.txt and data/places/cities.tsv.\n")
        seen = set()
        for name, kind in places(options.data):
            if name not in seen:
                out.write("%s  %s\n" % (name, kind))
            seen.add(name)
    with open(os.path.join(options.out, "given-names.txt"), "w", encoding="utf-8") as out:
        out.write("# Given names by gender; made by train/reference_words.py, sources in data/SOURCES.md.\n")
        for name, kind in given_names(options.ministers):
            out.write("%s  %s\n" % (name, kind))


if __name__ == "__main__":
    main()
