/* SPDX-License-Identifier: Apache-2.0 */
/* The layer of times: what `times.h` reads, without the days, with places in code points. */
#include "event/timex.h"

#include "event/times.h"
#include "text/utf8.h"

static struct vdt_timex timex_of(const struct vdt_analysis *analysis, const struct vdt_time *time) {
    const struct vdt_word *words = analysis->words + analysis->sentences[time->sentence].first;
    uint32_t begin = words[time->first].begin, end = words[time->last].end;
    return (struct vdt_timex){ .type = time->type, .value = time->value, .mod = vdt_view_of(time->mod),
                               .span = { vdt_view_slice(analysis->text, begin, end), begin, end } };
}

static void count_points(struct vdt_view text, struct vdt_timex *items, size_t count) {
    uint32_t byte = 0, point = 0;
    for (size_t i = 0; i < count; i++) {
        struct vdt_span *span = &items[i].span;
        for (; byte < span->begin; byte++) point += ((unsigned char)text.data[byte] & 0xC0) != 0x80;
        span->begin = point;
        span->end = point + (uint32_t)vdt_utf8_count(span->text);
    }
}

enum vdt_status vdt_timex_list(struct vdt_arena *arena, const struct vdt_analysis *analysis, int32_t published,
                               struct vdt_timex **out, size_t *count, struct vdt_error *error) {
    struct vdt_time *times;
    enum vdt_status status = vdt_times_read(arena, analysis, published, &times, count, error);
    if (status != VDT_OK) return status;
    struct vdt_timex *items = vdt_arena_array(arena, *count, sizeof *items);
    if (!items) return vdt_fail_memory(error, "listing times");
    for (size_t i = 0; i < *count; i++) items[i] = timex_of(analysis, &times[i]);
    count_points(analysis->text, items, *count);
    *out = items;
    return VDT_OK;
}
