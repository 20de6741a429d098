/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mention and an entity before it make a pair; what speaks for and against the pair are its features, yes or no each;
 * their weights (coreference-weights.c, made by train/coreference.py) are added up, and the best pair wins over "somebody
 * new" or not. What a mention of one kind weighs differs from another: "its" wants a subject near by, a surname its full name.
 *
 * Entities are kept in the order in which they were last mentioned, so that near ones are weighed first.
 */
#include "language/coreference.h"

#include "base/hash.h"
#include "base/limit.h"
#include "language/coreference-weights.h"

enum {
    NAME_WORDS = 12,
    HEADS = 4,
    STRINGS = 8,
    GENDERS = VDT_REFERENCE_HE | VDT_REFERENCE_SHE,
    NATURES = VDT_REFERENCE_PERSON | VDT_REFERENCE_GROUP | VDT_REFERENCE_PLACE,
    PLACES = VDT_REFERENCE_COUNTRY | VDT_REFERENCE_TOWN,
};

/* What is known of an entity so far. */
struct entity {
    uint32_t first, last, name;          /* mentions */
    uint32_t newer, older;               /* neighbours in the order of last mention */
    uint32_t count, names, subjects;
    uint32_t joined_to;                  /* itself, or an earlier one that turned out to be the same */
    uint32_t types[VDT_NAME_MISC + 1];
    uint64_t words_seen[NAME_WORDS];     /* hashes of the words of its names */
    uint32_t word_count;
    uint64_t strings[STRINGS];           /* hashes of its names as a whole */
    uint32_t string_count;
    uint32_t country;
    uint64_t heads[HEADS];               /* hashes of the heads of its descriptions and names */
    uint32_t head_count;
    uint16_t nature, genders, place;     /* bits of vdt_reference_kind */
    bool plural_seen, one_seen, in_title, called, interviewed;
    uint16_t pronouns;                   /* bits: which were used for it */
};

struct joining {
    const struct vdt_reference_words *words;
    const struct vdt_analysis *analysis;
    struct vdt_mentions *mentions;
    const struct vdt_teacher *teacher;
    struct entity *entities;
    uint32_t entity_count, newest, topic[VDT_NAME_MISC + 1]; /* topic: the most mentioned entity of a type */
    uint64_t *table_keys;                /* word of a name or head of a description → the last entity that has it */
    uint32_t *table_values;
    size_t mask;
    struct vdt_pair *pairs;              /* VDT_LIMIT_REFERENTS + 2 */
    /* of the mention that is looked at */
    uint64_t content[NAME_WORDS], head, string;
    uint32_t content_count;
};

static const struct vdt_word *at(const struct joining *joining, uint32_t word) {
    return &joining->analysis->words[word];
}

/* ---- words of names ------------------------------------------------------------------------------------------- */

static uint64_t folded_hash(struct vdt_view word) {
    char folded[64];
    if (word.size > sizeof folded) word.size = sizeof folded;
    for (size_t i = 0; i < word.size; i++) folded[i] = vdt_lower(word.data[i]);
    return vdt_hash((struct vdt_view){ folded, word.size }) | 1;
}

static bool counts_in_name(const struct vdt_word *word) {
    return word->upos != VDT_UPOS_PUNCT && word->upos != VDT_UPOS_DET && word->upos != VDT_UPOS_ADP &&
           word->upos != VDT_UPOS_PART;
}

/* The hashes of the words that make up a mention, at most `most`. */
static uint32_t content(const struct joining *joining, const struct vdt_mention *mention, uint64_t *out, uint32_t most) {
    uint32_t count = 0;
    for (uint32_t word = mention->first; word <= mention->last && count < most; word++)
        if (counts_in_name(at(joining, word))) out[count++] = folded_hash(at(joining, word)->form);
    return count;
}

static bool among(uint64_t hash, const uint64_t *list, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == hash) return true;
    return false;
}

static bool same_string(const struct joining *joining, const struct vdt_mention *a, const struct vdt_mention *b) {
    uint64_t one[NAME_WORDS], other[NAME_WORDS];
    uint32_t count = content(joining, a, one, NAME_WORDS);
    return count && count == content(joining, b, other, NAME_WORDS) && memcmp(one, other, count * sizeof *one) == 0;
}

