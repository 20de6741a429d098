/* SPDX-License-Identifier: Apache-2.0 */
/* From each time element up to the root: the box whose children have most times among them is the list of entries. */
#include "read/page-live.h"

#include "base/limit.h"

enum { LEAST_ENTRIES = 3, LEAST_PROSE = 40, LEAST_SHARE = 60 };

bool vdt_page_live_title(struct vdt_view title) {
    static const char *const says[] = { "live updates", "live blog", "liveblog", "live:", "- live", "\xE2\x80\x93 live", "\xE2\x80\x94 live",
                                        "as it happened", "live coverage", NULL };
    return vdt_view_holds_any(title, says);
}

static uint32_t prose_of(const struct vdt_page_tree *tree, const uint32_t *prose, uint32_t box) {
    return prose[tree->boxes[box].next_block] - prose[tree->boxes[box].first_block];
}

/* Marks each box around a time that has prose, and counts it for the box around it. */
static void count_times(const struct vdt_page_tree *tree, const uint32_t *prose, bool *timed, uint32_t *children) {
    for (size_t i = 0; i < tree->time_count; i++)
        for (uint32_t box = tree->times[i].box; box && !timed[box]; box = tree->boxes[box].parent) {
            timed[box] = true;
            children[tree->boxes[box].parent] += prose_of(tree, prose, box) >= LEAST_PROSE;
        }
}

/* The first time within a box; times stand in the order of the page. */
static struct vdt_view time_within(const struct vdt_page_tree *tree, uint32_t box) {
    for (size_t i = 0; i < tree->time_count; i++)
        if (tree->times[i].box >= box && tree->times[i].box < tree->boxes[box].next) return tree->times[i].value;
    return (struct vdt_view){ NULL, 0 };
}

bool vdt_page_live_find(struct vdt_arena *arena, const struct vdt_page_tree *tree, const uint32_t *prose,
                        struct vdt_page_entry **out, size_t *count) {
    *count = 0;
    bool *timed = vdt_arena_array(arena, tree->box_count, sizeof *timed);
    uint32_t *children = vdt_arena_array(arena, tree->box_count, sizeof *children);
    if (!timed || !children) return false;
    count_times(tree, prose, timed, children);
    uint32_t list = 0;
    for (uint32_t i = 1; i < tree->box_count; i++)
        if (children[i] > children[list]) list = i;
    if (children[list] < LEAST_ENTRIES) return true;
    *out = vdt_arena_array(arena, children[list], sizeof **out);
    if (!*out) return false;
    uint64_t told = 0;
    for (uint32_t i = list + 1; i < tree->boxes[list].next; i = tree->boxes[i].next) {
        if (!timed[i] || prose_of(tree, prose, i) < LEAST_PROSE) continue;
        told += prose_of(tree, prose, i);
        (*out)[(*count)++] = (struct vdt_page_entry){ i, time_within(tree, i) };
    }
    if (told * 100 < (uint64_t)prose[tree->block_count] * LEAST_SHARE) *count = 0;
    return true;
}
