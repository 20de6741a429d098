/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the sentences. In each, every verb, noun and adjective that a pattern may begin with is asked: its frame
 * is built, the patterns are matched, and where one fits the parties, status, voice, date and place are looked for. What
 * was found in a sentence is cleared of doubles; what was found in a report is given ids and incidents.
 *
 * "Moscow has accused Kiev of pursuing its own military buildup":
 *   accuse    ACCUSE    source Moscow (subject), target Kiev (object); asserted
 *   buildup   MOBILIZE  source Kiev (the object does what stands under "of"); asserted, voice Moscow
 */
#include "event/coder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/limit.h"
#include "event/amounts.h"
#include "event/deed.h"
#include "event/home.h"
#include "event/incident.h"
#include "event/mend.h"
#include "event/noun.h"
#include "event/party.h"
#include "event/places.h"
#include "event/where.h"
#include "event/reference.h"
#include "event/setting.h"
#include "event/times.h"
#include "event/title.h"

enum { SIDE = VDT_LIMIT_ACTORS_PER_SIDE };

/* An event in the making: what the steps found, before it is written out. */
struct draft {
    const struct vdt_pattern *pattern;
    struct vdt_view cameo, mode; /* the pattern's, or closer ones */
    int32_t word;
    struct vdt_frame frame;
    struct vdt_found sources[SIDE], targets[SIDE];
    uint32_t source_count, target_count;
    struct vdt_fact fact;
    struct vdt_found voices[VDT_LIMIT_VOICES];
    int32_t cues[VDT_LIMIT_VOICES];
    uint32_t voice_count;
    const struct vdt_time *time;
    struct vdt_place_link place;
    bool has_place, drop;
    bool proposed;              /* by the learned part, no pattern fired */
    struct vdt_proposal proposal;
};

struct coding {
    const struct vdt_coder_sources *sources;
    struct vdt_arena *arena;
    const struct vdt_report *report;
    const struct vdt_analysis *analysis;
    const struct vdt_remarks *remarks;
    struct vdt_linker *linker;
    struct vdt_finder *finder;
    struct vdt_reference *reference;
    int32_t published;
    uint32_t *points;              /* code points before each 64th byte of the text */
    struct vdt_time *all_times;    /* of the report, read when they are first asked for */
    size_t all_time_count;
    bool times_read;
    /* of the sentence in work */
    uint32_t sentence;
    struct vdt_tree tree;
    const struct vdt_time *times;
    size_t time_count;
    struct vdt_counted *counted;
    size_t counted_count;
    bool quoted_at_start;          /* a quotation was open where the sentence begins */
    struct vdt_found speaker;      /* who spoke last outside a quotation */
    bool has_speaker;
    struct vdt_found doer;         /* of the last event of the sentences before */
    bool has_doer;
    struct draft *drafts;
    uint32_t draft_count;
    /* of the report */
    struct vdt_toponym *toponyms;  /* of the gazetteer, found when the first event asks */
    size_t toponym_count;
    bool toponyms_found;
    struct vdt_event *events;
    size_t event_count, event_capacity;
    struct vdt_predicate *predicates;
    size_t predicate_count, predicate_capacity;
};

/* ---- code points ---------------------------------------------------------------------------------------------- */

static bool count_points(struct coding *coding) {
    struct vdt_view text = coding->analysis->text;
    coding->points = vdt_arena_array(coding->arena, text.size / 64 + 2, sizeof *coding->points);
    if (!coding->points) return false;
    uint32_t points = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (i % 64 == 0) coding->points[i / 64] = points;
        points += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    if (text.size % 64 == 0) coding->points[text.size / 64] = points;
    return true;
}

static uint32_t point_at(const struct coding *coding, uint32_t byte) {
    uint32_t points = coding->points[byte / 64];
    for (uint32_t i = byte / 64 * 64; i < byte; i++)
        points += ((unsigned char)coding->analysis->text.data[i] & 0xC0) != 0x80;
    return points;
}

static struct vdt_span span_of(const struct coding *coding, uint32_t begin, uint32_t end) {
    return (struct vdt_span){ vdt_view_slice(coding->analysis->text, begin, end), point_at(coding, begin),
                              point_at(coding, end) };
}

static struct vdt_span span_of_words(const struct coding *coding, uint32_t sentence, uint32_t first, uint32_t last) {
    const struct vdt_word *words = coding->analysis->words + coding->analysis->sentences[sentence].first;
    return span_of(coding, words[first].begin, words[last].end);
}

/* ---- quotations ----------------------------------------------------------------------------------------------- */

/* Whether a quotation is open at a byte, given whether one was open at `from`. Paragraphs close straight quotes. */
static bool quoted_at(struct vdt_view text, size_t from, size_t to, bool open) {
    for (size_t i = from; i < to; i++) {
        if (text.data[i] == '"') {
            open = !open;
        } else if ((unsigned char)text.data[i] == 0xE2 && i + 2 < text.size && (unsigned char)text.data[i + 1] == 0x80) {
            unsigned char last = (unsigned char)text.data[i + 2];
            if (last == 0x9C) open = true;
            if (last == 0x9D) open = false;
        } else if (text.data[i] == '\n' && i + 1 < text.size && text.data[i + 1] == '\n') {
            open = false;
        }
    }
    return open;
}

static bool word_quoted(const struct coding *coding, int32_t word) {
    const struct vdt_sentence *sentence = &coding->analysis->sentences[coding->sentence];
    return quoted_at(coding->analysis->text, sentence->begin, coding->tree.words[word].begin, coding->quoted_at_start);
}

/* The one whose words a word is: of the quotation around it, else who spoke last. NULL: nobody known. */
static const struct vdt_found *speaker_at(struct coding *coding, int32_t word, struct vdt_found *room) {
    if (word_quoted(coding, word) && vdt_reference_speaker(coding->reference, coding->tree.words[word].begin, room)) return room;
    return coding->has_speaker ? &coding->speaker : NULL;
}

/* Who says something in this sentence outside of quotation: the speaker of quotations near it. */
static void find_speaker(struct coding *coding) {
    const struct vdt_tree *tree = &coding->tree;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->words[i].upos != VDT_UPOS_VERB || !vdt_embedders_says(coding->sources->embedders, tree->words[i].lemma))
            continue;
        if (word_quoted(coding, (int32_t)i)) continue;
        int32_t subject = vdt_tree_child(tree, (int32_t)i, VDT_REL_nsubj);
        struct vdt_found found;
        if (subject >= 0 && vdt_finder_actor(coding->finder, subject, NULL, &found)) {
            coding->speaker = found;
            coding->has_speaker = true;
            return;
        }
    }
}

/* ---- parties -------------------------------------------------------------------------------------------------- */

/* Rebels, separatists and the opposition act towards their own state as towards another. */
static bool stands_against(struct vdt_view code) {
    struct vdt_view role = vdt_view_slice(code, 3, 6);
    return vdt_view_is(role, "REB") || vdt_view_is(role, "SEP") || vdt_view_is(role, "OPP");
}

/* "Russia's minister … Russia": a state is no counterpart of its own government. */
static bool own_state(const struct vdt_found *source, const struct vdt_found *target) {
    return target->link.code.size == 3 && !stands_against(source->link.code) && source->link.country.size == 3 && vdt_view_equal(target->link.code, source->link.country);
}

static bool same_party(const struct vdt_found *a, const struct vdt_found *b) {
    if (a->sentence == b->sentence && a->link.first == b->link.first && a->link.last == b->link.last) return true;
    /* two that are known by their role only are two: "the minister" and "the ministry" */
    bool by_role = (a->link.kind == VDT_LINK_ROLE || b->link.kind == VDT_LINK_ROLE) && !a->by_reference && !b->by_reference;
    bool colleagues = a->link.person && b->link.person && a->link.kind == VDT_LINK_NAMED && b->link.kind == VDT_LINK_NAMED &&
                     !vdt_view_equal(a->link.name, b->link.name); /* two of one government */
    return a->link.code.size && !by_role && !colleagues && vdt_view_equal(a->link.code, b->link.code);
}

/* "agreed to withdraw its troops": what is one's own, other than as what the deed itself is done to, is no counterpart. */
static bool ones_own(const struct coding *coding, const struct draft *draft, const struct vdt_found *source,
                     const struct vdt_found *target) {
    const struct vdt_slot *object = vdt_frame_slot(&draft->frame, VDT_SLOT_OBJECT, NULL);
    if (!target->by_reference || (object && vdt_tree_below(&coding->tree, target->word, object->word))) return false;
    if (draft->pattern->plover == VDT_REQUEST) return false; /* "called on his supporters" */
    return source->link.country.size && vdt_view_equal(source->link.country, target->link.country);
}

static bool shared_party(const struct coding *coding, const struct draft *draft, const struct vdt_found *source, const struct vdt_found *target) {
    return same_party(source, target) || own_state(source, target) || ones_own(coding, draft, source, target);
}

static void remove_shared(const struct coding *coding, struct draft *draft) {
    uint32_t kept = 0;
    for (uint32_t t = 0; t < draft->target_count; t++) {
        bool shared = false;
        for (uint32_t s = 0; s < draft->source_count && !shared; s++)
            shared = shared_party(coding, draft, &draft->sources[s], &draft->targets[t]);
        if (!shared) draft->targets[kept++] = draft->targets[t];
    }
    draft->target_count = kept;
}

static bool any_known(const struct vdt_found *found, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (found[i].link.code.size) return true;
    return false;
}

