/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One grammar by hand, tried at each word from the longest construction to the shortest:
 *
 *   clock      "3:30 p.m. Monday", "Friday night", "this morning"
 *   part       "early", "late", "the end of" ... and a date
 *   date       a calendar date, month, year, decade, season, quarter, weekday, feast, "last week", "yesterday"
 *   shifted    "two days ago", "a year earlier", "the next day"
 *   set        "every day", "weekly", "each Monday"
 *   duration   "for three days", "the past two months", "two-year"
 *   reference  "now", "recently", "the future"
 *
 * What is said has a value as in TIMEX3 and, where they can be told, the days from which to which it reaches. "since 2014" and
 * "from Monday to Friday" are bound together when their parts have been read.
 *
 * What has no year takes the one that makes it nearest to publication; in an account of the past, whose years are not
 * those of publication, it takes the year told before it. A day that its month has not (February 30) stands for the month; of
 * February 29 the nearest year is one that has it. The year 0 and years of five digits are none.
 *
 * Known weaknesses: seasons are the northern ones; fiscal years are calendar years.
 */
#include "event/times.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { VALUE_BYTES = 40, UNKNOWN_AMOUNT = -1, MOST_AMOUNT = 100000000 };

/* A date as far as it is told: 0 is what is not. */
struct moment {
    int year, month, day;
};

struct found {
    uint32_t next, reach_next; /* the word behind it, and behind what it reaches over */
    const char *type, *mod;
    char value[VALUE_BYTES];
    struct moment at;
    int32_t from, to; /* VDT_NO_DAY where they cannot be told */
};

struct reader {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    const struct vdt_word *words; /* of the sentence */
    uint32_t count, sentence;
    bool has_tree;
    struct moment now, told; /* publication, the last date of the text */
    bool account;            /* of the past */
    int quarter, quarter_year; /* told last, 0 for none */
    struct vdt_time *items;
    size_t item_count, capacity;
};

/* --- words --- */

static const char units_word[] = "second minute hour day week month quarter year decade century";
static const char weekdays_word[] = "monday tuesday wednesday thursday friday saturday sunday";
static const char ranks_word[] = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
                                 "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";
static const char dash_word[] = "- \xE2\x80\x93";

static struct vdt_view form_of(const struct reader *r, uint32_t i) {
    return i < r->count ? r->words[i].form : (struct vdt_view){ NULL, 0 };
}

static bool is(const struct reader *r, uint32_t i, const char *what) {
    return i < r->count && vdt_view_is_fold(r->words[i].form, what);
}

/* Is the word one of those in the list, which a blank parts? Its number, -1 where it is none. */
static int word_in(struct vdt_view word, const char *list) {
    if (!word.size) return -1;
    struct vdt_view rest = vdt_view_of(list);
    for (int number = 0; rest.size; number++)
        if (vdt_view_equal_fold(word, vdt_view_cut(&rest, ' '))) return number;
    return -1;
}

static int one_of(const struct reader *r, uint32_t i, const char *list) {
    return word_in(form_of(r, i), list);
}

static bool any_of(const struct reader *r, uint32_t i, const char *list) {
    return one_of(r, i, list) >= 0;
}

/* Is the word before i one of those in the list? */
static bool after_any(const struct reader *r, uint32_t i, const char *list) {
    return i > 0 && any_of(r, i - 1, list);
}

/* Behind word i and the hyphen that may follow. */
static uint32_t past_hyphen(const struct reader *r, uint32_t i) {
    return is(r, i + 1, "-") ? i + 2 : i + 1;
}

static bool is_capital(const struct reader *r, uint32_t i) {
    return i < r->count && r->words[i].form.size && r->words[i].form.data[0] >= 'A' && r->words[i].form.data[0] <= 'Z';
}

/* Is the word one of an organisation's longer name: "Sunday Times"? */
static bool in_name(const struct reader *r, uint32_t i) {
    return vdt_name_type_of(r->words[i].name) == VDT_NAME_ORG && vdt_name_place_of(r->words[i].name) != VDT_NAME_UNIT;
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
    static const char ones[] = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
                               "eighteen nineteen";
    struct vdt_view rest = form, head = vdt_view_cut(&rest, '-');
    int one = word_in(form, ones), ten = word_in(head, "twenty thirty forty fifty sixty seventy eighty ninety");
    if (one >= 0) return one + 1;
    if (ten < 0) return 0;
    int digit = word_in(rest, ones) + 1;
    return !rest.size ? (ten + 2) * 10 : digit > 0 && digit < 10 ? (ten + 2) * 10 + digit : 0;
}

/* "3", "1,200", "three", "twenty - five", "a hundred"; the word behind, 0 for none. */
static uint32_t number_at(const struct reader *r, uint32_t i, int *out) {
    static const struct { const char *word; int times; } scales[] = { { "hundred", 100 }, { "thousand", 1000 }, { "dozen", 12 }, { "million", 1000000 }, { "billion", 1000000000 } };
    if (i >= r->count) return 0;
    bool article = any_of(r, i, "a an") && any_of(r, i + 1, "hundred thousand dozen million");
    int64_t value = 0;
    bool digits = digits_of(r->words[i].form, out);
    value = digits ? *out : article ? 1 : small_number(r->words[i].form);
    if (!value && !digits) return 0;
    uint32_t next = i + 1;
    if (!digits && value >= 20 && value % 10 == 0) {
        uint32_t at = is(r, next, "-") ? next + 1 : next;
        int rest = small_number(form_of(r, at));
        if (rest > 0 && rest < 10) value += rest, next = at + 1;
    }
    for (size_t k = 0; k < sizeof scales / sizeof *scales; k++)
        if (is(r, next, scales[k].word)) value *= scales[k].times, next++;
    *out = value < MOST_AMOUNT ? (int)value : MOST_AMOUNT;
    return next;
}

/* "about three", "several", "a few", "more than 20", "a": UNKNOWN_AMOUNT where it is not told. `mod` as in TIMEX3. */
static uint32_t amount_at(const struct reader *r, uint32_t i, int *out, const char **mod) {
    *mod = NULL;
    if (any_of(r, i, "more less") && is(r, i + 1, "than")) *mod = is(r, i, "more") ? "MORE_THAN" : "LESS_THAN", i += 2;
    else if (is(r, i, "at") && any_of(r, i + 1, "least most")) *mod = is(r, i + 1, "least") ? "EQUAL_OR_MORE" : "EQUAL_OR_LESS", i += 2;
    else if (is(r, i, "up") && is(r, i + 1, "to")) *mod = "EQUAL_OR_LESS", i += 2;
    else if (any_of(r, i, "over nearly almost")) *mod = is(r, i, "over") ? "MORE_THAN" : "LESS_THAN", i++;
    else if (any_of(r, i, "about around roughly approximately some")) *mod = "APPROX", i++;
    uint32_t next = number_at(r, i, out);
    if (next) return is(r, next, "more") ? next + 1 : next;
    if (any_of(r, i, "a the") && any_of(r, i + 1, "few couple")) i++;
    *out = is(r, i, "couple") ? 2 : any_of(r, i, "several few many") ? UNKNOWN_AMOUNT : any_of(r, i, "a an") ? 1 : 0;
    if (!*out) return 0;
    if (is(r, i, "couple")) return i + 1 + (is(r, i + 1, "of") ? 1 : 0);
    return i + 1 + (*out == UNKNOWN_AMOUNT && is(r, i + 1, "more") ? 1 : 0);
}

enum unit { SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, NO_UNIT };

static enum unit unit_at(const struct reader *r, uint32_t i, bool *plural) {
    int number = one_of(r, i, units_word);
    *plural = number < 0;
    if (*plural) number = one_of(r, i, "seconds minutes hours days weeks months quarters years decades centuries");
    return number >= 0 ? (enum unit)number : NO_UNIT;
}

/* --- values --- */

__attribute__((format(printf, 4, 5)))
static bool say(struct found *out, uint32_t next, const char *type, const char *format, ...) {
    va_list arguments;
    *out = (struct found){ .next = next, .reach_next = next, .type = type, .from = VDT_NO_DAY, .to = VDT_NO_DAY };
    va_start(arguments, format);
    vsnprintf(out->value, sizeof out->value, format, arguments);
    va_end(arguments);
    return true;
}

/* The days that it reaches over, where they can be written. */
static bool reach(struct found *out, int32_t from, int32_t to) {
    bool writable = vdt_day_of(1, 1, 1) <= from && from <= to && to <= vdt_day_of(9999, 12, 31);
    out->from = writable ? from : VDT_NO_DAY;
    out->to = writable ? to : VDT_NO_DAY;
    return true;
}

static bool reach_months(struct found *out, int year, int month, int months) {
    if (year < 1 || year > 9998) return true;
    int end = year * 12 + month - 1 + months;
    return reach(out, vdt_day_of(year, month, 1), vdt_day_of(end / 12, end % 12 + 1, 1) - 1);
}

