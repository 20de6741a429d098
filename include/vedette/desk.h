/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a desk asks of a store beside looking for events: all events as short rows, so that it can count a million of
 * them in memory; whole events and reports by number; the words of reports; the marks that analysts set, and the audit
 * of who wrote what.
 *
 * Numbers are given by the store, in the order of arrival: who has read all rows up to a number asks for those after it.
 *
 * Thread rule: as in vedette/store.h: a handle belongs to one thread at a time.
 */
#ifndef VEDETTE_DESK_H
#define VEDETTE_DESK_H

#include "vedette/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An event without its texts. Views are valid for the call. */
struct vdt_event_row {
    int64_t number, report;
    int32_t first_day, last_day; /* days since 1970; without a date the first is greater than the last */
    enum vdt_plover plover;
    enum vdt_event_status status;
    int quad;
    bool conditional, historical;
    struct vdt_view id, cameo, incident, country, place;
    double latitude, longitude;  /* NAN where unknown */
    double confidence;
};

enum vdt_side { VDT_IS_SOURCE, VDT_IS_TARGET, VDT_IS_VOICE };

struct vdt_party_row {
    int64_t event;
    enum vdt_side side;
    struct vdt_view code;        /* never empty: who is unknown has no row */
};

struct vdt_report_row {
    int64_t number;
    struct vdt_view id, published, publisher;
    struct vdt_view story, copy_of; /* as in struct vdt_story */
};

/* False ends the scan, which then is VDT_END. */
typedef bool vdt_event_row_fn(void *context, const struct vdt_event_row *row);
typedef bool vdt_party_row_fn(void *context, const struct vdt_party_row *row);
typedef bool vdt_report_row_fn(void *context, const struct vdt_report_row *row);

/* Those with numbers greater than `after` (of the event), events and reports by number; parties in no certain order. */
VDT_API enum vdt_status vdt_store_event_rows(struct vdt_store *store, int64_t after, vdt_event_row_fn *tell,
                                             void *context, struct vdt_error *error);
VDT_API enum vdt_status vdt_store_party_rows(struct vdt_store *store, int64_t after, vdt_party_row_fn *tell,
                                             void *context, struct vdt_error *error);
VDT_API enum vdt_status vdt_store_report_rows(struct vdt_store *store, int64_t after, vdt_report_row_fn *tell,
                                              void *context, struct vdt_error *error);

/* Changes whenever another handle has written, in this or another program. */
VDT_API enum vdt_status vdt_store_version(struct vdt_store *store, int64_t *out, struct vdt_error *error);

/* How many there are now: fewer than the rows that were read say that some were forgotten. */
VDT_API enum vdt_status vdt_store_totals(struct vdt_store *store, uint64_t *reports, uint64_t *events, struct vdt_error *error);

/* Whole events, in the order of the numbers; what is not there is passed over. */
typedef bool vdt_event_fn(void *context, int64_t number, const struct vdt_event *event);
VDT_API enum vdt_status vdt_store_events_numbered(struct vdt_store *store, const int64_t *numbers, size_t count,
                                                  vdt_event_fn *tell, void *context, struct vdt_error *error);
/* The number of the event with this id. VDT_END: there is none. */
VDT_API enum vdt_status vdt_store_event_number(struct vdt_store *store, struct vdt_view id, int64_t *out,
                                               struct vdt_error *error);

/* One report, borrowed until the next call on the store. VDT_END: there is none. */
VDT_API enum vdt_status vdt_store_report_numbered(struct vdt_store *store, int64_t number, struct vdt_report *out,
                                                  struct vdt_error *error);
/* The same without its text. */
VDT_API enum vdt_status vdt_store_report_head(struct vdt_store *store, int64_t number, struct vdt_report *out,
                                              struct vdt_error *error);
VDT_API enum vdt_status vdt_store_report_number(struct vdt_store *store, struct vdt_view id, int64_t *out,
                                                struct vdt_error *error);

/* What the knowledge calls whom a code stands for, borrowed until the next call on the store; empty: nothing is known. */
VDT_API enum vdt_status vdt_store_actor_name(struct vdt_store *store, struct vdt_view code, struct vdt_view *out,
                                             struct vdt_error *error);

/* The numbers of the events whose sentences, or of the reports whose titles and texts hold all the words, by number. */
enum vdt_words_of { VDT_WORDS_OF_SENTENCES, VDT_WORDS_OF_REPORTS };
typedef bool vdt_number_fn(void *context, int64_t number);
VDT_API enum vdt_status vdt_store_words(struct vdt_store *store, enum vdt_words_of what, struct vdt_view words,
                                        vdt_number_fn *tell, void *context, struct vdt_error *error);

/* ---- marks: what analysts say of events. Nothing is ever overwritten: the last one of an event is in force ---- */

struct vdt_mark {
    int64_t number;              /* given by the store */
    struct vdt_view event;       /* its id */
    struct vdt_view verdict;     /* "right", "wrong" or empty: not judged */
    struct vdt_view correction;  /* a JSON object of the record's keys as they should be, or empty */
    struct vdt_view note;
    bool mute;                   /* not to be shown among alarms */
    struct vdt_view who, at;     /* a token's name; the time, UTC, given by the store */
};

/* Adds the mark and its line in the audit. VDT_END: there is no such event. */
VDT_API enum vdt_status vdt_store_mark(struct vdt_store *store, const struct vdt_mark *mark, int64_t *number,
                                       struct vdt_error *error);

/* All marks, or those of one event (its id), the oldest first, at most `limit` after number `after`. */
typedef bool vdt_mark_fn(void *context, const struct vdt_mark *mark);
VDT_API enum vdt_status vdt_store_marks(struct vdt_store *store, struct vdt_view event, int64_t after, int64_t limit,
                                        vdt_mark_fn *tell, void *context, struct vdt_error *error);

/* The audit: who wrote what, and when. Lines are never changed or taken away; the store itself refuses it. */
struct vdt_audit {
    int64_t number;
    struct vdt_view at, who;
    struct vdt_view what, about; /* "mark", an event's id; "alarm", an alarm's id */
    struct vdt_view detail;      /* JSON */
};
typedef bool vdt_audit_fn(void *context, const struct vdt_audit *line);
VDT_API enum vdt_status vdt_store_audit(struct vdt_store *store, int64_t before, int64_t limit, vdt_audit_fn *tell,
                                        void *context, struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
