#include "book/report.h"

#include "base/catalog.h"
#include "book/press.h"
#include "book/prose.h"
#include "book/report_words.h"
#include "book/walk.h"
#include "export/still.h"
#include "platform/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const float WIDTH = 595.28f, HEIGHT = 841.89f, EDGE = 48, BODY = 11; ///< A4 in points
enum { LINE = 1024, PATH = 4096 };

// Pictures.

typedef struct Shots {
    un_ReportDef *def;
    const un_Player *player;
    un_DrawList *list;
} Shots;

static un_Status shoot(void *context, const un_Player *player, const un_Snapshot *snapshot, un_Error *error) {
    (void)error;
    Shots *shots = context;
    int i = player->stop;
    if (player->phase != UN_PHASE_TOLD || !shots->player->answer[i].told || un_player_stop(player)->view_count == 0) return UN_OK;
    un_SlideDef slide = {.width = UN_SLIDE_WIDE, .theme = UN_THEME_PRINT, .fonts = shots->def->fonts};
    un_slide_picture(&shots->list[i], &slide, player, snapshot);
    shots->def->picture[i] = &shots->list[i];
    return UN_OK;
}

un_Status un_report_pictures(un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, double max_memory, un_DrawList *list,
                             un_Error *error) {
    Shots shots = {def, player, list};
    un_WalkDef walk = un_default_walk_def(lesson);
    walk.max_memory = max_memory;
    while (walk.last >= 0 && !player->answer[walk.last].told)
        walk.last--;
    return un_walk(lesson, &walk, shoot, &shots, error);
}

// PDF.

typedef struct Paper {
    const un_ReportDef *def;
    un_Press *press;
    un_DrawList list;
    float y;
    un_Status status;
    un_Error *error;
} Paper;

static void new_page(Paper *paper) {
    if (paper->y > EDGE && paper->status == UN_OK) {
        un_draw_group_end(&paper->list);
        paper->status = un_press_page(paper->press, &paper->list, WIDTH, HEIGHT, un_theme_color(UN_THEME_PRINT, UN_TOKEN_BG), NULL, paper->error);
    }
    un_draw_reset(&paper->list);
    un_draw_group(&paper->list, "report", (un_Rect){0, 0, WIDTH, HEIGHT});
    paper->y = EDGE;
}

/// So much has to stay together.
static void keep(Paper *paper, float height) {
    if (paper->y + height > HEIGHT - EDGE) new_page(paper);
}

static void line(Paper *paper, un_Face face, float size, un_Token token, const char *text) {
    un_TextStyle style = {face, size, un_theme_color(UN_THEME_PRINT, token), false};
    float leading = size * 1.4f, width = WIDTH - 2 * EDGE;
    float high = un_text_draw_wrapped(NULL, paper->def->fonts, &style, (un_Point){0, 0}, width, leading, text);
    keep(paper, high);
    paper->y += un_text_draw_wrapped(&paper->list, paper->def->fonts, &style, (un_Point){EDGE, paper->y + size}, width, leading, text);
}

static void prose(Paper *paper, un_Prose text, float indent) {
    un_Rect rect = {EDGE + indent, paper->y, WIDTH - 2 * EDGE - indent, 0};
    float high = un_prose_draw(NULL, paper->def->fonts, UN_THEME_PRINT, BODY, rect, text);
    if (text.count == 0) return;
    keep(paper, high);
    rect.y = paper->y;
    paper->y += un_prose_draw(&paper->list, paper->def->fonts, UN_THEME_PRINT, BODY, rect, text) + 3;
}

