/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of commands and options. What is not here does not exist; what is here must be in the man page. */
#include "cli/command.h"

const struct option common_options[] = {
    { "help", 'h', NULL, "show what the command does and its options" },
    { "quiet", 'q', NULL, "no remarks on the input, only errors" },
    { 0 },
};

const struct option reading_options[] = {
    { "date", 'd', "DATE", "publication date of reports that have none (ISO 8601)" },
    { "input", 'i', "KIND", "text, html, jsonl, conllu, feed, archive, csv or mhtml (default: by content)" },
    { "map", 0, "KEY=NAME,…", "names that the keys of JSON lines have, such as text=body" },
    { "threads", 't', "N", "threads to work on (default: the processors); the output is the same for every N" },
    { "model", 0, "FILE", "another language image" },
    { "knowledge", 0, "FILE", "another knowledge image" },
    { "places", 0, "FILE", "another places image" },
    { "data", 0, "DIR", "a folder of actors and patterns of your own, read after the built-in ones and overriding them" },
    { "actors", 0, "FILE", "a file of actors of your own" },
    { "disputed", 0, "RULE", "whose disputed territory is: recognised (default), control, claim or none" },
    { "times", 0, NULL, "print the seconds that each stage took" },
    { 0 },
};

static const struct option read_options[] = {
    { "date", 'd', "DATE", "publication date of reports that have none (ISO 8601)" },
    { "input", 'i', "KIND", "text, html, jsonl, conllu, feed, archive, csv or mhtml (default: by content)" },
    { "map", 0, "KEY=NAME,…", "names that the keys of JSON lines have, such as text=body" },
    { 0 },
};

static const struct option code_options[] = {
    { "format", 'f', "FORMAT", "table, ndjson or csv (default: table on a terminal, ndjson in a pipe)" },
    { 0 },
};

static const struct option actors_options[] = {
    { "on", 0, "DATE", "the code on this day (YYYY-MM-DD)" },
    { "limit", 'n', "N", "at most so many unknown names (default: 100)" },
    { "format", 'f', "FORMAT", "table or ndjson (default: table on a terminal, ndjson in a pipe)" },
    { 0 },
};

static const struct option facts_options[] = {
    { "signs", 0, NULL, "tell what the learned part saw of each predicate" },
    { 0 },
};

static const struct option follow_options[] = {
    { "once", 0, NULL, "ask each feed that is due once, then end" },
    { "every", 0, "MINUTES", "how often a feed is asked (default: 30)" },
    { "delay", 0, "SECONDS", "between two requests to one host (default: 2)" },
    { "pages", 0, NULL, "fetch the page behind each new entry, for the whole report" },
    { "contact", 0, "TEXT", "an address that stands in the user agent, for those whose servers are asked" },
    { "allow-private", 0, NULL, "ask addresses of this machine and of inner networks too" },
    { "state", 0, NULL, "ask nobody: print what each feed last gave and when" },
    { "opml", 0, "FILE", "ask nobody: write the feeds of the store as OPML; - is standard output" },
    { 0 },
};

static const struct option explain_options[] = {
    { "signs", 0, NULL, "tell what the learned part sees of each word, as JSON lines" },
    { 0 },
};

static const struct option query_options[] = {
    { "source", 0, "CODE", "source actor's code begins so: RUS finds RUSMIL" },
    { "target", 0, "CODE", "target actor's code begins so" },
    { "actor", 0, "CODE", "either side" },
    { "event", 'e', "EVENT", "PLOVER event, such as ASSAULT" },
    { "cameo", 0, "CODE", "CAMEO code begins so" },
    { "quad", 0, "N", "quad class, 1 to 4" },
    { "status", 's', "STATUS", "asserted, planned, possible, denied or negated" },
    { "voice", 0, "CODE", "code of somebody on whose word it rests" },
    { "country", 0, "CODE", "country of the place (alpha-3)" },
    { "from", 0, "DATE", "events on or after this day" },
    { "to", 0, "DATE", "events on or before this day" },
    { "text", 0, "WORDS", "words in the sentence" },
    { "report", 0, "ID", "events of one report" },
    { "limit", 'n', "N", "at most so many" },
    { "count", 'c', NULL, "only count them" },
    { "format", 'f', "FORMAT", "table, ndjson or csv (default: table on a terminal, ndjson in a pipe)" },
    { 0 },
};

