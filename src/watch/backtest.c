/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The backtest:
 *
 *   origins → the series as known at each → draws of each model → compared with what came → tallies → sections
 *
 * All models are scored through their draws, in the same way: a model cannot gain by how it is written down.
 */
#include "vedette/backtest.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/json.h"
#include "base/limit.h"
#include "store/alarms.h"
#include "watch/series.h"

enum model { VEDETTE, LAST_12, NB_12, LAST_VALUE, ZERO, MODELS };
static const char *const model_names[MODELS] = { "vedette", "last-12", "nb-12", "last value", "zero" };

enum { OUTCOMES = 5, BINS = 11, SHARES = 10, MOST_CELLS = 12 };
static const char *const outcome_names[OUTCOMES] = { "0", "1-24", "25-99", "100-999", "1000+" };
static const double outcome_ends[OUTCOMES - 1] = { 1, 25, 100, 1000 };
static const double bin_ends[BINS - 1] = { 1, 3, 6, 11, 26, 51, 101, 251, 501, 1001 };

struct share {
    double count, sum, came;
};

/* Of one threshold: of the target alone (over) or of any step up to it. */
struct chance {
    double count, brier, came;
    struct share shares[SHARES];
};

struct tally {
    double count, crps, ignorance, interval, inside;
    struct share by_outcome[OUTCOMES], by_mean[OUTCOMES]; /* count, and came: inside */
    struct chance over[VDT_FORECAST_MOST_NUMBERS], any[VDT_FORECAST_MOST_NUMBERS];
};

struct miss {
    size_t unit;
    struct vdt_step_text target;
    double value, mean, low, high, crps;
};

struct testing {
    const struct vdt_backtest_options *options;
    const struct vdt_series *truth;  /* what is known today */
    const struct vdt_series *known;  /* at the origin in the work */
    const double *over;
    size_t over_count;
    int32_t from, to, origin;
    enum model model;
    struct tally tallies[MODELS];
    double *own, *plain;             /* of each unit: sums of CRPS, ours and the last twelve's */
    double *draws;
    struct miss *misses;             /* of the last origin, the worst first */
    size_t miss_count;
    struct { int32_t *steps; uint32_t *units; size_t count, capacity; } alarms;
    bool out_of_memory;
    vdt_score_fn *tell;
    void *context;
    struct vdt_buffer *plain_units;  /* names, each between two line ends */
    struct vdt_json json;
    const char *section;
    bool ended;
};

/* ---- scores ---- */

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of sorted draws. */
static double crps_of(const double *draws, size_t count, double value) {
    double sum = 0, spread = 0, n = (double)count;
    for (size_t i = 0; i < count; i++) {
        sum += fabs(draws[i] - value);
        spread += (2 * (double)i + 1 - n) * draws[i];
    }
    return sum / n - spread / (n * n);
}

static size_t bin_in(const double *ends, size_t count, double value) {
    size_t bin = 0;
    while (bin < count && value >= ends[bin]) bin++;
    return bin;
}

static double ignorance_of(const double *draws, size_t count, double value) {
    size_t bin = bin_in(bin_ends, BINS - 1, value), same = 0;
    for (size_t i = 0; i < count; i++) same += bin_in(bin_ends, BINS - 1, draws[i]) == bin;
    return -log2(((double)same + 1.0 / BINS) / ((double)count + 1));
}

static double quantile_of(const double *draws, size_t count, double share) {
    size_t at = (size_t)ceil(share * (double)count);
    return draws[at ? at - 1 : 0];
}

static void add_share(struct share *share, double said, bool came) {
    share->count++;
    share->sum += said;
    share->came += came;
}

static void add_chance(struct chance *chance, double said, bool came) {
    chance->count++;
    chance->brier += (said - came) * (said - came);
    chance->came += came;
    size_t at = (size_t)(said * SHARES);
    add_share(&chance->shares[at < SHARES ? at : SHARES - 1], said, came);
}

/* ---- one forecast against what came ---- */

static void keep_miss(struct testing *self, struct miss miss) {
    size_t at = self->miss_count < self->options->misses ? self->miss_count++ : self->miss_count;
    while (at > 0 && self->misses[at - 1].crps < miss.crps) {
        if (at < self->options->misses) self->misses[at] = self->misses[at - 1];
        at--;
    }
    if (at < self->options->misses) self->misses[at] = miss;
}

