/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Irregular forms that mean one word only. A rule learned from endings goes wrong on the rare ones ("fled" as "fl"), and a
 * wrong lemma costs an event. Forms of two words (found, lay, saw, wound) are left to the network.
 */
#include "language/irregular.h"

#include <stdlib.h>
#include <string.h>

struct form {
    const char *form, *lemma;
};

/* sorted */
static const struct form verbs[] = {
    { "arisen", "arise" }, { "arose", "arise" }, { "ate", "eat" }, { "awoke", "awake" }, { "barred", "bar" },
    { "beaten", "beat" }, { "became", "become" }, { "befell", "befall" }, { "began", "begin" }, { "begun", "begin" },
    { "bled", "bleed" }, { "bred", "breed" }, { "broke", "break" }, { "broken", "break" }, { "built", "build" },
    { "burnt", "burn" }, { "caught", "catch" }, { "chose", "choose" }, { "chosen", "choose" }, { "clung", "cling" },
    { "crept", "creep" }, { "dealt", "deal" }, { "drawn", "draw" }, { "drew", "draw" }, { "driven", "drive" },
    { "drove", "drive" }, { "dug", "dig" }, { "dwelt", "dwell" }, { "eaten", "eat" }, { "fallen", "fall" },
    { "fed", "feed" }, { "fled", "flee" }, { "flew", "fly" }, { "flown", "fly" }, { "flung", "fling" },
    { "forbade", "forbid" }, { "forbidden", "forbid" }, { "foresaw", "foresee" }, { "foreseen", "foresee" },
    { "foretold", "foretell" }, { "forgave", "forgive" }, { "forgiven", "forgive" }, { "forgot", "forget" },
    { "forgotten", "forget" }, { "forsaken", "forsake" }, { "forsook", "forsake" }, { "fought", "fight" },
    { "froze", "freeze" }, { "frozen", "freeze" }, { "gave", "give" }, { "given", "give" }, { "grew", "grow" },
    { "grown", "grow" }, { "held", "hold" }, { "hid", "hide" }, { "hidden", "hide" }, { "hung", "hang" },
    { "kept", "keep" }, { "knelt", "kneel" }, { "knew", "know" }, { "known", "know" }, { "led", "lead" },
    { "lent", "lend" }, { "lost", "lose" }, { "meant", "mean" }, { "met", "meet" }, { "misled", "mislead" },
    { "mistaken", "mistake" }, { "mistook", "mistake" }, { "misunderstood", "misunderstand" },
    { "outgrew", "outgrow" }, { "overcame", "overcome" }, { "overran", "overrun" }, { "overridden", "override" },
    { "overrode", "override" }, { "oversaw", "oversee" }, { "overseen", "oversee" }, { "overtaken", "overtake" },
    { "overthrew", "overthrow" }, { "overthrown", "overthrow" }, { "overtook", "overtake" }, { "paid", "pay" },
    { "rang", "ring" }, { "rebuilt", "rebuild" }, { "redrawn", "redraw" }, { "redrew", "redraw" },
    { "repaid", "repay" }, { "resold", "resell" }, { "retaken", "retake" }, { "retook", "retake" },
    { "rewritten", "rewrite" }, { "rewrote", "rewrite" }, { "ridden", "ride" }, { "risen", "rise" },
    { "rode", "ride" }, { "rung", "ring" }, { "sank", "sink" }, { "shaken", "shake" }, { "shook", "shake" },
    { "shot", "shoot" }, { "slain", "slay" }, { "slept", "sleep" }, { "slew", "slay" }, { "slid", "slide" },
    { "slung", "sling" }, { "sold", "sell" }, { "sought", "seek" }, { "sped", "speed" }, { "spent", "spend" },
    { "spoke", "speak" }, { "spoken", "speak" }, { "sprang", "spring" }, { "sprung", "spring" }, { "stole", "steal" },
    { "stolen", "steal" }, { "stood", "stand" }, { "stricken", "strike" }, { "striven", "strive" },
    { "strode", "stride" }, { "strove", "strive" }, { "struck", "strike" }, { "stung", "sting" }, { "sunk", "sink" },
    { "swam", "swim" }, { "swept", "sweep" }, { "swore", "swear" }, { "sworn", "swear" }, { "swung", "swing" },
    { "taken", "take" }, { "taught", "teach" }, { "threw", "throw" }, { "thrown", "throw" }, { "took", "take" },
    { "tore", "tear" }, { "torn", "tear" }, { "trod", "tread" }, { "trodden", "tread" }, { "undergone", "undergo" },
    { "undertaken", "undertake" }, { "undertook", "undertake" }, { "underwent", "undergo" }, { "undid", "undo" },
    { "undone", "undo" }, { "upheld", "uphold" }, { "went", "go" }, { "wept", "weep" }, { "withdrawn", "withdraw" },
    { "withdrew", "withdraw" }, { "withheld", "withhold" }, { "withstood", "withstand" }, { "woke", "wake" },
    { "won", "win" }, { "wore", "wear" }, { "worn", "wear" }, { "wove", "weave" }, { "woven", "weave" },
    { "written", "write" }, { "wrote", "write" }, { "wrung", "wring" },
};

/* nouns in -men that are no plurals of one in -man */
static const char *const singular[] = { "abdomen", "acumen", "cyclamen", "hymen", "lumen", "omen", "regimen", "semen",
                                        "specimen", "stamen" };

static int compare(const void *key, const void *item) {
    const struct vdt_view *form = key;
    return vdt_view_compare(*form, vdt_view_of(((const struct form *)item)->form));
}

static struct vdt_view plural_of_man(struct vdt_arena *arena, struct vdt_view form) {
    struct vdt_view none = { NULL, 0 };
    if (form.size < 5 || !vdt_view_ends(form, VDT_LITERAL("men"))) return none;
    for (size_t i = 0; i < sizeof singular / sizeof *singular; i++)
        if (vdt_view_is(form, singular[i])) return none;
    char *lemma = vdt_arena_take(arena, form.size);
    if (!lemma) return none;
    memcpy(lemma, form.data, form.size);
    lemma[form.size - 2] = 'a';
    return (struct vdt_view){ lemma, form.size };
}

struct vdt_view vdt_irregular_lemma(struct vdt_arena *arena, struct vdt_view small, enum vdt_upos upos) {
    if (upos == VDT_UPOS_NOUN) return plural_of_man(arena, small);
    const struct form *found = NULL;
    if (upos == VDT_UPOS_VERB)
        found = bsearch(&small, verbs, sizeof verbs / sizeof *verbs, sizeof *verbs, compare);
    return found ? vdt_view_of(found->lemma) : (struct vdt_view){ NULL, 0 };
}
