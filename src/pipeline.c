/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pipeline: a report flows one way through the stages listed here, in one arena, over one immutable model. A
 * newcomer starts reading at `stages`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limit.h"
#include "event/coder.h"
#include "event/explain.h"
#include "event/names.h"
#include "event/places.h"
#include "event/quotes.h"
#include "event/timex.h"
#include "event/where.h"
#include "know/knowledge.h"
#include "language/conllu.h"
#include "language/language-image.h"
#include "language/language.h"
#include "read/furniture.h"
#include "read/tongue.h"
#include "vedette/worker.h"

struct vdt_model {
    struct vdt_language *language;
    struct vdt_knowledge *knowledge;
    struct vdt_gazetteer *gazetteer;
    struct vdt_disputed *disputed;
    struct vdt_patterns *patterns;
    struct vdt_embedders *embedders;
    struct vdt_confidence *confidence;
    struct vdt_learned *learned;
    struct vdt_proposals *proposals;
    struct vdt_reference_words *reference_words;
    struct vdt_cue_words *cue_words;
    char version[64];
};

struct vdt_result {
    struct vdt_arena arena;
    struct vdt_buffer conllu, explanation;
    struct vdt_event *events;
    size_t event_count;
    struct vdt_predicate *predicates;
    size_t predicate_count;
    struct vdt_name *names;
    size_t name_count;
    struct vdt_quote *quotes;
    size_t quote_count;
    struct vdt_toponym *toponyms;
    size_t toponym_count;
    struct vdt_timex *timexes;
    size_t timex_count;
    uint64_t words;
};

/* What goes from stage to stage. */
struct work {
    const struct vdt_report *report;
    struct vdt_result *result;
    struct vdt_furniture *furniture;
    size_t furniture_count;
    struct vdt_view text;          /* the report's, furniture blanked out */
    struct vdt_analysis analysis;
};

struct vdt_worker {
    const struct vdt_model *model;
    struct vdt_remarks remarks;
    struct vdt_language_scratch *scratch;
    double seconds[8];
};

static enum vdt_status mark_furniture(struct vdt_worker *worker, struct work *work, struct vdt_error *error) {
    (void)worker;
    struct vdt_arena *arena = &work->result->arena;
    enum vdt_status status = vdt_furniture_find(arena, work->report->text, work->report->title, &work->furniture,
                                                &work->furniture_count, error);
    work->text = work->report->text;
    if (status != VDT_OK || !work->furniture_count) return status;
    /* offsets stay: every byte of furniture becomes a blank, its first two a paragraph's end */
    struct vdt_view copy = vdt_arena_copy(arena, work->report->text);
    char *bytes = vdt_arena_take(arena, work->report->text.size + 1);
    if (!copy.data || !bytes) return vdt_fail_memory(error, "marking furniture");
    memcpy(bytes, copy.data, copy.size);
    for (size_t i = 0; i < work->furniture_count; i++)
        for (uint32_t at = work->furniture[i].begin; at < work->furniture[i].end; at++)
            bytes[at] = at - work->furniture[i].begin < 2 ? '\n' : ' ';
    work->text = (struct vdt_view){ bytes, copy.size };
    return VDT_OK;
}

/* What was cut short, once a report: the analysis goes on, but whoever reads it should know. */
static void remark_cuts(struct vdt_worker *worker, const struct vdt_report *report, const struct vdt_analysis *analysis) {
    if (analysis->cut_words)
        vdt_remark(&worker->remarks, VDT_REMARK_WARNING, report->id, 0, 0,
                   "a word is longer than %d bytes (VDT_LIMIT_WORD_BYTES) and was cut; it begins at byte %u of the text%s",
                   VDT_LIMIT_WORD_BYTES, analysis->first_cut_word, analysis->cut_words > 1 ? ", and there are more cuts" : "");
    if (analysis->cut_sentences)
        vdt_remark(&worker->remarks, VDT_REMARK_WARNING, report->id, 0, 0,
                   "a sentence is longer than %d words (VDT_LIMIT_SENTENCE_WORDS) and was cut; it begins at byte %u of "
                   "the text%s",
                   VDT_LIMIT_SENTENCE_WORDS, analysis->first_cut_sentence,
                   analysis->cut_sentences > 1 ? ", and there are more cuts" : "");
}

