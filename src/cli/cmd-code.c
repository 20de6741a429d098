/* SPDX-License-Identifier: Apache-2.0 */
/* vedette code: the main job, reports in, events out. */
#include "cli/command.h"

static enum vdt_status code_report(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_code(worker, &job->report, job->result, &job->error);
}

static bool print_events(void *context, struct job *job) {
    enum vdt_event_format format = *(enum vdt_event_format *)context;
    struct vdt_events events = vdt_result_events(job->result);
    for (size_t i = 0; i < events.count; i++)
        if (!print_event(&events.items[i], format)) return false;
    return true;
}

int cmd_code(const struct invocation *run) {
    enum vdt_event_format format;
    if (!event_format(run, &format)) return EXIT_USE;
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    if (format != VDT_FORMAT_NDJSON) print_event(NULL, format);
    struct reports_work work = { &format, code_report, print_events, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
