/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the words of a statement's sentence say beyond its events: the condition, the consequence, and whether a thing said
 * is taken back. Thread rule: pure functions; what comes back are stretches of the sentence.
 */
#ifndef VDT_WATCH_LEDGER_WORDS_H
#define VDT_WATCH_LEDGER_WORDS_H

#include "base/view.h"
#include "vedette/ledger.h"

/* The clause that opens with "if", "unless", "until" …, that word included; empty where there is none. */
struct vdt_view vdt_ledger_condition(struct vdt_view sentence);

/* The byte after the first word of the sentence that is the cue; the sentence's size where it is not there. */
size_t vdt_ledger_cue_end(struct vdt_view sentence, struct vdt_view cue);

/* What stands under the trigger that ends at this byte: "to impose sanctions" is "impose sanctions"; empty where nothing does. */
struct vdt_view vdt_ledger_consequence(struct vdt_view sentence, size_t trigger_end, enum vdt_ledger_kind kind);

/* "…that it would respond": the speaker speaks of what he will do himself. */
bool vdt_ledger_own_act(struct vdt_view sentence, size_t trigger_end);

/* "withdrew its threat", "dropped the demand", "pulled out of the treaty": the lemma of an event and its sentence. */
bool vdt_ledger_takes_back(struct vdt_view lemma, struct vdt_view sentence, enum vdt_ledger_kind kind);

/* "broke the ceasefire", "violated the treaty" */
bool vdt_ledger_breaks(struct vdt_view lemma, struct vdt_view sentence);

/* "implemented the agreement", "ratified the treaty" */
bool vdt_ledger_carries_through(struct vdt_view lemma, struct vdt_view sentence);

#endif
