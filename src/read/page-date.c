/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The witnesses, from the best: JSON-LD of the article, meta elements, microdata, the time element next to the
 * headline, the address, what a reader sees next to the headline, and last the time of a change. Two checks on the
 * first that can be read:
 *
 *   zone      machines say 03:00 in Greenwich, the page says 10 pm the day before: the same moment, told with the
 *             publisher's zone, gives the day that "on Friday" in the text counts from
 *   day       where the page shows only another day than that, and that day is the one of the change, then the text is
 *             the one of that day
 */
#include "read/page-date.h"

#include "base/calendar.h"
#include "vedette/report.h"

/* A time as somebody wrote it. `local` are seconds of its own clock since 1970, `seconds` the same in UTC. */
struct moment {
    struct vdt_view text;
    int64_t local, seconds;
    bool has_time, has_zone;
};

static int32_t day_of(const struct moment *moment) {
    int64_t day = moment->local / 86400;
    return (int32_t)(day - (moment->local % 86400 < 0));
}

/* --- dates as people write them --- */

struct scan {
    const char *at, *end;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return vdt_lower(c) >= 'a' && vdt_lower(c) <= 'z';
}

static int digits_ahead(const struct scan *scan) {
    int count = 0;
    while (scan->at + count < scan->end && is_digit(scan->at[count])) count++;
    return count;
}

static int number(struct scan *scan, int digits) {
    int value = 0;
    while (digits-- > 0) value = value * 10 + (*scan->at++ - '0');
    return value;
}

static void skip(struct scan *scan, const char *what) {
    while (scan->at < scan->end && strchr(what, *scan->at)) scan->at++;
}

/* "December", "Dec", "Dec.", "Sept": 1 to 12, 0 for none. */
static int month_ahead(struct scan *scan) {
    static const char *const months[] = { "january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december" };
    const char *begin = scan->at, *end = begin;
    while (end < scan->end && is_letter(*end)) end++;
    size_t size = (size_t)(end - begin);
    struct vdt_view word = { begin, size };
    for (int i = 0; i < 12; i++) {
        struct vdt_view full = vdt_view_of(months[i]);
        bool whole = size == full.size || size == 3 || (i == 8 && size == 4);
        if (!whole || size > full.size || !vdt_view_equal_fold(word, vdt_view_slice(full, 0, size))) continue;
        scan->at = end;
        if (scan->at < scan->end && *scan->at == '.') scan->at++;
        return i + 1;
    }
    return 0;
}

/* "20", "20th", "1st" */
static int day_ahead(struct scan *scan) {
    int digits = digits_ahead(scan);
    if (digits < 1 || digits > 2) return 0;
    int day = number(scan, digits);
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    for (int i = 0; i < 4; i++)
        if (scan->end - scan->at >= 2 && vdt_view_equal_fold((struct vdt_view){ scan->at, 2 }, vdt_view_of(endings[i])))
            scan->at += 2;
    return day;
}

static int year_ahead(struct scan *scan) {
    return digits_ahead(scan) == 4 ? number(scan, 4) : 0;
}

/* A date that begins here: "Dec. 20th, 2023", "20 December 2023", "2023-12-20", "20.12.2023", "12/22/23" if
 * unmistakable. */
