#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`vedette actors` as a user runs it: look-ups by day, own files checked, other forms imported, unknown names gathered."""
import json
import os
import tempfile

import program
from program import records, run


def actors(*operands, text=""):
    return run("actors", *operands, given=text)


def found(*operands):
    return records(actors("find", "--format", "ndjson", *operands).out)


def expect(condition, what, done=None):
    program.expect(condition, "%s%s" % (what, "\n" + done.out + done.err if done else ""))


expect([one["code"] for one in found("Taliban", "--on", "1999-05-01")][:1] == ["AFGGOV"], "the Taliban governed in 1999")
expect([one["code"] for one in found("Taliban", "--on", "2010-05-01")][:1] == ["AFGREB"], "and were rebels in 2010")
expect(any(one["form"] == "capital" and one["code"] == "RUSGOV" for one in found("Moscow")), "a capital stands for its government")
expect(found("al Qaeda") == found("al-Qaeda") != [], "hyphen or blank is one name, listed once")
expect([one["form"] for one in found("Sergej Lawrow")] == ["spelling"], "another spelling is found")
expect(actors("find", "Jean Mayor").status == 1, "and no stranger of a like name")
done = actors("find", "Lavrov", "--on", "2005-13-01")
expect(done.status == 2 and "2005-13-01" in done.err, "a day that is none is wrong use", done)
done = actors("find", "Nobody Whatsoever")
expect(done.status == 1 and "Nobody Whatsoever" in done.err and not done.out, "who is not known is told", done)
for name, day, code in (("Andreas Papandreou", "1994-06-01", "GRCGOV"), ("Laurent Kabila", "1996-12-01", "CODREB"), ("Laurent Kabila", "1999-01-01", "CODGOV"),
                        ("Yamandu Orsi", "2025-06-01", "URYGOV"), ("Sitiveni Rabuka", "1995-01-01", "FJIGOV"), ("Peter Mutharika", "2022-01-01", "MWIELI"), ("Victor Ponta", "2013-06-01", "ROUGOV"), ("Ban Ki-moon", "2005-06-01", "KORGOV"),
                        ("Jean-Pierre Raffarin", "2004-01-01", "FRAGOV"), ("Jean-Pierre Raffarin", "2008-01-01", "FRAELI"),
                        ("Zalmai Rassoul", "2004-01-01", "AFGGOV"), ("Mohamed Ould Abdel Aziz", "2010-01-01", "MRTGOV")):
    expect(code in [one["code"] for one in found(name, "--on", day)], "%s on %s is %s" % (name, day, code))
for name, own in (("Tepco", "Tokyo Electric Power"), ("White Helmets", "White Helmets"), ("Quds Force", "Quds Force"), ("Coca-Cola", "Coca-Cola")):
    expect([one["name"] for one in found(name)] == [own], "%s is nobody else" % name)
done = actors("list", "DEUMIL")
expect("Bundeswehr" in done.out and "USAMIL" not in done.out, "the list holds to the code", done)
expect(actors("look", "x").status == 2 and actors("check").status == 2, "wrong use is wrong use")

