// Answers in the hall, and how many hands went up for each: typed, or pressed, beside bars. Kept with the stop's answer, so that they are
// seen again when what happened is told.
#include "app/hall.h"
#include "app/state.h"

#include "base/catalog.h"

#include <math.h>
#include <stdio.h>

enum { PAD = 8, CHIP = 26, GAP = 8, KEYS = 82, COUNT = 88, LINE = 42, BAR = 8 };

static un_Answer *answer_of(const un_App *app) {
    return un_player_answer((un_Player *)&app->course.player);
}

/// How many answers there are to choose from; 0: the stop asks for none.
static int choices(const un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    return stop && stop->question.kind == UN_QUESTION_CHOICE ? stop->question.choice_count : 0;
}

int un_hall_hands(const un_App *app) {
    int sum = 0;
    for (int i = 0; i < choices(app); i++)
        sum += answer_of(app)->hands[i];
    return sum;
}

int un_hall_most(const un_App *app) {
    int most = -1;
    for (int i = 0; i < choices(app); i++) {
        int hands = answer_of(app)->hands[i];
        if (hands > 0 && (most < 0 || hands > answer_of(app)->hands[most])) most = i;
    }
    return most;
}

static bool can_count(const un_App *app) {
    return choices(app) > 0 && app->course.player.phase == UN_PHASE_ASK;
}

void un_hall_count(un_App *app) {
    if (!can_count(app)) {
        un_toast(app, "%s", _("Hands are counted while a question with answers to choose from is open"));
        return;
    }
    app->hall.counting = !app->hall.counting;
    app->hall.row = 0;
    app->hall.fresh = true;
    app->dirty = true;
}

void un_hall_row(un_App *app, int by) {
    int count = choices(app);
    if (!app->hall.counting && count == 0) un_course_turn(app, -by); // a number is asked for, or nothing
    if (!app->hall.counting || count == 0) return;
    app->hall.row = (app->hall.row + by + count) % count;
    app->hall.fresh = true;
    app->dirty = true;
}

static void set(un_App *app, int row, int hands) {
    if (!can_count(app) || row < 0 || row >= choices(app)) return;
    answer_of(app)->hands[row] = hands < 0 ? 0 : hands > UN_HANDS_MAX ? UN_HANDS_MAX : hands;
    app->dirty = true;
}

void un_hall_add(un_App *app, int row, int by) {
    if (!app->hall.counting) return;
    app->hall.row = row;
    app->hall.fresh = true;
    set(app, row, answer_of(app)->hands[row] + by);
}

void un_hall_digit(un_App *app, int digit) {
    un_Hall *hall = &app->hall;
    if (!hall->counting) {
        if (digit > 0) un_course_choose(app, digit - 1);
        return;
    }
    int hands = hall->fresh ? 0 : answer_of(app)->hands[hall->row] * 10;
    if (hands + digit <= UN_HANDS_MAX) set(app, hall->row, hands + digit);
    hall->fresh = false;
}

void un_hall_erase(un_App *app) {
    if (app->hall.counting) set(app, app->hall.row, answer_of(app)->hands[app->hall.row] / 10);
    app->hall.fresh = false;
}

// The cells.

/// How the answers stand: three short ones in a row, else in one column or two, with room for what hands need.
typedef struct Grid {
    int count, columns;
    float cell, gap, text;         ///< widths, points of the window
    float height[UN_CHOICES_MAX];  ///< of each cell's row
    bool hands, keys;
} Grid;

static float text_height(un_App *app, const un_HallLayout *layout, int choice, float width) {
    const un_Choice *row = &un_course_stop(app)->question.choice[choice];
    return un_hall_prose(app, NULL, layout, "", row->text, (un_Rect){0, 0, width, 0}, UN_HALL_TYPE);
}

static float text_width(const Grid *grid, float p) {
    return grid->cell - (float)(2 * PAD + CHIP + GAP + (grid->hands ? COUNT : 0) + (grid->keys ? KEYS : 0)) * p;
}

static Grid grid_of(un_App *app, const un_HallLayout *layout, float width) {
    float p = layout->point;
    Grid grid = {.count = choices(app), .columns = choices(app) == 3 ? 3 : 2, .gap = GAP * p, .keys = app->hall.counting};
    grid.hands = grid.keys || un_hall_hands(app) > 0;
    for (; grid.columns > 0; grid.columns--) {
        grid.cell = floorf((width - grid.gap * (float)(grid.columns - 1)) / (float)grid.columns);
        grid.text = text_width(&grid, p);
        float most = 0;
        for (int i = 0; i < grid.count; i++)
            most = fmaxf(most, text_height(app, layout, i, grid.text));
        float lines = grid.columns == 3 ? 1.5f : 2.5f;
        if (grid.columns == 1 || (grid.text > 120 * p && most < lines * UN_HALL_TYPE * 1.5f * p)) break;
    }
    for (int i = 0; i < grid.count; i++) {
        float high = fmaxf(LINE * p, text_height(app, layout, i, grid.text) + 12 * p) + (grid.hands ? (BAR + 6) * p : 0);
        float *row = &grid.height[i / grid.columns];
        *row = fmaxf(*row, ceilf(high));
    }
    return grid;
}

static un_Rect cell_of(const Grid *grid, un_Rect rect, int choice) {
    float y = rect.y;
    for (int row = 0; row < choice / grid->columns; row++)
        y += grid->height[row] + grid->gap;
    return (un_Rect){rect.x + (float)(choice % grid->columns) * (grid->cell + grid->gap), y, grid->cell, grid->height[choice / grid->columns]};
}

