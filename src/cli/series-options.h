/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands over series share: reading a file or gathering out of a store, options of numbers, printing lines. */
#ifndef VDT_CLI_SERIES_OPTIONS_H
#define VDT_CLI_SERIES_OPTIONS_H

#include "base/json.h"
#include "cli/command.h"

enum line_format { LINES_JSON, LINES_CSV, LINES_TABLE };

/* One run over a series. */
struct series_run {
    const struct invocation *run;
    struct vdt_store *store;       /* NULL: the series is a file's */
    struct vdt_gather_options gather;
    struct vdt_arena arena;        /* codes in capitals */
    bool origins;                  /* --from and --to are origins, no bounds of what is counted; and the store is written to */
    struct vdt_series *series;
    enum vdt_series_type type;
    enum line_format format;
    struct vdt_buffer line;
    uint64_t lines, skipped;
};

/*
 * Reads --series or gathers out of the store that is the first operand, --type and --format; false: complained, `*exit`
 * says how the program ends.
 */
bool series_begin(struct series_run *self, const struct invocation *run, int *exit);
/* Closes everything; the exit status for how the analysis ended. */
int series_end(struct series_run *self, enum vdt_status status, const struct vdt_error *error);

/* Numbers of an option, "a,b,c", each within [low, high]; `count` 0 where it was not given. False: complained. */
bool option_numbers(const struct invocation *run, const char *name, double low, double high, double *out, size_t most,
                    size_t *count);

/* What --by, --step, --what, the filter … say of a store; `arena` keeps what they are made into. False: complained. */
bool find_gathering(const struct invocation *run, struct vdt_gather_options *out, struct vdt_arena *arena);
/* Opens a store for writing, and makes none where there is none. */
enum vdt_status open_there(const char *path, struct vdt_store **out, struct vdt_error *error);
/* --format table, ndjson or csv. */
bool find_line_format(const struct invocation *run, enum line_format *out);

/* The value that a word of an option stands for, `out` as it was where it is not given; `words` end with a NULL. */
struct word {
    const char *text;
    int value;
};
bool option_word(const struct invocation *run, const char *name, const struct word *words, int *out);

/* A line of cells for tables and CSV; the first line of a run prints `names` too. */
struct cell {
    const char *name;
    char text[256];
};
void cell_number(struct cell *cell, const char *name, double value);
void cell_text(struct cell *cell, const char *name, struct vdt_view value);
bool print_cells(struct series_run *self, const struct cell *cells, size_t count);
/* Prints self->line and empties it. */
bool print_json(struct series_run *self);

#endif
