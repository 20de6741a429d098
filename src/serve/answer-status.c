/* SPDX-License-Identifier: Apache-2.0 */
/* What was read and when, where nothing was, how the server does; search over all that has words. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/calendar.h"
#include "serve/desk-state.h"
#include "serve/filter.h"
#include "serve/routes.h"

enum { GAP_DAYS = 3, SEARCH_ITEMS = 10 }; /* fewer days without a report are a weekend, no gap */

static void put_day(struct vdt_json *json, const char *key, int32_t day) {
    char text[11] = "";
    if (day != NO_DAY) vdt_day_write(day, text);
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, vdt_view_of(text));
}

/* A day with reports and how many, from `from` on; returns the place behind it. */
static size_t next_day(const struct columns *columns, size_t from, int32_t *day, uint32_t *reports) {
    *day = columns->reports[columns->report_order[from]].day;
    *reports = 0;
    for (; from < columns->report_count && columns->reports[columns->report_order[from]].day == *day; from++) ++*reports;
    return from;
}

static size_t first_dated(const struct columns *columns) {
    size_t at = 0;
    while (at < columns->report_count && columns->reports[columns->report_order[at]].day == NO_DAY) at++;
    return at;
}

static void put_volume(struct vdt_json *json, const struct columns *columns) {
    vdt_json_key(json, "volume");
    vdt_json_array(json);
    for (size_t at = first_dated(columns); at < columns->report_count;) {
        int32_t day;
        uint32_t reports;
        at = next_day(columns, at, &day, &reports);
        vdt_json_object(json);
        put_day(json, "date", day);
        vdt_json_key(json, "reports");
        vdt_json_integer(json, reports);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void put_gaps(struct vdt_json *json, const struct columns *columns) {
    vdt_json_key(json, "gaps");
    vdt_json_array(json);
    int32_t before = NO_DAY;
    for (size_t at = first_dated(columns); at < columns->report_count;) {
        int32_t day;
        uint32_t reports;
        at = next_day(columns, at, &day, &reports);
        if (before != NO_DAY && day - before > GAP_DAYS) {
            vdt_json_object(json);
            put_day(json, "from", before + 1);
            put_day(json, "to", day - 1);
            vdt_json_object_end(json);
        }
        before = day;
    }
    vdt_json_array_end(json);
}

unsigned answer_status(struct request *request) {
    const struct columns *columns = request->columns;
    struct vdt_json *json = &request->json;
    size_t first = first_dated(columns);
    bool dated = first < columns->report_count;
    vdt_json_object(json);
    vdt_json_key(json, "version");
    vdt_json_string(json, vdt_view_of(vdt_version()));
    vdt_json_key(json, "reports");
    vdt_json_integer(json, (int64_t)columns->report_count);
    vdt_json_key(json, "events");
    vdt_json_integer(json, (int64_t)columns->count);
    vdt_json_key(json, "actors");
    vdt_json_integer(json, (int64_t)columns->codes.count - 1);
    vdt_json_key(json, "publishers");
    vdt_json_integer(json, (int64_t)columns->publishers.count - 1);
    put_day(json, "first_day", dated ? columns->reports[columns->report_order[first]].day : NO_DAY);
    put_day(json, "last_day", dated ? columns->reports[columns->report_order[columns->report_count - 1]].day : NO_DAY);
    put_volume(json, columns);
    put_gaps(json, columns);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

unsigned answer_health(struct request *request) {
    bool lost = atomic_load(&request->desk->store_lost);
    if (lost) return problem(request, 503, "the store cannot be read");
    vdt_buffer_text(&request->out, "{\"status\":\"ok\"}\n");
    return 200;
}

static void put_metric(struct vdt_buffer *out, const char *name, const char *type, const char *help, unsigned long long value) {
    vdt_buffer_format(out, "# HELP vedette_%s %s\n# TYPE vedette_%s %s\nvedette_%s %llu\n", name, help, name, type, name, value);
}

unsigned answer_metrics(struct request *request) {
    struct desk *desk = request->desk;
    struct vdt_buffer *out = &request->out;
    put_metric(out, "requests_total", "counter", "Requests since the start.", atomic_load(&desk->requests));
    vdt_buffer_text(out, "# HELP vedette_answers_total Answers by the hundreds of their status.\n"
                         "# TYPE vedette_answers_total counter\n");
    for (unsigned i = 2; i < 6; i++)
        vdt_buffer_format(out, "vedette_answers_total{status=\"%uxx\"} %llu\n", i, (unsigned long long)atomic_load(&desk->answers[i]));
    put_metric(out, "answer_bytes_total", "counter", "Bytes of bodies.", atomic_load(&desk->bytes));
    put_metric(out, "kept_answers_total", "counter", "Answers that were made before.", atomic_load(&desk->hits));
    put_metric(out, "reports", "gauge", "Reports in the store.", request->columns->report_count);
    put_metric(out, "events", "gauge", "Events in the store.", request->columns->count);
    put_metric(out, "store_changes_total", "counter", "Times that the store was seen to change.", atomic_load(&desk->generation));
    put_metric(out, "store_lost", "gauge", "1 while the store cannot be read.", atomic_load(&desk->store_lost));
    pthread_mutex_lock(&desk->stream_lock);
    unsigned long long listeners = (unsigned long long)desk->listeners;
    pthread_mutex_unlock(&desk->stream_lock);
    put_metric(out, "listeners", "gauge", "Listeners of the stream.", listeners);
    put_metric(out, "start_time_seconds", "gauge", "When the server was started.", (unsigned long long)desk->started);
    return 200;
}

/* ---- search ---- */

struct found {
    uint8_t *bits;
    size_t most;
    uint64_t count;
};

static bool take_report_number(void *context, int64_t number) {
    struct found *found = context;
    if ((uint64_t)number >= found->most) return true;
    found->bits[number / 8] |= (uint8_t)(1u << (number % 8));
    found->count++;
    return true;
}

static void end_part(struct vdt_json *json, uint64_t total) {
    vdt_json_array_end(json);
    vdt_json_key(json, "total");
    vdt_json_integer(json, (int64_t)total);
    vdt_json_object_end(json);
}

static void begin_part(struct vdt_json *json, const char *key) {
    vdt_json_key(json, key);
    vdt_json_object(json);
    vdt_json_key(json, "items");
    vdt_json_array(json);
}

static unsigned search_events(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    unsigned status;
    int64_t numbers[SEARCH_ITEMS];
    size_t count = 0;
    uint64_t total = 0;
    if (!filter_of(request, &filter, &status)) return status;
    for (size_t row = filter_before(columns, &filter, filter_end(columns, &filter)); row != SIZE_MAX;
         row = filter_before(columns, &filter, row), total++)
        if (count < SEARCH_ITEMS) numbers[count++] = columns->rows[row].number;
    begin_part(&request->json, "events");
    if (!put_events(request, numbers, count, &status)) return status;
    end_part(&request->json, total);
    return 200;
}

static unsigned search_reports(struct request *request, struct vdt_view words) {
    const struct columns *columns = request->columns;
    struct found found = { .most = (size_t)columns->last_report + 1 };
    struct vdt_error error;
    found.bits = vdt_arena_array(&request->arena, found.most / 8 + 1, 1);
    if (!found.bits) return problem(request, 503, "the server is out of memory");
    if (vdt_store_words(request->store, VDT_WORDS_OF_REPORTS, words, take_report_number, &found, &error) != VDT_OK)
        return problem_of(request, &error);
    begin_part(&request->json, "reports");
    size_t count = 0;
    for (size_t at = columns->report_count; at-- > 0 && count < SEARCH_ITEMS;) {
        uint32_t report = columns->report_order[at], number = columns->reports[report].number;
        if (!(found.bits[number / 8] >> (number % 8) & 1)) continue;
        unsigned status = put_report_row(request, report);
        if (status != 200) return status;
        count++;
    }
    end_part(&request->json, found.count);
    return 200;
}

/* Do the words stand in the text, without case (of ASCII)? */
static bool holds(struct vdt_view text, struct vdt_view word) {
    for (size_t i = 0; i + word.size <= text.size; i++)
        if (vdt_view_equal_fold(vdt_view_slice(text, i, i + word.size), word)) return true;
    return false;
}

static void search_actors(struct request *request, struct vdt_view words) {
    const struct columns *columns = request->columns;
    uint64_t total = 0;
    begin_part(&request->json, "actors");
    for (size_t i = 1; i < columns->codes.count; i++) {
        struct vdt_view code = columns->codes.texts[i];
        bool begins = words.size <= code.size && vdt_view_equal_fold(vdt_view_slice(code, 0, words.size), words);
        if (!begins && !holds(columns->names[i], words)) continue;
        if (++total > SEARCH_ITEMS) continue;
        vdt_json_object(&request->json);
        vdt_json_key(&request->json, "code");
        vdt_json_string(&request->json, code);
        vdt_json_key(&request->json, "name");
        vdt_json_string_or_null(&request->json, columns->names[i]);
        vdt_json_object_end(&request->json);
    }
    end_part(&request->json, total);
}

unsigned answer_search(struct request *request) {
    struct vdt_view words = vdt_view_trim(parameter_of(request, "q"));
    if (!words.size) return problem(request, 400, "q says what to look for");
    vdt_json_object(&request->json);
    unsigned status = search_events(request);
    if (status == 200) status = search_reports(request, words);
    if (status != 200) return status;
    search_actors(request, words);
    vdt_json_object_end(&request->json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
