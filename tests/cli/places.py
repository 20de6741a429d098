#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`vedette places` as a user runs it: what is found, where it is put, and what bad spans and a damaged image do."""
import json
import os
import shutil
import tempfile

from program import PROGRAM, expect, lines, records, run


def places(report, *options):
    done = run("places", *options, given=json.dumps(report))
    return done, records(done.out)[0]["places"] if done.out else []


def the(found, text):
    return next(one for one in found if one["text"] == text)


text = "The mayor of Paris, Texas, flew to Jisr al-Shughur. Syrian troops left Kyiv and the Sahel."
_, found = places({"id": "a", "text": text})
expect(abs(the(found, "Paris")["latitude"] - 33.66) < .2, "Paris, Texas lies in Texas")
expect(the(found, "Paris")["admin1"] == "Texas", "and Texas is its first-level division")
expect(the(found, "Texas")["country"] == "USA", "Texas lies in the United States")
expect(the(found, "Kyiv")["geonames"] == 703448, "Kyiv has its GeoNames id")
expect(all(text[one["begin"]:one["end"]] == one["text"] for one in found), "offsets point at the names")

_, found = places({"id": "m", "text": "TRIPOLI, March 3 - The port was shut. It opens in May."})
expect([one["text"] for one in found] == ["TRIPOLI"], "months are no towns: %s" % found)

_, found = places({"id": "n", "text": "The EU and the UK met a PM from Peru."})
expect([one["text"] for one in found] == ["UK", "Peru"], "letters are no little towns: %s" % found)

_, found = places({"id": "s", "text": "Shells fell in Kharkiv. In the Aleppo province all was quiet. He moved to Buffalo, New York."})
expect([one["geonames"] for one in found] == [706483, None, 5110629, None],
       "a town, not the division of its name; a division where the words say so, and behind its town: %s" % found)

_, found = places({"id": "b", "text": text, "spans": [[52, 58], [71, 75]]})
expect([one["text"] for one in found] == ["Syrian", "Kyiv"], "given spans are answered, in their order, and no others")
expect(found[0]["use"] == "demonym" and found[0]["country"] == "SYR", "an adjective lies in its state")

done, found = places({"id": "c", "text": text, "spans": [[5, 2], "x", [0], [71, 75], [70, 9999]]})
expect(done.status == 0 and [one["text"] for one in found][:1] == ["Kyiv"], "spans that are none are passed over")
expect("spans" in done.err, "with a remark")

_, found = places({"id": "d", "text": "He was born in Alexandria.", "publisher": "louisiananews.com"})
home = the(found, "Alexandria")
_, found = places({"id": "e", "text": "He was born in Alexandria."})
expect(home["admin1"] == "Louisiana" and the(found, "Alexandria")["country"] == "EGY", "the publisher's home weighs")

placed = lines("code", "--format", "ndjson", given=json.dumps(
    {"id": "g", "published": "2021-12-03", "text": "Fighting went on in Kramatorsk on Monday. Rebels killed two policemen."}))
expect(placed and placed[-1]["place"] and placed[-1]["place"]["country"] == "UKR", "an event takes the place that the text told just before")


def place_of(text, day, *options):
    done = run("code", "--format", "ndjson", *options, given=json.dumps({"id": "h", "published": day, "text": text}))
    return records(done.out)[0]["place"] if done.out else done


attack = "Gunmen killed two policemen in %s on Monday."
place = place_of(attack % "Kramatorsk", "2021-12-03")
expect(place["admin1"] == "Donetsk" and place["geonames"] == 704508, "an event's place has its division and id: %s" % place)
place = place_of(attack % "Simferopol", "2021-12-03")
expect((place["country"], place["disputed"], place["by"]) == ("UKR", "Crimea", "recognised"), "Crimea is Ukraine's unless told: %s" % place)
expect(place_of(attack % "Simferopol", "2021-12-03", "--disputed", "control")["country"] == "RUS", "under Russian control")
expect(place_of(attack % "Simferopol", "2010-12-03", "--disputed", "control")["country"] == "UKR", "but not in 2010")
expect(place_of(attack % "Taipei", "2021-12-03", "--disputed", "claim")["country"] == "CHN", "the claim counts where it is asked for")
expect(place_of(attack % "Taipei", "2021-12-03")["country"] == "TWN", "and not otherwise")
expect(place_of(attack % "Pristina", "2021-12-03", "--disputed", "none")["country"] is None, "or nobody's")
expect("disputed" not in place_of(attack % "Odesa", "2021-12-03"), "most places are not disputed")
_, found = places({"id": "o", "text": "A bomb exploded in Mazar-i-Sharif. President Barack Obama sent help. Obama left for Tahrir Square."})
expect([one["text"] for one in found] == ["Mazar-i-Sharif", "Tahrir Square"], "hyphens join a name; a person's surname is no town: %s" % found)
expect(the(found, "Mazar-i-Sharif")["country"] == "AFG", "and it lies in Afghanistan")
place = place_of("Gunmen attacked police at the White House on Monday.", "2021-12-03")
expect((place["name"], place["country"], place["geonames"]) == ("White House", "USA", None), "a building is where, and no town of its name: %s" % place)
sea = {"id": "l", "published": "2021-12-03", "text": "He flew from Odesa to Simferopol."}
_, found = places(sea)
held = the(found, "Simferopol")
expect((held["country"], held["disputed"], held["by"]) == ("UKR", "Crimea", "recognised"), "the layer tells whose a place is, and why: %s" % held)
expect("disputed" not in the(found, "Odesa"), "but not of undisputed ones")
expect(the(places(sea, "--disputed", "control")[1], "Simferopol")["country"] == "RUS", "by the rule that is asked for")
expect(the(places({**sea, "published": "2010-12-03"}, "--disputed", "control")[1], "Simferopol")["country"] == "UKR", "on that day")
expect(the(places(sea, "--disputed", "none")[1], "Simferopol")["country"] is None, "or nobody's in the layer too")
done = place_of(attack % "Odesa", "2021-12-03", "--disputed", "mine")
expect(done.status == 3 and "recognised" in done.err, "a rule that is none is told with those that are")


