/* SPDX-License-Identifier: Apache-2.0 */
/* vedette names: one layer alone, names and whom pronouns and descriptions mean, as JSON lines, one a report. */
#include "cli/layer.h"

static void write_name(const struct invocation *run, const struct vdt_result *result, size_t number, struct vdt_json *json) {
    (void)run;
    const struct vdt_name *name = &vdt_result_names(result).items[number];
    vdt_json_object(json);
    write_span(json, &name->span);
    vdt_json_key(json, "type");
    vdt_json_string(json, name->type);
    vdt_json_key(json, "entity");
    vdt_json_integer(json, name->entity);
    vdt_json_key(json, "code");
    vdt_json_string(json, name->code);
    vdt_json_object_end(json);
}

static size_t count_names(const struct vdt_result *result) {
    return vdt_result_names(result).count;
}

int cmd_names(const struct invocation *run) {
    static const struct layer layer = { "names", vdt_worker_names, count_names, write_name };
    return run_layer(run, &layer);
}
