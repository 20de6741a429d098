/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette evaluate: the shares judged right in sheets of "vedette sample" (FILE.csv), or what the program makes of labelled sentences
 * of one's own (any other file, cli/gold.h), by event; or how the analysts of a store's desk marked its events: the last mark of one is
 * in force, and what its correction names was wrong. All with 95 % intervals (Wilson 1927).
 */
#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/limit.h"
#include "cli/command.h"
#include "cli/gold.h"
#include "cli/sheet.h"

static enum vdt_status read_file(const char *path, struct vdt_buffer *out, struct vdt_error *error) {
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file) return vdt_fail_errno(error, vdt_view_of(path), "open the sheet");
    enum vdt_status status = VDT_OK;
    for (;;) {
        char *room = vdt_buffer_room(out, 1 << 16);
        if (!room) {
            status = vdt_fail_memory(error, "reading a sheet");
            break;
        }
        size_t got = fread(room, 1, 1 << 16, file);
        out->size += got;
        if (got) continue;
        if (ferror(file)) status = vdt_fail_errno(error, vdt_view_of(path), "read the sheet");
        break;
    }
    if (!standard) fclose(file);
    return status;
}

/* ---- marks ---- */

struct last_mark {
    struct vdt_view event;
    bool right, type, parties, status; /* the three: right as far as the mark tells */
    bool told;                         /* the mark tells which of them */
};

struct marks {
    struct vdt_arena arena;
    struct last_mark *items;
    size_t count, capacity;
    bool failed;
};

static bool corrects(const cJSON *correction, const char *const *keys) {
    for (; *keys; keys++)
        if (cJSON_HasObjectItem(correction, *keys)) return true;
    return false;
}

static void read_mark(const struct vdt_mark *mark, struct last_mark *out) {
    static const char *const type[] = { "plover", "cameo", "quad", NULL }, *const parties[] = { "source", "target", NULL },
                      *const status[] = { "status", "conditional", "historical", NULL };
    cJSON *correction = cJSON_ParseWithLength(mark->correction.data ? mark->correction.data : "", mark->correction.size);
    out->right = vdt_view_is(mark->verdict, "right");
    out->type = !corrects(correction, type);
    out->parties = !corrects(correction, parties);
    out->status = !corrects(correction, status);
    out->told = out->right || !out->type || !out->parties || !out->status;
    cJSON_Delete(correction);
}

static bool take_mark(void *context, const struct vdt_mark *mark) {
    struct marks *marks = context;
    if (!mark->verdict.size) return true;
    size_t at = 0;
    while (at < marks->count && !vdt_view_equal(marks->items[at].event, mark->event)) at++;
    if (at == marks->count) {
        struct last_mark *items = vdt_arena_grow(&marks->arena, marks->items, marks->count, &marks->capacity, sizeof *items);
        struct vdt_view event = vdt_arena_copy(&marks->arena, mark->event);
        marks->failed = !items || !event.data;
        if (marks->failed) return false;
        marks->items = items;
        items[marks->count++].event = event;
    }
    read_mark(mark, &marks->items[at]);
    return true;
}

static void tally_mark(const struct last_mark *mark, struct sheet_tally *tally) {
    const bool right[] = { [JUDGED_TYPE] = mark->type, [JUDGED_PARTIES] = mark->parties, [JUDGED_STATUS] = mark->status };
    tally->rows++;
    tally->judged[JUDGED_ALL]++;
    tally->right[JUDGED_ALL] += mark->right;
    for (int part = 0; mark->told && part < JUDGED_ALL; part++) {
        tally->judged[part]++;
        tally->right[part] += right[part];
    }
}

static enum vdt_status read_marks(const char *path, struct sheet_tally *tally, struct vdt_error *error) {
    struct marks marks = { 0 };
    struct vdt_store *store = NULL;
    vdt_arena_init(&marks.arena);
    enum vdt_status status = vdt_store_open(path, VDT_STORE_READ, &store, error);
    if (status == VDT_OK) status = vdt_store_marks(store, (struct vdt_view){ 0 }, 0, INT64_MAX, take_mark, &marks, error);
    if (marks.failed) status = vdt_fail_memory(error, "reading marks");
    for (size_t i = 0; i < marks.count && status == VDT_OK; i++) tally_mark(&marks.items[i], tally);
    vdt_store_close(store);
    vdt_arena_done(&marks.arena);
    return status;
}

/* By its first bytes, so that a store is not read whole. */
static bool is_store(const char *path) {
    char head[16] = "";
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : NULL;
    bool store = file && fread(head, 1, sizeof head, file) == sizeof head && memcmp(head, "SQLite format 3", sizeof head) == 0;
    if (file) fclose(file);
    return store;
}