/* Is `shorter` one word of capitals made of the first letters of `longer`'s capitalised words? */
static bool is_acronym(const struct joining *joining, const struct vdt_mention *shorter, const struct vdt_mention *longer) {
    if (shorter->first != shorter->last || longer->last - longer->first > 10) return false;
    struct vdt_view letters = at(joining, shorter->first)->form;
    size_t i = 0;
    for (uint32_t word = longer->first; word <= longer->last; word++) {
        char initial = at(joining, word)->form.data[0];
        if (initial < 'A' || initial > 'Z') continue;
        while (i < letters.size && letters.data[i] == '.') i++;
        if (i == letters.size || letters.data[i++] != initial) return false;
    }
    while (i < letters.size && letters.data[i] == '.') i++;
    return i == letters.size && i >= 2;
}

/* ---- entities ---------------------------------------------------------------------------------------------------- */

static size_t slot_of(const struct joining *joining, uint64_t key) {
    size_t slot = key & joining->mask;
    while (joining->table_keys[slot] && joining->table_keys[slot] != key) slot = (slot + 1) & joining->mask;
    return slot;
}

static void remember(struct joining *joining, uint64_t key, uint32_t entity) {
    size_t slot = slot_of(joining, key);
    joining->table_keys[slot] = key;
    joining->table_values[slot] = entity;
}

static void unlink_entity(struct joining *joining, uint32_t number) {
    struct entity *entity = &joining->entities[number];
    if (entity->newer != VDT_NO_MENTION) joining->entities[entity->newer].older = entity->older;
    if (entity->older != VDT_NO_MENTION) joining->entities[entity->older].newer = entity->newer;
    if (joining->newest == number) joining->newest = entity->older;
}

static void make_newest(struct joining *joining, uint32_t number) {
    struct entity *entity = &joining->entities[number];
    entity->newer = VDT_NO_MENTION;
    entity->older = joining->newest;
    if (joining->newest != VDT_NO_MENTION) joining->entities[joining->newest].newer = number;
    joining->newest = number;
}

static uint64_t head_hash(const struct joining *joining, const struct vdt_mention *mention) {
    return folded_hash(at(joining, mention->head)->lemma);
}

/* What a mention tells of its entity. */
static void learn(struct joining *joining, uint32_t number, uint32_t m) {
    struct entity *entity = &joining->entities[number];
    const struct vdt_mention *mention = &joining->mentions->items[m];
    entity->last = m;
    entity->count++;
    entity->subjects += mention->role == VDT_ROLE_SUBJECT;
    uint16_t genders = mention->words & GENDERS;
    if (genders && !entity->genders) entity->genders = genders;
    entity->nature |= mention->words & NATURES;
    if (!entity->place) entity->place = mention->words & PLACES;
    if (mention->kind != VDT_MENTION_PRONOUN && mention->paragraph == 0) entity->in_title = true;
    if (mention->called) entity->called = true;
    if (mention->interviewed) entity->interviewed = true;
    if (mention->number == VDT_NUMBER_MANY) entity->plural_seen = true;
    if (mention->number == VDT_NUMBER_ONE) entity->one_seen = true;
    if (mention->kind == VDT_MENTION_PRONOUN) {
        entity->pronouns |= (uint16_t)(1u << mention->pronoun);
        return;
    }
    if (!among(joining->head, entity->heads, entity->head_count) && entity->head_count < HEADS)
        entity->heads[entity->head_count++] = joining->head;
    remember(joining, joining->head, number);
    if (mention->kind != VDT_MENTION_NAME) return;
    entity->names++;
    entity->types[mention->type]++;
    if (!entity->country) entity->country = mention->country;
    remember(joining, joining->string, number);
    if (mention->country) remember(joining, mention->country, number);
    const struct vdt_mention *longest = entity->name == VDT_NO_MENTION ? NULL : &joining->mentions->items[entity->name];
    if (!longest || mention->last - mention->first > longest->last - longest->first) entity->name = m;
    if (!among(joining->string, entity->strings, entity->string_count) && entity->string_count < STRINGS)
        entity->strings[entity->string_count++] = joining->string;
    for (uint32_t i = 0; i < joining->content_count; i++) {
        uint64_t word = joining->content[i];
        remember(joining, word, number);
        if (!among(word, entity->words_seen, entity->word_count) && entity->word_count < NAME_WORDS)
            entity->words_seen[entity->word_count++] = word;
    }
}

static enum vdt_name_type entity_type(const struct entity *entity) {
    enum vdt_name_type best = VDT_NAME_NONE;
    for (unsigned type = VDT_NAME_PER; type <= VDT_NAME_MISC; type++)
        if (entity->types[type] > (best == VDT_NAME_NONE ? 0 : entity->types[best])) best = (enum vdt_name_type)type;
    return best;
}

