/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lemmas. The network chooses an edit rule for each word ("parties" → small letters, three off, "y" added). What the
 * training texts show beyond doubt is kept as a list: hash of the small form and the UPOS → rule ("went", VERB → all
 * off, "go" added), which also holds rules too rare for the network to learn.
 */
#include "language/irregular.h"
#include "language/network.h"
#include "text/utf8.h"

struct vdt_view vdt_lemma_make(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view form,
                               enum vdt_upos upos, uint32_t number) {
    char key[128];
    size_t size = vdt_utf8_lower(form, key, sizeof key);
    struct vdt_view irregular = vdt_irregular_lemma(arena, (struct vdt_view){ key, size }, upos);
    if (irregular.size) return irregular;
    uint64_t hash = vdt_key_hash(vdt_key_hash(VDT_KEY_START, key, size), "\t", 1);
    const char *name = vdt_upos_name(upos);
    uint32_t found = vdt_key_find(language->lemma_keys, language->lemma_count, vdt_key_hash(hash, name, strlen(name)));
    if (found < language->lemma_count) number = language->lemma_values[found];
    const struct vdt_lemma_rule *rule = &language->rules[number];
    if (rule->strip == 255) return rule->add.size ? rule->add : form;
    size_t stem = form.size; /* the bytes of the form that stay */
    for (unsigned i = 0; i < rule->strip; i++) {
        if (!stem) return form; /* a rule that does not fit */
        do stem--;
        while (stem && ((unsigned char)form.data[stem] & 0xc0) == 0x80);
    }
    if (stem + rule->add.size == 0) return form;
    bool same = rule->letters == VDT_LEMMA_KEEP;
    if (!same && rule->letters == VDT_LEMMA_LOWER) {
        same = true;
        for (size_t i = 0; i < stem && same; i++)
            same = (unsigned char)form.data[i] < 0x80 && !(form.data[i] >= 'A' && form.data[i] <= 'Z');
    }
    if (same && !rule->add.size) return vdt_view_slice(form, 0, stem);
    /* a change of case can lengthen a code point to four bytes */
    char *out = vdt_arena_take(arena, stem * 4 + rule->add.size);
    if (!out) return form;
    size_t length = 0;
    for (size_t at = 0; at < stem;) {
        bool first = at == 0;
        uint32_t code = vdt_utf8_next(form, &at);
        if (rule->letters == VDT_LEMMA_LOWER || (rule->letters == VDT_LEMMA_TITLE && !first))
            code = vdt_code_lower(code);
        if (rule->letters == VDT_LEMMA_UPPER) code = vdt_code_upper(code);
        length += vdt_utf8_put(code, out + length);
    }
    if (rule->add.size) memcpy(out + length, rule->add.data, rule->add.size);
    return (struct vdt_view){ out, length + rule->add.size };
}
