/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette watch: alarms over a series, held to a budget. Over a store they are kept there, and what is new is printed;
 * with --all, --as-of, --no-keep or a named method the store is only read, and everything is printed.
 */
#include "base/limit.h"
#include "cli/alarm-lines.h"
#include "cli/series-options.h"

static bool put_event_id(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    vdt_json_string(context, event->id);
    return true;
}

/* Events, publishers and stories behind an alert out of a store. */
static void put_evidence(struct series_run *self, struct vdt_json *json, const struct vdt_alert *line) {
    int64_t events[VDT_LIMIT_EVIDENCE];
    struct vdt_evidence evidence = { .events = events, .room = VDT_LIMIT_EVIDENCE };
    vdt_series_evidence(self->series, line->unit, vdt_view_of(line->since.text), vdt_view_of(line->date.text), &evidence);
    vdt_json_key(json, "evidence");
    vdt_json_array(json);
    if (evidence.count) vdt_store_events_numbered(self->store, events, evidence.count, put_event_id, json, NULL);
    vdt_json_array_end(json);
    vdt_json_key(json, "publishers");
    vdt_json_integer(json, (int64_t)evidence.publishers);
    vdt_json_key(json, "stories");
    vdt_json_integer(json, (int64_t)evidence.stories);
}

static bool tell(void *context, const struct vdt_alert *line) {
    struct series_run *self = context;
    const struct { const char *name; double value; } numbers[] = {
        { "value", line->value }, { "expected", line->expected }, { "bound", line->bound }, { "score", line->score }, { "p", line->p },
    };
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    if (self->format != LINES_JSON) {
        struct cell cells[4 + NUMBERS];
        cell_text(&cells[0], "unit", line->unit);
        cell_text(&cells[1], "date", vdt_view_of(line->date.text));
        cell_text(&cells[2], "kind", vdt_view_of(line->kind));
        for (size_t i = 0; i < NUMBERS; i++) cell_number(&cells[3 + i], numbers[i].name, numbers[i].value);
        cell_text(&cells[3 + NUMBERS], "since", vdt_view_of(line->since.text));
        return print_cells(self, cells, 4 + NUMBERS);
    }
    struct vdt_json json;
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "unit");
    vdt_json_string(&json, line->unit);
    vdt_json_key(&json, "date");
    vdt_json_string(&json, vdt_view_of(line->date.text));
    vdt_json_key(&json, "kind");
    vdt_json_string(&json, vdt_view_of(line->kind));
    for (size_t i = 0; i < NUMBERS; i++) {
        vdt_json_key(&json, numbers[i].name);
        vdt_json_number(&json, numbers[i].value, i == NUMBERS - 1 ? 9 : 4);
    }
    vdt_json_key(&json, "since");
    vdt_json_string(&json, vdt_view_of(line->since.text));
    if (line->probability > 0) {
        vdt_json_key(&json, "probability");
        vdt_json_number(&json, line->probability, 6);
    }
    if (self->store && strcmp(line->kind, "level") != 0) put_evidence(self, &json, line);
    vdt_json_object_end(&json);
    return print_json(self);
}

static bool find_method(const struct invocation *run, struct vdt_watch_options *options) {
    static const struct { const char *name; enum vdt_watch_method method; } methods[] = {
        { "auto", VDT_WATCH_AUTO }, { "farrington-flexible", VDT_WATCH_FARRINGTON_FLEXIBLE }, { "farrington", VDT_WATCH_FARRINGTON },
        { "ears-c1", VDT_WATCH_EARS_C1 }, { "ears-c2", VDT_WATCH_EARS_C2 }, { "ears-c3", VDT_WATCH_EARS_C3 } };
    const char *value = option_value(run, "method");
    for (size_t i = 0; value && i < sizeof methods / sizeof *methods; i++)
        if (strcmp(value, methods[i].name) == 0) return options->method = methods[i].method, true;
    if (value) complain("--method is auto, farrington-flexible, farrington, ears-c1, ears-c2 or ears-c3, not \"%s\"", value);
    return !value;
}

static bool find_threshold(const struct invocation *run, struct vdt_watch_options *options) {
    const char *value = option_value(run, "threshold");
    if (!value || strcmp(value, "nb-plugin") == 0) return true;
    options->threshold = VDT_WATCH_DELTA;
    if (strcmp(value, "delta") == 0) return true;
    complain("--threshold is nb-plugin or delta, not \"%s\"", value);
    return false;
}

static bool find_whole(const struct invocation *run, const char *name, long low, long high, int *out) {
    long value;
    if (!option_number(run, name, low, high, *out, &value)) return false;
    *out = (int)value;
    return true;
}

