/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small grammar by hand. At each word the rules are tried in order, the first that matches takes its words:
 *
 *   part    "early", "late", "mid-", "the end of", "the first half of", "earlier", "later"
 *   base    a date | month year | year | decade | season | quarter | weekday | "last week" | ...
 *   time    [part] base | "three weeks ago" | "in recent weeks" | "the day after" | ...
 *   pair    "from" time "to" time | "between" time "and" time
 *
 * A base is an interval of days; a part cuts it. What is not resolved (no publication date, no date before) is reported
 * with VDT_NO_DAY, so that its words are known to be a time all the same.
 *
 * Ambiguity is settled by what news does: a date without a year is the nearest, the past preferred three to one, or the
 * future where the verb is in it; a weekday is the last one, on or before publication, or the next.
 *
 * Known weaknesses: seasons are the northern ones; fiscal years are calendar years; hours are not told; feasts but for
 * Christmas and New Year are not known.
 */
#include "event/times.h"

struct finder {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    const struct vdt_word *words;
    uint32_t count, sentence;
    int32_t published;
    struct vdt_time *times;
    size_t time_count, capacity;
    int depth; /* of looking back for an anchor */
};

struct interval {
    int32_t from, to;
    uint32_t next;      /* the word behind it */
    enum vdt_time_kind kind;
    bool known;         /* false: the words are a time, the days are not known */
};

/* --- words --- */

static bool is(const struct finder *f, uint32_t i, const char *what) {
    return i < f->count && vdt_view_is_fold(f->words[i].form, what);
}

static bool in(const struct finder *f, uint32_t i, const char *const *list) {
    for (; *list; list++)
        if (is(f, i, *list)) return true;
    return false;
}

static int find_in(const struct finder *f, uint32_t i, const char *const *list) {
    for (int k = 0; list[k]; k++)
        if (is(f, i, list[k])) return k;
    return -1;
}

static bool capital(const struct finder *f, uint32_t i) {
    return i < f->count && f->words[i].form.size && f->words[i].form.data[0] >= 'A' && f->words[i].form.data[0] <= 'Z';
}

static enum vdt_name_type name_of(const struct finder *f, uint32_t i) {
    return i < f->count ? vdt_name_type_of(f->words[i].name) : VDT_NAME_NONE;
}

/* A whole number in digits; `suffix`: st, nd, rd, th may follow. */
static bool digits(struct vdt_view form, bool suffix, int *out) {
    size_t size = form.size;
    if (suffix && size > 2) {
        struct vdt_view tail = vdt_view_slice(form, size - 2, size);
        if (vdt_view_equal_fold(tail, VDT_LITERAL("st")) || vdt_view_equal_fold(tail, VDT_LITERAL("nd")) ||
            vdt_view_equal_fold(tail, VDT_LITERAL("rd")) || vdt_view_equal_fold(tail, VDT_LITERAL("th")))
            size -= 2;
    }
    if (!size || size > 6) return false;
    int value = 0;
    for (size_t i = 0; i < size; i++) {
        if (form.data[i] < '0' || form.data[i] > '9') return false;
        value = value * 10 + (form.data[i] - '0');
    }
    *out = value;
    return true;
}

static bool day_number(const struct finder *f, uint32_t i, int *out) {
    return i < f->count && f->words[i].form.size <= 4 && digits(f->words[i].form, true, out) && *out >= 1 && *out <= 31;
}

static bool year_number(const struct finder *f, uint32_t i, int *out) {
    return i < f->count && f->words[i].form.size == 4 && digits(f->words[i].form, false, out) && *out >= 1900 &&
           *out <= 2100;
}

/* Behind a month any year of four digits is one. */
static bool old_year_number(const struct finder *f, uint32_t i, int *out) {
    return i < f->count && f->words[i].form.size == 4 && digits(f->words[i].form, false, out) && *out >= 1000 &&
           *out <= 2100;
}

/* "5,000" and "5000" */
static bool count_number(struct vdt_view form, int *out) {
    char plain[8];
    size_t size = 0;
    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] == ',' && i) continue;
        if (size == sizeof plain) return false;
        plain[size++] = form.data[i];
    }
    return digits((struct vdt_view){ plain, size }, false, out);
}

/* "three", "3", "a", "several", "a few", "a couple of", "about 20": how many, from and to, and the word behind. */
static bool amount(const struct finder *f, uint32_t i, int *low, int *high, uint32_t *next) {
    static const char *const about[] = { "about", "around",        "nearly", "almost", "roughly", "some",
                                         "over",  "approximately", "barely", "just",   NULL };
    static const char *const names[] = { "one",      "two",      "three",   "four",    "five",      "six",
                                         "seven",    "eight",    "nine",    "ten",     "eleven",    "twelve",
                                         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
                                         "nineteen", "twenty",   NULL };
    static const char *const tens[] = { "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", NULL };
    if ((is(f, i, "more") || is(f, i, "less")) && is(f, i + 1, "than")) i += 2;
    else if (is(f, i, "at") && (is(f, i + 1, "least") || is(f, i + 1, "most"))) i += 2;
    else if (in(f, i, about)) i++;
    int value = 0, index;
    if (i < f->count && count_number(f->words[i].form, &value)) {
        if (value > 5000) return false;
    } else if ((index = find_in(f, i, names)) >= 0) {
        value = index + 1;
    } else if ((index = find_in(f, i, tens)) >= 0) {
        value = (index + 3) * 10;
    } else if ((is(f, i, "a") || is(f, i, "the")) && (is(f, i + 1, "few") || is(f, i + 1, "couple"))) {
        bool few = is(f, i + 1, "few");
        *low = 2, *high = few ? 5 : 2;
        *next = i + 2 + (is(f, i + 2, "of") ? 1 : 0);
        return true;
    } else if (is(f, i, "few") || is(f, i, "couple")) {
        *low = 2, *high = is(f, i, "few") ? 5 : 2;
        *next = i + 1 + (is(f, i + 1, "of") ? 1 : 0);
        return true;
    } else if (is(f, i, "several") || is(f, i, "many")) {
        *low = 3, *high = 7, *next = i + 1;
        return true;
    } else if (is(f, i, "a") || is(f, i, "an")) {
        value = 1;
    } else {
        return false;
    }
    *low = *high = value;
    *next = i + 1;
    return true;
}

enum unit { HOUR, DAY, WEEK, MONTH, YEAR, DECADE, CENTURY, NO_UNIT };

static enum unit unit_at(const struct finder *f, uint32_t i, bool *plural) {
    static const char *const one[] = { "hour", "day", "week", "month", "year", "decade", "century", NULL };
    static const char *const many[] = { "hours", "days", "weeks", "months", "years", "decades", "centuries", NULL };
    int index = find_in(f, i, one);
    *plural = index < 0;
    if (index < 0) index = find_in(f, i, many);
    return index < 0 ? NO_UNIT : (enum unit)index;
}

static int32_t days_of(enum unit unit, int amount_of) {
    static const int days[] = { 0, 1, 7, 30, 365, 3652, 36524 };
    if (unit == HOUR) return (amount_of + 23) / 24;
    if (unit == MONTH) return (int32_t)((int64_t)amount_of * 1461 / 48);
    if (unit == YEAR) return (int32_t)((int64_t)amount_of * 1461 / 4);
    return amount_of > 5000 ? 0 : days[unit] * amount_of;
}

