/* SPDX-License-Identifier: Apache-2.0 */
/* Which language a text is in, by its script and its commonest words. */
#ifndef VDT_READ_TONGUE_H
#define VDT_READ_TONGUE_H

#include "base/view.h"

/* "en", "fr", "ru" … (ISO 639-1), or NULL where the text is too short or too mixed to say. Linear; looks at the first 8 KiB. */
const char *vdt_tongue_of(struct vdt_view text);

#endif