def row(number, name, others, latitude, longitude, kind, code, country, admin1, population):
    return "\t".join([number, name, name, others, latitude, longitude, kind, code, country, "", admin1, "", "", "", population, "", "0", "Etc/UTC", "2026-01-01"])


DUMP = "\n".join([
    row("900001", "Zorbistan Oblast", "", "49.5", "31.5", "A", "ADM1", "UA", "99", "0"),
    row("900002", "Quuxograd", "Kvuksograd,Куксоград", "49.1", "31.1", "P", "PPL", "UA", "99", "12000"),
    "900003\ttoo\tfew",
    row("900004", "Northpole", "", "99.5", "0", "P", "PPL", "UA", "99", "1"),
    row("900005", "Nowhereville", "", "10", "10", "P", "PPL", "Q1", "99", "1"),
    row("900006", "Bigmouth", "", "10", "10", "P", "PPL", "FR", "01", "many"),
    row("900007", "Some Hill", "", "10", "10", "T", "HLL", "FR", "01", "")]) + "\n"
with tempfile.TemporaryDirectory() as folder:
    dump, own = os.path.join(folder, "UA.txt"), os.path.join(folder, "own.image")
    with open(dump, "w", encoding="utf-8") as file:
        file.write(DUMP)
    done = run("places", "import", dump, own)
    told = [line.split(dump + ":")[1].split(": ")[0] for line in done.err.splitlines()]
    expect(done.status == 1 and told == ["3:1", "4:29", "5:47", "6:49"], "wrong lines of a dump are told with their columns: %s" % done.err)
    expect("3 places, 1 lines of other kinds, 4 wrong" in done.out, "and counted: " + done.out)
    _, found = places({"id": "i", "text": "He lives in Kvuksograd. Syrian troops left Ukraine.", "spans": [[12, 22], [24, 30]]}, "--places", own)
    town = the(found, "Kvuksograd")
    expect((town["geonames"], town["admin1"], town["country"]) == (900002, "Zorbistan Oblast", "UKR"), "a place of the dump is found: %s" % town)
    expect(the(found, "Syrian")["country"] == "SYR", "states and peoples are those of the built-in image")
    done = run("places", "import", os.path.join(folder, "none"), own)
    expect(done.status == 3 and os.path.getsize(own) > 1000, "a dump that is not there is told, the image stays")
    done = run("places", "import", PROGRAM, os.path.join(folder, "x"))
    expect(done.status == 3 and "no places" in done.err and not os.path.exists(os.path.join(folder, "x")), "what is no dump leaves no image")

with tempfile.TemporaryDirectory() as folder:
    image = os.path.join(os.path.dirname(PROGRAM), "places.image")
    copy = os.path.join(folder, "places.image")
    shutil.copy(image, copy)
    with open(copy, "r+b") as file:
        file.truncate(os.path.getsize(copy) // 2)
    done, _ = places({"id": "f", "text": text}, "--places", copy)
    expect(done.status == 3 and "places image" in done.err, "a damaged image is told")

dated = ("SAN SALVADOR, 4 Jan 90 (EFE) -- The president spoke. A choir sang at Santa Ana. Nobody wept. It was cold. The sun rose. "
         "Gunmen killed two policemen.")
_, found = places({"id": "j", "text": dated})
expect(the(found, "Santa Ana")["country"] == "SLV", "a namesake in the country that the report is dated from is meant")
first = lines("code", "--format", "ndjson", given=json.dumps({"id": "k", "published": "1990-01-05", "text": dated}))[0]["place"]
expect(first["country"] == "SLV" and first["name"] == "El Salvador", "violence without a place happened where the report is dated from: %s" % first)