static bool date_ahead(struct scan *scan, int32_t *out) {
    int year = 0, month = month_ahead(scan), day = 0;
    if (month) {
        skip(scan, " ");
        day = day_ahead(scan);
        skip(scan, " ,");
        year = year_ahead(scan);
    } else if (digits_ahead(scan) == 4) {
        year = number(scan, 4);
        char mark = scan->at < scan->end ? *scan->at : ' ';
        if (mark != '-' && mark != '/' && mark != '.') return false;
        scan->at++;
        month = digits_ahead(scan) == 2 ? number(scan, 2) : 0;
        if (scan->at == scan->end || *scan->at != mark) return false;
        scan->at++;
        day = digits_ahead(scan) == 2 ? number(scan, 2) : 0;
    } else {
        int first = day_ahead(scan);
        if (!first || scan->at == scan->end) return false;
        char mark = *scan->at;
        if (mark == '/' || mark == '.') {
            scan->at++;
            int second = digits_ahead(scan) && digits_ahead(scan) <= 2 ? number(scan, digits_ahead(scan)) : 0;
            if (scan->at == scan->end || *scan->at != mark) return false;
            scan->at++;
            int digits = digits_ahead(scan);
            year = digits == 4 ? number(scan, 4) : digits == 2 ? 2000 + number(scan, 2) : 0;
            /* which is the month is known where only one of them can be it; points are not written in America */
            if (mark == '.' || first > 12 || first == second)
                day = first, month = second;
            else if (second > 12)
                day = second, month = first;
        } else {
            skip(scan, " -");
            if (scan->end - scan->at > 3 && vdt_view_equal_fold((struct vdt_view){ scan->at, 3 }, VDT_LITERAL("of ")))
                scan->at += 3;
            month = month_ahead(scan);
            skip(scan, " ,-");
            day = first;
            year = year_ahead(scan);
        }
    }
    if (year < 1990 || year > 2100 || month < 1 || day < 1 || !vdt_date_valid(year, month, day)) return false;
    *out = vdt_day_of(year, month, day);
    return true;
}

/* "10:15 a.m.", "5.30am", "17:23" within the next bytes: seconds of the day, -1 for none. */
static int32_t clock_ahead(struct scan scan) {
    const char *stop = scan.end - scan.at > 24 ? scan.at + 24 : scan.end;
    for (const char *begin = scan.at; begin < stop; begin++) {
        if (!is_digit(*begin) || (begin > scan.at && is_digit(begin[-1]))) continue;
        struct scan at = { begin, scan.end };
        int digits = digits_ahead(&at);
        if (digits > 2) return -1;
        int hour = number(&at, digits), minute = 0;
        bool minutes = at.at < at.end && (*at.at == ':' || *at.at == '.');
        if (minutes) {
            at.at++;
            if (digits_ahead(&at) != 2) return -1;
            minute = number(&at, 2);
        }
        skip(&at, " ");
        char half = at.at < at.end ? vdt_lower(*at.at) : ' ';
        bool halved =
            (half == 'a' || half == 'p') && at.at + 1 < at.end && (vdt_lower(at.at[1]) == 'm' || at.at[1] == '.');
        if ((!minutes && !halved) || hour > 23 || minute > 59) return -1;
        if (halved) hour = hour % 12 + (half == 'p' ? 12 : 0);
        return hour * 3600 + minute * 60;
    }
    return -1;
}

/* The first date within a text. */
static bool find_date(struct vdt_view text, struct moment *out) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i], before = i ? text.data[i - 1] : ' ';
        bool starts = is_digit(c) ? !is_digit(before) && before != '/' && before != '.' && before != '$'
                                  : is_letter(c) && (!is_letter(before) || (before >= 'a' && c <= 'Z'));
        if (!starts) continue;
        struct scan scan = { text.data + i, text.data + text.size };
        int32_t day;
        if (!date_ahead(&scan, &day)) continue;
        if (scan.at < scan.end && is_digit(*scan.at)) continue;
        int32_t clock = clock_ahead(scan);
        *out = (struct moment){ .text = text,
                                .local = (int64_t)day * 86400 + (clock < 0 ? 0 : clock),
                                .has_time = clock >= 0 };
        out->seconds = out->local;
        return true;
    }
    return false;
}

/* --- times as machines write them --- */

/* Does a time end in Z, UTC or a number of hours? */
static bool names_zone(struct vdt_view text) {
    if (text.size < 6) return false;
    for (size_t i = text.size; i-- > text.size - 6;)
        if (is_letter(text.data[i]) || (text.data[i] == '+') || (text.data[i] == '-' && text.size > 15)) return true;
    return false;
}

static int64_t offset_of(struct vdt_view text) {
    for (size_t i = text.size; i-- > 0 && i + 7 > text.size && i > 10;) {
        if (text.data[i] != '+' && text.data[i] != '-') continue;
        struct scan scan = { text.data + i + 1, text.data + text.size };
        if (digits_ahead(&scan) < 2) return 0;
        int64_t hours = number(&scan, 2), minutes = 0;
        skip(&scan, ":");
        if (digits_ahead(&scan) == 2) minutes = number(&scan, 2);
        return (hours * 60 + minutes) * (text.data[i] == '-' ? -60 : 60);
    }
    return 0;
}

