/* SPDX-License-Identifier: Apache-2.0 */
/* Civil dates as day numbers: arithmetic on dates is arithmetic on integers. */
#include "base/calendar.h"

#include <stdio.h>

int32_t vdt_day_of(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct vdt_date vdt_date_of(int32_t number) {
    int days = number + 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = days - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (struct vdt_date){ .year = year_of_era + era * 400 + (month <= 2), .month = month,
                              .day = day_of_year - (153 * shifted + 2) / 5 + 1 };
}

int vdt_weekday_of(int32_t day) {
    int rest = (day + 3) % 7;
    return rest < 0 ? rest + 7 : rest;
}

int vdt_month_days(int year, int month) {
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool vdt_date_valid(int year, int month, int day) {
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= vdt_month_days(year, month);
}

void vdt_day_write(int32_t day, char out[11]) {
    struct vdt_date date = vdt_date_of(day);
    unsigned year = date.year < 0 ? 0 : date.year > 9999 ? 9999 : (unsigned)date.year;
    snprintf(out, 11, "%04u-%02u-%02u", year % 10000, (unsigned)date.month % 100, (unsigned)date.day % 100);
}

bool vdt_day_read(struct vdt_view text, int32_t *out) {
    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-') return false;
    int numbers[3] = { 0, 0, 0 };
    static const struct { int begin, end; } parts[3] = { { 0, 4 }, { 5, 7 }, { 8, 10 } };
    for (int part = 0; part < 3; part++)
        for (int i = parts[part].begin; i < parts[part].end; i++) {
            if (text.data[i] < '0' || text.data[i] > '9') return false;
            numbers[part] = numbers[part] * 10 + (text.data[i] - '0');
        }
    if (!vdt_date_valid(numbers[0], numbers[1], numbers[2])) return false;
    *out = vdt_day_of(numbers[0], numbers[1], numbers[2]);
    return true;
}
