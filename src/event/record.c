/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One event as a line: the JSON record that other programs rely on, CSV for those who use a spreadsheet, and a table
 * for a terminal.
 *
 * CSV is RFC 4180 with CRLF. Several parties stand in one cell, joined by ";", their codes and their texts in the same
 * order, so that the nth code belongs to the nth text; a ";" within a text becomes "," there.
 *
 * The table has no line for the widths of its columns to be learned from, as events come one by one: the columns have
 * fixed widths that depend on the terminal's alone. Text goes through no control character, so that no report can
 * drive the reader's terminal.
 */
#include <math.h>
#include <stdio.h>
#include <utf8proc.h>

#include "base/calendar.h"
#include "base/json.h"
#include "vedette/event.h"

static const char *const plover_names[] = {
#define X(name) #name,
    VDT_PLOVER_EVENTS(X)
#undef X
};

static const char *const status_names[] = { "asserted", "planned", "possible", "denied", "negated" };
static const char *const basis_names[] = { "none", "text", "report" };

const char *vdt_plover_name(enum vdt_plover plover) {
    return (unsigned)plover < VDT_PLOVER_COUNT ? plover_names[plover] : "";
}

bool vdt_plover_parse(struct vdt_view name, enum vdt_plover *out) {
    for (int i = 0; i < VDT_PLOVER_COUNT; i++)
        if (vdt_view_is(name, plover_names[i])) {
            *out = (enum vdt_plover)i;
            return true;
        }
    return false;
}

const char *vdt_event_status_name(enum vdt_event_status status) {
    return (unsigned)status < VDT_EVENT_STATUS_COUNT ? status_names[status] : "";
}

bool vdt_event_status_parse(struct vdt_view name, enum vdt_event_status *out) {
    for (int i = 0; i < VDT_EVENT_STATUS_COUNT; i++)
        if (vdt_view_is(name, status_names[i])) {
            *out = (enum vdt_event_status)i;
            return true;
        }
    return false;
}

static const char *basis_name(enum vdt_date_basis basis) {
    return (unsigned)basis < sizeof basis_names / sizeof *basis_names ? basis_names[basis] : "none";
}

/* ---- JSON ---- */

static void string_at(struct vdt_json *json, const char *key, struct vdt_view value) {
    vdt_json_key(json, key);
    vdt_json_string(json, value);
}

static void string_or_null_at(struct vdt_json *json, const char *key, struct vdt_view value) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, value);
}

static void integer_at(struct vdt_json *json, const char *key, int64_t value) {
    vdt_json_key(json, key);
    vdt_json_integer(json, value);
}

static void number_at(struct vdt_json *json, const char *key, double value, int digits) {
    vdt_json_key(json, key);
    if (isfinite(value))
        vdt_json_number(json, value, digits);
    else
        vdt_json_null(json);
}

static void boolean_at(struct vdt_json *json, const char *key, bool value) {
    vdt_json_key(json, key);
    vdt_json_boolean(json, value);
}

static void span_at(struct vdt_json *json, const struct vdt_span *span) {
    string_at(json, "text", span->text);
    integer_at(json, "begin", span->begin);
    integer_at(json, "end", span->end);
}

/* A code that begins with a role has no country: CVL, REBMIL. */
static bool is_role(struct vdt_view part) {
    static const char roles[] = "GOV MIL LEG JUD COP SPY REB SEP OPP PTY CVL CIV MED BUS EDU REL LAB REF CRM ELI UAF "
                                "INS RAD SET AGR HLH ENV DEV HRI MOD";
    if (part.size != 3) return false;
    for (const char *role = roles; *role; role += role[3] ? 4 : 3)
        if (memcmp(role, part.data, 3) == 0) return true;
    return false;
}

/*
 * What stands after the country or after IGO, NGO, MNC, IMG, in threes: USAGOV gives GOV, RUSMILSPY gives MIL and SPY.
 * The letters of an organisation need not be three, then they are one part with what is over: IGONATO gives NATO.
 */
static void write_roles(struct vdt_json *json, const struct vdt_party *party) {
    struct vdt_view code = party->code;
    size_t from = code.size < 3 ? code.size : 3;
    if (party->country.size && vdt_view_starts(code, party->country))
        from = party->country.size;
    else if (is_role(vdt_view_slice(code, 0, 3)))
        from = 0;
    vdt_json_array(json);
    for (size_t at = from, end; at < code.size; at = end) {
        end = at + 3 + (at == from ? (code.size - from) % 3 : 0);
        vdt_json_string(json, vdt_view_slice(code, at, end));
    }
    vdt_json_array_end(json);
}

