/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store keeps sentences, not their trees, so clauses are found by the words that open them and the signs that close them.
 * That is coarse and on the safe side: a clause that is not found is told as none.
 */
#include "watch/ledger-words.h"

/* A word of the sentence: letters, digits, hyphens, apostrophes and whatever is no ASCII sign. */
static bool of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' || c == '-' ||
           (unsigned char)c >= 0x80;
}

/* The next word from *at on, which moves behind it; empty at the end. */
static struct vdt_view next_word(struct vdt_view sentence, size_t *at) {
    while (*at < sentence.size && !of_word(sentence.data[*at])) ++*at;
    size_t begin = *at;
    while (*at < sentence.size && of_word(sentence.data[*at])) ++*at;
    return vdt_view_slice(sentence, begin, *at);
}

static bool is_one_of(struct vdt_view word, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(word, *list)) return true;
    return false;
}

static bool holds_one_of(struct vdt_view sentence, const char *const *list) {
    for (size_t at = 0; at < sentence.size;) {
        struct vdt_view word = next_word(sentence, &at);
        if (word.size && is_one_of(word, list)) return true;
    }
    return false;
}

/* Where the clause from `begin` on ends: a comma, a semicolon, a quotation mark, a dash or the sentence's end. */
static size_t clause_end(struct vdt_view sentence, size_t begin) {
    for (size_t i = begin; i < sentence.size; i++) {
        char c = sentence.data[i];
        bool in_number = i > begin && i + 1 < sentence.size && sentence.data[i - 1] >= '0' && sentence.data[i - 1] <= '9' &&
                         sentence.data[i + 1] >= '0' && sentence.data[i + 1] <= '9';
        if ((c == ',' && !in_number) || c == ';' || c == '"' || c == '?' || c == '!' || c == ':') return i;
        if (c == '.' && i + 1 == sentence.size) return i;
        /* ” “ — – */
        if (i + 2 < sentence.size && (unsigned char)c == 0xE2 && (unsigned char)sentence.data[i + 1] == 0x80) {
            unsigned char third = (unsigned char)sentence.data[i + 2];
            if (third == 0x9C || third == 0x9D || third == 0x93 || third == 0x94) return i;
        }
    }
    return sentence.size;
}

struct vdt_view vdt_ledger_condition(struct vdt_view sentence) {
    static const char *const opening[] = { "if", "unless", "until", "provided", NULL };
    static const char *const not_after[] = { "as", "even", "ask", "asked", "wonder", "wondered", "not", NULL };
    struct vdt_view before = { NULL, 0 };
    for (size_t at = 0; at < sentence.size;) {
        struct vdt_view word = next_word(sentence, &at);
        if (word.size && is_one_of(word, opening) && !is_one_of(before, not_after)) {
            size_t begin = (size_t)(word.data - sentence.data);
            return vdt_view_trim(vdt_view_slice(sentence, begin, clause_end(sentence, begin)));
        }
        before = word;
    }
    return (struct vdt_view){ NULL, 0 };
}

size_t vdt_ledger_cue_end(struct vdt_view sentence, struct vdt_view cue) {
    for (size_t at = 0; at < sentence.size;)
        if (vdt_view_equal_fold(next_word(sentence, &at), cue)) return at;
    return sentence.size;
}

static const char *const themselves[] = { "it", "they", "he", "she", "we", "i", NULL };

/* Behind the word that opens what is said ("that", "to", "of", "with"), or at a pronoun; the sentence's end: nowhere. */
static size_t content_begin(struct vdt_view sentence, size_t trigger_end, bool *infinitive) {
    static const char *const opening[] = { "that", "to", "of", "with", NULL };
    size_t at = trigger_end, end = clause_end(sentence, trigger_end);
    *infinitive = false;
    for (int words = 0; words < 10; words++) {
        struct vdt_view word = next_word(sentence, &at);
        size_t begin = word.size ? (size_t)(word.data - sentence.data) : end;
        if (begin >= end) break;
        if (words == 0 && is_one_of(word, themselves)) return begin;
        if (is_one_of(word, opening)) return *infinitive = vdt_view_is(word, "to"), at;
    }
    return sentence.size;
}

bool vdt_ledger_own_act(struct vdt_view sentence, size_t trigger_end) {
    static const char *const shall[] = { "will", "would", "shall", "could", "may", "might", "intends", "plans", "is", "was", NULL };
    bool infinitive;
    size_t at = content_begin(sentence, trigger_end, &infinitive);
    struct vdt_view speaker = next_word(sentence, &at), verb = next_word(sentence, &at);
    return is_one_of(speaker, themselves) && is_one_of(verb, shall);
}

