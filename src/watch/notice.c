/* SPDX-License-Identifier: Apache-2.0 */
/* See notice.h. All text of reports is escaped; what is said of an alarm always stands beside what was to be expected. */
#include "base/limit.h"

#include "watch/notice.h"

#include <stdio.h>

#include "base/calendar.h"

/* Escaped for XML and HTML, in text and in attributes; control characters that XML has no room for become spaces. */
static void put(struct vdt_buffer *out, struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '&') vdt_buffer_text(out, "&amp;");
        else if (c == '<') vdt_buffer_text(out, "&lt;");
        else if (c == '>') vdt_buffer_text(out, "&gt;");
        else if (c == '"') vdt_buffer_text(out, "&quot;");
        else vdt_buffer_char(out, (unsigned char)c < 0x20 && c != '\n' && c != '\t' ? ' ' : c);
    }
}

static void element(struct vdt_buffer *out, const char *name, struct vdt_view text) {
    vdt_buffer_format(out, "<%s>", name);
    put(out, text);
    vdt_buffer_format(out, "</%s>\n", name);
}

static const char *kind_in_words(const struct vdt_alarm *alarm) {
    if (vdt_view_is(alarm->kind, "volume-gap")) return "far less was read than usual";
    if (vdt_view_is(alarm->kind, "change")) return "the level has changed";
    return alarm->value >= alarm->expected ? "more than was to be expected" : "less than was to be expected";
}

/* "RUS>UKR, 2022-02-24: more than was to be expected (value 31, expected 4, bound 12)" */
static void put_title(struct vdt_buffer *out, const struct vdt_alarm *alarm) {
    vdt_buffer_add(out, vdt_view_is(alarm->unit, "*") ? VDT_LITERAL("all reports") : alarm->unit);
    vdt_buffer_text(out, ", ");
    vdt_buffer_add(out, alarm->date);
    vdt_buffer_format(out, ": %s (value %.6g, expected %.6g, bound %.6g)", kind_in_words(alarm), alarm->value, alarm->expected,
                      alarm->bound);
}

/* "… (and 3 more of the same events)" */
static void put_heading(struct vdt_buffer *out, const struct vdt_notice *notice) {
    put_title(out, &notice->members[0]);
    if (notice->count > 1) vdt_buffer_format(out, " (and %zu more of the same events)", notice->count - 1);
}

static void put_escaped_heading(struct vdt_buffer *out, const struct vdt_notice *notice) {
    struct vdt_buffer heading;
    vdt_buffer_init(&heading);
    put_heading(&heading, notice);
    put(out, vdt_buffer_view(&heading));
    if (vdt_buffer_failed(&heading)) out->failed = true;
    vdt_buffer_done(&heading);
}

static void put_counts(struct vdt_buffer *out, const struct vdt_alarm *alarm) {
    if (alarm->probability > 0)
        vdt_buffer_format(out, "since %.*s with probability %.2g, ", (int)alarm->since.size, alarm->since.data, alarm->probability);
    vdt_buffer_format(out, "list %.*s, score %.3g, %lld publishers, %lld stories, %s", (int)alarm->list.size, alarm->list.data,
                      alarm->score, (long long)alarm->publishers, (long long)alarm->stories, vdt_alarm_state_name(alarm->state));
}

/* One line of a group's other alarms. */
static void put_member(struct vdt_buffer *out, const struct vdt_alarm *alarm) {
    put_title(out, alarm);
    vdt_buffer_format(out, ", list %.*s, %.*s", (int)alarm->list.size, alarm->list.data, (int)alarm->id.size, alarm->id.data);
}

void vdt_notice_text(struct vdt_buffer *out, const struct vdt_notice *notices, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct vdt_notice *notice = &notices[i];
        put_title(out, &notice->members[0]);
        vdt_buffer_text(out, "\n  ");
        put_counts(out, &notice->members[0]);
        vdt_buffer_char(out, '\n');
        for (size_t k = 0; k < notice->sentence_count; k++) {
            vdt_buffer_text(out, "  - ");
            vdt_buffer_add(out, notice->sentences[k].text);
            vdt_buffer_format(out, " [%.*s %.*s]\n", (int)notice->sentences[k].publisher.size, notice->sentences[k].publisher.data,
                              (int)notice->sentences[k].published.size, notice->sentences[k].published.data);
        }
        if (notice->count > 1) vdt_buffer_text(out, "  on the same events:\n");
        for (size_t k = 1; k < notice->count; k++) {
            vdt_buffer_text(out, "  * ");
            put_member(out, &notice->members[k]);
            vdt_buffer_char(out, '\n');
        }
        if (notice->before_count) vdt_buffer_text(out, "  joins what was told before\n");
        vdt_buffer_format(out, "  %.*s\n\n", (int)notice->members[0].id.size, notice->members[0].id.data);
    }
}