static enum vdt_status analyse(struct vdt_worker *worker, struct work *work, struct vdt_error *error) {
    enum vdt_status status = vdt_language_analyse(worker->model->language, worker->scratch, &work->result->arena,
                                                  work->text, &work->analysis, error);
    if (status == VDT_OK) remark_cuts(worker, work->report, &work->analysis);
    return status;
}

static struct vdt_coder_sources sources_of(const struct vdt_model *model) {
    return (struct vdt_coder_sources){ model->knowledge, model->gazetteer, model->patterns, model->embedders, model->confidence,
                                        model->learned, model->proposals, model->reference_words, model->cue_words,
                                        vdt_view_of(model->version), model->disputed };
}

static enum vdt_status code(struct vdt_worker *worker, struct work *work, struct vdt_error *error) {
    const struct vdt_coder_sources sources = sources_of(worker->model);
    work->analysis.text = work->report->text;
    return vdt_code_report(&sources, &work->result->arena, work->report, &work->analysis, &worker->remarks,
                           &work->result->events, &work->result->event_count, error);
}

static const struct stage {
    const char *name;
    enum vdt_status (*run)(struct vdt_worker *worker, struct work *work, struct vdt_error *error);
} stages[] = {
    { "furniture", mark_furniture },  /* read:     what a page carries besides its report */
    { "language", analyse },          /* language: tokens, sentences, tags, trees, names */
    { "code", code },                 /* know, event: actors, places, times; events */
};

enum { STAGES = sizeof stages / sizeof *stages };

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void begin(struct vdt_result *result) {
    vdt_arena_reset(&result->arena);
    vdt_buffer_clear(&result->conllu);
    vdt_buffer_clear(&result->explanation);
    result->events = NULL;
    result->event_count = 0;
    result->predicates = NULL;
    result->predicate_count = 0;
    result->names = NULL;
    result->name_count = 0;
    result->quotes = NULL;
    result->quote_count = 0;
    result->toponyms = NULL;
    result->toponym_count = 0;
    result->timexes = NULL;
    result->timex_count = 0;
    result->words = 0;
}

enum vdt_status vdt_worker_code(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                struct vdt_error *error) {
    begin(result);
    if (report->text.size > VDT_LIMIT_REPORT_BYTES)
        return vdt_fail_at(error, VDT_ERROR_LIMIT, report->id, 0, 0, "the text is longer than %d bytes", VDT_LIMIT_REPORT_BYTES);
    struct work work = { .report = report, .result = result };
    enum vdt_status status = VDT_OK;
    const char *tongue = vdt_tongue_of(report->text);
    if (tongue && strcmp(tongue, "en") != 0) return VDT_OK; /* no events: the patterns are English */
    for (size_t s = 0; s < STAGES && status == VDT_OK; s++) {
        double start = seconds_now();
        status = stages[s].run(worker, &work, error);
        worker->seconds[s] += seconds_now() - start;
    }
    result->words = work.analysis.word_count;
    return status;
}

/* What every layer begins with: the report analysed, its furniture passed over. */
static enum vdt_status analyse_report(struct vdt_worker *worker, struct work *work, struct vdt_error *error) {
    const struct vdt_report *report = work->report;
    begin(work->result);
    if (report->text.size > VDT_LIMIT_REPORT_BYTES)
        return vdt_fail_at(error, VDT_ERROR_LIMIT, report->id, 0, 0, "the text is longer than %d bytes", VDT_LIMIT_REPORT_BYTES);
    enum vdt_status status = mark_furniture(worker, work, error);
    if (status == VDT_OK) status = analyse(worker, work, error);
    work->analysis.text = report->text;
    work->result->words = work->analysis.word_count;
    return status;
}

