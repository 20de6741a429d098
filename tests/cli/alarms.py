#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Alarms over a store as an analyst meets them: each names its events, is found once, in one run or in many; what was acknowledged
or muted stays so; a kill loses nothing.

usage: alarms.py VEDETTE
"""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from datetime import date, timedelta

from program import PROGRAM, empty_room, expect, lines, run

START = date(2020, 1, 1)


def seed(name):
    """A store with one coded report, of which all others are made: coding thousands would take minutes."""
    with open("wire.jsonl", "w", encoding="utf-8") as out:
        out.write(json.dumps({"id": "seed", "published": "2019-01-01", "publisher": "north.example", "text": "Poland attacked Sweden on Tuesday."}) + "\n")
    status, _, err = run("add", "-q", name, "wire.jsonl")
    expect(status == 0, "the seed is added: " + err)
    database = sqlite3.connect(name)
    event = dict(zip([c[1] for c in database.execute("PRAGMA table_info(event)")], database.execute("SELECT * FROM event").fetchone()))
    report = dict(zip([c[1] for c in database.execute("PRAGMA table_info(report)")], database.execute("SELECT * FROM report").fetchone()))
    database.execute("DELETE FROM report")
    database.commit()
    database.close()
    return event, report


def insert(database, table, row):
    names = ", ".join('"%s"' % name for name in row)
    database.execute("INSERT INTO %s (%s) VALUES (%s)" % (table, names, ", ".join("?" * len(row))), list(row.values()))


def fill(name, made, days, counts):
    """Reports of the given days; counts(day) tells how often each of the pairs is told of."""
    event, report = made
    database = sqlite3.connect(name)
    epoch = (START - date(1970, 1, 1)).days
    number = 1 + (database.execute("SELECT max(number) FROM event").fetchone()[0] or 0)
    for day in days:
        when = (START + timedelta(day)).isoformat()
        insert(database, "report", {**report, "number": 10 + day, "id": "r%d" % day, "published": when, "arrived": when + "T23:00:00Z", "story": "r%d" % day})
        for (source, target), count in counts(day).items():
            for _ in range(count):
                insert(database, "event", {**event, "number": number, "id": "e:%016x" % number, "report": 10 + day, "incident": "i:%d" % number, "story": "",
                                           "first_day": epoch + day, "last_day": epoch + day, "date_from": when, "date_to": when, "status": "asserted", "historical": 0})
                for side, code in ((0, source), (1, target)):
                    insert(database, "party", {"event": number, "side": side, "position": 0, "code": code, "name": "", "country": code, "entry": "", "text": "",
                                               "begin": 0, "end": 0, "cue": ""})
                number += 1
    database.commit()
    database.close()


PAIRS = [("POL", "SWE"), ("FRA", "ESP"), ("PER", "CHL")]


def told(day):
    dice = random.Random(day)
    counts = {pair: sum(dice.random() < 0.1 for _ in range(10)) for pair in PAIRS}
    if day in (300, 301):
        counts[PAIRS[0]] += 40
    if day == 420:
        counts[PAIRS[0]] += 70
    if day == 350:
        counts[PAIRS[1]] += 40
    if 380 <= day < 388:
        counts[PAIRS[2]] += 25
    return counts


OPTIONS = ("--budget", 0.5)


def found_once(made):
    fill("whole.db", made, range(450), told)
    found = lines("watch", "whole.db", *OPTIONS)
    loud = {(alarm["unit"], alarm["date"]) for alarm in found if alarm["score"] > 6}
    wanted = {("POL>SWE", (START + timedelta(300)).isoformat()), ("POL>SWE", (START + timedelta(420)).isoformat()),
              ("FRA>ESP", (START + timedelta(350)).isoformat())}
    expect(wanted <= loud and len(loud) <= 5, "what stands out is found, an episode once: %r" % loud)
    level = [alarm for alarm in found if alarm["kind"] == "change"]
    first = (START + timedelta(380)).isoformat()
    expect([(alarm["unit"], alarm["since"]) for alarm in level] == [("PER>CHL", first)] and level[0]["date"] > first, "a new level, that no day of it tells of: %r" % level)
    for alarm in found:
        days = 1 + (date.fromisoformat(alarm["date"]) - date.fromisoformat(alarm["since"])).days
        expect(len(alarm["evidence"]) == min(50, round(days * alarm["value"])) and alarm["publishers"] == 1 and alarm["stories"] == days, "evidence: %r" % alarm)
        text = run("query", "whole.db", "--from", alarm["since"], "--to", alarm["date"])[1]
        expect(all(event in text for event in alarm["evidence"]), "the events of those days: %r" % alarm)
    expect(lines("watch", "whole.db", *OPTIONS) == [], "nothing is found twice")
    expect(lines("alarms", "whole.db") == found, "what was found is kept")
    dry = lines("watch", "whole.db", *OPTIONS, "--no-keep")
    expect({(a["unit"], a["date"]) for a in dry} == {(a["unit"], a["date"]) for a in found} and dry[0]["evidence"], "without keeping the same is told")
    return found


def day_by_day(made, whole):
    fill("days.db", made, range(200), told)
    found = lines("watch", "days.db", *OPTIONS)
    for begin, end in ((200, 301), (301, 302), (302, 349), (349, 351), (351, 381), (381, 382), (382, 450)):
        fill("days.db", made, range(begin, end), told)
        found += lines("watch", "days.db", *OPTIONS)
    plain = [{key: alarm[key] for key in alarm if key not in ("found", "evidence")} for alarm in found]
    expect(plain == [{key: alarm[key] for key in alarm if key not in ("found", "evidence")} for alarm in whole], "a run a day finds what one run finds:\n%r\n%r" % (plain, whole))


def years_later(made):
    """Twelve years of days, weeks and months: runs that only see the last years find what one run over all of them finds, and do so
    where what is older is gone."""
    def seldom(day):
        dice = random.Random(day)
        return {pair: sum(dice.random() < (0.4 if day // 700 % 2 else 0.1) for _ in range(3)) + 25 * (pair == PAIRS[day % 3] and day % 1111 < 20)
                + 60 * (pair == PAIRS[1] and 4200 <= day < 4212) for pair in PAIRS}

    def plain(which):
        return [{key: value for key, value in alarm.items() if key not in ("found", "evidence", "id", "list")} for alarm in which]
    ends = (3000, 3400, 3700, 4100, 4103, 4107, 4380)
    found, short = {"day": [], "week": [], "month": []}, {}
    for begin, end in zip((0, *ends), ends):
        fill("long.db", made, range(begin, end, 4), seldom)
        if end == ends[-1]:
            fill("short.db", made, range(begin, end, 4), seldom)
        for step in found:
            new = lines("watch", "long.db", *OPTIONS, "--step", step)
            found[step] += new
            if end == ends[-1]:
                short[step] = (new, lines("watch", "short.db", *OPTIONS, "--step", step))
        if end == ends[-2]:
            shutil.copy("long.db", "short.db")
            database = sqlite3.connect("short.db")
            old = (START + timedelta(980)).isoformat()
            database.execute("DELETE FROM event WHERE date_to < ?", (old,))
            database.execute("DELETE FROM report WHERE published < ?", (old,))
            database.commit()
            database.close()
    for step in found:
        whole = lines("watch", "long.db", *OPTIONS, "--step", step, "--list", "anew " + step)
        expect(plain(found[step]) == plain(whole) and any(alarm["date"] > "2031" for alarm in whole), "%s: the same in many runs: %r" % (step, [alarm for alarm in plain(found[step]) + plain(whole) if (alarm in plain(whole)) != (alarm in plain(found[step]))]))
        expect(plain(short[step][0]) == plain(short[step][1]), "%s: what is long gone is not needed: %r" % (step, short[step]))


def judged(found):
    one = next(alarm for alarm in found if alarm["unit"] == "POL>SWE")
    other = next(alarm for alarm in found if alarm["unit"] == "FRA>ESP")
    expect(run("alarms", "whole.db", "--acknowledge", one["id"], "--who", "ana")[0] == 0, "acknowledged")
    expect(run("alarms", "whole.db", "--mute", other["id"], "--who", "ben", "--note", "a drill")[0] == 0, "muted")
    muted = lines("alarms", "whole.db", "--state", "muted")
    expect([(a["id"], a["note"], a["who"]) for a in muted] == [(other["id"], "a drill", "ben")], "who said what: %r" % muted)
    expect({a["id"] for a in lines("alarms", "whole.db", "--state", "open")} == {a["id"] for a in found} - {one["id"], other["id"]}, "the rest is open")
    audit = sqlite3.connect("whole.db").execute("SELECT who, what, about FROM audit ORDER BY number").fetchall()
    expect(audit == [("ana", "alarm", one["id"]), ("ben", "alarm", other["id"])], "the audit: %r" % audit)
    expect(run("alarms", "whole.db", "--open", "a:0000000000000000")[0] == 2, "no such alarm")


def muted_later(made):
    fill("whole.db", made, range(450, 480), lambda day: {**told(day), PAIRS[1]: 150 if day == 470 else 1, PAIRS[2]: 150 if day == 471 else 1})
    new = {(a["unit"], a["state"]) for a in lines("watch", "whole.db", *OPTIONS)}
    expect(("FRA>ESP", "muted") in new and ("PER>CHL", "open") in new, "what is found of a muted unit is muted: %r" % new)
    before = lines("alarms", "whole.db", "--newest", "-n", 1)
    expect(before[0]["date"] == max(a["date"] for a in lines("alarms", "whole.db")), "the newest first")
    every = lines("alarms", "whole.db")
    loudest = lines("alarms", "whole.db", "--loudest", "-n", 3)
    expect([a["score"] for a in loudest] == sorted((a["score"] for a in every), reverse=True)[:3] and loudest != every[:3], "the loudest first: %r" % [a["score"] for a in loudest])
    lists = {a["list"] for a in every}
    lines("watch", "whole.db", *OPTIONS, "--list", "mine", "--source", "PER")
    mine = lines("alarms", "whole.db", "--list", "mine")
    expect(len(lists) == 1 and mine and {a["unit"] for a in mine} - {"*"} == {"PER>CHL"}, "lists are told apart: %r" % mine)


def grouped(made):
    """Alarms that rest on the same incidents are one group, of whatever units and lists; those that share less than half, or nothing, are not."""
    def days(day):
        dice = random.Random(day)
        counts = {pair: sum(dice.random() < 0.1 for _ in range(5)) for pair in [*PAIRS, ("POL", "FRA"), ("ESP", "SWE")]}
        if day == 300:
            counts.update({("POL", "SWE"): 12, ("POL", "FRA"): 40, ("ESP", "SWE"): 30})
        if day == 320:
            counts[("PER", "CHL")] = 40
        return counts
    fill("grouped.db", made, range(330), days)
    burst, other = (START + timedelta(300)).isoformat(), (START + timedelta(320)).isoformat()
    new = lines("watch", "grouped.db", "--by", "actor", "--list", "actors", "--budget", 3) + lines("watch", "grouped.db", "--list", "pairs", "--budget", 3)
    groups = {(alarm["unit"], alarm["date"]): alarm["group"] for alarm in new}
    expect(groups["PER", other] == groups["CHL", other] == groups["PER>CHL", other], "the same events: %r" % groups)
    expect(groups["POL", burst] == groups["FRA", burst] == groups["POL>FRA", burst] != groups["SWE", burst], "12 of 42 and 52 are too few: %r" % groups)
    expect(groups["ESP>SWE", burst] == groups["SWE", burst], "a part of another joins it: %r" % groups)
    expect(groups["POL", burst] != groups["PER", other], "nothing in common: %r" % groups)
    first = {alarm["group"]: alarm["id"] for alarm in reversed(new)}
    expect(all(group[2:] == identity[2:] for group, identity in first.items()), "a group is called after its first alarm")

    told = lines("alarms", "grouped.db", "--groups", "--loudest")
    expect([one["score"] for one in told] == sorted((one["score"] for one in told), reverse=True), "the heaviest group first")
    everyone = [member for one in told for member in [one, *one.get("members", [])]]
    expect(sorted(one["id"] for one in everyone) == sorted(one["id"] for one in new), "all are told, each once")
    for one in told:
        scores = [member["score"] for member in [one, *one.get("members", [])]]
        expect(scores == sorted(scores, reverse=True), "the heaviest of a group first: %r" % scores)
    newest = lines("alarms", "grouped.db", "--groups", "--newest", "-n", 1)
    expect(len(newest) == 1 and newest[0]["date"] == max(one["date"] for one in everyone), "the newest group: %r" % newest)
    table = run("alarms", "grouped.db", "--groups", "--group", groups["PER", other], "--format", "table")[1].splitlines()
    expect(len(table) == 2 and sum(unit in table[1] for unit in ("PER>CHL", "PER", "CHL")) == 3, "one row a group: %r" % table)

    muted = next(one["id"] for one in everyone if (one["unit"], one["date"]) == ("CHL", other))
    run("alarms", "grouped.db", "--mute", muted)
    expect(run("alarms", "grouped.db", "--acknowledge", groups["PER", other], "--who", "ana")[0] == 0, "a group is acknowledged as one")
    states = {one["unit"]: one["state"] for one in lines("alarms", "grouped.db", "--group", groups["PER", other])}
    expect(states == {"PER": "acknowledged", "PER>CHL": "acknowledged", "CHL": "muted"}, "what is muted stays so: %r" % states)
    expect(run("alarms", "grouped.db", "--acknowledge", "g:0000000000000000")[0] == 2, "no such group")


def long_after(made):
    """Who comes long after a group's first alarm does not join it, whatever they share; a gap of all reports is one group in all lists."""
    fill("late.db", made, range(200), lambda day: {pair: 25 if pair == PAIRS[0] and day >= 120 else day % 2 for pair in PAIRS})
    fill("late.db", made, range(230, 260), lambda day: {pair: day % 2 for pair in PAIRS})
    day = lines("watch", "late.db", "--list", "days", "--side", "up", *OPTIONS)
    country = lines("watch", "late.db", "--by", "country", "--list", "countries", "--side", "up", *OPTIONS)
    gaps = [alarm["group"] for alarm in day + country if alarm["kind"] == "volume-gap"]
    expect(len(gaps) == 2 and len(set(gaps)) == 1, "one gap: %r" % gaps)
    database = sqlite3.connect("late.db")
    database.execute("UPDATE alarm SET first_day = first_day - 40, last_day = last_day - 40")
    database.commit()
    database.close()
    later = lines("watch", "late.db", "--by", "country", "--list", "again", "--side", "up", *OPTIONS)
    expect(later and not {alarm["group"] for alarm in later} & {alarm["group"] for alarm in day + country}, "too long ago: %r" % later)


