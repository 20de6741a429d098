/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commonest words of a language make a quarter to a half of any running text in it and next to nothing of another's, so a
 * few dozen for each are enough to tell a report's language; names, figures and quotations in other languages do not matter.
 * What is not in Latin letters is told by its script. In doubt nothing is said: an English report must never be taken for
 * another's, the other way round costs little.
 *
 * Known weakness: close relatives (Norwegian and Danish, Croatian and Serbian) are told apart only roughly, which is enough to
 * say that they are not English.
 */
#include "read/tongue.h"

#include "text/utf8.h"

enum { LOOKED_AT = 8 << 10, WORDS_LOOKED_AT = 300, LEAST_WORDS = 12, LONGEST_WORD = 24 };

/* Words that two of the languages share stand with both. Kept by hand from general knowledge. */
static const struct { const char *code, *words; } tongues[] = {
    { "en", " the of and to in a that is was for on with as it by at from has have be said are his he not but an were which had their they "
            "this who will been its after or we more about would than one there also up out when all her she into over "
            "i you if so what no can could our do my them some only new last other before against during between under while where " },
    { "fr", " le la les de des du et en un une que qui dans pour sur est au aux par pas avec il elle ce cette son sa ses ont a été sont plus mais ou "
            "nous vous ils leur leurs d l qu n s c ne se comme après être avait " },
    { "es", " el la los las de del y en un una que se por con para su sus es no al lo como más ha fue pero este esta son sobre entre han ser "
            "también desde hasta cuando sin había según o le muy " },
    { "de", " der die das und in den von zu mit dem des ist im nicht ein eine einen einer auf für sich auch als an es werden wird nach bei hat sind "
            "aus dass wie war aber oder um noch vor zum zur über sie er wurde haben durch " },
    { "it", " il lo la i gli le di del della dei delle e in un una che per con non è si da al alla nel nella sono come più ma anche ha su dal dalla "
            "questo ha stato essere ci ai agli degli hanno " },
    { "pt", " o a os as de do da dos das e em no na nos nas um uma que por com para se não é ao à mais como foi mas também pelo pela são sua seu "
            "entre ser até quando já tem sobre depois " },
    { "nl", " de het een van en in is dat op te voor met zijn die niet aan er om ook als door bij naar uit heeft maar over nog wordt werd was ze hij "
            "tot worden hebben dan of kan deze " },
    { "sv", " och i att det som en på är av för med till den har inte om ett men var jag han de sig från vi så kan när hon under ska skulle efter "
            "eller också " },
    { "da", " og i at det som en på er af for med til den har ikke om et men var han de sig fra vi så kan da hun under skal efter eller også blev "
            "havde " },
    { "no", " og i å det som en på er av for med til den har ikke om et men var han de seg fra vi så kan da hun under skal etter eller også ble "
            "hadde " },
    { "fi", " ja on ei se että hän oli ovat mutta kun myös joka niin sen tai olla mukaan ole vuoden jo vain jotka hänen kuin siitä noin sekä " },
    { "pl", " i w na z się nie do że to jest o od po za jak dla przez ale oraz są był która który tym przy tego co jego już tylko było będzie "
            "także może " },
    { "cs", " a v na se je s z že do o to ve k i pro za by od podle který která jsou ale jako po tak při byl také jeho nebo již bude " },
    { "sk", " a v na sa je s z že do o to vo k i pre za by od podľa ktorý ktorá sú ale ako po tak pri bol tiež jeho alebo už bude " },
    { "hu", " a az és hogy nem is egy ez volt meg de csak már azt mint ki még van lesz szerint vagy el amely után el kell " },
    { "ro", " și în de la a cu pe că nu este din un o pentru care să mai au fost sau ce după prin ale sunt fi lui cel al dar " },
    { "hr", " i u je na se da za su od s a koji o to kako iz ne će bio što do nije kao koja ili po sa nakon biti još samo " },
    { "tr", " ve bir bu da de için ile olarak olan çok daha ne gibi kadar sonra var olduğu ancak her en tarafından ise değil dedi göre " },
    { "id", " yang dan di dari untuk dengan ini pada itu tidak dalam akan ke adalah juga telah oleh sebagai tersebut ada mereka karena kata bisa " },
    { "ms", " yang dan di dari untuk dengan ini pada itu tidak dalam akan ke adalah juga telah oleh sebagai tersebut ada mereka kerana kata boleh " },
    { "vi", " và của là có được trong cho không người các với một những này để đã khi đến từ về ông cũng tại " },
    { "sw", " ya wa na kwa ni la katika za cha kuwa hiyo huo yake hata baada kama lakini watu alisema vya huku pia " },
    { "tl", " ang ng sa na mga ay at si ni kay para ito siya hindi may nang kung mula din rin sila " },
};
enum { TONGUES = sizeof tongues / sizeof *tongues };

/* --- scripts --- */

