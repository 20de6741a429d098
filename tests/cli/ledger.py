# SPDX-License-Identifier: Apache-2.0
"""The ledger as a user meets it: sequences of reports in, kinds, parties, deadlines and states out.

usage: tests/cli/ledger.py VEDETTE

Each sequence is coded into a store of its own. What is asserted is what an analyst would miss: that the entry is there, of
its kind, by and to the right ones, and what became of it on the day of looking.
"""
import concurrent.futures
import json
import os
import sqlite3
import subprocess
import tempfile

from program import PROGRAM, SANITIZED, lines, records, vedette

# (name, reports (day, text), the day of looking, kind, issuer, addressee or None, content or None, the states it went through)
SEQUENCES = [
    # --- threats
    ("threat open", [("2021-12-02", "North Korea threatened to attack South Korea.")], "2021-12-20",
     "threat", "PRK", "KOR", "ASSAULT", "open"),
    ("threat with a condition", [("2021-03-02", "Turkey threatened to invade Syria unless the militia withdraws.")], "2021-03-20",
     "threat", "TUR", "SYR", "ASSAULT", "open"),
    ("threat carried out", [("2021-12-02", "North Korea threatened to attack South Korea."),
                            ("2021-12-20", "North Korea attacked South Korea on Monday.")], "2022-01-20",
     "threat", "PRK", "KOR", "ASSAULT", "open carried-out"),
    ("threat carried out by the army", [("2020-05-02", "Turkey threatened to attack Syria."),
                                        ("2020-05-12", "Turkish troops attacked Syrian forces on Tuesday.")], "2020-06-01",
     "threat", "TUR", "SYR", "ASSAULT", "open carried-out"),
    ("threat of sanctions carried out", [("2021-06-02", "The United States threatened to impose sanctions on Belarus."),
                                         ("2021-06-21", "The United States imposed sanctions on Belarus on Monday.")], "2021-07-01",
     "threat", "USA", "BLR", "SANCTION", "open carried-out"),
    ("threat met", [("2021-12-02", "The United States threatened to impose sanctions on Iran unless it halts enrichment."),
                    ("2021-12-20", "Iran halted enrichment on Monday.")], "2022-01-01",
     "threat", "USA", "IRN", "SANCTION", "open met"),
    ("threat withdrawn", [("2021-12-02", "North Korea threatened to attack South Korea."),
                          ("2021-12-12", "North Korea withdrew its threat to attack South Korea.")], "2022-01-01",
     "threat", "PRK", "KOR", "ASSAULT", "open withdrawn"),
    ("threat dropped", [("2019-06-02", "The United States threatened to impose tariffs on Mexico."),
                        ("2019-06-08", "The United States dropped its threat to impose tariffs on Mexico.")], "2019-07-01",
     "threat", "USA", "MEX", "SANCTION", "open withdrawn"),
    ("threat expired without a deadline", [("2020-01-02", "North Korea threatened to attack South Korea."),
                                           ("2020-09-02", "Heavy rain fell in Paris.")], None,
     "threat", "PRK", "KOR", "ASSAULT", "open expired"),
    ("threat expired by its deadline", [("2021-12-02", "The United States threatened to impose sanctions on Iran unless it halts enrichment by December 31.")],
     "2022-01-10", "threat", "USA", "IRN", "SANCTION", "open expired"),
    ("threat carried out after its deadline", [
        ("2021-12-02", "The United States threatened to impose sanctions on Iran unless it halts enrichment by December 31."),
        ("2022-01-05", "The United States imposed sanctions on Iran on Wednesday.")], "2022-02-01",
     "threat", "USA", "IRN", "SANCTION", "open expired carried-out"),
    ("threat made again", [("2020-01-02", "North Korea threatened to attack South Korea."),
                           ("2020-01-12", "North Korea withdrew its threat to attack South Korea."),
                           ("2020-02-12", "North Korea threatened to attack South Korea again.")], "2020-03-01",
     "threat", "PRK", "KOR", "ASSAULT", "open withdrawn open"),
    ("another's act changes nothing", [("2021-12-02", "North Korea threatened to attack South Korea."),
                                       ("2021-12-20", "Iran attacked Iraq on Monday.")], "2022-01-01",
     "threat", "PRK", "KOR", "ASSAULT", "open"),
    ("what is only feared changes nothing", [("2021-12-02", "North Korea threatened to attack South Korea."),
                                             ("2021-12-20", "South Korea fears that North Korea may attack it.")], "2022-01-01",
     "threat", "PRK", "KOR", "ASSAULT", "open"),
    ("what was before changes nothing", [("2021-12-02", "North Korea attacked South Korea on Monday."),
                                         ("2021-12-20", "North Korea threatened to attack South Korea.")], "2022-01-01",
     "threat", "PRK", "KOR", "ASSAULT", "open"),
    ("the other way round changes nothing", [("2021-12-02", "Israel threatened to attack Iran."),
                                             ("2021-12-20", "Iran attacked Israel on Monday.")], "2022-01-01",
     "threat", "ISR", "IRN", "ASSAULT", "open"),
    ("a warning of one's own act is a threat", [("2021-12-02", "Russia warned that it would respond militarily if Ukraine joins NATO.")], "2022-01-01",
     "threat", "RUS", None, None, "open"),
    # --- warnings
    ("warning open", [("2021-12-02", "France warned that Iran could attack Israel.")], "2022-01-01",
     "warning", "FRA", None, "ASSAULT", "open"),
    ("warning come true", [("2021-12-02", "France warned that Iran could attack Israel."),
                           ("2022-01-12", "Iran attacked Israel on Wednesday.")], "2022-02-01",
     "warning", "FRA", None, "ASSAULT", "open carried-out"),
    ("warning of an invasion come true", [("2022-01-20", "The United States warned that Russia may invade Ukraine."),
                                          ("2022-02-24", "Russia invaded Ukraine on Thursday.")], "2022-03-01",
     "warning", "USA", None, "ASSAULT", "open carried-out"),
    ("what a warning is of may lie behind it", [("2021-12-08", "France warned that Iran may have attacked Israel on Monday."),
                                                ("2021-12-07", "Iran attacked Israel on Tuesday.")], "2022-02-01",
     "warning", "FRA", None, "ASSAULT", "open"),
    ("warning withdrawn", [("2021-12-02", "France warned that Iran could attack Israel."),
                           ("2021-12-22", "France withdrew its warning.")], "2022-02-01",
     "warning", "FRA", None, "ASSAULT", "open withdrawn"),
    ("warning expired", [("2021-01-02", "France warned that Iran could attack Israel."),
                         ("2021-12-22", "Heavy rain fell in Paris.")], None,
     "warning", "FRA", None, "ASSAULT", "open expired"),
    ("warning said twice", [("2021-12-02", "France warned that Iran could attack Israel."),
                            ("2021-12-09", "France warned again that Iran could attack Israel.")], "2022-01-01",
     "warning", "FRA", None, "ASSAULT", "open"),
    # --- demands
    ("demand open", [("2021-12-02", "Israel demanded that Hamas release the hostages.")], "2021-12-20",
     "demand", "ISR", "PSEREB", "CONCEDE", "open"),
    ("demand met", [("2021-12-02", "Israel demanded that Hamas release the hostages."),
                    ("2021-12-04", "Hamas released the hostages on Saturday.")], "2021-12-20",
     "demand", "ISR", "PSEREB", "CONCEDE", "open met"),
    ("demand met in time", [("2021-12-02", "Israel demanded that Hamas release the hostages within 48 hours."),
                            ("2021-12-03", "Hamas released the hostages on Friday.")], "2021-12-20",
     "demand", "ISR", "PSEREB", "CONCEDE", "open met"),
    ("demand expired by its deadline", [("2021-12-02", "Israel demanded that Hamas release the hostages within 48 hours.")], "2021-12-20",
     "demand", "ISR", "PSEREB", "CONCEDE", "open expired"),
    ("demand expired", [("2021-01-02", "Israel demanded that Hamas release the hostages."),
                        ("2021-12-22", "Heavy rain fell in Paris.")], None,
     "demand", "ISR", "PSEREB", "CONCEDE", "open expired"),
    ("demand withdrawn", [("2021-12-02", "Turkey demanded that Sweden extradite the activists."),
                          ("2022-01-12", "Turkey dropped its demand that Sweden extradite the activists.")], "2022-02-01",
     "demand", "TUR", "SWE", "COOPERATE", "open withdrawn"),
    ("demand met by handing over", [("2021-12-02", "Turkey demanded that Sweden extradite the activists."),
                                    ("2022-01-12", "Sweden extradited the activists to Turkey.")], "2022-02-01",
     "demand", "TUR", "SWE", "COOPERATE", "open met"),
    ("demand of withdrawal met", [("2021-12-02", "Georgia demanded that Russia withdraw its forces."),
                                  ("2022-01-12", "Russia withdrew its forces from Georgia on Wednesday.")], "2022-02-01",
     "demand", "GEO", "RUS", "RETREAT", "open met"),
    ("demand that another meets", [("2021-12-02", "Israel demanded that Hamas release the hostages."),
                                   ("2021-12-04", "Colombia released the prisoners on Saturday.")], "2021-12-20",
     "demand", "ISR", "PSEREB", "CONCEDE", "open"),
    # --- promises
    ("promise open", [("2021-12-02", "Japan promised to send food aid to Yemen.")], "2021-12-20",
     "promise", "JPN", "YEM", "AID", "open"),
    ("promise kept", [("2021-12-02", "Japan promised to send food aid to Yemen."),
                      ("2022-01-12", "Japan sent food aid to Yemen on Wednesday.")], "2022-02-01",
     "promise", "JPN", "YEM", "AID", "open met"),
    ("promise kept within its month", [("2021-12-02", "Japan promised to send food aid to Yemen next month."),
                                       ("2022-01-12", "Japan sent food aid to Yemen on Wednesday.")], "2022-02-01",
     "promise", "JPN", "YEM", "AID", "open met"),
    ("promise expired by its month", [("2021-12-02", "Japan promised to send food aid to Yemen next month.")], "2022-02-10",
     "promise", "JPN", "YEM", "AID", "open expired"),
    ("promise not kept", [("2021-12-02", "Japan promised to send food aid to Yemen."),
                          ("2022-01-12", "Japan did not send food aid to Yemen.")], "2022-02-01",
     "promise", "JPN", "YEM", "AID", "open contradicted"),
    ("promise withdrawn", [("2021-12-02", "Japan promised to send food aid to Yemen."),
                           ("2022-01-12", "Japan withdrew its promise to send food aid to Yemen.")], "2022-02-01",
     "promise", "JPN", "YEM", "AID", "open withdrawn"),
    ("promise expired", [("2021-01-02", "Japan promised to send food aid to Yemen."),
                         ("2021-12-22", "Heavy rain fell in Paris.")], None,
     "promise", "JPN", "YEM", "AID", "open expired"),
    ("promise of defence", [("2021-12-02", "NATO vowed to defend Poland if it is attacked.")], "2022-01-01",
     "promise", "IGONATO", "POL", "SUPPORT", "open"),
    ("pledge of withdrawal kept", [("2020-12-02", "The United States pledged to withdraw its troops from Somalia."),
                                   ("2021-01-17", "The United States withdrew its troops from Somalia on Sunday.")], "2021-02-01",
     "promise", "USA", None, "RETREAT", "open met"),
    ("pledge of release kept", [("2020-12-02", "Ethiopia pledged to release the prisoners."),
                                ("2021-01-17", "Ethiopia released the prisoners on Sunday.")], "2021-02-01",
     "promise", "ETH", None, "CONCEDE", "open met"),
    # --- denials
    ("denial open", [("2021-12-02", "Iran denied that it had attacked the tanker.")], "2021-12-20",
     "denial", "IRN", None, "ASSAULT", "open"),
    ("denial contradicted by admission", [("2021-12-02", "Iran denied that it had attacked the tanker."),
                                          ("2021-12-09", "Iran admitted that it had attacked the tanker.")], "2021-12-20",
     "denial", "IRN", None, "ASSAULT", "open contradicted"),
    ("denial and a claim of others", [("2021-12-02", "Iran denied that it had attacked the tanker."),
                                      ("2021-12-09", "The United States said that Iran attacked the tanker.")], "2021-12-20",
     "denial", "IRN", None, "ASSAULT", "open"),
    ("denial withdrawn", [("2021-12-02", "Iran denied that it had attacked the tanker."),
                          ("2021-12-09", "Iran retracted its denial.")], "2021-12-20",
     "denial", "IRN", None, "ASSAULT", "open withdrawn"),
    ("denial expired", [("2021-01-02", "Iran denied that it had attacked the tanker."),
                        ("2021-12-22", "Heavy rain fell in Paris.")], None,
     "denial", "IRN", None, "ASSAULT", "open expired"),
    ("denial of killing contradicted", [("2018-10-05", "Saudi Arabia denied that it had killed the journalist."),
                                        ("2018-10-20", "Saudi Arabia admitted that it had killed the journalist.")], "2018-11-01",
     "denial", "SAU", None, "ASSAULT", "open contradicted"),
    # --- agreements
    ("agreement open", [("2021-12-02", "Turkey and Greece signed an agreement on fishing rights in Ankara.")], "2021-12-20",
     "agreement", "TUR", "GRC", None, "open"),
    ("agreement ratified", [("2021-12-02", "Turkey and Greece signed an agreement on fishing rights in Ankara."),
                            ("2022-02-01", "Turkey and Greece ratified the agreement on Tuesday.")], "2022-03-01",
     "agreement", "TUR", "GRC", None, "open met"),
    ("ceasefire broken by an attack", [("2021-12-02", "Armenia and Azerbaijan signed a ceasefire on Thursday."),
                                       ("2021-12-12", "Azerbaijan shelled Armenian positions on Sunday.")], "2021-12-20",
     "agreement", "ARM", "AZE", None, "open contradicted"),
    ("ceasefire said to be violated", [("2021-12-02", "Armenia and Azerbaijan signed a ceasefire on Thursday."),
                                       ("2021-12-12", "Armenia violated the ceasefire with Azerbaijan on Sunday.")], "2021-12-20",
     "agreement", "ARM", "AZE", None, "open contradicted"),
    ("treaty left", [("2021-12-02", "The United States and Russia signed a treaty on missiles."),
                     ("2022-01-12", "Russia withdrew from the treaty with the United States.")], "2022-02-01",
     "agreement", "USA", "RUS", None, "open withdrawn"),
    ("agreement suspended", [("2021-12-02", "Turkey and Greece signed an agreement on fishing rights."),
                             ("2022-02-01", "Turkey suspended the agreement with Greece on Tuesday.")], "2022-03-01",
     "agreement", "TUR", "GRC", None, "open withdrawn"),
    ("agreement expired", [("2021-01-02", "Turkey and Greece signed an agreement on fishing rights in Ankara."),
                           ("2021-12-22", "Heavy rain fell in Paris.")], None,
     "agreement", "TUR", "GRC", None, "open expired"),
    ("an attack by a stranger breaks no ceasefire", [("2021-12-02", "Armenia and Azerbaijan signed a ceasefire on Thursday."),
                                                     ("2021-12-12", "Iran shelled Iraqi positions on Sunday.")], "2021-12-20",
     "agreement", "ARM", "AZE", None, "open"),
    ("ceasefire made again", [("2021-12-02", "Armenia and Azerbaijan signed a ceasefire on Thursday."),
                              ("2021-12-12", "Azerbaijan shelled Armenian positions on Sunday."),
                              ("2021-12-15", "Armenia and Azerbaijan signed a ceasefire on Wednesday.")], "2021-12-20",
     "agreement", "ARM", "AZE", None, "open contradicted open"),
    ("agreement of Israel and Hamas broken", [("2021-05-20", "Israel and Hamas agreed to a ceasefire."),
                                              ("2021-06-16", "Israel bombed Hamas positions on Wednesday.")], "2021-07-01",
     "agreement", "ISR", "PSEREB", None, "open contradicted"),
    # --- told through others, and in the middle of more
    ("threat told by another", [("2021-12-02", "South Korea said that North Korea threatened to attack it.")], "2021-12-20",
     "threat", "PRK", None, None, "open"),
    ("threat among other news", [
        ("2021-12-02", "Talks were held in Vienna on Thursday. Israel threatened to strike Iran. Snow fell in the mountains."),
        ("2021-12-08", "Israel struck Iran on Wednesday. Snow fell again.")], "2021-12-20",
     "threat", "ISR", "IRN", "ASSAULT", "open carried-out"),
]


