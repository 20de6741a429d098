#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Backtests as a user meets them: the scores are what the forecasts' own draws give, the future has no influence, a store's are on
what had arrived, and a plain benchmark that does better is used.

usage: backtest.py VEDETTE
"""
import json
import random

import alarms
from program import empty_room, expect, lines, run


def month(number):
    return "%04d-%02d" % (2010 + number // 12, number % 12 + 1)


def table(name, steps=96):
    dice = random.Random(5)
    values = {}
    for unit in range(12):
        level = (0, 3, 30, 150)[unit % 4]
        for step in range(steps):
            values["u%02d" % unit, step] = int(dice.expovariate(1 / level)) if level else 0
    with open(name, "w", encoding="utf-8") as out:
        out.write("unit,date,value\n" + "".join("%s,%s,%d\n" % (unit, month(step), value) for (unit, step), value in values.items()))
    return values


def crps(draws, value):
    n = len(draws)
    return sum(abs(draw - value) for draw in draws) / n - sum(abs(a - b) for a in draws for b in draws) / (2 * n * n)


def scores():
    values = table("counts.csv")
    rows = lines("backtest", "--series", "counts.csv", "--from", month(80), "--to", month(84), "--horizon", 2, "--draws", 50, "--over", "25")
    models = {row["model"]: row for row in rows if row["section"] == "Forecasts"}
    expect(set(models) == {"vedette", "last-12", "nb-12", "last value", "zero"}, "all models: %r" % models)
    for name, option in (("vedette", "auto"), ("last-12", "last-12")):
        found = lines("forecast", "--series", "counts.csv", "--origin", "%s..%s" % (month(80), month(84)), "--horizon", 2, "--draws", 50, "--model", option)
        steps = {month(step): step for step in range(96)}
        mine = [crps(line["draws"], values[line["unit"], steps[line["target"]]]) for line in found]
        expect(models[name]["forecasts"] == len(found) == 120, "as many: %r" % models[name])
        expect(abs(models[name]["CRPS"] - sum(mine) / len(mine)) < 1e-3, "the CRPS of %s: %r, not %r" % (name, models[name], sum(mine) / len(mine)))
        chance = [row for row in rows if row["section"] == "Chances" and row["chance"] == "the target"][0]
        brier = [(line["p_over"]["25"] - (values[line["unit"], steps[line["target"]]] >= 25)) ** 2 for line in found]
        expect(abs(chance[name] - sum(brier) / len(brier)) < 2e-3, "the Brier score of %s: %r" % (name, chance))
    expect(abs(models["last-12"]["skill"]) < 1e-9 and models["zero"]["skill"] < 0, "skill against the last twelve")
    covered = [row for row in rows if row["section"] == "Coverage by outcome"]
    expect(sum(row["forecasts"] for row in covered) == 120, "every forecast lies in a bin: %r" % covered)
    expect([row["base rate"] for row in rows if row["section"] == "Chances"][0] > 0, "base rates")
    again = lines("backtest", "--series", "counts.csv", "--from", month(80), "--to", month(84), "--horizon", 2, "--draws", 50, "--over", "25")
    expect(again == rows, "the same again")


def misses():
    values = table("spike.csv")
    with open("spike.csv", "a", encoding="utf-8") as out:
        for step in range(96):
            out.write("calm,%s,%d\n" % (month(step), 900 if step == 90 else step % 2))
    rows = lines("backtest", "--series", "spike.csv", "--from", month(84), "--to", month(89))
    first = rows[0]
    expect(first["section"] == "Last period's misses" and first["unit"] == "calm" and first["date"] == month(90) and first["value"] == 900, "the miss on top: %r" % first)
    alarm = [row for row in lines("backtest", "--series", "spike.csv", "--from", month(84), "--to", month(92)) if row["section"] == "Alarms"][0]
    expect(alarm["onsets"] >= 1 and alarm["caught"] >= 1 and alarm["delay in steps"] >= 0, "the onset is caught: %r" % alarm)


def of_a_store():
    made = alarms.seed("days.db")
    alarms.fill("days.db", made, range(260), lambda day: {("POL", "SWE"): random.Random(day).randint(0, 6), ("FRA", "ESP"): (day // 7) % 2 * 4})
    options = ("--step", "week", "--from", "2020-07-06", "--to", "2020-08-03", "--draws", 60)
    rows = lines("backtest", "days.db", *options)
    expect({row["model"] for row in rows if row["section"] == "Forecasts"} >= {"vedette", "last-12"}, "a scorecard: %r" % rows[:3])
    import sqlite3
    kept = sqlite3.connect("days.db").execute("SELECT about, body, plain FROM scorecard").fetchall()
    expect(len(kept) == 1 and kept[0][0] == "dyad week incidents", "the scorecard is kept: %r" % kept)
    sections = {section["title"]: section for section in json.loads(kept[0][1])}
    expect(len(sections["Forecasts"]["rows"]) == 5 and sections["Forecasts"]["columns"][0] == "model", "with its sections")
    plain = [name for name in kept[0][2].split("\n") if name]
    models = {line["unit"]: line["model"] for line in lines("forecast", "days.db", "--step", "week", "--horizon", 1)}
    expect(all((models[unit] == "last-12") == (unit in plain) for unit in models), "who does better is used: %r %r" % (plain, models))
    late = sqlite3.connect("days.db")
    late.execute("UPDATE report SET arrived = '2020-12-31T00:00:00Z' WHERE published >= '2020-06-01'")
    late.commit()
    late.close()
    before = [row for row in rows if row["section"] == "Forecasts"][0]
    after = [row for row in lines("backtest", "days.db", *options) if row["section"] == "Forecasts"][0]
    expect(before != after, "what had not arrived was not known: %r" % after)
    same = [row for row in lines("backtest", "days.db", *options, "--known", "published") if row["section"] == "Forecasts"][0]
    expect(same == before, "by their publication they were: %r %r" % (before, same))


def wrong_use():
    expect(run("backtest", "--series", "counts.csv")[0] == 2, "no origins")
    expect(run("backtest", "--series", "counts.csv", "--from", "2015-01-01", "--to", "2015-02-01")[0] == 2, "origins of another step")
    expect(run("backtest", "--series", "counts.csv", "--from", "2030-01", "--to", "2031-01")[0] == 2, "nothing to compare with")
    expect(run("backtest", "none.db", "--from", "2015-01", "--to", "2015-02")[0] == 3, "no store")
    status, out, _ = run("backtest", "--series", "counts.csv", "--from", month(80), "--to", month(81), "-f", "table")
    expect(status == 0 and "Forecasts." in out and "vedette" in out, "a table")


def main():
    with empty_room():
        for test in (scores, misses, of_a_store, wrong_use):
            test()
            print(test.__name__)


if __name__ == "__main__":
    main()
