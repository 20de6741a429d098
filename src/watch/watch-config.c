/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the configuration: sections and `key = value` lines. One table says what there is; what is not in it is refused. */
#include "base/limit.h"

#include "watch/watch-config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/error.h"

enum { FILE_BYTES = 1 << 20 };

struct reading {
    struct vdt_watch_config *config;
    struct vdt_view path;
    uint64_t line;
    struct vdt_watch_list *list;   /* of the section in the work, or NULL */
    struct vdt_channel *channel;
    struct vdt_error *error;
};

static enum vdt_status wrong(struct reading *self, const char *what, struct vdt_view value) {
    return vdt_fail_at(self->error, VDT_ERROR_USE, self->path, self->line, 0, "%s: \"%.*s\"", what,
                       (int)(value.size < 60 ? value.size : 60), value.data ? value.data : "");
}

static int word_of(struct vdt_view value, const char *const *words) {
    for (int i = 0; words[i]; i++)
        if (vdt_view_is(value, words[i])) return i;
    return -1;
}

static enum vdt_status take_word(struct reading *self, struct vdt_view value, const char *const *words, int *out) {
    *out = word_of(value, words);
    return *out < 0 ? wrong(self, "there is no such value", value) : VDT_OK;
}

static enum vdt_status take_number(struct reading *self, struct vdt_view value, double low, double high, double *out) {
    char text[40], *end;
    if (value.size >= sizeof text) return wrong(self, "not a number", value);
    memcpy(text, value.data, value.size);
    text[value.size] = '\0';
    *out = strtod(text, &end);
    return end == text || *end || !(*out >= low && *out <= high) ? wrong(self, "not a number that may stand here", value) : VDT_OK;
}

static struct vdt_view in_capitals(struct reading *self, struct vdt_view value) {
    struct vdt_view copy = vdt_arena_copy(&self->config->arena, value);
    char *bytes = (char *)(uintptr_t)copy.data;
    for (size_t i = 0; bytes && i < copy.size; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] = (char)(bytes[i] - 'a' + 'A');
    return copy;
}

