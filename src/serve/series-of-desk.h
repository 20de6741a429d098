/* SPDX-License-Identifier: Apache-2.0 */
/* A series counted in the columns, as the request's parameters say. */
#ifndef VDT_SERVE_SERIES_OF_DESK_H
#define VDT_SERVE_SERIES_OF_DESK_H

#include "serve/request.h"

enum desk_step { DESK_DAY, DESK_WEEK, DESK_MONTH };
enum desk_split { DESK_WHOLE, DESK_BY_PLOVER, DESK_BY_QUAD, DESK_BY_STATUS };
enum { DESK_PARTS = VDT_PLOVER_COUNT };

struct desk_series {
    enum desk_step step;
    enum desk_split split;
    struct vdt_view unit;
    bool plain;                 /* a dyad's incidents under no filter but days: what baselines are made for */
    int32_t first;              /* the number of the first step */
    size_t count;
    uint32_t *values, *volume;  /* volume: reports read */
    uint32_t *parts[DESK_PARTS];
};

/* The incidents of a dyad a day, the last `most` days; NULL arrays where there is nothing, or no memory. */
void desk_series_of_dyad(struct request *request, struct vdt_view unit, size_t most, struct desk_series *series);
/* Writes dates, values, and what the outlook expected, as keys of the object that is open. */
struct outlook;
void put_series(struct request *request, const struct desk_series *series, const struct outlook *outlook);

/* False: a problem was written. Where nothing was read there are no steps. */
bool desk_series_of(struct request *request, struct desk_series *series, unsigned *status);
bool step_of_parameter(struct request *request, enum desk_step *out, unsigned *status);
/* The first day of a step. */
int32_t desk_step_day(enum desk_step step, int32_t number);

#endif
