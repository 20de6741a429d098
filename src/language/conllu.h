/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CoNLL-U, out and in.
 *
 * A document that was read keeps its tokens, sentences, comments and MISC; its text is put together from the tokens
 * (one space between them unless SpaceAfter=No, an empty line before `# newpar`), and all spans refer to that text.
 * Lines with decimal numbers (empty nodes) are left out. Thread rule: pure.
 */
#ifndef VDT_LANGUAGE_CONLLU_H
#define VDT_LANGUAGE_CONLLU_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "language/analysis.h"

struct vdt_conllu {
    struct vdt_view id;             /* of `# newdoc id = …`, empty without */
    struct vdt_analysis analysis;   /* text, words' forms and spans, sentences; the rest is empty */
    struct vdt_view *comments;      /* a sentence's lines that begin with #, as they stand */
    struct vdt_view *misc;          /* a word's tenth column, empty for _ */
    struct vdt_view *token_misc;    /* of the range line, at the first word of a contraction */
};

/*
 * Reads the next document off `rest` (up to the next `# newdoc` or the end). VDT_END when there is none left;
 * VDT_ERROR_FORMAT with the line (from 1 within this document) for a line that is no CoNLL-U.
 */
enum vdt_status vdt_conllu_read(struct vdt_view *rest, struct vdt_arena *arena, struct vdt_conllu *out,
                                struct vdt_error *err);

struct vdt_conllu_furniture {
    const uint32_t (*spans)[2]; /* bytes of the text, in order: tokens in them are marked Furniture=Yes */
    size_t count;
};

/*
 * Writes an analysis. `given` (may be NULL) is the document it was read from: its comments and MISC are kept and none
 * are made. Otherwise `# newdoc id`, `# sent_id` (ID-1, ID-2, …) and `# text` are written, and TokenRange in code points
 * of the text. `furniture` may be NULL. VDT_ERROR_MEMORY when the buffer failed.
 */
enum vdt_status vdt_conllu_write(const struct vdt_analysis *analysis, struct vdt_view id,
                                 const struct vdt_conllu *given, const struct vdt_conllu_furniture *furniture,
                                 struct vdt_buffer *out, struct vdt_error *err);

#endif
