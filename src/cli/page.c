/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page of a store: one HTML file that needs nothing else and reaches for nothing: its policy forbids the browser
 * every request. Whoever reads without scripts sees all of it; the script only filters.
 *
 * Two passes over the events: the first counts (timeline, dyads), the second writes each event with its sentence, so
 * that the memory does not grow with the number of events, only with that of the dyads.
 *
 * The timeline and the dyads count what is asserted and is news: what was planned, feared or denied did not happen, and
 * history is no news. The list below them has everything.
 */
#include "cli/page.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"

const char *const mark_names[MARK_COUNT] = { "source", "action", "target", "voice", "date", "place" };

/* ---- marks ---- */

struct mark_span {
    enum mark mark;
    uint32_t begin, end; /* code points within the sentence */
    unsigned char level;
};

enum { MOST_SPANS = (MOST_STRETCHES - 2) / 2 };

static void take_span(struct mark_span *spans, size_t *count, enum mark mark, const struct vdt_span *span,
                      const struct vdt_span *sentence) {
    uint32_t begin = span->begin < sentence->begin ? sentence->begin : span->begin;
    uint32_t end = span->end > sentence->end ? sentence->end : span->end;
    if (begin >= end || *count == MOST_SPANS) return;
    spans[(*count)++] = (struct mark_span){ mark, begin - sentence->begin, end - sentence->begin, 0 };
}

/* The shorter first; equal ones in the order of the marks. */
static int by_length(const void *left, const void *right) {
    const struct mark_span *a = left, *b = right;
    uint32_t x = a->end - a->begin, y = b->end - b->begin;
    if (x != y) return x < y ? -1 : 1;
    if (a->mark != b->mark) return a->mark < b->mark ? -1 : 1;
    return (a->begin > b->begin) - (a->begin < b->begin);
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Byte behind the next `points` code points from `at`. */
static size_t skip_points(struct vdt_view text, size_t at, uint32_t points) {
    for (; points && at < text.size; points--)
        do at++;
        while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    return at;
}

size_t mark_sentence(const struct vdt_event *event, struct stretch out[MOST_STRETCHES]) {
    struct mark_span spans[MOST_SPANS];
    size_t span_count = 0;
    const struct vdt_span *sentence = &event->evidence;
    take_span(spans, &span_count, MARK_ACTION, &event->trigger, sentence);
    for (size_t i = 0; i < event->source_count; i++)
        take_span(spans, &span_count, MARK_SOURCE, &event->sources[i].mention, sentence);
    for (size_t i = 0; i < event->target_count; i++)
        take_span(spans, &span_count, MARK_TARGET, &event->targets[i].mention, sentence);
    for (size_t i = 0; i < event->voice_count; i++)
        take_span(spans, &span_count, MARK_VOICE, &event->voices[i].mention, sentence);
    take_span(spans, &span_count, MARK_DATE, &event->date_mention, sentence);
    take_span(spans, &span_count, MARK_PLACE, &event->place_mention, sentence);

    /* a span lies one level above all shorter ones that it overlaps */
    qsort(spans, span_count, sizeof *spans, by_length);
    for (size_t i = 1; i < span_count; i++)
        for (size_t j = 0; j < i; j++)
            if (spans[j].begin < spans[i].end && spans[i].begin < spans[j].end && spans[j].level >= spans[i].level)
                spans[i].level = (unsigned char)(spans[j].level + 1);

    uint32_t cuts[MOST_SPANS * 2 + 2];
    size_t cut_count = 0;
    cuts[cut_count++] = 0;
    for (size_t i = 0; i < span_count; i++) cuts[cut_count++] = spans[i].begin, cuts[cut_count++] = spans[i].end;
    cuts[cut_count++] = UINT32_MAX; /* whatever the sentence's own end says, none of its text is lost */
    qsort(cuts, cut_count, sizeof *cuts, by_number);

    size_t count = 0, at = 0;
    for (size_t i = 0; i + 1 < cut_count && at < sentence->text.size; i++) {
        if (cuts[i] == cuts[i + 1]) continue;
        size_t next = skip_points(sentence->text, at, cuts[i + 1] - cuts[i]);
        struct stretch stretch = { .text = vdt_view_slice(sentence->text, at, next) };
        for (size_t j = 0; j < span_count; j++) {
            if (spans[j].begin > cuts[i] || spans[j].end < cuts[i + 1]) continue;
            unsigned bit = 1u << spans[j].mark;
            if (!(stretch.marks & bit) || stretch.level[spans[j].mark] < spans[j].level)
                stretch.level[spans[j].mark] = spans[j].level;
            stretch.marks |= bit;
            if (spans[j].begin == cuts[i]) stretch.begins |= bit;
            if (spans[j].end == cuts[i + 1]) stretch.ends |= bit;
        }
        out[count++] = stretch;
        at = next;
    }
    return count;
}

/* ---- HTML ---- */

void put_escaped(struct vdt_buffer *out, struct vdt_view text) {
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        const char *instead = NULL;
        switch (c) {
        case '&': instead = "&amp;"; break;
        case '<': instead = "&lt;"; break;
        case '>': instead = "&gt;"; break;
        case '"': instead = "&quot;"; break;
        case '\'': instead = "&#39;"; break;
        default:
            if (c == 0x7F || (c < 0x20 && c != '\n' && c != '\t')) instead = " ";
        }
        if (!instead) continue;
        vdt_buffer_add(out, vdt_view_slice(text, from, i));
        vdt_buffer_text(out, instead);
        from = i + 1;
    }
    vdt_buffer_add(out, vdt_view_slice(text, from, text.size));
}

static void put_escaped_buffer(struct vdt_buffer *out, struct vdt_buffer *text) {
    put_escaped(out, vdt_buffer_view(text));
    vdt_buffer_clear(text);
}

void put_marked(struct vdt_buffer *out, const struct vdt_event *event) {
    struct stretch stretches[MOST_STRETCHES];
    size_t count = mark_sentence(event, stretches);
    for (size_t i = 0; i < count; i++) {
        const struct stretch *stretch = &stretches[i];
        int open = 0;
        /* the outermost, which has the highest level, first */
        for (int level = MARK_COUNT * 8; level >= 0; level--)
            for (int m = 0; m < MARK_COUNT; m++)
                if ((stretch->marks >> m & 1) && stretch->level[m] == level) {
                    vdt_buffer_format(out, "<mark class=\"%s u%d\">", mark_names[m], level > 3 ? 3 : level);
                    open++;
                }
        put_escaped(out, stretch->text);
        for (; open; open--) vdt_buffer_text(out, "</mark>");
        for (int m = 0; m <= MARK_VOICE; m++) {
            if (!(stretch->ends >> m & 1)) continue;
            vdt_buffer_format(out, "<small class=\"%s\"> %s", mark_names[m], mark_names[m]);
            if (m == MARK_ACTION && event->status != VDT_ASSERTED)
                vdt_buffer_format(out, " %s", vdt_event_status_name(event->status));
            vdt_buffer_text(out, "</small>");
        }
    }
}

