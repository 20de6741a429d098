/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watch: early warning from series of counts or sums. A series file is read once; then it is forecast, watched for
 * alarms, or searched for changes of level.
 *
 *     struct vdt_series *series;
 *     vdt_series_read("dyads.csv", VDT_SERIES_AUTO, &remarks, &series, &skipped, &error);
 *     struct vdt_watch_options options = VDT_WATCH_OPTIONS_INIT;
 *     vdt_watch(series, &options, print_alert, context, &error);
 *     vdt_series_close(series);
 *
 * As-of: nothing dated after an origin has any influence on its forecast, nothing dated after an alert on the alert:
 * cutting the file there gives the same line. Lines come sorted by unit (bytes) and date. The same file, options and
 * seed give the same lines.
 *
 * Thread rule: a series is immutable once read and may be shared; each call works alone.
 */
#ifndef VEDETTE_WATCH_H
#define VEDETTE_WATCH_H

#include "vedette/error.h"
#include "vedette/store.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_series_type { VDT_SERIES_AUTO, VDT_SERIES_COUNT, VDT_SERIES_SUM };

/* A date of a series as text: YYYY-MM, or YYYY-MM-DD of a day or of a week's first day. */
struct vdt_step_text {
    char text[16];
};

struct vdt_series;

/*
 * CSV with a header: unit,date,value[,volume][,x_NAME…]; "-" is standard input; gzip and zstd are recognised. No row is no data;
 * a row with 0 is zero. A row that cannot be used (a date or value that is none, a negative count under
 * VDT_SERIES_COUNT, a second row of a unit and date) is left out with a remark; `skipped` counts them. VDT_ERROR_USE for a header without the three
 * columns.
 */
VDT_API enum vdt_status vdt_series_read(const char *path, enum vdt_series_type type, const struct vdt_remarks *remarks,
                                        struct vdt_series **out, uint64_t *skipped, struct vdt_error *error);
VDT_API void vdt_series_close(struct vdt_series *series);
VDT_API size_t vdt_series_units(const struct vdt_series *series);

/*
 * A series out of a store, which then is forecast, watched and searched like one out of a file. Counted is what is told
 * as asserted and not as history (the filter may ask for another status, `historical` for history too).
 *
 * What is counted: mentions (events); reports that tell of it; stories; incidents, each once a unit, on the day of the
 * mention that arrived first, so that a later report never changes an earlier count; those killed, of each incident
 * the largest number told; Goldstein sums and their absolute values (intensity), of each incident once; publishers.
 * An event whose date is a range counts on its last day; a range of more than 7 days (for months: 31) on none.
 *
 * Units: "country", where it was, else of whom it was done to, else of who did it; "dyad", RUS>UKR, of countries and
 * organisations (a target without a code is the country of the place), or of whole codes (`codes`: RUSMIL>UKRGOV);
 * "actor", a whole code on either side; "place", Donetsk, UKR.
 *
 * The volume is the number of reports published in a step. A step in which none was read has no row: what was not read
 * is not zero. The rows of a unit begin with its first counted thing, before which nobody knew of it. `as_of` (a day or a time, ISO 8601,
 * UTC) leaves out all reports that came later: by their arrival in the store, or by the date of their publication for a
 * store that was filled later than it was written (`VDT_KNOWN_PUBLISHED`).
 */
enum vdt_series_by { VDT_BY_DYAD, VDT_BY_COUNTRY, VDT_BY_ACTOR, VDT_BY_PLACE };
enum vdt_series_step { VDT_STEP_OF_MONTH, VDT_STEP_OF_WEEK, VDT_STEP_OF_DAY }; /* weeks begin on Monday */
enum vdt_series_what {
    VDT_COUNT_INCIDENTS, VDT_COUNT_EVENTS, VDT_COUNT_REPORTS, VDT_COUNT_STORIES, VDT_COUNT_PUBLISHERS, VDT_COUNT_DEATHS,
    VDT_COUNT_GOLDSTEIN, VDT_COUNT_INTENSITY,
};
enum vdt_known { VDT_KNOWN_ARRIVED, VDT_KNOWN_PUBLISHED };

