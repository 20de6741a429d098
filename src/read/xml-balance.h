/* SPDX-License-Identifier: Apache-2.0 */
/* Broken or hostile XML to XML that libxml2 reads to its end. */
#ifndef VDT_READ_XML_BALANCE_H
#define VDT_READ_XML_BALANCE_H

#include "base/buffer.h"

/* A copy in which all tags close, at most VDT_LIMIT_TREE_DEPTH deep; `bytes` itself where memory is out. Linear. */
struct vdt_view vdt_xml_balance(struct vdt_view bytes, struct vdt_buffer *out);

#endif
