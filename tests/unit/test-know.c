/* SPDX-License-Identifier: Apache-2.0 */
/* The knowledge: grammar and its errors, dated roles, phrases put together, no false joins, images that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/calendar.h"
#include "know/knowledge.h"
#include "sentence.h"

static struct vdt_arena arena;
static struct vdt_knowledge *known;

static int open_built_in(void **state) {
    (void)state;
    struct vdt_error error;
    vdt_arena_init(&arena);
    return vdt_knowledge_open(getenv("VEDETTE_KNOWLEDGE"), NULL, NULL, NULL, &known, &error) == VDT_OK ? 0 : -1;
}

static int close_built_in(void **state) {
    (void)state;
    vdt_knowledge_close(known);
    vdt_arena_done(&arena);
    return 0;
}

/* The code of the phrase headed by word `head` (from 1) of a sentence, on a day. */
static const char *code(const char *text, uint32_t head, const char *day) {
    struct vdt_analysis analysis = sentence_of(&arena, text);
    int32_t number = VDT_NO_DAY;
    if (day) assert_true(vdt_day_read(vdt_view_of(day), &number));
    struct vdt_linker *linker;
    assert_int_equal(vdt_linker_new(known, &arena, &analysis, number, &linker, NULL), VDT_OK);
    struct vdt_actor_link link;
    vdt_link_actor(linker, 0, head - 1, &link);
    struct vdt_view copy = vdt_arena_copy(&arena, link.code);
    return copy.data;
}