static void join(struct joining *joining, uint32_t m, uint32_t number) {
    if (number == VDT_NO_MENTION) {
        number = joining->entity_count++;
        joining->entities[number] = (struct entity){ .first = m, .name = VDT_NO_MENTION, .joined_to = number };
    } else {
        unlink_entity(joining, number);
    }
    make_newest(joining, number);
    learn(joining, number, m);
    uint32_t *topic = &joining->topic[entity_type(&joining->entities[number])];
    if (*topic == VDT_NO_MENTION || joining->entities[number].count > joining->entities[*topic].count) *topic = number;
    joining->mentions->items[m].entity = number;
}

/* ---- features ------------------------------------------------------------------------------------------------------ */

static void add(struct vdt_pair *pair, enum vdt_pair_feature feature) {
    if (pair->count < VDT_PAIR_FEATURES_MOST) pair->features[pair->count++] = (uint16_t)feature;
}

static void how_far(struct vdt_pair *pair, const struct vdt_mention *mention, const struct vdt_mention *last) {
    uint32_t back = mention->sentence - last->sentence;
    add(pair, back == 0 ? F_SAME_SENTENCE : back == 1 ? F_ONE_BACK : back == 2 ? F_TWO_BACK : back <= 5 ? F_FIVE_BACK
              : back <= 12 ? F_TWELVE_BACK : F_FAR_BACK);
    uint32_t paragraphs = mention->paragraph - last->paragraph;
    add(pair, paragraphs == 0 ? F_SAME_PARAGRAPH : paragraphs == 1 ? F_PARAGRAPH_BEFORE : F_PARAGRAPHS_BACK);
}

static void how_agreeing(struct vdt_pair *pair, const struct vdt_mention *mention, const struct entity *entity) {
    uint16_t genders = mention->words & GENDERS, place = mention->words & PLACES, nature = mention->words & NATURES;
    if (genders && entity->genders) add(pair, genders & entity->genders ? F_GENDER_SAME : F_GENDER_OTHER);
    if (mention->number == VDT_NUMBER_MANY)
        add(pair, entity->plural_seen ? F_PLURAL_SAME : entity->one_seen ? F_PLURAL_OTHER : F_PLURAL_OPEN);
    if (mention->number == VDT_NUMBER_ONE)
        add(pair, entity->one_seen ? F_SINGULAR_SAME : entity->plural_seen ? F_SINGULAR_OTHER : F_SINGULAR_OPEN);
    if (nature) add(pair, !entity->nature ? F_NATURE_OPEN : nature & entity->nature ? F_NATURE_SAME : F_NATURE_OTHER);
    if (place) add(pair, !entity->place ? F_PLACE_OPEN : place & entity->place ? F_PLACE_SAME : F_PLACE_OTHER);
}

static void what_entity(struct vdt_pair *pair, const struct entity *entity, const struct vdt_mention *last) {
    static const uint16_t of_type[] = { F_TYPE_NONE, F_TYPE_PER, F_TYPE_ORG, F_TYPE_LOC, F_TYPE_MISC };
    add(pair, (enum vdt_pair_feature)of_type[entity_type(entity)]);
    if (!entity->names) {
        if (entity->nature & VDT_REFERENCE_PERSON) add(pair, F_NOUN_PERSON);
        if (entity->nature & VDT_REFERENCE_GROUP) add(pair, F_NOUN_GROUP);
        if (entity->nature & VDT_REFERENCE_PLACE) add(pair, F_NOUN_PLACE);
        if (!entity->nature) add(pair, F_NOUN_OTHER);
    }
    add(pair, entity->count == 1 ? F_ONCE : entity->count == 2 ? F_TWICE : entity->count < 6 ? F_FEW_TIMES : F_OFTEN);
    if (entity->in_title) add(pair, F_IN_TITLE);
    static const uint16_t roles[] = { F_LAST_SUBJECT, F_LAST_OBJECT, F_LAST_POSSESSOR, F_LAST_OBLIQUE, F_LAST_OTHER };
    add(pair, (enum vdt_pair_feature)roles[last->role]);
    static const uint16_t kinds[] = { F_LAST_NAME, F_LAST_DESCRIPTION, F_LAST_PRONOUN };
    add(pair, (enum vdt_pair_feature)kinds[last->kind]);
}

