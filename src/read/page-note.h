/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences that stand around a report and are none of it: who wrote it, how to reach them, whose rights, what to buy.
 */
#ifndef VDT_READ_PAGE_NOTE_H
#define VDT_READ_PAGE_NOTE_H

#include "base/view.h"

/* Where in the text a note is looked for: the same words within a report may be its own. */
enum vdt_note_place { VDT_NOTE_BEFORE, VDT_NOTE_WITHIN, VDT_NOTE_BEHIND };

/* `authors` are names with commas between them, or empty. */
bool vdt_page_is_note(struct vdt_view paragraph, struct vdt_view authors, enum vdt_note_place place);

/* Is it a caption, told by the credit at its end? Such a paragraph is a note wherever it stands. */
bool vdt_page_is_captioned(struct vdt_view paragraph);

#endif
