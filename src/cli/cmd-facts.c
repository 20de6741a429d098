/* SPDX-License-Identifier: Apache-2.0 */
/* vedette facts: one layer alone, the status and voice of every predicate, as JSON lines, one a report. */
#include "cli/layer.h"

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

static void write_predicate(const struct invocation *run, const struct vdt_result *result, size_t number,
                            struct vdt_json *json) {
    const struct vdt_predicate *predicate = &vdt_result_predicates(result).items[number];
    bool signs = option_value(run, "signs") != NULL;
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

static size_t count_facts(const struct vdt_result *result) {
    return vdt_result_predicates(result).count;
}

int cmd_facts(const struct invocation *run) {
    static const struct layer layer = { "facts", vdt_worker_facts, count_facts, write_predicate };
    return run_layer(run, &layer);
}