static struct vdt_view write_moment(struct vdt_arena *arena, const struct moment *moment) {
    char day[11];
    vdt_day_write(day_of(moment), day);
    if (!moment->has_time) return vdt_arena_format(arena, "%s", day);
    int clock = (int)(moment->local % 86400), seconds = clock % 60;
    int64_t east = moment->local - moment->seconds, away = east < 0 ? -east : east;
    if (!moment->has_zone)
        return vdt_arena_format(arena, "%sT%02d:%02d:%02d", day, clock / 3600, clock / 60 % 60, seconds);
    if (!east) return vdt_arena_format(arena, "%sT%02d:%02d:%02dZ", day, clock / 3600, clock / 60 % 60, seconds);
    return vdt_arena_format(arena, "%sT%02d:%02d:%02d%c%02d:%02d", day, clock / 3600, clock / 60 % 60, seconds,
                            east < 0 ? '-' : '+', (int)(away / 3600), (int)(away / 60 % 60));
}

/* What is not ISO 8601 is written again as that. */
static bool read_moment(struct vdt_arena *arena, struct vdt_view text, struct moment *out) {
    if (!text.size || text.size > 100) return false;
    bool has_time;
    *out = (struct moment){ .text = text };
    if (vdt_time_parse(text, &out->seconds, &has_time, NULL) == VDT_OK) {
        out->has_time = has_time;
        out->has_zone = has_time && names_zone(text);
        out->local = out->seconds + (has_time ? offset_of(text) : 0);
        if (day_of(out) < 0) return false; /* 0001-01-01 is a program's nothing */
        bool iso = text.size >= 10 && text.data[4] == '-' && text.data[7] == '-';
        if (!iso) out->text = write_moment(arena, out);
        return out->text.data != NULL;
    }
    if (!find_date(text, out)) return false;
    out->text = write_moment(arena, out);
    return out->text.data != NULL;
}

/* 20240514183000, or seconds or milliseconds since 1970, of this century. */
static bool read_digits(struct vdt_view text, struct moment *out) {
    struct scan scan = { text.data, text.data + text.size };
    size_t digits = (size_t)digits_ahead(&scan);
    *out = (struct moment){ .text = text, .has_time = true, .has_zone = true };
    if (digits != text.size) return false;
    if (digits == 14) {
        int year = number(&scan, 4), month = number(&scan, 2), day = number(&scan, 2), clock[3];
        for (int i = 0; i < 3; i++) clock[i] = number(&scan, 2);
        if (year < 1990 || year > 2100 || !vdt_date_valid(year, month, day) || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return false;
        out->local = (int64_t)vdt_day_of(year, month, day) * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2];
    } else if (digits == 10 || digits == 13) {
        for (size_t i = 0; i < 10; i++) out->local = out->local * 10 + (text.data[i] - '0');
        if (out->local < 1000000000 || out->local > 4102444800) return false;
    } else {
        return false;
    }
    out->seconds = out->local;
    return true;
}

struct vdt_view vdt_date_written(struct vdt_arena *arena, struct vdt_view text) {
    struct moment moment;
    struct vdt_view none = { NULL, 0 };
    text = vdt_view_trim(text);
    if (!text.size || text.size > 60) return none;
    if (read_digits(text, &moment)) return write_moment(arena, &moment);
    if (!find_date(text, &moment)) return none;
    bool half = vdt_lower(text.data[text.size - 1]) == 'm' || vdt_view_ends(text, VDT_LITERAL("m."));
    if (names_zone(text) && !half) moment.has_time = false;
    return write_moment(arena, &moment);
}

