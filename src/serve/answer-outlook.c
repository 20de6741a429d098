/* SPDX-License-Identifier: Apache-2.0 */
/* What may come and what was said: forecasts, changes, the ledger, today at a glance, and how all of it is made. */
#include <stdlib.h>

#include "base/calendar.h"
#include "serve/book.h"
#include "serve/desk-state.h"
#include "serve/outlook.h"
#include "serve/routes.h"

/* ---- forecasts and changes ---- */

struct line_count {
    struct vdt_json *json;
    uint64_t count;
};

static bool put_line(void *context, struct vdt_view line) {
    struct line_count *lines = context;
    vdt_json_raw(lines->json, line);
    lines->count++;
    return true;
}

static unsigned answer_lines(struct request *request, enum outlook_kind kind) {
    enum desk_step step;
    unsigned status;
    struct vdt_view unit = parameter_of(request, "unit");
    if (!step_of_parameter(request, &step, &status)) return status;
    if (!unit.size) return problem(request, 400, "unit says which dyad, such as RUS>UKR");
    struct outlook *outlook = outlook_hold(request->desk);
    struct line_count lines = { &request->json, 0 };
    list_begin(request);
    if (outlook) outlook_lines(outlook, kind, step, unit, put_line, &lines);
    request->making = !outlook;
    outlook_release(outlook);
    return list_end(request, (struct vdt_view){ 0 }, lines.count);
}

unsigned answer_forecasts(struct request *request) { return answer_lines(request, OUTLOOK_FORECAST); }
unsigned answer_changes(struct request *request) { return answer_lines(request, OUTLOOK_CHANGE); }

/* ---- analogues ---- */

struct analogue_lines {
    struct request *request;
    struct vdt_buffer line;
    uint64_t count;
};

static bool put_analogue(void *context, const struct vdt_analogue *analogue) {
    struct analogue_lines *lines = context;
    vdt_buffer_clear(&lines->line);
    VDT_BUFFER_PUT(&lines->line, vdt_analogue_write, analogue);
    if (vdt_buffer_failed(&lines->line)) return false;
    vdt_json_raw(&lines->request->json, vdt_buffer_view(&lines->line));
    lines->count++;
    return true;
}

unsigned answer_analogues(struct request *request) {
    struct vdt_view unit = parameter_of(request, "unit");
    if (!unit.size) return problem(request, 400, "unit says which dyad, such as RUS>UKR");
    struct outlook *outlook = outlook_hold(request->desk);
    struct analogue_lines lines = { .request = request };
    vdt_buffer_init(&lines.line);
    list_begin(request);
    if (outlook) outlook_analogues(outlook, unit, put_analogue, &lines);
    request->making = !outlook;
    outlook_release(outlook);
    vdt_buffer_done(&lines.line);
    return list_end(request, (struct vdt_view){ 0 }, lines.count);
}

/* ---- the ledger ---- */

static bool book_filter_of(struct request *request, struct book_filter *out, unsigned *status) {
    struct vdt_view state = parameter_of(request, "state"), kind = parameter_of(request, "kind"), due = parameter_of(request, "due_before");
    *out = (struct book_filter)BOOK_FILTER_INIT;
    out->issuer = parameter_of(request, "issuer");
    out->addressee = parameter_of(request, "addressee");
    if (state.size && !vdt_ledger_state_parse(state, &out->state))
        *status = problem(request, 400, "state is open, met, carried-out, withdrawn, contradicted or expired");
    else if (kind.size && !vdt_ledger_kind_parse(kind, &out->kind))
        *status = problem(request, 400, "kind is warning, threat, demand, promise, denial or agreement");
    else if (due.size && !vdt_day_read(due, &out->due_before))
        *status = problem(request, 400, "due_before is a day, written YYYY-MM-DD");
    else
        return true;
    return false;
}

static void put_entry(void *context, struct vdt_view line) {
    struct request *request = context;
    vdt_json_raw(&request->json, line);
}

unsigned answer_ledger(struct request *request) {
    struct book_filter filter;
    struct paging paging;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!paging_of(request, &paging, &status) || !cursor_read(request, paging.cursor, &begin, &none, &status) ||
        !book_filter_of(request, &filter, &status))
        return status;
    struct book *book = book_hold(request->desk);
    list_begin(request);
    uint64_t end = (uint64_t)begin + (uint64_t)paging.limit;
    uint64_t total = book ? book_entries(book, &filter, (uint64_t)begin, (uint64_t)paging.limit, put_entry, request) : 0;
    request->making = !book;
    book_release(book);
    return list_end(request, total > end ? cursor_text(request, (int64_t)end, 0) : (struct vdt_view){ 0 }, total);
}

