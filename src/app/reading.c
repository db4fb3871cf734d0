#include "app/state.h"

#include "base/catalog.h"

#include <stdio.h>

// A frame around the mark and a card with the note, over or under card.y.
static void note(un_App *app, int number, un_Rect mark, un_Point card, bool above, float width, const char *text) {
    un_DrawList *list = &app->list;
    float s = app->scale, pad = 12 * s, leading = 20 * s;
    un_Color ink = un_ui_color(&app->ui, UN_TOKEN_INK);
    un_draw_frame(list, un_rect_inset(mark, -2 * s), 4 * s, 2 * s, ink);
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 15, UN_TOKEN_INK);
    un_TextStyle digit = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 14, UN_TOKEN_ON_INK);
    float inner = width - 2 * pad - 32 * s;
    float height =
        un_text_draw_wrapped(NULL, app->fonts, &style, (un_Point){0, 0}, inner, leading, text) + 2 * pad - 4 * s;
    un_Rect box = {card.x, above ? card.y - height : card.y, width, height};
    un_draw_rect(list, box, 8 * s, un_ui_color(&app->ui, UN_TOKEN_SURFACE));
    un_draw_frame(list, un_rect_inset(box, s / 2), 8 * s, s, ink);
    char name[8];
    snprintf(name, sizeof name, "%d", number);
    un_Point disc = {box.x + pad + 10 * s, box.y + pad + 9 * s};
    un_draw_disc(list, disc, 11 * s, ink);
    un_text_draw_in(list, app->fonts, &digit, (un_Rect){disc.x - 10 * s, disc.y - 10 * s, 20 * s, 20 * s},
                    UN_ALIGN_CENTRE, name);
    un_text_draw_wrapped(list, app->fonts, &style, (un_Point){box.x + pad + 32 * s, box.y + pad + 14 * s}, inner,
                         leading, text);
}

int un_reading_marks(const un_App *app, un_Rect mark[UN_READING_MARKS]) {
    un_Note note[UN_NOTES_MAX];
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    int count = stage.w > 0 ? un_view_stage.notes(&app->view, stage, note) : 0;
    for (int i = 0; i < count; i++)
        mark[i] = note[i].mark;
    return count;
}

void un_reading(un_App *app) {
    un_Note what[UN_NOTES_MAX];
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    if (stage.w <= 0 || !un_view_stage.notes(&app->view, stage, what)) {
        return;
    }
    un_Rect mark[UN_READING_MARKS] = {what[0].mark, what[1].mark, what[2].mark};
    float s = app->scale, left = mark[2].x, right = mark[1].x + mark[1].w;
    float width = (right - left) / 2 - 16 * s;
    width = width > 360 * s ? 360 * s : width;
    float beside = mark[0].x + mark[0].w + 12 * s, most = right - width * 1.3f;
    note(app, 1, mark[0], (un_Point){beside < most ? beside : most, mark[0].y - 6 * s}, true, width * 1.3f,
         _(what[0].text));
    float below = mark[1].y + mark[1].h + 12 * s;
    note(app, 2, mark[1], (un_Point){right - width, below}, false, width, _(what[1].text));
    note(app, 3, mark[2], (un_Point){left, below}, false, width, _(what[2].text));
}