static bool say_length(struct found *out, uint32_t next, const char *type, int amount, enum unit unit) {
    int64_t times = unit == DECADE ? 10 : unit == CENTURY ? 100 : 1;
    const char *clock = unit <= HOUR ? "T" : "";
    char letter = "SMHDWMQYYY"[unit];
    if (amount == UNKNOWN_AMOUNT && times > 1) return say(out, next, type, "PX%c", unit == DECADE ? 'E' : 'C');
    if (amount == UNKNOWN_AMOUNT) return say(out, next, type, "P%sX%c", clock, letter);
    return say(out, next, type, "P%s%lld%c", clock, (long long)(amount * times), letter);
}

static bool say_moment(struct found *out, uint32_t next, struct moment at) {
    char year[16] = "XXXX";
    if (at.year) snprintf(year, sizeof year, "%s%04d", at.year < 0 ? "BC" : "", abs(at.year));
    if (at.day) say(out, next, "DATE", "%s-%02d-%02d", year, at.month, at.day);
    else if (at.month) say(out, next, "DATE", "%s-%02d", year, at.month);
    else say(out, next, "DATE", "%s", year);
    out->at = at;
    if (at.year <= 0) return true;
    if (!at.day) return reach_months(out, at.year, at.month ? at.month : 1, at.month ? 1 : 12);
    int32_t day = vdt_day_of(at.year, at.month, at.day);
    return reach(out, day, day);
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

static int32_t monday_of(int32_t day) {
    return day - vdt_weekday_of(day);
}

static bool say_day(struct found *out, uint32_t next, int32_t day) {
    return say_moment(out, next, moment_of(day));
}

/* The week of a day, as ISO 8601 counts, or its weekend. */
static bool say_week(struct found *out, uint32_t next, int32_t day, bool weekend) {
    int32_t monday = monday_of(day), thursday = monday + 3;
    int year = vdt_date_of(thursday).year, week = (thursday - vdt_day_of(year, 1, 1)) / 7 + 1;
    say(out, next, "DATE", "%04d-W%02d%s", year, week, weekend ? "-WE" : "");
    out->at = moment_of(thursday);
    return reach(out, weekend ? monday + 5 : monday, monday + 6);
}

/* A part of a year: "2020-Q2", "2020-SU"; month and months say where it lies. */
static bool say_part_of_year(struct found *out, uint32_t next, int year, const char *part, int month, int months) {
    if (year) say(out, next, "DATE", "%s%04d-%s", year < 0 ? "BC" : "", abs(year), part);
    else say(out, next, "DATE", "XXXX-%s", part);
    out->at.year = year;
    return months ? reach_months(out, year, month, months) : true;
}

static bool say_quarter(struct found *out, uint32_t next, int year, int quarter) {
    char part[] = "QX";
    if (quarter) part[1] = (char)('0' + quarter);
    return say_part_of_year(out, next, year, part, quarter * 3 - 2, quarter ? 3 : 0);
}

static bool say_years(struct found *out, uint32_t next, int first, int count) {
    say(out, next, "DATE", count == 10 ? "%03d" : "%02d", first / count);
    return reach_months(out, first + (count == 100), 1, count * 12);
}

/* --- tense, and the year of what has none --- */

/* Does the verb at `at` have "will", or is it the "to meet" of something? */
static bool has_helper(const struct reader *r, int32_t at, bool *infinitive) {
    bool will = false;
    for (uint32_t k = 0; k < r->count; k++) {
        if (r->words[k].head != at) continue;
        bool helps = r->words[k].relation == VDT_REL_aux || r->words[k].relation == VDT_REL_cop;
        will |= helps && any_of(r, k, "will 'll \xE2\x80\x99ll shall would wo");
        *infinitive |= r->words[k].relation == VDT_REL_mark && is(r, k, "to");
    }
    return will;
}

/* "unless they withdraw by June 20", "gave them until July 1 to leave": a day that somebody is given lies ahead. */
static bool is_deadline(const struct reader *r, uint32_t i) {
    static const char terms[] = "by until till before";
    static const char givers[] = "give grant order demand urge ask tell set call want require";
    if (!((i > 0 && any_of(r, i - 1, terms)) || (i > 1 && any_of(r, i - 2, terms)))) return false;
    int32_t at = (int32_t)i;
    for (int step = 0; step < 8 && at >= 0; step++, at = r->words[at].head) {
        const struct vdt_word *word = &r->words[at];
        if (word->upos != VDT_UPOS_VERB) continue;
        bool present = vdt_feats_have(word->feats, "Tense=Pres") && !vdt_view_is(word->xpos, "VBG");
        return present || vdt_view_is(word->xpos, "VB") || word_in(word->lemma, givers) >= 0;
    }
    return false;
}

/* The tree: what the word hangs on has "will", is the "to meet" of an intention, or is planned itself. */
static bool future_by_tree(const struct reader *r, uint32_t i) {
    static const char intentions[] = "intend agree aim hope vow pledge promise prepare invite plan expect schedule due set slate";
    int32_t at = (int32_t)i;
    for (int step = 0; step < 8 && at >= 0; step++) {
        const struct vdt_word *word = &r->words[at];
        bool verb = word->upos == VDT_UPOS_VERB || word->upos == VDT_UPOS_AUX, infinitive = false;
        if (any_of(r, (uint32_t)at, "scheduled planned due expected upcoming slated planning payable")) return true;
        if ((verb || word->head < 0) && has_helper(r, at, &infinitive)) return true;
        bool going = word->head >= 0 && is(r, (uint32_t)word->head, "going");
        if (infinitive && word->head >= 0 && (going || word_in(r->words[word->head].lemma, intentions) >= 0)) return true;
        if (verb && !infinitive) return false;
        at = word->head;
    }
    return false;
}

static bool is_future(const struct reader *r, uint32_t i) {
    static const char ahead[] = "will 'll \xE2\x80\x99ll shall would wo scheduled planned due expected upcoming slated plans planning expects intends set";
    static const char behind[] = "was were had did said told";
    if (i >= r->count) return false;
    if (r->has_tree) return is_deadline(r, i) || future_by_tree(r, i);
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 14; steps++) {
        if (any_of(r, k, ahead)) return true;
        if (vdt_view_is(r->words[k].xpos, "VBD") || any_of(r, k, behind)) return false;
    }
    for (uint32_t k = i; k < r->count && k < i + 10; k++) {
        if (any_of(r, k, ahead)) return true;
        if (vdt_view_is(r->words[k].xpos, "VBD") || any_of(r, k, behind)) return false;
    }
    return false;
}

static struct moment base_of(const struct reader *r) {
    return r->account && r->told.year ? r->told : r->now;
}

/* The next year that the text tells in digits, soon behind word i; 0 for none. */
static int year_ahead(const struct reader *r, uint32_t i) {
    enum { SOON = 150 };
    const struct vdt_word *end = r->analysis->words + r->analysis->word_count;
    for (const struct vdt_word *word = r->words + i + 1; word < end && word < r->words + i + SOON; word++) {
        int year;
        if (word->form.size == 4 && digits_of(word->form, &year) && year >= 1000 && year <= 2100) return year;
    }
    return 0;
}

/* The year in which a month and day lies that has none; 0 where nothing tells. */
static int year_for(const struct reader *r, uint32_t i, int month, int day) {
    struct moment base = base_of(r);
    if (!base.year) return 0;
    /* an account goes forward: January behind November is the next one, unless the text is still in the year afterwards */
    if (r->account && r->told.year) {
        bool wraps = base.year > 0 && base.month && month - base.month <= -7;
        return wraps && year_ahead(r, i) != base.year ? base.year + 1 : base.year;
    }
    int32_t here = day_of(base), that = vdt_day_of(base.year, month, day ? day : 1);
    bool future = is_future(r, i);
    int year = base.year;
    if (future && that + (day ? 60 : 27) < here) year++;
    if (!future && that > here + (day ? 30 : 0) && base.year > 1) year--;
    for (int step = 0; month == 2 && day == 29 && step < 8 && year > 1 && !vdt_date_valid(year, 2, 29); step++) year += future ? 1 : -1;
    return year;
}

/* --- calendar --- */

/* 1 to 12, 0 for none; *next is behind it and the dot of an abbreviation. */
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
        if (!digits_of(form_of(r, *next), &number) && !(i && digits_of(form_of(r, i - 1), &number))) return 0;
    }
    /* "the March of the peasants" */
    bool noun = (month == 2 || month == 4) && after_any(r, i, "the a") && !digits_of(form_of(r, *next), &number) &&
                (*next >= r->count || (r->words[*next].upos != VDT_UPOS_NOUN && r->words[*next].upos != VDT_UPOS_PROPN));
    bool person = vdt_name_type_of(r->words[i].name) == VDT_NAME_PER && !after_any(r, i, "in by since until from of last next this early late mid");
    return noun || person ? 0 : month + 1;
}