/* "or face war", "or it will attack" */
static struct vdt_view or_else(struct vdt_view sentence, size_t from) {
    static const char *const after[] = { "face", "risk", "else", "suffer", "be", NULL };
    for (size_t at = from; at < sentence.size;) {
        struct vdt_view word = next_word(sentence, &at);
        if (!vdt_view_equal_fold(word, VDT_LITERAL("or"))) continue;
        size_t next = at;
        struct vdt_view follow = next_word(sentence, &next);
        if (!is_one_of(follow, after) && !is_one_of(follow, themselves)) continue;
        if (vdt_view_equal_fold(follow, VDT_LITERAL("else"))) at = next;
        size_t begin = at;
        while (begin < sentence.size && !of_word(sentence.data[begin])) begin++;
        return vdt_view_trim(vdt_view_slice(sentence, begin, clause_end(sentence, begin)));
    }
    return (struct vdt_view){ NULL, 0 };
}

struct vdt_view vdt_ledger_consequence(struct vdt_view sentence, size_t trigger_end, enum vdt_ledger_kind kind) {
    struct vdt_view none = { NULL, 0 };
    if (kind == VDT_LEDGER_DEMAND) return or_else(sentence, trigger_end);
    if (kind == VDT_LEDGER_DENIAL || kind == VDT_LEDGER_AGREEMENT) return none;
    bool infinitive;
    size_t begin = content_begin(sentence, trigger_end, &infinitive);
    if (begin >= sentence.size) return none;
    struct vdt_view condition = vdt_ledger_condition(sentence);
    size_t end = clause_end(sentence, begin), condition_begin = condition.size ? (size_t)(condition.data - sentence.data) : end;
    /* "warned that, if it is attacked, it will strike back": what is announced stands behind the condition */
    if (condition.size && condition_begin >= begin && condition_begin - begin < 4) {
        begin = condition_begin + condition.size;
        while (begin < sentence.size && !of_word(sentence.data[begin])) begin++;
        end = clause_end(sentence, begin);
    } else if (condition.size && condition_begin > begin && condition_begin < end) {
        end = condition_begin;
    }
    size_t at = begin;
    struct vdt_view word = next_word(sentence, &at);
    if (!infinitive && is_one_of(word, themselves)) begin = at;
    return begin < end ? vdt_view_trim(vdt_view_slice(sentence, begin, end)) : none;
}

static const char *const of_agreements[] = { "agreement", "accord", "accords", "deal", "treaty", "pact", "ceasefire",
                                             "cease-fire", "truce", "armistice", "memorandum", "convention", NULL };

bool vdt_ledger_takes_back(struct vdt_view lemma, struct vdt_view sentence, enum vdt_ledger_kind kind) {
    static const char *const verbs[] = { "withdraw", "retract", "rescind", "drop", "lift", "abandon", "revoke", "cancel",
                                         "renounce", "recant", "suspend", "scrap", "pull", "quit", "leave", "back", "take",
                                         "walk", "terminate", "exit", "annul", NULL };
    static const char *const threats[] = { "threat", "threats", "ultimatum", "warning", "warnings", NULL };
    static const char *const demands[] = { "demand", "demands", "ultimatum", "condition", "conditions", NULL };
    static const char *const promises[] = { "promise", "promises", "pledge", "pledges", "offer", "vow", "commitment", NULL };
    static const char *const denials[] = { "denial", "denials", "statement", NULL };
    static const char *const *const nouns[VDT_LEDGER_KIND_COUNT] = { threats, threats, demands, promises, denials, of_agreements };
    return is_one_of(lemma, verbs) && holds_one_of(sentence, nouns[kind]);
}

bool vdt_ledger_breaks(struct vdt_view lemma, struct vdt_view sentence) {
    static const char *const verbs[] = { "break", "violate", "breach", "violation", "breakdown", NULL };
    return is_one_of(lemma, verbs) && holds_one_of(sentence, of_agreements);
}

bool vdt_ledger_carries_through(struct vdt_view lemma, struct vdt_view sentence) {
    static const char *const verbs[] = { "implement", "ratify", "fulfil", "fulfill", "honour", "honor", "complete", "carry", "execute", NULL };
    return is_one_of(lemma, verbs) && holds_one_of(sentence, of_agreements);
}