/* --- intervals --- */

static struct interval unknown(uint32_t next, enum vdt_time_kind kind) {
    return (struct interval){ VDT_NO_DAY, VDT_NO_DAY, next, kind, false };
}

static struct interval interval(int32_t from, int32_t to, uint32_t next, enum vdt_time_kind kind) {
    return (struct interval){ from, to, next, kind, true };
}

static struct interval month_interval(int year, int month, uint32_t next) {
    int32_t first = vdt_day_of(year, month, 1);
    return interval(first, first + vdt_month_days(year, month) - 1, next, VDT_TIME_EXPLICIT);
}

static struct interval year_interval(int year, uint32_t next) {
    return interval(vdt_day_of(year, 1, 1), vdt_day_of(year, 12, 31), next, VDT_TIME_YEAR);
}

/* The month that lies `offset` months from that of `day`. */
static struct interval month_from(int32_t day, int offset, uint32_t next) {
    struct vdt_date date = vdt_date_of(day);
    int months = date.year * 12 + date.month - 1 + offset;
    if (months < 12 || months >= 10000 * 12) return unknown(next, VDT_TIME_RELATIVE);
    return month_interval(months / 12, months % 12 + 1, next);
}

static int32_t monday_of(int32_t day) {
    return day - vdt_weekday_of(day);
}

static bool has_day(const struct finder *f) {
    return f->published != VDT_NO_DAY;
}

/* --- is the verb in the future? --- */

static bool future_word(const struct finder *f, uint32_t i) {
    static const char *const words[] = {
        "will",     "'ll",      "\xE2\x80\x99ll", "shall", "would",    "wo",      "scheduled", "planned", "due",
        "expected", "upcoming", "slated",         "plans", "planning", "expects", "intends",   "set",     NULL
    };
    return in(f, i, words);
}

static bool past_verb(const struct finder *f, uint32_t i) {
    static const char *const words[] = { "was", "were", "had", "did", "said", "told", NULL };
    return vdt_view_is(f->words[i].xpos, "VBD") || in(f, i, words);
}

/* By the tree: the verb that the word hangs on has "will", or is the "to meet" of a plan. */
static int future_by_tree(const struct finder *f, uint32_t i) {
    static const char *const plans[] = { "plan", "expect", "schedule", "intend",  "due",     "set",    "agree", "aim",
                                         "hope", "vow",    "pledge",   "promise", "prepare", "invite", "slate", NULL };
    int32_t at = (int32_t)i;
    for (int step = 0; step < 8 && at >= 0; step++) {
        const struct vdt_word *word = &f->words[at];
        bool verb = word->upos == VDT_UPOS_VERB || word->upos == VDT_UPOS_AUX;
        if (verb || word->head < 0) {
            bool infinitive = false;
            for (uint32_t k = 0; k < f->count; k++) {
                if (f->words[k].head != at) continue;
                if (f->words[k].relation == VDT_REL_aux || f->words[k].relation == VDT_REL_cop) {
                    if (is(f, k, "will") || is(f, k, "'ll") || is(f, k, "\xE2\x80\x99ll") || is(f, k, "shall") ||
                        is(f, k, "would") || is(f, k, "wo"))
                        return 1;
                }
                infinitive |= f->words[k].relation == VDT_REL_mark && is(f, k, "to");
            }
            if (infinitive && word->head >= 0) {
                const struct vdt_word *above = &f->words[word->head];
                for (const char *const *plan = plans; *plan; plan++)
                    if (vdt_view_is_fold(above->lemma, *plan)) return 1;
                at = word->head;
                continue;
            }
            if (verb) return 0;
        }
        at = word->head;
    }
    return 0;
}

static bool future(const struct finder *f, uint32_t i) {
    if (i >= f->count) return false;
    bool tree = false;
    for (uint32_t k = 0; k < f->count && !tree; k++) tree = f->words[k].head >= 0;
    if (tree) return future_by_tree(f, i);
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 12; steps++) {
        if (future_word(f, k)) return true;
        if (past_verb(f, k)) return false;
    }
    for (uint32_t k = i; k < f->count && k < i + 12; k++) {
        if (future_word(f, k)) return true;
        if (past_verb(f, k)) return false;
    }
    return false;
}

/* The nearest verb is one of the past: "met on January 9". */
static bool past(const struct finder *f, uint32_t i) {
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 8; steps++) {
        if (future_word(f, k)) return false;
        if (past_verb(f, k)) return true;
    }
    return false;
}

/* --- months and dates --- */

static const char *const month_names[] = { "january", "february",  "march",   "april",    "may",      "june", "july",
                                           "august",  "september", "october", "november", "december", NULL };

/* 1 to 12, 0 for none; *next is behind it and the dot of an abbreviation. */
static int month_at(const struct finder *f, uint32_t i, uint32_t *next) {
    static const char *const shorts[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul",
                                          "aug", "sep", "oct", "nov", "dec", NULL };
    if (!capital(f, i) || f->words[i].upos == VDT_UPOS_AUX || f->words[i].upos == VDT_UPOS_VERB ||
        name_of(f, i) == VDT_NAME_PER)
        return 0;
    int index = find_in(f, i, month_names);
    *next = i + 1;
    if (index >= 0) return index + 1;
    struct vdt_view form = f->words[i].form;
    bool dot = vdt_view_ends(form, VDT_LITERAL("."));
    if (dot) form.size--;
    if (vdt_view_equal_fold(form, VDT_LITERAL("sept"))) index = 8;
    for (int k = 0; shorts[k] && index < 0; k++)
        if (k != 4 && vdt_view_is_fold(form, shorts[k])) index = k;
    if (index < 0) return 0;
    int number;
    if (!dot && is(f, i + 1, ".") && (day_number(f, i + 2, &number) || year_number(f, i + 2, &number))) *next = i + 2;
    bool shortened = dot || *next == i + 2;
    if (!shortened && !day_number(f, i + 1, &number) && !year_number(f, i + 1, &number) &&
        !(i && day_number(f, i - 1, &number)))
        return 0;
    return index + 1;
}

/* The year of a day and month that has none: the nearest, the likely direction preferred, more so when the verb tells.
 */
static bool nearest_year(const struct finder *f, uint32_t i, int month, int day, int *out) {
    if (!has_day(f)) return false;
    bool ahead = future(f, i);
    int preferred = !ahead && past(f, i) ? 12 : 3;
    int this_year = vdt_date_of(f->published).year, best = 0;
    int64_t least = INT64_MAX;
    for (int year = this_year - 1; year <= this_year + 1; year++) {
        if (!vdt_date_valid(year, month, day)) continue;
        int64_t away = (int64_t)vdt_day_of(year, month, day) - f->published;
        int64_t cost = away < 0 ? -away : away;
        if (away != 0 && (away > 0) != ahead) cost *= preferred;
        if (cost < least) least = cost, best = year;
    }
    *out = best;
    return best != 0;
}

/* ", 2021", "2021", "of last year", "last year", "this year" behind a month or day; false: none there. */
static bool year_behind(const struct finder *f, uint32_t i, int *year, uint32_t *next) {
    uint32_t at = is(f, i, ",") || is(f, i, "of") ? i + 1 : i;
    if (old_year_number(f, at, year)) {
        *next = at + 1;
        return true;
    }
    int offset = is(f, at, "last") ? -1 : is(f, at, "this") ? 0 : is(f, at, "next") ? 1 : 2;
    if (offset == 2 || !is(f, at + 1, "year") || !has_day(f)) return false;
    *year = vdt_date_of(f->published).year + offset;
    *next = at + 2;
    return true;
}

