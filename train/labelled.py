# SPDX-License-Identifier: Apache-2.0
"""The labelled sentences of train/events.txt, and whether a coded event is one of those that its sentence tells."""


class Wanted:
    """An event that a sentence tells."""

    def __init__(self, line):
        words = line.split()
        self.optional = words[0] == "?"
        words = words[self.optional:]
        self.types = words[0].split("/")
        split = words.index(">")
        self.source, self.target = words[split - 1].split("+"), words[split + 1].split("+")
        self.status = words[split + 2].split("|")
        rest = words[split + 3:]
        self.conditional, self.historical = "conditional" in rest, "historical" in rest
        voices = [word[6:] for word in rest if word.startswith("voice=")]
        self.voice = voices[0].split("<") if voices else []

    def has_parties(self, event):
        """The right type, and the right parties on both sides."""
        if event["plover"]["event"] not in self.types:
            return False
        source, target = event["source"], event["target"]
        if side_fits(source, self.source) and side_fits(target, self.target):
            return True
        return event["plover"]["event"] in ("AGREE", "CONSULT", "COOPERATE") and \
            side_fits(source + target, self.source + self.target)

    def has_status(self, event):
        voice = event["voice"]
        return event["status"] in self.status and event["conditional"] == self.conditional and \
            event["historical"] == self.historical and \
            (len(voice) == len(self.voice) and all(fits(one, prefixes) for one, prefixes in zip(voice, self.voice)))


def fits(actor, prefixes):
    return any(prefix == "*" or prefix != "-" and actor["code"].startswith(prefix) for prefix in prefixes.split("|"))


def side_fits(actors, wanted):
    """Every wanted party is there, and of those that are there all are wanted."""
    def free(prefixes):
        return "*" in prefixes.split("|") or prefixes == "-"
    return all(free(prefixes) or any(fits(actor, prefixes) for actor in actors) for prefixes in wanted) and \
        all(any(fits(actor, prefixes) or prefixes == "-" and not actor["code"] for prefixes in wanted) for actor in actors)


def read(path):
    """[(section, text, [Wanted])]"""
    section, items = "", []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("# ---"):
                section = line[5:].strip()
            elif line.startswith("  "):
                try:
                    items[-1][2].append(Wanted(line))
                except (IndexError, ValueError):
                    raise SystemExit("%s:%d: not TYPE SOURCE > TARGET STATUS" % (path, number))
            elif line.strip() and not line.startswith("#"):
                items.append((section, line.strip(), []))
    return items
