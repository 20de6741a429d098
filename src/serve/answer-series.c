/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series: how many incidents a day, week or month a unit has, with how much was read, and split by kind. Counted are
 * incidents, each once; asserted and not historical ones unless the request says otherwise. A step in
 * which nothing was read has no value: null is not calm.
 */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/limit.h"
#include "serve/desk-state.h"
#include "serve/filter.h"
#include "serve/outlook.h"
#include "serve/routes.h"
#include "serve/series-of-desk.h"

/* Days of an event's date; a vaguer one belongs to no step (as in `vedette series`). */
static int32_t longest_date(enum desk_step step) { return step == DESK_MONTH ? 31 : 7; }

/* ---- steps ---- */

static int32_t step_of(enum desk_step step, int32_t day) {
    struct vdt_date date;
    switch (step) {
    case DESK_WEEK: return (int32_t)((day + 3 + 7000000) / 7 - 1000000); /* day 0 was a Thursday */
    case DESK_MONTH: date = vdt_date_of(day); return date.year * 12 + date.month - 1;
    default: return day;
    }
}

int32_t desk_step_day(enum desk_step step, int32_t number) {
    switch (step) {
    case DESK_WEEK: return number * 7 - 3;
    case DESK_MONTH: return vdt_day_of(number / 12, number % 12 + 1, 1);
    default: return number;
    }
}

/* ---- the unit ---- */

static uint8_t *prefixed_codes(struct request *request, struct vdt_view prefix, const uint8_t *also) {
    const struct columns *columns = request->columns;
    uint8_t *fits = vdt_arena_array(&request->arena, columns->codes.count, 1);
    for (size_t i = 1; fits && i < columns->codes.count; i++)
        fits[i] = vdt_view_starts(columns->codes.texts[i], prefix) && (!also || also[i]);
    return fits;
}

static uint8_t *fitting_places(struct request *request, struct vdt_view unit, bool country, const uint8_t *also) {
    const struct columns *columns = request->columns;
    uint8_t *fits = vdt_arena_array(&request->arena, columns->place_count, 1);
    for (size_t i = 1; fits && i < columns->place_count; i++)
        fits[i] = vdt_view_equal(country ? columns->places[i].country : columns->places[i].name, unit) && (!also || also[i]);
    return fits;
}

/* Narrows the filter to the unit. */
static bool filter_by_unit(struct request *request, struct vdt_view by, struct vdt_view unit, struct filter *filter,
                           unsigned *status) {
    struct vdt_view rest = unit, source = vdt_view_cut(&rest, '>');
    bool made;
    filter->narrow = true;
    if (vdt_view_is(by, "dyad")) {
        if (!source.size || !rest.size) {
            *status = problem(request, 400, "a dyad is written SOURCE>TARGET, such as RUS>UKR");
            return false;
        }
        filter->codes[VDT_IS_SOURCE] = prefixed_codes(request, source, filter->codes[VDT_IS_SOURCE]);
        filter->codes[VDT_IS_TARGET] = prefixed_codes(request, rest, filter->codes[VDT_IS_TARGET]);
        made = filter->codes[VDT_IS_SOURCE] && filter->codes[VDT_IS_TARGET];
    } else if (vdt_view_is(by, "actor")) {
        filter->codes[FILTER_ACTOR] = prefixed_codes(request, unit, filter->codes[FILTER_ACTOR]);
        made = filter->codes[FILTER_ACTOR];
    } else if (vdt_view_is(by, "country") || vdt_view_is(by, "place")) {
        filter->places = fitting_places(request, unit, vdt_view_is(by, "country"), filter->places);
        made = filter->places;
    } else {
        *status = problem(request, 400, "by is dyad, country, actor or place");
        return false;
    }
    if (!made) *status = problem(request, 503, "the server is out of memory");
    return made;
}

/* ---- counting ---- */