/* 0 to 6, -1 for none. */
static int weekday_of(const struct reader *r, uint32_t i) {
    if (!is_capital(r, i) || in_name(r, i)) return -1;
    if (after_any(r, i, "bloody black good easter palm super ash cyber holy maundy shrove whit")) return -1;
    int weekday = one_of(r, i, weekdays_word);
    if (weekday < 0) weekday = one_of(r, i, "mon. tue. wed. thu. fri. sat. sun.");
    if (weekday < 0) weekday = one_of(r, i, "mondays tuesdays wednesdays thursdays fridays saturdays sundays");
    bool paper = weekday >= 0 && is_capital(r, i + 1) && any_of(r, i + 1, "times telegraph mail mirror express herald post independent school");
    return paper ? -1 : weekday;
}

/* "5", "5th", "fifth"; the word behind, 0 for none. */
static uint32_t day_number_at(const struct reader *r, uint32_t i, int *out) {
    struct vdt_view form = form_of(r, i);
    if (!form.size) return 0;
    if (form.size > 2 && form.data[0] >= '0' && form.data[0] <= '9' && word_in(vdt_view_slice(form, form.size - 2, form.size), "st nd rd th") >= 0)
        form.size -= 2;
    if (form.size <= 2 && digits_of(form, out) && *out >= 1 && *out <= 31) return i + 1;
    *out = one_of(r, i, ranks_word) + 1;
    return *out ? i + 1 : 0;
}

/* "2 - 5", "2-5" in one word, "2 and 5": days of one month; the word behind, 0 for none. */
static uint32_t day_range_at(const struct reader *r, uint32_t i, int *first, int *last) {
    struct vdt_view rest = form_of(r, i), head = vdt_view_cut(&rest, '-');
    if (rest.size && rest.size <= 2 && head.size <= 2 && digits_of(head, first) && digits_of(rest, last)) {
        return *first >= 1 && *first < *last && *last <= 31 ? i + 1 : 0;
    }
    uint32_t next = day_number_at(r, i, first);
    if (!next || !any_of(r, next, "- \xE2\x80\x93 and to or")) return 0;
    next = day_number_at(r, next + 1, last);
    return next && *first < *last ? next : 0;
}

/* "BC", "B.C.", "AD"; behind it. */
static uint32_t era_at(const struct reader *r, uint32_t i, bool *before) {
    *before = any_of(r, i, "BC B.C. B.C BCE");
    return *before || any_of(r, i, "AD A.D. CE") ? i + 1 : i;
}

static bool is_year(const struct reader *r, uint32_t i, int *out) {
    return form_of(r, i).size == 4 && digits_of(r->words[i].form, out) && *out >= 1000 && *out <= 2100;
}

/* "1998", "'98", "nineteen ninety-eight", "49 BC" */
static uint32_t year_at(const struct reader *r, uint32_t i, int *out) {
    bool before;
    struct vdt_view form = form_of(r, i);
    if (!form.size) return 0;
    if (form.size <= 4 && digits_of(form, out) && *out > 0) {
        uint32_t next = era_at(r, i + 1, &before);
        if (next > i + 1) {
            if (before) *out = -*out;
            return next;
        }
    }
    /* "AD 79" */
    if (is_capital(r, i) && any_of(r, i, "AD A.D.") && form_of(r, i + 1).size <= 4 && digits_of(form_of(r, i + 1), out) && *out > 0) return i + 2;
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
    uint32_t at = i + (any_of(r, i, ", of") ? 1 : 0);
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

/* A day that its month has not stands for the month. */
static bool say_date(struct found *out, uint32_t next, int year, int month, int day) {
    bool valid = year > 0 ? vdt_date_valid(year, month, day) : day <= vdt_month_days(2000, month);
    return say_moment(out, next, (struct moment){ year, month, valid ? day : 0 });
}

/* To a later day of the month, which is told up to `next`. */
static bool reach_to(struct found *out, int last, uint32_t next) {
    if (!last || out->at.year <= 0 || !vdt_date_valid(out->at.year, out->at.month, last)) return true;
    out->reach_next = next;
    return reach(out, out->from, vdt_day_of(out->at.year, out->at.month, last));
}

/* "May 5, 1998"; of "May 5 - 8, 1998" the first day, which reaches over the others. */
static bool month_day_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t next, behind, number;
    int day, last = 0, year, month = month_at(r, i, &next);
    if (!month) return false;
    uint32_t range = day_range_at(r, next, &day, &last);
    bool dashed = range && (range == next + 1 || any_of(r, next + 1, dash_word));
    if (!dashed) last = 0;
    if (dashed && range == next + 1) number = range;
    else number = day_number_at(r, next + (is(r, next, "the") ? 1 : 0), &day);
    int minutes;
    if (!number || (is(r, number, ":") && digits_of(form_of(r, number + 1), &minutes))) return false; /* "May 5:30" */
    uint32_t end = dashed ? range : number;
    behind = year_behind(r, end, &year);
    if (!behind) year = year_for(r, i, month, day);
    return say_date(out, behind && !dashed ? behind : number, year, month, day) && reach_to(out, last, behind ? behind : end);
}

/* "the 2nd of next month" */
static bool day_of_unit_at(const struct reader *r, uint32_t at, int day, struct found *out) {
    uint32_t unit = at + (is(r, at, "the") ? 1 : 0);
    int which = one_of(r, unit, "last this next previous same following");
    struct moment base = which >= 3 && r->told.year ? r->told : base_of(r);
    if (which < 0 || !is(r, unit + 1, "month")) return false;
    if (base.year <= 0 || !base.month) return say(out, unit + 2, "DATE", "XXXX-XX-%02d", day);
    int months = base.year * 12 + base.month - 1 + which % 3 - 1;
    return say_date(out, unit + 2, months / 12, months % 12 + 1, day);
}

/* "5 May 1998", "the 5th of May", "5-8 May": of a range the first number, which the rest follows, unless both are one word. */
static bool day_month_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0), behind;
    int day, last = 0, month, year;
    if (at == i && month_day_at(r, i, out)) return true;
    uint32_t next = day_number_at(r, at, &day), range = day_range_at(r, at, &day, &last);
    if (range && (month = month_at(r, range, &behind)) != 0) {
        uint32_t given = year_behind(r, behind, &year);
        if (!year) year = year_for(r, i, month, day);
        if (range > at + 1) return say_date(out, next, year, month, day);
        return say_date(out, given ? given : behind, year, month, day) && reach_to(out, last, given ? given : behind);
    }
    if (!next) return false;
    if (is(r, next, "of") && day_of_unit_at(r, next + 1, day, out)) return true;
    if (!(month = month_at(r, next + (is(r, next, "of") ? 1 : 0), &next))) return false;
    behind = year_behind(r, next, &year);
    if (!behind) year = year_for(r, i, month, day);
    return say_date(out, behind ? behind : next, year, month, day);
}

static bool month_year_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "last next this") ? 1 : 0), next;
    int month = month_at(r, at, &next), year, step = one_of(r, i, "last this next") - 1;
    if (!month) return false;
    uint32_t behind = year_behind(r, next, &year);
    if (behind) return say_moment(out, behind, (struct moment){ year, month, 0 });
    struct moment base = base_of(r);
    if (at == i || base.year <= 0 || !base.month) year = year_for(r, i, month, 0);
    else year = base.year + (step < 0 && month >= base.month ? -1 : step > 0 && month <= base.month ? 1 : 0);
    return say_moment(out, next, (struct moment){ year, month, 0 });
}

/* "1998-05-02", "5/2/98", "05-02-1998" */
static bool numeric_at(const struct reader *r, uint32_t i, struct found *out) {
    struct vdt_view form = form_of(r, i), rest = form;
    if (form.size < 6 || form.size > 10) return false;
    char separator = memchr(form.data, '/', form.size) ? '/' : memchr(form.data, '.', form.size) ? '.' : '-';
    int a, b, c;
    if (!digits_of(vdt_view_cut(&rest, separator), &a) || !digits_of(vdt_view_cut(&rest, separator), &b) || !digits_of(rest, &c))
        return false;
    if (a > 999) return vdt_date_valid(a, b, c) && say_moment(out, i + 1, (struct moment){ a, b, c });
    if (separator == '.') return c > 999 && vdt_date_valid(c, b, a) && say_moment(out, i + 1, (struct moment){ c, b, a });
    if (c < 100) c += c < 40 ? 2000 : 1900;
    if (vdt_date_valid(c, a, b)) return say_moment(out, i + 1, (struct moment){ c, a, b });
    return vdt_date_valid(c, b, a) && say_moment(out, i + 1, (struct moment){ c, b, a });
}

