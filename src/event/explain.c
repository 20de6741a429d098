/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report is coded as ever; then each sentence is gone through once more with the same frames and tests, and every
 * pattern of a word's lemma is tried instead of only until the best is found. The nearest one that does not fit is the one
 * with the fewest unmet restrictions, then with the most that are met.
 */
#include "event/explain.h"

#include "base/json.h"
#include "event/party.h"
#include "event/reference.h"
#include "text/utf8.h"

enum { MOST_TRIALS = 256 };

struct explaining {
    const struct vdt_coder_sources *sources;
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    struct vdt_finder *finder;
    struct vdt_tree tree;
    uint32_t sentence;
    const struct vdt_event *events;
    size_t event_count;
    struct vdt_trial trials[MOST_TRIALS];
    struct vdt_buffer *out;
};

static void write_form(struct explaining *work, int32_t word) {
    vdt_buffer_add(work->out, work->tree.words[word].form);
}

static void write_slots(struct explaining *work, const struct vdt_frame *frame) {
    vdt_buffer_add(work->out, VDT_LITERAL("    around it "));
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const struct vdt_slot *slot = &frame->slots[i];
        struct vdt_view name = slot->kind == VDT_SLOT_PREPOSITION ? slot->name : vdt_view_of(vdt_slot_name(slot->kind));
        vdt_buffer_format(work->out, " %s%.*s=", slot->inherited ? "~" : "", (int)name.size, name.data);
        write_form(work, slot->word);
    }
    vdt_buffer_add(work->out, frame->slot_count ? VDT_LITERAL("\n") : VDT_LITERAL(" nothing\n"));
}

static void write_pattern(struct explaining *work, const char *label, const struct vdt_pattern *pattern) {
    vdt_buffer_format(work->out, "    %-10s %.*s  ", label, (int)pattern->by.size, pattern->by.data);
    if (pattern->drop)
        vdt_buffer_add(work->out, VDT_LITERAL("no event"));
    else
        vdt_buffer_format(work->out, "%s %.*s", vdt_plover_name(pattern->plover), (int)pattern->cameo.size, pattern->cameo.data);
}

static uint32_t unmet(const struct vdt_trial *trial) {
    return trial->pattern->restriction_count - trial->met + trial->no_particle;
}

static const struct vdt_trial *nearest(const struct explaining *work, size_t count) {
    const struct vdt_trial *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct vdt_trial *one = &work->trials[i];
        if (one->fits) continue;
        if (!best || unmet(one) < unmet(best) || (unmet(one) == unmet(best) && one->met > best->met)) best = one;
    }
    return best;
}

static void write_nearest(struct explaining *work, const struct vdt_trial *trial) {
    write_pattern(work, "not", trial->pattern);
    if (trial->no_particle) {
        vdt_buffer_format(work->out, ": there is no \"%.*s\"\n", (int)trial->pattern->particle.size, trial->pattern->particle.data);
        return;
    }
    vdt_buffer_format(work->out, ": %.*s ", (int)trial->failed.size, trial->failed.data);
    if (trial->word < 0) {
        vdt_buffer_add(work->out, VDT_LITERAL("is not met, nothing stands there\n"));
        return;
    }
    vdt_buffer_add(work->out, VDT_LITERAL("is not met by \""));
    write_form(work, trial->word);
    vdt_buffer_add(work->out, VDT_LITERAL("\"\n"));
}

static void write_parties(struct explaining *work, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++)
        vdt_buffer_format(work->out, "%s%.*s[%.*s]", i ? "+" : "", (int)(parties[i].code.size ? parties[i].code.size : 1),
                          parties[i].code.size ? parties[i].code.data : "?", (int)parties[i].mention.text.size,
                          parties[i].mention.text.data);
    if (!count) vdt_buffer_char(work->out, '-');
}

