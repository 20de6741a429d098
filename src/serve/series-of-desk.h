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
    int32_t first;              /* the number of the first step */
    size_t count;
    uint32_t *values, *volume;  /* volume: reports read */
    uint32_t *parts[DESK_PARTS];
};

/* False: a problem was written. Where nothing was read there are no steps. */
bool desk_series_of(struct request *request, struct desk_series *series, unsigned *status);
/* The first day of a step. */
int32_t desk_step_day(enum desk_step step, int32_t number);

#endif
