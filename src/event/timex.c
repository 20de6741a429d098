/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A grammar by hand, tried at each word from the longest construction to the shortest:
 *
 *   clock      "3:30 p.m. Monday", "Friday night", "this morning"
 *   part       "early", "late", "the end of" ... and a date
 *   date       a calendar date, month, year, decade, season, quarter, weekday, feast, "last week", "yesterday"
 *   shifted    "two days ago", "a year earlier", "the next day"
 *   set        "every day", "weekly", "each Monday"
 *   duration   "for three days", "the past two months", "two-year"
 *   reference  "now", "recently", "the future"
 *
 * What has no year takes the one that makes it nearest to publication; in an account of the past, whose years are not
 * those of publication, it takes the year told before it.
 */
#include "event/timex.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "text/utf8.h"

enum { VALUE_BYTES = 40, UNKNOWN_AMOUNT = -1 };

/* A date as far as it is told: 0 is what is not. */
struct moment {
    int year, month, day;
};

struct found {
    uint32_t next;
    const char *type;
    char value[VALUE_BYTES];
    struct moment at;
};

struct reader {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    const struct vdt_word *words; /* of the sentence */
    uint32_t count;
    struct moment now, told; /* publication, the last date of the text */
    bool dated, account;     /* publication is known; an account of the past */
    struct vdt_timex *items;
    size_t item_count, capacity;
};

/* --- words --- */

static bool is(const struct reader *r, uint32_t i, const char *what) {
    return i < r->count && vdt_view_is_fold(r->words[i].form, what);
}

/* Is the word one of those in the list, which a blank parts? Its number, -1 where it is none. */
static int one_of(const struct reader *r, uint32_t i, const char *list) {
    if (i >= r->count || !r->words[i].form.size) return -1;
    struct vdt_view rest = vdt_view_of(list);
    for (int number = 0; rest.size; number++)
        if (vdt_view_equal_fold(r->words[i].form, vdt_view_cut(&rest, ' '))) return number;
    return -1;
}

static bool any_of(const struct reader *r, uint32_t i, const char *list) {
    return one_of(r, i, list) >= 0;
}

/* Behind word i and the hyphen that may follow. */
static uint32_t past_hyphen(const struct reader *r, uint32_t i) {
    return is(r, i + 1, "-") ? i + 2 : i + 1;
}

static bool is_capital(const struct reader *r, uint32_t i) {
    return i < r->count && r->words[i].form.size && r->words[i].form.data[0] >= 'A' && r->words[i].form.data[0] <= 'Z';
}

static bool digits_of(struct vdt_view form, int *out) {
    if (!form.size || form.size > 9) return false;
    int value = 0;
    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] == ',' && i && form.size - i >= 4) continue;
        if (form.data[i] < '0' || form.data[i] > '9' || value > 99999) return false;
        value = value * 10 + form.data[i] - '0';
    }
    *out = value;
    return true;
}