void put_codes(struct vdt_buffer *out, const struct vdt_party *parties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) vdt_buffer_text(out, ", ");
        if (parties[i].code.size) {
            vdt_buffer_add(out, parties[i].code);
        } else {
            vdt_buffer_text(out, "“");
            vdt_buffer_add(out, parties[i].mention.text);
            vdt_buffer_text(out, "”");
        }
    }
    if (!count) vdt_buffer_text(out, "–");
}

void put_days(struct vdt_buffer *out, const struct vdt_event *event) {
    vdt_buffer_add(out, event->date_from);
    if (event->date_to.size && !vdt_view_equal(event->date_from, event->date_to)) {
        vdt_buffer_text(out, " to ");
        vdt_buffer_add(out, event->date_to);
    }
}

static void put_lines(struct vdt_buffer *out, const char *const *lines) {
    for (; *lines; lines++) {
        vdt_buffer_text(out, *lines);
        vdt_buffer_char(out, '\n');
    }
}

static const char *const style[] = {
    ":root { color-scheme: light dark; --paper: #fffdf9; --ink: #1d1b18; --soft: #6a645a; --line: #d9d3c7; --tint: #f4efe5;",
    "  --source: #00666f; --action: #a4260c; --target: #6b3a94; --voice: #7d5a00; --date: #5b6470; --place: #4c6b2f;",
    "  --q1: #8fb8d6; --q2: #2b6a9b; --q3: #eab07c; --q4: #b0361e; }",
    "@media (prefers-color-scheme: dark) { :root { --paper: #171614; --ink: #e9e4da; --soft: #a29a8d; --line: #3b3833;",
    "  --tint: #211f1c; --source: #5cc4cd; --action: #ff8f73; --target: #c79be8; --voice: #dfb64f; --date: #a9b4c2;",
    "  --place: #a6c985; --q1: #56788f; --q2: #7db7e3; --q3: #a8703c; --q4: #f0745a; } }",
    "* { box-sizing: border-box; }",
    "html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4.5rem; }",
    "body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);",
    "  font: 1.0625rem/1.6 Charter, 'Iowan Old Style', 'Source Serif 4', Georgia, 'Liberation Serif', 'Times New Roman', serif; }",
    "h1 { font-size: clamp(1.7rem, 6vw, 2.5rem); line-height: 1.15; margin: 0 0 .5rem; font-weight: 700; letter-spacing: -.01em; text-wrap: balance;",
    "  overflow-wrap: anywhere; }",
    "h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.75rem 0 .25rem; padding-top: .6rem; border-top: 3px double var(--ink); }",
    "p { margin: .25rem 0 .75rem; }",
    "a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .15em; }",
    "a:hover { text-decoration-color: currentColor; }",
    ":focus-visible { outline: 2px solid var(--q2); outline-offset: 2px; }",
    ".note, .meta, table, form, .legend, .axis, footer, small, .kind, button, .status { font-family: system-ui, 'Segoe UI', Roboto,",
    "  'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }",
    ".note, footer { color: var(--soft); font-size: .85rem; line-height: 1.45; }",
    ".lead { font-size: 1.1rem; margin-bottom: 1rem; }",
    "mark { background: none; color: inherit; border-bottom: 2px solid; padding-bottom: 0; }",
    "mark.u1 { padding-bottom: 3px; } mark.u2 { padding-bottom: 6px; } mark.u3 { padding-bottom: 9px; }",
    "mark.source { border-color: var(--source); } mark.target { border-color: var(--target); }",
    "mark.voice { border-color: var(--voice); border-bottom-style: double; border-bottom-width: 3px; }",
    "mark.action { border-color: var(--action); background: color-mix(in srgb, var(--action) 12%, transparent); }",
    "mark.date { border-bottom: 2px dotted var(--date); } mark.place { border-bottom: 2px dotted var(--place); }",
    "mark mark { color: inherit; }",
    "small { font-size: .62em; font-weight: 650; letter-spacing: .04em; white-space: nowrap; vertical-align: .12em; }",
    "small.source { color: var(--source); } small.action { color: var(--action); } small.target { color: var(--target); }",
    "small.voice { color: var(--voice); } small.date { color: var(--date); } small.place { color: var(--place); }",
    ".legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .5rem 0; list-style: none; font-size: .85rem; }",
    ".swatch { display: inline-block; width: .8em; height: .8em; margin-right: .35em; vertical-align: -.04em; }",
    ".q1 { fill: var(--q1); background: var(--q1); } .q2 { fill: var(--q2); background: var(--q2); }",
    ".q3 { fill: var(--q3); background: var(--q3); } .q4 { fill: var(--q4); background: var(--q4); }",
    ".chart { display: block; width: 100%; height: 11rem; margin-top: .5rem; border-bottom: 1px solid var(--ink); }",
    ".grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }",
    ".axis { display: flex; justify-content: space-between; font-size: .78rem; color: var(--soft); font-variant-numeric: tabular-nums; }",
    ".scroll { overflow-x: auto; }",
    "table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.35; font-variant-numeric: tabular-nums; }",
    "th, td { padding: .4rem .4rem; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }",
    "th { font-weight: 600; color: var(--soft); vertical-align: bottom; font-size: .78rem; }",
    "th:first-child, td:first-child { text-align: left; padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }",
    "td .name { display: block; color: var(--soft); font-size: .92em; }",
    "tr:target td { background: var(--tint); }",
    "td.zero { color: var(--line); }",
    "button, input, select { font: .85rem system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif;",
    "  color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 2px; padding: .3rem .5rem; min-height: 2.1rem; max-width: 100%; }",
    "button { cursor: pointer; }",
    "td button { min-height: 0; padding: 0 .4rem; border-color: var(--line); font-size: inherit; }",
    "form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; padding: .6rem 0;",
    "  background: var(--paper); border-bottom: 1px solid var(--line); font-size: .85rem; }",
    "form input[type=search] { flex: 1 1 9rem; min-width: 0; }",
    "form output { color: var(--soft); white-space: nowrap; }",
    "article { padding: 1.1rem 0 .9rem; border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 14rem; }",
    "article:target { background: var(--tint); box-shadow: -1rem 0 var(--tint), 1rem 0 var(--tint); }",
    ".kind { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; font-size: .82rem; margin: 0; }",
    ".kind b { letter-spacing: .03em; } .kind time { font-variant-numeric: tabular-nums; }",
    ".status { font-size: .75rem; padding: 0 .4em; border: 1px solid var(--soft); border-radius: 2px; }",
    ".status.asserted { border-color: var(--ink); } .status.planned, .status.possible { border-style: dashed; color: var(--voice); border-color: currentColor; }",
    ".status.denied, .status.negated { color: var(--action); border-color: currentColor; }",
    "blockquote { margin: .45rem 0 .5rem; font-size: 1.12rem; line-height: 1.85; overflow-wrap: break-word; }",
    ".meta { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: 0; font-size: .82rem; line-height: 1.5; }",
    ".meta dt { color: var(--soft); } .meta dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }",
    "[hidden] { display: none !important; }",
    /* a narrow screen keeps the colours of the columns; their names stand above the timeline, and for those who listen */
    "@media (max-width: 34rem) { .wide { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }",
    "  th, td { padding: .4rem .22rem; } .swatch { margin-right: 0; } .legend .swatch, .kind .swatch { margin-right: .35em; } }",
    "@media print { form { display: none; } article { content-visibility: visible; break-inside: avoid; } }",
    NULL,
};

