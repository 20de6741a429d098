# SPDX-License-Identifier: Apache-2.0
"""The desk as a browser or a script meets it: a real server on loopback over a real store. Every answer is held against
data/openapi.json; filters, pages, formats, tags, marks, tokens, news as they come, and requests that mean harm.

usage: tests/cli/serve.py VEDETTE
"""
import ctypes
import datetime
import gzip
import http.client
import importlib.machinery
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import types
import urllib.parse

from program import PROGRAM, ROOT, records, vedette

BASE = "/api/v1"
SENTENCES = [
    "Russian troops shelled the town of Avdiivka on Tuesday, the Ukrainian army said.",
    "France condemned the attack on Friday.",
    "Turkey and Greece signed an agreement on fishing rights in Ankara.",
    "The United States will send food and medicine to Yemen next week.",
    "Iran denied that it had attacked the tanker.",
    "Police arrested forty protesters in Minsk.",
    "China accused Japan of violating its waters & “provoking” <script>alert(1)</script> neighbours.",
    "Thousands of people protested against the government in Tbilisi on Sunday.",
]
with open(os.path.join(ROOT, "data", "openapi.json"), encoding="utf-8") as _file:
    API = json.load(_file)


def run(*arguments, status=0):
    return vedette(*arguments, status=status)[0]


def report(number, **more):
    text = " ".join(SENTENCES[(number + k) % len(SENTENCES)] for k in range(3))
    return dict({"id": "r/%d" % number, "title": "<img src=x onerror=alert(1)> %d" % number,
                 "url": "https://example.org/%d?a=1&b='2'" % number, "published": "2021-12-%02d" % (number % 28 + 1),
                 "publisher": "Wire %d" % (number % 3), "text": text}, **more)


def add(store, reports):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for one in reports:
            out.write(json.dumps(one) + "\n")
        out.flush()
        run("add", "--quiet", store, out.name)