static int small_number(struct vdt_view form) {
    static const char *const names[] = { "one",     "two",     "three",     "four",     "five",    "six",      "seven",
                                         "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen", "fourteen",
                                         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" };
    static const char *const tens[] = { "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (vdt_view_is_fold(form, names[k])) return (int)k + 1;
    for (size_t k = 0; k < sizeof tens / sizeof *tens; k++) {
        size_t size = strlen(tens[k]);
        if (form.size < size || !vdt_view_is_fold(vdt_view_slice(form, 0, size), tens[k])) continue;
        if (form.size == size) return ((int)k + 2) * 10;
        if (form.data[size] != '-') continue;
        int rest = small_number(vdt_view_slice(form, size + 1, form.size));
        if (rest > 0 && rest < 10) return ((int)k + 2) * 10 + rest;
    }
    return 0;
}

/* "3", "1,200", "three", "twenty - five", "a hundred"; the word behind, 0 for none. */
static uint32_t number_at(const struct reader *r, uint32_t i, int *out) {
    if (i >= r->count) return 0;
    if (digits_of(r->words[i].form, out)) return i + 1;
    bool article = any_of(r, i, "a an") && any_of(r, i + 1, "hundred thousand dozen");
    int value = article ? 1 : small_number(r->words[i].form);
    if (!value) return 0;
    uint32_t next = i + 1;
    if (value >= 20 && value % 10 == 0) {
        uint32_t at = is(r, next, "-") ? next + 1 : next;
        int rest = at < r->count ? small_number(r->words[at].form) : 0;
        if (rest > 0 && rest < 10) value += rest, next = at + 1;
    }
    if (is(r, next, "hundred")) value *= 100, next++;
    if (is(r, next, "thousand")) value *= 1000, next++;
    if (is(r, next, "dozen")) value *= 12, next++;
    *out = value;
    return next;
}

/* "about three", "several", "a few", "more than 20", "a": UNKNOWN_AMOUNT where it is not told. */
static uint32_t amount_at(const struct reader *r, uint32_t i, int *out) {
    if (any_of(r, i, "more less") && is(r, i + 1, "than")) i += 2;
    else if (is(r, i, "at") && any_of(r, i + 1, "least most")) i += 2;
    else if (is(r, i, "up") && is(r, i + 1, "to")) i += 2;
    else if (any_of(r, i, "about nearly almost over around roughly approximately some")) i++;
    uint32_t next = number_at(r, i, out);
    if (next) return is(r, next, "more") ? next + 1 : next;
    if (any_of(r, i, "a the") && any_of(r, i + 1, "few couple")) i++;
    if (is(r, i, "couple")) {
        *out = 2;
        return i + 1 + (is(r, i + 1, "of") ? 1 : 0);
    }
    if (any_of(r, i, "several few many")) {
        *out = UNKNOWN_AMOUNT;
        return i + 1 + (is(r, i + 1, "more") ? 1 : 0);
    }
    if (any_of(r, i, "a an")) {
        *out = 1;
        return i + 1;
    }
    return 0;
}

enum unit { SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, NO_UNIT };

static enum unit unit_at(const struct reader *r, uint32_t i, bool *plural) {
    int number = one_of(r, i, "second minute hour day week month quarter year decade century");
    *plural = false;
    if (number >= 0) return (enum unit)number;
    *plural = true;
    number = one_of(r, i, "seconds minutes hours days weeks months quarters years decades centuries");
    return number >= 0 ? (enum unit)number : NO_UNIT;
}

/* --- values --- */

static bool say(struct found *out, uint32_t next, const char *type, const char *value) {
    out->next = next;
    out->type = type;
    snprintf(out->value, sizeof out->value, "%s", value);
    return true;
}

static bool say_length(struct found *out, uint32_t next, const char *type, int amount, enum unit unit) {
    static const char letters[] = "SMHDWMQYYY";
    int times = unit == DECADE ? 10 : unit == CENTURY ? 100 : 1;
    out->next = next;
    out->type = type;
    out->at = (struct moment){ 0 };
    if (amount == UNKNOWN_AMOUNT && times > 1)
        snprintf(out->value, sizeof out->value, "PX%c", unit == DECADE ? 'E' : 'C');
    else if (amount == UNKNOWN_AMOUNT)
        snprintf(out->value, sizeof out->value, "P%sX%c", unit <= HOUR ? "T" : "", letters[unit]);
    else
        snprintf(out->value, sizeof out->value, "P%s%d%c", unit <= HOUR ? "T" : "", amount * times, letters[unit]);
    return true;
}

static bool say_moment(struct found *out, uint32_t next, struct moment at) {
    out->next = next;
    out->type = "DATE";
    out->at = at;
    if (at.year < 0) {
        if (at.day) snprintf(out->value, sizeof out->value, "BC%04d-%02d-%02d", -at.year, at.month, at.day);
        else if (at.month) snprintf(out->value, sizeof out->value, "BC%04d-%02d", -at.year, at.month);
        else snprintf(out->value, sizeof out->value, "BC%04d", -at.year);
        return true;
    }
    char year[12] = "XXXX";
    if (at.year) snprintf(year, sizeof year, "%04d", at.year);
    if (at.day) snprintf(out->value, sizeof out->value, "%s-%02d-%02d", year, at.month, at.day);
    else if (at.month) snprintf(out->value, sizeof out->value, "%s-%02d", year, at.month);
    else snprintf(out->value, sizeof out->value, "%s", year);
    return true;
}

static struct moment moment_of(int32_t day) {
    if (day < vdt_day_of(1, 1, 1) || day > vdt_day_of(9999, 12, 31)) return (struct moment){ 0 };
    struct vdt_date date = vdt_date_of(day);
    return (struct moment){ date.year, date.month, date.day };
}

static bool has_day(struct moment at) {
    return at.year > 0 && vdt_date_valid(at.year, at.month, at.day);
}

static int32_t day_of(struct moment at) {
    return vdt_day_of(at.year, at.month ? at.month : 1, at.day ? at.day : 1);
}

static bool say_day(struct found *out, uint32_t next, int32_t day) {
    return say_moment(out, next, moment_of(day));
}

/* The week of a day, as ISO 8601 counts. */
static bool say_week(struct found *out, uint32_t next, int32_t day, const char *ending) {
    int32_t thursday = day - vdt_weekday_of(day) + 3;
    struct vdt_date date = vdt_date_of(thursday);
    int week = (thursday - vdt_day_of(date.year, 1, 1)) / 7 + 1;
    out->next = next;
    out->type = "DATE";
    out->at = moment_of(thursday);
    snprintf(out->value, sizeof out->value, "%04d-W%02d%s", date.year, week, ending);
    return true;
}

static bool say_ending(struct found *out, uint32_t next, int year, const char *ending) {
    out->next = next;
    out->type = "DATE";
    out->at = (struct moment){ year, 0, 0 };
    if (year) snprintf(out->value, sizeof out->value, "%s%04d-%s", year < 0 ? "BC" : "", abs(year), ending);
    else snprintf(out->value, sizeof out->value, "XXXX-%s", ending);
    return true;
}

/* --- tense, and the year of what has none --- */

static bool is_future(const struct reader *r, uint32_t i) {
    static const char ahead[] = "will 'll shall scheduled planned due expected upcoming slated plans planning expects set would";
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 14; steps++) {
        if (any_of(r, k, ahead)) return true;
        if (vdt_view_is(r->words[k].xpos, "VBD")) return false;
    }
    for (uint32_t k = i; k < r->count && k < i + 10; k++) {
        if (any_of(r, k, ahead)) return true;
        if (vdt_view_is(r->words[k].xpos, "VBD")) return false;
    }
    return false;
}

static struct moment base_of(const struct reader *r) {
    return r->account && r->told.year ? r->told : r->now;
}

/* The year in which a month and day lies that has none; 0 where nothing tells. */
static int year_for(const struct reader *r, uint32_t i, int month, int day) {
    struct moment base = base_of(r);
    if (!base.year) return 0;
    /* an account goes forward: January behind November is the next one */
    if (r->account && r->told.year) return base.year > 0 && base.month && month - base.month <= -7 ? base.year + 1 : base.year;
    int32_t here = day_of(base), that = vdt_day_of(base.year, month, day ? day : 1);
    bool future = is_future(r, i);
    if (future && that + (day ? 0 : 27) < here) return base.year + 1;
    if (!future && that > here + (day ? 30 : 0) && base.year > 1) return base.year - 1;
    return base.year;
}

/* --- calendar --- */

static int month_at(const struct reader *r, uint32_t i, uint32_t *next) {
    static const char full[] = "january february march april may june july august september october november december";
    static const char dotted[] = "jan. feb. mar. apr. may. jun. jul. aug. sept. oct. nov. dec.";
    static const char bare[] = "jan feb mar apr may jun jul aug sep oct nov dec";
    if (!is_capital(r, i) || r->words[i].upos == VDT_UPOS_AUX || r->words[i].upos == VDT_UPOS_VERB) return 0;
    int month = one_of(r, i, full);
    if (month < 0) month = one_of(r, i, dotted);
    if (month < 0 && is(r, i, "sep.")) month = 8;
    *next = i + 1;
    int number;
    if (month < 0 && (month = is(r, i, "sept") ? 8 : one_of(r, i, bare)) >= 0) {
        if (is(r, i + 1, ".")) *next = i + 2;
        bool number_beside = (*next < r->count && digits_of(r->words[*next].form, &number)) ||
                             (i && digits_of(r->words[i - 1].form, &number));
        if (!number_beside) return 0;
    }
    return month + 1;
}

static bool weekday_at(const struct reader *r, uint32_t i, int *out) {
    *out = is_capital(r, i) ? one_of(r, i, "monday tuesday wednesday thursday friday saturday sunday") : -1;
    if (*out < 0 && is_capital(r, i)) *out = one_of(r, i, "mon. tue. wed. thu. fri. sat. sun.");
    if (*out < 0 && is_capital(r, i)) *out = one_of(r, i, "mondays tuesdays wednesdays thursdays fridays saturdays sundays");
    return *out >= 0;
}

/* "5", "5th", "fifth" */
static uint32_t day_number_at(const struct reader *r, uint32_t i, int *out) {
    if (i >= r->count) return 0;
    struct vdt_view form = r->words[i].form;
    if (form.size > 2 && (form.data[0] >= '0' && form.data[0] <= '9')) {
        struct vdt_view tail = vdt_view_slice(form, form.size - 2, form.size);
        if (vdt_view_equal_fold(tail, VDT_LITERAL("st")) || vdt_view_equal_fold(tail, VDT_LITERAL("nd")) ||
            vdt_view_equal_fold(tail, VDT_LITERAL("rd")) || vdt_view_equal_fold(tail, VDT_LITERAL("th")))
            form.size -= 2;
    }
    if (form.size <= 2 && digits_of(form, out) && *out >= 1 && *out <= 31) return i + 1;
    int order = one_of(r, i, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
                             "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth");
    *out = order + 1;
    return order >= 0 ? i + 1 : 0;
}

/* "BC", "B.C.", "AD"; behind it. */
static uint32_t era_at(const struct reader *r, uint32_t i, bool *before) {
    *before = any_of(r, i, "BC B.C. B.C BCE");
    if (*before || any_of(r, i, "AD A.D. CE")) return i + 1;
    return i;
}

static bool is_year(const struct reader *r, uint32_t i, int *out) {
    return i < r->count && r->words[i].form.size == 4 && digits_of(r->words[i].form, out) && *out >= 1000 && *out <= 2100;
}

/* "1998", "'98", "nineteen ninety-eight", "49 BC" */
static uint32_t year_at(const struct reader *r, uint32_t i, int *out) {
    if (i >= r->count) return 0;
    bool before;
    struct vdt_view form = r->words[i].form;
    if (form.size <= 4 && digits_of(form, out) && *out > 0) {
        uint32_t next = era_at(r, i + 1, &before);
        if (next > i + 1) {
            if (before) *out = -*out;
            return next;
        }
    }
    if (is_year(r, i, out)) return i + 1;
    if (form.size == 3 && form.data[0] == '\'' && digits_of(vdt_view_slice(form, 1, 3), out)) {
        *out += *out < 40 ? 2000 : 1900;
        return i + 1;
    }
    if (any_of(r, i, "nineteen eighteen")) {
        int rest;
        uint32_t next = number_at(r, i + 1, &rest);
        if (next && rest >= 10 && rest < 100) {
            *out = (is(r, i, "nineteen") ? 1900 : 1800) + rest;
            return next;
        }
    }
    return 0;
}

/* A year behind a month: a comma or "of" may stand between, and "this year", "last year", "that year". */
static uint32_t year_behind(const struct reader *r, uint32_t i, int *out) {
    uint32_t at = i + (is(r, i, ",") || is(r, i, "of") ? 1 : 0);
    uint32_t next = year_at(r, at, out);
    if (next) return next;
    struct moment base = base_of(r);
    int which = is(r, at + 1, "year") ? one_of(r, at, "last this next") : -1;
    if (which >= 0 && base.year > 1) {
        *out = base.year + which - 1;
        return at + 2;
    }
    if (is(r, at, "that") && is(r, at + 1, "year") && r->told.year) {
        *out = r->told.year;
        return at + 2;
    }
    *out = 0;
    return 0;
}

static bool is_valid(int year, int month, int day) {
    return year > 0 ? vdt_date_valid(year, month, day) : day <= vdt_month_days(2000, month);
}

/* A day of a month: "May 5, 1998", "5 May 1998", "the 5th of May", "5-8 May": the first number too. */
static bool day_month_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0), next, behind;
    int day = 0, month, year = 0, other;
    if ((month = month_at(r, at, &next)) != 0) {
        if (at > i) return false; /* "the May 5 attack": the article is the attack's */
        uint32_t number = next + (is(r, next, "the") ? 1 : 0);
        if (!(number = day_number_at(r, number, &day))) return false;
        if (is(r, number, ":")) return false;
        next = number;
    } else {
        if (!(next = day_number_at(r, at, &day))) return false;
        bool range = any_of(r, next, "- \xE2\x80\x93 and to or") && day_number_at(r, next + 1, &other);
        uint32_t name = range ? next + 2 : next + (is(r, next, "of") ? 1 : 0);
        if (!(month = month_at(r, name, &behind))) return false;
        if (range) year_behind(r, behind, &year);
        else next = behind;
        if (!year && range) year = year_for(r, i, month, day);
        if (range) return is_valid(year, month, day) && say_moment(out, next, (struct moment){ year, month, day });
    }
    behind = year_behind(r, next, &year);
    if (behind) next = behind;
    else year = year_for(r, i, month, day);
    if (!is_valid(year, month, day)) return false;
    return say_moment(out, next, (struct moment){ year, month, day });
}

