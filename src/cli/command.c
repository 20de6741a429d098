/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands share: options, messages, the model, the run over reports, output. */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/pool.h"

const char *option_value(const struct invocation *run, const char *name) {
    for (int i = run->given_count - 1; i >= 0; i--)
        if (strcmp(run->given[i].option->name, name) == 0) return run->given[i].value;
    return NULL;
}

bool option_number(const struct invocation *run, const char *name, long low, long high, long otherwise, long *out) {
    const char *value = option_value(run, name);
    *out = otherwise;
    if (!value) return true;
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno || end == value || *end || number < low || number > high) {
        complain("--%s wants a whole number from %ld to %ld, not \"%s\"", name, low, high, value);
        return false;
    }
    *out = number;
    return true;
}

void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("vedette: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

void complain_error(const struct vdt_error *error) {
    char text[1024];
    vdt_error_format(error, text, sizeof text);
    complain("%s", text);
}

static void print_remark(void *context, enum vdt_remark_level level, const struct vdt_error *at) {
    const struct invocation *run = context;
    if (level == VDT_REMARK_NOTE && option_value(run, "quiet")) return;
    if (level == VDT_REMARK_WARNING && option_value(run, "quiet")) return;
    char text[1024];
    vdt_error_format(at, text, sizeof text);
    fprintf(stderr, "vedette: %s%s\n", level == VDT_REMARK_ERROR ? "" : "note: ", text);
}

struct vdt_remarks remarks_of(const struct invocation *run) {
    /* the sink only reads the invocation */
    return (struct vdt_remarks){ print_remark, (void *)(uintptr_t)run };
}

/*
 * Where the program's own files are: beside the program (the build folder), in the source tree above it, or in
 * ../share/vedette where it was installed. The first that is there is taken; none: the last name, for the message.
 */
static const char *find_file(const char *const *places, char *path, size_t size) {
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0) length = 0;
    self[length] = '\0';
    char *slash = strrchr(self, '/');
    if (slash) *slash = '\0';
    for (; *places; places++) {
        snprintf(path, size, "%s/%s", self, *places);
        if (access(path, R_OK) == 0) break;
    }
    return path;
}

const char *knowledge_path(const struct invocation *run, char *path, size_t size) {
    static const char *const places[] = { "knowledge.image", "../share/vedette/knowledge.image", NULL };
    const char *given = option_value(run, "knowledge");
    return given ? given : find_file(places, path, size);
}

const char *places_path(const struct invocation *run, char *path, size_t size) {
    static const char *const places[] = { "places.image", "../share/vedette/places.image", NULL };
    const char *given = option_value(run, "places");
    return given ? given : find_file(places, path, size);
}

const char *data_path(char *path, size_t size) {
    static const char *const places[] = { "../data", "../share/vedette/data", NULL };
    return find_file(places, path, size);
}

struct vdt_model *open_model(const struct invocation *run) {
    static const char *const language[] = { "../models/english.image", "../share/vedette/models/english.image", NULL };
    char paths[4][4352];
    struct vdt_model_options options = VDT_MODEL_OPTIONS_INIT;
    options.language = option_value(run, "model");
    options.knowledge = knowledge_path(run, paths[1], sizeof paths[1]);
    if (!options.language) options.language = find_file(language, paths[0], sizeof paths[0]);
    options.places = places_path(run, paths[3], sizeof paths[3]);
    options.patterns = data_path(paths[2], sizeof paths[2]);
    options.data = option_value(run, "data");
    options.actors = option_value(run, "actors");
    options.remarks = remarks_of(run);
    options.disputed = option_value(run, "disputed");
    struct vdt_model *model = NULL;
    struct vdt_error error;
    if (vdt_model_open(&options, &model, &error) != VDT_OK) {
        complain_error(&error);
        return NULL;
    }
    return model;
}

/* The run over reports: readers on the caller's thread, workers on theirs. */
struct run_state {
    const struct invocation *run;
    const struct reports_work *work;
    struct vdt_reader_options options;
    struct vdt_worker **workers;
    struct vdt_reader *reader;
    struct vdt_ids *ids;
    int operand; /* the next one to open */
    bool standard_input;
    bool stopped, some_failed;
    uint64_t words;
};

