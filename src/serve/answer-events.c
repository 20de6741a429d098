/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events: lists, one, why; incidents, which are events seen together; marks. Which events a list has is decided in the
 * columns; only those of the page are read from the store.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limit.h"
#include "serve/desk-state.h"
#include "serve/filter.h"
#include "serve/routes.h"

/* ---- one event as JSON ---- */

static bool put_mark_row(void *context, const struct vdt_mark *mark) {
    struct vdt_json *json = context;
    vdt_json_object(json);
    vdt_json_key(json, "number");
    vdt_json_integer(json, mark->number);
    vdt_json_key(json, "event");
    vdt_json_string(json, mark->event);
    vdt_json_key(json, "verdict");
    vdt_json_string_or_null(json, mark->verdict);
    vdt_json_key(json, "correction");
    if (mark->correction.size)
        vdt_json_raw(json, mark->correction);
    else
        vdt_json_null(json);
    vdt_json_key(json, "note");
    vdt_json_string(json, mark->note);
    vdt_json_key(json, "mute");
    vdt_json_boolean(json, mark->mute);
    vdt_json_key(json, "who");
    vdt_json_string(json, mark->who);
    vdt_json_key(json, "at");
    vdt_json_string(json, mark->at);
    vdt_json_object_end(json);
    return true;
}

struct putting {
    struct request *request;
    struct vdt_buffer record;
    struct vdt_error error;
    enum vdt_status status;
    bool geojson;
};

/* The record as the program writes it, without its last brace: more keys follow. */
static bool record_of(struct vdt_buffer *out, const struct vdt_event *event, enum vdt_event_format format) {
    vdt_buffer_clear(out);
    size_t size = vdt_event_write(event, format, 0, NULL, 0);
    char *room = vdt_buffer_room(out, size + 1);
    if (!room) return false;
    vdt_event_write(event, format, 0, room, size + 1);
    out->size = size;
    while (out->size && (out->data[out->size - 1] == '\n' || out->data[out->size - 1] == '\r')) out->size--;
    return true;
}

static void put_extra(struct putting *putting, int64_t number) {
    struct request *request = putting->request;
    const struct columns *columns = request->columns;
    struct vdt_buffer *out = &putting->record;
    uint32_t row = (size_t)number < columns->row_of_count ? columns->row_of[number] : UINT32_MAX;
    uint32_t at = row == UINT32_MAX ? UINT32_MAX : columns->rows[row].report;
    struct vdt_report report = { 0 };
    if (at != UINT32_MAX)
        putting->status = vdt_store_report_head(request->store, columns->reports[at].number, &report, &putting->error);
    if (putting->status == VDT_END) putting->status = VDT_OK;
    struct { const char *key; struct vdt_view value; } texts[] = {
        { "report_title", report.title }, { "publisher", report.publisher }, { "url", report.url },
        { "published", report.published } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        vdt_buffer_format(out, ",\"%s\":", texts[i].key);
        if (texts[i].value.size)
            vdt_json_quote(out, texts[i].value);
        else
            vdt_buffer_text(out, "null");
    }
    uint32_t story = at == UINT32_MAX ? 0 : columns->reports[at].story;
    vdt_buffer_format(out, ",\"story_reports\":%u", story ? columns->story_reports[story] : 1);
}

