#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What several reports tell is one incident, copies are no corroboration, and what is forgotten leaves no trace.

usage: incidents.py VEDETTE
"""
import json
import os
import sqlite3
import sys
import tempfile

from program import lines, vedette

FIRST = ("Rebels attacked the town of Goma in the east of the Democratic Republic of the Congo on Monday and killed 12 soldiers, the army "
         "said. The governor told residents to stay at home. Schools in Goma were closed and the road to Sake was cut for hours.")
SECOND = ("At least 20 soldiers were killed when rebels attacked the town of Goma on Monday, a hospital doctor said. The rebels attacked Goma "
          "from the north before dawn. Residents fled along the road to Sake, and schools stayed closed, the governor said.")
OTHER = ("Fishermen in Bodø met the minister on Tuesday to speak about quotas. Norway and Iceland signed an agreement on mackerel. Nobody in "
         "the harbour wanted to say who had won.")
REPORTS = [
    {"id": "first", "published": "2025-01-28", "publisher": "Kivu Post", "title": "Rebels attack Goma", "text": FIRST},
    {"id": "other", "published": "2025-01-28", "publisher": "Nordlys", "title": "Fish", "text": OTHER},
    {"id": "copy", "published": "2025-01-28", "publisher": "Site 24", "title": "Rebels attack Goma", "text": "Advertisement\n" + FIRST},
    {"id": "second", "published": "2025-01-29", "publisher": "TASS", "title": "Goma attacked by rebels", "text": SECOND},
]


def fill(folder, name, *options):
    path, store = os.path.join(folder, name + ".jsonl"), os.path.join(folder, name + ".db")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(report) + "\n" for report in REPORTS)
    vedette("add", *options, store, path)
    return store


def test_incidents(store):
    events = lines("query", store, "--format", "ndjson")
    attacks = [event for event in events if event["plover"]["event"] == "ASSAULT" and event["cameo"] == "190" and event["date"]["from"] == "2025-01-27"]
    assert {event["report"] for event in attacks} == {"first", "copy", "second"}, attacks
    assert {event["story"] for event in attacks} == {"first"}, attacks
    by_report = {event["report"]: event["incident"] for event in attacks}
    assert by_report["copy"] == by_report["first"] == by_report["second"], by_report
    incident, = [one for one in lines("incidents", store) if one["id"] == by_report["first"]]
    assert incident == lines("incidents", store, by_report["first"])[0]
    assert incident["reports"] == 3 and incident["copies"] == 1, incident
    assert incident["independent"] == 2 and incident["state_owned"] == 1, incident
    publishers = {one["name"]: one for one in incident["publishers"]}
    assert publishers["TASS"]["state"] == "RUS" and publishers["Kivu Post"]["state"] is None, publishers
    assert publishers["Site 24"]["copies"] == 1, publishers
    assert publishers["TASS"]["home"] == "RUS" and publishers["Kivu Post"]["home"] is None, publishers
    own = os.path.join(os.path.dirname(store), "own")
    os.makedirs(own, exist_ok=True)
    with open(os.path.join(own, "publishers.txt"), "w", encoding="utf-8") as file:
        file.write("Kivu Post\n    home COD\n    state COD\n")
    mine, = lines("incidents", "--data", own, store, by_report["first"])
    assert mine["state_owned"] == 2 and [one["home"] for one in mine["publishers"] if one["name"] == "Kivu Post"] == ["COD"], mine
    with open(os.path.join(own, "publishers.txt"), "a", encoding="utf-8") as file:
        file.write("    owner COD\n")
    assert "publishers.txt:4:5" in vedette("incidents", "--data", own, store, status=3)[1]
    killed, = [one for one in incident["amounts"] if one["what"] == "killed"]
    assert killed["low"] == 12 and killed["high"] == 20 and killed["best"] == 20, killed
    assert {claim["publisher"] for claim in killed["claims"]} == {"Kivu Post", "TASS"}, killed
    assert all(one["independent"] >= 2 for one in lines("incidents", "--least", "2", store))
    assert "no incident" in vedette("incidents", store, "i:none", status=1)[1]
    # the desk's and the series' way of counting: each happening once
    assert len(lines("incidents", store)) == len({event["incident"] for event in events})


def bytes_of(store):
    return b"".join(open(path, "rb").read() for path in (store, store + "-wal") if os.path.exists(path))


def test_forget(folder):
    store = fill(folder, "forget")
    assert b"Fishermen" in bytes_of(store) and b"Kivu Post" in bytes_of(store)
    out, _ = vedette("forget", store, "--publisher", "nordlys")
    assert "reports: 1" in out, out
    assert b"Fishermen" not in bytes_of(store) and b"fishermen" not in bytes_of(store) and b"mackerel" not in bytes_of(store)
    out, _ = vedette("forget", store, "--report", "first")
    assert "reports: 1" in out, out
    events = lines("query", store, "--format", "ndjson")
    assert {event["report"] for event in events} == {"copy", "second"} and {event["story"] for event in events} == {"copy"}
    assert b"Kivu Post" not in bytes_of(store)
    kept = sqlite3.connect(store).execute("SELECT id, copy_of, kinship FROM report ORDER BY number").fetchall()
    assert kept == [("copy", "", 0), ("second", "", 3)] or kept == [("copy", "", 0), ("second", "", 2)], kept
    assert vedette("query", store, "--text", "attacked", "--count")[0].strip() != "0"
    out, _ = vedette("forget", store, "--before", "2025-01-29")
    assert "reports: 1" in out and len(lines("query", store, "--report", "copy", "--format", "ndjson")) == 0, out
    assert "reports: 0" in vedette("forget", store, "--report", "nobody")[0]
    database = sqlite3.connect(store)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    # what guards marks and audit stands again
    try:
        database.execute("DELETE FROM audit")
        sys.exit("failed: the audit can be deleted")
    except sqlite3.DatabaseError:
        pass
    vedette("forget", store, status=2)
    vedette("forget", store, "--before", "yesterday", status=2)
    vedette("forget", os.path.join(folder, "none.db"), "--report", "a", status=3)
    assert not os.path.exists(os.path.join(folder, "none.db"))


def test_keeping(folder):
    whole = lines("query", fill(folder, "whole"), "--format", "ndjson")
    for keep in ("sentences", "snippets", "none"):
        store, later = fill(folder, keep, "--keep", keep), fill(folder, keep + "-later")
        vedette("forget", later, "--keep", keep)
        events, trimmed = lines("query", store, "--format", "ndjson"), lines("query", later, "--format", "ndjson")
        assert events == trimmed, keep
        assert [e["id"] for e in events] == [e["id"] for e in whole] and [e["story"] for e in events] == [e["story"] for e in whole]
        for database in (store, later):
            held = bytes_of(database)
            assert b"Nobody in the harbour" not in held and (b"Rebels attack Goma" in held) == (keep != "none"), (keep, database)
        for event, full in zip(events, whole):
            assert event["text"] == (full["text"] if keep == "sentences" else full["text"][event["begin"] - full["begin"]:event["end"] - full["begin"]]
                                     if keep == "snippets" else ""), (keep, event)
        # copies are recognised, and known reports known, without the texts
        assert "4 known" in vedette("add", store, os.path.join(folder, keep + ".jsonl"))[0]
        vedette("why", store, events[0]["id"])
        vedette("report", store)


def test_daily(folder):
    """What is said every day in the same words is no incident of weeks, although each day touches the next."""
    path, store = os.path.join(folder, "daily.jsonl"), os.path.join(folder, "daily.db")
    with open(path, "w", encoding="utf-8") as file:
        for day in range(1, 21):
            file.write(json.dumps({"id": "d%d" % day, "published": "2025-03-%02d" % day, "publisher": "Wire",
                                   "text": "Peru praised Chile for its part in the fisheries talks of day %d." % day}) + "\n")
    vedette("add", store, path)
    days = {}
    for event in lines("query", store, "--event", "SUPPORT", "--format", "ndjson"):
        days.setdefault(event["incident"], []).append(int(event["date"]["from"][-2:]))
    assert len(days) >= 4 and max(max(of) - min(of) for of in days.values()) <= 4, days


def test_many_words(folder):
    """An incident is found by any word of it, not only by that of its last mention, and a role meets its country's."""
    attack = "Rebels of the Northern Front attacked an army post in Kidal on Tuesday, killing four soldiers, Mali's defence ministry said. "
    reports = [("a", "Valley Wire", "2024-05-14", attack + "Helicopters were sent from Gao. The post lies on the road to Tessalit."),
               ("b", "Hill Wire", "2024-05-14", "Seven Malian soldiers were killed when rebels attacked an army post in Kidal on Tuesday, a local official said. "
                "The post lies on the road to Tessalit. The defence ministry had put the toll at four."),
               ("c", "Lake Wire", "2024-05-15", "Rebels attacked an army post in Kidal on Tuesday and killed at least six soldiers, the army said on Wednesday. "
                "Helicopters were sent from Gao.")]
    path, store = os.path.join(folder, "words.jsonl"), os.path.join(folder, "words.db")
    with open(path, "w", encoding="utf-8") as file:
        for name, publisher, day, text in reports:
            file.write(json.dumps({"id": name, "publisher": publisher, "published": day, "text": text, "title": "Attack on army post in Kidal"}) + "\n")
    vedette("add", store, path)
    told, = [one for one in lines("incidents", store) if one["reports"] == 3]
    assert told["independent"] == 3, told
    killed, = [one for one in told["amounts"] if one["what"] == "killed"]
    assert (killed["low"], killed["high"]) == (4, 7), killed
    assert {(claim["publisher"], claim["low"], claim["voice"][0]) for claim in killed["claims"]} == {
        ("Valley Wire", 4, "MLIGOV"), ("Hill Wire", 7, "CVL"), ("Lake Wire", 6, "MIL")}, killed


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_incidents(fill(folder, "a"))
        test_forget(folder)
        test_keeping(folder)
        test_daily(folder)
        test_many_words(folder)
    print("incidents: good")


if __name__ == "__main__":
    main()
