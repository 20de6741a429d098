/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the rows. At the start all parties come ordered by code; they are sorted into runs, one an event, by counting.
 * Later a few new events come, and are merged into the rows: moving forty megabytes takes some milliseconds, and happens
 * at most twice a second.
 */
#include "serve/columns.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/view.h"

struct loading {
    struct columns *columns;
    struct column_row *rows;     /* the new ones */
    size_t count, capacity;
    uint32_t *parties;           /* pairs: event's number, party */
    size_t party_count, party_capacity;
    int64_t after;
    bool failed;
};

/* ---- dictionaries ---- */

static uint32_t place_number(struct columns *columns, const struct vdt_event_row *event) {
    char key[512];
    struct vdt_view name = vdt_view_slice(event->place, 0, 400), country = vdt_view_slice(event->country, 0, 16);
    if (!name.size && !country.size) return 0;
    memcpy(key, name.data ? name.data : "", name.size);
    key[name.size] = '\0';
    memcpy(key + name.size + 1, country.data ? country.data : "", country.size);
    /* one name stands for many places: where they lie tells them apart */
    int more = isnan(event->latitude) ? 0
        : snprintf(key + name.size + 1 + country.size, 48, " %.3f %.3f", event->latitude, event->longitude);
    uint32_t number = dictionary_number(&columns->place_keys,
                                        (struct vdt_view){ key, name.size + 1 + country.size + (size_t)more });
    if (number == UINT32_MAX || number < columns->place_count) return number;
    if (!vdt_array_room(&columns->places, number, &columns->place_capacity, sizeof *columns->places)) return UINT32_MAX;
    struct vdt_view kept = columns->place_keys.texts[number];
    columns->places[number] = (struct column_place){
        { kept.data, name.size }, { kept.data + name.size + 1, country.size }, (float)event->latitude, (float)event->longitude };
    columns->place_count = number + 1;
    return number;
}

bool columns_init(struct columns *columns) {
    *columns = (struct columns){ 0 };
    bool made = dictionary_init(&columns->codes, false) && dictionary_init(&columns->place_keys, false) &&
                dictionary_init(&columns->cameos, false) && dictionary_init(&columns->publishers, false) &&
                dictionary_init(&columns->stories, false) &&
                dictionary_init(&columns->incidents, true) &&
                vdt_array_room(&columns->story_reports, 0, &columns->story_capacity, sizeof *columns->story_reports) &&
                vdt_array_room(&columns->places, 0, &columns->place_capacity, sizeof *columns->places);
    if (!made) return false;
    columns->places[0] = (struct column_place){ .latitude = NAN, .longitude = NAN };
    columns->place_count = 1;
    columns->story_reports[0] = 0;
    columns->story_count = 1;
    return true;
}

void columns_done(struct columns *columns) {
    dictionary_done(&columns->codes);
    dictionary_done(&columns->place_keys);
    dictionary_done(&columns->cameos);
    dictionary_done(&columns->publishers);
    dictionary_done(&columns->stories);
    dictionary_done(&columns->incidents);
    free(columns->rows);
    free(columns->parties);
    free(columns->row_of);
    free(columns->block_last);
    free(columns->reports);
    free(columns->report_order);
    free(columns->names);
    free(columns->places);
    free(columns->story_reports);
    *columns = (struct columns){ 0 };
}

/* ---- reading ---- */

static int32_t day_of(struct vdt_view published) {
    int64_t seconds;
    bool has_time;
    if (vdt_time_parse(published, &seconds, &has_time, NULL) != VDT_OK) return NO_DAY;
    int64_t day = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
    return day > -1000000 && day < 10000000 ? (int32_t)day : NO_DAY;
}

/* One more report of the story. */
static bool count_report(struct columns *columns, uint32_t story) {
    if (story == columns->story_count) {
        if (!vdt_array_room(&columns->story_reports, story, &columns->story_capacity, sizeof *columns->story_reports)) return false;
        columns->story_reports[columns->story_count++] = 0;
    }
    columns->story_reports[story]++;
    return true;
}

static bool take_report(void *context, const struct vdt_report_row *row) {
    struct loading *loading = context;
    struct columns *columns = loading->columns;
    uint32_t publisher = dictionary_number(&columns->publishers, row->publisher);
    uint32_t story = dictionary_number(&columns->stories, row->story);
    if (publisher == UINT32_MAX || story == UINT32_MAX || !count_report(columns, story) || row->number > UINT32_MAX - 1 ||
        !vdt_array_room(&columns->reports, columns->report_count, &columns->report_capacity, sizeof *columns->reports)) {
        loading->failed = true;
        return false;
    }
    columns->reports[columns->report_count++] =
        (struct column_report){ (uint32_t)row->number, day_of(row->published), publisher, story, 0, 0 };
    columns->last_report = row->number;
    return true;
}

