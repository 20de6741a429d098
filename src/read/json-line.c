/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cJSON does the parsing. Before it, one pass over the bytes does what cJSON does not: it bounds depth and number of
 * values (cJSON makes a node of every value, a line of 64 MiB of brackets would take gigabytes), and repairs escapes
 * for which there is no character: cJSON would cut the string at \u0000 and refuse the line for half a surrogate pair.
 *
 * Known weakness: cJSON stores the place of its last error in a global as well, which we never read.
 */
#include "read/json-line.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/limit.h"

static const char *const field_names[VDT_FIELD_COUNT] = { "id", "url", "title", "author", "published", "publisher",
                                                          "language", "text", "html" };

void vdt_keys_init(struct vdt_keys *keys) {
    for (int i = 0; i < VDT_FIELD_COUNT; i++) keys->name[i] = vdt_view_of(field_names[i]);
}

enum vdt_status vdt_keys_map(struct vdt_keys *keys, struct vdt_view map, struct vdt_error *error) {
    while (map.size) {
        struct vdt_view pair = vdt_view_cut(&map, ',');
        struct vdt_view theirs = pair, ours = vdt_view_trim(vdt_view_cut(&theirs, '='));
        theirs = vdt_view_trim(theirs);
        if (!ours.size && !theirs.size) continue;
        int field = 0;
        while (field < VDT_FIELD_COUNT && !vdt_view_is(ours, field_names[field])) field++;
        if (field == VDT_FIELD_COUNT || !theirs.size) {
            int shown = pair.size > 60 ? 60 : (int)pair.size;
            enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "cannot map '%.*s'", shown, pair.data);
            return vdt_hint(error, status, "as in text=body,published=date; ours are id url title author published "
                            "publisher language text html");
        }
        keys->name[field] = theirs;
    }
    return VDT_OK;
}

/* Four hexadecimal digits, or -1. */
static int hex4(const char *s, const char *end) {
    if (end - s < 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = vdt_lower(s[i]);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* `s` stands behind the \u of an escape; returns where to go on. */
static char *repair_escape(char *s, const char *end, uint64_t *repaired) {
    int code = hex4(s, end);
    if (code < 0) return s;
    bool high = code >= 0xD800 && code <= 0xDBFF, low = code >= 0xDC00 && code <= 0xDFFF;
    if (high && end - s >= 10 && s[4] == '\\' && s[5] == 'u') {
        int second = hex4(s + 6, end);
        if (second >= 0xDC00 && second <= 0xDFFF) return s + 10;
    }
    if (code == 0 || high || low) {
        memcpy(s, "fffd", 4);
        ++*repaired;
    }
    return s + 4;
}

struct vdt_json_guard vdt_json_guard(char *line, size_t size) {
    char *end = line + size;
    size_t values = 0;
    uint64_t repaired = 0;
    int depth = 0;
    bool in_string = false;
    for (char *s = line; s < end; s++) {
        if (in_string) {
            if (*s == '"') in_string = false;
            if (*s != '\\' || ++s == end) continue;
            if (*s == 'u') s = repair_escape(s + 1, end, &repaired) - 1;
        } else if (*s == '"') {
            in_string = true;
        } else if (*s == '[' || *s == '{') {
            if (++depth > VDT_LIMIT_JSON_DEPTH) return (struct vdt_json_guard){ s, "nested deeper than VDT_LIMIT_JSON_DEPTH", repaired };
            values++;
        } else if (*s == ']' || *s == '}') {
            depth--;
        } else if (*s == ',' && ++values > VDT_LIMIT_JSON_VALUES) {
            return (struct vdt_json_guard){ s, "more values than VDT_LIMIT_JSON_VALUES", repaired };
        }
    }
    return (struct vdt_json_guard){ NULL, NULL, repaired };
}

void vdt_json_tell_repair(const struct vdt_place *place, uint64_t repaired) {
    if (repaired)
        vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "escapes for which there is no character, replaced by U+FFFD: %llu",
                         (unsigned long long)repaired);
}

static enum vdt_status fail_here(const struct vdt_place *place, const char *line, const char *at,
                                 enum vdt_status status, const char *message, struct vdt_error *error) {
    uint64_t column = 1;
    for (const char *s = line; s < at; s++) column += ((unsigned char)*s & 0xC0) != 0x80;
    vdt_fail_at(error, status, place->file, place->line, column, "%s", message);
    if (error) error->offset = (int64_t)place->offset + (at - line);
    return status;
}

static const char *type_of(const cJSON *value) {
    return cJSON_IsNumber(value) ? "a number" : cJSON_IsBool(value) ? "true or false" : cJSON_IsArray(value) ? "a list"
         : cJSON_IsObject(value) ? "an object" : cJSON_IsString(value) ? "a string" : "null";
}

/* Numbers are welcome as ids and times, as far as they are whole. */
static struct vdt_view whole_number(struct vdt_arena *arena, const cJSON *value) {
    bool whole = value->valuedouble >= -9007199254740992.0 && value->valuedouble <= 9007199254740992.0
              && value->valuedouble == (double)(int64_t)value->valuedouble;
    if (!whole) return (struct vdt_view){ NULL, 0 };
    return vdt_arena_format(arena, "%lld", (long long)value->valuedouble);
}

static bool is_offset(const cJSON *value) {
    return cJSON_IsNumber(value) && value->valuedouble >= 0 && value->valuedouble <= VDT_LIMIT_REPORT_BYTES;
}

/* Stretches asked for; what is no pair of whole numbers in order is passed over with a remark. */
static enum vdt_status take_spans(struct vdt_arena *arena, const struct vdt_place *place, const cJSON *list,
                                  struct vdt_fields *out, struct vdt_error *error) {
    if (!cJSON_IsArray(list)) return VDT_OK;
    out->spans = vdt_arena_array(arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *out->spans);
    if (!out->spans) return vdt_fail_memory(error, "reading a line of JSON");
    const cJSON *pair;
    cJSON_ArrayForEach(pair, list) {
        const cJSON *begin = cJSON_IsArray(pair) ? pair->child : NULL, *end = begin ? begin->next : NULL;
        if (!end || !is_offset(begin) || !is_offset(end) || begin->valuedouble >= end->valuedouble) {
            vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "'spans' has what is no [begin,end]: passed over");
            continue;
        }
        out->spans[out->span_count][0] = (uint32_t)begin->valuedouble;
        out->spans[out->span_count++][1] = (uint32_t)end->valuedouble;
    }
    return VDT_OK;
}

