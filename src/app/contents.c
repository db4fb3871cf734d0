// The page of lessons: which there are, for whom and how long, by the path that one takes through them, and how far one is.
#include "app/contents.h"
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double SURE_SECONDS = 4;

static void forget_shelf(un_Contents *contents) {
    un_shelf_destroy(contents->shelf);
    free(contents->state);
    contents->shelf = NULL;
    contents->state = NULL;
}

void un_contents_free(un_App *app) {
    forget_shelf(&app->contents);
}

/// How far the learner is in each lesson of the shelf; nothing where nothing is kept.
void un_contents_read_progress(un_App *app) {
    un_Contents *contents = &app->contents;
    un_Error error;
    char key[UN_PROGRESS_KEY];
    memset(contents->state, 0, (size_t)contents->shelf->count * sizeof *contents->state);
    un_Progress *own = app->course.progress || !app->def.profile ? NULL : un_progress_open(app->def.profile, &error);
    const un_Progress *progress = app->course.progress ? app->course.progress : own;
    for (int i = 0; progress && i < contents->shelf->count; i++) {
        const char *path = contents->shelf->lesson[i].path;
        un_Lesson *lesson = un_lesson_load(path, &error);
        if (lesson && !un_progress_state(progress, un_progress_key(lesson, path, key), lesson, &contents->state[i]))
            contents->state[i] = (un_ProgressState){0};
        un_lesson_destroy(lesson);
    }
    un_progress_destroy(own);
}

static bool read_shelf(un_App *app, un_Error *error) {
    un_Contents *contents = &app->contents;
    char own[2048];
    const char *folder = app->def.shelf_path ? app->def.shelf_path : un_shelf_folder(own, sizeof own) ? own : "lessons";
    un_Shelf *shelf = un_shelf_open(folder, error);
    if (!shelf) return false;
    un_ProgressState *state = calloc((size_t)shelf->count + 1, sizeof *state);
    if (!state || shelf->count == 0) {
        if (state)
            un_error_set(error, UN_ERROR_FILE, folder, 0, 0, "%s", _("found no lesson, valid: a folder with lessons (.md)"));
        else
            un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory"));
        free(state);
        un_shelf_destroy(shelf);
        return false;
    }
    forget_shelf(contents);
    contents->shelf = shelf;
    contents->state = state;
    if (contents->language >= shelf->language_count) contents->language = 0;
    un_contents_read_progress(app);
    un_learner_list(app);
    return true;
}

bool un_contents_open(un_App *app, un_Error *error) {
    un_Contents *contents = &app->contents;
    bool first = !contents->shelf;
    if (!read_shelf(app, error)) return false;
    for (int i = 0; first && app->def.language && i < contents->shelf->language_count; i++) {
        if (strcmp(contents->shelf->language[i], app->def.language) == 0) contents->language = i;
    }
    contents->open = true;
    contents->at = -1;
    contents->scroll = (un_UiScroll){0, 0};
    app->overlay = UN_OVERLAY_NONE;
    app->dirty = true;
    return true;
}

void un_contents_close(un_App *app) {
    app->contents.open = app->contents.naming = false;
    app->dirty = true;
}

void un_contents_toggle(un_App *app) {
    un_Error error = {.message = ""};
    if (app->contents.open)
        un_contents_close(app);
    else if (!un_contents_open(app, &error))
        un_toast(app, _("No lessons: %s"), error.message);
}

/// Forgets all that was kept, at the second press.
static void reset(un_App *app) {
    un_Contents *contents = &app->contents;
    un_Error error = {.message = ""};
    if (app->now > contents->sure_until) {
        contents->sure_until = app->now + SURE_SECONDS;
        un_toast(app, "%s", _("This forgets your answers in all lessons: press again to do it"));
        return;
    }
    contents->sure_until = 0;
    un_Progress *own = app->course.progress || !app->def.profile ? NULL : un_progress_open(app->def.profile, &error);
    un_Progress *progress = app->course.progress ? app->course.progress : own;
    if (progress) un_progress_reset(progress, NULL);
    if (progress && un_progress_save(progress, &error))
        un_toast(app, "%s", error.message);
    else
        un_toast(app, "%s", _("All answers are forgotten"));
    un_progress_destroy(own);
    un_contents_read_progress(app);
}