/// "12  40 %" at the right, and a bar under the text as long as the share.
static void draw_hands(un_App *app, un_DrawList *list, const un_HallLayout *layout, const Grid *grid, un_Rect cell, int choice) {
    float p = layout->point;
    int hands = answer_of(app)->hands[choice], all = un_hall_hands(app);
    float share = all > 0 ? (float)hands / (float)all : 0;
    char text[32];
    snprintf(text, sizeof text, "%d  %.0f %%", hands, (double)share * 100);
    un_TextStyle style = un_hall_style(app, layout, UN_FACE_SEMIBOLD, UN_HALL_TYPE, UN_TOKEN_INK);
    float right = cell.x + cell.w - (float)(PAD + (grid->keys ? KEYS : 0)) * p;
    un_text_draw_in(list, app->fonts, &style, (un_Rect){right - COUNT * p, cell.y, COUNT * p, cell.h - (BAR + 6) * p}, UN_ALIGN_RIGHT, text);
    un_Rect track = {cell.x + PAD * p, cell.y + cell.h - (BAR + 8) * p, cell.w - 2 * PAD * p, BAR * p};
    un_draw_rect(list, track, track.h / 2, un_theme_color(app->theme, UN_TOKEN_SUNKEN));
    track.w *= share;
    if (track.w > 0) un_draw_rect(list, track, fminf(track.h, track.w) / 2, un_theme_color(app->theme, UN_TOKEN_INK2));
}

static void draw_cell(un_App *app, un_DrawList *list, const un_HallLayout *layout, const Grid *grid, un_Rect cell, int choice) {
    const un_Choice *row = &un_course_stop(app)->question.choice[choice];
    const un_Answer *answer = answer_of(app);
    float p = layout->point, top = cell.h - (grid->hands ? (BAR + 6) * p : 0);
    bool asks = app->course.player.phase == UN_PHASE_ASK, right = !asks && row->right;
    bool meant = grid->keys ? app->hall.row == choice : asks && answer->has_choice && answer->choice == choice;
    bool strong = right || meant;
    un_draw_frame(list, un_rect_inset(cell, p), 8 * p, strong ? 2 * p : p, un_theme_color(app->theme, strong ? UN_TOKEN_INK : UN_TOKEN_LINE2));
    un_Rect chip = {cell.x + PAD * p, cell.y + (top - CHIP * p) / 2, CHIP * p, CHIP * p};
    un_draw_rect(list, chip, 6 * p, un_theme_color(app->theme, strong ? UN_TOKEN_INK : UN_TOKEN_SUNKEN));
    un_Color on = un_theme_color(app->theme, strong ? UN_TOKEN_ON_INK : UN_TOKEN_INK2);
    if (right) {
        un_icon_draw(list, UN_ICON_CHECK, (un_Point){chip.x + chip.w / 2, chip.y + chip.h / 2}, 18 * p, on);
    } else {
        char number[12];
        snprintf(number, sizeof number, "%d", choice + 1);
        un_TextStyle style = un_hall_style(app, layout, UN_FACE_SEMIBOLD, UN_HALL_TYPE, UN_TOKEN_INK);
        style.color = on;
        un_text_draw_in(list, app->fonts, &style, chip, UN_ALIGN_CENTRE, number);
    }
    un_Rect text = {chip.x + chip.w + GAP * p, 0, grid->text, 0};
    text.y = cell.y + (top - text_height(app, layout, choice, grid->text)) / 2;
    un_hall_prose(app, list, layout, "", row->text, text, UN_HALL_TYPE);
    if (grid->hands) draw_hands(app, list, layout, grid, cell, choice);
}

float un_hall_answers(un_App *app, un_DrawList *list, const un_HallLayout *layout, un_Rect rect) {
    Grid grid = grid_of(app, layout, rect.w);
    float height = -grid.gap;
    for (int i = 0; i < grid.count; i++) {
        if (i % grid.columns == 0) height += grid.height[i / grid.columns] + grid.gap;
        if (list) draw_cell(app, list, layout, &grid, cell_of(&grid, rect, i), i);
    }
    return fmaxf(height, 0);
}

void un_hall_answer_widgets(un_App *app, un_Rect rect) {
    const un_HallLayout *layout = &app->hall.layout;
    Grid grid = grid_of(app, layout, rect.w);
    float p = layout->point, size = 37 * p;
    char id[32];
    for (int i = 0; i < grid.count && can_count(app); i++) {
        un_Rect cell = cell_of(&grid, rect, i);
        snprintf(id, sizeof id, "answer/%d", i + 1);
        un_UiId widget = un_ui_id(&app->ui, id);
        un_ui_box(&app->ui, widget, cell, UN_UI_BOX_FOCUS | UN_UI_BOX_BACK);
        un_ui_ring(&app->ui, widget, cell, 8 * p);
        if (un_ui_clicked(&app->ui, widget)) {
            if (grid.keys)
                un_hall_row(app, i - app->hall.row);
            else
                un_course_choose(app, i);
        }
        if (!grid.keys) continue;
        float y = cell.y + (cell.h - (BAR + 6) * p - size) / 2, x = cell.x + cell.w - PAD * p - 2 * size - 4 * p;
        un_ButtonDef less = {.label = "\xe2\x88\x92", .size = UN_HALL_LANE, .tip = NULL}, more = {.label = "+", .size = UN_HALL_LANE};
        snprintf(id, sizeof id, "hands/%d/less", i + 1);
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), (un_Rect){x, y, size, size}, &less)) un_hall_add(app, i, -1);
        snprintf(id, sizeof id, "hands/%d/more", i + 1);
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), (un_Rect){x + size + 4 * p, y, size, size}, &more)) un_hall_add(app, i, 1);
    }
}
