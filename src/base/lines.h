/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading our own plain-text sources: lines of words, "#" begins a comment at the start of a line or after a blank.
 * Every word knows its column, so that an error can say where.
 */
#ifndef VDT_BASE_LINES_H
#define VDT_BASE_LINES_H

#include "base/arena.h"
#include "base/error.h"

struct vdt_lines {
    struct vdt_view name;  /* of the source, for messages and for `by` */
    struct vdt_view rest;
    struct vdt_view line;  /* what is left of the current one, without comment and blanks at its end */
    const char *start;     /* where the current line begins */
    uint64_t number;
    bool indented;
};

/* Reads a whole file into the arena. `name` is how messages call it. */
enum vdt_status vdt_file_read(const char *path, struct vdt_arena *arena, struct vdt_view *out, struct vdt_error *error);

void vdt_lines_init(struct vdt_lines *lines, struct vdt_view name, struct vdt_view text);
/* The next line that is not empty; false at the end. */
bool vdt_lines_next(struct vdt_lines *lines);
/* Takes the next word of the line into `word` (empty at its end) and moves on. */
struct vdt_view vdt_lines_word(struct vdt_lines *lines);
/* The column of a word of the current line, from 1. */
uint64_t vdt_lines_column(const struct vdt_lines *lines, struct vdt_view word);

/* Reads one line into whatever `context` is. */
typedef enum vdt_status vdt_line_reader(void *context, struct vdt_lines *lines, struct vdt_error *error);

/*
 * A file of words below a folder, read line by line: NAME of the program's data, which messages call data/NAME, or the one that a
 * user's folder (`own`) may have. One that is not there is an error unless it is the user's or `may_miss`. Its text stays in the
 * arena and is mixed into `hash`, if there is one.
 */
struct vdt_data_file {
    const char *folder, *name;
    bool own, may_miss;
    struct vdt_arena *arena;
    uint64_t *hash;
};
enum vdt_status vdt_data_read(const struct vdt_data_file *file, vdt_line_reader *read, void *context, struct vdt_error *error);

/* The program's file, then that of the user's folder; `user` may be NULL. */
enum vdt_status vdt_data_read_both(const char *data, const char *user, const char *name, struct vdt_arena *arena, uint64_t *hash,
                                   vdt_line_reader *read, void *context, struct vdt_error *error);

/* The names of the files in `folder` that end in `ending`, sorted by bytes, in the arena. */
enum vdt_status vdt_folder_list(const char *folder, const char *ending, struct vdt_arena *arena,
                                struct vdt_view **names, size_t *count, struct vdt_error *error);

#endif
