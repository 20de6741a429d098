/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger's names, and its entries as JSON lines. */
#include "base/buffer.h"
#include "base/json.h"
#include "base/view.h"
#include "vedette/ledger.h"

static const char *const kinds[VDT_LEDGER_KIND_COUNT] = { "warning", "threat", "demand", "promise", "denial", "agreement" };
static const char *const states[VDT_LEDGER_STATE_COUNT] = { "open", "met", "carried-out", "withdrawn", "contradicted", "expired" };

const char *vdt_ledger_kind_name(enum vdt_ledger_kind kind) { return kinds[kind]; }
const char *vdt_ledger_state_name(enum vdt_ledger_state state) { return states[state]; }

static bool parse(struct vdt_view name, const char *const *names, int count, int *out) {
    for (int i = 0; i < count; i++)
        if (vdt_view_is_fold(name, names[i])) return *out = i, true;
    return false;
}

bool vdt_ledger_kind_parse(struct vdt_view name, enum vdt_ledger_kind *out) {
    int found;
    return parse(name, kinds, VDT_LEDGER_KIND_COUNT, &found) ? (*out = (enum vdt_ledger_kind)found, true) : false;
}

bool vdt_ledger_state_parse(struct vdt_view name, enum vdt_ledger_state *out) {
    int found;
    return parse(name, states, VDT_LEDGER_STATE_COUNT, &found) ? (*out = (enum vdt_ledger_state)found, true) : false;
}

static void codes_out(struct vdt_json *json, const char *key, const struct vdt_view *codes, size_t count) {
    vdt_json_key(json, key);
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(json);
        vdt_json_key(json, "code");
        vdt_json_string(json, codes[i]);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void text_out(struct vdt_json *json, const char *key, struct vdt_view value) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, value);
}

static void deadline_out(struct vdt_json *json, const struct vdt_ledger_entry *entry) {
    vdt_json_key(json, "deadline");
    if (!entry->deadline_to.size) {
        vdt_json_null(json);
        return;
    }
    vdt_json_object(json);
    text_out(json, "from", entry->deadline_from);
    text_out(json, "to", entry->deadline_to);
    text_out(json, "basis", VDT_LITERAL("text"));
    vdt_json_object_end(json);
}

static void changes_out(struct vdt_json *json, const struct vdt_ledger_entry *entry) {
    vdt_json_key(json, "changed");
    vdt_json_array(json);
    for (size_t i = 0; i < entry->change_count; i++) {
        const struct vdt_ledger_change *one = &entry->changes[i];
        vdt_json_object(json);
        text_out(json, "to", vdt_view_of(vdt_ledger_state_name(one->to)));
        text_out(json, "on", one->on);
        vdt_json_key(json, "by");
        vdt_json_array(json);
        if (one->by.size) vdt_json_string(json, one->by);
        vdt_json_array_end(json);
        vdt_json_key(json, "confidence");
        vdt_json_number(json, one->confidence, 3);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

size_t vdt_ledger_write(const struct vdt_ledger_entry *entry, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    text_out(json, "id", entry->id);
    text_out(json, "kind", vdt_view_of(vdt_ledger_kind_name(entry->kind)));
    codes_out(json, "issuer", entry->issuers, entry->issuer_count);
    codes_out(json, "addressee", entry->addressees, entry->addressee_count);
    text_out(json, "content", entry->has_content ? vdt_view_of(vdt_plover_name(entry->content)) : (struct vdt_view){ NULL, 0 });
    text_out(json, "condition", entry->condition);
    text_out(json, "consequence", entry->consequence);
    deadline_out(json, entry);
    text_out(json, "stated_on", entry->stated_on);
    codes_out(json, "voice", entry->voices, entry->voice_count);
    text_out(json, "state", vdt_view_of(vdt_ledger_state_name(entry->state)));
    changes_out(json, entry);
    vdt_json_key(json, "events");
    vdt_json_array(json);
    for (size_t i = 0; i < entry->event_count; i++) vdt_json_string(json, entry->events[i]);
    vdt_json_array_end(json);
    text_out(json, "text", entry->text);
    return vdt_json_line_give(&text, out, size);
}
