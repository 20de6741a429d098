#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The codes are whole both ways: what CAMEO has leads to PLOVER, what PLOVER has is led to, and the patterns give all of it.

usage: codes.py VEDETTE
"""
import glob
import os
import re

from program import ROOT, expect, lines

EVENTS = "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
MODES = {
    "CONSULT": "visit third-party phone", "RETREAT": "withdraw release return disarm ceasefire access ease", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict ban expel territory relations violence political", "PROTEST": "demo riot hunger boycott obstruct",
    "SANCTION": "discontinue withdraw expel", "MOBILIZE": "troops police",
    "COERCE": "seize restrict ban arrest deport curfew martial-law",
    "ASSAULT": "abduct beat torture sexual assassinate seize firearms explosives suicide-attack heavy-weapons unconventional massacre cleansing",
}
# sentences for codes that few words lead to
SENTENCES = {
    "037": "Chad and Sudan agreed to settle their border dispute.",
    "038": "Ethiopia agreed to accept mediation by Kenya.",
    "044": "The foreign ministers of Sudan and Libya met in Cairo.",
    "0832": "The Chilean government bowed to demands for a change in policy.",
    "140": "Opposition leaders in Togo launched a campaign of disobedience against the government.",
    "160": "Hungary distanced itself from Poland.",
    "170": "The Eritrean government coerced villagers.",
    "201": "The mass expulsion of Gambians by Angola drew criticism.",
}


def rows(name):
    with open(os.path.join(ROOT, "data", "codes", name), encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


def given_by_patterns():
    given = {row[-1] for row in rows("nested.tsv")}
    for path in glob.glob(os.path.join(ROOT, "data", "verbs", "*.vp")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                found = re.match(r"(?:code|closer \S+) (\d+)", line)
                if found:
                    given.add(found.group(1))
    return given


def coded(sentence):
    return [event["cameo"] for event in lines("code", "--format", "ndjson", "--quiet", "-", given=sentence)]


def main():
    codes, labels = rows("codes.tsv"), {row[0]: row[1] for row in rows("labels.tsv")}
    led_to = {}
    for code, event, mode, _, goldstein in codes:
        expect(event in EVENTS, "%s leads to an event of PLOVER: %s" % (code, event))
        expect(not mode or mode in MODES.get(event, "").split(), "%s has a mode of %s: %s" % (code, event, mode))
        expect(-10 <= float(goldstein) <= 10, "%s has a Goldstein value" % code)
        expect(labels.get(code), "%s says what it stands for" % code)
        led_to.setdefault(event, set()).add(mode)
    for event in EVENTS:
        expect(event in led_to, "something leads to %s" % event)
        for mode in MODES.get(event, "").split():
            expect(mode in led_to[event], "something leads to %s %s" % (event, mode))
    known, given = {row[0] for row in codes}, given_by_patterns()
    expect(given <= known, "the patterns give codes that there are: %s" % sorted(given - known))
    # two digits are a root: what is said no closer is its "not specified"
    missing = sorted(code for code in known if len(code) > 2 and code not in given)
    expect(not missing, "every code is given by some pattern: %s" % missing)
    for code, sentence in SENTENCES.items():
        expect(code in coded(sentence), "%s for %r: %s" % (code, sentence, coded(sentence)))


if __name__ == "__main__":
    main()
