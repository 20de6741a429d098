#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The learned part speaks where no pattern does, says so, is silent without its weights, and a broken line of them is told with its place.

usage: learned.py VEDETTE
"""
import os
import tempfile

from program import copy_beside_data, expect, records, run, vedette

SENTENCES = b"Chad wants Libya to arrest the smugglers.\n\nMalta wants Tunisia to stop the boats.\n\nKenya wants Sudan to free the pilots.\n"


def proposed_by(program):
    status, out, said = run("code", "--format", "ndjson", "-", given=SENTENCES, program=program)
    return status, [event for event in records(out) if event["by"].startswith("data/verbs/zy-learned.vp:")], said


def main():
    with tempfile.TemporaryDirectory() as room:
        copy = copy_beside_data(room)
        weights = os.path.join(room, "data", "learned", "events.txt")
        status, proposed, _ = proposed_by(copy)
        expect(status == 0 and proposed, "something that no pattern has is proposed")
        expect(all(event["source"] and event["source"][0]["code"] for event in proposed), "by somebody who is known")
        explained, _ = vedette("explain", "-", given=SENTENCES, program=copy)
        expect("learned    " in explained, "explain has its opinion")
        with open(weights, "a", encoding="utf-8") as out:
            out.write("obj=war ASSAULT:much\n")
        status, _, said = proposed_by(copy)
        expect(status != 0 and "data/learned/events.txt:" in said and "EVENT:WEIGHT" in said, "a broken line is told: %s" % said)
        os.remove(weights)
        status, proposed, _ = proposed_by(copy)
        expect(status == 0 and not proposed, "without weights it is silent")


if __name__ == "__main__":
    main()