static void put_html_notice(struct vdt_buffer *out, const struct vdt_notice *notice) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    vdt_buffer_text(out, "<p>");
    put_counts(&text, &notice->members[0]);
    put(out, vdt_buffer_view(&text));
    vdt_buffer_text(out, "</p>\n");
    if (notice->sentence_count) vdt_buffer_text(out, "<ul>\n");
    for (size_t k = 0; k < notice->sentence_count; k++) {
        vdt_buffer_text(out, "<li>");
        put(out, notice->sentences[k].text);
        vdt_buffer_text(out, " <small>");
        put(out, notice->sentences[k].publisher);
        vdt_buffer_char(out, ' ');
        put(out, notice->sentences[k].published);
        vdt_buffer_text(out, "</small></li>\n");
    }
    if (notice->sentence_count) vdt_buffer_text(out, "</ul>\n");
    if (notice->count > 1) vdt_buffer_text(out, "<p>On the same events:</p>\n<ul>\n");
    for (size_t k = 1; k < notice->count; k++) {
        vdt_buffer_clear(&text);
        put_member(&text, &notice->members[k]);
        vdt_buffer_text(out, "<li>");
        put(out, vdt_buffer_view(&text));
        vdt_buffer_text(out, "</li>\n");
    }
    if (notice->count > 1) vdt_buffer_text(out, "</ul>\n");
    if (notice->before_count) vdt_buffer_text(out, "<p>Joins what was told before.</p>\n");
    if (vdt_buffer_failed(&text)) out->failed = true;
    vdt_buffer_done(&text);
}

void vdt_notice_html(struct vdt_buffer *out, const struct vdt_notice *notices, size_t count) {
    vdt_buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Alarms</title></head>\n<body>\n"
                         "<h1>Alarms</h1>\n");
    for (size_t i = 0; i < count; i++) {
        vdt_buffer_text(out, "<h2>");
        put_escaped_heading(out, &notices[i]);
        vdt_buffer_text(out, "</h2>\n");
        put_html_notice(out, &notices[i]);
        vdt_buffer_text(out, "<p><small>");
        put(out, notices[i].members[0].id);
        vdt_buffer_text(out, "</small></p>\n");
    }
    vdt_buffer_text(out, "</body>\n</html>\n");
}

static struct vdt_view last_found(const struct vdt_notice *notice) {
    struct vdt_view found = notice->members[0].found;
    for (size_t i = 1; i < notice->count; i++)
        if (vdt_view_compare(notice->members[i].found, found) > 0) found = notice->members[i].found;
    return found;
}

/* An entry is known by its group's first alarm: what joins later changes it, and is no new one. */
static void put_entry(struct vdt_buffer *out, const struct vdt_notice *notice) {
    const struct vdt_alarm *alarm = &notice->members[0];
    vdt_buffer_text(out, "<entry>\n<id>urn:vedette:a:");
    put(out, vdt_view_slice(alarm->group, 2, alarm->group.size));
    vdt_buffer_text(out, "</id>\n<title>");
    put_escaped_heading(out, notice);
    vdt_buffer_text(out, "</title>\n");
    element(out, "updated", last_found(notice));
    vdt_buffer_text(out, "<category term=\"");
    put(out, alarm->kind);
    vdt_buffer_text(out, "\"/>\n<content type=\"html\">");
    struct vdt_buffer content;
    vdt_buffer_init(&content);
    put_html_notice(&content, notice);
    put(out, vdt_buffer_view(&content));
    vdt_buffer_done(&content);
    vdt_buffer_text(out, "</content>\n</entry>\n");
}

