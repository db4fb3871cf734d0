#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const double TOAST = 3.5, LETTERS_READ = 25; ///< seconds; letters a second

void un_toast(un_App *app, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->toast, sizeof app->toast, format, arguments);
    va_end(arguments);
    for (char *c = app->toast; *c; c++) {
        if ((unsigned char)*c < ' ') *c = ' '; // one line, whatever a name or a summary holds
    }
    app->toast_until = app->now + TOAST + (double)strlen(app->toast) / LETTERS_READ;
    app->dirty = true;
}

void un_toast_draw(un_App *app) {
    if (!app->toast[0]) {
        return;
    }
    float s = app->scale, pad = 14 * s, leading = 20 * s,
          most = app->width - 48 * s < 620 * s ? app->width - 48 * s : 620 * s;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_MEDIUM, 14, UN_TOKEN_ON_INK);
    float width = un_text_width(app->fonts, &style, app->toast) + 1;
    width = width > most ? most : width;
    float height = un_text_draw_wrapped(NULL, app->fonts, &style, (un_Point){0, 0}, width, leading, app->toast);
    // Over the lower panel's end: neither the stage nor the timeline is hidden.
    float bottom = app->layout.timeline.h > 0 ? app->layout.timeline.y : app->height;
    un_Rect box = {app->width / 2 - width / 2 - pad, bottom - height - pad - 16 * s, width + 2 * pad, height + pad};
    un_draw_group(&app->list, "ui.toast", un_rect_inset(box, -2 * s));
    un_draw_rect(&app->list, box, 8 * s, un_ui_color(&app->ui, UN_TOKEN_INK));
    un_text_draw_wrapped(&app->list, app->fonts, &style, (un_Point){box.x + pad, box.y + pad / 2 + 15 * s}, width,
                         leading, app->toast);
    un_draw_group_end(&app->list);
}

/// One band of the veil between two heights: what no hole covers.
static void veil_band(un_App *app, const un_Rect *hole, int count, float top, float bottom, un_Color color) {
    float x = 0;
    while (x < app->width) {
        float end = app->width, next = app->width;
        for (int i = 0; i < count; i++) {
            if (hole[i].y >= bottom || hole[i].y + hole[i].h <= top || hole[i].x + hole[i].w <= x || hole[i].x >= end) continue;
            end = hole[i].x > x ? hole[i].x : x;
            next = hole[i].x + hole[i].w;
        }
        if (end > x) un_draw_rect(&app->list, (un_Rect){x, top, end - x, bottom - top}, 0, color);
        x = end < app->width ? next : app->width;
    }
}

/// Everything but the holes steps back.
static void veil(un_App *app, const un_Rect *hole, int count) {
    un_Color color = un_color_fade(un_ui_color(&app->ui, UN_TOKEN_SURFACE), 0.75f);
    float top = 0;
    while (top < app->height) {
        float bottom = app->height;
        for (int i = 0; i < count; i++) {
            const float edge[2] = {hole[i].y, hole[i].y + hole[i].h};
            for (int k = 0; k < 2; k++) {
                if (edge[k] > top && edge[k] < bottom) bottom = edge[k];
            }
        }
        veil_band(app, hole, count, top, bottom, color);
        top = bottom;
    }
}

/// The next of several pages of notes; past the last one they close.
static void turn_page(un_App *app, int by) {
    int page = app->reading_page + by;
    bool stays = app->overlay == UN_OVERLAY_READING && page < app->reading_pages;
    if (stays) app->reading_page = page > 0 ? page : 0;
    app->overlay = stays ? app->overlay : UN_OVERLAY_NONE;
    app->dirty = true;
}

// Everything else steps back; a press anywhere closes.
static void dim(un_App *app) {
    un_Rect mark[UN_READING_MARKS];
    int count = app->overlay == UN_OVERLAY_READING ? un_reading_marks(app, mark) : 0;
    un_Rect window = {0, 0, app->width, app->height};
    un_UiId id = un_ui_id(&app->ui, "overlay");
    un_ui_box(&app->ui, id, window, UN_UI_BOX_BACK);
    veil(app, mark, count);
    if (un_ui_clicked(&app->ui, id)) {
        turn_page(app, 1);
    }
}

void un_overlay(un_App *app) {
    bool about_a_place = app->overlay != UN_OVERLAY_KEYS && app->overlay != UN_OVERLAY_NONE;
    int place = app->overlay == UN_OVERLAY_EXPORT ? app->export.place : app->places.read;
    if (about_a_place && app->layout.place[place].w <= 0) {
        app->overlay = UN_OVERLAY_NONE; // the window has become too small for it
    } else if (app->overlay == UN_OVERLAY_READING && !un_reading_has_notes(app)) {
        app->overlay = UN_OVERLAY_WORDS; // there is nothing to point at
    }
    if (app->overlay == UN_OVERLAY_NONE) {
        return;
    }
    un_ui_layer(&app->ui, UN_UI_OVERLAY);
    un_draw_group(&app->list, "ui.overlay", (un_Rect){0, 0, app->width, app->height});
    dim(app);
    if (app->overlay == UN_OVERLAY_KEYS) {
        un_keys_page(app);
    } else if (app->overlay == UN_OVERLAY_WORDS) {
        un_words_page(app);
    } else if (app->overlay == UN_OVERLAY_EXPORT) {
        un_export_page(app);
    } else {
        un_reading(app);
    }
    un_draw_group_end(&app->list);
    un_ui_layer(&app->ui, UN_UI_BASE);
    if (app->overlay != UN_OVERLAY_READING) return;
    if (un_ui_take_key(&app->ui, UN_UI_KEY_SPACE, 0) || un_ui_take_key(&app->ui, UN_UI_KEY_RIGHT, 0)) turn_page(app, 1);
    if (un_ui_take_key(&app->ui, UN_UI_KEY_LEFT, 0)) turn_page(app, -1);
}
