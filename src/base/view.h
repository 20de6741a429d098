/* SPDX-License-Identifier: Apache-2.0 */
/* What is done with views inside the library. */
#ifndef VDT_BASE_VIEW_H
#define VDT_BASE_VIEW_H

#include <string.h>

#include "vedette/view.h"

/* A view of a string literal. */
#define VDT_LITERAL(text) ((struct vdt_view){ "" text, sizeof(text) - 1 })

static inline struct vdt_view vdt_view_of(const char *string) {
    return (struct vdt_view){ string, string ? strlen(string) : 0 };
}

static inline bool vdt_view_equal(struct vdt_view a, struct vdt_view b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool vdt_view_is(struct vdt_view a, const char *string) {
    /* most differ in their first byte: the length is not asked for then */
    if (!string || !a.size) return vdt_view_of(string).size == a.size;
    return a.data[0] == string[0] && vdt_view_equal(a, vdt_view_of(string));
}

/* Byte order, the shorter first among equals. */
static inline int vdt_view_compare(struct vdt_view a, struct vdt_view b) {
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* [begin, end) of a view; both are cut to its size. */
static inline struct vdt_view vdt_view_slice(struct vdt_view a, size_t begin, size_t end) {
    if (end > a.size) end = a.size;
    if (begin > end) begin = end;
    return (struct vdt_view){ a.data ? a.data + begin : NULL, end - begin };
}

static inline bool vdt_view_starts(struct vdt_view a, struct vdt_view with) {
    return a.size >= with.size && vdt_view_equal(vdt_view_slice(a, 0, with.size), with);
}

static inline bool vdt_view_ends(struct vdt_view a, struct vdt_view with) {
    return a.size >= with.size && vdt_view_equal(vdt_view_slice(a, a.size - with.size, a.size), with);
}

static inline bool vdt_is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static inline struct vdt_view vdt_view_trim(struct vdt_view a) {
    while (a.size && vdt_is_space(a.data[0])) a.data++, a.size--;
    while (a.size && vdt_is_space(a.data[a.size - 1])) a.size--;
    return a;
}

/* Cuts `rest` at the first `separator`: returns what stood before it, leaves what stands after. */
static inline struct vdt_view vdt_view_cut(struct vdt_view *rest, char separator) {
    const char *at = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
    size_t size = at ? (size_t)(at - rest->data) : rest->size;
    struct vdt_view head = { rest->data, size };
    *rest = vdt_view_slice(*rest, size + (at ? 1 : 0), rest->size);
    return head;
}

static inline char vdt_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal but for the case of ASCII letters. */
static inline bool vdt_view_equal_fold(struct vdt_view a, struct vdt_view b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++)
        if (vdt_lower(a.data[i]) != vdt_lower(b.data[i])) return false;
    return true;
}

/* The same against a string; mostly decided by the first byte. */
static inline bool vdt_view_is_fold(struct vdt_view a, const char *string) {
    if (!string || !a.size) return vdt_view_of(string).size == a.size;
    return vdt_lower(a.data[0]) == vdt_lower(string[0]) && vdt_view_equal_fold(a, vdt_view_of(string));
}

/* Does `what`, in small letters, stand anywhere in it, whatever the case of ASCII letters there? */
static inline bool vdt_view_holds_fold(struct vdt_view a, const char *what) {
    struct vdt_view wanted = vdt_view_of(what);
    for (size_t i = 0; wanted.size && i + wanted.size <= a.size; i++)
        if (vdt_lower(a.data[i]) == wanted.data[0] && vdt_view_equal_fold(vdt_view_slice(a, i, i + wanted.size), wanted))
            return true;
    return !wanted.size;
}

/* One of a NULL-ended list of such phrases. */
static inline bool vdt_view_holds_any(struct vdt_view a, const char *const *phrases) {
    for (; *phrases; phrases++)
        if (vdt_view_holds_fold(a, *phrases)) return true;
    return false;
}

#endif
