/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names come from the tagger, pronouns from a closed list, descriptions are the nouns that head a phrase. Quotations are
 * followed letter by letter: curly marks open and close, straight ones alternate, and a paragraph's end closes them.
 */
#include "language/mentions.h"

#include "base/hash.h"
#include "base/limit.h"

struct finding {
    const struct vdt_reference_words *words;
    const struct vdt_analysis *analysis;
    struct vdt_mentions *out;
    uint32_t *quote;      /* by word */
    uint32_t *paragraph;  /* by sentence */
    bool *question;       /* by paragraph */
    uint32_t most;        /* mentions */
    uint32_t *name;       /* by word: the head of the name that it belongs to, VDT_NO_MENTION outside of names */
    struct whole *wholes; /* the report's names, by hash */
    size_t mask;
};

/* A name as a whole, as it stands in the report. */
struct whole {
    uint64_t key; /* 0: free */
    uint8_t type;
};

static const struct {
    const char *form;
    uint8_t pronoun;
    bool reflexive, she;
} pronouns[] = {
    { "he", VDT_PRONOUN_HE, false, false },           { "him", VDT_PRONOUN_HE, false, false },
    { "his", VDT_PRONOUN_HE, false, false },          { "himself", VDT_PRONOUN_HE, true, false },
    { "she", VDT_PRONOUN_HE, false, true },          { "her", VDT_PRONOUN_HE, false, true },
    { "hers", VDT_PRONOUN_HE, false, true },         { "herself", VDT_PRONOUN_HE, true, true },
    { "it", VDT_PRONOUN_IT, false, false },           { "its", VDT_PRONOUN_IT, false, false },
    { "itself", VDT_PRONOUN_IT, true, false },        { "they", VDT_PRONOUN_THEY, false, false },
    { "them", VDT_PRONOUN_THEY, false, false },       { "their", VDT_PRONOUN_THEY, false, false },
    { "theirs", VDT_PRONOUN_THEY, false, false },     { "themselves", VDT_PRONOUN_THEY, true, false },
    { "i", VDT_PRONOUN_I, false, false },             { "me", VDT_PRONOUN_I, false, false },
    { "my", VDT_PRONOUN_I, false, false },            { "mine", VDT_PRONOUN_I, false, false },
    { "myself", VDT_PRONOUN_I, true, false },         { "we", VDT_PRONOUN_WE, false, false },
    { "us", VDT_PRONOUN_WE, false, false },           { "our", VDT_PRONOUN_WE, false, false },
    { "ours", VDT_PRONOUN_WE, false, false },         { "ourselves", VDT_PRONOUN_WE, true, false },
    { "you", VDT_PRONOUN_YOU, false, false },         { "your", VDT_PRONOUN_YOU, false, false },
    { "yours", VDT_PRONOUN_YOU, false, false },       { "yourself", VDT_PRONOUN_YOU, true, false },
    { "yourselves", VDT_PRONOUN_YOU, true, false },
};

static const struct vdt_word *at(const struct finding *finding, uint32_t word) {
    return &finding->analysis->words[word];
}

/* The head of a word of the sentence as an index of the report, VDT_NO_MENTION for the root. */
static uint32_t up(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t word) {
    int32_t head = at(finding, word)->head;
    return head < 0 ? VDT_NO_MENTION : sentence->first + (uint32_t)head;
}

/* ---- paragraphs and quotations -------------------------------------------------------------------------------- */

/* The byte of the text that is a quotation mark: 0 none, '<' opens, '>' closes, '"' either. *size: its bytes. */
static char mark_at(struct vdt_view text, size_t i, size_t *size) {
    *size = 1;
    if (text.data[i] == '"') return '"';
    if (i + 2 < text.size && memcmp(text.data + i, "\xE2\x80", 2) == 0) {
        unsigned char third = (unsigned char)text.data[i + 2];
        if (third == 0x9C || third == 0x9E) return *size = 3, '<';
        if (third == 0x9D) return *size = 3, '>';
    }
    return 0;
}

static bool paragraph_ends(struct vdt_view text, size_t i) {
    if (text.data[i] != '\n') return false;
    for (size_t next = i + 1; next < text.size && vdt_is_space(text.data[next]); next++)
        if (text.data[next] == '\n') return true;
    return false;
}

