# SPDX-License-Identifier: Apache-2.0
"""The store as a user meets it: add, query, why, sample, evaluate, report; wrong uses; killed in the middle.

usage: tests/cli/store.py VEDETTE
"""
import base64
import csv
import hashlib
import html.parser
import io
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import tempfile
import time

from program import PROGRAM, vedette

# sentences of our own; the tests need some events, not any event in particular
SENTENCES = [
    "Russian troops shelled the town of Avdiivka on Tuesday, the Ukrainian army said.",
    "France condemned the attack on Friday.",
    "Turkey and Greece signed an agreement on fishing rights in Ankara.",
    "The United States will send food and medicine to Yemen next week.",
    "Iran denied that it had attacked the tanker.",
    "Police arrested forty protesters in Minsk.",
    "China accused Japan of violating its waters & “provoking” <its> neighbours.",
    "Thousands of people protested against the government in Tbilisi on Sunday.",
]


def write_reports(path, count, change=""):
    with open(path, "w", encoding="utf-8") as out:
        for i in range(count):
            text = " ".join(SENTENCES[(i + k) % len(SENTENCES)] for k in range(3)) + change
            out.write(json.dumps({"id": "r%d" % i, "title": "<script>alert(%d)</script> & \"so\"" % i,
                                  "url": "javascript:alert(1)" if i % 5 == 0 else "https://example.org/%d?a=1&b='2'" % i,
                                  "published": "2021-12-%02d" % (i % 28 + 1), "publisher": "Example Wire", "text": text}) + "\n")


