/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: reports and their events in an SQLite file (WAL, STRICT tables), schema versioned.
 *
 * Adding is idempotent: a report that is there already changes nothing. One report with its events is one
 * transaction: a kill at any moment leaves the last whole report.
 *
 * Thread rule: one writer; a handle belongs to one thread at a time; readers in other processes see snapshots.
 */
#ifndef VEDETTE_STORE_H
#define VEDETTE_STORE_H

#include "vedette/event.h"
#include "vedette/report.h"
#include "vedette/story.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_store;

enum vdt_store_mode { VDT_STORE_READ, VDT_STORE_WRITE }; /* writing makes the file where there is none */

VDT_API enum vdt_status vdt_store_open(const char *path, enum vdt_store_mode mode, struct vdt_store **out,
                                       struct vdt_error *error);
VDT_API void vdt_store_close(struct vdt_store *store);
/* From any thread, while the store is open: what runs on it now fails soon, with VDT_ERROR_STORE. */
VDT_API void vdt_store_interrupt(struct vdt_store *store);

enum vdt_added { VDT_ADDED_NEW, VDT_ADDED_KNOWN, VDT_ADDED_OTHER_TEXT }; /* the last: same id, other text: kept as it was */

/*
 * Adds a report with its events, and places it among the reports before it (vedette/story.h): its events carry its
 * story. VDT_ERROR_FORMAT concerns this report alone (two events with one id): nothing of it is added and the next one
 * may follow; VDT_ERROR_STORE concerns the store.
 */
VDT_API enum vdt_status vdt_store_add(struct vdt_store *store, const struct vdt_report *report,
                                      const struct vdt_event *events, size_t count, enum vdt_added *out,
                                      struct vdt_error *error);

/*
 * Puts these events in the place of those that a report has; the report, its story, and what people marked stay. One transaction.
 * VDT_END: there is no such report.
 */
VDT_API enum vdt_status vdt_store_recode(struct vdt_store *store, struct vdt_view report, const struct vdt_event *events,
                                         size_t count, struct vdt_error *error);

/*
 * Whether the report is there already, without adding: VDT_ADDED_NEW says that it is not. Asked before coding, so
 * that a run over what was added before costs next to nothing.
 */
VDT_API enum vdt_status vdt_store_knows(struct vdt_store *store, const struct vdt_report *report,
                                        enum vdt_added *out, struct vdt_error *error);

/* What to look for; empty fields match all. `id` is a prefix too: the beginning of an event's id finds it. */
struct vdt_query {
    size_t size;                   /* sizeof this struct */
    struct vdt_view id, report;
    struct vdt_view source, target, actor; /* prefixes of codes: "RUS" finds RUSMIL */
    struct vdt_view plover, cameo;         /* "ASSAULT"; prefix "19" */
    struct vdt_view status, voice, country;
    struct vdt_view from, to;              /* days, inclusive, that the event's date range must touch */
    struct vdt_view text;                  /* words in the sentence, without case */
    int quad;                              /* 0: all */
    struct vdt_view story, incident;       /* ids */
    bool once;                             /* of each incident the first telling alone: copies do not count again */
    struct vdt_view known_by;              /* only of reports that had come in by then: YYYY-MM-DD or a UTC time */
    uint64_t limit;                        /* 0: no limit */
};

#define VDT_QUERY_INIT { .size = sizeof(struct vdt_query) }

struct vdt_cursor;

/*
 * Each event comes with the story of its report.
 *
 * Events in the order of their dates, then reports, then places in the text.
 */
VDT_API enum vdt_status vdt_store_query(struct vdt_store *store, const struct vdt_query *query,
                                        struct vdt_cursor **out, struct vdt_error *error);
VDT_API enum vdt_status vdt_cursor_next(struct vdt_cursor *cursor, struct vdt_event *out, struct vdt_error *error);
VDT_API void vdt_cursor_close(struct vdt_cursor *cursor);

/* The day of publication of the newest report that had come in by then (empty: of all); INT32_MIN where none
 * has one. */
VDT_API enum vdt_status vdt_store_newest_day(struct vdt_store *store, struct vdt_view known_by, int32_t *out,
                                             struct vdt_error *error);

/* How many events the query would give without its limit. */
VDT_API enum vdt_status vdt_store_count(struct vdt_store *store, const struct vdt_query *query, uint64_t *out,
                                        struct vdt_error *error);

/* One report by id, borrowed until the next call on the store. VDT_END: there is none. */
VDT_API enum vdt_status vdt_store_report(struct vdt_store *store, struct vdt_view id, struct vdt_report *out,
                                         struct vdt_error *error);

/*
 * Which story a report belongs to, and of what it is a copy, as decided when it was added; borrowed until the next call
 * on the store. VDT_END: there is no such report, or it was added by a vedette that did not keep stories.
 */
VDT_API enum vdt_status vdt_store_story_of(struct vdt_store *store, struct vdt_view report, struct vdt_story *out,
                                           struct vdt_error *error);

/* How much of a report's text a store keeps: all, the sentences of events, 80 characters on each side of their words, none. */
enum vdt_keep { VDT_KEEP_ALL, VDT_KEEP_SENTENCES, VDT_KEEP_SNIPPETS, VDT_KEEP_NONE };
VDT_API const char *vdt_keep_name(enum vdt_keep keep); /* "all", "sentences", "snippets", "none" */
VDT_API bool vdt_keep_parse(struct vdt_view name, enum vdt_keep *out);

/*
 * The store's setting: what is added from now on is kept so. Events, parties, codes and sketches are kept in any case;
 * without the text, offsets still refer to it. `none` keeps no title either.
 */
VDT_API enum vdt_status vdt_store_kept(struct vdt_store *store, enum vdt_keep *out, struct vdt_error *error);
VDT_API enum vdt_status vdt_store_keep(struct vdt_store *store, enum vdt_keep keep, struct vdt_error *error);
/* Sets it, and cuts what is in the store already. What is cut is gone. */
VDT_API enum vdt_status vdt_store_trim(struct vdt_store *store, enum vdt_keep keep, struct vdt_error *error);

/*
 * How many of the latest reports one that is added is compared with, VDT_STORIES_USUAL by default: the store's setting, too.
 * Who begins to add reads what is kept of so many first; src/story/README.md says what they take.
 */
VDT_API enum vdt_status vdt_store_window(struct vdt_store *store, uint32_t *out, struct vdt_error *error);
VDT_API enum vdt_status vdt_store_set_window(struct vdt_store *store, uint32_t reports, struct vdt_error *error);

/* What is to be forgotten: reports of which all that is given is true; empty fields are not asked. */
struct vdt_forget {
    struct vdt_view report, publisher;
    struct vdt_view before; /* published before this day; arrived before it where no date is known */
};

struct vdt_forgotten {
    uint64_t reports, events, marks;
};

/*
 * Removes reports with their events, sketches, words in the indexes, marks and audit lines about them. What bore their
 * ids, stories and copies, is named after the first report that remains. The file is written anew.
 */
VDT_API enum vdt_status vdt_store_forget(struct vdt_store *store, const struct vdt_forget *what, struct vdt_forgotten *out,
                                         struct vdt_error *error);

struct vdt_store_counts {
    uint64_t reports, events;
    uint64_t sources; /* different codes of source actors */
    uint64_t dyads;   /* different pairs of codes, source and target */
};
VDT_API enum vdt_status vdt_store_counts(struct vdt_store *store, struct vdt_store_counts *out, struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
