/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The backtest: forecasts and alarms replayed at each origin on what was known then, and the scorecard that says how well
 * they did, beside plain benchmarks, misses included.
 *
 * Of a series read from a file, what is known at an origin is what is dated up to it. Of a store, the series is gathered
 * anew for each origin as of its last day (see vdt_gather_options.known), and compared with what is known today.
 *
 *   CRPS              continuous ranked probability score of the draws (Gneiting and Raftery 2007); smaller is better
 *   skill             1 − CRPS / CRPS of the last twelve values
 *   ignorance         minus log2 of the chance given to the bin that came (0, 1-2, 3-5, 6-10, 11-25, 26-50, … 1001+)
 *   interval score    of the central 90 % interval: its width, and 40 times the distance of what fell outside
 *   coverage          share of outcomes within the central 90 % interval, which has to hold in every bin, not on average
 *   Brier             mean squared error of a chance, beside the one of always giving the base rate
 *
 * An onset is a value at or over the first threshold after a year of smaller ones; it is caught by an alarm in its step or
 * the three after it.
 */
#ifndef VEDETTE_BACKTEST_H
#define VEDETTE_BACKTEST_H

#include "vedette/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_backtest_options {
    size_t size;                  /* sizeof this struct */
    struct vdt_view from, to;     /* origins, dates of the series' step */
    int horizon_to;               /* steps ahead, from 1 on */
    int draws;
    uint64_t seed;
    const double *over;           /* thresholds; none: 25 */
    size_t over_count;
    double budget;                /* of alarms */
    size_t misses;                /* how many of the last origin's are listed */
};

#define VDT_BACKTEST_OPTIONS_INIT \
    { .size = sizeof(struct vdt_backtest_options), .horizon_to = 3, .draws = 200, .seed = 1, .budget = 0.25, .misses = 10 }

/* A cell holds a number or a text. */
struct vdt_score_cell {
    const char *column;
    struct vdt_view text;         /* empty: it is the number */
    double number;                /* NAN: nothing is known */
};

/* A row of the scorecard, valid for the call; rows of a section follow one another. */
struct vdt_score_row {
    const char *section, *note;
    const struct vdt_score_cell *cells;
    size_t count;
};

typedef bool vdt_score_fn(void *context, const struct vdt_score_row *row); /* false ends the run, which then is VDT_END */

/* VDT_ERROR_USE: an origin that is no date of the series' step, or nothing to compare with. */
VDT_API enum vdt_status vdt_backtest_series(const struct vdt_series *series, const struct vdt_backtest_options *options,
                                            vdt_score_fn *tell, void *context, struct vdt_error *error);

/* The same over a store. Open for writing, it keeps the scorecard. */
VDT_API enum vdt_status vdt_backtest_store(struct vdt_store *store, const struct vdt_gather_options *gather,
                                           const struct vdt_backtest_options *options, vdt_score_fn *tell, void *context,
                                           struct vdt_error *error);

/*
 * The units that the newest scorecard of these options leaves to the last twelve values, for
 * vdt_forecast_options.plain_units; empty without one. Borrowed until the next call on the store.
 */
VDT_API enum vdt_status vdt_store_plain_units(struct vdt_store *store, const struct vdt_gather_options *gather,
                                              struct vdt_view *out, struct vdt_error *error);

/* A scorecard that a store keeps. Views are valid for the call. */
struct vdt_scorecard {
    struct vdt_view at;          /* when it was made, UTC */
    struct vdt_view about;       /* the series in words: "dyad week incidents" */
    struct vdt_view sections;    /* JSON: [{"title","note","columns","rows"}], last period's misses first */
};

/* False ends the run, which then is VDT_END. */
typedef bool vdt_scorecard_fn(void *context, const struct vdt_scorecard *scorecard);

/* The newest scorecard about each kind of series, the newest first. */
VDT_API enum vdt_status vdt_store_scorecards(struct vdt_store *store, vdt_scorecard_fn *tell, void *context, struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
