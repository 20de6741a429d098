/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filters: the same parameters on every list, map and series, read once and asked of each row.
 *
 * Where a parameter takes several values they stand with commas between them and one of them must fit; several parameters
 * must all fit. Codes are prefixes ("RUS" finds RUSMIL).
 */
#ifndef VDT_SERVE_FILTER_H
#define VDT_SERVE_FILTER_H

#include "serve/columns.h"
#include "serve/request.h"

struct filter {
    int32_t from, to;              /* days that the event's must touch; the whole range: no filter */
    uint32_t plovers, quads, statuses; /* bits */
    int historical;                /* -1: both */
    uint8_t confidence;            /* at least */
    uint32_t report, incident;     /* UINT32_MAX: all */
    uint32_t publisher, story;
    bool narrow;                   /* some filter is set */
    bool none;                     /* nothing can fit: a report, story or publisher that is not there */
    uint8_t *codes[4];             /* by code: 1 fits; source, target, voice, actor (either side); NULL: all */
    uint8_t *places, *cameos;      /* by place, by CAMEO code; NULL: all */
    uint8_t *words;                /* bits by the store's number; NULL: all */
};

enum { FILTER_ACTOR = 3 };

/* One that leaves out nothing. */
#define FILTER_INIT                                                                                        \
    { .from = INT32_MIN, .to = INT32_MAX, .historical = -1, .report = UINT32_MAX, .incident = UINT32_MAX,      \
      .publisher = UINT32_MAX, .story = UINT32_MAX }

/* Reads the parameters. False: a problem was written, its status is in `status`. */
bool filter_of(struct request *request, struct filter *out, unsigned *status);
/* Does it leave anything out? */
bool filter_narrows(const struct filter *filter);
bool filter_fits(const struct columns *columns, const struct filter *filter, const struct column_row *row);

/* Rows that fit, from `begin` on up to `end`, ascending: SIZE_MAX at the end. Passes over blocks that lie before. */
size_t filter_next(const struct columns *columns, const struct filter *filter, size_t begin, size_t end);
/* The same downwards, from `begin` - 1 on down to 0. */
size_t filter_before(const struct columns *columns, const struct filter *filter, size_t begin);
/* Behind the last row that may fit. */
size_t filter_end(const struct columns *columns, const struct filter *filter);
uint64_t filter_count(const struct columns *columns, const struct filter *filter);

#endif
