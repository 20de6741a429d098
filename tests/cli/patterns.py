#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Patterns belong to the user: a line that is broken, removed or overridden changes what is coded, and says where.

usage: patterns.py VEDETTE
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SENTENCE = "Turkish jets bombed a rebel depot near Idlib."


def run(program, *arguments):
    done = subprocess.run([program, "code", "--format", "ndjson", *arguments, "-"], input=SENTENCE.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def expect(condition, what):
    if not condition:
        sys.exit("failed: " + what)


def main():
    status, events, _ = run(PROGRAM)
    expect(status == 0 and [e["plover"]["event"] for e in events] == ["ASSAULT"], "the sentence is one ASSAULT: %r" % events)
    by = events[0]["by"]
    name, _, number = by.rpartition(":")
    path = os.path.join(ROOT, name)
    with open(path, encoding="utf-8") as lines:
        text = lines.read().split("\n")
    expect("bomb" in text[int(number) - 1].split(), "%s is the line that names the trigger" % by)

    with tempfile.TemporaryDirectory() as room:
        # a copy of the program with patterns of its own beside it
        os.mkdir(os.path.join(room, "build"))
        copy = os.path.join(room, "build", "vedette")
        shutil.copy(PROGRAM, copy)
        for image in ("knowledge.image", "places.image"):
            os.symlink(os.path.join(os.path.dirname(PROGRAM), image), os.path.join(room, "build", image))
        os.symlink(os.path.join(ROOT, "models"), os.path.join(room, "models"))
        shutil.copytree(os.path.join(ROOT, "data"), os.path.join(room, "data"))

        def rewrite(line):
            changed = list(text)
            changed[int(number) - 1] = line
            with open(os.path.join(room, name), "w", encoding="utf-8") as out:
                out.write("\n".join(changed))
        words = text[int(number) - 1].split()
        rewrite(" ".join(word for word in words if word != "bomb"))
        status, events, _ = run(copy)
        expect(status == 0 and not any(e["by"] == by for e in events), "without its word the line codes nothing")
        rewrite("verb bomb obj=#nosuchclass")
        status, events, said = run(copy)
        expect(status == 3 and not events, "a broken line stops the program")
        expect(by in said and ":15:" in said.replace(by, ":") and "no such class" in said, "and says file, line and column: %s" % said)

        # overriding without touching the built-in files
        own = os.path.join(room, "own", "verbs")
        os.makedirs(own)
        with open(os.path.join(own, "mine.vp"), "w", encoding="utf-8") as out:
            out.write("code 042\ndefault verb source=subj target=obj\nverb bomb\n")
        status, events, _ = run(PROGRAM, "--data", os.path.join(room, "own"))
        expect(status == 0 and [e["plover"]["event"] for e in events] == ["CONSULT"], "--data overrides: %r" % events)
        expect(events[0]["by"].endswith("mine.vp:3"), "and is named: %s" % events[0]["by"])
        # a wrong line of one's own is told, and the rest stays in force
        mine = os.path.join(own, "mine.vp")
        for line, place, what in [("verb bomb obj=#nosuchclass", ":2:15:", "no such class"), ("class x = y #x", ":2:13:", "hold itself"),
                                  ("verb bomb source=a.b.c.d", ":2:", "one to three steps"), ("nonsense", ":2:1:", "begins with"), ("verb bomb", ":2:6:", "where the parties")]:
            with open(mine, "w", encoding="utf-8") as out:
                out.write("code 042\n" + line + "\n")
            status, events, said = run(PROGRAM, "--data", os.path.join(room, "own"))
            expect([e["plover"]["event"] for e in events] == ["ASSAULT"], "the built-in patterns stay in force after %r: %r" % (line, events))
            expect("mine.vp" + place in said and what in said, "%r is told with its place: %s" % (line, said))
        with open(mine, "w", encoding="utf-8") as out:
            out.write("closer 194 195 bomb subj=jet\ncloser 194 1411 subj=jet\ncloser 194 195\n")
        _, events, said = run(PROGRAM, "--data", os.path.join(room, "own"))
        expect([e["cameo"] for e in events] == ["195"], "a closer code: %r" % events)
        expect("mine.vp:2:12" in said and "same root" in said and "mine.vp:3:12" in said, "wrong ones are told: %s" % said)
        with open(mine, "w", encoding="utf-8") as out:
            out.write("code 042\nverb bomb obj=* source=subj\ncode 051\nverb bomb obj=* source=subj\n")
        _, _, said = run(PROGRAM, "--data", os.path.join(room, "own"))
        expect("mine.vp:4" in said and "contradicts" in said and "mine.vp:2" in said, "a contradiction is told: %s" % said)

    done = subprocess.run([PROGRAM, "explain", "-"], input=SENTENCE.encode(), stdout=subprocess.PIPE)
    said = done.stdout.decode()
    expect(done.returncode == 0 and "fired" in said and by in said and "event" in said, "explain names the pattern: %s" % said)
    print("patterns: fine")


main()