def make_store(folder, name, reports):
    path = os.path.join(folder, name)
    with open(path + ".jsonl", "w", encoding="utf-8") as out:
        for number, (day, text) in enumerate(reports):
            out.write(json.dumps({"id": "r%d" % number, "published": day, "text": text}) + "\n")
    vedette("add", "--threads", "1", path + ".db", path + ".jsonl")
    return path + ".db"


def ledger(store, *options):
    return lines("ledger", store, "--format", "ndjson", *options)


def codes(parties):
    return [party["code"] for party in parties]


def judge(folder, number):
    name, reports, on, kind, issuer, addressee, content, states = SEQUENCES[number]
    entries = ledger(make_store(folder, "s%d" % number, reports), *(["--on", on] if on else []))
    told = "%s: %s" % (name, json.dumps(entries, indent=1))
    right = [entry for entry in entries if entry["kind"] == kind and codes(entry["issuer"])[:1] == [issuer]]
    if len(right) != 1:
        return "one %s by %s wanted; %s" % (kind, issuer, told)
    entry = right[0]
    if addressee and addressee not in codes(entry["addressee"]):
        return "the addressee is not %s; %s" % (addressee, told)
    if content and entry["content"] != content:
        return "the content is not %s; %s" % (content, told)
    if " ".join(change["to"] for change in entry["changed"]) != states or entry["state"] != states.split()[-1]:
        return "the states are not %s; %s" % (states, told)
    for change in entry["changed"]:
        if (change["to"] == "expired") != (not change["by"]) or not 0 < change["confidence"] <= 1:
            return "a change names its event and how sure it is; %s" % told
    return None


