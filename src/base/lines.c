/* SPDX-License-Identifier: Apache-2.0 */
/* Sources are small and read once at start: a whole file in memory, cut into lines and words in place. */
#include "base/lines.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { SOURCE_BYTES = 64 << 20 };

enum vdt_status vdt_file_read(const char *path, struct vdt_arena *arena, struct vdt_view *out, struct vdt_error *error) {
    struct vdt_view name = vdt_view_of(path);
    FILE *file = fopen(path, "rb");
    if (!file) return vdt_fail_errno(error, name, "open it");
    struct stat about;
    enum vdt_status status = VDT_OK;
    if (fstat(fileno(file), &about) != 0)
        status = vdt_fail_errno(error, name, "read it");
    else if (!S_ISREG(about.st_mode))
        status = vdt_fail_at(error, VDT_ERROR_SYSTEM, name, 0, 0, "not a regular file");
    else if (about.st_size > SOURCE_BYTES)
        status = vdt_fail_at(error, VDT_ERROR_LIMIT, name, 0, 0, "larger than %d bytes", SOURCE_BYTES);
    char *bytes = NULL;
    if (status == VDT_OK) {
        bytes = vdt_arena_take(arena, (size_t)about.st_size + 1);
        if (!bytes)
            status = vdt_fail_memory(error, "reading a file");
        else if (fread(bytes, 1, (size_t)about.st_size, file) != (size_t)about.st_size)
            status = vdt_fail_errno(error, name, "read it");
    }
    fclose(file);
    if (status == VDT_OK) *out = (struct vdt_view){ bytes, (size_t)about.st_size };
    return status;
}

void vdt_lines_init(struct vdt_lines *lines, struct vdt_view name, struct vdt_view text) {
    *lines = (struct vdt_lines){ .name = name, .rest = text };
}

bool vdt_lines_next(struct vdt_lines *lines) {
    while (lines->rest.size) {
        lines->number++;
        struct vdt_view line = vdt_view_cut(&lines->rest, '\n');
        lines->start = line.data;
        for (size_t i = 0; i < line.size; i++)
            if (line.data[i] == '#' && (i == 0 || vdt_is_space(line.data[i - 1])) &&
                (i + 1 == line.size || vdt_is_space(line.data[i + 1]))) {
                line.size = i;
                break;
            }
        lines->indented = line.size && vdt_is_space(line.data[0]);
        line = vdt_view_trim(line);
        if (line.size) {
            lines->line = line;
            return true;
        }
    }
    return false;
}

struct vdt_view vdt_lines_word(struct vdt_lines *lines) {
    struct vdt_view *line = &lines->line;
    while (line->size && vdt_is_space(line->data[0])) line->data++, line->size--;
    size_t size = 0;
    while (size < line->size && !vdt_is_space(line->data[size])) size++;
    struct vdt_view word = { line->data, size };
    *line = vdt_view_slice(*line, size, line->size);
    return word;
}

uint64_t vdt_lines_column(const struct vdt_lines *lines, struct vdt_view word) {
    return (uint64_t)(word.data - lines->start) + 1;
}

static int by_bytes(const void *a, const void *b) {
    return vdt_view_compare(*(const struct vdt_view *)a, *(const struct vdt_view *)b);
}

enum vdt_status vdt_folder_list(const char *folder, const char *ending, struct vdt_arena *arena,
                                struct vdt_view **names, size_t *count, struct vdt_error *error) {
    *names = NULL;
    *count = 0;
    DIR *directory = opendir(folder);
    if (!directory) return vdt_fail_errno(error, vdt_view_of(folder), "open the folder");
    size_t capacity = 0;
    enum vdt_status status = VDT_OK;
    for (struct dirent *entry; status == VDT_OK && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.' || !vdt_view_ends(vdt_view_of(entry->d_name), vdt_view_of(ending))) continue;
        struct vdt_view *grown = vdt_arena_grow(arena, *names, *count, &capacity, sizeof **names);
        if (grown) {
            *names = grown;
            grown[*count] = vdt_arena_copy(arena, vdt_view_of(entry->d_name));
        }
        if (!grown || !grown[*count].data)
            status = vdt_fail_memory(error, "listing a folder");
        else
            ++*count;
    }
    closedir(directory);
    if (status == VDT_OK && *count) qsort(*names, *count, sizeof **names, by_bytes);
    return status;
}
