/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All events of a store as short rows in memory, in the order of their days: what is filtered, counted and paged on the
 * desk never goes through SQL. Some 60 bytes an event.
 *
 * Thread rule: many readers, or one writer (the desk's lock).
 */
#ifndef VDT_SERVE_COLUMNS_H
#define VDT_SERVE_COLUMNS_H

#include "serve/dictionary.h"
#include "vedette/desk.h"

struct column_row {
    uint64_t id;                /* the digits of "e:5f0c…"; 0 where the id is of another form */
    uint32_t number;            /* the store's */
    uint32_t report;            /* place in `reports` */
    int32_t day;                /* what rows are ordered by: the first day, else the report's, else INT32_MIN */
    int32_t first, last;        /* first > last: no date */
    uint32_t place;             /* in `places` */
    uint32_t incident;
    uint32_t parties;           /* where they begin in `parties` */
    uint16_t cameo;             /* in `cameos` */
    uint8_t party_count;
    uint8_t confidence;         /* in percent */
    uint8_t plover, quad, status;
    uint8_t historical;
};

struct column_report {
    uint32_t number;
    int32_t day;                /* INT32_MIN: not known */
    uint32_t publisher, story;
    uint32_t events;
    uint32_t first_event;       /* number; the others follow it */
};

struct column_place {
    struct vdt_view name, country;
    float latitude, longitude;  /* NAN: not known */
};

struct columns {
    struct column_row *rows;
    size_t count, capacity;
    uint32_t *parties;          /* code << 2 | side */
    size_t party_count, party_capacity;
    uint32_t *row_of;           /* by the store's number; UINT32_MAX: none */
    size_t row_of_count;
    int32_t *block_last;        /* the greatest last day of each block of rows */
    struct column_report *reports; /* by number */
    uint32_t *report_order;     /* places of reports, by day, then number */
    size_t report_count, report_capacity;
    struct dictionary codes, place_keys, cameos, publishers, stories, incidents;
    uint32_t *story_reports;    /* how many, by the story's number */
    size_t story_count, story_capacity;
    struct vdt_view *names;     /* of codes, by their number; kept in codes.arena */
    size_t name_count;
    struct column_place *places;/* by their number */
    size_t place_count, place_capacity;
    int64_t last_event, last_report;
};

enum { COLUMN_BLOCK = 4096, NO_DAY = INT32_MIN };

bool columns_init(struct columns *columns);
void columns_done(struct columns *columns);
/* Takes over what the store has and the columns have not. `added`: how many events. */
enum vdt_status columns_update(struct columns *columns, struct vdt_store *store, size_t *added, struct vdt_error *error);

static inline uint32_t party_code(uint32_t party) { return party >> 2; }
static inline enum vdt_side party_side(uint32_t party) { return (enum vdt_side)(party & 3); }

/* The first row whose day is not before this one. */
size_t columns_row_of_day(const struct columns *columns, int32_t day);
/* SIZE_MAX where there is none. */
size_t columns_report(const struct columns *columns, int64_t number);

/* "e:5f0c…" with its end; false where the row's id is of another form. */
bool column_id(const struct column_row *row, char out[24]);

#endif