static void what_clause(struct vdt_pair *pair, const struct vdt_mention *mention, const struct vdt_mention *last) {
    static const uint16_t roles[] = { F_IS_SUBJECT, F_IS_OBJECT, F_IS_POSSESSOR, F_IS_OBLIQUE, F_IS_OTHER };
    add(pair, (enum vdt_pair_feature)roles[mention->role]);
    if (mention->role == VDT_ROLE_SUBJECT && last->role == VDT_ROLE_SUBJECT) add(pair, F_BOTH_SUBJECTS);
    if (mention->role == VDT_ROLE_OBJECT && last->role == VDT_ROLE_OBJECT) add(pair, F_BOTH_OBJECTS);
    if (mention->sentence != last->sentence) return;
    if (mention->governor != VDT_NO_MENTION && mention->governor == last->governor)
        add(pair, mention->reflexive ? F_REFLEXIVE_ARGUMENT : mention->role == VDT_ROLE_POSSESSOR ? F_POSSESSORS : F_CO_ARGUMENT);
    if (last->role == VDT_ROLE_SUBJECT && mention->role == VDT_ROLE_POSSESSOR) add(pair, F_OWN_OF_SUBJECT);
    if (last->first <= mention->head && mention->head <= last->last) add(pair, F_WITHIN_IT);
    if (mention->first <= last->head && last->head <= mention->last) add(pair, F_HOLDS_IT);
}

static void what_quotation(const struct joining *joining, struct vdt_pair *pair, const struct vdt_mention *mention,
                           const struct vdt_mention *last, uint32_t number) {
    if (!mention->quote) {
        if (last->quote) add(pair, F_LAST_WAS_QUOTED);
        return;
    }
    if (mention->quote == last->quote) add(pair, F_SAME_QUOTATION);
    uint32_t speaker = joining->mentions->quotes[mention->quote].speaker;
    if (speaker != VDT_NO_MENTION && speaker < (uint32_t)(mention - joining->mentions->items))
        add(pair, joining->mentions->items[speaker].entity == number ? F_ENTITY_SPEAKS : F_OTHER_SPEAKS);
    else
        add(pair, F_QUOTED);
}

static void what_string(const struct joining *joining, struct vdt_pair *pair, const struct vdt_mention *mention,
                        const struct entity *entity) {
    const uint64_t *hashes = joining->content;
    uint32_t count = joining->content_count, shared = 0;
    const struct vdt_mention *name = entity->name == VDT_NO_MENTION ? NULL : &joining->mentions->items[entity->name];
    for (uint32_t i = 0; i < count; i++) shared += among(hashes[i], entity->words_seen, entity->word_count);
    const struct vdt_mention *first = &joining->mentions->items[entity->first], *last = &joining->mentions->items[entity->last];
    if ((name && same_string(joining, mention, name)) || (first->kind != VDT_MENTION_PRONOUN && same_string(joining, mention, first)) ||
        (last->kind != VDT_MENTION_PRONOUN && same_string(joining, mention, last)))
        add(pair, F_SAME_STRING);
    else if (count && shared == count)
        add(pair, F_ALL_WORDS_KNOWN);
    else if (shared)
        add(pair, entity->word_count && shared == entity->word_count ? F_HOLDS_ALL_WORDS : F_SOME_WORDS);
    if (among(joining->string, entity->strings, entity->string_count)) add(pair, F_KNOWN_STRING);
    if (mention->country && entity->country) add(pair, mention->country == entity->country ? F_SAME_COUNTRY : F_OTHER_COUNTRY);
    bool same_head = among(joining->head, entity->heads, entity->head_count);
    if (same_head) add(pair, mention->kind == VDT_MENTION_NAME ? F_SAME_HEAD : mention->opening == VDT_OPENING_A ? F_SAME_HEAD_A
                       : mention->opening == VDT_OPENING_THE || mention->opening == VDT_OPENING_THIS ? F_SAME_HEAD_THE : F_SAME_HEAD_BARE);
    if (mention->inner) add(pair, F_INNER);
    if (name && mention->kind == VDT_MENTION_NAME) {
        uint64_t others[NAME_WORDS];
        uint32_t other = content(joining, name, others, NAME_WORDS);
        if (other && count && hashes[count - 1] == others[other - 1]) add(pair, F_LAST_WORD);
        if (other && count && hashes[0] == others[0]) add(pair, F_FIRST_WORD);
        if (other && count == 1 && hashes[0] == others[other - 1]) add(pair, F_SURNAME);
        if (other == 1 && count && hashes[count - 1] == others[0]) add(pair, F_NAMES_SURNAME);
        if (is_acronym(joining, mention, name) || is_acronym(joining, name, mention)) add(pair, F_ACRONYM);
        add(pair, mention->type == entity_type(entity) ? F_SAME_TYPE : F_OTHER_TYPE);
        if (other && count && mention->type == VDT_NAME_PER && count >= 2 && other >= 2 && hashes[0] != others[0] &&
            hashes[count - 1] == others[other - 1])
            add(pair, F_RELATIVES);
    }
    if (mention->kind == VDT_MENTION_DESCRIPTION) {
        uint32_t fresh = 0;
        for (uint32_t word = mention->first; word < mention->head; word++) {
            uint8_t upos = at(joining, word)->upos;
            if (upos != VDT_UPOS_ADJ && upos != VDT_UPOS_PROPN && upos != VDT_UPOS_NOUN && upos != VDT_UPOS_NUM) continue;
            fresh += !among(folded_hash(at(joining, word)->form), entity->words_seen, entity->word_count);
        }
        add(pair, fresh ? F_NEW_MODIFIER : F_NO_MODIFIER);
        if (among(joining->head, entity->words_seen, entity->word_count)) add(pair, F_HEAD_IN_NAME);
        if (mention->extended) add(pair, F_EXTENDED);
    }
}

