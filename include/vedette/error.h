/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statuses, errors, remarks.
 *
 * Three different things, never mixed:
 *   - a failure is a status other than VDT_OK, with the caller's struct vdt_error filled in;
 *     outputs are untouched, the error is untouched on success;
 *   - a remark is something about the input (a bad date, a broken line): the call succeeds and the
 *     remark goes to the caller's sink, with its place;
 *   - a programmer's mistake is an assert.
 * The library never prints, exits or aborts.
 */
#ifndef VEDETTE_ERROR_H
#define VEDETTE_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "vedette/view.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_status {
    VDT_OK = 0,
    VDT_END,             /* an iterator has no more */
    VDT_ERROR_MEMORY,    /* the system gave no memory */
    VDT_ERROR_SYSTEM,    /* a file or the system failed; the message has the reason */
    VDT_ERROR_FORMAT,    /* an input is not what it should be */
    VDT_ERROR_LIMIT,     /* an input is larger than a limit of src/base/limit.h */
    VDT_ERROR_USE,       /* wrong use: an option or argument that means nothing */
    VDT_ERROR_STORE,     /* the database refused */
};

/*
 * What failed, where and what to do. Owned by the caller, no heap inside. `line` and `column` count from 1,
 * 0 where they mean nothing; `offset` is in bytes, -1 where it means nothing. Any of them may be passed as NULL.
 */
struct vdt_error {
    enum vdt_status status;
    char where[256];     /* a file, a report: what the place numbers refer to */
    uint64_t line, column;
    int64_t offset;
    char message[256];   /* lower case, no period, what failed first */
    char hint[160];      /* what to do, may be empty */
};

enum vdt_remark_level { VDT_REMARK_NOTE, VDT_REMARK_WARNING, VDT_REMARK_ERROR };

/* A sink for remarks. `at` has the place and the text; it is the callee's only for the call. */
typedef void vdt_remark_fn(void *context, enum vdt_remark_level level, const struct vdt_error *at);

struct vdt_remarks {
    vdt_remark_fn *tell; /* may be NULL: remarks are dropped */
    void *context;
};

/* "FILE:LINE:COLUMN: message (byte OFFSET); hint" into `out`, cut to its size; returns the length written. */
VDT_API size_t vdt_error_format(const struct vdt_error *error, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
