/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages: what the commands that write HTML share. A sentence with its marks, escaping, a file that is either whole or
 * not there. Nothing here knows of the command line, so that tests can use it alone.
 */
#ifndef VDT_CLI_PAGE_H
#define VDT_CLI_PAGE_H

#include <stdio.h>

#include "base/buffer.h"
#include "vedette/vedette.h"

enum mark {
    MARK_SOURCE,
    MARK_ACTION,
    MARK_TARGET,
    MARK_VOICE,
    MARK_DATE,
    MARK_PLACE,
    MARK_COUNT,
};

extern const char *const mark_names[MARK_COUNT]; /* "source", "action", ... */

/*
 * A stretch of the sentence in which the same marks hold. Spans may nest and overlap: a sentence is cut wherever one
 * begins or ends, and the stretches follow one another without gaps.
 */
struct stretch {
    struct vdt_view text;
    unsigned marks;            /* bit m: mark m holds here */
    unsigned ends;             /* bit m: a span of mark m ends with this stretch */
    unsigned begins;
    unsigned char level[MARK_COUNT]; /* 0: innermost; spans that overlap have different ones */
};

enum { MOST_STRETCHES = 192 };

/* Cuts the event's sentence; returns how many stretches. Spans outside of the sentence leave no mark. */
size_t mark_sentence(const struct vdt_event *event, struct stretch out[MOST_STRETCHES]);

/* Text for HTML, in content and in quoted attributes. */
void put_escaped(struct vdt_buffer *out, struct vdt_view text);
/* The event's sentence as HTML with <mark> elements and their labels. */
void put_marked(struct vdt_buffer *out, const struct vdt_event *event);
/* The codes of parties, or their words in quotation marks, joined by ", "; "–" for none. Not escaped. */
void put_codes(struct vdt_buffer *out, const struct vdt_party *parties, size_t count);
/* "2021-11-12 to 2021-12-03", one day alone, "" for none. */
void put_days(struct vdt_buffer *out, const struct vdt_event *event);
/* "#rrggbb"-free head of a page up to <body>: policy, title, the styles of all pages. `script` may be NULL. */
void put_head(struct vdt_buffer *out, struct vdt_view title, const char *script_hash);
/* The lines joined, in <script>. */
void put_script(struct vdt_buffer *out, const char *const *lines);

/* A file that is written under another name and takes its own when it is whole. `path` "-" is standard output. */
struct page_file {
    FILE *file;
    char path[4096], part[4104];
};
enum vdt_status page_open(struct page_file *file, const char *path, struct vdt_error *error);
/* Writes and empties the buffer. */
enum vdt_status page_write(struct page_file *file, struct vdt_buffer *text, struct vdt_error *error);
enum vdt_status page_close(struct page_file *file, struct vdt_error *error);
/* Gives it up: nothing is left of it. */
void page_abandon(struct page_file *file);

/* What the page of `vedette report` is about: the whole store, or a dyad, both ways, or a span of days. */
struct page_scope {
    const char *title;
    struct vdt_view source, target; /* empty: all */
    struct vdt_view from, to;       /* days, inclusive; empty: all */
};
enum vdt_status page_of_store(struct vdt_store *store, const struct page_scope *scope, const char *path,
                              struct vdt_error *error);

#endif
