/* SPDX-License-Identifier: Apache-2.0 */
/* vedette times: one layer alone, expressions of time with type and value as in TIMEX3, as JSON lines, one a report. */
#include <stdio.h>

#include "base/json.h"
#include "base/view.h"
#include "cli/command.h"

static enum vdt_status read_times(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_timexes(worker, &job->report, job->result, &job->error);
}

static void write_time(struct vdt_json *json, const struct vdt_timex *time) {
    vdt_json_object(json);
    vdt_json_key(json, "text");
    vdt_json_string(json, time->span.text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, time->span.begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, time->span.end);
    vdt_json_key(json, "type");
    vdt_json_string(json, vdt_view_of(time->type));
    vdt_json_key(json, "value");
    vdt_json_string(json, time->value);
    vdt_json_object_end(json);
}

static bool print_times(void *context, struct job *job) {
    (void)context;
    struct vdt_timexes times = vdt_result_timexes(job->result);
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, "times");
    vdt_json_array(&json);
    for (size_t i = 0; i < times.count; i++) write_time(&json, &times.items[i]);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int cmd_times(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct reports_work work = { NULL, read_times, print_times, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
