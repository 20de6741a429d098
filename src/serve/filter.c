/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading filters and asking them. Everything that can be looked up once is: which codes begin with a prefix, which
 * places bear a name, which sentences hold the words. What is left for a row is a few comparisons, so that a million
 * rows are asked in some milliseconds.
 */
#include "serve/filter.h"

#include <stdlib.h>

#include "base/calendar.h"

static bool day_of_parameter(struct request *request, const char *name, int32_t *out, unsigned *status) {
    struct vdt_view text = parameter_of(request, name);
    if (!text.size || vdt_day_read(text, out)) return true;
    *status = problem(request, 400, "%s is a day, written YYYY-MM-DD", name);
    return false;
}

/* Bits of the values in a list; `read` says which bit a word is. */
static bool bits_of_parameter(struct request *request, const char *name, bool (*read)(struct vdt_view word, unsigned *bit),
                              const char *known, uint32_t *out, unsigned *status) {
    struct vdt_view rest = parameter_of(request, name);
    while (rest.size) {
        unsigned bit;
        if (!read(vdt_view_trim(vdt_view_cut(&rest, ',')), &bit)) {
            *status = problem(request, 400, "%s is one of %s, or several with commas between them", name, known);
            return false;
        }
        *out |= 1u << bit;
    }
    return true;
}

static bool read_plover(struct vdt_view word, unsigned *bit) {
    char capitals[16];
    enum vdt_plover plover;
    if (word.size >= sizeof capitals) return false;
    for (size_t i = 0; i < word.size; i++)
        capitals[i] = word.data[i] >= 'a' && word.data[i] <= 'z' ? (char)(word.data[i] - 'a' + 'A') : word.data[i];
    if (!vdt_plover_parse((struct vdt_view){ capitals, word.size }, &plover)) return false;
    *bit = plover;
    return true;
}

static bool read_status(struct vdt_view word, unsigned *bit) {
    enum vdt_event_status status;
    if (!vdt_event_status_parse(word, &status)) return false;
    *bit = status;
    return true;
}

static bool read_quad(struct vdt_view word, unsigned *bit) {
    if (word.size != 1 || word.data[0] < '1' || word.data[0] > '4') return false;
    *bit = (unsigned)(word.data[0] - '0');
    return true;
}

/* Does the text begin (without case) with one of the list's words? */
static bool begins_with_one(struct vdt_view text, struct vdt_view list) {
    while (list.size) {
        struct vdt_view word = vdt_view_trim(vdt_view_cut(&list, ','));
        if (word.size && word.size <= text.size && vdt_view_equal_fold(vdt_view_slice(text, 0, word.size), word)) return true;
    }
    return false;
}

static bool is_one(struct vdt_view text, struct vdt_view list) {
    while (list.size) {
        struct vdt_view word = vdt_view_trim(vdt_view_cut(&list, ','));
        if (word.size && vdt_view_equal_fold(text, word)) return true;
    }
    return false;
}

/* A byte an item of a dictionary: whether it begins with a word of the parameter. NULL: there is no such parameter. */
static bool prefixes_of_parameter(struct request *request, const char *name, const struct dictionary *dictionary,
                                  uint8_t **out, unsigned *status) {
    struct vdt_view list = parameter_of(request, name);
    if (!list.size) return true;
    *out = vdt_arena_array(&request->arena, dictionary->count, 1);
    if (!*out) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    for (size_t i = 1; i < dictionary->count; i++) (*out)[i] = begins_with_one(dictionary->texts[i], list);
    return true;
}

static bool places_of_parameters(struct request *request, uint8_t **out, unsigned *status) {
    const struct columns *columns = request->columns;
    struct vdt_view country = parameter_of(request, "country"), place = parameter_of(request, "place");
    if (!country.size && !place.size) return true;
    *out = vdt_arena_array(&request->arena, columns->place_count, 1);
    if (!*out) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    for (size_t i = 1; i < columns->place_count; i++)
        (*out)[i] = (!country.size || is_one(columns->places[i].country, country)) &&
                    (!place.size || is_one(columns->places[i].name, place));
    return true;
}

struct words {
    uint8_t *bits;
    size_t count;
};

static bool take_number(void *context, int64_t number) {
    struct words *words = context;
    if ((uint64_t)number < words->count) words->bits[number / 8] |= (uint8_t)(1u << (number % 8));
    return true;
}