static bool put_event(void *context, int64_t number, const struct vdt_event *event) {
    struct putting *putting = context;
    struct request *request = putting->request;
    bool csv = request->format == ANSWER_CSV;
    if (!record_of(&putting->record, event, csv ? VDT_FORMAT_CSV : VDT_FORMAT_NDJSON)) {
        putting->status = vdt_fail_memory(&putting->error, "writing an event");
        return false;
    }
    if (csv) {
        vdt_buffer_add(&request->out, vdt_buffer_view(&putting->record));
        vdt_buffer_text(&request->out, "\r\n");
        return true;
    }
    putting->record.size--;
    put_extra(putting, number);
    vdt_buffer_text(&putting->record, ",\"marks\":");
    struct vdt_json marks;
    vdt_json_init(&marks, &putting->record);
    vdt_json_array(&marks);
    if (putting->status == VDT_OK)
        putting->status = vdt_store_marks(request->store, event->id, 0, 100, put_mark_row, &marks, &putting->error);
    vdt_json_array_end(&marks);
    vdt_buffer_char(&putting->record, '}');
    if (request->format != ANSWER_GEOJSON) {
        vdt_json_raw(&request->json, vdt_buffer_view(&putting->record));
        return putting->status == VDT_OK;
    }
    if (isnan(event->latitude) || isnan(event->longitude)) return putting->status == VDT_OK;
    struct vdt_json *json = &request->json;
    feature_begin(json, event->latitude, event->longitude);
    vdt_json_raw(json, vdt_buffer_view(&putting->record));
    vdt_json_object_end(json);
    return putting->status == VDT_OK;
}

bool put_events(struct request *request, const int64_t *numbers, size_t count, unsigned *status) {
    struct putting putting = { .request = request, .status = VDT_OK };
    vdt_buffer_init(&putting.record);
    enum vdt_status read = vdt_store_events_numbered(request->store, numbers, count, put_event, &putting, &putting.error);
    if (read == VDT_OK || read == VDT_END) read = putting.status;
    vdt_buffer_done(&putting.record);
    if (read != VDT_OK) *status = problem_of(request, &putting.error);
    return read == VDT_OK;
}

/* ---- the list ---- */

struct event_page {
    int64_t *numbers;
    size_t count, next;  /* next: the row at which the next page begins, SIZE_MAX: none */
    uint64_t total;
};

/* One pass: all that fit are counted, those of the page are kept. A cursor names the row that its page begins with. */
static bool page_of_rows(struct request *request, const struct filter *filter, const struct paging *paging, bool newest,
                         struct event_page *page, unsigned *status) {
    const struct columns *columns = request->columns;
    size_t end = filter_end(columns, filter);
    int64_t day = newest ? INT64_MAX : INT64_MIN, number = newest ? INT64_MAX : 0;
    if (!cursor_read(request, paging->cursor, &day, &number, status)) return false;
    page->numbers = vdt_arena_array(&request->arena, (size_t)paging->limit + 1, sizeof *page->numbers);
    if (!page->numbers) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    page->next = SIZE_MAX;
    size_t at = newest ? filter_before(columns, filter, end) : filter_next(columns, filter, 0, end);
    for (; at != SIZE_MAX; at = newest ? filter_before(columns, filter, at) : filter_next(columns, filter, at + 1, end)) {
        const struct column_row *row = &columns->rows[at];
        page->total++;
        bool before = newest ? row->day > day || (row->day == day && row->number > number)
                             : row->day < day || (row->day == day && row->number < number);
        if (before || page->next != SIZE_MAX) continue;
        if ((int64_t)page->count == paging->limit)
            page->next = at;
        else
            page->numbers[page->count++] = row->number;
        /* without a filter the rest needs no counting */
        if (page->next == SIZE_MAX || filter->narrow) continue;
        page->total = columns->count;
        break;
    }
    return true;
}

static void put_csv_header(struct request *request) {
    struct putting putting = { 0 };
    vdt_buffer_init(&putting.record);
    if (record_of(&putting.record, NULL, VDT_FORMAT_CSV)) {
        vdt_buffer_add(&request->out, vdt_buffer_view(&putting.record));
        vdt_buffer_text(&request->out, "\r\n");
    }
    vdt_buffer_done(&putting.record);
}

