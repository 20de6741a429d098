/* SPDX-License-Identifier: Apache-2.0 */
/* See series-options.h. */
#include "cli/series-options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool find_line_format(const struct invocation *run, enum line_format *out) {
    const char *value = option_value(run, "format");
    *out = !value ? (terminal_width() ? LINES_TABLE : LINES_JSON)
           : strcmp(value, "csv") == 0 ? LINES_CSV
           : strcmp(value, "table") == 0 ? LINES_TABLE
                                         : LINES_JSON;
    if (!value || *out != LINES_JSON || strcmp(value, "ndjson") == 0) return true;
    complain("--format is table, ndjson or csv, not \"%s\"", value);
    return false;
}

static bool find_type(const struct invocation *run, enum vdt_series_type *out) {
    const char *value = option_value(run, "type");
    *out = VDT_SERIES_AUTO;
    if (!value || strcmp(value, "auto") == 0) return true;
    *out = strcmp(value, "count") == 0 ? VDT_SERIES_COUNT : VDT_SERIES_SUM;
    if (*out == VDT_SERIES_COUNT || strcmp(value, "sum") == 0) return true;
    complain("--type is count, sum or auto, not \"%s\"", value);
    return false;
}

/* ---- out of a store ---- */

bool option_word(const struct invocation *run, const char *name, const struct word *words, int *out) {
    const char *value = option_value(run, name);
    if (!value) return true;
    char known[160] = "";
    for (const struct word *word = words; word->text; word++) {
        if (strcmp(value, word->text) == 0) return *out = word->value, true;
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", word == words ? "" : word[1].text ? ", " : " or ",
                 word->text);
    }
    return complain("--%s is %s, not \"%s\"", name, known, value), false;
}

/* The value of an option in capitals, as codes are written. */
static struct vdt_view capitals(const struct invocation *run, const char *name, struct vdt_arena *arena) {
    struct vdt_view value = vdt_arena_copy(arena, vdt_view_of(option_value(run, name)));
    char *bytes = (char *)(uintptr_t)value.data;
    for (size_t i = 0; i < value.size; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] = (char)(bytes[i] - 'a' + 'A');
    return value;
}

static bool find_filter(const struct invocation *run, struct vdt_query *query, struct vdt_arena *arena) {
    long quad;
    if (!option_number(run, "quad", 1, 4, 0, &quad)) return false;
    query->quad = (int)quad;
    query->source = capitals(run, "source", arena);
    query->target = capitals(run, "target", arena);
    query->actor = capitals(run, "actor", arena);
    query->plover = capitals(run, "event", arena);
    query->cameo = vdt_view_of(option_value(run, "cameo"));
    query->status = vdt_view_of(option_value(run, "status"));
    query->voice = capitals(run, "voice", arena);
    query->country = capitals(run, "country", arena);
    query->from = vdt_view_of(option_value(run, "from"));
    query->to = vdt_view_of(option_value(run, "to"));
    query->text = vdt_view_of(option_value(run, "text"));
    return true;
}

bool find_gathering(const struct invocation *run, struct vdt_gather_options *out, struct vdt_arena *arena) {
    static const struct word units[] = { { "dyad", VDT_BY_DYAD }, { "country", VDT_BY_COUNTRY }, { "actor", VDT_BY_ACTOR },
                                         { "place", VDT_BY_PLACE }, { 0 } };
    static const struct word steps[] = { { "day", VDT_STEP_OF_DAY }, { "week", VDT_STEP_OF_WEEK },
                                         { "month", VDT_STEP_OF_MONTH }, { 0 } };
    static const struct word things[] = {
        { "incidents", VDT_COUNT_INCIDENTS }, { "events", VDT_COUNT_EVENTS }, { "reports", VDT_COUNT_REPORTS },
        { "stories", VDT_COUNT_STORIES }, { "publishers", VDT_COUNT_PUBLISHERS }, { "deaths", VDT_COUNT_DEATHS },
        { "goldstein", VDT_COUNT_GOLDSTEIN }, { "intensity", VDT_COUNT_INTENSITY }, { 0 } };
    static const struct word knowns[] = { { "arrived", VDT_KNOWN_ARRIVED }, { "published", VDT_KNOWN_PUBLISHED }, { 0 } };
    int by = out->by, step = out->step, what = out->what, known = out->known;
    long least;
    if (!option_word(run, "by", units, &by) || !option_word(run, "step", steps, &step) ||
        !option_word(run, "what", things, &what) || !option_word(run, "known", knowns, &known) ||
        !option_number(run, "least", 0, 1000000000, (long)out->least, &least) || !find_filter(run, &out->filter, arena))
        return false;
    out->by = (enum vdt_series_by)by;
    out->step = (enum vdt_series_step)step;
    out->what = (enum vdt_series_what)what;
    out->known = (enum vdt_known)known;
    out->least = (double)least;
    out->historical = option_value(run, "historical") != NULL;
    out->codes = option_value(run, "codes") != NULL;
    out->as_of = vdt_view_of(option_value(run, "as-of"));
    return true;
}