/* A day that stands in an address: /2021/12/03/, /2021-12-03, /20211203. */
static bool day_of_address(struct vdt_view url, int32_t *out) {
    for (size_t at = 0; at + 9 <= url.size; at++) {
        if (is_digit(url.data[at]) || !is_digit(url.data[at + 1])) continue;
        struct scan scan = { url.data + at + 1, url.data + url.size };
        int digits = digits_ahead(&scan), year = 0, month = 0, day = 0;
        if (digits == 8) {
            year = number(&scan, 4), month = number(&scan, 2), day = number(&scan, 2);
        } else if (digits == 4) {
            year = number(&scan, 4);
            char mark = scan.at < scan.end ? *scan.at++ : ' ';
            if (mark != '/' && mark != '-' && mark != '_') continue;
            const char *before = scan.at;
            int months = digits_ahead(&scan);
            month = months && months <= 2 ? number(&scan, months) : month_ahead(&scan);
            if (scan.at == before || scan.at == scan.end || *scan.at++ != mark) continue;
            int days = digits_ahead(&scan);
            day = days && days <= 2 ? number(&scan, days) : 0;
        }
        if (year < 1990 || year > 2100 || !vdt_date_valid(year, month, day)) continue;
        *out = vdt_day_of(year, month, day);
        return true;
    }
    return false;
}

/* --- what the page shows --- */

enum { SHOWN = 8, NEAR_BYTES = 1500, LABEL_BYTES = 160 };

struct shown {
    struct moment items[SHOWN];
    bool updated[SHOWN]; /* it is said to be the time of a change */
    int count;
};

/* Dates in short lines around the headline and before the text begins. */
static void look(const struct vdt_page_witness *w, struct shown *out) {
    uint32_t headline = w->text->headline_at, first = w->text->first_at;
    uint32_t from = headline > 400 ? headline - 400 : 0;
    if (!headline) from = first > NEAR_BYTES ? first - NEAR_BYTES : 0;
    uint32_t to = headline && (!first || headline + NEAR_BYTES > first) ? headline + NEAR_BYTES : first + 1;
    for (size_t i = 0; i < w->tree->block_count && out->count < SHOWN; i++) {
        const struct vdt_block *block = &w->tree->blocks[i];
        if (block->end < from || block->linked > 40) continue;
        if (block->begin > to) break;
        struct vdt_view line = vdt_block_text(w->tree, i);
        if (line.size > LABEL_BYTES || !find_date(line, &out->items[out->count])) continue;
        bool updated = vdt_view_holds_fold(line, "updated") || vdt_view_holds_fold(line, "modified");
        if (updated && (vdt_view_holds_fold(line, "published") || vdt_view_holds_fold(line, "posted"))) updated = false;
        out->updated[out->count++] = updated;
    }
}

/* The time element that stands nearest to the headline, the first where there is none. */
static const struct vdt_time_mark *nearest_time(const struct vdt_page_witness *w, enum vdt_time_kind kind) {
    const struct vdt_time_mark *best = NULL;
    uint32_t least = UINT32_MAX, headline = w->text->headline_at;
    for (size_t i = 0; i < w->tree->time_count; i++) {
        const struct vdt_time_mark *mark = &w->tree->times[i];
        if (mark->kind != kind) continue;
        uint32_t distance = !headline ? (uint32_t)i : mark->at > headline ? mark->at - headline : headline - mark->at;
        if (headline && kind == VDT_TIME_SEEN && distance > NEAR_BYTES) continue;
        if (distance < least) least = distance, best = mark;
    }
    return best;
}

/* --- deciding --- */

enum { WITNESSES = 12 };

struct said {
    struct moment items[WITNESSES];
    int count;
};

static void ask(struct vdt_arena *arena, struct said *said, struct vdt_view text, struct vdt_view *bad) {
    if (!text.size || said->count == WITNESSES) return;
    if (read_moment(arena, text, &said->items[said->count]))
        said->count++;
    else if (bad && !bad->size)
        *bad = text;
}

static struct vdt_view value_of(const struct vdt_time_mark *mark) {
    return mark ? mark->value : (struct vdt_view){ NULL, 0 };
}

static int64_t distance(int64_t a, int64_t b) {
    return a > b ? a - b : b - a;
}