/* "Friday", "last Friday", "next Friday", "Friday, May 5", "Monday of last week" */
static bool weekday_date_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "last next this") ? 1 : 0);
    int weekday = weekday_of(r, at);
    if (weekday < 0) return false;
    if (day_month_at(r, at + 1 + (is(r, at + 1, ",") ? 1 : 0), out)) return true;
    struct moment base = base_of(r);
    uint32_t of = at + 1 + (is(r, at + 1, "of") ? 1 : 0);
    int week = is(r, of + 1, "week") ? one_of(r, of, "last this next") : -1;
    int32_t here = has_day(base) ? day_of(base) : VDT_NO_DAY;
    if (here == VDT_NO_DAY || here < vdt_day_of(1, 1, 20)) return say(out, week < 0 ? at + 1 : of + 2, "DATE", "XXXX-WXX-%d", weekday + 1);
    if (week >= 0) return say_day(out, of + 2, monday_of(here) + weekday + 7 * (week - 1));
    int back = (vdt_weekday_of(here) - weekday + 7) % 7;
    bool last = at > i && is(r, i, "last"), ahead = (at > i && is(r, i, "next")) || is_future(r, at);
    if (last && !back) back = 7;
    int32_t day = ahead && !last ? here + (back ? 7 - back : (is(r, i, "next") ? 7 : 0)) : here - back;
    return say_day(out, at + 1, day);
}

static bool season_at(const struct reader *r, uint32_t i, struct found *out) {
    static const struct { const char *part; int month; } seasons[] = { { "SP", 3 }, { "SU", 6 }, { "FA", 9 }, { "FA", 9 }, { "WI", 12 } };
    uint32_t at = i + (any_of(r, i, "the last next this that") ? 1 : 0);
    int season = one_of(r, at, "spring summer autumn fall winter"), year;
    if (season < 0 || (season == 3 && r->words[at].upos == VDT_UPOS_VERB)) return false;
    uint32_t next = year_behind(r, at + 1, &year);
    if (!next && season == 3 && at == i) return false;
    if (!next) {
        struct moment base = base_of(r);
        int begins = seasons[season].month;
        bool last = at > i && is(r, i, "last"), coming = at > i && any_of(r, i, "next this");
        year = base.year;
        next = at + 1;
        if (year && !r->account && base.month < begins && !coming && !is_future(r, i)) year--;
        else if (year && last && base.month < begins + 3) year--;
        else if (year && is(r, i, "next") && base.month >= begins) year++;
    }
    return say_part_of_year(out, next, year, seasons[season].part, seasons[season].month, 3);
}

/* "the third quarter of 1998", "third - quarter", "the fiscal first quarter", "the latest quarter", "Q3 2019" */
static bool quarter_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    int year = 0, told;
    struct moment base = base_of(r);
    if (any_of(r, i, "this last") && is(r, i + 1, "year") && is(r, i + 2, "'s")) at = i + 3, year = base.year - (is(r, i, "last") ? 1 : 0);
    if (is_year(r, at, &year)) at++;
    if (is(r, at, "fiscal")) at++;
    int quarter = one_of(r, at, "first second third fourth") + 1, short_quarter = one_of(r, at, "q1 q2 q3 q4") + 1;
    uint32_t next = past_hyphen(r, at);
    if (quarter && is(r, next, "quarter")) {
        next++;
    } else {
        int whole = short_quarter ? short_quarter : one_of(r, at, "first-quarter second-quarter third-quarter fourth-quarter") + 1;
        bool current = any_of(r, at, "latest current") && is(r, at + 1, "quarter");
        if (!whole && !current) return false;
        quarter = whole ? whole : base.month ? (base.month + 2) / 3 - (is(r, at, "latest") ? 1 : 0) : 0;
        next = whole ? at + 1 : at + 2;
        if (!quarter && base.year) quarter = 4, year = base.year - 1;
    }
    uint32_t behind = year_behind(r, next, &told);
    if (behind) next = behind, year = told;
    if (!year && base.year) year = !r->account && base.month && quarter > (base.month + 2) / 3 && !is_future(r, i) ? base.year - 1 : base.year;
    return say_quarter(out, next, year, quarter);
}

/* "the first half of 2020", "the first week of May" */
static bool share_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0), next;
    int which = one_of(r, at, "first second third fourth last"), year, month;
    if (which < 0 || !is(r, at + 2, "of")) return false;
    if (is(r, at + 1, "half") && (which < 2 || which == 4) && (next = year_behind(r, at + 2, &year)) != 0)
        return say_part_of_year(out, next, year, which ? "H2" : "H1", which ? 7 : 1, 6);
    if (!is(r, at + 1, "week") || !month_at(r, at + 3, &next) || !month_year_at(r, at + 3, out)) return false;
    month = out->at.month;
    out->mod = which == 0 ? "START" : which == 4 ? "END" : NULL;
    if (out->from == VDT_NO_DAY) return true;
    int last = vdt_month_days(out->at.year, month), first = which == 4 ? last - 6 : 1 + 7 * which;
    out->from += first - 1;
    return reach_to(out, first + 6 < last ? first + 6 : last, out->next);
}

/* "the 1990s", "the nineties", "the 19th century" */
static bool era_of_years_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    if (any_of(r, at, "early late mid")) at = past_hyphen(r, at);
    struct vdt_view form = form_of(r, at);
    int year = 0, century;
    bool written = form.size >= 5 && vdt_lower(form.data[form.size - 1]) == 's' && (form.size == 5 || (form.size == 6 && form.data[4] == '\'')) &&
                   digits_of(vdt_view_slice(form, 0, 4), &year);
    /* "the '80s" */
    bool short_form = at > i && form.size == 4 && form.data[0] == '\'' && vdt_lower(form.data[3]) == 's' &&
                      digits_of(vdt_view_slice(form, 1, 3), &year) && year >= 40 && year % 10 == 0;
    if (short_form) year += 1900, written = true;
    int name = one_of(r, at, "twenties thirties forties fifties sixties seventies eighties nineties");
    if (!written && name >= 0 && at > i) year = 1920 + name * 10, written = true;
    if (written && year >= 1000) return say_years(out, at + 1, year / 10 * 10, 10);
    if (!day_number_at(r, at, &century)) return false;
    uint32_t next = past_hyphen(r, at);
    if (!is(r, next, "century") || century < 1) return false;
    bool before;
    next = era_at(r, next + 1, &before);
    return before ? say(out, next, "DATE", "BC%02d", century - 1) : say_years(out, next, (century - 1) * 100, 100);
}

/* "2014-2016", "2014-15" in one word */
static bool range_of_years_at(const struct reader *r, uint32_t i, struct found *out) {
    struct vdt_view rest = form_of(r, i), head = vdt_view_cut(&rest, '-');
    int first, last;
    if (head.size != 4 || (rest.size != 2 && rest.size != 4) || !digits_of(head, &first) || !digits_of(rest, &last)) return false;
    if (rest.size == 2) last += first / 100 * 100;
    if (first < 1900 || last <= first || last > 2100) return false;
    say_moment(out, i + 1, (struct moment){ first, 0, 0 });
    return reach_months(out, first, 1, (last - first + 1) * 12);
}

/* "in 2014", "the year 45", "fiscal 1998"; not "2000 soldiers". */
static bool year_alone_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (any_of(r, i, "fiscal financial") ? 1 : 0);
    bool named = is(r, i, "the") && is(r, i + 1, "year");
    int year;
    if (named || (at > i && is(r, at, "year"))) at = named ? i + 2 : at + 1;
    uint32_t next = year_at(r, at, &year);
    if (!next && named) {
        next = number_at(r, at, &year);
        if (next && (year < 1000 || year > 2100)) next = 0; /* "the year two thousand" */
    }
    if (!next && named && form_of(r, at).size <= 4 && digits_of(form_of(r, at), &year) && year > 0) next = at + 1;
    if (!next) return false;
    bool dated = after_any(r, at, "in of since by until from during early late mid before after between for to and , ( - \xE2\x80\x93");
    bool counted = next < r->count && at + 1 == next && r->words[next].upos == VDT_UPOS_NOUN && vdt_view_is(r->words[next].xpos, "NNS");
    bool number = counted && year % 100 == 0 && r->words[at].relation == VDT_REL_nummod;
    bool plain = ((year > 0 && year < 1800) || year > 2050) && !any_of(r, at, "AD A.D.");
    if (number || (plain && at == i && (!dated || counted)) || (counted && !dated)) return false;
    say_moment(out, next, (struct moment){ year, 0, 0 });
    /* "2015 Kenyan protests: Nine people were arrested": the name of an affair, which tells no day of what follows */
    if (at == 0 && next < r->count && !is(r, next, ",")) out->from = out->to = VDT_NO_DAY;
    return true;
}

static int32_t nth_weekday(int year, int month, int weekday, int which) {
    int32_t first = vdt_day_of(year, month, 1);
    return first + (weekday - vdt_weekday_of(first) + 7) % 7 + 7 * (which - 1);
}