/* Who speaks to whom: which pronouns an entity had, questions and their answers, who is called by name. */
static void what_dialogue(struct vdt_pair *pair, const struct vdt_mention *mention, const struct entity *entity,
                          const struct vdt_mention *last) {
    static const uint16_t had[] = { 0, F_WAS_HE, F_WAS_IT, F_WAS_THEY, F_WAS_I, F_WAS_WE, F_WAS_YOU };
    for (unsigned pronoun = VDT_PRONOUN_HE; pronoun <= VDT_PRONOUN_YOU; pronoun++)
        if (entity->pronouns >> pronoun & 1) add(pair, (enum vdt_pair_feature)had[pronoun]);
    if (last->question && !mention->question) add(pair, F_ANSWERS);
    if (mention->question && !last->question) add(pair, F_ASKS);
    if (last->called) add(pair, F_LAST_CALLED);
    if (entity->called) add(pair, F_WAS_CALLED);
    if (entity->interviewed) add(pair, F_INTERVIEWED);
}

static bool is_twin(const struct joining *joining, const struct vdt_mention *mention, uint32_t number) {
    return mention->twin != VDT_NO_MENTION && joining->mentions->items[mention->twin].entity == number;
}

static void weigh(const struct joining *joining, uint32_t m, uint32_t number, uint32_t rank, struct vdt_pair *pair) {
    const struct vdt_mention *mention = &joining->mentions->items[m];
    const struct entity *entity = &joining->entities[number];
    const struct vdt_mention *last = &joining->mentions->items[entity->last];
    pair->entity = number;
    pair->count = 0;
    add(pair, F_ANY);
    add(pair, rank == 0 ? F_NEAREST : rank == 1 ? F_SECOND : rank < 4 ? F_THIRD : F_LATER);
    how_far(pair, mention, last);
    how_agreeing(pair, mention, entity);
    what_entity(pair, entity, last);
    if (entity->names && joining->topic[entity_type(entity)] == number) add(pair, F_TOPIC);
    what_clause(pair, mention, last);
    what_quotation(joining, pair, mention, last, number);
    if (mention->called) add(pair, F_CALLED);
    static const uint16_t bonds[] = { F_ANY, F_APPOSITION, F_COPULA, F_AS, F_TITLE };
    static const uint16_t named[] = { F_ANY, F_NAMED_APPOSITION, F_NAMED_COPULA, F_NAMED_AS, F_NAMED_TITLE };
    if (is_twin(joining, mention, number)) {
        add(pair, (enum vdt_pair_feature)(entity->names ? named : bonds)[mention->bond]);
        if (mention->words & entity->nature & NATURES) add(pair, F_TWIN_AGREES);
    }
    else if (mention->twin != VDT_NO_MENTION) add(pair, F_ANOTHER_IS_TWIN);
    if (mention->owner != VDT_NO_MENTION && mention->owner < m && joining->mentions->items[mention->owner].entity == number)
        add(pair, F_ITS_OWNER);
    if (mention->kind != VDT_MENTION_PRONOUN) {
        what_string(joining, pair, mention, entity);
        static const uint16_t openings[] = { F_OPENS_BARE, F_OPENS_THE, F_OPENS_THIS, F_OPENS_A, F_OPENS_OWNED };
        if (mention->kind == VDT_MENTION_DESCRIPTION) add(pair, (enum vdt_pair_feature)openings[mention->opening]);
        return;
    }
    if (entity->pronouns >> mention->pronoun & 1) add(pair, F_SAME_PRONOUN);
    else if (entity->pronouns) add(pair, F_OTHER_PRONOUN);
    if (last->kind == VDT_MENTION_PRONOUN && last->pronoun == mention->pronoun) add(pair, F_LAST_SAME_PRONOUN);
    if (entity->subjects * 2 > entity->count) add(pair, F_MOSTLY_SUBJECT);
    if (mention->question) add(pair, F_QUESTION);
    what_dialogue(pair, mention, entity, last);
    const struct vdt_sentence *sentence = &joining->analysis->sentences[mention->sentence];
    if (mention->head < sentence->first + 2) add(pair, F_BEGINS_SENTENCE);
    if (last->head < joining->analysis->sentences[last->sentence].first + 5) add(pair, F_LAST_BEGAN_SENTENCE);
}