static bool month_year_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "last next this") ? 1 : 0), next;
    int month = month_at(r, at, &next), year, step = at > i ? one_of(r, i, "last this next") - 1 : 0;
    if (!month) return false;
    uint32_t behind = year_behind(r, next, &year);
    if (behind) return say_moment(out, behind, (struct moment){ year, month, 0 });
    struct moment base = base_of(r);
    year = year_for(r, i, month, 0);
    if (step < 0 && base.year && base.month && base.month <= month && year == base.year) year--;
    if (step > 0 && base.year && base.month && base.month >= month && year == base.year) year++;
    return say_moment(out, next, (struct moment){ year, month, 0 });
}

/* "1998-05-02", "5/2/98", "05-02-1998" */
static bool numeric_at(const struct reader *r, uint32_t i, struct found *out) {
    if (i >= r->count) return false;
    struct vdt_view form = r->words[i].form, rest = form;
    char separator = memchr(form.data, '/', form.size) ? '/' : '-';
    if (form.size < 6 || form.size > 10 || !memchr(form.data, separator, form.size)) return false;
    int a, b, c;
    if (!digits_of(vdt_view_cut(&rest, separator), &a) || !digits_of(vdt_view_cut(&rest, separator), &b) || !digits_of(rest, &c))
        return false;
    if (a > 999) return vdt_date_valid(a, b, c) && say_moment(out, i + 1, (struct moment){ a, b, c });
    if (c < 100) c += c < 40 ? 2000 : 1900;
    if (vdt_date_valid(c, a, b)) return say_moment(out, i + 1, (struct moment){ c, a, b });
    return vdt_date_valid(c, b, a) && say_moment(out, i + 1, (struct moment){ c, b, a });
}