/* The same moment told with another zone than Greenwich's, if anybody does. */
static struct moment with_zone(struct vdt_arena *arena, struct moment moment, const struct said *said,
                               const struct shown *shown) {
    if (!moment.has_time || moment.local != moment.seconds) return moment;
    for (int i = 0; i < said->count; i++) {
        const struct moment *other = &said->items[i];
        if (other->has_zone && other->local != other->seconds && distance(other->seconds, moment.seconds) < 60)
            return *other;
    }
    if (!moment.has_zone) return moment;
    for (int i = 0; i < shown->count; i++) {
        const struct moment *other = &shown->items[i];
        if (!other->has_time) continue;
        int64_t begin = moment.seconds - moment.seconds % 60, east = other->local - begin;
        if (distance(east, 0) > 14 * 3600 || east % 900 || !east) continue;
        struct moment zoned = {
            .local = moment.seconds + east, .seconds = moment.seconds, .has_time = true, .has_zone = true
        };
        zoned.text = write_moment(arena, &zoned);
        return zoned.text.data ? zoned : moment;
    }
    return moment;
}

/* Is it the same moment on some clock of the world? */
static bool same_clock(const struct moment *shown, const struct moment *moment) {
    if (!shown->has_time || !moment->has_time) return false;
    int64_t away = shown->local - (moment->seconds - moment->seconds % 60);
    return distance(away, 0) <= 14 * 3600 && away % 900 == 0;
}

/* Does the page show the day of `other`, later than `published`, and only that? */
static bool shows_only(const struct shown *shown, const struct moment *published, const struct moment *other) {
    bool found = false;
    for (int i = 0; i < shown->count; i++) {
        const struct moment *seen = &shown->items[i];
        if (shown->updated[i]) return false;
        bool clock = same_clock(seen, other) && !same_clock(seen, published);
        if (!clock && distance(day_of(seen), day_of(published)) <= 1) return false;
        found |= clock || distance(day_of(seen), day_of(other)) <= 1;
    }
    return found && day_of(other) > day_of(published);
}

enum vdt_status vdt_page_dates(struct vdt_arena *arena, const struct vdt_page_witness *w, struct vdt_page *page,
                               struct vdt_error *error) {
    const struct vdt_page_facts *facts = w->facts;
    struct vdt_view none = { NULL, 0 };
    struct said published = { .count = 0 }, updated = { .count = 0 };
    struct shown shown = { .count = 0 };
    look(w, &shown);
    bool weak = facts->published_rank > 2;
    ask(arena, &published, w->article ? w->article->published : none, &page->bad_date);
    ask(arena, &published, weak ? none : facts->published, &page->bad_date);
    ask(arena, &published, value_of(nearest_time(w, VDT_TIME_PUBLISHED)), &page->bad_date);
    ask(arena, &published, value_of(nearest_time(w, VDT_TIME_SEEN)), NULL);
    int32_t day;
    if (day_of_address(w->url, &day)) {
        char text[11];
        vdt_day_write(day, text);
        ask(arena, &published, vdt_arena_copy(arena, (struct vdt_view){ text, 10 }), NULL);
    }
    ask(arena, &published, weak ? facts->published : none, &page->bad_date);
    ask(arena, &updated, w->article ? w->article->modified : none, NULL);
    ask(arena, &updated, facts->modified, NULL);
    ask(arena, &updated, value_of(nearest_time(w, VDT_TIME_MODIFIED)), NULL);

    struct moment chosen = { 0 }, changed = updated.count ? updated.items[0] : (struct moment){ 0 };
    if (published.count) {
        chosen = published.items[0];
    } else if (shown.count) {
        read_moment(arena, shown.items[0].text, &chosen);
    } else {
        chosen = changed;
    }
    if (!chosen.text.size) return VDT_OK;
    /* a page that shows a later day than the first witness tells is of that day, if anybody else says so too */
    const struct moment first = chosen;
    for (int i = 1; i < published.count && chosen.seconds == first.seconds; i++)
        if (shows_only(&shown, &first, &published.items[i])) chosen = published.items[i];
    if (published.count && updated.count && chosen.seconds == first.seconds && shows_only(&shown, &first, &changed))
        chosen = changed;
    chosen = with_zone(arena, chosen, &published, &shown);
    page->published = chosen.text;
    if (changed.text.size && changed.seconds > chosen.seconds)
        page->updated = with_zone(arena, changed, &updated, &shown).text;
    page->bad_date.size = 0;
    return page->published.data ? VDT_OK : vdt_fail_memory(error, "reading a page");
}
