/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publication times: ISO 8601 (2021-12-03, 20211203, 2021-W48-5, 2021-337, with T or a space 10:30, 103000,
 * 10:30:05.25, Z, +01:00) and RFC 2822 (Fri, 3 Dec 2021 10:30:00 +0000, with the old zone names and two-digit years).
 * No zone is UTC. A month or a year alone is refused: no day is invented.
 */
#include "base/calendar.h"
#include "base/error.h"
#include "vedette/report.h"

struct scan {
    const char *at, *end;
};

/* Exactly `digits` digits. */
static bool number(struct scan *scan, int digits, int *out) {
    if (scan->end - scan->at < digits) return false;
    int value = 0;
    for (int i = 0; i < digits; i++) {
        if (scan->at[i] < '0' || scan->at[i] > '9') return false;
        value = value * 10 + (scan->at[i] - '0');
    }
    scan->at += digits;
    *out = value;
    return true;
}

static int digits_ahead(const struct scan *scan) {
    int count = 0;
    while (scan->at + count < scan->end && scan->at[count] >= '0' && scan->at[count] <= '9') count++;
    return count;
}

static bool take(struct scan *scan, char c) {
    if (scan->at == scan->end || *scan->at != c) return false;
    scan->at++;
    return true;
}

static void skip_spaces(struct scan *scan) {
    while (scan->at < scan->end && vdt_is_space(*scan->at)) scan->at++;
}

static struct vdt_view word(struct scan *scan) {
    const char *begin = scan->at;
    while (scan->at < scan->end && vdt_lower(*scan->at) >= 'a' && vdt_lower(*scan->at) <= 'z') scan->at++;
    return (struct vdt_view){ begin, (size_t)(scan->at - begin) };
}

static bool iso_date(struct scan *scan, int32_t *day) {
    int year = 0, month = 1, date = 1;
    int digits = digits_ahead(scan);
    if (digits == 8) {
        number(scan, 4, &year), number(scan, 2, &month), number(scan, 2, &date);
    } else if (digits == 4) {
        number(scan, 4, &year);
        if (!take(scan, '-')) return false;
        if (take(scan, 'W')) { /* 2021-W48-5: the week with January 4 is the first */
            int week, weekday;
            if (!number(scan, 2, &week) || !take(scan, '-') || !number(scan, 1, &weekday)) return false;
            if (year < 1 || week < 1 || weekday < 1 || weekday > 7) return false;
            int32_t fourth = vdt_day_of(year, 1, 4), first = fourth - vdt_weekday_of(fourth);
            int32_t next = vdt_day_of(year + 1, 1, 4);
            *day = first + (week - 1) * 7 + weekday - 1;
            return first + (week - 1) * 7 < next - vdt_weekday_of(next);
        }
        if (digits_ahead(scan) == 3) {
            int of_year = 0;
            number(scan, 3, &of_year);
            *day = vdt_day_of(year, 1, 1) + of_year - 1;
            return year >= 1 && of_year >= 1 && *day < vdt_day_of(year + 1, 1, 1);
        }
        if (!number(scan, 2, &month) || !take(scan, '-') || !number(scan, 2, &date)) return false;
    } else {
        return false;
    }
    if (!vdt_date_valid(year, month, date)) return false;
    *day = vdt_day_of(year, month, date);
    return true;
}