/* "Friday", "last Friday", "next Friday", "Friday, May 5" */
static bool weekday_date_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "last next this") ? 1 : 0);
    int weekday;
    if (!weekday_at(r, at, &weekday)) return false;
    struct found date;
    uint32_t behind = at + 1 + (is(r, at + 1, ",") ? 1 : 0);
    if (day_month_at(r, behind, &date)) {
        *out = date;
        return true;
    }
    struct moment base = base_of(r);
    if (!has_day(base)) {
        char value[VALUE_BYTES];
        snprintf(value, sizeof value, "XXXX-WXX-%d", weekday + 1);
        return say(out, at + 1, "DATE", value);
    }
    int32_t here = day_of(base);
    int back = (vdt_weekday_of(here) - weekday + 7) % 7;
    bool last = at > i && is(r, i, "last"), ahead = (at > i && is(r, i, "next")) || is_future(r, i);
    if (last && !back) back = 7;
    int32_t day = ahead && !last ? here + (back ? 7 - back : (is(r, i, "next") ? 7 : 0)) : here - back;
    return say_day(out, at + 1, day);
}

static bool season_at(const struct reader *r, uint32_t i, struct found *out) {
    static const char *const values[] = { "SP", "SU", "FA", "FA", "WI" };
    uint32_t at = i + (any_of(r, i, "the last next this that") ? 1 : 0), next;
    int season = one_of(r, at, "spring summer autumn fall winter"), year;
    if (season < 0) return false;
    if (season == 3 && r->words[at].upos == VDT_UPOS_VERB) return false;
    next = year_behind(r, at + 1, &year);
    if (!next && season == 3 && at == i) return false;
    if (!next) {
        struct moment base = base_of(r);
        next = at + 1;
        year = base.year;
        static const int begins[] = { 3, 6, 9, 9, 12 };
        if (year && !r->account && !is_future(r, i) && base.month < begins[season] && !is(r, i, "this") && !is(r, i, "next"))
            year--;
        else if (year && at > i && is(r, i, "last")) year--;
        else if (year && at > i && is(r, i, "next") && base.month >= begins[season]) year++;
    }
    return say_ending(out, next, year, values[season]);
}

/* "the third quarter of 1998", "third - quarter", "the fiscal first quarter", "the latest quarter" */
static bool quarter_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    int year = 0;
    struct moment base = base_of(r);
    if (is(r, i, "this") && is(r, i + 1, "year") && is(r, i + 2, "'s")) at = i + 3, year = base.year;
    else if (is(r, i, "last") && is(r, i + 1, "year") && is(r, i + 2, "'s")) at = i + 3, year = base.year - 1;
    if (is_year(r, at, &year)) at++;
    if (is(r, at, "fiscal")) at++;
    int quarter = one_of(r, at, "first second third fourth") + 1;
    uint32_t next = past_hyphen(r, at);
    if (quarter && is(r, next, "quarter")) {
        next++;
    } else {
        int whole = one_of(r, at, "first-quarter second-quarter third-quarter fourth-quarter") + 1;
        bool current = any_of(r, at, "latest current") && is(r, at + 1, "quarter");
        if (!whole && !current) return false;
        quarter = whole ? whole : base.month ? (base.month + 2) / 3 - (is(r, at, "latest") ? 1 : 0) : 0;
        next = whole ? at + 1 : at + 2;
        if (!quarter && base.year) quarter = 4, year = base.year - 1;
    }
    int told;
    uint32_t behind = year_behind(r, next, &told);
    if (behind) next = behind, year = told;
    if (!year && base.year) year = !r->account && base.month && quarter > (base.month + 2) / 3 && !is_future(r, i) ? base.year - 1 : base.year;
    char ending[16];
    if (quarter) snprintf(ending, sizeof ending, "Q%d", quarter);
    else snprintf(ending, sizeof ending, "QX");
    return say_ending(out, next, year, ending);
}

/* "the 1990s", "the nineties", "the 19th century" */
static bool era_of_years_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    if (at < r->count && any_of(r, at, "early late mid")) at = past_hyphen(r, at);
    if (at >= r->count) return false;
    struct vdt_view form = r->words[at].form;
    int year = 0;
    char value[VALUE_BYTES];
    bool written = form.size == 5 && vdt_lower(form.data[4]) == 's' && digits_of(vdt_view_slice(form, 0, 4), &year);
    if (!written && form.size == 6 && form.data[4] == '\'' && digits_of(vdt_view_slice(form, 0, 4), &year)) written = true;
    int name = one_of(r, at, "twenties thirties forties fifties sixties seventies eighties nineties");
    if (!written && name >= 0 && at > i) year = 1920 + name * 10, written = true;
    if (written && year >= 1000) {
        snprintf(value, sizeof value, "%03d", year / 10);
        return say(out, at + 1, "DATE", value);
    }
    int century;
    if (!day_number_at(r, at, &century)) return false;
    uint32_t next = past_hyphen(r, at);
    if (!is(r, next, "century") || century < 1) return false;
    bool before;
    next = era_at(r, next + 1, &before);
    snprintf(value, sizeof value, "%s%02d", before ? "BC" : "", before ? century : century - 1);
    return say(out, next, "DATE", value);
}

static bool year_alone_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "fiscal financial") ? 1 : 0);
    if (is(r, i, "the") && is(r, i + 1, "year")) at = i + 2;
    int year;
    uint32_t next = year_at(r, at, &year);
    if (!next) return false;
    bool dated = any_of(r, at ? at - 1 : r->count, "in of since by until from during early late mid before after between for to and , ( - \xE2\x80\x93");
    bool counted = next < r->count && at + 1 == next && r->words[next].upos == VDT_UPOS_NOUN && vdt_view_is(r->words[next].xpos, "NNS");
    bool plain = (year > 0 && year < 1800) || year > 2050;
    if (plain && at == i && (!dated || counted)) return false;
    if (counted && !dated) return false;
    return say_moment(out, next, (struct moment){ year, 0, 0 });
}