bool column_id(const struct column_row *row, char out[24]) {
    snprintf(out, 24, "e:%016" PRIx64, row->id);
    return row->id != 0;
}

static uint8_t percent(double share) {
    return isnan(share) || share <= 0 ? 0 : share >= 1 ? 100 : (uint8_t)(share * 100 + 0.5);
}

static bool take_event(void *context, const struct vdt_event_row *event) {
    struct loading *loading = context;
    struct columns *columns = loading->columns;
    size_t report = columns_report(columns, event->report);
    if (report == SIZE_MAX) return true; /* it came after the reports were read: the next time takes it */
    uint32_t place = place_number(columns, event), cameo = dictionary_number(&columns->cameos, event->cameo);
    uint32_t incident = dictionary_number(&columns->incidents, event->incident);
    if (place == UINT32_MAX || cameo > UINT16_MAX || incident == UINT32_MAX || event->number > UINT32_MAX - 1 ||
        !vdt_array_room(&loading->rows, loading->count, &loading->capacity, sizeof *loading->rows)) {
        loading->failed = true;
        return false;
    }
    bool dated = event->first_day <= event->last_day;
    loading->rows[loading->count++] = (struct column_row){
        .id = vdt_id_digits(event->id), .number = (uint32_t)event->number, .report = (uint32_t)report,
        .day = dated ? event->first_day : columns->reports[report].day,
        .first = event->first_day, .last = event->last_day, .place = place, .incident = incident,
        .cameo = (uint16_t)cameo, .confidence = percent(event->confidence), .plover = (uint8_t)event->plover,
        .quad = (uint8_t)event->quad, .status = (uint8_t)event->status, .historical = event->historical };
    struct column_report *its = &columns->reports[report];
    if (!its->events++ || event->number < its->first_event) its->first_event = (uint32_t)event->number;
    return true;
}

static bool take_party(void *context, const struct vdt_party_row *party) {
    struct loading *loading = context;
    uint32_t code = dictionary_number(&loading->columns->codes, party->code);
    if (code >= UINT32_MAX >> 2 ||
        !vdt_array_room(&loading->parties, loading->party_count * 2 + 1, &loading->party_capacity, sizeof *loading->parties)) {
        loading->failed = true;
        return false;
    }
    loading->parties[loading->party_count * 2] = (uint32_t)party->event;
    loading->parties[loading->party_count * 2 + 1] = code << 2 | (uint32_t)party->side;
    loading->party_count++;
    return true;
}

/* ---- joining ---- */

