/* SPDX-License-Identifier: Apache-2.0 */
/* vedette quotes: one layer alone, who says what, as JSON lines, one a report. */
#include <stdio.h>

#include "base/json.h"
#include "cli/command.h"

static enum vdt_status quote_report(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_quotes(worker, &job->report, job->result, &job->error);
}

static void write_span(struct vdt_json *json, const struct vdt_span *span) {
    vdt_json_key(json, "text");
    vdt_json_string(json, span->text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, span->begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, span->end);
}

static void write_quote(struct vdt_json *json, const struct vdt_quote *quote) {
    static const char *const kinds[] = { "direct", "indirect", "mixed" };
    vdt_json_object(json);
    vdt_json_key(json, "kind");
    vdt_json_string(json, vdt_view_of(kinds[quote->kind]));
    vdt_json_key(json, "source");
    if (quote->source.text.size) {
        vdt_json_object(json);
        write_span(json, &quote->source);
        vdt_json_key(json, "code");
        vdt_json_string(json, quote->source_code);
        vdt_json_object_end(json);
    } else {
        vdt_json_null(json);
    }
    vdt_json_key(json, "cue");
    vdt_json_object(json);
    write_span(json, &quote->cue);
    vdt_json_object_end(json);
    vdt_json_key(json, "content");
    vdt_json_array(json);
    for (size_t i = 0; i < quote->content_count; i++) {
        vdt_json_object(json);
        write_span(json, &quote->content[i]);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
    vdt_json_object_end(json);
}

static bool print_quotes(void *context, struct job *job) {
    (void)context;
    struct vdt_quotes quotes = vdt_result_quotes(job->result);
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, "quotes");
    vdt_json_array(&json);
    for (size_t i = 0; i < quotes.count; i++) write_quote(&json, &quotes.items[i]);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int cmd_quotes(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct reports_work work = { NULL, quote_report, print_quotes, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
