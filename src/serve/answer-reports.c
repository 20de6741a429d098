/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: lists, one with its text and all that was marked in it; stories, which are reports seen together. */
#include <stdlib.h>

#include "base/calendar.h"
#include "serve/desk-state.h"
#include "serve/filter.h"
#include "serve/routes.h"

static struct vdt_view story_of(const struct columns *columns, size_t report) {
    return columns->stories.texts[columns->reports[report].story];
}

unsigned put_report_row(struct request *request, size_t at) {
    const struct columns *columns = request->columns;
    struct vdt_report report;
    struct vdt_error error;
    enum vdt_status read = vdt_store_report_head(request->store, columns->reports[at].number, &report, &error);
    if (read == VDT_END) return 200;
    if (read != VDT_OK) return problem_of(request, &error);
    row_begin(request);
    row_text(request, "id", report.id);
    row_text(request, "title", report.title);
    row_text(request, "publisher", report.publisher);
    row_text(request, "published", report.published);
    row_day(request, "date", columns->reports[at].day);
    row_text(request, "url", report.url);
    row_text(request, "language", report.language);
    row_text(request, "story", story_of(columns, at));
    uint32_t story = columns->reports[at].story;
    row_integer(request, "story_reports", story ? columns->story_reports[story] : 1);
    row_integer(request, "events", columns->reports[at].events);
    row_end(request);
    return 200;
}

/* ---- which reports a filter leaves ---- */

struct report_filter {
    struct filter filter;
    uint8_t *fits;       /* by place: filters of events say so; NULL: none was given */
    uint8_t *words;      /* bits by number; NULL: all */
    int32_t from, to;
};

struct marking {
    uint8_t *bits;
    size_t most;
};

static bool mark_number(void *context, int64_t number) {
    struct marking *marking = context;
    if ((uint64_t)number < marking->most) marking->bits[number / 8] |= (uint8_t)(1u << (number % 8));
    return true;
}

/*
 * Days, publisher, story and words are a report's own; every other filter is asked of its events, one of which must fit.
 */
static bool report_filter_of(struct request *request, struct report_filter *out, unsigned *status) {
    const struct columns *columns = request->columns;
    struct vdt_error error;
    *out = (struct report_filter){ 0 };
    if (!filter_of(request, &out->filter, status)) return false;
    struct filter *filter = &out->filter;
    out->from = filter->from;
    out->to = filter->to;
    struct vdt_view text = vdt_view_trim(parameter_of(request, "q"));
    if (text.size) {
        struct marking marking = { .most = (size_t)columns->last_report + 1 };
        marking.bits = vdt_arena_array(&request->arena, marking.most / 8 + 1, 1);
        if (!marking.bits || vdt_store_words(request->store, VDT_WORDS_OF_REPORTS, text, mark_number, &marking, &error) != VDT_OK) {
            *status = marking.bits ? problem_of(request, &error) : problem(request, 503, "the server is out of memory");
            return false;
        }
        out->words = marking.bits;
    }
    bool of_events = filter->plovers || filter->quads || filter->statuses || filter->historical >= 0 || filter->confidence ||
                     filter->incident != UINT32_MAX || filter->codes[0] || filter->codes[1] || filter->codes[2] ||
                     filter->codes[3] || filter->places || filter->cameos;
    if (!of_events) return true;
    out->fits = vdt_arena_array(&request->arena, columns->report_count + 1, 1);
    if (!out->fits) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    struct filter only = *filter;
    only.from = INT32_MIN, only.to = INT32_MAX, only.words = NULL;
    for (size_t row = filter_next(columns, &only, 0, columns->count); row != SIZE_MAX;
         row = filter_next(columns, &only, row + 1, columns->count))
        out->fits[columns->rows[row].report] = 1;
    return true;
}

static bool report_fits(const struct columns *columns, const struct report_filter *filter, size_t at) {
    const struct column_report *report = &columns->reports[at];
    if (filter->filter.none) return false;
    if (filter->from != INT32_MIN && report->day < filter->from) return false;
    if (filter->to != INT32_MAX && (report->day > filter->to || report->day == NO_DAY)) return false;
    if (filter->filter.publisher != UINT32_MAX && report->publisher != filter->filter.publisher) return false;
    if (filter->filter.story != UINT32_MAX && report->story != filter->filter.story) return false;
    if (filter->filter.report != UINT32_MAX && at != filter->filter.report) return false;
    if (filter->words && !(filter->words[report->number / 8] >> (report->number % 8) & 1)) return false;
    return !filter->fits || filter->fits[at];
}