/* "Christmas", "New Year's Day", "Thanksgiving" with or without a year */
static int32_t nth_weekday(int year, int month, int weekday, int which) {
    int32_t first = vdt_day_of(year, month, 1);
    return first + (weekday - vdt_weekday_of(first) + 7) % 7 + 7 * (which - 1);
}

static bool feast_at(const struct reader *r, uint32_t i, struct found *out) {
    if (!is_capital(r, i)) return false;
    int feast = one_of(r, i, "christmas thanksgiving halloween ramadan");
    uint32_t next = i + 1;
    bool eve = false, new_year = is(r, i, "new") && is(r, i + 1, "year") && is_capital(r, i + 1);
    if (new_year) next = i + 2 + (any_of(r, i + 2, "'s \xE2\x80\x99s") ? 1 : 0);
    else if (feast < 0 || feast == 3) return false;
    if (any_of(r, next, "day eve") && is_capital(r, next)) eve = is(r, next, "eve"), next++;
    else if (new_year) return false;
    int year;
    uint32_t behind = year_behind(r, next, &year);
    if (behind) next = behind;
    int month = new_year ? 1 : feast == 0 ? 12 : feast == 1 ? 11 : 10, day = new_year ? 1 : feast == 0 ? 25 : feast == 1 ? 24 : 31;
    if (!behind) year = year_for(r, i, month, day);
    if (year <= 0) return say_moment(out, next, (struct moment){ 0, month, day });
    int32_t when = feast == 1 && !new_year ? nth_weekday(year, 11, 3, 4) : vdt_day_of(year, month, day);
    return say_day(out, next, when - (eve ? 1 : 0));
}

/* --- what hangs on publication or on the date before --- */

static bool say_shifted(struct found *out, uint32_t next, struct moment from, enum unit unit, int steps) {
    if (!from.year) return say(out, next, "DATE", unit == YEAR ? "XXXX" : "XXXX-XX-XX");
    if (unit == DECADE) unit = YEAR, steps *= 10;
    if (unit == CENTURY) unit = YEAR, steps *= 100;
    if (unit == YEAR || from.year < 0) {
        int year = from.year + (unit == YEAR ? steps : 0);
        return year && abs(year) < 10000 ? say_moment(out, next, (struct moment){ year, 0, 0 }) : say(out, next, "DATE", "XXXX");
    }
    if (unit == QUARTER) {
        int quarters = from.year * 4 + (from.month ? (from.month - 1) / 3 : 0) + steps;
        char ending[16];
        snprintf(ending, sizeof ending, "Q%d", quarters % 4 + 1);
        return say_ending(out, next, quarters / 4, ending);
    }
    if (unit == MONTH) {
        int months = from.year * 12 + (from.month ? from.month - 1 : 0) + steps;
        if (months < 12 || months >= 120000) return say(out, next, "DATE", "XXXX-XX");
        return say_moment(out, next, (struct moment){ months / 12, months % 12 + 1, 0 });
    }
    if (abs(steps) > 100000) return say(out, next, "DATE", "XXXX-XX-XX");
    int32_t day = day_of(from) + steps * (unit == WEEK ? 7 : unit == DAY ? 1 : 0);
    if (day < vdt_day_of(1, 1, 8) || day > vdt_day_of(9999, 12, 20)) return say(out, next, "DATE", "XXXX-XX-XX");
    if (unit == WEEK) return say_week(out, next, day, "");
    if (!from.day && unit == DAY) return say(out, next, "DATE", "XXXX-XX-XX");
    return say_day(out, next, day);
}

/* "yesterday", "today", "tomorrow", "tonight" */
static bool near_day_at(const struct reader *r, uint32_t i, struct found *out) {
    int step = one_of(r, i, "yesterday today tomorrow");
    if (step < 0) return false;
    if (!has_day(r->now)) return say(out, i + 1, "DATE", step == 1 ? "PRESENT_REF" : "XXXX-XX-XX");
    return say_day(out, i + 1, day_of(r->now) + step - 1);
}

/* "last week", "this year", "next month", "that year", "the previous day", "the same day", "the end of the year" */
static bool unit_near_at(const struct reader *r, uint32_t i, struct found *out) {
    bool article = any_of(r, i, "the that this"), plural;
    uint32_t at = i;
    struct moment base = base_of(r);
    int step;
    if (article && any_of(r, i + 1, "following next same previous preceding past last coming current fiscal very")) {
        step = any_of(r, i + 1, "following next coming") ? 1 : any_of(r, i + 1, "same current fiscal very") ? 0 : -1;
        at = i + 2;
        if (any_of(r, i + 1, "following next same previous preceding very") && r->told.year) base = r->told;
        if (is(r, at, "fiscal")) at++;
    } else if (any_of(r, i, "last this next")) {
        step = one_of(r, i, "last this next") - 1, at = i + 1;
        base = r->account ? base : r->now;
        if (is(r, at, "past")) at++, step = -1;
        else if (is(r, at, "fiscal")) at++;
    } else if (is(r, i, "that")) {
        step = 0, at = i + 1, base = r->told;
    } else {
        return false;
    }
    bool weekend = is(r, at, "weekend");
    enum unit unit = weekend ? WEEK : unit_at(r, at, &plural);
    if (unit == NO_UNIT || unit < DAY || (!weekend && plural)) return false;
    if (unit == DAY && any_of(r, i, "last this")) return false;
    if (unit == DECADE) {
        char value[VALUE_BYTES] = "XXX";
        if (base.year > 10) snprintf(value, sizeof value, "%03d", base.year / 10 + step);
        return say(out, at + 1, "DATE", value);
    }
    if (weekend && has_day(base)) {
        int back = step < 0 || (step == 0 && !is_future(r, i) && vdt_weekday_of(day_of(base)) < 3) ? -7 : step > 0 ? 7 : 0;
        return say_week(out, at + 1, day_of(base) + back, "-WE");
    }
    if (unit == WEEK && !base.day) return say(out, at + 1, "DATE", "XXXX-WXX");
    return say_shifted(out, at + 1, base, unit, step);
}

