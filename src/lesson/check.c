/// What makes a lesson worse than it could be, beyond what makes it invalid.
#include "lesson/lesson.h"

#include "base/catalog.h"
#include "lesson/lesson_read.h"
#include "lesson/spoiler.h"
#include "platform/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 60, LOOK_WORDS_MAX = 25 };

static void warn(const un_Source *source, int line, int column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void warn(const un_Source *source, int line, int column, const char *format, ...) {
    un_Error error = {0};
    char message[sizeof error.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    un_error_set(&error, UN_ERROR_FILE, source->name, line, column, "%s", message);
    un_report(source->reports, true, &error);
}

/// Words between blanks; a formula is one, code is none.
static int count_words(const un_Prose *prose) {
    int words = 0;
    for (int i = 0; i < prose->count; i++) {
        const un_Block *block = &prose->block[i];
        bool inside = false;
        if (block->kind == UN_BLOCK_CODE) continue;
        for (int j = 0; j < block->span_count; j++) {
            const un_Span *span = &block->span[j];
            if (span->marks & UN_SPAN_ADDRESS) continue;
            for (const char *at = span->text; *at; at++) {
                bool blank = strchr(" \n\t", *at) && !(span->marks & UN_SPAN_MATH);
                if (!blank && !inside) words++;
                inside = !blank;
            }
        }
    }
    return words;
}

static void check_length(const un_Source *source, const un_Prose *prose, int line, const char *where) {
    int words = count_words(prose);
    if (prose->count > 0) line = prose->block[0].line;
    if (words > WORDS_MAX)
        warn(source, line, 1, _("long prose: %d words %s, better: at most %d"), words, where, WORDS_MAX);
}

static bool holds_number(const un_Prose *prose, const un_Reveal *reveal) {
    int quantity = reveal->quantity.quantity;
    bool percent = quantity >= 0 && un_quantity_table[quantity].form == UN_FORM_PERCENT;
    for (int i = 0; i < prose->count; i++) {
        for (int j = 0; j < prose->block[i].span_count; j++) {
            if (un_spoils_number(prose->block[i].span[j].text, reveal->expect, percent)) return true;
        }
    }
    return false;
}

static void check_spoilers(const un_Source *source, const un_Stop *stop, bool trains) {
    const un_Prose title = {&stop->heading, 1};
    if (stop->question.kind == UN_QUESTION_NONE) return;
    for (int i = 0; i < stop->reveal_count; i++) {
        const un_Reveal *reveal = &stop->reveal[i];
        int view = un_spoils_view(stop, reveal, trains);
        if (view >= 0) {
            warn(source, reveal->line, reveal->column,
                 _("spoiler: the view '%s' shows what is asked for before the answer, better: name it, or its part, in "
                   "'cover'"),
                 un_view_table[view]->name);
        }
        if (holds_number(&title, reveal) || holds_number(&stop->before, reveal)) {
            warn(source, stop->line, 1,
                 _("spoiler: the number that is revealed, %.3g, stands in the heading or the text before the question"),
                 reveal->expect);
        }
    }
}

static void check_question(const un_Source *source, const un_Stop *stop) {
    const un_Question *question = &stop->question;
    if (question->kind == UN_QUESTION_NONE) return;
    int missing = 0;
    for (int i = 0; i < question->choice_count; i++)
        missing += question->choice[i].feedback.count == 0;
    if (missing > 0)
        warn(source, question->line, question->column, _("no feedback on %d of %d choices, better: a word on each"),
             missing, question->choice_count);
    if (question->kind != UN_QUESTION_CHOICE && !(question->right.count && question->low.count && question->high.count))
        warn(source, question->line, question->column, "%s", _("no feedback, better: 'right', 'low' and 'high'"));
    if (question->tries > 1 && question->hint.count == 0)
        warn(source, question->line, question->column, "%s", _("two tries without a hint, better: 'hint'"));
}

/// Whether the run goes on between question and answer, so that what is shown before is not yet what is asked for.
static bool trains(const un_Stop *stop, int64_t done) {
    return !stop->run.before && (stop->run.updates > (stop->fresh ? 0 : done) || stop->run.seeds > 0);
}

static void check_stops(const un_Lesson *lesson, const un_Source *source) {
    int64_t done = 0;
    for (int i = 0; i < lesson->stop_count; i++) {
        const un_Stop *stop = &lesson->stop[i];
        check_question(source, stop);
        check_spoilers(source, stop, trains(stop, done));
        check_length(source, &stop->before, stop->line, _("before the question"));
        check_length(source, &stop->after, stop->line, _("behind the reveal"));
        if (count_words(&stop->look) > LOOK_WORDS_MAX)
            warn(source, stop->line, 1, _("look: %d words, better: one sentence of at most %d"),
                 count_words(&stop->look), LOOK_WORDS_MAX);
        if (stop->teacher.count == 0)
            warn(source, stop->line, 1, "%s",
                 _("no teacher's note, better: ```teacher with what students get wrong and what the model does not "
                   "show"));
        done = stop->run.updates > 0 || stop->fresh ? stop->run.updates : done;
    }
}

static void check_links(const un_Markdown *markdown, const un_Source *source) {
    const char *slash = strrchr(source->name, '/');
    int folder = slash ? (int)(slash - source->name) + 1 : 0;
    for (int i = 0; i < markdown->link_count; i++) {
        const un_FileLink *link = &markdown->link[i];
        char path[4096];
        if ((size_t)snprintf(path, sizeof path, "%.*s%s", folder, source->name, link->name) >= sizeof path) continue;
        if (!un_file_exists(path)) {
            warn(source, link->line, link->column, _("dead link: there is no '%s' beside this lesson"), link->name);
        } else if (!un_file_is_regular(path)) {
            warn(source, link->line, link->column, _("dead link: '%s' is a symbolic link or a folder, better: a file"),
                 link->name);
        }
    }
}

static void check_lesson(const un_Lesson *lesson, const un_Source *source) {
    check_links(&lesson->body, source);
    for (int i = 0; i < lesson->texts.count; i++)
        check_links(&lesson->texts.item[i], source);
    if (lesson->stop_count == 0) return;
    if (lesson->front.goal_count == 0)
        warn(source, lesson->front.line, lesson->front.column, "%s",
             _("no goals, better: 'goals' with what a learner can say afterwards"));
    if (lesson->front.minutes == 0)
        warn(source, lesson->front.line, lesson->front.column, "%s", _("no length, better: 'minutes'"));
    check_stops(lesson, source);
}

int un_lesson_check(const char *text, size_t size, const char *name, un_LessonTell *tell, void *context) {
    un_Reports reports = {.tell = tell, .context = context};
    un_Source source;
    un_Lesson *lesson = un_lesson_source(&source, text, size, name, &reports) ? un_lesson_read(&source) : NULL;
    if (lesson && reports.first.code != UN_ERROR_MEMORY && lesson->front.body > 0) check_lesson(lesson, &source);
    un_lesson_destroy(lesson);
    return reports.errors;
}
