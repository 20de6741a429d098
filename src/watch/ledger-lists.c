/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries by what may change them. A store of a million events has tens of thousands of entries, and an act may change a
 * handful: so no list is of all that has to do with a country, and each is kept short by dropping what has ended.
 */
#include "base/calendar.h"
#include "base/hash.h"
#include "watch/ledger-entry.h"

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
    return entry->told.state != VDT_LEDGER_OPEN && ledger->today - entry->last > 2 * ledger->options->keep_days;
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

struct vdt_view vdt_ledger_day(struct ledger *ledger, int32_t day) {
    char text[11];
    if (day == VDT_NO_DAY) return (struct vdt_view){ NULL, 0 };
    vdt_day_write(day, text);
    struct vdt_view copy = vdt_arena_copy(&ledger->arena, vdt_view_of(text));
    if (!copy.data) ledger->failed = true;
    return copy;
}

void vdt_ledger_change(struct ledger *ledger, struct entry *entry, enum vdt_ledger_state to, int32_t on, struct vdt_view by,
                       double confidence) {
    struct vdt_ledger_change *changes =
        vdt_arena_grow(&ledger->arena, (void *)(uintptr_t)entry->told.changes, entry->told.change_count, &entry->change_room, sizeof *changes);
    struct vdt_view id = vdt_arena_copy(&ledger->arena, by);
    if (!changes || !id.data) {
        ledger->failed = true;
        return;
    }
    changes[entry->told.change_count++] = (struct vdt_ledger_change){ to, vdt_ledger_day(ledger, on), id, confidence };
    entry->told.changes = changes;
    entry->told.state = to;
}

void vdt_ledger_pass_time(struct ledger *ledger, struct entry *entry, int32_t day) {
    int32_t end = entry->due != VDT_NO_DAY ? entry->due : entry->last + ledger->options->keep_days;
    if (entry->told.state == VDT_LEDGER_OPEN && day > end)
        vdt_ledger_change(ledger, entry, VDT_LEDGER_EXPIRED, end + 1, (struct vdt_view){ "", 0 }, 1);
}
