#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages and texts to clean reports: the main text with its paragraphs, what is told about it, its furniture marked.

usage: read.py VEDETTE
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
PAGE = """<!doctype html><html lang="en"><head><title>Dam holds after storm | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="article:published_time" content="2022-05-04T07:30:00Z">
<link rel="canonical" href="https://valley.example/dam"><meta name="author" content="Ines Okoro"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Dam holds after storm</h1>
<p>Engineers said on Wednesday that the dam above Kisoro had held through the night &amp; that nobody was hurt.</p>
<p>Two hundred families had been told to leave their homes on Tuesday evening as the water rose.</p>
<p>“We are going home,” said Amina Tumwine, who had spent the night in a school.</p></article>
<footer>Copyright Valley Post. All rights reserved.</footer></body></html>"""


def read(*arguments, given=b""):
    done = subprocess.run([PROGRAM, "read", *arguments], input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def expect(condition, what):
    if not condition:
        sys.exit("failed: " + what)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post</title><link>https://valley.example/</link>
<item><title>Dam &amp; river</title><link>/dam</link><guid isPermaLink="false">dam-1</guid><pubDate>Wed, 04 May 2022 07:30:00 GMT</pubDate>
<description>&lt;p&gt;The dam held.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</description></item>
<item><title>Second</title><guid>https://valley.example/second</guid><description><![CDATA[It <b>rained</b> again.]]></description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://valley.example/news/"><title>Valley</title><entry><id>urn:1</id>
<title>One</title><link rel="alternate" href="one"/><updated>2022-05-04T08:00:00Z</updated><author><name>Ines Okoro</name></author>
<content type="xhtml"><div><p>First.</p><p>Last.</p></div></content></entry></feed>"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Valley", "items": [{"id": 7, "url": "https://valley.example/7", "content_html": "<p>Seven.</p>", "date_published": "2022-05-04T07:30:00Z"}]})


def feeds():
    status, entries, said = read("-", given=RSS.encode())
    expect(status == 0 and not said and [e["id"] for e in entries] == ["dam-1", "https://valley.example/second"], "an entry a report, in order: %r %s" % (entries, said))
    expect(entries[0]["url"] == "https://valley.example/dam" and entries[0]["title"] == "Dam & river" and entries[0]["publisher"] == "Valley Post", "its address and title: %r" % entries[0])
    expect(entries[0]["text"] == "The dam held.\n\nNobody was hurt." and entries[1]["text"] == "It rained again.", "markup is text: %r" % entries)
    expect(entries[1]["url"] == "https://valley.example/second", "a guid is an address: %r" % entries[1])
    one = read("-", given=ATOM.encode())[1][0]
    expect((one["url"], one["author"], one["updated"], one["text"]) == ("https://valley.example/news/one", "Ines Okoro", "2022-05-04T08:00:00Z", "First.\n\nLast."), "Atom: %r" % one)
    seven = read("-", given=JSON_FEED.encode())[1][0]
    expect((seven["id"], seven["text"]) == ("7", "Seven."), "JSON feed: %r" % seven)
    packed = ATOM.replace('<content type="xhtml"><div><p>First.</p><p>Last.</p></div></content>', '<content mode="base64">Rmlyc3QgJmFtcDsgbGFzdC4=</content>')
    expect(read("-", given=packed.encode())[1][0]["text"] == "First & last.", "base64")
    scripted = ATOM.replace("<p>Last.</p>", "<script>var x = 1;</script><p>A &lt; B &amp;amp; C.</p>")
    expect(read("-", given=scripted.encode())[1][0]["text"] == "First.\n\nA < B &amp; C.", "text of XHTML is text, scripts are none: %r" % read("-", given=scripted.encode())[1][0]["text"])
    loose = RSS.replace("Dam &amp; river", "Don&#146;t R&D &#X41; &b=2").replace("<link>/dam</link>", "<link>https://valley.example/?a=1&b=2</link>")
    entry = read("-", given=loose.encode())[1][0]
    expect(entry["title"] == "Don\u2019t R&D A &b=2" and entry["url"] == "https://valley.example/?a=1&b=2", "loose ampersands and signs of windows-1252: %r" % entry)
    clash = '<rss xmlns:m="http://modules.example/m" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><m:description>Other.</m:description><description>Own.</description></item><item><media:group><media:title>Film</media:title><media:description>Seen.</media:description></media:group></item></channel></rss>'
    entries = read("-", given=clash.encode())[1]
    expect([(e["title"], e["text"]) for e in entries] == [(None, "Own."), ("Film", "Seen.")], "the feed's own names first: %r" % entries)
    sitemap = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://valley.example/about</loc></url>