/* What is done to a thing is done to its holder. Nobody attacks his own: then the holder stays unknown; what one gives or
 * lays down is one's own, and no counterpart. */
static void add_object(struct coding *coding, struct draft *draft) {
    struct vdt_found *target = &draft->targets[0];
    if (!vdt_finder_object(coding->finder, &draft->frame, draft->pattern->targets[0].steps[0].slot, target)) return;
    bool own = false;
    for (uint32_t s = 0; s < draft->source_count; s++)
        own = own || same_party(&draft->sources[s], target) || own_state(&draft->sources[s], target);
    struct vdt_found other;
    if (own && vdt_finder_other_owner(coding->finder, target->word, &draft->sources[0], &other)) {
        target->link.code = other.link.code;
        target->link.name = other.link.name;
        target->link.country = other.link.country;
        own = false;
    }
    if (own && target->by_reference && vdt_plover_quad(draft->pattern->plover) == 2) return;
    if (own) target->link.code = target->link.name = target->link.country = (struct vdt_view){ NULL, 0 };
    draft->target_count = 1;
}

/* "called the step a provocation": what is judged is the deed told before, and its doer is meant. */
static void add_doer(struct coding *coding, struct draft *draft) {
    static const char *const deeds[] = { "step", "move", "decision", "action", "attack", "raid", "strike", "comment", "remark",
                                         "statement", "plan", "measure", "announcement", "incident", "bombing", "killing",
                                         "deployment", "arrest", "sentence", "visit", "deal", "claim", "accusation", "threat",
                                         "offer", "proposal", "ban", "sanction", "operation", "incursion", "test", "launch" };
    const struct vdt_tree *tree = &coding->tree;
    const struct vdt_slot *object = vdt_frame_slot(&draft->frame, VDT_SLOT_OBJECT, NULL);
    if (!coding->has_doer || !object) return;
    int32_t determiner = vdt_tree_child(tree, object->word, VDT_REL_det);
    bool given = determiner >= 0 && (vdt_tree_is(tree, determiner, "the") || vdt_tree_is(tree, determiner, "this") ||
                                     vdt_tree_is(tree, determiner, "that") || vdt_tree_is(tree, determiner, "these") ||
                                     vdt_tree_is(tree, determiner, "those"));
    bool deed = false;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) deed = deed || vdt_tree_is(tree, object->word, deeds[i]);
    if (!given || !deed || vdt_tree_child(tree, object->word, VDT_REL_nmod) >= 0) return;
    struct vdt_found target = coding->doer;
    for (uint32_t s = 0; s < draft->source_count; s++)
        if (shared_party(coding, draft, &draft->sources[s], &target)) return;
    target.sentence = coding->sentence;
    target.word = object->word;
    target.by_reference = true;
    vdt_noun_span(tree, object->word, &target.link.first, &target.link.last);
    draft->targets[0] = target;
    draft->target_count = 1;
}

/* "accused each other" */
static bool mutual(const struct coding *coding, const struct draft *draft) {
    for (uint32_t i = 0; i < draft->frame.slot_count; i++) {
        const struct vdt_slot *slot = &draft->frame.slots[i];
        if (slot->word < 1 || slot->inherited || (slot->kind != VDT_SLOT_OBJECT && slot->kind != VDT_SLOT_PREPOSITION)) continue;
        for (int32_t one = slot->word - 1; one <= slot->word && one + 1 < (int32_t)coding->tree.count; one++)
            if ((vdt_tree_is(&coding->tree, one, "each") && vdt_tree_is(&coding->tree, one + 1, "other")) ||
                (vdt_tree_is(&coding->tree, one, "one") && vdt_tree_is(&coding->tree, one + 1, "another")))
                return true;
    }
    return false;
}

/* By the ways of the pattern, else by the words of another that tells the same deed. */
static void find_sources(struct coding *coding, struct draft *draft, const struct vdt_found *speaker) {
    const struct vdt_pattern *pattern = draft->pattern;
    draft->source_count = vdt_finder_parties(coding->finder, &draft->frame, pattern->sources, pattern->source_count,
                                             speaker, VDT_SIDE_DOER, draft->sources, SIDE);
    if (pattern->plover != VDT_ASSAULT) return;
    if (!draft->source_count)
        draft->source_count = vdt_deed_doers(coding->finder, coding->sources->patterns, &coding->tree, coding->arena, &draft->frame,
                                             draft->sources, SIDE);
    if (!draft->source_count)
        draft->source_count = vdt_deed_convicts(coding->finder, coding->sources->patterns, &coding->tree, coding->arena, &draft->frame,
                                                draft->sources, SIDE);
}

/* "killed when a warship opened fire": where nobody else did it, the doer of what it was done at, unless he is the one that was harmed. */
static void find_sources_in_clauses(struct coding *coding, struct draft *draft) {
    bool may = draft->pattern->plover == VDT_ASSAULT || draft->pattern->plover == VDT_COERCE;
    if (!may || draft->source_count || !draft->target_count) return;
    draft->source_count = vdt_deed_doers_of_clauses(coding->finder, coding->sources->patterns, &coding->tree, coding->arena, &draft->frame,
                                                    draft->sources, SIDE);
    for (uint32_t s = 0; s < draft->source_count; s++)
        for (uint32_t t = 0; t < draft->target_count; t++)
            if (shared_party(coding, draft, &draft->sources[s], &draft->targets[t])) draft->source_count = 0;
}

/* Attacks and protests happen in places, and are not directed at them: "a bombing in Lima" is nobody's loss by name. */
static enum vdt_side target_side(const struct draft *draft) {
    if (draft->pattern->plover == VDT_PROTEST) return VDT_SIDE_PROTESTED;
    if (draft->pattern->plover == VDT_ACCUSE) return VDT_SIDE_JUDGED;
    return draft->pattern->plover == VDT_ASSAULT ? VDT_SIDE_STRUCK : VDT_SIDE_OTHER;
}

/* But whom one state's forces strike in another is that other: "Chad's air force carries out raids in Libya". */
static bool by_a_state(const struct draft *draft) {
    for (uint32_t s = 0; s < draft->source_count; s++)
        if (draft->sources[s].link.country.size) return draft->pattern->plover == VDT_ASSAULT;
    return false;
}

static uint32_t targets_by_pattern(struct coding *coding, struct draft *draft, const struct vdt_found *speaker, enum vdt_side side) {
    return vdt_finder_parties(coding->finder, &draft->frame, draft->pattern->targets, draft->pattern->target_count, speaker, side,
                              draft->targets, SIDE);
}

/* Whom an attack harmed comes before where it was: "a blast in Lima wounded two guards". */
static void find_targets(struct coding *coding, struct draft *draft, const struct vdt_found *speaker) {
    if (draft->pattern->plover == VDT_ASSAULT) {
        draft->target_count = targets_by_pattern(coding, draft, speaker, VDT_SIDE_HARMED);
        if (!draft->target_count)
            draft->target_count = vdt_deed_harmed(coding->finder, coding->sources->patterns, &coding->tree, coding->arena,
                                                  &draft->frame, draft->targets, SIDE);
    }
    if (!draft->target_count) draft->target_count = targets_by_pattern(coding, draft, speaker, target_side(draft));
}

/* Nobody among the targets but what has no country and no name: "a unity government". */
static bool only_in_prospect(const struct draft *draft) {
    for (uint32_t t = 0; t < draft->target_count; t++)
        if (draft->targets[t].link.country.size || draft->targets[t].link.kind == VDT_LINK_NAMED) return false;
    return true;
}

static void find_parties(struct coding *coding, struct draft *draft) {
    const struct vdt_pattern *pattern = draft->pattern;
    struct vdt_found room;
    const struct vdt_found *speaker = speaker_at(coding, draft->word, &room);
    bool deed = vdt_plover_quad(pattern->plover) % 2 == 0;
    find_sources(coding, draft, speaker);
    find_targets(coding, draft, speaker);
    find_sources_in_clauses(coding, draft);
    if (draft->source_count && draft->target_count) {
        uint32_t before = draft->target_count;
        remove_shared(coding, draft);
        /* both sides led to the same words: look on for another target */
        for (uint32_t p = 1; p < pattern->target_count && !draft->target_count && before; p++) {
            draft->target_count = vdt_finder_parties(coding->finder, &draft->frame, pattern->targets + p,
                                                     pattern->target_count - p, speaker, target_side(draft), draft->targets, SIDE);
            remove_shared(coding, draft);
        }
    }
    enum vdt_slot_kind first = pattern->target_count ? pattern->targets[0].steps[0].slot : VDT_SLOT_PREPOSITION;
    if (!draft->target_count && deed && (first == VDT_SLOT_OBJECT || first == VDT_SLOT_SUBJECT))
        add_object(coding, draft);
    if (!draft->target_count && by_a_state(draft)) {
        draft->target_count = targets_by_pattern(coding, draft, speaker, VDT_SIDE_ABROAD);
        remove_shared(coding, draft);
    }
    /* talks, clashes: the joint ones do it to each other */
    if (!draft->target_count && !deed) add_doer(coding, draft);
    /* "A and B agree to form a new government": they agree with each other, and not with what is to come of it */
    if (pattern->plover == VDT_AGREE && pattern->reciprocal && draft->source_count > 1 && only_in_prospect(draft)) draft->target_count = 0;
    if ((pattern->reciprocal || mutual(coding, draft)) && !draft->target_count && draft->source_count > 1) {
        draft->target_count = draft->source_count - 1;
        memcpy(draft->targets, draft->sources + 1, draft->target_count * sizeof *draft->targets);
        draft->source_count = 1;
    }
}