static int by_number(const void *left, const void *right) {
    const struct column_row *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static int by_day(const void *left, const void *right) {
    const struct column_row *a = left, *b = right;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static struct column_row *find_new(struct loading *loading, uint32_t number) {
    struct column_row key = { .number = number };
    return bsearch(&key, loading->rows, loading->count, sizeof key, by_number);
}

/* Gives each new row, sorted by number, its run of parties: sizes, then places, then the parties themselves. */
static bool join_parties(struct loading *loading) {
    struct columns *columns = loading->columns;
    for (size_t i = 0; i < loading->party_count; i++) {
        struct column_row *row = find_new(loading, loading->parties[i * 2]);
        if (row && row->party_count < UINT8_MAX) row->party_count++;
    }
    size_t at = columns->party_count;
    for (size_t i = 0; i < loading->count; i++) {
        loading->rows[i].parties = (uint32_t)at;
        at += loading->rows[i].party_count;
        loading->rows[i].party_count = 0;
    }
    if (at >= UINT32_MAX) return false;
    uint32_t *parties = realloc(columns->parties, (at + 1) * sizeof *parties);
    if (!parties) return false;
    columns->parties = parties;
    columns->party_count = at;
    for (size_t i = 0; i < loading->party_count; i++) {
        struct column_row *row = find_new(loading, loading->parties[i * 2]);
        if (row && row->party_count < UINT8_MAX)
            parties[row->parties + row->party_count++] = loading->parties[i * 2 + 1];
    }
    return true;
}

/* Merges the new rows, from the end, into the old ones. */
static bool merge(struct loading *loading) {
    struct columns *columns = loading->columns;
    qsort(loading->rows, loading->count, sizeof *loading->rows, by_day);
    if (!columns->rows) {
        columns->rows = loading->rows;
        columns->count = loading->count;
        columns->capacity = loading->capacity;
        loading->rows = NULL;
        return true;
    }
    size_t total = columns->count + loading->count;
    if (total > columns->capacity) {
        struct column_row *rows = realloc(columns->rows, (total + total / 8) * sizeof *rows);
        if (!rows) return false;
        columns->rows = rows;
        columns->capacity = total + total / 8;
    }
    size_t old = columns->count, fresh = loading->count;
    for (size_t at = total; fresh; at--)
        if (old && by_day(&columns->rows[old - 1], &loading->rows[fresh - 1]) > 0)
            columns->rows[at - 1] = columns->rows[--old];
        else
            columns->rows[at - 1] = loading->rows[--fresh];
    columns->count = total;
    return true;
}

static bool index_rows(struct columns *columns) {
    size_t numbers = (size_t)columns->last_event + 1, blocks = columns->count / COLUMN_BLOCK + 1;
    uint32_t *row_of = realloc(columns->row_of, numbers * sizeof *row_of);
    if (row_of) columns->row_of = row_of;
    int32_t *block_last = realloc(columns->block_last, blocks * sizeof *block_last);
    if (block_last) columns->block_last = block_last;
    if (!row_of || !block_last) return false;
    columns->row_of_count = numbers;
    memset(row_of, 0xFF, numbers * sizeof *row_of);
    for (size_t i = 0; i < blocks; i++) block_last[i] = INT32_MIN;
    for (size_t i = 0; i < columns->count; i++) {
        row_of[columns->rows[i].number] = (uint32_t)i;
        int32_t *last = &block_last[i / COLUMN_BLOCK];
        if (columns->rows[i].last > *last) *last = columns->rows[i].last;
    }
    return true;
}

struct report_key {
    int32_t day;
    uint32_t at;
};

static int by_key(const void *left, const void *right) {
    const struct report_key *a = left, *b = right;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool order_reports(struct columns *columns) {
    size_t count = columns->report_count;
    struct report_key *keys = malloc((count + 1) * sizeof *keys);
    uint32_t *order = realloc(columns->report_order, (count + 1) * sizeof *order);
    if (order) columns->report_order = order;
    if (keys && order) {
        for (size_t i = 0; i < count; i++) keys[i] = (struct report_key){ columns->reports[i].day, (uint32_t)i };
        qsort(keys, count, sizeof *keys, by_key);
        for (size_t i = 0; i < count; i++) order[i] = keys[i].at;
    }
    free(keys);
    return keys && order;
}

static enum vdt_status name_codes(struct columns *columns, struct vdt_store *store, struct vdt_error *error) {
    struct vdt_view *names = realloc(columns->names, columns->codes.count * sizeof *names);
    if (!names) return vdt_fail_memory(error, "reading a store");
    columns->names = names;
    for (; columns->name_count < columns->codes.count; columns->name_count++) {
        struct vdt_view name = { 0 };
        enum vdt_status status = vdt_store_actor_name(store, columns->codes.texts[columns->name_count], &name, error);
        if (status != VDT_OK) return status;
        names[columns->name_count] = vdt_arena_copy(&columns->codes.arena, name);
    }
    return VDT_OK;
}

static enum vdt_status load(struct loading *loading, struct vdt_store *store, struct vdt_error *error) {
    struct columns *columns = loading->columns;
    size_t reports = columns->report_count;
    enum vdt_status status = vdt_store_report_rows(store, columns->last_report, take_report, loading, error);
    if (status == VDT_OK) status = vdt_store_event_rows(store, columns->last_event, take_event, loading, error);
    if (status == VDT_OK && loading->count)
        status = vdt_store_party_rows(store, columns->last_event, take_party, loading, error);
    if (loading->failed) return vdt_fail_memory(error, "reading a store");
    if (status == VDT_OK && columns->report_count != reports && !order_reports(columns))
        return vdt_fail_memory(error, "reading a store");
    if (status != VDT_OK || !loading->count) return status;
    qsort(loading->rows, loading->count, sizeof *loading->rows, by_number);
    columns->last_event = loading->rows[loading->count - 1].number;
    if (!join_parties(loading) || !merge(loading) || !index_rows(columns)) return vdt_fail_memory(error, "reading a store");
    return name_codes(columns, store, error);
}

enum vdt_status columns_update(struct columns *columns, struct vdt_store *store, size_t *added, struct vdt_error *error) {
    struct loading loading = { .columns = columns };
    enum vdt_status status = load(&loading, store, error);
    *added = loading.count;
    free(loading.rows);
    free(loading.parties);
    return status;
}

size_t columns_row_of_day(const struct columns *columns, int32_t day) {
    size_t low = 0, high = columns->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->rows[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t columns_report(const struct columns *columns, int64_t number) {
    size_t low = 0, high = columns->report_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->reports[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < columns->report_count && columns->reports[low].number == number ? low : SIZE_MAX;
}
