/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding: the tagger's places, cut at commas, and what the gazetteer knows by a capital where the tagger saw nothing.
 * Resolving: every namesake of a mention is weighed by what it is and how many live there, by a state or division named right
 * behind it ("Paris, Texas"), by the other names of the report that have a namesake in the same division or state, by how near
 * those lie, by the place that the report is dated from, and by the publisher's home. Two rounds: in the second the others are what the first took them for. One report
 * means one place by one name.
 */
#include "event/places.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"
#include "event/noun.h"
#include "know/know-image.h"
#include "text/utf8.h"

enum { MOST_SURNAMES = 256, MOST_MENTIONS = 2048, MOST_NAMESAKES = 64, MOST_OTHERS = 64, LONGEST_NAME = 6, SHORTEST_HOME = 5 };

struct mention {
    uint32_t begin, end; /* bytes */
    const char *use;
    uint64_t hash;
    const struct vdt_gazetteer_name *namesakes;
    size_t namesake_count;
    const struct vdt_gazetteer_place *chosen;
    bool followed; /* the next mention stands right behind a comma or in brackets */
};

struct finder {
    struct vdt_arena *arena;
    const struct vdt_gazetteer *gazetteer;
    const struct vdt_analysis *analysis;
    struct mention *mentions;
    size_t count, capacity;
    const struct vdt_gazetteer_place *home, *dateline;
    uint64_t surnames[MOST_SURNAMES]; /* the last words of persons' full names */
    size_t surname_count;
    bool dated; /* the first mention is the place that the report is dated from */
    char country[4]; /* of the publisher's domain */
};

static struct vdt_view key_view(const struct vdt_phrase_key *key) {
    return (struct vdt_view){ key->text, key->size };
}

static void look_up(const struct finder *finder, struct mention *mention, const struct vdt_phrase_key *key) {
    mention->hash = vdt_hash(key_view(key));
    mention->namesakes = vdt_gazetteer_find(finder->gazetteer, mention->hash, &mention->namesake_count);
    if (mention->namesake_count > MOST_NAMESAKES) mention->namesake_count = MOST_NAMESAKES;
}

static bool add(struct finder *finder, const struct mention *mention) {
    if (finder->count == MOST_MENTIONS) return true;
    struct mention *mentions = vdt_arena_grow(finder->arena, finder->mentions, finder->count, &finder->capacity, sizeof *mentions);
    if (!mentions) return false;
    finder->mentions = mentions;
    mentions[finder->count++] = *mention;
    return true;
}

/* --- finding --- */

static bool capital(const struct vdt_word *word) {
    return word->form.size && ((word->form.data[0] >= 'A' && word->form.data[0] <= 'Z') || (unsigned char)word->form.data[0] >= 0xC3);
}

static bool key_of(const struct vdt_word *words, uint32_t first, uint32_t last, struct vdt_phrase_key *key) {
    *key = (struct vdt_phrase_key){ .capitals = true };
    for (uint32_t i = first; i <= last; i++)
        if (!vdt_phrase_add(key, words[i].form)) return false;
    return key->size > 1;
}

static const struct vdt_gazetteer_place *place_of(const struct finder *finder, const struct vdt_gazetteer_name *name) {
    return vdt_gazetteer_place_at(finder->gazetteer, name->place);
}

/* Is one of the namesakes a state, a division, a region or a large town? */
static bool well_known(const struct finder *finder, const struct mention *mention, uint32_t population) {
    for (size_t i = 0; i < mention->namesake_count; i++) {
        const struct vdt_gazetteer_place *place = place_of(finder, &mention->namesakes[i]);
        if (place && !mention->namesakes[i].demonym && (place->kind >= VDT_PLACE_DIVISION || place->population >= population)) return true;
    }
    return false;
}

static bool is_demonym(const struct mention *mention) {
    return mention->namesake_count && mention->namesakes[0].demonym;
}

static bool is_subject(const struct vdt_word *word) {
    return word->relation == VDT_REL_nsubj;
}

/* "EU", "PM": letters, not the little towns of the same letters; states and regions may be meant by them. */
static bool abbreviation(const struct vdt_word *words, uint32_t first, uint32_t last) {
    const struct vdt_view form = words[first].form;
    if (first != last || form.size > 3) return false;
    for (size_t i = 0; i < form.size; i++)
        if (form.data[i] < 'A' || form.data[i] > 'Z') return false;
    return true;
}