void vdt_notice_atom(struct vdt_buffer *out, const struct vdt_channel *channel, const struct vdt_notice *notices, size_t count) {
    struct vdt_view newest = VDT_LITERAL("1970-01-01T00:00:00Z");
    for (size_t i = 0; i < count; i++)
        if (vdt_view_compare(last_found(&notices[i]), newest) > 0) newest = last_found(&notices[i]);
    vdt_buffer_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(out, "id", channel->url);
    element(out, "title", channel->name);
    element(out, "updated", newest);
    vdt_buffer_text(out, "<author><name>vedette</name></author>\n<link rel=\"self\" href=\"");
    put(out, channel->url);
    vdt_buffer_text(out, "\"/>\n");
    for (size_t i = 0; i < count; i++) put_entry(out, &notices[i]);
    vdt_buffer_text(out, "</feed>\n");
}

/* CAP wants an offset in numbers. */
static void put_cap_time(struct vdt_buffer *out, struct vdt_view found) {
    struct vdt_view bare = vdt_view_ends(found, VDT_LITERAL("Z")) ? vdt_view_slice(found, 0, found.size - 1) : found;
    vdt_buffer_format(out, "%.*s-00:00", (int)bare.size, bare.data);
}

/* A message is called after the alarm of it that was found first. */
static void put_cap_identifier(struct vdt_buffer *out, const struct vdt_alarm *first) {
    vdt_buffer_text(out, "vedette-");
    put(out, vdt_view_slice(first->id, 2, first->id.size));
}

/* The chance of such a value with no change decides how certain it is called. */
static const char *certainty_of(const struct vdt_alarm *alarm) {
    return alarm->p < 1e-4 ? "Observed" : alarm->p < 1e-2 ? "Likely" : "Possible";
}

static void put_cap_head(struct vdt_buffer *out, const struct vdt_channel *channel, const struct vdt_notice *notice) {
    vdt_buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n<identifier>");
    put_cap_identifier(out, notice->first);
    vdt_buffer_text(out, "</identifier>\n");
    element(out, "sender", channel->sender);
    vdt_buffer_text(out, "<sent>");
    put_cap_time(out, notice->first->found);
    vdt_buffer_text(out, "</sent>\n");
    element(out, "status", channel->status);
    vdt_buffer_format(out, "<msgType>%s</msgType>\n", notice->before_count ? "Update" : "Alert");
    element(out, "scope", channel->scope);
    if (vdt_view_is(channel->scope, "Restricted")) element(out, "restriction", channel->restriction);
    if (vdt_view_is(channel->scope, "Private")) element(out, "addresses", channel->to.size ? channel->to : channel->sender);
    if (notice->before_count) vdt_buffer_text(out, "<references>");
    for (size_t i = 0; i < notice->before_count; i++) {
        if (i) vdt_buffer_char(out, ' ');
        put(out, channel->sender);
        vdt_buffer_char(out, ',');
        put_cap_identifier(out, &notice->before[i]);
        vdt_buffer_char(out, ',');
        put_cap_time(out, notice->before[i].found);
    }
    if (notice->before_count) vdt_buffer_text(out, "</references>\n");
}

static void put_cap_description(struct vdt_buffer *out, const struct vdt_notice *notice) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    for (size_t k = 0; k < notice->sentence_count; k++) {
        vdt_buffer_add(&text, notice->sentences[k].text);
        vdt_buffer_char(&text, '\n');
    }
    if (notice->count > 1) vdt_buffer_text(&text, "On the same events:\n");
    for (size_t k = 1; k < notice->count; k++) {
        put_member(&text, &notice->members[k]);
        vdt_buffer_char(&text, '\n');
    }
    vdt_buffer_text(out, "<description>");
    put(out, vdt_buffer_view(&text));
    vdt_buffer_text(out, "</description>\n");
    if (vdt_buffer_failed(&text)) out->failed = true;
    vdt_buffer_done(&text);
}

