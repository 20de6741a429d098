# SPDX-License-Identifier: Apache-2.0
"""Fills the open places of train/templates-*.txt: thousands of labelled sentences from some hundred written ones.

Every template is filled several times, with other actors, in other frames (a day, a dateline, somebody who says it, a headline); the same
seed gives the same sentences. Templates, not sentences, are held out, so that what is scored has not been seen in another dress.
"""
import glob
import os
import random
import re

HERE = os.path.dirname(os.path.abspath(__file__))
STATES = [("Kenya", "KEN", "Kenyan", "Nairobi"), ("Chile", "CHL", "Chilean", "Santiago"), ("Sudan", "SDN", "Sudanese", "Khartoum"),
          ("Iran", "IRN", "Iranian", "Tehran"), ("Turkey", "TUR", "Turkish", "Ankara"), ("India", "IND", "Indian", "New Delhi"),
          ("Pakistan", "PAK", "Pakistani", "Islamabad"), ("Israel", "ISR", "Israeli", "Jerusalem"), ("France", "FRA", "French", "Paris"),
          ("Germany", "DEU", "German", "Berlin"), ("Poland", "POL", "Polish", "Warsaw"), ("Russia", "RUS", "Russian", "Moscow"),
          ("Ukraine", "UKR", "Ukrainian", "Kyiv"), ("China", "CHN", "Chinese", "Beijing"), ("Japan", "JPN", "Japanese", "Tokyo"),
          ("Brazil", "BRA", "Brazilian", "Brasilia"), ("Egypt", "EGY", "Egyptian", "Cairo"), ("Nigeria", "NGA", "Nigerian", "Abuja"),
          ("Ethiopia", "ETH", "Ethiopian", "Addis Ababa"), ("Colombia", "COL", "Colombian", "Bogota"), ("Mexico", "MEX", "Mexican", "Mexico City"),
          ("Iraq", "IRQ", "Iraqi", "Baghdad"), ("Syria", "SYR", "Syrian", "Damascus"), ("Serbia", "SRB", "Serbian", "Belgrade"),
          ("Hungary", "HUN", "Hungarian", "Budapest"), ("Greece", "GRC", "Greek", "Athens"), ("Venezuela", "VEN", "Venezuelan", "Caracas"),
          ("Vietnam", "VNM", "Vietnamese", "Hanoi"), ("Thailand", "THA", "Thai", "Bangkok"), ("Uganda", "UGA", "Ugandan", "Kampala")]
ORGANISATIONS = [("the United Nations", "IGOUNO"), ("the European Union", "IGOEEC"), ("the African Union", "IGOAFU"), ("the Red Cross", "NGOIRC"),
                 ("Amnesty International", "NGO"), ("the Arab League", "IGOARL")]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SAYERS = ["officials said", "the agency reported", "witnesses said", "a spokesman said", "state television said", "local media reported"]
FRAMES, PER_TEMPLATE = 7, 10


def actor(kind, chance):
    """(text, beginning of the code or "*", plural)"""
    land, code, people, capital = chance.choice(STATES)
    if kind == "state":
        return land, code, False
    if kind == "place":
        return capital, "*", False
    if kind == "gov":
        return chance.choice([(land, code, False), ("the %s government" % people, code, False), (capital, code, False),
                              ("%s's foreign ministry" % land, code, False), ("%s authorities" % people, code, True)])
    if kind == "gov1":
        return chance.choice(["%s minister", "%s diplomat", "%s general", "%s governor", "%s official"]) % people, code, False
    if kind == "gov1x":
        return chance.choice(["%s's president", "%s's prime minister", "%s's foreign minister", "%s's defence minister"]) % land, code, False
    if kind == "mil":
        return chance.choice(["%s troops", "%s forces", "the %s army", "%s soldiers", "%s jets"]) % people, code, True
    if kind == "reb":
        return chance.choice([("rebels in %s" % land, "*", True), ("%s rebels" % people, code, True), ("militants", "*", True),
                              ("gunmen", "*", True), ("Islamist fighters", "*", True)])
    if kind == "pol":
        return chance.choice([("%s police" % people, code, True), ("police", "*", True), ("security forces in %s" % land, "*", True)])
    if kind == "org":
        return chance.choice(ORGANISATIONS) + (False,)
    if kind == "jud":
        return chance.choice(["a %s court", "%s prosecutors", "a judge in %s"]) % people, "*", False
    nouns = {"cvl": "villagers protesters students farmers refugees residents civilians migrants", "lab": "miners nurses teachers dockers",
             "opp": "opposition leaders,dissidents,activists,opposition lawmakers", "med": "journalists broadcasters", "bus": "banks oil companies",
             "cvl1": "journalist student farmer shopkeeper activist teacher"}[kind]
    noun = chance.choice(nouns.split(",") if "," in nouns else nouns.split())
    return (("%s %s" % (people, noun), code) if chance.random() < .6 else (noun, "*")) + (kind != "cvl1",)


def lift(text):
    return text[:1].upper() + text[1:]


def dress(text, form, chance):
    """Puts a sentence into one of the frames; the marks of the trigger stay."""
    day = chance.choice(DAYS)
    if form == 1:
        return "On %s, %s." % (day, text)
    if form == 2:
        return "%s on %s." % (lift(text), day)
    if form == 3:
        return "%s, %s." % (lift(text), chance.choice(SAYERS))
    if form == 4:
        return "%s (%s) - %s, %s." % (chance.choice(STATES)[3].upper(), chance.choice(["own report", "agencies", "wire"]), lift(text), chance.choice(SAYERS))
    if form == 5:
        return re.sub(r"\b([Tt]he|[Aa]n?) ", "", lift(text))
    if form == 6:
        return "%s said that %s." % (lift(actor("gov", chance)[0]), text)
    return lift(text) + "."


def fill(template, chance, form):
    codes = {}

    def put(match):
        role, _, kind = match.group(1).partition(":")
        if role == "n":
            return chance.choice(["three", "12", "dozens of", "at least 40", "six"]).replace(" of", " of")
        if role == "place":
            return chance.choice(STATES)[3]
        text, code, _ = actor(kind, chance)
        codes[role] = code
        return text
    text = re.sub(r"\[(\w+:?\w*)\]", put, template)
    if not template.startswith("[") and form in (1, 6):
        text = text[0].lower() + text[1:]
    text = dress(text, form, chance)
    found = re.search(r"\*(\S+?)\*", text)
    begin = found.start()
    return text.replace("*", ""), (begin, begin + len(found.group(1))), codes


def read():
    """[{text, trigger, event, source, target, status, template}]"""
    items, number = [], 0
    for path in sorted(glob.glob(os.path.join(HERE, "templates-*.txt"))):
        event = None
        with open(path, encoding="utf-8") as lines:
            for at, line in enumerate(lines, 1):
                line = line.rstrip("\n")
                if line.startswith("== "):
                    event = line[3:]
                elif line and not line.startswith("#"):
                    if line.count("*") != 2 or not event:
                        raise SystemExit("%s:%d: a template has one *word* and stands under an event" % (path, at))
                    template, _, status = line.partition(" :: ")
                    chance = random.Random(number)
                    for turn in range(PER_TEMPLATE):
                        text, trigger, codes = fill(template, chance, turn % FRAMES)
                        items.append({"text": text, "trigger": trigger, "event": event, "source": codes.get("A", "*"),
                                      "target": codes.get("B", "*"), "status": status or "asserted", "template": number})
                    number += 1
    return items


if __name__ == "__main__":
    for item in read():
        print("%-9s %s > %s %s | %s" % (item["event"], item["source"], item["target"], item["status"], item["text"]))