static const char *const script[] = {
    "'use strict';",
    "const articles = [...document.querySelectorAll('article')], form = document.querySelector('form');",
    "const texts = articles.map(() => null), state = { dyad: '' };",
    "function show() {",
    "  const words = form.find.value.toLowerCase().split(/\\s+/).filter(Boolean);",
    "  const status = form.status.value, kind = form.kind.value;",
    "  let shown = 0;",
    "  articles.forEach((article, i) => {",
    "    const data = article.dataset;",
    "    let good = (!status || data.status === status) && (!kind || data.kind === kind) &&",
    "      (!state.dyad || data.dyads.split(' ').includes(state.dyad));",
    "    if (good && words.length) {",
    "      if (texts[i] === null) texts[i] = article.textContent.toLowerCase();",
    "      good = words.every(word => texts[i].includes(word));",
    "    }",
    "    article.hidden = !good;",
    "    if (good) shown++;",
    "  });",
    "  form.querySelector('output').value = shown + ' of ' + articles.length;",
    "  const chip = form.querySelector('#chip');",
    "  chip.hidden = !state.dyad;",
    "  if (state.dyad) chip.textContent = document.getElementById('d' + state.dyad).dataset.name + ' \\u00d7';",
    "}",
    "form.hidden = false;",
    "form.addEventListener('input', show);",
    "form.addEventListener('submit', event => event.preventDefault());",
    "document.querySelectorAll('button[data-dyad]').forEach(button => {",
    "  button.disabled = false;",
    "  button.addEventListener('click', () => {",
    "    state.dyad = button.dataset.dyad;",
    "    show();",
    "    document.getElementById('events').scrollIntoView();",
    "  });",
    "});",
    "form.querySelector('#chip').addEventListener('click', () => { state.dyad = ''; show(); });",
    "addEventListener('hashchange', () => {",
    "  const to = document.getElementById(location.hash.slice(1));",
    "  if (to && to.hidden) { form.reset(); state.dyad = ''; show(); to.scrollIntoView(); }",
    "});",
    "show();",
    NULL,
};

/* SHA-256 of the script as it stands in the page; tests/cli/store.py tells the right one when it changes. */
static const char script_hash[] = "lBy861JUHqucUaZFYYcD0kxnbuofTaBnVYkZKxwPMtM=";

void put_head(struct vdt_buffer *out, struct vdt_view title, const char *hash) {
    vdt_buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                         "form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-");
    vdt_buffer_text(out, hash);
    vdt_buffer_text(out, "'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    put_escaped(out, title);
    vdt_buffer_text(out, "</title>\n<style>\n");
    put_lines(out, style);
    vdt_buffer_text(out, "</style>\n</head>\n<body>\n");
}

void put_script(struct vdt_buffer *out, const char *const *lines) {
    vdt_buffer_text(out, "<script>\n");
    put_lines(out, lines);
    vdt_buffer_text(out, "</script>\n");
}

/* ---- files ---- */

enum vdt_status page_open(struct page_file *file, const char *path, struct vdt_error *error) {
    *file = (struct page_file){ 0 };
    if (strcmp(path, "-") == 0) {
        file->file = stdout;
        return VDT_OK;
    }
    size_t length = strlen(path);
    if (!length || length >= sizeof file->path)
        return vdt_fail_at(error, VDT_ERROR_USE, vdt_view_of(path), 0, 0, "is no name for a file");
    memcpy(file->path, path, length + 1);
    snprintf(file->part, sizeof file->part, "%s.part", file->path);
    file->file = fopen(file->part, "wb");
    return file->file ? VDT_OK : vdt_fail_errno(error, vdt_view_of(path), "write it");
}

enum vdt_status page_write(struct page_file *file, struct vdt_buffer *text, struct vdt_error *error) {
    if (vdt_buffer_failed(text)) return vdt_fail_memory(error, "writing a page");
    if (fwrite(text->data ? text->data : "", 1, text->size, file->file) != text->size)
        return vdt_fail_errno(error, vdt_view_of(file->path), "write it");
    vdt_buffer_clear(text);
    return VDT_OK;
}

enum vdt_status page_close(struct page_file *file, struct vdt_error *error) {
    if (file->file == stdout) {
        file->file = NULL;
        return fflush(stdout) == 0 ? VDT_OK : vdt_fail_errno(error, VDT_LITERAL("-"), "write it");
    }
    int closed = fclose(file->file);
    file->file = NULL;
    if (closed == 0 && rename(file->part, file->path) == 0) return VDT_OK;
    enum vdt_status status = vdt_fail_errno(error, vdt_view_of(file->path), "write it");
    unlink(file->part);
    return status;
}

void page_abandon(struct page_file *file) {
    if (!file->file || file->file == stdout) return;
    fclose(file->file);
    file->file = NULL;
    unlink(file->part);
}

/* ---- what the first pass counts ---- */

struct dyad {
    struct vdt_view source, target;           /* codes */
    struct vdt_view source_name, target_name;
    uint64_t hash;
    uint32_t quads[5], total, scored;
    double goldstein;  /* sum over those that have one */
    uint32_t rank;     /* from 1 in the table; 0: not in it */
};

enum { MOST_DYADS_SHOWN = 300, LONGEST_RANGE = 31 };

struct tally {
    struct vdt_arena arena;
    struct dyad *dyads;             /* open addressing, by hash of the two codes */
    size_t dyad_count, dyad_slots;  /* slots: a power of two */
    int32_t *days;                  /* first day and quad class, day * 8 + quad, of what the timeline shows */
    size_t day_count, day_capacity;
    uint64_t events, by_status[VDT_EVENT_STATUS_COUNT], historical, undated;
    bool kinds[VDT_PLOVER_COUNT];
};

static uint64_t hash_of(struct vdt_view a, struct vdt_view b) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < a.size; i++) hash = (hash ^ (unsigned char)a.data[i]) * UINT64_C(1099511628211);
    hash = (hash ^ '>') * UINT64_C(1099511628211);
    for (size_t i = 0; i < b.size; i++) hash = (hash ^ (unsigned char)b.data[i]) * UINT64_C(1099511628211);
    return hash;
}