static void open_lesson(un_App *app, const un_ShelfLesson *lesson) {
    char text[1200];
    if (lesson->broken) {
        un_toast(app, "%s", un_error_text(&lesson->error, text, sizeof text));
        return;
    }
    app->contents.open = false;
    un_drop(app, lesson->path);
}

static bool is_shown(const un_Contents *contents, const un_ShelfLesson *lesson) {
    if (strcmp(lesson->language, contents->shelf->language[contents->language]) != 0) return false;
    return contents->path == 0 || (lesson->paths & (1u << (contents->path - 1)));
}

// The rows.

static const char *progress_words(const un_ProgressState *state, const un_ShelfLesson *lesson, char *out, size_t size) {
    *out = 0;
    if (lesson->stop_count == 0)
        snprintf(out, size, "%s", _("text"));
    else if (state->stops == 0)
        snprintf(out, size, lesson->stop_count == 1 ? _("%d stop") : _("%d stops"), lesson->stop_count);
    else if (state->stop > state->stops || state->told == state->stops)
        snprintf(out, size, state->asked > 0 ? _("done, %d of %d right") : _("done"), state->right, state->asked);
    else
        snprintf(out, size, _("stop %d of %d"), state->stop, state->stops);
    return out;
}

/// Number and title, the first goal under it; level, minutes and how far one is at the right, or in place of the goal.
static void row_draw(un_App *app, un_Rect row, const un_ShelfLesson *lesson, const un_ProgressState *state) {
    static const char *const level[UN_LEVEL_COUNT] = {UN_KEY("beginner"), UN_KEY("intermediate"), UN_KEY("graduate")};
    un_Ui *ui = &app->ui;
    un_DrawList *list = ui->frame.list;
    float s = app->scale, x = row.x + 16 * s, top = row.y + 25 * s, below = row.y + 47 * s, column = 150 * s;
    bool wide = row.w >= 620 * s;
    un_TextStyle strong = un_ui_style(ui, UN_FACE_SEMIBOLD, 17, UN_TOKEN_INK), quiet = un_ui_style(ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    char text[200], words[64];
    if (lesson->number >= 0) {
        snprintf(text, sizeof text, "%d", lesson->number);
        un_text_draw(list, app->fonts, &strong, (un_Point){x + 22 * s, top}, UN_ALIGN_RIGHT, text);
    }
    x += 36 * s;
    float right = row.x + row.w - 16 * s, room = right - x - (wide ? column + 16 * s : 0);
    un_text_draw_cut(list, app->fonts, &strong, (un_Point){x, top}, room, lesson->title);
    progress_words(state, lesson, words, sizeof words);
    snprintf(text, sizeof text, lesson->minutes == 1 ? _("%s, %d minute") : lesson->minutes > 0 ? _("%s, %d minutes") : "%s", _(level[lesson->level]), lesson->minutes);
    if (lesson->broken) {
        quiet.color = un_ui_color(ui, UN_TOKEN_LOSS);
        un_text_draw_cut(list, app->fonts, &quiet, (un_Point){x, below}, right - x, lesson->error.message);
        return;
    }
    if (!wide) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, " \xc2\xb7 %s", words);
        un_text_draw_cut(list, app->fonts, &quiet, (un_Point){x, below}, room, text);
        return;
    }
    if (lesson->goal_count > 0) un_text_draw_cut(list, app->fonts, &quiet, (un_Point){x, below}, room, lesson->goal[0]);
    un_text_draw(list, app->fonts, &quiet, (un_Point){right, top}, UN_ALIGN_RIGHT, text);
    un_text_draw(list, app->fonts, &quiet, (un_Point){right, below}, UN_ALIGN_RIGHT, words);
    un_Rect track = {right - column, row.y + row.h - 9 * s, column, 4 * s};
    if (state->stops == 0) return;
    un_draw_rect(list, track, 2 * s, un_ui_color(ui, UN_TOKEN_SUNKEN));
    track.w *= fminf((float)state->told / (float)state->stops, 1);
    if (track.w > 0) un_draw_rect(list, track, 2 * s, un_ui_color(ui, UN_TOKEN_INK));
}

