/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Persons told one after the other without a comma, as signatures, lists of those present and captions have them, are taken
 * for one name by the tagger: "Mary Miller John Brown", "Mary Mary Miller". Thread rule: pure.
 */
#ifndef VDT_LANGUAGE_NAME_PARTS_H
#define VDT_LANGUAGE_NAME_PARTS_H

#include "language/analysis.h"
#include "language/language-image.h"

/* Parts such names. */
void vdt_names_part(const struct vdt_language *language, struct vdt_analysis *analysis);

#endif
