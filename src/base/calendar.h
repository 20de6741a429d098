/* SPDX-License-Identifier: Apache-2.0 */
/* Days of the proleptic Gregorian calendar: day 0 is 1970-01-01 (Hinnant's algorithms, public domain). */
#ifndef VDT_BASE_CALENDAR_H
#define VDT_BASE_CALENDAR_H

#include "base/view.h"

enum { VDT_NO_DAY = INT32_MIN };

struct vdt_date {
    int year, month, day; /* 1-based */
};

int32_t vdt_day_of(int year, int month, int day);
struct vdt_date vdt_date_of(int32_t day);
int vdt_weekday_of(int32_t day); /* 0 Monday .. 6 Sunday */
int vdt_month_days(int year, int month);
bool vdt_date_valid(int year, int month, int day); /* years 1 to 9999 */
/* Writes YYYY-MM-DD and a NUL. */
void vdt_day_write(int32_t day, char out[11]);
/* Reads exactly YYYY-MM-DD; false where it is no date. */
bool vdt_day_read(struct vdt_view text, int32_t *out);

#endif