/* "the year", "the quarter", "the month", "the week", "the weekend", "the fiscal year" behind what asks for one */
static bool unit_with_article_at(const struct reader *r, uint32_t i, struct found *out) {
    if (!is(r, i, "the")) return false;
    uint32_t at = i + 1 + (any_of(r, i + 1, "full fiscal") ? 1 : 0);
    struct moment base = base_of(r);
    if (is(r, at, "weekend") && has_day(base)) {
        int back = is_future(r, i) || vdt_weekday_of(day_of(base)) > 3 ? 0 : -7;
        return say_week(out, at + 1, day_of(base) + back, "-WE");
    }
    bool plural;
    enum unit unit = unit_at(r, at, &plural);
    if (unit < QUARTER || unit > YEAR || plural || is(r, at + 1, "of")) return false;
    if (unit == QUARTER && base.year && !r->account) {
        return say_shifted(out, at + 1, base, unit, base.month % 3 == 1 || base.month % 3 == 2 ? -1 : 0);
    }
    return say_shifted(out, at + 1, base, unit, 0);
}

/* "two days ago", "a year earlier", "three months later", "year - ago" */
static bool counted_shift_at(const struct reader *r, uint32_t i, struct found *out) {
    int amount;
    bool plural;
    uint32_t at = amount_at(r, i, &amount), start = i + (is(r, i, "the") ? 1 : 0);
    if (!at && is(r, start, "year") && any_of(r, past_hyphen(r, start), "ago earlier")) at = start, amount = 1;
    if (!at && any_of(r, start, "year-ago year-earlier")) {
        uint32_t next = start + 1;
        bool quarter = any_of(r, next, "quarter period");
        return say_shifted(out, next + (quarter && start > i ? 1 : 0), base_of(r), YEAR, -1);
    }
    if (!at) return false;
    enum unit unit = unit_at(r, at, &plural);
    if (unit == NO_UNIT) return false;
    uint32_t word = past_hyphen(r, at);
    if (is(r, word, "or") && is(r, word + 1, "so")) word += 2;
    int which = one_of(r, word, "ago earlier before later after hence");
    if (which < 0 || (any_of(r, word, "before after") && word + 1 < r->count && r->words[word + 1].upos != VDT_UPOS_PUNCT)) return false;
    bool ahead = which >= 3;
    struct moment from = which == 0 || !r->told.year ? base_of(r) : r->told;
    if (which == 1 && !r->account) from = unit >= QUARTER ? r->now : from;
    if (unit < DAY) {
        return say_length(out, word + 1, "DURATION", amount, unit);
    }
    if (amount == UNKNOWN_AMOUNT) return say(out, word + 1, "DATE", ahead ? "FUTURE_REF" : "PAST_REF");
    if (!from.day && unit <= WEEK) return say(out, word + 1, "DATE", "XXXX-XX-XX");
    return say_shifted(out, word + 1, from, unit, ahead ? amount : -amount);
}

/* --- clock and parts of the day --- */

static const char *part_of_day(const struct reader *r, uint32_t i, uint32_t *next) {
    static const char *const values[] = { "MO", "AF", "EV", "NI", "MO", "AF", "EV", "NI" };
    int number = one_of(r, i, "morning afternoon evening night mornings afternoons evenings nights");
    *next = i + 1;
    return number >= 0 ? values[number] : NULL;
}

static bool say_part(struct found *out, uint32_t next, struct moment day, const char *part) {
    out->next = next;
    out->type = "TIME";
    out->at = day;
    if (has_day(day)) snprintf(out->value, sizeof out->value, "%04d-%02d-%02dT%s", day.year, day.month, day.day, part);
    else if (day.year < 0 && day.day) snprintf(out->value, sizeof out->value, "BC%04d-%02d-%02dT%s", -day.year, day.month, day.day, part);
    else snprintf(out->value, sizeof out->value, "XXXX-XX-XXT%s", part);
    return true;
}

static bool date_at(const struct reader *r, uint32_t i, struct found *out);

static bool part_of_day_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t next;
    const char *part;
    struct found date;
    if (is(r, i, "tonight")) return say_part(out, i + 1, r->now, "NI");
    uint32_t start = i + (any_of(r, i, "early late later earlier") ? 1 : 0);
    if (any_of(r, start, "this last that") && (part = part_of_day(r, start + 1, &next))) {
        struct moment day = is(r, start, "that") ? r->told : r->now;
        if (is(r, start, "last") && has_day(day)) day = moment_of(day_of(day) - 1);
        return say_part(out, next, day, part);
    }
    if (weekday_date_at(r, i, &date) || near_day_at(r, i, &date)) {
        if ((part = part_of_day(r, date.next, &next))) return say_part(out, next, date.at, part);
    }
    /* "the night of 5 May", "the morning of May 5" */
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    if ((part = part_of_day(r, at, &next))) {
        if (is(r, next, "of") && date_at(r, next + 1, &date) && date.at.day) return say_part(out, date.next, date.at, part);
        if (is(r, next, "of") || !is(r, i, "the") || !r->told.day) return false;
        return say_part(out, next, r->told, part);
    }
    return false;
}

static bool clock_at(const struct reader *r, uint32_t i, struct found *out) {
    if (i >= r->count) return false;
    int hour = -1, minute = 0;
    struct vdt_view form = r->words[i].form, rest = form;
    uint32_t next = i + 1;
    bool colon = memchr(form.data, ':', form.size) != NULL;
    if (colon) {
        if (!digits_of(vdt_view_cut(&rest, ':'), &hour) || rest.size < 2 || !digits_of(vdt_view_slice(rest, 0, 2), &minute)) return false;
    } else if (any_of(r, i, "noon midnight")) {
        hour = is(r, i, "noon") ? 12 : 24;
    } else if (!digits_of(form, &hour) || form.size > 2) {
        return false;
    }
    bool afternoon = any_of(r, next, "p.m. pm p.m"), morning = any_of(r, next, "a.m. am a.m");
    if (afternoon || morning) next++;
    else if (!colon && hour != 12 && hour != 24) return false;
    else if (!colon && !any_of(r, i, "noon midnight")) return false;
    if (hour > 24 || minute > 59) return false;
    if (afternoon && hour < 12) hour += 12;
    if (morning && hour == 12) hour = 0;
    if (any_of(r, next, "est edt gmt et pst local")) next += is(r, next, "local") && is(r, next + 1, "time") ? 2 : 1;
    struct moment day = has_day(base_of(r)) ? base_of(r) : (struct moment){ 0 };
    struct found date;
    if (weekday_date_at(r, next, &date) || near_day_at(r, next, &date) || day_month_at(r, next + (is(r, next, "on") ? 1 : 0), &date))
        day = date.at, next = date.next;
    out->next = next;
    out->type = "TIME";
    out->at = day;
    if (has_day(day))
        snprintf(out->value, sizeof out->value, "%04d-%02d-%02dT%02d:%02d", day.year, day.month, day.day, hour, minute);
    else
        snprintf(out->value, sizeof out->value, "XXXX-XX-XXT%02d:%02d", hour, minute);
    return true;
}

