/* SPDX-License-Identifier: Apache-2.0 */
/* See layer.h. */
#include "cli/layer.h"

#include <stdio.h>

struct layer_run {
    const struct invocation *run;
    const struct layer *layer;
};

void write_span(struct vdt_json *json, const struct vdt_span *span) {
    vdt_json_key(json, "text");
    vdt_json_string(json, span->text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, span->begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, span->end);
}

static enum vdt_status find_layer(void *context, struct vdt_worker *worker, struct job *job) {
    const struct layer_run *self = context;
    return self->layer->find(worker, &job->report, job->result, &job->error);
}

static bool print_layer(void *context, struct job *job) {
    const struct layer_run *self = context;
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, self->layer->name);
    vdt_json_array(&json);
    size_t count = self->layer->count(job->result);
    for (size_t i = 0; i < count; i++) self->layer->write(self->run, job->result, i, &json);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int run_layer(const struct invocation *run, const struct layer *layer) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct layer_run self = { run, layer };
    struct reports_work work = { &self, find_layer, print_layer, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