/* A state or a capital, whose names stand for their governments where they act. */
static bool names_government(const struct finder *finder, const struct mention *mention) {
    for (size_t i = 0; i < mention->namesake_count; i++) {
        const struct vdt_gazetteer_place *place = place_of(finder, &mention->namesakes[i]);
        if (place && (place->kind == VDT_PLACE_STATE || (place->kind == VDT_PLACE_TOWN && place->capital))) return true;
    }
    return false;
}

/* One name from first to last; the tagger's without its article. */
static bool take(struct finder *finder, const struct vdt_word *words, uint32_t first, uint32_t last, const char *use) {
    struct vdt_phrase_key key;
    if (first < last && vdt_view_equal_fold(words[first].form, VDT_LITERAL("the"))) first++;
    struct mention mention = { .begin = words[first].begin, .end = words[last].end, .use = use };
    if (!key_of(words, first, last, &key)) return true;
    look_up(finder, &mention, &key);
    if (abbreviation(words, first, last) && !is_demonym(&mention) && !well_known(finder, &mention, UINT32_MAX)) return true;
    if (is_demonym(&mention)) mention.use = "demonym";
    else if (is_subject(&words[last]) && names_government(finder, &mention))
        mention.use = "metonym";
    return add(finder, &mention);
}

/* The tagger's name that begins at `first`; behind its last word. "Paris, Texas" are two. */
static uint32_t name_end(const struct vdt_word *words, uint32_t count, uint32_t first) {
    enum vdt_name_type type = vdt_name_type_of(words[first].name);
    uint32_t end = first + 1;
    while (end < count && vdt_name_type_of(words[end].name) == type && !vdt_view_is(words[end].form, ",") &&
           vdt_name_place_of(words[end].name) != VDT_NAME_BEGIN && vdt_name_place_of(words[end].name) != VDT_NAME_UNIT)
        end++;
    /* "Laurel County", whose second word the tagger left */
    static const char *const kinds[] = { "County", "Parish", "Province", "Oblast", "River", "Island", "Islands" };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (end < count && vdt_view_is(words[end].form, kinds[k])) return end + 1;
    return end;
}

/* The longest name of the gazetteer that begins here among words with capitals; behind it, `first` where there is none. */
static uint32_t known_end(const struct finder *finder, const struct vdt_word *words, uint32_t count, uint32_t first, uint32_t population,
                          struct mention *out) {
    struct vdt_phrase_key key = { .capitals = true };
    uint32_t end = first;
    for (uint32_t i = first; i < count && i < first + LONGEST_NAME; i++) {
        if (!vdt_phrase_add(&key, words[i].form)) break;
        if (!capital(&words[i])) continue;
        struct mention mention = { .begin = words[first].begin, .end = words[i].end, .use = "literal" };
        look_up(finder, &mention, &key);
        if (!mention.namesake_count || key.size < 4) continue;
        if (abbreviation(words, first, i) && !is_demonym(&mention)) continue;
        if (!is_demonym(&mention) && !well_known(finder, &mention, population)) continue;
        *out = mention;
        end = i + 1;
    }
    return end;
}

/* "Mazar-i-Sharif": a name of words that hyphens join, the whole of which the gazetteer has; behind it, `first` where it is none. */
static uint32_t joined_end(const struct finder *finder, const struct vdt_word *words, uint32_t count, uint32_t first, struct mention *out) {
    struct vdt_phrase_key key;
    uint32_t end = first;
    while (end + 2 < count && end < first + LONGEST_NAME && !words[end].space_after && vdt_view_is(words[end + 1].form, "-") && !words[end + 1].space_after)
        end += 2;
    if (end == first || !key_of(words, first, end, &key)) return first;
    *out = (struct mention){ .begin = words[first].begin, .end = words[end].end, .use = "literal" };
    look_up(finder, out, &key);
    return out->namesake_count && !is_demonym(out) ? end + 1 : first;
}

static bool is_surname(const struct finder *finder, const struct vdt_word *word) {
    uint64_t hash = finder->surname_count ? vdt_hash(word->form) : 0;
    for (size_t i = 0; i < finder->surname_count; i++)
        if (finder->surnames[i] == hash) return true;
    return false;
}