enum vdt_status vdt_worker_facts(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                 struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    const struct vdt_coder_sources sources = sources_of(worker->model);
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    return vdt_code_predicates(&sources, &result->arena, report, &work.analysis, &worker->remarks, &result->predicates,
                               &result->predicate_count, error);
}

enum vdt_status vdt_worker_explain(struct vdt_worker *worker, const struct vdt_report *report, bool signs,
                                   struct vdt_result *result, struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    const struct vdt_coder_sources sources = sources_of(worker->model);
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    return vdt_explain_report(&sources, &result->arena, report, &work.analysis, &worker->remarks, signs, &result->explanation,
                              error);
}

enum vdt_status vdt_worker_names(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                 struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    const struct vdt_model *model = worker->model;
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    return vdt_names_list(model->knowledge, model->reference_words, &result->arena, report, &work.analysis, &result->names,
                          &result->name_count, error);
}

enum vdt_status vdt_worker_quotes(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                  struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    const struct vdt_model *model = worker->model;
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    return vdt_quotes_list(model->knowledge, model->cue_words, &result->arena, report, &work.analysis, &result->quotes,
                          &result->quote_count, error);
}

enum vdt_status vdt_worker_timexes(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                   struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    return vdt_timex_list(&result->arena, &work.analysis, vdt_report_day(report), &result->timexes, &result->timex_count, error);
}

enum vdt_status vdt_worker_places(struct vdt_worker *worker, const struct vdt_report *report, struct vdt_result *result,
                                  struct vdt_error *error) {
    struct work work = { .report = report, .result = result };
    enum vdt_status status = analyse_report(worker, &work, error);
    if (status != VDT_OK) return status;
    status = vdt_places_list(worker->model->gazetteer, &result->arena, report, &work.analysis, &result->toponyms,
                             &result->toponym_count, error);
    if (status == VDT_OK)
        vdt_where_settle_toponyms(worker->model->disputed, vdt_report_day(report), result->toponyms, result->toponym_count);
    return status;
}

static enum vdt_status list_furniture(struct work *work, struct vdt_conllu_furniture *out, struct vdt_error *error) {
    uint32_t(*spans)[2] = vdt_arena_array(&work->result->arena, work->furniture_count, sizeof *spans);
    if (!spans) return vdt_fail_memory(error, "marking furniture");
    for (size_t i = 0; i < work->furniture_count; i++) {
        spans[i][0] = work->furniture[i].begin;
        spans[i][1] = work->furniture[i].end;
    }
    *out = (struct vdt_conllu_furniture){ (const uint32_t(*)[2])spans, work->furniture_count };
    return VDT_OK;
}

enum vdt_status vdt_worker_parse(struct vdt_worker *worker, const struct vdt_report *report, bool conllu,
                                 struct vdt_result *result, struct vdt_error *error) {
    begin(result);
    struct work work = { .report = report, .result = result, .text = report->text };
    struct vdt_arena *arena = &result->arena;
    struct vdt_conllu given = { 0 };
    struct vdt_conllu_furniture furniture = { 0 };
    enum vdt_status status;
    if (conllu) {
        struct vdt_view rest = report->text;
        status = vdt_conllu_read(&rest, arena, &given, error);
        if (status == VDT_OK)
            status = vdt_language_analyse_tokens(worker->model->language, worker->scratch, arena, &given.analysis, error);
        work.analysis = given.analysis;
    } else {
        status = mark_furniture(worker, &work, error);
        if (status == VDT_OK) status = list_furniture(&work, &furniture, error);
        work.text = report->text; /* parse analyses every letter, furniture too */
        if (status == VDT_OK) status = analyse(worker, &work, error);
    }
    if (status != VDT_OK) {
        vdt_error_place(error, report->file);
        if (error && error->line) error->line += report->line - 1; /* it counted within its document */
        return status;
    }
    result->words = work.analysis.word_count;
    return vdt_conllu_write(&work.analysis, report->id, conllu ? &given : NULL, &furniture, &result->conllu, error);
}