static void put_together(void **state) {
    (void)state;
    static const struct { const char *text, *code; uint32_t head; } cases[] = {
        { "Russian/./ADJ/2/amod troops/troop/NOUN/3/nsubj withdrew/withdraw/VERB/0/root", "RUSMIL", 2 },
        { "Turkish/./ADJ/2/amod police/./NOUN/3/nsubj fired/fire/VERB/0/root", "TURCOP", 2 },
        { "Syrian/./ADJ/2/amod rebels/rebel/NOUN/3/nsubj fled/flee/VERB/0/root", "SYRREB", 2 },
        { "Latvian/./ADJ/3/amod defence/./NOUN/3/compound minister/./NOUN/4/nsubj spoke/speak/VERB/0/root", "LVAGOV", 3 },
        { "the/./DET/2/det president/./NOUN/5/nsubj of/./ADP/4/case Peru/./PROPN/2/nmod spoke/speak/VERB/0/root", "PERGOV", 2 },
        { "former/./ADJ/3/amod Georgian/./ADJ/3/amod president/./NOUN/4/nsubj spoke/speak/VERB/0/root", "GEOELI", 3 },
        { "protesters/protester/NOUN/2/nsubj marched/march/VERB/0/root", "CVL", 1 },
        { "NATO/./PROPN/2/nsubj warned/warn/VERB/0/root", "IGONATO", 1 },
        { "Moscow/./PROPN/2/nsubj warned/warn/VERB/0/root", "RUSGOV", 1 },
        { "they/./PRON/2/nsubj met/meet/VERB/0/root in/./ADP/4/case Moscow/./PROPN/2/obl", "RUS", 4 },
        { "the/./DET/2/det Kremlin/./PROPN/3/nsubj warned/warn/VERB/0/root", "RUSGOV", 2 },
        { "the/./DET/2/det Russians/russian/PROPN/3/nsubj left/leave/VERB/0/root", "RUS", 2 },
        { "Germany/./PROPN/3/nmod:poss 's/./PART/1/case parliament/./NOUN/4/nsubj voted/vote/VERB/0/root", "DEULEG", 3 },
        { "Iranian/./ADJ/3/amod -/./PUNCT/3/punct backed/back/VERB/4/amod fighters/fighter/NOUN/5/nsubj fled/flee/VERB/0/root", "REB", 4 },
        { "rebel/./NOUN/2/compound spokesman/./NOUN/3/nsubj spoke/speak/VERB/0/root", "REB", 2 },
        { "church/./NOUN/2/compound leaders/leader/NOUN/3/nsubj spoke/speak/VERB/0/root", "REL", 2 },
        { "Syrian/./ADJ/3/amod army/./NOUN/3/compound spokesman/./NOUN/4/nsubj spoke/speak/VERB/0/root", "SYRMIL", 3 },
        { "three/./NUM/2/nummod NGOs/NGO/NOUN/3/nsubj spoke/speak/VERB/0/root", "NGO", 2 },
        { "al/./PROPN/2/compound Qaeda/./PROPN/3/nsubj struck/strike/VERB/0/root", "IMGALQ", 2 },
        { "pro/./ADJ/3/compound -/./PUNCT/3/punct Russian/./ADJ/4/amod separatists/separatist/NOUN/5/nsubj fled/flee/VERB/0/root", "REB", 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *given = code(cases[i].text, cases[i].head, "2021-12-03");
        if (strcmp(given, cases[i].code) != 0) fail_msg("%s: %s, not %s", cases[i].text, given, cases[i].code);
    }
}

static void offices_have_dates(void **state) {
    (void)state;
    static const char merkel[] = "Angela/./PROPN/3/nsubj Merkel/./PROPN/1/flat spoke/speak/VERB/0/root";
    assert_string_equal(code(merkel, 1, "2019-06-01"), "DEUGOV");
    assert_string_equal(code(merkel, 1, "2024-06-01"), "DEUELI");
    static const char bush[] = "George/./PROPN/3/nsubj Bush/./PROPN/1/flat spoke/speak/VERB/0/root";
    assert_string_equal(code(bush, 1, "1991-06-01"), "USAGOV"); /* the father */
    assert_string_equal(code(bush, 1, "2005-06-01"), "USAGOV"); /* the son */
    assert_string_equal(code(bush, 1, "1997-06-01"), "USAELI");
    static const char taliban[] = "the/./DET/2/det Taliban/./PROPN/3/nsubj attacked/attack/VERB/0/root";
    assert_string_equal(code(taliban, 2, "2010-01-01"), "AFGREB");
    assert_string_equal(code(taliban, 2, "2022-01-01"), "AFGGOV");
}

static void no_false_joins(void **state) {
    (void)state;
    assert_string_equal(code("he/./PRON/2/nsubj told/tell/VERB/0/root us/we/PRON/2/obj", 3, NULL), "");
    assert_string_equal(code("we/./PRON/2/nsubj ate/eat/VERB/0/root turkey/./NOUN/2/obj", 3, NULL), "");
    assert_string_equal(code("Ngo/./PROPN/2/compound Dinh/./PROPN/3/nsubj left/leave/VERB/0/root", 2, NULL), "");
    assert_string_equal(code("the/./DET/2/det division/./NOUN/3/nsubj hurts/hurt/VERB/0/root", 2, NULL), "");
    assert_string_equal(code("US/./PROPN/2/nsubj attacked/attack/VERB/0/root", 1, NULL), "USA");
    assert_string_equal(code("the/./DET/2/det table/./NOUN/3/nsubj fell/fall/VERB/0/root", 2, NULL), "");
}

static void roles_cover_names(void **state) {
    (void)state;
    /* a person that no file knows has the code of the role beside the name */
    assert_string_equal(code("Estonian/./ADJ/2/amod minister/./NOUN/5/nsubj Mari/./PROPN/2/appos Kask/./PROPN/3/flat met/meet/VERB/0/root",
                             2, NULL), "ESTGOV");
}

static void abbreviations_are_remembered(void **state) {
    (void)state;
    static const char text[] = "Justice/./PROPN/4/compound and/./CCONJ/3/cc Equality/./PROPN/1/conj Movement/./PROPN/8/nsubj (/./PUNCT/6/punct "
                               "JQX/./PROPN/4/appos )/./PUNCT/6/punct fought/fight/VERB/0/root JQX/./PROPN/8/obj";
    assert_string_equal(code(text, 9, NULL), "SDNREB");
    assert_string_equal(code("they/./PRON/2/nsubj fought/fight/VERB/0/root JQX/./PROPN/2/obj", 3, NULL), "");
}

/* Writes one source file into a fresh folder of actors and compiles it. */
static enum vdt_status compile(const char *source, struct vdt_error *error) {
    char folder[] = "/tmp/vedette-know-XXXXXX", path[64], image[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/actors", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/actors/a.txt", folder);
    snprintf(image, sizeof image, "%s/image", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(source, file);
    fclose(file);
    enum vdt_status status = vdt_knowledge_compile(folder, image, error);
    unlink(image);
    unlink(path);
    snprintf(path, sizeof path, "%s/actors", folder);
    rmdir(path);
    rmdir(folder);
    return status;
}

static void errors_have_places(void **state) {
    (void)state;
    static const struct { const char *source; uint64_t line, column; } cases[] = {
        { "RUS  Russia\nxyz  Nowhere\n", 2, 1 },
        { "RUS  Russia\n    2020-13-01 - RUSGOV\n", 2, 5 },
        { "person A B\n    2020-01-01 2019-01-01 RUSGOV\n", 2, 16 },
        { "    also Something\n", 1, 5 },
        { "# fine\nRUS  Russia\n    seat Kremlin = rus\n", 3, 20 },
    };
    struct vdt_error error;
    assert_int_equal(compile("# only this\nRUS  Russia\n    also Rossiya | Russian Federation\n", &error), VDT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(compile(cases[i].source, &error), VDT_ERROR_FORMAT);
        if (error.line != cases[i].line || error.column != cases[i].column)
            fail_msg("%s: told at %d:%d, not %d:%d", cases[i].source, (int)error.line, (int)error.column, (int)cases[i].line, (int)cases[i].column);
        assert_string_equal(error.where, "data/actors/a.txt");
    }
}

static void bad_images_are_refused(void **state) {
    (void)state;
    FILE *file = fopen(getenv("VEDETTE_KNOWLEDGE"), "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    char path[] = "/tmp/vedette-image-XXXXXX";
    int made = mkstemp(path);
    assert_true(made >= 0);
    const size_t lengths[] = { 1, 8, 100, size / 2, size - 1, size };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        assert_int_equal(ftruncate(made, 0), 0);
        if (lengths[i] == size) bytes[size / 3] ^= 1; /* whole, but a bit is wrong */
        assert_int_equal(pwrite(made, bytes, lengths[i], 0), (ssize_t)lengths[i]);
        struct vdt_knowledge *knowledge;
        struct vdt_error error;
        assert_int_equal(vdt_knowledge_open(path, NULL, NULL, NULL, &knowledge, &error), VDT_ERROR_FORMAT);
        assert_string_equal(error.where, path);
        assert_true(error.hint[0] != '\0');
    }
    close(made);
    unlink(path);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_together), cmocka_unit_test(offices_have_dates), cmocka_unit_test(no_false_joins),
        cmocka_unit_test(roles_cover_names), cmocka_unit_test(abbreviations_are_remembered), cmocka_unit_test(errors_have_places), cmocka_unit_test(bad_images_are_refused),
    };
    return cmocka_run_group_tests(tests, open_built_in, close_built_in);
}
