#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A gold standard of one's own is scored by event; a store is coded once more, and what people marked stays.

usage: gold.py VEDETTE
"""
import os
import sqlite3
import tempfile

from program import expect, vedette

GOLD = """# our own
Chad accused Libya of arming rebels.
  ACCUSE TCD > LBY asserted
Peru denied that it had attacked Bolivia.
  ASSAULT PER > BOL denied voice=PER
  ? REJECT PER > * asserted
Japan praised Kenya.
  ACCUSE JPN > KEN asserted
Rain fell in the valley.
"""


def row(output, name):
    return [line.split() for line in output.splitlines() if line.split() and line.split()[0] == name]


def check_gold(room):
    path = os.path.join(room, "ours.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write(GOLD)
    output, _ = vedette("evaluate", path)
    expect(row(output, "ACCUSE")[0][1:3] == ["2", "1"], "one of two accusations is found: %s" % output)
    expect(row(output, "ASSAULT")[0][1:3] == ["1", "1"], "the denied attack is found: %s" % output)
    expect(row(output, "SUPPORT")[0][-4:-2] != ["1", "1"], "praise that the gold does not have is not right: %s" % output)
    expect("2 of      2" in output.split("both parties right")[1].splitlines()[0], "parties of what is found: %s" % output)
    expect("3 of      4" in output.split("without any mistake")[1].splitlines()[0], "three texts are whole: %s" % output)
    with open(path, "a", encoding="utf-8") as out:
        out.write("Togo met Benin.\n  MEET TGO > BEN\n  CONSULT TGO BEN\n")
    output, said = vedette("evaluate", path, status=1)
    expect("ours.txt:11:1" in said and "ours.txt:12:1" in said, "wrong lines are told with their place: %s" % said)
    expect(row(output, "all"), "and the rest is scored")
    vedette("evaluate", os.path.join(room, "not-there.txt"), status=1)


def check_recode(room):
    store, data = os.path.join(room, "s.db"), os.path.join(room, "data")
    vedette("add", store, "-", given=b"Chad accused Libya of arming rebels.\n\nJapan praised Kenya for its courage.\n")
    with sqlite3.connect(store) as database:
        ids = dict(database.execute("SELECT plover, id FROM event"))
        for event in ids.values():
            database.execute("INSERT INTO mark (event, verdict, correction, note, mute, who, at) VALUES (?, 'right', '', '', 0, 'ada', '2022')", (event,))
    output, _ = vedette("recode", store)
    expect("2 as before, 0 gone, 0 new" in output and "marks: 0" in output, "nothing changes by itself: %s" % output)
    os.makedirs(os.path.join(data, "verbs"))
    with open(os.path.join(data, "verbs", "own.vp"), "w", encoding="utf-8") as out:
        out.write("code 112 ACCUSE\nverb praise obj=* source=subj target=obj\n")
    output, _ = vedette("recode", store, "--data", data, "--dry-run", "--list")
    expect("1 as before, 1 gone, 1 new; nothing was written" in output and "- " in output and "+ " in output, "what would change: %s" % output)
    output, _ = vedette("query", store, "--event", "SUPPORT", "--count")
    expect(output.strip() == "1", "and it was not written")
    output, _ = vedette("recode", store, "--data", data)
    expect(ids["SUPPORT"] in output and "marks: 1" in output, "the mark whose event is gone is named: %s" % output)
    expect(vedette("query", store, "--event", "ACCUSE", "--count")[0].strip() == "2", "the store has the new events")
    expect(vedette("query", store, "--text", "courage", "--count")[0].strip() == "1", "and their words are found")
    with sqlite3.connect(store) as database:
        expect(database.execute("SELECT count(*) FROM mark").fetchone()[0] == len(ids), "every mark is kept")
        database.execute("INSERT INTO sentence (sentence) VALUES ('integrity-check')")
    vedette("recode", os.path.join(room, "none.db"), status=3)
    expect(not os.path.exists(os.path.join(room, "none.db")), "recoding makes no store")


def main():
    with tempfile.TemporaryDirectory() as room:
        check_gold(room)
        check_recode(room)


if __name__ == "__main__":
    main()