/* --- sets, lengths, references --- */

static bool set_at(const struct reader *r, uint32_t i, struct found *out) {
    static const char *const values[] = { "P1D", "P1W", "P1M", "P1Y", "PT1H", "P1M", "P1Y", "P1Y" };
    int adverb = one_of(r, i, "daily weekly monthly annually hourly nightly yearly annual");
    if (adverb >= 0 && adverb != 5 && adverb != 7) return say(out, i + 1, "SET", values[adverb]);
    bool plural;
    int weekday, amount = 1;
    if (any_of(r, i, "every each")) {
        uint32_t next, at = i + 1, number = number_at(r, at, &amount);
        if (number) at = number;
        else amount = 1;
        enum unit unit = unit_at(r, at, &plural);
        if (unit != NO_UNIT) return say_length(out, at + 1, "SET", amount, unit);
        char value[VALUE_BYTES];
        if (weekday_at(r, at, &weekday)) {
            snprintf(value, sizeof value, "XXXX-WXX-%d", weekday + 1);
            return say(out, at + 1, "SET", value);
        }
        int month = month_at(r, at, &next);
        if (month) {
            snprintf(value, sizeof value, "XXXX-%02d", month);
            return say(out, next, "SET", value);
        }
        return false;
    }
    if (any_of(r, i, "per")) {
        enum unit unit = unit_at(r, i + 1, &plural);
        return unit != NO_UNIT && unit >= HOUR && !plural && say_length(out, i + 2, "SET", 1, unit);
    }
    bool mondays = weekday_at(r, i, &weekday) && vdt_lower(r->words[i].form.data[r->words[i].form.size - 1]) == 's';
    if (!mondays) return false;
    char value[VALUE_BYTES];
    snprintf(value, sizeof value, "XXXX-WXX-%d", weekday + 1);
    return say(out, i + 1, "SET", value);
}

static bool duration_at(const struct reader *r, uint32_t i, struct found *out) {
    bool plural;
    int amount;
    uint32_t start = i;
    bool window = any_of(r, i, "the these") && any_of(r, i + 1, "past last next coming first previous following final recent");
    if (window) start = i + 2;
    else if (any_of(r, i, "past last next recent coming previous")) start = i + 1, window = true;
    else if (is(r, i, "the")) start = i + 1;
    uint32_t at = amount_at(r, start, &amount);
    bool article = at && at == start + 1 && any_of(r, start, "a an");
    if (!at) {
        enum unit unit = unit_at(r, start, &plural);
        if (unit == NO_UNIT) return false;
        if (!plural) return false;
        if (is(r, i, "the") && !window) return false;
        if (any_of(r, window ? start - 1 : r->count, "recent")) return unit == YEAR ? say(out, start + 1, "DATE", "PAST_REF") : say_length(out, start + 1, "DURATION", UNKNOWN_AMOUNT, unit);
        return say_length(out, start + 1, "DURATION", UNKNOWN_AMOUNT, unit);
    }
    bool hyphen = is(r, at, "-");
    if (hyphen) at++;
    enum unit unit = unit_at(r, at, &plural);
    if (unit == NO_UNIT) return false;
    if (unit == SECOND && !plural) return false;
    if (hyphen && is(r, at + 1, "-") && is(r, at + 2, "old")) return false; /* an age */
    if (article && start != i && !window) return false;
    /* "$3 a share, 5 times a day": a rate */
    return say_length(out, at + 1, "DURATION", amount, unit);
}

/* A word made of a number and a unit: "two-year", "10-day". */
static bool joined_length_at(const struct reader *r, uint32_t i, struct found *out) {
    if (i >= r->count) return false;
    static const char *const units[] = { "second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century" };
    struct vdt_view rest = r->words[i].form;
    int amount;
    struct vdt_view head = vdt_view_cut(&rest, '-'), unit = vdt_view_cut(&rest, '-');
    if (!unit.size || rest.size || (is(r, i + 1, "-") && is(r, i + 2, "old"))) return false; /* an age */
    if (!digits_of(head, &amount) && !(amount = small_number(head))) return false;
    for (int k = 0; k < NO_UNIT; k++)
        if (vdt_view_is_fold(unit, units[k])) return say_length(out, i + 1, "DURATION", amount, (enum unit)k);
    return false;
}

static bool reference_at(const struct reader *r, uint32_t i, struct found *out) {
    if (any_of(r, i, "now currently")) return say(out, i + 1, "DATE", "PRESENT_REF");
    if (is(r, i, "right") && is(r, i + 1, "now")) return say(out, i + 2, "DATE", "PRESENT_REF");
    if (is(r, i, "current") && !r->account) return say(out, i + 1, "DATE", "PRESENT_REF");
    if (any_of(r, i, "at for") && any_of(r, i + 1, "present")) return say(out, i + 2, "DATE", "PRESENT_REF");
    if (is(r, i, "recently") || (any_of(r, i, "former recent") && !r->account)) return say(out, i + 1, "DATE", "PAST_REF");
    if (is(r, i, "soon") && !r->account && !any_of(r, i + 1, "after as")) return say(out, i + 1, "DATE", "FUTURE_REF");
    uint32_t at = i + (any_of(r, i, "the") ? 1 : 0);
    bool near = any_of(r, at, "near foreseeable");
    if (is(r, at + (near ? 1 : 0), "future") && r->words[at + (near ? 1 : 0)].upos != VDT_UPOS_PROPN) return say(out, at + (near ? 2 : 1), "DATE", "FUTURE_REF");
    if (is(r, i, "the") && is(r, i + 1, "past") && i + 2 < r->count && r->words[i + 2].upos != VDT_UPOS_NOUN && r->words[i + 2].upos != VDT_UPOS_NUM &&
        r->words[i + 2].upos != VDT_UPOS_ADJ)
        return say(out, i + 2, "DATE", "PAST_REF");
    if (is(r, i, "these") && is(r, i + 1, "days")) return say(out, i + 2, "DATE", "PRESENT_REF");
    return false;
}

