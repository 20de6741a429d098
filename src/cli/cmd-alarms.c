/* SPDX-License-Identifier: Apache-2.0 */
/* vedette alarms: what a store keeps of them; acknowledging, muting, opening again. */
#include <limits.h>
#include <stdlib.h>

#include "cli/alarm-lines.h"

static const struct { const char *option; enum vdt_alarm_state state; } judgements[] = {
    { "acknowledge", VDT_ALARM_ACKNOWLEDGED }, { "mute", VDT_ALARM_MUTED }, { "open", VDT_ALARM_OPEN } };

static const char *user_name(const struct invocation *run) {
    const char *who = option_value(run, "who");
    if (!who) who = getenv("USER");
    return who && *who ? who : "unknown";
}

static enum vdt_status judge(const struct invocation *run, struct vdt_store *store, struct vdt_error *error) {
    for (size_t i = 0; i < sizeof judgements / sizeof *judgements; i++) {
        const char *id = option_value(run, judgements[i].option);
        if (!id) continue;
        enum vdt_status status = vdt_alarm_judge(store, vdt_view_of(id), judgements[i].state,
                                                 vdt_view_of(option_value(run, "note")), vdt_view_of(user_name(run)), error);
        if (status == VDT_END) return vdt_fail(error, VDT_ERROR_USE, "there is no alarm \"%s\"", id);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static bool judges(const struct invocation *run) {
    for (size_t i = 0; i < sizeof judgements / sizeof *judgements; i++)
        if (option_value(run, judgements[i].option)) return true;
    return false;
}

int cmd_alarms(const struct invocation *run) {
    static const struct word states[] = { { "open", VDT_ALARM_OPEN }, { "acknowledged", VDT_ALARM_ACKNOWLEDGED },
                                          { "muted", VDT_ALARM_MUTED }, { 0 } };
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    struct alarm_lines lines;
    long limit;
    int state = 0;
    bool good = alarm_lines_begin(&lines, run) && option_number(run, "limit", 1, LONG_MAX, 0, &limit) &&
                option_word(run, "state", states, &state);
    enum vdt_status status = VDT_ERROR_USE;
    if (good) {
        enum vdt_alarm_state wanted = (enum vdt_alarm_state)state;
        if (option_value(run, "state")) query.state = &wanted;
        query.list = vdt_view_of(option_value(run, "list"));
        query.group = vdt_view_of(option_value(run, "group"));
        query.unit = vdt_view_of(option_value(run, "unit"));
        query.from = vdt_view_of(option_value(run, "from"));
        query.to = vdt_view_of(option_value(run, "to"));
        query.newest = option_value(run, "newest") != NULL;
        query.loudest = option_value(run, "loudest") != NULL;
        query.limit = limit;
        struct vdt_error error;
        struct vdt_store *store = NULL;
        status = judges(run) ? open_there(run->operands[0], &store, &error)
                             : vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
        if (status == VDT_OK && judges(run))
            status = judge(run, store, &error);
        else if (status == VDT_OK && option_value(run, "groups"))
            status = vdt_alarm_groups(store, &query, alarm_lines_tell_group, &lines, &error);
        else if (status == VDT_OK)
            status = vdt_alarms(store, &query, alarm_lines_tell, &lines, &error);
        if (status != VDT_OK && status != VDT_END) complain_error(&error);
        vdt_store_close(store);
    }
    if (!alarm_lines_end(&lines)) return EXIT_CANNOT_RUN;
    return status == VDT_OK || status == VDT_END ? EXIT_DONE : status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
}
