#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Numbers of events as a user reads them in the records: what is counted, the bounds, and to which event it belongs."""
import json

from program import expect, lines

WANTED = [
    ("Rebels killed at least 12 soldiers and wounded five others near Kabul.", "ASSAULT", {("killed", 12, None), ("wounded", 5, 5)}),
    ("Police arrested between 20 and 30 demonstrators in Minsk.", "COERCE", {("detained", 20, 30)}),
    ("Russia deployed 94,000 troops along the border.", "MOBILIZE", {("troops", 94000, 94000)}),
    ("Guerrillas attacked a bus, killing nine peasants.", "ASSAULT", {("killed", 9, 9)}),
    ("Two policemen were killed in an attack by gunmen.", "ASSAULT", {("killed", 2, 2)}),
    ("Gunmen murdered dozens of villagers on Monday.", "ASSAULT", {("killed", 24, 99)}),
    ("Rebels shelled a market near Kabul on Friday. Six people died.", "ASSAULT", {("killed", 6, 6)}),
    ("Gunmen killed a family of five in Kramatorsk on Monday.", "ASSAULT", {("killed", 5, 5)}),
    ("Gunmen killed two policemen and three soldiers.", "ASSAULT", {("killed", 5, 5)}),
    ("Three men, two women and a child were killed in the shelling.", "ASSAULT", {("killed", 6, 6)}),
    ("Gunmen shot dead two nuns and a bishop.", "ASSAULT", {("killed", 3, 3)}),
    ("In 2014 rebels bombed a depot 30 kilometers from the city.", "ASSAULT", set()),
]


def main():
    given = "".join(json.dumps({"id": str(number), "text": text}) + "\n" for number, (text, _, _) in enumerate(WANTED))
    coded = lines("code", "--format", "ndjson", given=given)
    for number, (text, event, wanted) in enumerate(WANTED):
        mine = [one for one in coded if one["report"] == str(number) and one["plover"]["event"] == event]
        expect(mine, "no %s in %r" % (event, text))
        said = {(one["what"], one["low"], one["high"]) for record in mine for one in record["amounts"]}
        expect(said == wanted, "%r instead of %r in %r" % (said, wanted, text))


if __name__ == "__main__":
    main()