/* --- together --- */

static bool date_at(const struct reader *r, uint32_t i, struct found *out) {
    return numeric_at(r, i, out) || day_month_at(r, i, out) || quarter_at(r, i, out) || month_year_at(r, i, out) ||
           weekday_date_at(r, i, out) || feast_at(r, i, out) || season_at(r, i, out) || era_of_years_at(r, i, out) ||
           near_day_at(r, i, out) || unit_near_at(r, i, out) || year_alone_at(r, i, out);
}

/* "early May", "mid-1998", "the end of the year", "earlier this week", "ca. 500 BC" */
static bool part_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    if (any_of(r, at, "early late mid earlier later ca. ca c. circa")) {
        uint32_t next = past_hyphen(r, at);
        int weekday;
        if (any_of(r, at, "earlier later") && (weekday_at(r, next, &weekday) || near_day_at(r, next, out))) return false;
        if (any_of(r, next, "in on")) next++;
        if (date_at(r, next, out) || (next > at + 1 && unit_with_article_at(r, next, out))) return true;
        return false;
    }
    if (any_of(r, at, "end beginning start middle close rest") && is(r, at + 1, "of"))
        return date_at(r, at + 2, out) || unit_with_article_at(r, at + 2, out);
    /* "mid-May" as one word */
    if (at < r->count && r->words[at].form.size > 4 && vdt_view_equal_fold(vdt_view_slice(r->words[at].form, 0, 4), VDT_LITERAL("mid-"))) {
        struct vdt_word word = r->words[at];
        word.form = vdt_view_slice(word.form, 4, word.form.size);
        struct reader one = *r;
        one.words = &word;
        one.count = 1;
        struct found inside;
        if (!date_at(&one, 0, &inside)) return false;
        int year;
        uint32_t behind = inside.at.month && !inside.at.day ? year_behind(r, at + 1, &year) : 0;
        if (behind) return say_moment(out, behind, (struct moment){ year, inside.at.month, 0 });
        *out = inside;
        out->next = at + 1;
        return true;
    }
    return false;
}

static bool time_at(const struct reader *r, uint32_t i, struct found *out) {
    memset(out, 0, sizeof *out);
    return clock_at(r, i, out) || part_of_day_at(r, i, out) || part_at(r, i, out) || counted_shift_at(r, i, out) ||
           date_at(r, i, out) || set_at(r, i, out) || duration_at(r, i, out) || joined_length_at(r, i, out) ||
           unit_with_article_at(r, i, out) || reference_at(r, i, out);
}

static bool add(struct reader *r, uint32_t i, const struct found *found) {
    struct vdt_timex *items = vdt_arena_grow(r->arena, r->items, r->item_count, &r->capacity, sizeof *items);
    if (!items) return false;
    r->items = items;
    struct vdt_timex *item = &items[r->item_count++];
    *item = (struct vdt_timex){ .type = found->type, .value = vdt_arena_copy(r->arena, vdt_view_of(found->value)) };
    item->span.begin = r->words[i].begin;
    item->span.end = r->words[found->next - 1].end;
    item->span.text = vdt_view_slice(r->analysis->text, item->span.begin, item->span.end);
    if (found->at.year) r->told = found->at;
    return item->value.data != NULL;
}

static bool read_sentence(struct reader *r) {
    for (uint32_t i = 0; i < r->count;) {
        struct found found;
        bool fits = time_at(r, i, &found) && found.next > i && found.next <= r->count;
        if (fits && !add(r, i, &found)) return false;
        i = fits ? found.next : i + 1;
    }
    return true;
}

/* An account of the past: years are told often, and most are not those around publication. */
static bool is_account(const struct reader *r) {
    int years = 0, distant = 0, weekdays = 0;
    for (uint32_t i = 0; i < r->analysis->word_count; i++) {
        int year = 0;
        struct vdt_view form = r->analysis->words[i].form;
        weekdays += form.size >= 6 && form.data[0] >= 'A' && form.data[0] <= 'Z' && vdt_view_ends(form, VDT_LITERAL("day"));
        bool before = vdt_view_is(form, "BC");
        if (!before && !(form.size == 4 && digits_of(form, &year) && year >= 1000 && year <= 2100)) continue;
        years++;
        distant += before || !r->now.year || abs(year - r->now.year) > 1;
    }
    return years >= 5 && distant * 3 > years * 2 && weekdays * 3 < years && (uint32_t)years * 150 > r->analysis->word_count;
}

static void count_points(struct vdt_view text, struct vdt_timex *items, size_t count) {
    uint32_t byte = 0, point = 0;
    for (size_t i = 0; i < count; i++) {
        struct vdt_span *span = &items[i].span;
        for (; byte < span->begin; byte++) point += ((unsigned char)text.data[byte] & 0xC0) != 0x80;
        span->begin = point;
        span->end = point + (uint32_t)vdt_utf8_count(span->text);
    }
}

enum vdt_status vdt_timex_list(struct vdt_arena *arena, const struct vdt_analysis *analysis, int32_t published,
                               struct vdt_timex **out, size_t *count, struct vdt_error *error) {
    struct reader reader = { .arena = arena, .analysis = analysis, .dated = published != VDT_NO_DAY };
    if (reader.dated) reader.now = moment_of(published);
    reader.account = is_account(&reader);
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        reader.words = analysis->words + analysis->sentences[s].first;
        reader.count = analysis->sentences[s].count;
        if (!read_sentence(&reader)) return vdt_fail_memory(error, "listing times");
    }
    count_points(analysis->text, reader.items, reader.item_count);
    *out = reader.items;
    *count = reader.item_count;
    return VDT_OK;
}