static void weigh_new(const struct joining *joining, uint32_t m, struct vdt_pair *pair) {
    const struct vdt_mention *mention = &joining->mentions->items[m];
    static const uint16_t openings[] = { F_NEW_BARE, F_NEW_THE, F_NEW_THIS, F_NEW_A, F_NEW_OWNED };
    pair->entity = VDT_NO_MENTION;
    pair->count = 0;
    add(pair, F_NEW);
    add(pair, (enum vdt_pair_feature)openings[mention->opening]);
    if (mention->quote) add(pair, F_NEW_QUOTED);
    if (mention->sentence < 2) add(pair, F_NEW_AT_START);
    if (mention->words & VDT_REFERENCE_PERSON) add(pair, F_NEW_PERSON);
    if (mention->words & VDT_REFERENCE_GROUP) add(pair, F_NEW_GROUP);
    if (mention->words & VDT_REFERENCE_PLACE) add(pair, F_NEW_PLACE);
    if (mention->number == VDT_NUMBER_MANY) add(pair, F_NEW_PLURAL);
    if (mention->role == VDT_ROLE_SUBJECT) add(pair, F_NEW_SUBJECT);
    if (mention->question) add(pair, F_NEW_QUESTION);
    if (mention->extended) add(pair, F_NEW_EXTENDED);
    if (mention->called) add(pair, F_NEW_CALLED);
    if (mention->inner) add(pair, F_NEW_INNER);
}

/* ---- choosing -------------------------------------------------------------------------------------------------------- */

static enum vdt_pair_class class_of(const struct vdt_mention *mention) {
    if (mention->kind == VDT_MENTION_NAME) return mention->type == VDT_NAME_PER ? C_PERSON : C_NAME;
    if (mention->kind == VDT_MENTION_DESCRIPTION) return C_DESCRIPTION;
    static const uint8_t classes[] = { C_IT, C_HE, C_IT, C_THEY, C_I, C_WE, C_YOU };
    return (enum vdt_pair_class)classes[mention->pronoun];
}

/* May the mention mean the entity at all? Keeps the pairs few. */
static bool conceivable(const struct joining *joining, uint32_t m, uint32_t number) {
    const struct vdt_mention *mention = &joining->mentions->items[m];
    const struct entity *entity = &joining->entities[number];
    if (is_twin(joining, mention, number)) return true;
    switch (class_of(mention)) {
    case C_PERSON: case C_NAME:
        if (mention->country && mention->country == entity->country) return true;
        if (among(joining->head, entity->heads, entity->head_count)) return true;
        for (uint32_t i = 0; i < joining->content_count; i++)
            if (among(joining->content[i], entity->words_seen, entity->word_count)) return true;
        return entity->name != VDT_NO_MENTION &&
               (is_acronym(joining, mention, &joining->mentions->items[entity->name]) ||
                is_acronym(joining, &joining->mentions->items[entity->name], mention));
    case C_DESCRIPTION:
        if (among(joining->head, entity->heads, entity->head_count)) return true;
        return entity->names && mention->words & entity->nature && mention->opening != VDT_OPENING_A;
    case C_HE:
        if (entity->nature ? !(entity->nature & VDT_REFERENCE_PERSON) : !entity->pronouns) return false;
        return !entity->genders || entity->genders & mention->words;
    case C_IT:
        return !(entity->nature == VDT_REFERENCE_PERSON && entity->names) && (entity->one_seen || !entity->plural_seen);
    case C_THEY:
        return true;
    default:
        return entity->nature & VDT_REFERENCE_PERSON || entity->nature & VDT_REFERENCE_GROUP || entity->pronouns;
    }
}