unsigned answer_events(struct request *request) {
    struct filter filter;
    struct paging paging;
    unsigned status;
    if (!filter_of(request, &filter, &status) || !paging_of(request, &paging, &status)) return status;
    struct vdt_view order = parameter_of(request, "order");
    bool newest = !vdt_view_is(order, "oldest");
    if (order.size && newest && !vdt_view_is(order, "newest")) return problem(request, 400, "order is newest or oldest");
    struct event_page page = { 0 };
    if (!page_of_rows(request, &filter, &paging, newest, &page, &status)) return status;
    struct vdt_view cursor = { 0 };
    if (page.next != SIZE_MAX) {
        const struct column_row *row = &request->columns->rows[page.next];
        cursor = cursor_text(request, row->day, row->number);
    }
    if (request->format == ANSWER_CSV) {
        put_csv_header(request);
        return put_events(request, page.numbers, page.count, &status) ? 200 : status;
    }
    if (request->format == ANSWER_GEOJSON) {
        struct vdt_json *json = &request->json;
        vdt_json_object(json);
        vdt_json_key(json, "type");
        vdt_json_string(json, VDT_LITERAL("FeatureCollection"));
        vdt_json_key(json, "features");
        vdt_json_array(json);
        if (!put_events(request, page.numbers, page.count, &status)) return status;
        vdt_json_array_end(json);
        vdt_json_object_end(json);
        return 200;
    }
    list_begin(request);
    if (!put_events(request, page.numbers, page.count, &status)) return status;
    return list_end(request, cursor, page.total);
}

/* ---- one event ---- */

bool event_of_tail(struct request *request, int64_t *number, unsigned *status) {
    struct vdt_error error;
    enum vdt_status found = vdt_store_event_number(request->store, request->tail, number, &error);
    if (found == VDT_OK) return true;
    *status = found == VDT_END ? problem(request, 404, "no event has this id") : problem_of(request, &error);
    return false;
}

unsigned answer_event(struct request *request) {
    int64_t number;
    unsigned status;
    if (!event_of_tail(request, &number, &status)) return status;
    if (!put_events(request, &number, 1, &status)) return status;
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* The reasons as the coder kept them, a line each: what `vedette why` tells at length. */
static bool put_why(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    struct request *request = context;
    struct vdt_json *json = &request->json;
    vdt_json_object(json);
    vdt_json_key(json, "id");
    vdt_json_string(json, event->id);
    vdt_json_key(json, "by");
    vdt_json_string(json, event->by);
    vdt_json_key(json, "version");
    vdt_json_string(json, event->version);
    vdt_json_key(json, "why");
    vdt_json_raw(json, event->why.size ? event->why : VDT_LITERAL("{}"));
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    vdt_buffer_format(&text, "%s by the pattern %.*s\n", vdt_plover_name(event->plover), (int)event->by.size, event->by.data);
    cJSON *why = cJSON_ParseWithLength(event->why.data, event->why.size);
    for (const cJSON *one = why ? why->child : NULL; one; one = one->next) {
        char *value = cJSON_IsString(one) ? NULL : cJSON_PrintUnformatted(one);
        vdt_buffer_format(&text, "%s: %s\n", one->string, value ? value : cJSON_IsString(one) ? one->valuestring : "");
        cJSON_free(value);
    }
    cJSON_Delete(why);
    const struct { const char *what; const struct vdt_party *parties; size_t count; } sides[] = {
        { "source", event->sources, event->source_count }, { "target", event->targets, event->target_count },
        { "voice", event->voices, event->voice_count } };
    for (size_t side = 0; side < 3; side++)
        for (size_t i = 0; i < sides[side].count; i++) {
            const struct vdt_party *party = &sides[side].parties[i];
            vdt_buffer_format(&text, "%s %.*s: \"%.*s\", by %.*s\n", sides[side].what, (int)party->code.size, party->code.data,
                              (int)party->mention.text.size, party->mention.text.data, (int)party->entry.size,
                              party->entry.size ? party->entry.data : "");
        }
    vdt_json_key(json, "text");
    vdt_json_string(json, vdt_buffer_view(&text));
    vdt_buffer_done(&text);
    vdt_json_object_end(json);
    return true;
}

unsigned answer_event_why(struct request *request) {
    int64_t number;
    unsigned status;
    struct vdt_error error;
    if (!event_of_tail(request, &number, &status)) return status;
    if (vdt_store_events_numbered(request->store, &number, 1, put_why, request, &error) != VDT_OK)
        return problem_of(request, &error);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- incidents: rows of one incident, the first of them stands for it ---- */

struct incident_tally {
    uint32_t first_row, events, reports, last_report;
};

static bool take_incident(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    struct request *request = context;
    row_text(request, "id", event->incident);
    return true;
}

unsigned answer_incidents(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    struct paging paging;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) ||
        !cursor_read(request, paging.cursor, &begin, &none, &status))
        return status;
    struct incident_tally *tallies = calloc(columns->incidents.count, sizeof *tallies);
    uint32_t *order = malloc((columns->incidents.count + 1) * sizeof *order);
    size_t count = 0, end = filter_end(columns, &filter);
    for (size_t row = tallies && order ? filter_before(columns, &filter, end) : SIZE_MAX; row != SIZE_MAX;
         row = filter_before(columns, &filter, row)) {
        struct incident_tally *tally = &tallies[columns->rows[row].incident];
        if (!tally->events++) order[count++] = columns->rows[row].incident;
        if (tally->events == 1 || tally->last_report != columns->rows[row].report) tally->reports++;
        tally->last_report = columns->rows[row].report;
        tally->first_row = (uint32_t)row;
    }
    status = tallies && order ? 200 : problem(request, 503, "the server is out of memory");
    if (status == 200) {
        list_begin(request);
        size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
        for (; at < count && at < last && status == 200; at++) {
            const struct incident_tally *tally = &tallies[order[at]];
            const struct column_row *row = &columns->rows[tally->first_row];
            char id[24];
            int64_t number = row->number;
            struct vdt_error error;
            row_begin(request);
            if (vdt_store_events_numbered(request->store, &number, 1, take_incident, request, &error) != VDT_OK) {
                status = problem_of(request, &error);
                break;
            }
            row_text(request, "event", column_id(row, id) ? vdt_view_of(id) : (struct vdt_view){ 0 });
            row_day(request, "date", row->day);
            row_text(request, "plover", vdt_view_of(vdt_plover_name((enum vdt_plover)row->plover)));
            row_integer(request, "quad", row->quad);
            row_text(request, "status", vdt_view_of(vdt_event_status_name((enum vdt_event_status)row->status)));
            row_text(request, "place", columns->places[row->place].name);
            row_text(request, "country", columns->places[row->place].country);
            row_integer(request, "events", tally->events);
            row_integer(request, "reports", tally->reports);
            row_end(request);
        }
        if (status == 200)
            status = list_end(request, at < count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, count);
    }
    free(tallies);
    free(order);
    return status;
}