/* Numbers quotations and paragraphs; true unless memory is out. */
static bool survey(struct finding *finding, struct vdt_arena *arena) {
    const struct vdt_analysis *analysis = finding->analysis;
    struct vdt_view text = analysis->text;
    uint32_t quote = 0, quotes = 0, paragraph = 0, word = 0, sentence = 0;
    size_t size;
    for (size_t i = 0; i < text.size; i += size) {
        char mark = mark_at(text, i, &size);
        bool closing = mark && quote && mark != '<';
        for (; sentence < analysis->sentence_count && analysis->sentences[sentence].begin <= i; sentence++)
            finding->paragraph[sentence] = paragraph;
        for (; word < analysis->word_count && at(finding, word)->begin <= i; word++)
            finding->quote[word] = at(finding, word)->begin == i && mark ? 0 : quote;
        if (closing)
            quote = 0;
        else if (mark && mark != '>')
            quote = ++quotes;
        if (text.data[i] == '\n' && paragraph_ends(text, i)) {
            quote = 0;
            paragraph++;
            while (i + size < text.size && text.data[i + size] == '\n') size++;
        }
    }
    for (; word < analysis->word_count; word++) finding->quote[word] = quote;
    for (; sentence < analysis->sentence_count; sentence++) finding->paragraph[sentence] = paragraph;
    finding->out->quote_count = quotes;
    finding->out->quotes = vdt_arena_array(arena, quotes + 1, sizeof *finding->out->quotes);
    finding->question = vdt_arena_array(arena, paragraph + 1, sizeof *finding->question);
    if (!finding->out->quotes || !finding->question) return false;
    for (uint32_t q = 0; q <= quotes; q++) finding->out->quotes[q].speaker = VDT_NO_MENTION;
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *one = &analysis->sentences[s];
        finding->question[finding->paragraph[s]] = vdt_view_is(at(finding, one->first + one->count - 1)->form, "?");
    }
    return true;
}

/* ---- phrases --------------------------------------------------------------------------------------------------- */

static bool opens_phrase(uint8_t relation) {
    switch (relation) {
    case VDT_REL_det: case VDT_REL_det_predet: case VDT_REL_amod: case VDT_REL_compound: case VDT_REL_nummod:
    case VDT_REL_nmod_poss: case VDT_REL_flat: case VDT_REL_nmod_desc: case VDT_REL_nmod_unmarked:
        return true;
    default:
        return false;
    }
}

/* The first word of the phrase that `head` heads: what hangs on it to the left without a gap. */
static uint32_t phrase_first(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t head) {
    uint32_t first = head;
    while (first > sentence->first) {
        uint32_t word = first - 1, steps = 0;
        uint32_t above = up(finding, sentence, word), below = word;
        while (above != VDT_NO_MENTION && above != head && above > word && above < head && steps++ < VDT_LIMIT_TREE_DEPTH) {
            below = above;
            above = up(finding, sentence, below);
        }
        if (above != head || !opens_phrase(at(finding, below)->relation)) break;
        first = word;
    }
    return first;
}

static uint32_t name_head(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t first, uint32_t last) {
    for (uint32_t word = first; word <= last; word++) {
        uint32_t head = up(finding, sentence, word);
        if (head == VDT_NO_MENTION || head < first || head > last) return word;
    }
    return first;
}

/* ---- what a mention is like ---------------------------------------------------------------------------------- */

static enum vdt_mention_role role_of(uint8_t relation) {
    switch (relation) {
    case VDT_REL_nsubj: case VDT_REL_nsubj_pass: case VDT_REL_nsubj_outer:
        return VDT_ROLE_SUBJECT;
    case VDT_REL_obj: case VDT_REL_iobj:
        return VDT_ROLE_OBJECT;
    case VDT_REL_nmod_poss:
        return VDT_ROLE_POSSESSOR;
    case VDT_REL_obl: case VDT_REL_nmod: case VDT_REL_obl_agent:
        return VDT_ROLE_OBLIQUE;
    default:
        return VDT_ROLE_OTHER;
    }
}