/* The largest value after the origin up to the target; NAN where a step of them is not known. */
static double largest(const struct vdt_unit *unit, int32_t origin, int horizon) {
    double most = -INFINITY;
    for (int32_t step = origin + 1; step <= origin + horizon; step++) {
        double value = vdt_unit_value(unit, step);
        if (isnan(value)) return NAN;
        if (value > most) most = value;
    }
    return most;
}

/* Draws in self->draws, unsorted; `over` and `any` NULL: by the shares of the draws. */
static void score(struct testing *self, size_t u, int horizon, const double *over, const double *any) {
    const struct vdt_unit *unit = &self->truth->units[u];
    double value = vdt_unit_value(unit, self->origin + horizon), mean = 0;
    size_t count = (size_t)self->options->draws;
    if (isnan(value)) return;
    qsort(self->draws, count, sizeof *self->draws, compare_numbers);
    for (size_t i = 0; i < count; i++) mean += self->draws[i] / (double)count;
    struct tally *tally = &self->tallies[self->model];
    double crps = crps_of(self->draws, count, value);
    double low = quantile_of(self->draws, count, 0.05), high = quantile_of(self->draws, count, 0.95);
    bool inside = value >= low && value <= high;
    tally->count++;
    tally->crps += crps;
    tally->ignorance += ignorance_of(self->draws, count, value);
    tally->interval += high - low + 20 * (value < low ? low - value : value > high ? value - high : 0);
    tally->inside += inside;
    add_share(&tally->by_outcome[bin_in(outcome_ends, OUTCOMES - 1, value)], 0, inside);
    add_share(&tally->by_mean[bin_in(outcome_ends, OUTCOMES - 1, mean)], 0, inside);
    double most = largest(unit, self->origin, horizon), share_any = 0;
    for (size_t k = 0; k < self->over_count; k++) {
        double share = 0;
        for (size_t i = 0; i < count; i++) share += self->draws[i] >= self->over[k];
        share_any = over ? over[k] : share / (double)count;
        add_chance(&tally->over[k], share_any, value >= self->over[k]);
        if (!isnan(most)) add_chance(&tally->any[k], any ? any[k] : share_any, most >= self->over[k]);
    }
    if (self->model == VEDETTE) self->own[u] += crps;
    if (self->model == LAST_12) self->plain[u] += crps;
    if (self->model == VEDETTE && self->origin == self->to && horizon == 1 && !inside)
        keep_miss(self, (struct miss){ u, vdt_step_write(self->truth, self->origin + horizon), value, mean, low, high, crps });
}

static bool take_forecast(void *context, const struct vdt_forecast *line) {
    struct testing *self = context;
    size_t unit = vdt_series_find(self->truth, line->unit);
    if (unit == SIZE_MAX) return true;
    memcpy(self->draws, line->draws, sizeof *self->draws * line->draw_count);
    score(self, unit, line->horizon, line->p_over, line->p_any);
    return true;
}

/* The last value known at the origin for all steps to come, or zero. */
static void score_point(struct testing *self, enum model model) {
    self->model = model;
    for (size_t u = 0; u < self->known->unit_count; u++) {
        const struct vdt_unit *unit = &self->known->units[u];
        double last = NAN;
        for (int32_t step = self->origin; isnan(last) && step >= unit->first; step--) last = vdt_unit_value(unit, step);
        size_t number = isnan(last) ? SIZE_MAX : vdt_series_find(self->truth, unit->name);
        for (int horizon = 1; number != SIZE_MAX && horizon <= self->options->horizon_to; horizon++) {
            for (int i = 0; i < self->options->draws; i++) self->draws[i] = model == ZERO ? 0 : last;
            score(self, number, horizon, NULL, NULL);
        }
    }
}

static enum vdt_status test_origin(struct testing *self, int32_t origin, struct vdt_error *error) {
    static const enum vdt_forecast_model models[] = { VDT_FORECAST_AUTO, VDT_FORECAST_LAST_12, VDT_FORECAST_NB_12 };
    struct vdt_forecast_options options = VDT_FORECAST_OPTIONS_INIT;
    struct vdt_step_text text = vdt_step_write(self->known, origin);
    options.origins = vdt_view_of(text.text);
    options.horizon_to = self->options->horizon_to;
    options.draws = self->options->draws;
    options.seed = self->options->seed;
    options.over = self->over;
    options.over_count = self->over_count;
    self->origin = origin;
    enum vdt_status status = VDT_OK;
    for (int m = VEDETTE; m <= NB_12 && status == VDT_OK; m++) {
        self->model = (enum model)m;
        options.model = models[m];
        status = vdt_forecast(self->known, &options, take_forecast, self, error);
    }
    if (status != VDT_OK) return status;
    score_point(self, LAST_VALUE);
    score_point(self, ZERO);
    return VDT_OK;
}