def killed(made):
    fill("killed.db", made, range(450), told)
    for wait in (0.0, 0.005, 0.01, 0.02, 0.04):
        process = subprocess.Popen([PROGRAM, "watch", "killed.db", *map(str, OPTIONS)], stdout=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    lines("watch", "killed.db", *OPTIONS)
    expect([a["id"] for a in lines("alarms", "killed.db")] == [a["id"] for a in lines("alarms", "whole.db")][:len(lines("alarms", "killed.db"))], "a kill loses and doubles nothing")


def silence(made):
    """Weeks in which nothing was read are no calm: they are told, for the whole corpus, in days and in weeks."""
    fill("silent.db", made, range(200), told)
    early = lines("watch", "silent.db", *OPTIONS)
    fill("silent.db", made, range(260, 300), told)
    found = early + lines("watch", "silent.db", *OPTIONS)
    gaps = [(alarm["since"], alarm["date"], alarm["value"]) for alarm in found if alarm["kind"] == "volume-gap"]
    expect(gaps == [((START + timedelta(200)).isoformat(), (START + timedelta(210)).isoformat(), 0)], "told once: %r" % found)
    weeks = [alarm for alarm in lines("watch", "silent.db", *OPTIONS, "--step", "week", "--no-keep") if alarm["kind"] == "volume-gap"]
    expect([(alarm["unit"], alarm["value"]) for alarm in weeks] == [("*", 0)], "in weeks as well: %r" % weeks)


def unfinished(made):
    """The week that has just begun is not over: that little was read and told in it until now is no alarm."""
    fill("steady.db", made, range(300), lambda day: {pair: 10 + day % 3 for pair in PAIRS})
    found = lines("watch", "steady.db", "--budget", 1, "--step", "week", "--no-keep")
    expect(found == [], "nothing is said of it: %r" % found)


def quiet(made):
    fill("quiet.db", made, range(200), lambda day: {})
    expect(lines("watch", "quiet.db") == [] and lines("alarms", "quiet.db") == [], "nothing happened")
    expect(run("watch", "none.db")[0] == 3 and not os.path.exists("none.db"), "a store that is not there is not made")
    expect(run("alarms", "none.db")[0] == 3 and run("alarms", "quiet.db", "--state", "loud")[0] == 2, "wrong use")


def main():
    with empty_room():
        stores = {name: seed(name) for name in ("whole.db", "days.db", "killed.db", "silent.db", "steady.db", "long.db", "quiet.db", "grouped.db", "late.db")}
        found = found_once(stores["whole.db"])
        print("found_once")
        day_by_day(stores["days.db"], found)
        print("day_by_day")
        years_later(stores["long.db"])
        print("years_later")
        killed(stores["killed.db"])
        print("killed")
        judged(found)
        muted_later(stores["whole.db"])
        print("judged, muted_later")
        grouped(stores["grouped.db"])
        long_after(stores["late.db"])
        print("grouped, long_after")
        silence(stores["silent.db"])
        unfinished(stores["steady.db"])
        quiet(stores["quiet.db"])
        print("silence, unfinished, quiet")


if __name__ == "__main__":
    main()
