#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Early warning over series as a user meets it: forecasts that know what is likely, alarms that keep their budget, changes at
their place; the future has no influence; bad rows are told with their place and the rest is used.

usage: watch.py VEDETTE
"""
import gzip
import json
import random
import statistics
from datetime import date, timedelta

from program import empty_room, expect, lines, run, zstd


def write(name, rows, header="unit,date,value"):
    with open(name, "w", encoding="utf-8") as out:
        out.write("\n".join([header] + [",".join(map(str, row)) for row in rows]) + "\n")
    return name


def month(number):
    return "%04d-%02d" % (2000 + number // 12, number % 12 + 1)


def forecasts():
    dice = random.Random(1)
    rows = []
    for unit in range(30):
        level = dice.choice((0, 0, 2, 20, 300))
        for step in range(120):
            rows.append(("u%02d" % unit, month(step), int(dice.expovariate(1 / level)) if level else 0))
    path = write("months.csv", rows)
    arguments = ("--origin", month(100), "--horizon", "1-3", "--draws", 100, "--seed", 7, "--over", "25,100")
    found = lines("forecast", "--series", path, *arguments)
    expect(len(found) == 30 * 3, "a line a unit and horizon: %d" % len(found))
    expect([(f["unit"], f["target"]) for f in found] == sorted((f["unit"], f["target"]) for f in found), "sorted by unit and target")
    for line in found:
        expect(len(line["draws"]) == 100 and all(draw >= 0 and draw == int(draw) for draw in line["draws"]), "draws are counts: %r" % line)
        chances = [line[key][over] for key in ("p_over", "p_any") for over in ("25", "100")]
        expect(all(0 < chance < 1 for chance in chances), "no chance is 0 or 1: %r" % line)
        expect(line["p_over"]["25"] <= line["p_any"]["25"], "one value over it is at least one: %r" % line)
        expect(line["quantiles"]["0.05"] <= line["quantiles"]["0.5"] <= line["quantiles"]["0.95"], "quantiles rise: %r" % line)
    level = {unit: sum(value for name, when, value in rows if name == unit and when <= month(100)) / 101 for unit in {row[0] for row in rows}}
    expect(all(f["mean"] < 60 for f in found if level[f["unit"]] == 0), "where nothing ever happened little is expected")
    expect(all(f["mean"] > 30 for f in found if level[f["unit"]] > 200), "where much happens much is expected")
    cut = write("cut.csv", [row for row in rows if row[1] <= month(100)])
    expect(lines("forecast", "--series", cut, *arguments) == found, "what comes after the origin has no influence")
    dice.shuffle(rows)
    expect(lines("forecast", "--series", write("shuffled.csv", rows), *arguments) == found, "the order of rows has no influence")
    with gzip.open("months.csv.gz", "wb") as out:
        out.write(open(path, "rb").read())
    with open("months.csv.zst", "wb") as out:
        out.write(zstd(open(path, "rb").read()))
    for packed in ("months.csv.gz", "months.csv.zst"):
        expect(lines("forecast", "--series", packed, *arguments) == found, packed + " is recognised")
    plain = lines("forecast", "--series", path, "--origin", month(100), "--model", "last-12", "--horizon", 1)
    own = sorted(value for name, when, value in rows if name == plain[0]["unit"] and month(88) < when <= month(100))
    expect(plain[0]["quantiles"]["0.95"] == own[-1] and abs(plain[0]["mean"] - sum(own) / 12) < 1e-3, "last-12 is the last twelve")


def alarms():
    dice = random.Random(2)
    rows, burst = [], {}
    start = date(2010, 1, 4)
    for unit in range(40):
        burst[unit] = 300 + 3 * unit
        for week in range(520):
            value = sum(dice.random() < 0.05 for _ in range(100)) + (40 if week == burst[unit] else 0)
            rows.append(("s%02d" % unit, (start + timedelta(7 * week)).isoformat(), value))
    path = write("weeks.csv", rows)
    for budget in (0.2, 1):
        found = lines("watch", "--series", path, "--budget", budget, "--side", "up")
        caught = {(f["unit"], f["date"]) for f in found}
        wanted = {("s%02d" % unit, (start + timedelta(7 * week)).isoformat()) for unit, week in burst.items()}
        expect(len(wanted & caught) >= 38, "outbreaks are alarms at once, but for one within a running alarm: %d of %d" % (len(wanted & caught), len(wanted)))
        years = 40 * (520 - 26) / 52.18
        expect(len(caught - wanted) <= 1.25 * budget * years, "the budget of %g is kept: %.2f" % (budget, len(caught - wanted) / years))
    expect(len(caught - wanted) >= 0.5 * budget * years, "and made use of: %.2f" % (len(caught - wanted) / years))
    expect(all(f["value"] > f["bound"] > f["expected"] and 0 < f["p"] < 1 for f in found), "a value over its bound")
    middle = (start + timedelta(7 * 400)).isoformat()
    cut = write("cut.csv", [row for row in rows if row[1] <= middle])
    expect(lines("watch", "--series", cut, "--budget", 1, "--side", "up") == [f for f in found if f["date"] <= middle], "alarms do not depend on what follows")
    every = lines("watch", "--series", path, "--budget", 1, "--side", "up", "--all")
    expect([f for f in every if f["kind"] != "level"] == found and len(every) > 40 * 480, "--all has a line a date")


def budgets():
    """Counts whose variance is twice their mean, and nothing in them: a small budget is kept like a large one, and a larger one than
    there are stirs gives no fewer alarms."""
    dice = random.Random(4)
    for name, count, a_year, warm in (("weeks", 420, 52.18, 26), ("months", 160, 12, 12)):
        rows = []
        for unit in range(60):
            mean = dice.choice((0.3, 1, 3))
            for at in range(count):
                when = (date(2010, 1, 4) + timedelta(7 * at)).isoformat() if name == "weeks" else month(at)
                rate, value = dice.gammavariate(mean, 1), 0
                wait = dice.expovariate(1)
                while wait < rate:
                    value, wait = value + 1, wait + dice.expovariate(1)
                rows.append(("u%02d" % unit, when, value))
        path, years, before = write(name + ".csv", rows), 60 * (count - warm) / a_year, 0
        for budget in (0.1, 0.25, 1, 2, 8):
            found = len(lines("watch", "--series", path, "--budget", budget, "--side", "up"))
            share = found / (budget * years)
            expect(share <= (1.25 if budget > 0.1 else 1.5), "%s: the budget of %g is kept: %.2f" % (name, budget, share))
            expect(share >= 0.75 or budget > 1, "%s: and used: %.2f of %g" % (name, share, budget))
            expect(found >= before, "%s: a larger budget, no fewer alarms: %d, %d" % (name, before, found))
            before = found


def levels():
    """A level that doubles: no day of it stands out, but several together do, and it is told once."""
    dice = random.Random(7)
    begin, shift = date(2010, 1, 4), 600
    rows = []
    for unit in range(50):
        for day in range(900):
            mean = 8 if unit < 10 and shift <= day < shift + 30 else 4
            rows.append(("u%02d" % unit, (begin + timedelta(day)).isoformat(), sum(dice.random() < mean / 200 for _ in range(200))))
    path = write("levels.csv", rows)
    options = ("--budget", 0.25, "--side", "up")
    found = lines("watch", "--series", path, *options)
    days = {kind: [(f, (date.fromisoformat(f["date"]) - begin).days - shift, (date.fromisoformat(f["since"]) - begin).days - shift) for f in found if f["kind"] == kind]
            for kind in ("count", "change")}
    risen = [(f["unit"], at, since) for f, at, since in days["change"] if f["unit"] < "u10" and 0 <= at < 30]
    expect(len(risen) >= 6 and len({unit for unit, _, _ in risen}) == len(risen), "most levels are found although no day stands out, and once: %r" % risen)
    expect(all(-2 <= since <= 3 and since < at <= 10 for _, at, since in risen), "soon, and with the day when they began: %r" % risen)
    for f, at, since in days["change"]:
        own = [value for unit, when, value in rows if unit == f["unit"] and f["since"] <= when <= f["date"]]
        expect(len(own) == at - since + 1 and abs(f["value"] - sum(own) / len(own)) < 1e-3, "the value is the mean of the new level: %r" % f)
        expect(f["value"] > f["bound"] > f["expected"] and 0 < f["p"] < 1, "beyond its bound: %r" % f)
    years = 50 * (900 - 90) / 365.25
    expect(len(found) - len(risen) <= 1.25 * 0.25 * years + 3, "both kinds share one budget: %d in %.0f years" % (len(found), years))
    cut = (begin + timedelta(shift + 3)).isoformat()
    expect(lines("watch", "--series", write("cut.csv", [row for row in rows if row[1] <= cut]), *options) == [f for f in found if f["date"] <= cut], "online")
    mirror = lines("watch", "--series", write("mirror.csv", [(unit, when, 30 - value) for unit, when, value in rows]), "--budget", 0.25, "--side", "down", "--type", "sum")
    fallen = [f for f in mirror if f["kind"] == "change" and f["unit"] < "u10" and (begin + timedelta(shift)).isoformat() <= f["date"] < (begin + timedelta(shift + 30)).isoformat()]
    expect(len(fallen) >= 5 and all(f["value"] < f["bound"] < f["expected"] for f in fallen), "levels that fall: %r" % fallen)
    every = lines("watch", "--series", path, *options, "--all")
    expect([f for f in every if f["kind"] != "level"] == found and len({(f["unit"], f["date"]) for f in every if f["kind"] != "change"}) == len(every) - len(days["change"]),
           "--all has each date once, and the changes beside")


def onsets():
    """Where trouble follows soon on any stir, however small, a small one of late says more than a large one of long ago."""
    dice = random.Random(11)
    rows = []
    for unit in range(60):
        values, stir = [0] * 160, -100
        for step in range(150):
            if dice.random() < 0.03:
                values[step], stir = dice.choice((1, 1, 2, 20)), step
            elif 0 < step - stir <= 3 and dice.random() < 0.25:
                values[step] = 40
        values[130:] = [0] * 30
        values[{0: 158, 1: 148}.get(unit, 0)] = {0: 1, 1: 20}.get(unit, 0)
        rows += [("u%02d" % unit, month(step), value) for step, value in enumerate(values)]
    found = lines("forecast", "--series", write("stirs.csv", rows), "--origin", month(159), "--horizon", 3)
    chance = {f["unit"]: f["p_any"]["25"] for f in found}
    expect(chance["u00"] > 2 * chance["u01"], "the late stir says more: %r" % {unit: chance[unit] for unit in ("u00", "u01", "u02")})


STEPS = {"days": (500, lambda n: (date(2020, 1, 1) + timedelta(n)).isoformat()), "weeks": (300, lambda n: (date(2010, 1, 4) + timedelta(7 * n)).isoformat()),
         "months": (150, month)}


def draw(dice, mean):
    return sum(dice.random() < mean / 1000 for _ in range(1000))


def volumes():
    """What is told in the measure of what was read is no alarm; what rises beyond it is one."""
    for step, (count, name) in STEPS.items():
        dice = random.Random(8)
        rows = []
        for unit in range(20):
            for n in range(count):
                more = 5 if n in (count - 40, count - 39) else 1
                loud = 9 if n == count - 20 and unit == 0 else 1
                rows.append(("u%02d" % unit, name(n), draw(dice, 12 * more * loud), 1000 * more + dice.randint(-50, 50)))
        for volume in (True, False):
            path = write("read.csv", rows if volume else [row[:3] for row in rows], "unit,date,value" + ",volume" * volume)
            found = lines("watch", "--series", path, "--budget", 0.5, "--side", "up")
            followed = {f["unit"] for f in found if name(count - 40) <= f["date"] <= name(count - 39)}
            expect(len(followed) <= 2 if volume else len(followed) > 10, "%s: what follows the volume is no alarm: %r" % (step, followed))
            expect(("u00", name(count - 20)) in {(f["unit"], f["date"]) for f in found}, "%s: what rises alone is one" % step)


def gaps():
    """Far less was read than usual: told once, not taken for calm, and no alarm when reading goes on as before."""
    for step, (count, name) in STEPS.items():
        dice = random.Random(3)
        begin, end = count * 4 // 7, count * 5 // 7
        rows = [("A>B", name(n), 0 if begin <= n < end else draw(dice, 40), 20 if begin <= n < end else dice.randint(900, 1100)) for n in range(count)]
        found = lines("watch", "--series", write("read.csv", rows, "unit,date,value,volume"), "--budget", 0.1, "--side", "up")
        expect([f["date"] for f in found if f["kind"] == "volume-gap"][:1] == [name(begin)], "%s: a gap in what was read is told, as it begins: %r" % (step, found))
        expect(len([f for f in found if f["kind"] == "volume-gap"]) == 1 and not [f for f in found if name(end) <= f["date"]], "%s: once, and its end is no alarm: %r" % (step, found))


def long_silence():
    """After a long time without rows an old baseline is believed less."""
    dice = random.Random(9)
    rows = [("u%02d" % unit, (date(2020, 1, 1) + timedelta(n)).isoformat(), draw(dice, 20)) for unit in range(10) for n in range(300)]
    scores = {}
    for gap in (0, 60):
        late = [(unit, when if when < "2020-09-01" else (date.fromisoformat(when) + timedelta(gap)).isoformat(), value) for unit, when, value in rows]
        every = lines("watch", "--series", write("silence.csv", late), "--all", "--side", "up")
        scores[gap] = [f["score"] for f in every if f["unit"] == "u00" and f["kind"] == "level"][-40:]
    expect(all(abs(after) < abs(before) or before == 0 for before, after in zip(scores[0], scores[60])), "scores after a gap are smaller: %r" % scores)


def named_methods():
    """Published rules: their bounds are what anybody gets who computes them, and they find what stands out."""
    dice = random.Random(5)
    weeks = [(date(2012, 1, 2) + timedelta(7 * week)).isoformat() for week in range(480)]
    values = [sum(dice.random() < 0.1 for _ in range(60)) for _ in weeks]
    values[400] = 40
    rows = [("a", when, value) for when, value in zip(weeks, values)]
    path = write("weeks.csv", rows)
    for method, lag in (("ears-c1", 0), ("ears-c2", 2)):
        found = {f["date"]: f for f in lines("watch", "--series", path, "--method", method, "--all", "--alpha", 0.01)}
        expect(len(found) == len(weeks) - 7 - lag, "a line a week that has its history: %s %d" % (method, len(found)))
        for week in (50, 200, 401):
            past = values[week - 7 - lag:week - lag]
            bound = statistics.mean(past) + statistics.NormalDist().inv_cdf(0.99) * statistics.stdev(past)
            expect(abs(found[weeks[week]]["bound"] - bound) < 1e-3, "the bound of %s is mean and deviations: %r" % (method, found[weeks[week]]))
    for method in ("farrington", "farrington-flexible", "ears-c1", "ears-c2", "ears-c3"):
        found = lines("watch", "--series", path, "--method", method)
        seen = weeks[401 if method == "ears-c3" else 400]  # C3 sums what the two before left over
        expect(seen in [f["date"] for f in found], "%s sees the outbreak: %r" % (method, found))
        if method.startswith("farrington"):  # the outbreak stands among the weeks of the year before, and counts for little
            later = [f for f in lines("watch", "--series", path, "--method", method, "--all") if f["date"] in weeks[450:456]]
            expect(len(later) == 6 and max(f["bound"] for f in later) < 18, "%s forgets the outbreak: %r" % (method, later))
        expect(len(found) <= 14, "%s is silent otherwise: %d" % (method, len(found)))
    found = {f["date"]: f for f in lines("watch", "--series", path, "--method", "farrington-flexible", "--all")}
    expect(all(4 < f["expected"] < 9 for f in found.values()), "what is expected is about the mean of 6")
    expect(max(f["bound"] for f in found.values()) < 25, "the outbreak does not lift later bounds")
    delta = lines("watch", "--series", path, "--method", "farrington-flexible", "--threshold", "delta", "--all")
    expect(delta[-1]["bound"] != int(delta[-1]["bound"]), "delta has no whole bound")
    for wrong in (("--method", "guess"), ("--threshold", "muan"), ("--years", 0), ("--baseline", 1), ("--alpha", 2)):
        status, _, err = run("watch", "--series", path, "--method", "ears-c1", *wrong)
        expect(status == 2 and str(wrong[0]) in err, "%r is refused: %d %s" % (wrong, status, err))


def changes():
    dice = random.Random(4)
    rows = [("a", (date(2020, 1, 1) + timedelta(day)).isoformat(), dice.gauss(0 if day < 100 else 4, 1)) for day in range(200)]
    rows += [("b", when, dice.gauss(0, 1)) for _, when, _ in rows[:200]]
    found = lines("changes", "--series", write("levels.csv", rows))
    expect([f["unit"] for f in found] == ["a"] and abs((date.fromisoformat(found[0]["date"]) - date(2020, 4, 10)).days) <= 1, "one change, at its place: %r" % found)
    expect(abs(found[0]["before"]) < 0.5 and abs(found[0]["after"] - 4) < 0.5 and 0.5 <= found[0]["probability"] < 1, "its levels: %r" % found)


def analogues():
    dice = random.Random(6)
    course = [1, 2, 4, 8, 16, 32]
    rows = []
    for unit in range(6):
        values = [dice.randint(0, 3) for _ in range(120)]
        if unit == 3:
            values[60:66], values[66:68] = course, [64, 128]
        if unit == 5:
            values[114:120] = course
        rows += [("u%d" % unit, month(step), value) for step, value in enumerate(values)]
    path = write("courses.csv", rows)
    found = lines("analogues", "--series", path, "--unit", "u5", "--window", 6, "--horizon", 2, "-n", 5)
    cases, outcomes = [f for f in found if "similarity" in f], [f for f in found if "quantiles" in f]
    expect((cases[0]["unit"], cases[0]["date"], cases[0]["similarity"]) == ("u3", month(65), 1), "the same course is the nearest: %r" % cases[0])
    expect(cases[0]["before"] == course and cases[0]["values"] == [64, 128], "what went before and what followed: %r" % cases[0])
    expect([c["similarity"] for c in cases] == sorted((c["similarity"] for c in cases), reverse=True) and len(cases) == 5, "the nearest first")
    expect(all(c["date"] <= month(117) for c in cases) and not any(c["unit"] == "u5" and c["date"] > month(113) for c in cases), "the sequel was known, and the present is no analogue of itself")
    near = [c for c in cases if c["unit"] == "u3" and month(60) <= c["date"] <= month(70)]
    expect(len(near) == 1, "windows that overlap count once: %r" % near)
    expect([f["target"] for f in outcomes] == [month(120), month(121)] and outcomes[0]["cases"] == 5, "what followed: %r" % outcomes)
    cut = write("cut.csv", [row for row in rows if row[1] <= month(90)])
    options = ("--unit", "u3", "--origin", month(90), "--window", 6)
    expect(lines("analogues", "--series", path, *options) == lines("analogues", "--series", cut, *options), "what comes after the origin has no influence")
    expect(run("analogues", "--series", path, "--unit", "none")[0] == 2 and run("analogues", "--series", path)[0] == 2, "no such unit")


def bad_input():
    rows = ["unit,date,value", "a,2020-01,1", "a,2020-02,many", "a,2020-13,1", "a,2020-03,nan", "a,2020-01,2", ",2020-04,1", "a,2020-05-06,1", "a,2020-04,1e400", "a,2020-06,3"]
    with open("bad.csv", "w", encoding="utf-8") as out:
        out.write("\n".join(rows))
    status, out, err = run("forecast", "--series", "bad.csv", "--horizon", 1)
    said = err.splitlines()
    expect(status == 1 and len(out.splitlines()) == 1 and json.loads(out)["origin"] == "2020-06", "the good rows are used: %d %s" % (status, out))
    for number, column, what in ((3, 11, "many"), (4, 3, "2020-13"), (5, 11, "nan"), (6, 3, "second"), (7, 1, "unit"), (8, 3, "months"), (9, 11, "1e400")):
        expect(any(line.startswith("vedette: bad.csv:%d:%d: " % (number, column)) and what in line and "(byte " in line for line in said), "line %d is told: %s" % (number, err))
    expect(len(said) == 7, "and nothing else: %s" % err)
    write("negative.csv", [("a", "2020-01", -1), ("a", "2020-02", 1)])
    expect(run("changes", "--series", "negative.csv", "--type", "count")[0] == 1 and run("changes", "--series", "negative.csv")[0] == 0, "a negative count")
    whole = gzip.compress(b"unit,date,value\n" + b"".join(b"u%05d,2020-01,%d\n" % (n, n * n % 977) for n in range(20000)))
    with open("cut.csv.gz", "wb") as out:
        out.write(whole[:len(whole) // 2])
    status, out, err = run("forecast", "--series", "cut.csv.gz", "--horizon", 1)
    expect(status == 1 and len(out.splitlines()) > 1000 and "damaged" in err and "cut.csv.gz:" in err, "a file that was cut off is used up to there: %d %s" % (status, err))
    write("header.csv", [], "unit,when,value")
    expect(run("watch", "--series", "header.csv")[0] == 2, "a header without a date")
    write("empty.csv", [])
    for path in ("empty.csv", "/dev/null"):
        for command in ("forecast", "watch", "changes"):
            expect(run(command, "--series", path) == (0, "", ""), "%s of nothing is nothing" % command)
    expect(run("forecast", "--series", "bad.csv", "--origin", "2020-01-01", "-q")[0] == 2, "an origin of another step")
    expect(run("forecast", "--series", "none.csv")[0] == 1 and run("forecast")[0] == 2, "no file")
    write("one.csv", [("a", "2020-01", 5)])
    write("zeros.csv", [("a", month(step), 0) for step in range(60)])
    write("large.csv", [("a", month(step), 10 ** 15 - step) for step in range(60)])
    for path in ("one.csv", "zeros.csv", "large.csv"):
        for line in lines("forecast", "--series", path, "--horizon", "1-2") + lines("watch", "--series", path, "--all") + lines("changes", "--series", path):
            expect("nan" not in json.dumps(line).lower() and "null" not in json.dumps(line), "%s: %r" % (path, line))
    late = lines("forecast", "--series", "one.csv", "--origin", "2035-01", "--horizon", 1)
    expect(late[0]["target"] == "2035-02", "an origin long after the last row")


def main():
    with empty_room():
        for test in (forecasts, onsets, alarms, budgets, levels, volumes, gaps, long_silence, named_methods, changes, analogues, bad_input):
            test()
            print(test.__name__)


if __name__ == "__main__":
    main()
