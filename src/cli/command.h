/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands: one table (commands.c) says what there is; --help, the check of the man page and shell completion are made
 * from it. Each command is one function in one file, cmd-NAME.c. This room uses only the public headers and base.
 */
#ifndef VDT_CLI_COMMAND_H
#define VDT_CLI_COMMAND_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "vedette/vedette.h"

/* The exit status of the program. */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* done, with errors in some inputs: each reported, the rest processed */
    EXIT_USE = 2,
    EXIT_CANNOT_RUN = 3,  /* no model, no store, no disk */
};

struct option {
    const char *name;     /* without the dashes */
    char letter;          /* 0: none */
    const char *argument; /* what its value is called, NULL for a flag */
    const char *about;
};

struct invocation;

struct command {
    const char *name;
    const char *operands; /* as shown: "STORE [FILE…]" */
    int least, most;      /* how many operands; most -1: any number */
    const char *about;    /* one line */
    const struct option *options; /* ends with a NULL name; those of every command are in common_options */
    bool reads;           /* takes reports: it has the options of reading and coding too */
    int (*run)(const struct invocation *);
};

extern const struct command commands[];        /* ends with a NULL name */
extern const struct option common_options[];   /* --help, --quiet, --config … */
extern const struct option reading_options[];  /* --date, --input, --map, --threads, --model, --data, --actors */

/* One run of the program: a command with what the user gave it. */
struct invocation {
    const struct command *command;
    int operand_count;
    char *const *operands;
    struct { const struct option *option; const char *value; } given[64];
    int given_count;
};

/* The value of an option (the last one given), NULL where it was not given; "" for a flag. */
const char *option_value(const struct invocation *run, const char *name);
/* A whole number in [low, high], `otherwise` where the option was not given; complains and returns false if it is none. */
bool option_number(const struct invocation *run, const char *name, long low, long high, long otherwise, long *out);

/* "vedette: message" on standard error. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);
void complain_error(const struct vdt_error *error);
/* A sink that prints remarks as warnings unless --quiet. */
struct vdt_remarks remarks_of(const struct invocation *run);

/* What --input says; `out` stays where it was not given. False: complained. */
bool input_kind(const struct invocation *run, enum vdt_input *out);

/* The knowledge image of the run; where the program found it itself, its path goes into `path`. */
const char *knowledge_path(const struct invocation *run, char *path, size_t size);

/* The places image of the run, likewise. */
const char *places_path(const struct invocation *run, char *path, size_t size);

/* The folder of the program's own data, which goes into `path`. */
const char *data_path(char *path, size_t size);

/* Opens the model with the options of the run; complains and returns NULL if it cannot (exit EXIT_CANNOT_RUN). */
struct vdt_model *open_model(const struct invocation *run);

/*
 * Every report of the operands from `first_operand` on (none: standard input), worked on by --threads threads, given
 * to `finish` in the order of the input on the caller's thread. `work` runs on a thread and fills the result.
 * Errors of inputs are printed and counted; the exit status comes back.
 */
struct job {
    struct vdt_arena arena;        /* holds the report */
    struct vdt_report report;
    struct vdt_result *result;
    enum vdt_status status;        /* of reading or working */
    struct vdt_error error;
};

struct reports_work {
    void *context;
    enum vdt_status (*work)(void *context, struct vdt_worker *worker, struct job *job);
    /* Only for jobs that went well. False ends the run (EXIT_CANNOT_RUN). */
    bool (*finish)(void *context, struct job *job);
    enum vdt_input input;          /* what --input did not say */
};

int run_reports(const struct invocation *run, const struct vdt_model *model, int first_operand,
                const struct reports_work *work);

/* Whether standard output is a terminal, and its width in columns (0 where it is none). */
size_t terminal_width(void);
/* --format of events, VDT_FORMAT_TABLE on a terminal and VDT_FORMAT_NDJSON in a pipe; false: complained. */
bool event_format(const struct invocation *run, enum vdt_event_format *out);
/* Prints one event (NULL: the header line) to standard output; false when the output is broken. */
bool print_event(const struct vdt_event *event, enum vdt_event_format format);
/* Flushes standard output; complains and returns false if the disk is full or the pipe is gone. */
bool finish_output(void);

int cmd_actors(const struct invocation *run);
int cmd_add(const struct invocation *run);
int cmd_alarms(const struct invocation *run);
int cmd_analogues(const struct invocation *run);
int cmd_backtest(const struct invocation *run);
int cmd_changes(const struct invocation *run);
int cmd_code(const struct invocation *run);
int cmd_deliver(const struct invocation *run);
int cmd_evaluate(const struct invocation *run);
int cmd_explain(const struct invocation *run);
int cmd_facts(const struct invocation *run);
int cmd_follow(const struct invocation *run);
int cmd_forecast(const struct invocation *run);
int cmd_forget(const struct invocation *run);
int cmd_incidents(const struct invocation *run);
int cmd_names(const struct invocation *run);
int cmd_places(const struct invocation *run);
int cmd_times(const struct invocation *run);
int cmd_ledger(const struct invocation *run);
int cmd_model(const struct invocation *run);
int cmd_parse(const struct invocation *run);
int cmd_quotes(const struct invocation *run);
int cmd_recode(const struct invocation *run);
int cmd_query(const struct invocation *run);
int cmd_read(const struct invocation *run);
int cmd_report(const struct invocation *run);
int cmd_sample(const struct invocation *run);
int cmd_series(const struct invocation *run);
int cmd_serve(const struct invocation *run);
int cmd_stories(const struct invocation *run);
int cmd_watch(const struct invocation *run);
int cmd_why(const struct invocation *run);

#endif