/* The preposition that hangs on a word, empty where there is none. */
static struct vdt_view preposition_of(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t word) {
    for (uint32_t i = word; i > sentence->first; i--)
        if (at(finding, i - 1)->relation == VDT_REL_case_ && up(finding, sentence, i - 1) == word) return at(finding, i - 1)->lemma;
    return (struct vdt_view){ NULL, 0 };
}

/* "Interviewed X", "an interview with X", "we spoke to X" */
static bool is_interviewed(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t word) {
    uint32_t head = up(finding, sentence, word);
    if (head == VDT_NO_MENTION) return false;
    const struct vdt_word *above = at(finding, head);
    struct vdt_view preposition = preposition_of(finding, sentence, word);
    if (vdt_view_is_fold(above->lemma, "interview") || vdt_view_is_fold(above->form, "interviews")) {
        uint8_t relation = at(finding, word)->relation;
        return relation == VDT_REL_obj || relation == VDT_REL_nsubj_pass || vdt_view_is(preposition, "with") || vdt_view_is(preposition, "of");
    }
    if (!vdt_view_is(above->lemma, "speak") && !vdt_view_is(above->lemma, "talk")) return false;
    return vdt_view_is(preposition, "with") || vdt_view_is(preposition, "to");
}

static void place(const struct finding *finding, uint32_t s, struct vdt_mention *mention) {
    const struct vdt_sentence *sentence = &finding->analysis->sentences[s];
    uint32_t word = mention->head;
    for (uint32_t steps = 0; at(finding, word)->relation == VDT_REL_conj && steps < VDT_LIMIT_TREE_DEPTH; steps++)
        word = up(finding, sentence, word);
    mention->governor = up(finding, sentence, word);
    mention->role = (uint8_t)role_of(at(finding, word)->relation);
    mention->called = at(finding, word)->relation == VDT_REL_vocative;
    mention->interviewed = is_interviewed(finding, sentence, word);
    mention->sentence = s;
    mention->paragraph = finding->paragraph[s];
    mention->question = finding->question[mention->paragraph];
    mention->quote = finding->quote[mention->head];
    mention->owner = mention->twin = VDT_NO_MENTION;
}

static uint8_t number_of(const struct vdt_word *word) {
    if (vdt_feats_have(word->feats, "Number=Plur")) return VDT_NUMBER_MANY;
    return vdt_feats_have(word->feats, "Number=Sing") ? VDT_NUMBER_ONE : VDT_NUMBER_UNKNOWN;
}

enum {
    GENDERS = VDT_REFERENCE_HE | VDT_REFERENCE_SHE,
    NATURES = VDT_REFERENCE_PERSON | VDT_REFERENCE_GROUP | VDT_REFERENCE_PLACE,
    PLACES = VDT_REFERENCE_COUNTRY | VDT_REFERENCE_TOWN,
};

/* What the lists of places say of a name. */
static void describe_place(const struct finding *finding, struct vdt_mention *mention) {
    char joined[96];
    size_t size = 0;
    for (uint32_t word = mention->first; word <= mention->last; word++) {
        struct vdt_view form = at(finding, word)->form;
        if (word == mention->first && vdt_view_equal_fold(form, VDT_LITERAL("the"))) continue;
        if (size + form.size + 1 > sizeof joined) return;
        if (size) joined[size++] = '_';
        memcpy(joined + size, form.data, form.size);
        size += form.size;
    }
    struct vdt_view name = { joined, size };
    mention->words |= (uint16_t)(vdt_reference_word(finding->words, name) & PLACES);
    mention->country = vdt_reference_country(finding->words, name);
}