static bool find_in_sentence(struct finder *finder, const struct vdt_word *words, uint32_t count) {
    for (uint32_t i = 0; i < count;) {
        enum vdt_name_type type = vdt_name_type_of(words[i].name);
        uint32_t end = type == VDT_NAME_NONE ? i + 1 : name_end(words, count, i);
        struct mention mention;
        uint32_t joined = type != VDT_NAME_PER && capital(&words[i]) ? joined_end(finder, words, count, i, &mention) : i;
        if (joined > i) {
            if (!add(finder, &mention)) return false;
            end = joined;
        } else if (end == i + 1 && !(i > 0 && words[i - 1].upos == VDT_UPOS_ADP) && is_surname(finder, &words[i])) {
            /* "Obama", whom the report calls by his full name elsewhere */
        } else if (end == i + 1 && vdt_noun_of_calendar(words[i].lemma)) {
            /* "TRIPOLI, March 3": a month, whatever towns are called so */
        } else if (type == VDT_NAME_LOC) {
            while (end > i + 1 && vdt_view_is(words[end - 1].form, ",")) end--;
            if (!vdt_view_is(words[i].form, ",") && !take(finder, words, i, end - 1, "literal")) return false;
        } else if (type == VDT_NAME_PER) {
            /* whoever bears a town's name */
        } else if (capital(&words[i])) {
            uint32_t reach = type == VDT_NAME_NONE ? count : end;
            uint32_t known = known_end(finder, words, reach, i, type == VDT_NAME_ORG ? 100000 : 15000, &mention);
            bool noun = words[i].upos == VDT_UPOS_PROPN || words[i].upos == VDT_UPOS_ADJ;
            bool whole = type != VDT_NAME_ORG || known == end;
            if (known > i && is_demonym(&mention)) mention.use = "demonym", noun = whole = true;
            else if (known > i && type == VDT_NAME_ORG) mention.use = "metonym";
            if (known > i && noun && whole) {
                if (!add(finder, &mention)) return false;
                end = known;
            }
        }
        i = end > i ? end : i + 1;
    }
    return true;
}

/* The last words of persons' names of two words and more. */
static void note_surnames(struct finder *finder) {
    const struct vdt_word *words = finder->analysis->words;
    for (uint32_t i = 1; i < finder->analysis->word_count && finder->surname_count < MOST_SURNAMES; i++)
        if (vdt_name_type_of(words[i].name) == VDT_NAME_PER && vdt_name_place_of(words[i].name) == VDT_NAME_LAST && words[i].form.size > 2)
            finder->surnames[finder->surname_count++] = vdt_hash(words[i].form);
}

static bool find_all(struct finder *finder) {
    note_surnames(finder);
    for (uint32_t s = 0; s < finder->analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &finder->analysis->sentences[s];
        if (!find_in_sentence(finder, finder->analysis->words + sentence->first, sentence->count)) return false;
    }
    return true;
}

/* The spans that the report gives, in code points; those beyond the text are passed over by the reader. */
static bool take_given(struct finder *finder, const struct vdt_report *report) {
    struct vdt_view text = report->text;
    for (size_t i = 0; i < report->span_count; i++) {
        uint32_t byte = 0, point = 0;
        while (byte < text.size && point < report->spans[i][0]) {
            byte++;
            while (byte < text.size && ((unsigned char)text.data[byte] & 0xC0) == 0x80) byte++;
            point++;
        }
        uint32_t begin = byte;
        while (byte < text.size && point < report->spans[i][1]) {
            byte++;
            while (byte < text.size && ((unsigned char)text.data[byte] & 0xC0) == 0x80) byte++;
            point++;
        }
        struct mention mention = { .begin = begin, .end = byte, .use = "literal" };
        struct vdt_phrase_key key;
        vdt_phrase_normalise(vdt_view_slice(text, begin, byte), &key);
        look_up(finder, &mention, &key);
        if (is_demonym(&mention)) mention.use = "demonym";
        if (!add(finder, &mention)) return false;
    }
    return true;
}

/* --- a name that the gazetteer has not as it stands --- */

static bool try_key(const struct finder *finder, struct mention *mention, struct vdt_view name) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    if (key.size < 3) return false;
    struct mention other = *mention;
    look_up(finder, &other, &key);
    if (!other.namesake_count) return false;
    mention->namesakes = other.namesakes;
    mention->namesake_count = other.namesake_count;
    return true;
}

static size_t last_blank(struct vdt_view name) {
    size_t at = name.size;
    while (at && name.data[at - 1] != ' ') at--;
    return at ? at - 1 : 0;
}