static struct interval make_date(int year, int month, int day, uint32_t next) {
    if (!vdt_date_valid(year, month, day)) return unknown(next, VDT_TIME_EXPLICIT);
    int32_t number = vdt_day_of(year, month, day);
    return interval(number, number, next, VDT_TIME_EXPLICIT);
}

/* "2-5", "2–5": days of one month in one token. */
static bool day_range(const struct finder *f, uint32_t i, int *first, int *last) {
    if (i >= f->count) return false;
    struct vdt_view form = f->words[i].form, head = form, tail;
    const char *dash = memmem(form.data, form.size, "\xE2\x80\x93", 3);
    size_t size = 3;
    if (!dash) dash = memchr(form.data, '-', form.size), size = 1;
    if (!dash) return false;
    head.size = (size_t)(dash - form.data);
    tail = vdt_view_slice(form, head.size + size, form.size);
    return head.size <= 2 && tail.size <= 2 && digits(head, false, first) && digits(tail, false, last) && *first >= 1 &&
           *first < *last && *last <= 31;
}

/* Months that are words or names too need a sign that the month is meant. */
static bool month_in_context(const struct finder *f, uint32_t i, int month) {
    static const char *const before[] = { "in",    "since",   "until", "till", "by",   "from",  "through", "during",
                                          "of",    "last",    "next",  "this", "late", "early", "mid",     "before",
                                          "after", "between", "for",   "and",  "to",   NULL };
    bool ambiguous = month == 3 || month == 5 || month == 8 || month == 4 || month == 6;
    if (!ambiguous) return true;
    return i > 0 && in(f, i - 1, before) && !(month == 3 && is(f, i - 1, "to")) &&
           !(month == 5 && (is(f, i - 1, "and") || is(f, i - 1, "to")));
}

static bool date_at(const struct finder *f, uint32_t i, struct interval *out) {
    int32_t day_of_iso;
    if (i < f->count && vdt_day_read(f->words[i].form, &day_of_iso)) {
        *out = interval(day_of_iso, day_of_iso, i + 1, VDT_TIME_EXPLICIT);
        return true;
    }
    int day, last_day, year = 0, month;
    uint32_t next, behind;
    if ((month = month_at(f, i, &next)) != 0) {
        bool range = day_range(f, next, &day, &last_day);
        if (!range && day_number(f, next, &day)) {
            last_day = day;
            bool dash = is(f, next + 1, "-") || is(f, next + 1, "\xE2\x80\x93") || is(f, next + 1, "\xE2\x80\x94");
            int second;
            if (dash && day_number(f, next + 2, &second) && second > day &&
                (f->words[next].space_after == 0 || f->words[next + 1].space_after == 0)) {
                last_day = second;
                next += 2;
            }
            range = true;
        }
        if (range) {
            next++;
            bool given = year_behind(f, next, &year, &behind);
            if (given) next = behind;
            else given = nearest_year(f, i, month, day, &year);
            if (!given) *out = unknown(next, VDT_TIME_EXPLICIT);
            else *out = make_date(year, month, day, next);
            if (out->known && last_day != day && vdt_date_valid(year, month, last_day))
                out->to = vdt_day_of(year, month, last_day);
            return true;
        }
        if (year_behind(f, next, &year, &behind)) {
            *out = month_interval(year, month, behind);
            return true;
        }
        if (!month_in_context(f, i, month)) return false;
        int offset = i && is(f, i - 1, "last") ? -1 : i && is(f, i - 1, "next") ? 1 : 0;
        if (!has_day(f)) {
            *out = unknown(next, VDT_TIME_EXPLICIT);
            return true;
        }
        struct vdt_date now = vdt_date_of(f->published);
        if (offset < 0) year = month < now.month ? now.year : now.year - 1;
        else if (offset > 0) year = month > now.month ? now.year : now.year + 1;
        else if (month == now.month) year = now.year;
        else nearest_year(f, i, month, 15, &year);
        *out = month_interval(year, month, next);
        return true;
    }
    /* "2 December 2021", "the 2nd of December" */
    if (day_number(f, i, &day) || day_range(f, i, &day, &last_day)) {
        bool range = !day_number(f, i, &last_day) && day_range(f, i, &day, &last_day);
        uint32_t at = i + 1 + (is(f, i + 1, "of") ? 1 : 0);
        if (!(month = month_at(f, at, &next))) return false;
        bool given = year_behind(f, next, &year, &behind);
        if (given) next = behind;
        else given = nearest_year(f, i, month, day, &year);
        if (!given) *out = unknown(next, VDT_TIME_EXPLICIT);
        else *out = make_date(year, month, day, next);
        if (out->known && range && vdt_date_valid(year, month, last_day)) out->to = vdt_day_of(year, month, last_day);
        return true;
    }
    return false;
}

/* --- years, decades, seasons, quarters --- */

/* Nouns of which there may well be 2,000. */
static bool counted_noun(const struct finder *f, uint32_t i) {
    static const char *const nouns[] = {
        "people",     "troops",    "soldiers",   "civilians", "men",           "women",    "children",
        "refugees",   "migrants",  "protesters", "homes",     "houses",        "villages", "cases",
        "deaths",     "dollars",   "euros",      "meters",    "metres",        "miles",    "kilometers",
        "kilometres", "km",        "tons",       "tonnes",    "feet",          "vehicles", "tanks",
        "members",    "police",    "officers",   "fighters",  "years",         "times",    "votes",
        "percent",    "prisoners", "detainees",  "workers",   "residents",     "families", "others",
        "rounds",     "shells",    "missiles",   "rockets",   "demonstrators", "points",   "casualties",
        "hostages",   "personnel", "marines",    "militants", "rebels",        "hectares", "acres",
        "seats",      "students",  NULL
    };
    return in(f, i, nouns);
}

