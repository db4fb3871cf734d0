// A view as text, for those who cannot see it or want to take it along: copied, announced, or large in an overlay.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

#include <stdio.h>
#include <string.h>

void un_words(const un_App *app, un_LabPlace place, char *out, size_t size) {
    const un_View *view = un_view_table[app->layout.view[place]];
    un_ViewContext context = un_lab_context(&app->view, &app->layout, place);
    *out = 0;
    un_view_summary(&context, app->layout.view[place], out, size);
    if (!*out) snprintf(out, size, _("%s: nothing to tell yet."), _(view->title));
}

void un_words_copy(un_App *app, un_LabPlace place) {
    char text[UN_APP_WORDS];
    un_words(app, place, text, sizeof text);
    bool copied = SDL_SetClipboardText(text) == 0;
    un_toast(app, copied ? _("Copied: %s") : _("Could not copy: %s"), copied ? text : SDL_GetError());
}

/// A clause a paragraph. list NULL: measures. Returns the height.
static float paragraphs(un_App *app, un_DrawList *list, un_Rect rect, char *text) {
    float s = app->scale, y = rect.y;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 18, UN_TOKEN_INK);
    for (char *clause = text; clause;) {
        char *next = strstr(clause, "; ");
        if (next) *next = 0;
        y += un_text_draw_wrapped(list, app->fonts, &style, (un_Point){rect.x, y + 18 * s}, rect.w, 27 * s, clause) + 8 * s;
        if (next) *next = ';';
        clause = next ? next + 2 : NULL;
    }
    return y - rect.y;
}

static void buttons(un_App *app, un_Rect row) {
    float s = app->scale;
    char tip[UN_UI_TIP];
    un_ButtonDef copy = {.label = _("Copy"), .tip = un_action_tip(UN_ACTION_COPY, tip, sizeof tip)};
    float width = un_ui_button_width(&app->ui, &copy);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "words/copy"), (un_Rect){row.x + row.w - width - 40 * s, row.y, width, row.h}, &copy))
        un_words_copy(app, (un_LabPlace)app->places.read);
    un_ButtonDef close = {.has_icon = true, .icon = UN_ICON_CLOSE, .quiet = true, .tip = _("Close  (Esc)")};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "words/close"), (un_Rect){row.x + row.w - 34 * s, row.y, 34 * s, row.h}, &close)) {
        app->overlay = UN_OVERLAY_NONE;
        app->dirty = true;
    }
}

void un_words_page(un_App *app) {
    char text[UN_APP_WORDS];
    const un_View *view = un_view_table[app->layout.view[app->places.read]];
    un_words(app, (un_LabPlace)app->places.read, text, sizeof text);
    float s = app->scale, pad = (app->width < 480 * s ? 12 : 24) * s, most = app->width - 24 * s, row = 34 * s;
    float width = most < 680 * s ? most : 680 * s, inner = width - 2 * pad, head = row + 12 * s;
    float height = paragraphs(app, NULL, (un_Rect){0, 0, inner - 8 * s, 0}, text), room = app->height - 24 * s - head - 2 * pad;
    float shown = height < room ? height : room;
    un_Rect page = {(app->width - width) / 2, (app->height - shown - head - 2 * pad) / 2, width, shown + head + 2 * pad};
    un_ui_block(&app->ui, page);
    un_shape_panel(&app->list, app->theme, page, s);
    un_draw_frame(&app->list, un_rect_inset(page, s / 2), 10 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
    un_TextStyle title = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 18, UN_TOKEN_INK);
    un_Rect line = {page.x + pad, page.y + pad, inner, row};
    un_text_draw_cut(&app->list, app->fonts, &title, (un_Point){line.x, line.y + 23 * s}, inner - 120 * s, _(view->title));
    buttons(app, line);
    un_Rect area = {line.x, line.y + head, inner, shown};
    float y = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "words"), area, &app->scroll[3]);
    paragraphs(app, app->ui.frame.list, (un_Rect){area.x, y, inner - 8 * s, 0}, text);
    un_ui_scroll_end(&app->ui, height);
}