static bool copy_report(struct job *job, const struct vdt_report *report, struct vdt_view id) {
    job->report = *report;
    struct vdt_view *views[] = { &job->report.file, &job->report.url, &job->report.title, &job->report.author,
                                 &job->report.publisher, &job->report.language, &job->report.published, &job->report.updated,
                                 &job->report.text };
    job->report.id = vdt_arena_copy(&job->arena, id);
    bool whole = job->report.id.data != NULL;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        *views[i] = vdt_arena_copy(&job->arena, *views[i]);
        whole = whole && views[i]->data;
    }
    if (report->spans) {
        size_t size = report->span_count * sizeof *report->spans;
        void *spans = vdt_arena_take(&job->arena, size + 1);
        if (!spans) return false;
        memcpy(spans, report->spans, size);
        job->report.spans = spans;
    }
    return whole;
}

static bool next_job(void *context, void *slot) {
    struct run_state *state = context;
    struct job *job = slot;
    vdt_arena_reset(&job->arena);
    while (!state->stopped) {
        if (!state->reader) {
            const char *path = "-";
            if (!state->standard_input) {
                if (state->operand >= state->run->operand_count) return false;
                path = state->run->operands[state->operand++];
            } else if (state->operand++ > 0) {
                return false;
            }
            job->status = vdt_reader_open(path, &state->options, &state->reader, &job->error);
            if (job->status != VDT_OK) {
                state->reader = NULL;
                /* a wrong option is wrong for every file */
                state->stopped = job->status == VDT_ERROR_USE;
                return true;
            }
        }
        struct vdt_report report = { 0 };
        job->status = vdt_reader_next(state->reader, &report, &job->error);
        if (job->status == VDT_OK) {
            struct vdt_view id;
            job->status = vdt_ids_unique(state->ids, report.id, &id, &job->error);
            if (job->status == VDT_OK && !copy_report(job, &report, id))
                job->status = vdt_fail_memory(&job->error, "taking a report");
            return true;
        }
        if (job->status != VDT_END) return true;
        vdt_reader_close(state->reader);
        state->reader = NULL;
    }
    return false;
}

static void work_job(void *context, unsigned thread, void *slot) {
    struct run_state *state = context;
    struct job *job = slot;
    if (job->status == VDT_OK) job->status = state->work->work(state->work->context, state->workers[thread], job);
}

static bool finish_job(void *context, void *slot) {
    struct run_state *state = context;
    struct job *job = slot;
    if (job->status != VDT_OK) {
        complain_error(&job->error);
        state->some_failed = true;
        return true;
    }
    state->words += vdt_result_words(job->result);
    if (!state->work->finish(state->work->context, job)) {
        state->stopped = true;
        return false;
    }
    return true;
}

static void print_times(const struct run_state *state, unsigned threads) {
    struct vdt_stage_time total[16], one[16];
    size_t count = vdt_worker_times(state->workers[0], total, 16);
    for (unsigned t = 1; t < threads; t++) {
        vdt_worker_times(state->workers[t], one, 16);
        for (size_t i = 0; i < count; i++) total[i].seconds += one[i].seconds;
    }
    fprintf(stderr, "words %llu\n", (unsigned long long)state->words);
    for (size_t i = 0; i < count; i++) fprintf(stderr, "stage %s %.4f\n", total[i].name, total[i].seconds);
}

bool input_kind(const struct invocation *run, enum vdt_input *out) {
    static const struct { const char *name; enum vdt_input kind; } kinds[] = {
        { "text", VDT_INPUT_TEXT }, { "html", VDT_INPUT_HTML }, { "jsonl", VDT_INPUT_JSONL }, { "conllu", VDT_INPUT_CONLLU },
        { "feed", VDT_INPUT_FEED }, { "archive", VDT_INPUT_ARCHIVE },
        { "csv", VDT_INPUT_TABLE }, { "mhtml", VDT_INPUT_SAVED } };
    const char *value = option_value(run, "input");
    if (!value) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, value) == 0) {
            *out = kinds[i].kind;
            return true;
        }
    complain("--input is text, html, jsonl, conllu, feed, archive, csv or mhtml, not \"%s\"", value);
    return false;
}

