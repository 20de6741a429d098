#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages and texts to clean reports: the main text with its paragraphs, what is told about it, its furniture marked.

usage: read.py VEDETTE
"""
import json

from program import empty_room, expect, records, run

PAGE = """<!doctype html><html lang="en"><head><title>Dam holds after storm | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="article:published_time" content="2022-05-04T07:30:00Z">
<link rel="canonical" href="https://valley.example/dam"><meta name="author" content="Ines Okoro"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Dam holds after storm</h1>
<p>Engineers said on Wednesday that the dam above Kisoro had held through the night &amp; that nobody was hurt.</p>
<p>Two hundred families had been told to leave their homes on Tuesday evening as the water rose.</p>
<p>“We are going home,” said Amina Tumwine, who had spent the night in a school.</p></article>
<footer>Copyright Valley Post. All rights reserved.</footer></body></html>"""


def read(*arguments, given=b""):
    status, out, said = run("read", *arguments, given=given)
    return status, records(out), said


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post</title><link>https://valley.example/</link>
<item><title>Dam &amp; river</title><link>/dam</link><guid isPermaLink="false">dam-1</guid><pubDate>Wed, 04 May 2022 07:30:00 GMT</pubDate>
<description>&lt;p&gt;The dam held.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</description></item>
<item><title>Second</title><guid>https://valley.example/second</guid><description><![CDATA[It <b>rained</b> again.]]></description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://valley.example/news/"><title>Valley</title><entry><id>urn:1</id>
<title>One</title><link rel="alternate" href="one"/><updated>2022-05-04T08:00:00Z</updated><author><name>Ines Okoro</name></author>
<content type="xhtml"><div><p>First.</p><p>Last.</p></div></content></entry></feed>"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Valley", "items": [{"id": 7, "url": "https://valley.example/7", "content_html": "<p>Seven.</p>", "date_published": "2022-05-04T07:30:00Z"}]})


PICTURES = """<html><body><article><h1>Dam holds after storm</h1><figure><img src="dam.jpg"><figcaption>The dam on Tuesday evening. <span class="credit">Ann Lind/Valley
Post</span></figcaption></figure><p>Engineers said on Wednesday that the dam above Kisoro had held through the night and that nobody was hurt.</p>
<p>A house below the dam. (AP Photo/Jane Doe)</p><p>Two hundred families had been told to leave their homes on Tuesday evening.</p></article></body></html>"""


def captions():
    status, pages, said = read("-", given=PICTURES.encode())
    expect(status == 0 and pages[0]["captions"] == [{"text": "The dam on Tuesday evening.", "credit": "Ann Lind/Valley Post"}, {"text": "A house below the dam.", "credit": "AP Photo/Jane Doe"}],
           "captions and credits are fields: %r %s" % (pages, said))
    expect("Lind" not in pages[0]["text"] and "Jane Doe" not in pages[0]["text"] and pages[0]["text"].endswith("on Tuesday evening."), "and no part of the text: " + pages[0]["text"])
    expect(read("-", given=b'{"id": "a", "text": "It rained."}\n')[1][0]["captions"] == [], "a text has none")


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
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://valley.example/a.xml</loc></sitemap><sitemap><loc>https://valley.example/b.xml</loc></sitemap></sitemapindex>'
    status, entries, said = read("-", given=index.encode())
    expect(status == 0 and not entries and "a list of 2 sitemaps" in said, "a sitemap that lists sitemaps is told: %r %s" % (entries, said))
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


TABLE = """id,headline,date,source,body,other
1,"Dam, held",2022-05-04,Valley Post,"The dam held. He said ""all is well"".

Nobody was hurt.",x
2,Rain,,Valley Post,It rained on Sunday.
3,"open,2022-05-05,Valley Post,It shone.
4,Wind,2022-05-06,Valley Post,It blew.,x,y
5,None,2022-05-07,Valley Post,,
"""
MHTML = """From: <Saved by a browser>
Snapshot-Content-Location: https://valley.example/dam
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; boundary="----mark"

