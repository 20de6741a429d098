/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A view: bytes that somebody else owns. Never NUL-terminated by contract. An empty view has size 0; its
 * data may be NULL. What a getter returns as a view is borrowed: the owner is named beside it.
 */
#ifndef VEDETTE_VIEW_H
#define VEDETTE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define VDT_API __attribute__((visibility("default")))
#else
#define VDT_API
#endif

struct vdt_view {
    const char *data;
    size_t size;
};

#endif