def test_sequences(folder):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = [one for one in pool.map(lambda number: judge(folder, number), range(len(SEQUENCES))) if one]
    assert not wrong, "%d of %d sequences\n%s" % (len(wrong), len(SEQUENCES), "\n".join(wrong))


def test_parts(folder):
    """Condition, consequence and deadline are the text's; restatements join; filters filter."""
    store = make_store(folder, "parts", [
        ("2021-12-02", "The United States threatened to impose sanctions on Iran unless it halts enrichment by December 31."),
        ("2021-12-03", "Turkey demanded that Sweden extradite the activists or face a veto."),
        ("2021-12-04", "If Ukraine joins NATO, Russia will respond militarily, Russia warned."),
        ("2021-12-09", "The United States threatened to impose sanctions on Iran."),
        ("2021-12-10", "Japan promised to send food aid to Yemen next month.")])
    threat = ledger(store, "--issuer", "USA")
    assert len(threat) == 1 and len(threat[0]["events"]) == 2, threat
    threat = threat[0]
    assert threat["condition"] == "unless it halts enrichment by December 31", threat
    assert threat["consequence"] == "impose sanctions on Iran", threat
    assert threat["deadline"] == {"from": None, "to": "2021-12-31", "basis": "text"}, threat
    assert threat["stated_on"] == "2021-12-02" and threat["id"].startswith("l:"), threat
    assert ledger(store, "--kind", "demand")[0]["consequence"] == "face a veto"
    assert [one["kind"] for one in ledger(store, "--due-before", "2022-01-15")] == ["threat"]
    assert [one["kind"] for one in ledger(store, "--addressee", "YEM")] == ["promise"]
    assert ledger(store, "--state", "met") == []
    known = {line.split('"id":"')[1].split('"')[0] for line in vedette("query", store, "--format", "ndjson")[0].splitlines()}
    for entry in ledger(store):
        assert set(entry["events"]) <= known and entry["events"], entry
    table = vedette("ledger", store, "--format", "table")[0]
    assert len(table.splitlines()) == len(ledger(store)) and "sanctions" in table
    assert vedette("ledger", store, "--format", "ndjson")[0] == vedette("ledger", store, "--format", "ndjson")[0]


