/* SPDX-License-Identifier: Apache-2.0 */
/* Spellings: transliterations and corruptions are joined, other people of like names are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "know/spelling.h"

static struct vdt_spelling spelling_of(const char *name) {
    struct vdt_spelling spelling = { .words = 0 };
    struct vdt_view rest = vdt_view_of(name);
    while (rest.size) vdt_spelling_add(&spelling, vdt_view_cut(&rest, ' '));
    return spelling;
}

static bool same(const char *a, const char *b) {
    struct vdt_spelling one = spelling_of(a), other = spelling_of(b);
    bool joined = vdt_spelling_same(&one, &other);
    assert_int_equal(joined, vdt_spelling_same(&other, &one));
    if (joined) assert_true(vdt_spelling_hash(&one) == vdt_spelling_hash(&other));
    return joined;
}

static void spellings_are_joined(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        { "Sergei Lavrov", "Sergej Lawrow" }, { "Muammar Gaddafi", "Moammar Gadhafi" }, { "Lamarque", "Lamarck" },
        { "Radovan Karadžić", "Radovan Karadzic" }, { "Mohammed Morsi", "Muhammad Mursi" }, { "Zelenskyy", "Zelenskiy" },
        { "Mikhail Gorbachev", "Mikhail Gorbachov" }, { "Slobodan Milosevic", "Slobodan Milosevich" },
        { "Alexei Kudrin", "Aleksey Kudrin" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!same(pairs[i][0], pairs[i][1])) fail_msg("%s and %s are one", pairs[i][0], pairs[i][1]);
}

static void others_are_not(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        { "George Bush", "Greg Bush" }, { "John Kerry", "Jean Kerry" }, { "Li Peng", "Lu Ping" }, { "Khamenei", "Khomeini" },
        { "Kim Jong-il", "Kim Jong-un" }, { "Saddam Hussein", "Saddam Hassan" }, { "Ali Khamenei", "Ali" }, { "Assad", "Saied" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (same(pairs[i][0], pairs[i][1])) fail_msg("%s and %s are two", pairs[i][0], pairs[i][1]);
}

static void limits_hold(void **state) {
    (void)state;
    struct vdt_spelling spelling = { .words = 0 };
    char word[64];
    for (size_t i = 0; i < sizeof word; i++) word[i] = i % 2 ? 'm' : 'b';
    assert_true(vdt_spelling_add(&spelling, (struct vdt_view){ word, 60 }));
    assert_false(vdt_spelling_add(&spelling, (struct vdt_view){ word, 60 }));
    assert_false(vdt_spelling_add(&spelling, vdt_view_of("")));
    assert_false(vdt_spelling_add(&spelling, vdt_view_of("Лавров")));
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(spellings_are_joined), cmocka_unit_test(others_are_not), cmocka_unit_test(limits_hold) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
