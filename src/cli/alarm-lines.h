/* SPDX-License-Identifier: Apache-2.0 */
/* Kept alarms as lines: JSON, CSV or a table. */
#ifndef VDT_CLI_ALARM_LINES_H
#define VDT_CLI_ALARM_LINES_H

#include "cli/series-options.h"

struct alarm_lines {
    struct series_run out;
};

bool alarm_lines_begin(struct alarm_lines *self, const struct invocation *run); /* false: complained; end it all the same */
bool alarm_lines_tell(void *self, const struct vdt_alarm *alarm);               /* a vdt_alarm_fn */
bool alarm_lines_tell_group(void *self, const struct vdt_alarm *members, size_t count); /* a vdt_alarm_group_fn */
bool alarm_lines_end(struct alarm_lines *self);

#endif