enum vdt_status open_there(const char *path, struct vdt_store **out, struct vdt_error *error) {
    struct vdt_store *store = NULL;
    enum vdt_status status = vdt_store_open(path, VDT_STORE_READ, &store, error);
    if (status == VDT_OK) vdt_store_close(store);
    return status == VDT_OK ? vdt_store_open(path, VDT_STORE_WRITE, out, error) : status;
}

static bool begin_gathered(struct series_run *self, int *exit) {
    self->gather = (struct vdt_gather_options)VDT_GATHER_OPTIONS_INIT;
    if (!find_gathering(self->run, &self->gather, &self->arena)) return false;
    if (self->origins) self->gather.filter.from = self->gather.filter.to = (struct vdt_view){ 0 };
    struct vdt_error error;
    enum vdt_status status = self->origins ? open_there(self->run->operands[0], &self->store, &error)
                                           : vdt_store_open(self->run->operands[0], VDT_STORE_READ, &self->store, &error);
    if (status == VDT_OK) status = vdt_series_gather(self->store, &self->gather, &self->series, &error);
    if (status == VDT_OK) return true;
    complain_error(&error);
    *exit = status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
    return false;
}

static bool begin_read(struct series_run *self, const char *path, int *exit) {
    struct vdt_error error;
    struct vdt_remarks remarks = remarks_of(self->run);
    enum vdt_status status = vdt_series_read(path, self->type, &remarks, &self->series, &self->skipped, &error);
    if (status == VDT_OK) return true;
    complain_error(&error);
    *exit = status == VDT_ERROR_USE ? EXIT_USE : status == VDT_ERROR_SYSTEM ? EXIT_SOME_FAILED : EXIT_CANNOT_RUN;
    return false;
}

static void finish(struct series_run *self) {
    vdt_series_close(self->series);
    vdt_store_close(self->store);
    vdt_buffer_done(&self->line);
    vdt_arena_done(&self->arena);
}

bool series_begin(struct series_run *self, const struct invocation *run, int *exit) {
    *self = (struct series_run){ .run = run, .origins = strcmp(run->command->name, "backtest") == 0 };
    vdt_buffer_init(&self->line);
    vdt_arena_init(&self->arena);
    const char *path = option_value(run, "series");
    *exit = EXIT_USE;
    bool good = find_line_format(run, &self->format) && find_type(run, &self->type);
    if (good && (path != NULL) == (run->operand_count > 0)) {
        complain("%s wants a STORE or --series FILE, a table unit,date,value", run->command->name);
        good = false;
    }
    if (good) good = path ? begin_read(self, path, exit) : begin_gathered(self, exit);
    if (!good) finish(self);
    return good;
}

int series_end(struct series_run *self, enum vdt_status status, const struct vdt_error *error) {
    finish(self);
    if (status != VDT_OK) complain_error(error);
    if (status == VDT_ERROR_USE) return EXIT_USE;
    if (status != VDT_OK || !finish_output()) return EXIT_CANNOT_RUN;
    return self->skipped ? EXIT_SOME_FAILED : EXIT_DONE;
}

bool option_numbers(const struct invocation *run, const char *name, double low, double high, double *out, size_t most,
                    size_t *count) {
    *count = 0;
    const char *value = option_value(run, name);
    if (!value) return true;
    for (const char *at = value;;) {
        char *end;
        double number = strtod(at, &end);
        if (end == at || (*end && *end != ',') || !isfinite(number) || number < low || number > high || *count == most) {
            complain("--%s is up to %zu numbers from %g to %g, with commas between, not \"%s\"", name, most, low, high, value);
            return false;
        }
        out[(*count)++] = number;
        if (!*end) return true;
        at = end + 1;
    }
}

void cell_number(struct cell *cell, const char *name, double value) {
    cell->name = name;
    snprintf(cell->text, sizeof cell->text, "%.6g", value);
}

void cell_text(struct cell *cell, const char *name, struct vdt_view value) {
    cell->name = name;
    snprintf(cell->text, sizeof cell->text, "%.*s", (int)value.size, value.data);
}

bool print_cells(struct series_run *self, const struct cell *cells, size_t count) {
    for (int head = self->lines ? 0 : 1; head >= 0; head--) {
        for (size_t i = 0; i < count; i++) {
            const char *text = head ? cells[i].name : cells[i].text;
            if (self->format == LINES_TABLE)
                printf(i ? "  %10s" : "%-16s", text);
            else if (strpbrk(text, ",\"\n")) {
                fputs(i ? ",\"" : "\"", stdout);
                for (; *text; text++) printf(*text == '"' ? "\"\"" : "%c", *text);
                putchar('"');
            } else
                printf("%s%s", i ? "," : "", text);
        }
        putchar('\n');
    }
    self->lines++;
    return !ferror(stdout);
}

bool print_json(struct series_run *self) {
    vdt_buffer_char(&self->line, '\n');
    self->lines++;
    bool whole = !vdt_buffer_failed(&self->line) && fwrite(self->line.data, 1, self->line.size, stdout) == self->line.size;
    vdt_buffer_clear(&self->line);
    return whole;
}
