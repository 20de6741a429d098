/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alarms, as the store keeps them: lists, one with its evidence, the judgement of an analyst; the scorecard of the last
 * backtest. What is shown of an alarm's evidence is whole events, the heaviest first.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "serve/desk-state.h"
#include "serve/outlook.h"
#include "serve/routes.h"

enum { LIST_EVIDENCE = 3, WHOLE_EVIDENCE = 50, TODAY_ALARMS = 12, TODAY_DAYS = 30, TODAY_SERIES = 120, MOST_ALARMS = 2000 };

/* An alarm with its texts in the request's arena. */
static bool copy_alarm(struct request *request, const struct vdt_alarm *from, struct vdt_alarm *to) {
    *to = *from;
    struct vdt_view *texts[] = { &to->id, &to->group, &to->list, &to->unit, &to->date, &to->since, &to->kind, &to->found, &to->note,
                                 &to->who, &to->judged };
    bool copied = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = vdt_arena_copy(&request->arena, *texts[i]);
        copied = copied && texts[i]->data;
    }
    struct vdt_view *evidence = vdt_arena_array(&request->arena, from->evidence_count + 1, sizeof *evidence);
    for (size_t i = 0; evidence && i < from->evidence_count; i++) {
        evidence[i] = vdt_arena_copy(&request->arena, from->evidence[i]);
        copied = copied && evidence[i].data;
    }
    to->evidence = evidence;
    return copied && evidence;
}

/* Where the members of a group stand among the alarms, the heaviest first. */
struct members {
    size_t first, count;
};

struct alarms {
    struct request *request;
    struct vdt_alarm *items;
    size_t count, capacity;
    struct members *groups;         /* where alarms were read group by group */
    size_t group_count, group_capacity;
    struct vdt_view source, target; /* prefixes of the sides of a dyad */
    bool told_of;                   /* only what is told on the front page: no muted alarms, no gaps */
    bool failed;
};

static bool wanted(const struct alarms *alarms, const struct vdt_alarm *alarm) {
    struct vdt_view rest = alarm->unit, source = vdt_view_cut(&rest, '>');
    if (alarms->told_of && (alarm->state == VDT_ALARM_MUTED || vdt_view_is(alarm->kind, "volume-gap"))) return false;
    return vdt_view_starts(source, alarms->source) && vdt_view_starts(rest, alarms->target);
}

static bool take_alarm(void *context, const struct vdt_alarm *alarm) {
    struct alarms *alarms = context;
    if (!wanted(alarms, alarm)) return true;
    struct vdt_alarm *items = vdt_arena_grow(&alarms->request->arena, alarms->items, alarms->count, &alarms->capacity,
                                             sizeof *items);
    if (items) alarms->items = items;
    if (!items || !copy_alarm(alarms->request, alarm, &items[alarms->count])) {
        alarms->failed = true;
        return false;
    }
    return ++alarms->count < MOST_ALARMS;
}

static bool take_group(void *context, const struct vdt_alarm *members, size_t count) {
    struct alarms *alarms = context;
    size_t first = alarms->count;
    bool goes_on = true;
    for (size_t i = 0; i < count && goes_on; i++) goes_on = take_alarm(alarms, &members[i]);
    if (alarms->failed || alarms->count == first) return goes_on;
    struct members *groups = vdt_arena_grow(&alarms->request->arena, alarms->groups, alarms->group_count, &alarms->group_capacity,
                                            sizeof *groups);
    alarms->failed = !groups;
    if (!groups) return false;
    alarms->groups = groups;
    groups[alarms->group_count++] = (struct members){ first, alarms->count - first };
    return goes_on;
}

static bool read_alarms(struct alarms *alarms, const struct vdt_alarm_query *query, bool grouped, unsigned *status) {
    struct vdt_error error;
    struct vdt_store *store = alarms->request->store;
    enum vdt_status read = grouped ? vdt_alarm_groups(store, query, take_group, alarms, &error)
                                   : vdt_alarms(store, query, take_alarm, alarms, &error);
    if (alarms->failed)
        *status = problem(alarms->request, 503, "the server is out of memory");
    else if (read != VDT_OK && read != VDT_END)
        *status = problem_of(alarms->request, &error);
    return !alarms->failed && (read == VDT_OK || read == VDT_END);
}