static float value_of(const struct vdt_pair *pair, enum vdt_pair_class kind) {
    float sum = 0;
    for (uint32_t i = 0; i < pair->count; i++) sum += vdt_pair_weights[kind][pair->features[i]];
    return sum;
}

/* Entities with a word of the mention that were last mentioned too long ago for the walk through the newest. */
static uint32_t far_ones(struct joining *joining, uint32_t m, uint32_t count) {
    const struct vdt_mention *mention = &joining->mentions->items[m];
    if (mention->kind == VDT_MENTION_PRONOUN) return count;
    const uint64_t keys[] = { joining->string, mention->country, joining->head };
    for (uint32_t i = 0; i < joining->content_count + 3 && count < VDT_LIMIT_REFERENTS + 1; i++) {
        size_t slot = slot_of(joining, i < 3 ? keys[i] : joining->content[i - 3]);
        if (!joining->table_keys[slot]) continue;
        uint32_t number = joining->table_values[slot];
        bool there = !conceivable(joining, m, number);
        for (uint32_t p = 0; p < count && !there; p++) there = joining->pairs[p].entity == number;
        if (!there) weigh(joining, m, number, count - 1, &joining->pairs[count]), count++;
    }
    return count;
}

static void decide(struct joining *joining, uint32_t m) {
    const struct vdt_mention *mention = &joining->mentions->items[m];
    enum vdt_pair_class kind = class_of(mention);
    if (mention->kind != VDT_MENTION_PRONOUN) {
        joining->content_count = content(joining, mention, joining->content, NAME_WORDS);
        joining->head = head_hash(joining, mention);
        joining->string = 0;
        for (uint32_t i = 0; i < joining->content_count; i++) joining->string = joining->string * 31 + joining->content[i];
    }
    uint32_t count = 1, steps = 0;
    weigh_new(joining, m, &joining->pairs[0]);
    for (uint32_t number = joining->newest; number != VDT_NO_MENTION && steps < VDT_LIMIT_REFERENTS && count < VDT_LIMIT_REFERENTS;
         number = joining->entities[number].older, steps++)
        if (conceivable(joining, m, number)) weigh(joining, m, number, count - 1, &joining->pairs[count]), count++;
    count = far_ones(joining, m, count);
    uint32_t best = 0;
    float most = value_of(&joining->pairs[0], kind);
    for (uint32_t p = 1; p < count; p++) {
        float value = value_of(&joining->pairs[p], kind);
        if (value > most) most = value, best = p;
    }
    if (joining->teacher)
        best = joining->teacher->choose(joining->teacher->context, joining->mentions, m, (unsigned)kind, joining->pairs, count);
    join(joining, m, joining->pairs[best < count ? best : 0].entity);
}

/* "I" in a quotation is the one who speaks, who may be told only after it. */
static void join_speakers(struct joining *joining) {
    struct vdt_mentions *mentions = joining->mentions;
    for (uint32_t m = 0; m < mentions->count; m++) {
        struct vdt_mention *mention = &mentions->items[m];
        if (mention->pronoun != VDT_PRONOUN_I || !mention->quote) continue;
        uint32_t speaker = mentions->quotes[mention->quote].speaker;
        if (speaker != VDT_NO_MENTION && mentions->items[speaker].pronoun != VDT_PRONOUN_I)
            mention->entity = mentions->items[speaker].entity;
    }
}

/* The entity that a number stands for after entities were joined. */
static uint32_t standing(const struct joining *joining, uint32_t number) {
    while (joining->entities[number].joined_to != number) number = joining->entities[number].joined_to;
    return number;
}

/* May two entities that a bond ties be one? One of them has no name, and nothing speaks against it. */
static bool may_be_one(const struct entity *one, const struct entity *other) {
    bool natures = !one->nature || !other->nature || one->nature & other->nature;
    bool genders = !one->genders || !other->genders || one->genders & other->genders;
    return (!one->names || !other->names) && natures && genders;
}

