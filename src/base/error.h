/* SPDX-License-Identifier: Apache-2.0 */
/* Filling in errors. */
#ifndef VDT_BASE_ERROR_H
#define VDT_BASE_ERROR_H

#include "base/view.h"
#include "vedette/error.h"

/* Fills `error` (may be NULL) and returns `status`, so that a failing function ends in one line. Place unknown. */
__attribute__((format(printf, 3, 4)))
enum vdt_status vdt_fail(struct vdt_error *error, enum vdt_status status, const char *format, ...);

/* The same with a place: `where` is cut to what fits, line and column may be 0. */
__attribute__((format(printf, 6, 7)))
enum vdt_status vdt_fail_at(struct vdt_error *error, enum vdt_status status, struct vdt_view where,
                            uint64_t line, uint64_t column, const char *format, ...);

/* VDT_ERROR_SYSTEM with strerror(errno): "cannot WHAT: reason". */
enum vdt_status vdt_fail_errno(struct vdt_error *error, struct vdt_view where, const char *what);

/* "out of memory while WHAT" */
enum vdt_status vdt_fail_memory(struct vdt_error *error, const char *what);

/* Adds what to do to an error that is already filled in (NULL is fine); returns its status. */
__attribute__((format(printf, 3, 4)))
enum vdt_status vdt_hint(struct vdt_error *error, enum vdt_status status, const char *format, ...);

/* Names the input of an error that was made deeper down, where its name was not known. */
void vdt_error_place(struct vdt_error *error, struct vdt_view where);

/* Sends a remark; with an empty sink it does nothing. */
__attribute__((format(printf, 6, 7)))
void vdt_remark(const struct vdt_remarks *remarks, enum vdt_remark_level level, struct vdt_view where,
                uint64_t line, uint64_t column, const char *format, ...);

#endif