------mark
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable
Content-Location: https://valley.example/dam

<html><body><article><p>Engineers said on Wednesday that the dam above Kisoro had held, =93and=94 that nobody was h=
urt in the caf=E9.</p></article></body></html>
------mark
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------mark--
"""


def tables():
    status, rows, said = read("-", given=TABLE.encode())
    expect(status == 1 and [r["id"] for r in rows] == ["1", "2", "4"], "a row a report: %r %s" % (rows, said))
    expect([rows[0][k] for k in ("title", "published", "publisher")] == ["Dam, held", "2022-05-04", "Valley Post"] and rows[0]["text"] == 'The dam held. He said "all is well".\n\nNobody was hurt.', "cells in quotation marks: %r" % rows[0])
    expect(":6: a quotation mark" in said and ":8: a row without a text" in said and ":7: more cells" in said, "bad rows are told with their lines: " + said)
    for separator in ";\t|":
        given = TABLE.splitlines()[0].replace(",", separator) + "\n7;Rain;;;It rained.;\n".replace(";", separator)
        expect([r["text"] for r in read("-", given=given.encode())[1]] == ["It rained."], "with %r" % separator)
    mapped = "number,words\n8,It rained.\n"
    expect(read("-", "--map", "id=number,text=words", given=mapped.encode())[1][0]["id"] == "8", "columns by --map")
    expect(read("-", "--input", "csv", given=b"a,b\n1,2\n")[0] == 1, "no column is a text's")
    many = ("id,text\n" + "".join('%d,"It rained %d"\n' % (n, n) for n in range(50)) + '50,"open\n' + "".join('%d,"It rained %d"\n' % (n, n) for n in range(51, 20000))).encode()
    expect(len(read("-", given=many)[1]) >= 19990, "an open mark costs its row")
    expect(read("-", given=b"Sales, text and all that\nwere told on Sunday.\n")[1][0]["text"].startswith("Sales,"), "a text is no table")


def dates():
    for given, wanted in (("May 14, 2024", "2024-05-14"), ("Tuesday, 14 May 2024 6:30 p.m.", "2024-05-14T18:30:00"), ("14/05/2024 18:30", "2024-05-14T18:30:00"),
                          ("5/14/2024", "2024-05-14"), ("14.5.2024", "2024-05-14"), ("2024/05/14", "2024-05-14"), ("May 14, 2024, 18:30 EST", "2024-05-14"),
                          ("20240514183000", "2024-05-14T18:30:00Z"), ("1715704200", "2024-05-14T16:30:00Z"), (1715704200, "2024-05-14T16:30:00Z"),
                          ("1715704200999", "2024-05-14T16:30:00Z"), ("Tue, 14 May 2024 18:30:00 +0200", "Tue, 14 May 2024 18:30:00 +0200"),
                          ("05/06/2024", None), ("31/02/2024", None), ("2024", None), ("20241514183000", None), ("99999999999999", None), ("soon", None)):
        status, (report,), said = read("-", given=json.dumps({"text": "It rained.", "published": given}).encode())
        expect(status == 0 and report["published"] == wanted and ("is no date" in said) == (wanted is None), "%r: %r %s" % (given, report["published"], said))


def saved():
    status, (page,), said = read("-", given=MHTML.encode())
    expect(status == 0 and page["url"] == "https://valley.example/dam" and "held, \u201cand\u201d that nobody was hurt in the caf\u00e9." in page["text"], "a saved page: %r %s" % (page, said))
    status, pages, said = read("-", given=MHTML.replace("text/html; charset", "text/plain; charset").encode())
    expect(status == 1 and not pages and "saved page" in said, "without a page: " + said)
    for name, changed in {"no boundary in the head": MHTML.replace('; boundary="----mark"', ""),
                          "the page alone": MHTML[:MHTML.index("Content-Type: multipart")] + MHTML[MHTML.index("Content-Type: text/html"):]}.items():
        status, (page,), said = read("-", given=changed.encode())
        expect(status == 0 and page["url"] == "https://valley.example/dam" and "held, \u201cand\u201d that nobody was hurt" in page["text"], "%s: %r %s" % (name, page, said))
    status, (page,), said = read("-", given=b"<script>" + b"x = 1;" * 1000 + b"</script>" + PAGE.encode())
    expect(page["text"].startswith("Engineers") and "x = 1" not in page["text"], "a page that begins with a script: %r" % page)
    status, (page,), said = read("-", given=b"Notes on MIME-Version: 1.0\n\nIt rained.")
    expect(page["text"].startswith("Notes on"), "a text about heads")


def languages():
    twice = "The caf\u00e9 in Kisoro won\u2019t open \u2013 nobody knows why, said the owner.".encode().decode("cp1252")
    status, (report,), said = read("-", given=twice.encode())
    expect("caf\u00e9" in report["text"] and "won\u2019t open \u2013" in report["text"] and "encoded twice: 3" in said, "encoded twice: %r %s" % (report, said))
    thrice = twice.encode().decode("cp1252").encode()
    for given in (thrice, b"<html><body><p>%s</p></body></html>" % thrice, json.dumps({"html": "<p>%s</p>" % thrice.decode()}).encode()):
        status, (report,), said = read("-", given=given)
        expect("won\u2019t open \u2013" in report["text"] and "encoded twice" in said, "encoded three times: %r %s" % (report, said))
    for given in (json.dumps({"text": twice}), 'id,text\n1,"%s"\n' % twice):
        status, (report,), said = read("-", given=given.encode())
        expect(report["text"] == twice and "encoded twice: 3 characters, left as given" in said, "a given text stays, and it is told: %r %s" % (report, said))
    good = "S\u00e3o Paulo and the \u00c2ngulo \u00c3 la carte stay as they are, said the owner."
    expect(read("-", given=good.encode())[1][0]["text"] == good, "what is right stays")
    for charset in ("utf-16-le", "utf-16-be"):
        expect(read("-", given="It rained on Sunday \u2013 again.".encode(charset))[1][0]["text"] == "It rained on Sunday \u2013 again.", charset + " without a mark")
    texts = {"fr": "Le barrage a tenu et les familles sont rentr\u00e9es dimanche apr\u00e8s une nuit dans les \u00e9coles de la ville.",
             "de": "Der Damm hat gehalten und die Familien sind am Sonntag nach einer Nacht in den Schulen der Stadt in ihre H\u00e4user gegangen.",
             "es": "La presa ha resistido y las familias han vuelto el domingo a sus casas despu\u00e9s de una noche en las escuelas de la ciudad.",
             "ru": "\u041f\u043b\u043e\u0442\u0438\u043d\u0430 \u0432\u044b\u0434\u0435\u0440\u0436\u0430\u043b\u0430, \u0438 \u0441\u0435\u043c\u044c\u0438 \u0432\u0435\u0440\u043d\u0443\u043b\u0438\u0441\u044c \u0434\u043e\u043c\u043e\u0439.",
             "en": "The dam held and the families went home on Sunday after a night in the schools of Santa Maria de la Sierra."}
    for code, text in texts.items():
        status, (report,), said = read("-", given=text.encode())
        expect(status == 0 and report["language"] == code and report["text"] == text, "%s: %r" % (code, report))
        expect(("not in English" in said) == (code != "en"), "and it is told: " + said)
    expect(read("-", given=b"It rained.")[1][0]["language"] is None, "too short to say")


def main():
    with empty_room():
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
    captions()
    feeds()
    tables()
    dates()
    saved()
    languages()
    print("reading holds")


if __name__ == "__main__":
    main()
