/* SPDX-License-Identifier: Apache-2.0 */
/* Code points: every byte string is read to its end, valid ones exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/view.h"
#include "text/utf8.h"

static void reads_what_it_writes(void **state) {
    (void)state;
    static const uint32_t codes[] = { 0,      'a',    0x7f,   0x80,   0x7ff,   0x800,
                                      0x2019, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char bytes[4];
        struct vdt_view text = { bytes, vdt_utf8_put(codes[i], bytes) };
        size_t at = 0;
        assert_int_equal(vdt_utf8_next(text, &at), codes[i]);
        assert_int_equal(at, text.size);
        assert_true(vdt_utf8_valid(text));
    }
}

static void bad_bytes_are_one_long(void **state) {
    (void)state;
    static const char *const bad[] = {
        "\x80",         "\xc0\x80",         "\xc1\xbf",         "\xe2\x80", "\xe0\x80\x80",
        "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xff",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct vdt_view text = vdt_view_of(bad[i]);
        size_t at = 0;
        assert_int_equal(vdt_utf8_next(text, &at), 0xfffd);
        assert_int_equal(at, 1);
        assert_false(vdt_utf8_valid(text));
    }
}

static void counts_code_points(void **state) {
    (void)state;
    assert_int_equal(vdt_utf8_count(VDT_LITERAL("")), 0);
    assert_int_equal(vdt_utf8_count(VDT_LITERAL("Kyiv’s Überlingen €5")), 20);
}

static void knows_signs(void **state) {
    (void)state;
    assert_int_equal(vdt_sign_of('a'), VDT_SIGN_LOWER);
    assert_int_equal(vdt_sign_of(0x0416), VDT_SIGN_UPPER);  /* Ж */
    assert_int_equal(vdt_sign_of(0x4e2d), VDT_SIGN_LETTER); /* 中 */
    assert_int_equal(vdt_sign_of('7'), VDT_SIGN_DIGIT);
    assert_int_equal(vdt_sign_of(0xa0), VDT_SIGN_SPACE);
    assert_int_equal(vdt_sign_of(0x0301), VDT_SIGN_MARK);
    assert_int_equal(vdt_sign_of(0x2014), VDT_SIGN_OTHER); /* — */
}

static void small_letters(void **state) {
    (void)state;
    char out[64];
    struct vdt_view folded = { out, vdt_utf8_lower(VDT_LITERAL("ÉCOLE Ждать"), out, sizeof out) };
    assert_true(vdt_view_is(folded, "école ждать"));
    /* what does not fit is cut between code points */
    assert_int_equal(vdt_utf8_lower(VDT_LITERAL("aÉ"), out, 2), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_writes), cmocka_unit_test(bad_bytes_are_one_long),
        cmocka_unit_test(counts_code_points),   cmocka_unit_test(knows_signs),
        cmocka_unit_test(small_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