/* Easter Sunday of the western churches (the rule of Meeus, Jones and Butcher). */
static int32_t easter_of(int year) {
    int a = year % 19, b = year / 100, c = year % 100, f = (b + 8) / 25, h = (19 * a + b - b / 4 - (b - f + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7, m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return vdt_day_of(year, n / 31, n % 31 + 1);
}

/* "Easter", "Easter Monday", "Good Friday" with or without a year; "Easter Rising" is none. */
static bool easter_at(const struct reader *r, uint32_t i, struct found *out) {
    bool good = is(r, i, "good") && is(r, i + 1, "friday") && is_capital(r, i + 1);
    if (!is_capital(r, i) || (!good && !is(r, i, "easter")) || (good && any_of(r, i + 2, "agreement accord accords deal"))) return false;
    int day = good ? -2 : is_capital(r, i + 1) ? one_of(r, i + 1, "eve sunday monday") : 1, year;
    if (day < 0 && !good) return false;
    uint32_t next = i + (good || is_capital(r, i + 1) ? 2 : 1), behind = year_behind(r, next, &year);
    if (!behind) year = year_for(r, i, 4, 8);
    if (year < 1583) return false;
    return say_day(out, behind ? behind : next, easter_of(year) + (good ? day : day - 1));
}

/* "Christmas", "New Year's Day", "Thanksgiving" with or without a year */
static bool feast_at(const struct reader *r, uint32_t i, struct found *out) {
    static const struct { int month, day; } days[] = { { 12, 25 }, { 11, 24 }, { 10, 31 }, { 1, 1 } };
    enum { THANKSGIVING = 1, NEW_YEAR = 3 };
    if (!is_capital(r, i)) return false;
    if (easter_at(r, i, out)) return true;
    int feast = one_of(r, i, "christmas thanksgiving halloween"), year;
    uint32_t next = i + 1;
    if (is(r, i, "new") && is(r, i + 1, "year") && is_capital(r, i + 1)) feast = NEW_YEAR, next = i + 2 + (any_of(r, i + 2, "'s \xE2\x80\x99s") ? 1 : 0);
    if (feast < 0) return false;
    bool eve = is(r, next, "eve") && is_capital(r, next), named = eve || (is(r, next, "day") && is_capital(r, next));
    if (feast == NEW_YEAR && !named) return false;
    if (named) next++;
    uint32_t behind = year_behind(r, next, &year);
    if (behind) next = behind;
    int month = days[feast].month, day = days[feast].day;
    if (!behind) year = year_for(r, i, month, day);
    if (year <= 0) return say_moment(out, next, (struct moment){ 0, month, day });
    int32_t when = feast == THANKSGIVING ? nth_weekday(year, month, 3, 4) : vdt_day_of(year, month, day);
    return say_day(out, next, when - (eve ? 1 : 0));
}

/* --- what hangs on publication or on the date before --- */

static bool say_shifted(struct found *out, uint32_t next, struct moment from, enum unit unit, int steps) {
    static const char *const open[] = { "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-WXX", "XXXX-XX", "XXXX-QX", "XXXX", "XXX", "XX" };
    if (!from.year || abs(steps) > 100000) return say(out, next, "DATE", "%s", unit > YEAR && from.year ? open[YEAR] : open[unit]);
    if (unit == DECADE) unit = YEAR, steps *= 10;
    if (unit == CENTURY) unit = YEAR, steps *= 100;
    if (unit == YEAR || from.year < 0) {
        int year = from.year + (unit == YEAR ? steps : 0);
        return year && abs(year) < 10000 ? say_moment(out, next, (struct moment){ year, 0, 0 }) : say(out, next, "DATE", "XXXX");
    }
    int months = from.year * 12 + (from.month ? from.month - 1 : 0) + steps * (unit == QUARTER ? 3 : 1);
    if (unit >= MONTH && (months < 12 || months >= 120000)) return say(out, next, "DATE", "%s", open[unit]);
    if (unit == QUARTER) return say_quarter(out, next, months / 12, months % 12 / 3 + 1);
    if (unit == MONTH) return say_moment(out, next, (struct moment){ months / 12, months % 12 + 1, 0 });
    int32_t day = day_of(from) + steps * (unit == WEEK ? 7 : unit == DAY ? 1 : 0);
    if (day < vdt_day_of(1, 1, 8) || day > vdt_day_of(9999, 12, 20)) return say(out, next, "DATE", "%s", open[unit]);
    if (unit == WEEK) return say_week(out, next, day, false);
    if (!from.day && unit == DAY) return say(out, next, "DATE", "%s", open[unit]);
    return say_day(out, next, day);
}

/* So many days; those of an amount that is not told are what it mostly is in the news. */
static int32_t days_in(enum unit unit, int amount) {
    static const int32_t usual[] = { 1, 1, 1, 7, 21, 90, 270, 3 * 365, 3652, 36524 }, days[] = { 0, 0, 0, 1, 7, 30, 91, 365, 3652, 36524 };
    if (amount == UNKNOWN_AMOUNT) return usual[unit];
    if (amount > 5000) return 0;
    if (unit == HOUR) return (amount + 23) / 24;
    return unit == MONTH || unit == YEAR ? amount * 1461 / (unit == MONTH ? 48 : 4) : days[unit] * amount;
}

/* Up to publication, or from then on. */
static bool reach_back(const struct reader *r, struct found *out, int32_t days) {
    return has_day(r->now) ? reach(out, day_of(r->now) - days, day_of(r->now)) : true;
}

static bool reach_ahead(const struct reader *r, struct found *out, int32_t days) {
    return has_day(r->now) ? reach(out, day_of(r->now), day_of(r->now) + days) : true;
}

/* "yesterday", "today", "tomorrow", "the day before yesterday" */
static bool near_day_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    int side = is(r, at, "day") ? one_of(r, at + 1, "before at after") - 1 : 0;
    bool two = is(r, at, "day") && any_of(r, at + 1, "before after") && any_of(r, at + 2, "yesterday tomorrow");
    if (two) at += 2;
    else at = i, side = 0;
    int step = one_of(r, at, "yesterday today tomorrow");
    if (step < 0) return false;
    if (!has_day(r->now)) return say(out, at + 1, "DATE", step == 1 ? "PRESENT_REF" : "XXXX-XX-XX");
    return say_day(out, at + 1, day_of(r->now) + step - 1 + side);
}

/* "last week", "this year", "next month", "that year", "the previous day", "the same day", "the past week" */
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
    if (unit == NO_UNIT || unit < DAY || (!weekend && plural) || (unit == DAY && any_of(r, i, "last this"))) return false;
    if (unit == DECADE) return base.year > 10 ? say_years(out, at + 1, base.year / 10 * 10 + 10 * step, 10) : say(out, at + 1, "DATE", "XXX");
    if (weekend && has_day(base)) {
        int back = step < 0 || (step == 0 && !is_future(r, i) && vdt_weekday_of(day_of(base)) < 3) ? -7 : step > 0 ? 7 : 0;
        return say_week(out, at + 1, day_of(base) + back, true);
    }
    if (unit == WEEK && !base.day) return say(out, at + 1, "DATE", "XXXX-WXX");
    say_shifted(out, at + 1, base, unit, step);
    if (any_of(r, at - 1, "past")) return reach_back(r, out, days_in(unit, 1));
    return any_of(r, at - 1, "coming") ? reach_ahead(r, out, days_in(unit, 1)) : true;
}

/* "the year", "the quarter", "the weekend", "the fiscal year"; behind what asks for one ("the end of") "the month" too. */
static bool unit_with_article_at(const struct reader *r, uint32_t i, enum unit least, struct found *out) {
    if (!is(r, i, "the")) return false;
    uint32_t at = i + 1 + (any_of(r, i + 1, "full fiscal") ? 1 : 0);
    struct moment base = base_of(r);
    if (is(r, at, "weekend") && has_day(base)) {
        int back = is_future(r, i) || vdt_weekday_of(day_of(base)) > 3 ? 0 : -7;
        return say_week(out, at + 1, day_of(base) + back, true);
    }
    bool plural;
    int number;
    enum unit unit = unit_at(r, at, &plural);
    if (unit < least || unit > DECADE || (unit == DECADE && least == QUARTER) || plural || is(r, at + 1, "of") || digits_of(form_of(r, at + 1), &number)) return false;
    if (unit == DECADE && base.year > 10) return say_years(out, at + 1, base.year / 10 * 10, 10);
    bool just_begun = unit == QUARTER && base.year && !r->account && base.month % 3;
    return say_shifted(out, at + 1, base, unit, just_begun ? -1 : 0);
}

/* "a year earlier" is the same quarter of the year before where quarters are told. */
static bool say_year_before(const struct reader *r, uint32_t next, struct found *out) {
    if (r->quarter) return say_quarter(out, next, r->quarter_year - 1, r->quarter);
    return say_shifted(out, next, base_of(r), YEAR, -1);
}

