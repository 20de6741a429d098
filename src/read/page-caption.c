/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A caption is one line: its blocks in a row. What the class names of a page call a credit is one; where they do not
 * tell, furniture.c finds the credit that stands at the end of the words. Links, buttons and words for the ear are
 * none of it: a linked caption is the teaser of another report.
 */
#include "read/page-caption.h"

#include "base/limit.h"
#include "read/furniture.h"

enum part { PART_NONE, PART_TEXT, PART_CREDIT };

/* What programs write at every picture; at the end of its words too. */
static const char *const labels[] = { "image caption", "media caption",      "hide caption",          "toggle caption",
                                      "image source",  "enlarge this image", "open image in gallery", "view image in fullscreen" };

static struct vdt_view without_labels(struct vdt_view text) {
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct vdt_view label = vdt_view_of(labels[i]);
        if (text.size < label.size) continue;
        if (vdt_view_equal_fold(vdt_view_slice(text, 0, label.size), label))
            text = vdt_view_slice(text, label.size, text.size);
        else if (vdt_view_equal_fold(vdt_view_slice(text, text.size - label.size, text.size), label))
            text.size -= label.size;
    }
    while (text.size && strchr(",: ", text.data[0])) text = vdt_view_slice(text, 1, text.size);
    return vdt_view_trim(text);
}

/* "(AP/Ann Lind)", "| Ann Lind/AP": without what sets it apart. */
static struct vdt_view bare_credit(struct vdt_view text) {
    text = vdt_view_trim(text);
    while (text.size && strchr("|-", text.data[0])) text = vdt_view_trim(vdt_view_slice(text, 1, text.size));
    bool bracketed = text.size > 2 && ((text.data[0] == '(' && text.data[text.size - 1] == ')') ||
                                       (text.data[0] == '[' && text.data[text.size - 1] == ']'));
    return bracketed ? vdt_view_trim(vdt_view_slice(text, 1, text.size - 1)) : text;
}

enum { NEAREST_BOXES = 16 };

/* What a block within a picture is, by the nearest boxes from its own up to the picture's. */
static enum part part_of(const struct vdt_page_tree *tree, const struct vdt_page_picture *picture, size_t block) {
    const struct vdt_block *text = &tree->blocks[block];
    if (text->linked * 2 > text->end - text->begin) return PART_NONE;
    enum part part = PART_TEXT;
    uint32_t box = text->box;
    for (int i = 0; i < NEAREST_BOXES && box >= picture->box; i++, box = tree->boxes[box].parent) {
        const struct vdt_box *around = &tree->boxes[box];
        if (around->hints & (VDT_HINT_HIDDEN | VDT_HINT_SPOKEN | VDT_HINT_FURNITURE)) return PART_NONE;
        if (around->role == VDT_BOX_DROP_INLINE) return PART_NONE;
        if (around->hints & VDT_HINT_CREDIT) part = PART_CREDIT;
        if (!box) break; /* its own parent */
    }
    return part;
}

/* The blocks of one part with a space between them; without data when memory is out. */
static struct vdt_view gather(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                              const struct vdt_page_picture *picture, enum part part) {
    size_t room = 1, used = 0;
    for (uint32_t i = picture->first_block; i < picture->next_block; i++) room += vdt_block_text(tree, i).size + 1;
    char *line = vdt_arena_take(arena, room);
    if (!line) return (struct vdt_view){ NULL, 0 };
    for (uint32_t i = picture->first_block; i < picture->next_block; i++) {
        struct vdt_view text = without_labels(vdt_block_text(tree, i));
        if (!text.size || part_of(tree, picture, i) != part) continue;
        if (used) line[used++] = ' ';
        memcpy(line + used, text.data, text.size);
        used += text.size;
    }
    return (struct vdt_view){ line, used };
}

bool vdt_captions_add(struct vdt_arena *arena, struct vdt_captions *captions, struct vdt_caption caption) {
    caption.text = vdt_view_trim(caption.text);
    caption.credit = bare_credit(caption.credit);
    if (!caption.text.size && !caption.credit.size) return true;
    for (size_t i = 0; i < captions->count; i++)
        if (vdt_view_equal(captions->items[i].text, caption.text) &&
            (!caption.credit.size || vdt_view_equal(captions->items[i].credit, caption.credit)))
            return true; /* one for narrow windows and one for wide ones */
    if (captions->count == VDT_LIMIT_PAGE_CAPTIONS) return true;
    struct vdt_caption *grown =
        vdt_arena_grow(arena, captions->items, captions->count, &captions->capacity, sizeof *grown);
    if (!grown) return false;
    captions->items = grown;
    grown[captions->count++] = caption;
    return true;
}

bool vdt_page_captions_read(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                            const struct vdt_page_picture *pictures, size_t count, struct vdt_captions *out) {
    for (size_t i = 0; i < count && out->count < VDT_LIMIT_PAGE_CAPTIONS; i++) {
        struct vdt_caption caption = { gather(arena, tree, &pictures[i], PART_TEXT),
                                       gather(arena, tree, &pictures[i], PART_CREDIT) };
        if (!caption.text.data || !caption.credit.data) return false;
        if (!caption.credit.size) {
            struct vdt_view all = caption.text;
            size_t at = vdt_credit_find(all);
            caption = (struct vdt_caption){ vdt_view_slice(all, 0, at), vdt_view_slice(all, at, all.size) };
        }
        if (!vdt_captions_add(arena, out, caption)) return false;
    }
    return true;
}