/* ---- voice ---------------------------------------------------------------------------------------------------- */

static void find_voices(struct coding *coding, struct draft *draft) {
    struct vdt_found room;
    const struct vdt_found *around = speaker_at(coding, draft->word, &room);
    /* innermost first in the fact, outermost first in the record */
    for (uint32_t i = draft->fact.voice_count; i-- > 0 && draft->voice_count < VDT_LIMIT_VOICES;) {
        int32_t speaker = draft->fact.voices[i].speaker;
        struct vdt_found found = { .sentence = coding->sentence, .word = speaker };
        if (speaker < 0 || !vdt_finder_actor(coding->finder, speaker, around, &found))
            continue;
        draft->voices[draft->voice_count] = found;
        draft->cues[draft->voice_count++] = draft->fact.voices[i].cue;
    }
    if (!draft->voice_count && word_quoted(coding, draft->word) && around) {
        draft->voices[0] = *around;
        draft->cues[0] = -1;
        draft->voice_count = 1;
    }
}

/* ---- date and place ------------------------------------------------------------------------------------------- */

/* A phrase that tells when or where, so that a time in it is that of the deed: "in the March attack", "under a 1979 accord, they". */
static bool sets_scene(const struct coding *coding, int32_t word) {
    const struct vdt_tree *tree = &coding->tree;
    static const char *const scenes[] = { "in", "during", "at", "on" };
    struct vdt_view marker = vdt_tree_case(tree, word, coding->arena);
    bool scene = !marker.size;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes && !scene; i++) scene = vdt_view_is(marker, scenes[i]);
    /* in front, it is the scene of all that follows: "After the 1990 war, they broke off relations" */
    if (vdt_view_is(marker, "under") || vdt_view_is(marker, "after"))
        return word < tree->words[word].head && vdt_feats_have(tree->words[tree->words[word].head].feats, "Tense=Past");
    if (vdt_view_is(marker, "of")) return vdt_tree_is(tree, tree->words[word].head, "series") || vdt_tree_is(tree, tree->words[word].head, "wave");
    return scene;
}

static bool has_superlative(const struct vdt_tree *tree, int32_t noun) {
    for (int32_t child = tree->first_child[noun]; child >= 0; child = tree->next_sibling[child])
        if (vdt_feats_have(tree->words[child].feats, "Degree=Sup") || vdt_tree_is(tree, child, "first") || vdt_tree_is(tree, child, "last"))
            return true;
    return false;
}

/*
 * Does a time below this word belong to it alone? One inside another clause does ("prisoners born in 1990"), or in a phrase that does
 * not tell when or where: "arrested over the killing in March", "ratified the 1997 treaty".
 */
static bool keeps_its_time(const struct coding *coding, int32_t word, int32_t time) {
    const struct vdt_word *w = &coding->tree.words[word];
    switch ((enum vdt_relation)w->relation) {
    case VDT_REL_advcl: case VDT_REL_ccomp: case VDT_REL_acl_relcl: case VDT_REL_parataxis: return true;
    case VDT_REL_acl: return !vdt_light_verb(w->lemma);
    case VDT_REL_appos: return has_superlative(&coding->tree, word); /* "the deadliest attack this year" */
    case VDT_REL_obl: case VDT_REL_nmod: return word != time && !sets_scene(coding, word);
    case VDT_REL_obj: return word != time && vdt_view_is(coding->tree.words[time].xpos, "CD");
    default: return false;
    }
}

static uint32_t distance(const struct coding *coding, int32_t a, int32_t b) {
    const struct vdt_tree *tree = &coding->tree;
    uint32_t steps = 0;
    for (int32_t up = a; up >= 0 && steps < 12; up = tree->words[up].head, steps++) {
        uint32_t down = 0;
        for (int32_t other = b; other >= 0 && down < 12; other = tree->words[other].head, down++) {
            if (other == up) return steps + down;
            if (keeps_its_time(coding, other, b)) break;
            if (tree->words[other].relation == VDT_REL_conj && tree->words[other].upos == VDT_UPOS_VERB) down += 3;
        }
    }
    return UINT32_MAX;
}

static void find_date(struct coding *coding, struct draft *draft) {
    uint32_t nearest = UINT32_MAX;
    for (size_t i = 0; i < coding->time_count; i++) {
        const struct vdt_time *time = &coding->times[i];
        if (time->from == VDT_NO_DAY && time->to == VDT_NO_DAY) continue;
        uint32_t best = UINT32_MAX;
        for (uint32_t w = time->first; w <= time->reach_last; w++) {
            uint32_t d = distance(coding, draft->word, (int32_t)w);
            if (d < best) best = d;
        }
        if (best < nearest) {
            nearest = best;
            draft->time = time;
        }
    }
    /* "endorsed him for next year's election": a time to come that is not the deed's own */
    if (draft->time && coding->published != VDT_NO_DAY && draft->time->from > coding->published &&
        draft->fact.status == VDT_ASSERTED &&
        (nearest > 1 || vdt_feats_have(coding->tree.words[draft->word].feats, "Tense=Past")))
        draft->time = NULL;
}

/* The places of the gazetteer, found when they are first asked for: most reports have no event without a place. */
static bool find_toponyms(struct coding *coding) {
    if (!coding->toponyms_found && coding->sources->gazetteer &&
        vdt_places_list(coding->sources->gazetteer, coding->arena, coding->report, coding->analysis, &coding->toponyms,
                        &coding->toponym_count, NULL) != VDT_OK)
        coding->toponym_count = 0;
    coding->toponyms_found = true;
    return coding->toponym_count > 0;
}

static bool same_words(const struct vdt_party *parties, size_t count, const struct vdt_toponym *place) {
    for (size_t i = 0; i < count; i++)
        if (parties[i].mention.begin <= place->span.begin && place->span.end <= parties[i].mention.end) return true;
    return false;
}

/* A town that is struck, "the port of Beira", is nobody, and where it happened. */
static bool is_struck(const struct vdt_event *event, const struct vdt_toponym *place) {
    for (size_t i = 0; i < event->target_count; i++) {
        const struct vdt_party *target = &event->targets[i];
        if (target->code.size || !same_words(target, 1, place)) continue;
        struct vdt_view before = vdt_view_slice(target->mention.text, 0, target->mention.text.size - place->span.text.size);
        bool named = vdt_view_ends(target->mention.text, place->span.text) && (!before.size || vdt_view_ends(before, VDT_LITERAL(" of ")));
        /* abductions, beatings and killings are done to people, whatever they are called */
        bool bodily = vdt_view_starts(event->cameo, VDT_LITERAL("18")) && !vdt_view_is(event->cameo, "180");
        return named && !bodily && event->quad == 4 && !place->capital;
    }
    return false;
}

static bool is_party(const struct vdt_event *event, const struct vdt_toponym *place) {
    return same_words(event->sources, event->source_count, place) || same_words(event->voices, event->voice_count, place) ||
           (same_words(event->targets, event->target_count, place) && !is_struck(event, place));
}

/*
 * A town tells where; a state or region does so only with a preposition of place before it: it may be a party of something else,
 * and where words are spoken a capital mostly is.
 */
static bool tells_where(const struct coding *coding, const struct vdt_event *event, const struct vdt_toponym *place) {
    static const char *const before[] = { " in ", " In ", " near ", " across ", " throughout ", " inside ", " in a ", " in the ", " at a " };
    size_t begin = (size_t)(place->span.text.data - coding->analysis->text.data);
    struct vdt_view head = vdt_view_slice(coding->analysis->text, begin > 16 ? begin - 16 : 0, begin);
    bool told = place->geonames != 0 && (!place->capital || (event->quad == 4 && !vdt_view_ends(head, VDT_LITERAL(" with "))));
    for (size_t i = 0; i < sizeof before / sizeof *before && !told; i++) told = vdt_view_ends(head, vdt_view_of(before[i]));
    return told;
}

/*
 * Where the clause names no place that the knowledge has: the nearest literal one of the sentence that is no party, else, for
 * protest and violence, the last one of the two sentences before it. Words are spoken anywhere: a village that burned is not
 * where its burning was condemned.
 */
static void write_nearest_place(struct coding *coding, struct vdt_event *event) {
    const struct vdt_toponym *nearest = NULL;
    uint32_t least = UINT32_MAX, back = event->quad == 4 ? 2 : 0;
    uint32_t earlier = event->sentence > back ? event->sentence - back : 0;
    if (!find_toponyms(coding)) return;
    /* "the town of Goma in the Congo": the town that is struck says more than its state */
    bool told = event->place_name.size > 0;
    uint32_t begin = point_at(coding, coding->analysis->sentences[earlier].begin);
    for (size_t i = 0; i < coding->toponym_count; i++) {
        const struct vdt_toponym *place = &coding->toponyms[i];
        if (place->span.begin < begin || place->span.end > event->evidence.end || !place->name.size) continue;
        if (place->use[0] != 'l' || !tells_where(coding, event, place) || is_party(event, place) || place->stray) continue;
        if (told && !(is_struck(event, place) && vdt_view_equal(place->country, event->place_country))) continue;
        uint32_t far = place->span.begin > event->trigger.begin ? place->span.begin - event->trigger.begin
                                                                : 2 * (event->trigger.begin - place->span.begin);
        if (place->span.begin < event->evidence.begin) far += event->evidence.end - event->evidence.begin;
        if (far >= least) continue;
        least = far;
        nearest = place;
    }
    if (!nearest) return;
    event->place_name = nearest->name;
    event->place_country = nearest->country;
    event->latitude = nearest->latitude;
    event->longitude = nearest->longitude;
    event->place_mention = nearest->span;
}