struct vdt_gather_options {
    size_t size;                 /* sizeof this struct */
    enum vdt_series_by by;
    enum vdt_series_step step;
    enum vdt_series_what what;
    struct vdt_query filter;     /* borrowed views; from and to also bound the steps */
    bool historical, codes;
    struct vdt_view as_of;       /* empty: all there is */
    enum vdt_known known;
    double least;                /* units whose counts sum to less are left out */
    bool without_evidence;       /* what the values are made of is not wanted: vdt_series_evidence finds nothing */
};

#define VDT_GATHER_OPTIONS_INIT \
    { .size = sizeof(struct vdt_gather_options), .step = VDT_STEP_OF_DAY, .filter = VDT_QUERY_INIT, .least = 1 }

/* VDT_ERROR_USE: a filter, a day or a time that means nothing. */
VDT_API enum vdt_status vdt_series_gather(struct vdt_store *store, const struct vdt_gather_options *options,
                                          struct vdt_series **out, struct vdt_error *error);

/* The rows of a series, by unit and date. A NAN volume is unknown. */
struct vdt_series_row {
    struct vdt_view unit;
    struct vdt_step_text date;
    double value, volume;
};
typedef bool vdt_series_row_fn(void *context, const struct vdt_series_row *row); /* false ends the run */
VDT_API enum vdt_status vdt_series_rows(const struct vdt_series *series, vdt_series_row_fn *tell, void *context);

/*
 * What the values of a gathered series are made of, from one date up to another: the events (numbers, as in vedette/desk.h),
 * one a mention, the heaviest first (most killed, then largest Goldstein value times confidence), and how many publishers
 * and stories tell of them. False: there are none.
 */
struct vdt_evidence {
    int64_t *events;             /* the caller's array */
    size_t room;                 /* how many it takes; the rest is left out */
    size_t count, publishers, stories;
};
VDT_API bool vdt_series_evidence(const struct vdt_series *series, struct vdt_view unit, struct vdt_view since,
                                 struct vdt_view date, struct vdt_evidence *evidence);

/*
 * Forecasts. The members: the unit's own last values, the nearer the heavier ("decay"), and what came after like levels
 * in all units, taken relative to the level ("analogues": the method of analogues, Lorenz 1969, pooled over units; being
 * drawn from outcomes of like levels, its intervals are calibrated within bins of what is expected). `p_any`, the chance
 * of at least one value over a threshold up to the target, is a logistic regression pooled over units (ridge, by Newton's
 * method), fitted anew at each origin to what was known then.
 */
enum vdt_forecast_model { VDT_FORECAST_AUTO, VDT_FORECAST_LAST_12, VDT_FORECAST_NB_12 };

enum { VDT_FORECAST_MOST_NUMBERS = 32 }; /* quantiles or thresholds at most */

struct vdt_forecast_options {
    size_t size;                /* sizeof this struct */
    enum vdt_series_type type;
    enum vdt_forecast_model model;
    struct vdt_view origins;    /* "A", "A,B,C" or "A..B"; empty: the last date */
    int horizon_from, horizon_to;
    int draws;
    uint64_t seed;
    const double *quantiles, *over; /* borrowed; none: the defaults */
    size_t quantile_count, over_count;
    struct vdt_view plain_units; /* names, each between two line ends, of units that get the last twelve values */
};

#define VDT_FORECAST_OPTIONS_INIT { .size = sizeof(struct vdt_forecast_options), .horizon_from = 1, .horizon_to = 12, .seed = 1 }

