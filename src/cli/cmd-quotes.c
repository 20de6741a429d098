/* SPDX-License-Identifier: Apache-2.0 */
/* vedette quotes: one layer alone, who says what, as JSON lines, one a report. */
#include "cli/layer.h"

static void write_quote(const struct invocation *run, const struct vdt_result *result, size_t number, struct vdt_json *json) {
    (void)run;
    const struct vdt_quote *quote = &vdt_result_quotes(result).items[number];
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

static size_t count_quotes(const struct vdt_result *result) {
    return vdt_result_quotes(result).count;
}

int cmd_quotes(const struct invocation *run) {
    static const struct layer layer = { "quotes", vdt_worker_quotes, count_quotes, write_quote };
    return run_layer(run, &layer);
}