static bool of_country(const struct vdt_party *parties, size_t count, struct vdt_view country) {
    for (size_t i = 0; i < count; i++)
        if (parties[i].country.size && !vdt_view_equal(parties[i].country, country)) return false;
    return true;
}

/*
 * Violence that is told without a place, between parties of the country that the report is dated from or of none that is known,
 * happened in that country: the state is told, not the town where the report was written.
 */
static void write_dateline_country(struct coding *coding, struct vdt_event *event) {
    if (event->place_name.size || event->quad != 4 || !find_toponyms(coding) || !coding->toponyms[0].dateline) return;
    const struct vdt_toponym *dateline = &coding->toponyms[0];
    if (!dateline->country.size || !of_country(event->sources, event->source_count, dateline->country) ||
        !of_country(event->targets, event->target_count, dateline->country))
        return;
    event->place_name = vdt_gazetteer_state(coding->sources->gazetteer, dateline->country);
    if (!event->place_name.size) return;
    event->place_country = dateline->country;
    event->place_mention = dateline->span;
}

static void find_place(struct coding *coding, struct draft *draft) {
    static const char *const prepositions[] = { "in", "at", "near", "along", "inside", "outside", "around", "across",
                                                "throughout", "on", "off", "over", NULL };
    const struct vdt_tree *tree = &coding->tree;
    int32_t word = draft->word;
    for (int level = 0; level < 4 && word >= 0 && !draft->has_place; level++) {
        for (int32_t child = tree->first_child[word]; child >= 0 && !draft->has_place; child = tree->next_sibling[child]) {
            if (tree->words[child].relation != VDT_REL_obl && tree->words[child].relation != VDT_REL_nmod) continue;
            struct vdt_view marker = vdt_tree_case(tree, child, coding->arena);
            bool locative = false;
            for (const char *const *p = prepositions; *p && !locative; p++) locative = vdt_view_is(marker, *p);
            if (!locative) continue;
            /* "at a meeting held in Stockholm": the place may stand inside the phrase */
            for (int32_t at = child; at >= 0 && !draft->has_place;) {
                draft->has_place = vdt_link_place(coding->linker, coding->sentence, (uint32_t)at, &draft->place);
                int32_t next = -1;
                for (int32_t inner = tree->first_child[at]; inner >= 0 && next < 0; inner = tree->next_sibling[inner]) {
                    enum vdt_relation relation = tree->words[inner].relation;
                    if (relation == VDT_REL_obl || relation == VDT_REL_acl) next = inner;
                    if (relation == VDT_REL_nmod) {
                        struct vdt_view inner_marker = vdt_tree_case(tree, inner, coding->arena);
                        for (const char *const *p = prepositions; *p && next < 0; p++)
                            if (vdt_view_is(inner_marker, *p) || vdt_view_is(inner_marker, "of")) next = inner;
                    }
                }
                at = next;
            }
        }
        enum vdt_relation relation = tree->words[word].relation;
        if (relation == VDT_REL_ccomp || relation == VDT_REL_advcl || relation == VDT_REL_acl_relcl) break;
        word = tree->words[word].head;
    }
}

/* ---- a sentence ----------------------------------------------------------------------------------------------- */

/* A word of a name or a date is no deed: "the Government of National Accord", "on March 3". */
static bool only_a_name(const struct vdt_word *word) {
    if (word->upos != VDT_UPOS_PROPN) return false;
    enum vdt_name_type type = vdt_name_type_of(word->name);
    return vdt_noun_of_calendar(word->lemma) || type == VDT_NAME_ORG ||
           (type == VDT_NAME_MISC && word->relation == VDT_REL_compound);
}

char vdt_trigger_part(const struct vdt_word *word) {
    if (only_a_name(word)) return 0;
    switch (word->upos) {
    case VDT_UPOS_VERB: return 'v';
    case VDT_UPOS_NOUN: case VDT_UPOS_PROPN: return 'n';
    case VDT_UPOS_ADJ: return 'a';
    default: return 0;
    }
}

/* "struck a ward in Kherson": what stands in a country is that country's, where nothing else tells whose it is. */
static void give_place_to_target(const struct coding *coding, struct draft *draft) {
    struct vdt_found *target = &draft->targets[0];
    if (vdt_plover_quad(draft->pattern->plover) != 4 || draft->target_count != 1 || target->link.code.size || !draft->has_place ||
        !draft->place.country.size ||
        vdt_noun_kind_of(coding->sources->patterns, &coding->tree, target->word) != VDT_NOUN_HOLDING)
        return;
    for (uint32_t s = 0; s < draft->source_count; s++)
        if (vdt_view_equal(draft->sources[s].link.country, draft->place.country)) return;
    target->link.code = target->link.country = draft->place.country;
    target->link.name = draft->place.name;
    target->link.entry = draft->place.entry;
    target->link.kind = VDT_LINK_COMPOSED;
}

static void give_home(struct coding *coding, struct draft *draft) {
    const struct vdt_home home = { coding->arena, coding->linker, coding->finder, coding->sources->patterns, &coding->tree, coding->sentence };
    vdt_home_give(&home, draft->pattern->plover, draft->has_place ? &draft->place : NULL, draft->sources, draft->source_count, draft->targets,
                  draft->target_count);
}

/* "Sudan and Libya met in Cairo": at a third place, CAMEO's 044. */
static void meet_elsewhere(struct draft *draft) {
    if (!vdt_view_is(draft->cameo, "040") || !draft->has_place || !draft->place.country.size || !draft->source_count || !draft->target_count)
        return;
    for (int side = 0; side < 2; side++) {
        const struct vdt_found *found = side ? draft->targets : draft->sources;
        for (uint32_t i = 0; i < (side ? draft->target_count : draft->source_count); i++)
            if (!found[i].link.country.size || vdt_view_equal(found[i].link.country, draft->place.country)) return;
    }
    draft->cameo = VDT_LITERAL("044");
}

/* A threat or warning hangs on an if where its complement does: "warned that if …", "any attack would be met …". */
static bool complement_conditional(const struct coding *coding, const struct draft *draft) {
    for (uint32_t i = 0; i < draft->frame.slot_count; i++) {
        const struct vdt_slot *slot = &draft->frame.slots[i];
        if (slot->kind != VDT_SLOT_CCOMP && slot->kind != VDT_SLOT_XCOMP && slot->kind != VDT_SLOT_ADVCL) continue;
        struct vdt_fact fact;
        vdt_fact_of(coding->sources->embedders, &coding->tree, coding->arena, slot->word, &fact);
        int32_t modal = vdt_tree_child(&coding->tree, slot->word, VDT_REL_aux);
        if (fact.conditional || (modal >= 0 && vdt_tree_is(&coding->tree, modal, "would"))) return true;
    }
    return false;
}

/* Status and voices of a predicate: what the climb says, and the speaker of the quotation that it stands in. */
static void judge(struct coding *coding, struct draft *draft) {
    vdt_fact_of(coding->sources->embedders, &coding->tree, coding->arena, draft->word, &draft->fact);
    find_voices(coding, draft);
    /* somebody says that it did not happen: denied, on his word */
    if (draft->fact.plainly_negated && draft->voice_count) draft->fact.status = VDT_DENIED;
}

/* Talks and deals that are only mentioned: one side alone says no more than that somebody deals with somebody. */
static bool one_sided(const struct draft *draft) {
    return draft->pattern->part == 'n' && draft->pattern->reciprocal && draft->frame.light < 0 &&
           vdt_plover_quad(draft->pattern->plover) <= 2 &&
           (!draft->source_count || !draft->target_count);
}

/* A source that is known and a somebody: "a helicopter" that the knowledge takes for an army's is none. */
static bool somebody_known(const struct coding *coding, const struct draft *draft) {
    for (uint32_t i = 0; i < draft->source_count; i++)
        if (draft->sources[i].link.code.size && draft->sources[i].sentence == coding->sentence &&
            vdt_noun_kind_of(coding->sources->patterns, &coding->tree, draft->sources[i].word) != VDT_NOUN_HOLDING)
            return true;
    return false;
}

/* Somebody, although the knowledge does not know him: a person or group, a pronoun, a number of them. */
static bool is_somebody(const struct coding *coding, int32_t word) {
    switch (coding->tree.words[word].upos) {
    case VDT_UPOS_PRON: return !vdt_tree_is(&coding->tree, word, "it") && vdt_feats_have(coding->tree.words[word].feats, "PronType=Prs");
    case VDT_UPOS_NUM: /* "120 were arrested", not "two of which were" */
        return vdt_tree_child(&coding->tree, word, VDT_REL_nmod) < 0 && vdt_tree_child(&coding->tree, word, VDT_REL_nummod) < 0;
    case VDT_UPOS_NOUN: case VDT_UPOS_PROPN: {
        enum vdt_noun_kind kind = vdt_noun_kind_of(coding->sources->patterns, &coding->tree, word);
        return kind == VDT_NOUN_PARTY ||
               (kind == VDT_NOUN_UNKNOWN && vdt_tree_child(&coding->tree, word, VDT_REL_nummod) >= 0);
    }
    default: return false;
    }
}