/* The options of the named methods. */
static bool find_detector(const struct invocation *run, struct vdt_watch_options *options) {
    size_t count;
    return find_method(run, options) && find_threshold(run, options) &&
           option_numbers(run, "alpha", 1e-9, 0.5, &options->alpha, 1, &count) &&
           find_whole(run, "years", 1, 30, &options->years) && find_whole(run, "half-window", 0, 26, &options->half_window) &&
           find_whole(run, "skip", 0, 366, &options->skip) && find_whole(run, "periods", 1, 30, &options->periods) &&
           find_whole(run, "baseline", 2, 366, &options->baseline);
}

static bool find_options(const struct invocation *run, struct vdt_watch_options *out) {
    double budget;
    size_t count;
    if (!option_numbers(run, "budget", 1e-6, 1000, &budget, 1, &count)) return false;
    if (count) out->budget = budget;
    out->all = option_value(run, "all") != NULL;
    if (!find_detector(run, out)) return false;
    const char *side = option_value(run, "side");
    if (!side || strcmp(side, "both") == 0) return true;
    out->side = strcmp(side, "up") == 0 ? VDT_WATCH_UP : VDT_WATCH_DOWN;
    if (out->side == VDT_WATCH_UP || strcmp(side, "down") == 0) return true;
    return complain("--side is up, down or both, not \"%s\"", side), false;
}

/* What was found by all lists: printed as it comes, or, in a table, group by group at the end. */
struct found {
    struct alarm_lines lines;
    int64_t first;               /* number of the first new alarm; 0: none yet */
};

static bool note_or_tell(void *context, const struct vdt_alarm *alarm) {
    struct found *found = context;
    if (!found->first) found->first = alarm->number;
    return found->lines.out.format == LINES_TABLE || alarm_lines_tell(&found->lines, alarm);
}

static enum vdt_status tell_groups(struct vdt_store *store, struct found *found, struct vdt_error *error) {
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    query.after = found->first - 1;
    return vdt_alarm_groups(store, &query, alarm_lines_tell_group, &found->lines, error);
}

/* The lists of --config, or the one that the options describe. */
static enum vdt_status keep_lists(const struct invocation *run, const struct vdt_watch_list *list, struct found *found,
                                  struct vdt_error *error) {
    struct vdt_watch_config *config = NULL;
    struct vdt_store *store = NULL;
    const char *path = option_value(run, "config");
    enum vdt_status status = path ? vdt_watch_config_read(path, &config, error) : VDT_OK;
    if (status == VDT_OK) status = open_there(run->operands[0], &store, error);
    if (status == VDT_OK && !path) status = vdt_watch_store(store, list, note_or_tell, found, error);
    for (size_t i = 0; path && status == VDT_OK && i < vdt_watch_config_lists(config); i++)
        status = vdt_watch_store(store, vdt_watch_config_list(config, i), note_or_tell, found, error);
    if (status == VDT_OK && found->first && found->lines.out.format == LINES_TABLE) status = tell_groups(store, found, error);
    vdt_store_close(store);
    vdt_watch_config_close(config);
    return status;
}

static int keep_and_print(const struct invocation *run, const struct vdt_watch_options *options) {
    struct found found = { .first = 0 };
    struct vdt_watch_list list = VDT_WATCH_LIST_INIT;
    struct vdt_arena arena;
    struct vdt_error error;
    vdt_arena_init(&arena);
    list.name = vdt_view_of(option_value(run, "list"));
    list.watch = *options;
    bool good = alarm_lines_begin(&found.lines, run) && find_gathering(run, &list.gather, &arena);
    enum vdt_status status = good ? keep_lists(run, &list, &found, &error) : VDT_ERROR_USE;
    if (good && status != VDT_OK && status != VDT_END) complain_error(&error);
    vdt_arena_done(&arena);
    if (!alarm_lines_end(&found.lines)) return EXIT_CANNOT_RUN;
    return status == VDT_ERROR_USE ? EXIT_USE : status == VDT_OK ? EXIT_DONE : EXIT_CANNOT_RUN;
}

int cmd_watch(const struct invocation *run) {
    struct vdt_watch_options options = VDT_WATCH_OPTIONS_INIT;
    if (!find_options(run, &options)) return EXIT_USE;
    bool keep = run->operand_count && !option_value(run, "series") && !options.all && !option_value(run, "as-of") &&
                !option_value(run, "no-keep") && options.method == VDT_WATCH_AUTO;
    if (keep) return keep_and_print(run, &options);
    struct series_run self;
    struct vdt_error error;
    int exit;
    if (!series_begin(&self, run, &exit)) return exit;
    options.type = self.type;
    return series_end(&self, vdt_watch(self.series, &options, tell, &self, &error), &error);
}
