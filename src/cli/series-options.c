/* SPDX-License-Identifier: Apache-2.0 */
/* See series-options.h. */
#include "cli/series-options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool find_format(const struct invocation *run, enum line_format *out) {
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

bool series_begin(struct series_run *self, const struct invocation *run, int *exit) {
    *self = (struct series_run){ .run = run };
    vdt_buffer_init(&self->line);
    const char *path = option_value(run, "series");
    *exit = EXIT_USE;
    if (!path) return complain("%s wants --series FILE, a table unit,date,value", run->command->name), false;
    if (!find_format(run, &self->format) || !find_type(run, &self->type)) return false;
    struct vdt_error error;
    struct vdt_remarks remarks = remarks_of(run);
    enum vdt_status status = vdt_series_read(path, self->type, &remarks, &self->series, &self->skipped, &error);
    if (status == VDT_OK) return true;
    complain_error(&error);
    *exit = status == VDT_ERROR_USE ? EXIT_USE : status == VDT_ERROR_SYSTEM ? EXIT_SOME_FAILED : EXIT_CANNOT_RUN;
    return false;
}

int series_end(struct series_run *self, enum vdt_status status, const struct vdt_error *error) {
    vdt_series_close(self->series);
    vdt_buffer_done(&self->line);
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

void number_key(double value, char out[32]) {
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, value);
        if (strtod(out, NULL) == value) break;
    }
    if (strchr(out, 'e')) snprintf(out, 32, "%.0f", value);
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
