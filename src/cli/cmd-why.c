/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette why: how an event came about. The sentence with its marks, what matched it (file and line), each actor with
 * the entry of the knowledge that told its code, and each attribute's reason.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/page.h"

struct paper {
    struct vdt_buffer text;
    bool colour;
};

/* Text for a terminal on one line: controls and blanks become spaces. */
static void put_plain(struct paper *paper, struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool c1 = c == 0xC2 && i + 1 < text.size && (unsigned char)text.data[i + 1] < 0xA0;
        if (c1) i++;
        vdt_buffer_char(&paper->text, c < 0x20 || c == 0x7F || c1 ? ' ' : text.data[i]);
    }
}

static void put_quoted(struct paper *paper, struct vdt_view text) {
    vdt_buffer_text(&paper->text, "“");
    put_plain(paper, text);
    vdt_buffer_text(&paper->text, "”");
}

static void put_span(struct paper *paper, const struct vdt_span *span) {
    put_quoted(paper, span->text);
    vdt_buffer_format(&paper->text, " %u–%u", span->begin, span->end);
}

static void label(struct paper *paper, const char *name) {
    vdt_buffer_format(&paper->text, paper->colour ? "\033[1m%-11s\033[0m" : "%-11s", name);
}

static void end_line(struct paper *paper) {
    vdt_buffer_char(&paper->text, '\n');
}

static void line(struct paper *paper, const char *name, struct vdt_view value) {
    if (!value.size) return;
    label(paper, name);
    put_plain(paper, value);
    end_line(paper);
}

/* [source Russian troops] [action are gathering]: brackets in any output, colours on a terminal besides. */
static void put_sentence(struct paper *paper, const struct vdt_event *event) {
    static const char *const colours[MARK_COUNT] = { "36", "31;1", "35", "33", "2", "32" };
    struct stretch stretches[MOST_STRETCHES];
    size_t count = mark_sentence(event, stretches);
    for (size_t i = 0; i < count; i++) {
        const struct stretch *stretch = &stretches[i];
        for (int level = MARK_COUNT * 8; level >= 0; level--)
            for (int m = 0; m < MARK_COUNT; m++)
                if ((stretch->begins >> m & 1) && stretch->level[m] == level)
                    vdt_buffer_format(&paper->text, paper->colour ? "\033[2m[%s\033[0m " : "[%s ", mark_names[m]);
        int innermost = -1;
        for (int m = 0; m < MARK_COUNT; m++)
            if ((stretch->marks >> m & 1) && (innermost < 0 || stretch->level[m] < stretch->level[innermost])) innermost = m;
        if (paper->colour && innermost >= 0) vdt_buffer_format(&paper->text, "\033[%sm", colours[innermost]);
        put_plain(paper, stretch->text);
        if (paper->colour && innermost >= 0) vdt_buffer_text(&paper->text, "\033[0m");
        for (int m = 0; m < MARK_COUNT; m++)
            if (stretch->ends >> m & 1) vdt_buffer_text(&paper->text, paper->colour ? "\033[2m]\033[0m" : "]");
    }
    end_line(paper);
}

static void put_parties(struct paper *paper, const char *name, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        label(paper, name);
        vdt_buffer_text(&paper->text, parties[i].code.size ? "" : "(no code)");
        put_plain(paper, parties[i].code);
        if (parties[i].name.size) {
            vdt_buffer_text(&paper->text, ", ");
            put_plain(paper, parties[i].name);
        }
        vdt_buffer_text(&paper->text, ": ");
        put_span(paper, &parties[i].mention);
        if (parties[i].cue.size) {
            vdt_buffer_text(&paper->text, ", said by ");
            put_quoted(paper, parties[i].cue);
        }
        end_line(paper);
        label(paper, "");
        vdt_buffer_text(&paper->text, parties[i].entry.size ? "from " : "no entry of the knowledge");
        put_plain(paper, parties[i].entry);
        end_line(paper);
    }
    if (count) return;
    label(paper, name);
    vdt_buffer_text(&paper->text, strcmp(name, "voice") == 0 ? "the report's own" : "none");
    end_line(paper);
}