static bool is_year_here(const struct finder *f, uint32_t i, int year) {
    static const char *const before[] = { "in",      "since", "during", "until", "till",    "by",
                                          "from",    "of",    "before", "after", "through", "throughout",
                                          "between", "to",    "and",    "circa", "year",    "fiscal",
                                          "early",   "late",  "mid",    "for",   "around",  NULL };
    if (counted_noun(f, i + 1)) return false;
    if (i && (is(f, i - 1, "$") || is(f, i - 1, "\xE2\x82\xAC") || is(f, i - 1, "\xC2\xA3"))) return false;
    bool plural_counted = i + 1 < f->count && f->words[i].relation == VDT_REL_nummod &&
                          vdt_view_is(f->words[i + 1].xpos, "NNS") && year % 100 == 0;
    if (plural_counted) return false;
    if (i && (is(f, i - 1, "to") || is(f, i - 1, "and") || is(f, i - 1, "for") || is(f, i - 1, "around"))) {
        /* "from 2010 to 2012", "2010 and 2012", "for 2014": alone or beside another year */
        int other;
        bool pair = i >= 2 && year_number(f, i - 2, &other);
        bool alone =
            i + 1 == f->count || f->words[i + 1].upos == VDT_UPOS_PUNCT || is(f, i + 1, ",") || is(f, i + 1, ".");
        return pair || (alone && year >= 1945 && !is(f, i - 1, "to"));
    }
    if (i && in(f, i - 1, before)) return true;
    /* "the 2014 annexation", "Russia's 2014 annexation", "a 2015 deal" */
    bool determined = i && (is(f, i - 1, "the") || is(f, i - 1, "'s") || is(f, i - 1, "\xE2\x80\x99s") ||
                            is(f, i - 1, "a") || is(f, i - 1, "its") || is(f, i - 1, "their") || is(f, i - 1, "his") ||
                            is(f, i - 1, "her") || is(f, i - 1, "this") || is(f, i - 1, "that"));
    bool noun_behind = i + 1 < f->count && !is(f, i + 1, ",") && !is(f, i + 1, ".") &&
                       f->words[i + 1].upos != VDT_UPOS_PUNCT && f->words[i + 1].upos != VDT_UPOS_VERB;
    if (determined && noun_behind) return true;
    uint8_t relation = f->words[i].relation;
    bool modifier = relation == VDT_REL_amod || relation == VDT_REL_compound || relation == VDT_REL_nmod ||
                    relation == VDT_REL_nmod_unmarked;
    return modifier && noun_behind && f->words[i].head > (int32_t)i && year % 100 != 0;
}

/* "1990s", "'90s", "90s" */
static bool decade_at(const struct finder *f, uint32_t i, struct interval *out) {
    if (i >= f->count) return false;
    struct vdt_view form = f->words[i].form;
    if (vdt_view_starts(form, VDT_LITERAL("'"))) form = vdt_view_slice(form, 1, form.size);
    if (vdt_view_starts(form, VDT_LITERAL("\xE2\x80\x99"))) form = vdt_view_slice(form, 3, form.size);
    if (!vdt_view_ends(form, VDT_LITERAL("s"))) return false;
    form.size--;
    if (vdt_view_ends(form, VDT_LITERAL("'"))) form.size--;
    int year;
    if (!digits(form, false, &year) || year % 10) return false;
    if (form.size == 2) {
        if (!i || (!is(f, i - 1, "the") && !is(f, i - 1, "early") && !is(f, i - 1, "late") && !is(f, i - 1, "'")))
            return false;
        year += year >= 30 ? 1900 : 2000;
    } else if (form.size != 4 || year < 1500 || year > 2100) {
        return false;
    }
    *out = interval(vdt_day_of(year, 1, 1), vdt_day_of(year + 9, 12, 31), i + 1, VDT_TIME_YEAR);
    return true;
}

/* "2014-2016", "2014-15" in one token */
static bool year_range_at(const struct finder *f, uint32_t i, struct interval *out) {
    if (i >= f->count) return false;
    struct vdt_view form = f->words[i].form;
    if (form.size < 7) return false;
    int first, last;
    struct vdt_view head = vdt_view_slice(form, 0, 4), rest = vdt_view_slice(form, 4, form.size);
    if (vdt_view_starts(rest, VDT_LITERAL("-"))) rest = vdt_view_slice(rest, 1, rest.size);
    else if (vdt_view_starts(rest, VDT_LITERAL("\xE2\x80\x93"))) rest = vdt_view_slice(rest, 3, rest.size);
    else return false;
    if (!digits(head, false, &first) || !digits(rest, false, &last) || first < 1900 || first > 2100) return false;
    if (rest.size == 2) last += first / 100 * 100;
    else if (rest.size != 4) return false;
    if (last <= first || last > 2100) return false;
    *out = interval(vdt_day_of(first, 1, 1), vdt_day_of(last, 12, 31), i + 1, VDT_TIME_YEAR);
    return true;
}

static struct interval season_interval(int year, int season, uint32_t next) {
    if (season == 4) season = 2; /* fall */
    static const int first_month[] = { 3, 6, 9, 12 };
    int month = first_month[season];
    int32_t from = vdt_day_of(year, month, 1);
    int32_t to = season == 3 ? vdt_day_of(year + 1, 3, 1) - 1 : vdt_day_of(year, month + 3, 1) - 1;
    return interval(from, to, next, VDT_TIME_VAGUE);
}

/* "the summer of 2014", "spring 2020", "last summer", "this winter" */
static bool season_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const char *const seasons[] = { "spring", "summer", "autumn", "winter", "fall", NULL };
    int season = find_in(f, i, seasons), year;
    if (season < 0 || f->words[i].upos == VDT_UPOS_VERB) return false;
    uint32_t at = i + 1 + (is(f, i + 1, "of") ? 1 : 0), next;
    if (year_number(f, at, &year)) {
        *out = season_interval(year, season, at + 1);
        return true;
    }
    int which = i && is(f, i - 1, "last") ? -1 : i && is(f, i - 1, "next") ? 1 : i && is(f, i - 1, "this") ? 0 : 2;
    if (which == 2) return false;
    next = i + 1;
    *out = unknown(next, VDT_TIME_VAGUE);
    if (!has_day(f)) return true;
    year = vdt_date_of(f->published).year;
    struct interval best = *out;
    for (int y = year - 2; y <= year + 1; y++) {
        struct interval season_of = season_interval(y, season, next);
        if (which < 0 && season_of.to < f->published) best = season_of;
        if (which == 0 && season_of.from <= f->published + 182 && season_of.to >= f->published - 182) {
            best = season_of;
            if (season_of.to >= f->published) break;
        }
        if (which > 0 && season_of.from > f->published) {
            best = season_of;
            break;
        }
    }
    *out = best;
    return true;
}

/* "the second quarter of 2020", "the first half of the year", "Q2 2020" */
static bool fraction_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const char *const order[] = { "first", "second", "third", "fourth", "last", NULL };
    int part = -1, parts = 0;
    uint32_t at = i;
    if (i < f->count && f->words[i].form.size == 2 && (f->words[i].form.data[0] == 'Q') &&
        f->words[i].form.data[1] >= '1' && f->words[i].form.data[1] <= '4') {
        part = f->words[i].form.data[1] - '1';
        parts = 4;
        at = i + 1;
    } else {
        part = find_in(f, i, order);
        if (part < 0) return false;
        parts = is(f, i + 1, "quarter") ? 4 : is(f, i + 1, "half") ? 2 : 0;
        if (!parts) return false;
        if (part == 4 || (parts == 2 && part > 1)) part = parts - 1;
        at = i + 2;
    }
    if (part >= parts) return false;
    uint32_t behind = at + (is(f, at, "of") ? 1 : 0), next;
    int year, month;
    if (parts == 2 && (month = month_at(f, behind, &next)) != 0) {
        struct interval base;
        if (!date_at(f, behind, &base)) return false;
        *out = base;
        out->kind = VDT_TIME_VAGUE;
        if (base.known) {
            if (part == 0) out->to = base.from + 14;
            else out->from = base.from + 15;
        }
        return true;
    }
    bool given = year_behind(f, behind, &year, &next);
    if (!given && is(f, behind, "the") && is(f, behind + 1, "year") && has_day(f))
        year = vdt_date_of(f->published).year, next = behind + 2, given = true;
    if (!given) {
        if (parts == 2) return false;
        *out = unknown(at, VDT_TIME_YEAR);
        if (!has_day(f)) return true;
        struct vdt_date now = vdt_date_of(f->published);
        year = part * 3 + 1 > now.month && !future(f, i) ? now.year - 1 : now.year;
        next = at;
    }
    int months = 12 / parts;
    int32_t from = vdt_day_of(year, part * months + 1, 1);
    int32_t to = part + 1 == parts ? vdt_day_of(year, 12, 31) : vdt_day_of(year, (part + 1) * months + 1, 1) - 1;
    *out = interval(from, to, next, VDT_TIME_YEAR);
    return true;
}