/* "Syrians'", "northern Iraq", "the Gaza Strip", "Upper Egypt": without what stands before or behind. */
static void look_closer(const struct finder *finder, struct mention *mention) {
    if (mention->namesake_count) return;
    struct vdt_view name = vdt_view_slice(finder->analysis->text, mention->begin, mention->end);
    if (vdt_view_ends(name, VDT_LITERAL("s")) && try_key(finder, mention, vdt_view_slice(name, 0, name.size - 1))) return;
    struct vdt_view rest = name;
    for (int i = 0; i < 3 && rest.size; i++) {
        vdt_view_cut(&rest, ' ');
        if (rest.size && try_key(finder, mention, rest)) return;
    }
    for (size_t cut = last_blank(name); cut; cut = last_blank(vdt_view_slice(name, 0, cut)))
        if (try_key(finder, mention, vdt_view_slice(name, 0, cut))) return;
}

/* --- resolving --- */

static double kilometres(const struct vdt_gazetteer_place *a, const struct vdt_gazetteer_place *b) {
    const double degree = 0.017453292519943295;
    double x = (a->longitude - b->longitude) * degree * cos((a->latitude + b->latitude) * degree / 2);
    double y = (a->latitude - b->latitude) * degree;
    return 6371 * sqrt(x * x + y * y);
}

static bool same_country(const struct vdt_gazetteer_place *a, const char *country) {
    return country[0] && memcmp(a->country, country, 3) == 0;
}

/* Does the first lie in the second, a division or a state? */
static bool lies_in(const struct finder *finder, const struct vdt_gazetteer_place *place, const struct vdt_gazetteer_place *whole) {
    if (whole->kind == VDT_PLACE_STATE) return same_country(place, whole->country);
    const struct vdt_gazetteer_place *division = vdt_gazetteer_place_at(finder->gazetteer, place->division);
    return division && division == whole && place != whole;
}

static double weight_of(const struct vdt_gazetteer_place *place) {
    double people = log10((double)place->population + 10);
    switch ((enum vdt_place_kind)place->kind) {
    case VDT_PLACE_STATE: return 11;
    case VDT_PLACE_REGION: return 9.5;
    case VDT_PLACE_DIVISION: return 4 + people * 0.7;
    case VDT_PLACE_COUNTY: return 0.5 + people * 0.6;
    case VDT_PLACE_TOWN: break;
    }
    return people + (place->capital ? 1 : 0);
}

/* What another mention, as it was chosen, says for a namesake. */
static double support(const struct finder *finder, const struct vdt_gazetteer_place *place, const struct vdt_gazetteer_place *other) {
    if (place == other) return 0;
    double score = 0;
    if (lies_in(finder, place, other)) score += other->kind == VDT_PLACE_STATE ? 0.8 : 1.6;
    else if (lies_in(finder, other, place)) score += place->kind == VDT_PLACE_STATE ? 0.5 : 1.2;
    else if (place->division != UINT32_MAX && place->division == other->division) score += 1.2;
    else if (same_country(place, other->country)) score += 0.4;
    if (kilometres(place, other) < 120) score += 0.8;
    return score;
}

/* "Mexico" is the state, not the division of that name within it. */
static bool lies_in_namesake(const struct finder *finder, const struct mention *mention, const struct vdt_gazetteer_place *place) {
    for (size_t i = 0; i < mention->namesake_count; i++) {
        const struct vdt_gazetteer_place *whole = place_of(finder, &mention->namesakes[i]);
        if (whole && whole != place && whole->kind == VDT_PLACE_STATE && lies_in(finder, place, whole)) return true;
    }
    return false;
}

static double score_of(const struct finder *finder, size_t number, const struct vdt_gazetteer_place *place, bool second) {
    const struct mention *mention = &finder->mentions[number];
    double score = weight_of(place), context = 0;
    if (finder->home) score += 2 * support(finder, place, finder->home);
    if (finder->dateline && number > 0) score += 1.5 * support(finder, place, finder->dateline);
    if (same_country(place, finder->country)) score += 1;
    score -= lies_in_namesake(finder, mention, place) ? 3 : 0;
    if (mention->followed) {
        const struct mention *behind = &finder->mentions[number + 1];
        for (size_t i = 0; i < behind->namesake_count; i++) {
            const struct vdt_gazetteer_place *whole = place_of(finder, &behind->namesakes[i]);
            if (whole && whole->kind >= VDT_PLACE_DIVISION && lies_in(finder, place, whole)) {
                score += 12;
                break;
            }
        }
    }
    if (!second) return score;
    size_t seen = 0;
    for (size_t i = 0; i < finder->count && seen < MOST_OTHERS; i++) {
        const struct mention *other = &finder->mentions[i];
        if (!other->chosen || other->hash == mention->hash) continue;
        context += support(finder, place, other->chosen);
        seen++;
    }
    return score + 3.0 * context / (1.5 + context * 0.35);
}

