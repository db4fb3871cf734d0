#include "book/handout.h"

#include "base/catalog.h"
#include "base/number.h"
#include "book/grey.h"
#include "book/prose.h"
#include "book/walk.h"
#include "canvas/theme.h"
#include "lesson/quantity.h"
#include "view/view.h"

#include <math.h>
#include <stdio.h>

static const float WIDTH = 595.28f, HEIGHT = 841.89f, EDGE = 44; ///< A4 in points
static const float LARGEST = 11, SMALLEST = 7.5f;                ///< of the text, so that a long lesson still takes one sheet
static const float PICTURE = 190;                                ///< height of the picture, least

typedef struct Handout {
    const un_HandoutDef *def;
    const un_Lesson *lesson;
    un_DrawList list;
    un_Rect place;   ///< of the picture, once the text is laid out
    int shown;       ///< the stop whose picture stands on the sheet; -1: none
    un_Answer answer[UN_STOPS_MAX];
} Handout;

static un_TextStyle style_of(un_Face face, float size, un_Token token) {
    return (un_TextStyle){face, size, un_theme_color(UN_THEME_PRINT, token), false};
}

/// The stop whose picture says most: the first one that hides something until it is told.
static int picture_stop(const un_Lesson *lesson) {
    for (int i = 0; i < un_lesson_stop_count(lesson); i++) {
        const un_Stop *stop = un_lesson_stop(lesson, i);
        if (stop->question.kind != UN_QUESTION_NONE && stop->cover_count > 0 && stop->view_count > 0 && stop->view[0] != UN_VIEW_INSPECTOR)
            return i;
    }
    return -1;
}

/// A line to write on, from x to right.
static void rule(un_DrawList *list, float x, float right, float y) {
    if (list) un_draw_line(list, (un_Point){x, y + 2}, (un_Point){right, y + 2}, 0.7f, un_theme_color(UN_THEME_PRINT, UN_TOKEN_CTL));
}

static float words(un_DrawList *list, const Handout *sheet, const un_TextStyle *style, float x, float y, const char *text) {
    return list ? un_text_draw(list, sheet->def->fonts, style, (un_Point){x, y}, UN_ALIGN_LEFT, text)
                : un_text_width(sheet->def->fonts, style, text);
}

