/* SPDX-License-Identifier: Apache-2.0 */
/* Which mentions are of one happening: a count of incidents must neither double them nor swallow one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "event/incident.h"

#define V VDT_LITERAL

static const struct vdt_party chad = { .code = { "TCD", 3 } }, chad_army = { .code = { "TCDMIL", 6 } },
                              libya = { .code = { "LBY", 3 } }, niger = { .code = { "NER", 3 } };

static struct vdt_event attack(const char *id, const struct vdt_party *source, const struct vdt_party *target,
                               const char *lemma) {
    return (struct vdt_event){ .id = vdt_view_of(id),
                               .plover = VDT_ASSAULT,
                               .quad = 4,
                               .cameo = V("190"),
                               .lemma = vdt_view_of(lemma),
                               .sources = source,
                               .source_count = source != NULL,
                               .targets = target,
                               .target_count = target != NULL,
                               .latitude = NAN,
                               .longitude = NAN };
}

static bool joined(struct vdt_event a, struct vdt_event b) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_event events[] = { a, b };
    assert_true(vdt_incidents_find(&arena, events, 2));
    bool same = vdt_view_equal(events[0].incident, events[1].incident);
    assert_true(events[0].incident.size && events[1].incident.size);
    vdt_arena_done(&arena);
    return same;
}

static void mentions_join(void **state) {
    (void)state;
    assert_true(joined(attack("e:1", &chad, &libya, "attack"), attack("e:2", &chad_army, &libya, "shell")));
    assert_true(joined(attack("e:1", &chad, &libya, "attack"), attack("e:2", NULL, &libya, "attack")));
    /* soldiers may be Libyan soldiers, and no others */
    const struct vdt_party soldiers = { .code = V("MIL") }, libyans = { .code = V("LBYMIL"), .country = V("LBY") },
                           police = { .code = V("LBYCOP"), .country = V("LBY") };
    assert_true(joined(attack("e:1", NULL, &soldiers, "kill"), attack("e:2", NULL, &libyans, "kill")));
    assert_true(joined(attack("e:1", NULL, &libyans, "kill"), attack("e:2", NULL, &soldiers, "kill")));
    assert_false(joined(attack("e:1", NULL, &soldiers, "kill"), attack("e:2", NULL, &police, "kill")));
    /* a denial is about the same happening */
    struct vdt_event denied = attack("e:2", &chad, &libya, "attack");
    denied.status = VDT_DENIED;
    assert_true(joined(attack("e:1", &chad, &libya, "attack"), denied));
    /* talks have no direction */
    struct vdt_event talks = attack("e:1", &chad, &libya, "meet"), again = attack("e:2", &libya, &chad, "meet");
    talks.plover = again.plover = VDT_CONSULT;
    assert_true(joined(talks, again));
}

static void other_happenings_do_not(void **state) {
    (void)state;
    struct vdt_event first = attack("e:1", &chad, &libya, "attack"), other;
    assert_false(joined(first, attack("e:2", &niger, &libya, "attack")));
    assert_false(joined(first, attack("e:2", &libya, &chad, "attack")));
    other = attack("e:2", &chad, &libya, "attack");
    other.status = VDT_PLANNED;
    assert_false(joined(first, other));
    other = attack("e:2", &chad, &libya, "attack");
    other.historical = true;
    assert_false(joined(first, other));
    /* other days, other places */
    other = first;
    other.id = V("e:2");
    first.date_basis = other.date_basis = VDT_DATE_TEXT;
    first.date_from = first.date_to = V("2022-06-01");
    other.date_from = other.date_to = V("2022-06-03");
    assert_false(joined(first, other));
    other.date_from = V("2022-05-30");
    assert_true(joined(first, other));
    first.place_name = V("Bol"), other.place_name = V("Moundou");
    first.latitude = 13.5, first.longitude = 14.7, other.latitude = 8.6, other.longitude = 16.1;
    assert_false(joined(first, other));
    /* nothing in common but the type */
    assert_false(joined(attack("e:1", NULL, NULL, "attack"), attack("e:2", NULL, NULL, "attack")));
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(mentions_join), cmocka_unit_test(other_happenings_do_not) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
