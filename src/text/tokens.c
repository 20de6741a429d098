/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokeniser. Text is cut at white space into chunks, and each chunk from left to right:
 *
 *     "Kyiv's pro-EU leaders don't ($5m) ..."
 *      Kyiv|'s  pro-EU  leaders  do|n't  (  $  5  m  )  ...
 *
 * At each place of a chunk the first rule that fits takes its piece: an address, a face, a run of dots or dashes, a
 * number, a word, else one sign. A word then gives up its clitic. The rules were written from what the two treebanks do
 * most often; where they disagree with each other or with themselves (14-year, 1/2) no rule can be right. Known
 * weaknesses: a period that ends both an abbreviation and a sentence belongs to the abbreviation; a possessive plural
 * (parties') is told from a closing quote only by whether a single quote is open.
 */
#include "text/tokens.h"

#include "base/limit.h"
#include "text/utf8.h"

struct cutter {
    struct vdt_view text;
    struct vdt_arena *arena;
    struct vdt_tokens *out;
    uint8_t gap;     /* before the next token */
    bool open_quote; /* a single quote was opened in this paragraph */
    bool failed;
};

/* Sorted: looked up by bisection. Lower case, with their period. */
static const char *const abbreviations[] = {
    "a.k.a.", "a.m.",  "adm.",  "al.",   "approx.", "apr.",  "arrv.", "assn.", "attn.", "aug.",  "ave.",   "b.sc.",
    "bldg.",  "blvd.", "brig.", "bros.", "ca.",     "capt.", "cf.",   "cmdr.", "co.",   "col.",  "conf.",  "corp.",
    "d.c.",   "dec.",  "dept.", "dist.", "div.",    "dr.",   "e.g.",  "ed.",   "eds.",  "eg.",   "esp.",   "est.",
    "etc.",   "ext.",  "feb.",  "fig.",  "figs.",   "fri.",  "ft.",   "gen.",  "gov.",  "govt.", "hon.",   "i.e.",
    "ie.",    "inc.",  "intl.", "jan.",  "jr.",     "lb.",   "lbs.",  "lt.",   "ltd.",  "m.sc.", "maj.",   "messrs.",
    "mins.",  "mlle.", "mme.",  "mr.",   "mrs.",    "ms.",   "mt.",   "n.b.",  "nov.",  "o.k.",  "oct.",   "oz.",
    "p.m.",   "p.s.",  "para.", "ph.d.", "phd.",    "pp.",   "prof.", "pvt.",  "rep.",  "reps.", "rev.",   "sec.",
    "sen.",   "sens.", "sep.",  "sept.", "sgt.",    "sr.",   "st.",   "supt.", "tel.",  "thur.", "thurs.", "tue.",
    "tues.",  "u.k.",  "u.n.",  "u.s.",  "univ.",   "viz.",  "vol.",  "vols.", "vs.",   "wed.",  "yrs.",
};

/* These only before a digit: "No. 7", but "he said no." */
static const char *const before_digits[] = { "art.", "mar.", "no.", "nos.", "p.", "sat.", "sun.", "mon.", "v." };

/* A compound with one of these before its hyphen stays whole. */
static const char *const prefixes[] = {
    "anti",  "arch",   "co",    "counter", "cross", "e",     "ex",  "extra", "inter",
    "intra", "mid",    "mini",  "multi",   "non",   "over",  "pan", "post",  "pre",
    "pro",   "psycho", "quasi", "re",      "semi",  "socio", "sub", "ultra", "un",
};

/* Endings after a dot that make a name of a site or file. */
static const char *const endings[] = {
    "com", "org", "net",  "gov", "edu", "mil", "info", "co",   "uk",  "io",  "tv",  "eu",  "ru",  "ua",  "de",  "fr",
    "int", "doc", "docx", "xls", "pdf", "txt", "htm",  "html", "exe", "jpg", "png", "gif", "mp3", "url", "ppt", "csv",
};

/* Contractions without an apostrophe, and where they are cut. */
static const struct {
    const char *word;
    uint8_t cut;
} contractions[] = {
    { "cannot", 3 },  { "gonna", 3 },   { "wanna", 3 },    { "gotta", 3 }, { "wana", 3 },   { "outta", 3 },
    { "sorta", 4 },   { "lemme", 3 },   { "gimme", 3 },    { "dont", 2 },  { "doesnt", 4 }, { "didnt", 3 },
    { "wouldnt", 5 }, { "couldnt", 5 }, { "shouldnt", 6 }, { "isnt", 2 },  { "arent", 3 },  { "wasnt", 3 },
    { "werent", 4 },  { "havent", 4 },  { "hasnt", 3 },    { "hadnt", 3 }, { "aint", 2 },   { "cant", 2 },
    { "wont", 2 },    { "im", 1 },      { "ive", 1 },      { "youre", 3 }, { "theyre", 4 }, { "youll", 3 },
    { "youve", 3 },   { "itll", 2 },    { "thats", 4 },    { "whats", 4 }, { "theres", 5 }, { "heres", 4 },
    { "lets", 3 },    { "'tis", 2 },    { "'twas", 2 },    { "c'mon", 3 },
};

/* Words before which "its" is no possessor but "it's" without its mark. */
static const char *const behind_it_is[] = {
    "a", "an", "the", "not", "been", "just", "really", "simply", "still", "also", "always", "never", "probably", "definitely", "too",
    "so", "like", "now", "in", "for", "from", "between", "as", "because", "why", "where", "what", "nothing", "going", "getting",
    "my", "your",
};

static const char *const faces[] = {
    ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ">:(", ":)", ":(", ";)", "=)", "=(",
    ":D",  ":P",  ":p",  ":/",  "^_^", "<3",  ";P",  ";D", "=D", ":o", ":O",
};

static size_t fold(struct vdt_view word, char out[32]) {
    if (word.size >= 32) return 0;
    size_t size = 0;
    for (size_t at = 0; at < word.size;) {
        uint32_t code = vdt_utf8_next(word, &at);
        if (code >= 0x80 && code != 0x2019 && code != 0x2018) return 0;
        out[size++] = code == 0x2019 || code == 0x2018 ? '\'' : vdt_lower((char)code);
    }
    return size;
}

static bool listed(struct vdt_view word, const char *const *list, size_t count) {
    char small[32];
    struct vdt_view folded = { small, fold(word, small) };
    for (size_t i = 0; folded.size && i < count; i++)
        if (vdt_view_is(folded, list[i])) return true;
    return false;
}

#define LISTED(word, list) listed(word, list, sizeof(list) / sizeof *(list))

bool vdt_is_abbreviation(struct vdt_view word) {
    char small[32];
    struct vdt_view folded = { small, fold(word, small) };
    size_t low = 0, high = sizeof abbreviations / sizeof *abbreviations;
    while (folded.size && low < high) {
        size_t middle = (low + high) / 2;
        int order = vdt_view_compare(vdt_view_of(abbreviations[middle]), folded);
        if (!order) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void push(struct cutter *self, size_t begin, size_t end, uint8_t range, uint8_t part) {
    struct vdt_tokens *out = self->out;
    if (begin == end || self->failed) return;
    if (out->count == out->capacity) {
        struct vdt_token *grown = vdt_arena_grow(self->arena, out->items, out->count, &out->capacity, sizeof *grown);
        if (!grown) {
            self->failed = true;
            return;
        }
        out->items = grown;
    }
    out->items[out->count++] = (struct vdt_token){ (uint32_t)begin, (uint32_t)end, range, part, self->gap };
    self->gap = VDT_GAP_NONE;
}

/* strchr would take a zero byte for one of any set. */
static bool one_of(unsigned char byte, const char *set) {
    return byte && strchr(set, byte);
}

/* What stands at a place: 0 beyond the end. Bytes, for rules that only look at ASCII. */
static unsigned char byte_at(const struct cutter *self, size_t at, size_t end) {
    return at < end ? (unsigned char)self->text.data[at] : 0;
}

static enum vdt_sign sign_at(const struct cutter *self, size_t at, size_t end) {
    if (at >= end) return VDT_SIGN_SPACE;
    return vdt_sign_of(vdt_utf8_next(self->text, &at));
}

static bool is_digit(unsigned char byte) {
    return byte >= '0' && byte <= '9';
}
static bool is_letter(unsigned char byte) {
    return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* Length of an apostrophe (' or ’ or `) at a place, 0 if there is none. */
static size_t apostrophe(const struct cutter *self, size_t at, size_t end) {
    unsigned char byte = byte_at(self, at, end);
    if (byte == '\'' || byte == '`') return 1;
    return end - at >= 3 && byte == 0xe2 && memcmp(self->text.data + at, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

static bool starts(const struct cutter *self, size_t at, size_t end, const char *with) {
    size_t size = strlen(with);
    return end - at >= size && vdt_view_is_fold(vdt_view_slice(self->text, at, at + size), with);
}

/* Takes the punctuation that belongs to the sentence off the end of an address. */
static size_t address_end(const struct cutter *self, size_t at, size_t end) {
    size_t depth = 0, stop = at;
    for (; stop < end; stop++) {
        unsigned char byte = byte_at(self, stop, end);
        if (byte == '<' || byte == '>' || byte == '"') break;
        if (byte == 0xe2 && stop + 2 < end && (unsigned char)self->text.data[stop + 1] == 0x80) break;
        if (byte == '(' || byte == '[') depth++;
        if (byte == ')' || byte == ']') {
            if (!depth) break;
            depth--;
        }
    }
    while (stop > at && one_of((unsigned char)self->text.data[stop - 1], ".,;:!?'*")) stop--;
    return stop;
}

/* http://…, www.…, name@host: returns its end, or `at`. */
static size_t address(const struct cutter *self, size_t at, size_t end) {
    if (starts(self, at, end, "http://") || starts(self, at, end, "https://") || starts(self, at, end, "ftp://") ||
        starts(self, at, end, "www.") || starts(self, at, end, "mailto:"))
        return address_end(self, at, end);
    size_t name = at, furthest = end - at > 64 ? at + 64 : end; /* the local part of an address has 64 letters at most */
    while (name < furthest && (is_letter(byte_at(self, name, end)) || is_digit(byte_at(self, name, end)) ||
                          one_of(byte_at(self, name, end), "._%+-")))
        name++;
    if (name > at && byte_at(self, name, end) == '@' &&
        (is_letter(byte_at(self, name + 1, end)) || is_digit(byte_at(self, name + 1, end)))) {
        size_t host = name + 1;
        while (host < end && (is_letter(byte_at(self, host, end)) || is_digit(byte_at(self, host, end)) ||
                              one_of(byte_at(self, host, end), ".-_")))
            host++;
        while (host > name + 1 && one_of(byte_at(self, host - 1, end), ".-_")) host--;
        return host;
    }
    if (byte_at(self, at, end) == '@' || byte_at(self, at, end) == '#') { /* @user, #topic */
        size_t stop = at + 1;
        if (!is_letter(byte_at(self, stop, end))) return at;
        while (is_letter(byte_at(self, stop, end)) || is_digit(byte_at(self, stop, end)) ||
               byte_at(self, stop, end) == '_')
            stop++;
        return stop;
    }
    return at;
}

static size_t digits(const struct cutter *self, size_t at, size_t end) {
    while (is_digit(byte_at(self, at, end))) at++;
    return at;
}

/*
 * A number from its first digit (or a sign or point before one): 1,000.5  10:30  9/11/2001  2021-12-02  713-853-3989
 * 21st  1990s  60's. What is measured is left to the next token: 5|km, 10|pm.
 */
static size_t number(const struct cutter *self, size_t at, size_t end) {
    size_t stop = at;
    if (one_of(byte_at(self, stop, end), "+.")) stop++;
    size_t first = stop;
    stop = digits(self, stop, end);
    size_t run = stop - first;
    /* groups joined by hyphens: only dates and telephone numbers */
    size_t places[6], count = 0, scan = stop;
    while (count < 5 && byte_at(self, scan, end) == '-' && is_digit(byte_at(self, scan + 1, end))) {
        size_t next = digits(self, scan + 1, end);
        places[count++] = next - scan - 1;
        scan = next;
    }
    if (!is_letter(byte_at(self, scan, end)) &&
        ((count == 1 && run == 3 && places[0] == 4) || (count == 2 && (places[1] == 4 || places[1] == 2)) ||
         (count >= 3 && count < 5)))
        return scan;
    for (;;) {
        unsigned char joint = byte_at(self, stop, end);
        if (!one_of(joint, ".,:/") || !is_digit(byte_at(self, stop + 1, end))) break;
        size_t next = digits(self, stop + 1, end);
        if (joint == '/' && next - stop == 2 && stop - at == 1 && byte_at(self, next, end) != '/') break; /* 1/2 */
        if (joint == ',' && next - stop != 4 && byte_at(self, next, end) != ',') {
            if (next - stop < 4) break; /* 3,5 are two numbers more often than one */
        }
        stop = next;
    }
    if (starts(self, stop, end, "st") || starts(self, stop, end, "nd") || starts(self, stop, end, "rd") ||
        starts(self, stop, end, "th")) {
        if (!is_letter(byte_at(self, stop + 2, end))) return stop + 2;
    }
    if (byte_at(self, stop, end) == 's' && !is_letter(byte_at(self, stop + 1, end))) return stop + 1;
    size_t mark = apostrophe(self, stop, end);
    if (mark && byte_at(self, stop + mark, end) == 's' && !is_letter(byte_at(self, stop + mark + 1, end)) &&
        stop - at >= 2 && self->text.data[stop - 1] == '0')
        return stop + mark + 1; /* 1960's */
    /* 4A, 3D, 7th: one capital that is no unit */
    unsigned char letter = byte_at(self, stop, end);
    if (letter >= 'A' && letter <= 'Z' && !one_of(letter, "MKBCF") && !is_letter(byte_at(self, stop + 1, end)) &&
        stop - at <= 3)
        return stop + 1;
    return stop;
}

/* A run of one kind of sign: ... ?! -- *** ===; its end, or `at` for a single sign. */
static size_t run_of(const struct cutter *self, size_t at, size_t end) {
    unsigned char first = byte_at(self, at, end);
    size_t stop = at;
    if (one_of(first, ".?!")) {
        while (one_of(byte_at(self, stop, end), ".?!")) stop++;
        return stop > at + 1 ? stop : at;
    }
    if (!one_of(first, "-*=_~+#<>'`,|$/\\")) return at;
    bool pair = one_of(first, "'`,"); /* only just two of these are one token */
    while (byte_at(self, stop, end) == first && !(pair && stop > at + 2)) stop++;
    if (pair && stop != at + 2) return at;
    return stop > at + 1 ? stop : at;
}

/* Is a period after this word part of it? `stop` is the period. */
static bool keeps_period(const struct cutter *self, size_t at, size_t stop, size_t end) {
    struct vdt_view word = vdt_view_slice(self->text, at, stop + 1);
    size_t next = stop + 1;
    if (vdt_is_abbreviation(word)) return true;
    size_t after = next;
    while (after < self->text.size && vdt_is_space(self->text.data[after]) && self->text.data[after] != '\n') after++;
    if (LISTED(word, before_digits)) return after < self->text.size && is_digit((unsigned char)self->text.data[after]);
    /* an initial: one capital, and a capital follows: J. Smith */
    if (stop - at == 1 && self->text.data[at] >= 'A' && self->text.data[at] <= 'Z' && next == end && after > next &&
        after < self->text.size && sign_at(self, after, self->text.size) == VDT_SIGN_UPPER)
        return self->text.data[at] != 'I';
    return false;
}

/* U.S., e.g., Ph.D: letters and periods in turn; the end, or `at`. */
static size_t letters_and_periods(const struct cutter *self, size_t at, size_t end) {
    size_t stop = at, pairs = 0;
    while (is_letter(byte_at(self, stop, end)) && byte_at(self, stop + 1, end) == '.') stop += 2, pairs++;
    if (pairs == 0) return at;
    if (is_letter(byte_at(self, stop, end)) && !is_letter(byte_at(self, stop + 1, end)) &&
        !is_digit(byte_at(self, stop + 1, end)))
        return stop + 1; /* U.S without its last period */
    if (pairs < 2 || is_letter(byte_at(self, stop, end))) return at;
    return stop;
}

static bool is_ending(const struct cutter *self, size_t at, size_t end) {
    size_t stop = at;
    while (is_letter(byte_at(self, stop, end)) || is_digit(byte_at(self, stop, end))) stop++;
    return LISTED(vdt_view_slice(self->text, at, stop), endings);
}

static size_t letters(const struct cutter *self, size_t at, size_t end) {
    while (at < end) {
        size_t next = at;
        enum vdt_sign sign = vdt_sign_of(vdt_utf8_next(self->text, &next));
        if (!vdt_sign_is_letter(sign) && sign != VDT_SIGN_MARK && sign != VDT_SIGN_DIGIT && self->text.data[at] != '_')
            break;
        at = next;
    }
    return at;
}

/* Does the word after a space tell that "its" before it is "it's"? */
static bool is_behind_it_is(const struct cutter *self, size_t at) {
    if (byte_at(self, at, self->text.size) != ' ') return false;
    size_t end = at + 1, most = self->text.size - end < 16 ? self->text.size : end + 16;
    while (end < most && is_letter(byte_at(self, end, most))) end++;
    return byte_at(self, end, self->text.size) != '-' && LISTED(vdt_view_slice(self->text, at + 1, end), behind_it_is);
}

/* A clitic at the end of a word: where it begins, or 0. "n't" takes its n along. */
static size_t clitic(const struct cutter *self, size_t at, size_t mark, size_t size, size_t end) {
    static const char *const clitics[] = { "s", "re", "ve", "ll", "d", "m" };
    size_t rest = mark + size;
    if (starts(self, rest, end, "t") && rest + 1 == end && mark > at + 1 && (self->text.data[mark - 1] | 32) == 'n')
        return mark - 1;
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
        if (starts(self, rest, end, clitics[i]) && rest + strlen(clitics[i]) == end) return mark;
    return 0;
}

/* The end of a word that begins at `at`, and where it is cut in two (0: nowhere). */
static size_t word(struct cutter *self, size_t at, size_t end, size_t *cut) {
    *cut = 0;
    size_t stop = letters_and_periods(self, at, end);
    if (stop > at) {
        size_t mark = apostrophe(self, stop, end);
        if (mark && (byte_at(self, stop + mark, end) | 32) == 's' &&
            letters(self, stop + mark, end) == stop + mark + 1) {
            *cut = stop;
            return stop + mark + 1; /* U.S.|'s */
        }
        return stop;
    }
    stop = letters(self, at, end);
    for (;;) {
        unsigned char joint = byte_at(self, stop, end);
        size_t mark = apostrophe(self, stop, end);
        if (mark) {
            size_t next = letters(self, stop + mark, end);
            if (next > stop + mark) {
                size_t found = clitic(self, at, stop, mark, next);
                if (found) {
                    *cut = found;
                    return next;
                }
                stop = next; /* o'clock, Qa'ida */
                continue;
            }
            unsigned char last = byte_at(self, stop - 1, end);
            if ((last == 's' || last == 'S' || last == 'x' || last == 'z') && !self->open_quote && stop > at + 2) {
                *cut = stop;
                return stop + mark; /* parties' */
            }
            if (stop >= at + 4 && !self->open_quote && starts(self, stop - 2, end, "in"))
                return stop + mark; /* lovin' */
            break;
        }
        if (joint == '.' && stop - at > 1) {
            if (keeps_period(self, at, stop, end) && !is_letter(byte_at(self, stop + 1, end))) return stop + 1;
            size_t more = letters(self, stop + 1, end);
            if (is_ending(self, stop + 1, end) ||
                (more > stop + 2 && sign_at(self, stop + 1, end) == VDT_SIGN_LOWER &&
                 (memchr(self->text.data + at, '.', stop - at) ||
                  (byte_at(self, more, end) == '.' && sign_at(self, more + 1, end) == VDT_SIGN_LOWER)))) {
                stop = more; /* example.org, alt.animals.cat */
                continue;
            }
        } else if (joint == '.') {
            if (keeps_period(self, at, stop, end)) return stop + 1;
        }
        if (joint == '&' && stop - at <= 4 && sign_at(self, stop + 1, end) == VDT_SIGN_UPPER &&
            sign_at(self, at, end) == VDT_SIGN_UPPER) {
            size_t next = letters(self, stop + 1, end);
            if (next - stop <= 4) {
                stop = next; /* AT&T */
                continue;
            }
        }
        if (joint == '-' && vdt_sign_is_letter(sign_at(self, stop + 1, end)) &&
            LISTED(vdt_view_slice(self->text, at, stop), prefixes)) {
            stop = letters(self, stop + 1, end); /* anti-war */
            continue;
        }
        if (joint == '-' && is_digit(byte_at(self, stop + 1, end)) && starts(self, at, stop, "mid")) {
            stop = letters(self, stop + 1, end); /* mid-1990s */
            continue;
        }
        if (joint == '/' && stop - at == 1) {
            size_t next = letters(self, stop + 1, end);
            if ((next <= stop + 2 && !is_digit(byte_at(self, stop + 1, end))) || starts(self, at, end, "w/out"))
                return next; /* w/o, l/c */
        }
        break;
    }
    char small[32];
    struct vdt_view folded = { small, fold(vdt_view_slice(self->text, at, stop), small) };
    for (size_t i = 0; folded.size && i < sizeof contractions / sizeof *contractions; i++)
        if (vdt_view_is(folded, contractions[i].word)) *cut = at + contractions[i].cut;
    if (vdt_view_is(folded, "its") && is_behind_it_is(self, stop)) *cut = at + 2;
    return stop;
}

static bool word_before(const struct cutter *self, size_t at) {
    if (!at) return false;
    unsigned char byte = (unsigned char)self->text.data[at - 1];
    return is_letter(byte) || is_digit(byte) || byte >= 0x80;
}

static void chunk(struct cutter *self, size_t at, size_t whole_end) {
    while (at < whole_end) {
        /* no rule looks further than this: a chunk of megabytes must not cost the square of its length */
        size_t end = whole_end;
        if (end - at > 4 * (size_t)VDT_LIMIT_WORD_BYTES) {
            end = at + 4 * (size_t)VDT_LIMIT_WORD_BYTES;
            while (end > at + 1 && ((unsigned char)self->text.data[end] & 0xc0) == 0x80) end--;
        }
        size_t stop = address(self, at, end);
        if (stop > at) {
            push(self, at, stop, 0, 0);
            at = stop;
            continue;
        }
        if (!word_before(self, at) || byte_at(self, at, end) == '^') {
            for (size_t i = 0; i < sizeof faces / sizeof *faces && stop == at; i++) {
                size_t size = strlen(faces[i]);
                if (end - at >= size && memcmp(self->text.data + at, faces[i], size) == 0 &&
                    (at + size == end || one_of(byte_at(self, at + size, end), ".,!?)")))
                    stop = at + size;
            }
            if (stop > at) {
                push(self, at, stop, 0, 0);
                at = stop;
                continue;
            }
            stop = at;
        }
        unsigned char byte = byte_at(self, at, end), next = byte_at(self, at + 1, end);
        enum vdt_sign sign = sign_at(self, at, end);
        size_t cut = 0, mark = apostrophe(self, at, end);
        if (is_digit(byte) || (byte == '.' && is_digit(next) && !word_before(self, at)) ||
            (byte == '+' && is_digit(next) && !word_before(self, at))) {
            stop = number(self, at, end);
        } else if (mark && !word_before(self, at) && byte != '`' && is_digit(byte_at(self, at + mark, end)) &&
                   is_digit(byte_at(self, at + mark + 1, end)) && !is_digit(byte_at(self, at + mark + 2, end))) {
            stop = number(self, at + mark, end); /* '90s */
        } else if (mark && !word_before(self, at) &&
                   (starts(self, at + mark, end, "em") || starts(self, at + mark, end, "tis") ||
                    starts(self, at + mark, end, "twas") || starts(self, at + mark, end, "til") ||
                    starts(self, at + mark, end, "cause") || starts(self, at + mark, end, "bout")) &&
                   !is_letter(byte_at(self, at + mark + (starts(self, at + mark, end, "em") ? 2 : 5), end)) &&
                   letters(self, at + mark, end) - at - mark <= 5) {
            stop = letters(self, at + mark, end);
        } else if (mark && word_before(self, at) && clitic(self, 0, at, mark, letters(self, at + mark, end)) == at) {
            stop = letters(self, at + mark, end); /* a clitic after what is no word: "#'s" */
        } else if (vdt_sign_is_letter(sign) || sign == VDT_SIGN_MARK || byte == '_') {
            stop = word(self, at, end, &cut);
            if (byte_at(self, stop, end) == '$' && stop - at <= 2 && sign == VDT_SIGN_UPPER) stop++; /* US$ */
            if (starts(self, at, stop, "yahoo") && byte_at(self, stop, end) == '!' && stop - at == 5) stop++;
        } else {
            stop = run_of(self, at, end);
            if (stop == at) {
                uint32_t code = vdt_utf8_next(self->text, &stop);
                while (stop < end) { /* marks and joiners stay with their sign */
                    size_t beyond = stop;
                    if (vdt_sign_of(vdt_utf8_next(self->text, &beyond)) != VDT_SIGN_MARK) break;
                    stop = beyond;
                }
                if (code == '\'' || code == 0x2018) self->open_quote = !word_before(self, at);
                if (code == 0x2026) /* … and dots after it */
                    while (byte_at(self, stop, end) == '.') stop++;
                if (code == 0x2019) self->open_quote = false;
            }
        }
        if (stop - at > VDT_LIMIT_WORD_BYTES) { /* an absurd word is cut between code points */
            if (!self->out->cut++) self->out->first_cut = (uint32_t)at;
            stop = at + VDT_LIMIT_WORD_BYTES;
            while (stop > at + 1 && ((unsigned char)self->text.data[stop] & 0xc0) == 0x80) stop--;
            cut = 0;
        }
        if (cut > at && cut < stop) {
            push(self, at, cut, 2, 0);
            push(self, cut, stop, 0, 1);
        } else {
            push(self, at, stop, 0, 0);
        }
        at = stop;
    }
}

bool vdt_tokens_cut(struct vdt_view text, struct vdt_arena *arena, struct vdt_tokens *out) {
    struct cutter self = { .text = text, .arena = arena, .out = out, .gap = VDT_GAP_PARAGRAPH };
    *out = (struct vdt_tokens){ 0 };
    for (size_t at = 0; at < text.size && !self.failed;) {
        size_t begin = at, stop = at;
        unsigned lines = 0;
        while (at < text.size) { /* white space */
            stop = at;
            uint32_t code = vdt_utf8_next(text, &stop);
            if (vdt_sign_of(code) != VDT_SIGN_SPACE) break;
            lines += code == '\n' || code == 0x2028;
            if (code == 0x2029 || code == '\f') lines += 2;
            at = stop;
        }
        uint8_t gap = lines >= 2 ? VDT_GAP_PARAGRAPH : lines ? VDT_GAP_LINE : at > begin ? VDT_GAP_SPACE : VDT_GAP_NONE;
        if (gap > self.gap) self.gap = gap;
        if (gap == VDT_GAP_PARAGRAPH) self.open_quote = false;
        begin = at;
        while (at < text.size) {
            stop = at;
            if (vdt_sign_of(vdt_utf8_next(text, &stop)) == VDT_SIGN_SPACE) break;
            at = stop;
        }
        chunk(&self, begin, at);
    }
    return !self.failed;
}