static bool year_at(const struct finder *f, uint32_t i, bool in_context, struct interval *out) {
    int year;
    if (is(f, i, "fiscal") && is(f, i + 1, "year") && year_number(f, i + 2, &year)) {
        *out = year_interval(year, i + 3);
        return true;
    }
    if (is(f, i, "fiscal") && year_number(f, i + 1, &year)) {
        *out = year_interval(year, i + 2);
        return true;
    }
    if (!year_number(f, i, &year) || (!in_context && !is_year_here(f, i, year))) return false;
    *out = year_interval(year, i + 1);
    return true;
}

/* --- weekdays and feasts --- */

static bool weekday_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const char *const names[] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday",    NULL };
    static const char *const shorts[] = { "mon.", "tue.", "wed.",  "thu.",   "fri.",
                                          "sat.", "sun.", "tues.", "thurs.", NULL };
    static const char *const feasts[] = { "bloody", "black", "good",   "easter", "palm", "super", "ash",
                                          "cyber",  "holy",  "maundy", "shrove", "whit", NULL };
    static const char *const papers[] = { "times",  "telegraph", "mail",        "mirror", "express",
                                          "herald", "post",      "independent", "school", NULL };
    static const char *const parts[] = { "morning", "afternoon", "evening", "night", NULL };
    if (!capital(f, i)) return false;
    int weekday = find_in(f, i, names);
    if (weekday < 0) {
        weekday = find_in(f, i, shorts);
        if (weekday == 7) weekday = 1;
        if (weekday == 8) weekday = 3;
    }
    if (weekday < 0) return false;
    if (i && in(f, i - 1, feasts)) return false;
    if (in(f, i + 1, papers) && capital(f, i + 1)) return false;
    enum vdt_name_type name = name_of(f, i);
    bool part_of_name = (name == VDT_NAME_ORG || name == VDT_NAME_PER || name == VDT_NAME_MISC) &&
                        vdt_name_place_of(f->words[i].name) != VDT_NAME_UNIT;
    if (part_of_name) return false;

    /* "Friday, December 3, 2021": the date tells */
    struct interval date;
    uint32_t at = i + 1 + (is(f, i + 1, ",") ? 1 : 0), month_next;
    int number;
    bool date_follows =
        month_at(f, at, &month_next) || (day_number(f, at, &number) && month_at(f, at + 1, &month_next));
    if (date_follows && date_at(f, at, &date) && date.from == date.to) {
        *out = date;
        return true;
    }
    uint32_t next = i + 1;
    if (in(f, next, parts)) next++;
    *out = unknown(next, VDT_TIME_WEEKDAY);
    if (!has_day(f)) return true;
    int32_t now = f->published, today = vdt_weekday_of(now);
    int32_t back = (today - weekday + 7) % 7, ahead = (weekday - today + 7) % 7, day;
    uint32_t of = next + (is(f, next, "of") ? 1 : 0);
    if ((is(f, of, "last") || is(f, of, "this") || is(f, of, "next")) && is(f, of + 1, "week")) {
        day = monday_of(now) + weekday + (is(f, of, "last") ? -7 : is(f, of, "next") ? 7 : 0);
        next = of + 2;
    } else if (i && (is(f, i - 1, "last") || is(f, i - 1, "past"))) {
        day = now - (back ? back : 7);
    } else if (i && (is(f, i - 1, "next") || is(f, i - 1, "coming"))) {
        day = now + (ahead ? ahead : 7);
    } else if (i && is(f, i - 1, "this") && !future(f, i)) {
        day = monday_of(now) + weekday;
    } else {
        day = future(f, i) || (i && is(f, i - 1, "this")) ? now + ahead : now - back;
    }
    *out = interval(day, day, next, VDT_TIME_WEEKDAY);
    return true;
}

static bool feast_at(const struct finder *f, uint32_t i, struct interval *out) {
    int month = 0, day = 0, year;
    uint32_t next = i;
    if (is(f, i, "christmas") && capital(f, i)) {
        month = 12, day = is(f, i + 1, "eve") ? 24 : 25;
        next = i + (is(f, i + 1, "eve") || is(f, i + 1, "day") ? 2 : 1);
    } else if (is(f, i, "new") && is(f, i + 1, "year") && capital(f, i) &&
               (is(f, i + 2, "'s") || is(f, i + 2, "\xE2\x80\x99s")) && (is(f, i + 3, "eve") || is(f, i + 3, "day"))) {
        bool eve = is(f, i + 3, "eve");
        month = eve ? 12 : 1, day = eve ? 31 : 1;
        next = i + 4;
    } else {
        return false;
    }
    uint32_t behind;
    bool given = year_behind(f, next, &year, &behind);
    if (given) next = behind;
    else given = nearest_year(f, i, month, day, &year);
    *out = given ? make_date(year, month, day, next) : unknown(next, VDT_TIME_EXPLICIT);
    return true;
}

/* --- this, last, next --- */

static bool unit_base_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const char *const which[] = { "last", "this", "next", "previous", "coming", "past", "current", NULL };
    static const char *const when[] = { "morning", "afternoon", "evening", "night", NULL };
    int index = find_in(f, i, which);
    if (index < 0) return false;
    int offset = index == 0 || index == 3 ? -1 : index == 1 || index == 6 ? 0 : 1;
    uint32_t next = i + 2;
    if (in(f, i + 1, when) && (index == 0 || index == 1)) {
        *out = unknown(next, VDT_TIME_RELATIVE);
        if (has_day(f))
            *out = interval(f->published + offset, f->published + (index == 0 ? -1 : 0), next, VDT_TIME_RELATIVE);
        return true;
    }
    if (is(f, i + 1, "weekend")) {
        *out = unknown(next, VDT_TIME_RELATIVE);
        if (!has_day(f)) return true;
        int32_t saturday = monday_of(f->published) + 5 + 7 * (index == 5 ? 0 : offset);
        if (index == 5 || (offset == 0 && vdt_weekday_of(f->published) < 3 && !future(f, i)))
            saturday = monday_of(f->published) - 2;
        *out = interval(saturday, saturday + 1, next, VDT_TIME_RELATIVE);
        return true;
    }
    bool plural;
    enum unit unit = unit_at(f, i + 1, &plural);
    if (plural || unit == NO_UNIT || unit == HOUR || (unit == DAY && index != 3)) return false;
    bool article = i && is(f, i - 1, "the");
    *out = unknown(next, VDT_TIME_RELATIVE);
    if (!has_day(f)) return true;
    int32_t now = f->published;
    struct vdt_date date = vdt_date_of(now);
    if (index == 5 || (index == 0 && article)) { /* "the past week", "the last year": up to now */
        *out = interval(now - days_of(unit, 1), now, next, VDT_TIME_RELATIVE);
        return true;
    }
    if (index == 4 || (index == 2 && article)) {
        *out = interval(now, now + days_of(unit, 1), next, VDT_TIME_RELATIVE);
        return true;
    }
    switch (unit) {
    case WEEK:
        *out = interval(monday_of(now) + 7 * offset, monday_of(now) + 7 * offset + 6, next, VDT_TIME_RELATIVE);
        break;
    case MONTH: *out = month_from(now, offset, next); break;
    case YEAR: *out = year_interval(date.year + offset, next); break;
    case DECADE: {
        int year = date.year / 10 * 10 + 10 * offset;
        *out = interval(vdt_day_of(year, 1, 1), vdt_day_of(year + 9, 12, 31), next, VDT_TIME_RELATIVE);
        break;
    }
    case CENTURY: {
        int year = (date.year - 1) / 100 * 100 + 1 + 100 * offset;
        *out = interval(vdt_day_of(year, 1, 1), vdt_day_of(year + 99, 12, 31), next, VDT_TIME_RELATIVE);
        break;
    }
    default: *out = interval(now + offset, now + offset, next, VDT_TIME_RELATIVE); break;
    }
    out->kind = VDT_TIME_RELATIVE;
    return true;
}