/* ---- today ---- */

enum { TODAY_ENTRIES = 12, COVERAGE_DAYS = 90, USUAL_DAYS = 28 };

static int by_size(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* How much was read on the last day, how much is usual, and on which days of the last ninety nothing was. */
static void put_coverage(struct request *request) {
    const struct columns *columns = request->columns;
    struct vdt_json *json = &request->json;
    uint32_t days[COVERAGE_DAYS] = { 0 }, usual[USUAL_DAYS];
    int32_t last = NO_DAY;
    if (columns->report_count) last = columns->reports[columns->report_order[columns->report_count - 1]].day;
    uint8_t *publishers = vdt_arena_array(&request->arena, columns->publishers.count, 1);
    int64_t publisher_count = 0;
    for (size_t i = columns->report_count; i-- > 0 && last != NO_DAY;) {
        const struct column_report *report = &columns->reports[columns->report_order[i]];
        if (report->day <= last - COVERAGE_DAYS) break;
        days[last - report->day]++;
        if (publishers && report->publisher && !publishers[report->publisher]++) publisher_count++;
        if (publishers) publishers[report->publisher] = 1;
    }
    for (int i = 0; i < USUAL_DAYS; i++) usual[i] = days[i + 1];
    qsort(usual, USUAL_DAYS, sizeof *usual, by_size);
    vdt_json_key(json, "coverage");
    row_begin(request);
    row_day(request, "last_day", last);
    row_integer(request, "reports", days[0]);
    row_integer(request, "usual", usual[USUAL_DAYS / 2]);
    row_integer(request, "publishers", publisher_count);
    vdt_json_key(json, "volume");
    vdt_json_array(json);
    for (int i = COVERAGE_DAYS - 1; i >= 0 && last != NO_DAY; i--) {
        row_begin(request);
        row_day(request, "date", last - i);
        row_integer(request, "reports", days[i]);
        row_end(request);
    }
    vdt_json_array_end(json);
    vdt_json_key(json, "gaps");
    vdt_json_array(json);
    /* only between days with reports: before the first of them nobody read */
    int first = COVERAGE_DAYS - 1;
    while (first > 0 && !days[first]) first--;
    for (int i = first; i > 0 && last != NO_DAY; i--) {
        if (days[i]) continue;
        int end = i;
        while (end > 0 && !days[end]) end--;
        row_begin(request);
        row_day(request, "from", last - i);
        row_day(request, "to", last - end - 1);
        row_end(request);
        i = end + 1;
    }
    vdt_json_array_end(json);
    row_end(request);
}

static void put_newest_entries(struct request *request, const struct book *book) {
    struct book_filter all = BOOK_FILTER_INIT;
    vdt_json_key(&request->json, "ledger");
    vdt_json_array(&request->json);
    if (book) book_entries(book, &all, 0, TODAY_ENTRIES, put_entry, request);
    vdt_json_array_end(&request->json);
}

unsigned answer_today(struct request *request) {
    struct vdt_json *json = &request->json;
    struct outlook *outlook = outlook_hold(request->desk);
    struct book *book = book_hold(request->desk);
    vdt_json_object(json);
    unsigned status = put_alarms_of_today(request, outlook);
    if (status == 200) {
        put_newest_entries(request, book);
        put_coverage(request);
        vdt_json_key(json, "making");
        vdt_json_boolean(json, !outlook || !book);
        vdt_json_object_end(json);
        vdt_buffer_char(&request->out, '\n');
    }
    book_release(book);
    outlook_release(outlook);
    return status;
}

/* ---- method ---- */

static void begin_section(struct vdt_json *json, const char *title, const char *note) {
    vdt_json_object(json);
    vdt_json_key(json, "title");
    vdt_json_string(json, vdt_view_of(title));
    if (note) {
        vdt_json_key(json, "note");
        vdt_json_string(json, vdt_view_of(note));
    }
    vdt_json_key(json, "rows");
    vdt_json_array(json);
}

static void end_section(struct vdt_json *json) {
    vdt_json_array_end(json);
    vdt_json_object_end(json);
}

static void put_row(struct vdt_json *json, const char *name, struct vdt_view value) {
    vdt_json_array(json);
    vdt_json_string(json, vdt_view_of(name));
    vdt_json_string(json, value);
    vdt_json_array_end(json);
}

static void put_number_row(struct vdt_json *json, const char *name, int64_t value) {
    vdt_json_array(json);
    vdt_json_string(json, vdt_view_of(name));
    vdt_json_integer(json, value);
    vdt_json_array_end(json);
}

struct version_of {
    struct vdt_arena *arena;
    struct vdt_view version;
};

static bool take_version(void *context, int64_t number, const struct vdt_event *event) {
    (void)number;
    struct version_of *last = context;
    last->version = vdt_arena_copy(last->arena, event->version);
    return true;
}

unsigned answer_method(struct request *request) {
    const struct columns *columns = request->columns;
    const struct desk *desk = request->desk;
    struct vdt_json *json = &request->json;
    struct vdt_watch_options watch = VDT_WATCH_OPTIONS_INIT;
    struct version_of last = { &request->arena, { 0 } };
    struct vdt_error error;
    int64_t number = columns->last_event;
    if (number && vdt_store_events_numbered(request->store, &number, 1, take_version, &last, &error) != VDT_OK)
        return problem_of(request, &error);
    vdt_json_object(json);
    vdt_json_key(json, "sections");
    vdt_json_array(json);
    begin_section(json, "What codes the reports", "An event carries the versions that made it; vedette why tells how.");
    put_row(json, "program", vdt_view_of(vdt_version()));
    put_row(json, "program, model, knowledge and patterns of the newest event", last.version);
    put_row(json, "who did what to whom", VDT_LITERAL("patterns over a parse; PLOVER and CAMEO codes"));
    put_row(json, "status", VDT_LITERAL("asserted, planned, possible, denied, negated: event factuality"));
    put_row(json, "voice", VDT_LITERAL("everyone on whose word it rests, outermost first; none: the publisher's own"));
    put_row(json, "confidence", VDT_LITERAL("the chance that type and parties are right, fitted on judged news"));
    end_section(json);
    begin_section(json, "What is counted", "The same rules as vedette series.");
    put_row(json, "what", VDT_LITERAL("incidents: what several reports tell of one happening counts once"));
    put_row(json, "which", VDT_LITERAL("asserted, and not told as history"));
    put_row(json, "when", VDT_LITERAL("the last day of the event's date; a date longer than 7 days (months: 31) counts on none"));
    put_row(json, "nothing read", VDT_LITERAL("a day without reports has no value; it is no zero"));
    put_row(json, "dyads", VDT_LITERAL("RUS>UKR takes in RUSMIL and UKRGOV; groups across countries keep their codes"));
    end_section(json);
    begin_section(json, "What is watched", "Baselines, forecasts and changes are made anew when the store has changed.");
    put_row(json, "alarms", VDT_LITERAL("by a budget of false alarms, set from the series' own past, never a nominal level"));
    vdt_json_array(json);
    vdt_json_string(json, VDT_LITERAL("budget, false alarms a unit and year"));
    vdt_json_number(json, watch.budget, 3);
    vdt_json_array_end(json);
    put_row(json, "forecasts", VDT_LITERAL("the unit's own past and what came after like levels elsewhere, mixed by their scores"));
    put_row(json, "changes", VDT_LITERAL("the segmentation of least cost; probability at least 0.5"));
    end_section(json);
    begin_section(json, "This store", NULL);
    put_number_row(json, "reports", (int64_t)columns->report_count);
    put_number_row(json, "events", (int64_t)columns->count);
    put_number_row(json, "stories", (int64_t)columns->story_count - 1);
    put_number_row(json, "actors", (int64_t)columns->codes.count - 1);
    put_number_row(json, "places", (int64_t)columns->place_count - 1);
    put_number_row(json, "publishers", (int64_t)columns->publishers.count - 1);
    end_section(json);
    begin_section(json, "This server", NULL);
    put_row(json, "who reaches it", desk->loopback ? VDT_LITERAL("only this machine") : VDT_LITERAL("whoever has a token"));
    put_row(json, "transport", desk->certificate ? VDT_LITERAL("TLS") : VDT_LITERAL("plain HTTP"));
    put_number_row(json, "requests a second from one address", (int64_t)desk->options.rate);
    end_section(json);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