/* The events whose trigger begins with the word. */
static void write_outcome(struct explaining *work, int32_t word, bool fired) {
    const char *at = work->analysis->text.data + work->tree.words[word].begin;
    bool any = false;
    for (size_t i = 0; i < work->event_count; i++) {
        const struct vdt_event *event = &work->events[i];
        if (event->trigger.text.data != at) continue;
        any = true;
        vdt_buffer_add(work->out, VDT_LITERAL("    event      "));
        write_parties(work, event->sources, event->source_count);
        vdt_buffer_add(work->out, VDT_LITERAL(" > "));
        write_parties(work, event->targets, event->target_count);
        vdt_buffer_format(work->out, "  %s %.*s %s%s\n", vdt_plover_name(event->plover), (int)event->cameo.size, event->cameo.data,
                          vdt_event_status_name(event->status), event->conditional ? " conditional" : "");
    }
    if (!any && fired)
        vdt_buffer_add(work->out, VDT_LITERAL("    no event   no party is known, one side of a mutual deed is missing, another event tells "
                                              "the same, the learned part objects, or the passage is about an accident or a game\n"));
}

static void write_learned(struct explaining *work, const struct vdt_frame *frame, char part) {
    struct vdt_view signs[VDT_PROPOSAL_SIGNS];
    struct vdt_proposal proposal;
    size_t count = vdt_proposal_signs(work->sources->proposals, work->finder, &work->tree, work->arena, frame, part, signs);
    if (!vdt_proposal_of(work->sources->proposals, signs, count, &proposal)) return;
    vdt_buffer_format(work->out, "    learned    %s %.2f, no event %.2f\n", vdt_plover_name(proposal.plover), proposal.chance, proposal.none);
}

static void explain_word(struct explaining *work, int32_t word, char part) {
    struct vdt_frame frame;
    vdt_frame_build(&work->tree, work->arena, word, &frame);
    size_t count = vdt_patterns_try(work->sources->patterns, &work->tree, work->arena, &frame, part, vdt_finder_test, work->finder,
                                    work->trials, MOST_TRIALS);
    const struct vdt_pattern *fired = vdt_patterns_match(work->sources->patterns, &work->tree, work->arena, &frame, part,
                                                         vdt_finder_test, work->finder);
    vdt_buffer_add(work->out, VDT_LITERAL("  "));
    write_form(work, word);
    vdt_buffer_format(work->out, " (%s %.*s)\n", part == 'v' ? "verb" : part == 'n' ? "noun" : "adj",
                      (int)work->tree.words[word].lemma.size, work->tree.words[word].lemma.data);
    write_slots(work, &frame);
    if (fired) {
        write_pattern(work, "fired", fired);
        vdt_buffer_char(work->out, '\n');
    }
    const struct vdt_trial *near = nearest(work, count);
    if (near) write_nearest(work, near);
    write_learned(work, &frame, part);
    if (!fired || !fired->drop) write_outcome(work, word, fired != NULL);
}

static enum vdt_status explain_sentence(struct explaining *work, struct vdt_error *error) {
    const struct vdt_sentence *sentence = &work->analysis->sentences[work->sentence];
    if (!sentence->count) return VDT_OK;
    if (!vdt_tree_init(&work->tree, work->arena, work->analysis, sentence) ||
        !vdt_finder_enter(work->finder, work->sentence, &work->tree))
        return vdt_fail_memory(error, "explaining");
    struct vdt_view text = vdt_view_slice(work->analysis->text, sentence->begin, sentence->end);
    vdt_buffer_format(work->out, "sentence %u: %.*s\n", work->sentence, (int)text.size, text.data);
    bool any = false;
    for (uint32_t w = 0; w < work->tree.count; w++) {
        char part = vdt_trigger_part(&work->tree.words[w]);
        struct vdt_view lemma = work->tree.words[w].lemma;
        if (!part || (!vdt_patterns_has(work->sources->patterns, part, lemma) && !vdt_proposals_may(work->sources->proposals, part, lemma)))
            continue;
        any = true;
        explain_word(work, (int32_t)w, part);
    }
    if (!any) vdt_buffer_add(work->out, VDT_LITERAL("  no pattern begins with any word of it\n"));
    vdt_finder_leave(work->finder);
    return VDT_OK;
}

/* ---- signs, for who trains the learned part ------------------------------------------------------------------- */

