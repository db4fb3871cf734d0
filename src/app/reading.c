// "How to read this": the notes of a view as numbered cards that point at its marks.
#include "app/state.h"

#include "base/catalog.h"
#include "ui/cards.h"

#include <stdio.h>
#include <string.h>

static const float WIDTHS[] = {360, 300, 250, 210, 180};

/// The notes of the view that the overlay is about, with the marks where they are drawn.
static int notes(const un_App *app, un_Note note[UN_NOTES_MAX]) {
    un_LabPlace place = (un_LabPlace)app->places.read;
    const un_LabLayout *layout = &app->layout;
    int view = layout->view[place];
    if (layout->place[place].w <= 0 || !un_lab_fits(layout, place, view, app->scale)) return 0;
    un_ViewContext context = un_lab_context(&app->view, layout, place);
    return un_view_notes(&context, view, un_lab_view_rect(layout, place), note);
}

bool un_reading_has_notes(const un_App *app) {
    un_Note note[UN_NOTES_MAX];
    return notes(app, note) > 0;
}

int un_reading_marks(const un_App *app, un_Rect mark[UN_READING_MARKS]) {
    un_Note note[UN_NOTES_MAX];
    int count = notes(app, note);
    for (int i = 0; i < count; i++)
        mark[i] = un_rect_inset(note[i].mark, -2 * app->scale);
    return count;
}

static un_TextStyle card_style(const un_App *app) {
    return un_ui_style(&app->ui, UN_FACE_REGULAR, 15, UN_TOKEN_INK);
}

/// Width of the text on a card of this width.
static float inner_width(const un_App *app, float width) {
    return width - 56 * app->scale;
}

static void measure(const un_App *app, const un_Note *note, int count, float width, un_Rect *card) {
    float s = app->scale;
    un_TextStyle style = card_style(app);
    for (int i = 0; i < count; i++) {
        float height = un_text_draw_wrapped(NULL, app->fonts, &style, (un_Point){0, 0}, inner_width(app, width), 20 * s, _(note[i].text));
        card[i] = (un_Rect){0, 0, width, height + 20 * s};
    }
}

/// All cards, as wide as leaves them room. False: they do not fit at once.
static bool place_all(const un_App *app, const un_Note *note, int count, un_Rect bounds, un_Rect *card) {
    un_Rect mark[UN_NOTES_MAX];
    float s = app->scale;
    for (int i = 0; i < count; i++)
        mark[i] = un_rect_inset(note[i].mark, -4 * s);
    enum { CHOICES = sizeof WIDTHS / sizeof *WIDTHS };
    for (int k = 0; k < 2 * CHOICES; k++) {
        float width = WIDTHS[k % CHOICES] * s;
        if (width > bounds.w) continue;
        measure(app, note, count, width, card);
        if (un_cards_place(card, mark, count, bounds, 8 * s, k < CHOICES)) return true;
    }
    return false;
}

static void draw_number(un_App *app, un_Point centre, int number) {
    float s = app->scale;
    un_TextStyle digit = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 14, UN_TOKEN_ON_INK);
    char name[12];
    snprintf(name, sizeof name, "%d", number);
    un_draw_disc(&app->list, centre, 11 * s, un_ui_color(&app->ui, UN_TOKEN_INK));
    un_text_draw_in(&app->list, app->fonts, &digit, (un_Rect){centre.x - 10 * s, centre.y - 10 * s, 20 * s, 20 * s}, UN_ALIGN_CENTRE, name);
}

/// A frame around the mark and a line to its card, which the cards may cover.
static void draw_mark(un_App *app, const un_Note *note, un_Rect card) {
    float s = app->scale;
    un_Color ink = un_ui_color(&app->ui, UN_TOKEN_INK);
    un_Rect mark = un_rect_inset(note->mark, -2 * s);
    un_Point from, to;
    un_cards_between(card, mark, &from, &to);
    un_draw_line(&app->list, from, to, 1.5f * s, ink);
    un_draw_frame(&app->list, mark, 4 * s, 2 * s, ink);
}

static void draw_card(un_App *app, int number, const un_Note *note, un_Rect card) {
    un_DrawList *list = &app->list;
    float s = app->scale;
    un_Color ink = un_ui_color(&app->ui, UN_TOKEN_INK);
    un_draw_rect(list, card, 8 * s, un_ui_color(&app->ui, UN_TOKEN_SURFACE));
    un_draw_frame(list, un_rect_inset(card, s / 2), 8 * s, s, ink);
    draw_number(app, (un_Point){card.x + 22 * s, card.y + 20 * s}, number);
    un_TextStyle style = card_style(app);
    un_text_draw_wrapped(list, app->fonts, &style, (un_Point){card.x + 44 * s, card.y + 25 * s}, inner_width(app, card.w), 20 * s,
                         _(note->text));
}

void un_reading(un_App *app) {
    un_Note note[UN_NOTES_MAX];
    un_Rect card[UN_NOTES_MAX], bounds = un_rect_inset((un_Rect){0, 0, app->width, app->height}, 6 * app->scale);
    int count = notes(app, note);
    app->reading_pages = place_all(app, note, count, bounds, card) ? 1 : count;
    if (app->reading_pages > 1) { // one after the other, by the next press
        int i = app->reading_page < count ? app->reading_page : count - 1;
        float width = bounds.w < WIDTHS[1] * app->scale ? bounds.w : WIDTHS[1] * app->scale;
        measure(app, &note[i], 1, width, card);
        un_card_place_somewhere(card, un_rect_inset(note[i].mark, -4 * app->scale), bounds, 8 * app->scale);
        draw_mark(app, &note[i], card[0]);
        draw_card(app, i + 1, &note[i], card[0]);
        un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
        char of[24];
        snprintf(of, sizeof of, _("of %d"), count);
        un_text_draw(&app->list, app->fonts, &quiet, (un_Point){card[0].x + 22 * app->scale, card[0].y + 46 * app->scale}, UN_ALIGN_CENTRE, of);
        return;
    }
    for (int i = 0; i < count; i++)
        draw_mark(app, &note[i], card[i]);
    for (int i = 0; i < count; i++)
        draw_card(app, i + 1, &note[i], card[i]);
}
