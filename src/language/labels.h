/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of Universal Dependencies as the rest of the program knows them. A model's own labels are mapped to these by
 * name when its image is opened; an unknown subtype becomes its universal part.
 */
#ifndef VDT_LANGUAGE_LABELS_H
#define VDT_LANGUAGE_LABELS_H

#include "base/view.h"

#define VDT_UPOS_LIST(ITEM)                                                                                  \
    ITEM(X) ITEM(ADJ) ITEM(ADP) ITEM(ADV) ITEM(AUX) ITEM(CCONJ) ITEM(DET) ITEM(INTJ) ITEM(NOUN) ITEM(NUM)    \
    ITEM(PART) ITEM(PRON) ITEM(PROPN) ITEM(PUNCT) ITEM(SCONJ) ITEM(SYM) ITEM(VERB)

enum vdt_upos {
#define ITEM(name) VDT_UPOS_##name,
    VDT_UPOS_LIST(ITEM)
#undef ITEM
    VDT_UPOS_COUNT
};

/* X(name in C, name in CoNLL-U): the universal relations first, each followed by its subtypes. */
#define VDT_RELATION_LIST(X)                                                                                 \
    X(dep, "dep") X(root, "root") X(acl, "acl") X(acl_relcl, "acl:relcl") X(advcl, "advcl")                  \
    X(advcl_relcl, "advcl:relcl") X(advmod, "advmod") X(advmod_emph, "advmod:emph") X(amod, "amod")          \
    X(appos, "appos") X(aux, "aux") X(aux_pass, "aux:pass") X(case_, "case") X(cc, "cc")                     \
    X(cc_preconj, "cc:preconj") X(ccomp, "ccomp") X(clf, "clf") X(compound, "compound")                      \
    X(compound_prt, "compound:prt") X(conj, "conj") X(cop, "cop") X(csubj, "csubj")                          \
    X(csubj_outer, "csubj:outer") X(csubj_pass, "csubj:pass") X(det, "det") X(det_predet, "det:predet")      \
    X(discourse, "discourse") X(dislocated, "dislocated") X(expl, "expl") X(fixed, "fixed") X(flat, "flat")  \
    X(goeswith, "goeswith") X(iobj, "iobj") X(list, "list") X(mark, "mark") X(nmod, "nmod")                  \
    X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss") X(nmod_unmarked, "nmod:unmarked") X(nsubj, "nsubj")  \
    X(nsubj_outer, "nsubj:outer") X(nsubj_pass, "nsubj:pass") X(nummod, "nummod") X(obj, "obj")              \
    X(obl, "obl") X(obl_agent, "obl:agent") X(obl_unmarked, "obl:unmarked") X(orphan, "orphan")              \
    X(parataxis, "parataxis") X(punct, "punct") X(reparandum, "reparandum") X(vocative, "vocative")          \
    X(xcomp, "xcomp")

enum vdt_relation {
#define ITEM(name, label) VDT_REL_##name,
    VDT_RELATION_LIST(ITEM)
#undef ITEM
    VDT_RELATION_COUNT
};

/* Names: 0 is outside; else type and place in the name (BILOU). */
enum vdt_name_type { VDT_NAME_NONE, VDT_NAME_PER, VDT_NAME_ORG, VDT_NAME_LOC, VDT_NAME_MISC };
enum vdt_name_place { VDT_NAME_BEGIN, VDT_NAME_INSIDE, VDT_NAME_LAST, VDT_NAME_UNIT };

static inline uint8_t vdt_name_tag(enum vdt_name_type type, enum vdt_name_place place) {
    return type == VDT_NAME_NONE ? 0 : (uint8_t)(1 + ((unsigned)type - 1) * 4 + (unsigned)place);
}
static inline enum vdt_name_type vdt_name_type_of(uint8_t tag) {
    return tag ? (enum vdt_name_type)(1 + (tag - 1) / 4) : VDT_NAME_NONE;
}
static inline enum vdt_name_place vdt_name_place_of(uint8_t tag) {
    return (enum vdt_name_place)((tag - 1) % 4);
}

const char *vdt_upos_name(enum vdt_upos upos);
const char *vdt_relation_name(enum vdt_relation relation);
bool vdt_upos_find(struct vdt_view name, enum vdt_upos *out);
/* Exact label, else its universal part, else dep. */
enum vdt_relation vdt_relation_find(struct vdt_view label);

#endif
