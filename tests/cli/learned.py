#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The learned part speaks where no pattern does, says so, is silent without its weights, and a broken line of them is told with its place.

usage: learned.py VEDETTE
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SENTENCES = b"Chad wants Libya to arrest the smugglers.\n\nMalta wants Tunisia to stop the boats.\n\nKenya wants Sudan to free the pilots.\n"


def expect(condition, what):
    if not condition:
        sys.exit("failed: " + what)


def run(program):
    done = subprocess.run([program, "code", "--format", "ndjson", "-"], input=SENTENCES, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, [event for event in events if event["by"].startswith("data/verbs/zy-learned.vp:")], done.stderr.decode()


def main():
    with tempfile.TemporaryDirectory() as room:
        os.mkdir(os.path.join(room, "build"))
        copy = os.path.join(room, "build", "vedette")
        shutil.copy(PROGRAM, copy)
        for image in ("knowledge.image", "places.image"):
            os.symlink(os.path.join(os.path.dirname(PROGRAM), image), os.path.join(room, "build", image))
        os.symlink(os.path.join(ROOT, "models"), os.path.join(room, "models"))
        shutil.copytree(os.path.join(ROOT, "data"), os.path.join(room, "data"))
        weights = os.path.join(room, "data", "learned", "events.txt")
        status, proposed, _ = run(copy)
        expect(status == 0 and proposed, "something that no pattern has is proposed")
        expect(all(event["source"] and event["source"][0]["code"] for event in proposed), "by somebody who is known")
        explained = subprocess.run([copy, "explain", "-"], input=SENTENCES, stdout=subprocess.PIPE, check=True).stdout.decode()
        expect("learned    " in explained, "explain has its opinion")
        with open(weights, "a", encoding="utf-8") as out:
            out.write("obj=war ASSAULT:much\n")
        status, _, said = run(copy)
        expect(status != 0 and "data/learned/events.txt:" in said and "EVENT:WEIGHT" in said, "a broken line is told: %s" % said)
        os.remove(weights)
        status, proposed, _ = run(copy)
        expect(status == 0 and not proposed, "without weights it is silent")


if __name__ == "__main__":
    main()