/* "two days ago", "a year earlier", "three months later", "year - ago", "the day after" */
static bool counted_shift_at(const struct reader *r, uint32_t i, struct found *out) {
    int amount;
    bool plural;
    const char *mod;
    uint32_t at = amount_at(r, i, &amount, &mod), start = i + (is(r, i, "the") ? 1 : 0);
    if (!at && is(r, start, "year") && any_of(r, past_hyphen(r, start), "ago earlier")) at = start, amount = 1;
    if (!at && unit_at(r, i + (is(r, i, "some") ? 1 : 0), &plural) != NO_UNIT && plural && is(r, i + (is(r, i, "some") ? 2 : 1), "ago"))
        at = i + (is(r, i, "some") ? 1 : 0), amount = UNKNOWN_AMOUNT;
    if (!at && start > i && is(r, start, "day") && any_of(r, start + 1, "before after")) at = start, amount = 1;
    if (!at && any_of(r, start, "year-ago year-earlier")) {
        uint32_t next = start + 1;
        bool quarter = any_of(r, next, "quarter period");
        return say_year_before(r, next + (quarter && start > i ? 1 : 0), out);
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
        say_length(out, word + 1, "DURATION", amount, unit);
        int32_t back = unit == HOUR && amount != UNKNOWN_AMOUNT ? amount / 24 : 0;
        return which == 0 && has_day(r->now) ? reach(out, day_of(r->now) - back, day_of(r->now) - back) : true;
    }
    if (amount == UNKNOWN_AMOUNT) {
        say(out, word + 1, "DATE", ahead ? "FUTURE_REF" : "PAST_REF");
        if (which == 0 && has_day(r->now)) reach(out, day_of(r->now) - days_in(unit, UNKNOWN_AMOUNT), day_of(r->now) - days_in(unit, 2));
        return true;
    }
    if (!from.day && unit <= WEEK) return say(out, word + 1, "DATE", "XXXX-XX-XX");
    if (unit == YEAR && amount == 1 && !ahead && r->quarter) return say_year_before(r, word + 1, out);
    say_shifted(out, word + 1, from, unit, ahead ? amount : -amount);
    out->mod = mod;
    return true;
}

/* --- clock and parts of the day --- */

static const char *part_of_day(const struct reader *r, uint32_t i, uint32_t *next) {
    static const char *const values[] = { "MO", "AF", "EV", "NI" };
    int number = one_of(r, i, "morning afternoon evening night mornings afternoons evenings nights");
    *next = i + 1;
    return number >= 0 ? values[number % 4] : NULL;
}

/* A time of a day: behind "T" stands `time`. */
static bool say_time(struct found *out, uint32_t next, struct moment day, const char *time) {
    if (!day.day) return say(out, next, "TIME", "XXXX-XX-XXT%s", time);
    say_moment(out, next, day);
    out->type = "TIME";
    size_t size = strlen(out->value);
    snprintf(out->value + size, sizeof out->value - size, "T%s", time);
    return true;
}

static bool date_at(const struct reader *r, uint32_t i, struct found *out);

static bool part_of_day_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t next;
    const char *part;
    struct found date;
    if (is(r, i, "tonight")) return say_time(out, i + 1, r->now, "NI");
    if (is(r, i, "overnight") && r->words[i].upos == VDT_UPOS_ADV && has_day(r->now)) {
        say_time(out, i + 1, r->now, "NI");
        return reach(out, day_of(r->now) - 1, day_of(r->now));
    }
    uint32_t start = i + (any_of(r, i, "early late later earlier") ? 1 : 0);
    if (any_of(r, start, "this last that") && (part = part_of_day(r, start + 1, &next))) {
        struct moment day = is(r, start, "that") ? r->told : r->now;
        if (is(r, start, "last") && has_day(day)) day = moment_of(day_of(day) - 1);
        return say_time(out, next, day, part);
    }
    if (weekday_date_at(r, i, &date) || near_day_at(r, i, &date)) {
        if ((part = part_of_day(r, date.next, &next))) return say_time(out, next, date.at, part);
    }
    /* "the night of 5 May", "the morning of May 5" */
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    if ((part = part_of_day(r, at, &next))) {
        if (is(r, next, "of") && date_at(r, next + 1, &date) && date.at.day) return say_time(out, date.next, date.at, part);
        if (is(r, next, "of") || !is(r, i, "the") || !r->told.day) return false;
        return say_time(out, next, r->told, part);
    }
    return false;
}

/* "at 0650", "1250 GMT", "shortly before 1700": a clock without a colon, where no year can be meant. */
static bool is_plain_clock(const struct reader *r, uint32_t i, int *hour, int *minute) {
    int number;
    if (form_of(r, i).size != 4 || !digits_of(r->words[i].form, &number) || number > 2400 || number % 100 > 59) return false;
    bool zone = any_of(r, i + 1, "gmt hours est edt local"), counts = i + 1 < r->count && r->words[i + 1].upos == VDT_UPOS_NOUN;
    bool early = number < 1800 && !r->account && !counts;
    if (!zone && !after_any(r, i, "at") && !(early && after_any(r, i, "before since after until by around about from"))) return false;
    *hour = number / 100;
    *minute = number % 100;
    return true;
}

static bool clock_at(const struct reader *r, uint32_t i, struct found *out) {
    int hour = -1, minute = 0;
    struct vdt_view form = form_of(r, i), rest = form;
    uint32_t next = i + 1;
    if (!form.size) return false;
    bool colon = memchr(form.data, ':', form.size) != NULL, named = any_of(r, i, "noon midnight"), plain = is_plain_clock(r, i, &hour, &minute);
    if (plain) {
        next += is(r, next, "hours") ? 1 : 0;
    } else if (colon) {
        if (!digits_of(vdt_view_cut(&rest, ':'), &hour) || rest.size < 2 || !digits_of(vdt_view_slice(rest, 0, 2), &minute)) return false;
    } else if (named && !after_any(r, i, "high")) {
        hour = is(r, i, "noon") ? 12 : 24;
    } else if (!digits_of(form, &hour) || form.size > 2) {
        return false;
    }
    bool afternoon = any_of(r, next, "p.m. pm p.m"), morning = any_of(r, next, "a.m. am a.m");
    if (afternoon || morning) next++;
    else if (!colon && !named && !plain) return false;
    if (hour > 24 || minute > 59) return false;
    if (afternoon && hour < 12) hour += 12;
    if (morning && hour == 12) hour = 0;
    if (any_of(r, next, "est edt gmt et pst local")) next += is(r, next, "local") && is(r, next + 1, "time") ? 2 : 1;
    struct moment day = has_day(base_of(r)) ? base_of(r) : (struct moment){ 0 };
    struct found date;
    if (weekday_date_at(r, next, &date) || near_day_at(r, next, &date) || day_month_at(r, next + (is(r, next, "on") ? 1 : 0), &date))
        day = date.at, next = date.next;
    char time[16];
    snprintf(time, sizeof time, "%02d:%02d", hour, minute);
    return say_time(out, next, day, time);
}

/* "2013-06-05T10:00Z", which the tokeniser takes apart at "-" and behind "T". */
static bool stamp_at(const struct reader *r, uint32_t i, struct found *out) {
    struct vdt_view day_word = form_of(r, i + 4);
    int year, month, day, hour, minute;
    if (!is_year(r, i, &year) || !is(r, i + 1, "-") || !is(r, i + 3, "-") || day_word.size != 3 || day_word.data[2] != 'T') return false;
    if (!digits_of(form_of(r, i + 2), &month) || !digits_of(vdt_view_slice(day_word, 0, 2), &day) || !vdt_date_valid(year, month, day)) return false;
    struct vdt_view rest = form_of(r, i + 5), hours = vdt_view_cut(&rest, ':');
    if (!digits_of(hours, &hour) || rest.size < 2 || !digits_of(vdt_view_slice(rest, 0, 2), &minute) || hour > 24 || minute > 59) return false;
    char time[16];
    snprintf(time, sizeof time, "%02d:%02d", hour, minute);
    return say_time(out, i + 6 + (is(r, i + 6, "Z") ? 1 : 0), (struct moment){ year, month, day }, time);
}

/* --- sets, lengths, references --- */

/* "once a week", "three times per month" */
static bool times_a_unit_at(const struct reader *r, uint32_t i, struct found *out) {
    int count;
    bool plural;
    uint32_t next = any_of(r, i, "once twice") ? i + 1 : number_at(r, i, &count);
    if (!next) return false;
    if (next > i && !any_of(r, i, "once twice") && !is(r, next++, "times")) return false;
    if (!any_of(r, next, "a an each every per")) return false;
    enum unit unit = unit_at(r, next + 1, &plural);
    return unit != NO_UNIT && unit >= HOUR && !plural && say_length(out, next + 2, "SET", 1, unit);
}

