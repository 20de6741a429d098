#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who says what: sources, cues and contents of direct, indirect and mixed speech, broken and running on.

usage: quotes.py VEDETTE
"""
import json
import os
import tempfile

from program import expect, vedette


def quotes(text, *arguments):
    report = json.dumps({"id": "a", "text": text})
    found = json.loads(vedette("quotes", *arguments, "-", given=report)[0])["quotes"]
    for quote in found:
        for span in [quote["source"] or quote["cue"], quote["cue"], *quote["content"]]:
            expect(text[span["begin"]:span["end"]] == span["text"], "offsets count code points: %r" % span)
    return found


def one(text, kind, source, cue, *content):
    found = quotes(text)
    seen = [(q["kind"], q["source"] and q["source"]["text"], q["cue"]["text"], *(c["text"] for c in q["content"])) for q in found]
    expect((kind, source, cue, *content) in seen, "%r: %r" % (text, seen))


def main():
    one("The harbour master said that two ferries had been stopped.", "indirect", "The harbour master", "said", "that two ferries had been stopped")
    one("Two ferries were stopped on Monday, the harbour master said.", "indirect", "the harbour master", "said", "Two ferries were stopped on Monday")
    one("“We will not open the dam,” the minister said.", "direct", "the minister", "said", "“We will not open the dam,”")
    one("“We stay,” Amina Diallo said. “Nobody will move us from our land.”", "direct", "Amina Diallo", "said", "“We stay,”", "“Nobody will move us from our land.”")
    one("According to the mayor, forty houses burned down.", "indirect", "the mayor", "According to", "forty houses burned down")
    one("The envoy called for a lasting ceasefire.", "indirect", "The envoy", "called for", "a lasting ceasefire")
    one("Sudan has refused to sign the treaty.", "indirect", "Sudan", "has refused", "to sign the treaty")
    one("The union condemned the arrest of its leader.", "indirect", "The union", "condemned", "the arrest of its leader")
    one("Ann Lee, the mayor of Ostby, said the bridge would open.", "indirect", "Ann Lee, the mayor of Ostby,", "said", "the bridge would open")
    one("“We wait,” he told the radio on Monday, “and then we go.”", "direct", "he", "told", "“We wait,”", "“and then we go.”")
    one("He added:\n\n“The road is closed.”", "direct", "He", "added:", "“The road is closed.”")
    one("The minister called the march a provocation against the state.", "indirect", "The minister", "called", "the march a provocation against the state")
    one("“The valley is lost,” said Harald Moe.", "direct", "Harald Moe", "said", "“The valley is lost,”")
    one("“If it rains,” the mayor said, “we stay at home.”", "direct", "the mayor", "said", "“If it rains,”", "“we stay at home.”")
    one("“Never again.” ― Harald Moe\n\nThe rally ended.", "direct", "Harald Moe", "―", "“Never again.”")
    one("Harald Moe: The dam must be closed before winter\n\nThe town met on Monday.", "indirect", "Harald Moe", ":", "The dam must be closed before winter")
    one("The raid was criticized by Norway.", "indirect", "Norway", "was criticized by", "The raid")
    one("Villagers have expressed fears that the river will rise.", "indirect", "Villagers", "have expressed fears", "that the river will rise")
    one("His claim that the vote was stolen angered the court.", "indirect", "His", "claim", "that the vote was stolen")
    found = quotes("The general was reportedly killed on Sunday.")
    expect([(q["source"], q["cue"]["text"]) for q in found] == [(None, "reportedly")], "hearsay has no source: %r" % found)
    one("Norway, which said it would pay, sent engineers.", "indirect", "which", "said", "it would pay")
    expect(quotes("Norway, which said it would pay, sent engineers.")[0]["source"]["code"].startswith("NOR"), "a relative pronoun has its noun's code")
    found = quotes("“My brother said that he was afraid,” she told the court.")
    expect([q["cue"]["text"] for q in found] == ["told"], "what the quoted say of others is their quotation: %r" % found)
    found = quotes("Norway said it would send engineers.")
    expect(found and found[0]["source"]["code"].startswith("NOR"), "the source has its code: %r" % found)
    expect(not quotes("The bridge stands between two hills."), "no speech, no quotation")
    for text in ("“" * 3000, "\"He said “that\n\n” she said '' \"", "said said said said", "“Never closed, he said.\n\nAnother paragraph."):
        quotes(text)
    with tempfile.TemporaryDirectory() as room:
        os.makedirs(os.path.join(room, "language"))
        path = os.path.join(room, "language", "cues.txt")
        with open(path, "w", encoding="utf-8") as out:
            out.write("say burble\n")
        found = quotes("The clerk burbled that nothing was lost.", "--data", room)
        expect([q["cue"]["text"] for q in found] == ["burbled"], "a cue of one's own: %r" % found)
        with open(path, "w", encoding="utf-8") as out:
            out.write("say burble\nsings drone\n")
        _, said = vedette("quotes", "--data", room, "-", status=3, given="x")
        expect("cues.txt:2:1" in said and "sings" in said, "a wrong line is told: " + said)
    print("quotes hold")


if __name__ == "__main__":
    main()