static const struct option serve_options[] = {
    { "port", 'p', "N", "the port (default: 8787; 0: one that is free)" },
    { "address", 0, "ADDRESS", "where to listen (default: 127.0.0.1, which only this machine reaches)" },
    { "host", 0, "NAME", "the name that browsers reach it by" },
    { "tokens", 0, "FILE", "who may read and write, by hashed tokens; wanted on any other address than loopback" },
    { "new-token", 0, "RIGHT", "make a token that may read or write, put its hash into --tokens, print it, and end" },
    { "name", 0, "NAME", "of the new token: who it stands for in the audit" },
    { "certificate", 0, "FILE", "TLS: the certificate, PEM" },
    { "key", 0, "FILE", "TLS: its key, PEM" },
    { "rate", 0, "N", "requests a second that one address may make (default: 1000; 0: any number)" },
    { "connections", 0, "N", "at once (default: 1000)" },
    { "origin", 0, "ORIGIN", "whose pages' scripts may ask, such as https://example.org (default: nobody's)" },
    { "model", 0, "FILE", "another language image, for the parse of a sentence" },
    { 0 },
};

static const struct option recode_options[] = {
    { "dry-run", 0, NULL, "only tell what would change" },
    { "list", 0, NULL, "a line for each event that goes or comes" },
    { 0 },
};

static const struct option sample_options[] = {
    { "number", 'n', "N", "how many events (default 150)" },
    { "seed", 0, "N", "the same seed gives the same sample (default 1)" },
    { "output", 'o', "FILE", "FILE.html or FILE.csv; without an ending both are written (default: sheet)" },
    { 0 },
};

static const struct option report_options[] = {
    { "output", 'o', "FILE", "where the page goes (default: report.html)" },
    { "title", 0, "TEXT", "the page's title" },
    { "dyad", 0, "A>B", "only what these do to each other, with their alarms and ledger" },
    { "week", 0, "WEEK", "only a week: 2024-W29, or a day of it" },
    { 0 },
};

#define GATHER_OPTIONS                                                                                      \
    { "by", 0, "UNIT", "of a store: dyad, country, actor or place (default: dyad)" },                        \
    { "step", 0, "STEP", "of a store: day, week or month (default: day)" },                                  \
    { "what", 0, "WHAT", "of a store: incidents, events, reports, stories, publishers, deaths, goldstein or intensity" }, \
    { "codes", 0, NULL, "of a store: dyads of whole codes (RUSMIL>UKRGOV), not of countries" },              \
    { "source", 0, "CODE", "source actor's code begins so" },                                                \
    { "target", 0, "CODE", "target actor's code begins so" },                                                \
    { "actor", 0, "CODE", "either side" },                                                                   \
    { "event", 'e', "EVENT", "PLOVER event, such as ASSAULT" },                                              \
    { "cameo", 0, "CODE", "CAMEO code begins so" },                                                          \
    { "quad", 0, "N", "quad class, 1 to 4" },                                                                \
    { "status", 's', "STATUS", "asserted (the default), planned, possible, denied or negated" },             \
    { "historical", 0, NULL, "count what is told as history too" },                                          \
    { "voice", 0, "CODE", "code of somebody on whose word it rests" },                                       \
    { "country", 0, "CODE", "country of the place (alpha-3)" },                                              \
    { "text", 0, "WORDS", "words in the sentence" },                                                         \
    { "as-of", 0, "TIME", "count what the store knew then" },                                                \
    { "known", 0, "HOW", "a report is known since it arrived (the default), or since it was published" },    \
    { "least", 0, "N", "leave out units that count less in all (default: 1)" }

#define RANGE_OPTIONS                                                                                        \
    { "from", 0, "DATE", "of a store: events and steps from this day on" },                                  \
    { "to", 0, "DATE", "of a store: events and steps up to this day" }

