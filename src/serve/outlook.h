/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outlook: what the analyses of watch say of the dyads, made anew in a thread of its own whenever the store has
 * changed and the last one is old enough; the same thread makes the book (book.h). Requests read the one that is there.
 *
 * Thread rule: an outlook is immutable once made; whoever uses one holds it (outlook_hold, outlook_release).
 */
#ifndef VDT_SERVE_OUTLOOK_H
#define VDT_SERVE_OUTLOOK_H

#include "serve/series-of-desk.h"
#include "vedette/vedette.h"

struct desk;
struct outlook;

bool outlook_start(struct desk *desk); /* the thread */
void outlook_stop(struct desk *desk);

struct outlook *outlook_hold(struct desk *desk); /* NULL: none is made yet */
void outlook_release(struct outlook *outlook);

/* Lines of one unit and step as JSON objects, in order; `tell` returns false to end. */
enum outlook_kind { OUTLOOK_FORECAST, OUTLOOK_CHANGE };
typedef bool outlook_line_fn(void *context, struct vdt_view line);
void outlook_lines(const struct outlook *outlook, enum outlook_kind kind, enum desk_step step, struct vdt_view unit,
                   outlook_line_fn *tell, void *context);

/* When it was most like now in any dyad, by weeks, and what followed. False: nothing is known of the unit. */
bool outlook_analogues(const struct outlook *outlook, struct vdt_view unit, vdt_analogue_fn *tell, void *context);

/* What was expected of a unit on a date, and its bound; false: it had no baseline then. */
bool outlook_level(const struct outlook *outlook, enum desk_step step, struct vdt_view unit, struct vdt_view date,
                   double *expected, double *bound);

#endif