int run_reports(const struct invocation *run, const struct vdt_model *model, int first_operand,
                const struct reports_work *work) {
    long threads, processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (processors < 1) processors = 1;
    if (processors > VDT_LIMIT_THREADS) processors = VDT_LIMIT_THREADS;
    if (!option_number(run, "threads", 1, VDT_LIMIT_THREADS, processors, &threads)) return EXIT_USE;
    struct run_state state = { .run = run, .work = work, .options = VDT_READER_OPTIONS_INIT, .operand = first_operand };
    state.options.input = work->input;
    if (!input_kind(run, &state.options.input)) return EXIT_USE;
    state.options.date = vdt_view_of(option_value(run, "date"));
    state.options.map = vdt_view_of(option_value(run, "map"));
    state.options.remarks = remarks_of(run);
    if (run->operand_count <= first_operand) state.standard_input = true, state.operand = 0;

    /* wrong options are found before anything is read */
    struct vdt_error error;
    size_t slots = threads > 1 ? (size_t)threads * 4 : 1;
    struct job *jobs = calloc(slots, sizeof *jobs);
    state.workers = calloc((size_t)threads, sizeof *state.workers);
    enum vdt_status status = jobs && state.workers ? VDT_OK : vdt_fail_memory(&error, "starting");
    if (status == VDT_OK) status = vdt_ids_new(&state.ids, &error);
    for (long t = 0; t < threads && status == VDT_OK; t++)
        status = vdt_worker_new(model, &state.options.remarks, &state.workers[t], &error);
    for (size_t i = 0; i < slots && status == VDT_OK; i++) {
        vdt_arena_init(&jobs[i].arena);
        status = vdt_result_new(&jobs[i].result, &error);
    }
    if (status == VDT_OK) {
        struct vdt_pool_work pool = { &state, next_job, work_job, finish_job };
        status = vdt_pool_run(&pool, (unsigned)threads, jobs, sizeof *jobs, slots, &error);
    }
    if (status != VDT_OK)
        complain_error(&error);
    else if (option_value(run, "times"))
        print_times(&state, (unsigned)threads);
    bool wrong_use = state.stopped && state.some_failed && jobs && jobs[0].status == VDT_ERROR_USE;
    vdt_reader_close(state.reader);
    vdt_ids_free(state.ids);
    for (size_t i = 0; jobs && i < slots; i++) {
        vdt_result_free(jobs[i].result);
        vdt_arena_done(&jobs[i].arena);
    }
    for (long t = 0; state.workers && t < threads; t++) vdt_worker_free(state.workers[t]);
    free(state.workers);
    free(jobs);
    if (status != VDT_OK) return EXIT_CANNOT_RUN;
    if (wrong_use) return EXIT_USE;
    if (state.stopped) return EXIT_CANNOT_RUN;
    return state.some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

size_t terminal_width(void) {
    if (!isatty(STDOUT_FILENO)) return 0;
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}

bool event_format(const struct invocation *run, enum vdt_event_format *out) {
    const char *value = option_value(run, "format");
    if (!value)
        *out = isatty(STDOUT_FILENO) ? VDT_FORMAT_TABLE : VDT_FORMAT_NDJSON;
    else if (strcmp(value, "table") == 0)
        *out = VDT_FORMAT_TABLE;
    else if (strcmp(value, "ndjson") == 0)
        *out = VDT_FORMAT_NDJSON;
    else if (strcmp(value, "csv") == 0)
        *out = VDT_FORMAT_CSV;
    else {
        complain("--format is table, ndjson or csv, not \"%s\"", value);
        return false;
    }
    return true;
}

bool print_event(const struct vdt_event *event, enum vdt_event_format format) {
    char small[8192], *line = small;
    size_t width = terminal_width();
    size_t length = vdt_event_write(event, format, width, small, sizeof small);
    if (length > sizeof small) {
        line = malloc(length);
        if (!line) return false;
        vdt_event_write(event, format, width, line, length);
    }
    bool whole = fwrite(line, 1, length, stdout) == length;
    if (line != small) free(line);
    return whole;
}

bool finish_output(void) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return true;
    if (errno != EPIPE) complain("cannot write the output: %s", strerror(errno));
    return false;
}