#define SERIES_OPTIONS                                                                                      \
    { "series", 0, "FILE", "a table unit,date,value[,volume][,x_NAME…], as CSV; - is standard input" },      \
    { "type", 0, "TYPE", "count, sum or auto (default: auto: counts where every value is one)" },            \
    { "format", 'f', "FORMAT", "table, ndjson or csv (default: table on a terminal, ndjson in a pipe)" }

static const struct option series_options[] = {
    GATHER_OPTIONS,
    RANGE_OPTIONS,
    { "format", 'f', "FORMAT", "csv, ndjson or table (default: table on a terminal, csv in a pipe)" },
    { 0 },
};

static const struct option forecast_options[] = {
    SERIES_OPTIONS,
    GATHER_OPTIONS,
    RANGE_OPTIONS,
    { "origin", 0, "DATE", "the last date that may be used; A,B,C or A..B for several (default: the last)" },
    { "horizon", 0, "H", "steps ahead, H or A-B (default: 1-12)" },
    { "draws", 0, "N", "so many draws a line (default: 0)" },
    { "seed", 0, "N", "of the draws (default: 1)" },
    { "quantiles", 0, "Q,…", "default .05,.25,.5,.75,.95" },
    { "over", 0, "K,…", "thresholds of p_over and p_any (default: 25)" },
    { "model", 0, "MODEL", "auto, last-12 or nb-12" },
    { 0 },
};

static const struct option watch_options[] = {
    SERIES_OPTIONS,
    GATHER_OPTIONS,
    RANGE_OPTIONS,
    { "budget", 0, "N", "false alarms that are accepted, a unit and year (default: 0.25)" },
    { "side", 0, "SIDE", "up, down or both (default: both)" },
    { "all", 0, NULL, "a line a date, alarm or not" },
    { "method", 0, "METHOD", "auto, or by a published rule: farrington-flexible, farrington, ears-c1, ears-c2, ears-c3" },
    { "alpha", 0, "P", "the nominal level of a named method (default: 0.01; EARS 0.001, C3 0.025)" },
    { "years", 0, "N", "Farrington: so many years back (default: 4)" },
    { "half-window", 0, "N", "Farrington: steps before and after the same date (default: 3)" },
    { "skip", 0, "N", "flexible: steps left out before the present (default: 26)" },
    { "periods", 0, "N", "flexible: parts of the year (default: 10)" },
    { "threshold", 0, "KIND", "flexible: nb-plugin or delta (default: nb-plugin)" },
    { "baseline", 0, "N", "EARS: steps that mean and deviation are taken of (default: 7)" },
    { "list", 0, "NAME", "of a store: the name of this watch list (default: one made of its options)" },
    { "config", 0, "FILE", "of a store: watch the lists of this file" },
    { "no-keep", 0, NULL, "of a store: print all alarms, and keep nothing" },
    { 0 },
};

static const struct option analogues_options[] = {
    SERIES_OPTIONS,
    GATHER_OPTIONS,
    RANGE_OPTIONS,
    { "unit", 0, "UNIT", "whose present is looked for in the past" },
    { "origin", 0, "DATE", "the last date that may be used (default: the last)" },
    { "window", 0, "N", "steps that are compared (default: 24 months, 26 weeks or 60 days)" },
    { "horizon", 0, "H", "steps that followed (default: a quarter of the window)" },
    { "number", 'n', "N", "how many at most (default: 20)" },
    { 0 },
};

static const struct option backtest_options[] = {
    SERIES_OPTIONS,
    GATHER_OPTIONS,
    { "from", 0, "DATE", "the first origin" },
    { "to", 0, "DATE", "the last origin" },
    { "horizon", 0, "H", "steps ahead, from 1 to H (default: 3)" },
    { "draws", 0, "N", "draws by which all models are compared (default: 200)" },
    { "seed", 0, "N", "of the draws (default: 1)" },
    { "over", 0, "K,…", "thresholds of the chances (default: 25)" },
    { "budget", 0, "N", "of the alarms, a unit and year (default: 0.25)" },
    { 0 },
};

