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

    def __init__(self, host="127.0.0.1"):
        super().__init__((host, 0), Handler)
        self.asked, self.answers = [], {}
        self.address = "http://%s:%d" % self.server_address
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


SLOW = 0.7


class Busy:
    """Answers after a while, and knows how many were asking a host at the same time."""

    def __init__(self):
        self.lock, self.now, self.most, self.hosts = threading.Lock(), {}, {}, 0

    def answer(self, server, body):
        host = server.server_address[0]

        def wait(given):
            with self.lock:
                self.now[host] = self.now.get(host, 0) + 1
                self.most[host] = max(self.most.get(host, 0), self.now[host])
                self.hosts = max(self.hosts, sum(count > 0 for count in self.now.values()))
            time.sleep(SLOW)
            with self.lock:
                self.now[host] -= 1
            return 200, {}, body
        return wait


def parallel(server):
    servers, busy = [Server("127.0.0.%d" % (n + 2)) for n in range(20)], Busy()
    for n, one in enumerate(servers):
        one.answers["/robots.txt"] = busy.answer(one, b"")
        one.answers["/feed"] = busy.answer(one, feed(one, ("news%d" % n, "News", "It rained in %d places." % n)).encode())
    other = Server("127.0.0.2")
    other.answers["/robots.txt"], other.answers["/second"] = busy.answer(other, b""), busy.answer(other, feed(other, ("last", "Last", "It shone.")).encode())
    subscribe("s.opml", *(one.address + "/feed" for one in servers), other.address + "/second")
    began = time.monotonic()
    follow("s.db", "s.opml", *LOOSE)
    took = time.monotonic() - began
    expect(took < 7 * SLOW, "20 slow hosts are asked at the same time, not one after another: %.1f s for 42 answers of %.1f s" % (took, SLOW))
    expect(busy.hosts > 10 and set(busy.most.values()) == {1}, "but one host for one thing at a time, whatever the port: %d hosts, %r" % (busy.hosts, busy.most))
    wanted = [one.address + "/news%d" % n for n, one in enumerate(servers)] + [other.address + "/last"]
    expect([id for id, in rows("s.db", "SELECT id FROM report ORDER BY rowid")] == wanted, "stored in the order of the list, whoever answers first")


def late(server):
    quick = Server("127.0.0.3")
    server.answers["/late"] = lambda given: (time.sleep(1), plain(feed(server, ("late", "Late", "It rained late.")).encode())(given))[1]
    quick.answers["/early"] = plain(feed(quick, ("early", "Early", "It rained early.")).encode())
    subscribe("o.opml", server.address + "/late", quick.address + "/early")
    follow("o.db", "o.opml", *LOOSE)
    expect([id.rsplit("/", 1)[1] for id, in rows("o.db", "SELECT id FROM report ORDER BY rowid")] == ["late", "early"], "the late one first, since it stands first")


def sitemaps(server):
    listed = "".join("<sitemap><loc>%s/map%d.xml</loc><lastmod>2022-05-%02d</lastmod></sitemap>" % (server.address, n, n) for n in range(1, 29))
    server.answers["/sitemap.xml"] = plain(('<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</sitemapindex>' % listed).encode())
    news = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>%s/n%d</loc><news:news><news:publication_date>2022-05-04</news:publication_date><news:title>Dam holds %d</news:title></news:news></url></urlset>'
    for n in range(1, 29):
        server.answers["/map%d.xml" % n] = plain((news % (server.address, n, n)).encode())
        server.answers["/n%d" % n] = plain(PAGE.encode(), Content_Type="text/html; charset=utf-8")
    subscribe("i.opml", server.address + "/sitemap.xml")
    follow("i.db", "i.opml", "--pages", *LOOSE)
    found = rows("i.db", "SELECT title, text FROM report ORDER BY rowid")
    expect([title for title, _ in found] == ["Dam holds %d" % n for n in range(28, 12, -1)], "the news of the latest sitemaps that a sitemap lists: %r" % found)
    expect(found[0][1].startswith("France condemned") and server.count("/map28.xml") == 1 and server.count("/map12.xml") == 0, "and their pages")


def many_pages(server):
    items = [("m%d" % n, "News %d" % n, "It rained.") for n in range(103)]
    server.answers["/many"] = plain(feed(server, *items).encode(), ETag='"m"')
    for name, _, _ in items:
        server.answers["/" + name] = plain(PAGE.encode(), Content_Type="text/html; charset=utf-8")
    subscribe("n.opml", server.address + "/many")
    said = follow("n.db", "n.opml", "--pages", *LOOSE)
    expect("100 new" in said and rows("n.db", "SELECT etag FROM feed") == [("",)], "so many pages of a feed in one round: " + said)
    due("n.db")
    expect("3 new, 100 known" in follow("n.db", "n.opml", "--pages", *LOOSE), "the others in the next")


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


def without_list(server):
    """The store knows what it followed; an address that nobody may ask costs no pause."""
    said = follow("--once", "w.db", wanted=3)
    expect("knows no feeds" in said, "a new store: " + said)
    server.answers["/w"] = plain(feed(server, ("w", "Rain", "It rained in Kisoro.")).encode())
    subscribe("w.opml", server.address + "/w")
    follow("w.db", "w.opml", *LOOSE)
    due("w.db")
    follow("w.db", *LOOSE)
    expect(server.count("/w") == 2, "the feed is asked again without a list: %r" % server.asked)
    subscribe("p.opml", *[server.address + "/p%d" % n for n in range(5)])
    begun = time.monotonic()
    follow("p.db", "p.opml", "--once", "--delay", "60", wanted=1)
    expect(time.monotonic() - begun < 30, "no pause where nobody was asked")


def lists(server):
    """A list made to be read for ever; one of which a tag is broken; an address that stands there twice."""
    begun = time.monotonic()
    for name in "vw":
        server.answers["/" + name] = plain(feed(server, (name, "Rain", "It rained in Kisoro.")).encode())
    crowd, nest = " ".join('a%d="b"' % n for n in range(300000)), "<outline text='a'>" * 100000
    for n, (evil, wanted) in enumerate((("<outline %s/>" % crowd, "vw"), (nest, "vw"), ("<outline text='a>", "vw"), ("<!-- no end", "w"))):
        outlines = '<outline xmlUrl="%s/%s"/>'
        subscribed = "".join(outlines % (server.address, name) for name in "ww") + evil + outlines % (server.address, "v")
        with open("evil.opml", "w", encoding="utf-8") as out:
            out.write('<opml version="2.0"><body>%s</body></opml>' % subscribed)
        said = follow("l%d.db" % n, "evil.opml", *LOOSE)
        found = {url[-1] for url, in rows("l%d.db" % n, "SELECT url FROM feed")}
        expect(found == set(wanted) and "no well-formed XML" in said, "what could be read of the list: %r %s" % (found, said))
    expect(time.monotonic() - begun < 30, "a list that is read for ever")


def main():
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)
    with empty_room():
        server = Server()
        for part in (conditional, manners, redirects, limits, pages, parallel, late, sitemaps, many_pages, kill, without_list, lists):
            server.asked.clear()
            part(server)
        said = follow("x.db", "a.db", "--once", wanted=3)
        expect("OPML" in said, "what is no OPML is told: " + said)
    print("following holds")


main()
