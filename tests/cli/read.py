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
    print("reading holds")


if __name__ == "__main__":
    main()