static struct dyad *find_slot(const struct tally *tally, uint64_t hash, struct vdt_view source, struct vdt_view target) {
    size_t at = (size_t)hash & (tally->dyad_slots - 1);
    for (;; at = (at + 1) & (tally->dyad_slots - 1)) {
        struct dyad *dyad = &tally->dyads[at];
        if (!dyad->source.data || (dyad->hash == hash && vdt_view_equal(dyad->source, source) &&
                                   vdt_view_equal(dyad->target, target)))
            return dyad;
    }
}

static bool make_room(struct tally *tally) {
    if (tally->dyad_slots && tally->dyad_count * 2 < tally->dyad_slots) return true;
    struct dyad *old = tally->dyads;
    size_t old_slots = tally->dyad_slots;
    tally->dyad_slots = old_slots ? old_slots * 2 : 256;
    tally->dyads = calloc(tally->dyad_slots, sizeof *tally->dyads);
    if (!tally->dyads) {
        tally->dyads = old;
        tally->dyad_slots = old_slots;
        return false;
    }
    for (size_t i = 0; i < old_slots; i++)
        if (old[i].source.data) *find_slot(tally, old[i].hash, old[i].source, old[i].target) = old[i];
    free(old);
    return true;
}

static bool count_dyad(struct tally *tally, const struct vdt_event *event, const struct vdt_party *source,
                       const struct vdt_party *target) {
    if (!make_room(tally)) return false;
    uint64_t hash = hash_of(source->code, target->code);
    struct dyad *dyad = find_slot(tally, hash, source->code, target->code);
    if (!dyad->source.data) {
        dyad->hash = hash;
        dyad->source = vdt_arena_copy(&tally->arena, source->code);
        dyad->target = vdt_arena_copy(&tally->arena, target->code);
        dyad->source_name = vdt_arena_copy(&tally->arena, source->name);
        dyad->target_name = vdt_arena_copy(&tally->arena, target->name);
        if (!dyad->source.data || !dyad->target.data || !dyad->source_name.data || !dyad->target_name.data) return false;
        tally->dyad_count++;
    }
    if (event->quad >= 1 && event->quad <= 4) dyad->quads[event->quad]++;
    dyad->total++;
    if (isfinite(event->goldstein)) dyad->goldstein += event->goldstein, dyad->scored++;
    return true;
}

/* The first of equal codes on a side: one event counts once in a dyad. */
static bool is_first(const struct vdt_party *parties, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (vdt_view_equal(parties[i].code, parties[at].code)) return false;
    return parties[at].code.size > 0;
}

static bool is_news(const struct vdt_event *event) {
    return event->status == VDT_ASSERTED && !event->historical;
}

static bool count_event(struct tally *tally, const struct vdt_event *event) {
    tally->events++;
    tally->by_status[event->status]++;
    tally->kinds[event->plover] = true;
    if (event->status == VDT_ASSERTED && event->historical) tally->historical++;
    if (!is_news(event)) return true;
    for (size_t s = 0; s < event->source_count; s++)
        for (size_t t = 0; t < event->target_count && is_first(event->sources, s); t++)
            if (is_first(event->targets, t) && !count_dyad(tally, event, &event->sources[s], &event->targets[t]))
                return false;
    int32_t first, last;
    if (!vdt_day_read(event->date_from, &first) || !vdt_day_read(event->date_to, &last) || last - first > LONGEST_RANGE ||
        event->quad < 1 || event->quad > 4) {
        tally->undated++;
        return true;
    }
    if (tally->day_count == tally->day_capacity) {
        size_t capacity = tally->day_capacity ? tally->day_capacity * 2 : 1024;
        int32_t *grown = realloc(tally->days, capacity * sizeof *grown);
        if (!grown) return false;
        tally->days = grown;
        tally->day_capacity = capacity;
    }
    tally->days[tally->day_count++] = first * 8 + event->quad;
    return true;
}

static int by_total(const void *left, const void *right) {
    const struct dyad *a = *(struct dyad *const *)left, *b = *(struct dyad *const *)right;
    if (a->total != b->total) return a->total > b->total ? -1 : 1;
    int order = vdt_view_compare(a->source, b->source);
    return order ? order : vdt_view_compare(a->target, b->target);
}

static int by_day(const void *left, const void *right) {
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* ---- timeline ---- */

static const char *const quad_names[5] = { "", "verbal cooperation", "material cooperation", "verbal conflict",
                                           "material conflict" };

enum unit { UNIT_DAY, UNIT_MONTH, UNIT_YEAR };

static int32_t bucket_of(int32_t day, enum unit unit) {
    struct vdt_date date = vdt_date_of(day);
    return unit == UNIT_DAY ? day : unit == UNIT_MONTH ? date.year * 12 + date.month - 1 : date.year;
}

static void put_bucket(struct vdt_buffer *out, int32_t bucket, enum unit unit) {
    char day[11];
    switch (unit) {
    case UNIT_DAY:
        vdt_day_write(bucket, day);
        vdt_buffer_text(out, day);
        break;
    case UNIT_MONTH: vdt_buffer_format(out, "%04d-%02d", bucket / 12, bucket % 12 + 1); break;
    case UNIT_YEAR: vdt_buffer_format(out, "%04d", bucket); break;
    }
}

/* A round number that is not smaller, so that the grid's lines stand at whole events: 1 2 4 5 10 20 40 50 ... */
static uint32_t round_up(uint32_t number) {
    static const uint32_t steps[] = { 1, 2, 4, 6, 8, 10 };
    for (uint32_t power = 1;; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i] * power >= number || power >= 100000000) return steps[i] * power;
}

