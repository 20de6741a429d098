/* SPDX-License-Identifier: Apache-2.0 */
/* Sources are small and read once at start: a whole file in memory, cut into lines and words in place. */
#include "base/lines.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/hash.h"

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

enum vdt_status vdt_data_read(const struct vdt_data_file *file, vdt_line_reader *read, void *context, struct vdt_error *error) {
    char path[4200], shown[4200];
    snprintf(path, sizeof path, "%s/%s", file->folder, file->name);
    snprintf(shown, sizeof shown, "%s/%s", file->own ? file->folder : "data", file->name);
    struct vdt_view text;
    struct vdt_error missing;
    bool may_miss = file->own || file->may_miss;
    enum vdt_status status = vdt_file_read(path, file->arena, &text, may_miss ? &missing : error);
    if (status == VDT_ERROR_SYSTEM && may_miss) return VDT_OK;
    if (status != VDT_OK && may_miss && error) *error = missing;
    if (status != VDT_OK) return status;
    if (file->hash) *file->hash = vdt_hash_seeded(text, *file->hash);
    struct vdt_lines lines;
    vdt_lines_init(&lines, vdt_view_of(shown), text);
    while (status == VDT_OK && vdt_lines_next(&lines)) status = read(context, &lines, error);
    return status;
}

enum vdt_status vdt_data_read_both(const char *data, const char *user, const char *name, struct vdt_arena *arena, uint64_t *hash,
                                   vdt_line_reader *read, void *context, struct vdt_error *error) {
    struct vdt_data_file file = { .folder = data, .name = name, .arena = arena, .hash = hash };
    enum vdt_status status = vdt_data_read(&file, read, context, error);
    if (status != VDT_OK || !user) return status;
    file.folder = user;
    file.own = true;
    return vdt_data_read(&file, read, context, error);
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
    /* what was put together of the line stands where it begins */
    bool of_line = word.data >= lines->start && word.data <= lines->line.data + lines->line.size;
    return of_line ? (uint64_t)(word.data - lines->start) + 1 : 1;
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
