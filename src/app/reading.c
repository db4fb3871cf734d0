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

void un_reading(un_App *app) {
    un_StageLayout stage = un_stage_layout(&app->view, app->layout.stage);
    if (app->layout.stage.w <= 0 || !stage.fits || stage.row_count < 1) {
        return;
    }
    float s = app->scale;
    un_Rect strip = stage.row[0].gradient;
    float width = strip.w / 2 - 16 * s;
    width = width > 360 * s ? 360 * s : width;
    int symbol = 0; // the first one that matters
    while (symbol < app->snapshot->T - 1 && !app->snapshot->matters[symbol]) {
        symbol++;
    }
    float step = stage.grid.pitch < 8 * s ? 8 * s : stage.grid.pitch;
    un_Rect first = {un_stage_x(&stage.grid, (float)symbol), stage.input.y, step, stage.input.h};
    float beside = first.x + first.w + 12 * s, most = strip.x + strip.w - width * 1.3f;
    un_Rect right = {strip.x + strip.w * 0.8f, strip.y, strip.w * 0.2f, strip.h};
    un_Rect left = {strip.x, strip.y, strip.w * 0.2f, strip.h};
    note(app, 1, first, (un_Point){beside < most ? beside : most, stage.input.y - 6 * s}, true, width * 1.3f,
         _("Time runs from left to right, one column a step. The symbol in the frame is one to remember."));
    float below = strip.y + strip.h + 12 * s;
    note(app, 2, right, (un_Point){strip.x + strip.w - width, below}, false, width,
         _("A bar: how much of the loss's gradient is left at this step, on a logarithmic scale. Dashes: 1 %."));
    note(app, 3, left, (un_Point){strip.x, below}, false, width,
         _("What bad looks like: bars that fade towards step 0. What fades cannot be learned from."));
}
