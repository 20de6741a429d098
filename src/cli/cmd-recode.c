/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette recode: codes the reports of a store once more, after an upgrade or with data of one's own, and tells what changed.
 * Two events are the same where type, code, parties, status, voice and the words that tell it are the same. Marks of people stay with
 * the ids of the events that they marked; those whose event is gone are named.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

struct recoding {
    struct vdt_store *store;
    struct vdt_worker *worker;
    struct vdt_result *result;
    struct vdt_arena arena; /* of the report in work */
    bool dry, list;
    uint64_t reports, kept, gone, come, refused;
    int64_t *numbers; /* of the reports, taken before anything is written */
    size_t count, capacity;
    struct vdt_view *lost; /* ids of events that are gone, as long as marks may be asked for them */
    size_t lost_count, lost_capacity;
    struct vdt_arena kept_arena;
};

static bool take_number(void *context, const struct vdt_report_row *row) {
    struct recoding *recoding = context;
    int64_t *grown = vdt_arena_grow(&recoding->kept_arena, recoding->numbers, recoding->count, &recoding->capacity, sizeof *grown);
    if (!grown) return false;
    recoding->numbers = grown;
    grown[recoding->count++] = row->number;
    return true;
}

static void add_parties(struct vdt_buffer *out, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) vdt_buffer_char(out, '+');
        vdt_buffer_add(out, parties[i].code.size ? parties[i].code : parties[i].mention.text);
    }
    if (!count) vdt_buffer_char(out, '-');
}

/* What is compared, and shown. */
static struct vdt_view told_as(struct vdt_arena *arena, const struct vdt_event *event) {
    struct vdt_buffer line;
    vdt_buffer_init(&line);
    vdt_buffer_format(&line, "%s %.*s ", vdt_plover_name(event->plover), (int)event->cameo.size, event->cameo.data);
    add_parties(&line, event->sources, event->source_count);
    vdt_buffer_text(&line, " > ");
    add_parties(&line, event->targets, event->target_count);
    vdt_buffer_format(&line, " %s%s%s voice ", vdt_event_status_name(event->status), event->conditional ? " conditional" : "",
                      event->historical ? " historical" : "");
    add_parties(&line, event->voices, event->voice_count);
    vdt_buffer_format(&line, " \"%.*s\" %u", (int)event->trigger.text.size, event->trigger.text.data, event->trigger.begin);
    struct vdt_view kept = vdt_buffer_failed(&line) ? (struct vdt_view){ NULL, 0 } : vdt_arena_copy(arena, vdt_buffer_view(&line));
    vdt_buffer_done(&line);
    return kept;
}

struct told {
    struct vdt_view text, id;
    bool matched;
};

