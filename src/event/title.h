/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that name a deed and tell none: of titles ("2014 Chilean protests"), of labels before a colon ("War in Somalia: Rebels
 * …"), of names ("the Tigray War") and of what somebody is called ("a protest leader").
 *
 * Thread rule: pure.
 */
#ifndef VDT_EVENT_TITLE_H
#define VDT_EVENT_TITLE_H

#include "event/pattern.h"

/* "the 2011 Chilean protests": the year in the name of a matter, 0 where the noun bears none. Whose land it is named for did nothing. */
int vdt_title_year(const struct vdt_tree *tree, int32_t noun);

/* Whether the word only names; `part` as from vdt_trigger_part. */
bool vdt_title_only_names(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word, char part);

#endif