/// "My guess ____ Measured ____", or the number that was measured.
static float to_fill_in(un_DrawList *list, const Handout *sheet, int index, float size, float y) {
    const un_Stop *stop = un_lesson_stop(sheet->lesson, index);
    un_TextStyle plain = style_of(UN_FACE_REGULAR, size, UN_TOKEN_INK2), strong = style_of(UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
    float base = y + size * 1.3f, x = EDGE, middle = WIDTH / 2;
    if (stop->question.kind != UN_QUESTION_CHOICE) {
        x += words(list, sheet, &plain, x, base, _("My guess")) + 6;
        rule(list, x, middle - 12, base);
    }
    x = middle + words(list, sheet, &plain, middle, base, _("Measured")) + 6;
    const un_Answer *answer = &sheet->answer[index];
    if (sheet->def->answers && stop->reveal_count > 0 && answer->has_measured[0]) {
        char number[96];
        words(list, sheet, &strong, x, base, un_quantity_write(stop->reveal[0].quantity.quantity, answer->measured[0], number, sizeof number));
    } else {
        rule(list, x, WIDTH - EDGE, base);
    }
    return size * 2;
}

/// The choices one behind the other, a box before each, as many to a line as fit.
static float choices(un_DrawList *list, const Handout *sheet, const un_Question *question, float size, float y) {
    float x = EDGE, top = y, row = 0, box = size * 0.8f, most = WIDTH - 2 * EDGE;
    for (int i = 0; i < question->choice_count; i++) {
        un_Prose text = question->choice[i].text;
        // As wide as its own text takes in one line, if that is less than the sheet.
        float high = 0, wide = 40;
        while (wide < most && (high = un_prose_draw(NULL, sheet->def->fonts, UN_THEME_PRINT, size, (un_Rect){0, 0, wide, 0}, text)) > size * 1.6f)
            wide += 12;
        if (x > EDGE && x + box + 6 + wide > WIDTH - EDGE) {
            x = EDGE;
            y += row + 2;
            row = 0;
        }
        bool right = sheet->def->answers && question->choice[i].right;
        if (list) un_draw_frame(list, (un_Rect){x, y + size * 0.35f, box, box}, 1.5f, right ? 2 : 0.8f, un_theme_color(UN_THEME_PRINT, UN_TOKEN_INK));
        high = un_prose_draw(list, sheet->def->fonts, UN_THEME_PRINT, size, (un_Rect){x + box + 6, y, wide, 0}, text);
        row = fmaxf(row, high);
        x += box + 6 + wide + 16;
    }
    return y + row - top;
}

static float question(un_DrawList *list, const Handout *sheet, int index, int number, float size, float y) {
    const un_Stop *stop = un_lesson_stop(sheet->lesson, index);
    un_TextStyle strong = style_of(UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
    char mark[16];
    float top = y;
    snprintf(mark, sizeof mark, "%d", number);
    words(list, sheet, &strong, EDGE, y + size * 1.05f, mark);
    un_Block heading = stop->heading;
    heading.level = 3; // hardly larger than the text
    y += un_prose_draw(list, sheet->def->fonts, UN_THEME_PRINT, size, (un_Rect){EDGE + 18, y, WIDTH - 2 * EDGE - 18, 0}, (un_Prose){&heading, 1}) + 2;
    if (stop->question.kind == UN_QUESTION_CHOICE) y += choices(list, sheet, &stop->question, size, y);
    return y + to_fill_in(list, sheet, index, size, y) + size * 0.9f - top;
}

static float head(un_DrawList *list, const Handout *sheet, float size, float y) {
    un_TextStyle title = style_of(UN_FACE_SEMIBOLD, 20, UN_TOKEN_INK), plain = style_of(UN_FACE_REGULAR, size, UN_TOKEN_INK);
    un_TextStyle quiet = style_of(UN_FACE_REGULAR, size, UN_TOKEN_INK2);
    float width = WIDTH - 2 * EDGE, name = 150;
    y += un_text_draw_wrapped(list, sheet->def->fonts, &title, (un_Point){EDGE, y + 18}, width - name - 24, 25, un_lesson_title(sheet->lesson));
    float x = EDGE + width - name, at = EDGE + 18;
    x += words(list, sheet, &quiet, x, at, _("Name")) + 6;
    rule(list, x, WIDTH - EDGE, at);
    for (int i = 0; i < un_lesson_goal_count(sheet->lesson); i++) {
        if (list) un_draw_disc(list, (un_Point){EDGE + 3, y + size * 0.75f}, 1.6f, un_theme_color(UN_THEME_PRINT, UN_TOKEN_INK));
        y += un_text_draw_wrapped(list, sheet->def->fonts, &plain, (un_Point){EDGE + 12, y + size * 1.1f}, width - 12, size * 1.4f, un_lesson_goal(sheet->lesson, i));
    }
    return y + size;
}

/// All of the text at this size; returns where it ends.
static float text(un_DrawList *list, const Handout *sheet, float size) {
    float y = head(list, sheet, size, EDGE);
    int number = 0;
    for (int i = 0; i < un_lesson_stop_count(sheet->lesson); i++) {
        if (un_lesson_stop(sheet->lesson, i)->question.kind == UN_QUESTION_NONE) continue;
        y += question(list, sheet, i, ++number, size, y);
    }
    return y;
}

static un_Status visit(void *context, const un_Player *player, const un_Snapshot *snapshot, un_Error *error) {
    (void)error;
    Handout *sheet = context;
    const un_Stop *stop = un_player_stop(player);
    bool asked = player->phase == UN_PHASE_ASK;
    if (!asked) sheet->answer[player->stop] = player->answer[player->stop];
    if (player->stop != sheet->shown || asked == sheet->def->answers) return UN_OK;
    un_ViewContext view = {.snapshot = snapshot,
                           .fonts = sheet->def->fonts,
                           .theme = UN_THEME_PRINT,
                           .axis = un_axis_choose(snapshot),
                           .show_c = stop->show_c,
                           .select = stop->select,
                           .band = true,
                           .grey = true};
    view.hall = stop->view[0] == UN_VIEW_STAGE;
    view.scale = fminf(0.75f, fminf(sheet->place.w / un_view_least_width(&view, stop->view[0]), sheet->place.h / un_view_least_height(&view, stop->view[0])) * 0.99f);
    if (view.hall) view.scale = 0.75f;
    if (asked) {
        view.cover = stop->cover;
        view.cover_count = stop->cover_count;
        view.wave.phase = UN_WAVE_LOSS;
    }
    un_view_draw_inside(&sheet->list, &view, stop->view[0], sheet->place);
    return UN_OK;
}

static un_Status draw_picture(Handout *sheet, float y, un_Error *error) {
    const un_HandoutDef *def = sheet->def;
    un_TextStyle quiet = style_of(UN_FACE_REGULAR, 9, UN_TOKEN_INK2);
    un_WalkDef walk = un_default_walk_def(sheet->lesson);
    sheet->shown = picture_stop(sheet->lesson);
    if (sheet->shown < 0 && !def->answers) return UN_OK;
    walk.max_memory = def->max_memory;
    if (!def->answers) walk.first = walk.last = sheet->shown;
    sheet->place = (un_Rect){EDGE, y + 16, WIDTH - 2 * EDGE, fminf(HEIGHT - EDGE - 16 - y, 260)};
    un_Status status = un_walk(sheet->lesson, &walk, visit, sheet, error);
    if (status || sheet->shown < 0) return status;
    un_draw_group(&sheet->list, "caption", (un_Rect){EDGE, y, WIDTH - 2 * EDGE, 14});
    words(&sheet->list, sheet, &quiet, EDGE, y + 9, def->answers ? un_lesson_stop(sheet->lesson, sheet->shown)->title : _("Draw in what you expect, before it is run:"));
    un_draw_group_end(&sheet->list);
    return UN_OK;
}

un_Status un_handout_make(const un_HandoutDef *def, const un_Lesson *lesson, un_Press *press, un_Error *error) {
    Handout sheet = {.def = def, .lesson = lesson};
    float size = LARGEST, y;
    un_draw_init(&sheet.list);
    while ((y = text(NULL, &sheet, size)) > HEIGHT - EDGE - PICTURE && size > SMALLEST)
        size -= 0.5f;
    un_Status status = draw_picture(&sheet, y, error); // measures what the lecturer's text says
    un_draw_group(&sheet.list, "handout", (un_Rect){0, 0, WIDTH, HEIGHT});
    text(&sheet.list, &sheet, size);
    un_draw_group_end(&sheet.list);
    un_grey(&sheet.list);
    if (!status) status = un_press_page(press, &sheet.list, WIDTH, HEIGHT, un_theme_color(UN_THEME_PRINT, UN_TOKEN_BG), NULL, error);
    un_draw_free(&sheet.list);
    return status;
}
