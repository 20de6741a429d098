#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Patterns belong to the user: a line that is broken, removed or overridden changes what is coded, and says where.

usage: patterns.py VEDETTE
"""
import os
import tempfile

from program import PROGRAM, ROOT, copy_beside_data, expect, records, run, vedette

SENTENCE = "Turkish jets bombed a rebel depot near Idlib."


def code(program, *arguments):
    status, out, said = run("code", "--format", "ndjson", *arguments, "-", given=SENTENCE, program=program)
    return status, records(out), said


def main():
    status, events, _ = code(PROGRAM)
    expect(status == 0 and [e["plover"]["event"] for e in events] == ["ASSAULT"], "the sentence is one ASSAULT: %r" % events)
    by = events[0]["by"]
    name, _, number = by.rpartition(":")
    path = os.path.join(ROOT, name)
    with open(path, encoding="utf-8") as lines:
        text = lines.read().split("\n")
    expect("bomb" in text[int(number) - 1].split(), "%s is the line that names the trigger" % by)

    with tempfile.TemporaryDirectory() as room:
        copy = copy_beside_data(room)

        def rewrite(line):
            changed = list(text)
            changed[int(number) - 1] = line
            with open(os.path.join(room, name), "w", encoding="utf-8") as out:
                out.write("\n".join(changed))
        words = text[int(number) - 1].split()
        rewrite(" ".join(word for word in words if word != "bomb"))
        status, events, _ = code(copy)
        expect(status == 0 and not any(e["by"] == by for e in events), "without its word the line codes nothing")
        rewrite("verb bomb obj=#nosuchclass")
        status, events, said = code(copy)
        expect(status == 3 and not events, "a broken line stops the program")
        expect(by in said and ":15:" in said.replace(by, ":") and "no such class" in said, "and says file, line and column: %s" % said)

        # overriding without touching the built-in files
        own = os.path.join(room, "own", "verbs")
        os.makedirs(own)
        with open(os.path.join(own, "mine.vp"), "w", encoding="utf-8") as out:
            out.write("code 042\ndefault verb source=subj target=obj\nverb bomb\n")
        status, events, _ = code(PROGRAM, "--data", os.path.join(room, "own"))
        expect(status == 0 and [e["plover"]["event"] for e in events] == ["CONSULT"], "--data overrides: %r" % events)
        expect(events[0]["by"].endswith("mine.vp:3"), "and is named: %s" % events[0]["by"])
        # a wrong line of one's own is told, and the rest stays in force
        mine = os.path.join(own, "mine.vp")
        for line, place, what in [("verb bomb obj=#nosuchclass", ":2:15:", "no such class"), ("class x = y #x", ":2:13:", "hold itself"),
                                  ("verb bomb source=a.b.c.d", ":2:", "one to three steps"), ("nonsense", ":2:1:", "begins with"), ("verb bomb", ":2:6:", "where the parties")]:
            with open(mine, "w", encoding="utf-8") as out:
                out.write("code 042\n" + line + "\n")
            status, events, said = code(PROGRAM, "--data", os.path.join(room, "own"))
            expect([e["plover"]["event"] for e in events] == ["ASSAULT"], "the built-in patterns stay in force after %r: %r" % (line, events))
            expect("mine.vp" + place in said and what in said, "%r is told with its place: %s" % (line, said))
        with open(mine, "w", encoding="utf-8") as out:
            out.write("closer 194 195 bomb subj=jet\ncloser 194 1411 subj=jet\ncloser 194 195\n")
        _, events, said = code(PROGRAM, "--data", os.path.join(room, "own"))
        expect([e["cameo"] for e in events] == ["195"], "a closer code: %r" % events)
        expect("mine.vp:2:12" in said and "same root" in said and "mine.vp:3:12" in said, "wrong ones are told: %s" % said)
        with open(mine, "w", encoding="utf-8") as out:
            out.write("code 042\nverb bomb obj=* source=subj\ncode 051\nverb bomb obj=* source=subj\n")
        _, _, said = code(PROGRAM, "--data", os.path.join(room, "own"))
        expect("mine.vp:4" in said and "contradicts" in said and "mine.vp:2" in said, "a contradiction is told: %s" % said)

    said, _ = vedette("explain", "-", given=SENTENCE)
    expect("fired" in said and by in said and "event" in said, "explain names the pattern: %s" % said)
    print("patterns: fine")


main()
