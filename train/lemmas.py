# SPDX-License-Identifier: Apache-2.0
"""Lemmas as edit rules: which case, how many letters to take off the end, what to put there instead.

"l3|y": small letters, three letters off, "y" added (parties -> party). "k0|": as it stands. "l*|be": all off, "be" added
(was -> be).
"""
import collections


def title(form):
    return form[:1] + form[1:].lower()


CASES = (("k", lambda form: form), ("l", str.lower), ("t", title), ("u", str.upper))


def rule(form, lemma):
    """The shortest rule that makes the lemma from the form."""
    best = None
    for number, (letter, change) in enumerate(CASES):
        base = change(form)
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        cost = (len(base) - same) + (len(lemma) - same), number
        if same == 0 and lemma:
            found = "%s*|%s" % (letter, lemma)
            cost = cost[0] + 1, number
        else:
            found = "%s%d|%s" % (letter, len(base) - same, lemma[same:])
        if letter == "k" and form.islower():
            found = "l" + found[1:]  # one rule for both
        if best is None or cost < best[0]:
            best = cost, found
    return best[1]


def parts(edit):
    """(case, letters to take off or None for all, what to add)."""
    head, _, added = edit.partition("|")
    return head[0], None if head[1:] == "*" else int(head[1:]), added


def apply(form, edit):
    case, strip, added = parts(edit)
    base = dict(CASES)[case](form)
    if strip is None:
        return added
    return base[:len(base) - strip] + added if strip <= len(base) else base


def rules_and_exceptions(sentences, least=3):
    """(rules, how many of them the network chooses among, {(small form, upos): rule}).

    The exceptions hold every pair seen twice or more whose rule was nearly always the same, proper nouns left out, and
    pairs seen once whose rule is too rare for the network.
    """
    counts, pairs = collections.Counter(), collections.defaultdict(collections.Counter)
    for sentence in sentences:
        if sentence.lemmas is None:
            continue
        for form, lemma, upos in zip(sentence.forms, sentence.lemmas, sentence.upos):
            if lemma == "_":
                continue
            edit = rule(form, lemma)
            counts[edit] += 1
            if upos not in ("PROPN", "X", "SYM", "PUNCT", "NUM"):
                pairs[(form.lower(), upos)][edit] += 1
    frequent = [edit for edit, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= least]
    chosen = set(frequent)
    exceptions = {}
    for pair, edits in pairs.items():
        (edit, most), total = edits.most_common(1)[0], sum(edits.values())
        if edit[0] == "k":
            continue  # the case was kept for a reason that the small form does not show
        if most >= 0.9 * total and (total >= 2 or edit not in chosen):
            exceptions[pair] = edit
    rare = sorted({edit for edit in exceptions.values()} - chosen)
    return frequent + rare, len(frequent), exceptions