enum vdt_status vdt_result_new(struct vdt_result **out, struct vdt_error *error) {
    struct vdt_result *result = calloc(1, sizeof *result);
    if (!result) return vdt_fail_memory(error, "making a result");
    vdt_arena_init(&result->arena);
    vdt_buffer_init(&result->conllu);
    vdt_buffer_init(&result->explanation);
    *out = result;
    return VDT_OK;
}

void vdt_result_free(struct vdt_result *result) {
    if (!result) return;
    vdt_arena_done(&result->arena);
    vdt_buffer_done(&result->conllu);
    vdt_buffer_done(&result->explanation);
    free(result);
}

struct vdt_events vdt_result_events(const struct vdt_result *result) {
    return (struct vdt_events){ result->events, result->event_count };
}

struct vdt_predicates vdt_result_predicates(const struct vdt_result *result) {
    return (struct vdt_predicates){ result->predicates, result->predicate_count };
}

struct vdt_quotes vdt_result_quotes(const struct vdt_result *result) {
    return (struct vdt_quotes){ result->quotes, result->quote_count };
}

struct vdt_names vdt_result_names(const struct vdt_result *result) {
    return (struct vdt_names){ result->names, result->name_count };
}

struct vdt_timexes vdt_result_timexes(const struct vdt_result *result) {
    return (struct vdt_timexes){ result->timexes, result->timex_count };
}

struct vdt_toponyms vdt_result_toponyms(const struct vdt_result *result) {
    return (struct vdt_toponyms){ result->toponyms, result->toponym_count };
}

struct vdt_view vdt_result_explanation(const struct vdt_result *result) {
    return vdt_buffer_view(&result->explanation);
}

struct vdt_view vdt_result_conllu(const struct vdt_result *result) {
    return vdt_buffer_view(&result->conllu);
}

uint64_t vdt_result_words(const struct vdt_result *result) {
    return result->words;
}

enum vdt_status vdt_worker_new(const struct vdt_model *model, const struct vdt_remarks *remarks,
                               struct vdt_worker **out, struct vdt_error *error) {
    struct vdt_worker *worker = calloc(1, sizeof *worker);
    if (!worker) return vdt_fail_memory(error, "making a worker");
    worker->model = model;
    if (remarks) worker->remarks = *remarks;
    enum vdt_status status = vdt_language_scratch_new(model->language, &worker->scratch, error);
    if (status != VDT_OK) {
        free(worker);
        return status;
    }
    *out = worker;
    return VDT_OK;
}

void vdt_worker_free(struct vdt_worker *worker) {
    if (!worker) return;
    vdt_language_scratch_free(worker->scratch);
    free(worker);
}

size_t vdt_worker_times(const struct vdt_worker *worker, struct vdt_stage_time *out, size_t most) {
    size_t count = most < STAGES ? most : STAGES;
    for (size_t i = 0; i < count; i++) out[i] = (struct vdt_stage_time){ stages[i].name, worker->seconds[i] };
    return count;
}

const char *vdt_version(void) {
    return VDT_VERSION;
}

static enum vdt_status open_disputed(const struct vdt_model_options *options, struct vdt_model *model, struct vdt_error *error) {
    enum vdt_dispute_rule rule = VDT_DISPUTE_RECOGNISED;
    bool given = options->size >= offsetof(struct vdt_model_options, disputed) + sizeof options->disputed && options->disputed;
    if (given && !vdt_dispute_rule_parse(vdt_view_of(options->disputed), &rule))
        return vdt_hint(error, vdt_fail(error, VDT_ERROR_USE, "no rule for disputed territory: \"%.60s\"", options->disputed),
                        "it is recognised, control, claim or none");
    return vdt_disputed_open(options->patterns, options->data, rule, &model->disputed, error);
}

