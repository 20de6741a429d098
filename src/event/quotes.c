/* SPDX-License-Identifier: Apache-2.0 */
/* Offsets of a text with a hundred thousand quotations are counted from marks a kilobyte apart, not from its beginning. */
#include "event/quotes.h"

#include "event/coder.h"
#include "text/utf8.h"

enum { APART = 1024 };

struct points {
    struct vdt_view text;
    uint32_t *before; /* code points before each kilobyte */
};

static bool count_points(struct points *self, struct vdt_arena *arena, struct vdt_view text) {
    size_t marks = text.size / APART + 1;
    self->text = text;
    self->before = vdt_arena_array(arena, marks, sizeof *self->before);
    uint32_t points = 0;
    for (size_t i = 0; self->before && i < text.size; i++) {
        if (i % APART == 0) self->before[i / APART] = points;
        points += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return self->before;
}

static uint32_t point_of(const struct points *self, uint32_t byte) {
    if (byte >= self->text.size && byte) { /* the end may stand on a mark that was never set */
        uint32_t last = (uint32_t)self->text.size - 1;
        return point_of(self, last - last % APART) +
               (uint32_t)vdt_utf8_count(vdt_view_slice(self->text, last - last % APART, byte));
    }
    uint32_t mark = byte / APART;
    return self->before[mark] + (uint32_t)vdt_utf8_count(vdt_view_slice(self->text, (size_t)mark * APART, byte));
}

static struct vdt_span span_of(const struct points *self, struct vdt_extent extent) {
    struct vdt_span span = { .text = vdt_view_slice(self->text, extent.begin, extent.end) };
    if (!span.text.size) return (struct vdt_span){ 0 };
    span.begin = point_of(self, extent.begin);
    span.end = span.begin + (uint32_t)vdt_utf8_count(span.text);
    return span;
}

enum vdt_status vdt_quotes_list(const struct vdt_knowledge *knowledge, const struct vdt_cue_words *words,
                                struct vdt_arena *arena, const struct vdt_report *report,
                                const struct vdt_analysis *analysis, struct vdt_quote **out, size_t *count,
                                struct vdt_error *error) {
    struct vdt_linker *linker;
    struct vdt_attribution *found = NULL;
    struct points points;
    *count = 0;
    enum vdt_status status = vdt_linker_new(knowledge, arena, analysis, vdt_report_day(report), &linker, error);
    if (status == VDT_OK) status = vdt_attributions_find(words, arena, analysis, &found, count, error);
    if (status != VDT_OK) return status;
    struct vdt_quote *quotes = vdt_arena_array(arena, *count, sizeof *quotes);
    if (!quotes || !count_points(&points, arena, analysis->text)) return vdt_fail_memory(error, "listing quotations");
    for (size_t i = 0; i < *count; i++) {
        const struct vdt_attribution *one = &found[i];
        struct vdt_span *content = vdt_arena_array(arena, one->content_count, sizeof *content);
        if (!content) return vdt_fail_memory(error, "listing quotations");
        for (uint32_t k = 0; k < one->content_count; k++) content[k] = span_of(&points, one->content[k]);
        quotes[i] = (struct vdt_quote){ .kind = (enum vdt_quote_kind)one->kind, .source = span_of(&points, one->source),
                                        .cue = span_of(&points, one->cue), .content = content,
                                        .content_count = one->content_count };
        if (one->source_head < 0) continue;
        struct vdt_actor_link link;
        vdt_link_actor(linker, one->sentence, (uint32_t)one->source_head, &link);
        quotes[i].source_code = link.code;
    }
    *out = quotes;
    return VDT_OK;
}