static void describe_name(const struct finding *finding, struct vdt_mention *mention) {
    mention->number = VDT_NUMBER_ONE;
    if (mention->type == VDT_NAME_PER && number_of(at(finding, mention->head)) == VDT_NUMBER_MANY) mention->number = VDT_NUMBER_MANY;
    if (mention->type == VDT_NAME_ORG) mention->number = VDT_NUMBER_UNKNOWN;
    mention->words = mention->type == VDT_NAME_PER ? VDT_REFERENCE_PERSON
                     : mention->type == VDT_NAME_ORG ? VDT_REFERENCE_GROUP
                     : mention->type == VDT_NAME_LOC ? VDT_REFERENCE_PLACE : 0;
    if (mention->type == VDT_NAME_LOC || mention->type == VDT_NAME_ORG) describe_place(finding, mention);
    if (mention->type != VDT_NAME_PER) return;
    mention->words |= (uint16_t)(vdt_reference_word(finding->words, at(finding, mention->first)->form) & GENDERS);
    if (mention->first == 0) return;
    const struct vdt_word *before = at(finding, mention->first - 1);
    unsigned title = vdt_reference_word(finding->words, before->form);
    if (!(title & VDT_REFERENCE_TITLE)) title = vdt_reference_word(finding->words, before->lemma);
    if (title & GENDERS) mention->words = (uint16_t)((mention->words & NATURES) | (title & GENDERS));
}

static void describe_noun(const struct finding *finding, const struct vdt_sentence *sentence, struct vdt_mention *mention) {
    const struct vdt_word *head = at(finding, mention->head), *first = at(finding, mention->first);
    mention->number = number_of(head);
    mention->words = (uint16_t)(vdt_reference_word(finding->words, head->lemma) & (GENDERS | NATURES | PLACES));
    for (uint32_t word = mention->first; word < mention->head; word++) {
        if (up(finding, sentence, word) == mention->head && at(finding, word)->relation == VDT_REL_nmod_poss)
            mention->opening = VDT_OPENING_OWNED;
    }
    if (mention->opening == VDT_OPENING_OWNED || first->upos != VDT_UPOS_DET) return;
    if (vdt_view_is(first->lemma, "the"))
        mention->opening = VDT_OPENING_THE;
    else if (vdt_view_is(first->lemma, "this") || vdt_view_is(first->lemma, "that"))
        mention->opening = VDT_OPENING_THIS;
    else
        mention->opening = VDT_OPENING_A;
}

static void describe_pronoun(size_t which, struct vdt_mention *mention) {
    mention->pronoun = pronouns[which].pronoun;
    mention->reflexive = pronouns[which].reflexive;
    mention->number = mention->pronoun == VDT_PRONOUN_THEY || mention->pronoun == VDT_PRONOUN_WE ? VDT_NUMBER_MANY
                      : mention->pronoun == VDT_PRONOUN_YOU ? VDT_NUMBER_UNKNOWN : VDT_NUMBER_ONE;
    if (mention->pronoun == VDT_PRONOUN_HE)
        mention->words = VDT_REFERENCE_PERSON | (pronouns[which].she ? VDT_REFERENCE_SHE : VDT_REFERENCE_HE);
    if (mention->pronoun == VDT_PRONOUN_I) mention->words = VDT_REFERENCE_PERSON;
}

/* ---- finding them ------------------------------------------------------------------------------------------------ */

static bool pronoun_at(const struct vdt_word *word, size_t *which) {
    if (word->upos != VDT_UPOS_PRON || word->relation == VDT_REL_expl) return false;
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (vdt_view_is_fold(word->form, pronouns[i].form)) return *which = i, true;
    return false;
}

/* "interviewee" in "interviewee John Smith": a noun for a person that stands before his name. */
static bool is_title_noun(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t word) {
    if (at(finding, word)->upos != VDT_UPOS_NOUN || word + 1 >= sentence->first + sentence->count) return false;
    uint32_t name = finding->name[word + 1];
    return name != VDT_NO_MENTION && vdt_name_type_of(at(finding, name)->name) == VDT_NAME_PER &&
           (up(finding, sentence, word) == name || up(finding, sentence, name) == word) &&
           vdt_reference_word(finding->words, at(finding, word)->lemma) & VDT_REFERENCE_PERSON;
}

static bool noun_heads_phrase(const struct vdt_word *word) {
    if (word->upos != VDT_UPOS_NOUN && word->upos != VDT_UPOS_PROPN) return false;
    switch (word->relation) {
    case VDT_REL_compound: case VDT_REL_flat: case VDT_REL_fixed: case VDT_REL_goeswith: case VDT_REL_amod:
        return false;
    default:
        return true;
    }
}

/* No other word heads a mention. */
static bool may_head(const struct vdt_word *word) {
    return word->name || word->upos == VDT_UPOS_NOUN || word->upos == VDT_UPOS_PROPN || word->upos == VDT_UPOS_PRON;
}

