#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Delivery as those who receive it see it, from real servers on loopback: each alarm arrives once, signed, although receivers fail
and senders are killed; a person's word can be waited for; feeds and CAP messages are well-formed.

usage: deliver.py VEDETTE
"""
import hashlib
import hmac
import http.server
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as xml

import alarms
from program import PROGRAM, empty_room, expect, run

SECRET = b"a secret of the test"
ATOM, CAP = "{http://www.w3.org/2005/Atom}", "{urn:oasis:names:tc:emergency:cap:1.2}"


class Hook(http.server.BaseHTTPRequestHandler):
    """A receiver that fails as often as it is told to."""
    got, fail, delay = [], 0, 0.0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(Hook.delay)
        if Hook.fail > 0:
            Hook.fail -= 1
            self.send_error(503)
            return
        Hook.got.append((self.headers["X-Vedette-Delivery"], self.headers["X-Vedette-Signature"], body))
        try:
            self.send_response(204)
            self.end_headers()
        except OSError:
            pass

    def log_message(self, *_):
        pass


def serve(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def configure(name, text):
    with open(name, "w", encoding="utf-8") as out:
        out.write(text)
    return name


def watched():
    """A store in which four alarms have been found."""
    made = alarms.seed("news.db")
    alarms.fill("news.db", made, range(450), alarms.told)
    configure("lists.conf", "[list all]   # everything\nby = dyad\nbudget = 0.5\n\n[list poles]\nsource = pol\nbudget = 0.5\n")
    status, out, err = run("watch", "news.db", "--config", "lists.conf")
    expect(status == 0 and not err, "watched: %d %s" % (status, err))
    found = [json.loads(line) for line in out.splitlines()]
    expect({alarm["list"] for alarm in found} == {"all", "poles"} and len(found) >= 4, "lists of a configuration: %r" % found)
    return found


def members(body):
    """The alarms of a group that was sent, the heaviest first."""
    head = json.loads(body)
    return [head, *head.pop("members", [])]


def webhook(found, port):
    config = configure("hook.conf", "[channel desk]\nkind = webhook\nlists = all\nurl = http://127.0.0.1:%d/in\nsecret = %s\nretry = 1\n" % (port, SECRET.decode()))
    wanted = [alarm for alarm in found if alarm["list"] == "all"]
    Hook.fail = 2
    status, out, err = run("deliver", "news.db", "--config", config)
    expect(status == 1 and len(Hook.got) == len(wanted) - 2 and "answered 503" in err, "what failed is told: %d %s %s" % (status, out, err))
    status, out, err = run("deliver", "news.db", "--config", config, "--wait", 10)
    expect(status == 0 and len(Hook.got) == len(wanted), "and sent later: %d %s %s" % (status, out, err))
    expect(run("deliver", "news.db", "--config", config)[0] == 0 and len(Hook.got) == len(wanted), "nothing is sent twice")
    for name, signature, body in Hook.got:
        expect(signature == "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest(), "the signature")
        expect(json.loads(body) in wanted, "the alarm as it is kept: %s" % body)
    expect(len({name for name, _, _ in Hook.got}) == len(wanted), "each under a name of its own")


def killed(found, port):
    config = configure("killed.conf", "[channel killed]\nkind = webhook\nurl = http://127.0.0.1:%d/in\nsecret = s\nretry = 1\n" % port)
    Hook.got.clear()
    Hook.delay = 0.05
    for wait in (0.02, 0.08, 0.13, 0.2):
        process = subprocess.Popen([PROGRAM, "deliver", "news.db", "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    Hook.delay = 0.0
    expect(run("deliver", "news.db", "--config", config, "--wait", 10)[0] == 0, "delivered after kills")
    time.sleep(0.2)
    bodies = {}
    for name, _, body in Hook.got:
        bodies.setdefault(name, set()).add(body)
    told = {one["id"] for _, _, body in Hook.got for one in members(body)}
    expect(told == {alarm["id"] for alarm in found} and len(bodies) == len({alarm["group"] for alarm in found}), "nothing is lost: %d of %d" % (len(told), len(found)))
    expect(all(len(same) == 1 for same in bodies.values()), "what comes again comes under the same name")


def person(found, port):
    config = configure("person.conf", "[channel careful]\nkind = webhook\nurl = http://127.0.0.1:%d/in\nsecret = s\nafter = acknowledged\n" % port)
    Hook.got.clear()
    expect(run("deliver", "news.db", "--config", config)[0] == 0 and not Hook.got, "nobody has said so")
    run("alarms", "news.db", "--acknowledge", found[0]["id"], "--who", "ana")
    run("alarms", "news.db", "--mute", found[1]["id"], "--who", "ana")
    expect(run("deliver", "news.db", "--config", config)[0] == 0, "delivered")
    expect([json.loads(body)["id"] for _, _, body in Hook.got] == [found[0]["id"]], "what a person has acknowledged: %r" % Hook.got)
    silent = configure("since.conf", "[channel late]\nkind = webhook\nurl = http://127.0.0.1:%d/in\nsecret = s\nsince = 2021-02-01\n" % port)
    Hook.got.clear()
    run("deliver", "news.db", "--config", silent)
    late = [alarm["id"] for alarm in found if alarm["date"] >= "2021-02-01" and alarm["id"] != found[1]["id"]]
    expect([one["id"] for _, _, body in Hook.got for one in members(body)] == late, "only what is dated since, nothing muted")


def files(found):
    os.mkdir("cap")
    config = configure("files.conf", "[channel feed]\nkind = atom\nfile = feed.xml\nurl = https://watch.example/feed.xml\n[channel cap]\nkind = cap\nfolder = cap\nsender = watch@here.example\n"
                       "[channel digest]\nkind = digest\nfile = digest\n")
    expect(run("deliver", "news.db", "--config", config) [0] == 0, "delivered")
    sent = {alarm["id"]: alarm for alarm in found if alarm["id"] != found[1]["id"]}
    feed = xml.parse("feed.xml").getroot()
    entries = [entry.find(ATOM + "id").text for entry in feed.findall(ATOM + "entry")]
    groups = {alarm["group"] for alarm in sent.values()}
    expect(feed.tag == ATOM + "feed" and sorted(entries) == sorted("urn:vedette:a:" + group[2:] for group in groups), "the feed: %r" % entries)
    for needed in ("id", "title", "updated", "author"):
        expect(feed.find(ATOM + needed) is not None, "the feed's " + needed)
    expect("Poland attacked Sweden" in feed.find(ATOM + "entry").find(ATOM + "content").text, "evidence in the feed")
    expect(len(os.listdir("cap")) == len(groups), "a CAP message a group: %r" % os.listdir("cap"))
    order = ["identifier", "sender", "sent", "status", "msgType", "scope", "restriction", "info"]
    for name in os.listdir("cap"):
        alert = xml.parse(os.path.join("cap", name)).getroot()
        expect([child.tag for child in alert] == [CAP + tag for tag in order], "CAP's elements, in its order: %r" % [c.tag for c in alert])
        expect((alert.find(CAP + "status").text, alert.find(CAP + "scope").text) == ("Test", "Restricted"), "careful by default")
        expect(alert.find(CAP + "sent").text.endswith("-00:00") and "a:" + name[:-4] in sent, "time and name: " + name)
        info = [child.tag.replace(CAP, "") for child in alert.find(CAP + "info")]
        expect(info[:6] == ["language", "category", "event", "urgency", "severity", "certainty"] and info[-1] == "area", "info: %r" % info)
        expect([tag for i, tag in enumerate(info) if not i or tag != info[i - 1]][6:] == ["headline", "description", "parameter", "area"], "the rest of it, in CAP's order: %r" % info)
    text, page = open("digest.txt", encoding="utf-8").read(), open("digest.html", encoding="utf-8").read()
    expect(all(identity in text and identity in page for identity in sent), "the digest")


def gives_up():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    config = configure("gone.conf", "[channel gone]\nkind = webhook\nlists = poles\nurl = http://127.0.0.1:%d/\nsecret = s\nretry = 0\ntries = 3\n" % port)
    status, out, err = run("deliver", "news.db", "--config", config, "--wait", 20)
    expect(status == 1 and "given up" in err and "given up: 0" not in out, "after so many tries it is given up, and said: %s %s" % (out, err))
    expect(run("deliver", "news.db", "--config", config)[1].startswith("sent: 0, to be tried again: 0"), "and not tried again")


def together(port):
    """What happens between two is seen in the pair, in the country and in both actors, and told once; what joins later is told alone."""
    made = alarms.seed("joint.db")
    alarms.fill("joint.db", made, range(310), alarms.told)
    configure("first.conf", "[list pairs]\nby = dyad\nbudget = 0.5\n[list countries]\nby = country\nbudget = 0.5\n")
    configure("later.conf", "[list actors]\nby = actor\nbudget = 0.5\n")
    os.mkdir("joint")
    config = configure("joint.conf", "[channel desk]\nkind = webhook\nurl = http://127.0.0.1:%d/in\nsecret = s\n[channel cap]\nkind = cap\nfolder = joint\nsender = watch@here.example\n"
                       "[channel feed]\nkind = atom\nfile = joint.xml\nurl = https://watch.example/joint.xml\n" % port)
    found = [json.loads(line) for line in run("watch", "joint.db", "--config", "first.conf")[1].splitlines()]
    group = next(alarm["group"] for alarm in found if alarm["unit"] == "POL>SWE" and alarm["date"] == "2020-10-27")
    units = [alarm["unit"] for alarm in sorted(found, key=lambda alarm: -alarm["score"]) if alarm["group"] == group]
    expect(sorted(units) == ["POL>SWE", "SWE"], "the pair and the country: %r" % found)
    Hook.got.clear()
    expect(run("deliver", "joint.db", "--config", config)[0] == 0, "delivered")
    calls = [members(body) for _, _, body in Hook.got if json.loads(body)["group"] == group]
    expect([[one["unit"] for one in call] for call in calls] == [units] and "joins" not in calls[0][0], "one call, the heaviest first: %r" % calls)
    first = {name: open(os.path.join("joint", name), "rb").read() for name in os.listdir("joint")}
    message = xml.fromstring(first[group[2:] + ".xml"])
    expect([area.find(CAP + "areaDesc").text for area in message.find(CAP + "info").findall(CAP + "area")] == units, "one message, with all units")
    expect(message.find(CAP + "msgType").text == "Alert" and message.find(CAP + "references") is None, "a new message")

    new = [json.loads(line) for line in run("watch", "joint.db", "--config", "later.conf")[1].splitlines()]
    joined = [alarm["unit"] for alarm in sorted(new, key=lambda alarm: (-alarm["score"], alarm["unit"])) if alarm["group"] == group]
    expect(joined == ["POL", "SWE"], "both actors join: %r" % new)
    Hook.got.clear()
    expect(run("deliver", "joint.db", "--config", config)[0] == 0, "delivered again")
    told = [one["id"] for _, _, body in Hook.got for one in members(body)]
    expect(sorted(told) == sorted(alarm["id"] for alarm in new), "only what is new: %r" % told)
    calls = [members(body) for _, _, body in Hook.got if json.loads(body)["group"] == group]
    expect(len(calls) == 1 and sorted(one["unit"] for one in calls[0]) == joined and calls[0][0]["joins"] is True, "as joining: %r" % calls)
    expect(all(open(os.path.join("joint", name), "rb").read() == data for name, data in first.items()), "what was sent stays")
    updates = [xml.parse(os.path.join("joint", name)).getroot() for name in os.listdir("joint") if name not in first]
    updates = [update for update in updates if update.find(CAP + "msgType").text == "Update"]
    wanted = "watch@here.example,%s,%s" % (message.find(CAP + "identifier").text, message.find(CAP + "sent").text)
    expect([update.find(CAP + "references").text for update in updates] == [wanted], "an update that refers to it: %r" % [xml.tostring(update) for update in updates])
    tags = [child.tag.replace(CAP, "") for child in updates[0]]
    expect(tags == ["identifier", "sender", "sent", "status", "msgType", "scope", "restriction", "references", "info"], "CAP's order: %r" % tags)
    entries = [entry for entry in xml.parse("joint.xml").getroot().findall(ATOM + "entry") if entry.find(ATOM + "id").text == "urn:vedette:a:" + group[2:]]
    expect(len(entries) == 1 and "and 3 more of the same events" in entries[0].find(ATOM + "title").text, "one entry, with all of them")
    Hook.got.clear()
    expect(run("deliver", "joint.db", "--config", config)[1].startswith("sent: 0") and not Hook.got, "nothing is sent twice")


def wrong_configurations():
    cases = [("[list a]\nby = planet\n", 2, "planet"), ("[channel a]\nkind = pigeon\n", 2, "pigeon"), ("key = 1\n", 1, "before"), ("[list a\n", 1, "closed"),
             ("[list a]\n[list a]\n", 2, "two lists"), ("[channel a]\nurl = x\n", 0, "no kind"), ("[channel a]\nkind = webhook\nurl = x\n", 0, "no secret"),
             ("[list a]\nbudget = -1\n", 2, "-1"), ("[list a]\n\n\nspeed = 3\n", 4, "speed"), ("[list a]\nquad =\n", 2, "no value")]
    for text, line, what in cases:
        status, out, err = run("deliver", "news.db", "--config", configure("wrong.conf", text))
        place = "wrong.conf:%d" % line if line else "wrong.conf"
        expect(status == 2 and not out and place in err and what in err, "%r: %d %s" % (text, status, err))
    expect(run("deliver", "news.db")[0] == 2 and run("deliver", "news.db", "--config", "none.conf")[0] == 3, "no configuration")


def main():
    with empty_room():
        random.seed(1)
        hook = serve(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook))
        found = watched()
        for test, more in ((webhook, (found, hook)), (killed, (found, hook)), (person, (found, hook)), (files, (found,)), (gives_up, ()), (together, (hook,)), (wrong_configurations, ())):
            test(*more)
            print(test.__name__)


if __name__ == "__main__":
    main()