/* By somebody, whom the knowledge may not know: "pirates". */
static bool done_by_somebody(const struct coding *coding, const struct draft *draft) {
    for (uint32_t i = 0; i < draft->source_count; i++)
        if (draft->sources[i].link.code.size || is_somebody(coding, draft->sources[i].word)) return true;
    return false;
}

/* What people did to people: "villagers were killed in an attack on a market" is no talk of markets, "prices hit shoppers" is. */
static bool done_to_people(const struct coding *coding, const struct draft *draft) {
    const struct vdt_slot *object = vdt_frame_slot(&draft->frame, VDT_SLOT_OBJECT, NULL);
    if (!draft->source_count && vdt_frame_slot(&draft->frame, VDT_SLOT_SUBJECT, NULL)) return false;
    return (object && is_somebody(coding, object->word)) ||
           (any_known(draft->sources, draft->source_count) && any_known(draft->targets, draft->target_count));
}

/* Many are killed by quakes and crashes, and teams and prices attack, beat and rally. */
static bool told_of_something_else(const struct coding *coding, const struct draft *draft) {
    const struct vdt_patterns *patterns = coding->sources->patterns;
    struct vdt_view lemma = coding->tree.words[draft->word].lemma;
    enum vdt_plover plover = draft->pattern->plover;
    bool relief = (plover == VDT_COERCE || plover == VDT_MOBILIZE) && vdt_setting_of_disaster(patterns, lemma);
    /* "a million were evacuated as a result of the typhoon": help that nobody is told to give */
    if (plover == VDT_AID && !draft->source_count && vdt_setting_of(patterns, coding->analysis, coding->sentence, draft->word) == VDT_SETTING_ACCIDENT)
        return true;
    if ((vdt_plover_quad(plover) != 4 && plover != VDT_PROTEST) || !(relief || vdt_setting_decides(patterns, lemma))) return false;
    bool nobody = plover == VDT_ASSAULT && !somebody_known(coding, draft);
    bool harm = nobody && vdt_noun_in_class(patterns, "harm", lemma) && !done_by_somebody(coding, draft);
    if (plover == VDT_ASSAULT && vdt_setting_accidental(&coding->tree, draft->word)) return true;
    bool harms = plover == VDT_ASSAULT && vdt_noun_in_class(patterns, "harm", lemma);
    if (harms && vdt_setting_mishap_does(patterns, &coding->tree, &draft->frame)) return true;
    if (harm && vdt_setting_of_mishap(patterns, &coding->tree, &draft->frame)) return true;
    switch (vdt_setting_of(patterns, coding->analysis, coding->sentence, draft->word)) {
    case VDT_SETTING_ACCIDENT: return relief || nobody;
    case VDT_SETTING_TRAFFIC: return harm;
    case VDT_SETTING_GAME: return !relief;
    case VDT_SETTING_MARKET: return !relief && !done_to_people(coding, draft);
    default: return false;
    }
}

/* Between unknown people only a deed is an event ("fifty persons were arrested"), or what both sides are named for. */
static bool parties_suffice(const struct coding *coding, const struct draft *draft) {
    if (draft->pattern->loose || any_known(draft->sources, draft->source_count) ||
        any_known(draft->targets, draft->target_count))
        return true;
    if (!draft->frame.noun && draft->source_count && draft->target_count) return true;
    if (draft->frame.noun || (vdt_plover_quad(draft->pattern->plover) != 4 && draft->pattern->plover != VDT_PROTEST)) return false;
    const struct vdt_slot *object = vdt_frame_slot(&draft->frame, VDT_SLOT_OBJECT, NULL);
    const struct vdt_slot *subject = vdt_frame_slot(&draft->frame, VDT_SLOT_SUBJECT, NULL);
    return (object && is_somebody(coding, object->word)) ||
           (subject && coding->tree.words[subject->word].upos == VDT_UPOS_NOUN && is_somebody(coding, subject->word));
}

/* What the learned part says of a draft's word; false: there is none. */
static bool ask_learned(struct coding *coding, struct draft *draft, char part) {
    const struct vdt_proposals *proposals = coding->sources->proposals;
    struct vdt_view signs[VDT_PROPOSAL_SIGNS];
    if (!vdt_proposals_any(proposals)) return false;
    size_t count = vdt_proposal_signs(proposals, coding->finder, &coding->tree, coding->arena, &draft->frame, part, signs);
    return vdt_proposal_of(proposals, signs, count, &draft->proposal);
}

/* No pattern fits: the event that the learned part proposes, coded by its line of zy-learned.vp. NULL: it is silent too. */
static const struct vdt_pattern *propose(struct coding *coding, struct draft *draft, char part) {
    if (!vdt_proposals_may(coding->sources->proposals, part, coding->tree.words[draft->word].lemma)) return NULL;
    if (!ask_learned(coding, draft, part) || !vdt_proposal_proposes(&draft->proposal)) return NULL;
    char name[24];
    int size = snprintf(name, sizeof name, "<%s>", vdt_plover_name(draft->proposal.plover));
    for (int i = 0; i < size; i++) name[i] = vdt_lower(name[i]);
    draft->proposed = true;
    return vdt_patterns_named(coding->sources->patterns, part == 'n' ? 'n' : 'v', name);
}

/* What is only proposed wants more: somebody known who does it, and words around it that allow it. */
static bool proposal_holds(const struct coding *coding, const struct draft *draft) {
    if (!any_known(draft->sources, draft->source_count)) return false;
    enum vdt_setting setting = vdt_setting_of(coding->sources->patterns, coding->analysis, coding->sentence, draft->word);
    enum vdt_plover plover = draft->pattern->plover;
    /* of an accident one may still be asked for help */
    bool mishap = setting == VDT_SETTING_ACCIDENT || setting == VDT_SETTING_TRAFFIC;
    bool allowed = setting == VDT_SETTING_OPEN || (mishap && vdt_plover_quad(plover) != 4);
    if (!allowed) return false;
    bool alone = plover == VDT_PROTEST || plover == VDT_MOBILIZE || plover == VDT_CONCEDE || plover == VDT_RETREAT;
    return alone || draft->target_count > 0;
}

/* "banks closed over the 2011 Chilean protests", told in 2011: the name of what goes on, and no news of it; an older one is history. */
static bool running_story(const struct coding *coding, const struct draft *draft) {
    int year = draft->frame.noun ? vdt_title_year(&coding->tree, draft->word) : 0;
    if (!year || coding->published == VDT_NO_DAY) return false;
    int32_t first = vdt_day_of(year, 1, 1);
    return coding->published >= first && coding->published < first + 366 + 90;
}

static bool draft_event(struct coding *coding, int32_t word, char part) {
    const struct vdt_coder_sources *sources = coding->sources;
    struct draft *draft = &coding->drafts[coding->draft_count];
    memset(draft, 0, sizeof *draft);
    draft->word = word;
    vdt_frame_build(&coding->tree, coding->arena, word, &draft->frame);
    draft->pattern = vdt_patterns_match(sources->patterns, &coding->tree, coding->arena, &draft->frame, part, vdt_finder_test,
                                        coding->finder);
    if (!draft->pattern) draft->pattern = propose(coding, draft, part);
    if (!draft->pattern || draft->pattern->drop || vdt_title_only_names(sources->patterns, &coding->tree, word, part)) return false;
    draft->cameo = draft->pattern->cameo;
    draft->mode = draft->pattern->mode;
    vdt_patterns_closer(sources->patterns, &coding->tree, coding->arena, &draft->frame, vdt_finder_test, coding->finder, &draft->cameo,
                        &draft->mode);
    find_parties(coding, draft);
    if (one_sided(draft) || told_of_something_else(coding, draft)) return false;
    if (!parties_suffice(coding, draft)) return false;
    if (draft->proposed ? !proposal_holds(coding, draft) : ask_learned(coding, draft, part) && vdt_proposal_objects(&draft->proposal))
        return false;
    judge(coding, draft);
    if (draft->pattern->plover == VDT_THREATEN && complement_conditional(coding, draft)) draft->fact.conditional = true;
    if (draft->pattern->status.size) vdt_event_status_parse(draft->pattern->status, &draft->fact.status);
    if (running_story(coding, draft)) return false;
    find_date(coding, draft);
    find_place(coding, draft);
    give_place_to_target(coding, draft);
    give_home(coding, draft);
    meet_elsewhere(draft);
    return true;
}

/* "Hungary will not accept refugees": whoever will not give, meet, release or withdraw refuses it. */
static bool refuses(const struct coding *coding, const struct draft *draft) {
    bool will = false, never = false;
    for (uint32_t i = 0; i < draft->frame.slot_count; i++) {
        const struct vdt_slot *slot = &draft->frame.slots[i];
        /* "would not sign", where nobody only tells what he is going to do */
        will = will || (slot->kind == VDT_SLOT_AUXILIARY && (vdt_tree_is(&coding->tree, slot->word, "will") ||
                                                             (!draft->voice_count && vdt_tree_is(&coding->tree, slot->word, "would"))));
        never = never || (slot->kind == VDT_SLOT_ADVERB && (vdt_tree_is(&coding->tree, slot->word, "not") ||
                                                            vdt_tree_is(&coding->tree, slot->word, "never")));
    }
    return will && never && !draft->fact.conditional && vdt_plover_quad(draft->pattern->plover) <= 2 &&
           any_known(draft->sources, draft->source_count);
}