enum vdt_status vdt_model_open(const struct vdt_model_options *options, struct vdt_model **out, struct vdt_error *error) {
    if (!options->language || !options->knowledge || !options->places || !options->patterns)
        return vdt_fail(error, VDT_ERROR_USE, "a model needs images of language, knowledge and places, and patterns");
    struct vdt_model *model = calloc(1, sizeof *model);
    if (!model) return vdt_fail_memory(error, "opening the model");
    enum vdt_status status = vdt_language_open(options->language, &model->language, error);
    if (status == VDT_OK)
        status = vdt_knowledge_open(options->knowledge, options->data, options->actors, &options->remarks,
                                    &model->knowledge, error);
    if (status == VDT_OK) status = vdt_gazetteer_open(options->places, &model->gazetteer, error);
    if (status == VDT_OK) status = open_disputed(options, model, error);
    if (status == VDT_OK) status = vdt_patterns_open(options->patterns, options->data, &options->remarks, &model->patterns, error);
    if (status == VDT_OK) status = vdt_embedders_open(options->patterns, options->data, &model->embedders, error);
    if (status == VDT_OK) status = vdt_learned_open(options->patterns, &model->learned, error);
    if (status == VDT_OK) status = vdt_proposals_open(options->patterns, &model->proposals, error);
    if (status == VDT_OK) status = vdt_confidence_open(options->patterns, options->data, &model->confidence, error);
    if (status == VDT_OK)
        status = vdt_reference_words_open(options->patterns, options->data, &model->reference_words, error);
    if (status == VDT_OK) status = vdt_cue_words_open(options->patterns, options->data, &model->cue_words, error);
    if (status != VDT_OK) {
        vdt_model_close(model);
        return status;
    }
    struct vdt_view image = vdt_language_version(model->language), known = vdt_knowledge_version(model->knowledge),
                    patterns = vdt_patterns_version(model->patterns), embedders = vdt_embedders_version(model->embedders),
                    weights = vdt_confidence_version(model->confidence);
    snprintf(model->version, sizeof model->version, VDT_VERSION "+m%.*s+k%.*s+p%.*s%.*s%.*s", (int)image.size, image.data,
             (int)known.size, known.data, (int)patterns.size, patterns.data, (int)embedders.size, embedders.data,
             (int)weights.size, weights.data);
    *out = model;
    return VDT_OK;
}

void vdt_model_close(struct vdt_model *model) {
    if (!model) return;
    vdt_reference_words_close(model->reference_words);
    vdt_cue_words_close(model->cue_words);
    vdt_embedders_close(model->embedders);
    vdt_confidence_close(model->confidence);
    vdt_learned_close(model->learned);
    vdt_proposals_close(model->proposals);
    vdt_patterns_close(model->patterns);
    vdt_disputed_close(model->disputed);
    vdt_gazetteer_close(model->gazetteer);
    vdt_knowledge_close(model->knowledge);
    vdt_language_close(model->language);
    free(model);
}

void vdt_model_info(const struct vdt_model *model, struct vdt_model_info *out) {
    const struct vdt_language *image = model->language;
    struct vdt_model_info info = {
        .size = out->size,
        .version = vdt_language_version(image),
        .licence = image->licence,
        .kernel = vdt_view_of(image->kernel->name),
        .checksum = image->checksum,
        .bytes = image->map.bytes.size,
        .format = image->format,
        .words = image->word_count,
        .listed = image->list_count,
        .units = image->units,
        .upos = image->upos.columns,
        .xpos = image->xpos.columns,
        .feats = image->feats.columns,
        .relations = image->relation.columns,
        .names = image->names.columns,
        .lemma_rules = image->rule_count,
        .lemma_exceptions = image->lemma_count,
    };
    for (int i = 0; i < VDT_NET_HASHED; i++) info.hashed += image->hashed[i].count;
    memcpy(out, &info, out->size < sizeof info ? out->size : sizeof info);
}

struct vdt_view vdt_model_version(const struct vdt_model *model) {
    return vdt_view_of(model->version);
}