/* "I, John Smith", "my name is John Smith": the name comes too late to be weighed for "I", so their entities are joined. */
static void join_twins(struct joining *joining) {
    const struct vdt_mentions *mentions = joining->mentions;
    for (uint32_t m = 0; m < mentions->count; m++) {
        const struct vdt_mention *mention = &mentions->items[m];
        if (mention->twin == VDT_NO_MENTION || mentions->items[mention->twin].pronoun != VDT_PRONOUN_I) continue;
        uint32_t one = standing(joining, mention->entity), other = standing(joining, mentions->items[mention->twin].entity);
        struct entity *kept = &joining->entities[one < other ? one : other], *gone = &joining->entities[one < other ? other : one];
        if (one == other || !may_be_one(kept, gone)) continue;
        gone->joined_to = one < other ? one : other;
        kept->names += gone->names;
        kept->nature |= gone->nature;
        kept->genders |= gone->genders;
    }
    for (uint32_t m = 0; m < mentions->count; m++) mentions->items[m].entity = standing(joining, mentions->items[m].entity);
}

/* ---- what comes out ---------------------------------------------------------------------------------------------------- */

/* Numbers the entities in the order of their first mentions and chains their mentions. */
static bool list_entities(struct joining *joining, struct vdt_arena *arena, struct vdt_coreference *out) {
    uint32_t *renamed = vdt_arena_array(arena, joining->entity_count, sizeof *renamed);
    out->entities = vdt_arena_array(arena, joining->entity_count, sizeof *out->entities);
    out->next = vdt_arena_array(arena, out->mentions.count, sizeof *out->next);
    if (!renamed || !out->entities || !out->next) return false;
    uint32_t(*types)[VDT_NAME_MISC + 1] = vdt_arena_array(arena, joining->entity_count, sizeof *types);
    if (!types) return false;
    for (uint32_t m = 0; m < out->mentions.count; m++) {
        struct vdt_mention *mention = &out->mentions.items[m];
        uint32_t *number = &renamed[mention->entity];
        if (!*number) {
            *number = ++out->entity_count;
            out->entities[*number - 1] = (struct vdt_entity){ .first = m, .last = VDT_NO_MENTION, .name = VDT_NO_MENTION };
        }
        mention->entity = *number - 1;
        struct vdt_entity *entity = &out->entities[mention->entity];
        if (entity->last != VDT_NO_MENTION) out->next[entity->last] = m;
        out->next[m] = VDT_NO_MENTION;
        entity->last = m;
        entity->count++;
        if (mention->kind != VDT_MENTION_NAME) continue;
        const struct vdt_mention *name = entity->name == VDT_NO_MENTION ? NULL : &out->mentions.items[entity->name];
        if (!name || mention->last - mention->first > name->last - name->first) entity->name = m;
        if (++types[mention->entity][mention->type] > types[mention->entity][entity->type]) entity->type = mention->type;
    }
    return true;
}

enum vdt_status vdt_coreference_teach(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                      const struct vdt_analysis *analysis, const struct vdt_teacher *teacher,
                                      struct vdt_coreference *out, struct vdt_error *err) {
    *out = (struct vdt_coreference){ 0 };
    enum vdt_status status = vdt_mentions_find(words, arena, analysis, &out->mentions, err);
    if (status != VDT_OK) return status;
    struct joining joining = { .words = words, .analysis = analysis, .mentions = &out->mentions, .teacher = teacher,
                               .newest = VDT_NO_MENTION, .mask = 63 };
    /* every content word of a name and every head may be a key */
    while (joining.mask < 2 * ((size_t)analysis->word_count + 3 * (size_t)out->mentions.count)) joining.mask = 2 * joining.mask + 1;
    for (unsigned type = 0; type <= VDT_NAME_MISC; type++) joining.topic[type] = VDT_NO_MENTION;
    joining.entities = vdt_arena_array(arena, out->mentions.count, sizeof *joining.entities);
    joining.table_keys = vdt_arena_array(arena, joining.mask + 1, sizeof *joining.table_keys);
    joining.table_values = vdt_arena_array(arena, joining.mask + 1, sizeof *joining.table_values);
    joining.pairs = vdt_arena_array(arena, VDT_LIMIT_REFERENTS + 2, sizeof *joining.pairs);
    if (!joining.entities || !joining.table_keys || !joining.table_values || !joining.pairs)
        return vdt_fail_memory(err, "joining mentions");
    for (uint32_t m = 0; m < out->mentions.count; m++) decide(&joining, m);
    if (!teacher) join_twins(&joining);
    if (!teacher) join_speakers(&joining);
    return list_entities(&joining, arena, out) ? VDT_OK : vdt_fail_memory(err, "joining mentions");
}

enum vdt_status vdt_coreference_find(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                     const struct vdt_analysis *analysis, struct vdt_coreference *out,
                                     struct vdt_error *err) {
    return vdt_coreference_teach(words, arena, analysis, NULL, out, err);
}