/* ---- the reasons: one JSON object of our own making, whose values are strings or anything else shown as it is ---- */

struct scan {
    const char *at, *end;
};

static void skip_blanks(struct scan *scan) {
    while (scan->at < scan->end && vdt_is_space(*scan->at)) scan->at++;
}

static unsigned hex4(const char *text) {
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        char c = vdt_lower(text[i]);
        value = value * 16 + (unsigned)(c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0);
    }
    return value;
}

static void put_point(struct vdt_buffer *out, unsigned point) {
    if (point < 0x80) {
        vdt_buffer_char(out, (char)point);
    } else if (point < 0x800) {
        vdt_buffer_char(out, (char)(0xC0 | point >> 6));
        vdt_buffer_char(out, (char)(0x80 | (point & 0x3F)));
    } else if (point < 0x10000) {
        vdt_buffer_char(out, (char)(0xE0 | point >> 12));
        vdt_buffer_char(out, (char)(0x80 | (point >> 6 & 0x3F)));
        vdt_buffer_char(out, (char)(0x80 | (point & 0x3F)));
    } else {
        vdt_buffer_char(out, (char)(0xF0 | point >> 18));
        vdt_buffer_char(out, (char)(0x80 | (point >> 12 & 0x3F)));
        vdt_buffer_char(out, (char)(0x80 | (point >> 6 & 0x3F)));
        vdt_buffer_char(out, (char)(0x80 | (point & 0x3F)));
    }
}

static bool take_string(struct scan *scan, struct vdt_buffer *out) {
    if (scan->at >= scan->end || *scan->at != '"') return false;
    for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++) {
        if (*scan->at != '\\' || scan->at + 1 >= scan->end) {
            vdt_buffer_char(out, *scan->at);
            continue;
        }
        char c = *++scan->at;
        if (c == 'u' && scan->end - scan->at > 4) {
            unsigned point = hex4(scan->at + 1);
            scan->at += 4;
            if (point >= 0xD800 && point < 0xDC00 && scan->end - scan->at > 6 && scan->at[1] == '\\' && scan->at[2] == 'u') {
                point = 0x10000 + ((point - 0xD800) << 10) + ((hex4(scan->at + 3) - 0xDC00) & 0x3FF);
                scan->at += 6;
            }
            put_point(out, point);
        } else {
            vdt_buffer_char(out, c == 'n' || c == 't' || c == 'r' ? ' ' : c);
        }
    }
    if (scan->at >= scan->end) return false;
    scan->at++;
    return true;
}