/* today, yesterday, tonight, overnight ... */
static bool day_word_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const struct { const char *word; int from, to; } words[] = {
        { "today", 0, 0 }, { "yesterday", -1, -1 }, { "tomorrow", 1, 1 }, { "tonight", 0, 0 }, { "overnight", -1, 0 } };
    static const char *const parts[] = { "morning", "afternoon", "evening", "night", NULL };
    int shift = 0;
    uint32_t at = i;
    if (is(f, i, "day") && (is(f, i + 1, "before") || is(f, i + 1, "after")) &&
        (is(f, i + 2, "yesterday") || is(f, i + 2, "tomorrow"))) {
        shift = is(f, i + 1, "before") ? -1 : 1;
        at = i + 2;
    }
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (!is(f, at, words[k].word)) continue;
        uint32_t next = at + 1 + (in(f, at + 1, parts) ? 1 : 0);
        *out = unknown(next, VDT_TIME_RELATIVE);
        if (has_day(f))
            *out = interval(f->published + words[k].from + shift, f->published + words[k].to + shift, next,
                            VDT_TIME_RELATIVE);
        return true;
    }
    return false;
}

static bool base_at(const struct finder *f, uint32_t i, bool in_context, struct interval *out) {
    if (weekday_at(f, i, out) || date_at(f, i, out) || fraction_at(f, i, out) || season_at(f, i, out) ||
        decade_at(f, i, out) || year_range_at(f, i, out) || year_at(f, i, in_context, out) || feast_at(f, i, out) ||
        day_word_at(f, i, out))
        return true;
    if (unit_base_at(f, i, out)) return true;
    /* "last Friday", "next March", "last summer": the word before is looked at by the base itself */
    static const char *const which[] = { "last", "this", "next", "past", "coming", NULL };
    if (in(f, i, which))
        return weekday_at(f, i + 1, out) || season_at(f, i + 1, out) ||
               (month_at(f, i + 1, &(uint32_t){ 0 }) && date_at(f, i + 1, out));
    if (is(f, i, "the") && in(f, i + 1, which)) return base_at(f, i + 1, true, out);
    if (is(f, i, "the")) return base_at(f, i + 1, false, out) && out->kind != VDT_TIME_WEEKDAY;
    return false;
}

/* --- parts --- */

enum part { EARLY, MIDDLE, LATE, START, FINISH, EARLIER, LATER };

static void cut(const struct finder *f, struct interval *base, enum part part) {
    if (!base->known) return;
    int32_t from = base->from, to = base->to, size = to - from + 1, third = size / 3;
    bool year = size > 300;
    switch (part) {
    case EARLY: base->to = from + (third ? third : 1) - 1; break;
    case MIDDLE: base->from = from + third, base->to = to - third; break;
    case LATE: base->from = to - (third ? third : 1) + 1; break;
    case START: base->to = from + (year ? 30 : size > 20 ? 6 : size > 3 ? 1 : 0); break;
    case FINISH: base->from = to - (year ? 30 : size > 20 ? 6 : size > 3 ? 1 : 0); break;
    case EARLIER:
        if (has_day(f) && to > f->published && from <= f->published) base->to = f->published;
        break;
    case LATER:
        if (has_day(f) && from < f->published && to >= f->published) base->from = f->published;
        break;
    }
    if (size > 1 && part < EARLIER) base->kind = VDT_TIME_VAGUE;
}

/* "at the end of the year", "the month": the running one */
static bool running_unit(const struct finder *f, uint32_t i, struct interval *out) {
    bool plural;
    if (!is(f, i, "the") || !has_day(f)) return false;
    enum unit unit = unit_at(f, i + 1, &plural);
    if (plural || (unit != WEEK && unit != MONTH && unit != YEAR && unit != DECADE)) return false;
    int32_t now = f->published;
    int year = vdt_date_of(now).year;
    *out = unit == WEEK ? interval(monday_of(now), monday_of(now) + 6, i + 2, VDT_TIME_RELATIVE)
         : unit == MONTH ? month_from(now, 0, i + 2)
         : unit == YEAR ? year_interval(year, i + 2)
         : interval(vdt_day_of(year / 10 * 10, 1, 1), vdt_day_of(year / 10 * 10 + 9, 12, 31), i + 2, VDT_TIME_RELATIVE);
    return true;
}

/* A base behind a part needs a reading of "mid-June" without its first four letters. */
static bool mid_word(struct finder *f, uint32_t i, struct interval *out) {
    if (i >= f->count) return false;
    struct vdt_view form = f->words[i].form;
    if (form.size < 6 || !vdt_view_equal_fold(vdt_view_slice(form, 0, 4), VDT_LITERAL("mid-"))) return false;
    struct vdt_word *copy = vdt_arena_array(f->arena, f->count, sizeof *copy);
    if (!copy) return false;
    memcpy(copy, f->words, f->count * sizeof *copy);
    copy[i].form = vdt_view_slice(form, 4, form.size);
    copy[i].upos = VDT_UPOS_PROPN;
    struct finder inner = *f;
    inner.words = copy;
    if (month_at(&inner, i, &(uint32_t){ 0 }) && i) copy[i - 1].form = VDT_LITERAL("in");
    if (!base_at(&inner, i, true, out)) return false;
    cut(f, out, MIDDLE);
    return true;
}