static void choose(struct finder *finder, size_t number, bool second) {
    struct mention *mention = &finder->mentions[number];
    /* the same name was weighed before it with the same company */
    for (size_t i = number; i-- > 0 && !mention->followed;) {
        if (finder->mentions[i].hash != mention->hash || finder->mentions[i].followed) continue;
        mention->chosen = finder->mentions[i].chosen;
        return;
    }
    double best = -1;
    const struct vdt_gazetteer_place *chosen = NULL;
    for (size_t i = 0; i < mention->namesake_count; i++) {
        const struct vdt_gazetteer_place *place = place_of(finder, &mention->namesakes[i]);
        if (!place) continue;
        double score = score_of(finder, number, place, second);
        if (score > best) best = score, chosen = place;
    }
    mention->chosen = chosen;
}

/* "Paris, Texas", "Paris (Texas)": at most a comma or a bracket between. */
static void mark_followed(struct finder *finder) {
    for (size_t i = 0; i + 1 < finder->count; i++) {
        struct mention *mention = &finder->mentions[i], *behind = &finder->mentions[i + 1];
        if (behind->begin < mention->end || behind->begin - mention->end > 2) continue;
        struct vdt_view between = vdt_view_slice(finder->analysis->text, mention->end, behind->begin);
        mention->followed = between.size == 2 && (vdt_view_is(between, ", ") || vdt_view_is(between, " ("));
    }
}

/* One report means one place by one name: the one that a division behind it told, wherever it stood. */
static void agree(struct finder *finder) {
    for (size_t i = 0; i < finder->count; i++) {
        if (!finder->mentions[i].followed || !finder->mentions[i].chosen) continue;
        for (size_t k = 0; k < finder->count; k++)
            if (finder->mentions[k].hash == finder->mentions[i].hash && !finder->mentions[k].followed)
                finder->mentions[k].chosen = finder->mentions[i].chosen;
    }
}

/* "Kharkiv region", "the province of Idlib": the words around a name say that the division is meant, and not its seat. */
static bool told_as_division(const struct finder *finder, const struct mention *mention) {
    static const char *const behind[] = { " region", " oblast", " province", " governorate", " state", " county", " district", " prefecture",
                                          " department", " Region", " Oblast", " Province", " Governorate", " State", " County", " District",
                                          "-based", "'s governor", "’s governor" };
    static const char *const before[] = { "region of ", "oblast of ", "province of ", "governorate of ", "state of ", "county of ",
                                          "district of ", "department of ", "governor of " };
    struct vdt_view text = finder->analysis->text;
    struct vdt_view rest = vdt_view_slice(text, mention->end, text.size);
    struct vdt_view head = vdt_view_slice(text, 0, mention->begin);
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (vdt_view_starts(rest, vdt_view_of(behind[i]))) return true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (vdt_view_ends(head, vdt_view_of(before[i]))) return true;
    return false;
}

/* The town of the same name in a division, if a tenth of its people live there: Kharkiv, but not Quebec. */
static const struct vdt_gazetteer_place *seat_of(const struct finder *finder, const struct mention *mention) {
    const struct vdt_gazetteer_place *division = mention->chosen, *seat = NULL;
    if (!division || division->kind != VDT_PLACE_DIVISION || is_demonym(mention)) return NULL;
    for (size_t i = 0; i < mention->namesake_count; i++) {
        const struct vdt_gazetteer_place *town = place_of(finder, &mention->namesakes[i]);
        bool large = town && town->kind == VDT_PLACE_TOWN && town->population >= division->population / 10 && town->population > 0;
        if (large && lies_in(finder, town, division) && (!seat || town->population > seat->population)) seat = town;
    }
    return seat;
}