bool step_of_parameter(struct request *request, enum desk_step *out, unsigned *status) {
    static const char *const names[] = { "day", "week", "month" };
    struct vdt_view text = parameter_of(request, "step");
    *out = DESK_DAY;
    if (!text.size) return true;
    for (int i = 0; i < 3; i++)
        if (vdt_view_is(text, names[i])) {
            *out = (enum desk_step)i;
            return true;
        }
    *status = problem(request, 400, "step is day, week or month");
    return false;
}

static bool split_of_parameter(struct request *request, enum desk_split *out, unsigned *status) {
    static const char *const names[] = { "", "plover", "quad", "status" };
    struct vdt_view text = parameter_of(request, "split");
    *out = DESK_WHOLE;
    if (!text.size) return true;
    for (int i = 1; i < 4; i++)
        if (vdt_view_is(text, names[i])) {
            *out = (enum desk_split)i;
            return true;
        }
    *status = problem(request, 400, "split is plover, quad or status");
    return false;
}

static unsigned part_of(enum desk_split split, const struct column_row *row) {
    switch (split) {
    case DESK_BY_PLOVER: return row->plover;
    case DESK_BY_QUAD: return row->quad;
    case DESK_BY_STATUS: return row->status;
    default: return 0;
    }
}

static const char *part_name(enum desk_split split, unsigned part) {
    static const char *const quads[] = { "0", "1", "2", "3", "4" };
    switch (split) {
    case DESK_BY_PLOVER: return vdt_plover_name((enum vdt_plover)part);
    case DESK_BY_QUAD: return quads[part < 5 ? part : 0];
    case DESK_BY_STATUS: return vdt_event_status_name((enum vdt_event_status)part);
    default: return "";
    }
}

/* From the first day asked for, or read, to the last. False: nothing was ever read. */
static bool range_of(const struct columns *columns, const struct filter *filter, struct desk_series *series) {
    size_t first = 0;
    while (first < columns->report_count && columns->reports[columns->report_order[first]].day == NO_DAY) first++;
    if (first == columns->report_count) return false;
    int32_t from = columns->reports[columns->report_order[first]].day;
    int32_t to = columns->reports[columns->report_order[columns->report_count - 1]].day;
    if (filter->from > from) from = filter->from;
    if (filter->to < to) to = filter->to;
    if (from > to) return false;
    series->first = step_of(series->step, from);
    series->count = (size_t)(step_of(series->step, to) - series->first) + 1;
    return true;
}

static uint32_t *slot_of(const struct desk_series *series, uint32_t *values, int32_t day) {
    int32_t at = step_of(series->step, day) - series->first;
    return at < 0 || (size_t)at >= series->count ? NULL : &values[at];
}

static void count_volume(const struct columns *columns, struct desk_series *series) {
    for (size_t i = 0; i < columns->report_count; i++) {
        if (columns->reports[i].day == NO_DAY) continue;
        uint32_t *slot = slot_of(series, series->volume, columns->reports[i].day);
        if (slot) ++*slot;
    }
}

static void count_values(const struct columns *columns, const struct filter *filter, bool incidents, uint8_t *seen,
                         struct desk_series *series) {
    size_t end = filter_end(columns, filter);
    for (size_t at = filter_next(columns, filter, 0, end); at != SIZE_MAX; at = filter_next(columns, filter, at + 1, end)) {
        const struct column_row *row = &columns->rows[at];
        if (row->first > row->last || row->last - row->first >= longest_date(series->step)) continue;
        uint32_t *slot = slot_of(series, series->values, row->last);
        if (!slot) continue;
        uint8_t bit = (uint8_t)(1u << (row->incident % 8));
        if (incidents && row->incident && seen[row->incident / 8] & bit) continue;
        seen[row->incident / 8] |= bit;
        ++*slot;
        if (series->split != DESK_WHOLE)
            series->parts[part_of(series->split, row)][slot - series->values]++;
    }
}

