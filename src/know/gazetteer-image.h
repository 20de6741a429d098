/* SPDX-License-Identifier: Apache-2.0 */
/* The head of the places image; see gazetteer.h. */
#ifndef VDT_KNOW_GAZETTEER_IMAGE_H
#define VDT_KNOW_GAZETTEER_IMAGE_H

#include <stdint.h>

#define VDT_GAZETTEER_MAGIC "VDTPLAC1"

struct vdt_gazetteer_header {
    char magic[8];
    uint32_t name_count, place_count, string_bytes, reserved[3];
};

#endif
