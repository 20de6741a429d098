/* SPDX-License-Identifier: Apache-2.0 */
/* vedette times: one layer alone, expressions of time with type and value as in TIMEX3, as JSON lines, one a report. */
#include "base/view.h"
#include "cli/layer.h"

static void write_time(const struct invocation *run, const struct vdt_result *result, size_t number, struct vdt_json *json) {
    (void)run;
    const struct vdt_timex *time = &vdt_result_timexes(result).items[number];
    vdt_json_object(json);
    write_span(json, &time->span);
    vdt_json_key(json, "type");
    vdt_json_string(json, vdt_view_of(time->type));
    vdt_json_key(json, "value");
    vdt_json_string(json, time->value);
    if (time->mod.size) {
        vdt_json_key(json, "mod");
        vdt_json_string(json, time->mod);
    }
    vdt_json_object_end(json);
}

static size_t count_times(const struct vdt_result *result) {
    return vdt_result_timexes(result).count;
}

int cmd_times(const struct invocation *run) {
    static const struct layer layer = { "times", vdt_worker_timexes, count_times, write_time };
    return run_layer(run, &layer);
}
