#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bad input of every kind: the right exit status, one clear message that names the place, the good input still read,
no crash, in bounded time and memory. Everything is made here, at test time.

usage: tests/hostile/inputs.py VEDETTE [CASE…]
"""
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
SENTENCE = "France condemned Belarus on Thursday."
DONE, SOME_FAILED, USE, CANNOT_RUN = 0, 1, 2, 3
MEMORY = 3 << 30       # address space of the program; its own images and threads are in it
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()
# seconds are those of an idle machine
BUSY = max(1, os.getloadavg()[0] / os.cpu_count())

cases = []
failures = []


def case(function):
    cases.append(function)
    return function


def limit():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Run:
    def __init__(self, *arguments, given=b"", seconds=30):
        began = time.monotonic()
        try:
            done = subprocess.run([PROGRAM, *map(str, arguments)], input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  timeout=seconds * (10 if SANITIZED else 1) * BUSY, preexec_fn=limit)
            self.status = done.returncode
            self.out, self.err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            self.status, self.out, self.err = "more than %d seconds" % seconds, "", ""
        self.seconds = time.monotonic() - began
        self.messages = [line for line in self.err.splitlines() if line.strip()]


def check(condition, what, run=None):
    if not condition:
        failures.append(what)
        print("  failed: %s" % what)
        if run:
            print("    exit %s after %.1f s\n    %s" % (run.status, run.seconds, "\n    ".join(run.messages[:6])))


def expect(run, status, *needles, messages=1, reports=None):
    """Exit status, number of messages, what each of them says (in order), reports with events."""
    check(run.status == status, "exit status %s" % status, run)
    check(messages is None or len(run.messages) == messages, "%s message(s)" % messages, run)
    for number, needle in enumerate(needles):
        wanted = [needle] if isinstance(needle, str) else needle
        said = run.messages[number] if number < len(run.messages) else ""
        check(all(part in said for part in wanted), "message %d says %s" % (number + 1, wanted), run)
    if reports is not None:
        found = sorted({json.loads(line)["report"] for line in run.out.splitlines()})
        check(found == sorted(reports), "events of %s, not of %s" % (reports, found), run)


def write(name, content):
    with open(name, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return name


def lines(*items):
    return "".join(item if item.endswith("\n") else item + "\n" for item in items)


def report(name, text=SENTENCE, **more):
    return json.dumps({"id": name, "text": text, "published": "2021-12-03", **more})


def code(*files, **more):
    return Run("code", "--format", "ndjson", *files, **more)


@case
def good():
    expect(code(write("good.txt", SENTENCE), "--date", "2021-12-03"), DONE, messages=0, reports=["good.txt#1"])
    expect(code("-", given=report("a").encode()), DONE, messages=0, reports=["a"])


@case
def empty():
    write("good.txt", SENTENCE)
    for content in (b"", b" \n\n\t", b"\xef\xbb\xbf"):
        write("empty", content)
        expect(code("empty", "good.txt"), SOME_FAILED, ["empty", "empty"], reports=["good.txt#1"])
    expect(code(given=b""), SOME_FAILED, "empty", reports=[])


@case
def missing():
    write("good.txt", SENTENCE)
    expect(code("nowhere.txt", "good.txt"), SOME_FAILED, ["nowhere.txt", "No such file"], reports=["good.txt#1"])


@case
def directory():
    write("good.txt", SENTENCE)
    os.mkdir("folder")
    expect(code("folder", "good.txt"), SOME_FAILED, ["folder", "directory"], reports=["good.txt#1"])


@case
def unreadable():
    if os.geteuid() == 0:
        return
    write("secret.txt", SENTENCE)
    os.chmod("secret.txt", 0)
    expect(code("secret.txt"), SOME_FAILED, ["secret.txt", "ermission"], reports=[])


@case
def binary():
    noise = random.Random(1)
    write("good.txt", SENTENCE)
    for name, content in (("noise", bytes(noise.randrange(256) for _ in range(200000))), ("zeros", bytes(100000)),
                          ("png", b"\x89PNG\r\n\x1a\n" + bytes(noise.randrange(256) for _ in range(5000))), ("packed.gz", b"\x1f\x8b\x08\x00" + bytes(50))):
        write(name, content)
        expect(code(name, "good.txt"), SOME_FAILED, [name, "damaged" if name == "packed.gz" else "binary"], reports=["good.txt#1"])
    expect(code(PROGRAM), SOME_FAILED, "binary", reports=[])


@case
def invalid_utf8():
    write("bad.txt", b"First line.\n\nA \xff\xfe byte. " + SENTENCE.encode() + b" Caf\xc3\xa9 \xc3.")
    expect(code("bad.txt"), DONE, ["bad.txt:3:3", "byte 15", "3 bytes"], reports=["bad.txt#1"])
    write("bad.jsonl", report("a").encode() + b'\n{"id":"b","text":"\xff\xc3 ' + SENTENCE.encode() + b'"}\n')
    expect(code("bad.jsonl"), DONE, "bad.jsonl:2:", reports=["a", "b"])
    write("western.txt", b"The caf\xe9 in Bogot\xe1 was shut. " + SENTENCE.encode())
    expect(code("western.txt"), DONE, ["western.txt:1:8", "windows-1252"], reports=["western.txt#1"])
    write("wide.txt", "\ufeff".encode("utf-16-le") + SENTENCE.encode("utf-16-le"))
    expect(code("wide.txt"), DONE, messages=0, reports=["wide.txt#1"])
    write("odd.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\x00\xd8\x20")
    expect(code("odd.txt"), DONE, "odd.txt", reports=["odd.txt#1"])


@case
def nuls():
    write("nul.txt", b"A \0 byte is here. " + SENTENCE.encode() + b"\n")
    expect(code("nul.txt"), DONE, "nul.txt:1:3", reports=["nul.txt#1"])
    write("nul.jsonl", lines('{"id":"a","text":"\\u0000%s\\u0000"}' % SENTENCE, report("b")))
    run = code("nul.jsonl")
    expect(run, DONE, "no character")
    check(json.loads(run.out.splitlines()[-1])["report"] == "b", "what follows a NUL is read", run)
    write("surrogate.jsonl", lines('{"id":"a","text":"%s \\ud800 x \\udc00"}' % SENTENCE, report("b")))
    expect(code("surrogate.jsonl"), DONE, "no character", reports=["a", "b"])


@case
def huge_line():
    write("good.txt", SENTENCE)
    with open("huge.txt", "wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))
    expect(code("huge.txt", "good.txt", seconds=10), SOME_FAILED, ["huge.txt", "VDT_LIMIT_REPORT_BYTES"], reports=["good.txt#1"])
    with open("huge.jsonl", "wb") as file:
        file.write(report("a").encode() + b'\n{"id":"b","text":"')
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + report("c").encode() + b"\n")
    expect(code("huge.jsonl", seconds=20), SOME_FAILED, ["huge.jsonl:2", "VDT_LIMIT_LINE_BYTES"], reports=["a", "c"])
    write("long.jsonl", lines(report("a"), report("b", "x" * (17 << 20)), report("c")))
    expect(code("long.jsonl"), SOME_FAILED, ["long.jsonl:2", "VDT_LIMIT_REPORT_BYTES"], reports=["a", "c"])


@case
def long_tokens():
    """Text within the limit that a tokenizer, a tagger or a pattern may choke on."""
    for name, text in (("word", "x" * 300000), ("quotes", "\"" * 50000), ("brackets", "(" * 50000), ("dots", "." * 50000), ("dashes", "- " * 30000),
                       ("capitals", "Russia " * 20000), ("commas", "Russia, " * 10000), ("breaks", "\n" * 100000 + "x"),
                       ("accents", "e" + "\u0301" * 50000), ("thats", "said that " * 5000)):
        write("long.jsonl", lines(report("a"), report(name, text + " " + "."), report("z")))
        run = code("long.jsonl", seconds=60)
        check(run.status == DONE, "long %s: exit status 0" % name, run)
        check({"a", "z"} <= {json.loads(line)["report"] for line in run.out.splitlines()}, "long %s: the others are read" % name, run)


@case
def malformed_lines():
    write("bad.jsonl", lines(report("a"), '{"id":"b","text":"no end', report("c"), '{"id":"d",,"text":"x"}', "[1,2]", '{"id":"e"}', '{"id":"f","text":5}', "",
                             report("g")))
    expect(code("bad.jsonl"), SOME_FAILED, "bad.jsonl:2:18", "bad.jsonl:4:11", ["bad.jsonl:5:1", "object"], ["bad.jsonl:6", "'text'"], ["bad.jsonl:7", "number"],
           messages=5, reports=["a", "c", "g"])
    write("document.json", json.dumps([{"text": SENTENCE}], indent=1))
    expect(code("document.json"), SOME_FAILED, ["document.json", "JSON lines"], reports=[])
    write("first.jsonl", lines('{"id":"a","text":', report("b")))
    expect(code("first.jsonl"), SOME_FAILED, "first.jsonl:1:", reports=["b"])


@case
def impossible_dates():
    write("dates.jsonl", lines(report("a", published="2021-02-30"), report("b", published="yesterday"), report("c")))
    run = code("dates.jsonl", "--date", "2020-05-05")
    expect(run, DONE, ["dates.jsonl:1", "2021-02-30"], ["dates.jsonl:2", "yesterday"], messages=2, reports=["a", "b", "c"])
    check("2020-0" in run.out, "--date fills in", run)
    write("good.txt", SENTENCE)
    expect(code("good.txt", "--date", "2021-13-01"), USE, "2021-13-01", reports=[])


@case
def deep_nesting():
    depth = 100000
    write("deep.html", "<html><body>" + "<div>" * depth + "<p>" + SENTENCE + "</div>" * depth)
    expect(code("deep.html", seconds=10), DONE, messages=0, reports=["deep.html#1"])
    write("open.html", "<html><body>" + "<b><ul><li>" * depth + SENTENCE + "</i></table>" * depth)
    expect(code("open.html", seconds=10), DONE, messages=0, reports=["open.html#1"])
    write("attributes.html", "<html><p " + " ".join("a%d=1" % i for i in range(depth)) + ">" + SENTENCE)
    expect(code("attributes.html", seconds=10), DONE, messages=0, reports=["attributes.html#1"])
    write("comments.html", "<html>" + "<!-- " * depth + "<title>" * depth + "<p>" + SENTENCE)
    expect(code("comments.html", seconds=10), DONE, messages=None)
    write("entities.html", "<html><p>" + SENTENCE + " " + "&" * depth + "&#99999999999;&#0;&#xD800;&bogus;")
    expect(code("entities.html", seconds=30), DONE, "VDT_LIMIT_SENTENCE_WORDS", reports=["entities.html#1"])
    write("deep.jsonl", lines(report("a"), '{"id":"b","x":' + "[" * depth + "]" * depth + ',"text":"x"}', '{"id":"c","text":' + '{"a":' * depth, report("d")))
    expect(code("deep.jsonl", seconds=10), SOME_FAILED, ["deep.jsonl:2", "deeper"], ["deep.jsonl:3", "deeper"], messages=2, reports=["a", "d"])
    write("many.jsonl", lines(report("a"), '{"id":"b","x":[' + "[]," * (4 << 20) + '0],"text":"x"}', report("c")))
    expect(code("many.jsonl", seconds=10), SOME_FAILED, ["many.jsonl:2", "values"], reports=["a", "c"])


@case
def circles():
    texts = ["The minister, because of his opposition to talks and his threats, was attacked by his own leader and its deputy.",
             "Its general, because of his and their own advisers and its ministers, fought his rebels and their its leaders."]
    expect(code(write("circles.jsonl", lines(*(report("c%d" % i, text) for i, text in enumerate(texts))))), DONE, messages=0)


@case
def conllu():
    def parse(*arguments, **more):
        return Run("parse", "--input", "conllu", *arguments, **more)

    row = "\t".join(["1", "Peace", "_", "_", "_", "_", "_", "_", "_", "_"])
    good = "# newdoc id = g\n" + row + "\n\n"
    expect(parse(write("good.conllu", good)), DONE, messages=0)
    for name, content in (("columns", "# newdoc id = b\n1\tPeace\n\n"), ("letters", "# newdoc id = b\nx\t" + row[2:] + "\n\n"),
                          ("skips", "# newdoc id = b\n" + row + "\n7" + row[1:] + "\n\n")):
        run = parse(write(name + ".conllu", content + good))
        check(run.status == SOME_FAILED and run.messages and name + ".conllu" in run.messages[0], "conllu with bad %s is told" % name, run)
        check("newdoc id = g" in run.out, "conllu with bad %s: the next document is read" % name, run)


@case
def wrong_use():
    write("good.txt", SENTENCE)
    for arguments in (["code", "--nonsense", "good.txt"], ["code", "--format", "nonsense", "good.txt"], ["nonsense"], ["code", "--map", "nonsense", "good.txt"],
                      ["code", "--map", "body=text", "good.txt"], ["code", "--threads", "0", "good.txt"], ["code", "--input", "nonsense", "good.txt"]):
        run = Run(*arguments)
        check(run.status == USE and run.messages, "wrong use: %s" % arguments, run)


@case
def models():
    """Image files that are none, are cut, or are of another kind."""
    write("good.txt", SENTENCE)
    noise = random.Random(2)
    write("noise.image", bytes(noise.randrange(256) for _ in range(100000)))
    write("empty.image", b"")
    for name in ("noise.image", "empty.image", "good.txt", "nowhere.image", "."):
        run = code("--model", name, "good.txt")
        expect(run, CANNOT_RUN, name, reports=[])
    image = next((path for path in (os.path.join(os.path.dirname(PROGRAM), place) for place in ("../models/english.image", "models/english.image",
                                                                                             "../share/vedette/models/english.image")) if os.path.exists(path)), None)
    check(image, "the model is found beside the program")
    if not image:
        return
    content = open(image, "rb").read()
    for name, cut in (("header", 20), ("half", len(content) // 2), ("last", len(content) - 1)):
        write(name + ".image", content[:cut])
        expect(code("--model", name + ".image", "good.txt"), CANNOT_RUN, name + ".image", reports=[])
    for place in (0, 9, 64, len(content) // 2, len(content) - 1):
        broken = bytearray(content)
        broken[place] ^= 0x55
        write("flipped.image", bytes(broken))
        expect(code("--model", "flipped.image", "good.txt"), CANNOT_RUN, "flipped.image", reports=[])


@case
def ids():
    write("a.jsonl", lines(report("x"), report("x"), report("x~2"), json.dumps({"text": SENTENCE}), report("", url="https://example.org/1")))
    write("b.jsonl", lines(report("x")))
    expect(code("a.jsonl", "b.jsonl"), DONE, messages=0, reports=["x", "x~2", "x~2~2", "x~3", "a.jsonl#4", "https://example.org/1"])
    write("long.jsonl", lines(report("x" * 5000), report("y")))
    expect(code("long.jsonl"), SOME_FAILED, ["long.jsonl:1", "id"], reports=["y"])


@case
def stores():
    write("good.jsonl", lines(report("a"), report("b")))
    write("bad.jsonl", lines(report("c"), "{", report("d")))
    expect(Run("add", "s.db", "good.jsonl"), DONE, messages=None)
    before = Run("query", "s.db", "--format", "ndjson").out
    run = Run("add", "s.db", "bad.jsonl", "nowhere.jsonl")
    check(run.status == SOME_FAILED, "add with bad input: exit status 1", run)
    after = Run("query", "s.db", "--format", "ndjson").out
    check(set(before.splitlines()) <= set(after.splitlines()), "what was stored stays")
    write("no.db", SENTENCE * 100)
    for store in ("no.db", ".", "nowhere/s.db"):
        expect(Run("add", store, "good.jsonl"), CANNOT_RUN, store, messages=None)
    check(open("no.db").read() == SENTENCE * 100, "a file that is no store is left as it is")


@case
def closed_output():
    write("many.jsonl", lines(*(report(str(i)) for i in range(200))))
    run = subprocess.run(["/bin/sh", "-c", "\"$0\" code --format ndjson many.jsonl | head -n 1 >/dev/null", PROGRAM], stderr=subprocess.PIPE, timeout=120)
    check(b"rror" not in run.stderr and b"fault" not in run.stderr, "a closed pipe is no crash: %s" % run.stderr.decode())
    if os.path.exists("/dev/full"):
        run = subprocess.run([PROGRAM, "code", "--format", "ndjson", "many.jsonl"], stdout=open("/dev/full", "wb"), stderr=subprocess.PIPE, timeout=120)
        check(run.returncode == CANNOT_RUN and run.stderr, "a full disk is told")


def main():
    wanted = sys.argv[2:]
    home = os.getcwd()
    for function in cases:
        if wanted and function.__name__ not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="vedette-hostile-")
        os.chdir(folder)
        print(function.__name__, flush=True)
        try:
            function()
        finally:
            os.chdir(home)
            shutil.rmtree(folder)
    if failures:
        sys.exit("%d checks failed" % len(failures))


if __name__ == "__main__":
    main()