static void write_signs_of_word(struct explaining *work, struct vdt_json *json, int32_t word, char part) {
    const struct vdt_word *w = &work->tree.words[word];
    struct vdt_frame frame;
    struct vdt_view signs[VDT_PROPOSAL_SIGNS];
    vdt_frame_build(&work->tree, work->arena, word, &frame);
    const struct vdt_pattern *fired = vdt_patterns_match(work->sources->patterns, &work->tree, work->arena, &frame, part,
                                                         vdt_finder_test, work->finder);
    const struct vdt_event *event = NULL;
    for (size_t i = 0; i < work->event_count && !event; i++)
        if (work->events[i].trigger.text.data == work->analysis->text.data + w->begin) event = &work->events[i];
    vdt_json_object(json);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, (int64_t)vdt_utf8_count(vdt_view_slice(work->analysis->text, 0, w->begin)));
    vdt_json_key(json, "lemma");
    vdt_json_string(json, w->lemma);
    vdt_json_key(json, "pattern");
    vdt_json_string_or_null(json, fired ? vdt_view_of(fired->drop ? "NONE" : vdt_plover_name(fired->plover)) : VDT_LITERAL(""));
    vdt_json_key(json, "event");
    vdt_json_string_or_null(json, event ? vdt_view_of(vdt_plover_name(event->plover)) : VDT_LITERAL(""));
    vdt_json_key(json, "confidence");
    vdt_json_number(json, event ? event->confidence : 0, 3);
    size_t count = vdt_proposal_signs(work->sources->proposals, work->finder, &work->tree, work->arena, &frame, part, signs);
    vdt_json_key(json, "signs");
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) vdt_json_string(json, signs[i]);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
}

static enum vdt_status write_signs(struct explaining *work, struct vdt_json *json, struct vdt_error *error) {
    const struct vdt_sentence *sentence = &work->analysis->sentences[work->sentence];
    if (!sentence->count) return VDT_OK;
    if (!vdt_tree_init(&work->tree, work->arena, work->analysis, sentence) ||
        !vdt_finder_enter(work->finder, work->sentence, &work->tree))
        return vdt_fail_memory(error, "explaining");
    for (uint32_t w = 0; w < work->tree.count; w++) {
        char part = vdt_trigger_part(&work->tree.words[w]);
        if (part) write_signs_of_word(work, json, (int32_t)w, part);
    }
    vdt_finder_leave(work->finder);
    return VDT_OK;
}

static enum vdt_status list_signs(struct explaining *work, struct vdt_view id, struct vdt_error *error) {
    struct vdt_json json;
    enum vdt_status status = VDT_OK;
    vdt_json_init(&json, work->out);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, id);
    vdt_json_key(&json, "words");
    vdt_json_array(&json);
    for (work->sentence = 0; work->sentence < work->analysis->sentence_count && status == VDT_OK; work->sentence++)
        status = write_signs(work, &json, error);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(work->out, '\n');
    return status;
}

enum vdt_status vdt_explain_report(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                   const struct vdt_report *report, struct vdt_analysis *analysis,
                                   const struct vdt_remarks *remarks, bool signs, struct vdt_buffer *out,
                                   struct vdt_error *error) {
    struct explaining *work = vdt_arena_take(arena, sizeof *work);
    if (!work) return vdt_fail_memory(error, "explaining");
    struct vdt_event *events;
    enum vdt_status status = vdt_code_report(sources, arena, report, analysis, remarks, &events, &work->event_count, error);
    if (status != VDT_OK) return status;
    struct vdt_linker *linker;
    status = vdt_linker_new(sources->knowledge, arena, analysis, vdt_report_day(report), &linker, error);
    if (status != VDT_OK) return status;
    work->sources = sources;
    work->arena = arena;
    work->analysis = analysis;
    work->events = events;
    work->out = out;
    struct vdt_reference *reference = vdt_reference_new(arena, analysis, linker, sources->reference_words, sources->cue_words);
    if (!reference) return vdt_fail_memory(error, "explaining");
    work->finder = vdt_finder_new(arena, analysis, linker, sources->patterns, reference);
    if (!work->finder) return vdt_fail_memory(error, "explaining");
    if (signs)
        status = list_signs(work, report->id, error);
    else
        for (work->sentence = 0; work->sentence < analysis->sentence_count && status == VDT_OK; work->sentence++)
            status = explain_sentence(work, error);
    if (status == VDT_OK && vdt_buffer_failed(out)) return vdt_fail_memory(error, "explaining");
    return status;
}