/* ---- names, and names within them --------------------------------------------------------------------------------- */

static struct whole *whole_of(const struct finding *finding, uint64_t key) {
    size_t slot = key & finding->mask;
    while (finding->wholes[slot].key && finding->wholes[slot].key != key) slot = (slot + 1) & finding->mask;
    return &finding->wholes[slot];
}

static uint64_t longer_key(const struct finding *finding, uint64_t key, uint32_t word) {
    return vdt_hash_seeded(at(finding, word)->form, key) | 1;
}

/* Marks the words of every name with its head, and keeps the name as a whole. */
static void mark_names(struct finding *finding, const struct vdt_sentence *sentence) {
    uint32_t end = sentence->first + sentence->count;
    for (uint32_t first = sentence->first; first < end; first++) {
        uint8_t tag = at(finding, first)->name;
        if (!tag) continue;
        uint32_t last = first;
        if (vdt_name_place_of(tag) == VDT_NAME_BEGIN)
            while (last + 1 < end && vdt_name_place_of(at(finding, last)->name) != VDT_NAME_LAST) last++;
        uint32_t head = name_head(finding, sentence, first, last);
        uint64_t key = 0;
        for (uint32_t word = first; word <= last; word++) {
            finding->name[word] = head;
            key = longer_key(finding, key, word);
        }
        struct whole *whole = whole_of(finding, key);
        if (!whole->key) *whole = (struct whole){ key, (uint8_t)vdt_name_type_of(tag) };
        first = last;
    }
}

/* The longest of the report's names that begins at a word of another one and does not hold its head. A person's name holds none. */
static bool find_inner(const struct finding *finding, const struct vdt_sentence *sentence, struct vdt_mention *mention) {
    uint32_t end = sentence->first + sentence->count, head = finding->name[mention->first];
    if (vdt_name_type_of(at(finding, head)->name) == VDT_NAME_PER) return false;
    uint64_t key = 0;
    for (uint32_t word = mention->first; word < end && word != head && finding->name[word] == head; word++) {
        key = longer_key(finding, key, word);
        const struct whole *whole = whole_of(finding, key);
        if (!whole->key || whole->type == VDT_NAME_MISC) continue;
        mention->inner = true;
        mention->last = word;
        mention->type = whole->type;
    }
    if (!mention->inner) return false;
    mention->kind = VDT_MENTION_NAME;
    mention->head = name_head(finding, sentence, mention->first, mention->last);
    describe_name(finding, mention);
    return true;
}

static void find_in_sentence(struct finding *finding, uint32_t s) {
    const struct vdt_sentence *sentence = &finding->analysis->sentences[s];
    for (uint32_t i = 0; i < sentence->count && finding->out->count < finding->most; i++) {
        uint32_t word = sentence->first + i;
        const struct vdt_word *w = at(finding, word);
        struct vdt_mention mention = { .first = word, .last = word, .head = word };
        size_t which;
        if (finding->name[word] == word) {
            while (mention.first > sentence->first && finding->name[mention.first - 1] == word) mention.first--;
            while (mention.last + 1 < sentence->first + sentence->count && finding->name[mention.last + 1] == word)
                mention.last++;
            mention.kind = VDT_MENTION_NAME;
            mention.type = (uint8_t)vdt_name_type_of(w->name);
            describe_name(finding, &mention);
        } else if (finding->name[word] != VDT_NO_MENTION) {
            if (!find_inner(finding, sentence, &mention)) continue;
            i += mention.last - mention.first;
        } else if (pronoun_at(w, &which)) {
            mention.kind = VDT_MENTION_PRONOUN;
            describe_pronoun(which, &mention);
        } else if (noun_heads_phrase(w) || is_title_noun(finding, sentence, word)) {
            mention.kind = VDT_MENTION_DESCRIPTION;
            mention.first = phrase_first(finding, sentence, word);
            describe_noun(finding, sentence, &mention);
        } else {
            continue;
        }
        place(finding, s, &mention);
        finding->out->of_word[mention.head] = finding->out->count;
        finding->out->items[finding->out->count++] = mention;
    }
}