/* One line, valid for the call. Chances are never exactly 0 or 1. */
struct vdt_forecast {
    struct vdt_view unit;
    struct vdt_step_text origin, target;
    int horizon;
    double mean;
    size_t quantile_count, over_count;
    const double *quantile_at, *quantiles;     /* at which shares, their values */
    const double *over, *p_over, *p_any;       /* thresholds, chances */
    const double *draws;
    size_t draw_count;
    const char *model;                         /* "mixture(decay-36 .35, analogues .65)" */
    const char *bin;                           /* of the mean: "0", "1-24" … */
};

typedef bool vdt_forecast_fn(void *context, const struct vdt_forecast *line); /* false ends the run */

/* VDT_ERROR_USE: an origin that is no date of the file's step. VDT_END: the callee ended the run. */
VDT_API enum vdt_status vdt_forecast(const struct vdt_series *series, const struct vdt_forecast_options *options,
                                     vdt_forecast_fn *tell, void *context, struct vdt_error *error);

/*
 * Detectors that others published, by name; each alarms above an upper bound at a nominal level `alpha`, upwards only, and keeps
 * no budget: EARS C1 to C3 (Hutwagner et al. 2003), Farrington et al. 1996, and Noufaily et al. 2013 ("flexible"). The two last want
 * `years` of history; fewer than five in the last four steps are never an alarm.
 */
enum vdt_watch_method {
    VDT_WATCH_AUTO,
    VDT_WATCH_FARRINGTON_FLEXIBLE,
    VDT_WATCH_FARRINGTON,
    VDT_WATCH_EARS_C1,
    VDT_WATCH_EARS_C2,
    VDT_WATCH_EARS_C3,
};

enum vdt_watch_threshold { VDT_WATCH_NB_PLUGIN, VDT_WATCH_DELTA }; /* quantile of a negative binomial, or on the 2/3 power */

/*
 * Alarms, online. Each value has a score: how far it stands from its baseline, in spreads. The baseline is, for weekly
 * counts, a quasi-Poisson regression on trend and two yearly harmonics that weighs past outbreaks down (after Farrington
 * et al. 1996 and Noufaily et al. 2013); for monthly counts an exponential mean; else the median of the last 90 steps,
 * with spreads shrunk towards those of all units. The bound is where the scores of the past, of all units together,
 * have passed at the rate of the budget: a rank of past scores, never a nominal level.
 *
 * The volume is an offset: where more was read than usual (the median of 90 days, 52 weeks or 24 months), more is expected in
 * proportion. Where less than a quarter was read, a "volume-gap" is told as it begins (of a store's corpus also where nothing
 * was read for an eighth of that time), and what was told then teaches no baseline. After a long gap scores are smaller, as the
 * baseline is older. The last step of a store may not be over: only what is above its bound is told of it.
 *
 * Where no value stands out alone, the last two, four or eight may together (the window-limited generalised likelihood ratio of
 * Willsky and Jones 1976), or those since the present level most probably began (Bayesian online change points, Adams and MacKay 2007:
 * negative binomial for counts, Student's for sums): then the level has changed, `since` that row, with the posterior `probability` that
 * it is no older. Both kinds share the budget; a level that an alarm has told of is not told again as a change until it is over.
 */
enum vdt_watch_side { VDT_WATCH_BOTH, VDT_WATCH_UP, VDT_WATCH_DOWN };

struct vdt_watch_options {
    size_t size;
    enum vdt_series_type type;
    enum vdt_watch_side side;
    double budget;              /* false alarms a unit and year */
    bool all;                   /* a line for every date, alarm or not */
    enum vdt_watch_method method;
    /* of the named methods alone */
    double alpha;               /* 0: 0.01, of EARS 0.001, of C3 0.025 */
    int years, half_window;     /* of Farrington: so many years back, so many steps about the date */
    int skip, periods;          /* of the flexible one: steps left out before the present, parts of a year */
    enum vdt_watch_threshold threshold;
    int baseline;               /* of EARS: steps that mean and deviation are taken of */
};