static bool part_at(struct finder *f, uint32_t i, struct interval *out) {
    static const struct {
        const char *word;
        enum part part;
    } adjectives[] = {
        { "early", EARLY }, { "mid", MIDDLE }, { "late", LATE }, { "earlier", EARLIER }, { "later", LATER }
    };
    static const struct {
        const char *word;
        enum part part;
    } nouns[] = { { "end", FINISH },  { "close", FINISH },  { "beginning", START },
                  { "start", START }, { "middle", MIDDLE }, { "height", MIDDLE } };
    if (mid_word(f, i, out)) return true;
    for (size_t k = 0; k < sizeof adjectives / sizeof *adjectives; k++) {
        if (!is(f, i, adjectives[k].word)) continue;
        bool comparison = adjectives[k].part >= EARLIER;
        uint32_t at = i + 1;
        if (is(f, at, "-")) at++;
        if (comparison && is(f, at, "in") && is(f, at + 1, "the") && is(f, at + 2, "day") && has_day(f)) {
            *out = interval(f->published, f->published, at + 3, VDT_TIME_RELATIVE);
            return true;
        }
        if (is(f, at, "on") || is(f, at, "in")) at++;
        if (!base_at(f, at, !comparison || at > i + 1, out) && !running_unit(f, at, out)) continue;
        /* "late Friday", "early Monday": the day itself */
        if (out->known && out->from == out->to) return true;
        cut(f, out, adjectives[k].part);
        return true;
    }
    uint32_t at = i + (is(f, i, "the") ? 1 : 0);
    for (size_t k = 0; k < sizeof nouns / sizeof *nouns; k++) {
        if (!is(f, at, nouns[k].word) || !is(f, at + 1, "of")) continue;
        if (!base_at(f, at + 2, true, out) && !running_unit(f, at + 2, out)) continue;
        cut(f, out, nouns[k].part);
        return true;
    }
    /* "the first week of December" */
    static const char *const order[] = { "first", "second", "third", "fourth", "last", NULL };
    int week = find_in(f, at, order);
    if (week >= 0 && is(f, at + 1, "week") && is(f, at + 2, "of") && base_at(f, at + 3, true, out)) {
        if (out->known && out->to - out->from > 14) {
            int32_t from = week == 4 ? out->to - 6 : out->from + 7 * week;
            out->to = from + 6 < out->to ? from + 6 : out->to;
            out->from = from;
        }
        out->kind = VDT_TIME_VAGUE;
        return true;
    }
    return false;
}

/* --- counted and vague stretches up to now or from now --- */

static bool ago_at(const struct finder *f, uint32_t i, struct interval *out) {
    int low = 2, high = 5;
    uint32_t at = i;
    bool plural, counted = amount(f, i, &low, &high, &at);
    enum unit unit = unit_at(f, at, &plural);
    if (unit == NO_UNIT || !is(f, at + 1, "ago")) return false;
    uint32_t next = at + 2;
    if (!counted && i &&
        (f->words[i - 1].upos == VDT_UPOS_NUM || is(f, i - 1, "million") || is(f, i - 1, "thousand"))) {
        *out = unknown(next, VDT_TIME_VAGUE); /* "66 million years ago": no number that we read */
        return true;
    }
    bool vague = !counted || low != high;
    *out = unknown(next, vague ? VDT_TIME_VAGUE : VDT_TIME_RELATIVE);
    if (!has_day(f)) return true;
    int32_t now = f->published;
    if (!counted) low = 2, high = unit == DAY ? 7 : 5;
    if (vague) {
        *out = interval(now - days_of(unit, high), now - days_of(unit, low), next, VDT_TIME_VAGUE);
    } else if (unit == WEEK) {
        int32_t monday = monday_of(now - 7 * low);
        *out = interval(monday, monday + 6, next, VDT_TIME_RELATIVE);
    } else if (unit == MONTH) {
        *out = month_from(now, -low, next);
    } else if (unit == YEAR) {
        int year = vdt_date_of(now).year - low;
        if (year < 1) return true;
        *out = year_interval(year, next);
    } else {
        int32_t day = now - days_of(unit, low);
        *out = interval(day, day, next, VDT_TIME_RELATIVE);
    }
    out->kind = vague ? VDT_TIME_VAGUE : VDT_TIME_RELATIVE;
    return true;
}

/* "the past three months", "the last few weeks", "recent weeks", "the coming days", "the next two years" */
static bool window_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const int32_t usual[] = { 1, 7, 21, 90, 3 * 365, 3652, 36524 };
    static const char *const past[] = { "past", "last", "previous", NULL };
    static const char *const coming[] = { "coming", "next", "following", NULL };
    uint32_t at = i + (is(f, i, "the") || is(f, i, "these") ? 1 : 0);
    bool recent = is(f, at, "recent"), back = recent || in(f, at, past), ahead = in(f, at, coming);
    if (!back && !ahead) return false;
    int low = 0, high = 0;
    uint32_t unit_word = at + 1;
    bool counted = amount(f, at + 1, &low, &high, &unit_word), plural;
    if (!counted) unit_word = at + 1;
    enum unit unit = unit_at(f, unit_word, &plural);
    if (unit == NO_UNIT || (!counted && !plural) || (recent && !plural)) return false;
    uint32_t next = unit_word + 1;
    *out = unknown(next, VDT_TIME_VAGUE);
    if (!has_day(f)) return true;
    int32_t days = counted ? days_of(unit, high) : usual[unit];
    *out = back ? interval(f->published - days, f->published, next, VDT_TIME_VAGUE)
                : interval(f->published, f->published + days, next, VDT_TIME_VAGUE);
    return true;
}

static bool perfect_before(const struct finder *f, uint32_t i) {
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 14; steps++)
        if (is(f, k, "have") || is(f, k, "has") || is(f, k, "'ve") || is(f, k, "been")) return true;
    return false;
}

/* "for weeks", "for three months", "within 10 years", "in two weeks" */
static bool duration_at(const struct finder *f, uint32_t i, struct interval *out) {
    static const int32_t usual[] = { 1, 7, 21, 90, 3 * 365, 3652, 36524 };
    bool span = is(f, i, "for"), within = is(f, i, "within"), after = is(f, i, "in");
    if (!span && !within && !after) return false;
    int low = 0, high = 0;
    uint32_t at = i + 1;
    bool counted = amount(f, i + 1, &low, &high, &at), plural;
    if (!counted) at = i + 1;
    enum unit unit = unit_at(f, at, &plural);
    if (unit == NO_UNIT || (!counted && !plural)) return false;
    uint32_t next = at + 1;
    int32_t days = counted ? days_of(unit, high) : usual[unit];
    *out = unknown(next, VDT_TIME_DURATION);
    if (!has_day(f)) return true;
    if (within) *out = interval(f->published, f->published + days, next, VDT_TIME_DURATION);
    else if (after && future(f, i))
        *out = interval(f->published + (unit <= DAY ? days : days - days / 10), f->published + days, next,
                        VDT_TIME_RELATIVE);
    else if (span && (perfect_before(f, i) || is(f, next, "now")))
        *out = interval(f->published - days, f->published, next, VDT_TIME_DURATION);
    return true;
}

/* --- what refers to the date before --- */

static enum vdt_status find_all(struct finder *f, struct vdt_error *error);

static bool anchor(struct finder *f, struct vdt_time *out) {
    for (size_t k = f->time_count; k-- > 0;)
        if (f->times[k].to != VDT_NO_DAY) {
            *out = f->times[k];
            return true;
        }
    if (f->depth > 0) return false;
    for (uint32_t back = 1; back <= 5 && back <= f->sentence; back++) {
        const struct vdt_sentence *sentence = &f->analysis->sentences[f->sentence - back];
        struct finder before = { .arena = f->arena,
                                 .analysis = f->analysis,
                                 .words = f->analysis->words + sentence->first,
                                 .count = sentence->count,
                                 .sentence = f->sentence - back,
                                 .published = f->published,
                                 .depth = 1 };
        if (find_all(&before, NULL) != VDT_OK) return false;
        for (size_t k = before.time_count; k-- > 0;)
            if (before.times[k].to != VDT_NO_DAY) {
                *out = before.times[k];
                return true;
            }
    }
    return false;
}