WRONG = """RUR  Ruritania
    people Ruritanians
RURGOV  Elphberg House
QQQGOV  Nowhere
RURXYZ  Somebody
RURMIL  X
person Rupert of Hentzau | Rupert
    1990-01-01 1999-12-31 RURGOV
    1995-01-01 2000-01-01 RURMIL
    2001-01-01 2002-01-01 QQQMIL
alias Elphbergs = Elphberg House
alias Roses = Lilies
alias Lilies = Roses
alias Tarlenheim = Strelsau
role QQQ  wizard
person Rassendyll
    1994 1994-06 RURGOV
RURREB\tBlue Riders [of Zenda]
\t1999-01-01\tRURREB
"""
BRACKETS = """!PERSON! = MAN, WOMEN
RURITANIA_PALACE_
    [FRAGOV > 900101]
GUARDS!PERSON!_ [~MIL]
BROKEN_ [FRA 9x]
HENTZAU_ [FRAREB]
ELPHBERG_ [QQQGOV]
FLAVIA_OF_RURITANIA_
+PRINCESS_FLAVIA_
    [FRAELI 800101-900101] [FRAGOV 900101-991231]
    [FRAELI]
"""
JSON = """{"name": "Elphberg House", "code": "FRAGOV", "also": ["House of Elphberg", "X"]}
{"name": "Rupert", "kind": "person", "terms": [{"from": "1990-01-01", "to": "1999-12-31", "code": "FRAMIL"}]}
{"name": "broken"
{"name": "Nothing more"}
{"name": "Zenda Riders", "code": "QQQREB"}
{"name": "Sapt of Zenda", "kind": "person", "terms": [{"from": "2001", "to": "2002", "code": "FRAMIL"}, {"from": "2002-05", "code": "FRAGOV"}, {"from": "2005-02-30", "code": "FRAGOV"}]}
{"name": "Roses", "alias_of": "Lilies"}
{"name": "Lilies", "alias_of": "Roses"}
{"name": "Black Michael", "code": "FRA\\nGOV"}
{"name": "Fritz von Tarlenheim", "terms": [{"from": "2001-01-01", "code": "FRAXYZ"}]}
"""
with tempfile.TemporaryDirectory() as folder:
    def path(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        return file.name

    wrong = path("wrong.txt", WRONG)
    done = actors("check", wrong)
    places = {line.split(wrong + ":")[1].split(": ")[0] for line in done.err.splitlines()}
    expect(done.status == 1 and places == {"4:1", "5:1", "6:9", "9:5", "10:27", "12:7", "13:7", "14:7", "15:6", "19:13"},
           "each wrong line is told with its column: %s" % places, done)
    own = ["--actors", wrong]
    expect(found("Elphbergs", *own)[0]["code"] == "RURGOV", "the rest is taken, an alias too")
    expect([term["code"] for term in found("Rupert", *own)[0]["terms"]] == ["RURGOV"], "a person keeps the terms that are right")
    expect([one["code"] for one in found("Blue Riders [of Zenda]", *own)] == ["RURREB"], "a tab and a bracket make no other coder's list of it")
    expect([(term["from"], term["to"]) for term in found("Rassendyll", *own)[0]["terms"]] == [("1994-01-01", "1994-06-30")],
           "a year begins on its first day, a month ends on its last")
    expect(actors("find", "Nowhere", *own).status == 1, "an entry with a wrong code is left out")

    several = ["--actors", path("several.txt", "person Zdravko Melnikov\n    2001 2003 FRAGOV\nperson Zdravco Melnikow\n    2005 2007 FRAMIL\n"
                                "person Bartolomej Strugatzki\n    2001 2003 FRAGOV\nperson Bartolomey Strugatski\n    2001 2003 DEUGOV\n")]
    for day, code in (("2002-05-01", "FRAGOV"), ("2006-05-01", "FRAMIL")):
        expect([one["code"] for one in found("Zdrawko Melnykov", "--on", day, *several)] == [code], "a person's terms may stand in several entries: %s" % day)
    expect(actors("find", "Bartolomei Strugatsky", *several).status == 1, "of two persons spelt alike nobody is taken")

    brackets = path("brackets.txt", BRACKETS)
    done = actors("import", brackets)
    expect(done.status == 1 and ":5:" in done.err, "a wrong line of another coder's list is told", done)
    expect("role MIL  guardsman\nrole MIL  guardswomen\n" in done.out and "1990-01-01 - FRAGOV" in done.out, "the rest is imported", done)
    expect(":7:12: " in done.err and "QQQGOV" in done.err and "Elphberg" not in done.out, "a code that does not exist is told and left out", done)
    flavia = done.out[done.out.index("-  Flavia Of Ruritania\n"):].splitlines()
    expect(flavia[1:] == ["    1980-01-01 1990-01-01 FRAELI", "    also  Princess Flavia", "    1990-01-02 1999-12-31 FRAGOV",
                          "    - 1979-12-31 FRAELI", "    2000-01-01 - FRAELI"],
           "names before the codes are the entry's; of several codes on a day the first counts", done)
    imported = path("again.txt", done.out)
    done = actors("check", imported)
    expect(done.status == 0 and " 0 wrong" in done.out, "what was imported is in the grammar", done)
    for file in (imported, brackets):
        for name, day, code in (("Princess Flavia", "1985-01-01", "FRAELI"), ("Flavia of Ruritania", "1995-01-01", "FRAGOV"),
                                ("Princess Flavia", "1990-01-01", "FRAELI"), ("Flavia of Ruritania", "2010-01-01", "FRAELI")):
            own_list = ["--quiet", "--actors", file]
            expect([one["code"] for one in found(name, "--on", day, *own_list)] == [code], "%s on %s, by %s" % (name, day, file))

    listed = path("list.jsonl", JSON)
    done = actors("import", listed)
    places = {line.split(listed + ":")[1].split(": ")[0] for line in done.err.splitlines()}
    expect(done.status == 1 and places == {"1:77", "3:17", "4:1", "5:35", "6:115", "6:154", "7:11", "8:11", "9:28", "10:76"},
           "wrong JSON lines are told with their columns: %s" % places, done)
    expect(done.out.splitlines()[1:] == ["FRAGOV  Elphberg House | House of Elphberg", "person  Rupert", "    1990-01-01 1999-12-31 FRAMIL",
                                         "person  Sapt of Zenda", "    2001 2002 FRAMIL"], "the rest is imported", done)

    texts = "".join(json.dumps({"id": "r%d" % i, "published": "2021-03-0%d" % (i + 1), "text": text}) + "\n" for i, text in enumerate(
        ["On Monday Zorblatt Front attacked a village.", "The army attacked Zorblatt Front.", "Soldiers attacked Quuxistani Brigade.",
         "Quuxians shelled a village.", "Quuxians attacked two villages.", "Quuxians bombed a bridge.", "Quuxians attacked the army.",
         "Last Monday: Quuxians shelled a town."]))
    done = actors("unknown", text=texts)
    lines = done.out.splitlines()
    names = [line for line in lines if not line.startswith("#")]
    expect(names and names[0] == "???  Zorblatt Front" and any("r1: The army attacked" in line for line in lines),
           "unknown names come by frequency, with sentences", done)
    store = os.path.join(folder, "a.db")
    program.vedette("add", store, given=texts)
    expect(actors("unknown", store).out == done.out, "from a store as from its reports", done)
    adopted = path("adopted.txt", done.out)
    expect(actors("check", adopted).status == 1, "what is not filled in is told")
    path("adopted.txt", done.out.replace("???", "FRAREB"))
    expect(found("Zorblatt Front", "--actors", adopted)[0]["code"] == "FRAREB", "and what is filled in is known")
    expect("Zorblatt" not in actors("unknown", "--actors", adopted, store).out, "who is known by now is not listed again")
