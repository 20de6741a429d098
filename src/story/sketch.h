/* SPDX-License-Identifier: Apache-2.0 */
/* The day and the words of a report as bytes that a store keeps: the same on every machine. */
#ifndef VDT_STORY_SKETCH_H
#define VDT_STORY_SKETCH_H

#include "base/buffer.h"
#include "story/words.h"

void vdt_sketch_write(uint16_t day, const struct vdt_story_word *words, size_t count, struct vdt_buffer *out);
/* False: no sketch of this version, or of more than `most` words. */
bool vdt_sketch_read(struct vdt_view sketch, uint16_t *day, struct vdt_story_word *out, size_t most, size_t *count);

#endif