static void write_parties(struct vdt_json *json, const char *key, const struct vdt_party *parties, size_t count) {
    vdt_json_key(json, key);
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(json);
        string_at(json, "code", parties[i].code);
        string_or_null_at(json, "name", parties[i].name);
        string_or_null_at(json, "country", parties[i].country);
        vdt_json_key(json, "roles");
        write_roles(json, &parties[i]);
        vdt_json_key(json, "wikidata");
        vdt_json_null(json);
        span_at(json, &parties[i].mention);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void write_voices(struct vdt_json *json, const struct vdt_party *voices, size_t count) {
    vdt_json_key(json, "voice");
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(json);
        string_at(json, "code", voices[i].code);
        string_or_null_at(json, "name", voices[i].name);
        string_or_null_at(json, "cue", voices[i].cue);
        span_at(json, &voices[i].mention);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void write_place(struct vdt_json *json, const struct vdt_event *event) {
    vdt_json_key(json, "place");
    if (!event->place_name.size && !event->place_country.size && !event->place_mention.text.size) {
        vdt_json_null(json);
        return;
    }
    vdt_json_object(json);
    string_or_null_at(json, "name", event->place_name);
    string_or_null_at(json, "country", event->place_country);
    string_or_null_at(json, "admin1", event->place_admin1);
    number_at(json, "latitude", event->latitude, 5);
    number_at(json, "longitude", event->longitude, 5);
    vdt_json_key(json, "geonames");
    if (event->place_geonames) vdt_json_integer(json, event->place_geonames);
    else vdt_json_null(json);
    if (event->place_disputed.size) {
        string_at(json, "disputed", event->place_disputed);
        string_at(json, "by", event->place_rule);
    }
    string_or_null_at(json, "text", event->place_mention.text);
    vdt_json_object_end(json);
}

static void write_amounts(struct vdt_json *json, const struct vdt_amount *amounts, size_t count) {
    vdt_json_key(json, "amounts");
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(json);
        string_at(json, "what", amounts[i].what);
        number_at(json, "low", amounts[i].low < 0 ? NAN : amounts[i].low, 2);
        number_at(json, "high", amounts[i].high < 0 ? NAN : amounts[i].high, 2);
        if (amounts[i].currency.size) string_at(json, "currency", amounts[i].currency);
        if (amounts[i].of.size) string_at(json, "of", amounts[i].of);
        string_at(json, "text", amounts[i].mention.text);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void write_json(struct vdt_buffer *out, const struct vdt_event *event) {
    struct vdt_json json;
    vdt_json_init(&json, out);
    vdt_json_object(&json);
    string_at(&json, "id", event->id);
    string_at(&json, "report", event->report);
    string_or_null_at(&json, "story", event->story);
    string_or_null_at(&json, "incident", event->incident);
    integer_at(&json, "sentence", event->sentence);
    integer_at(&json, "begin", event->evidence.begin);
    integer_at(&json, "end", event->evidence.end);
    string_at(&json, "text", event->evidence.text);
    vdt_json_key(&json, "trigger");
    vdt_json_object(&json);
    string_at(&json, "text", event->trigger.text);
    string_at(&json, "lemma", event->lemma);
    integer_at(&json, "begin", event->trigger.begin);
    integer_at(&json, "end", event->trigger.end);
    vdt_json_object_end(&json);
    vdt_json_key(&json, "plover");
    vdt_json_object(&json);
    string_at(&json, "event", vdt_view_of(vdt_plover_name(event->plover)));
    string_or_null_at(&json, "mode", event->mode);
    vdt_json_key(&json, "context");
    vdt_json_array(&json);
    for (size_t i = 0; i < event->context_count; i++) vdt_json_string(&json, event->contexts[i]);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    string_or_null_at(&json, "cameo", event->cameo);
    integer_at(&json, "quad", event->quad);
    number_at(&json, "goldstein", event->goldstein, 2);
    write_parties(&json, "source", event->sources, event->source_count);
    write_parties(&json, "target", event->targets, event->target_count);
    string_at(&json, "status", vdt_view_of(vdt_event_status_name(event->status)));
    boolean_at(&json, "conditional", event->conditional);
    boolean_at(&json, "historical", event->historical);
    write_voices(&json, event->voices, event->voice_count);
    vdt_json_key(&json, "date");
    vdt_json_object(&json);
    string_or_null_at(&json, "from", event->date_from);
    string_or_null_at(&json, "to", event->date_to);
    string_or_null_at(&json, "text", event->date_mention.text);
    string_at(&json, "basis", vdt_view_of(basis_name(event->date_basis)));
    vdt_json_object_end(&json);
    write_place(&json, event);
    write_amounts(&json, event->amounts, event->amount_count);
    number_at(&json, "confidence", event->confidence, 4);
    string_at(&json, "by", event->by);
    string_at(&json, "version", event->version);
    vdt_json_object_end(&json);
    vdt_buffer_char(out, '\n');
}

/* ---- CSV ---- */

static void cell_text(struct vdt_buffer *out, struct vdt_view text) {
    bool quote = false;
    for (size_t i = 0; i < text.size && !quote; i++)
        quote = text.data[i] == '"' || text.data[i] == ',' || text.data[i] == '\n' || text.data[i] == '\r';
    if (!quote) {
        vdt_buffer_add(out, text);
        return;
    }
    vdt_buffer_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') vdt_buffer_char(out, '"');
        vdt_buffer_char(out, text.data[i]);
    }
    vdt_buffer_char(out, '"');
}

static void cell(struct vdt_buffer *out, struct vdt_view text) {
    cell_text(out, text);
    vdt_buffer_char(out, ',');
}

static void cell_number(struct vdt_buffer *out, double value, int digits) {
    if (isfinite(value)) {
        struct vdt_json json;
        vdt_json_init(&json, out);
        vdt_json_number(&json, value, digits);
    }
    vdt_buffer_char(out, ',');
}

static void add_list_item(struct vdt_buffer *list, size_t position, struct vdt_view text) {
    if (position) vdt_buffer_char(list, ';');
    for (size_t i = 0; i < text.size; i++) vdt_buffer_char(list, text.data[i] == ';' ? ',' : text.data[i]);
}

static void cell_list(struct vdt_buffer *out, struct vdt_buffer *list) {
    cell(out, vdt_buffer_view(list));
    vdt_buffer_clear(list);
}

static void cell_parties(struct vdt_buffer *out, struct vdt_buffer *list, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) add_list_item(list, i, parties[i].code);
    cell_list(out, list);
    for (size_t i = 0; i < count; i++) add_list_item(list, i, parties[i].mention.text);
    cell_list(out, list);
}

/* "killed=3;troops=94000-100000;money=5000000- USD": one number where both ends are the same, an open end empty. */
static void cell_amounts(struct vdt_buffer *out, struct vdt_buffer *list, const struct vdt_event *event) {
    for (size_t i = 0; i < event->amount_count; i++) {
        const struct vdt_amount *amount = &event->amounts[i];
        struct vdt_json json;
        vdt_json_init(&json, list);
        add_list_item(list, i, amount->what);
        vdt_buffer_char(list, '=');
        if (amount->low >= 0) vdt_json_number(&json, amount->low, 2);
        if (amount->low < 0 || amount->high < 0 || amount->high > amount->low) {
            vdt_buffer_char(list, '-');
            vdt_json_init(&json, list); /* no comma between the two */
            if (amount->high >= 0) vdt_json_number(&json, amount->high, 2);
        }
        if (amount->currency.size) {
            vdt_buffer_char(list, ' ');
            vdt_buffer_add(list, amount->currency);
        }
    }
    cell_list(out, list);
}

/* "Crimea: recognised" */
static void cell_dispute(struct vdt_buffer *out, const struct vdt_event *event) {
    struct vdt_buffer both;
    vdt_buffer_init(&both);
    if (event->place_disputed.size)
        vdt_buffer_format(&both, "%.*s: %.*s", (int)event->place_disputed.size, event->place_disputed.data, (int)event->place_rule.size,
                          event->place_rule.data);
    cell(out, vdt_buffer_view(&both));
    if (vdt_buffer_failed(&both)) out->failed = true;
    vdt_buffer_done(&both);
}

static void write_csv(struct vdt_buffer *out, const struct vdt_event *event) {
    if (!event) {
        vdt_buffer_text(out, "id,report,story,incident,sentence,begin,end,text,trigger,lemma,trigger_begin,trigger_end,"
                             "event,mode,context,cameo,quad,goldstein,source_code,source_text,target_code,target_text,"
                             "status,conditional,historical,voice_code,voice_text,date_from,date_to,date_text,date_basis,"
                             "place_name,place_country,place_admin1,latitude,longitude,geonames,disputed,place_text,amounts,confidence,by,version\r\n");
        return;
    }
    struct vdt_buffer list;
    vdt_buffer_init(&list);
    cell(out, event->id);
    cell(out, event->report);
    cell(out, event->story);
    cell(out, event->incident);
    vdt_buffer_format(out, "%u,%u,%u,", event->sentence, event->evidence.begin, event->evidence.end);
    cell(out, event->evidence.text);
    cell(out, event->trigger.text);
    cell(out, event->lemma);
    vdt_buffer_format(out, "%u,%u,%s,", event->trigger.begin, event->trigger.end, vdt_plover_name(event->plover));
    cell(out, event->mode);
    for (size_t i = 0; i < event->context_count; i++) add_list_item(&list, i, event->contexts[i]);
    cell_list(out, &list);
    cell(out, event->cameo);
    vdt_buffer_format(out, "%d,", event->quad);
    cell_number(out, event->goldstein, 2);
    cell_parties(out, &list, event->sources, event->source_count);
    cell_parties(out, &list, event->targets, event->target_count);
    vdt_buffer_format(out, "%s,%s,%s,", vdt_event_status_name(event->status), event->conditional ? "true" : "false",
                      event->historical ? "true" : "false");
    cell_parties(out, &list, event->voices, event->voice_count);
    cell(out, event->date_from);
    cell(out, event->date_to);
    cell(out, event->date_mention.text);
    vdt_buffer_format(out, "%s,", basis_name(event->date_basis));
    cell(out, event->place_name);
    cell(out, event->place_country);
    cell(out, event->place_admin1);
    cell_number(out, event->latitude, 5);
    cell_number(out, event->longitude, 5);
    cell_number(out, event->place_geonames ? (double)event->place_geonames : NAN, 0);
    cell_dispute(out, event);
    cell(out, event->place_mention.text);
    cell_amounts(out, &list, event);
    cell_number(out, event->confidence, 4);
    cell(out, event->by);
    cell_text(out, event->version);
    vdt_buffer_text(out, "\r\n");
    if (vdt_buffer_failed(&list)) out->failed = true;
    vdt_buffer_done(&list);
}

/* ---- the table ---- */

/* What must not reach a terminal: controls and overrides of the direction of writing. */
static bool is_dangerous(utf8proc_int32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

static int columns_of(utf8proc_int32_t point) {
    if (is_dangerous(point)) return 0;
    if (point < 0x300) return 1;
    int width = utf8proc_charwidth(point);
    return width < 0 ? 0 : width;
}

static bool is_blank(utf8proc_int32_t point) {
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x85 || point == 0xA0 || point == 0x2028 ||
           point == 0x2029;
}

static size_t next_point(struct vdt_view text, size_t at, utf8proc_int32_t *out) {
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
                                             (utf8proc_ssize_t)(text.size - at), out);
    if (size > 0) return (size_t)size;
    *out = 0;
    return 1;
}

/* Columns of the text on one line, each run of blanks one space, none at the ends. */
static size_t text_columns(struct vdt_view text) {
    size_t columns = 0;
    bool blank = false;
    utf8proc_int32_t point;
    for (size_t at = 0; at < text.size;) {
        at += next_point(text, at, &point);
        if (is_blank(point)) {
            blank = columns > 0;
            continue;
        }
        int width = columns_of(point);
        columns += (size_t)width + (blank && width ? 1 : 0);
        if (width) blank = false;
    }
    return columns;
}

/*
 * The text on one line in at most `most` columns (0: all of it), with "…" where it was cut, then spaces up to `fill`.
 */
static void put_column(struct vdt_buffer *out, struct vdt_view text, size_t most, size_t fill) {
    size_t columns = 0, all = most || fill ? text_columns(text) : 0;
    size_t room = most && all > most ? most - 1 : SIZE_MAX;
    bool blank = false, cut = false;
    utf8proc_int32_t point;
    for (size_t at = 0, size; at < text.size && !cut; at += size) {
        size = next_point(text, at, &point);
        if (is_blank(point)) {
            blank = columns > 0;
            continue;
        }
        if (is_dangerous(point)) continue;
        int width = columns_of(point);
        size_t needs = (size_t)width + (blank && width ? 1 : 0);
        if (columns + needs > room) {
            cut = true;
            break;
        }
        if (blank && width) {
            vdt_buffer_char(out, ' ');
            blank = false;
        }
        vdt_buffer_add(out, vdt_view_slice(text, at, at + size));
        columns += needs;
    }
    if (cut) {
        vdt_buffer_text(out, "…");
        columns++;
    }
    for (; columns < fill; columns++) vdt_buffer_char(out, ' ');
}

static void put_party_names(struct vdt_buffer *out, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) vdt_buffer_char(out, ',');
        if (parties[i].code.size)
            vdt_buffer_add(out, parties[i].code);
        else
            vdt_buffer_format(out, "“%.*s”", (int)parties[i].mention.text.size, parties[i].mention.text.data);
    }
    if (!count) vdt_buffer_text(out, "–");
}