/* The refusal is an event of its own beside the negated one. */
static void add_refusal(struct coding *coding) {
    const struct draft *draft = &coding->drafts[coding->draft_count - 1];
    const struct vdt_pattern *refusal = vdt_patterns_named(coding->sources->patterns, 'v', "<refusal>");
    if (!refusal || coding->draft_count == VDT_LIMIT_EVENTS_PER_SENTENCE || !refuses(coding, draft)) return;
    struct draft *added = &coding->drafts[coding->draft_count++];
    *added = *draft;
    added->pattern = refusal;
    added->cameo = refusal->cameo;
    added->mode = refusal->mode;
    added->fact.status = VDT_ASSERTED;
    added->fact.plainly_negated = false;
}

static bool same_side(const struct vdt_found *a, uint32_t a_count, const struct vdt_found *b, uint32_t b_count) {
    if (!a_count || !b_count) return true; /* the one says less */
    for (uint32_t i = 0; i < a_count; i++)
        for (uint32_t j = 0; j < b_count; j++)
            if (same_party(&a[i], &b[j])) return true;
    return false;
}

/* "lifted sanctions": the noun that a pattern asks for by name is part of that pattern's event, none of its own. */
static void clear_consumed(struct coding *coding) {
    for (uint32_t i = 0; i < coding->draft_count; i++) {
        const struct draft *verb = &coding->drafts[i];
        for (uint32_t r = 0; r < verb->pattern->restriction_count; r++) {
            const struct vdt_restriction *restriction = &verb->pattern->restrictions[r];
            if (restriction->negative || restriction->inner ||
                (restriction->slot != VDT_SLOT_OBJECT && restriction->slot != VDT_SLOT_PREPOSITION))
                continue;
            bool by_name = false;
            for (uint32_t t = 0; t < restriction->test_count; t++)
                by_name = by_name || restriction->tests[t].kind == VDT_TEST_LEMMA || restriction->tests[t].kind == VDT_TEST_CLASS;
            if (!by_name) continue;
            for (uint32_t s = 0; s < verb->frame.slot_count; s++)
                for (uint32_t j = 0; j < coding->draft_count; j++)
                    if (j != i && verb->frame.slots[s].kind == restriction->slot &&
                        coding->drafts[j].word == verb->frame.slots[s].word && coding->drafts[j].pattern->part == 'n' &&
                        verb->pattern->part == 'v')
                        coding->drafts[j].drop = true;
        }
    }
}

/* "met for talks", "carried out a raid and attacked": what tells the same as a fuller one goes. */
static void clear_doubles(struct coding *coding) {
    for (uint32_t i = 0; i < coding->draft_count; i++)
        for (uint32_t j = 0; j < coding->draft_count; j++) {
            struct draft *a = &coding->drafts[i], *b = &coding->drafts[j];
            if (i == j || a->drop || b->drop || a->pattern->plover != b->pattern->plover) continue;
            if (!same_side(a->sources, a->source_count, b->sources, b->source_count) ||
                !same_side(a->targets, a->target_count, b->targets, b->target_count))
                continue;
            if (a->fact.status != b->fact.status &&
                !vdt_tree_below(&coding->tree, a->word, b->word) && !vdt_tree_below(&coding->tree, b->word, a->word))
                continue;
            if (a->fact.status != b->fact.status && a->pattern->part == b->pattern->part) continue;
            uint32_t a_says = a->source_count + a->target_count, b_says = b->source_count + b->target_count;
            if (b_says < a_says || (b_says == a_says && (b->pattern->part == 'n' ? a->pattern->part == 'v' || j > i
                                                                              : a->pattern->part == 'v' && j > i)))
                b->drop = true;
        }
}

/* Does the one speak of the other: "threatened to attack", "called for talks", "will not release"? */
static bool speaks_of(const struct draft *outer, const struct draft *inner) {
    if (outer->word == inner->word) return outer->pattern != inner->pattern;
    for (uint32_t i = 0; i < outer->frame.slot_count; i++) {
        const struct vdt_slot *slot = &outer->frame.slots[i];
        bool content = slot->kind == VDT_SLOT_XCOMP || slot->kind == VDT_SLOT_CCOMP || slot->kind == VDT_SLOT_ACL ||
                       slot->kind == VDT_SLOT_OBJECT || (slot->kind == VDT_SLOT_PREPOSITION && !slot->inherited);
        if (content && slot->word == inner->word) return true;
    }
    return false;
}

/* What is said of an act that is coded too has a closer code than "threaten" or "demand" alone. */
static void refine_codes(struct coding *coding) {
    for (uint32_t i = 0; i < coding->draft_count; i++) {
        struct draft *outer = &coding->drafts[i];
        if (outer->drop || outer->cameo.size != 3 || outer->cameo.data[2] != '0') continue;
        for (uint32_t j = 0; j < coding->draft_count; j++) {
            const struct draft *inner = &coding->drafts[j];
            if (i == j || !speaks_of(outer, inner)) continue;
            struct vdt_view closer = vdt_patterns_nested(coding->sources->patterns, outer->cameo, inner->pattern->cameo);
            if (!closer.size) continue;
            outer->cameo = closer;
            break;
        }
    }
}

static enum vdt_status emit(struct coding *coding, const struct draft *draft, struct vdt_error *error);

static bool count_victims(struct coding *coding);

/* Of the first event of the sentence, for those after it: who did it, and between whom it was. */
static void remember_parties(struct coding *coding) {
    coding->has_doer = false;
    for (uint32_t i = 0; i < coding->draft_count; i++) {
        const struct draft *draft = &coding->drafts[i];
        if (draft->drop || !draft->source_count || !draft->sources[0].link.code.size) continue;
        if (!coding->has_doer) coding->doer = draft->sources[0];
        coding->has_doer = true;
        if (!draft->target_count || !draft->targets[0].link.code.size) continue;
        vdt_finder_tell_pair(coding->finder, &draft->sources[0], &draft->targets[0]);
        break;
    }
}

/* Those of the sentence; most reports without events are never asked for any. */
static enum vdt_status find_times(struct coding *coding, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    if (!coding->times_read)
        status = vdt_times_read(coding->arena, coding->analysis, coding->published, &coding->all_times, &coding->all_time_count, error);
    coding->times_read = true;
    size_t first = 0, end;
    while (first < coding->all_time_count && coding->all_times[first].sentence < coding->sentence) first++;
    for (end = first; end < coding->all_time_count && coding->all_times[end].sentence == coding->sentence; end++) {}
    coding->times = end > first ? &coding->all_times[first] : NULL;
    coding->time_count = end - first;
    return status;
}

static enum vdt_status code_sentence(struct coding *coding, struct vdt_error *error) {
    coding->draft_count = 0;
    bool times_found = false;
    for (uint32_t w = 0; w < coding->tree.count; w++) {
        char part = vdt_trigger_part(&coding->tree.words[w]);
        struct vdt_view lemma = coding->tree.words[w].lemma;
        if (!part || (!vdt_patterns_has(coding->sources->patterns, part, lemma) &&
                      !vdt_proposals_may(coding->sources->proposals, part, lemma)))
            continue;
        if (!times_found) {
            times_found = true;
            enum vdt_status status = find_times(coding, error);
            if (status != VDT_OK) return status;
            if (!vdt_amounts_find(coding->sources->patterns, &coding->tree, coding->arena, &coding->counted, &coding->counted_count))
                return vdt_fail_memory(error, "coding");
        }
        if (coding->draft_count == VDT_LIMIT_EVENTS_PER_SENTENCE) {
            vdt_remark(coding->remarks, VDT_REMARK_WARNING, coding->report->id, 0, 0,
                       "sentence %u has more than %d events; the rest is dropped", coding->sentence,
                       VDT_LIMIT_EVENTS_PER_SENTENCE);
            break;
        }
        if (!draft_event(coding, (int32_t)w, part)) continue;
        coding->draft_count++;
        add_refusal(coding);
    }
    clear_consumed(coding);
    clear_doubles(coding);
    refine_codes(coding);
    remember_parties(coding);
    for (uint32_t i = 0; i < coding->draft_count; i++)
        if (!coding->drafts[i].drop) {
            enum vdt_status status = emit(coding, &coding->drafts[i], error);
            if (status != VDT_OK) return status;
        }
    return count_victims(coding) ? VDT_OK : vdt_fail_memory(error, "coding");
}

/* ---- writing out ---------------------------------------------------------------------------------------------- */

static struct vdt_party *write_parties(struct coding *coding, const struct vdt_found *found, uint32_t count, int32_t trigger) {
    struct vdt_party *parties = vdt_arena_array(coding->arena, count, sizeof *parties);
    for (uint32_t i = 0; parties && i < count; i++) {
        parties[i] = (struct vdt_party){ .code = found[i].link.code, .name = found[i].link.name,
                                         .country = found[i].link.country, .entry = found[i].link.entry };
        uint32_t first = found[i].link.first, last = found[i].link.last;
        /* a torn tree may spread a phrase over the verb: "forces loyal to Y shell the town" */
        bool torn = trigger >= 0 && found[i].sentence == coding->sentence && (int32_t)first < trigger && trigger <= (int32_t)last;
        if (torn && found[i].word < trigger) last = (uint32_t)trigger - 1;
        if (torn && found[i].word > trigger) first = (uint32_t)trigger + 1;
        parties[i].mention = span_of_words(coding, found[i].sentence, first, last);
    }
    return parties;
}

static struct vdt_party *write_voices(struct coding *coding, const struct draft *draft) {
    struct vdt_party *voices = write_parties(coding, draft->voices, draft->voice_count, -1);
    for (uint32_t i = 0; voices && i < draft->voice_count; i++)
        if (draft->cues[i] >= 0) voices[i].cue = coding->tree.words[draft->cues[i]].form;
    return voices;
}

