/* SPDX-License-Identifier: Apache-2.0 */
/* Names of labels, from the lists in labels.h. */
#include "language/labels.h"

#include "base/view.h"
#include "language/analysis.h"

static const char *const upos_names[] = {
#define ITEM(name) #name,
    VDT_UPOS_LIST(ITEM)
#undef ITEM
};

static const char *const relation_names[] = {
#define ITEM(name, label) label,
    VDT_RELATION_LIST(ITEM)
#undef ITEM
};

const char *vdt_upos_name(enum vdt_upos upos) {
    return upos < VDT_UPOS_COUNT ? upos_names[upos] : "X";
}

const char *vdt_relation_name(enum vdt_relation relation) {
    return relation < VDT_RELATION_COUNT ? relation_names[relation] : "dep";
}

bool vdt_upos_find(struct vdt_view name, enum vdt_upos *out) {
    for (unsigned i = 0; i < VDT_UPOS_COUNT; i++) {
        if (vdt_view_is(name, upos_names[i])) {
            *out = (enum vdt_upos)i;
            return true;
        }
    }
    return false;
}

enum vdt_relation vdt_relation_find(struct vdt_view label) {
    for (unsigned i = 0; i < VDT_RELATION_COUNT; i++)
        if (vdt_view_is(label, relation_names[i])) return (enum vdt_relation)i;
    struct vdt_view rest = label, universal = vdt_view_cut(&rest, ':');
    return universal.size < label.size ? vdt_relation_find(universal) : VDT_REL_dep;
}

bool vdt_feats_have(struct vdt_view feats, const char *pair) {
    struct vdt_view wanted = vdt_view_of(pair);
    while (feats.size)
        if (vdt_view_equal(vdt_view_cut(&feats, '|'), wanted)) return true;
    return false;
}