/* A value that is no string, up to the comma or brace that ends it. */
static void take_other(struct scan *scan, struct vdt_buffer *out) {
    int depth = 0;
    bool quoted = false;
    for (; scan->at < scan->end; scan->at++) {
        char c = *scan->at;
        if (quoted && c == '\\' && scan->at + 1 < scan->end)
            vdt_buffer_char(out, *scan->at++), c = *scan->at;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{'))
            depth++;
        else if (!quoted && (c == ']' || c == '}' || c == ',') && depth == 0)
            return;
        else if (!quoted && (c == ']' || c == '}'))
            depth--;
        vdt_buffer_char(out, c);
    }
}

static void put_reasons(struct paper *paper, struct vdt_view why) {
    struct scan scan = { why.data, why.data + why.size };
    struct vdt_buffer key, value;
    vdt_buffer_init(&key);
    vdt_buffer_init(&value);
    skip_blanks(&scan);
    bool good = scan.at < scan.end && *scan.at == '{';
    if (good) scan.at++;
    while (good) {
        vdt_buffer_clear(&key);
        vdt_buffer_clear(&value);
        skip_blanks(&scan);
        if (scan.at < scan.end && *scan.at == ',') {
            scan.at++;
            skip_blanks(&scan);
        }
        if (!take_string(&scan, &key)) break;
        skip_blanks(&scan);
        if (scan.at >= scan.end || *scan.at != ':') break;
        scan.at++;
        skip_blanks(&scan);
        if (scan.at < scan.end && *scan.at == '"')
            good = take_string(&scan, &value);
        else
            take_other(&scan, &value);
        vdt_buffer_text(&paper->text, "  ");
        put_plain(paper, vdt_buffer_view(&key));
        vdt_buffer_text(&paper->text, ": ");
        put_plain(paper, vdt_buffer_view(&value));
        end_line(paper);
    }
    vdt_buffer_done(&key);
    vdt_buffer_done(&value);
}

/* ---- the whole explanation ---- */

static void put_amounts(struct paper *paper, const struct vdt_event *event) {
    for (size_t i = 0; i < event->amount_count; i++) {
        const struct vdt_amount *amount = &event->amounts[i];
        label(paper, i ? "" : "amounts");
        put_plain(paper, amount->what);
        if (amount->low >= 0 && amount->low == amount->high)
            vdt_buffer_format(&paper->text, " %.10g", amount->low);
        else if (amount->low >= 0 && amount->high >= 0)
            vdt_buffer_format(&paper->text, " %.10g to %.10g", amount->low, amount->high);
        else if (amount->low >= 0)
            vdt_buffer_format(&paper->text, " at least %.10g", amount->low);
        else if (amount->high >= 0)
            vdt_buffer_format(&paper->text, " at most %.10g", amount->high);
        vdt_buffer_char(&paper->text, ' ');
        put_plain(paper, amount->currency);
        vdt_buffer_text(&paper->text, amount->currency.size ? " " : "");
        put_span(paper, &amount->mention);
        end_line(paper);
    }
}

static void put_codes_line(struct paper *paper, const struct vdt_event *event) {
    label(paper, "codes");
    vdt_buffer_format(&paper->text, "PLOVER %s", vdt_plover_name(event->plover));
    if (event->mode.size) vdt_buffer_format(&paper->text, ", mode %.*s", (int)event->mode.size, event->mode.data);
    for (size_t i = 0; i < event->context_count; i++)
        vdt_buffer_format(&paper->text, "%s%.*s", i ? " " : ", context ", (int)event->contexts[i].size, event->contexts[i].data);
    if (event->cameo.size) vdt_buffer_format(&paper->text, "; CAMEO %.*s", (int)event->cameo.size, event->cameo.data);
    vdt_buffer_format(&paper->text, "; quad class %d", event->quad);
    if (isfinite(event->goldstein)) vdt_buffer_format(&paper->text, "; Goldstein %.1f", event->goldstein);
    end_line(paper);
}

static void explain(struct paper *paper, const struct vdt_event *event, const struct vdt_report *report) {
    line(paper, "event", event->id);
    line(paper, "report", event->report);
    line(paper, "title", report->title);
    line(paper, "address", report->url);
    line(paper, "publisher", report->publisher);
    line(paper, "published", report->published);
    line(paper, "story", event->story);
    line(paper, "incident", event->incident);
    end_line(paper);
    vdt_buffer_format(&paper->text, "sentence %u, %u–%u:\n  ", event->sentence, event->evidence.begin, event->evidence.end);
    put_sentence(paper, event);
    end_line(paper);
    label(paper, "action");
    put_span(paper, &event->trigger);
    if (event->lemma.size) {
        vdt_buffer_text(&paper->text, ", of ");
        put_quoted(paper, event->lemma);
    }
    end_line(paper);
    line(paper, "pattern", event->by);
    put_codes_line(paper, event);
    put_parties(paper, "source", event->sources, event->source_count);
    put_parties(paper, "target", event->targets, event->target_count);
    label(paper, "status");
    vdt_buffer_format(&paper->text, "%s%s%s\n", vdt_event_status_name(event->status), event->conditional ? ", conditional" : "",
                      event->historical ? ", history" : "");
    put_parties(paper, "voice", event->voices, event->voice_count);
    label(paper, "date");
    put_days(&paper->text, event);
    vdt_buffer_text(&paper->text, event->date_basis == VDT_DATE_TEXT ? ", by the text: "
                                  : event->date_basis == VDT_DATE_REPORT ? ", the day of the report" : "none");
    if (event->date_basis == VDT_DATE_TEXT) put_span(paper, &event->date_mention);
    end_line(paper);
    if (event->place_name.size || event->place_mention.text.size) {
        label(paper, "place");
        put_plain(paper, event->place_name);
        if (event->place_country.size) {
            vdt_buffer_text(&paper->text, ", ");
            put_plain(paper, event->place_country);
        }
        if (isfinite(event->latitude) && isfinite(event->longitude))
            vdt_buffer_format(&paper->text, " (%.4f, %.4f)", event->latitude, event->longitude);
        vdt_buffer_text(&paper->text, ": ");
        put_span(paper, &event->place_mention);
        end_line(paper);
    }
    put_amounts(paper, event);
    label(paper, "confidence");
    if (isfinite(event->confidence))
        vdt_buffer_format(&paper->text, "%.2f\n", event->confidence);
    else
        vdt_buffer_text(&paper->text, "unknown\n");
    line(paper, "version", event->version);
    if (event->why.size > 2) {
        vdt_buffer_text(&paper->text, "\nreasons:\n");
        put_reasons(paper, event->why);
    }
}

/* Finds the one event whose id begins so, and fills the paper. */
static enum vdt_status find_and_explain(struct vdt_store *store, const char *wanted, struct paper *paper, bool *found,
                                        struct vdt_error *error) {
    struct vdt_buffer id;
    vdt_buffer_init(&id);
    if (strncmp(wanted, "e:", 2) != 0) vdt_buffer_text(&id, "e:");
    vdt_buffer_text(&id, wanted);
    struct vdt_query query = VDT_QUERY_INIT;
    query.id = vdt_buffer_view(&id);
    query.limit = 9;
    struct vdt_cursor *cursor = NULL;
    struct vdt_event event;
    uint64_t count = 0;
    enum vdt_status status = vdt_store_count(store, &query, &count, error);
    if (status == VDT_OK) status = vdt_store_query(store, &query, &cursor, error);
    if (status == VDT_OK && count == 1) {
        status = vdt_cursor_next(cursor, &event, error);
        struct vdt_report report = { 0 };
        if (status == VDT_OK) status = vdt_store_report(store, event.report, &report, error);
        if (status == VDT_OK) explain(paper, &event, &report), *found = true;
    } else if (status == VDT_OK && count > 1) {
        complain("%llu events have an id that begins with \"%s\":", (unsigned long long)count, wanted);
        while ((status = vdt_cursor_next(cursor, &event, error)) == VDT_OK)
            fprintf(stderr, "  %.*s\n", (int)event.id.size, event.id.data);
        if (count > query.limit) fprintf(stderr, "  …\n");
    } else if (status == VDT_OK) {
        complain("the store has no event \"%s\"; \"vedette query\" lists them with their ids", wanted);
    }
    vdt_cursor_close(cursor);
    vdt_buffer_done(&id);
    return status == VDT_END ? VDT_OK : status;
}

int cmd_why(const struct invocation *run) {
    struct vdt_error error;
    struct vdt_store *store = NULL;
    const char *no_colour = getenv("NO_COLOR");
    struct paper paper = { .colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour) };
    vdt_buffer_init(&paper.text);
    bool found = false;
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    if (status == VDT_OK) status = find_and_explain(store, run->operands[1], &paper, &found, &error);
    if (status == VDT_OK && vdt_buffer_failed(&paper.text)) status = vdt_fail_memory(&error, "explaining");
    if (status == VDT_OK && paper.text.size) fwrite(paper.text.data, 1, paper.text.size, stdout);
    if (status != VDT_OK) complain_error(&error);
    vdt_buffer_done(&paper.text);
    vdt_store_close(store);
    if (status != VDT_OK || !finish_output()) return EXIT_CANNOT_RUN;
    return found ? EXIT_DONE : EXIT_SOME_FAILED;
}
