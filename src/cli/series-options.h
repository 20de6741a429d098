/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands over a series file share: reading the file and the options of its numbers, printing lines. */
#ifndef VDT_CLI_SERIES_OPTIONS_H
#define VDT_CLI_SERIES_OPTIONS_H

#include "base/json.h"
#include "cli/command.h"

enum line_format { LINES_JSON, LINES_CSV, LINES_TABLE };

/* One run over a series file. */
struct series_run {
    const struct invocation *run;
    struct vdt_series *series;
    enum vdt_series_type type;
    enum line_format format;
    struct vdt_buffer line;
    uint64_t lines, skipped;
};

/* Reads --series, --type and --format; false: complained, `*exit` says how the program ends. */
bool series_begin(struct series_run *self, const struct invocation *run, int *exit);
/* Closes everything; the exit status for how the analysis ended. */
int series_end(struct series_run *self, enum vdt_status status, const struct vdt_error *error);

/* Numbers of an option, "a,b,c", each within [low, high]; `count` 0 where it was not given. False: complained. */
bool option_numbers(const struct invocation *run, const char *name, double low, double high, double *out, size_t most,
                    size_t *count);

/* A line of cells for tables and CSV; the first line of a run prints `names` too. */
struct cell {
    const char *name;
    char text[64];
};
void cell_number(struct cell *cell, const char *name, double value);
void cell_text(struct cell *cell, const char *name, struct vdt_view value);
bool print_cells(struct series_run *self, const struct cell *cells, size_t count);
/* Prints self->line and empties it. */
bool print_json(struct series_run *self);

/* A number as a key: shortest decimal form with a leading zero. */
void number_key(double value, char out[32]);

#endif