static bool words_of_parameter(struct request *request, uint8_t **out, unsigned *status) {
    struct vdt_view text = parameter_of(request, "q");
    if (!vdt_view_trim(text).size) return true;
    struct words words = { .count = (size_t)request->columns->last_event + 1 };
    struct vdt_error error;
    words.bits = vdt_arena_array(&request->arena, words.count / 8 + 1, 1);
    *out = words.bits;
    if (!words.bits) {
        *status = problem(request, 503, "the server is out of memory");
        return false;
    }
    if (vdt_store_words(request->store, VDT_WORDS_OF_SENTENCES, text, take_number, &words, &error) == VDT_OK) return true;
    *status = problem_of(request, &error);
    return false;
}

/* The place of the report with the id that the parameter gives. */
static bool report_of_parameter(struct request *request, struct filter *filter, unsigned *status) {
    struct vdt_view id = parameter_of(request, "report");
    if (!id.size) return true;
    int64_t number;
    struct vdt_error error;
    enum vdt_status found = vdt_store_report_number(request->store, id, &number, &error);
    if (found != VDT_OK && found != VDT_END) {
        *status = problem_of(request, &error);
        return false;
    }
    size_t report = found == VDT_OK ? columns_report(request->columns, number) : SIZE_MAX;
    filter->report = report == SIZE_MAX ? UINT32_MAX - 1 : (uint32_t)report;
    filter->none = filter->none || report == SIZE_MAX;
    return true;
}

static void number_of_text(struct request *request, const char *name, const struct dictionary *dictionary, uint32_t *out,
                           bool *none) {
    struct vdt_view text = parameter_of(request, name);
    if (!text.size) return;
    *out = dictionary_find(dictionary, text);
    *none = *none || *out == UINT32_MAX;
}

static bool historical_of_parameter(struct request *request, int *out, unsigned *status) {
    struct vdt_view text = parameter_of(request, "historical");
    *out = -1;
    if (!text.size) return true;
    if (vdt_view_is(text, "true")) *out = 1;
    if (vdt_view_is(text, "false")) *out = 0;
    if (*out >= 0) return true;
    *status = problem(request, 400, "historical is true or false");
    return false;
}

static bool confidence_of_parameter(struct request *request, uint8_t *out, unsigned *status) {
    struct vdt_view text = parameter_of(request, "confidence");
    char copy[16], *end = copy;
    if (!text.size) return true;
    double share = -1;
    if (text.size < sizeof copy) {
        memcpy(copy, text.data, text.size);
        copy[text.size] = '\0';
        share = strtod(copy, &end);
    }
    if (share >= 0 && share <= 1 && *end == '\0') {
        *out = (uint8_t)(share * 100 + 0.5);
        return true;
    }
    *status = problem(request, 400, "confidence is a share from 0 to 1");
    return false;
}

bool filter_narrows(const struct filter *filter) {
    return filter->from != INT32_MIN || filter->to != INT32_MAX || filter->plovers || filter->quads || filter->statuses ||
           filter->historical >= 0 || filter->confidence || filter->report != UINT32_MAX || filter->incident != UINT32_MAX ||
           filter->publisher != UINT32_MAX || filter->story != UINT32_MAX || filter->codes[0] || filter->codes[1] ||
           filter->codes[2] || filter->codes[3] || filter->places || filter->cameos || filter->words || filter->none;
}

bool filter_of(struct request *request, struct filter *out, unsigned *status) {
    const struct columns *columns = request->columns;
    *out = (struct filter)FILTER_INIT;
    bool read = day_of_parameter(request, "from", &out->from, status) && day_of_parameter(request, "to", &out->to, status) &&
                bits_of_parameter(request, "plover", read_plover,
                                  "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN "
                                  "PROTEST SANCTION MOBILIZE COERCE ASSAULT", &out->plovers, status) &&
                bits_of_parameter(request, "quad", read_quad, "1 2 3 4", &out->quads, status) &&
                bits_of_parameter(request, "status", read_status, "asserted planned possible denied negated",
                                  &out->statuses, status) &&
                historical_of_parameter(request, &out->historical, status) &&
                confidence_of_parameter(request, &out->confidence, status) &&
                prefixes_of_parameter(request, "source", &columns->codes, &out->codes[VDT_IS_SOURCE], status) &&
                prefixes_of_parameter(request, "target", &columns->codes, &out->codes[VDT_IS_TARGET], status) &&
                prefixes_of_parameter(request, "voice", &columns->codes, &out->codes[VDT_IS_VOICE], status) &&
                prefixes_of_parameter(request, "actor", &columns->codes, &out->codes[FILTER_ACTOR], status) &&
                prefixes_of_parameter(request, "cameo", &columns->cameos, &out->cameos, status) &&
                places_of_parameters(request, &out->places, status) && report_of_parameter(request, out, status) &&
                words_of_parameter(request, &out->words, status);
    if (!read) return false;
    number_of_text(request, "publisher", &columns->publishers, &out->publisher, &out->none);
    number_of_text(request, "incident", &columns->incidents, &out->incident, &out->none);
    number_of_text(request, "story", &columns->stories, &out->story, &out->none);
    out->narrow = filter_narrows(out);
    return true;
}

