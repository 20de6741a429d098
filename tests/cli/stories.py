#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Copies and stories over a stream: a copy names its original, a stranger begins a story of its own, in the order given.

usage: stories.py VEDETTE
"""
import json
import sqlite3

from program import empty_room, expect, records, run, vedette

DAM = ("Engineers said on Wednesday that the dam above Kisoro had held through the night and that nobody was hurt. Two hundred families "
       "had been told to leave their homes on Tuesday evening as the water rose. Soldiers brought blankets to the school in Mutolere.")
STRIKE = ("Bus drivers in Tampere walked out on Monday over night shifts. Their union wants two rest days a week and says that talks with "
          "the city have led nowhere. The city's transport chief called the walkout premature.")

# two accidents told by one formula: other people, places and numbers
RAVINE = ("A bus carrying %s passengers fell into a ravine in %s on %s, killing %s people, police said. The bus was on its way to %s when the "
          "driver lost control on a wet road. Rescue workers pulled the injured from the wreckage and took them to a hospital, the police "
          "chief %s said.")
LIKE = (RAVINE % ("32", "Dhading district of Nepal", "Friday", "14", "Kathmandu", "Ram Thapa"),
        RAVINE % ("41", "the Potosi region of Bolivia", "Saturday", "21", "Sucre", "Luis Mamani"))


def stories(*reports):
    given = "".join((report if isinstance(report, str) else json.dumps(report)) + "\n" for report in reports)
    status, out, said = run("stories", "-", given=given)
    return status, records(out), said


def main():
    copy = "KISORO, Uganda — " + DAM + "\n\nRead more: Weather"
    status, found, said = stories({"id": "dam", "text": DAM}, {"id": "strike", "text": STRIKE}, {"id": "copy", "text": copy}, {"id": "dam", "text": DAM})
    expect(status == 0 and [f["id"] for f in found] == ["dam", "strike", "copy", "dam~2"], "a line a report, in order: %r %s" % (found, said))
    dam, strike, copied, again = found
    expect(dam["kind"] == strike["kind"] == "original" and dam["copy_of"] is None, "the first of its kind is an original: %r" % found)
    expect(dam["story"] == "dam" and strike["story"] == "strike", "strangers are stories of their own: %r" % found)
    expect(copied["copy_of"] == "dam" and copied["story"] == "dam" and copied["kind"] == "copy", "a copy in other furniture: %r" % copied)
    expect(again["copy_of"] in ("dam", "copy") and again["similarity"] > copied["similarity"] > 0.5, "the same text is nearer: %r" % found)
    before = stories({"id": "dam", "text": DAM}, {"id": "strike", "text": STRIKE})[1]
    expect(before == found[:2], "what comes later changes nothing")
    status, found, said = stories({"id": "dam", "text": DAM}, '{"id":"broken"', {"id": "copy", "text": copy})
    expect(status == 1 and [f["id"] for f in found] == ["dam", "copy"] and ":2" in said, "a broken line is told, the rest is placed: %s" % said)
    expect(found[1]["copy_of"] == "dam", "and nothing is forgotten by it")
    found = stories({"id": "nepal", "text": LIKE[0]}, {"id": "bolivia", "text": LIKE[1]})[1]
    expect([f["copy_of"] for f in found] == [None, None], "what is told by the same formula is no copy: %r" % found)
    given = "".join(json.dumps({"id": str(n), "text": DAM if n in (0, 9) else "Town %d of %d met %d." % (n, n * 7, n * 13)}) + "\n" for n in range(10))
    for window, copy_of in ((4, None), (100, "0")):
        status, out, said = run("stories", "--window", window, "-", given=given)
        expect(status == 0 and records(out)[9]["copy_of"] == copy_of, "a window of %d: %s" % (window, out))
    for window in ("0", "many", "1000000000"):
        expect(run("stories", "--window", window, "-", given=given).status == 2, "no window: " + window)
    with empty_room():
        for window, copy_of in ((4, None), (100, "0")):
            store = "w%d.db" % window
            vedette("add", "--window", window, store, "-", given=given.splitlines()[0])
            for line in given.splitlines()[1:]:
                vedette("add", store, "-", given=line)
            found = sqlite3.connect(store).execute("SELECT copy_of FROM report WHERE id = '9'").fetchone()[0]
            expect(found == (copy_of or ""), "a store keeps its window of %d: %r" % (window, found))
    print("stories hold")


if __name__ == "__main__":
    main()