static void row(un_App *app, un_Rect rect, int index) {
    un_Ui *ui = &app->ui;
    char id[32];
    snprintf(id, sizeof id, "lesson/%d", index + 1);
    un_UiId widget = un_ui_id(ui, id);
    un_ui_box(ui, widget, rect, UN_UI_BOX_FOCUS);
    un_Color body = un_ui_mix(un_ui_color(ui, UN_TOKEN_SURFACE), un_ui_color(ui, UN_TOKEN_SUNKEN), un_ui_hover(ui, widget));
    un_draw_rect(ui->frame.list, rect, 8 * app->scale, body);
    un_draw_frame(ui->frame.list, un_rect_inset(rect, app->scale / 2), 8 * app->scale, app->scale, un_ui_color(ui, UN_TOKEN_LINE));
    row_draw(app, rect, &app->contents.shelf->lesson[index], &app->contents.state[index]);
    un_ui_ring(ui, widget, rect, 8 * app->scale);
    if (un_ui_clicked(ui, widget)) open_lesson(app, &app->contents.shelf->lesson[index]);
}

static void rows(un_App *app, un_Rect area) {
    un_Contents *contents = &app->contents;
    float s = app->scale, height = 66 * s, gap = 8 * s;
    float begin = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "lessons"), area, &contents->scroll), y = begin + 4 * s;
    for (int i = 0; i < contents->shelf->count; i++) {
        if (!is_shown(contents, &contents->shelf->lesson[i])) continue;
        row(app, (un_Rect){area.x + 4 * s, y, area.w - 16 * s, height}, i);
        y += height + gap;
    }
    un_ui_scroll_end(&app->ui, y - begin);
}

// The head.

/// A tab a path, with how many lessons it has and how long they take together; as many lines as they need. Returns the height.
static float tabs(un_App *app, un_Rect rect) {
    static const char *const name[1 + UN_PATH_COUNT] = {UN_KEY("All"), UN_KEY("A lecture"), UN_KEY("A lab"), UN_KEY("Self-study"), UN_KEY("Graduate")};
    un_Contents *contents = &app->contents;
    float s = app->scale, x = rect.x, y = rect.y;
    char id[24], text[96];
    bool one = rect.w < 480 * s; // only the chosen one, and a press goes to the next
    for (int i = 0; i <= UN_PATH_COUNT; i++) {
        if (one && i != contents->path) continue;
        int minutes, count = un_shelf_sum(contents->shelf, contents->language, i == 0 ? 0 : 1u << (i - 1), &minutes);
        snprintf(id, sizeof id, "path/%d", i);
        if (minutes >= 100)
            snprintf(text, sizeof text, _("%s: %d, %d h %02d"), _(name[i]), count, minutes / 60, minutes % 60);
        else
            snprintf(text, sizeof text, _("%s: %d, %d min"), _(name[i]), count, minutes);
        un_ButtonDef def = {.label = text, .selected = contents->path == i, .quiet = contents->path != i};
        float width = un_ui_button_width(&app->ui, &def);
        if (x > rect.x && x + width > rect.x + rect.w) x = rect.x, y += 42 * s;
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), (un_Rect){x, y, width, 36 * s}, &def))
            contents->path = one ? (i + 1) % (1 + UN_PATH_COUNT) : i, app->dirty = true;
        x += width + 6 * s;
    }
    return y + 44 * s - rect.y;
}

