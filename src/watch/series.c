/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The series file: CSV, a row at a time, into one dense array a unit. Whether the dates are days or weeks is known only at
 * the end, so that days are kept first and drawn together when all of them stand whole weeks apart.
 */
#include "watch/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/limit.h"
#include "read/source.h"

enum column { UNIT, DATE, VALUE, VOLUME, OTHER, EXTRA };

struct reading {
    enum vdt_series_type type;
    const struct vdt_remarks *remarks;
    struct vdt_view path;
    struct vdt_source source;
    uint64_t number, offset;       /* of the current line, and its first byte */
    uint64_t skipped;
    uint8_t *columns;              /* enum column of each, EXTRA + which for the x_ */
    size_t column_count;
    bool months, any, weekly;
    int32_t first_day;             /* the first row's */
    struct vdt_series *series;
    size_t *slots, slot_count, unit_capacity; /* hash table: index of a unit + 1 */
    bool has_volume;
};

size_t vdt_series_find(const struct vdt_series *series, struct vdt_view name) {
    size_t low = 0, high = series->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (vdt_view_compare(series->units[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < series->unit_count && vdt_view_equal(series->units[low].name, name) ? low : SIZE_MAX;
}

double vdt_steps_a_year(enum vdt_step step) {
    return step == VDT_STEP_MONTH ? 12 : step == VDT_STEP_WEEK ? 365.25 / 7 : 365.25;
}

static bool month_read(struct vdt_view text, int32_t *out) {
    if (text.size != 7 || text.data[4] != '-') return false;
    int year = 0, month = 0;
    for (int i = 0; i < 7; i++) {
        if (i == 4) continue;
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        if (i < 4)
            year = 10 * year + (text.data[i] - '0');
        else
            month = 10 * month + (text.data[i] - '0');
    }
    if (year < 1 || month < 1 || month > 12) return false;
    *out = 12 * year + month - 1;
    return true;
}

static int32_t floor_divide(int32_t a, int32_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

bool vdt_step_read(const struct vdt_series *series, struct vdt_view text, int32_t *out) {
    if (series->step == VDT_STEP_MONTH) return month_read(text, out);
    int32_t day;
    if (!vdt_day_read(text, &day)) return false;
    *out = series->step == VDT_STEP_DAY ? day : floor_divide(day - series->phase, 7);
    return true;
}

struct vdt_step_text vdt_step_write(const struct vdt_series *series, int32_t step) {
    struct vdt_step_text out = { "" };
    if (series->step == VDT_STEP_MONTH) {
        int year = (step / 12) % 10000, month = step % 12 + 1;
        memcpy(out.text, "0000-00", 8);
        for (int i = 3; i >= 0; i--, year /= 10) out.text[i] = (char)('0' + year % 10);
        out.text[5] = (char)('0' + month / 10);
        out.text[6] = (char)('0' + month % 10);
        return out;
    }
    vdt_day_write(series->step == VDT_STEP_DAY ? step : 7 * step + series->phase, out.text);
    return out;
}

/* The next line without its end; VDT_END behind the last. A line over the limit is passed over with a remark. */
static enum vdt_status next_line(struct reading *self, struct vdt_view *out, struct vdt_error *error) {
    for (;;) {
        enum vdt_status status = vdt_source_line(&self->source, VDT_LIMIT_SERIES_LINE, out, &self->number, &self->offset, error);
        if (status != VDT_ERROR_LIMIT) {
            while (status == VDT_OK && out->size && out->data[out->size - 1] == '\r') out->size--;
            return status;
        }
        self->skipped++;
        vdt_remark(self->remarks, VDT_REMARK_ERROR, self->path, self->number, 0,
                   "the line is longer than %d bytes (VDT_LIMIT_SERIES_LINE) and is left out", VDT_LIMIT_SERIES_LINE);
    }
}

/* The next cell of a line; quoted ones are unquoted in place. */
static struct vdt_view cell(struct vdt_view *rest) {
    if (!rest->size || rest->data[0] != '"') return vdt_view_trim(vdt_view_cut(rest, ','));
    char *data = (char *)(uintptr_t)rest->data, *to = data;
    size_t at = 1;
    while (at < rest->size) {
        if (data[at] == '"') {
            if (at + 1 >= rest->size || data[at + 1] != '"') break;
            at++;
        }
        *to++ = data[at++];
    }
    struct vdt_view value = { data, (size_t)(to - data) };
    *rest = vdt_view_slice(*rest, at + 1, rest->size);
    vdt_view_cut(rest, ',');
    return value;
}

static enum vdt_status read_header(struct reading *self, struct vdt_view line, struct vdt_error *error) {
    bool found[EXTRA + 1] = { false };
    if (vdt_view_starts(line, VDT_LITERAL("\xef\xbb\xbf"))) line = vdt_view_slice(line, 3, line.size);
    size_t extras = 0;
    struct vdt_view rest = line;
    while (rest.size && self->column_count < VDT_LIMIT_SERIES_COLUMNS) {
        struct vdt_view name = cell(&rest);
        enum column column = vdt_view_is(name, "unit")     ? UNIT
                             : vdt_view_is(name, "date")   ? DATE
                             : vdt_view_is(name, "value")  ? VALUE
                             : vdt_view_is(name, "volume") ? VOLUME
                             : vdt_view_starts(name, VDT_LITERAL("x_")) ? EXTRA
                                                                        : OTHER;
        self->columns[self->column_count++] = (uint8_t)(column == EXTRA ? EXTRA + extras++ : column);
        found[column] = true;
    }
    if (!found[UNIT] || !found[DATE] || !found[VALUE]) {
        vdt_fail_at(error, VDT_ERROR_USE, self->path, 1, 1, "the header has no column \"%s\"",
                    !found[UNIT] ? "unit" : !found[DATE] ? "date" : "value");
        return vdt_hint(error, VDT_ERROR_USE, "a series file begins with unit,date,value");
    }
    self->has_volume = found[VOLUME];
    self->series->extra_count = extras;
    return VDT_OK;
}

static void skip(struct reading *self, struct vdt_view line, struct vdt_view at, const char *what) {
    self->skipped++;
    if (!self->remarks || !self->remarks->tell) return;
    struct vdt_error remark;
    uint64_t column = at.data ? (uint64_t)(at.data - line.data) : 0;
    vdt_fail_at(&remark, VDT_OK, self->path, self->number, column + 1, "%s: \"%.*s\"; the row is left out", what,
                (int)(at.size < 60 ? at.size : 60), at.data ? at.data : "");
    remark.offset = (int64_t)(self->offset + column);
    self->remarks->tell(self->remarks->context, VDT_REMARK_ERROR, &remark);
}

static bool read_number(struct vdt_view text, double *out) {
    char copy[64];
    if (!text.size || text.size >= sizeof copy) return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    if (strspn(copy, "0123456789+-.eE") != text.size) return false; /* no hexadecimal, no "nan" */
    char *end;
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out) && fabs(*out) <= 1e15;
}

/* The unit of a name, made where it is new; NULL when memory is out. */
static struct vdt_unit *find_unit(struct reading *self, struct vdt_view name) {
    struct vdt_series *series = self->series;
    if (2 * (series->unit_count + 1) > self->slot_count) {
        size_t count = self->slot_count ? 2 * self->slot_count : 256;
        size_t *slots = calloc(count, sizeof *slots);
        if (!slots) return NULL;
        for (size_t i = 0; i < series->unit_count; i++) {
            size_t at = vdt_hash(series->units[i].name) & (count - 1);
            while (slots[at]) at = (at + 1) & (count - 1);
            slots[at] = i + 1;
        }
        free(self->slots);
        self->slots = slots;
        self->slot_count = count;
    }
    size_t at = vdt_hash(name) & (self->slot_count - 1);
    for (; self->slots[at]; at = (at + 1) & (self->slot_count - 1))
        if (vdt_view_equal(series->units[self->slots[at] - 1].name, name)) return &series->units[self->slots[at] - 1];
    if (series->unit_count == self->unit_capacity) {
        size_t capacity = self->unit_capacity ? 2 * self->unit_capacity : 64;
        struct vdt_unit *units = realloc(series->units, capacity * sizeof *units);
        if (!units) return NULL;
        series->units = units;
        self->unit_capacity = capacity;
    }
    char *copy = malloc(name.size + 1);
    if (!copy) return NULL;
    memcpy(copy, name.data, name.size);
    struct vdt_unit *unit = &series->units[series->unit_count];
    *unit = (struct vdt_unit){ .name = { copy, name.size } };
    self->slots[at] = ++series->unit_count;
    return unit;
}

/* One column of `from` copied to its place in a longer one of NANs. */
static double *stretched(const double *from, size_t columns, int32_t count, int32_t before, int32_t size) {
    double *to = malloc(sizeof *to * (size_t)size * (columns ? columns : 1));
    if (!to) return NULL;
    for (size_t i = 0; i < (size_t)size * columns; i++) to[i] = NAN;
    for (size_t column = 0; column < columns && count; column++)
        memcpy(to + column * (size_t)size + before, from + column * (size_t)count, sizeof *to * (size_t)count);
    return to;
}

/* Room for `step` in the unit's arrays, which grow by doubling; false when memory is out. */
static bool make_room(struct reading *self, struct vdt_unit *unit, int32_t step) {
    if (unit->count && step >= unit->first && step < unit->first + unit->count) return true;
    int32_t before = unit->count && step < unit->first ? unit->first - step : 0;
    int32_t first = unit->count ? unit->first - before : step;
    int32_t least = unit->count ? (step >= unit->first ? step - first + 1 : unit->count + before) : 1;
    int32_t size = least < 2 * unit->count && !before ? 2 * unit->count : least + 32;
    struct vdt_unit grown = *unit;
    grown.first = first;
    grown.count = size;
    grown.values = stretched(unit->values, 1, unit->count, before, size);
    grown.volumes = self->has_volume ? stretched(unit->volumes, 1, unit->count, before, size) : NULL;
    grown.extras = stretched(unit->extras, self->series->extra_count, unit->count, before, size);
    if (!grown.values || (self->has_volume && !grown.volumes) || !grown.extras) {
        free(grown.values);
        free(grown.volumes);
        free(grown.extras);
        return false;
    }
    free(unit->values);
    free(unit->volumes);
    free(unit->extras);
    *unit = grown;
    return true;
}

static enum vdt_status read_row(struct reading *self, struct vdt_view line, struct vdt_error *error) {
    struct vdt_view cells[VDT_LIMIT_SERIES_COLUMNS] = { { 0 } };
    struct vdt_view rest = line, name = { 0 }, date = { 0 }, value = { 0 };
    for (size_t i = 0; i < self->column_count; i++) {
        cells[i] = cell(&rest);
        if (self->columns[i] == UNIT) name = cells[i];
        if (self->columns[i] == DATE) date = cells[i];
        if (self->columns[i] == VALUE) value = cells[i];
    }
    double number;
    int32_t step;
    if (!name.size) return skip(self, line, line, "no unit in"), VDT_OK;
    bool month = month_read(date, &step);
    if (!month && !vdt_day_read(date, &step)) return skip(self, line, date, "not a date (YYYY-MM or YYYY-MM-DD)"), VDT_OK;
    if (self->any && month != self->months) return skip(self, line, date, "days and months in one file"), VDT_OK;
    if (!read_number(value, &number)) return skip(self, line, value, "not a finite number"), VDT_OK;
    if (number < 0 && self->type == VDT_SERIES_COUNT) return skip(self, line, value, "a negative count"), VDT_OK;
    if (!self->any) self->months = month, self->first_day = step;
    struct vdt_unit *unit = find_unit(self, name);
    if (!unit) return vdt_fail_memory(error, "reading a series");
    int32_t first = unit->count && unit->first < step ? unit->first : step;
    int32_t last = unit->count && unit->first + unit->count - 1 > step ? unit->first + unit->count - 1 : step;
    if (last - first >= VDT_LIMIT_SERIES_STEPS)
        return skip(self, line, date, "further than VDT_LIMIT_SERIES_STEPS from the unit's other dates"), VDT_OK;
    if (!make_room(self, unit, step)) return vdt_fail_memory(error, "reading a series");
    size_t at = (size_t)(step - unit->first);
    if (!isnan(unit->values[at])) return skip(self, line, date, "a second row of this unit and date"), VDT_OK;
    unit->values[at] = number;
    for (size_t i = 0; i < self->column_count; i++) {
        if (self->columns[i] < VOLUME || self->columns[i] == OTHER || !read_number(cells[i], &number)) continue;
        if (self->columns[i] == VOLUME)
            unit->volumes[at] = number;
        else
            unit->extras[(size_t)(self->columns[i] - EXTRA) * (size_t)unit->count + at] = number;
    }
    self->any = true;
    self->weekly = self->weekly && (step - self->first_day) % 7 == 0;
    return VDT_OK;
}

static int compare_units(const void *a, const void *b) {
    return vdt_view_compare(((const struct vdt_unit *)a)->name, ((const struct vdt_unit *)b)->name);
}

/* Draws a column of days together to weeks. */
static void draw_together(double *values, int32_t days, int32_t weeks, int32_t offset) {
    for (int32_t i = 0; i < weeks; i++) values[i] = offset + 7 * i < days ? values[offset + 7 * i] : NAN;
}

/* Steps of the right length, arrays that end at the last row, units in order. */
static void finish(struct reading *self) {
    struct vdt_series *series = self->series;
    series->step = self->months ? VDT_STEP_MONTH : self->weekly ? VDT_STEP_WEEK : VDT_STEP_DAY;
    series->phase = ((self->first_day % 7) + 7) % 7;
    series->first = INT32_MAX;
    series->last = INT32_MIN;
    series->first_other = INT32_MAX;
    for (size_t u = 0; u < series->unit_count; u++) {
        struct vdt_unit *unit = &series->units[u];
        if (series->step == VDT_STEP_WEEK) {
            int32_t first = floor_divide(unit->first - series->phase, 7), days = unit->count;
            int32_t offset = 7 * first + series->phase - unit->first;
            if (offset < 0) first++, offset += 7;
            int32_t weeks = (days - offset + 6) / 7;
            draw_together(unit->values, days, weeks, offset);
            if (unit->volumes) draw_together(unit->volumes, days, weeks, offset);
            for (size_t column = 0; column < series->extra_count; column++) {
                double *from = unit->extras + column * (size_t)days, *to = unit->extras + column * (size_t)weeks;
                for (int32_t i = 0; i < weeks; i++) to[i] = offset + 7 * i < days ? from[offset + 7 * i] : NAN;
            }
            unit->first = first;
            unit->count = weeks;
        }
        int32_t count = unit->count;
        while (count && isnan(unit->values[count - 1])) count--;
        for (size_t column = 1; column < series->extra_count; column++)
            memmove(unit->extras + column * (size_t)count, unit->extras + column * (size_t)unit->count,
                    sizeof *unit->extras * (size_t)count);
        unit->count = count;
        if (unit->first < series->first) series->first = unit->first;
        if (unit->first + count - 1 > series->last) series->last = unit->first + count - 1;
        for (int32_t i = 0; i < count; i++)
            if (!isnan(unit->values[i]) && (unit->values[i] < 0 || unit->values[i] != floor(unit->values[i])) &&
                unit->first + i < series->first_other)
                series->first_other = unit->first + i;
    }
    if (series->unit_count) qsort(series->units, series->unit_count, sizeof *series->units, compare_units);
}

static enum vdt_status read_all(struct reading *self, struct vdt_error *error) {
    struct vdt_view line;
    enum vdt_status status = next_line(self, &line, error);
    if (status == VDT_OK) status = read_header(self, line, error);
    while (status == VDT_OK && (status = next_line(self, &line, error)) == VDT_OK)
        if (vdt_view_trim(line).size) status = read_row(self, line, error);
    const struct vdt_damage *damage = vdt_source_damage(&self->source);
    if (status == VDT_END && damage) {
        vdt_remark(self->remarks, VDT_REMARK_ERROR, self->path, self->number, 0,
                   "the file is damaged here (%s); what stands before is used", damage->what);
        self->skipped++;
    }
    return status == VDT_END ? VDT_OK : status;
}

enum vdt_status vdt_series_read(const char *path, enum vdt_series_type type, const struct vdt_remarks *remarks,
                                struct vdt_series **out, uint64_t *skipped, struct vdt_error *error) {
    struct reading self = { .type = type, .remarks = remarks, .path = vdt_view_of(path), .weekly = true };
    enum vdt_status status = vdt_source_open(path, &self.source, error);
    if (status != VDT_OK) return status;
    self.series = calloc(1, sizeof *self.series);
    self.columns = calloc(VDT_LIMIT_SERIES_COLUMNS, 1);
    status = self.series && self.columns ? read_all(&self, error) : vdt_fail_memory(error, "reading a series");
    vdt_source_close(&self.source);
    if (status == VDT_OK) {
        finish(&self);
        *out = self.series;
        if (skipped) *skipped = self.skipped;
    } else {
        vdt_series_close(self.series);
    }
    free(self.columns);
    free(self.slots);
    return status;
}

void vdt_series_close(struct vdt_series *series) {
    if (!series) return;
    for (size_t u = 0; u < series->unit_count; u++) {
        free((char *)(uintptr_t)series->units[u].name.data);
        free(series->units[u].values);
        if (!series->shared_volumes) free(series->units[u].volumes);
        free(series->units[u].extras);
    }
    free(series->units);
    free(series->shared_volumes);
    free(series->mentions.events);
    free(series->mentions.units);
    free(series->mentions.steps);
    free(series->mentions.publishers);
    free(series->mentions.stories);
    free(series->mentions.weights);
    free(series);
}

enum vdt_status vdt_series_rows(const struct vdt_series *series, vdt_series_row_fn *tell, void *context) {
    for (size_t u = 0; u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        for (int32_t i = 0; i < unit->count; i++) {
            if (isnan(unit->values[i])) continue;
            struct vdt_series_row row = { unit->name, vdt_step_write(series, unit->first + i), unit->values[i],
                                          unit->volumes ? unit->volumes[i] : NAN };
            if (!tell(context, &row)) return VDT_END;
        }
    }
    return VDT_OK;
}

size_t vdt_series_units(const struct vdt_series *series) {
    return series->unit_count;
}