static bool set_at(const struct reader *r, uint32_t i, struct found *out) {
    static const char *const values[] = { "P1D", "P1W", "P1M", "P1Y", "PT1H", "P1Y" };
    int adverb = one_of(r, i, "daily weekly monthly annually hourly yearly"), weekday, amount;
    bool plural;
    if (adverb >= 0 && adverb != 5) return say(out, i + 1, "SET", "%s", values[adverb]);
    if (is(r, i, "every") && any_of(r, i + 1, "other second")) {
        enum unit unit = unit_at(r, i + 2, &plural);
        if (unit != NO_UNIT && !plural) return say_length(out, i + 3, "SET", 2, unit);
        return (weekday = weekday_of(r, i + 2)) >= 0 && say(out, i + 3, "SET", "XXXX-WXX-%d", weekday + 1);
    }
    if (any_of(r, i, "every each")) {
        uint32_t next, number = number_at(r, i + 1, &amount), at = number ? number : i + 1;
        enum unit unit = unit_at(r, at, &plural);
        if (unit != NO_UNIT) return say_length(out, at + 1, "SET", number ? amount : 1, unit);
        if ((weekday = weekday_of(r, at)) >= 0) return say(out, at + 1, "SET", "XXXX-WXX-%d", weekday + 1);
        int month = month_at(r, at, &next);
        return month && say(out, next, "SET", "XXXX-%02d", month);
    }
    if (is(r, i, "per")) {
        enum unit unit = unit_at(r, i + 1, &plural);
        return unit != NO_UNIT && unit >= HOUR && !plural && say_length(out, i + 2, "SET", 1, unit);
    }
    bool mondays = (weekday = weekday_of(r, i)) >= 0 && vdt_lower(r->words[i].form.data[r->words[i].form.size - 1]) == 's';
    return mondays && say(out, i + 1, "SET", "XXXX-WXX-%d", weekday + 1);
}

static bool perfect_before(const struct reader *r, uint32_t i) {
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 14; steps++)
        if (any_of(r, k, "have has 've been")) return true;
    return false;
}

/* What lies between the length of time that begins at i and publication: "the past two months", "within a year", "in two days". */
static void anchor_length(const struct reader *r, uint32_t i, uint32_t which, int32_t days, bool short_unit, struct found *out) {
    if (any_of(r, which, "past last recent previous") || (after_any(r, i, "for") && (perfect_before(r, i) || is(r, out->next, "now"))))
        reach_back(r, out, days);
    else if (any_of(r, which, "next coming following") || after_any(r, i, "within"))
        reach_ahead(r, out, days);
    else if (after_any(r, i, "in") && is_future(r, i) && has_day(r->now))
        reach(out, day_of(r->now) + days - (short_unit ? 0 : days / 10), day_of(r->now) + days);
}

static bool duration_at(const struct reader *r, uint32_t i, struct found *out) {
    static const char windows[] = "past last next coming first previous following final recent";
    bool plural;
    int amount = UNKNOWN_AMOUNT;
    const char *mod;
    uint32_t start = i;
    bool window = any_of(r, i, "the these") && any_of(r, i + 1, windows);
    if (window) start = i + 2;
    else if (any_of(r, i, "past last next recent coming previous")) start = i + 1, window = true;
    else if (is(r, i, "the")) start = i + 1;
    uint32_t at = amount_at(r, start, &amount, &mod), which = window ? start - 1 : r->count;
    bool article = at && at == start + 1 && any_of(r, start, "a an");
    enum unit unit = unit_at(r, at ? at : start, &plural);
    if (!at) {
        if (unit == NO_UNIT || !plural || (is(r, i, "the") && !window)) return false;
        if (is(r, which, "recent") && unit == YEAR) say(out, start + 1, "DATE", "PAST_REF");
        else say_length(out, start + 1, "DURATION", UNKNOWN_AMOUNT, unit);
    } else {
        bool hyphen = is(r, at, "-");
        if (hyphen) unit = unit_at(r, ++at, &plural);
        if (unit == NO_UNIT || (unit == SECOND && !plural)) return false;
        if (hyphen && is(r, at + 1, "-") && is(r, at + 2, "old")) return false; /* an age */
        if (article && start != i && !window) return false;
        if (article && i > 0 && r->words[i - 1].upos == VDT_UPOS_NOUN) return false; /* "four flights a week": a rate */
        if (unit == QUARTER && (hyphen || is(r, at + 1, "of"))) return false;       /* "three-quarters of it" */
        say_length(out, at + 1, "DURATION", amount, unit);
        out->mod = mod;
    }
    anchor_length(r, i, which, days_in(unit, at ? amount : UNKNOWN_AMOUNT), unit <= DAY, out);
    return true;
}

/* A word made of a number and a unit: "two-year", "10-day". */
static bool joined_length_at(const struct reader *r, uint32_t i, struct found *out) {
    struct vdt_view rest = form_of(r, i), head = vdt_view_cut(&rest, '-'), word = vdt_view_cut(&rest, '-');
    int amount, unit = word_in(word, units_word);
    if (unit < 0 || rest.size || (is(r, i + 1, "-") && is(r, i + 2, "old"))) return false; /* an age */
    if (!digits_of(head, &amount) && !(amount = small_number(head))) return false;
    return say_length(out, i + 1, "DURATION", amount, (enum unit)unit);
}

static bool reference_at(const struct reader *r, uint32_t i, struct found *out) {
    if (any_of(r, i, "now currently")) return say(out, i + 1, "DATE", "PRESENT_REF");
    if (is(r, i, "right") && is(r, i + 1, "now")) return say(out, i + 2, "DATE", "PRESENT_REF");
    if (is(r, i, "current") && !r->account) return say(out, i + 1, "DATE", "PRESENT_REF");
    if (any_of(r, i, "at for") && is(r, i + 1, "present")) return say(out, i + 2, "DATE", "PRESENT_REF");
    if (is(r, i, "recently") || (is(r, i, "recent") && !r->account)) return say(out, i + 1, "DATE", "PAST_REF");
    if (is(r, i, "soon") && !r->account && !any_of(r, i + 1, "after as")) return say(out, i + 1, "DATE", "FUTURE_REF");
    if (is(r, i, "these") && is(r, i + 1, "days")) return say(out, i + 2, "DATE", "PRESENT_REF");
    uint32_t at = i + (is(r, i, "the") ? 1 : 0), word = at + (any_of(r, at, "near foreseeable") ? 1 : 0);
    if (is(r, word, "future") && r->words[word].upos != VDT_UPOS_PROPN) return say(out, word + 1, "DATE", "FUTURE_REF");
    if (at == i || !is(r, at, "past") || at + 1 >= r->count) return false;
    uint8_t upos = r->words[at + 1].upos;
    return upos != VDT_UPOS_NOUN && upos != VDT_UPOS_NUM && upos != VDT_UPOS_ADJ && say(out, at + 1, "DATE", "PAST_REF");
}

/* --- together --- */

static bool date_at(const struct reader *r, uint32_t i, struct found *out) {
    return numeric_at(r, i, out) || day_month_at(r, i, out) || quarter_at(r, i, out) || share_at(r, i, out) || month_year_at(r, i, out) ||
           weekday_date_at(r, i, out) || feast_at(r, i, out) || season_at(r, i, out) || era_of_years_at(r, i, out) ||
           range_of_years_at(r, i, out) || near_day_at(r, i, out) || unit_near_at(r, i, out) || year_alone_at(r, i, out);
}

/* Cuts the days of what a part was told of, and says the part as TIMEX3 does. */
static bool cut(const struct reader *r, struct found *out, const char *part) {
    int number = word_in(vdt_view_of(part), "early beginning start mid middle height late end close rest earlier later");
    int32_t size = out->to - out->from + 1, third = size > 2 ? size / 3 : 1, edge = size > 300 ? 31 : size > 20 ? 7 : size > 3 ? 2 : 1;
    bool outer = number == 1 || number == 2 || number == 7 || number == 8;
    if (number < 0) return true;
    if (number < 9) out->mod = number < 3 ? "START" : number < 6 ? "MID" : "END";
    if (out->from == VDT_NO_DAY || size < 2) return true;
    if (number < 3) out->to = out->from + (outer ? edge : third) - 1;
    else if (number < 6) out->from += third, out->to -= third;
    else if (number < 9) out->from = out->to - (outer ? edge : third) + 1;
    if (number < 9 || !has_day(r->now)) return true;
    int32_t now = day_of(r->now);
    bool running = out->from <= now && now <= out->to;
    if (running && number == 10) out->to = now;
    else if (running) out->from = now;
    return true;
}

/* "mid-May" as one word: read without its first four letters. */
static bool mid_at(const struct reader *r, uint32_t i, struct found *out) {
    struct vdt_view form = form_of(r, i);
    if (form.size < 5 || !vdt_view_equal_fold(vdt_view_slice(form, 0, 4), VDT_LITERAL("mid-"))) return false;
    struct vdt_word word = r->words[i];
    struct reader one = *r;
    int year;
    word.form = vdt_view_slice(form, 4, form.size);
    word.upos = VDT_UPOS_PROPN;
    one.words = &word;
    one.count = 1;
    one.has_tree = false;
    if (!date_at(&one, 0, out)) return false;
    uint32_t behind = out->at.month && !out->at.day ? year_behind(r, i + 1, &year) : 0;
    if (behind) say_moment(out, behind, (struct moment){ year, out->at.month, 0 });
    else out->next = out->reach_next = i + 1;
    return cut(r, out, "mid");
}

