/* SPDX-License-Identifier: Apache-2.0 */
/* vedette names: one layer alone, names and whom pronouns and descriptions mean, as JSON lines, one a report. */
#include <stdio.h>

#include "base/json.h"
#include "cli/command.h"

static enum vdt_status name_report(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_names(worker, &job->report, job->result, &job->error);
}

static void write_name(struct vdt_json *json, const struct vdt_name *name) {
    vdt_json_object(json);
    vdt_json_key(json, "text");
    vdt_json_string(json, name->span.text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, name->span.begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, name->span.end);
    vdt_json_key(json, "type");
    vdt_json_string(json, name->type);
    vdt_json_key(json, "entity");
    vdt_json_integer(json, name->entity);
    vdt_json_key(json, "code");
    vdt_json_string(json, name->code);
    vdt_json_object_end(json);
}

static bool print_names(void *context, struct job *job) {
    (void)context;
    struct vdt_names names = vdt_result_names(job->result);
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, "names");
    vdt_json_array(&json);
    for (size_t i = 0; i < names.count; i++) write_name(&json, &names.items[i]);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int cmd_names(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct reports_work work = { NULL, name_report, print_names, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