unsigned answer_incident(struct request *request) {
    const struct columns *columns = request->columns;
    uint32_t incident = dictionary_find(&columns->incidents, request->tail);
    if (incident == UINT32_MAX || !incident) return problem(request, 404, "no incident has this id");
    struct filter filter = FILTER_INIT;
    filter.incident = incident;
    filter.narrow = true;
    int64_t numbers[500];
    size_t count = 0;
    unsigned status;
    for (size_t row = filter_next(columns, &filter, 0, columns->count); row != SIZE_MAX && count < 500;
         row = filter_next(columns, &filter, row + 1, columns->count))
        numbers[count++] = columns->rows[row].number;
    struct vdt_json *json = &request->json;
    vdt_json_object(json);
    vdt_json_key(json, "id");
    vdt_json_string(json, request->tail);
    vdt_json_key(json, "events");
    vdt_json_array(json);
    if (!put_events(request, numbers, count, &status)) return status;
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- marks ---- */

static bool put_mark_csv(void *context, const struct vdt_mark *mark) {
    struct request *request = context;
    row_begin(request);
    row_integer(request, "number", mark->number);
    row_text(request, "event", mark->event);
    row_text(request, "verdict", mark->verdict);
    row_text(request, "correction", mark->correction);
    row_text(request, "note", mark->note);
    row_integer(request, "mute", mark->mute);
    row_text(request, "who", mark->who);
    row_text(request, "at", mark->at);
    row_end(request);
    return true;
}

struct mark_page {
    struct request *request;
    int64_t limit, last, count;
};

static bool put_mark_of_page(void *context, const struct vdt_mark *mark) {
    struct mark_page *page = context;
    if (page->count++ == page->limit) return true;
    page->last = mark->number;
    return page->request->format == ANSWER_CSV ? put_mark_csv(page->request, mark)
                                               : put_mark_row(&page->request->json, mark);
}

static bool count_mark(void *context, const struct vdt_mark *mark) {
    (void)mark;
    ++*(uint64_t *)context;
    return true;
}

unsigned answer_marks(struct request *request) {
    struct paging paging;
    struct vdt_error error;
    unsigned status;
    int64_t after = 0, none = 0;
    struct vdt_view event = parameter_of(request, "event");
    if (!paging_of(request, &paging, &status) || !cursor_read(request, paging.cursor, &after, &none, &status)) return status;
    struct mark_page page = { request, paging.limit, after, 0 };
    uint64_t total = 0;
    list_begin(request);
    if (vdt_store_marks(request->store, event, after, paging.limit + 1, put_mark_of_page, &page, &error) != VDT_OK ||
        vdt_store_marks(request->store, event, 0, INT64_MAX, count_mark, &total, &error) != VDT_OK)
        return problem_of(request, &error);
    return list_end(request, page.count > paging.limit ? cursor_text(request, page.last, 0) : (struct vdt_view){ 0 }, total);
}

/* What was written, key by key. */
static void put_detail(struct vdt_json *json, struct vdt_view detail) {
    cJSON *object = cJSON_ParseWithLength(detail.data ? detail.data : "", detail.size);
    for (const cJSON *one = cJSON_IsObject(object) ? object->child : NULL; one; one = one->next) {
        char *value = cJSON_PrintUnformatted(one);
        vdt_json_key(json, one->string);
        vdt_json_raw(json, value ? vdt_view_of(value) : VDT_LITERAL("null"));
        cJSON_free(value);
    }
    cJSON_Delete(object);
}

static bool put_audit(void *context, const struct vdt_audit *line) {
    struct mark_page *page = context;
    struct request *request = page->request;
    if (page->count++ == page->limit) return true;
    page->last = line->number;
    row_begin(request);
    row_integer(request, "number", line->number);
    row_text(request, "at", line->at);
    row_text(request, "who", line->who);
    row_text(request, "what", line->what);
    row_text(request, "event", line->about);
    if (request->format == ANSWER_CSV)
        row_text(request, "detail", line->detail);
    else
        put_detail(&request->json, line->detail);
    row_end(request);
    return true;
}

static bool count_audit(void *context, const struct vdt_audit *line) {
    (void)line;
    ++*(uint64_t *)context;
    return true;
}

unsigned answer_audit(struct request *request) {
    struct paging paging;
    struct vdt_error error;
    unsigned status;
    int64_t before = INT64_MAX, none = 0;
    if (!paging_of(request, &paging, &status) || !cursor_read(request, paging.cursor, &before, &none, &status)) return status;
    struct mark_page page = { request, paging.limit, before, 0 };
    uint64_t total = 0;
    list_begin(request);
    if (vdt_store_audit(request->store, before, paging.limit + 1, put_audit, &page, &error) != VDT_OK ||
        vdt_store_audit(request->store, INT64_MAX, INT64_MAX, count_audit, &total, &error) != VDT_OK)
        return problem_of(request, &error);
    return list_end(request, page.count > paging.limit ? cursor_text(request, page.last, 0) : (struct vdt_view){ 0 }, total);
}

static bool text_of_key(struct request *request, const cJSON *body, const char *key, size_t most, struct vdt_view *out,
                        unsigned *status) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(body, key);
    *out = (struct vdt_view){ 0 };
    if (!value || cJSON_IsNull(value)) return true;
    if (cJSON_IsString(value)) {
        *out = vdt_view_of(value->valuestring);
        if (out->size <= most) return true;
    }
    *status = problem(request, 400, "\"%s\" is a text of at most %zu bytes", key, most);
    return false;
}