/* ---- alarms ---- */

static bool take_alert(void *context, const struct vdt_alert *alert) {
    struct testing *self = context;
    int32_t step;
    size_t unit = vdt_series_find(self->truth, alert->unit);
    if (unit == SIZE_MAX || strcmp(alert->kind, "volume-gap") == 0) return true;
    if (!vdt_step_read(self->truth, vdt_view_of(alert->date.text), &step) || step < self->from || step > self->to) return true;
    if (self->alarms.count == self->alarms.capacity) {
        size_t capacity = self->alarms.capacity ? 2 * self->alarms.capacity : 256;
        int32_t *steps = realloc(self->alarms.steps, capacity * sizeof *steps);
        if (steps) self->alarms.steps = steps;
        uint32_t *units = realloc(self->alarms.units, capacity * sizeof *units);
        if (units) self->alarms.units = units;
        self->out_of_memory = !steps || !units;
        if (self->out_of_memory) return false;
        self->alarms.capacity = capacity;
    }
    self->alarms.steps[self->alarms.count] = step;
    self->alarms.units[self->alarms.count++] = (uint32_t)unit;
    return true;
}

/* The first alarm of the unit in the step or the three after it; INT32_MAX: none. Alarms come by unit and date. */
static int32_t alarm_after(const struct testing *self, size_t unit, int32_t step) {
    for (size_t i = 0; i < self->alarms.count; i++)
        if (self->alarms.units[i] == unit && self->alarms.steps[i] >= step && self->alarms.steps[i] <= step + 3)
            return self->alarms.steps[i];
    return INT32_MAX;
}

struct onsets {
    double count, caught, delay, unit_years;
};

static struct onsets find_onsets(const struct testing *self) {
    struct onsets out = { 0 };
    int32_t year = (int32_t)(vdt_steps_a_year(self->truth->step) + 0.5);
    for (size_t u = 0; u < self->truth->unit_count; u++) {
        const struct vdt_unit *unit = &self->truth->units[u];
        int32_t calm = 0;
        for (int32_t i = 0; i < unit->count; i++) {
            int32_t step = unit->first + i;
            if (isnan(unit->values[i])) continue;
            bool tested = step >= self->from && step <= self->to, over = unit->values[i] >= self->over[0];
            out.unit_years += tested / vdt_steps_a_year(self->truth->step);
            if (tested && over && calm >= year) {
                int32_t alarm = alarm_after(self, u, step);
                out.count++;
                out.caught += alarm != INT32_MAX;
                out.delay += alarm != INT32_MAX ? alarm - step : 0;
            }
            calm = over ? 0 : calm + 1;
        }
    }
    return out;
}

/* ---- the scorecard ---- */

static struct vdt_score_cell text_cell(const char *column, const char *text) {
    return (struct vdt_score_cell){ column, vdt_view_of(text), NAN };
}

static struct vdt_score_cell number_cell(const char *column, double number) {
    return (struct vdt_score_cell){ column, { NULL, 0 }, number };
}

static void end_section(struct testing *self) {
    if (!self->section) return;
    vdt_json_array_end(&self->json);
    vdt_json_object_end(&self->json);
}

static void begin_section(struct testing *self, const struct vdt_score_row *row) {
    end_section(self);
    self->section = row->section;
    vdt_json_object(&self->json);
    vdt_json_key(&self->json, "title");
    vdt_json_string(&self->json, vdt_view_of(row->section));
    vdt_json_key(&self->json, "note");
    vdt_json_string(&self->json, vdt_view_of(row->note));
    vdt_json_key(&self->json, "columns");
    vdt_json_array(&self->json);
    for (size_t i = 0; i < row->count; i++) vdt_json_string(&self->json, vdt_view_of(row->cells[i].column));
    vdt_json_array_end(&self->json);
    vdt_json_key(&self->json, "rows");
    vdt_json_array(&self->json);
}