/* Do only a comma or "and" stand between two mentions? */
static bool listed_together(const struct finder *finder, size_t one, size_t next) {
    if (next >= finder->count || finder->mentions[next].begin < finder->mentions[one].end) return false;
    struct vdt_view between = vdt_view_slice(finder->analysis->text, finder->mentions[one].end, finder->mentions[next].begin);
    return vdt_view_is(between, ", ") || vdt_view_is(between, " and ") || vdt_view_is(between, ", and ");
}

/* A division that has no seat of its name: what is listed with it is a division too. */
static bool mere_division(const struct finder *finder, size_t number) {
    const struct vdt_gazetteer_place *place = finder->mentions[number].chosen;
    return place && place->kind == VDT_PLACE_DIVISION && !seat_of(finder, &finder->mentions[number]);
}

/*
 * A division and its seat have one name, and mostly the town is meant: "in Kharkiv", "in Aleppo"; but not behind a town of it,
 * "Buffalo, New York", and not in a list of divisions.
 */
static void prefer_seats(struct finder *finder) {
    for (size_t m = 0; m < finder->count; m++) {
        const struct vdt_gazetteer_place *seat = seat_of(finder, &finder->mentions[m]);
        if (!seat || told_as_division(finder, &finder->mentions[m])) continue;
        const struct mention *before = m > 0 && finder->mentions[m - 1].followed ? &finder->mentions[m - 1] : NULL;
        if (before && before->chosen && lies_in(finder, before->chosen, finder->mentions[m].chosen)) continue;
        if (m > 0 && listed_together(finder, m - 1, m) && mere_division(finder, m - 1)) continue;
        if (listed_together(finder, m, m + 1) && mere_division(finder, m + 1)) continue;
        finder->mentions[m].chosen = seat;
    }
}

/* --- the publisher's home --- */

static const struct {
    char domain[3], country[4];
} domains[] = { { "uk", "GBR" }, { "au", "AUS" }, { "ca", "CAN" }, { "ie", "IRL" }, { "nz", "NZL" }, { "in", "IND" }, { "za", "ZAF" },
                { "il", "ISR" }, { "pk", "PAK" }, { "de", "DEU" }, { "fr", "FRA" }, { "ru", "RUS" }, { "ua", "UKR" }, { "ge", "GEO" },
                { "ng", "NGA" }, { "ke", "KEN" }, { "lb", "LBN" }, { "ps", "PSE" }, { "jp", "JPN" }, { "cn", "CHN" }, { "es", "ESP" } };

/* The longest name of a town or division within the first part of the domain: "kyivpost.com" is at home in Kyiv. */
static void find_home(struct finder *finder, struct vdt_view publisher) {
    if (vdt_view_starts(publisher, VDT_LITERAL("www."))) publisher = vdt_view_slice(publisher, 4, publisher.size);
    for (size_t k = 0; k < sizeof domains / sizeof *domains; k++)
        if (publisher.size > 3 && publisher.data[publisher.size - 3] == '.' &&
            vdt_view_is_fold(vdt_view_slice(publisher, publisher.size - 2, publisher.size), domains[k].domain))
            memcpy(finder->country, domains[k].country, 4);
    struct vdt_view label = vdt_view_cut(&publisher, '.');
    if (label.size > 40) return;
    for (size_t size = label.size; size >= SHORTEST_HOME && !finder->home; size--)
        for (size_t from = 0; from + size <= label.size && !finder->home; from++) {
            struct mention mention = { 0 };
            struct vdt_phrase_key key;
            vdt_phrase_normalise(vdt_view_slice(label, from, from + size), &key);
            look_up(finder, &mention, &key);
            const struct vdt_gazetteer_place *place = mention.namesake_count ? place_of(finder, mention.namesakes) : NULL;
            if (place && (place->population >= 20000 || place->kind >= VDT_PLACE_DIVISION)) finder->home = place;
        }
}

/* --- the dateline --- */

enum { LONGEST_DATELINE = 120 };