static enum vdt_status take_fields(struct vdt_arena *arena, const struct vdt_keys *keys, const struct vdt_place *place,
                                   const char *line, const cJSON *object, struct vdt_fields *out,
                                   struct vdt_error *error) {
    const cJSON *found[VDT_FIELD_COUNT] = { NULL };
    for (const cJSON *item = object->child; item; item = item->next)
        for (int field = 0; field < VDT_FIELD_COUNT; field++)
            if (!found[field] && !cJSON_IsNull(item) && vdt_view_is(keys->name[field], item->string))
                found[field] = item;

    *out = (struct vdt_fields){ 0 };
    char message[160];
    for (int field = 0; field < VDT_FIELD_COUNT; field++) {
        const cJSON *item = found[field];
        if (!item) continue;
        struct vdt_view value = { NULL, 0 };
        if (cJSON_IsString(item)) {
            value = vdt_arena_copy(arena, vdt_view_of(item->valuestring));
            if (!value.data) return vdt_fail_memory(error, "reading a line of JSON");
        } else if ((field == VDT_FIELD_ID || field == VDT_FIELD_PUBLISHED) && cJSON_IsNumber(item)) {
            value = whole_number(arena, item);
        }
        if (!value.data) {
            int shown = keys->name[field].size > 40 ? 40 : (int)keys->name[field].size;
            snprintf(message, sizeof message, "'%.*s' is %s, a string is wanted", shown, keys->name[field].data,
                     type_of(item));
            if (field >= VDT_FIELD_TEXT) return fail_here(place, line, line, VDT_ERROR_FORMAT, message, error);
            vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "%s: taken as missing", message);
            continue;
        }
        out->value[field] = value;
        out->given[field] = true;
    }
    enum vdt_status taken = take_spans(arena, place, cJSON_GetObjectItemCaseSensitive(object, "spans"), out, error);
    if (taken != VDT_OK) return taken;
    if (!out->given[VDT_FIELD_TEXT] && !out->given[VDT_FIELD_HTML]) {
        enum vdt_status status =
            fail_here(place, line, line, VDT_ERROR_FORMAT, "neither 'text' nor 'html' in this line", error);
        return vdt_hint(error, status, "--map text=NAME tells what the text is called");
    }
    return VDT_OK;
}

/*
 * cJSON points one byte behind a key that is none, and behind the opening quotation mark of a string that does not end.
 */
static enum vdt_status fail_malformed(const struct vdt_place *place, const char *line, size_t size, const char *at,
                                      struct vdt_error *error) {
    const char *message = at >= line + size ? "malformed JSON: the line ends too early" : "malformed JSON";
    const char *before = at >= line + 2 ? at - 2 : line;
    while (before > line && vdt_is_space(*before)) before--;
    if (at >= line + 2 && strchr("{[,:", *before)) {
        bool key = *before == ',' || *before == '{';
        bool open_string = at[-1] == '"' && !memchr(at, '"', (size_t)(line + size - at));
        if (open_string) message = "malformed JSON: a string that does not end";
        if (open_string || (key && at[-1] != '"' && !vdt_is_space(at[-1]))) at--;
    }
    return fail_here(place, line, at, VDT_ERROR_FORMAT, message, error);
}

enum vdt_status vdt_json_line_read(struct vdt_arena *arena, const struct vdt_keys *keys, const struct vdt_place *place,
                                   char *line, size_t size, struct vdt_fields *out, struct vdt_error *error) {
    struct vdt_json_guard guard = vdt_json_guard(line, size);
    if (guard.at) return fail_here(place, line, guard.at, VDT_ERROR_LIMIT, guard.limit, error);
    vdt_json_tell_repair(place, guard.repaired);

    const char *end = line;
    cJSON *object = cJSON_ParseWithLengthOpts(line, size + 1, &end, true);
    if (!object) return fail_malformed(place, line, size, end, error);
    enum vdt_status status = cJSON_IsObject(object)
        ? take_fields(arena, keys, place, line, object, out, error)
        : fail_here(place, line, line, VDT_ERROR_FORMAT, "the line holds no JSON object", error);
    cJSON_Delete(object);
    return status;
}