static enum vdt_status take_list_key(struct reading *self, struct vdt_view key, struct vdt_view value) {
    static const char *const units[] = { "dyad", "country", "actor", "place", NULL };
    static const char *const steps[] = { "month", "week", "day", NULL };
    static const char *const things[] = { "incidents", "events", "reports", "stories", "publishers", "deaths", "goldstein",
                                          "intensity", NULL };
    static const char *const knowns[] = { "arrived", "published", NULL };
    static const char *const sides[] = { "both", "up", "down", NULL };
    static const char *const answers[] = { "no", "yes", NULL };
    struct vdt_gather_options *gather = &self->list->gather;
    struct vdt_query *filter = &gather->filter;
    const struct { const char *key; struct vdt_view *to; bool code; } texts[] = {
        { "source", &filter->source, true }, { "target", &filter->target, true }, { "actor", &filter->actor, true },
        { "event", &filter->plover, true }, { "cameo", &filter->cameo, false }, { "status", &filter->status, false },
        { "voice", &filter->voice, true }, { "country", &filter->country, true }, { "text", &filter->text, false } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (vdt_view_is(key, texts[i].key)) return *texts[i].to = texts[i].code ? in_capitals(self, value) : value, VDT_OK;
    int word = 0;
    double number = 0;
    enum vdt_status status = VDT_OK;
    if (vdt_view_is(key, "by"))
        status = take_word(self, value, units, &word), gather->by = (enum vdt_series_by)(word < 0 ? 0 : word);
    else if (vdt_view_is(key, "step"))
        status = take_word(self, value, steps, &word), gather->step = (enum vdt_series_step)(word < 0 ? 0 : word);
    else if (vdt_view_is(key, "what"))
        status = take_word(self, value, things, &word), gather->what = (enum vdt_series_what)(word < 0 ? 0 : word);
    else if (vdt_view_is(key, "known"))
        status = take_word(self, value, knowns, &word), gather->known = (enum vdt_known)(word < 0 ? 0 : word);
    else if (vdt_view_is(key, "side"))
        status = take_word(self, value, sides, &word), self->list->watch.side = (enum vdt_watch_side)(word < 0 ? 0 : word);
    else if (vdt_view_is(key, "codes"))
        status = take_word(self, value, answers, &word), gather->codes = word == 1;
    else if (vdt_view_is(key, "historical"))
        status = take_word(self, value, answers, &word), gather->historical = word == 1;
    else if (vdt_view_is(key, "quad"))
        status = take_number(self, value, 1, 4, &number), filter->quad = (int)number;
    else if (vdt_view_is(key, "budget"))
        status = take_number(self, value, 1e-6, 1000, &self->list->watch.budget);
    else if (vdt_view_is(key, "least"))
        status = take_number(self, value, 0, 1e9, &gather->least);
    else
        status = wrong(self, "a list has no such key", key);
    return status;
}

/* The first line of a file that holds a secret. */
static enum vdt_status take_secret(struct reading *self, struct vdt_view value, struct vdt_view *out) {
    char path[1024], line[1024];
    if (value.size >= sizeof path) return wrong(self, "the path is too long", value);
    memcpy(path, value.data, value.size);
    path[value.size] = '\0';
    FILE *file = fopen(path, "r");
    if (!file) return vdt_fail_errno(self->error, value, "read the secret");
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    if (!read) return wrong(self, "the file of the secret is empty", value);
    *out = vdt_arena_copy(&self->config->arena, vdt_view_trim(vdt_view_of(line)));
    return VDT_OK;
}

static enum vdt_status take_channel_key(struct reading *self, struct vdt_view key, struct vdt_view value) {
    static const char *const kinds[] = { "webhook", "email", "atom", "cap", "digest", NULL };
    static const char *const words[] = { "found", "acknowledged", NULL };
    static const char *const states[] = { "Actual", "Exercise", "System", "Test", "Draft", NULL };
    static const char *const scopes[] = { "Public", "Restricted", "Private", NULL };
    struct vdt_channel *channel = self->channel;
    const struct { const char *key; struct vdt_view *to; } texts[] = {
        { "lists", &channel->lists }, { "url", &channel->url }, { "secret", &channel->secret }, { "from", &channel->from },
        { "to", &channel->to }, { "user", &channel->user }, { "password", &channel->password }, { "ca", &channel->ca }, { "file", &channel->file },
        { "folder", &channel->folder }, { "sender", &channel->sender }, { "restriction", &channel->restriction } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (vdt_view_is(key, texts[i].key)) return *texts[i].to = value, VDT_OK;
    int word = 0;
    int32_t day;
    double number = 0;
    enum vdt_status status = VDT_OK;
    if (vdt_view_is(key, "kind")) {
        status = take_word(self, value, kinds, &word);
        channel->kind = (enum vdt_channel_kind)(word < 0 ? 0 : word);
        channel->has_kind = status == VDT_OK;
    } else if (vdt_view_is(key, "after")) {
        status = take_word(self, value, words, &word);
        channel->after_word = word == 1;
    } else if (vdt_view_is(key, "status")) {
        status = take_word(self, value, states, &word);
        channel->status = value;
    } else if (vdt_view_is(key, "scope")) {
        status = take_word(self, value, scopes, &word);
        channel->scope = value;
    } else if (vdt_view_is(key, "since")) {
        if (!vdt_day_read(value, &day)) status = wrong(self, "not a day (YYYY-MM-DD)", value);
        channel->since = value;
    } else if (vdt_view_is(key, "retry")) {
        status = take_number(self, value, 0, 86400, &number);
        channel->retry = (int)number;
    } else if (vdt_view_is(key, "tries")) {
        status = take_number(self, value, 1, 1000, &number);
        channel->tries = (int)number;
    } else if (vdt_view_is(key, "secret-file")) {
        status = take_secret(self, value, &channel->secret);
    } else if (vdt_view_is(key, "password-file")) {
        status = take_secret(self, value, &channel->password);
    } else {
        status = wrong(self, "a channel has no such key", key);
    }
    return status;
}

static enum vdt_status begin_section(struct reading *self, struct vdt_view line) {
    struct vdt_watch_config *config = self->config;
    if (!vdt_view_ends(line, VDT_LITERAL("]"))) return wrong(self, "a section is not closed", line);
    struct vdt_view name = vdt_view_slice(line, 1, line.size - 1), kind = vdt_view_cut(&name, ' ');
    name = vdt_view_trim(name);
    self->list = NULL;
    self->channel = NULL;
    if (!name.size) return wrong(self, "a section has no name", line);
    if (vdt_view_is(kind, "list")) {
        for (size_t i = 0; i < config->list_count; i++)
            if (vdt_view_equal(config->lists[i].name, name)) return wrong(self, "two lists have one name", name);
        if (config->list_count == VDT_LIMIT_WATCH_LISTS) return wrong(self, "too many lists (VDT_LIMIT_WATCH_LISTS)", name);
        self->list = &config->lists[config->list_count++];
        *self->list = (struct vdt_watch_list)VDT_WATCH_LIST_INIT;
        self->list->name = name;
    } else if (vdt_view_is(kind, "channel")) {
        for (size_t i = 0; i < config->channel_count; i++)
            if (vdt_view_equal(config->channels[i].name, name)) return wrong(self, "two channels have one name", name);
        if (config->channel_count == VDT_LIMIT_CHANNELS) return wrong(self, "too many channels (VDT_LIMIT_CHANNELS)", name);
        self->channel = &config->channels[config->channel_count++];
        *self->channel = (struct vdt_channel){ .name = name, .status = VDT_LITERAL("Test"), .scope = VDT_LITERAL("Restricted"),
                                               .restriction = VDT_LITERAL("For the desk's own use"), .retry = 60, .tries = 12 };
    } else {
        return wrong(self, "a section is [list NAME] or [channel NAME], not", line);
    }
    return VDT_OK;
}

static enum vdt_status check_channel(struct reading *self, const struct vdt_channel *channel) {
    const struct { enum vdt_channel_kind kind; const char *key; struct vdt_view value; } needed[] = {
        { VDT_CHANNEL_WEBHOOK, "url", channel->url }, { VDT_CHANNEL_WEBHOOK, "secret", channel->secret },
        { VDT_CHANNEL_EMAIL, "url", channel->url }, { VDT_CHANNEL_EMAIL, "from", channel->from },
        { VDT_CHANNEL_EMAIL, "to", channel->to }, { VDT_CHANNEL_ATOM, "file", channel->file },
        { VDT_CHANNEL_ATOM, "url", channel->url }, { VDT_CHANNEL_CAP, "folder", channel->folder },
        { VDT_CHANNEL_CAP, "sender", channel->sender }, { VDT_CHANNEL_DIGEST, "file", channel->file } };
    self->line = 0;
    if (!channel->has_kind) return wrong(self, "a channel has no kind", channel->name);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (needed[i].kind == channel->kind && !needed[i].value.size)
            return vdt_fail_at(self->error, VDT_ERROR_USE, self->path, 0, 0, "the channel \"%.*s\" has no %s",
                               (int)channel->name.size, channel->name.data, needed[i].key);
    return VDT_OK;
}

/* A # begins a comment at the beginning of a line or after a space. */
static struct vdt_view without_comment(struct vdt_view line) {
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] == '#' && (i == 0 || vdt_is_space(line.data[i - 1]))) return vdt_view_trim(vdt_view_slice(line, 0, i));
    return vdt_view_trim(line);
}