class Server:
    def __init__(self, store, *options):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([PROGRAM, "serve", "--port", "0", *options, store], stdout=subprocess.PIPE,
                                        stderr=self.errors)
        line = self.process.stdout.readline().decode()
        assert line.startswith("http"), self.said()
        self.port = urllib.parse.urlsplit(line).port
        found = re.search(r"vdt_\S+", self.said())
        self.token = found.group(0) if found else None

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, self.said()
        assert "Sanitizer" not in self.said(), self.said()

    def ask(self, path, method="GET", body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        link.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = link.getresponse()
        data = answer.read()
        link.close()
        return answer, data

    def get(self, path, status=200, **headers):
        answer, data = self.ask(path if path.startswith("/") else BASE + "/" + path, **headers)
        assert answer.status == status, (path, answer.status, data[:300])
        if answer.headers["Content-Type"].startswith("application/"):
            data = json.loads(data)
        if status >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", path
            check(data, {"$ref": "#/components/schemas/Problem"}, path)
            assert data["status"] == status
        return data


def check(value, schema, where):
    """As much of JSON Schema as the description uses."""
    if "$ref" in schema:
        schema = API["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "enum" in schema:
        assert value in schema["enum"], (where, value)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
             "null": type(None)}
    if kinds:
        assert any(isinstance(value, types[kind]) and (kind in ("boolean",) or not isinstance(value, bool)) for kind in kinds), \
            (where, value, kinds)
    if isinstance(value, dict):
        for key in schema.get("required", ()):
            assert key in value, (where, "lacks", key)
        for key, sub in schema.get("properties", {}).items():
            if key in value:
                check(value[key], sub, where + "." + key)
    if isinstance(value, list):
        for at, item in enumerate(value):
            check(item, schema.get("items", {}), "%s[%d]" % (where, at))


def test_every_route(server):
    """What is described is answered, in the form that is described."""
    event = server.get("events?limit=1")["items"][0]
    actors = server.get("actors")["items"]
    ids = {"events": event["id"], "reports": event["report"], "stories": event["story"], "incidents": event["incident"],
           "actors": actors[0]["code"]}
    asked_by = {"/api/v1/search": "?q=troops", "/api/v1/series": "?by=dyad&unit=RUS%3EUKR&split=plover",
                "/api/v1/forecasts": "?unit=RUS%3EUKR", "/api/v1/changes": "?unit=RUS%3EUKR",
                "/api/v1/analogues": "?unit=RUS%3EUKR"}
    asked = 0
    for path, operations in API["paths"].items():
        if path.endswith("/stream") or "get" not in operations:
            continue
        url = path
        if "{" in path:
            kind = path.split("/")[3]
            if kind not in ids:
                continue  # alarms and the like: asked elsewhere
            url = re.sub(r"\{\w+\}", urllib.parse.quote(ids[kind], safe=""), path)
        url += asked_by.get(path, "")
        answer, data = server.ask(url)
        assert answer.status == 200, (url, data)
        (kind, form), = operations["get"]["responses"]["200"]["content"].items()
        assert answer.headers["Content-Type"].split(";")[0] == kind, (url, answer.headers["Content-Type"])
        if kind == "application/json":
            check(json.loads(data), form["schema"], url)
        for suffix in operations["get"].get("x-formats", ()):
            answer, data = server.ask(url.split("?")[0] + "." + suffix + ("?" + url.split("?")[1] if "?" in url else ""))
            assert answer.status == 200, (url, suffix, data)
            if suffix == "csv":
                assert answer.headers["Content-Type"].startswith("text/csv")
                data.decode()
            else:
                assert json.loads(data)["type"] == "FeatureCollection"
        asked += 1
    assert asked > 15
    assert server.get("/openapi.json") == API


def test_filters(server, store):
    """A list under a filter is what `vedette query` finds with the same."""
    def query(*options):
        return sorted(json.loads(line)["id"] for line in run("query", "--format", "ndjson", *options, store).splitlines())

    def listed(parameters):
        return sorted(item["id"] for item in server.get("events?limit=500&" + parameters)["items"])

    for options, parameters in ((["--source", "RUS"], "source=RUS"), (["--actor", "GRC"], "actor=grc"),
                                (["--event", "ASSAULT"], "plover=ASSAULT"), (["--quad", "4"], "quad=4"),
                                (["--status", "denied"], "status=denied"), (["--cameo", "11"], "cameo=11"),
                                (["--from", "2021-12-05", "--to", "2021-12-09"], "from=2021-12-05&to=2021-12-09"),
                                (["--text", "troops"], "q=troops"), (["--report", "r/3"], "report=r%2F3"),
                                (["--voice", "UKR"], "voice=UKR"), (["--country", "TUR"], "country=TUR")):
        wanted = query(*options)
        assert wanted and listed(parameters) == wanted, (parameters, len(wanted), len(listed(parameters)))
    everything = server.get("events?limit=500")
    assert everything["total"] == len(everything["items"]) == len(query())
    both = set(listed("plover=ASSAULT,ACCUSE"))
    assert both == set(listed("plover=ASSAULT")) | set(listed("plover=ACCUSE")) and both
    assert server.get("events?publisher=nobody")["total"] == 0
    server.get("events?sauce=RUS", 400)   # a misspelt filter is no empty one
    server.get("events?quad=9", 400)
    server.get("events?from=soon", 400)
    server.get("events?confidence=2", 400)
    server.get("events?quad=1&quad=2", 400)
    sure = server.get("events?confidence=0.6&limit=500")["items"]
    assert all(item["confidence"] >= 0.59 for item in sure)


def test_pages(server):
    """Page after page gives every item once, in order, whatever the size of a page."""
    for path in ("events", "events?order=oldest", "reports", "stories", "incidents", "actors", "dyads", "places"):
        mark = "&" if "?" in path else "?"
        key = lambda item: json.dumps(item, sort_keys=True)
        whole = server.get(path + mark + "limit=500")
        for limit in (1, 7):
            seen, cursor, asked = [], "", 0
            while asked < 400 and len(seen) < 60:
                page = server.get("%s%slimit=%d%s" % (path, mark, limit, "&cursor=" + cursor if cursor else ""))
                assert page["total"] == whole["total"], path
                seen += page["items"]
                cursor, asked = page["next"], asked + 1
                if not cursor:
                    break
            assert [key(i) for i in seen] == [key(i) for i in whole["items"][:len(seen)]], (path, limit)
            assert cursor or len(seen) == whole["total"]
    days = [item["date"]["from"] for item in server.get("events?limit=500")["items"] if item["date"]["from"]]
    assert days == sorted(days, reverse=True)
    server.get("events?cursor=zz", 400)
    server.get("events?limit=501", 400)


def test_series(server, store):
    """Incidents are counted once; a day on which nothing was read has no value, and is no zero."""
    series = server.get("series?by=dyad&unit=RUS%3EUKR&count=events&status=asserted,possible,planned,denied,negated")
    counted = sum(value or 0 for value in series["values"])
    assert len(series["dates"]) == len(series["values"]) == len(series["volume"])
    total = server.get("events?source=RUS&target=UKR&historical=false&from=%s&to=%s&limit=500" %
                       (series["dates"][0], series["dates"][-1]))
    inside = [e for e in total["items"] if e["date"]["from"] and e["date"]["from"] >= series["dates"][0]]
    assert counted == len(inside), (counted, len(inside))
    for value, volume in zip(series["values"], series["volume"]):
        assert (value is None) == (volume == 0 and not value)
    assert sum(series["volume"]) == server.get("status")["reports"]
    split = server.get("series?by=dyad&unit=RUS%3EUKR&split=plover")
    for at, value in enumerate(split["values"]):
        assert sum(part[at] or 0 for part in split["split"].values()) == (value or 0)
    months = server.get("series?step=month")
    assert months["dates"] == ["2021-12-01"]
    server.get("series?by=dyad&unit=RUS", 400)
    server.get("series?by=moon&unit=RUS", 400)
    server.get("series?step=fortnight", 400)


def test_one_of_each(server):
    event = server.get("events?q=shelled&limit=1")["items"][0]
    one = server.get("events/" + event["id"])
    assert one == event and one["report_title"].startswith("<img") and one["publisher"].startswith("Wire")
    why = server.get("events/%s/why" % event["id"])
    assert why["by"] == event["by"] and event["by"] in why["text"] and why["why"]
    whole = server.get("reports/" + urllib.parse.quote(event["report"], safe=""))
    assert whole["text"][event["begin"]:event["end"]] == event["text"]
    assert event["id"] in [item["id"] for item in whole["events"]]
    for mark in whole["marks"]:
        assert 0 <= mark["begin"] < mark["end"] <= len(whole["text"])
    assert {"actor", "place"} <= {mark["kind"] for mark in whole["marks"]}
    story = server.get("stories/" + urllib.parse.quote(event["story"], safe=""))
    assert event["report"] in [item["id"] for item in story["reports"]]
    incident = server.get("incidents/" + event["incident"])
    assert event["id"] in [item["id"] for item in incident["events"]]
    for gone in ("events/e:0000000000000000", "reports/none", "stories/none", "incidents/i:none", "actors/XXX", "none"):
        server.get(gone, 404)
    found = server.get("search?q=troops")
    assert found["events"]["total"] and found["reports"]["total"]
    assert "GRC" in [item["code"] for item in server.get("search?q=Greece")["actors"]["items"]]
    assert any(item["n"] for item in server.get("map")["points"])
    network = server.get("network?nodes=4")
    assert len(network["nodes"]) <= 4
    names = {node["code"] for node in network["nodes"]}
    assert all(edge["source"] in names and edge["target"] in names for edge in network["edges"])


def unpack_zstd(packed, most=1 << 22):
    """By the library that the program is linked with."""
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_decompress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(most)
    size = library.ZSTD_decompress(out, ctypes.c_size_t(most), packed, ctypes.c_size_t(len(packed)))
    assert size <= most, "it is no zstd"
    return out.raw[:size]


def test_http(server):
    answer, data = server.ask(BASE + "/events")
    tag = answer.headers["ETag"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not answer.headers["Set-Cookie"] and not answer.headers["Access-Control-Allow-Origin"]
    again, empty = server.ask(BASE + "/events", If_None_Match=tag)
    assert again.status == 304 and not empty
    packed, body = server.ask(BASE + "/events", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == data
    for accepted, coding in (("gzip, deflate, br, zstd", "zstd"), ("zstd", "zstd"), ("gzip;q=1.0, zstd;q=0.8", "gzip"), ("*", "zstd"),
                             ("gzip;q=0, *;q=0.5", "zstd"), ("zstd;q=0, *", "gzip"), ("zstd;q=0", None), ("br", None), ("identity", None)):
        packed, body = server.ask(BASE + "/events", Accept_Encoding=accepted)
        assert packed.headers["Content-Encoding"] == coding and packed.headers["Vary"] == "Accept-Encoding", accepted
        assert {"gzip": gzip.decompress, "zstd": unpack_zstd, None: bytes}[coding](body) == data, accepted
    head, nothing = server.ask(BASE + "/events", method="HEAD")
    assert head.status == 200 and not nothing and head.headers["Content-Length"] == str(len(data))
    wrong, _ = server.ask(BASE + "/events", method="DELETE")
    assert wrong.status == 405 and wrong.headers["Allow"] == "GET, HEAD"
    page, html = server.ask("/")
    assert page.status == 200 and b"<html" in html and "script-src 'self'" in page.headers["Content-Security-Policy"]
    unpacked, other = server.ask("/", Accept_Encoding="gzip, zstd")
    assert gzip.decompress(other) == html
    assert server.ask("/", If_None_Match=page.headers["ETag"])[0].status == 304
    assert b"vedette_events" in server.ask("/metrics")[1]
    link = http.client.HTTPConnection("127.0.0.1", server.port)
    for _ in range(3):  # one connection serves many requests
        link.request("GET", BASE + "/status")
        answer = link.getresponse()
        answer.read()
        assert answer.headers["Connection"] != "close"
    link.close()
    assert server.ask("/healthz", Host="evil.example")[0].status == 421
    assert server.ask("/healthz", Host="localhost:1")[0].status == 200


def test_marks(server, store):
    """A mark needs a token, is never overwritten, and stands in the audit."""
    event = server.get("events?q=shelled&limit=1")["items"][0]
    def mark(body, status, token=server.token):
        answer, data = server.ask(BASE + "/marks", "POST", json.dumps(body) if isinstance(body, dict) else body,
                                  **({"Authorization": "Bearer " + token} if token else {}))
        assert answer.status == status, (body, answer.status, data)
        return json.loads(data)

    mark({"event": event["id"], "verdict": "right"}, 401, None)
    mark({"event": event["id"], "verdict": "right"}, 401, "vdt_" + "x" * 43)
    first = mark({"event": event["id"], "verdict": "wrong", "note": "a drill, no attack; <b>", "correction": {"cameo": "152"}}, 201)
    assert first["correction"] == {"cameo": "152"} and first["who"] == "desk"
    mark({"event": event["id"], "verdict": "right", "mute": True}, 201)
    check(first, {"$ref": "#/components/schemas/Mark"}, "mark")
    assert [m["verdict"] for m in server.get("events/" + event["id"])["marks"]] == ["wrong", "right"]
    assert [m["verdict"] for m in server.get("marks?event=" + event["id"])["items"]] == ["wrong", "right"]
    audit = server.get("audit")
    assert audit["total"] == 2 and audit["items"][1]["note"] == "a drill, no attack; <b>" and audit["items"][0]["mute"] is True
    for body in ("", "[]", "{", '{"event": 1}', {"event": "e:none"} , {"event": event["id"]}, {"event": event["id"], "verdict": "maybe"},
                 {"event": event["id"], "verdict": "right", "x": 1}, {"event": event["id"], "correction": "no"},
                 {"event": event["id"], "note": "n" * 5000}, b'{"event": "\xff\xfe"}'):
        mark(body, 400)
    mark({"event": "e:0000000000000000", "verdict": "right"}, 404)
    mark("x" * 100000, 413)
    assert server.get("marks")["total"] == 2
    rows = {line[:9].strip(): line[9:].split()[:2] for line in run("evaluate", store).splitlines()}
    assert rows["all three"] == ["1", "1"], rows  # the last mark is in force
    other = server.get("events?q=condemned&limit=1")["items"][0]["id"]
    mark({"event": other, "verdict": "wrong", "correction": {"target": [{"code": "IRN"}]}}, 201)
    rows = {line[:9].strip(): line[9:].split()[:2] for line in run("evaluate", store).splitlines()}
    assert rows["all three"] == ["1", "2"] and rows["type"] == ["2", "2"] and rows["parties"] == ["1", "2"], rows
    with sqlite3.connect(store) as raw:
        for change in ("UPDATE mark SET verdict = 'right'", "DELETE FROM mark", "DELETE FROM audit", "UPDATE audit SET who = ''"):
            try:
                raw.execute(change)
                raise AssertionError(change)
            except sqlite3.IntegrityError:
                pass


def test_parse(server, store):
    """The parse of an event's sentence: a tree, each word where it stands in the report; without a model there are no words."""
    event = server.get("events?q=condemned&limit=1")["items"][0]
    parse = server.get("events/" + event["id"] + "/parse")
    text = server.get("reports/" + urllib.parse.quote(event["report"], safe=""))["text"]
    words = {word["id"]: word for word in parse["words"]}
    assert [text[word["begin"]:word["end"]] for word in parse["words"]] == [word["form"] for word in parse["words"]]
    roots = [word for word in parse["words"] if not word["head"]]
    assert len(roots) == 1 and roots[0]["form"] == "condemned" and roots[0]["begin"] == event["trigger"]["begin"], roots
    subject = [word for word in parse["words"] if word["relation"] == "nsubj"]
    assert [word["form"] for word in subject] == ["France"] and words[subject[0]["head"]] == roots[0]
    assert parse["version"] == event["version"] and parse["text"] == event["text"]
    server.get("events/e:0000000000000000/parse", 404)
    with Server(store, "--model", "/nowhere/english.image") as bare:
        parse = bare.get("events/" + event["id"] + "/parse")
        assert parse["words"] == [] and parse["version"] is None
        assert bare.get("events/" + event["id"] + "/why")["by"]


def test_marks_are_told(server):
    """Two analysts see each other's marks."""
    event = server.get("events?limit=1")["items"][0]["id"]
    link = socket.create_connection(("127.0.0.1", server.port), 30)
    link.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    heard = b""
    while b"retry" not in heard:
        heard += link.recv(4096)
    body = json.dumps({"event": event, "verdict": "right", "note": "seen by both"})
    assert server.ask(BASE + "/marks", "POST", body, Authorization="Bearer " + server.token)[0].status == 201
    while b"event: mark" not in heard:
        heard += link.recv(4096)
    link.close()
    told = json.loads(re.search(rb"event: mark\s+data: (\{.*\})", heard).group(1))
    assert told["event"] == event and told["who"], told
    assert server.get("events/" + event)["marks"][-1]["note"] == "seen by both"


def test_live(server, store):
    """A report that another program adds is on the desk, and told to the listeners, within five seconds."""
    stream = socket.create_connection(("127.0.0.1", server.port), 30)
    stream.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    heard = b""
    while b"retry" not in heard:
        heard += stream.recv(4096)
    before = server.get("status")
    started = time.time()
    add(store, [report(500, published="2022-01-03", text="Russian troops shelled Kharkiv on Monday.")])
    added = time.time()
    stream.settimeout(10)
    while b"event: event" not in heard:
        heard += stream.recv(4096)
    told = time.time() - added
    while server.get("status")["events"] == before["events"]:
        assert time.time() - added < 5
        time.sleep(0.05)
    assert told < 5, told
    data = json.loads(re.search(rb"event: event\s+data: (\{.*\})", heard).group(1))
    assert server.get("events/" + data["id"])["report"] == "r/500"
    assert server.get("reports?limit=1")["items"][0]["id"] == "r/500"
    stream.close()
    del started


def test_forgotten(store):
    """What is forgotten in the store is gone from the desk, too, while it is open."""
    with Server(store) as server:
        events = server.get("status")["events"]
        gone = server.get("events?report=r%2F3&limit=500")
        assert gone["total"]
        run("forget", "--report", "r/3", store)
        for _ in range(100):
            if server.get("status")["events"] < events:
                break
            time.sleep(0.05)
        assert server.get("status")["events"] == events - gone["total"]
        server.get("reports/r%2F3", 404)
        server.get("events/" + gone["items"][0]["id"], 404)
        assert server.get("events?report=r%2F3")["total"] == 0


def raw(server, data, patience=5):
    link = socket.create_connection(("127.0.0.1", server.port), patience)
    try:
        link.sendall(data)
        answer = link.recv(65536)
    except (ConnectionError, socket.timeout):
        answer = b""
    link.close()
    return answer


def test_harm(server, store):
    """Requests that mean harm: refused, nothing carried out, nobody else kept waiting."""
    size = os.path.getsize(store)
    before = server.get("status")
    for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/./index.html",
                 "/desk.js/../../x", "/%00", "/index.html%00.js", "/api/v1/events/%ff%fe", "/api/v1/events/..%2f..%2f",
                 "/api/v1/events.exe", "/api/v2/events", "/api/v1//events", "/\\..\\..\\x"):
        answer = raw(server, ("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path).encode())
        status = int(answer.split()[1])
        assert 400 <= status < 500 or (status == 200 and b"<html" in answer), (path, answer[:200])
        assert b"root:" not in answer
    poisons = ["' OR 1=1 --", "'; DROP TABLE event; --", '"', "\" OR \"\"=\"", "%", "_", "*", "NEAR(a b)", "a OR b", "text:x", "(", "^",
               "<script>alert(1)</script>", "../../etc/passwd", "\u202e", "💥" * 50, "a" * 2000, "-1", "1e999", "\x7f"]
    names = [p["name"] for p in API["components"]["parameters"].values()] + ["by", "unit", "step", "split", "order", "fold", "points", "nodes"]
    for path in ("events", "reports", "actors", "series", "map", "search", "dyads", "stories"):
        for poison in poisons:
            for name in names:
                answer, data = server.ask("%s/%s?%s=%s" % (BASE, path, name, urllib.parse.quote(poison)))
                assert answer.status in (200, 400, 404, 414), (path, name, poison, answer.status, data)
                json.loads(data)
                assert b"sqlite" not in data.lower() and b"syntax" not in data.lower(), data
    for bad in ("q=%ff", "q=a%00b", "q=a%0ab", "q=" + "a" * 3000, "&".join("p%d=1" % i for i in range(100)), "limit=99999999999999999999"):
        answer, data = server.ask(BASE + "/events?" + bad)
        assert 400 <= answer.status < 500, (bad, answer.status)
    for data in (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n", b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n",
                 b"\x00\x01\x02\xff" * 100 + b"\r\n\r\n", b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                 b"POST /api/v1/marks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
                 b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"):
        answer = raw(server, data)
        assert not answer or not answer.startswith(b"HTTP/1.1 2"), (data[:60], answer[:100])
    # fifty who send a letter and wait: a fifty-first is served at once
    slow = []
    for _ in range(50):
        link = socket.create_connection(("127.0.0.1", server.port))
        link.sendall(b"GET /api/v1/ev")
        slow.append(link)
    started = time.time()
    assert server.get("status")["events"] == before["events"]
    assert time.time() - started < 1
    for link in slow:
        link.close()
    randomness = random.Random(7)
    for _ in range(200):
        raw(server, b"GET /api/v1/events?" + bytes(randomness.randrange(256) for _ in range(60)) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 2)
    assert server.get("status") == before and os.path.getsize(store) == size


def test_many_listeners(server, store):
    """Two hundred who listen, all told the same, and the others not kept waiting."""
    links = []
    for _ in range(200):
        link = socket.create_connection(("127.0.0.1", server.port), 30)
        link.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        links.append(link)
    for link in links:
        heard = b""
        while b"retry" not in heard:
            heard += link.recv(4096)
    add(store, [report(600, published="2022-01-04", text="France condemned Iran on Tuesday.")])
    started = time.time()
    for link in links:
        heard = b""
        while b"event: event" not in heard:
            got = link.recv(4096)
            assert got
            heard += got
    assert time.time() - started < 5
    started = time.time()
    server.get("status")
    assert time.time() - started < 1
    for link in links:
        link.close()


def test_tokens(store, folder):
    tokens = os.path.join(folder, "tokens")
    read = run("serve", "--tokens", tokens, "--new-token", "read", "--name", "reader", store).strip()
    write = run("serve", "--tokens", tokens, "--new-token", "write", "--name", "anna", store).strip()
    with open(tokens, encoding="utf-8") as file:
        text = file.read()
    assert read not in text and write not in text and os.stat(tokens).st_mode & 0o077 == 0
    run("serve", "--address", "0.0.0.0", "--port", "0", store, status=2)      # open to others without tokens: no
    run("serve", "--tokens", os.path.join(folder, "none"), store, status=3)
    run("serve", "--address", "nowhere", store, status=2)
    run("serve", os.path.join(folder, "none.db"), status=3)
    with Server(store, "--tokens", tokens) as server:
        server.get("events", 401)
        server.get("events", 200, Authorization="Bearer " + read)
        server.get("events", 401, Authorization="Bearer " + read[:-1])
        assert server.ask("/")[0].status == 200 and server.ask("/healthz")[0].status == 200
        assert server.ask("/metrics")[0].status == 401
        event = server.get("events?limit=1", Authorization="Bearer " + read)["items"][0]["id"]
        body = json.dumps({"event": event, "verdict": "right"})
        assert server.ask(BASE + "/marks", "POST", body, Authorization="Bearer " + read)[0].status == 403
        answer, data = server.ask(BASE + "/marks", "POST", body, Authorization="Bearer " + write)
        assert answer.status == 201 and json.loads(data)["who"] == "anna"


def test_rate(store):
    with Server(store, "--rate", "5") as server:
        statuses = [server.ask("/healthz")[0].status for _ in range(30)]
        assert statuses[:8] == [200] * 8 and statuses.count(429) > 10
        time.sleep(1)
        assert server.ask("/healthz")[0].status == 200


def test_tls(store, folder):
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                           "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], stderr=subprocess.DEVNULL,
                          check=False) if os.path.exists("/usr/bin/openssl") else None
    if not made or made.returncode:
        return
    import ssl
    context = ssl.create_default_context(cafile=certificate)
    context.check_hostname = False
    run("serve", "--certificate", certificate, store, status=2)
    with Server(store, "--certificate", certificate, "--key", key) as server:
        link = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=30)
        link.request("GET", BASE + "/status")
        assert link.getresponse().status == 200
        link.close()


def test_analogues(folder):
    """When it was most like now, as the command tells it."""
    store = os.path.join(folder, "analogues.db")
    rng = random.Random(6)
    start = datetime.date(2020, 1, 6)
    reports = []
    for week in range(70):
        for number in range(rng.choice((1, 1, 2, 5))):
            day = start + datetime.timedelta(7 * week + number)
            reports.append(report(0, id="a%d-%d" % (week, number), published=day.isoformat(), text="Iran condemned Turkey on %s." % day.strftime("%A")))
    add(store, reports)
    wanted = records(run("analogues", "--unit", "IRN>TUR", "--by", "dyad", "--step", "week", "--least", "5",
                                               "--format", "ndjson", store))
    wanted = [line for line in wanted if "unit" in line]
    assert wanted
    with Server(store) as server:
        for _ in range(300):
            found = server.get("analogues?unit=IRN%3ETUR")["items"]
            if found:
                break
            time.sleep(0.1)
        assert found == wanted, (found[:1], wanted[:1])
        assert server.get("analogues?unit=NOBODY%3ETUR")["items"] == []


def test_scorecard(server, store):
    """What vedette backtest found stands on the desk, the newest about each kind of series, with the last period's misses on top."""
    assert server.get("scorecard")["backtests"] == []
    told = {}
    for step, begin, end in (("week", "2021-04-05", "2021-05-03"), ("day", "2021-05-08", "2021-05-18"), ("day", "2021-05-10", "2021-05-18")):
        told[step] = records(run("backtest", "--by", "dyad", "--step", step, "--from", begin, "--to", end, "--known", "published", "--horizon", "1", "--draws", "40", "-f", "ndjson", store))
    wait_until(lambda: len(server.get("scorecard")["backtests"]) == 2)
    backtests = server.get("scorecard")["backtests"]
    check(server.get("scorecard"), API["paths"][BASE + "/scorecard"]["get"]["responses"]["200"]["content"]["application/json"]["schema"], "scorecard")
    assert [one["about"] for one in backtests] == ["dyad day incidents", "dyad week incidents"]
    for one, step in zip(backtests, ("day", "week")):
        rows = [[section["title"], dict(zip(section["columns"], row))] for section in one["sections"] for row in section["rows"]]
        assert rows == [[row.pop("section"), row] for row in told[step]], step
    misses = backtests[0]["sections"][0]
    assert misses["title"] == "Last period's misses" and misses["rows"][0][:2] == ["IRN>TUR", "2021-05-19"], misses
    assert backtests[0]["at"].endswith("Z")


def wait_until(holds, seconds=20):
    until = time.time() + seconds
    while not holds():
        assert time.time() < until
        time.sleep(0.05)


def test_watching(folder):
    """A jump in a dyad is an alarm on the desk, with its sentences, its series and the band that it left; what an analyst says of
    it is kept. Forecasts, changes and the ledger are those of the commands."""
    store = os.path.join(folder, "watched.db")
    rng = random.Random(5)
    names = ["France", "Iran", "Turkey", "Greece", "Japan", "China", "Brazil", "Chile"]
    pairs = [(a, b) for a in names for b in names if a != b]
    cities = ("Ankara Istanbul Izmir Bursa Adana Gaziantep Konya Antalya Kayseri Mersin Eskisehir Diyarbakir Samsun Denizli Malatya Trabzon "
              "Erzurum Van Batman Elazig Sivas Manisa Balikesir Kutahya Ordu Edirne Kars Rize Isparta Corum").split()
    days = ["2021-%02d-%02d" % (month, day) for month in range(1, 6) for day in range(1, 29)]
    reports = []
    for at, day in enumerate(days):
        told = rng.sample(pairs, 6) + (cities if at == 130 else []) + [None] * 20
        for number, pair in enumerate(told):
            text = "It rained in the north." if not pair else "Iran attacked Turkey in %s." % pair if isinstance(pair, str) else \
                "%s condemned %s." % pair
            if at == 131 and number == 0:
                text = "Iran threatened to attack Turkey if it does not withdraw its troops by June 20."
            reports.append(report(0, id="w%d-%d" % (at, number), published=day, text=text))
    add(store, reports)
    with Server(store) as server:
        for _ in range(300):
            today = server.get("today")
            if today["alarms"] and not today["making"]:
                break
            time.sleep(0.1)
        check(today, API["paths"][BASE + "/today"]["get"]["responses"]["200"]["content"]["application/json"]["schema"], "today")
        alarms = [one for one in today["alarms"] if one["unit"] == "IRN>TUR"]
        assert len(alarms) == 1, [(one["unit"], one["date"], one["value"]) for one in today["alarms"]]
        alarm = alarms[0]
        assert alarm["date"] == days[130] and alarm["value"] >= 20 and alarm["value"] > alarm["bound"] > alarm["expected"]
        assert alarm["evidence"] and all("Iran attacked Turkey" in one["text"] for one in alarm["evidence"])
        at = alarm["series"]["dates"].index(days[130])
        assert alarm["series"]["values"][at] == alarm["value"] and abs(alarm["series"]["bound"][at] - alarm["bound"]) < 0.01
        assert [a["id"] for a in server.get("alarms?source=IRN&target=TUR")["items"]] == [alarm["id"]]
        assert not server.get("alarms?source=TUR")["items"]
        one = server.get("alarms/" + alarm["id"])
        assert len(one["evidence"]) > 3 and one["publishers"] == 1
        answer, data = server.ask(BASE + "/alarms/" + alarm["id"], "POST", '{"state": "muted", "note": "known"}')
        assert answer.status == 401
        key = {"Authorization": "Bearer " + server.token}
        answer, data = server.ask(BASE + "/alarms/" + alarm["id"], "POST", '{"state": "muted", "note": "known"}', **key)
        assert answer.status == 201 and json.loads(data)["state"] == "muted"
        for body, status in (("{}", 400), ('{"state": "gone"}', 400), ("", 400), ('{"state": "open", "note": 7}', 400)):
            assert server.ask(BASE + "/alarms/" + alarm["id"], "POST", body, **key)[0].status == status
        assert server.ask(BASE + "/alarms/a:0000000000000000", "POST", '{"state": "open"}', **key)[0].status == 404
        server.get("alarms/a:0000000000000000", 404)
        assert alarm["id"] not in [a["id"] for a in server.get("today")["alarms"]]
        assert server.get("alarms?state=muted")["items"][0]["note"] == "known"
        assert server.get("audit")["items"][0]["note"] == "known"
        run("watch", "--codes", "--list", "codes", store)
        group = [a for a in server.get("alarms?groups=true")["items"] if alarm["group"] == a["group"]]
        assert len(group) == 1 and "codes" in {one["list"] for one in group[0]["members"]} | {group[0]["list"]}, group
        assert server.get("alarms?groups=true")["total"] < server.get("alarms")["total"]
        check(group[0], API["components"]["schemas"]["Alarm"], "group")
        whole = server.get("alarms/" + alarm["group"])
        assert whole["id"] == group[0]["id"] and len(whole["members"]) == len(group[0]["members"]) and len(whole["evidence"]) > 3
        assert server.get("alarms/" + alarm["id"])["id"] == alarm["id"], "the alarm that was asked for stands in front"
        for _ in range(100):
            today = [a["list"] for a in server.get("today")["alarms"] if a["group"] == alarm["group"]]
            if today:
                break
            time.sleep(0.1)
        assert today == ["codes"], "what is muted is not told: %r" % today
        assert server.ask(BASE + "/alarms/" + alarm["group"], "POST", '{"state": "open"}', **key)[0].status == 201
        today = [a for a in server.get("today")["alarms"] if a["group"] == alarm["group"]]
        assert len(today) == 1 and today[0]["members"], "a group is one item, opened as one"
        server.get("alarms/g:0000000000000000", 404)
        for command, path in (("forecast", "forecasts"), ("changes", "changes")):
            wanted = records(run(command, "--by", "dyad", "--step", "week", "--least", "5", "--format", "ndjson", store))
            wanted = [line for line in wanted if line["unit"] == "IRN>TUR"]
            found = server.get(path + "?unit=IRN%3ETUR&step=week")["items"]
            assert found == wanted, (path, found[:1], wanted[:1])
        assert server.get("forecasts?unit=IRN%3ETUR&step=week")["items"]
        entries = records(run("ledger", "--format", "ndjson", store))
        assert entries and server.get("ledger")["items"] == entries[::-1]
        threat = server.get("ledger?kind=threat&issuer=IRN&addressee=TUR")["items"]
        assert [e["id"] for e in threat] == [e["id"] for e in entries if e["kind"] == "threat"] and threat
        assert server.get("ledger?issuer=FRA&kind=threat")["total"] == 0
        assert server.get("ledger?due_before=2021-07-01&kind=threat")["total"] == 1
        for wrong in ("ledger?kind=joke", "ledger?state=gone", "ledger?due_before=soon", "forecasts", "analogues", "alarms?state=lost", "alarms?groups=some"):
            server.get(wrong, 400)
        test_scorecard(server, store)
        page = os.path.join(folder, "week.html")
        run("report", "--dyad", "IRN>TUR", "--week", days[130], "--output", page, store)
        with open(page, encoding="utf-8") as file:
            html = file.read()
        assert "<h1>IRN&gt;TUR, 2021-05-17 to 2021-05-23</h1>" in html and 'id="alarms"' in html and 'id="ledger"' in html
        assert html.count("<article") >= 20 and "Iran attacked Turkey" not in html.split('id="events"')[0]
        assert "http-equiv" in html and "<script src" not in html and "<img" not in html
        for wrong in (["--dyad", "IRN"], ["--week", "2021-W99"], ["--week", "soon"]):
            run("report", *wrong, "--output", page, store, status=2)
        event = alarm["evidence"][0]["id"]
        assert server.ask(BASE + "/marks", "POST", json.dumps({"event": event, "verdict": "wrong"}), **key)[0].status == 201
        assert server.get("scorecard")["sections"][0]["rows"][0][:3] == ["all", 0, 1]


def made_store(path, events):
    """A store as tools/bench-desk makes it."""
    loader = importlib.machinery.SourceFileLoader("bench_desk", os.path.join(ROOT, "tools", "bench-desk"))
    bench = types.ModuleType(loader.name)
    loader.exec_module(bench)
    bench.make_store(PROGRAM, path, events)


def listen_for(server, what):
    """The stream from now on until `what` stands in it."""
    link = socket.create_connection(("127.0.0.1", server.port), 60)
    link.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    heard = b""
    while what not in heard:
        heard += link.recv(4096)
    link.close()
    return heard


def test_large_ledger(folder):
    """While the ledger is being made the desk says so, and tells when it is there; then it is that of the command, page by page."""
    store = os.path.join(folder, "large.db")
    made_store(store, 30000)
    with Server(store) as server:
        first = server.get("ledger")
        assert first["making"] and not first["items"] and server.get("today")["making"]
        assert server.get("forecasts?unit=AAA%3EADB")["making"]
        listen_for(server, b'event: made\ndata: {"what":"outlook"}')
        wanted = records(run("ledger", "--format", "ndjson", store))[::-1]
        found, cursor = [], ""
        while cursor is not None:
            page = server.get("ledger?limit=500" + ("&cursor=" + cursor if cursor else ""))
            assert page["total"] == len(wanted) > 1000 and "making" not in page
            found += page["items"]
            cursor = page["next"]
        assert found == wanted
        by_one = server.get("ledger?issuer=AAA&kind=threat&state=expired&limit=500")["items"]
        assert by_one and by_one == [entry for entry in wanted if entry["kind"] == "threat" and entry["state"] == "expired" and
                                     any(party["code"].startswith("AAA") for party in entry["issuer"])][:500]
        assert server.get("today")["ledger"] == wanted[:12] and not server.get("today")["making"]


def test_store_gone(folder):
    """Empty, locked, gone: the desk says so and goes on."""
    empty = os.path.join(folder, "empty.db")
    with open(os.path.join(folder, "none.jsonl"), "w", encoding="utf-8") as out:
        out.write("")
    run("add", "--quiet", empty, os.path.join(folder, "none.jsonl"), status=1)
    with Server(empty) as server:
        status = server.get("status")
        assert status["events"] == 0 and status["first_day"] is None
        for path in ("events", "reports", "actors", "map", "network", "series", "search?q=x", "stories", "dyads", "places", "incidents"):
            server.get(path)
        lock = sqlite3.connect(empty, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        server.get("events")                # who reads does not wait for who writes
        lock.execute("ROLLBACK")
        lock.close()
        add(empty, [report(1)])
        for _ in range(100):
            if server.get("status")["reports"]:
                break
            time.sleep(0.05)
        assert server.get("events")["total"] > 0


def main():
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store.db")
        add(store, [report(number) for number in range(60)])
        with Server(store) as server:
            test_every_route(server)
            test_filters(server, store)
            test_pages(server)
            test_series(server, store)
            test_one_of_each(server)
            test_http(server)
            test_marks(server, store)
            test_parse(server, store)
            test_marks_are_told(server)
            test_live(server, store)
            test_many_listeners(server, store)
        with Server(store, "--rate", "0") as server:
            test_harm(server, store)
        test_forgotten(store)
        test_tokens(store, folder)
        test_rate(store)
        test_tls(store, folder)
        test_watching(folder)
        test_analogues(folder)
        test_large_ledger(folder)
        test_store_gone(folder)
    print("the desk serves")


if __name__ == "__main__":
    main()