/* "KYIV, Ukraine (AP) --", "San Salvador, 4 Jan 90 (EFE) -": a place that the text begins with, and a dash behind it. */
static bool is_dateline(const struct finder *finder) {
    static const char *const dashes[] = { " -- ", " — ", " – ", ") - ", ") -- ", ") -" };
    if (!finder->count) return false;
    struct vdt_view before = vdt_view_trim(vdt_view_slice(finder->analysis->text, 0, finder->mentions[0].begin));
    struct vdt_view behind = vdt_view_slice(finder->analysis->text, finder->mentions[0].end, finder->mentions[0].end + LONGEST_DATELINE);
    if (before.size || finder->mentions[0].use[0] == 'd') return false;
    for (size_t i = 0; i < behind.size; i++) {
        if (behind.data[i] == '\n' && i + 1 < behind.size && behind.data[i + 1] == '\n') return false;
        for (size_t d = 0; d < sizeof dashes / sizeof *dashes; d++)
            if (vdt_view_starts(vdt_view_slice(behind, i, behind.size), vdt_view_of(dashes[d]))) return true;
        if (behind.data[i] == '.' && i + 1 < behind.size && behind.data[i + 1] == ' ' && i > 40) return false;
    }
    return false;
}

/* --- together --- */

static struct vdt_toponym tell(const struct finder *finder, const struct mention *mention) {
    struct vdt_toponym out = { .use = mention->use, .latitude = NAN, .longitude = NAN };
    out.span.begin = mention->begin;
    out.span.end = mention->end;
    out.span.text = vdt_view_slice(finder->analysis->text, mention->begin, mention->end);
    const struct vdt_gazetteer_place *place = mention->chosen;
    if (!place) return out;
    out.name = vdt_gazetteer_string(finder->gazetteer, place->name);
    out.country = (struct vdt_view){ place->country, strnlen(place->country, 3) };
    out.latitude = round(place->latitude * 1e4) / 1e4;
    out.longitude = round(place->longitude * 1e4) / 1e4;
    out.geonames = place->geonames;
    out.capital = place->kind == VDT_PLACE_TOWN && place->capital;
    const struct vdt_gazetteer_place *division = vdt_gazetteer_place_at(finder->gazetteer, place->division);
    if (division) out.division = vdt_gazetteer_string(finder->gazetteer, division->name);
    return out;
}

/*
 * A report that is dated from one country and has only one name in another is rather mistaken for the namesake of something
 * nearer, than about that other country.
 */
static bool is_stray(const struct finder *finder, size_t number) {
    const struct vdt_gazetteer_place *place = finder->mentions[number].chosen;
    if (!finder->dateline || !place || same_country(place, finder->dateline->country)) return false;
    for (size_t i = 0; i < finder->count; i++) {
        const struct vdt_gazetteer_place *other = finder->mentions[i].chosen;
        if (other && other != place && same_country(other, place->country)) return false;
    }
    return true;
}

static void count_points(struct vdt_view text, struct vdt_toponym *items, size_t count) {
    uint32_t byte = 0, point = 0;
    for (size_t i = 0; i < count; i++) {
        struct vdt_span *span = &items[i].span;
        if (byte > span->begin) byte = point = 0;
        for (; byte < span->begin; byte++) point += ((unsigned char)text.data[byte] & 0xC0) != 0x80;
        span->begin = point;
        span->end = point + (uint32_t)vdt_utf8_count(span->text);
    }
}

enum vdt_status vdt_places_list(const struct vdt_gazetteer *gazetteer, struct vdt_arena *arena, const struct vdt_report *report,
                                const struct vdt_analysis *analysis, struct vdt_toponym **out, size_t *count,
                                struct vdt_error *error) {
    struct finder finder = { .arena = arena, .gazetteer = gazetteer, .analysis = analysis };
    if (!(report->spans ? take_given(&finder, report) : find_all(&finder))) return vdt_fail_memory(error, "listing places");
    struct vdt_toponym *items = vdt_arena_array(arena, finder.count, sizeof *items);
    if (!items) return vdt_fail_memory(error, "listing places");
    find_home(&finder, report->publisher);
    mark_followed(&finder);
    for (size_t i = 0; i < finder.count; i++) look_closer(&finder, &finder.mentions[i]);
    finder.dated = !report->spans && is_dateline(&finder);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < finder.count; i++) choose(&finder, i, round > 0);
        agree(&finder);
        if (finder.dated) finder.dateline = finder.mentions[0].chosen;
    }
    prefer_seats(&finder);
    for (size_t i = 0; i < finder.count; i++) items[i] = tell(&finder, &finder.mentions[i]), items[i].stray = is_stray(&finder, i);
    if (finder.dated) items[0].dateline = true;
    count_points(analysis->text, items, finder.count);
    *out = items;
    *count = finder.count;
    return VDT_OK;
}