static enum vdt_status read_lines(struct reading *self, struct vdt_view rest) {
    enum vdt_status status = VDT_OK;
    while (rest.size && status == VDT_OK) {
        struct vdt_view line = without_comment(vdt_view_cut(&rest, '\n'));
        self->line++;
        if (!line.size) continue;
        if (line.data[0] == '[') {
            status = begin_section(self, line);
            continue;
        }
        struct vdt_view value = line, key = vdt_view_trim(vdt_view_cut(&value, '='));
        value = vdt_view_trim(value);
        if (!self->list && !self->channel) status = wrong(self, "a key stands before all sections", key);
        else if (!value.size) status = wrong(self, "a key has no value", key);
        else status = self->list ? take_list_key(self, key, value) : take_channel_key(self, key, value);
    }
    for (size_t i = 0; i < self->config->channel_count && status == VDT_OK; i++)
        status = check_channel(self, &self->config->channels[i]);
    return status;
}

enum vdt_status vdt_watch_config_read(const char *path, struct vdt_watch_config **out, struct vdt_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file) return vdt_fail_errno(error, vdt_view_of(path), "open the configuration");
    struct vdt_watch_config *config = calloc(1, sizeof *config);
    if (config) vdt_arena_init(&config->arena);
    char *bytes = config ? vdt_arena_take(&config->arena, FILE_BYTES + 1) : NULL;
    size_t size = bytes ? fread(bytes, 1, FILE_BYTES + 1, file) : 0;
    fclose(file);
    struct reading self = { .config = config, .path = vdt_view_of(path), .error = error };
    enum vdt_status status = !bytes ? vdt_fail_memory(error, "reading a configuration")
        : size > FILE_BYTES         ? vdt_fail_at(error, VDT_ERROR_LIMIT, self.path, 0, 0, "the configuration is larger than a megabyte")
                                    : read_lines(&self, (struct vdt_view){ bytes, size });
    if (status == VDT_OK)
        *out = config;
    else
        vdt_watch_config_close(config);
    return status;
}

void vdt_watch_config_close(struct vdt_watch_config *config) {
    if (!config) return;
    vdt_arena_done(&config->arena);
    free(config);
}

size_t vdt_watch_config_lists(const struct vdt_watch_config *config) { return config->list_count; }

const struct vdt_watch_list *vdt_watch_config_list(const struct vdt_watch_config *config, size_t number) {
    return &config->lists[number];
}
