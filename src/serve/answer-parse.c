/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parse of an event's sentence. A store keeps sentences, not their trees, so the model reads it again: when first asked the model
 * is opened, and stays open. What it says may differ from what the coder saw that made the event, whose version `why` tells;
 * this one's stands beside the tree.
 */
#include <stdlib.h>

#include "base/error.h"
#include "serve/desk-state.h"
#include "serve/routes.h"

/* The worker of the desk, locked; NULL: there is no model to read with. */
static struct vdt_worker *take_reader(struct desk *desk) {
    pthread_mutex_lock(&desk->reader_lock);
    struct desk_reader *reader = &desk->reader;
    if (!reader->tried && desk->options.open_model) {
        reader->tried = true;
        reader->model = desk->options.open_model(desk->options.model_context);
        if (reader->model && (vdt_worker_new(reader->model, NULL, &reader->worker, NULL) != VDT_OK ||
                              vdt_result_new(&reader->result, NULL) != VDT_OK)) {
            vdt_worker_free(reader->worker);
            reader->worker = NULL;
        }
    }
    if (!reader->worker) pthread_mutex_unlock(&desk->reader_lock);
    return reader->worker;
}

static void give_reader(struct desk *desk) {
    pthread_mutex_unlock(&desk->reader_lock);
}

void desk_close_reader(struct desk *desk) {
    vdt_worker_free(desk->reader.worker);
    vdt_result_free(desk->reader.result);
    vdt_model_close(desk->reader.model);
}

/* ---- CoNLL-U to JSON ---- */

static uint32_t number_at(struct vdt_view text) {
    uint32_t value = 0;
    for (size_t i = 0; i < text.size && text.data[i] >= '0' && text.data[i] <= '9' && value < 100000000; i++)
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    return value;
}

/* The two ends of "TokenRange=5:15" in the last column. */
static void range_of(struct vdt_view misc, uint32_t *begin, uint32_t *end) {
    while (misc.size) {
        struct vdt_view one = vdt_view_cut(&misc, '|');
        if (!vdt_view_starts(one, VDT_LITERAL("TokenRange="))) continue;
        struct vdt_view rest = vdt_view_slice(one, sizeof "TokenRange=" - 1, one.size);
        *begin = number_at(vdt_view_cut(&rest, ':'));
        *end = number_at(rest);
    }
}

/* A word's line of ten columns; `before` words stand in the sentences before it. */
static void put_word(struct vdt_json *json, struct vdt_view line, uint32_t before, uint32_t offset) {
    static const char *const names[] = { NULL, "form", "lemma", "upos", NULL, NULL, NULL, "relation" };
    struct vdt_view columns[10] = { 0 };
    uint32_t begin = 0, end = 0;
    for (int i = 0; i < 10; i++) columns[i] = vdt_view_cut(&line, '\t');
    range_of(columns[9], &begin, &end);
    uint32_t head = number_at(columns[6]);
    vdt_json_object(json);
    vdt_json_key(json, "id");
    vdt_json_integer(json, before + number_at(columns[0]));
    for (int i = 1; i < 8; i++) {
        if (!names[i]) continue;
        vdt_json_key(json, names[i]);
        vdt_json_string(json, columns[i]);
    }
    vdt_json_key(json, "head");
    vdt_json_integer(json, head ? before + head : 0);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, offset + begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, offset + end);
    vdt_json_object_end(json);
}

/* What the model takes for two sentences stays one list: the numbers run on. */
static void put_words(struct vdt_json *json, struct vdt_view conllu, uint32_t offset) {
    uint32_t before = 0, words = 0;
    while (conllu.size) {
        struct vdt_view line = vdt_view_cut(&conllu, '\n'), rest = line, number = vdt_view_cut(&rest, '\t');
        if (!line.size) before = words;
        if (!line.size || line.data[0] == '#' || memchr(number.data, '-', number.size) || memchr(number.data, '.', number.size)) continue;
        words++;
        put_word(json, line, before, offset);
    }
}

static bool put_parse(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    struct request *request = context;
    struct desk *desk = request->desk;
    struct vdt_json *json = &request->json;
    struct vdt_report report = { .id = event->id, .text = event->evidence.text };
    struct vdt_worker *worker = take_reader(desk);
    vdt_json_object(json);
    vdt_json_key(json, "id");
    vdt_json_string(json, event->id);
    vdt_json_key(json, "text");
    vdt_json_string(json, event->evidence.text);
    vdt_json_key(json, "version");
    vdt_json_string_or_null(json, worker ? vdt_model_version(desk->reader.model) : (struct vdt_view){ 0 });
    vdt_json_key(json, "words");
    vdt_json_array(json);
    if (worker && vdt_worker_parse(worker, &report, false, desk->reader.result, NULL) == VDT_OK)
        put_words(json, vdt_result_conllu(desk->reader.result), event->evidence.begin);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    if (worker) give_reader(desk);
    return true;
}

unsigned answer_event_parse(struct request *request) {
    unsigned status;
    int64_t number;
    struct vdt_error error;
    if (!event_of_tail(request, &number, &status)) return status;
    if (vdt_store_events_numbered(request->store, &number, 1, put_parse, request, &error) != VDT_OK)
        return problem_of(request, &error);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
