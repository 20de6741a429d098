/* SPDX-License-Identifier: Apache-2.0 */
/* XML that is made to be read for ever. */
#ifndef VDT_READ_XML_GUARD_H
#define VDT_READ_XML_GUARD_H

#include "base/error.h"

/*
 * VDT_ERROR_LIMIT for what would hold up libxml2, which compares each attribute of an element with each, and each element's
 * prefix with all name spaces that are open: more attributes than VDT_LIMIT_FEED_ATTRIBUTES in one element, more such
 * comparisons in all than VDT_LIMIT_FEED_WORK. Linear.
 */
enum vdt_status vdt_xml_guard(struct vdt_view bytes, struct vdt_error *error);

#endif
