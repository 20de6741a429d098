#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Series out of a store as a user meets them: an incident counts once, days that were not read are no zeros, what came later is
not known earlier, and the analyses read a store as they read the table that it prints.

usage: series.py VEDETTE
"""
import csv
import io
import json
import sqlite3

from program import empty_room, expect, run


REPORTS = [
    ("a1", "2021-12-01", "north.example", "Russian troops attacked Ukraine on Wednesday, killing 12 people in Kharkiv."),
    ("a2", "2021-12-01", "south.example", "Russian troops attacked Ukraine on Wednesday, killing 14 people in Kharkiv."),
    ("b1", "2021-12-02", "north.example", "Ukraine accused Russia of aggression. Belarus denied that it planned to attack Ukraine."),
    ("c1", "2021-12-06", "north.example", "Ukraine accused Russia of lying."),
    ("c2", "2021-12-06", "west.example", "Poland signed an agreement with Ukraine. In 2014 Russia attacked Ukraine."),
]


def table(*arguments):
    status, out, err = run("series", *arguments)
    expect(status == 0 and not err, "series %s: status %d, %s" % (" ".join(map(str, arguments)), status, err))
    return {(row["unit"], row["date"]): (float(row["value"]), float(row["volume"])) for row in csv.DictReader(io.StringIO(out))}


def fill(reports, name="news.db"):
    with open("wire.jsonl", "w", encoding="utf-8") as out:
        for identity, published, publisher, text in reports:
            out.write(json.dumps({"id": identity, "published": published, "publisher": publisher, "text": text}) + "\n")
    status, _, err = run("add", "-q", name, "wire.jsonl")
    expect(status == 0, "reports are added: " + err)
    return name


def counts(store):
    dyads = table(store)
    days = sorted({date for _, date in dyads})
    expect(days == ["2021-12-01", "2021-12-02", "2021-12-06"], "only days that were read: %r" % days)
    expect(dyads[("RUS>UKR", "2021-12-06")] == (0, 2) and dyads[("UKR>RUS", "2021-12-06")] == (1, 2), "a zero beside the volume")
    expect(("UKR>RUS", "2021-12-01") not in dyads, "before its first event nobody knew of it")
    expect(dyads[("POL>UKR", "2021-12-06")][0] == 1, "an agreement: %r" % dyads)
    expect(not any(unit == "BLR>UKR" for unit, _ in dyads), "what is denied did not happen")
    expect(all(value == 0 for (unit, date), (value, _) in dyads.items() if unit == "RUS>UKR" and date > "2021-12-01"), "history is no news: %r" % dyads)
    planned = table(store, "--status", "denied", "--by", "actor")
    expect(any(unit == "BLR" for unit, _ in planned), "other statuses have series of their own: %r" % planned)
    once, mentions = table(store, "--by", "country", "--event", "assault"), table(store, "--by", "country", "--event", "assault", "--what", "events")
    expect(mentions[("UKR", "2021-12-01")][0] == 4 and 1 <= once[("UKR", "2021-12-01")][0] <= 4, "mentions: %r" % mentions)
    deaths = table(store, "--by", "country", "--what", "deaths")
    expect(deaths[("UKR", "2021-12-01")][0] in (14, 26), "the dead: %r" % deaths)
    expect(table(store, "--by", "country", "--what", "publishers")[("UKR", "2021-12-01")][0] == 2, "publishers")
    expect(table(store, "--by", "country", "--what", "reports")[("UKR", "2021-12-01")][0] == 2, "reports")
    expect(table(store, "--by", "country", "--what", "goldstein", "--event", "assault", "--least", 0)[("UKR", "2021-12-01")][0] < -5, "Goldstein sums")
    expect(("Kharkiv, UKR", "2021-12-01") in table(store, "--by", "place"), "places")
    expect(any(unit.startswith("RUSMIL>") for unit, _ in table(store, "--codes", "--source", "RUSMIL")) or
           any(unit == "RUSMIL" for unit, _ in table(store, "--by", "actor")), "whole codes")
    weeks = table(store, "--step", "week", "--source", "UKR")
    expect(weeks[("UKR>RUS", "2021-11-29")] == (1, 3) and weeks[("UKR>RUS", "2021-12-06")] == (1, 2), "weeks begin on Monday: %r" % weeks)
    expect(table(store, "--step", "month", "--source", "UKR")[("UKR>RUS", "2021-12")] == (2, 5), "months")
    expect(sorted({date for _, date in table(store, "--from", "2021-12-02", "--to", "2021-12-05")}) == ["2021-12-02"], "bounds")


def known(store):
    before = table(store, "--as-of", "2021-12-02", "--known", "published")
    expect(max(date for _, date in before) == "2021-12-02" and ("UKR>RUS", "2021-12-02") in before, "as of a day: %r" % before)
    expect(not any(unit == "POL>UKR" for unit, _ in before), "a unit that was not known then")
    expect(not table(store, "--as-of", "2021-12-02"), "nothing had arrived then")
    database = sqlite3.connect(store)
    database.execute("UPDATE report SET arrived = '2021-12-03T10:00:00Z' WHERE id = 'b1'")
    database.commit()
    database.close()
    expect({date for _, date in table(store, "--as-of", "2021-12-03T10:00:00Z")} == {"2021-12-02"}, "known since it arrived")
    expect(not table(store, "--as-of", "2021-12-03T09:59:59Z"), "and not a second before")


def done_to_a_place(_):
    store = fill([("p", "2021-12-01", "x", "Poland signed an agreement with Ukraine.")], "place.db")
    database = sqlite3.connect(store)
    database.execute("DELETE FROM party WHERE side = 1")
    database.execute("UPDATE event SET place_country = 'EST'")
    database.commit()
    database.close()
    expect({unit for unit, _ in table(store)} == {"POL>EST"}, "without a target it is the country of the place: %r" % table(store))
    expect(not table(store, "--codes"), "but nobody's code")


def read_by_the_others(store):
    status, out, _ = run("series", store, "--step", "month", "--by", "country")
    with open("table.csv", "w", encoding="utf-8") as to:
        to.write(out)
    of_store = run("forecast", store, "--step", "month", "--by", "country", "--horizon", 2)
    expect(of_store[0] == 0 and of_store[1] and of_store == run("forecast", "--series", "table.csv", "--horizon", 2), "forecasts of a store: %r" % (of_store,))
    expect(run("series", store, "-f", "ndjson")[1].startswith('{"unit":"'), "JSON lines")


def wrong_use(store):
    for arguments in (("--by", "planet"), ("--step", "hour"), ("--what", "noise"), ("--as-of", "soon"), ("--event", "PARTY"), ("--from", "May")):
        status, out, err = run("series", store, *arguments)
        expect(status == 2 and not out and arguments[1].upper() in err.upper(), "%r: status %d, %s" % (arguments, status, err))
    expect(run("series", "none.db")[0] == 3 and run("watch")[0] == 2 and run("watch", store, "--series", "table.csv")[0] == 2, "what is not there")
    empty = fill([("n", "2021-12-01", "x", "Nothing of note.")], "empty.db")
    expect(run("series", empty) == (0, "unit,date,value,volume\n", ""), "nothing happened: %r" % (run("series", empty),))


def main():
    with empty_room():
        store = fill(REPORTS)
        for test in (counts, known, done_to_a_place, read_by_the_others, wrong_use):
            test(store)
            print(test.__name__)


if __name__ == "__main__":
    main()
