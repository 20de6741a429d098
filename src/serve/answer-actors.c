/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who and where: actors, dyads, the network, places, the map. All are one pass over the rows that fit, counting by code,
 * pair or place.
 *
 * A dyad is told by the countries of its sides (RUSMIL and RUSGOV are both RUS), as series of dyads are; `fold=none` tells
 * the codes apart. Groups and organisations across countries (IGO, NGO, MNC, IMG) keep their codes.
 */
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "serve/desk-state.h"
#include "serve/filter.h"
#include "serve/routes.h"

static unsigned no_memory(struct request *request) {
    return problem(request, 503, "the server is out of memory");
}

/* ---- actors ---- */

struct actor_tally {
    uint32_t code, events, as_source, as_target;
    int32_t last;
};

static int by_events(const void *left, const void *right) {
    const struct actor_tally *a = left, *b = right;
    if (a->events != b->events) return a->events > b->events ? -1 : 1;
    return (a->code > b->code) - (a->code < b->code);
}

static void count_row(const struct columns *columns, const struct column_row *row, struct actor_tally *tallies,
                      uint32_t *seen, uint32_t stamp) {
    for (unsigned i = 0; i < row->party_count; i++) {
        uint32_t party = columns->parties[row->parties + i];
        enum vdt_side side = party_side(party);
        if (side == VDT_IS_VOICE) continue;
        struct actor_tally *tally = &tallies[party_code(party)];
        if (side == VDT_IS_SOURCE)
            tally->as_source++;
        else
            tally->as_target++;
        if (row->day > tally->last) tally->last = row->day;
        if (seen[party_code(party)] == stamp) continue; /* on both sides, or twice on one */
        seen[party_code(party)] = stamp;
        tally->events++;
    }
}

/* All codes with their counts under the filter, the most frequent first; `count` of them have an event. NULL: no memory. */
static struct actor_tally *count_actors(const struct columns *columns, const struct filter *filter, size_t *count) {
    size_t codes = columns->codes.count, end = filter_end(columns, filter);
    struct actor_tally *tallies = calloc(codes, sizeof *tallies);
    uint32_t *seen = malloc(codes * sizeof *seen);
    if (!tallies || !seen) {
        free(tallies);
        free(seen);
        return NULL;
    }
    memset(seen, 0xFF, codes * sizeof *seen);
    for (size_t i = 0; i < codes; i++) tallies[i].code = (uint32_t)i, tallies[i].last = NO_DAY;
    for (size_t row = filter_next(columns, filter, 0, end); row != SIZE_MAX; row = filter_next(columns, filter, row + 1, end))
        count_row(columns, &columns->rows[row], tallies, seen, (uint32_t)row);
    free(seen);
    qsort(tallies, codes, sizeof *tallies, by_events);
    *count = 0;
    while (*count < codes && tallies[*count].events) ++*count;
    return tallies;
}

unsigned answer_actors(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    struct paging paging;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) ||
        !cursor_read(request, paging.cursor, &begin, &none, &status))
        return status;
    size_t count;
    struct actor_tally *tallies = count_actors(columns, &filter, &count);
    if (!tallies) return no_memory(request);
    list_begin(request);
    size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
    for (; at < count && at < last; at++) {
        row_begin(request);
        row_text(request, "code", columns->codes.texts[tallies[at].code]);
        row_text(request, "name", columns->names[tallies[at].code]);
        row_integer(request, "events", tallies[at].events);
        row_integer(request, "as_source", tallies[at].as_source);
        row_integer(request, "as_target", tallies[at].as_target);
        row_day(request, "last", tallies[at].last);
        row_end(request);
    }
    free(tallies);
    return list_end(request, at < count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, count);
}

static void put_counts(struct vdt_json *json, const char *key, const uint64_t *counts, int number, const char *(*name)(int)) {
    vdt_json_key(json, key);
    vdt_json_object(json);
    for (int i = 0; i < number; i++) {
        if (!counts[i]) continue;
        vdt_json_key(json, name(i));
        vdt_json_integer(json, (int64_t)counts[i]);
    }
    vdt_json_object_end(json);
}

static const char *plover_at(int at) { return vdt_plover_name((enum vdt_plover)at); }
static const char *status_at(int at) { return vdt_event_status_name((enum vdt_event_status)at); }