/* "10", "10:30", "103000", "10:30:05.25"; 24:00 is the next midnight, second 60 a leap second. */
static bool clock_time(struct scan *scan, int64_t *seconds) {
    int hour, minute = 0, second = 0;
    if (!number(scan, 2, &hour)) return false;
    bool colon = take(scan, ':');
    if (colon || digits_ahead(scan) >= 2) {
        if (!number(scan, 2, &minute)) return false;
        if (colon ? take(scan, ':') : digits_ahead(scan) >= 2)
            if (!number(scan, 2, &second)) return false;
        if (scan->at < scan->end && (*scan->at == '.' || *scan->at == ',')) {
            scan->at++;
            if (!digits_ahead(scan)) return false;
            scan->at += digits_ahead(scan);
        }
    }
    bool midnight = hour == 24 && minute == 0 && second == 0;
    if ((hour > 23 && !midnight) || minute > 59 || second > 60) return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* Z, +01:00, -0500, +01, UTC, EST, a military letter; nothing is UTC. Seconds east of Greenwich. */
static bool zone(struct scan *scan, int64_t *east) {
    *east = 0;
    skip_spaces(scan);
    if (scan->at == scan->end) return true;
    bool minus = *scan->at == '-';
    if (take(scan, '+') || take(scan, '-')) {
        int hours, minutes = 0;
        if (!number(scan, 2, &hours)) return false;
        if (take(scan, ':') || digits_ahead(scan) >= 2)
            if (!number(scan, 2, &minutes)) return false;
        if (hours > 23 || minutes > 59) return false;
        *east = (hours * 60 + minutes) * 60 * (minus ? -1 : 1);
    } else {
        static const struct { const char *name; int hours; } zones[] = {
            { "z", 0 }, { "ut", 0 }, { "utc", 0 }, { "gmt", 0 }, { "est", -5 }, { "edt", -4 }, { "cst", -6 },
            { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
        };
        struct vdt_view name = word(scan);
        bool known =
            name.size == 1 && vdt_lower(name.data[0]) != 'j'; /* RFC 2822: military zones are to be read as -0000 */
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (vdt_view_is_fold(name, zones[i].name)) *east = zones[i].hours * 3600, known = true;
        if (!known) return false;
    }
    skip_spaces(scan);
    if (take(scan, '(')) { /* "+0000 (UTC)" */
        while (scan->at < scan->end && *scan->at != ')') scan->at++;
        if (!take(scan, ')')) return false;
        skip_spaces(scan);
    }
    return scan->at == scan->end;
}

static bool starts_with_name(struct vdt_view name, const char *const *names, int count, int *which) {
    for (int i = 0; i < count; i++) {
        struct vdt_view full = vdt_view_of(names[i]);
        bool prefix =
            name.size >= 3 && name.size <= full.size && vdt_view_equal_fold(name, vdt_view_slice(full, 0, name.size));
        if (prefix && (name.size == 3 || name.size == full.size)) {
            *which = i;
            return true;
        }
    }
    return false;
}

static bool mail_date(struct scan *scan, int32_t *day) {
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
    static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august",
                                          "september", "october", "november", "december" };
    int which, date, month, year;
    struct vdt_view name = word(scan);
    if (name.size) {
        if (!starts_with_name(name, days, 7, &which)) return false;
        if (!take(scan, ',')) return false;
        skip_spaces(scan);
    }
    int digits = digits_ahead(scan);
    if (digits < 1 || digits > 2 || !number(scan, digits, &date)) return false;
    skip_spaces(scan);
    if (!starts_with_name(word(scan), months, 12, &month)) return false;
    skip_spaces(scan);
    digits = digits_ahead(scan);
    if (digits < 2 || digits > 4 || !number(scan, digits, &year)) return false;
    if (digits == 2) year += year < 50 ? 2000 : 1900;
    if (digits == 3) year += 1900;
    if (!vdt_date_valid(year, month + 1, date)) return false;
    *day = vdt_day_of(year, month + 1, date);
    return true;
}

enum vdt_status vdt_time_parse(struct vdt_view text, int64_t *seconds, bool *has_time, struct vdt_error *error) {
    struct vdt_view trimmed = vdt_view_trim(text);
    struct scan scan = { trimmed.data, trimmed.data + trimmed.size };
    int32_t day = 0;
    int64_t time = 0, east = 0;
    bool timed = false, good = trimmed.size > 0 && trimmed.size < 128;
    if (good) {
        good = iso_date(&scan, &day);
        if (good && scan.at < scan.end) {
            timed = *scan.at == 'T' || *scan.at == 't' || *scan.at == ' ';
            scan.at++;
            good = timed && clock_time(&scan, &time) && zone(&scan, &east);
        } else if (!good) {
            scan.at = trimmed.data;
            good = mail_date(&scan, &day);
            skip_spaces(&scan);
            if (good && scan.at < scan.end) {
                timed = true;
                good = clock_time(&scan, &time) && zone(&scan, &east);
            }
        }
    }
    if (!good) {
        int shown = trimmed.size > 60 ? 60 : (int)trimmed.size;
        enum vdt_status status =
            vdt_fail(error, VDT_ERROR_FORMAT, "'%.*s' is no date", shown, trimmed.size ? trimmed.data : "");
        return vdt_hint(error, status, "ISO 8601 or RFC 2822 is wanted: 2021-12-03, 2021-12-03T10:30:00Z");
    }
    *seconds = (int64_t)day * 86400 + time - east;
    if (has_time) *has_time = timed;
    return VDT_OK;
}
