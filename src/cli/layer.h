/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that print one layer of the analysis alone: a JSON line a report, {"id":…,NAME:[…]}. */
#ifndef VDT_CLI_LAYER_H
#define VDT_CLI_LAYER_H

#include "base/json.h"
#include "cli/command.h"

struct layer {
    const char *name;
    enum vdt_status (*find)(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                            struct vdt_error *error);
    size_t (*count)(const struct vdt_result *result);
    /* Writes item `number` as one value. */
    void (*write)(const struct invocation *run, const struct vdt_result *result, size_t number, struct vdt_json *json);
};

/* Runs the command over its reports; the exit status. */
int run_layer(const struct invocation *run, const struct layer *layer);

/* The keys "text", "begin" and "end" of the object that is open. */
void write_span(struct vdt_json *json, const struct vdt_span *span);

#endif
