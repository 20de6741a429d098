/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What acts make of the ledger's entries. What may change an entry is told twice, and the two must agree: in the rules
 * below (`weigh`), which decide, and in the lists under which the entry is found (`vdt_ledger_expect`). A rule whose acts
 * are under no list is never asked.
 */
#include "watch/ledger-entry.h"
#include "watch/ledger-words.h"

static const struct vdt_view any_code;
static const struct parties anybody = { .codes = &any_code, .count = 1, .only_roles = true };

/* ---- parties --------------------------------------------------------------------------------------------------- */

/* A state and its parts answer for each other; its rebels and citizens for themselves alone. */
static bool answers(struct vdt_view one, struct vdt_view other) {
    static const char *const apart[] = { "REB", "SEP", "OPP", "CVL", "CRM", "REF" };
    if (!one.size || !other.size || !vdt_view_equal(vdt_ledger_root(one), vdt_ledger_root(other))) return false;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        bool first = one.size >= 6 && vdt_view_is(vdt_view_slice(one, 3, 6), apart[i]);
        bool second = other.size >= 6 && vdt_view_is(vdt_view_slice(other, 3, 6), apart[i]);
        if (first != second) return false;
    }
    return true;
}

static bool any_answers(const struct parties *known, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < known->count; i++)
        for (size_t k = 0; k < count; k++)
            if (answers(known->codes[i], parties[k].code)) return true;
    return false;
}

