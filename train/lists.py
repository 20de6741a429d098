# SPDX-License-Identifier: Apache-2.0
"""Lists of names as a hint to the network: is a word part of the name of a country, a place, a person, an armed group?

Facts from open lists: GeoNames (places, CC BY 4.0), Wikidata (holders of offices, CC0), UCDP actors (CC BY 4.0). A word's hint is
five bits; what they are worth in context is learned.
"""
import csv
import gzip
import gettext
import os
import re
import unicodedata

from features import key

COUNTRY, PLACE, GIVEN, FAMILY, GROUP = 1, 2, 4, 8, 16
BITS = 5
WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?")


def read(path, delimiter):
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def load(dictionaries, places):
    """{key: bits}. `dictionaries`: the folder of lists; `places`: GeoNames' names as a gettext catalogue."""
    found = {}

    def add(text, bit, last=False, first=False):
        words = [word for word in WORDS.findall(text) if word[:1].isupper() and len(word) > 1]
        if first:
            words = words[:1]
        if last:
            words = words[1:]
        for word in words:
            for form in {word, unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()}:
                if len(form) > 1:
                    found[key(form)] = found.get(key(form), 0) | bit
    people = os.path.join(dictionaries, "leaders")
    for row in read(os.path.join(people, "ministers-2025-01.tsv.gz"), "\t"):
        add(row["country"], COUNTRY)
        add(row["name"] or "", GIVEN, first=True)
        add(row["name"] or "", FAMILY, last=True)
    for row in read(os.path.join(people, "wikidata-heads-2021.csv.gz"), ","):
        add(row["officeholderLabel"] or "", GIVEN, first=True)
        add(row["officeholderLabel"] or "", FAMILY, last=True)
    for row in read(os.path.join(dictionaries, "groups", "ucdp-actor-22.1.csv.gz"), ","):
        if not row["NameData"].startswith("Government of"):
            add(row["NameData"], GROUP)
    if places:
        with open(places, "rb") as file:
            for identity, name in gettext.GNUTranslations(file)._catalog.items():
                if identity:
                    add(name, PLACE)
    return found
