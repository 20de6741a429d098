/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gold standard of one's own: labelled sentences as plain text.
 *
 *     Chad accused Libya of arming rebels.
 *       ACCUSE TCD > LBY asserted
 *
 * A line that begins in the first column is a text; the indented lines under it are the events that it tells:
 *     [?] EVENT[/EVENT…] SOURCE > TARGET [STATUS[|STATUS…]] [conditional] [historical] [voice=OUTER[<INNER…]]
 * A side is beginnings of codes: "|" between alternatives, "+" between several parties, "*" anything (an event too), "-" nobody known. "?": it may be
 * there or not. A text without lines tells no event. "#" and a blank begin a comment.
 */
#ifndef VDT_CLI_GOLD_H
#define VDT_CLI_GOLD_H

#include "base/arena.h"
#include "vedette/vedette.h"

struct gold_event {
    struct vdt_view types, source, target, status, voice; /* as they are written; status and voice empty: not asked for */
    bool optional, conditional, historical;
};

struct gold_text {
    struct vdt_view text;
    struct gold_event *events;
    size_t event_count, event_capacity;
    uint64_t line;
};

struct gold {
    struct gold_text *texts;
    size_t count, capacity;
    uint64_t wrong_lines;
};

/* Views point into `text`, which must outlive the gold. Wrong lines are told by `complain` and passed over. */
enum vdt_status gold_read(struct vdt_arena *arena, const char *name, struct vdt_view text, struct gold *out, struct vdt_error *error);

enum { GOLD_TOLD, GOLD_FOUND, GOLD_GIVEN, GOLD_RIGHT, GOLD_COUNTS };

struct gold_tally {
    uint64_t of[VDT_PLOVER_COUNT][GOLD_COUNTS];
    uint64_t matched, parties, status, texts, clean;
};

/* Adds what was coded on a text. */
void gold_score(struct gold_tally *tally, const struct gold_text *text, const struct vdt_events *events);

void gold_print(const struct gold_tally *tally);

#endif
