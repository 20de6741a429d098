#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Numbers of events as a user reads them in the records: what is counted, the bounds, and to which event it belongs."""
import json

from program import expect, lines

WANTED = [
    ("Rebels killed at least 12 soldiers and wounded five others near Kabul.", "ASSAULT", {("killed", 12, None), ("wounded", 5, 5)}),
    ("Police arrested between 20 and 30 demonstrators in Minsk.", "COERCE", {("detained", 20, 30)}),
    ("Gunmen killed between 20 and 30 people.", "ASSAULT", {("killed", 20, 30)}),
    ("Militants abducted between 40 and 50 pupils near Zinder.", "ASSAULT", {("kidnapped", 40, 50)}),
    ("Thousands protested in Bamako on Friday.", "PROTEST", {("protesters", 2000, 9999)}),
    ("Hundreds of thousands of people protested in Algiers.", "PROTEST", {("protesters", 200000, 999999)}),
    ("Tens of thousands marched in Lima against the government.", "PROTEST", {("protesters", 20000, 99999)}),
    ("Russia deployed 94,000 troops along the border.", "MOBILIZE", {("troops", 94000, 94000)}),
    ("Guerrillas attacked a bus, killing nine peasants.", "ASSAULT", {("killed", 9, 9)}),
    ("Two policemen were killed in an attack by gunmen.", "ASSAULT", {("killed", 2, 2)}),
    ("Gunmen murdered dozens of villagers on Monday.", "ASSAULT", {("killed", 24, 99)}),
    ("Rebels shelled a market near Kabul on Friday. Six people died.", "ASSAULT", {("killed", 6, 6)}),
    ("Gunmen killed a family of five in Kramatorsk on Monday.", "ASSAULT", {("killed", 5, 5)}),
    ("Gunmen killed two policemen and three soldiers.", "ASSAULT", {("killed", 5, 5)}),
    ("Three men, two women and a child were killed in the shelling.", "ASSAULT", {("killed", 6, 6)}),
    ("Gunmen shot dead two nuns and a bishop.", "ASSAULT", {("killed", 3, 3)}),
    ("Gunmen killed three shepherds and injured 40 more at a well.", "ASSAULT", {("killed", 3, 3), ("wounded", 40, 40)}),
    ("The blast at the station killed four people and wounded at least seventeen.", "ASSAULT", {("killed", 4, 4), ("wounded", 17, None)}),
    ("Rebels attacked a post, killing at least six officers and injuring several more.", "ASSAULT", {("killed", 6, None), ("wounded", 3, 9)}),
    ("Troops killed nine Chadians near the border on Monday.", "ASSAULT", {("killed", 9, 9)}),
    ("Six people and an infant were wounded in the shelling.", "ASSAULT", {("wounded", 7, 7)}),
    ("Gunmen murdered three detainees on Monday.", "ASSAULT", {("killed", 3, 3)}),
    ("Activists condemned the kidnapping and murder of five students.", "ASSAULT", {("killed", 5, 5)}),
    ("No one was killed but three guards were wounded in the attack.", "ASSAULT", {("wounded", 3, 3)}),
    ("The army said that 20 rebels and two soldiers died in fighting.", "ASSAULT", {("killed", 22, 22)}),
    ("Rebels killed 14 villagers, an aid worker said, while the mayor put the toll at 30.", "ASSAULT", {("killed", 14, 14), ("killed", 30, 30)}),
    ("A 40lb bomb exploded outside a bank on Monday.", "ASSAULT", set()),
    ("Syria withdrew 400 weapons inspectors from the border.", "SANCTION", set()),
    ("Troops captured several villages near the river.", "ASSAULT", set()),
    ("The bank gave Chad a loan of $1.4 trillion.", "AID", {("money", 1.4e12, 1.4e12)}),
    ("In 2014 rebels bombed a depot 30 kilometers from the city.", "ASSAULT", set()),
]


WHOSE = [
    ("Gunmen killed nine Afghan policemen on Monday.", {"killed": "AFGCOP"}),
    ("Rebels wounded 12 Ukrainian soldiers near Kabul.", {"wounded": "UKRMIL"}),
    ("The shelling killed five Syrians.", {"killed": "SYR"}),
    ("Gunmen killed two people and wounded three others.", {"killed": None, "wounded": None}),
    ("Gunmen killed two Iraqi soldiers and three Syrian officials.", {"killed": None}),
]


def main():
    for text, wanted in WHOSE:
        said = {one["what"]: one.get("of") for record in lines("code", "--format", "ndjson", given=text) for one in record["amounts"]}
        expect(said == wanted, "%r instead of %r in %r" % (said, wanted, text))
    given = "".join(json.dumps({"id": str(number), "text": text}) + "\n" for number, (text, _, _) in enumerate(WANTED))
    coded = lines("code", "--format", "ndjson", given=given)
    for number, (text, event, wanted) in enumerate(WANTED):
        mine = [one for one in coded if one["report"] == str(number) and one["plover"]["event"] == event]
        expect(mine, "no %s in %r" % (event, text))
        said = {(one["what"], one["low"], one["high"]) for record in mine for one in record["amounts"]}
        expect(said == wanted, "%r instead of %r in %r" % (said, wanted, text))


if __name__ == "__main__":
    main()
