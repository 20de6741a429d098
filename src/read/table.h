/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of reports, a row each: CSV and its like with commas, semicolons, tabs or bars. The first row names the columns. */
#ifndef VDT_READ_TABLE_H
#define VDT_READ_TABLE_H

#include "read/json-line.h"
#include "read/source.h"

enum { VDT_TABLE_COLUMNS = 256 };

struct vdt_table {
    char separator;
    size_t columns;                         /* 0: the first row was not read yet */
    signed char field[VDT_TABLE_COLUMNS];   /* enum vdt_field, -1 for a column that is none of ours */
    uint64_t no_quotes_before;              /* a quotation mark before this offset has no end: rows end with their line */
};

/* Does the first line name columns, one of them a text's or a page's? */
bool vdt_table_looks(struct vdt_view head, const struct vdt_keys *keys);

/*
 * The bytes of the next row, a view into the source's window until its next call, and the line and offset where it begins. Empty
 * rows are passed over. VDT_ERROR_FORMAT for one whose quotation mark is never closed: the next call goes on in the next line.
 */
enum vdt_status vdt_table_next(struct vdt_table *table, struct vdt_source *source, struct vdt_view *out, uint64_t *line,
                               uint64_t *offset, struct vdt_error *error);

/* Learns the columns from the first row. VDT_ERROR_FORMAT where none of them is a text's. */
enum vdt_status vdt_table_begin(struct vdt_table *table, struct vdt_view row, const struct vdt_keys *keys,
                                const struct vdt_place *place, struct vdt_error *error);
/* A row, in UTF-8, to fields; `more` counts cells behind the last named column. */
enum vdt_status vdt_table_read(const struct vdt_table *table, struct vdt_arena *arena, struct vdt_view row, struct vdt_fields *out,
                               size_t *more, struct vdt_error *error);

#endif