static void put_fields(struct request *request, const struct vdt_alarm *alarm) {
    row_text(request, "id", alarm->id);
    row_text(request, "group", alarm->group);
    row_text(request, "list", alarm->list);
    row_text(request, "unit", alarm->unit);
    row_text(request, "date", alarm->date);
    row_text(request, "since", alarm->since);
    row_text(request, "kind", alarm->kind);
    row_number(request, "value", alarm->value, 3);
    row_number(request, "expected", alarm->expected, 3);
    row_number(request, "bound", alarm->bound, 3);
    row_number(request, "score", alarm->score, 3);
    row_number(request, "p", alarm->p, 9);
    row_number(request, "probability", alarm->probability > 0 ? alarm->probability : NAN, 6);
    row_integer(request, "publishers", alarm->publishers);
    row_integer(request, "stories", alarm->stories);
    row_text(request, "found", alarm->found);
    row_text(request, "state", vdt_view_of(vdt_alarm_state_name(alarm->state)));
    row_text(request, "note", alarm->note);
    row_text(request, "who", alarm->who);
}

/* The alarm's fields and its evidence. The object stays open. False: a problem was written. */
static bool put_alarm(struct request *request, const struct vdt_alarm *alarm, size_t most, unsigned *status) {
    int64_t numbers[WHOLE_EVIDENCE];
    size_t count = 0;
    struct vdt_error error;
    row_begin(request);
    put_fields(request, alarm);
    for (size_t i = 0; i < alarm->evidence_count && count < most; i++) {
        enum vdt_status found = vdt_store_event_number(request->store, alarm->evidence[i], &numbers[count], &error);
        if (found == VDT_OK) count++;
        if (found == VDT_OK || found == VDT_END) continue;
        *status = problem_of(request, &error);
        return false;
    }
    vdt_json_key(&request->json, "evidence");
    vdt_json_array(&request->json);
    if (!put_events(request, numbers, count, status)) return false;
    vdt_json_array_end(&request->json);
    return true;
}

/* The heaviest of a group with its evidence, and the fields of the others. The object stays open. */
static bool put_group(struct request *request, const struct vdt_alarm *members, size_t count, size_t most, unsigned *status) {
    if (!put_alarm(request, &members[0], most, status)) return false;
    vdt_json_key(&request->json, "members");
    vdt_json_array(&request->json);
    for (size_t i = 1; i < count; i++) {
        vdt_json_object(&request->json);
        put_fields(request, &members[i]);
        vdt_json_object_end(&request->json);
    }
    vdt_json_array_end(&request->json);
    return true;
}

/* One item of a list: an alarm, or a group. False: a problem was written. */
static bool put_item(struct request *request, const struct alarms *alarms, size_t at, unsigned *status) {
    const struct members *group = alarms->groups ? &alarms->groups[at] : &(struct members){ at, 1 };
    const struct vdt_alarm *members = &alarms->items[group->first];
    bool good = true;
    if (request->format == ANSWER_CSV) {
        row_begin(request);
        put_fields(request, members);
    } else if (alarms->groups) {
        good = put_group(request, members, group->count, LIST_EVIDENCE, status);
    } else {
        good = put_alarm(request, members, LIST_EVIDENCE, status);
    }
    if (good) row_end(request);
    return good;
}

unsigned answer_alarms(struct request *request) {
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    struct alarms alarms = { .request = request };
    struct paging paging;
    enum vdt_alarm_state state;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!paging_of(request, &paging, &status) || !cursor_read(request, paging.cursor, &begin, &none, &status)) return status;
    struct vdt_view wanted_state = parameter_of(request, "state"), grouped = parameter_of(request, "groups");
    if (wanted_state.size && !vdt_alarm_state_parse(wanted_state, &state))
        return problem(request, 400, "state is open, acknowledged or muted");
    if (grouped.size && !vdt_view_is(grouped, "true") && !vdt_view_is(grouped, "false"))
        return problem(request, 400, "groups is true or false");
    query.state = wanted_state.size ? &state : NULL;
    query.unit = parameter_of(request, "unit");
    query.from = parameter_of(request, "from");
    query.to = parameter_of(request, "to");
    query.newest = true;
    alarms.source = parameter_of(request, "source");
    alarms.target = parameter_of(request, "target");
    if (!read_alarms(&alarms, &query, vdt_view_is(grouped, "true"), &status)) return status;
    list_begin(request);
    size_t count = alarms.groups ? alarms.group_count : alarms.count;
    size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
    for (; at < count && at < last; at++)
        if (!put_item(request, &alarms, at, &status)) return status;
    return list_end(request, at < count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, count);
}

static void put_series_of(struct request *request, struct vdt_view unit, const struct outlook *outlook) {
    struct desk_series series;
    desk_series_of_dyad(request, unit, TODAY_SERIES, &series);
    if (!series.values) return;
    vdt_json_key(&request->json, "series");
    vdt_json_object(&request->json);
    put_series(request, &series, outlook);
    vdt_json_object_end(&request->json);
}