/* The mark that the body describes; the correction is kept as the JSON that it is. */
static bool mark_of_body(struct request *request, const cJSON *body, struct vdt_mark *mark, unsigned *status) {
    if (!cJSON_IsObject(body)) {
        *status = problem(request, 400, "the body is no JSON object");
        return false;
    }
    for (const cJSON *one = body->child; one; one = one->next)
        if (strcmp(one->string, "event") && strcmp(one->string, "verdict") && strcmp(one->string, "correction") &&
            strcmp(one->string, "note") && strcmp(one->string, "mute")) {
            *status = problem(request, 400, "a mark has event, verdict, correction, note and mute, nothing else");
            return false;
        }
    if (!text_of_key(request, body, "event", VDT_LIMIT_ID_BYTES, &mark->event, status) ||
        !text_of_key(request, body, "verdict", 5, &mark->verdict, status) ||
        !text_of_key(request, body, "note", 4000, &mark->note, status))
        return false;
    const cJSON *correction = cJSON_GetObjectItemCaseSensitive(body, "correction");
    const cJSON *mute = cJSON_GetObjectItemCaseSensitive(body, "mute");
    if (!mark->event.size)
        *status = problem(request, 400, "\"event\" is missing");
    else if (mark->verdict.size && !vdt_view_is(mark->verdict, "right") && !vdt_view_is(mark->verdict, "wrong"))
        *status = problem(request, 400, "\"verdict\" is right or wrong");
    else if (correction && !cJSON_IsNull(correction) && !cJSON_IsObject(correction))
        *status = problem(request, 400, "\"correction\" is an object of the record's keys");
    else if (mute && !cJSON_IsNull(mute) && !cJSON_IsBool(mute))
        *status = problem(request, 400, "\"mute\" is true or false");
    else
        *status = 200;
    if (*status != 200) return false;
    mark->mute = cJSON_IsTrue(mute);
    if (cJSON_IsObject(correction)) {
        char *text = cJSON_PrintUnformatted(correction);
        mark->correction = text ? vdt_arena_copy(&request->arena, vdt_view_of(text)) : (struct vdt_view){ 0 };
        cJSON_free(text);
    }
    if (mark->verdict.size || mark->correction.size || mark->note.size || mute) return true;
    *status = problem(request, 400, "the mark says nothing");
    return false;
}

