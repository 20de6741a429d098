/* SPDX-License-Identifier: Apache-2.0 */
/* One list for each kind of mark: kinds may lie within each other, quotations of one kind do not, so each list is sorted. */
#include "language/quotation.h"

struct pair {
    const char *open, *close;
};

static const struct pair pairs[VDT_QUOTATION_MARKS] = { { "“", "”" }, { "''", "''" }, { "\"", "\"" } };

static size_t find_bytes(struct vdt_view text, const char *bytes, size_t from, size_t to) {
    size_t size = strlen(bytes);
    while (from + size <= to) {
        const char *at = memchr(text.data + from, bytes[0], to - from - size + 1);
        if (!at) return to;
        from = (size_t)(at - text.data);
        if (memcmp(at, bytes, size) == 0) return from;
        from++;
    }
    return to;
}

/* The next quotation of a pair from `from` on, within the paragraph that ends at `to`. */
static bool next_of(struct vdt_view text, const struct pair *pair, size_t from, size_t to, struct vdt_quoted *out) {
    size_t begin = find_bytes(text, pair->open, from, to), open_size = strlen(pair->open);
    if (begin >= to) return false;
    size_t inner = find_bytes(text, pair->close, begin + open_size, to), end = inner;
    if (strcmp(pair->open, pair->close) != 0) {
        size_t next = find_bytes(text, pair->open, begin + open_size, to);
        if (inner == to) inner = end = next;
    }
    if (end < to && end == inner && memcmp(text.data + end, pair->close, strlen(pair->close)) == 0) end += strlen(pair->close);
    *out = (struct vdt_quoted){ { (uint32_t)begin, (uint32_t)end }, { (uint32_t)(begin + open_size), (uint32_t)inner } };
    return true;
}

enum vdt_status vdt_quotations_find(struct vdt_arena *arena, struct vdt_view text, struct vdt_quotations *out,
                                    struct vdt_error *error) {
    *out = (struct vdt_quotations){ .text = text };
    for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
        size_t capacity = 0;
        for (size_t from = 0; from < text.size;) {
            size_t to = find_bytes(text, "\n\n", from, text.size);
            struct vdt_quoted one;
            for (; next_of(text, &pairs[p], from, to, &one); from = one.all.end) {
                struct vdt_quoted *items = vdt_arena_grow(arena, out->of[p].items, out->of[p].count, &capacity, sizeof *items);
                if (!items) return vdt_fail_memory(error, "finding quotation marks");
                out->of[p].items = items;
                items[out->of[p].count++] = one;
            }
            from = to + 1;
        }
    }
    return VDT_OK;
}

const struct vdt_quoted *vdt_quotation_from(const struct vdt_quotations *quotations, size_t marks, uint32_t from) {
    const struct vdt_quoted *items = quotations->of[marks].items;
    size_t low = 0, high = quotations->of[marks].count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (items[middle].all.end <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < quotations->of[marks].count ? &items[low] : NULL;
}

const struct vdt_quoted *vdt_quotation_at(const struct vdt_quotations *quotations, uint32_t begin) {
    for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(quotations, p, begin);
        if (one && one->all.begin == begin) return one;
    }
    return NULL;
}

const struct vdt_quoted *vdt_quotation_around(const struct vdt_quotations *quotations, struct vdt_extent stretch) {
    for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(quotations, p, stretch.begin);
        if (one && one->inner.begin <= stretch.begin && stretch.end <= one->inner.end) return one;
    }
    return NULL;
}