static void bar_draw(un_App *app, un_Rect bar) {
    un_Contents *contents = &app->contents;
    un_Ui *ui = &app->ui;
    float s = app->scale, height = 36 * s, y = (bar.h - height) / 2, x = bar.x + bar.w - 12 * s;
    char tip[UN_UI_TIP];
    un_draw_rect(ui->frame.list, bar, 0, un_ui_color(ui, UN_TOKEN_SURFACE));
    un_draw_rect(ui->frame.list, (un_Rect){bar.x, bar.h - s, bar.w, s}, 0, un_ui_color(ui, UN_TOKEN_LINE));
    un_TextStyle title = un_ui_style(ui, UN_FACE_SEMIBOLD, 20, UN_TOKEN_INK);
    un_text_draw_in(ui->frame.list, app->fonts, &title, (un_Rect){bar.x + 24 * s, 0, 0, bar.h}, UN_ALIGN_LEFT, _("Lessons"));
    un_ButtonDef back = {.has_icon = true, .icon = UN_ICON_CLOSE, .quiet = true, .tip = un_action_tip(UN_ACTION_LESSONS, tip, sizeof tip)};
    x -= height;
    if (un_ui_button(ui, un_ui_id(ui, "contents/close"), (un_Rect){x, y, height, height}, &back)) un_contents_close(app);
    un_ButtonDef forget = {.label = app->now <= contents->sure_until ? _("Sure? Forget all") : _("Forget"), .quiet = true, .tip = _("Forgets your answers in all lessons")};
    float width = un_ui_button_width(ui, &forget);
    bool roomy = bar.w >= 480 * s;
    if (roomy) x -= width + 6 * s;
    if (roomy && un_ui_button(ui, un_ui_id(ui, "contents/forget"), (un_Rect){x, y, width, height}, &forget)) reset(app);
    if (roomy) x -= un_learner_button(app, x - 6 * s, y, height, x - 240 * s);
    for (int i = contents->shelf->language_count - 1; i >= 0 && contents->shelf->language_count > 1; i--) {
        char id[24];
        un_ButtonDef language = {.label = un_language_name(contents->shelf->language[i]), .selected = contents->language == i, .quiet = contents->language != i};
        snprintf(id, sizeof id, "language/%s", contents->shelf->language[i]);
        width = un_ui_button_width(ui, &language);
        x -= width + 6 * s;
        if (x > 110 * s && un_ui_button(ui, un_ui_id(ui, id), (un_Rect){x, y, width, height}, &language)) contents->language = i, app->dirty = true;
    }
}

/// Up and Down go from lesson to lesson, Left and Right from path to path.
static void keys(un_App *app) {
    un_Contents *contents = &app->contents;
    un_Ui *ui = &app->ui;
    if (ui->menu || ui->field) return;
    int by = un_ui_take_key(ui, UN_UI_KEY_DOWN, 0) - un_ui_take_key(ui, UN_UI_KEY_UP, 0), at = contents->at;
    int turn = un_ui_take_key(ui, UN_UI_KEY_RIGHT, 0) - un_ui_take_key(ui, UN_UI_KEY_LEFT, 0);
    char id[32];
    if (turn) contents->path = (contents->path + turn + 1 + UN_PATH_COUNT) % (1 + UN_PATH_COUNT), contents->at = -1, app->dirty = true;
    if (!by) return;
    do
        at += by;
    while (at >= 0 && at < contents->shelf->count && !is_shown(contents, &contents->shelf->lesson[at]));
    if (at < 0 || at >= contents->shelf->count) return;
    contents->at = at;
    snprintf(id, sizeof id, "lesson/%d", at + 1);
    ui->focus = un_ui_id(ui, id);
    ui->focus_visible = ui->focus_moved = true;
    app->dirty = true;
}

void un_contents_build(un_App *app) {
    float s = app->scale, w = fminf(app->width - 24 * s, 1040 * s), x = floorf((app->width - w) / 2);
    un_Rect window = {0, 0, app->width, app->height}, bar = {0, 0, app->width, 56 * s};
    un_draw_group(&app->list, "contents", window);
    un_draw_rect(&app->list, window, 0, un_ui_color(&app->ui, UN_TOKEN_BG));
    bar_draw(app, bar);
    float y = bar.h + 12 * s;
    y += tabs(app, (un_Rect){x, y, w, 0});
    rows(app, (un_Rect){x, y, w, fmaxf(app->height - y - 8 * s, 40 * s)});
    keys(app);
    un_draw_group_end(&app->list);
}