/* By the id of an alarm or of a group: the group, with the alarm that was asked for in front. */
static bool find_alarm(struct request *request, struct alarms *out, unsigned *status) {
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    bool group = vdt_view_starts(request->tail, VDT_LITERAL("g:"));
    *out = (struct alarms){ .request = request };
    if (group)
        query.group = request->tail;
    else
        query.id = request->tail;
    if (!read_alarms(out, &query, true, status)) return false;
    if (!out->count) return *status = problem(request, 404, group ? "no group has this id" : "no alarm has this id"), false;
    if (group) return true;
    query.id = (struct vdt_view){ 0 };
    query.group = out->items[0].group;
    *out = (struct alarms){ .request = request };
    if (!read_alarms(out, &query, true, status)) return false;
    for (size_t i = 1; i < out->count; i++) {
        if (!vdt_view_equal(out->items[i].id, request->tail)) continue;
        struct vdt_alarm asked = out->items[i];
        memmove(out->items + 1, out->items, i * sizeof *out->items);
        out->items[0] = asked;
    }
    return true;
}

unsigned answer_alarm(struct request *request) {
    struct alarms alarms;
    unsigned status;
    if (!find_alarm(request, &alarms, &status) || !put_group(request, alarms.items, alarms.count, WHOLE_EVIDENCE, &status)) return status;
    struct outlook *outlook = outlook_hold(request->desk);
    put_series_of(request, alarms.items[0].unit, outlook);
    outlook_release(outlook);
    row_end(request);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- judging ---- */

static unsigned judge(struct request *request, const cJSON *body) {
    const cJSON *state = cJSON_GetObjectItemCaseSensitive(body, "state");
    const cJSON *note = cJSON_GetObjectItemCaseSensitive(body, "note");
    enum vdt_alarm_state to;
    struct vdt_store *store = NULL;
    struct vdt_error error;
    if (!cJSON_IsString(state) || !vdt_alarm_state_parse(vdt_view_of(state->valuestring), &to))
        return problem(request, 400, "\"state\" is open, acknowledged or muted");
    if (note && !cJSON_IsNull(note) && (!cJSON_IsString(note) || strlen(note->valuestring) > 4000))
        return problem(request, 400, "\"note\" is a text of at most 4000 bytes");
    struct vdt_view words = cJSON_IsString(note) ? vdt_view_of(note->valuestring) : (struct vdt_view){ 0 };
    enum vdt_status judged = vdt_store_open(request->desk->path, VDT_STORE_WRITE, &store, &error);
    if (judged == VDT_OK)
        judged = vdt_alarm_judge(store, request->tail, to, words, vdt_view_of(request->who), &error);
    vdt_store_close(store);
    if (judged == VDT_END) return problem(request, 404, "no alarm has this id");
    if (judged != VDT_OK) return problem_of(request, &error);
    atomic_fetch_add(&request->desk->generation, 1);
    unsigned status = answer_alarm(request);
    return status == 200 ? 201 : status;
}

unsigned answer_judge(struct request *request) {
    cJSON *body = cJSON_ParseWithLength(request->body.data ? request->body.data : "", request->body.size);
    unsigned status = cJSON_IsObject(body) ? judge(request, body) : problem(request, 400, "the body is no JSON object");
    cJSON_Delete(body);
    return status;
}

/* ---- today ---- */

unsigned put_alarms_of_today(struct request *request, const struct outlook *outlook) {
    const struct columns *columns = request->columns;
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    struct alarms alarms = { .request = request, .told_of = true };
    unsigned status = 200;
    char from[11] = "";
    int32_t last = columns->report_count ? columns->reports[columns->report_order[columns->report_count - 1]].day : NO_DAY;
    if (last != NO_DAY) vdt_day_write(last - TODAY_DAYS, from);
    query.loudest = true;
    query.from = vdt_view_of(from);
    if (!read_alarms(&alarms, &query, true, &status)) return status;
    vdt_json_key(&request->json, "alarms");
    vdt_json_array(&request->json);
    for (size_t i = 0; i < alarms.group_count && i < TODAY_ALARMS; i++) {
        const struct vdt_alarm *members = &alarms.items[alarms.groups[i].first];
        if (!put_group(request, members, alarms.groups[i].count, LIST_EVIDENCE, &status)) return status;
        put_series_of(request, members->unit, outlook);
        row_end(request);
    }
    vdt_json_array_end(&request->json);
    return 200;
}

/* ---- the scorecard: how often analysts found the program right ---- */

struct judged {
    uint64_t right[VDT_PLOVER_COUNT + 1], judged[VDT_PLOVER_COUNT + 1]; /* the last is of all */
    struct last_mark { int64_t event; bool right; } *marks;
    size_t count, capacity;
    struct request *request;
    bool failed;
};

/* The last mark of an event is in force: marks come in the order in which they were set. */
static bool take_mark(void *context, const struct vdt_mark *mark) {
    struct judged *judged = context;
    int64_t number;
    if (!mark->verdict.size) return true;
    if (vdt_store_event_number(judged->request->store, mark->event, &number, NULL) != VDT_OK) return true;
    for (size_t i = 0; i < judged->count; i++)
        if (judged->marks[i].event == number) {
            judged->marks[i].right = vdt_view_is(mark->verdict, "right");
            return true;
        }
    struct last_mark *marks = vdt_arena_grow(&judged->request->arena, judged->marks, judged->count, &judged->capacity,
                                             sizeof *marks);
    judged->failed = !marks;
    if (!marks) return false;
    judged->marks = marks;
    marks[judged->count++] = (struct last_mark){ number, vdt_view_is(mark->verdict, "right") };
    return judged->count < MOST_ALARMS;
}

static void tally_marks(struct judged *judged) {
    const struct columns *columns = judged->request->columns;
    for (size_t i = 0; i < judged->count; i++) {
        size_t number = (size_t)judged->marks[i].event;
        uint32_t row = number < columns->row_of_count ? columns->row_of[number] : UINT32_MAX;
        if (row == UINT32_MAX) continue;
        const int kinds[] = { columns->rows[row].plover, VDT_PLOVER_COUNT };
        for (int k = 0; k < 2; k++) {
            judged->judged[kinds[k]]++;
            judged->right[kinds[k]] += judged->marks[i].right;
        }
    }
}

static void put_share(struct vdt_json *json, const char *name, uint64_t right, uint64_t judged) {
    /* Wilson (1927), 95 % */
    double n = (double)judged, share = (double)right / n, z = 1.959964;
    double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    vdt_json_array(json);
    vdt_json_string(json, vdt_view_of(name));
    vdt_json_integer(json, (int64_t)right);
    vdt_json_integer(json, (int64_t)judged);
    vdt_json_number(json, share, 3);
    vdt_json_number(json, middle - half, 3);
    vdt_json_number(json, middle + half, 3);
    vdt_json_array_end(json);
}

/* The share of events that analysts found right, of all and by kind. */
static void put_judged(struct vdt_json *json, const struct judged *judged) {
    static const char *const names[] = { "event", "right", "judged", "share", "from", "to" };
    vdt_json_object(json);
    vdt_json_key(json, "title");
    vdt_json_string(json, VDT_LITERAL("Events judged by analysts"));
    vdt_json_key(json, "note");
    vdt_json_string(json, judged->count ? VDT_LITERAL("The last mark of each event; intervals of 95 % (Wilson). Who marks does not "
                                                      "draw at random: vedette sample does.")
                                        : VDT_LITERAL("No event of this store has been marked right or wrong yet."));
    vdt_json_key(json, "columns");
    vdt_json_array(json);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) vdt_json_string(json, vdt_view_of(names[i]));
    vdt_json_array_end(json);
    vdt_json_key(json, "rows");
    vdt_json_array(json);
    for (int i = VDT_PLOVER_COUNT; i >= 0 && judged->judged[VDT_PLOVER_COUNT]; i--)
        if (judged->judged[i])
            put_share(json, i == VDT_PLOVER_COUNT ? "all" : vdt_plover_name((enum vdt_plover)i), judged->right[i], judged->judged[i]);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
}

