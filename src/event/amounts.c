/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A number is read with its bounds ("at least 12", "between 20 and 30", "dozens"), then what it counts is looked for: the word
 * behind it ("12 dead"), the noun that it modifies ("200 troops"), or the verb above ("killed 12 people", "12 were wounded").
 * Victims that are told in a row ("three men, two women and a child") are added up. Vague words have the bounds that they have in the news: dozens are 24 to 99, hundreds 200 to 999.
 */
#include "event/amounts.h"

#include <stdlib.h>

enum { MOST_AMOUNTS = 32, HIGHEST = 8 };

struct number {
    double low, high;
    uint32_t first, last; /* with the words that bound it */
    uint32_t core;        /* the number's last word, which the tree knows */
};

static bool is(const struct vdt_tree *tree, uint32_t i, const char *what) {
    return i < tree->count && vdt_view_is_fold(tree->words[i].form, what);
}

static bool in_list(struct vdt_view word, const char *list) {
    struct vdt_view rest = vdt_view_of(list);
    while (word.size && rest.size)
        if (vdt_view_equal_fold(word, vdt_view_cut(&rest, ' '))) return true;
    return false;
}

static bool any_of(const struct vdt_tree *tree, uint32_t i, const char *list) {
    return i < tree->count && in_list(tree->words[i].form, list);
}

/* ---- numbers ---- */