void vdt_notice_cap(struct vdt_buffer *out, const struct vdt_channel *channel, const struct vdt_notice *notice) {
    const struct vdt_alarm *alarm = &notice->members[0];
    put_cap_head(out, channel, notice);
    vdt_buffer_text(out, "<info>\n<language>en</language>\n<category>Security</category>\n<event>");
    vdt_buffer_text(out, kind_in_words(alarm));
    vdt_buffer_format(out, "</event>\n<urgency>Unknown</urgency>\n<severity>Unknown</severity>\n<certainty>%s</certainty>\n<headline>",
                      certainty_of(alarm));
    put_escaped_heading(out, notice);
    vdt_buffer_text(out, "</headline>\n");
    put_cap_description(out, notice);
    const struct { const char *name; double value; } numbers[] = { { "value", alarm->value }, { "expected", alarm->expected },
                                                                   { "bound", alarm->bound }, { "score", alarm->score } };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        vdt_buffer_format(out, "<parameter><valueName>%s</valueName><value>%.6g</value></parameter>\n", numbers[i].name, numbers[i].value);
    for (size_t i = 0; i < notice->count; i++) {
        vdt_buffer_text(out, "<area><areaDesc>");
        put(out, notice->members[i].unit);
        vdt_buffer_text(out, "</areaDesc></area>\n");
    }
    vdt_buffer_text(out, "</info>\n</alert>\n");
}

/* ---- mail ---- */

static void put_mail_date(struct vdt_buffer *out, int64_t now) {
    static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int32_t day = (int32_t)(now / 86400);
    struct vdt_date date = vdt_date_of(day);
    int second = (int)(now % 86400);
    vdt_buffer_format(out, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n", days + 3 * vdt_weekday_of(day), date.day,
                      months + 3 * (date.month - 1), date.year, second / 3600, second / 60 % 60, second % 60);
}

/* Quoted-printable (RFC 2045): lines of at most 76 bytes, whatever the text holds. */
static void put_quoted(struct vdt_buffer *out, struct vdt_view text) {
    static const char digits[] = "0123456789ABCDEF";
    int column = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\n') {
            vdt_buffer_text(out, "\r\n");
            column = 0;
            continue;
        }
        bool last = i + 1 == text.size || text.data[i + 1] == '\n';
        bool plain = (c > 32 && c < 127 && c != '=' && !(c == '.' && column == 0)) || (c == ' ' && !last);
        if (column + (plain ? 1 : 3) > 75) {
            vdt_buffer_text(out, "=\r\n");
            column = 0;
            plain = plain && c != '.';
        }
        if (plain) {
            vdt_buffer_char(out, (char)c);
        } else {
            vdt_buffer_char(out, '=');
            vdt_buffer_char(out, digits[c >> 4]);
            vdt_buffer_char(out, digits[c & 15]);
        }
        column += plain ? 1 : 3;
    }
}

/* A header's text in one line and ASCII: whatever else a name of a unit holds becomes a question mark. */
static void put_header(struct vdt_buffer *out, const char *name, struct vdt_view text) {
    vdt_buffer_format(out, "%s: ", name);
    for (size_t i = 0; i < text.size && i < 200; i++)
        vdt_buffer_char(out, text.data[i] >= 32 && text.data[i] < 127 ? text.data[i] : '?');
    vdt_buffer_text(out, "\r\n");
}

static void put_part(struct vdt_buffer *out, struct vdt_view name, const char *type, struct vdt_view text) {
    vdt_buffer_format(out, "--%.*s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                      (int)name.size, name.data, type);
    put_quoted(out, text);
    vdt_buffer_text(out, "\r\n");
}

void vdt_notice_mail(struct vdt_buffer *out, const struct vdt_channel *channel, struct vdt_view name, int64_t now,
                     const struct vdt_notice *notices, size_t count) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    put_header(out, "From", channel->from);
    put_header(out, "To", channel->to);
    if (count == 1)
        put_heading(&text, &notices[0]);
    else
        vdt_buffer_format(&text, "%zu alarms", count);
    put_header(out, "Subject", vdt_buffer_view(&text));
    put_mail_date(out, now);
    vdt_buffer_format(out, "Message-ID: <%.*s@vedette>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
                           "Content-Type: multipart/alternative; boundary=\"%.*s\"\r\n\r\n",
                      (int)name.size, name.data, (int)name.size, name.data);
    vdt_buffer_clear(&text);
    vdt_notice_text(&text, notices, count);
    put_part(out, name, "text/plain", vdt_buffer_view(&text));
    vdt_buffer_clear(&text);
    vdt_notice_html(&text, notices, count);
    put_part(out, name, "text/html", vdt_buffer_view(&text));
    vdt_buffer_format(out, "--%.*s--\r\n", (int)name.size, name.data);
    if (vdt_buffer_failed(&text)) out->failed = true;
    vdt_buffer_done(&text);
}