static bool make_room(struct request *request, struct desk_series *series) {
    series->values = vdt_arena_array(&request->arena, series->count, sizeof *series->values);
    series->volume = vdt_arena_array(&request->arena, series->count, sizeof *series->volume);
    bool made = series->values && series->volume;
    for (int i = 0; series->split != DESK_WHOLE && i < DESK_PARTS && made; i++) {
        series->parts[i] = vdt_arena_array(&request->arena, series->count, sizeof *series->parts[i]);
        made = series->parts[i];
    }
    return made;
}

/* Counts what the filter leaves; false: a problem was written. */
static bool count_series(struct request *request, const struct filter *filter, bool incidents, struct desk_series *series,
                         unsigned *status) {
    const struct columns *columns = request->columns;
    if (!range_of(columns, filter, series)) return true;
    if (series->count > VDT_LIMIT_SERIES_STEPS) {
        *status = problem(request, 400, "more than %d steps: from and to make it shorter", VDT_LIMIT_SERIES_STEPS);
        return false;
    }
    uint8_t *seen = vdt_arena_array(&request->arena, columns->incidents.count / 8 + 1, 1);
    if (!seen || !make_room(request, series)) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    count_volume(columns, series);
    count_values(columns, filter, incidents, seen, series);
    return true;
}

bool desk_series_of(struct request *request, struct desk_series *series, unsigned *status) {
    struct filter filter;
    *series = (struct desk_series){ 0 };
    if (!filter_of(request, &filter, status) || !step_of_parameter(request, &series->step, status) ||
        !split_of_parameter(request, &series->split, status))
        return false;
    struct vdt_view by = parameter_of(request, "by"), count = parameter_of(request, "count");
    series->unit = parameter_of(request, "unit");
    /* baselines are those of incidents of a dyad, under no other filter than days */
    struct filter without_days = filter;
    without_days.from = INT32_MIN, without_days.to = INT32_MAX;
    series->plain = series->unit.size && (!by.size || vdt_view_is(by, "dyad")) && !vdt_view_is(count, "events") &&
                    !filter_narrows(&without_days);
    bool incidents = !vdt_view_is(count, "events");
    if (count.size && incidents && !vdt_view_is(count, "incidents")) {
        *status = problem(request, 400, "count is incidents or events");
        return false;
    }
    if (by.size != 0 && !series->unit.size) {
        *status = problem(request, 400, "unit says which one, such as RUS>UKR");
        return false;
    }
    if (series->unit.size && !filter_by_unit(request, by.size ? by : VDT_LITERAL("dyad"), series->unit, &filter, status))
        return false;
    if (!filter.statuses && series->split != DESK_BY_STATUS) filter.statuses = 1u << VDT_ASSERTED;
    if (filter.historical < 0) filter.historical = 0;
    filter.narrow = true;
    return count_series(request, &filter, incidents, series, status);
}

void desk_series_of_dyad(struct request *request, struct vdt_view unit, size_t most, struct desk_series *series) {
    const struct columns *columns = request->columns;
    struct filter filter = FILTER_INIT;
    unsigned status;
    *series = (struct desk_series){ .unit = unit };
    filter.statuses = 1u << VDT_ASSERTED;
    filter.historical = 0;
    if (columns->report_count) {
        int32_t last = columns->reports[columns->report_order[columns->report_count - 1]].day;
        if (last != NO_DAY) filter.from = last - (int32_t)most + 1;
    }
    if (!filter_by_unit(request, VDT_LITERAL("dyad"), unit, &filter, &status) ||
        !count_series(request, &filter, true, series, &status))
        *series = (struct desk_series){ .unit = unit };
}

/* ---- writing ---- */

static bool nothing_read(const struct desk_series *series, size_t at) {
    return !series->volume[at] && !series->values[at];
}

static void put_values(struct vdt_json *json, const struct desk_series *series, const uint32_t *values) {
    vdt_json_array(json);
    for (size_t i = 0; i < series->count; i++)
        if (nothing_read(series, i))
            vdt_json_null(json);
        else
            vdt_json_integer(json, values[i]);
    vdt_json_array_end(json);
}