unsigned answer_reports(struct request *request) {
    const struct columns *columns = request->columns;
    struct report_filter filter;
    struct paging paging;
    unsigned status;
    int64_t day = INT32_MAX, number = INT64_MAX;
    if (!report_filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) ||
        !cursor_read(request, paging.cursor, &day, &number, &status))
        return status;
    uint64_t total = 0;
    int64_t shown = 0;
    struct vdt_view next = { 0 };
    list_begin(request);
    for (size_t i = columns->report_count; i-- > 0;) {
        uint32_t at = columns->report_order[i];
        const struct column_report *report = &columns->reports[at];
        if (!report_fits(columns, &filter, at)) continue;
        total++;
        if (report->day > day || (report->day == day && report->number > number) || next.size) continue;
        if (shown == paging.limit) {
            next = cursor_text(request, report->day, report->number);
            continue;
        }
        shown++;
        status = put_report_row(request, at);
        if (status != 200) return status;
    }
    return list_end(request, next, total);
}

/* ---- one report ---- */


static void put_report_mark(struct vdt_json *json, const char *kind, const struct vdt_span *span, struct vdt_view code,
                            struct vdt_view name, struct vdt_view event) {
    if (span->begin >= span->end) return;
    vdt_json_object(json);
    vdt_json_key(json, "kind");
    vdt_json_string(json, vdt_view_of(kind));
    vdt_json_key(json, "begin");
    vdt_json_integer(json, span->begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, span->end);
    if (code.size) {
        vdt_json_key(json, "code");
        vdt_json_string(json, code);
    }
    if (name.size) {
        vdt_json_key(json, "name");
        vdt_json_string(json, name);
    }
    vdt_json_key(json, "event");
    vdt_json_string(json, event);
    vdt_json_object_end(json);
}

static void put_parties(struct vdt_json *json, const char *kind, const struct vdt_party *parties, size_t count,
                        struct vdt_view event) {
    for (size_t i = 0; i < count; i++)
        put_report_mark(json, kind, &parties[i].mention, parties[i].code, parties[i].name, event);
}

static bool put_event_marks(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    struct vdt_json *json = context;
    put_parties(json, "actor", event->sources, event->source_count, event->id);
    put_parties(json, "actor", event->targets, event->target_count, event->id);
    put_parties(json, "voice", event->voices, event->voice_count, event->id);
    put_report_mark(json, "time", &event->date_mention, event->date_from, (struct vdt_view){ 0 }, event->id);
    put_report_mark(json, "place", &event->place_mention, event->place_country, event->place_name, event->id);
    for (size_t i = 0; i < event->amount_count; i++)
        put_report_mark(json, "amount", &event->amounts[i].mention, event->amounts[i].what, (struct vdt_view){ 0 }, event->id);
    return true;
}

/* Numbers of the report's events, in the order of the store; at most `most`. */
static size_t events_of_report(const struct columns *columns, uint32_t report, int64_t *numbers, size_t most) {
    size_t count = 0, number = columns->reports[report].first_event;
    /* a report and its events are stored at once: their numbers follow one another */
    for (; number && number < columns->row_of_count && count < most; number++) {
        uint32_t row = columns->row_of[number];
        if (row == UINT32_MAX || columns->rows[row].report != report) break;
        numbers[count++] = (int64_t)number;
    }
    return count;
}

enum { MOST_EVENTS = 2000 };

