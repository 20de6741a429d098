/* SPDX-License-Identifier: Apache-2.0 */
/* data/publishers.txt as a sorted list of names and hosts; a user's own stand before the built-in ones of the same name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/limit.h"
#include "vedette/story.h"

enum { LONGEST_NAME = 256 };

/* A name or a host, in small letters of ASCII, and whose it is. */
struct key {
    struct vdt_view text;
    uint32_t publisher;
    uint64_t line;
    bool host, own;
};

struct vdt_publishers {
    struct vdt_arena arena;
    struct vdt_publisher *items;
    struct key *keys;
    size_t count, capacity, key_count, key_capacity;
};

/* --- reading --- */

static enum vdt_status wrong(const struct vdt_lines *lines, struct vdt_view at, const char *what, struct vdt_error *error) {
    return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, at), "%s: \"%.*s\"", what,
                       (int)(at.size < 60 ? at.size : 60), at.data);
}

static struct vdt_view without_article(struct vdt_view name) {
    return vdt_view_starts(name, VDT_LITERAL("the ")) ? vdt_view_slice(name, 4, name.size) : name;
}

/* Small letters of ASCII, cut to the room. */
static struct vdt_view small(struct vdt_view text, char room[LONGEST_NAME]) {
    if (text.size > LONGEST_NAME) text.size = LONGEST_NAME;
    for (size_t i = 0; i < text.size; i++) room[i] = vdt_lower(text.data[i]);
    return (struct vdt_view){ room, text.size };
}

static enum vdt_status add_key(struct vdt_publishers *self, const struct vdt_lines *lines, struct vdt_view text, bool host, bool own,
                               struct vdt_error *error) {
    char room[LONGEST_NAME];
    if (!text.size || text.size > LONGEST_NAME) return wrong(lines, text.size ? text : lines->line, "no name of at most 256 bytes", error);
    struct key *keys = vdt_arena_grow(&self->arena, self->keys, self->key_count, &self->key_capacity, sizeof *keys);
    if (!keys) return vdt_fail_memory(error, "reading publishers");
    self->keys = keys;
    struct vdt_view key = vdt_arena_copy(&self->arena, without_article(small(text, room)));
    if (!key.data) return vdt_fail_memory(error, "reading publishers");
    keys[self->key_count++] = (struct key){ key, (uint32_t)(self->count - 1), lines->number, host, own };
    return VDT_OK;
}

/* "A | B | C" */
static enum vdt_status add_keys(struct vdt_publishers *self, const struct vdt_lines *lines, struct vdt_view list, bool host, bool own,
                                struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    do status = add_key(self, lines, vdt_view_trim(vdt_view_cut(&list, '|')), host, own, error);
    while (status == VDT_OK && list.size);
    return status;
}

static enum vdt_status begin_publisher(struct vdt_publishers *self, const struct vdt_lines *lines, bool own, struct vdt_error *error) {
    struct vdt_publisher *items = vdt_arena_grow(&self->arena, self->items, self->count, &self->capacity, sizeof *items);
    if (!items) return vdt_fail_memory(error, "reading publishers");
    struct vdt_view names = lines->line, first = names;
    self->items = items;
    items[self->count++] = (struct vdt_publisher){ .name = vdt_view_trim(vdt_view_cut(&first, '|')) };
    return add_keys(self, lines, names, false, own, error);
}

static enum vdt_status read_state(const struct vdt_lines *lines, struct vdt_view text, struct vdt_view *out, struct vdt_error *error) {
    bool good = text.size == 3 && !out->size;
    for (size_t i = 0; i < text.size; i++) good &= text.data[i] >= 'A' && text.data[i] <= 'Z';
    *out = text;
    return good ? VDT_OK : wrong(lines, text.size ? text : lines->line, "one country of three capitals", error);
}

static enum vdt_status read_detail(struct vdt_publishers *self, struct vdt_lines *lines, bool own, struct vdt_error *error) {
    struct vdt_view first = vdt_lines_word(lines), rest = vdt_view_trim(lines->line);
    struct vdt_publisher *publisher = &self->items[self->count - 1];
    if (vdt_view_is(first, "host")) return add_keys(self, lines, rest, true, own, error);
    if (vdt_view_is(first, "home")) return read_state(lines, rest, &publisher->home, error);
    if (vdt_view_is(first, "state")) return read_state(lines, rest, &publisher->state, error);
    return wrong(lines, first, "neither host, home nor state", error);
}