/* Whoever else looks at the event hears of it. */
static void tell_mark(struct request *request, struct vdt_view event) {
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "event");
    vdt_json_string(&json, event);
    vdt_json_key(&json, "who");
    vdt_json_string(&json, vdt_view_of(request->who));
    vdt_json_object_end(&json);
    if (!vdt_buffer_failed(&line)) desk_tell(request->desk, "mark", vdt_buffer_view(&line));
    vdt_buffer_done(&line);
}

/* The mark as it stands in the store now, for whoever set it. */
static unsigned store_mark(struct request *request, const struct vdt_mark *mark) {
    struct vdt_store *store = NULL;
    struct vdt_error error;
    int64_t number = 0;
    enum vdt_status stored = vdt_store_open(request->desk->path, VDT_STORE_WRITE, &store, &error);
    if (stored == VDT_OK) stored = vdt_store_mark(store, mark, &number, &error);
    if (stored == VDT_OK)
        stored = vdt_store_marks(store, mark->event, number - 1, 1, put_mark_row, &request->json, &error);
    vdt_store_close(store);
    if (stored == VDT_END) return problem(request, 404, "no event has this id");
    if (stored != VDT_OK) return problem_of(request, &error);
    atomic_fetch_add(&request->desk->generation, 1);
    tell_mark(request, mark->event);
    vdt_buffer_char(&request->out, '\n');
    return 201;
}

unsigned answer_mark(struct request *request) {
    struct vdt_mark mark = { .who = vdt_view_of(request->who) };
    unsigned status;
    cJSON *body = cJSON_ParseWithLength(request->body.data ? request->body.data : "", request->body.size);
    if (mark_of_body(request, body, &mark, &status)) status = store_mark(request, &mark);
    cJSON_Delete(body);
    return status;
}
