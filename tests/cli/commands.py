#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line as a user meets it: help, wrong use, formats, standard input, threads, the record's keys.

usage: commands.py VEDETTE
"""
import csv
import io
import json
import os
import subprocess
import tempfile

from program import PROGRAM, expect, run

REPORTS = [{"id": "one", "published": "2021-12-03", "text": "Turkish jets bombed a rebel depot near Idlib. “Naïve” critics said: no."},
           {"id": "two", "published": "2021-12-03", "text": "Zoë Müller said that France condemned Belarus on Thursday."},
           {"id": "two", "url": "http://example.org/x", "text": "Peru and Chile signed a treaty in 1994."}]
KEYS = ["id", "report", "story", "incident", "sentence", "begin", "end", "text", "trigger", "plover", "cameo", "quad", "goldstein",
        "source", "target", "status", "conditional", "historical", "voice", "date", "place", "amounts", "confidence", "by", "version"]


def main():
    lines = "".join(json.dumps(report) + "\n" for report in REPORTS).encode()
    status, out, _ = run("--help")
    expect(status == 0 and "code" in out and "evaluate" in out, "help lists the commands")
    for command in ("code", "parse", "names", "facts", "add", "query", "why", "sample", "evaluate", "report"):
        status, out, _ = run(command, "--help")
        expect(status == 0 and command in out and "--help" in out, "help of " + command)
    for wrong in (["nonsense"], ["code", "--nonsense"], ["code", "--format", "xml"], ["code", "--threads", "none"],
                  ["query"], ["code", "--date", "yesterday", os.devnull], ["code", "--format"], []):
        status, out, said = run(*wrong)
        expect(status == 2 and said and not out, "%r is wrong use: %d %s" % (wrong, status, said))

    status, out, said = run("code", "--format", "ndjson", "--threads", "1", "-", given=lines)
    expect(status == 0, "codes: " + said)
    events = [json.loads(line) for line in out.splitlines()]
    texts = {"one": REPORTS[0]["text"], "two": REPORTS[1]["text"], "two~2": REPORTS[2]["text"]}
    expect({event["report"] for event in events} == set(texts), "every report has an event and an id of its own: %r" % {e["report"] for e in events})
    for event in events:
        text = texts[event["report"]]
        expect(list(event)[:len(KEYS)] == KEYS, "the record's keys and their order: %r" % list(event))
        expect(text[event["begin"]:event["end"]] == event["text"], "the sentence stands where it says, in code points")
        for span in [event["trigger"]] + event["source"] + event["target"] + event["voice"]:
            expect(text[span["begin"]:span["end"]] == span["text"], "a span stands where it says: %r" % span)
        expect(0 < event["confidence"] < 1, "confidence is a chance")
    expect(len({event["id"] for event in events}) == len(events), "no two events share an id")
    for threads in ("2", "7"):
        expect(run("code", "--format", "ndjson", "--threads", threads, "-", given=lines)[1] == out, "%s threads give the same bytes" % threads)

    status, table, _ = run("code", "--format", "csv", "-", given=lines)
    rows = list(csv.DictReader(io.StringIO(table)))
    expect(status == 0 and len(rows) == len(events), "CSV has a row an event")
    status, table, _ = run("code", "--format", "table", "-", given=lines)
    expect(status == 0 and len(table.splitlines()) == len(events) + 1, "the table has a line an event and a header")

    mapped = json.dumps({"body": REPORTS[1]["text"], "day": "2021-12-03", "id": "m"}).encode()
    status, out, said = run("code", "--format", "ndjson", "--map", "text=body,published=day", "-", given=mapped)
    expect(status == 0 and json.loads(out.splitlines()[0])["date"]["from"] == "2021-12-02", "--map, and Thursday before: %s%s" % (out, said))

    status, out, said = run("names", "-", given=lines)
    layers = [json.loads(line) for line in out.splitlines()]
    expect(status == 0 and [layer["id"] for layer in layers] == ["one", "two", "two~2"], "names: a line a report")
    for layer, report in zip(layers, REPORTS):
        for name in layer["names"]:
            expect(list(name) == ["text", "begin", "end", "type", "entity", "code"], "the keys of a name")
            expect(report["text"][name["begin"]:name["end"]] == name["text"], "names: offsets count code points")
    status, out, said = run("names", "-", given=b"The African Union met in Addis Ababa. The AU said it was worried.")
    union = [(name["text"], name["entity"]) for name in json.loads(out)["names"] if name["code"] == "IGOAFU"]
    expect(union == [("African Union", 1), ("AU", 1), ("it", 1)], "names: an organisation, its letters and its pronoun")
    france = [name for name in layers[1]["names"] if name["text"] == "France"]
    expect(len(france) == 1 and france[0]["type"] == "LOC" and france[0]["code"].startswith("FRA"), "names: France")
    status, out, said = run("facts", "-", given=lines)
    expect(status == 0, "judges predicates: " + said)
    layers = [json.loads(line) for line in out.splitlines()]
    expect([layer["id"] for layer in layers] == list(texts), "a line a report, in the order of the input")
    for layer in layers:
        for fact in layer["facts"]:
            expect(texts[layer["id"]][fact["begin"]:fact["end"]] == fact["text"], "a fact stands where it says: %r" % fact)
    condemned = [fact for fact in layers[1]["facts"] if fact["lemma"] == "condemn"]
    expect([(fact["status"], [voice["text"][:3] for voice in fact["voice"]]) for fact in condemned] == [("asserted", ["Zoë"])],
           "a predicate has a status and a voice: %r" % condemned)

    status, out, _ = run("parse", "-", given=lines)
    expect(status == 0, "parses")
    rows = [line.split("\t") for line in out.splitlines() if line and not line.startswith("#")]
    expect(rows and all(len(row) == 10 for row in rows), "CoNLL-U has ten columns")
    status, again, _ = run("parse", "--input", "conllu", "-", given=out.encode())
    expect(status == 0 and [r.split("\t")[1] for r in again.splitlines() if r and r[0] != "#"] == [row[1] for row in rows],
           "given tokens are kept")

    with tempfile.TemporaryDirectory() as room:
        good, missing = os.path.join(room, "good.txt"), os.path.join(room, "missing.txt")
        with open(good, "w", encoding="utf-8") as out_file:
            out_file.write(REPORTS[0]["text"])
        status, out, said = run("code", "--format", "ndjson", missing, good)
        expect(status == 1 and missing in said and out, "a missing file is told, the other is coded")
    broken = subprocess.run("%s parse - | head -1" % PROGRAM, shell=True, input=lines * 50, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    expect(broken.stdout.startswith(b"# newdoc"), "a closed pipe ends it quietly")
    print("commands: fine")


main()