static enum vdt_status read_file(struct vdt_publishers *self, const char *folder, bool own, struct vdt_error *error) {
    char path[4400];
    struct vdt_view text;
    struct vdt_error missing;
    struct vdt_lines lines;
    snprintf(path, sizeof path, "%s/publishers.txt", folder);
    enum vdt_status status = vdt_file_read(path, &self->arena, &text, own ? &missing : error);
    if (status == VDT_ERROR_SYSTEM && own) return VDT_OK;
    if (status != VDT_OK) return status;
    vdt_lines_init(&lines, vdt_arena_copy(&self->arena, vdt_view_of(path)), text);
    size_t before = self->count;
    while (status == VDT_OK && vdt_lines_next(&lines)) {
        if (!lines.indented) status = begin_publisher(self, &lines, own, error);
        else if (self->count > before) status = read_detail(self, &lines, own, error);
        else status = wrong(&lines, lines.line, "an indented line belongs to a publisher", error);
    }
    return status;
}

/* --- order --- */

static int compare_texts(struct vdt_view a, struct vdt_view b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size ? memcmp(a.data, b.data, size) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_keys(const void *a, const void *b) {
    const struct key *one = a, *two = b;
    if (one->host != two->host) return one->host - two->host;
    int order = compare_texts(one->text, two->text);
    return order ? order : one->own != two->own ? two->own - one->own : (one->line > two->line) - (one->line < two->line);
}

/* Of one file, a name or host that is two publishers'. */
static enum vdt_status find_doubles(const struct vdt_publishers *self, struct vdt_error *error) {
    for (size_t i = 0; i + 1 < self->key_count; i++) {
        const struct key *one = &self->keys[i], *two = one + 1;
        if (one->host != two->host || one->own != two->own || !vdt_view_equal(one->text, two->text)) continue;
        return vdt_fail_at(error, VDT_ERROR_FORMAT, VDT_LITERAL("publishers.txt"), two->line, 0, "\"%.*s\" stands in line %llu already",
                           (int)two->text.size, two->text.data, (unsigned long long)one->line);
    }
    return VDT_OK;
}

enum vdt_status vdt_publishers_open(const char *data, const char *own, struct vdt_publishers **out, struct vdt_error *error) {
    struct vdt_publishers *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(error, "reading publishers");
    vdt_arena_init(&self->arena);
    enum vdt_status status = own ? read_file(self, own, true, error) : VDT_OK;
    if (status == VDT_OK) status = read_file(self, data, false, error);
    if (status == VDT_OK && self->key_count) qsort(self->keys, self->key_count, sizeof *self->keys, compare_keys);
    if (status == VDT_OK) status = find_doubles(self, error);
    if (status == VDT_OK) *out = self;
    else vdt_publishers_close(self);
    return status;
}

void vdt_publishers_close(struct vdt_publishers *publishers) {
    if (!publishers) return;
    vdt_arena_done(&publishers->arena);
    free(publishers);
}

/* --- finding --- */

struct vdt_view vdt_publisher_host(struct vdt_view url) {
    const char *mark = url.size ? memmem(url.data, url.size, "://", 3) : NULL;
    if (!mark || mark == url.data) return (struct vdt_view){ NULL, 0 };
    struct vdt_view host = vdt_view_slice(url, (size_t)(mark - url.data) + 3, url.size);
    size_t size = 0;
    while (size < host.size && !strchr("/:?", host.data[size])) size++;
    host.size = size;
    return vdt_view_starts(host, VDT_LITERAL("www.")) ? vdt_view_slice(host, 4, host.size) : host;
}

/* The first of those that bear it: a user's own stand before ours. */
static const struct vdt_publisher *look_up(const struct vdt_publishers *self, struct vdt_view text, bool host) {
    size_t low = 0, high = self->key_count;
    struct key wanted = { .text = text, .host = host, .own = true };
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&self->keys[middle], &wanted) < 0) low = middle + 1;
        else high = middle;
    }
    bool found = low < self->key_count && self->keys[low].host == host && vdt_view_equal(self->keys[low].text, text);
    return found && text.size ? &self->items[self->keys[low].publisher] : NULL;
}

/* The host, or what it is a part of: "en.example.org", "example.org". */
static const struct vdt_publisher *look_up_host(const struct vdt_publishers *self, struct vdt_view host) {
    while (host.size) {
        const struct vdt_publisher *found = look_up(self, host, true);
        const char *dot = memchr(host.data, '.', host.size);
        if (found || !dot) return found;
        host = vdt_view_slice(host, (size_t)(dot - host.data) + 1, host.size);
    }
    return NULL;
}

struct vdt_publisher vdt_publishers_find(const struct vdt_publishers *publishers, struct vdt_view name, struct vdt_view url) {
    char name_room[LONGEST_NAME], host_room[LONGEST_NAME];
    struct vdt_publisher none = { .name = { NULL, 0 } };
    if (!publishers) return none;
    struct vdt_view host = small(vdt_publisher_host(url), host_room);
    name = without_article(small(vdt_view_trim(name), name_room));
    if (vdt_view_starts(name, VDT_LITERAL("www."))) name = vdt_view_slice(name, 4, name.size);
    const struct vdt_publisher *found = look_up(publishers, name, false);
    if (!found) found = look_up_host(publishers, name);
    if (!found) found = look_up_host(publishers, host);
    return found ? *found : none;
}
