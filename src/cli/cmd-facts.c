/* SPDX-License-Identifier: Apache-2.0 */
/* vedette facts: one layer alone, the status and voice of every predicate, as JSON lines, one a report. */
#include <stdio.h>

#include "base/json.h"
#include "cli/command.h"

static enum vdt_status judge_report(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_facts(worker, &job->report, job->result, &job->error);
}

static void write_span(struct vdt_json *json, const struct vdt_span *span) {
    vdt_json_key(json, "text");
    vdt_json_string(json, span->text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, span->begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, span->end);
}

static void write_voice(struct vdt_json *json, const struct vdt_party *voice) {
    vdt_json_object(json);
    vdt_json_key(json, "code");
    vdt_json_string(json, voice->code);
    vdt_json_key(json, "name");
    vdt_json_string_or_null(json, voice->name);
    vdt_json_key(json, "cue");
    vdt_json_string_or_null(json, voice->cue);
    write_span(json, &voice->mention);
    vdt_json_object_end(json);
}

static void write_predicate(struct vdt_json *json, const struct vdt_predicate *predicate, bool signs) {
    vdt_json_object(json);
    write_span(json, &predicate->span);
    vdt_json_key(json, "lemma");
    vdt_json_string(json, predicate->lemma);
    vdt_json_key(json, "status");
    vdt_json_string(json, vdt_view_of(vdt_event_status_name(predicate->status)));
    vdt_json_key(json, "conditional");
    vdt_json_boolean(json, predicate->conditional);
    vdt_json_key(json, "voice");
    vdt_json_array(json);
    for (size_t i = 0; i < predicate->voice_count; i++) write_voice(json, &predicate->voices[i]);
    vdt_json_array_end(json);
    if (signs) {
        vdt_json_key(json, "signs");
        vdt_json_array(json);
        for (size_t i = 0; i < predicate->sign_count; i++) vdt_json_string(json, predicate->signs[i]);
        vdt_json_array_end(json);
    }
    vdt_json_object_end(json);
}

static bool print_facts(void *context, struct job *job) {
    bool signs = *(bool *)context;
    struct vdt_predicates predicates = vdt_result_predicates(job->result);
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, "facts");
    vdt_json_array(&json);
    for (size_t i = 0; i < predicates.count; i++) write_predicate(&json, &predicates.items[i], signs);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int cmd_facts(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    bool signs = option_value(run, "signs") != NULL;
    struct reports_work work = { &signs, judge_report, print_facts, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