static void put_timeline(struct vdt_buffer *out, struct tally *tally) {
    vdt_buffer_text(out, "<h2 id=\"timeline\">Timeline</h2>\n");
    if (!tally->day_count) {
        vdt_buffer_text(out, "<p class=\"note\">No asserted event has a date.</p>\n");
        return;
    }
    qsort(tally->days, tally->day_count, sizeof *tally->days, by_day);
    size_t from = 0, to = tally->day_count - 1;
    /* a few far-off dates must not press all others into one bar */
    size_t part = tally->day_count / 50;
    int32_t whole = (tally->days[to] >> 3) - (tally->days[from] >> 3);
    int32_t inner = (tally->days[to - part] >> 3) - (tally->days[part] >> 3);
    if (part && whole > 90 && whole / 4 > inner) {
        int32_t margin = inner / 10 + 7;
        int32_t low = (tally->days[part] >> 3) - margin, high = (tally->days[to - part] >> 3) + margin;
        while ((tally->days[from] >> 3) < low) from++;
        while ((tally->days[to] >> 3) > high) to--;
    }
    int32_t first = tally->days[from] >> 3, last = tally->days[to] >> 3;
    enum unit unit = last - first < 120 ? UNIT_DAY : last - first < 366 * 12 ? UNIT_MONTH : UNIT_YEAR;
    int32_t first_bucket = bucket_of(first, unit), count = bucket_of(last, unit) - first_bucket + 1;
    /* a lone bar is no timeline: some room around it */
    if (count < 7) first_bucket -= (7 - count) / 2, count = 7;
    uint32_t (*bars)[5] = calloc((size_t)count, sizeof *bars);
    if (!bars) {
        out->failed = true;
        return;
    }
    uint32_t most = 1;
    for (size_t i = from; i <= to; i++) {
        uint32_t *bar = bars[bucket_of(tally->days[i] >> 3, unit) - first_bucket];
        bar[tally->days[i] & 7]++;
        if (++bar[0] > most) most = bar[0];
    }
    most = round_up(most);
    static const char *const units[] = { "day", "month", "year" };
    vdt_buffer_format(out, "<p class=\"note\">Asserted events a %s, by quad class.", units[unit]);
    if (tally->historical) vdt_buffer_format(out, " History told in the reports (%llu) is left out.",
                                             (unsigned long long)tally->historical);
    uint64_t elsewhere = tally->undated + tally->day_count - (to - from + 1);
    if (elsewhere) vdt_buffer_format(out, " So are events without a date, with a range over a month or a far-off date (%llu).",
                                     (unsigned long long)elsewhere);
    vdt_buffer_text(out, "</p>\n<ul class=\"legend\">");
    for (int q = 1; q <= 4; q++)
        vdt_buffer_format(out, "<li><span class=\"swatch q%d\"></span>%s</li>", q, quad_names[q]);
    vdt_buffer_format(out, "</ul>\n<div class=\"axis\"><span>%u</span></div>\n", most);
    vdt_buffer_format(out, "<svg class=\"chart\" viewBox=\"0 0 %d 100\" preserveAspectRatio=\"none\" role=\"img\" "
                           "aria-label=\"Asserted events a %s by quad class\">\n", count * 10, units[unit]);
    for (int line = 0; line < 4; line++)
        vdt_buffer_format(out, "<line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", count * 10, line * 25, line * 25);
    /* the conflict classes lie at the bottom: their lengths are read from the base line */
    static const int order[4] = { 4, 3, 2, 1 };
    for (int32_t b = 0; b < count; b++) {
        if (!bars[b][0]) continue;
        vdt_buffer_text(out, "\n<g><title>");
        put_bucket(out, first_bucket + b, unit);
        for (int i = 0; i < 4; i++)
            if (bars[b][order[i]]) vdt_buffer_format(out, ", %u %s", bars[b][order[i]], quad_names[order[i]]);
        vdt_buffer_text(out, "</title>");
        double y = 100;
        for (int i = 0; i < 4; i++) {
            double height = 100.0 * bars[b][order[i]] / most;
            y -= height;
            if (bars[b][order[i]])
                vdt_buffer_format(out, "<rect class=\"q%d\" x=\"%d\" y=\"%.3f\" width=\"8\" height=\"%.3f\"/>", order[i],
                                  b * 10 + 1, y, height);
        }
        vdt_buffer_text(out, "</g>");
    }
    vdt_buffer_text(out, "\n</svg>\n<div class=\"axis\">");
    for (int i = 0; i < 3; i++) {
        vdt_buffer_text(out, "<span>");
        put_bucket(out, first_bucket + (count - 1) * i / 2, unit);
        vdt_buffer_text(out, "</span>");
    }
    vdt_buffer_text(out, "</div>\n");
    free(bars);
}

/* ---- dyads ---- */