static size_t signs_of(const struct coding *coding, const struct draft *draft, struct vdt_evidence_sign signs[VDT_EVIDENCE_SIGNS]) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < coding->draft_count; i++) kept += !coding->drafts[i].drop;
    const struct vdt_evidence evidence = { &coding->tree, &draft->frame, draft->pattern, draft->sources, draft->targets,
                                           draft->source_count, draft->target_count, &draft->fact, kept ? kept - 1 : 0,
                                           draft->proposed ? draft->proposal.chance : 0, draft->proposal.none,
                                           !draft->proposed && draft->proposal.plover == draft->pattern->plover ? draft->proposal.chance : 0 };
    return vdt_signs_of(&evidence, signs);
}

static struct vdt_view word_list(struct coding *coding, const struct draft *draft, const struct vdt_evidence_sign *signs,
                                 size_t sign_count) {
    /* attribute → reason, for `why` */
    struct vdt_buffer buffer;
    struct vdt_json json;
    vdt_buffer_init(&buffer);
    vdt_json_init(&json, &buffer);
    vdt_json_object(&json);
    vdt_json_key(&json, "type");
    if (draft->proposed)
        vdt_json_string(&json, vdt_arena_format(coding->arena, "the learned part, %.2f: no pattern fired (%.*s)", draft->proposal.chance,
                                                (int)draft->pattern->by.size, draft->pattern->by.data));
    else
        vdt_json_string(&json, draft->pattern->by);
    vdt_json_key(&json, "status");
    vdt_json_array(&json);
    for (uint32_t i = 0; i < draft->fact.reason_count; i++) {
        vdt_json_string(&json, vdt_arena_format(coding->arena, "%s by \"%.*s\"", draft->fact.reasons[i].effect,
                                                (int)coding->tree.words[draft->fact.reasons[i].word].form.size,
                                                coding->tree.words[draft->fact.reasons[i].word].form.data));
    }
    vdt_json_array_end(&json);
    static const char *const sides[] = { "source", "target" };
    for (int side = 0; side < 2; side++) {
        const struct vdt_found *found = side ? draft->targets : draft->sources;
        uint32_t count = side ? draft->target_count : draft->source_count;
        vdt_json_key(&json, sides[side]);
        vdt_json_array(&json);
        for (uint32_t i = 0; i < count; i++)
            vdt_json_string(&json, vdt_arena_format(coding->arena, "%.*s%s%.*s", (int)found[i].link.entry.size,
                                                    found[i].link.entry.data, found[i].by_reference ? " by reference: " : "",
                                                    found[i].by_reference ? (int)found[i].link.name.size : 0,
                                                    found[i].link.name.data));
        vdt_json_array_end(&json);
    }
    vdt_json_key(&json, "date");
    vdt_json_string(&json, draft->time ? VDT_LITERAL("the nearest date in the clause")
                                       : VDT_LITERAL("no date in the clause: the publication date stands in"));
    vdt_json_key(&json, "place");
    vdt_json_string(&json, draft->has_place ? draft->place.entry : VDT_LITERAL("no place in the clause"));
    vdt_json_key(&json, "signs");
    vdt_json_object(&json);
    for (size_t i = 0; i < sign_count; i++) {
        vdt_json_key(&json, signs[i].name);
        vdt_json_number(&json, signs[i].value, 2);
    }
    vdt_json_object_end(&json);
    vdt_json_object_end(&json);
    struct vdt_view kept = vdt_buffer_failed(&buffer) ? (struct vdt_view){ NULL, 0 }
                                                      : vdt_arena_copy(coding->arena, vdt_buffer_view(&buffer));
    vdt_buffer_done(&buffer);
    return kept;
}

static struct vdt_view day_text(struct coding *coding, int32_t day) {
    char text[11];
    vdt_day_write(day, text);
    return vdt_arena_copy(coding->arena, vdt_view_of(text));
}

static void hash_parties(struct vdt_buffer *key, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        vdt_buffer_add(key, parties[i].code.size ? parties[i].code : parties[i].mention.text);
        vdt_buffer_char(key, ';');
    }
    vdt_buffer_char(key, '|');
}

/* The event's first day, else the report's. */
static int32_t day_of(const struct vdt_event *event, int32_t published) {
    int32_t day;
    return vdt_day_read(event->date_from, &day) ? day : published;
}

static enum vdt_status give_ids(struct coding *coding, struct vdt_event *event, struct vdt_error *error) {
    struct vdt_buffer key;
    vdt_buffer_init(&key);
    vdt_buffer_add(&key, coding->report->id);
    vdt_buffer_format(&key, "|%s|", vdt_plover_name(event->plover));
    hash_parties(&key, event->sources, event->source_count);
    hash_parties(&key, event->targets, event->target_count);
    if (event->date_basis == VDT_DATE_TEXT) vdt_buffer_add(&key, event->date_from);
    vdt_buffer_format(&key, "%u|%u|%.*s", event->trigger.begin, event->trigger.end, (int)event->cameo.size, event->cameo.data);
    uint64_t id = vdt_hash(vdt_buffer_view(&key));
    bool failed = vdt_buffer_failed(&key);
    vdt_buffer_done(&key);
    if (failed) return vdt_fail_memory(error, "naming an event");
    event->id = vdt_arena_format(coding->arena, "e:%016llx", (unsigned long long)id);
    return event->id.data ? VDT_OK : vdt_fail_memory(error, "naming an event");
}

static void write_date(struct coding *coding, const struct draft *draft, struct vdt_event *event) {
    const struct vdt_time *time = draft->time;
    if (time) {
        int32_t from = time->from == VDT_NO_DAY ? time->to : time->from;
        int32_t to = time->to == VDT_NO_DAY ? from : time->to;
        event->date_from = day_text(coding, from);
        event->date_to = day_text(coding, to);
        event->date_mention = span_of_words(coding, coding->sentence, time->first, time->reach_last);
        event->date_basis = VDT_DATE_TEXT;
        if (coding->published != VDT_NO_DAY && to < coding->published - 90) event->historical = true;
        /* what is still to come has not happened */
        if (coding->published != VDT_NO_DAY && from > coding->published && event->status == VDT_ASSERTED)
            event->status = VDT_PLANNED;
    } else if (coding->published != VDT_NO_DAY) {
        event->date_from = event->date_to = day_text(coding, coding->published);
        event->date_basis = VDT_DATE_REPORT;
    }
}

/* "nine Afghan policemen": whose those are that are counted, where they are of one country. */
static struct vdt_view counted_actor(const struct coding *coding, const struct vdt_counted *counted) {
    struct vdt_found found;
    bool known = counted->noun >= 0 && !counted->sum && vdt_finder_actor(coding->finder, counted->noun, NULL, &found) && found.link.country.size;
    return known ? found.link.code : (struct vdt_view){ NULL, 0 };
}

static struct vdt_amount amount_of(const struct coding *coding, const struct vdt_counted *counted) {
    return (struct vdt_amount){ .what = vdt_view_of(counted->what), .low = counted->low, .high = counted->high, .of = counted_actor(coding, counted),
                                .currency = vdt_view_of(counted->currency),
                                .mention = span_of_words(coding, coding->sentence, counted->first, counted->last) };
}

/* How many of whom and what, as far as it belongs to the event. */
static bool write_amounts(struct coding *coding, const struct draft *draft, struct vdt_event *event) {
    struct vdt_amount *amounts = vdt_arena_array(coding->arena, coding->counted_count, sizeof *amounts);
    if (!amounts) return false;
    for (size_t i = 0; i < coding->counted_count; i++) {
        const struct vdt_counted *counted = &coding->counted[i];
        if (!vdt_amount_belongs(&coding->tree, counted, draft->word, draft->pattern->plover)) continue;
        amounts[event->amount_count++] = amount_of(coding, counted);
    }
    event->amounts = amounts;
    return true;
}

/*
 * "The car bomb went off on Friday. Six people died.": the victims that a sentence without violence of its own counts are those
 * of the assault told right before it.
 */
static bool count_victims(struct coding *coding) {
    struct vdt_event *assault = NULL;
    for (size_t i = coding->event_count; i-- > 0 && coding->events[i].sentence + 2 > coding->sentence;) {
        struct vdt_event *event = &coding->events[i];
        if (event->plover != VDT_ASSAULT || event->historical) continue;
        if (event->sentence == coding->sentence) return true;
        if (event->status == VDT_ASSERTED) assault = event;
    }
    if (!assault) return true;
    struct vdt_counted *counted;
    size_t count;
    if (!vdt_amounts_find(coding->sources->patterns, &coding->tree, coding->arena, &counted, &count)) return false;
    struct vdt_amount *amounts = vdt_arena_array(coding->arena, assault->amount_count + count, sizeof *amounts);
    if (!amounts) return false;
    for (size_t i = 0; i < assault->amount_count; i++) amounts[i] = assault->amounts[i];
    for (size_t i = 0; i < count; i++)
        if (vdt_amount_of_victims(&counted[i])) amounts[assault->amount_count++] = amount_of(coding, &counted[i]);
    assault->amounts = amounts;
    return true;
}