unsigned answer_report(struct request *request) {
    const struct columns *columns = request->columns;
    struct vdt_report report;
    struct vdt_error error;
    int64_t number;
    unsigned status;
    enum vdt_status read = vdt_store_report_number(request->store, request->tail, &number, &error);
    if (read == VDT_OK) read = vdt_store_report_numbered(request->store, number, &report, &error);
    if (read == VDT_END) return problem(request, 404, "no report has this id");
    if (read != VDT_OK) return problem_of(request, &error);
    size_t at = columns_report(columns, number);
    struct vdt_json *json = &request->json;
    row_begin(request);
    row_text(request, "id", report.id);
    row_text(request, "title", report.title);
    row_text(request, "author", report.author);
    row_text(request, "publisher", report.publisher);
    row_text(request, "published", report.published);
    row_text(request, "url", report.url);
    row_text(request, "language", report.language);
    row_text(request, "story", at == SIZE_MAX ? (struct vdt_view){ 0 } : story_of(columns, at));
    vdt_json_key(json, "text");
    vdt_json_string(json, report.text);
    int64_t *numbers = vdt_arena_array(&request->arena, MOST_EVENTS, sizeof *numbers);
    if (!numbers) return problem(request, 503, "the server is out of memory");
    size_t count = at == SIZE_MAX ? 0 : events_of_report(columns, (uint32_t)at, numbers, MOST_EVENTS);
    vdt_json_key(json, "events");
    vdt_json_array(json);
    if (!put_events(request, numbers, count, &status)) return status;
    vdt_json_array_end(json);
    vdt_json_key(json, "marks");
    vdt_json_array(json);
    if (vdt_store_events_numbered(request->store, numbers, count, put_event_marks, json, &error) != VDT_OK)
        return problem_of(request, &error);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- stories ---- */

struct story_tally {
    uint32_t reports, events, publishers;
    int32_t first, last;
    uint32_t newest;    /* place of a report */
};

unsigned answer_stories(struct request *request) {
    const struct columns *columns = request->columns;
    struct report_filter filter;
    struct paging paging;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!report_filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) ||
        !cursor_read(request, paging.cursor, &begin, &none, &status))
        return status;
    struct story_tally *tallies = calloc(columns->story_count + 1, sizeof *tallies);
    uint32_t *order = malloc((columns->story_count + 1) * sizeof *order);
    if (!tallies || !order) {
        free(tallies);
        free(order);
        return problem(request, 503, "the server is out of memory");
    }
    size_t count = 0;
    /* the newest report of a story decides where it stands */
    for (size_t i = columns->report_count; i-- > 0;) {
        uint32_t at = columns->report_order[i];
        const struct column_report *report = &columns->reports[at];
        if (!report->story || !report_fits(columns, &filter, at)) continue;
        struct story_tally *tally = &tallies[report->story];
        if (!tally->reports++) {
            order[count++] = report->story;
            tally->last = report->day;
            tally->newest = at;
        }
        tally->first = report->day;
        tally->events += report->events;
    }
    list_begin(request);
    size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
    status = 200;
    for (; at < count && at < last && status == 200; at++) {
        const struct story_tally *tally = &tallies[order[at]];
        struct vdt_report report = { 0 };
        struct vdt_error error;
        int64_t number;
        /* a story bears the id of its first report, whose title is the story's */
        enum vdt_status read = vdt_store_report_number(request->store, columns->stories.texts[order[at]], &number, &error);
        if (read == VDT_OK) read = vdt_store_report_head(request->store, number, &report, &error);
        if (read != VDT_OK && read != VDT_END) {
            status = problem_of(request, &error);
            break;
        }
        row_begin(request);
        row_text(request, "id", columns->stories.texts[order[at]]);
        row_text(request, "title", report.title);
        row_text(request, "publisher", report.publisher);
        row_integer(request, "reports", tally->reports);
        row_integer(request, "events", tally->events);
        row_day(request, "first_day", tally->first);
        row_day(request, "last_day", tally->last);
        row_end(request);
    }
    if (status == 200)
        status = list_end(request, at < count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, count);
    free(tallies);
    free(order);
    return status;
}

static unsigned put_story_report(struct request *request, size_t at) {
    const struct columns *columns = request->columns;
    struct vdt_report report;
    struct vdt_story story = { .kind = VDT_KIN_ORIGINAL };
    struct vdt_error error;
    enum vdt_status read = vdt_store_report_head(request->store, columns->reports[at].number, &report, &error);
    if (read == VDT_END) return 200;
    if (read != VDT_OK) return problem_of(request, &error);
    row_begin(request);
    row_text(request, "id", report.id);
    row_text(request, "title", report.title);
    row_text(request, "publisher", report.publisher);
    row_text(request, "published", report.published);
    row_text(request, "url", report.url);
    /* the views of the report are gone with the next call: its id stands in the arena */
    struct vdt_view id = vdt_arena_copy(&request->arena, report.id);
    read = vdt_store_story_of(request->store, id, &story, &error);
    if (read != VDT_OK && read != VDT_END) return problem_of(request, &error);
    row_text(request, "kind", vdt_view_of(vdt_kinship_name(story.kind)));
    row_text(request, "copy_of", story.copy_of);
    row_number(request, "similarity", story.similarity, 3);
    row_integer(request, "events", columns->reports[at].events);
    row_end(request);
    return 200;
}

unsigned answer_story(struct request *request) {
    const struct columns *columns = request->columns;
    uint32_t story = dictionary_find(&columns->stories, request->tail);
    if (story == UINT32_MAX || !story) return problem(request, 404, "no story has this id");
    struct vdt_json *json = &request->json;
    vdt_json_object(json);
    vdt_json_key(json, "id");
    vdt_json_string(json, request->tail);
    vdt_json_key(json, "reports");
    vdt_json_array(json);
    unsigned status = 200;
    for (size_t i = 0; i < columns->report_count && status == 200; i++)
        if (columns->reports[columns->report_order[i]].story == story)
            status = put_story_report(request, columns->report_order[i]);
    if (status != 200) return status;
    vdt_json_array_end(json);
    vdt_json_key(json, "events");
    vdt_json_array(json);
    int64_t *numbers = vdt_arena_array(&request->arena, MOST_EVENTS, sizeof *numbers);
    if (!numbers) return problem(request, 503, "the server is out of memory");
    size_t count = 0;
    for (size_t row = 0; row < columns->count && count < MOST_EVENTS; row++)
        if (columns->reports[columns->rows[row].report].story == story) numbers[count++] = columns->rows[row].number;
    if (!put_events(request, numbers, count, &status)) return status;
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