<url><loc>https://valley.example/dam</loc><news:news><news:publication><news:name>Valley Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2022-05-04</news:publication_date><news:title>Dam holds</news:title></news:news></url></urlset>"""
    status, entries, said = read("-", given=sitemap.encode())
    expect(status == 0 and len(entries) == 1 and "left out: 1" in said, "a sitemap's news: %r %s" % (entries, said))
    expect([entries[0][k] for k in ("url", "title", "publisher", "language", "published")] == ["https://valley.example/dam", "Dam holds", "Valley Post", "en", "2022-05-04"], "and what it tells: %r" % entries)
    status, entries, said = read("-", given=RSS.replace("</description></item>\n<item>", "</item><item>").encode())
    expect(status == 0 and len(entries) == 2 and "well-formed" in said, "a broken feed is read and told: %r %s" % (entries, said))
    laughs = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">%s]><rss><channel><item><title>&z;</title><description>x</description></item></channel></rss>' % "".join('<!ENTITY %s "%s">' % (b, ("&%s;" % a) * 10) for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz"))
    status, entries, said = read("-", given=laughs.encode())
    expect(status in (0, 1) and sum(len(e["title"] or "") for e in entries) < 1000, "entities are not blown up")
    outside = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&f;</title></item></channel></rss>'
    expect("root:" not in json.dumps(read("-", given=outside.encode())[1]), "no file is read by a feed's wish")
    status, entries, said = read("-", given=b"<?xml version='1.0'?><inventory><thing/></inventory>")
    expect(status == 1 and not entries and "feed" in said, "XML that is no feed is told: %s" % said)
    deep = "<rss><channel><item><description>" + "<div>" * 20000 + "deep" + "</div>" * 20000 + "</description></item></channel></rss>"
    expect(read("-", given=deep.encode())[0] in (0, 1), "deep nesting is bounded")


def main():
    with tempfile.TemporaryDirectory() as room:
        os.chdir(room)
        with open("page.html", "w", encoding="utf-8") as out:
            out.write(PAGE)
        status, reports, said = read("page.html")
        expect(status == 0 and len(reports) == 1 and not said, "a page is one report: %s" % said)
        page = reports[0]
        expect(page["title"] == "Dam holds after storm" and page["publisher"] == "Valley Post" and page["author"] == "Ines Okoro", "its metadata: %r" % page)
        expect(page["published"] == "2022-05-04T07:30:00Z" and page["url"] == "https://valley.example/dam" == page["id"], "its date and address: %r" % page)
        expect(page["file"] == "page.html" and page["text"].count("\n\n") == 2, "three paragraphs: %r" % page["text"])
        expect("hurt" in page["text"] and "night & that" in page["text"] and not {"Home", "Copyright"} & set(page["text"].split()), "the report and only that: %r" % page["text"])
        lines = "".join(json.dumps(item) + "\n" for item in ({"id": "a", "url": "https://valley.example/2", "html": PAGE}, {"id": "b", "text": "It rained.\n\nRead more: Floods in the valley"}, {"id": "b", "text": "Again."}))
        status, reports, said = read("-", given=lines.encode())
        expect(status == 0 and [r["id"] for r in reports] == ["a", "b", "b~2"], "ids of lines are kept: %r" % [r["id"] for r in reports])
        expect(reports[0]["text"] == page["text"] and reports[1]["text"].startswith("It rained.\n\nRead more"), "a given text is not altered")
        expect([f["kind"] for f in reports[1]["furniture"]] == ["read-more"], "its furniture is marked: %r" % reports[1]["furniture"])
        status, reports, said = read("none.html", "page.html")
        expect(status == 1 and len(reports) == 1 and "none.html" in said, "a missing file is told, the others are read: %s" % said)
        expect(read("--input", "picture", "page.html")[0] == 2, "a wrong option")
    feeds()
    print("reading holds")


if __name__ == "__main__":
    main()