/* An actor with what its events are, and who stands on the other side of them. */
unsigned answer_actor(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    unsigned status;
    uint32_t code = dictionary_find(&columns->codes, request->tail);
    if (code == UINT32_MAX || !code) return problem(request, 404, "no actor of this store has this code");
    if (!filter_of(request, &filter, &status)) return status;
    size_t codes = columns->codes.count, count, end = filter_end(columns, &filter);
    uint8_t *only = vdt_arena_array(&request->arena, codes, 1);
    if (!only) return no_memory(request);
    only[code] = 1;
    filter.codes[FILTER_ACTOR] = only;
    filter.narrow = true;
    struct actor_tally *tallies = count_actors(columns, &filter, &count), own = { 0 };
    if (!tallies) return no_memory(request);
    uint64_t plovers[VDT_PLOVER_COUNT] = { 0 }, statuses[VDT_EVENT_STATUS_COUNT] = { 0 };
    int32_t first = INT32_MAX;
    for (size_t row = filter_next(columns, &filter, 0, end); row != SIZE_MAX; row = filter_next(columns, &filter, row + 1, end)) {
        plovers[columns->rows[row].plover]++;
        statuses[columns->rows[row].status]++;
        if (columns->rows[row].day != NO_DAY && columns->rows[row].day < first) first = columns->rows[row].day;
    }
    for (size_t i = 0; i < count; i++)
        if (tallies[i].code == code) own = tallies[i];
    struct vdt_json *json = &request->json;
    row_begin(request);
    row_text(request, "code", columns->codes.texts[code]);
    row_text(request, "name", columns->names[code]);
    row_integer(request, "events", own.events);
    row_integer(request, "as_source", own.as_source);
    row_integer(request, "as_target", own.as_target);
    row_day(request, "first_day", first);
    row_day(request, "last_day", own.events ? own.last : NO_DAY);
    put_counts(json, "plover", plovers, VDT_PLOVER_COUNT, plover_at);
    put_counts(json, "status", statuses, VDT_EVENT_STATUS_COUNT, status_at);
    vdt_json_key(json, "with");
    vdt_json_array(json);
    for (size_t i = 0, shown = 0; i < count && shown < 30; i++) {
        if (tallies[i].code == code) continue;
        shown++;
        row_begin(request);
        row_text(request, "code", columns->codes.texts[tallies[i].code]);
        row_text(request, "name", columns->names[tallies[i].code]);
        row_integer(request, "events", tallies[i].events);
        row_end(request);
    }
    vdt_json_array_end(json);
    free(tallies);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- pairs ---- */

struct pair {
    uint64_t key;           /* source << 32 | target, + 1 so that 0 is free */
    uint32_t events, quads[5];
    int32_t last;
};

struct pairs {
    struct pair *slots;
    size_t mask, count;
    bool failed;
};

static struct pair *pair_slot(const struct pairs *pairs, uint64_t key) {
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & pairs->mask;
    while (pairs->slots[at].key && pairs->slots[at].key != key) at = (at + 1) & pairs->mask;
    return &pairs->slots[at];
}

static bool grow_pairs(struct pairs *pairs, size_t size) {
    struct pairs grown = { .slots = calloc(size, sizeof *grown.slots), .mask = size - 1, .count = pairs->count };
    if (!grown.slots) return false;
    for (size_t i = 0; pairs->slots && i <= pairs->mask; i++)
        if (pairs->slots[i].key) *pair_slot(&grown, pairs->slots[i].key) = pairs->slots[i];
    free(pairs->slots);
    *pairs = grown;
    return true;
}

static void count_pair(struct pairs *pairs, uint32_t source, uint32_t target, const struct column_row *row) {
    if ((pairs->count + 1) * 2 > pairs->mask && !grow_pairs(pairs, (pairs->mask + 1) * 2)) {
        pairs->failed = true;
        return;
    }
    uint64_t key = ((uint64_t)source << 32 | target) + 1;
    struct pair *pair = pair_slot(pairs, key);
    if (!pair->key) {
        *pair = (struct pair){ .key = key, .last = NO_DAY };
        pairs->count++;
    }
    pair->events++;
    if (row->quad < 5) pair->quads[row->quad]++;
    if (row->day > pair->last) pair->last = row->day;
}

/* The number of each code's country, or the code itself where it stands for none; 0: neither. */
static uint32_t *fold_codes(struct request *request, bool fold) {
    const struct columns *columns = request->columns;
    static const char *const across[] = { "IGO", "NGO", "MNC", "IMG" };
    uint32_t *folded = vdt_arena_array(&request->arena, columns->codes.count, sizeof *folded);
    for (uint32_t i = 1; folded && i < columns->codes.count; i++) {
        struct vdt_view code = columns->codes.texts[i];
        folded[i] = i;
        if (!fold || code.size <= 3) continue;
        bool keeps = false;
        for (size_t k = 0; k < 4; k++) keeps = keeps || vdt_view_starts(code, vdt_view_of(across[k]));
        if (keeps) continue;
        uint32_t country = dictionary_find(&columns->codes, vdt_view_slice(code, 0, 3));
        /* a country that itself never acts has no number: its first code stands for it */
        if (country == UINT32_MAX)
            for (uint32_t k = 1; k <= i && country == UINT32_MAX; k++)
                if (vdt_view_starts(columns->codes.texts[k], vdt_view_slice(code, 0, 3))) country = k;
        folded[i] = country;
    }
    return folded;
}

/* Under the fold a code is shown as its country. */
static struct vdt_view shown_code(const struct columns *columns, uint32_t code, bool fold) {
    struct vdt_view text = columns->codes.texts[code];
    if (!fold || text.size <= 3 || vdt_view_starts(text, VDT_LITERAL("IGO")) || vdt_view_starts(text, VDT_LITERAL("NGO")) ||
        vdt_view_starts(text, VDT_LITERAL("MNC")) || vdt_view_starts(text, VDT_LITERAL("IMG")))
        return text;
    return vdt_view_slice(text, 0, 3);
}

static struct vdt_view shown_name(const struct columns *columns, uint32_t code, bool fold) {
    struct vdt_view shown = shown_code(columns, code, fold);
    return shown.size == columns->codes.texts[code].size ? columns->names[code] : (struct vdt_view){ 0 };
}

static void count_pairs_of(const struct columns *columns, const uint32_t *folded, const struct column_row *row,
                           struct pairs *pairs) {
    uint64_t done[64];
    size_t done_count = 0;
    const uint32_t *parties = columns->parties + row->parties;
    for (unsigned i = 0; i < row->party_count; i++) {
        if (party_side(parties[i]) != VDT_IS_SOURCE) continue;
        for (unsigned k = 0; k < row->party_count; k++) {
            if (party_side(parties[k]) != VDT_IS_TARGET) continue;
            uint32_t source = folded[party_code(parties[i])], target = folded[party_code(parties[k])];
            uint64_t key = (uint64_t)source << 32 | target;
            bool before = source == target;
            for (size_t n = 0; n < done_count && !before; n++) before = done[n] == key;
            if (before) continue;
            if (done_count < sizeof done / sizeof *done) done[done_count++] = key;
            count_pair(pairs, source, target, row);
        }
    }
}

static int by_pair_events(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    if (a->events != b->events) return a->events > b->events ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

/* The pairs under the filter, the most frequent first, in `slots`; false: no memory. */
static bool pairs_of(struct request *request, const struct filter *filter, bool fold, struct pairs *pairs) {
    const struct columns *columns = request->columns;
    uint32_t *folded = fold_codes(request, fold);
    *pairs = (struct pairs){ 0 };
    if (!folded || !grow_pairs(pairs, 4096)) return false;
    size_t end = filter_end(columns, filter), kept = 0;
    for (size_t row = filter_next(columns, filter, 0, end); row != SIZE_MAX; row = filter_next(columns, filter, row + 1, end))
        count_pairs_of(columns, folded, &columns->rows[row], pairs);
    if (pairs->failed) {
        free(pairs->slots);
        return false;
    }
    for (size_t i = 0; i <= pairs->mask; i++)
        if (pairs->slots[i].key) pairs->slots[kept++] = pairs->slots[i];
    qsort(pairs->slots, kept, sizeof *pairs->slots, by_pair_events);
    return true;
}

uint32_t pair_threshold(struct request *request, size_t most) {
    struct filter all = FILTER_INIT;
    struct pairs pairs;
    if (!pairs_of(request, &all, true, &pairs)) return UINT32_MAX;
    uint32_t least = pairs.count > most ? pairs.slots[most].events + 1 : 1;
    free(pairs.slots);
    return least;
}

static bool fold_of(struct request *request, bool *fold, unsigned *status) {
    struct vdt_view text = parameter_of(request, "fold");
    *fold = !vdt_view_is(text, "none");
    if (!text.size || !*fold || vdt_view_is(text, "country")) return true;
    *status = problem(request, 400, "fold is country or none");
    return false;
}

static uint32_t pair_source(const struct pair *pair) { return (uint32_t)((pair->key - 1) >> 32); }
static uint32_t pair_target(const struct pair *pair) { return (uint32_t)(pair->key - 1); }

unsigned answer_dyads(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    struct paging paging;
    struct pairs pairs;
    unsigned status;
    int64_t begin = 0, none = 0;
    bool fold;
    if (!filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) || !fold_of(request, &fold, &status) ||
        !cursor_read(request, paging.cursor, &begin, &none, &status))
        return status;
    if (!pairs_of(request, &filter, fold, &pairs)) return no_memory(request);
    list_begin(request);
    size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
    for (; at < pairs.count && at < last; at++) {
        const struct pair *pair = &pairs.slots[at];
        row_begin(request);
        row_text(request, "source", shown_code(columns, pair_source(pair), fold));
        row_text(request, "target", shown_code(columns, pair_target(pair), fold));
        row_text(request, "source_name", shown_name(columns, pair_source(pair), fold));
        row_text(request, "target_name", shown_name(columns, pair_target(pair), fold));
        row_integer(request, "events", pair->events);
        row_integer(request, "conflict", pair->quads[3] + pair->quads[4]);
        row_day(request, "last", pair->last);
        row_end(request);
    }
    free(pairs.slots);
    return list_end(request, at < pairs.count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, pairs.count);
}

enum { MOST_NODES = 500 };

/* The nodes are those of the heaviest edges: taken edge by edge until there are as many as were asked for. */
unsigned answer_network(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    struct pairs pairs;
    unsigned status;
    int64_t most;
    bool fold;
    if (!filter_of(request, &filter, &status) || !fold_of(request, &fold, &status) ||
        !number_of_parameter(request, "nodes", 2, MOST_NODES, 60, &most, &status))
        return status;
    uint32_t *weights = vdt_arena_array(&request->arena, columns->codes.count, sizeof *weights);
    uint32_t nodes[MOST_NODES];
    size_t node_count = 0;
    if (!weights || !pairs_of(request, &filter, fold, &pairs)) return no_memory(request);
    struct vdt_json *json = &request->json;
    vdt_json_object(json);
    vdt_json_key(json, "edges");
    vdt_json_array(json);
    size_t edges = 0;
    for (size_t i = 0; i < pairs.count && edges < (size_t)most * 4; i++) {
        const struct pair *pair = &pairs.slots[i];
        uint32_t ends[2] = { pair_source(pair), pair_target(pair) };
        size_t fresh = (size_t)!weights[ends[0]] + (size_t)!weights[ends[1]];
        if (node_count + fresh > (size_t)most) continue;
        for (int k = 0; k < 2; k++) {
            if (!weights[ends[k]]) nodes[node_count++] = ends[k];
            weights[ends[k]] += pair->events;
        }
        edges++;
        row_begin(request);
        row_text(request, "source", shown_code(columns, ends[0], fold));
        row_text(request, "target", shown_code(columns, ends[1], fold));
        row_integer(request, "n", pair->events);
        vdt_json_key(json, "quad");
        vdt_json_object(json);
        static const char *const keys[] = { "0", "1", "2", "3", "4" };
        for (int quad = 1; quad <= 4; quad++) {
            vdt_json_key(json, keys[quad]);
            vdt_json_integer(json, pair->quads[quad]);
        }
        vdt_json_object_end(json);
        row_end(request);
    }
    vdt_json_array_end(json);
    free(pairs.slots);
    vdt_json_key(json, "nodes");
    vdt_json_array(json);
    for (size_t i = 0; i < node_count; i++) {
        row_begin(request);
        row_text(request, "code", shown_code(columns, nodes[i], fold));
        row_text(request, "name", shown_name(columns, nodes[i], fold));
        row_integer(request, "n", weights[nodes[i]]);
        row_end(request);
    }
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}

/* ---- places ---- */

enum { POINT_EVENTS = 3 };

struct point {
    uint32_t place;         /* UINT32_MAX: several */
    uint32_t events, quads[5];
    uint32_t newest[POINT_EVENTS]; /* rows + 1 */
    double latitude, longitude;    /* sums, while several places are joined */
};

/* A point a place, by the number of the place; those without coordinates are counted too. NULL: no memory. */
static struct point *count_places(const struct columns *columns, const struct filter *filter) {
    struct point *points = calloc(columns->place_count, sizeof *points);
    size_t end = filter_end(columns, filter);
    for (size_t row = points ? filter_before(columns, filter, end) : SIZE_MAX; row != SIZE_MAX;
         row = filter_before(columns, filter, row)) {
        struct point *point = &points[columns->rows[row].place];
        if (point->events < POINT_EVENTS) point->newest[point->events] = (uint32_t)row + 1;
        point->events++;
        if (columns->rows[row].quad < 5) point->quads[columns->rows[row].quad]++;
    }
    if (points)
        for (size_t i = 0; i < columns->place_count; i++) {
            points[i].place = (uint32_t)i;
            points[i].latitude = (double)columns->places[i].latitude;
            points[i].longitude = (double)columns->places[i].longitude;
        }
    return points;
}

static int by_point_events(const void *left, const void *right) {
    const struct point *a = left, *b = right;
    if (a->events != b->events) return a->events > b->events ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

unsigned answer_places(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    struct paging paging;
    unsigned status;
    int64_t begin = 0, none = 0;
    if (!filter_of(request, &filter, &status) || !paging_of(request, &paging, &status) ||
        !cursor_read(request, paging.cursor, &begin, &none, &status))
        return status;
    struct point *points = count_places(columns, &filter);
    if (!points) return no_memory(request);
    points[0].events = 0; /* no place */
    qsort(points, columns->place_count, sizeof *points, by_point_events);
    size_t count = 0;
    while (count < columns->place_count && points[count].events) count++;
    bool geojson = request->format == ANSWER_GEOJSON;
    if (geojson)
        features_begin(&request->json);
    else
        list_begin(request);
    size_t at = begin < 0 ? 0 : (size_t)begin, last = at + (size_t)paging.limit;
    for (; at < count && at < last; at++) {
        const struct column_place *place = &columns->places[points[at].place];
        if (geojson && isnan(points[at].latitude)) continue;
        if (geojson) feature_begin(&request->json, points[at].latitude, points[at].longitude);
        row_begin(request);
        row_text(request, "name", place->name);
        row_text(request, "country", place->country);
        row_number(request, "lat", points[at].latitude, 4);
        row_number(request, "lon", points[at].longitude, 4);
        row_integer(request, "events", points[at].events);
        row_end(request);
        if (geojson) vdt_json_object_end(&request->json);
    }
    free(points);
    if (geojson) {
        vdt_json_array_end(&request->json);
        vdt_json_object_end(&request->json);
        return 200;
    }
    return list_end(request, at < count ? cursor_text(request, (int64_t)at, 0) : (struct vdt_view){ 0 }, count);
}

/* ---- the map ---- */

/* Joins the points of each cell of a grid, `degrees` wide; returns how many are left. */
static size_t bin_points(struct point *points, size_t count, double degrees) {
    size_t columns = (size_t)ceil(360 / degrees) + 1, rows = (size_t)ceil(180 / degrees) + 1;
    struct point *cells = calloc(columns * rows, sizeof *cells);
    if (!cells) return count;
    for (size_t i = 0; i < count; i++) {
        size_t x = (size_t)((points[i].longitude + 180) / degrees), y = (size_t)((points[i].latitude + 90) / degrees);
        struct point *cell = &cells[(y < rows ? y : rows - 1) * columns + (x < columns ? x : columns - 1)];
        bool first = cell->events == 0;
        cell->place = first ? points[i].place : UINT32_MAX;
        for (int k = 0, at = 0; k < POINT_EVENTS && at < POINT_EVENTS; at++)
            if (!cell->newest[at]) cell->newest[at] = points[i].newest[k++];
        cell->latitude += points[i].latitude * points[i].events;
        cell->longitude += points[i].longitude * points[i].events;
        cell->events += points[i].events;
        for (int quad = 0; quad < 5; quad++) cell->quads[quad] += points[i].quads[quad];
    }
    size_t left = 0;
    for (size_t i = 0; i < columns * rows; i++) {
        if (!cells[i].events) continue;
        cells[i].latitude /= cells[i].events;
        cells[i].longitude /= cells[i].events;
        points[left++] = cells[i];
    }
    free(cells);
    return left;
}

static void put_point(struct request *request, const struct point *point) {
    const struct columns *columns = request->columns;
    struct vdt_json *json = &request->json;
    int heaviest = 1;
    for (int quad = 2; quad <= 4; quad++)
        if (point->quads[quad] > point->quads[heaviest]) heaviest = quad;
    bool geojson = request->format == ANSWER_GEOJSON;
    if (geojson) feature_begin(json, point->latitude, point->longitude);
    row_begin(request);
    if (!geojson) {
        row_number(request, "lat", point->latitude, 4);
        row_number(request, "lon", point->longitude, 4);
    }
    row_integer(request, "n", point->events);
    row_integer(request, "quad", heaviest);
    if (point->place != UINT32_MAX) row_text(request, "place", columns->places[point->place].name);
    vdt_json_key(json, "events");
    vdt_json_array(json);
    for (int i = 0; i < POINT_EVENTS; i++) {
        char id[24];
        if (point->newest[i] && column_id(&columns->rows[point->newest[i] - 1], id)) vdt_json_string(json, vdt_view_of(id));
    }
    vdt_json_array_end(json);
    row_end(request);
    if (geojson) vdt_json_object_end(json);
}

/* Events a day that have a place, for the slider. */
static void put_map_days(struct request *request, const struct filter *filter) {
    const struct columns *columns = request->columns;
    struct vdt_json *json = &request->json;
    int32_t day = NO_DAY;
    int64_t count = 0;
    vdt_json_key(json, "days");
    vdt_json_array(json);
    size_t end = filter_end(columns, filter), row = filter_next(columns, filter, 0, end);
    for (;; row = filter_next(columns, filter, row + 1, end)) {
        bool over = row == SIZE_MAX;
        if ((over || columns->rows[row].day != day) && day != NO_DAY && count) {
            row_begin(request);
            row_day(request, "date", day);
            row_integer(request, "n", count);
            row_end(request);
            count = 0;
        }
        if (over) break;
        day = columns->rows[row].day;
        if (!isnan(columns->places[columns->rows[row].place].latitude)) count++;
    }
    vdt_json_array_end(json);
}

unsigned answer_map(struct request *request) {
    const struct columns *columns = request->columns;
    struct filter filter;
    unsigned status;
    int64_t most;
    if (!filter_of(request, &filter, &status) || !number_of_parameter(request, "points", 1, 200000, 5000, &most, &status))
        return status;
    struct point *points = count_places(columns, &filter);
    if (!points) return no_memory(request);
    size_t count = 0;
    for (size_t i = 1; i < columns->place_count; i++)
        if (points[i].events && !isnan(points[i].latitude) && !isnan(points[i].longitude)) points[count++] = points[i];
    bool bins = count > (size_t)most;
    for (double degrees = 0.25; count > (size_t)most && degrees <= 32; degrees *= 2) count = bin_points(points, count, degrees);
    struct vdt_json *json = &request->json;
    if (request->format == ANSWER_GEOJSON) {
        features_begin(json);
    } else {
        vdt_json_object(json);
        vdt_json_key(json, "bins");
        vdt_json_boolean(json, bins);
        vdt_json_key(json, "points");
        vdt_json_array(json);
    }
    for (size_t i = 0; i < count; i++) put_point(request, &points[i]);
    free(points);
    vdt_json_array_end(json);
    if (request->format != ANSWER_GEOJSON) put_map_days(request, &filter);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
    return 200;
}