def test_as_of(folder):
    """What came in later is not known earlier, whatever its date."""
    store = make_store(folder, "as-of", [("2021-12-02", "Israel demanded that Hamas release the hostages."),
                                         ("2021-12-04", "Hamas released the hostages on Saturday.")])
    database = sqlite3.connect(store)
    database.execute("UPDATE report SET arrived = '2021-12-02T10:00:00Z' WHERE id = 'r0'")
    database.execute("UPDATE report SET arrived = '2022-03-01T10:00:00Z' WHERE id = 'r1'")
    database.commit()
    database.close()
    assert [one["state"] for one in ledger(store, "--as-of", "2021-12-10")] == ["open"]
    assert [one["state"] for one in ledger(store, "--as-of", "2022-03-01")] == ["met"]
    assert ledger(store, "--as-of", "2021-12-01") == []


def test_wrong_use(folder):
    store = make_store(folder, "wrong", [("2021-12-02", "Israel demanded that Hamas release the hostages.")])
    for options, words in ((["--kind", "wish"], "--kind is"), (["--state", "gone"], "--state is"),
                           (["--due-before", "soon"], "YYYY-MM-DD"), (["--on", "2021-02-30"], "is no day"),
                           (["--keep", "0"], "keep"), (["--format", "xml"], "--format is")):
        _, errors = vedette("ledger", store, *options, status=2)
        assert words in errors, (options, errors)
    _, errors = vedette("ledger", os.path.join(folder, "none.db"), status=3)
    assert "none.db" in errors