/// "Your answer" in a column of its own, then the words.
static void row(Paper *paper, const char *head, un_Prose words, const char *plain) {
    un_TextStyle quiet = {UN_FACE_REGULAR, BODY, un_theme_color(UN_THEME_PRINT, UN_TOKEN_INK3), false};
    keep(paper, BODY * 2);
    un_text_draw(&paper->list, paper->def->fonts, &quiet, (un_Point){EDGE, paper->y + BODY * 1.2f}, UN_ALIGN_LEFT, head);
    if (words.count > 0) {
        prose(paper, words, 92);
        return;
    }
    un_TextStyle style = {UN_FACE_SEMIBOLD, BODY, un_theme_color(UN_THEME_PRINT, UN_TOKEN_INK), false};
    un_rich_draw(&paper->list, paper->def->fonts, &style, (un_Point){EDGE + 92, paper->y + BODY * 1.2f}, UN_ALIGN_LEFT, plain);
    paper->y += BODY * 1.7f;
}

/// Copies a finished list into the paper's, scaled into a place: what it holds is points, glyphs and rectangles.
static void picture(Paper *paper, const un_DrawList *from) {
    float width = (WIDTH - 2 * EDGE) * 0.78f, scale = width / UN_SLIDE_WIDE, height = UN_SLIDE_HEIGHT * scale;
    keep(paper, height + 8);
    un_draw_place(&paper->list, from, scale, (un_Point){EDGE, paper->y + 4});
    paper->y += height + 12;
}

static void stop_on_paper(Paper *paper, const un_Stop *stop, const un_Answer *answer, const un_DrawList *shot) {
    char text[LINE], verdict[96];
    const un_Prose none = {NULL, 0};
    un_Block heading = stop->heading;
    heading.level = 2;
    paper->y += 14;
    keep(paper, 90);
    prose(paper, (un_Prose){&heading, 1}, 0);
    if (stop->question.kind == UN_QUESTION_CHOICE && answer->given && answer->has_choice)
        row(paper, _("Your answer"), stop->question.choice[answer->choice].text, "");
    else if (stop->question.kind != UN_QUESTION_NONE)
        row(paper, _("Your answer"), none, un_report_answer(stop, answer, text, sizeof text));
    if (*un_report_verdict(stop, answer, verdict, sizeof verdict)) row(paper, "", none, verdict);
    for (int i = 0; answer->told && i < stop->reveal_count; i++)
        row(paper, i == 0 ? _("Measured") : "", none, un_report_measured(stop, answer, i, text, sizeof text));
    if (answer->told) prose(paper, un_answer_feedback(stop, answer), 92);
    if (shot) picture(paper, shot);
}

static un_Status write_pdf(const un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, const char *path, un_Error *error) {
    un_PressDef press = {.fonts = def->fonts, .path = path, .title = un_lesson_title(lesson), .pixels = 1, .force = def->force};
    Paper paper = {.def = def, .press = un_press_create(&press, error), .error = error};
    char text[LINE];
    if (!paper.press) return error->code;
    un_draw_init(&paper.list);
    new_page(&paper);
    line(&paper, UN_FACE_SEMIBOLD, 22, UN_TOKEN_INK, un_lesson_title(lesson));
    snprintf(text, sizeof text, _("Name: %s"), *def->name ? def->name : "______________________");
    line(&paper, UN_FACE_REGULAR, BODY, UN_TOKEN_INK, text);
    line(&paper, UN_FACE_REGULAR, BODY, UN_TOKEN_INK2, un_report_summary(lesson, player, text, sizeof text));
    for (int i = 0; i < un_lesson_stop_count(lesson); i++)
        stop_on_paper(&paper, un_lesson_stop(lesson, i), &player->answer[i], def->picture[i]);
    new_page(&paper); // sends the last one
    un_Status status = paper.status;
    if (!status) status = un_press_finish(paper.press, error);
    un_press_destroy(paper.press);
    un_draw_free(&paper.list);
    return status;
}

// Markdown.

typedef struct Text {
    char *bytes;
    size_t size, room;
    bool failed;
} Text;