static struct interval shifted(struct finder *f, enum unit unit, int steps, uint32_t next) {
    struct vdt_time base;
    if (!anchor(f, &base)) return unknown(next, VDT_TIME_RELATIVE);
    int32_t day = steps < 0 ? base.from : base.to;
    if (day == VDT_NO_DAY) return unknown(next, VDT_TIME_RELATIVE);
    struct interval result;
    if (unit == WEEK)
        result = interval(monday_of(day) + 7 * steps, monday_of(day) + 7 * steps + 6, next, VDT_TIME_RELATIVE);
    else if (unit == MONTH) result = month_from(day, steps, next);
    else if (unit == YEAR) result = year_interval(vdt_date_of(day).year + steps, next);
    else
        result = interval(day + days_of(unit, steps < 0 ? -steps : steps) * (steps < 0 ? -1 : 1), 0, next,
                          VDT_TIME_RELATIVE),
        result.to = result.from;
    result.kind = VDT_TIME_RELATIVE;
    return result;
}

/* "the next day", "the following week", "the day after", "a day earlier", "two weeks later", "the same day" */
static bool anchored_at(struct finder *f, uint32_t i, struct interval *out) {
    bool plural;
    enum unit unit;
    if (is(f, i, "the") || is(f, i, "that") || is(f, i, "on")) {
        uint32_t at = i + 1;
        int step = is(f, at, "following") || is(f, at, "next")       ? 1
                   : is(f, at, "previous") || is(f, at, "preceding") ? -1
                                                                     : 0;
        bool same = is(f, at, "same");
        unit = step || same ? unit_at(f, at + 1, &plural) : NO_UNIT;
        bool told = is(f, at, "following") || is(f, at, "preceding") || unit == DAY;
        if (is(f, i, "the") && unit != NO_UNIT && unit != HOUR && !plural && told) {
            *out = shifted(f, unit, step, at + 2);
            if (unit != DAY && same) *out = unknown(at + 2, VDT_TIME_RELATIVE);
            return true;
        }
        if (is(f, i, "the") && is(f, at, "day") && (is(f, at + 1, "after") || is(f, at + 1, "before"))) {
            /* "the day after": alone, or before what it follows, which is then found by itself */
            struct interval given;
            int direction = is(f, at + 1, "after") ? 1 : -1;
            if (base_at(f, at + 2, true, &given) && given.known) {
                int32_t day = direction > 0 ? given.to + 1 : given.from - 1;
                *out = interval(day, day, given.next, VDT_TIME_RELATIVE);
                return true;
            }
            *out = shifted(f, DAY, direction, at + 2);
            return true;
        }
    }
    int low, high;
    uint32_t at;
    if (amount(f, i, &low, &high, &at) && low == high && (unit = unit_at(f, at, &plural)) != NO_UNIT) {
        int direction = is(f, at + 1, "later") ? 1 : is(f, at + 1, "earlier") ? -1 : 0;
        if (direction && low < 2000) {
            *out = shifted(f, unit, direction * low, at + 2);
            return true;
        }
    }
    return false;
}

/* "the 20th century" */
static bool century_at(const struct finder *f, uint32_t i, struct interval *out) {
    int century;
    if (i >= f->count || !is(f, i + 1, "century") || !digits(f->words[i].form, true, &century) || century < 1 ||
        century > 21)
        return false;
    *out = interval(vdt_day_of(century * 100 - 99, 1, 1), vdt_day_of(century * 100, 12, 31), i + 2, VDT_TIME_YEAR);
    return true;
}

/* --- the sentence --- */

static bool time_at(struct finder *f, uint32_t i, struct interval *out) {
    return anchored_at(f, i, out) || part_at(f, i, out) || ago_at(f, i, out) || window_at(f, i, out) ||
           duration_at(f, i, out) || century_at(f, i, out) || base_at(f, i, false, out);
}

static bool add(struct finder *f, uint32_t first, const struct interval *found) {
    struct vdt_time *times = vdt_arena_grow(f->arena, f->times, f->time_count, &f->capacity, sizeof *times);
    if (!times) return false;
    f->times = times;
    struct vdt_time *time = &times[f->time_count++];
    *time = (struct vdt_time){
        .first = first, .last = found->next - 1, .from = found->from, .to = found->to, .kind = found->kind
    };
    /* "5,000 centuries ago": no day that can be written */
    bool writable = found->known && found->from >= vdt_day_of(1, 1, 1) && found->to <= vdt_day_of(9999, 12, 31) &&
                    found->from <= found->to;
    if (!writable) time->from = time->to = VDT_NO_DAY;
    return true;
}

/* "from X to Y", "between X and Y", "X through Y": the last two become one. */
static void join_pair(struct finder *f) {
    if (f->time_count < 2) return;
    struct vdt_time *a = &f->times[f->time_count - 2], *b = &f->times[f->time_count - 1];
    if (b->first != a->last + 2 || a->from == VDT_NO_DAY || b->to == VDT_NO_DAY || b->to < a->from) return;
    uint32_t link = a->last + 1;
    bool from = a->first && is(f, a->first - 1, "from"), between = a->first && is(f, a->first - 1, "between");
    bool to = is(f, link, "to") || is(f, link, "until") || is(f, link, "till") || is(f, link, "through");
    bool dash = is(f, link, "-") || is(f, link, "\xE2\x80\x93");
    if (!(between && is(f, link, "and")) && !(from && to) && !is(f, link, "through") && !(dash && a->kind == b->kind))
        return;
    a->to = b->to;
    a->last = b->last;
    f->time_count--;
}

static enum vdt_status find_all(struct finder *f, struct vdt_error *error) {
    for (uint32_t i = 0; i < f->count;) {
        struct interval found;
        if (!time_at(f, i, &found) || found.next <= i || found.next > f->count) {
            i++;
            continue;
        }
        /* articles in front are not the time: "the 1990s" is, but "the 2014" annexation is 2014 */
        uint32_t first = i;
        if (is(f, i, "the") && found.next == i + 2 && found.kind == VDT_TIME_YEAR) first = i + 1;
        bool since = i && is(f, i - 1, "since") && found.known && has_day(f) && found.from <= f->published;
        if (since) found.to = f->published;
        bool so_far = i >= 2 && is(f, i - 1, "far") && is(f, i - 2, "so") && found.known && has_day(f) &&
                      found.from <= f->published;
        if (so_far && found.to > f->published) found.to = f->published;
        if (!add(f, first, &found)) return vdt_fail_memory(error, "finding times");
        join_pair(f);
        i = found.next;
    }
    return VDT_OK;
}

enum vdt_status vdt_times_find(struct vdt_arena *arena, const struct vdt_analysis *analysis, uint32_t sentence,
                               int32_t published, struct vdt_time **out, size_t *count, struct vdt_error *error) {
    const struct vdt_sentence *here = &analysis->sentences[sentence];
    struct finder f = { .arena = arena,
                        .analysis = analysis,
                        .words = analysis->words + here->first,
                        .count = here->count,
                        .sentence = sentence,
                        .published = published };
    enum vdt_status status = find_all(&f, error);
    if (status != VDT_OK) return status;
    *out = f.times;
    *count = f.time_count;
    return VDT_OK;
}