class Page(html.parser.HTMLParser):
    """Tags that match, and every address that a page names."""
    VOID = {"meta", "br", "input", "link", "img", "line", "rect", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.links, self.ids, self.scripts, self.styles = [], [], set(), [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
        assert "src" not in attributes, attributes
        if "href" in attributes:
            self.links.append((attributes["href"], attributes.get("rel", "")))
        if "id" in attributes:
            assert attributes["id"] not in self.ids, attributes["id"]
            self.ids.add(attributes["id"])
        if tag == "script":
            self.scripts.append(attributes.get("type", ""))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, "</%s> closes %s" % (tag, self.open[-1:])
        self.open.pop()


def check_page(path):
    text = open(path, encoding="utf-8").read()
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == [], page.open
    for link, rel in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids, link
        else:
            assert link.startswith("https://example.org/") and "noopener" in rel, (link, rel)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert len(scripts) == 1
    right = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert "script-src 'sha256-%s'" % right in text, "%s: the hash of its script is %s" % (path, right)
    assert "default-src 'none'" in text and "alert(" not in re.sub(r"&lt;script&gt;alert\(|javascript:alert", "", text)
    outside = re.sub(r'href="https://example\.org[^"]*"|"https://example\.org[^"]*"', "", text)
    assert not re.search(r"https?://|url\(|@import", outside), re.search(r".{40}(https?://|url\(|@import).{40}", outside)
    return text, page


def coder_said(line):
    return json.dumps(dict(json.loads(line), story=None, incident=None), sort_keys=True)


def test_add_and_query(folder):
    reports, store = os.path.join(folder, "reports.jsonl"), os.path.join(folder, "a.db")
    write_reports(reports, 24)
    coded = vedette("code", "--format", "ndjson", reports)[0].splitlines()
    assert coded, "no events in the test's sentences"
    out, _ = vedette("add", store, reports)
    assert "24 new, 0 known, 0 changed" in out and "events: %d new" % len(coded) in out, out
    out, _ = vedette("add", store, reports)
    assert "0 new, 24 known, 0 changed" in out and "events: 0 new" in out, out
    write_reports(reports, 24, " And more.")
    out, error = vedette("add", store, reports)
    assert "0 new, 0 known, 24 changed" in out and "r23" in error, out
    # the store gives back what the coder gave, but for the story and the incident, which it knows better
    queried = vedette("query", store, "--format", "ndjson")[0].splitlines()
    assert sorted(map(coder_said, queried)) == sorted(map(coder_said, coded))
    assert all(json.loads(line)["story"] for line in queried)
    events = [json.loads(line) for line in queried]
    days = [event["date"]["from"] for event in events if event["date"]["from"]]
    assert days == sorted(days)

    def count(*arguments):
        return int(vedette("query", store, "--count", *arguments)[0])

    assert count() == len(events)
    for status in ("asserted", "planned", "possible", "denied", "negated"):
        assert count("--status", status) == sum(event["status"] == status for event in events)
    assert count("--source", "rus") == sum(any(p["code"].startswith("RUS") for p in e["source"]) for e in events)
    assert count("--actor", "TUR") == sum(any(p["code"].startswith("TUR") for p in e["source"] + e["target"]) for e in events)
    assert count("--text", "FISHING rights") == sum("fishing rights" in e["text"] for e in events)
    assert count("--report", "r3") == sum(e["report"] == "r3" for e in events)
    assert count("--from", "1900-01-01", "--to", "1900-12-31") == 0
    assert len(vedette("query", store, "--limit", "3", "--format", "ndjson")[0].splitlines()) == 3
    rows = list(csv.reader(io.StringIO(vedette("query", store, "--format", "csv")[0], newline="")))
    assert len(rows) == len(events) + 1 and {len(row) for row in rows} == {len(rows[0])}
    assert [row[0] for row in rows[1:]] == [event["id"] for event in events]
    table = vedette("query", store, "--format", "table")[0].splitlines()
    assert len(table) == len(events) + 1
    # one input that is missing, the others are added
    out, error = vedette("add", store, os.path.join(folder, "missing.jsonl"), reports, status=1)
    assert "24 changed" in out and "missing.jsonl" in error
    return store, events


def test_wrong_use(folder, store):
    vedette("query", os.path.join(folder, "missing.db"), status=3)
    assert "no such store" in vedette("report", os.path.join(folder, "missing.db"), status=3)[1]
    text = os.path.join(folder, "text.db")
    open(text, "w").write("no database " * 100)
    for command in (["query", text], ["add", text, "-"], ["sample", text], ["why", text, "e:1"]):
        assert "no vedette store" in vedette(*command, status=3)[1]
    assert open(text).read() == "no database " * 100
    assert "yesterday" in vedette("query", store, "--from", "yesterday", status=2)[1]
    assert "WAR" in vedette("query", store, "--event", "war", status=2)[1]
    vedette("query", store, "--limit", "-1", status=2)
    vedette("query", status=2)
    vedette("report", store, "--output", os.path.join(folder, "no", "such", "folder.html"), status=3)


def test_why(store, events):
    event = events[0]
    out, _ = vedette("why", store, event["id"])
    for part in (event["by"], event["trigger"]["text"], event["plover"]["event"], event["status"], event["report"]):
        assert part in out, part
    assert "\033" not in out
    assert vedette("why", store, event["id"][2:12])[0] == out
    assert "ffffffffffffffff" in vedette("why", store, "e:ffffffffffffffff", status=1)[1]
    assert "begins with" in vedette("why", store, "e:", status=1)[1]


def test_sheets(folder, store, events):
    one, two, other = (os.path.join(folder, name) for name in ("one", "two", "other"))
    vedette("sample", store, "-n", "12", "--seed", "1", "--output", one)
    vedette("sample", store, "-n", "12", "--seed", "1", "--output", two)
    vedette("sample", store, "-n", "12", "--seed", "2", "--output", other + ".csv")
    for ending in (".html", ".csv"):
        assert open(one + ending, "rb").read() == open(two + ending, "rb").read()
    assert open(one + ".csv", "rb").read() != open(other + ".csv", "rb").read()
    assert not os.path.exists(other + ".html")
    check_page(one + ".html")
    rows = list(csv.DictReader(open(one + ".csv", encoding="utf-8", newline="")))
    asserted = {event["id"] for event in events if event["status"] == "asserted"}
    assert len(rows) == min(12, len(asserted)) and {row["id"] for row in rows} <= asserted
    out, _ = vedette("evaluate", one + ".csv")
    assert "%d of %d rows are not judged" % (len(rows), len(rows)) in out
    for i, row in enumerate(rows):
        if i:
            row["right_type"], row["right_parties"], row["right_status"] = "right", "wrong" if i == 1 else "right", "right"
    with open(two + ".csv", "w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    out, _ = vedette("evaluate", two + ".csv", one + ".csv")
    judged = len(rows) - 1
    assert re.search(r"^type +%d +%d " % (judged, judged), out, re.M), out
    assert re.search(r"^parties +%d +%d " % (judged - 1, judged), out, re.M), out
    assert re.search(r"^all three +%d +%d " % (judged - 1, judged), out, re.M), out
    assert "%d of %d rows are not judged" % (len(rows) + 1, 2 * len(rows)) in out
    with open(two + ".csv", "a", encoding="utf-8") as sheet:
        sheet.write("one,two\r\n")
    error = vedette("evaluate", two + ".csv", status=1)[1]
    assert re.search(r"two\.csv:\d+: ", error), error


def test_report(folder, store, events):
    path = os.path.join(folder, "page.html")
    vedette("report", store, "--output", path, "--title", "A <b>title</b> & more")
    text, page = check_page(path)
    assert "A &lt;b&gt;title&lt;/b&gt; &amp; more" in text
    assert {event["id"] for event in events} <= page.ids
    assert text.count("<article ") == len(events) and text.count("<blockquote>") == len(events)
    assert 'class="action' in text
    plain = html.unescape(re.sub(r"<small.*?</small>|<[^>]*>", "", text))
    for event in events:
        assert event["text"] in plain, event["text"]
    empty = os.path.join(folder, "empty.db")
    subprocess.run([PROGRAM, "add", empty], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    vedette("report", empty, "--output", path)
    check_page(path)


def test_kill(folder):
    """Whoever is killed leaves whole reports, and what was broken off goes on as if it had not been, stories included."""
    reports, store, whole = [os.path.join(folder, name) for name in ("many.jsonl", "killed.db", "whole.db")]
    write_reports(reports, 300)
    vedette("add", whole, reports)
    wanted = sorted(vedette("query", whole, "--format", "ndjson")[0].splitlines())
    chance = random.Random(1)
    for _ in range(5):
        child = subprocess.Popen([PROGRAM, "add", store, reports], stdout=subprocess.DEVNULL)
        time.sleep(0.05 + chance.random() * 0.4)
        child.send_signal(signal.SIGKILL)
        child.wait()
        if os.path.exists(store) and os.path.getsize(store):
            done = subprocess.run([PROGRAM, "query", store, "--format", "ndjson"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if done.returncode == 3 and b"is empty" in done.stderr:
                continue  # killed before there was a table
            assert done.returncode == 0, done.stderr
            there = done.stdout.decode().splitlines()
            seen = {json.loads(line)["report"] for line in there}
            assert sorted(there) == [line for line in wanted if json.loads(line)["report"] in seen]
    vedette("add", store, reports)
    assert sorted(vedette("query", store, "--format", "ndjson")[0].splitlines()) == wanted


def test_older_store(folder):
    """A store of an earlier version is told of when read, brought up when written, and keeps what it held."""
    old = os.path.join(folder, "old.db")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "store-version-1.sql"), encoding="utf-8") as file:
        database = sqlite3.connect(old)
        database.executescript(file.read())
        database.close()
    _, errors = vedette("query", old, status=3)
    assert "schema version 1" in errors and "vedette add" in errors, errors
    reports = os.path.join(folder, "more.jsonl")
    write_reports(reports, 3)
    vedette("add", old, reports)
    new = os.path.join(folder, "new.db")
    vedette("add", new, reports)
    assert vedette("query", old, "--format", "ndjson")[0] == vedette("query", new, "--format", "ndjson")[0]
    tables = [sqlite3.connect(path).execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall() for path in (old, new)]
    assert tables[0] == tables[1]
    kept = sqlite3.connect(old).execute("SELECT text, arrived FROM report WHERE id = 'old-1'").fetchall()
    assert kept == [("Troops shelled the town.", "")], kept


def main():
    with tempfile.TemporaryDirectory() as folder:
        store, events = test_add_and_query(folder)
        test_wrong_use(folder, store)
        test_why(store, events)
        test_sheets(folder, store, events)
        test_report(folder, store, events)
        test_kill(folder)
        test_older_store(folder)
    print("store: good")


if __name__ == "__main__":
    main()