/* "early May", "mid-1998", "the end of the year", "earlier this week", "ca. 500 BC" */
static bool part_at(const struct reader *r, uint32_t i, struct found *out) {
    uint32_t at = i + (is(r, i, "the") ? 1 : 0);
    char part[12];
    snprintf(part, sizeof part, "%.*s", (int)form_of(r, at).size, form_of(r, at).size ? form_of(r, at).data : "");
    for (size_t k = 0; part[k]; k++) part[k] = vdt_lower(part[k]);
    if (any_of(r, at, "early late mid earlier later ca. ca c. circa")) {
        uint32_t next = past_hyphen(r, at);
        if (any_of(r, at, "earlier later") && (weekday_of(r, next) >= 0 || near_day_at(r, next, out))) return false;
        bool linked = any_of(r, next, "in on");
        if (linked) next++;
        bool found = date_at(r, next, out) || (next > at + 1 && unit_with_article_at(r, next, linked ? WEEK : QUARTER, out));
        return found && cut(r, out, part);
    }
    if (any_of(r, at, "end beginning start middle close rest height") && is(r, at + 1, "of"))
        return (date_at(r, at + 2, out) || unit_with_article_at(r, at + 2, WEEK, out)) && cut(r, out, part);
    return mid_at(r, at, out);
}

/* A time begins with a number or one of these; nothing is tried at the other words, which are most. */
static const char *const beginnings[26] = {
    ['a' - 'a'] = "afternoon afternoons at almost about around approximately a an april august apr aug apr. aug. "
                "autumn annually ad a.d.",
    ['b' - 'a'] = "beginning",
    ['c' - 'a'] = "ca. ca c. circa close couple centuries current christmas coming currently",
    ['d' - 'a'] = "days decades december dec dec. daily day",
    ['e' - 'a'] = "early earlier evening evenings end eight eleven eighteen eighty eighth eleventh eighteenth every "
                "each easter",
    ['f' - 'a'] = "four five fourteen fifteen forty fifty few first fourth fifth fourteenth fifteenth february feb "
                "feb. friday fri. fridays fiscal financial fall for former foreseeable future",
    ['g' - 'a'] = "good",
    ['h' - 'a'] = "height hundred hours halloween hourly",
    ['j' - 'a'] = "january june july jan jun jul jan. jun. jul.",
    ['l' - 'a'] = "late later last less latest",
    ['m' - 'a'] = "midnight morning mornings mid middle more many minutes months march may mar mar. may. monday mon. "
                "mondays monthly",
    ['n' - 'a'] = "noon night nights nearly nine nineteen ninety ninth nineteenth november nov nov. new next now near",
    ['o' - 'a'] = "overnight over one once october oct oct.",
    ['p' - 'a'] = "per past previous",
    ['q' - 'a'] = "quarters q1 q2 q3 q4",
    ['r' - 'a'] = "rest roughly recent right recently",
    ['s' - 'a'] = "start some six seven sixteen seventeen sixty seventy several seconds second sixth seventh "
                "sixteenth seventeenth september sep sept sept. sep. saturday sunday sat. sun. saturdays sundays "
                "spring summer soon",
    ['t' - 'a'] = "tonight this that today tomorrow the two three ten twelve thirteen twenty thirty thousand third "
                "tenth twelfth thirteenth twentieth tuesday thursday tue. thu. tuesdays thursdays thanksgiving these "
                "twice",
    ['u' - 'a'] = "up",
    ['w' - 'a'] = "weeks wednesday wed. wednesdays winter weekly",
    ['y' - 'a'] = "yesterday year years yearly",
};

static bool may_begin(struct vdt_view form) {
    struct vdt_view head = vdt_view_cut(&form, '-');
    char first = head.size ? vdt_lower(head.data[0]) : '\0';
    if (first == '\'' || (first >= '0' && first <= '9')) return true;
    return first >= 'a' && first <= 'z' && beginnings[first - 'a'] && word_in(head, beginnings[first - 'a']) >= 0;
}

static bool time_at(const struct reader *r, uint32_t i, struct found *out) {
    if (!may_begin(r->words[i].form)) return false;
    return stamp_at(r, i, out) || times_a_unit_at(r, i, out) || clock_at(r, i, out) || part_of_day_at(r, i, out) || part_at(r, i, out) ||
           counted_shift_at(r, i, out) ||
           date_at(r, i, out) || set_at(r, i, out) || duration_at(r, i, out) || joined_length_at(r, i, out) ||
           unit_with_article_at(r, i, QUARTER, out) || reference_at(r, i, out);
}

/* "since 2014", "so far this year": up to publication. */
static void bind_to_now(const struct reader *r, uint32_t i, struct found *found) {
    bool open = after_any(r, i, "since") || (i > 1 && is(r, i - 1, "far") && is(r, i - 2, "so"));
    if (!open || found->from == VDT_NO_DAY || !has_day(r->now) || day_of(r->now) < found->from) return;
    if (after_any(r, i, "since") || day_of(r->now) < found->to) found->to = day_of(r->now);
}

/* "from X to Y", "between X and Y", "X through Y": the first reaches over both, the second has no days of its own. */
static void bind_pair(const struct reader *r) {
    if (r->item_count < 2) return;
    struct vdt_time *a = &r->items[r->item_count - 2], *b = &r->items[r->item_count - 1];
    if (a->sentence != b->sentence || b->first != a->reach_last + 2 || a->from == VDT_NO_DAY || b->to == VDT_NO_DAY || b->to < a->from) return;
    uint32_t link = a->reach_last + 1;
    bool to = after_any(r, a->first, "from") && any_of(r, link, "to until till");
    bool and = after_any(r, a->first, "between") && is(r, link, "and");
    bool dash = any_of(r, link, dash_word) && (a->to - a->from > 7) == (b->to - b->from > 7);
    if (!to && !and && !dash && !is(r, link, "through")) return;
    a->to = b->to;
    a->reach_last = b->reach_last;
    b->from = b->to = VDT_NO_DAY;
}

/* The quarter told last, until a whole year is told. */
static void note_quarter(struct reader *r, const struct found *found) {
    const char *part = strstr(found->value, "-Q");
    if (found->at.year > 0 && (part || strlen(found->value) == 4)) r->quarter = 0;
    if (found->at.year <= 0 || !part || part[2] < '1' || part[2] > '4') return;
    r->quarter = part[2] - '0';
    r->quarter_year = found->at.year;
}

/* In an account, a year away from the one told before it, to which the text goes back: "a treaty of 1945". */
static bool is_aside(const struct reader *r, const struct found *found) {
    if (!r->account || r->told.year <= 0 || found->at.year <= 0 || found->at.year == r->told.year) return false;
    int next = year_ahead(r, found->next - 1), back = abs(next - r->told.year);
    return next && back <= 2 && back < abs(next - found->at.year);
}

static bool add(struct reader *r, uint32_t i, const struct found *found) {
    note_quarter(r, found);
    struct vdt_time *items = vdt_arena_grow(r->arena, r->items, r->item_count, &r->capacity, sizeof *items);
    if (!items) return false;
    r->items = items;
    items[r->item_count++] = (struct vdt_time){ .sentence = r->sentence, .first = i, .last = found->next - 1, .reach_last = found->reach_next - 1,
                                                .from = found->from, .to = found->to, .type = found->type, .mod = found->mod,
                                                .value = vdt_arena_copy(r->arena, vdt_view_of(found->value)) };
    if (found->at.year && !is_aside(r, found)) r->told = found->at;
    return items[r->item_count - 1].value.data != NULL;
}

static bool read_sentence(struct reader *r) {
    for (uint32_t i = 0; i < r->count;) {
        struct found found;
        bool fits = time_at(r, i, &found) && found.next > i && found.reach_next <= r->count;
        if (fits) bind_to_now(r, i, &found);
        if (fits && !add(r, i, &found)) return false;
        if (fits) bind_pair(r);
        i = fits ? found.reach_next : i + 1;
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

static void enter(struct reader *r, uint32_t sentence) {
    r->sentence = sentence;
    r->words = r->analysis->words + r->analysis->sentences[sentence].first;
    r->count = r->analysis->sentences[sentence].count;
    r->has_tree = false;
    for (uint32_t k = 0; k < r->count && !r->has_tree; k++) r->has_tree = r->words[k].head >= 0;
}

enum vdt_status vdt_times_read(struct vdt_arena *arena, const struct vdt_analysis *analysis, int32_t published, struct vdt_time **out,
                               size_t *count, struct vdt_error *error) {
    struct reader reader = { .arena = arena, .analysis = analysis };
    if (published != VDT_NO_DAY) reader.now = moment_of(published);
    reader.account = is_account(&reader);
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        enter(&reader, s);
        if (!read_sentence(&reader)) return vdt_fail_memory(error, "reading times");
    }
    *out = reader.items;
    *count = reader.item_count;
    return VDT_OK;
}