static void put_row(struct testing *self, const char *section, const char *note, const struct vdt_score_cell *cells, size_t count) {
    const struct vdt_score_row row = { section, note, cells, count };
    if (self->section != section) begin_section(self, &row);
    vdt_json_array(&self->json);
    for (size_t i = 0; i < count; i++)
        if (cells[i].text.size)
            vdt_json_string(&self->json, cells[i].text);
        else
            vdt_json_number(&self->json, cells[i].number, 4);
    vdt_json_array_end(&self->json);
    if (!self->ended && !self->tell(self->context, &row)) self->ended = true;
}

static double ratio(double sum, double count) { return count > 0 ? sum / count : NAN; }

static void put_forecasts(struct testing *self) {
    static const char title[] = "Forecasts", note[] = "All models on the same origins, units and targets; CRPS, ignorance and interval score: smaller is better.";
    for (int m = 0; m < MODELS; m++) {
        const struct tally *tally = &self->tallies[m];
        const struct vdt_score_cell cells[] = {
            text_cell("model", model_names[m]), number_cell("forecasts", tally->count),
            number_cell("CRPS", ratio(tally->crps, tally->count)),
            number_cell("skill", 1 - ratio(tally->crps, self->tallies[LAST_12].crps)),
            number_cell("ignorance", ratio(tally->ignorance, tally->count)),
            number_cell("interval score", ratio(tally->interval, tally->count)),
            number_cell("coverage", ratio(tally->inside, tally->count)) };
        put_row(self, title, note, cells, sizeof cells / sizeof *cells);
    }
}

static void put_coverage(struct testing *self, bool by_mean) {
    static const char outcome[] = "Coverage by outcome", outcome_note[] = "Share of 90 % intervals that held, by what came.";
    static const char mean[] = "Coverage by forecast", mean_note[] = "Share of 90 % intervals that held, by the mean of the forecast.";
    for (int bin = 0; bin < OUTCOMES; bin++) {
        struct vdt_score_cell cells[MODELS + 2] = { text_cell("bin", outcome_names[bin]) };
        size_t count = 1;
        for (int m = 0; m <= NB_12; m++) {
            const struct share *share = by_mean ? &self->tallies[m].by_mean[bin] : &self->tallies[m].by_outcome[bin];
            if (m == 0) cells[count++] = number_cell("forecasts", share->count);
            cells[count++] = number_cell(model_names[m], ratio(share->came, share->count));
        }
        put_row(self, by_mean ? mean : outcome, by_mean ? mean_note : outcome_note, cells, count);
    }
}

static void put_chance(struct testing *self, size_t k, bool any) {
    static const char title[] = "Chances", note[] = "Brier scores; \"always the base rate\" knows how often it comes and nothing else.";
    const struct chance *own = any ? &self->tallies[VEDETTE].any[k] : &self->tallies[VEDETTE].over[k];
    const struct chance *plain = any ? &self->tallies[LAST_12].any[k] : &self->tallies[LAST_12].over[k];
    double base = ratio(own->came, own->count);
    const struct vdt_score_cell cells[] = {
        text_cell("chance", any ? "any step up to the target" : "the target"), number_cell("threshold", self->over[k]),
        number_cell("forecasts", own->count), number_cell("base rate", base), number_cell("vedette", ratio(own->brier, own->count)),
        number_cell("last-12", ratio(plain->brier, plain->count)), number_cell("always the base rate", base * (1 - base)) };
    put_row(self, title, note, cells, sizeof cells / sizeof *cells);
}

static void put_reliability(struct testing *self, size_t k) {
    static const char title[] = "Reliability", note[] = "How often it came when such a chance was given, for any step up to the target.";
    for (int i = 0; i < SHARES; i++) {
        const struct share *share = &self->tallies[VEDETTE].any[k].shares[i];
        if (share->count == 0) continue;
        const struct vdt_score_cell cells[] = { number_cell("threshold", self->over[k]), number_cell("said", share->sum / share->count),
                                                number_cell("came", share->came / share->count), number_cell("forecasts", share->count) };
        put_row(self, title, note, cells, sizeof cells / sizeof *cells);
    }
}

static void put_alarms(struct testing *self) {
    static const char title[] = "Alarms", note[] = "Alarms against their budget; an onset is the first threshold reached after a year below it.";
    struct onsets onsets = find_onsets(self);
    double count = (double)self->alarms.count;
    const struct vdt_score_cell cells[] = {
        number_cell("budget", self->options->budget), number_cell("unit-years", onsets.unit_years), number_cell("alarms", count),
        number_cell("alarms a unit-year", ratio(count, onsets.unit_years)), number_cell("onsets", onsets.count),
        number_cell("caught", onsets.caught), number_cell("delay in steps", ratio(onsets.delay, onsets.caught)),
        number_cell("alarms an onset caught", ratio(count, onsets.caught)) };
    put_row(self, title, note, cells, sizeof cells / sizeof *cells);
}