static double small_number(struct vdt_view form) {
    static const char *const names[] = { "one",     "two",     "three",     "four",     "five",    "six",      "seven",
                                         "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen", "fourteen",
                                         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" };
    static const char *const tens[] = { "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (vdt_view_is_fold(form, names[k])) return (double)k + 1;
    for (size_t k = 0; k < sizeof tens / sizeof *tens; k++)
        if (vdt_view_is_fold(form, tens[k])) return (double)(k + 2) * 10;
    return -1;
}

/* "12", "1,200", "2.5"; -1: no number. */
static double digits_of(struct vdt_view form) {
    double value = 0, place = 0;
    if (!form.size || form.size > 15 || form.data[0] < '0' || form.data[0] > '9') return -1;
    for (size_t i = 0; i < form.size; i++) {
        char c = form.data[i];
        if (c == ',' && form.size - i >= 4) continue;
        if (c == '.' && place == 0 && i + 1 < form.size) {
            place = 1;
            continue;
        }
        if (c < '0' || c > '9') return -1;
        if (place > 0) place /= 10, value += place * (c - '0');
        else value = value * 10 + (c - '0');
    }
    return value;
}

static double scale_of(const struct vdt_tree *tree, uint32_t i) {
    if (any_of(tree, i, "hundred")) return 100;
    if (any_of(tree, i, "thousand")) return 1e3;
    if (any_of(tree, i, "million mn m")) return 1e6;
    if (any_of(tree, i, "billion bn")) return 1e9;
    if (any_of(tree, i, "trillion tn")) return 1e12;
    return any_of(tree, i, "dozen") ? 12 : 1;
}

/* A number as such: its last word, or false. */
static bool plain_number(const struct vdt_tree *tree, uint32_t i, double *value, uint32_t *last) {
    if (i >= tree->count) return false;
    *value = digits_of(tree->words[i].form);
    *last = i;
    if (*value < 0) *value = small_number(tree->words[i].form);
    if (*value < 0 && any_of(tree, i, "a an") && scale_of(tree, i + 1) > 1) *value = 1;
    if (*value < 0) return false;
    if (*value >= 20 && is(tree, i + 1, "-") && i + 2 < tree->count) {
        double rest = small_number(tree->words[i + 2].form);
        if (rest > 0 && rest < 10) *value += rest, *last = i + 2;
    }
    for (double scale; (scale = scale_of(tree, *last + 1)) > 1; ++*last) *value *= scale;
    return true;
}

static bool vague_number(const struct vdt_tree *tree, uint32_t i, struct number *out) {
    static const struct { const char *word; double low, high; } vague[] = {
        { "dozens", 24, 99 }, { "scores", 40, 99 }, { "hundreds", 200, 999 }, { "thousands", 2000, 9999 }, { "millions", 2e6, 9999999 },
        { "several", 3, 9 }, { "couple", 2, 2 },
    };
    bool tens = is(tree, i, "tens"), large = is(tree, i + 1, "of") && any_of(tree, i + 2, "thousands millions");
    if (large && (tens || is(tree, i, "hundreds"))) {
        double scale = is(tree, i + 2, "millions") ? 1e6 : 1e3;
        *out = (struct number){ (tens ? 20 : 200) * scale, (tens ? 100 : 1000) * scale - 1, i, i + 2, i };
        return true;
    }
    for (size_t k = 0; k < sizeof vague / sizeof *vague; k++)
        if (is(tree, i, vague[k].word)) {
            *out = (struct number){ vague[k].low, vague[k].high, i, i, i };
            return true;
        }
    return false;
}

/* Words before a number that open one of its ends. */
static void bound(const struct vdt_tree *tree, struct number *number) {
    uint32_t i = number->first;
    if (i >= 2 && ((is(tree, i - 2, "at") && is(tree, i - 1, "least")) || (is(tree, i - 2, "more") && is(tree, i - 1, "than"))))
        number->high = -1, number->first = i - 2;
    else if (i >= 1 && any_of(tree, i - 1, "over") && tree->words[i - 1].relation != VDT_REL_compound_prt) number->high = -1, number->first = i - 1;
    else if (i >= 3 && is(tree, i - 3, "no") && any_of(tree, i - 2, "fewer less") && is(tree, i - 1, "than"))
        number->high = -1, number->first = i - 3;
    else if (i >= 2 && any_of(tree, i - 2, "fewer less") && is(tree, i - 1, "than")) number->low = -1, number->first = i - 2;
    else if (i >= 2 && is(tree, i - 2, "up") && is(tree, i - 1, "to")) number->low = -1, number->first = i - 2;
    else if (i >= 3 && is(tree, i - 3, "as") && any_of(tree, i - 2, "many much") && is(tree, i - 1, "as"))
        number->low = -1, number->first = i - 3;
    else if (i >= 1 && any_of(tree, i - 1, "about some nearly around almost approximately roughly")) number->first = i - 1;
}

static bool number_at(const struct vdt_tree *tree, uint32_t i, struct number *out) {
    double low, high;
    uint32_t last, behind;
    if (vague_number(tree, i, out)) {
        bound(tree, out);
        return true;
    }
    if (!plain_number(tree, i, &low, &last)) return false;
    *out = (struct number){ low, low, i, last, last };
    bool between = i && is(tree, i - 1, "between");
    if ((any_of(tree, last + 1, "to - \xE2\x80\x93") || (between && is(tree, last + 1, "and"))) &&
        plain_number(tree, last + 2, &high, &behind) && high > low) {
        out->high = high;
        out->last = out->core = behind;
        if (between) out->first = i - 1;
        return true;
    }
    bound(tree, out);
    return true;
}

/* ---- what is counted ---- */

static const struct fate {
    const char *what, *verbs;
    bool subject; /* whom it befalls is the subject: "12 died" */
} fates[] = {
    { "killed", "kill murder assassinate slay massacre execute slaughter behead", false },
    { "killed", "die perish drown", true },
    { "wounded", "wound injure hurt maim", false },
    { "detained", "arrest detain imprison jail round capture", false },
    { "kidnapped", "kidnap abduct seize", false },
    { "displaced", "displace evacuate uproot", false },
    { "displaced", "flee", true },
    { "missing", "disappear vanish", true },
    { "protesters", "protest demonstrate rally march", true },
};

static const struct {
    const char *what, *words;
} states[] = {
    { "killed", "dead killed" }, { "wounded", "wounded injured hurt" }, { "missing", "missing" },
    { "detained", "detained arrested" }, { "displaced", "displaced homeless" },
};

static const struct {
    const char *what, *nouns;
} kinds[] = {
    { "killed", "death fatality" },
    { "wounded", "injury wounded" },
    { "detained", "arrest detainee prisoner" },
    { "kidnapped", "hostage" },
    { "displaced", "refugee" },
    { "troops", "troop soldier serviceman servicemen marine paratrooper peacekeeper" },
    { "protesters", "protester protestor demonstrator marcher" },
    { "weapons", "tank missile rocket rifle warhead grenade mine gun warplane helicopter bomb shell weapon mortar drone warship" },
};

static const char persons[] = "person people man men woman women child children civilian soldier policeman policemen officer guerrilla "
                              "peasant worker student journalist rebel militant fighter troop passenger resident villager priest "
                              "jesuit member leader protester demonstrator guard police boy girl official victim insurgent terrorist demonstrator protestor "
                              "civilians other hostage family farmer teacher miner nun body individual inhabitant citizen marine bishop nurse doctor judge driver "
                              "crew pilot diplomat tourist reporter cleric monk pilgrim herder fisherman brother sister son daughter mother father";

/* Whom something may befall: persons by the classes of the patterns, "Iraqis", "three others", "several more". */
static bool is_person(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t noun) {
    const struct vdt_word *word = &tree->words[noun];
    if (in_list(word->lemma, persons) || any_of(tree, (uint32_t)noun, "more others")) return true;
    if (vdt_noun_in_class(patterns, "institution", word->lemma)) return false;
    return word->upos == VDT_UPOS_PROPN || vdt_noun_kind_of(patterns, tree, noun) == VDT_NOUN_PARTY;
}

/* Words for so many together: "a family of five", "a total of 12 soldiers". */
static const char together[] = "family group total crew team band number crowd";

static const char *currency_of(const struct vdt_tree *tree, uint32_t first, uint32_t last) {
    if (first && is(tree, first - 1, "$")) return "USD";
    if (first && is(tree, first - 1, "\xE2\x82\xAC")) return "EUR";
    if (first && is(tree, first - 1, "\xC2\xA3")) return "GBP";
    if (any_of(tree, last + 1, "dollars dollar")) return "USD";
    if (any_of(tree, last + 1, "euros euro")) return "EUR";
    if (any_of(tree, last + 1, "pounds")) return "GBP";
    if (any_of(tree, last + 1, "rubles roubles")) return "RUB";
    if (any_of(tree, last + 1, "yen")) return "JPY";
    return any_of(tree, last + 1, "yuan") ? "CNY" : NULL;
}

/* The noun that the number counts, itself where it stands alone: "two were killed". */
static int32_t counted_noun(const struct vdt_tree *tree, uint32_t core) {
    const struct vdt_word *word = &tree->words[core];
    /* "between 20 and 30 people": the second hangs on the first */
    if (word->head >= 0 && word->relation == VDT_REL_conj && tree->words[word->head].upos == VDT_UPOS_NUM) word = &tree->words[word->head];
    if (word->head > (int32_t)core && (word->relation == VDT_REL_nummod || word->relation == VDT_REL_amod || word->relation == VDT_REL_det)) {
        /* "400 weapons inspectors" */
        int32_t noun = word->head;
        bool compound = tree->words[noun].relation == VDT_REL_compound && tree->words[noun].head == noun + 1;
        return compound && !is(tree, (uint32_t)noun + 1, "hostage") ? noun + 1 : noun;
    }
    if (word->head >= 0 && word->relation == VDT_REL_nmod && core && is(tree, core - 1, "of") && in_list(tree->words[word->head].lemma, together))
        return word->head;
    return (int32_t)core;
}

static const char *fate_of(const struct vdt_word *verb, bool subject, bool passive) {
    for (size_t k = 0; k < sizeof fates / sizeof *fates; k++)
        if (in_list(verb->lemma, fates[k].verbs) && (fates[k].subject ? subject && !passive : !subject || passive)) return fates[k].what;
    return NULL;
}

/* "the murder of six priests", "the bodies of six priests" */
static const char *noun_fate(const struct vdt_word *noun) {
    if (in_list(noun->lemma, "murder killing assassination death massacre slaying execution slaughter body corpse life")) return "killed";
    if (in_list(noun->lemma, "arrest detention imprisonment capture")) return "detained";
    if (in_list(noun->lemma, "kidnapping abduction")) return "kidnapped";
    return in_list(noun->lemma, "displacement evacuation") ? "displaced" : NULL;
}

/* "the kidnapping and murder of two students": the worst that is told of them. */
static const char *nouns_fate(const struct vdt_tree *tree, int32_t noun) {
    const char *what = noun_fate(&tree->words[noun]);
    for (int32_t child = tree->first_child[noun]; child >= 0; child = tree->next_sibling[child]) {
        const char *other = tree->words[child].relation == VDT_REL_conj ? noun_fate(&tree->words[child]) : NULL;
        if (other && strcmp(other, "killed") == 0) what = other;
    }
    return what;
}

/* "shot dead two nuns" */
static const char *fate_by(const struct vdt_tree *tree, int32_t verb, bool subject, bool passive) {
    const struct vdt_word *word = &tree->words[verb];
    if (vdt_view_is(word->lemma, "shoot") && (!subject || passive) && is(tree, (uint32_t)verb + 1, "dead")) return "killed";
    return fate_of(word, subject, passive);
}

/* "kills three and injures 40 more": the verb told last before the noun, which the parser may hang on the first one. */
static int32_t nearer_verb(const struct vdt_tree *tree, int32_t verb, int32_t noun) {
    for (int32_t i = noun - 1; i > verb + 1; i--) {
        int32_t before = tree->words[i - 1].upos == VDT_UPOS_ADV ? i - 2 : i - 1;
        if (fate_by(tree, i, false, false) && any_of(tree, (uint32_t)before, "and while")) return i;
    }
    return verb;
}

/* What befell the noun: the verb above it, or the participle that stands with it. */
static const char *befallen(const struct vdt_tree *tree, int32_t noun, int32_t *governor) {
    int32_t at = noun;
    for (int step = 0; step < HIGHEST && at >= 0; step++) {
        const struct vdt_word *word = &tree->words[at];
        if (word->head < 0) break;
        const struct vdt_word *above = &tree->words[word->head];
        bool subject = word->relation == VDT_REL_nsubj, passive = word->relation == VDT_REL_nsubj_pass;
        /* "arrested between 20 and 30 people": an object that looks like an adverbial */
        int32_t marker = word->relation == VDT_REL_obl ? vdt_tree_child(tree, at, VDT_REL_case_) : -1;
        bool bare = word->relation == VDT_REL_obl && word->upos == VDT_UPOS_NUM && marker < 0;
        bool object = word->relation == VDT_REL_obj || bare || (marker >= 0 && vdt_tree_is(tree, marker, "between"));
        if (subject || passive || object) {
            int32_t verb = object ? nearer_verb(tree, word->head, noun) : word->head;
            const char *what = fate_by(tree, verb, subject || passive, passive);
            if (what) *governor = verb;
            if (what) return what;
            break;
        }
        int32_t of = word->relation == VDT_REL_nmod ? vdt_tree_child(tree, at, VDT_REL_case_) : -1;
        bool whose = (of >= 0 && vdt_tree_is(tree, of, "of")) || word->relation == VDT_REL_nmod_poss;
        const char *fate = whose ? nouns_fate(tree, word->head) : NULL;
        if (fate) *governor = word->head;
        if (fate) return fate;
        bool climbs = word->relation == VDT_REL_conj || word->relation == VDT_REL_appos ||
                      (of >= 0 && vdt_tree_is(tree, of, "of") && in_list(above->lemma, together));
        if (!climbs) break;
        at = word->head;
    }
    for (int32_t child = tree->first_child[noun]; child >= 0; child = tree->next_sibling[child]) {
        const struct vdt_word *word = &tree->words[child];
        if (word->relation != VDT_REL_acl && word->relation != VDT_REL_amod && word->relation != VDT_REL_acl_relcl) continue;
        if (word->relation == VDT_REL_amod && !vdt_view_is(word->xpos, "VBN")) continue;
        const char *what = vdt_view_is(word->xpos, "VBG") ? NULL : fate_of(word, false, true);
        if (what) *governor = child;
        if (what) return what;
    }
    return NULL;
}

/* "cost 12 lives", "the death toll rose to 45", "a toll of 45" */
static const char *told_dead(const struct vdt_tree *tree, int32_t noun, bool alone, int32_t *governor) {
    int32_t head = tree->words[noun].head;
    if (head < 0) return NULL;
    *governor = head;
    if (!alone) return in_list(tree->words[noun].lemma, "life") && in_list(tree->words[head].lemma, "claim cost take lose") ? "killed" : NULL;
    if (vdt_view_is(tree->words[head].lemma, "toll")) return "killed";
    int32_t subject = vdt_tree_child(tree, head, VDT_REL_nsubj), object = vdt_tree_child(tree, head, VDT_REL_obj);
    bool toll = (subject >= 0 && vdt_view_is(tree->words[subject].lemma, "toll")) || (object >= 0 && vdt_view_is(tree->words[object].lemma, "toll"));
    bool reached = tree->words[noun].relation == VDT_REL_obl || tree->words[noun].relation == VDT_REL_obj;
    return toll && reached ? "killed" : NULL;
}

/* "12 dead", "five others wounded", "leaving 12 people dead" */
static const char *state_behind(const struct vdt_patterns *patterns, const struct vdt_tree *tree, uint32_t core, uint32_t *last, int32_t *governor) {
    for (uint32_t i = core + 1; i < tree->count && i <= core + 4; i++) {
        for (size_t k = 0; k < sizeof states / sizeof *states; k++)
            if (any_of(tree, i, states[k].words) && !(i + 1 < tree->count && tree->words[i + 1].upos == VDT_UPOS_NOUN && i > core + 1)) {
                *last = i;
                *governor = (int32_t)i;
                return states[k].what;
            }
        if (!is_person(patterns, tree, (int32_t)i)) return NULL;
    }
    return NULL;
}

static const char *kind_of(const struct vdt_word *noun) {
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (in_list(noun->lemma, kinds[k].nouns)) return kinds[k].what;
    return NULL;
}

/* "a 400lb bomb", "30 kilometers": a measure, no count. */
static bool measures(const struct vdt_tree *tree, const struct number *number) {
    static const char units[] = "lb lbs kg kilo kilogram gram ton tonne pound-weight km kilometer kilometre mile meter metre foot inch percent % year hour minute day week month";
    uint32_t next = number->core + 1 + (is(tree, number->core + 1, "-") ? 1 : 0);
    return next < tree->count && in_list(tree->words[next].lemma, units);
}

static bool is_counted(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct number *number, struct vdt_counted *out) {
    *out = (struct vdt_counted){ .low = number->low, .high = number->high, .first = number->first, .last = number->last, .governor = -1, .noun = -1 };
    const char *currency = currency_of(tree, number->first, number->last);
    if (currency) {
        bool sign = number->first && !any_of(tree, number->last + 1, "dollars dollar euros euro pounds rubles roubles yen yuan");
        out->what = "money";
        out->currency = currency;
        out->first -= sign;
        out->last += !sign;
        return true;
    }
    bool nobody = number->core == number->first && number->first && is(tree, number->first - 1, "no");
    if (nobody || measures(tree, number)) return false;
    if ((out->what = state_behind(patterns, tree, number->core, &out->last, &out->governor)) != NULL) return true;
    int32_t noun = counted_noun(tree, number->core);
    const struct vdt_word *word = &tree->words[noun];
    bool alone = noun == (int32_t)number->core;
    out->noun = noun;
    if (alone && number->core + 1 < tree->count && tree->words[number->core + 1].upos == VDT_UPOS_SYM) return false;
    if (alone || is_person(patterns, tree, noun)) out->what = befallen(tree, noun, &out->governor);
    /* "5,000 soldiers marched" are no protesters */
    if (out->what && strcmp(out->what, "protesters") == 0 && !alone && kind_of(word)) out->what = kind_of(word);
    if (!out->what) out->what = told_dead(tree, noun, alone, &out->governor);
    if (!out->what && !alone) out->what = kind_of(word);
    if (!alone && noun > (int32_t)out->last && noun < (int32_t)out->last + 5) out->last = (uint32_t)noun;
    if (!alone && noun < (int32_t)out->first && noun + 3 > (int32_t)out->first) out->first = (uint32_t)noun;
    return out->what != NULL;
}

/* ---- victims in a row ---- */

/* Are both of one enumeration? The later hangs on the earlier, or both on the same one. */
static bool in_a_row(const struct vdt_tree *tree, int32_t first, int32_t later) {
    for (int step = 0; step < HIGHEST && later >= 0 && tree->words[later].relation == VDT_REL_conj; step++) {
        later = tree->words[later].head;
        if (later == first) return true;
    }
    return false;
}

/* "20 rebels and two soldiers": nothing but a comma and "and" between them. */
static bool stand_together(const struct vdt_tree *tree, const struct vdt_counted *first, const struct vdt_counted *later) {
    uint32_t at = first->last + 1;
    if (is(tree, at, ",")) at++;
    if (is(tree, at, "and")) at++;
    return at == later->first && at > first->last + 1;
}

static bool of_people(struct vdt_view what) {
    return in_list(what, "killed wounded detained kidnapped missing");
}

static void add_up(struct vdt_counted *sum, double low, double high, uint32_t last) {
    sum->low = sum->low < 0 || low < 0 ? -1 : sum->low + low;
    sum->high = sum->high < 0 || high < 0 ? -1 : sum->high + high;
    if (last > sum->last) sum->last = last;
    sum->sum = true;
}

/* "two men and a child": one more that no number tells. */
static void add_single(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_counted *sum) {
    for (int32_t child = tree->first_child[sum->noun]; child >= 0; child = tree->next_sibling[child]) {
        const struct vdt_word *word = &tree->words[child];
        if (word->relation != VDT_REL_conj || word->upos != VDT_UPOS_NOUN || !is_person(patterns, tree, child)) continue;
        int32_t article = vdt_tree_child(tree, child, VDT_REL_det);
        if (article >= 0 && any_of(tree, (uint32_t)article, "a an another")) add_up(sum, 1, 1, (uint32_t)child);
    }
}

static size_t add_rows(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_counted *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct vdt_counted *before = kept ? &items[kept - 1] : NULL;
        bool people = of_people(vdt_view_of(items[i].what)) && items[i].noun >= 0;
        if (people && before && before->noun >= 0 && strcmp(before->what, items[i].what) == 0 &&
            (in_a_row(tree, before->noun, items[i].noun) || stand_together(tree, before, &items[i])))
            add_up(before, items[i].low, items[i].high, items[i].last);
        else
            items[kept++] = items[i];
    }
    for (size_t i = 0; i < kept; i++)
        if (items[i].noun >= 0 && of_people(vdt_view_of(items[i].what))) add_single(patterns, tree, &items[i]);
    return kept;
}

bool vdt_amounts_find(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_counted **out, size_t *count) {
    *count = 0;
    *out = vdt_arena_array(arena, MOST_AMOUNTS, sizeof **out);
    if (!*out) return false;
    for (uint32_t i = 0; i < tree->count && *count < MOST_AMOUNTS; i++) {
        struct number number;
        struct vdt_counted counted;
        if (!number_at(tree, i, &number)) continue;
        if (is_counted(patterns, tree, &number, &counted)) (*out)[(*count)++] = counted;
        i = number.last;
    }
    *count = add_rows(patterns, tree, *out, *count);
    return true;
}

bool vdt_amount_of_victims(const struct vdt_counted *amount) {
    return in_list(vdt_view_of(amount->what), "killed wounded");
}

bool vdt_amount_belongs(const struct vdt_tree *tree, const struct vdt_counted *amount, int32_t word, enum vdt_plover plover) {
    if (amount->governor == word || vdt_tree_below(tree, (int32_t)amount->last, word)) return true;
    struct vdt_view what = vdt_view_of(amount->what);
    if (in_list(what, "killed wounded")) return plover == VDT_ASSAULT;
    if (in_list(what, "detained kidnapped")) return plover == VDT_COERCE;
    return in_list(what, "protesters") && plover == VDT_PROTEST;
}