bool vdt_ledger_share(const struct parties *one, const struct parties *other) {
    for (size_t i = 0; i < one->count; i++)
        for (size_t k = 0; k < other->count; k++)
            if (answers(one->codes[i], other->codes[k])) return true;
    return !one->count && !other->count;
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

/* How well an act's parties fit those wanted: 1 all known and there, 0.7 one side unknown, 0 not. */
static double fit(const struct vdt_event *event, const struct parties *sources, const struct parties *targets) {
    if (!sources->only_roles && !any_answers(sources, event->sources, event->source_count)) return 0;
    if (!targets->only_roles && !any_answers(targets, event->targets, event->target_count)) return 0;
    if (sources->only_roles && targets->only_roles) return 0;
    return sources->only_roles || targets->only_roles ? 0.7 : 1;
}

static double fits_act(const struct vdt_event *event, const struct act *act) {
    if (!act->there || act->plover != event->plover) return 0;
    return fit(event, act->sources, act->targets);
}

static bool by_issuer(const struct entry *entry, const struct vdt_event *event) {
    return any_answers(entry->issuers, event->sources, event->source_count);
}

/* Both sides of the event are parties of the agreement. */
static bool between_parties(const struct entry *entry, const struct vdt_event *event) {
    bool source_one = any_answers(entry->issuers, event->sources, event->source_count);
    bool source_other = any_answers(entry->addressees, event->sources, event->source_count);
    bool target_one = any_answers(entry->issuers, event->targets, event->target_count);
    bool target_other = any_answers(entry->addressees, event->targets, event->target_count);
    return (source_one && target_other) || (source_other && target_one) ||
           (source_one && target_one && !entry->addressees->count && entry->issuers->count > 1);
}

/* On the word of others alone: a claim, no fact. */
static bool is_claim_against(const struct entry *entry, const struct vdt_event *event) {
    return event->voice_count && !any_answers(entry->issuers, event->voices, event->voice_count);
}

/* The act that would fulfil the entry: its content, with the sides that the sentence leaves open. */
static struct act awaited(const struct entry *entry) {
    struct act act = entry->content;
    if (!act.there) return act;
    bool by_issuer = entry->kind == VDT_LEDGER_THREAT || entry->kind == VDT_LEDGER_PROMISE;
    if (!act.sources->count && by_issuer) act.sources = entry->issuers;
    if (!act.sources->count && entry->kind == VDT_LEDGER_DEMAND) act.sources = entry->addressees;
    if (!act.targets->count && entry->kind == VDT_LEDGER_THREAT) act.targets = entry->addressees;
    return act;
}

static double carried_out(const struct entry *entry, const struct vdt_event *event) {
    struct act act = awaited(entry);
    if (act.there) return fits_act(event, &act);
    if (entry->kind != VDT_LEDGER_THREAT || event->quad != 4 || !entry->addressees->count) return 0;
    return 0.7 * fit(event, entry->issuers, entry->addressees);
}

static double met(const struct entry *entry, const struct vdt_event *event) {
    struct act act = awaited(entry);
    switch (entry->kind) {
    case VDT_LEDGER_THREAT: case VDT_LEDGER_WARNING:
        /* "it" in "unless it halts" may have been taken for the speaker */
        return fits_act(event, &entry->condition) > 0 ? fits_act(event, &entry->condition)
               : entry->condition.there && entry->condition.plover == event->plover && entry->addressees->count
                   ? 0.7 * fit(event, entry->addressees, &anybody) : 0;
    case VDT_LEDGER_DEMAND: case VDT_LEDGER_PROMISE:
        return fits_act(event, &act);
    case VDT_LEDGER_AGREEMENT:
        return vdt_ledger_carries_through(event->lemma, event->evidence.text) && by_issuer(entry, event) ? 0.8 : 0;
    default:
        return 0;
    }
}

static double contradicted(const struct entry *entry, const struct vdt_event *event) {
    bool material = event->quad == 4 && (event->plover == VDT_ASSAULT || event->plover == VDT_COERCE || event->plover == VDT_MOBILIZE);
    switch (entry->kind) {
    case VDT_LEDGER_DENIAL:
        return is_claim_against(entry, event) ? 0 : fits_act(event, &entry->content);
    case VDT_LEDGER_PROMISE:
        return event->quad == 4 && entry->addressees->count ? 0.7 * fit(event, entry->issuers, entry->addressees) : 0;
    case VDT_LEDGER_AGREEMENT:
        if (vdt_ledger_breaks(event->lemma, event->evidence.text) && (by_issuer(entry, event) || between_parties(entry, event))) return 0.9;
        return material && (entry->truce || event->plover == VDT_ASSAULT) && between_parties(entry, event) ? (entry->truce ? 0.9 : 0.6) : 0;
    default:
        return 0;
    }
}

static bool withdrawn(const struct entry *entry, const struct vdt_event *event) {
    bool party = by_issuer(entry, event) || (entry->kind == VDT_LEDGER_AGREEMENT &&
                 any_answers(entry->addressees, event->sources, event->source_count));
    return party && vdt_ledger_takes_back(event->lemma, event->evidence.text, entry->kind);
}

/* What an act makes of an entry. */
static void weigh(struct ledger *ledger, struct entry *entry, const struct vdt_event *event, int32_t day) {
    enum vdt_ledger_state now = entry->state, to = now;
    double sure = 0;
    bool open = now == VDT_LEDGER_OPEN || now == VDT_LEDGER_EXPIRED;
    if (vdt_view_equal(event->evidence.text, entry->text) || day < entry->stated) return;
    if ((open || now == VDT_LEDGER_MET) && withdrawn(entry, event))
        sure = 0.9, to = VDT_LEDGER_WITHDRAWN;
    else if ((open || now == VDT_LEDGER_MET || now == VDT_LEDGER_WITHDRAWN) &&
             (entry->kind == VDT_LEDGER_THREAT || entry->kind == VDT_LEDGER_WARNING) && (sure = carried_out(entry, event)) > 0)
        to = VDT_LEDGER_CARRIED_OUT;
    else if ((open || now == VDT_LEDGER_MET) && (sure = contradicted(entry, event)) > 0)
        to = VDT_LEDGER_CONTRADICTED;
    else if (open && (sure = met(entry, event)) > 0)
        to = VDT_LEDGER_MET;
    if (to != now && sure > 0) vdt_ledger_change(ledger, entry, to, day, event->id, sure * event->confidence);
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

/* One key for each pair of codes. */
static void expect_pairs(struct ledger *ledger, struct entry *entry, enum ledger_list list, uint64_t what, const struct parties *sources,
                         const struct parties *targets) {
    for (size_t i = 0; i < sources->count; i++)
        for (size_t k = 0; k < targets->count; k++)
            vdt_ledger_enter(ledger, entry, vdt_ledger_key(list, what, sources->codes[i], targets->codes[k]));
}

/* As `fit` asks: a side of roles alone may be anybody, but not both. */
static void expect_fit(struct ledger *ledger, struct entry *entry, enum ledger_list list, uint64_t what, const struct parties *sources,
                       const struct parties *targets) {
    if (sources->only_roles && targets->only_roles) return;
    expect_pairs(ledger, entry, list, what, sources->only_roles ? &anybody : sources, targets->only_roles ? &anybody : targets);
}

static void expect_act(struct ledger *ledger, struct entry *entry, const struct act *act) {
    if (act->there) expect_fit(ledger, entry, LEDGER_ACT, act->plover, act->sources, act->targets);
}

static void expect_fight(struct ledger *ledger, struct entry *entry) {
    const struct parties *others = entry->addressees->count ? entry->addressees : entry->issuers;
    expect_pairs(ledger, entry, LEDGER_HARM, 0, entry->issuers, others);
    expect_pairs(ledger, entry, LEDGER_HARM, 0, others, entry->issuers);
}

void vdt_ledger_expect(struct ledger *ledger, struct entry *entry) {
    struct act act = awaited(entry);
    expect_pairs(ledger, entry, LEDGER_BY, entry->kind, entry->issuers, &anybody);
    expect_act(ledger, entry, &act);
    expect_act(ledger, entry, &entry->condition);
    if (entry->condition.there) expect_fit(ledger, entry, LEDGER_ACT, entry->condition.plover, entry->addressees, &anybody);
    if (entry->kind == VDT_LEDGER_AGREEMENT) {
        expect_pairs(ledger, entry, LEDGER_BY, entry->kind, entry->addressees, &anybody);
        expect_fight(ledger, entry);
    }
    if (entry->addressees->count && (entry->kind == VDT_LEDGER_PROMISE || (entry->kind == VDT_LEDGER_THREAT && !act.there)))
        expect_fit(ledger, entry, LEDGER_HARM, 0, entry->issuers, entry->addressees);
    if (entry->kind == VDT_LEDGER_PROMISE && act.there)
        expect_pairs(ledger, entry, LEDGER_UNDONE, act.plover, entry->issuers, &anybody);
}

static void look(struct ledger *ledger, const struct vdt_event *event, enum ledger_list list, uint64_t what, struct vdt_view source,
                 struct vdt_view target) {
    uint64_t key = vdt_ledger_key(list, what, source, target);
    struct member *at = NULL;
    for (struct entry *entry; (entry = vdt_ledger_next(ledger, key, &at));) {
        if (entry->seen == ledger->acts) continue;
        entry->seen = ledger->acts;
        weigh(ledger, entry, event, ledger->today);
    }
}

/* Words that take something back, break it or carry it through change whatever of that kind is theirs. */
static void look_by_words(struct ledger *ledger, const struct vdt_event *event) {
    struct vdt_view lemma = event->lemma, text = event->evidence.text;
    bool of_agreement = vdt_ledger_breaks(lemma, text) || vdt_ledger_carries_through(lemma, text);
    for (int kind = 0; kind < VDT_LEDGER_KIND_COUNT; kind++) {
        if (!vdt_ledger_takes_back(lemma, text, (enum vdt_ledger_kind)kind) && !(kind == VDT_LEDGER_AGREEMENT && of_agreement)) continue;
        for (size_t i = 0; i < event->source_count; i++)
            if (event->sources[i].code.size) look(ledger, event, LEDGER_BY, (uint64_t)kind, event->sources[i].code, any_code);
    }
}

/* Party number i of a side; the one after the last is anybody. False: it has no code. */
static bool code_at(const struct vdt_party *parties, size_t count, size_t i, struct vdt_view *out) {
    *out = i < count ? parties[i].code : any_code;
    return i == count || out->size;
}

void vdt_ledger_act(struct ledger *ledger, const struct vdt_event *event) {
    struct vdt_view source, target;
    ledger->acts++;
    for (size_t i = 0; i <= event->source_count; i++) {
        if (!code_at(event->sources, event->source_count, i, &source)) continue;
        for (size_t k = 0; k <= event->target_count; k++) {
            if (!code_at(event->targets, event->target_count, k, &target) || (!source.size && !target.size)) continue;
            look(ledger, event, LEDGER_ACT, event->plover, source, target);
            if (event->quad == 4) look(ledger, event, LEDGER_HARM, 0, source, target);
        }
    }
    look_by_words(ledger, event);
}

void vdt_ledger_undone(struct ledger *ledger, const struct vdt_event *event) {
    for (size_t i = 0; i < event->source_count; i++) {
        if (!event->sources[i].code.size) continue;
        uint64_t key = vdt_ledger_key(LEDGER_UNDONE, event->plover, event->sources[i].code, any_code);
        struct member *at = NULL;
        for (struct entry *entry; (entry = vdt_ledger_next(ledger, key, &at));) {
            if (entry->state != VDT_LEDGER_OPEN || ledger->today <= entry->stated) continue;
            double sure = by_issuer(entry, event) ? fits_act(event, &entry->content) : 0;
            if (sure > 0) vdt_ledger_change(ledger, entry, VDT_LEDGER_CONTRADICTED, ledger->today, event->id, sure * event->confidence);
        }
    }
}