static bool put_backtest(void *context, const struct vdt_scorecard *scorecard) {
    struct vdt_json *json = context;
    vdt_json_object(json);
    vdt_json_key(json, "at");
    vdt_json_string(json, scorecard->at);
    vdt_json_key(json, "about");
    vdt_json_string(json, scorecard->about);
    vdt_json_key(json, "sections");
    vdt_json_raw(json, scorecard->sections);
    vdt_json_object_end(json);
    return true;
}

unsigned answer_scorecard(struct request *request) {
    struct judged judged = { .request = request };
    struct vdt_error error;
    struct vdt_json *json = &request->json;
    enum vdt_status read = vdt_store_marks(request->store, (struct vdt_view){ 0 }, 0, INT64_MAX, take_mark, &judged, &error);
    if (judged.failed) return problem(request, 503, "the server is out of memory");
    if (read != VDT_OK && read != VDT_END) return problem_of(request, &error);
    tally_marks(&judged);
    vdt_json_object(json);
    vdt_json_key(json, "backtests");
    vdt_json_array(json);
    if (vdt_store_scorecards(request->store, put_backtest, json, &error) != VDT_OK) return problem_of(request, &error);
    vdt_json_array_end(json);
    vdt_json_key(json, "sections");
    vdt_json_array(json);
    put_judged(json, &judged);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