/* "2021-11-12", "2021-11-12+21" for 21 days more, "2021-12" for a whole month, "2021" for a whole year. */
static void put_date(struct vdt_buffer *out, const struct vdt_event *event) {
    int32_t from, to;
    if (!vdt_day_read(event->date_from, &from) || !vdt_day_read(event->date_to, &to)) {
        vdt_buffer_add(out, event->date_from.size ? event->date_from : VDT_LITERAL("–"));
        return;
    }
    struct vdt_date first = vdt_date_of(from), last = vdt_date_of(to);
    bool to_month_end = last.day == vdt_month_days(last.year, last.month);
    if (first.day == 1 && first.month == 1 && last.month == 12 && to_month_end && first.year == last.year)
        vdt_buffer_add(out, vdt_view_slice(event->date_from, 0, 4));
    else if (first.day == 1 && to_month_end && first.year == last.year && first.month == last.month)
        vdt_buffer_add(out, vdt_view_slice(event->date_from, 0, 7));
    else if (to > from)
        vdt_buffer_format(out, "%.*s+%d", (int)event->date_from.size, event->date_from.data, to - from);
    else
        vdt_buffer_add(out, event->date_from);
}

static void write_table(struct vdt_buffer *out, const struct vdt_event *event, size_t width) {
    enum { ID = 8, DATE = 13, STATUS = 8, KIND = 9 };
    size_t parties = !width || width / 5 > 32 ? 32 : width / 5 < 16 ? 16 : width / 5;
    size_t voice = width && width < 120 ? 8 : 12;
    size_t left = ID + DATE + STATUS + KIND + parties + voice + 6;
    size_t sentence = !width ? 0 : width > left + 10 ? width - left : 0;
    bool whole_lines = !width;
    struct vdt_buffer part;
    vdt_buffer_init(&part);

    /* without "e:" and short: enough for `vedette why` */
    size_t bare = event && vdt_view_starts(event->id, VDT_LITERAL("e:")) ? 2 : 0;
    put_column(out, event ? vdt_view_slice(event->id, bare, bare + ID) : VDT_LITERAL("id"), ID, ID);
    vdt_buffer_char(out, ' ');
    if (event) put_date(&part, event);
    put_column(out, event ? vdt_buffer_view(&part) : VDT_LITERAL("date"), DATE, DATE);
    vdt_buffer_char(out, ' ');
    put_column(out, event ? vdt_view_of(vdt_event_status_name(event->status)) : VDT_LITERAL("status"), STATUS, STATUS);
    vdt_buffer_char(out, ' ');
    put_column(out, event ? vdt_view_of(vdt_plover_name(event->plover)) : VDT_LITERAL("event"), KIND, KIND);
    vdt_buffer_char(out, ' ');
    vdt_buffer_clear(&part);
    if (event) {
        put_party_names(&part, event->sources, event->source_count);
        vdt_buffer_text(&part, " → ");
        put_party_names(&part, event->targets, event->target_count);
    }
    put_column(out, event ? vdt_buffer_view(&part) : VDT_LITERAL("source → target"), whole_lines ? 0 : parties, parties);
    vdt_buffer_char(out, ' ');
    vdt_buffer_clear(&part);
    if (event && event->voice_count) put_party_names(&part, event->voices, event->voice_count);
    put_column(out, event ? vdt_buffer_view(&part) : VDT_LITERAL("voice"), whole_lines ? 0 : voice, voice);
    if (whole_lines || sentence) {
        vdt_buffer_char(out, ' ');
        put_column(out, event ? event->evidence.text : VDT_LITERAL("sentence"), sentence, 0);
    }
    vdt_buffer_char(out, '\n');
    if (vdt_buffer_failed(&part)) out->failed = true;
    vdt_buffer_done(&part);
}

size_t vdt_event_write(const struct vdt_event *event, enum vdt_event_format format, size_t width, char *out,
                       size_t size) {
    struct vdt_buffer line;
    vdt_buffer_init(&line);
    switch (format) {
    case VDT_FORMAT_NDJSON:
        if (event) write_json(&line, event);
        break;
    case VDT_FORMAT_CSV: write_csv(&line, event); break;
    case VDT_FORMAT_TABLE: write_table(&line, event, width); break;
    }
    return vdt_buffer_give(&line, out, size);
}
