#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Text that is no news: endless words and sentences, other scripts, signs without letters. Bounded time and memory, offsets
still exact, a remark where something was cut short.

usage: tests/hostile/language.py VEDETTE
"""
import json
import os
import sys
import tempfile

from inputs import DONE, SENTENCE, Run, check, failures, write


def parse(name, text, seconds=30):
    """Parses one report, and holds every token to the text: the same letters at its TokenRange, in order, none left out."""
    write("text.jsonl", json.dumps({"id": name, "text": text}) + "\n")
    run = Run("parse", "text.jsonl", seconds=seconds)
    check(run.status == DONE, "%s: exit status 0" % name, run)
    at, text = 0, text.replace("\0", "\ufffd")  # a NUL comes back as the replacement character, offsets as they were
    for line in run.out.splitlines():
        cells = line.split("\t")
        if len(cells) != 10 or "TokenRange=" not in cells[9]:
            continue
        begin, end = map(int, cells[9].split("TokenRange=")[1].split("|")[0].split(":"))
        if text[at:begin].strip() or begin < at or text[begin:end] != cells[1]:
            check(False, "%s: token %r at %d:%d is not %r, after %r" % (name, cells[1][:40], begin, end, text[begin:end][:40], text[at:begin][:40]))
            break
        at = end
    check(not text[at:].strip(), "%s: the last token ends at %d of %d" % (name, at, len(text)))
    return run


def said(run, name, *parts):
    check(any(all(part in message for part in parts) for message in run.messages), "%s: a remark says %s" % (name, parts), run)


def endless():
    run = parse("word", "x" * 10_000_000, 20)
    said(run, "word", "VDT_LIMIT_WORD_BYTES", "byte 0")
    run = parse("sentence", "word " * 100_000, 60)
    said(run, "sentence", "VDT_LIMIT_SENTENCE_WORDS")
    check(run.out.count("# sent_id") >= 100_000 // 256, "the sentence is cut into many", run)
    run = parse("behind", SENTENCE + "\n\n" + "ab" * 5000 + " end.")
    said(run, "behind", "VDT_LIMIT_WORD_BYTES", "byte %d" % (len(SENTENCE) + 2))
    check(not parse("short", SENTENCE).messages, "no remark where nothing is cut")


def scripts():
    parse("chinese", "俄罗斯军队越过了边界。" * 2000)
    parse("arabic", "قال الرئيس إن القوات عبرت الحدود. " * 500)
    parse("hebrew in english", "The minister said “שלום” and left. " * 300)
    parse("thai", "กองทัพข้ามพรมแดน" * 3000)
    parse("emoji", "👩‍👩‍👧‍👦 sent 🇺🇦 flags 👍🏽 to e\u0301cole. " * 500)
    parse("zero width", "Rus\u200bsia at\u200dtacked\u2060 Uk\u00adraine\ufeff. " * 500)
    parse("directions", "\u202eniart eht\u202c left\u2066 at \u2069noon. " * 500)
    parse("private and unassigned", "\ue000\uf8ff\U000f0000 \U0001fffe \ufdd0 x. " * 500)
    parse("marks", "a" + "\u0301" * 3000 + " b.")


def signs():
    parse("controls", "".join(chr(code) for code in range(1, 32)) * 500 + "End.")
    parse("nuls", "France\0 condemned\0Belarus. " * 500)
    parse("no spaces", "Francecondemned" * 50_000)
    parse("no letters", "?!…—«»„‟()[]{}<>" * 5000)
    parse("digits", "1,234.5-" * 20_000)


def main():
    with tempfile.TemporaryDirectory() as room:
        os.chdir(room)
        for case in (endless, scripts, signs):
            print(case.__name__, flush=True)
            case()
    print("%d failed" % len(failures))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