static bool is_sheet(const char *path) {
    return strcmp(path, "-") == 0 || vdt_view_ends(vdt_view_of(path), VDT_LITERAL(".csv"));
}

static void print_sheets(const struct sheet_tally *tally) {
    printf("%-10s %7s %7s %8s   %s\n", "", "right", "judged", "share", "95 % interval");
    for (int part = 0; part < JUDGED_COUNT; part++) {
        printf("%-10s %7llu %7llu ", judged_names[part], (unsigned long long)tally->right[part],
               (unsigned long long)tally->judged[part]);
        if (!tally->judged[part]) {
            printf("%8s   %s\n", "-", "-");
            continue;
        }
        struct interval interval = wilson_interval(tally->right[part], tally->judged[part]);
        printf("%6.1f %%   %.1f–%.1f %%\n", 100.0 * (double)tally->right[part] / (double)tally->judged[part],
               100 * interval.low, 100 * interval.high);
    }
    printf("%llu of %llu rows are not judged\n", (unsigned long long)tally->unjudged, (unsigned long long)tally->rows);
}

/* ---- labelled sentences --------------------------------------------------------------------------------------- */

struct evaluating {
    struct vdt_model *model; /* opened by the first file that wants it */
    struct vdt_worker *worker;
    struct vdt_result *result;
    struct gold_tally tally;
    bool any;
    uint64_t wrong_lines;
};

static enum vdt_status open_program(const struct invocation *run, struct evaluating *evaluating, struct vdt_error *error) {
    if (evaluating->model) return VDT_OK;
    evaluating->model = open_model(run); /* complains itself */
    if (!evaluating->model) return vdt_fail(error, VDT_ERROR_USE, "labelled sentences cannot be coded without a model");
    enum vdt_status status = vdt_worker_new(evaluating->model, NULL, &evaluating->worker, error);
    return status == VDT_OK ? vdt_result_new(&evaluating->result, error) : status;
}

static enum vdt_status score_text(const struct invocation *run, struct evaluating *evaluating, const struct gold_text *text,
                                  struct vdt_error *error) {
    struct vdt_report report = { .id = VDT_LITERAL("gold"), .text = text->text };
    const char *date = option_value(run, "date");
    if (date) report.published = vdt_view_of(date);
    enum vdt_status status = vdt_worker_code(evaluating->worker, &report, evaluating->result, error);
    if (status != VDT_OK) return status;
    struct vdt_events events = vdt_result_events(evaluating->result);
    gold_score(&evaluating->tally, text, &events);
    return VDT_OK;
}

static enum vdt_status score_file(const struct invocation *run, struct evaluating *evaluating, const char *path, struct vdt_view text,
                                  struct vdt_error *error) {
    struct vdt_arena arena;
    struct gold gold;
    vdt_arena_init(&arena);
    enum vdt_status status = open_program(run, evaluating, error);
    if (status == VDT_OK) status = gold_read(&arena, path, text, &gold, error);
    for (size_t i = 0; status == VDT_OK && i < gold.count; i++) status = score_text(run, evaluating, &gold.texts[i], error);
    if (status == VDT_OK) evaluating->any = true, evaluating->wrong_lines += gold.wrong_lines;
    vdt_arena_done(&arena);
    return status;
}

int cmd_evaluate(const struct invocation *run) {
    struct sheet_tally tally = { 0 };
    struct evaluating evaluating = { 0 };
    bool some_failed = false, sheets = false;
    for (int i = 0; i < run->operand_count; i++) {
        struct vdt_error error;
        struct vdt_buffer text;
        vdt_buffer_init(&text);
        const char *path = run->operands[i];
        bool store = is_store(path);
        enum vdt_status status = store ? read_marks(path, &tally, &error) : read_file(path, &text, &error);
        sheets = sheets || store || is_sheet(path);
        if (status == VDT_OK && !store)
            status = is_sheet(path) ? sheet_read(vdt_buffer_view(&text), path, &tally, &error)
                                    : score_file(run, &evaluating, path, vdt_buffer_view(&text), &error);
        if (status != VDT_OK) {
            complain_error(&error);
            some_failed = true;
        }
        vdt_buffer_done(&text);
    }
    if (sheets) print_sheets(&tally);
    if (evaluating.any) gold_print(&evaluating.tally);
    vdt_result_free(evaluating.result);
    vdt_worker_free(evaluating.worker);
    vdt_model_close(evaluating.model);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return some_failed || evaluating.wrong_lines ? EXIT_SOME_FAILED : EXIT_DONE;
}