static void put(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(Text *text, const char *format, ...) {
    char piece[2 * LINE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    size_t length = strlen(piece);
    if (text->size + length + 1 > text->room) {
        size_t room = (text->room + length + 1) * 2;
        char *grown = realloc(text->bytes, room);
        text->failed = text->failed || !grown;
        if (!grown) return;
        text->bytes = grown;
        text->room = room;
    }
    memcpy(text->bytes + text->size, piece, length + 1);
    text->size += length;
}

static void stop_in_text(Text *out, const un_Stop *stop, const un_Answer *answer, const char *shot) {
    char text[LINE], verdict[96];
    un_Prose heading = {&stop->heading, 1};
    put(out, "\n## %s\n\n", un_report_line(heading, text, sizeof text));
    if (stop->question.kind != UN_QUESTION_NONE) {
        un_report_verdict(stop, answer, verdict, sizeof verdict);
        put(out, "* %s: %s%s%s%s\n", _("Your answer"), un_report_answer(stop, answer, text, sizeof text), *verdict ? " (" : "", verdict, *verdict ? ")" : "");
    }
    for (int i = 0; answer->told && i < stop->reveal_count; i++)
        put(out, "* %s: %s\n", _("Measured"), un_report_measured(stop, answer, i, text, sizeof text));
    un_Prose feedback = un_answer_feedback(stop, answer);
    if (answer->told && feedback.count > 0) put(out, "\n%s\n", un_report_line(feedback, text, sizeof text));
    if (shot) put(out, "\n![%s](%s)\n", stop->title, shot);
}

/// "report-03.png" beside report.md.
static bool picture_path(const char *path, int stop, char *out, size_t size) {
    return snprintf(out, size, "%.*s-%02d.png", (int)(strlen(path) - 3), path, stop + 1) < (int)size;
}

static un_Status write_shot(const un_ReportDef *def, const un_DrawList *list, const char *path, un_Error *error) {
    un_StillDef still = {.width = UN_SLIDE_WIDE, .height = UN_SLIDE_HEIGHT, .pixels = 1, .background = un_theme_color(UN_THEME_PRINT, UN_TOKEN_BG)};
    char *bytes = NULL;
    size_t size = 0;
    un_Status status = un_still_make(list, def->fonts, UN_FORMAT_PNG, &still, &bytes, &size, error);
    if (!status) status = un_file_write(path, bytes, size, error);
    free(bytes);
    return status;
}

static un_Status write_markdown(const un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, const char *path, un_Error *error) {
    Text out = {0};
    char line_text[LINE], shot[PATH];
    un_Status status = UN_OK;
    if (!def->force && un_file_exists(path))
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', which exists, valid: a new name, or --force to replace it"), path);
    put(&out, "# %s\n\n%s: %s\n\n%s\n", un_lesson_title(lesson), _("Name"), *def->name ? def->name : "______________________",
        un_report_summary(lesson, player, line_text, sizeof line_text));
    for (int i = 0; i < un_lesson_stop_count(lesson) && !status; i++) {
        bool shown = def->picture[i] && picture_path(path, i, shot, sizeof shot);
        if (shown) status = write_shot(def, def->picture[i], shot, error);
        const char *slash = strrchr(shot, '/');
        stop_in_text(&out, un_lesson_stop(lesson, i), &player->answer[i], shown ? (slash ? slash + 1 : shot) : NULL);
    }
    if (!status && out.failed) status = un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    if (!status) status = un_file_write(path, out.bytes, out.size, error);
    free(out.bytes);
    return status;
}

un_Status un_report_write(const un_ReportDef *def, const un_Lesson *lesson, const un_Player *player, const char *path, un_Error *error) {
    size_t length = strlen(path);
    if (length > 4 && strcmp(path + length - 4, ".pdf") == 0) return write_pdf(def, lesson, player, path, error);
    if (length > 3 && strcmp(path + length - 3, ".md") == 0) return write_markdown(def, lesson, player, path, error);
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid: a name that ends in .pdf or .md"), path);
}