#define VDT_WATCH_OPTIONS_INIT                                                                                        \
    { .size = sizeof(struct vdt_watch_options), .budget = 0.25, .years = 4, .half_window = 3, .skip = 26, .periods = 10, \
      .baseline = 7 }

struct vdt_alert {
    struct vdt_view unit;
    struct vdt_step_text date, since;
    const char *kind;           /* "count", "change", "volume-gap"; with `all` also "level" */
    double value, expected, bound, score, p; /* of a change, value and expected are means from `since` on */
    double probability;         /* of a change: the chance that the level is no older than `since`; else 0 */
};

typedef bool vdt_alert_fn(void *context, const struct vdt_alert *line);

VDT_API enum vdt_status vdt_watch(const struct vdt_series *series, const struct vdt_watch_options *options,
                                  vdt_alert_fn *tell, void *context, struct vdt_error *error);

/*
 * Changes of level, looking back over the whole series: the segmentation into stretches of linear trend with a variance
 * of their own that costs least (penalised likelihood, exact by dynamic programming: Jackson et al. 2005). `probability` compares the two stretches with their union.
 */
struct vdt_change {
    struct vdt_view unit;
    struct vdt_step_text date;  /* the first of the new level */
    double probability, before, after;
};

typedef bool vdt_change_fn(void *context, const struct vdt_change *line);

VDT_API enum vdt_status vdt_changes(const struct vdt_series *series, double least_probability, vdt_change_fn *tell,
                                    void *context, struct vdt_error *error);

/*
 * Analogues: the stretches of the past that were most like a unit's present, in it or in another unit, and what followed.
 * Two windows are as far apart as their values' logarithms are (root of the mean square, later values weighing more), so
 * that level and course count alike. Of windows that overlap the nearest is taken alone. What followed is told as it was,
 * and, drawn together, as a distribution on the level of the present.
 */
struct vdt_analogue_options {
    size_t size;               /* sizeof this struct */
    struct vdt_view unit;
    struct vdt_view origin;    /* the last date that may be used; empty: the last there is */
    int window, horizon;       /* steps compared, and steps that followed; 0: 24 months, 26 weeks or 60 days, and a quarter of it */
    int count;                 /* how many at most */
};

#define VDT_ANALOGUE_OPTIONS_INIT { .size = sizeof(struct vdt_analogue_options), .count = 20 }

struct vdt_analogue {
    struct vdt_view unit;
    struct vdt_step_text date;      /* the last of the window */
    double similarity;              /* 1: the same; e to the minus distance */
    const double *before, *after;   /* NAN: no row */
    size_t before_count, after_count;
};

/* What followed, on the level of the present, `horizon` steps ahead; told after all cases. */
struct vdt_analogue_outcome {
    int horizon;
    struct vdt_step_text target;
    size_t cases;
    double low, median, high;       /* of the cases: 10, 50, 90 in a hundred */
};

typedef bool vdt_analogue_fn(void *context, const struct vdt_analogue *line);
typedef bool vdt_analogue_outcome_fn(void *context, const struct vdt_analogue_outcome *line);

/* VDT_ERROR_USE: no such unit, or an origin that is no date of the series. Too little past gives no lines. */
VDT_API enum vdt_status vdt_analogues(const struct vdt_series *series, const struct vdt_analogue_options *options,
                                      vdt_analogue_fn *tell, vdt_analogue_outcome_fn *tell_outcome, void *context,
                                      struct vdt_error *error);

/*
 * A line as one JSON object, without a line's end, with the keys that the commands print; as vdt_event_write, as much as fits
 * is written and the whole length comes back.
 */
VDT_API size_t vdt_forecast_write(const struct vdt_forecast *line, char *out, size_t size);
VDT_API size_t vdt_change_write(const struct vdt_change *line, char *out, size_t size);
VDT_API size_t vdt_analogue_write(const struct vdt_analogue *line, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