static void put_plainer(struct testing *self) {
    static const char title[] = "Left to the last twelve", note[] = "Units whose last twelve values forecast better by more than one in fifty: a forecast of the store uses them.";
    for (size_t u = 0; u < self->truth->unit_count; u++) {
        /* where nothing ever happened a row of zeros is not better, only bolder */
        if (!(self->plain[u] > 0 && self->own[u] > 1.02 * self->plain[u])) continue;
        if (!self->plain_units->size) vdt_buffer_char(self->plain_units, '\n');
        vdt_buffer_add(self->plain_units, self->truth->units[u].name);
        vdt_buffer_char(self->plain_units, '\n');
        const struct vdt_score_cell cells[] = { { "unit", self->truth->units[u].name, NAN }, number_cell("CRPS", self->own[u]),
                                                number_cell("CRPS of the last twelve", self->plain[u]) };
        put_row(self, title, note, cells, sizeof cells / sizeof *cells);
    }
}

static void put_misses(struct testing *self) {
    static const char title[] = "Last period's misses", note[] = "Values outside their 90 % interval, the worst first.";
    for (size_t i = 0; i < self->miss_count; i++) {
        const struct miss *miss = &self->misses[i];
        const struct vdt_score_cell cells[] = {
            { "unit", self->truth->units[miss->unit].name, NAN }, text_cell("date", miss->target.text), number_cell("value", miss->value),
            number_cell("expected", miss->mean), number_cell("from", miss->low), number_cell("to", miss->high) };
        put_row(self, title, note, cells, sizeof cells / sizeof *cells);
    }
}

static void put_scorecard(struct testing *self) {
    put_misses(self);
    put_forecasts(self);
    put_coverage(self, false);
    put_coverage(self, true);
    for (size_t k = 0; k < self->over_count; k++) put_chance(self, k, false);
    for (size_t k = 0; k < self->over_count; k++) put_chance(self, k, true);
    for (size_t k = 0; k < self->over_count; k++) put_reliability(self, k);
    put_alarms(self);
    put_plainer(self);
    end_section(self);
}

/* ---- runs ---- */

/* A store's series as known on the last day of a step. */
struct past {
    struct vdt_store *store;
    struct vdt_gather_options gather;
};

static void last_day_of(const struct vdt_series *series, int32_t step, char out[11]) {
    int32_t next = step + 1;
    int32_t day = series->step == VDT_STEP_DAY    ? step
                  : series->step == VDT_STEP_WEEK ? 7 * step + series->phase + 6
                                                  : vdt_day_of(next / 12, next % 12 + 1, 1) - 1;
    vdt_day_write(day, out);
}

static enum vdt_status test_as_known(struct testing *self, struct past *past, int32_t origin, struct vdt_error *error) {
    char day[11];
    last_day_of(self->truth, origin, day);
    past->gather.as_of = vdt_view_of(day);
    struct vdt_series *series = NULL;
    enum vdt_status status = vdt_series_gather(past->store, &past->gather, &series, error);
    if (status != VDT_OK) return status;
    self->known = series;
    status = test_origin(self, origin, error);
    self->known = NULL;
    vdt_series_close(series);
    return status;
}

static enum vdt_status find_range(struct testing *self, struct vdt_error *error) {
    const struct vdt_view texts[] = { self->options->from, self->options->to };
    int32_t *const steps[] = { &self->from, &self->to };
    for (int i = 0; i < 2; i++) {
        if (vdt_step_read(self->truth, texts[i], steps[i])) continue;
        vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no origin of this series", (int)(texts[i].size < 40 ? texts[i].size : 40),
                 texts[i].data);
        return vdt_hint(error, VDT_ERROR_USE, "an origin is a date like %s", vdt_step_write(self->truth, self->truth->last).text);
    }
    if (self->to > self->truth->last - 1) self->to = self->truth->last - 1;
    if (self->from <= self->to) return VDT_OK;
    return vdt_fail(error, VDT_ERROR_USE, "no origin from \"%.*s\" on has anything after it", (int)texts[0].size, texts[0].data);
}