static const struct option deliver_options[] = {
    { "config", 0, "FILE", "the channels, and which lists they take" },
    { "wait", 0, "SECONDS", "stay so long and repeat what failed (default: 0)" },
    { 0 },
};

static const struct option alarms_options[] = {
    { "list", 0, "NAME", "of one watch list" },
    { "unit", 0, "UNIT", "of one unit" },
    { "group", 0, "ID", "of one group" },
    { "groups", 0, NULL, "one line a group of alarms that rest on the same events: the heaviest, and the others in it" },
    { "state", 0, "STATE", "open, acknowledged or muted" },
    { "from", 0, "DATE", "alarms of this date or later" },
    { "to", 0, "DATE", "alarms of this date or earlier" },
    { "newest", 0, NULL, "the newest date first (default: in the order of finding)" },
    { "loudest", 0, NULL, "the highest score first" },
    { "limit", 'n', "N", "at most so many" },
    { "acknowledge", 0, "ID", "say that an alarm, or all of a group, was seen" },
    { "mute", 0, "ID", "say that an alarm is none, and mute what its list finds of its unit from now on" },
    { "open", 0, "ID", "take back what was said" },
    { "note", 0, "TEXT", "why" },
    { "who", 0, "NAME", "who says so (default: the user's name)" },
    { "format", 'f', "FORMAT", "table, ndjson or csv (default: table on a terminal, ndjson in a pipe)" },
    { 0 },
};

static const struct option changes_options[] = {
    SERIES_OPTIONS,
    GATHER_OPTIONS,
    RANGE_OPTIONS,
    { "min-probability", 0, "P", "changes at least so probable (default: 0.5)" },
    { 0 },
};

static const struct option ledger_options[] = {
    { "kind", 0, "KIND", "warning, threat, demand, promise, denial or agreement" },
    { "state", 's', "STATE", "open, met, carried-out, withdrawn, contradicted or expired" },
    { "issuer", 0, "CODE", "who said it: the code begins so" },
    { "addressee", 0, "CODE", "to whom: the code begins so" },
    { "due-before", 0, "DATE", "open ones whose deadline is before this day" },
    { "as-of", 0, "TIME", "by what had come into the store by then" },
    { "on", 0, "DATE", "the day on which one looks (default: that of the newest report)" },
    { "keep", 0, "DAYS", "how long what has no deadline stands (default: 180)" },
    { "format", 'f', "FORMAT", "table or ndjson (default: table on a terminal, ndjson in a pipe)" },
    { 0 },
};

static const struct option stories_options[] = {
    { "window", 0, "REPORTS", "how many of the latest reports one is compared with (default: 262144)" },
    { "date", 'd', "DATE", "publication date of reports that have none (ISO 8601)" },
    { "input", 'i', "KIND", "text, html, jsonl, conllu, feed, archive, csv or mhtml (default: by content)" },
    { "map", 0, "KEY=NAME,…", "names that the keys of JSON lines have, such as text=body" },
    { 0 },
};

static const struct option add_options[] = {
    { "window", 0, "REPORTS", "how many of the latest reports one is compared with from now on (default: 262144)" },
    { "keep", 0, "HOW", "what the store keeps of texts from now on: all (default), sentences, snippets or none" },
    { 0 },
};

static const struct option incidents_options[] = {
    { "least", 0, "N", "only those that so many independent publishers tell of" },
    { "limit", 'n', "N", "at most so many" },
    { "data", 0, "DIR", "a folder with a publishers.txt of your own, read after the built-in one and overriding it" },
    { 0 },
};

static const struct option forget_options[] = {
    { "report", 0, "ID", "this report" },
    { "publisher", 0, "NAME", "what this publisher published" },
    { "before", 0, "DATE", "what was published before this day" },
    { "keep", 0, "HOW", "of all texts in the store: sentences, snippets or none, now and from now on" },
    { 0 },
};

static const struct option no_options[] = { { 0 } };