/* What the store has of a report: in the arena. */
static enum vdt_status read_stored(struct recoding *recoding, struct vdt_view report, struct told **out, size_t *count,
                                   struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_cursor *cursor;
    struct vdt_event event;
    size_t capacity = 0;
    query.report = report;
    *out = NULL;
    *count = 0;
    enum vdt_status status = vdt_store_query(recoding->store, &query, &cursor, error);
    if (status != VDT_OK) return status;
    while ((status = vdt_cursor_next(cursor, &event, error)) == VDT_OK) {
        struct told *grown = vdt_arena_grow(&recoding->arena, *out, *count, &capacity, sizeof *grown);
        if (!grown) break;
        *out = grown;
        grown[(*count)++] = (struct told){ told_as(&recoding->arena, &event), vdt_arena_copy(&recoding->arena, event.id), false };
    }
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

static void show(const struct recoding *recoding, char sign, struct vdt_view report, struct vdt_view told) {
    if (recoding->list) printf("%c %.*s %.*s\n", sign, (int)report.size, report.data, (int)told.size, told.data);
}

static void lose(struct recoding *recoding, struct vdt_view id) {
    struct vdt_view *grown = vdt_arena_grow(&recoding->kept_arena, recoding->lost, recoding->lost_count, &recoding->lost_capacity, sizeof *grown);
    if (!grown) return;
    recoding->lost = grown;
    grown[recoding->lost_count++] = vdt_arena_copy(&recoding->kept_arena, id);
}

static bool has_id(const struct vdt_events *events, struct vdt_view id) {
    for (size_t i = 0; i < events->count; i++)
        if (vdt_view_equal(events->items[i].id, id)) return true;
    return false;
}

static void compare(struct recoding *recoding, struct vdt_view report, struct told *stored, size_t count, const struct vdt_events *events) {
    for (size_t i = 0; i < events->count; i++) {
        struct vdt_view now = told_as(&recoding->arena, &events->items[i]);
        size_t at = 0;
        while (at < count && (stored[at].matched || !vdt_view_equal(stored[at].text, now))) at++;
        if (at < count) {
            stored[at].matched = true;
            recoding->kept++;
        } else {
            recoding->come++;
            show(recoding, '+', report, now);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (stored[i].matched) continue;
        recoding->gone++;
        show(recoding, '-', report, stored[i].text);
        if (!has_id(events, stored[i].id)) lose(recoding, stored[i].id);
    }
}

static enum vdt_status recode_report(struct recoding *recoding, int64_t number, struct vdt_error *error) {
    struct vdt_report report;
    struct told *stored;
    size_t count;
    vdt_arena_reset(&recoding->arena);
    enum vdt_status status = vdt_store_report_numbered(recoding->store, number, &report, error);
    /* the store's next call takes the report away */
    struct vdt_view *texts[] = { &report.id, &report.file, &report.url, &report.title, &report.author, &report.publisher,
                                 &report.language, &report.published, &report.text };
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == VDT_OK; i++) {
        *texts[i] = vdt_arena_copy(&recoding->arena, *texts[i]);
        if (!texts[i]->data) status = vdt_fail_memory(error, "recoding");
    }
    if (status == VDT_OK && !report.text.size) return VDT_OK; /* cut by an earlier setting: its events are all that is left */
    if (status == VDT_OK) status = vdt_worker_code(recoding->worker, &report, recoding->result, error);
    if (status == VDT_OK) status = read_stored(recoding, report.id, &stored, &count, error);
    if (status != VDT_OK) return status;
    struct vdt_events events = vdt_result_events(recoding->result);
    compare(recoding, report.id, stored, count, &events);
    recoding->reports++;
    return recoding->dry ? VDT_OK : vdt_store_recode(recoding->store, report.id, events.items, events.count, error);
}

struct marked {
    const struct recoding *recoding;
    uint64_t count;
};

static int by_text(const void *a, const void *b) {
    return vdt_view_compare(*(const struct vdt_view *)a, *(const struct vdt_view *)b);
}

static bool name_lost(void *context, const struct vdt_mark *mark) {
    struct marked *marked = context;
    const struct recoding *recoding = marked->recoding;
    if (!recoding->lost_count || !bsearch(&mark->event, recoding->lost, recoding->lost_count, sizeof *recoding->lost, by_text)) return true;
    marked->count++;
    printf("marked %.*s by %.*s: event %.*s is coded otherwise now\n", (int)mark->verdict.size, mark->verdict.data, (int)mark->who.size,
           mark->who.data, (int)mark->event.size, mark->event.data);
    return true;
}

static enum vdt_status recode_all(struct recoding *recoding, struct vdt_error *error) {
    enum vdt_keep keep;
    enum vdt_status status = vdt_store_kept(recoding->store, &keep, error);
    if (status == VDT_OK && keep != VDT_KEEP_ALL)
        status = vdt_fail(error, VDT_ERROR_USE, "the store keeps no texts that could be coded once more");
    if (status == VDT_OK) status = vdt_store_report_rows(recoding->store, 0, take_number, recoding, error);
    for (size_t i = 0; i < recoding->count && status == VDT_OK; i++) {
        status = recode_report(recoding, recoding->numbers[i], error);
        if (status == VDT_OK || status == VDT_ERROR_STORE || status == VDT_ERROR_MEMORY) continue;
        complain_error(error); /* concerns this report alone: it stays as it was */
        recoding->refused++;
        status = VDT_OK;
    }
    struct marked marked = { recoding, 0 };
    if (recoding->lost_count) qsort(recoding->lost, recoding->lost_count, sizeof *recoding->lost, by_text);
    if (status == VDT_OK) status = vdt_store_marks(recoding->store, (struct vdt_view){ NULL, 0 }, 0, INT64_MAX, name_lost, &marked, error);
    if (status == VDT_OK)
        printf("reports: %llu\nevents: %llu as before, %llu gone, %llu new%s\nmarks: %llu on events that are coded otherwise now; all are kept\n",
               (unsigned long long)recoding->reports, (unsigned long long)recoding->kept, (unsigned long long)recoding->gone,
               (unsigned long long)recoding->come, recoding->dry ? "; nothing was written" : "", (unsigned long long)marked.count);
    return status;
}

int cmd_recode(const struct invocation *run) {
    struct vdt_error error;
    struct recoding recoding = { .dry = option_value(run, "dry-run") != NULL, .list = option_value(run, "list") != NULL };
    enum vdt_store_mode mode = recoding.dry ? VDT_STORE_READ : VDT_STORE_WRITE;
    FILE *there = fopen(run->operands[0], "rb"); /* writing would make a store where there is none */
    if (there) fclose(there);
    if (vdt_store_open(run->operands[0], there ? mode : VDT_STORE_READ, &recoding.store, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    struct vdt_model *model = open_model(run);
    vdt_arena_init(&recoding.arena);
    vdt_arena_init(&recoding.kept_arena);
    enum vdt_status status = model ? vdt_worker_new(model, NULL, &recoding.worker, &error) : VDT_ERROR_USE;
    if (status == VDT_OK) status = vdt_result_new(&recoding.result, &error);
    if (status == VDT_OK) status = recode_all(&recoding, &error);
    if (model && status != VDT_OK) complain_error(&error);
    vdt_result_free(recoding.result);
    vdt_worker_free(recoding.worker);
    vdt_model_close(model);
    vdt_store_close(recoding.store);
    vdt_arena_done(&recoding.arena);
    vdt_arena_done(&recoding.kept_arena);
    if (status != VDT_OK || !finish_output()) return EXIT_CANNOT_RUN;
    return recoding.refused ? EXIT_SOME_FAILED : EXIT_DONE;
}
