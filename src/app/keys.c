// The page of keys: the table of actions, group by group, in as many columns as there is room for.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

#include <string.h>

static const float COLUMN = 352, GAP = 24, ROW = 28, TITLE = 28, BETWEEN = 12;
enum { COLUMNS_MAX = 3, GROUPS_MAX = 12 };

/// The groups of the table, each a run of actions.
typedef struct Group {
    int first, end;
    float height;
    int column;
} Group;

static float cap_width(const un_App *app, const un_Action *action) {
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_MEDIUM, 13, UN_TOKEN_INK);
    float width = un_text_width(app->fonts, &style, _(action->keys)) + 16 * app->scale;
    return width < ROW * app->scale ? ROW * app->scale : width;
}

/// The key and what it does; list NULL: measures. Returns the height.
static float key_row(const un_App *app, un_DrawList *list, un_Rect rect, float caps, const un_Action *action) {
    float s = app->scale, leading = 19 * s;
    un_TextStyle key = un_ui_style(&app->ui, UN_FACE_MEDIUM, 13, UN_TOKEN_INK),
                 text = un_ui_style(&app->ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    float height = un_text_draw_wrapped(list, app->fonts, &text, (un_Point){rect.x + caps, rect.y + 18 * s}, rect.w - caps, leading,
                                        _(action->help));
    if (list) {
        un_Rect cap = {rect.x, rect.y + 2 * s, cap_width(app, action), 22 * s};
        un_draw_rect(list, cap, 5 * s, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
        un_draw_frame(list, un_rect_inset(cap, s / 2), 5 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
        un_text_draw_in(list, app->fonts, &key, cap, UN_ALIGN_CENTRE, _(action->keys));
    }
    return ROW * s + (height > leading ? height - leading : 0);
}

static float draw_group(const un_App *app, un_DrawList *list, un_Rect rect, float caps, const Group *group) {
    float s = app->scale, y = rect.y + TITLE * s;
    un_TextStyle title = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK);
    if (list) un_text_draw(list, app->fonts, &title, (un_Point){rect.x, rect.y + 16 * s}, UN_ALIGN_LEFT, _(un_action_table[group->first].group));
    for (int i = group->first; i < group->end; i++)
        y += key_row(app, list, (un_Rect){rect.x, y, rect.w, 0}, caps, &un_action_table[i]);
    return y + BETWEEN * s - rect.y;
}

/// Finds the groups, measures them and spreads them over the columns, in their order. Returns how many.
static int arrange(const un_App *app, Group *group, int columns, float width, float caps, float *tallest) {
    int count = 0, column = 0;
    float all = 0, used = 0;
    for (int i = 0; i < UN_ACTION_COUNT; i++) {
        if (i > 0 && strcmp(un_action_table[i].group, un_action_table[i - 1].group) == 0) {
            group[count - 1].end = i + 1;
            continue;
        }
        if (count < GROUPS_MAX) group[count++] = (Group){i, i + 1, 0, 0};
    }
    for (int g = 0; g < count; g++)
        all += group[g].height = draw_group(app, NULL, (un_Rect){0, 0, width, 0}, caps, &group[g]);
    *tallest = 0;
    for (int g = 0; g < count; g++) {
        if (column + 1 < columns && used > 0 && used + group[g].height / 2 > all / (float)columns) {
            column++;
            used = 0;
        }
        group[g].column = column;
        used += group[g].height;
        *tallest = used > *tallest ? used : *tallest;
    }
    return count;
}

void un_keys_page(un_App *app) {
    float s = app->scale, pad = (app->width < 480 * s ? 12 : 24) * s, caps = 0, tallest;
    int columns = (int)((app->width - 16 * s - 2 * pad + GAP * s) / ((COLUMN + GAP) * s));
    columns = columns < 1 ? 1 : columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
    float width = COLUMN * s, room = app->width - 16 * s - 2 * pad;
    width = width < room ? width : room;
    for (int i = 0; i < UN_ACTION_COUNT; i++) {
        float cap = cap_width(app, &un_action_table[i]) + 10 * s;
        caps = cap > caps ? cap : caps;
    }
    caps = caps > width / 2 ? width / 2 : caps;
    Group group[GROUPS_MAX];
    int count = arrange(app, group, columns, width, caps, &tallest);
    float inner_width = (float)columns * (width + GAP * s) - GAP * s, most = app->height - 24 * s;
    float height = tallest + 2 * pad < most ? tallest + 2 * pad : most;
    un_Rect page = {(app->width - inner_width) / 2 - pad, (app->height - height) / 2, inner_width + 2 * pad, height};
    un_ui_block(&app->ui, page);
    un_shape_panel(&app->list, app->theme, page, s);
    un_draw_frame(&app->list, un_rect_inset(page, s / 2), 10 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
    un_Rect inner = un_rect_inset(page, pad);
    inner.w += pad - 6 * s; // the bar stands in the padding
    float top = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "keys"), inner, &app->scroll[2]);
    float y[COLUMNS_MAX] = {top, top, top};
    for (int g = 0; g < count; g++) {
        int c = group[g].column;
        un_Rect at = {inner.x + (float)c * (width + GAP * s), y[c], width, 0};
        y[c] += draw_group(app, app->ui.frame.list, at, caps, &group[g]);
    }
    un_ui_scroll_end(&app->ui, tallest);
}