const struct command commands[] = {
    { "code", "[FILE…]", 0, -1, "reports in, events out", code_options, true, cmd_code },
    { "read", "[FILE…]", 0, -1, "pages and texts to clean reports", read_options, false, cmd_read },
    { "parse", "[FILE…]", 0, -1, "linguistic analysis, as CoNLL-U", no_options, true, cmd_parse },
    { "names", "[FILE…]", 0, -1, "names, and whom pronouns and descriptions mean", no_options, true, cmd_names },
    { "quotes", "[FILE…]", 0, -1, "who says what: sources, cues, contents", no_options, true, cmd_quotes },
    { "times", "[FILE…]", 0, -1, "expressions of time, with their values as in TIMEX3", no_options, true, cmd_times },
    { "places", "[FILE…] or import DUMP IMAGE", 0, -1, "names of places, and where on earth they lie; an image from a dump", no_options, true, cmd_places },
    { "actors", "WHAT [NAME, CODE, FILE or STORE…]", 1, -1, "who is known by which name; check, import, unknown", actors_options, true, cmd_actors },
    { "facts", "[FILE…]", 0, -1, "status and voice of every predicate, coded or not", facts_options, true, cmd_facts },
    { "stories", "[FILE…]", 0, -1, "which reports tell one story, and which are copies of which", stories_options, false, cmd_stories },
    { "explain", "[FILE…]", 0, -1, "which patterns fired, which nearly did, and what decided", explain_options, true, cmd_explain },
    { "model", "info", 1, 1, "what the language image is: version, sizes, labels, checksum, licence", no_options, true, cmd_model },
    { "add", "STORE [FILE…]", 1, -1, "code reports into a store; adding one twice changes nothing", add_options, true, cmd_add },
    { "follow", "STORE [FEEDS.opml]", 1, 2, "ask feeds for news, politely and for ever, and add it to a store", follow_options, true, cmd_follow },
    { "recode", "STORE", 1, 1, "code what a store holds once more, and tell what changed", recode_options, true, cmd_recode },
    { "query", "STORE", 1, 1, "find, list and count the events of a store", query_options, false, cmd_query },
    { "incidents", "STORE [ID…]", 1, -1, "each happening once: who tells of it independently, and which numbers they give", incidents_options, false, cmd_incidents },
    { "forget", "STORE", 1, 1, "remove reports with their traces, or texts, from a store", forget_options, false, cmd_forget },
    { "why", "STORE ID", 2, 2, "how an event came about: spans, pattern, actors, each attribute's reason", no_options, false, cmd_why },
    { "serve", "STORE", 1, 1, "the desk: the HTTP API and the page over a store", serve_options, false, cmd_serve },
    { "sample", "STORE", 1, 1, "a sheet of random asserted events, to be judged by hand", sample_options, false, cmd_sample },
    { "evaluate", "FILE…", 1, -1, "shares right in judged sheets, by marks of a store's desk, or of labelled sentences of your own", no_options, true, cmd_evaluate },
    { "series", "STORE", 1, 1, "how much of what happened, a line a unit and day, week or month", series_options, false, cmd_series },
    { "forecast", "[STORE]", 0, 1, "what may come in each unit of a series, as a distribution", forecast_options, false, cmd_forecast },
    { "watch", "[STORE]", 0, 1, "alarms over a series, held to a budget", watch_options, false, cmd_watch },
    { "analogues", "[STORE]", 0, 1, "when it was most like now, and what followed", analogues_options, false, cmd_analogues },
    { "backtest", "[STORE]", 0, 1, "forecasts and alarms replayed as of then, and how well they did", backtest_options, false, cmd_backtest },
    { "deliver", "STORE", 1, 1, "send alarms: webhook, mail, Atom, CAP, digest", deliver_options, false, cmd_deliver },
    { "alarms", "STORE", 1, 1, "the alarms that a store keeps; acknowledge and mute them", alarms_options, false, cmd_alarms },
    { "changes", "[STORE]", 0, 1, "where the level of a series has changed", changes_options, false, cmd_changes },
    { "ledger", "STORE", 1, 1, "threats, promises, demands, denials, agreements, and what became of them", ledger_options, false, cmd_ledger },
    { "report", "STORE", 1, 1, "a page that shows a store: timeline, dyads, every event in its sentence", report_options, false, cmd_report },
    { 0 },
};
