/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Territory that more than one state claims: which country a place there has, by a rule that the user may choose. What stands
 * where is in data/places/disputed.txt; the record names the area and the rule.
 *
 * Thread rule: immutable, shared.
 */
#ifndef VDT_KNOW_DISPUTED_H
#define VDT_KNOW_DISPUTED_H

#include "base/error.h"

enum vdt_dispute_rule { VDT_DISPUTE_RECOGNISED, VDT_DISPUTE_CONTROL, VDT_DISPUTE_CLAIM, VDT_DISPUTE_NONE, VDT_DISPUTE_RULES };

/* "recognised", "control", "claim", "none"; false where it is none of them. */
bool vdt_dispute_rule_parse(struct vdt_view text, enum vdt_dispute_rule *out);
struct vdt_view vdt_dispute_rule_name(enum vdt_dispute_rule rule);

struct vdt_disputed;

/* Reads places/disputed.txt below `data`, then the one below `own` (may be NULL, need not have one), which comes first. */
enum vdt_status vdt_disputed_open(const char *data, const char *own, enum vdt_dispute_rule rule, struct vdt_disputed **out,
                                  struct vdt_error *error);
void vdt_disputed_close(struct vdt_disputed *disputed);

struct vdt_dispute {
    struct vdt_view area, rule, country; /* area empty: not disputed; country empty: nobody's */
};

/* A place: what is not known is empty or NAN. `day` is the event's, VDT_NO_DAY unknown: who controls it at the last. */
struct vdt_dispute_place {
    struct vdt_view name, country, division;
    double latitude, longitude;
};
struct vdt_dispute vdt_disputed_find(const struct vdt_disputed *disputed, const struct vdt_dispute_place *place, int32_t day);

#endif
