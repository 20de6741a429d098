/* SPDX-License-Identifier: Apache-2.0 */
/* The commonest words of English, by how many of 200 reports of 300 words hold them. */
#ifndef VDT_STORY_COMMON_WORDS_H
#define VDT_STORY_COMMON_WORDS_H

enum { VDT_COMMON_WORDS_OF = 200 };

struct vdt_common_words {
    unsigned share;    /* of VDT_COMMON_WORDS_OF */
    const char *words; /* each followed by a space */
};

extern const struct vdt_common_words vdt_common_words[];
extern const unsigned vdt_common_word_classes;

#endif
