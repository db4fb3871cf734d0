#include "cli/lesson.h"

#include "cli/output.h"

#include "base/catalog.h"
#include "lesson/lesson.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 100, TEXT_MAX = 8192 };

/// Prints text in lines of at most WIDTH bytes from a column on; the first one behind `head`, which stands in that column's room.
static void print_wrapped(const char *head, int column, const char *text) {
    size_t room = (size_t)(WIDTH - column);
    printf("%*s%s", column - (int)strlen(head), "", head);
    for (bool first = true; *text || first; first = false) {
        size_t length = strcspn(text, "\n"), line = length;
        if (length > room) {
            for (line = room; line > 0 && text[line] != ' ';)
                line--;
            if (line == 0) line = strcspn(text, " \n");
        }
        printf("%*s%.*s\n", first ? 0 : column, "", (int)line, text);
        text += line;
        text += strspn(text, " ");
        if (*text == '\n') text++;
    }
}

/// The block as text, mathematics as it was written.
static const char *block_text(const un_Block *block, char out[TEXT_MAX]) {
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < block->span_count && used < TEXT_MAX; i++) {
        const char *form = block->span[i].marks & UN_SPAN_MATH ? "$%s$" : block->span[i].marks & UN_SPAN_CODE ? "`%s`" : "%s";
        used += (size_t)snprintf(out + used, TEXT_MAX - used, form, block->span[i].text);
    }
    return out;
}

static void print_prose(un_Prose prose, const char *head, int column) {
    char text[TEXT_MAX], item[32];
    for (int i = 0; i < prose.count; i++) {
        const un_Block *block = &prose.block[i];
        const char *own = i == 0 ? head : "";
        int at = column;
        if (block->kind == UN_BLOCK_ITEM) {
            snprintf(item, sizeof item, block->number ? "%d. " : "- ", block->number);
            own = item;
            at += 4 * block->level;
        }
        print_wrapped(own, at, block_text(block, text));
    }
}

static void print_names(const char *head, const un_PartRef *part, int count) {
    char text[TEXT_MAX] = "";
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s%s", i ? ", " : "", un_view_table[part[i].view]->name,
                                 part[i].part[0] ? "/" : "", part[i].part);
    }
    if (count) print_wrapped(head, 14, text);
}

static void print_scene(const un_Stop *stop) {
    static const char *const until[] = {"", "loss < %g", "accuracy >= %g", "solved"};
    char text[TEXT_MAX] = "";
    size_t used = 0;
    for (int i = 0; i < stop->view_count; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "", un_view_table[stop->view[i]]->name);
    }
    if (stop->view_count) print_wrapped("views   ", 14, text);
    print_names("covered   ", stop->cover, stop->cover_count);
    print_names("highlit   ", stop->highlight, stop->highlight_count);
    if (stop->run.updates == 0 && stop->run.seeds == 0) return;
    used = (size_t)snprintf(text, sizeof text, _("%lld updates"), (long long)stop->run.updates);
    if (stop->run.until != UN_UNTIL_UPDATES) {
        used += (size_t)snprintf(text + used, sizeof text - used, _(", or until "));
        used += (size_t)snprintf(text + used, sizeof text - used, until[stop->run.until], stop->run.value);
    }
    if (stop->run.seeds) snprintf(text + used, sizeof text - used, _(", and %d other seeds"), stop->run.seeds);
    print_wrapped("run   ", 14, text);
}

static void print_question(const un_Question *question) {
    char head[16], text[128];
    for (int i = 0; i < question->choice_count; i++) {
        snprintf(head, sizeof head, "%d%s  ", i + 1, question->choice[i].right ? "*" : " ");
        print_prose(question->choice[i].text, head, 14);
        print_prose(question->choice[i].feedback, "", 18);
    }
    if (question->kind == UN_QUESTION_NUMBER || question->kind == UN_QUESTION_MARK) {
        snprintf(text, sizeof text, "%g..%g%s%s", question->least, question->most, question->unit[0] ? " " : "", question->unit);
        print_wrapped(question->kind == UN_QUESTION_MARK ? "mark   " : "number   ", 14, text);
    }
    print_prose(question->right, "right   ", 14);
    print_prose(question->low, "too low   ", 14);
    print_prose(question->high, "too high   ", 14);
    print_prose(question->hint, "hint   ", 14);
}

static void print_reveals(const un_Stop *stop) {
    for (int i = 0; i < stop->reveal_count; i++) {
        const un_Reveal *reveal = &stop->reveal[i];
        char number[96], text[TEXT_MAX], says[TEXT_MAX] = "", tolerance[64];
        if (reveal->says.count) block_text(&reveal->says.block[0], says);
        const char *form = reveal->tolerance.factor > 0 ? _("within a factor of %g") : _("within %g");
        snprintf(tolerance, sizeof tolerance, form,
                 reveal->tolerance.factor > 0 ? reveal->tolerance.factor : reveal->tolerance.absolute);
        snprintf(text, sizeof text, "%s %.7000s (%s, %s)", un_quantity_write(reveal->quantity.quantity, reveal->expect, number, sizeof number),
                 says, un_quantity_table[reveal->quantity.quantity].name, tolerance);
        print_wrapped("measured   ", 14, text);
    }
}

static void print_stop(const un_Stop *stop, int number) {
    char head[16];
    snprintf(head, sizeof head, "%d  ", number);
    printf("\n");
    print_wrapped(head, 4, stop->title);
    print_prose(stop->before, "", 4);
    print_scene(stop);
    print_question(&stop->question);
    print_reveals(stop);
    print_prose(stop->after, "", 4);
    print_prose(stop->teacher, "teacher   ", 14);
}

static void print_head(const un_Lesson *lesson) {
    char text[TEXT_MAX];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", un_level_name[un_lesson_level(lesson)]);
    if (un_lesson_minutes(lesson) > 0)
        used += (size_t)snprintf(text + used, sizeof text - used, _(", %d minutes"), un_lesson_minutes(lesson));
    snprintf(text + used, sizeof text - used, ", %s", un_lesson_language(lesson));
    print_wrapped("", 0, un_lesson_title(lesson));
    print_wrapped("", 0, text);
    for (int i = 0; i < un_lesson_goal_count(lesson); i++) {
        print_wrapped("- ", 4, un_lesson_goal(lesson, i));
    }
    un_Prose body = {0};
    body.block = un_lesson_blocks(lesson, &body.count);
    printf("\n");
    print_prose(body, "", 0);
}

int un_cli_lesson_show(const un_CliOptions *options, const char *path) {
    (void)options;
    un_Error error;
    un_Lesson *lesson = un_lesson_load(path, &error);
    if (!lesson) return un_cli_fail(&error);
    print_head(lesson);
    for (int i = 0; i < un_lesson_stop_count(lesson); i++) {
        print_stop(un_lesson_stop(lesson, i), i + 1);
    }
    un_lesson_destroy(lesson);
    return un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}
