#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Following feeds, against a server on this machine that counts what it is asked.

usage: follow.py VEDETTE
"""
import gzip
import http.server
import os
import signal
import sqlite3
import subprocess
import threading
import time

from program import PROGRAM, empty_room, expect, vedette

FEED = """<rss version="2.0"><channel><title>Valley Post</title>%s</channel></rss>"""
ITEM = """<item><title>%s</title><link>%s/%s</link><guid isPermaLink="false">%s</guid><pubDate>Wed, 04 May 2022 07:30:00 GMT</pubDate>
<description>%s</description></item>"""
PAGE = """<!doctype html><html><head><title>Dam</title></head><body><article><p>France condemned Belarus on Thursday over the closing of a border crossing near Grodno.</p>
<p>The minister said that the government would close the border for a week, and that nobody had been hurt.</p></article></body></html>"""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.answers = [], {}
        self.address = "http://127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def count(self, path):
        return sum(one == path for one, _, _ in self.asked)

    def times(self, path):
        return [when for one, when, _ in self.asked if one == path]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, time.monotonic(), dict(self.headers)))
        status, headers, body = self.server.answers.get(self.path, lambda headers: (404, {}, b"")) (self.headers)
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not callable(body):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if callable(body):
                body(self.wfile)
            else:
                self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass


def plain(body, **headers):
    return lambda given: (200, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def feed(server, *items):
    return FEED % "".join(ITEM % (title, server.address, name, name, text) for name, title, text in items)


def subscribe(path, *urls):
    with open(path, "w", encoding="utf-8") as out:
        out.write('<opml version="2.0"><body><outline text="All">%s</outline></body></opml>' % "".join('<outline type="rss" text="Post &amp; Co" xmlUrl="%s"/>' % url for url in urls))


def follow(*arguments, wanted=0):
    out, err = vedette("follow", *arguments, status=wanted, seconds=60)
    return out + err


def rows(store, sql):
    with sqlite3.connect(store) as database:
        return database.execute(sql).fetchall()


def due(store):
    with sqlite3.connect(store) as database:
        database.execute("UPDATE feed SET next = 0")


LOOSE = ["--once", "--allow-private", "--delay", "0"]


def conditional(server):
    tag = '"v1"'

    def answer(given):
        if given.get("If-None-Match") == tag and given.get("If-Modified-Since") == "Wed, 04 May 2022 08:00:00 GMT":
            return 304, {}, b""
        return 200, {"ETag": tag, "Last-Modified": "Wed, 04 May 2022 08:00:00 GMT", "Content-Encoding": "gzip"}, gzip.compress(feed(server, ("a", "One", "France condemned Belarus on Thursday."), ("b", "Two", "It rained.")).encode())
    server.answers["/feed"] = answer
    subscribe("a.opml", server.address + "/feed")
    said = follow("a.db", "a.opml", *LOOSE)
    expect("2 new" in said and "events: 1 new" in said, "a feed's reports are coded and added: " + said)
    expect([id for id, in rows("a.db", "SELECT id FROM report ORDER BY id")] == [server.address + "/a", server.address + "/b"], "ids that no other feed has")
    said = follow("a.db", "a.opml", *LOOSE)
    expect("feeds: 0 asked" in said and server.count("/feed") == 1, "not asked before it is due: " + said)
    due("a.db")
    said = follow("a.db", "a.opml", *LOOSE)
    expect("reports: 0 new, 0 known" in said and server.count("/feed") == 2, "nothing is sent that has not changed: " + said)
    expect(server.count("/robots.txt") == 2, "robots.txt once a run: %r" % server.asked)
    agent = server.asked[-1][2]["User-Agent"]
    expect(agent.startswith("vedette/"), "it says who it is: " + agent)
    said = follow("a.db", "--state")
    expect("reports  2" in said and "Post & Co" in said and "never" not in said, "what the feed last gave: " + said)
    expect('xmlUrl="%s/feed"' % server.address in follow("a.db", "--opml", "-") and "Post &amp; Co" in follow("a.db", "--opml", "-"), "OPML out")
    tag = '"v2"'
    due("a.db")
    expect("0 new, 2 known" in follow("a.db", "a.opml", *LOOSE), "what is known is known")


def manners(server):
    server.answers["/robots.txt"] = plain(b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /closed\nAllow: /closed/open$\nCrawl-delay: 0.5\n")
    for path in ("/closed/feed", "/closed/open", "/one", "/two"):
        server.answers[path] = plain(feed(server, (path.strip("/").replace("/", "-"), "News", "It rained.")).encode())
    subscribe("m.opml", *(server.address + path for path in ("/closed/feed", "/closed/open", "/one", "/two")))
    said = follow("m.db", "m.opml", *LOOSE, wanted=1)
    expect("robots.txt forbids it" in said and server.count("/closed/feed") == 0 and server.count("/closed/open") == 1, "robots.txt is kept to: " + said)
    gap = server.times("/two")[0] - server.times("/one")[0]
    expect(gap >= 0.45, "its pause is kept: %.2f s" % gap)
    server.answers["/robots.txt"] = lambda given: (503, {}, b"")
    due("m.db")
    asked = server.count("/one")
    expect("cannot be had" in follow("m.db", "m.opml", *LOOSE, wanted=1) and server.count("/one") == asked, "a site in trouble is left alone")
    del server.answers["/robots.txt"]
    server.answers["/busy"] = lambda given: (429, {"Retry-After": "7200"}, b"")
    subscribe("b.opml", server.address + "/busy", server.address + "/missing")
    said = follow("b.db", "b.opml", *LOOSE, wanted=1)
    waits = dict(rows("b.db", "SELECT substr(url, -4), next - asked FROM feed"))
    expect(waits["busy"] == 7200 and waits["sing"] == 3600, "Retry-After, and twice the time after a failure: %r" % waits)
    expect("429" in said and "404" in follow("b.db", "--state"), "and it is told: " + said)


def redirects(server):
    server.answers["/old"] = lambda given: (301, {"Location": "/new"}, b"")
    server.answers["/new"] = plain(feed(server, ("n", "News", "It rained.")).encode())
    server.answers["/round"] = lambda given: (302, {"Location": "/round"}, b"")
    server.answers["/away"] = lambda given: (302, {"Location": "file:///etc/passwd"}, b"")
    subscribe("r.opml", *(server.address + path for path in ("/old", "/round", "/away")))
    said = follow("r.db", "r.opml", *LOOSE, wanted=1)
    expect("redirects" in said and "root:" not in said, "redirects have an end, and lead to no files: " + said)
    due("r.db")
    follow("r.db", "r.opml", *LOOSE, wanted=1)
    expect(server.count("/old") == 1 and server.count("/new") == 2, "what has moved for good is asked at its new address")


def limits(server):
    def endless(out):
        while True:
            out.write(b"<item>" * 10000)
    server.answers["/endless"] = lambda given: (200, {}, endless)
    bomb = gzip.compress(b"\0" * (100 << 20))
    server.answers["/bomb"] = plain(bomb, Content_Encoding="gzip")
    server.answers["/page"] = plain(b"<html><body>no feed</body></html>")
    server.answers["/empty"] = plain(b"")
    subscribe("l.opml", *(server.address + path for path in ("/endless", "/bomb", "/page", "/empty")), "http://127.0.0.1:1/nobody", "ftp://example.org/x")
    said = follow("l.db", "l.opml", *LOOSE, wanted=1)
    expect(said.count("VDT_LIMIT_FETCH_BYTES") == 2 and "no web address" in said, "what has no end is cut off: " + said)
    expect(len(rows("l.db", "SELECT 1 FROM feed WHERE failures = 1")) == 5, "each failure is remembered: %r" % rows("l.db", "SELECT url, message FROM feed"))
    server.asked.clear()
    subscribe("p.opml", server.address + "/feed", server.address.replace("127.0.0.1", "localhost") + "/feed", server.address.replace("127.0.0.1", "[::ffff:127.0.0.1]") + "/feed")
    said = follow("p.db", "p.opml", "--once", "--delay", "0", wanted=1)
    expect(said.count("private address") == 3 and not server.asked, "no request inwards unless it is allowed: " + said)


def pages(server):
    server.answers["/full"] = plain(feed(server, ("story", "Dam", "In short.")).encode())
    server.answers["/story"] = plain(PAGE.encode(), Content_Type="text/html; charset=utf-8")
    subscribe("g.opml", server.address + "/full")
    said = follow("g.db", "g.opml", "--pages", *LOOSE)
    (text,), = rows("g.db", "SELECT text FROM report")
    expect(text.startswith("France condemned Belarus") and "events: 0 new" not in said, "the whole report: %r %s" % (text, said))
    due("g.db")
    follow("g.db", "g.opml", "--pages", *LOOSE)
    expect(server.count("/story") == 1, "a page is fetched once")


def kill(server):
    items = [("k%d" % n, "News %d" % n, "France condemned Belarus on Thursday.") for n in range(6)]
    slow = threading.Event()

    def page(given):
        slow.set()
        time.sleep(0.3)
        return 200, {"Content-Type": "text/html"}, PAGE.encode()
    server.answers["/kill"] = plain(feed(server, *items).encode(), ETag='"k"')
    for name, _, _ in items:
        server.answers["/" + name] = page
    subscribe("k.opml", server.address + "/kill")
    for how in (signal.SIGKILL, signal.SIGTERM):
        slow.clear()
        child = subprocess.Popen([PROGRAM, "follow", "k.db", "k.opml", "--pages", *LOOSE[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        expect(slow.wait(30), "the run began")
        time.sleep(0.4)
        child.send_signal(how)
        expect(child.wait(20) == (-how if how == signal.SIGKILL else 0), "it ends when it is asked to")
    follow("k.db", "k.opml", "--pages", *LOOSE)
    expect(rows("k.db", "SELECT count(*), count(DISTINCT id) FROM report") == [(6, 6)], "none lost, none twice: %r" % rows("k.db", "SELECT id FROM report"))


def main():
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)
    with empty_room():
        server = Server()
        for part in (conditional, manners, redirects, limits, pages, kill):
            server.asked.clear()
            part(server)
        said = follow("x.db", "a.db", "--once", wanted=3)
        expect("OPML" in said, "what is no OPML is told: " + said)
    print("following holds")


main()