static bool put_dyads(struct vdt_buffer *out, struct tally *tally) {
    vdt_buffer_text(out, "<h2 id=\"dyads\">Dyads</h2>\n");
    if (!tally->dyad_count) {
        vdt_buffer_text(out, "<p class=\"note\">No asserted event has a known source and a known target.</p>\n");
        return true;
    }
    struct dyad **sorted = calloc(tally->dyad_count, sizeof *sorted);
    if (!sorted) return false;
    size_t count = 0;
    for (size_t i = 0; i < tally->dyad_slots; i++)
        if (tally->dyads[i].source.data) sorted[count++] = &tally->dyads[i];
    qsort(sorted, count, sizeof *sorted, by_total);
    vdt_buffer_text(out, "<p class=\"note\">Who acted towards whom in asserted events. Goldstein: mean of the scale from "
                         "−10 (conflict) to +10 (cooperation). A number of events shows them below.</p>\n"
                         "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">source → target</th>");
    static const char *const heads[5] = { "", "verbal<br>coop.", "material<br>coop.", "verbal<br>conflict", "material<br>conflict" };
    for (int q = 1; q <= 4; q++)
        vdt_buffer_format(out, "<th scope=\"col\"><span class=\"swatch q%d\"></span><span class=\"wide\"><br>%s</span></th>", q,
                          heads[q]);
    vdt_buffer_text(out, "<th scope=\"col\">Gold-<br>stein</th><th scope=\"col\">events</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count && i < MOST_DYADS_SHOWN; i++) {
        struct dyad *dyad = sorted[i];
        dyad->rank = (uint32_t)i + 1;
        vdt_buffer_format(out, "<tr id=\"d%u\" data-name=\"", dyad->rank);
        put_escaped(out, dyad->source);
        vdt_buffer_text(out, " → ");
        put_escaped(out, dyad->target);
        vdt_buffer_text(out, "\"><td>");
        put_escaped(out, dyad->source);
        vdt_buffer_text(out, " → ");
        put_escaped(out, dyad->target);
        if (dyad->source_name.size && dyad->target_name.size) {
            vdt_buffer_text(out, "<span class=\"name\">");
            put_escaped(out, dyad->source_name);
            vdt_buffer_text(out, " → ");
            put_escaped(out, dyad->target_name);
            vdt_buffer_text(out, "</span>");
        }
        vdt_buffer_text(out, "</td>");
        for (int q = 1; q <= 4; q++)
            vdt_buffer_format(out, dyad->quads[q] ? "<td>%u</td>" : "<td class=\"zero\">%u</td>", dyad->quads[q]);
        if (dyad->scored) {
            double mean = dyad->goldstein / dyad->scored;
            vdt_buffer_format(out, "<td>%s%.1f</td>", mean <= -0.05 ? "−" : mean >= 0.05 ? "+" : "", fabs(mean));
        } else {
            vdt_buffer_text(out, "<td>–</td>");
        }
        vdt_buffer_format(out, "<td><button type=\"button\" disabled data-dyad=\"%u\">%u</button></td></tr>\n", dyad->rank,
                          dyad->total);
    }
    vdt_buffer_text(out, "</tbody></table></div>\n");
    if (count > MOST_DYADS_SHOWN)
        vdt_buffer_format(out, "<p class=\"note\">And %zu more dyads with fewer events.</p>\n", count - MOST_DYADS_SHOWN);
    free(sorted);
    return true;
}

/* ---- events ---- */

static void put_term(struct vdt_buffer *out, const char *term) {
    vdt_buffer_format(out, "<dt>%s</dt><dd>", term);
}

static void put_party(struct vdt_buffer *out, const struct vdt_party *party, const struct vdt_span *sentence) {
    if (party->code.size) {
        vdt_buffer_text(out, "<b>");
        put_escaped(out, party->code);
        vdt_buffer_text(out, "</b> ");
    }
    if (party->name.size) {
        put_escaped(out, party->name);
    } else {
        vdt_buffer_text(out, "“");
        put_escaped(out, party->mention.text);
        vdt_buffer_text(out, "”");
    }
    if (party->cue.size) {
        vdt_buffer_text(out, " (“");
        put_escaped(out, party->cue);
        vdt_buffer_text(out, "”)");
    }
    bool outside = party->mention.end > party->mention.begin &&
                   (party->mention.begin >= sentence->end || party->mention.end <= sentence->begin);
    if (outside) {
        vdt_buffer_text(out, ", named outside of this sentence");
        if (party->name.size && party->mention.text.size) {
            vdt_buffer_text(out, ": “");
            put_escaped(out, party->mention.text);
            vdt_buffer_text(out, "”");
        }
    }
}

static void put_parties(struct vdt_buffer *out, const char *term, const struct vdt_party *parties, size_t count,
                        const struct vdt_span *sentence) {
    if (!count) return;
    put_term(out, term);
    for (size_t i = 0; i < count; i++) {
        if (i) vdt_buffer_text(out, "; ");
        put_party(out, &parties[i], sentence);
    }
    vdt_buffer_text(out, "</dd>\n");
}

static bool is_web_address(struct vdt_view url) {
    return vdt_view_equal_fold(vdt_view_slice(url, 0, 7), VDT_LITERAL("http://")) ||
           vdt_view_equal_fold(vdt_view_slice(url, 0, 8), VDT_LITERAL("https://"));
}

static void put_report(struct vdt_buffer *out, const struct vdt_report *report) {
    bool link = is_web_address(report->url);
    put_term(out, "report");
    if (link) {
        vdt_buffer_text(out, "<a rel=\"noopener noreferrer\" href=\"");
        put_escaped(out, report->url);
        vdt_buffer_text(out, "\">");
    }
    put_escaped(out, report->title.size ? report->title : report->id);
    if (link) vdt_buffer_text(out, "</a>");
    const struct vdt_view more[] = { report->publisher, report->published };
    for (size_t i = 0; i < 2; i++) {
        if (!more[i].size) continue;
        vdt_buffer_text(out, ", ");
        put_escaped(out, more[i]);
    }
    vdt_buffer_text(out, "</dd>\n");
}

static void put_event(struct vdt_buffer *out, const struct tally *tally, const struct vdt_event *event,
                      const struct vdt_report *report) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    const char *status = vdt_event_status_name(event->status), *plover = vdt_plover_name(event->plover);
    vdt_buffer_text(out, "<article id=\"");
    put_escaped(out, event->id);
    vdt_buffer_format(out, "\" data-status=\"%s\" data-kind=\"%s\" data-dyads=\"", status, plover);
    const struct dyad *linked = NULL;
    for (size_t s = 0; s < event->source_count && is_news(event) && tally->dyad_slots; s++)
        for (size_t t = 0; t < event->target_count && is_first(event->sources, s); t++) {
            if (!is_first(event->targets, t)) continue;
            struct vdt_view source = event->sources[s].code, target = event->targets[t].code;
            const struct dyad *dyad = find_slot(tally, hash_of(source, target), source, target);
            if (!dyad->source.data || !dyad->rank) continue;
            vdt_buffer_format(out, linked ? " %u" : "%u", dyad->rank);
            if (!linked) linked = dyad;
        }
    vdt_buffer_text(out, "\">\n<p class=\"kind\">");
    if (event->date_from.size) {
        vdt_buffer_text(out, "<time>");
        put_days(&text, event);
        put_escaped_buffer(out, &text);
        vdt_buffer_text(out, "</time>");
    } else {
        vdt_buffer_text(out, "<span>no date</span>");
    }
    if (event->quad >= 1 && event->quad <= 4)
        vdt_buffer_format(out, "<b><span class=\"swatch q%d\" title=\"%s\"></span>%s</b>", event->quad,
                          quad_names[event->quad], plover);
    else
        vdt_buffer_format(out, "<b>%s</b>", plover);
    if (event->mode.size) {
        vdt_buffer_text(out, "<span>");
        put_escaped(out, event->mode);
        vdt_buffer_text(out, "</span>");
    }
    vdt_buffer_format(out, "<span class=\"status %s\">%s</span>", status, status);
    if (event->conditional) vdt_buffer_text(out, "<span class=\"status possible\">conditional</span>");
    if (event->historical) vdt_buffer_text(out, "<span class=\"status\">history</span>");
    vdt_buffer_text(out, linked ? "<a href=\"#d" : "<span>");
    if (linked) vdt_buffer_format(out, "%u\">", linked->rank);
    put_codes(&text, event->sources, event->source_count);
    vdt_buffer_text(&text, " → ");
    put_codes(&text, event->targets, event->target_count);
    put_escaped_buffer(out, &text);
    vdt_buffer_text(out, linked ? "</a></p>\n<blockquote>" : "</span></p>\n<blockquote>");
    put_marked(out, event);
    vdt_buffer_text(out, "</blockquote>\n<dl class=\"meta\">\n");
    put_parties(out, "source", event->sources, event->source_count, &event->evidence);
    put_parties(out, "target", event->targets, event->target_count, &event->evidence);
    if (event->voice_count) {
        put_parties(out, "voice", event->voices, event->voice_count, &event->evidence);
    } else {
        put_term(out, "voice");
        vdt_buffer_text(out, "the report’s own</dd>\n");
    }
    if (event->date_from.size) {
        put_term(out, "date");
        put_days(&text, event);
        put_escaped_buffer(out, &text);
        if (event->date_basis == VDT_DATE_REPORT) vdt_buffer_text(out, ", the day of the report");
        if (event->date_basis == VDT_DATE_TEXT && event->date_mention.text.size) {
            vdt_buffer_text(out, ", “");
            put_escaped(out, event->date_mention.text);
            vdt_buffer_text(out, "”");
        }
        vdt_buffer_text(out, "</dd>\n");
    }
    if (event->place_name.size || event->place_mention.text.size) {
        put_term(out, "place");
        put_escaped(out, event->place_name.size ? event->place_name : event->place_mention.text);
        if (event->place_country.size) {
            vdt_buffer_text(out, ", ");
            put_escaped(out, event->place_country);
        }
        vdt_buffer_text(out, "</dd>\n");
    }
    if (event->amount_count) {
        put_term(out, "amounts");
        for (size_t i = 0; i < event->amount_count; i++) {
            if (i) vdt_buffer_text(out, "; ");
            put_escaped(out, event->amounts[i].what);
            vdt_buffer_text(out, ": “");
            put_escaped(out, event->amounts[i].mention.text);
            vdt_buffer_text(out, "”");
        }
        vdt_buffer_text(out, "</dd>\n");
    }
    put_term(out, "coded");
    if (event->cameo.size) {
        vdt_buffer_text(out, "CAMEO ");
        put_escaped(out, event->cameo);
        vdt_buffer_text(out, ", ");
    }
    if (isfinite(event->goldstein))
        vdt_buffer_format(out, "Goldstein %s%.1f, ", event->goldstein < 0 ? "−" : event->goldstein > 0 ? "+" : "",
                          fabs(event->goldstein));
    if (isfinite(event->confidence)) vdt_buffer_format(out, "confidence %.2f, ", event->confidence);
    vdt_buffer_text(out, "by ");
    put_escaped(out, event->by);
    vdt_buffer_text(out, ", <a href=\"#");
    put_escaped(out, event->id);
    vdt_buffer_text(out, "\">");
    put_escaped(out, event->id);
    vdt_buffer_text(out, "</a></dd>\n");
    put_report(out, report);
    vdt_buffer_text(out, "</dl>\n</article>\n");
    if (vdt_buffer_failed(&text)) out->failed = true;
    vdt_buffer_done(&text);
}

