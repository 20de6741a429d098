#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Input that is broken, lies or is made to hurt, for every reader: a limit by name, the place, and what can be read is read.

usage: broken.py VEDETTE
"""
import gzip
import json
import resource
import struct
import subprocess
import zlib

from program import PROGRAM, SANITIZED, empty_room, expect, records, run

SECONDS = 60 if SANITIZED else 10
MEBIBYTE = 1 << 20
TEXT = "The river rose by two metres overnight, and the council closed both bridges at dawn."
PAGE = ("<html><body><article>" + "<p>%s</p>" % TEXT * 4 + "</article></body></html>").encode()


def read(given, status, *needles, reports=None):
    done = run("read", "-", given=given, seconds=SECONDS)
    expect(done.status == status, "exit status %s and not %s: %s" % (done.status, status, done.err[:400]))
    for needle in needles:
        expect(needle in done.err, "%r is told: %s" % (needle, done.err[:400]))
    found = records(done.out)
    expect(reports is None or len(found) == reports, "%s reports and not %s: %s" % (len(found), reports, done.err[:400]))
    return found, done.err


def feed(items, head="<rss>"):
    return ("%s<channel>%s</channel></rss>" % (head, items)).encode()


ITEM = "<item><title>%s</title><description>It rained.</description></item>"


def feeds():
    crowd = "<item " + " ".join('a%d="b"' % n for n in range(1000000)) + "><title>Crowd</title></item>"
    bomb = "<!DOCTYPE rss [<!ENTITY a0 'lol'>" + "".join("<!ENTITY a%d '%s'>" % (n + 1, "&a%d;" % n * 10) for n in range(9)) + "]><rss>"
    deep, lost = "<a>" * 100000, "</a>" * 100000
    for what, head, evil, said, title in (("attributes", "<rss>", crowd, "VDT_LIMIT_FEED_ATTRIBUTES (128): left out; 3 entries", "Crowd"),
                                          ("entities", bomb, ITEM % "Bomb &a9; caf&eacute;", "no well-formed XML", "Bomb &a9; caf\u00e9"),
                                          ("a nest", "<rss>", "<item>" + deep + lost + "<title>Nest</title></item>", "no well-formed XML", "Nest"),
                                          ("what never closes", "<rss>", "<item><title>Open</title>" + deep + "</item>", "no well-formed XML", "Open"),
                                          ("a tag within another", "<rss>", ITEM % "An <b>open", "no well-formed XML", "An open")):
        found, _ = read(feed(ITEM % "First" + evil + ITEM % "Last", head), 0, said, reports=3)
        expect([entry["title"] for entry in found] == ["First", title, "Last"], "%s end no feed: %r" % (what, [entry["title"] for entry in found]))
        expect(found[0]["text"] == found[2]["text"] == "It rained.", "%s: the neighbours' texts: %r" % (what, found))
    expect(found[1]["text"] == "It rained.", "a title that nobody closes ends with its element: %r" % found[1])
    spaces = "".join("<a%s>" % "".join(' xmlns:p%dx%d="u"' % (depth, n) for n in range(127)) for depth in range(240))
    read(feed(spaces + "<z:b/>" * 1000000, '<rss xmlns:z="u">'), 1, "VDT_LIMIT_FEED_WORK", reports=0)
    found, _ = read(feed(ITEM % "a\0b" + ITEM % "Second"), 0, "no well-formed XML", reports=2)
    expect(found[0]["title"] == "a b" and found[1]["title"] == "Second", "a NUL ends no feed: %r" % found)
    read(feed(deep + ITEM % "x" + lost), 0, "no well-formed XML", reports=1)
    sound = "".join('<item xmlns:m="u%d"><title>It rained %d</title><m:x a="b=c" b="&lt;"/><!-- <a b=c --></item>' % (n, n) for n in range(3000))
    read(feed(sound), 0, reports=3000)
    people = [{"name": "Ann %d" % n} for n in range(20000)]
    entries = [{"id": str(n), "content_text": "It rained."} for n in range(20000)]
    found, _ = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "authors": people, "items": entries}).encode(), 0, reports=20000)
    expect(found[-1]["author"].startswith("Ann 0, Ann 1, ") and len(found[-1]["author"]) < 1000, "some of many authors: %r" % found[-1]["author"][:100])
    head = b'{"version":"https://jsonfeed.org/version/1.1","items":'
    read(head + b"[" * 100000 + b"]" * 100000 + b"}", 1, "VDT_LIMIT_JSON_DEPTH", reports=0)
    read(head + b"[" + b"1," * 3000000 + b"1]}", 1, "VDT_LIMIT_JSON_VALUES", reports=0)
    whole = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [dict(entry, authors=people[:3]) for entry in entries[:10]]}).encode()
    found, _ = read(whole[:whole.index(b'"id": "7"') + 30], 0, "no well-formed JSON; 7 entries", reports=7)
    expect(found[6]["text"] == "It rained.", "a feed that is cut off: %r" % found[6])
    read(whole.replace(b'"id": "3"', b'"id": 3"'), 0, "no well-formed JSON; 3 entries", reports=3)
    read(whole[:80], 1, "no JSON", reports=0)
    found, _ = read(whole.replace(b"It rained.", b"It\\u0000 rained \\ud800.", 1), 0, "no character, replaced by U+FFFD: 2", reports=10)
    expect(found[0]["text"] == "It\ufffd rained \ufffd.", "escapes: %r" % found[0])
    read(b'{"text":"It\\u0000 rained."}\n', 0, "no character, replaced by U+FFFD: 1", reports=1)


def record(url, body, length=None):
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://valley.example/%s\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n" % (url, len(body) if length is None else length)) + body + b"\r\n\r\n"


def response(body, head=b"", media=b"text/html"):
    return b"HTTP/1.1 200 OK\r\nContent-Type: " + media + b"\r\n" + head + b"\r\n" + body


GOOD = record(b"good", response(PAGE))


def archives():
    def expect_good(first, status, *needles, reports=2):
        found, _ = read(first + GOOD, status, *needles, reports=reports)
        expect(found[-1]["url"] == "https://valley.example/good" and found[-1]["text"].startswith("The river"), "the next record is read: %r" % found[-1])
        return found
    chunked = b"Transfer-Encoding: chunked\r\n"
    expect_good(record(b"lie", response(PAGE), 10), 1, "record 1: its length 10 does not lead to the next record (byte 0)")
    expect_good(record(b"lie", response(PAGE), -5), 1, "record 1: its length is no number (byte 0)")
    read(record(b"lie", response(PAGE), 10**9) + GOOD, 1, "record 1: its length 1000000000")
    expect_good(record(b"endless", response(b"5\r\naaaa \r\n" * 200000, chunked)), 0, "record 1: the response is damaged or cut off")
    expect_good(record(b"lie", response(b"FFFFFFFFFFFFFFFF\r\n" + PAGE, chunked)), 0, "record 1: the response is damaged or cut off")
    expect_good(record(b"joined", response(PAGE, chunked)), 0)
    expect_good(record(b"lie", response(PAGE, b"Content-Encoding: gzip\r\n")), 0)
    expect_good(record(b"lie", response(PAGE, media=b"text/html; charset=utf-32")), 0)
    expect_good(record(b"bomb", response(gzip.compress(b"a " * (40 << 20)), b"Content-Encoding: gzip\r\n")), 0, "record 1: the response is damaged or cut off")
    picture = b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(range(256)) * 40)[:-4] * 20 + bytes(range(32)) * 40
    expect_good(record(b"picture", response(picture)), 0, "record 1: its head says that it is a text, and it is none: passed over (byte 0)", reports=1)
    read(b"WARC/1.0\r\n" + b"X: a\r\n" * 1000000, 1, "record 1: its head does not end", reports=0)


def zstd(data):
    """One frame with one raw block."""
    return b"\x28\xb5\x2f\xfd\x80\x58" + struct.pack("<I", len(data)) + struct.pack("<I", len(data) << 3 | 1)[:3] + data


def packed():
    for name, frame, marks in (("zstd", zstd(GOOD), (b"\x28\xb5\x2f\xfd<html", b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18")), ("gzip", gzip.compress(GOOD), (b"\x1f\x8b\x08html", b"\x1f\x8b\x08"))):
        for mark in marks:
            read(frame + b"rubbish" + mark, 1, "the %s data is damaged" % name, reports=1)
            found, _ = read(frame + b"rubbish" + mark + mark + frame, 1, "the %s data is damaged" % name)
            expect(1 <= len(found) <= 2, "marks of nothing between two sound members: %r" % found)


def charsets():
    russian, japanese = "\u0421\u043e\u0432\u0435\u0442 \u0437\u0430\u043a\u0440\u044b\u043b \u043e\u0431\u0430 \u043c\u043e\u0441\u0442\u0430 \u043d\u0430 \u0440\u0430\u0441\u0441\u0432\u0435\u0442\u0435. " * 4, "\u8b70\u4f1a\u306f\u591c\u660e\u3051\u306b\u4e21\u65b9\u306e\u6a4b\u3092\u9589\u9396\u3057\u305f\u3002" * 6
    chinese = "\u8bae\u4f1a\u5728\u9ece\u660e\u65f6\u5206\u5173\u95ed\u4e86\u4e24\u5ea7\u6865\uff0c\u4ed6\u4eec\u8bf4\u8fd9\u662f\u6c34\u4f4d\u4e0a\u6da8\u7684\u7ed3\u679c\u3002" * 4
    for text, charsets in ((russian, ("windows-1251", "koi8-r", "iso-8859-5")), (japanese, ("shift_jis", "euc-jp")), (chinese, ("gb18030",))):
        for charset in charsets:
            for form in ("%s", "<html><body><p>%s</p></body></html>", "<rss><channel><item><title>A</title><description>%s</description></item></channel></rss>", 'id,text\n1,"%s"\n'):
                (report,), said = read((form % text).encode(charset), 0, "no UTF-8: read as")
                expect(report["text"].strip() == text.strip(), "%s in %r: %r" % (charset, form, report["text"][:60]))
    for text in ("Die R\u00e4te schlie\u00dfen Br\u00fccken f\u00fcr \u00fcber tausend B\u00fcrger. " * 5, "The caf\u00e9 in Bogot\u00e1 was shut, the owner said. " * 5):
        for form in ("%s", "<rss><channel><item><title>A</title><description>%s</description></item></channel></rss>"):
            (report,), said = read((form % text).encode("cp1252"), 0, "windows-1252")
            expect(report["text"].strip() == text.strip(), "Western text is not another script's: %r" % report["text"][:60])
    (report,), said = read(('<?xml version="1.0" encoding="windows-1251"?><rss><channel><item><title>A</title><description>%s</description></item></channel></rss>' % russian).encode("cp1251"), 0)
    expect(report["text"] == russian.strip() and "read as" not in said, "what is declared is believed: %r" % report)


def saved():
    inner = b"--y\r\nContent-Type: text/plain\r\n\r\nNo page.\r\n--y\r\nContent-Type: text/html\r\n\r\n" + PAGE + b"\r\n--y--\r\n"
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n"
    found, _ = read(head + b"--x\r\nContent-Type: multipart/alternative; boundary=\"y\"\r\n\r\n" + inner + b"--x--\r\n", 0, reports=1)
    expect(found[0]["text"].startswith("The river"), "parts within parts")
    deep = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n" % (n, n + 1) for n in range(100000))
    read(head.replace(b'"x"', b'"b0"') + deep, 1, "a saved page without a page in it", reports=0)
    read(head + b"--x\r\n" * 500000, 1, reports=0)


def bounded():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (300 * MEBIBYTE, 300 * MEBIBYTE))


def streamed(before, size, behind):
    """The reader's exit status, reports and messages for `size` bytes without a line end, in little memory."""
    child = subprocess.Popen([PROGRAM, "read", "-"], stdin=subprocess.PIPE, stdout=open("out", "wb"), stderr=open("err", "wb"), preexec_fn=bounded)
    block = b"a" * MEBIBYTE
    try:
        child.stdin.write(before)
        for _ in range(size // MEBIBYTE):
            child.stdin.write(block)
        child.stdin.write(behind)
        child.stdin.close()
    except BrokenPipeError:
        pass
    status = child.wait(20 * SECONDS)
    with open("out", encoding="utf-8") as out, open("err", encoding="utf-8") as err:
        return status, records(out.read()), err.read()


def without_line_end():
    size = (128 if SANITIZED else 2200) * MEBIBYTE
    cases = ((b"", b"", "VDT_LIMIT_REPORT_BYTES", 0), (b'{"id":"a","text":"', b'"}\n{"id":"b","text":"It rained."}\n', "-:1: the line is longer than VDT_LIMIT_LINE_BYTES", 1),
             (b'id,text\n1,"', b'"\n2,It rained.\n', "-:2: a quotation mark in this row is never closed", 1), (b"id,text\n1,", b"\n2,It rained.\n", "-:2: the row is longer than VDT_LIMIT_REPORT_BYTES", 1),
             (b"WARC/1.0\r\nX: ", b"", "record 1: its head does not end", 0))
    for before, behind, needle, reports in cases:
        status, found, said = streamed(before, size, behind)
        expect(status == 1 and needle in said and said.count("\n") <= 2, "%r: told once, with its place: %s" % (before, said[:400]))
        expect(len(found) == reports, "%r: %d reports behind it" % (before, len(found)))


def bombs():
    bomb = gzip.compress(b"<html>" + b"<p>" * (60 << 20))
    done = run("read", "-", given=bomb, seconds=SECONDS)
    expect(done.status == 1 and "VDT_LIMIT" in done.err and not done.out, "a bomb: " + done.err)
    read(gzip.compress(gzip.compress(bomb)), 1, reports=0)
    nested = '<html><body>%s</body></html>'
    for what in ("<div>" * 100000 + "<p>%s</p>" % TEXT, "<p " + " ".join("a%d=b" % n for n in range(1000000)) + ">" + TEXT, "<b><i><font>" * 100000 + TEXT, "&amp;" * 1000000 + " " + TEXT,
                 "<table><tr><td>" * 50000 + TEXT, "<blockquote><ul><li><p>a" * 100000 + "<p>" + TEXT):
        found, _ = read((nested % what).encode(), 0, reports=1)
        expect(TEXT in found[0]["text"], "%s...: %r" % (what[:20], found[0]["text"][:80]))


def truncated():
    """Every format, cut off anywhere: no crash, no hang, and never a success without a word where something is missing."""
    gzipped = gzip.compress(GOOD)
    samples = {"warc": GOOD + GOOD, "warc.gz": gzipped + gzipped, "rss": feed(ITEM % "One" + ITEM % "Two"), "html": PAGE, "csv": b'id,text\n1,"It rained."\n2,It shone.\n',
               "jsonl": b'{"id":"a","text":"It rained."}\n{"id":"b","text":"It shone."}\n', "text": TEXT.encode(), "utf16": TEXT.encode("utf-16"),
               "jsonfeed": b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"It rained."}]}'}
    for name, whole in samples.items():
        for part in range(1, 16):
            done = run("read", "-", given=whole[:len(whole) * part // 16], seconds=SECONDS)
            expect(done.status in (0, 1), "%s cut at %d/16: exit status %s %s" % (name, part, done.status, done.err[:300]))
            expect(done.status == 0 or done.err, "%s cut at %d/16: a failure is told" % (name, part))


def main():
    with empty_room():
        for part in (feeds, archives, packed, charsets, saved, without_line_end, bombs, truncated):
            part()
    print("broken input holds")


main()