static enum vdt_status emit(struct coding *coding, const struct draft *draft, struct vdt_error *error) {
    struct vdt_event *grown = vdt_arena_grow(coding->arena, coding->events, coding->event_count, &coding->event_capacity,
                                             sizeof *grown);
    if (!grown) return vdt_fail_memory(error, "coding");
    coding->events = grown;
    struct vdt_event *event = &grown[coding->event_count];
    const struct vdt_pattern *pattern = draft->pattern;
    const struct vdt_sentence *sentence = &coding->analysis->sentences[coding->sentence];
    const struct vdt_word *trigger = &coding->tree.words[draft->word];
    *event = (struct vdt_event){ .report = coding->report->id, .sentence = coding->sentence, .lemma = trigger->lemma,
                                 .plover = pattern->plover, .mode = draft->mode, .cameo = draft->cameo,
                                 .quad = vdt_plover_quad(pattern->plover), .goldstein = NAN,
                                 .status = draft->fact.status, .conditional = draft->fact.conditional,
                                 .historical = draft->fact.historical, .latitude = NAN, .longitude = NAN,
                                 .by = pattern->by, .version = coding->sources->version };
    event->evidence = span_of(coding, sentence->begin, sentence->end);
    uint32_t begin = trigger->begin, end = trigger->end;
    int32_t particle = pattern->particle.size ? vdt_tree_child(&coding->tree, draft->word, VDT_REL_compound_prt) : -1;
    if (particle == draft->word + 1) end = coding->tree.words[particle].end;
    event->trigger = span_of(coding, begin, end);
    enum vdt_plover by_code;
    struct vdt_view mode, context;
    vdt_patterns_code(coding->sources->patterns, draft->cameo, &by_code, &mode, &context, &event->goldstein);
    event->contexts = pattern->contexts;
    event->context_count = pattern->context_count;
    event->sources = write_parties(coding, draft->sources, draft->source_count, draft->word);
    event->targets = write_parties(coding, draft->targets, draft->target_count, draft->word);
    struct vdt_party *voices = write_voices(coding, draft);
    if (!event->sources || !event->targets || !voices) return vdt_fail_memory(error, "coding");
    event->voices = voices;
    event->source_count = draft->source_count;
    event->target_count = draft->target_count;
    event->voice_count = draft->voice_count;
    if (!write_amounts(coding, draft, event)) return vdt_fail_memory(error, "coding");
    write_date(coding, draft, event);
    if (draft->has_place) {
        event->place_name = draft->place.name;
        event->place_country = draft->place.country;
        event->latitude = draft->place.latitude;
        event->longitude = draft->place.longitude;
        event->place_mention = span_of_words(coding, coding->sentence, draft->place.first, draft->place.last);
    }
    write_nearest_place(coding, event);
    write_dateline_country(coding, event);
    /* no town lends its id to a building of its name: White House, Maryland */
    bool site = draft->has_place && vdt_view_starts(draft->place.entry, VDT_LITERAL("data/places/sites.tsv"));
    vdt_where_settle(site ? NULL : coding->sources->gazetteer, coding->sources->disputed, day_of(event, coding->published), event);
    struct vdt_evidence_sign signs[VDT_EVIDENCE_SIGNS];
    size_t sign_count = signs_of(coding, draft, signs);
    event->confidence = vdt_confidence_of(coding->sources->confidence, signs, sign_count);
    event->why = word_list(coding, draft, signs, sign_count);
    enum vdt_status status = give_ids(coding, event, error);
    if (status == VDT_OK) coding->event_count++;
    return status;
}

/* ---- predicates, coded or not --------------------------------------------------------------------------------- */

static enum vdt_status judge_sentence(struct coding *coding, struct vdt_error *error) {
    for (uint32_t w = 0; w < coding->tree.count; w++) {
        if (!vdt_is_predicate(coding->sources->embedders, &coding->tree, (int32_t)w)) continue;
        struct vdt_predicate *grown = vdt_arena_grow(coding->arena, coding->predicates, coding->predicate_count,
                                                     &coding->predicate_capacity, sizeof *grown);
        if (!grown) return vdt_fail_memory(error, "judging predicates");
        coding->predicates = grown;
        struct draft *draft = &coding->drafts[0];
        /* a copula is as certain as what it joins to its subject */
        bool copula = coding->tree.words[w].relation == VDT_REL_cop;
        *draft = (struct draft){ .word = copula ? coding->tree.words[w].head : (int32_t)w };
        judge(coding, draft);
        struct vdt_party *voices = write_voices(coding, draft);
        struct vdt_view *signs = vdt_arena_array(coding->arena, VDT_LEARNED_SIGNS, sizeof *signs);
        if (!voices || !signs) return vdt_fail_memory(error, "judging predicates");
        size_t sign_count = vdt_learned_signs(coding->sources->embedders, &coding->tree, coding->arena, draft->word,
                                              &draft->fact, signs);
        const struct vdt_word *word = &coding->tree.words[w];
        grown[coding->predicate_count++] = (struct vdt_predicate){
            .span = span_of(coding, word->begin, word->end), .lemma = word->lemma,
            .status = vdt_learned_status(coding->sources->learned, signs, sign_count, draft->fact.status),
            .conditional = draft->fact.conditional, .voices = voices, .voice_count = draft->voice_count, .signs = signs,
            .sign_count = sign_count };
    }
    return VDT_OK;
}

/* ---- the report ----------------------------------------------------------------------------------------------- */

int32_t vdt_report_day(const struct vdt_report *report) {
    int64_t seconds;
    bool has_time;
    if (!report->published.size || vdt_time_parse(report->published, &seconds, &has_time, NULL) != VDT_OK)
        return VDT_NO_DAY;
    int64_t day = seconds / 86400 - (seconds % 86400 < 0);
    return (int32_t)day;
}

static int by_trigger(const void *a, const void *b) {
    const struct vdt_event *x = a, *y = b;
    if (x->trigger.begin != y->trigger.begin) return x->trigger.begin < y->trigger.begin ? -1 : 1;
    return vdt_view_compare(x->id, y->id);
}

static enum vdt_status open_coding(struct coding *coding, struct vdt_analysis *analysis, struct vdt_error *error) {
    coding->analysis = analysis;
    coding->published = vdt_report_day(coding->report);
    vdt_mend(coding->arena, analysis, coding->sources->patterns, coding->sources->embedders);
    enum vdt_status status = vdt_linker_new(coding->sources->knowledge, coding->arena, analysis, coding->published,
                                            &coding->linker, error);
    if (status != VDT_OK) return status;
    coding->reference = vdt_reference_new(coding->arena, analysis, coding->linker, coding->sources->reference_words,
                                          coding->sources->cue_words);
    if (!coding->reference) return vdt_fail_memory(error, "coding");
    coding->finder = vdt_finder_new(coding->arena, analysis, coding->linker, coding->sources->patterns, coding->reference);
    /* each draft is cleared when it is begun */
    coding->drafts = vdt_arena_take(coding->arena, (VDT_LIMIT_EVENTS_PER_SENTENCE + 1) * sizeof *coding->drafts);
    if (!coding->finder || !coding->drafts || !count_points(coding)) return vdt_fail_memory(error, "coding");
    return VDT_OK;
}

/* Goes from sentence to sentence, keeping what one has to know of those before. */
static enum vdt_status visit_sentences(struct coding *coding,
                                       enum vdt_status (*visit)(struct coding *coding, struct vdt_error *error),
                                       struct vdt_error *error) {
    const struct vdt_analysis *analysis = coding->analysis;
    size_t at = 0;
    bool quoted = false;
    enum vdt_status status = VDT_OK;
    for (uint32_t s = 0; s < analysis->sentence_count && status == VDT_OK; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        quoted = quoted_at(analysis->text, at, sentence->begin, quoted);
        at = sentence->begin;
        if (!sentence->count) continue;
        coding->sentence = s;
        coding->quoted_at_start = quoted;
        if (!vdt_tree_init(&coding->tree, coding->arena, analysis, sentence) ||
            !vdt_finder_enter(coding->finder, s, &coding->tree))
            return vdt_fail_memory(error, "coding a sentence");
        find_speaker(coding);
        status = visit(coding, error);
        vdt_finder_leave(coding->finder);
    }
    return status;
}

enum vdt_status vdt_code_report(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                const struct vdt_report *report, struct vdt_analysis *analysis,
                                const struct vdt_remarks *remarks, struct vdt_event **out, size_t *count,
                                struct vdt_error *error) {
    struct coding coding = { .sources = sources, .arena = arena, .report = report, .remarks = remarks };
    enum vdt_status status = open_coding(&coding, analysis, error);
    if (status == VDT_OK) status = visit_sentences(&coding, code_sentence, error);
    if (status != VDT_OK) return status;
    if (coding.event_count) qsort(coding.events, coding.event_count, sizeof *coding.events, by_trigger);
    if (!vdt_incidents_find(arena, coding.events, coding.event_count)) return vdt_fail_memory(error, "finding incidents");
    *out = coding.events;
    *count = coding.event_count;
    return VDT_OK;
}

enum vdt_status vdt_code_predicates(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                    const struct vdt_report *report, struct vdt_analysis *analysis,
                                    const struct vdt_remarks *remarks, struct vdt_predicate **out, size_t *count,
                                    struct vdt_error *error) {
    struct coding coding = { .sources = sources, .arena = arena, .report = report, .remarks = remarks };
    enum vdt_status status = open_coding(&coding, analysis, error);
    if (status == VDT_OK) status = visit_sentences(&coding, judge_sentence, error);
    if (status != VDT_OK) return status;
    *out = coding.predicates;
    *count = coding.predicate_count;
    return VDT_OK;
}
