/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries by what may change them. A store of a million events has tens of thousands of entries, and an act may change a
 * handful: so no list is of all that has to do with a country, and each is kept short by dropping what has ended.
 */
#include "base/calendar.h"
#include "base/hash.h"
#include "watch/ledger-entry.h"

enum { MOST_PARTIES = 64 };

struct vdt_view vdt_ledger_root(struct vdt_view code) {
    static const char *const whole[] = { "IGO", "NGO", "IMG", "MNC" };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (vdt_view_starts(code, vdt_view_of(whole[i]))) return code;
    return vdt_view_slice(code, 0, 3);
}

uint64_t vdt_ledger_key(enum ledger_list list, uint64_t what, struct vdt_view one, struct vdt_view other) {
    uint64_t parts[] = { list, what, vdt_hash(vdt_ledger_root(one)), vdt_hash(vdt_ledger_root(other)) };
    return vdt_hash((struct vdt_view){ (const char *)parts, sizeof parts });
}

static struct member *member_of(struct ledger *ledger) {
    struct member *member = ledger->spare;
    if (member)
        ledger->spare = member->next;
    else
        member = vdt_arena_take(&ledger->arena, sizeof *member);
    return member;
}

void vdt_ledger_enter(struct ledger *ledger, struct entry *entry, uint64_t key) {
    struct member **list = &ledger->lists[key % LEDGER_LISTS];
    for (const struct member *member = *list; member && member->entry == entry; member = member->next)
        if (member->key == key) return;
    struct member *member = member_of(ledger);
    if (!member) {
        ledger->failed = true;
        return;
    }
    *member = (struct member){ entry, key, *list };
    *list = member;
}

/* Nothing can change any more what was settled, or passed, so long ago. */
static bool is_over(const struct ledger *ledger, const struct entry *entry) {
    return entry->state != VDT_LEDGER_OPEN && ledger->today - entry->last > 2 * ledger->options->keep_days;
}

struct entry *vdt_ledger_next(struct ledger *ledger, uint64_t key, struct member **at) {
    struct member **link = *at ? &(*at)->next : &ledger->lists[key % LEDGER_LISTS];
    while (*link) {
        struct member *member = *link;
        vdt_ledger_pass_time(ledger, member->entry, ledger->today);
        if (is_over(ledger, member->entry)) {
            *link = member->next;
            member->next = ledger->spare;
            ledger->spare = member;
        } else if (member->key == key) {
            *at = member;
            return member->entry;
        } else {
            link = &member->next;
        }
    }
    return NULL;
}

/* ---- parties ---- */

static bool all_roles(const struct parties *parties) {
    static const char *const roles[] = { "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "REB", "SEP", "OPP", "PTY", "CVL", "CIV",
                                         "MED", "BUS", "EDU", "REL", "LAB", "REF", "CRM", "ELI" };
    for (size_t i = 0; i < parties->count; i++) {
        bool role = false;
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) role |= vdt_view_is(parties->codes[i], roles[k]);
        if (!role) return false;
    }
    return true;
}

static bool same_codes(const struct parties *parties, const struct vdt_view *codes, size_t count) {
    if (parties->count != count) return false;
    for (size_t i = 0; i < count; i++)
        if (!vdt_view_equal(parties->codes[i], codes[i])) return false;
    return true;
}

static struct parties *copy_parties(struct ledger *ledger, const struct vdt_view *codes, size_t count) {
    struct parties *parties = vdt_arena_take(&ledger->arena, sizeof *parties);
    struct vdt_view *copies = vdt_arena_array(&ledger->arena, count, sizeof *copies);
    if (!parties || !copies) return NULL;
    for (size_t i = 0; i < count; i++) {
        copies[i] = vdt_arena_copy(&ledger->arena, codes[i]);
        if (!copies[i].data) return NULL;
    }
    parties->codes = copies;
    parties->count = count;
    parties->only_roles = all_roles(parties);
    return parties;
}

const struct parties *vdt_ledger_parties(struct ledger *ledger, const struct vdt_party *parties, size_t count) {
    static const struct parties nobody = { .only_roles = true };
    struct vdt_view codes[MOST_PARTIES];
    size_t known = 0;
    uint64_t key = 0;
    for (size_t i = 0; i < count && known < MOST_PARTIES; i++) {
        if (!parties[i].code.size) continue;
        codes[known++] = parties[i].code;
        key = vdt_hash_seeded(parties[i].code, key);
    }
    if (!known) return &nobody;
    struct parties **list = &ledger->parties[key % LEDGER_PARTIES];
    for (const struct parties *one = *list; one; one = one->next)
        if (one->key == key && same_codes(one, codes, known)) return one;
    struct parties *new = copy_parties(ledger, codes, known);
    if (!new) return ledger->failed = true, &nobody;
    new->key = key;
    new->next = *list;
    return *list = new;
}

/* ---- changes ---- */

struct event_name vdt_ledger_name(struct ledger *ledger, struct vdt_view id) {
    struct event_name name = { vdt_id_digits(id), NULL };
    if (!id.size || name.digits) return name;
    struct vdt_view copy = vdt_arena_copy(&ledger->arena, id);
    if (!copy.data) ledger->failed = true;
    name.text = copy.data;
    return name;
}

void vdt_ledger_change(struct ledger *ledger, struct entry *entry, enum vdt_ledger_state to, int32_t on, struct vdt_view by,
                       double confidence) {
    struct change *change = vdt_arena_take(&ledger->arena, sizeof *change);
    if (!change) {
        ledger->failed = true;
        return;
    }
    *change = (struct change){ NULL, to, on, vdt_ledger_name(ledger, by), confidence };
    *(entry->changes ? &entry->last_change->next : &entry->changes) = change;
    entry->last_change = change;
    entry->state = to;
}

void vdt_ledger_pass_time(struct ledger *ledger, struct entry *entry, int32_t day) {
    int32_t end = entry->due != VDT_NO_DAY ? entry->due : entry->last + ledger->options->keep_days;
    if (entry->state == VDT_LEDGER_OPEN && day > end)
        vdt_ledger_change(ledger, entry, VDT_LEDGER_EXPIRED, end + 1, (struct vdt_view){ 0 }, 1);
}
