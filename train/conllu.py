# SPDX-License-Identifier: Apache-2.0
"""Treebanks and name lists as training sentences."""
import gzip
import json
import os
import re
import unicodedata

UNKNOWN = None


class Sentence:
    """One sentence: columns as lists, None where the source says nothing."""
    __slots__ = ("forms", "lemmas", "upos", "xpos", "feats", "heads", "relations", "names", "has_misc", "spans")

    def __init__(self):
        self.forms, self.lemmas, self.upos, self.xpos, self.feats = [], [], [], [], []
        self.heads, self.relations, self.names, self.spans = [], [], None, []
        self.has_misc = False


def open_text(path):
    if path.endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8")
    return open(path, encoding="utf-8")


def is_letter(character):
    return unicodedata.category(character) != "Zs" and not character.isspace()


def read_documents(path):
    """[(document id, [Sentence])]; `spans` count the document's letters without white space, as names are aligned by them."""
    documents, sentence, at, until = [], Sentence(), 0, 0
    span = None
    with open_text(path) as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                documents.append((line.partition("=")[2].strip(), []))
                at = 0
            elif line.startswith("#"):
                continue
            elif not line:
                if sentence.forms:
                    documents[-1][1].append(sentence)
                sentence, until = Sentence(), 0
            else:
                row = line.split("\t")
                if "." in row[0]:
                    continue
                size = sum(map(is_letter, row[1]))
                if "-" in row[0]:
                    until = int(row[0].split("-")[1])
                    span = (at, at + size)
                    at += size
                    continue
                sentence.forms.append(row[1])
                sentence.lemmas.append(row[2])
                sentence.upos.append(row[3])
                sentence.xpos.append(row[4])
                sentence.feats.append("" if row[5] == "_" else row[5])
                sentence.heads.append(int(row[6]))
                sentence.relations.append(row[7])
                if int(row[0]) <= until:
                    sentence.spans.append(span)
                else:
                    sentence.spans.append((at, at + size))
                    at += size
    if sentence.forms:
        documents[-1][1].append(sentence)
    return documents


def mark(tags, first, last, kind):
    """Writes one name in BILOU form over words first..last, unless another name stands there."""
    if any(tag != "O" for tag in tags[first:last + 1]):
        return
    if first == last:
        tags[first] = "U-" + kind
        return
    tags[first], tags[last] = "B-" + kind, "L-" + kind
    for place in range(first + 1, last):
        tags[place] = "I-" + kind


JOINERS = {"of", "for", "and", "the", "de", "al", "del", "la", "von", "van", "bin", "on", "&", "-", "'s", "in"}


def narrow(sentence, first, last, head):
    """A GUM mention with its modifiers, narrowed to the name around its head word."""
    def belongs(place):
        form = sentence.forms[place]
        return form[:1].isupper() or form[:1].isdigit() or sentence.upos[place] == "PROPN" or form in "-&" or form == "'s"
    begin = end = head
    while begin > first and belongs(begin - 1) and sentence.upos[begin - 1] != "DET":
        begin -= 1
    while end < last:
        ahead = end + 1
        while ahead < last and sentence.forms[ahead] in JOINERS:
            ahead += 1
        if not belongs(ahead) or sentence.forms[ahead] in JOINERS:
            break
        end = ahead
    while begin < end and not (sentence.forms[begin][:1].isalnum()):
        begin += 1
    return begin, end


def add_names(documents, path):
    """Puts the names of a file {"id","text","names" | "clusters"} into the sentences of the same documents."""
    by_id = {}
    with open_text(path) as file:
        for line in file:
            item = json.loads(line)
            by_id[item["id"]] = item
    marked = 0
    for identity, sentences in documents:
        item = by_id.get(identity)
        if item is None:
            continue
        letter, place = [], 0
        for character in item["text"]:
            letter.append(place)
            place += is_letter(character)
        letter.append(place)
        place_of = {}
        for number, sentence in enumerate(sentences):
            sentence.names = ["O"] * len(sentence.forms)
            sentence.has_misc = "clusters" in item
            for word, (begin, end) in enumerate(sentence.spans):
                for at in range(begin, end):
                    place_of.setdefault(at, []).append((number, word))

        def words(begin, end):
            found = [one for at in range(letter[begin], letter[end]) for one in place_of.get(at, [])]
            return sorted(set(found))
        spans = []
        for begin, end, kind in item.get("names", []):
            spans.append((begin, end, None, kind))
        for cluster in item.get("clusters", []):
            for begin, end, head, tail, how in cluster["mentions"]:
                if how == "N":
                    kind = cluster["type"]
                    if kind in ("time", "plant", "animal", "substance"):
                        continue
                    spans.append((begin, end, (head, tail), kind if kind in ("PER", "ORG", "LOC") else "MISC"))
        spans.sort(key=lambda one: one[0] - one[1])
        for begin, end, head, kind in spans:
            found = words(begin, end)
            if not found or found[0][0] != found[-1][0]:
                continue
            sentence = sentences[found[0][0]]
            first, last = found[0][1], found[-1][1]
            if head:
                middle = words(*head)
                if not middle:
                    continue
                if sentence.upos[middle[0][1]] != "PROPN" and not sentence.forms[middle[0][1]][:1].isupper():
                    continue
                first, last = narrow(sentence, first, last, middle[0][1])
            mark(sentence.names, first, last, kind)
            marked += 1
    return marked


def read_wikigold(path):
    """Sentences that know nothing but names; words with hyphens are split as the treebanks split them."""
    sentences, words, kinds = [], [], []
    with open(path, encoding="utf-8") as file:
        for line in list(file) + ["\n"]:
            line = line.strip()
            if line:
                form, tag = line.rsplit(" ", 1)
                pieces = [piece for piece in re.split(r"(-)", form) if piece] if re.search(r"\w-\w", form) else [form]
                for number, piece in enumerate(pieces):
                    words.append({"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}.get(piece, piece))
                    kinds.append(tag[2:] if tag != "O" else "O")
            elif words:
                sentence = Sentence()
                sentence.forms, sentence.names, sentence.has_misc = words, ["O"] * len(words), True
                first = 0
                for place in range(1, len(words) + 1):
                    if place == len(words) or kinds[place] != kinds[first]:
                        if kinds[first] != "O":
                            mark(sentence.names, first, place - 1, kinds[first])
                        first = place
                for column in ("lemmas", "upos", "xpos", "feats", "heads", "relations"):
                    setattr(sentence, column, UNKNOWN)
                if words != ["-DOCSTART-"]:
                    sentences.append(sentence)
                words, kinds = [], []
    return sentences


def load(treebanks, names, part):
    """The sentences of ewt and gum of one part (train, dev), with names where there are some."""
    result = {}
    for stem, file in (("ewt", "uner-ewt-%s.jsonl" % part), ("gum", "gum-%s.jsonl" % part)):
        path = os.path.join(treebanks, "%s-%s.conllu" % (stem, part))
        documents = read_documents(path if os.path.exists(path) else path + ".gz")
        if names and os.path.exists(os.path.join(names, file)):
            add_names(documents, os.path.join(names, file))
        result[stem] = documents
    return result