struct script { uint32_t from, to; const char *code; };
static const struct script scripts[] = {
    { 0x0370, 0x03FF, "el" }, { 0x0400, 0x052F, "ru" }, { 0x0530, 0x058F, "hy" }, { 0x0590, 0x05FF, "he" }, { 0x0600, 0x06FF, "ar" },
    { 0x0900, 0x097F, "hi" }, { 0x0980, 0x09FF, "bn" }, { 0x0A80, 0x0AFF, "gu" }, { 0x0B80, 0x0BFF, "ta" }, { 0x0C00, 0x0C7F, "te" },
    { 0x0E00, 0x0E7F, "th" }, { 0x1000, 0x109F, "my" }, { 0x10A0, 0x10FF, "ka" }, { 0x1200, 0x137F, "am" }, { 0x1780, 0x17FF, "km" },
    { 0x3040, 0x30FF, "ja" }, { 0x4E00, 0x9FFF, "zh" }, { 0xAC00, 0xD7AF, "ko" },
};
enum { SCRIPTS = sizeof scripts / sizeof *scripts };

/* Letters that only one of several languages of a script has. */
static const char *cyrillic(const size_t *letters) {
    return letters[0] ? "uk" : letters[1] ? "be" : "ru";
}

static bool is_latin(uint32_t code) {
    return (code | 0x20) - 'a' < 26u || (code >= 0xC0 && code <= 0x24F) || (code >= 0x1E00 && code <= 0x1EFF);
}

/* The language of the script that has most of the letters, NULL where that is Latin or nothing. */
static const char *by_script(struct vdt_view text) {
    size_t latin = 0, most = 0, of_most = SCRIPTS, counts[SCRIPTS] = { 0 }, marks[2] = { 0 };
    for (size_t at = 0; at < text.size;) {
        uint32_t code = vdt_utf8_next(text, &at);
        if (is_latin(code)) latin++;
        for (size_t i = 0; code >= 0x370 && i < SCRIPTS; i++) counts[i] += code >= scripts[i].from && code <= scripts[i].to;
        marks[0] += code == 0x454 || code == 0x456 || code == 0x457;
        marks[1] += code == 0x45E;
    }
    for (size_t i = 0; i < SCRIPTS; i++)
        if (counts[i] > most) most = counts[i], of_most = i;
    if (most < LEAST_WORDS || most < latin) return NULL;
    const char *code = scripts[of_most].code;
    if (counts[SCRIPTS - 3] * 10 > most && strcmp(code, "zh") == 0) return "ja"; /* kana among the signs that both have */
    return strcmp(code, "ru") == 0 ? cyrillic(marks) : code;
}

/* --- words --- */

/* " word " in small letters; empty for what is longer than any word that is looked for. */
static struct vdt_view next_word(struct vdt_view text, size_t *at, char *room) {
    while (*at < text.size) {
        size_t next = *at;
        if (is_latin(vdt_utf8_next(text, &next))) break;
        *at = next;
    }
    size_t size = 1;
    bool fits = true;
    room[0] = ' ';
    while (*at < text.size) {
        size_t next = *at;
        uint32_t code = vdt_utf8_next(text, &next);
        if (!is_latin(code)) break;
        if (code >= 'A' && code <= 'Z') code += 'a' - 'A';
        else if (code >= 0xC0 && code <= 0xDE && code != 0xD7) code += 0x20;
        fits = fits && size + 6 < LONGEST_WORD;
        if (fits) size += vdt_utf8_put(code, room + size);
        *at = next;
    }
    room[size] = ' ';
    room[size + 1] = '\0';
    return (struct vdt_view){ room, fits && size > 1 ? size + 1 : 0 };
}

/* How many of the first words of the text stand in each of the lists from `first` up to `last`; returns the number of words. */
static size_t count_words(struct vdt_view text, size_t first, size_t last, size_t *counts) {
    char room[LONGEST_WORD + 8];
    size_t words = 0;
    for (size_t at = 0; at < text.size && words < WORDS_LOOKED_AT;) {
        struct vdt_view word = next_word(text, &at, room);
        if (at >= text.size && !word.size) break;
        words++;
        for (size_t i = first; word.size && i < last; i++) counts[i] += strstr(tongues[i].words, room) != NULL;
    }
    return words;
}

const char *vdt_tongue_of(struct vdt_view text) {
    text = vdt_view_slice(text, 0, LOOKED_AT);
    const char *script = by_script(text);
    if (script) return script;
    size_t counts[TONGUES] = { 0 }, best = 0, words = count_words(text, 0, 1, counts);
    if (words < LEAST_WORDS) return NULL;
    if (counts[0] * 7 > words * 2) return "en"; /* nearly always: the others need not be asked */
    count_words(text, 1, TONGUES, counts);
    for (size_t i = 1; i < TONGUES; i++)
        if (counts[i] > counts[best]) best = i;
    if (counts[best] * 8 < words) return NULL;
    if (best == 0) return "en";
    /* a report in English with many foreign names has few of its words, but some */
    return counts[best] * 5 > words && counts[best] * 2 > counts[0] * 5 ? tongues[best].code : NULL;
}