static bool has_some(const uint32_t *values, size_t count) {
    for (size_t i = 0; values && i < count; i++)
        if (values[i]) return true;
    return false;
}

static unsigned put_series_csv(struct request *request, const struct desk_series *series) {
    list_begin(request);
    for (size_t i = 0; i < series->count; i++) {
        row_begin(request);
        row_text(request, "unit", series->unit.size ? series->unit : VDT_LITERAL("all"));
        row_day(request, "date", desk_step_day(series->step, series->first + (int32_t)i));
        if (nothing_read(series, i))
            row_text(request, "value", (struct vdt_view){ 0 });
        else
            row_integer(request, "value", series->values[i]);
        row_integer(request, "volume", series->volume[i]);
        for (unsigned part = 0; part < DESK_PARTS; part++)
            if (has_some(series->parts[part], series->count))
                row_integer(request, part_name(series->split, part), series->parts[part][i]);
        row_end(request);
    }
    return 200;
}

/* What was expected of a dyad and from where on a value is unusual, where the outlook has a baseline for it. */
static void put_levels(struct request *request, const struct desk_series *series, const struct outlook *outlook) {
    static const char *const keys[] = { "expected", "bound" };
    double expected, bound;
    for (int k = 0; k < 2; k++) {
        vdt_json_key(&request->json, keys[k]);
        vdt_json_array(&request->json);
        for (size_t i = 0; i < series->count; i++) {
            char day[11];
            vdt_day_write(desk_step_day(series->step, series->first + (int32_t)i), day);
            if (outlook_level(outlook, series->step, series->unit, vdt_view_of(day), &expected, &bound))
                vdt_json_number(&request->json, k ? bound : expected, 3);
            else
                vdt_json_null(&request->json);
        }
        vdt_json_array_end(&request->json);
    }
}

void put_series(struct request *request, const struct desk_series *series, const struct outlook *outlook) {
    static const char *const steps[] = { "day", "week", "month" };
    struct vdt_json *json = &request->json;
    vdt_json_key(json, "unit");
    vdt_json_string_or_null(json, series->unit);
    vdt_json_key(json, "step");
    vdt_json_string(json, vdt_view_of(steps[series->step]));
    vdt_json_key(json, "dates");
    vdt_json_array(json);
    for (size_t i = 0; i < series->count; i++) {
        char day[11];
        vdt_day_write(desk_step_day(series->step, series->first + (int32_t)i), day);
        vdt_json_string(json, vdt_view_of(day));
    }
    vdt_json_array_end(json);
    vdt_json_key(json, "values");
    put_values(json, series, series->values);
    if (outlook) put_levels(request, series, outlook);
    vdt_json_key(json, "volume");
    vdt_json_array(json);
    for (size_t i = 0; i < series->count; i++) vdt_json_integer(json, series->volume[i]);
    vdt_json_array_end(json);
    if (series->split == DESK_WHOLE) return;
    vdt_json_key(json, "split");
    vdt_json_object(json);
    for (unsigned part = 0; part < DESK_PARTS; part++) {
        if (!has_some(series->parts[part], series->count)) continue;
        vdt_json_key(json, part_name(series->split, part));
        put_values(json, series, series->parts[part]);
    }
    vdt_json_object_end(json);
}

unsigned answer_series(struct request *request) {
    struct desk_series series;
    unsigned status;
    if (!desk_series_of(request, &series, &status)) return status;
    if (request->format == ANSWER_CSV) return put_series_csv(request, &series);
    struct outlook *outlook = series.plain ? outlook_hold(request->desk) : NULL;
    vdt_json_object(&request->json);
    put_series(request, &series, outlook);
    vdt_json_object_end(&request->json);
    vdt_buffer_char(&request->out, '\n');
    outlook_release(outlook);
    return 200;
}