def copy_report(database, report, times):
    """The report and its events again so often, each time with another target, as if it had been added with other names."""
    def columns(table):
        return [row[1] for row in database.execute("PRAGMA table_info(%s)" % table)]

    def again(table, where, changed):
        names = columns(table)
        values = ", ".join(changed.get(name, '"%s"' % name) for name in names)
        database.execute('INSERT INTO %s ("%s") SELECT %s FROM %s WHERE %s' % (table, '", "'.join(names), values, table, where))

    number, = database.execute("SELECT number FROM report WHERE id = ?", (report,)).fetchone()
    for time in range(1, times + 1):
        code = "'%c%c%c'" % (65 + time // 676 % 26, 65 + time // 26 % 26, 65 + time % 26)
        shift = {"number": "number + %d" % (1000 * time), "id": "id || '-%d'" % time, "report": "report + %d" % (1000 * time)}
        again("report", "number = %d" % number, shift)
        again("party", "event IN (SELECT number FROM event WHERE report = %d)" % number,
              {"event": "event + %d" % (1000 * time), "code": "CASE side WHEN 1 THEN %s ELSE code END" % code})
        again("event", "report = %d" % number, dict(shift, text="text || ' (%d)'" % time))


def measured_ledger(store):
    """The entries, and what it took to tell them."""
    process = subprocess.Popen([PROGRAM, "ledger", "--format", "ndjson", store], stdout=subprocess.PIPE)
    entries = records(process.stdout.read().decode())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return entries, usage


def test_many(folder):
    """Four times as many threats and acts of one country take some four times as long, not sixteen, and little memory."""
    took = []
    for times in (1500, 6000):
        store = make_store(folder, "many-%d" % times, [("2021-12-02", "The United States threatened France."),
                                                       ("2021-12-20", "The United States attacked Germany on Monday.")])
        database = sqlite3.connect(store)
        copy_report(database, "r0", times)
        copy_report(database, "r1", times)
        database.commit()
        database.close()
        entries, usage = measured_ledger(store)
        took.append((usage.ru_utime, usage.ru_maxrss))
        assert len(entries) in (times, times + 1), len(entries) # one of the codes is France's
        assert "carried-out" in {entry["state"] for entry in entries}
    (few, small), (many, large) = took
    assert many < 9 * few, took
    assert SANITIZED or (large - small) * 1024 < 1700 * 4500, took  # bytes an entry


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_sequences(folder)
        test_parts(folder)
        test_as_of(folder)
        test_wrong_use(folder)
        test_many(folder)
    print("ledger: %d sequences, good" % len(SEQUENCES))


if __name__ == "__main__":
    main()