/* The queries of a scope: of a dyad both ways. Returns how many. */
static int queries_of(const struct page_scope *scope, struct vdt_query out[2]) {
    out[0] = (struct vdt_query)VDT_QUERY_INIT;
    out[0].source = scope->source, out[0].target = scope->target;
    out[0].from = scope->from, out[0].to = scope->to;
    out[1] = out[0];
    out[1].source = scope->target, out[1].target = scope->source;
    return scope->source.size && scope->target.size && !vdt_view_equal(scope->source, scope->target) ? 2 : 1;
}

static enum vdt_status put_found(struct page_file *file, struct vdt_buffer *out, struct vdt_store *store,
                                 const struct tally *tally, const struct vdt_query *query, struct vdt_error *error);

static enum vdt_status put_events(struct page_file *file, struct vdt_buffer *out, struct vdt_store *store,
                                  const struct page_scope *scope, const struct tally *tally, struct vdt_error *error) {
    vdt_buffer_text(out, "<h2 id=\"events\">Events</h2>\n<p class=\"note\">Every event in the sentence that it was read from. "
                         "A planned, possible, denied or negated act says so beside its action.</p>\n<ul class=\"legend\">");
    for (int m = 0; m < MARK_COUNT; m++)
        vdt_buffer_format(out, "<li><mark class=\"%s u0\">%s</mark></li>", mark_names[m], mark_names[m]);
    vdt_buffer_text(out, "</ul>\n<form hidden><input type=\"search\" name=\"find\" placeholder=\"words, codes, places\" "
                         "aria-label=\"Filter by words\" autocomplete=\"off\"><select name=\"status\" aria-label=\"Status\">"
                         "<option value=\"\">any status</option>");
    for (int s = 0; s < VDT_EVENT_STATUS_COUNT; s++)
        if (tally->by_status[s])
            vdt_buffer_format(out, "<option>%s</option>", vdt_event_status_name((enum vdt_event_status)s));
    vdt_buffer_text(out, "</select><select name=\"kind\" aria-label=\"Event\"><option value=\"\">any event</option>");
    for (int p = 0; p < VDT_PLOVER_COUNT; p++)
        if (tally->kinds[p]) vdt_buffer_format(out, "<option>%s</option>", vdt_plover_name((enum vdt_plover)p));
    vdt_buffer_text(out, "</select><button type=\"button\" id=\"chip\" hidden></button><output></output></form>\n");
    if (!tally->events)
        vdt_buffer_text(out, scope->source.size || scope->from.size ? "<p>The store has no such events.</p>\n"
                                                                    : "<p>The store has no events.</p>\n");
    struct vdt_query queries[2];
    int count = queries_of(scope, queries);
    enum vdt_status status = VDT_OK;
    for (int i = 0; i < count && status == VDT_OK; i++) status = put_found(file, out, store, tally, &queries[i], error);
    return status;
}