/* ---- what binds two mentions --------------------------------------------------------------------------------------- */

static void bind(struct finding *finding, uint32_t one, uint32_t other, enum vdt_bond bond) {
    if (one == VDT_NO_MENTION || other == VDT_NO_MENTION || one == other) return;
    uint32_t later = one > other ? one : other;
    struct vdt_mention *mention = &finding->out->items[later];
    if (mention->twin != VDT_NO_MENTION) return;
    mention->twin = one + other - later;
    mention->bond = (uint8_t)bond;
}

/* The subject that hangs on a word, VDT_NO_MENTION where there is none. */
static uint32_t subject_of(const struct finding *finding, const struct vdt_sentence *sentence, uint32_t head) {
    for (uint32_t word = sentence->first; word < sentence->first + sentence->count; word++)
        if (role_of(at(finding, word)->relation) == VDT_ROLE_SUBJECT && up(finding, sentence, word) == head)
            return finding->out->of_word[word];
    return VDT_NO_MENTION;
}

/* "X is the minister"; "my name is X" makes X the one whose name it is. */
static void bind_copula(struct finding *finding, const struct vdt_sentence *sentence, uint32_t head) {
    uint32_t subject = subject_of(finding, sentence, head);
    if (subject == VDT_NO_MENTION) return;
    const struct vdt_mention *mention = &finding->out->items[subject];
    bool naming = vdt_view_is(at(finding, mention->head)->lemma, "name") && mention->owner != VDT_NO_MENTION;
    bind(finding, naming ? mention->owner : subject, finding->out->of_word[head], VDT_BOND_COPULA);
}

/* "X works as a minister": the subject, or the object where there is one. */
static void bind_as(struct finding *finding, const struct vdt_sentence *sentence, uint32_t noun) {
    uint32_t verb = up(finding, sentence, noun), mention = finding->out->of_word[noun];
    if (verb == VDT_NO_MENTION || mention == VDT_NO_MENTION || !(finding->out->items[mention].words & NATURES)) return;
    uint32_t one = subject_of(finding, sentence, verb);
    for (uint32_t word = verb + 1; word < noun; word++)
        if (at(finding, word)->relation == VDT_REL_obj && up(finding, sentence, word) == verb) one = finding->out->of_word[word];
    bind(finding, one, mention, VDT_BOND_AS);
}

static bool narrows(uint8_t relation) {
    return relation == VDT_REL_nmod || relation == VDT_REL_acl || relation == VDT_REL_acl_relcl;
}

static void bind_words(struct finding *finding, const struct vdt_sentence *sentence) {
    uint32_t *of_word = finding->out->of_word;
    for (uint32_t i = 0; i < sentence->count; i++) {
        uint32_t word = sentence->first + i, head = up(finding, sentence, word);
        if (head != VDT_NO_MENTION && at(finding, word)->relation == VDT_REL_nmod_poss && of_word[head] != VDT_NO_MENTION)
            finding->out->items[of_word[head]].owner = of_word[word];
    }
    for (uint32_t i = 0; i < sentence->count; i++) {
        uint32_t word = sentence->first + i, head = up(finding, sentence, word);
        const struct vdt_word *w = at(finding, word);
        if (head == VDT_NO_MENTION) continue;
        if (word > head && of_word[head] != VDT_NO_MENTION && narrows(w->relation)) finding->out->items[of_word[head]].extended = true;
        switch (w->relation) {
        case VDT_REL_appos:
            bind(finding, of_word[word], of_word[head], VDT_BOND_APPOSITION);
            break;
        case VDT_REL_flat: case VDT_REL_nmod_desc: case VDT_REL_compound:
            if (of_word[word] != VDT_NO_MENTION && finding->out->items[of_word[word]].inner) break;
            bind(finding, of_word[word], of_word[head], VDT_BOND_TITLE);
            break;
        case VDT_REL_cop:
            bind_copula(finding, sentence, head);
            break;
        case VDT_REL_case_:
            if (vdt_view_is(w->lemma, "as")) bind_as(finding, sentence, head);
            break;
        default:
            break;
        }
    }
}

