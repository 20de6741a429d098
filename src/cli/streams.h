/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that take reports one after another, without a model: one thread, in the order of the input. */
#ifndef VDT_CLI_STREAMS_H
#define VDT_CLI_STREAMS_H

#include "base/json.h"
#include "cli/command.h"

struct stream {
    void *context;
    /* Takes the next report, whose id is unique in the run; what it writes into `line` is printed. */
    enum vdt_status (*take)(void *context, struct vdt_reader *reader, const struct vdt_report *report, struct vdt_buffer *line,
                            struct vdt_error *error);
};

/* Every report of the operands (none: standard input); errors of inputs are told and counted. The exit status. */
int run_stream(const struct invocation *run, const struct stream *stream);

#endif
