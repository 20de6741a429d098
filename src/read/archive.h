/* SPDX-License-Identifier: Apache-2.0 */
/* Web archives, WARC (0.17 to 1.1, WET too) and ARC, to the pages and texts in them. */
#ifndef VDT_READ_ARCHIVE_H
#define VDT_READ_ARCHIVE_H

#include "base/arena.h"
#include "read/source.h"

struct vdt_record {
    struct vdt_view url, charset, language; /* each may be empty */
    struct vdt_view body;                   /* plain bytes in whatever charset */
    bool page;                              /* HTML, else text */
    bool whole;                             /* false: the body's chunks or packing are not sound, this is what could be read */
    uint64_t number, offset;                /* counts from 1; in the file */
};

struct vdt_archive {
    uint64_t count;          /* records that began so far */
    bool arc;                /* what the last head was */
    struct vdt_error fault;  /* of the record that was given last: told by the next call */
    size_t to_skip;          /* the record that was given last still stands in the window */
};

bool vdt_archive_looks(struct vdt_view head);

/*
 * The next page or text: successful responses, resources, and conversions (WET); requests, metadata, errors, pictures are
 * passed over. VDT_END at the end. A failure tells one fault with record and byte, and the next call goes on behind it: wrong
 * lengths, records without a head or cut off, damage of the packing, bodies over VDT_LIMIT_RECORD_BYTES. The views are the
 * arena's and the source's, valid until the next call.
 */
enum vdt_status vdt_archive_next(struct vdt_archive *archive, struct vdt_source *source, struct vdt_arena *arena,
                                 struct vdt_record *out, struct vdt_error *error);

#endif