/* The mention that says something in the sentence, outside of quotations. */
static uint32_t speaker_of(const struct finding *finding, uint32_t s) {
    const struct vdt_sentence *sentence = &finding->analysis->sentences[s];
    uint32_t found = VDT_NO_MENTION;
    for (uint32_t word = sentence->first; word < sentence->first + sentence->count; word++) {
        uint32_t mention = finding->out->of_word[word];
        if (mention == VDT_NO_MENTION || finding->quote[word]) continue;
        const struct vdt_mention *one = &finding->out->items[mention];
        if (one->role != VDT_ROLE_SUBJECT || one->governor == VDT_NO_MENTION || finding->quote[one->governor]) continue;
        if (!(vdt_reference_word(finding->words, at(finding, one->governor)->lemma) & VDT_REFERENCE_SAY)) continue;
        if (one->kind == VDT_MENTION_PRONOUN ? one->pronoun == VDT_PRONOUN_YOU : !(one->words & NATURES)) continue;
        found = mention;
    }
    return found;
}

/* A quotation's speaker stands in a sentence of its own or the one before, in the same paragraph; else the last one goes on. */
static void find_speakers(struct finding *finding) {
    struct vdt_mentions *out = finding->out;
    uint32_t speaker = VDT_NO_MENTION, paragraph = UINT32_MAX, last_quote = 0;
    for (uint32_t s = 0; s < finding->analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &finding->analysis->sentences[s];
        if (finding->paragraph[s] != paragraph) last_quote = 0;
        uint32_t here = speaker_of(finding, s);
        if (here != VDT_NO_MENTION) speaker = here;
        else if (finding->paragraph[s] > paragraph + 1) speaker = VDT_NO_MENTION;
        paragraph = finding->paragraph[s];
        for (uint32_t i = 0; i < sentence->count; i++) {
            uint32_t quote = finding->quote[sentence->first + i];
            if (!quote) continue;
            if (out->quotes[quote].speaker == VDT_NO_MENTION || here != VDT_NO_MENTION) out->quotes[quote].speaker = speaker;
            last_quote = quote;
        }
        /* “…,” she wrote; “…” The attribution may open the sentence after a quotation that has none. */
        if (here != VDT_NO_MENTION && last_quote && out->quotes[last_quote].speaker == VDT_NO_MENTION)
            out->quotes[last_quote].speaker = here;
    }
}

enum vdt_status vdt_mentions_find(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                  const struct vdt_analysis *analysis, struct vdt_mentions *out, struct vdt_error *err) {
    *out = (struct vdt_mentions){ 0 };
    struct finding finding = { .words = words, .analysis = analysis, .out = out };
    uint32_t count = analysis->word_count;
    finding.quote = vdt_arena_array(arena, count, sizeof *finding.quote);
    finding.paragraph = vdt_arena_array(arena, analysis->sentence_count, sizeof *finding.paragraph);
    finding.name = vdt_arena_array(arena, count, sizeof *finding.name);
    out->of_word = vdt_arena_array(arena, count, sizeof *out->of_word);
    uint32_t most = 0, names = 0;
    for (uint32_t word = 0; word < count; word++) {
        most += may_head(&analysis->words[word]);
        names += analysis->words[word].name != 0;
    }
    if (most > VDT_LIMIT_MENTIONS) most = VDT_LIMIT_MENTIONS;
    finding.most = most;
    finding.mask = 63;
    while (finding.mask < 2 * (size_t)names) finding.mask = 2 * finding.mask + 1;
    finding.wholes = vdt_arena_array(arena, finding.mask + 1, sizeof *finding.wholes);
    out->items = vdt_arena_array(arena, most, sizeof *out->items);
    if (!finding.quote || !finding.paragraph || !finding.name || !out->of_word || !out->items || !finding.wholes || !survey(&finding, arena))
        return vdt_fail_memory(err, "finding mentions");
    for (uint32_t word = 0; word < count; word++) out->of_word[word] = finding.name[word] = VDT_NO_MENTION;
    for (uint32_t s = 0; s < analysis->sentence_count; s++) mark_names(&finding, &analysis->sentences[s]);
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        find_in_sentence(&finding, s);
        bind_words(&finding, &analysis->sentences[s]);
    }
    find_speakers(&finding);
    return VDT_OK;
}
