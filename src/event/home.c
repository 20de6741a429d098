/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tells the country, the surest first: a body of the same state that coerces it; the scene of the sentence, its heading or where
 * the deed was done; the report, where it has named one country only. Those who work abroad by trade (the class "abroad" of
 * data/verbs/00-classes.vp) have no home in this sense, and troops that move have none either.
 */
#include "event/home.h"

#include "event/noun.h"

/* Known by its role alone, and at home where it acts. */
static bool at_home(const struct vdt_home *home, const struct vdt_found *found) {
    static const char *const roles[] = { "GOV", "COP", "JUD", "LEG", "OPP", "MIL" };
    const struct vdt_tree *tree = home->tree;
    if (found->link.kind != VDT_LINK_ROLE || found->by_reference || found->sentence != home->sentence) return false;
    if (vdt_noun_kind_of(home->patterns, tree, found->word) == VDT_NOUN_HOLDING) return false;
    /* whose they are may stand before them where the tree has lost it */
    uint32_t first = found->link.first;
    if (first > 0 && (tree->words[first - 1].upos == VDT_UPOS_PROPN || tree->words[first - 1].upos == VDT_UPOS_ADJ)) return false;
    for (uint32_t w = first; w <= found->link.last; w++)
        if (vdt_noun_in_class(home->patterns, "abroad", tree->words[w].lemma)) return false;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (vdt_view_is(found->link.code, roles[i])) return true;
    return false;
}

static void make_of_country(const struct vdt_home *home, struct vdt_found *found, struct vdt_view country) {
    struct vdt_view code = vdt_arena_format(home->arena, "%.*s%.*s", (int)country.size, country.data, (int)found->link.code.size,
                                            found->link.code.data);
    if (!code.data) return;
    found->link.code = code;
    found->link.country = country;
    found->link.kind = VDT_LINK_COMPOSED;
}

/* "Unrest in Chad: …", "Chadian crisis: …"; false: the heading names no country. */
static bool country_of_heading(const struct vdt_home *home, struct vdt_view *out) {
    const struct vdt_tree *tree = home->tree;
    struct vdt_place_link place;
    for (int32_t w = 0; w < tree->heading; w++)
        if (vdt_link_place(home->linker, home->sentence, (uint32_t)w, &place) && place.country.size) return *out = place.country, true;
    for (int32_t w = 0; w < tree->heading; w++) {
        struct vdt_actor_link link;
        if (tree->words[w].upos != VDT_UPOS_ADJ && tree->words[w].upos != VDT_UPOS_PROPN) continue;
        vdt_link_actor(home->linker, home->sentence, (uint32_t)w, &link);
        if (link.country.size && !link.person) return *out = link.country, true;
    }
    return false;
}

/* What is said may be said anywhere, unless it is told in front where; what is done is done there. */
static bool acts_there(const struct vdt_home *home, enum vdt_plover plover, const struct vdt_place_link *place) {
    enum { IN_FRONT = 3 };
    return place && place->country.size && (vdt_plover_quad(plover) == 4 || (place->first <= IN_FRONT && vdt_tree_is(home->tree, 0, "in")));
}

static void give_scene(const struct vdt_home *home, enum vdt_plover plover, const struct vdt_place_link *place, struct vdt_found *parties,
                       uint32_t count) {
    struct vdt_view country = { NULL, 0 };
    bool heading = country_of_heading(home, &country);
    if (!heading && !acts_there(home, plover, place)) return;
    for (uint32_t i = 0; i < count; i++) {
        /* a war's name does not tell whose army acts in it: "Conflict in Chad: the army …" */
        if (!at_home(home, &parties[i]) || (heading && vdt_view_is(parties[i].link.code, "MIL"))) continue;
        make_of_country(home, &parties[i], heading ? country : place->country);
    }
}

static void give_report(const struct vdt_home *home, struct vdt_found *parties, uint32_t count) {
    struct vdt_view country = { NULL, 0 };
    for (uint32_t i = 0; i < count; i++)
        if (at_home(home, &parties[i]) && vdt_finder_only_country(home->finder, &country)) make_of_country(home, &parties[i], country);
}

/* What a state's own body coerces at home is of that state. */
static void give_source(const struct vdt_home *home, const struct vdt_actor_link *source, struct vdt_found *targets, uint32_t count) {
    if (source->code.size <= 3 || source->country.size != 3) return;
    for (uint32_t i = 0; i < count; i++)
        if (at_home(home, &targets[i])) make_of_country(home, &targets[i], source->country);
}

void vdt_home_give(const struct vdt_home *home, enum vdt_plover plover, const struct vdt_place_link *place, struct vdt_found *sources,
                   uint32_t source_count, struct vdt_found *targets, uint32_t target_count) {
    if (plover == VDT_MOBILIZE) return;
    if (plover == VDT_COERCE && source_count == 1) give_source(home, &sources[0].link, targets, target_count);
    give_scene(home, plover, place, sources, source_count);
    give_scene(home, plover, place, targets, target_count);
    give_report(home, sources, source_count);
    give_report(home, targets, target_count);
}