static enum vdt_status run(struct testing *self, struct past *past, struct vdt_error *error) {
    enum vdt_status status = find_range(self, error);
    for (int32_t origin = self->from; status == VDT_OK && origin <= self->to; origin++) {
        self->known = self->truth;
        status = past ? test_as_known(self, past, origin, error) : test_origin(self, origin, error);
    }
    if (status != VDT_OK) return status;
    struct vdt_watch_options watch = VDT_WATCH_OPTIONS_INIT;
    watch.budget = self->options->budget;
    status = vdt_watch(self->truth, &watch, take_alert, self, error);
    if (self->out_of_memory) status = vdt_fail_memory(error, "testing forecasts");
    if (status == VDT_OK) put_scorecard(self);
    return status;
}

static enum vdt_status test(const struct vdt_series *truth, struct past *past, const struct vdt_backtest_options *options,
                            vdt_score_fn *tell, void *context, struct vdt_buffer *body, struct vdt_buffer *plain,
                            struct vdt_error *error) {
    static const double usual_over[] = { 25 };
    if (options->size < sizeof *options) return vdt_fail(error, VDT_ERROR_USE, "the options were not initialised");
    if (!truth->unit_count) return vdt_fail(error, VDT_ERROR_USE, "the series is empty");
    struct testing *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(error, "testing forecasts");
    self->options = options;
    self->truth = truth;
    self->over = options->over_count ? options->over : usual_over;
    self->over_count = options->over_count ? options->over_count : 1;
    self->own = calloc(truth->unit_count, sizeof *self->own);
    self->plain = calloc(truth->unit_count, sizeof *self->plain);
    self->draws = calloc((size_t)options->draws + 1, sizeof *self->draws);
    self->misses = calloc(options->misses + 1, sizeof *self->misses);
    self->plain_units = plain;
    self->tell = tell;
    self->context = context;
    vdt_json_init(&self->json, body);
    vdt_json_array(&self->json);
    enum vdt_status status = self->own && self->plain && self->draws && self->misses ? run(self, past, error)
                                                                                    : vdt_fail_memory(error, "testing forecasts");
    vdt_json_array_end(&self->json);
    if (status == VDT_OK && self->ended) status = VDT_END;
    if (status == VDT_OK && vdt_buffer_failed(body)) status = vdt_fail_memory(error, "testing forecasts");
    free(self->own);
    free(self->plain);
    free(self->draws);
    free(self->misses);
    free(self->alarms.steps);
    free(self->alarms.units);
    free(self);
    return status;
}

enum vdt_status vdt_backtest_series(const struct vdt_series *series, const struct vdt_backtest_options *options,
                                    vdt_score_fn *tell, void *context, struct vdt_error *error) {
    struct vdt_buffer body, plain;
    vdt_buffer_init(&body);
    vdt_buffer_init(&plain);
    enum vdt_status status = test(series, NULL, options, tell, context, &body, &plain, error);
    vdt_buffer_done(&body);
    vdt_buffer_done(&plain);
    return status;
}

enum vdt_status vdt_backtest_store(struct vdt_store *store, const struct vdt_gather_options *gather,
                                   const struct vdt_backtest_options *options, vdt_score_fn *tell, void *context,
                                   struct vdt_error *error) {
    struct vdt_buffer body, plain, about;
    struct vdt_series *truth = NULL;
    vdt_buffer_init(&body);
    vdt_buffer_init(&plain);
    vdt_buffer_init(&about);
    struct past past = { store, *gather };
    enum vdt_status status = vdt_series_gather(store, gather, &truth, error);
    if (status == VDT_OK) status = test(truth, &past, options, tell, context, &body, &plain, error);
    vdt_series__describe(gather, &about);
    if (status == VDT_OK)
        status = vdt_store__keep_scorecard(store, vdt_buffer_view(&about), vdt_buffer_view(&body), vdt_buffer_view(&plain), error);
    vdt_series_close(truth);
    vdt_buffer_done(&body);
    vdt_buffer_done(&plain);
    vdt_buffer_done(&about);
    return status;
}

enum vdt_status vdt_store_plain_units(struct vdt_store *store, const struct vdt_gather_options *gather, struct vdt_view *out,
                                      struct vdt_error *error) {
    struct vdt_buffer about;
    vdt_buffer_init(&about);
    vdt_series__describe(gather, &about);
    enum vdt_status status = vdt_store__plain_units(store, vdt_buffer_view(&about), out, error);
    vdt_buffer_done(&about);
    return status;
}
