#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Web archives and packed files: every page once, what is broken told with its place, the rest read, in constant memory.

usage: archives.py VEDETTE
"""
import gzip
import json
import os
import resource
import struct
import subprocess
import zlib

from program import PROGRAM, SANITIZED, empty_room, expect, records, run, zstd


def read(*arguments, given=b""):
    status, out, said = run("read", *arguments, given=given, seconds=120)
    return status, records(out), said


def page(name):
    return ("<!doctype html><html><head><title>Dam %s holds</title></head><body><article><h1>Dam %s holds</h1><p>Engineers said "
            "that dam %s had held through the night.</p><p>Two hundred families went home.</p></article></body></html>" % (name, name, name)).encode()


def response(body, head=b"Content-Type: text/html; charset=utf-8\r\n", status=b"200 OK"):
    return b"HTTP/1.1 " + status + b"\r\n" + head + b"\r\n" + body


def warc(url, block, kind="response", media="application/http; msgtype=response", length=None, end=b"\r\n\r\n", version="1.0"):
    head = "WARC/%s\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2022-05-04T07:30:00Z\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n"
    return (head % (version, kind, url, media, len(block) if length is None else length)).encode() + block + end


def arc(url, block, length=None):
    return ("%s 192.0.2.7 20220504073000 text/html %d\n" % (url, len(block) if length is None else length)).encode() + block + b"\n"


def url(name):
    return "https://valley.example/" + name


def urls(reports):
    return [report["url"] for report in reports]


RECORDS = [warc("", b"software: none\r\n", "warcinfo", "application/warc-fields")] + [warc(url(n), response(page(n))) for n in "abc"]


def sound():
    whole = b"".join(RECORDS)
    packings = {"plain": whole, "gzip, a member a record": b"".join(map(gzip.compress, RECORDS)), "gzip, one member": gzip.compress(whole),
                "zstd, a frame a record": b"".join(map(zstd, RECORDS)), "zstd, one frame": zstd(whole),
                "padded": b"".join(map(gzip.compress, RECORDS)) + b"\0" * 700}
    for name, data in packings.items():
        status, reports, said = read("-", given=data)
        expect(status == 0 and not said and urls(reports) == [url(n) for n in "abc"], "%s: %r %s" % (name, urls(reports), said))
        expect(reports[0]["title"] == "Dam a holds" and "held through" in reports[0]["text"] and reports[0]["id"] == url("a"), "%s: %r" % (name, reports[0]))
    bodies = {"chunked": (b"Transfer-Encoding: chunked\r\n", b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (page("d")[:50], page("d")[50:])) + b"0\r\n\r\n"),
              "not chunked though it says so": (b"Transfer-Encoding: chunked\r\n", page("d")), "packed": (b"Content-Encoding: gzip\r\n", gzip.compress(page("d"))),
              "not packed though it says so": (b"Content-Encoding: gzip\r\n", page("d")), "zlib": (b"Content-Encoding: deflate\r\n", zlib.compress(page("d"))),
              "raw deflate": (b"Content-Encoding: deflate\r\n", zlib.compress(page("d"))[2:-4]), "no Brotli though it says so": (b"Content-Encoding: br\r\n", page("d"))}
    for name, (head, body) in bodies.items():
        status, reports, said = read("-", given=warc(url("d"), response(body, b"Content-Type: text/html\r\n" + head)))
        expect(status == 0 and not said and len(reports) == 1 and "held through" in reports[0]["text"], "%s: %r %s" % (name, reports, said))
    status, reports, said = read("-", given=warc("<%s>" % url("e"), response(page("caf\u00e9").decode().encode("latin-1"), b"Content-Type: text/html; charset=iso-8859-1\r\n"), version="1.1"))
    expect(reports[0]["title"] == "Dam caf\u00e9 holds" and reports[0]["url"] == url("e"), "the charset of the response, an address in brackets: %r" % reports)
    wide = warc(url("w"), response(page("w").decode().encode("utf-16"), b"Content-Type: text/html charset=utf-16\r\n"))
    long = warc(url("l?" + "x" * 2000), response(page("l")))
    status, reports, said = read("-", given=wide + long)
    expect(status == 0 and [r["title"] for r in reports] == ["Dam w holds", "Dam l holds"] and reports[1]["url"].endswith("xxx"), "UTF-16, a long address: %r %s" % (reports, said))
    bare = b"".join(gzip.compress(warc(url(n), response(page(n)), end=b"")) for n in "ab")
    status, reports, said = read("-", given=bare)
    expect(status == 0 and len(reports) == 2, "members that end with the body: %r %s" % (reports, said))
    wet = warc(url("f"), b"The dam held.\nNobody was hurt.\n", "conversion", "text/plain")
    passed = [warc(url("x"), response(page("x"), status=b"404 Not Found")), warc(url("x"), b"GET / HTTP/1.1\r\n\r\n", "request"),
              warc(url("x"), response(b"\x89PNG\0\0\0", b"Content-Type: image/png\r\n")), warc("dns:valley.example", b"x", "resource", "text/dns")]
    status, reports, said = read("-", given=b"".join(passed) + wet)
    expect(status == 0 and not said and urls(reports) == [url("f")] and reports[0]["text"].startswith("The dam held."), "WET, and only it: %r %s" % (reports, said))
    old = arc("filedesc://valley.arc", b"1 0 Valley\nURL IP-address Archive-date Content-type Archive-length\n") + arc(url("g h"), response(page("g"))) + arc(url("i"), response(page("i")))
    for data in (old, gzip.compress(old)):
        status, reports, said = read("-", given=data)
        expect(status == 0 and not said and urls(reports) == [url("g h"), url("i")], "ARC: %r %s" % (reports, said))


def packed_texts():
    lines = b"".join(json.dumps({"id": str(n), "text": "It rained."}).encode() + b"\n" for n in range(4))
    for data in (gzip.compress(lines), zstd(lines)):
        status, reports, said = read("-", given=data)
        expect(status == 0 and not said and [r["id"] for r in reports] == list("0123"), "packed JSON lines: %r %s" % (reports, said))
    for name, data in (("page", page("p")), ("text", b"It rained on Sunday."), ("feed", b"<rss><channel><item><title>Rain</title></item></channel></rss>")):
        status, reports, said = read("-", given=gzip.compress(data))
        expect(status == 0 and not said and len(reports) == 1, "a packed %s: %r %s" % (name, reports, said))
    status, reports, said = read("-", given=gzip.compress(b"It rained on Sunday. " * 300)[:-20])
    expect(status == 1 and len(reports) == 1 and "cut off" in said, "a packed text that is cut off: %s" % said)
    status, reports, said = read("-", given=gzip.compress(gzip.compress(b"It rained.")))
    expect(status == 1 and not reports and "gzip" in said, "packed twice is told: %s" % said)


def broken():
    a, b, c = RECORDS[1:]
    cases = {
        "too long": (a + warc(url("b"), response(page("b")), length=90000) + c, "abc", "record 2", len(a)),
        "too short": (a + warc(url("b"), response(page("b")), length=120) + c, "abc", "record 2", len(a)),
        "no number": (a + warc(url("b"), response(page("b")), length="many") + c, "abc", "record 2", len(a)),
        "huge": (a + warc(url("b"), response(page("b")), length=10 ** 15) + c, "ac", "record 2", len(a)),
        "rubbish between": (a + b"rubbish\r\nmore of it\r\n\r\n" + b + c, "abc", "record 2", len(a)),
        "no end": (a + b + warc(url("c"), response(page("c")))[:-40], "abc", "cut off", len(a + b)),
        "a head without end": (a + b"WARC/1.0\r\nWARC-Type: response\r\n" + b"x" * 200000 + b"\r\n" + b + c, "abc", "head does not end", len(a)),
    }
    for name, (data, wanted, word, offset) in cases.items():
        status, reports, said = read("-", given=data)
        expect(status == 1 and urls(reports) == [url(n) for n in wanted], "%s: %d %r %s" % (name, status, urls(reports), said))
        expect(word in said and "(byte %d)" % offset in said and said.count("\n") == 1, "%s is told with its place: %s" % (name, said))
    status, reports, said = read("-", given=a + warc(url("b"), page("b")) + c)
    expect(status == 0 and urls(reports) == [url(n) for n in "abc"], "a page without its response: %r %s" % (urls(reports), said))
    members = [gzip.compress(r) for r in (a, b, c)]
    damaged = bytearray(members[1])
    damaged[len(damaged) // 2] ^= 0x55
    status, reports, said = read("-", given=members[0] + bytes(damaged) + members[2])
    expect(status == 1 and url("a") in urls(reports) and urls(reports)[-1] == url("c"), "a damaged member: %r %s" % (urls(reports), said))
    expect("(byte %d)" % len(members[0]) in said and "damaged" in said, "its place in the file: %s" % said)
    status, reports, said = read("-", given=b"".join(members)[:-9])
    expect(status == 1 and len(reports) == 3 and "cut off" in said, "a cut member: %r %s" % (urls(reports), said))
    for cut in range(0, len(b"".join(members)), 37):
        status, reports, said = read("-", given=b"".join(members)[:cut])
        expect(status in (0, 1), "cut at %d: %d %s" % (cut, status, said))


def peak_of(arguments, given):
    """Runs `read` on what `given` yields; its peak memory in MB, status and number of lines."""
    child = subprocess.Popen([PROGRAM, "read", *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for piece in given:
            child.stdin.write(piece)
        child.stdin.close()
    except BrokenPipeError: # it has seen enough
        pass
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def large():
    records = b"".join(warc(url(str(n)), response(page(str(n)) + b"<p>" + b"It rained on the valley again. " * 1600 + b"</p>")) for n in range(20))
    small, status = peak_of(["-"], [records])
    expect(status == 0, "a small archive")
    peak, status = peak_of(["-"], (records for _ in range(100)))
    expect(status == 0 and (SANITIZED or peak < small + 4), "memory does not grow with the archive: %d and %d MB" % (small, peak))
    film = warc(url("film"), b"", length=200 << 20, end=b"")
    film += response(b"", b"Content-Type: video/mp4\r\n")
    rest = (200 << 20) - len(response(b"", b"Content-Type: video/mp4\r\n"))

    def with_film():
        yield film
        for at in range(0, rest, 1 << 20):
            yield b"\x17" * min(1 << 20, rest - at)
        yield b"\r\n\r\n" + RECORDS[1]
    peak, status = peak_of(["-"], with_film())
    expect(status == 0 and (SANITIZED or peak < 80), "a film is passed over: %d MB, status %d" % (peak, status))


def bombs():
    nothing = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(nothing.compress(b"\0" * (1 << 20)) for _ in range(300)) + nothing.flush()
    frame = b"\x28\xb5\x2f\xfd\x00\x58" + b"".join(struct.pack("<I", (1 << 17) << 3 | 2 | (n == 19999))[:3] + b"x" for n in range(20000))
    for name, data in (("gzip", bomb), ("zstd", frame)):
        peak, status = peak_of(["-"], [data])
        expect(status == 1 and (SANITIZED or peak < 120), "a bomb of %s: %d MB, status %d" % (name, peak, status))
    within = warc(url("bomb"), response(bomb, b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n")) + RECORDS[1]
    status, reports, said = read("-", given=within)
    expect(status in (0, 1) and url("a") in urls(reports), "a bomb within a record costs only that: %r %s" % (urls(reports), said))
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    status, reports, said = read("-", given=gzip.compress(b'{"text":"' + b"\0" * (200 << 20)))
    expect(status == 1 and said, "a line without end: %s" % said)


def main():
    with empty_room():
        sound()
        packed_texts()
        broken()
        large()
        bombs()


main()