/* Does one of the row's parties on the side (FILTER_ACTOR: source or target) fit? */
static bool party_fits(const struct columns *columns, const struct column_row *row, const uint8_t *codes, int side) {
    const uint32_t *parties = columns->parties + row->parties;
    for (unsigned i = 0; i < row->party_count; i++) {
        int at = (int)party_side(parties[i]);
        if ((at == side || (side == FILTER_ACTOR && at != VDT_IS_VOICE)) && codes[party_code(parties[i])]) return true;
    }
    return false;
}

bool filter_fits(const struct columns *columns, const struct filter *filter, const struct column_row *row) {
    if (!filter->narrow) return true;
    if (filter->none) return false;
    if (filter->from != INT32_MIN && row->last < filter->from) return false;
    if (filter->to != INT32_MAX && row->first > filter->to) return false;
    if (filter->plovers && !(filter->plovers >> row->plover & 1)) return false;
    if (filter->quads && !(filter->quads >> row->quad & 1)) return false;
    if (filter->statuses && !(filter->statuses >> row->status & 1)) return false;
    if (filter->historical >= 0 && row->historical != filter->historical) return false;
    if (row->confidence < filter->confidence) return false;
    if (filter->report != UINT32_MAX && row->report != filter->report) return false;
    if (filter->incident != UINT32_MAX && row->incident != filter->incident) return false;
    if (filter->publisher != UINT32_MAX && columns->reports[row->report].publisher != filter->publisher) return false;
    if (filter->story != UINT32_MAX && columns->reports[row->report].story != filter->story) return false;
    if (filter->cameos && !filter->cameos[row->cameo]) return false;
    if (filter->places && !filter->places[row->place]) return false;
    if (filter->words && !(filter->words[row->number / 8] >> (row->number % 8) & 1)) return false;
    for (int side = 0; side < 4; side++)
        if (filter->codes[side] && !party_fits(columns, row, filter->codes[side], side)) return false;
    return true;
}

size_t filter_end(const struct columns *columns, const struct filter *filter) {
    /* what has a date has no day before its first: behind the last day nothing fits */
    return filter->to == INT32_MAX ? columns->count : columns_row_of_day(columns, filter->to + 1);
}

static bool block_may_fit(const struct columns *columns, const struct filter *filter, size_t row) {
    return filter->from == INT32_MIN || columns->block_last[row / COLUMN_BLOCK] >= filter->from;
}

size_t filter_next(const struct columns *columns, const struct filter *filter, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        if ((i == begin || i % COLUMN_BLOCK == 0) && !block_may_fit(columns, filter, i)) {
            i = (i / COLUMN_BLOCK + 1) * COLUMN_BLOCK - 1;
            continue;
        }
        if (filter_fits(columns, filter, &columns->rows[i])) return i;
    }
    return SIZE_MAX;
}

size_t filter_before(const struct columns *columns, const struct filter *filter, size_t begin) {
    for (size_t i = begin; i > 0; i--) {
        size_t row = i - 1;
        if ((i == begin || row % COLUMN_BLOCK == COLUMN_BLOCK - 1) && !block_may_fit(columns, filter, row)) {
            i = row / COLUMN_BLOCK * COLUMN_BLOCK + 1;
            continue;
        }
        if (filter_fits(columns, filter, &columns->rows[row])) return row;
    }
    return SIZE_MAX;
}

uint64_t filter_count(const struct columns *columns, const struct filter *filter) {
    if (!filter->narrow) return columns->count;
    uint64_t count = 0;
    size_t end = filter_end(columns, filter);
    for (size_t row = filter_next(columns, filter, 0, end); row != SIZE_MAX; row = filter_next(columns, filter, row + 1, end))
        count++;
    return count;
}