static enum vdt_status put_found(struct page_file *file, struct vdt_buffer *out, struct vdt_store *store,
                                 const struct tally *tally, const struct vdt_query *query, struct vdt_error *error) {
    struct vdt_cursor *cursor;
    enum vdt_status status = vdt_store_query(store, query, &cursor, error);
    if (status != VDT_OK) return status;
    struct vdt_event event;
    while ((status = vdt_cursor_next(cursor, &event, error)) == VDT_OK) {
        struct vdt_report report;
        status = vdt_store_report(store, event.report, &report, error);
        if (status == VDT_END) report = (struct vdt_report){ .id = event.report }, status = VDT_OK;
        if (status != VDT_OK) break;
        put_event(out, tally, &event, &report);
        if (out->size > 1 << 16 || vdt_buffer_failed(out)) status = page_write(file, out, error);
        if (status != VDT_OK) break;
    }
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

static enum vdt_status count_found(struct vdt_store *store, const struct vdt_query *query, struct tally *tally,
                                   struct vdt_error *error) {
    struct vdt_cursor *cursor;
    enum vdt_status status = vdt_store_query(store, query, &cursor, error);
    if (status != VDT_OK) return status;
    struct vdt_event event;
    while ((status = vdt_cursor_next(cursor, &event, error)) == VDT_OK)
        if (!count_event(tally, &event)) {
            status = vdt_fail_memory(error, "counting events");
            break;
        }
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

static enum vdt_status count_all(struct vdt_store *store, const struct page_scope *scope, struct tally *tally,
                                 struct vdt_error *error) {
    struct vdt_query queries[2];
    int count = queries_of(scope, queries);
    enum vdt_status status = VDT_OK;
    for (int i = 0; i < count && status == VDT_OK; i++) status = count_found(store, &queries[i], tally, error);
    return status;
}

/* ---- what was said and what was unusual, for a page about a dyad ---- */

struct putting {
    struct vdt_buffer *out;
    struct vdt_view from, to;
    size_t rows;
};

static void put_cell(struct vdt_buffer *out, struct vdt_view text) {
    vdt_buffer_text(out, "<td>");
    put_escaped(out, text);
    vdt_buffer_text(out, "</td>");
}

static bool put_alarm(void *context, const struct vdt_alarm *alarm) {
    struct putting *putting = context;
    if (!putting->rows++)
        vdt_buffer_text(putting->out, "<h2 id=\"alarms\">Alarms</h2>\n<table><tr><th>date</th><th>dyad</th><th>incidents</th>"
                                      "<th>expected</th><th>unusual from</th><th>publishers</th></tr>\n");
    vdt_buffer_text(putting->out, "<tr>");
    put_cell(putting->out, alarm->date);
    put_cell(putting->out, alarm->unit);
    vdt_buffer_format(putting->out, "<td>%.0f</td><td>%.1f</td><td>%.1f</td><td>%lld</td></tr>\n", alarm->value, alarm->expected,
                      alarm->bound, (long long)alarm->publishers);
    return true;
}

static enum vdt_status put_alarms(struct vdt_buffer *out, struct vdt_store *store, const struct page_scope *scope,
                                  struct vdt_error *error) {
    struct putting putting = { .out = out };
    struct vdt_buffer unit;
    vdt_buffer_init(&unit);
    enum vdt_status status = VDT_OK;
    for (int way = 0; way < 2 && status == VDT_OK; way++) {
        struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
        vdt_buffer_clear(&unit);
        vdt_buffer_add(&unit, way ? scope->target : scope->source);
        vdt_buffer_char(&unit, '>');
        vdt_buffer_add(&unit, way ? scope->source : scope->target);
        query.unit = vdt_buffer_view(&unit);
        query.from = scope->from;
        query.to = scope->to;
        status = vdt_alarms(store, &query, put_alarm, &putting, error);
    }
    if (putting.rows) vdt_buffer_text(out, "</table>\n");
    if (vdt_buffer_failed(&unit)) out->failed = true;
    vdt_buffer_done(&unit);
    return status;
}

/* Stated in the days of the page, or still open then. */
static bool put_ledger_entry(void *context, const struct vdt_ledger_entry *entry) {
    struct putting *putting = context;
    bool later = putting->to.size && vdt_view_compare(entry->stated_on, putting->to) > 0;
    bool earlier = putting->from.size && vdt_view_compare(entry->stated_on, putting->from) < 0;
    if (later || (earlier && entry->state != VDT_LEDGER_OPEN)) return true;
    if (!putting->rows++)
        vdt_buffer_text(putting->out, "<h2 id=\"ledger\">Ledger</h2>\n<table><tr><th>stated on</th><th>kind</th><th>state</th>"
                                      "<th>deadline</th><th>sentence</th></tr>\n");
    vdt_buffer_text(putting->out, "<tr>");
    put_cell(putting->out, entry->stated_on);
    put_cell(putting->out, vdt_view_of(vdt_ledger_kind_name(entry->kind)));
    put_cell(putting->out, vdt_view_of(vdt_ledger_state_name(entry->state)));
    put_cell(putting->out, entry->deadline_to);
    put_cell(putting->out, entry->text);
    vdt_buffer_text(putting->out, "</tr>\n");
    return true;
}

static enum vdt_status put_ledger(struct vdt_buffer *out, struct vdt_store *store, const struct page_scope *scope,
                                  struct vdt_error *error) {
    struct putting putting = { .out = out, .from = scope->from, .to = scope->to };
    enum vdt_status status = VDT_OK;
    for (int way = 0; way < 2 && status == VDT_OK; way++) {
        struct vdt_ledger_options options = VDT_LEDGER_OPTIONS_INIT;
        options.issuer = way ? scope->target : scope->source;
        options.addressee = way ? scope->source : scope->target;
        options.on = scope->to;
        status = vdt_ledger_read(store, &options, put_ledger_entry, &putting, error);
    }
    if (putting.rows) vdt_buffer_text(out, "</table>\n");
    return status;
}

/* "1,234" */
static void put_thousands(struct vdt_buffer *out, uint64_t number) {
    if (number >= 1000) {
        put_thousands(out, number / 1000);
        vdt_buffer_format(out, ",%03u", (unsigned)(number % 1000));
    } else {
        vdt_buffer_format(out, "%u", (unsigned)number);
    }
}

static void put_number(struct vdt_buffer *out, uint64_t number, const char *one, const char *many) {
    vdt_buffer_text(out, "<b>");
    put_thousands(out, number);
    vdt_buffer_format(out, "</b> %s", number == 1 ? one : many);
}

enum vdt_status page_of_store(struct vdt_store *store, const struct page_scope *scope, const char *path,
                              struct vdt_error *error) {
    struct tally tally = { 0 };
    struct vdt_store_counts counts;
    struct page_file file = { 0 };
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    vdt_arena_init(&tally.arena);
    enum vdt_status status = vdt_store_counts(store, &counts, error);
    if (status == VDT_OK) status = count_all(store, scope, &tally, error);
    if (status == VDT_OK) status = page_open(&file, path, error);
    if (status == VDT_OK) {
        put_head(&out, vdt_view_of(scope->title), script_hash);
        vdt_buffer_text(&out, "<header>\n<h1>");
        put_escaped(&out, vdt_view_of(scope->title));
        vdt_buffer_text(&out, "</h1>\n<p class=\"lead\">");
        put_number(&out, tally.events, "event", "events");
        vdt_buffer_text(&out, " read out of ");
        put_number(&out, counts.reports, "report", "reports");
        vdt_buffer_text(&out, ": who did what to whom, when and where, on whose word, and how certain it is.</p>\n"
                              "<p class=\"note\">");
        bool some = false;
        for (int s = 0; s < VDT_EVENT_STATUS_COUNT; s++) {
            if (!tally.by_status[s]) continue;
            if (some) vdt_buffer_text(&out, " · ");
            put_thousands(&out, tally.by_status[s]);
            vdt_buffer_format(&out, " %s", vdt_event_status_name((enum vdt_event_status)s));
            some = true;
        }
        vdt_buffer_text(&out, "</p>\n</header>\n<main>\n");
        put_timeline(&out, &tally);
        if (!put_dyads(&out, &tally)) status = vdt_fail_memory(error, "writing a page");
        if (status == VDT_OK && scope->source.size) status = put_alarms(&out, store, scope, error);
        if (status == VDT_OK && scope->source.size) status = put_ledger(&out, store, scope, error);
    }
    if (status == VDT_OK) status = put_events(&file, &out, store, scope, &tally, error);
    if (status == VDT_OK) {
        vdt_buffer_format(&out, "</main>\n<footer><p>Made by vedette %s. Coded by program: each event can be wrong, and shows "
                                "the sentence to judge it by.</p></footer>\n", vdt_version());
        put_script(&out, script);
        vdt_buffer_text(&out, "</body>\n</html>\n");
        status = page_write(&file, &out, error);
    }
    if (status == VDT_OK)
        status = page_close(&file, error);
    else
        page_abandon(&file);
    vdt_buffer_done(&out);
    vdt_arena_done(&tally.arena);
    free(tally.dyads);
    free(tally.days);
    return status;
}
