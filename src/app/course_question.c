// What a stop asks: choices as rows with their keys, or a number that is turned, typed, or dragged on the plot.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "lesson/quantity.h"
#include "view/guess.h"

#include <math.h>
#include <stdio.h>

/// The text of a choice as high as it is once it is chosen and bold, in a row at least look->row high: picking one moves nothing.
static float choice_height(un_App *app, const un_CourseLook *look, const un_Choice *choice, float width) {
    float s = app->scale;
    float text = un_course_prose(app, NULL, &choice->text, (un_Rect){0, 0, width - 100 * s, 0}, look->choice, UN_SPAN_STRONG);
    return fmaxf(look->row * s, text + (look->roomy ? 20 : 10) * s);
}

static void choice_body(un_App *app, un_Rect row, bool selected, float hover, bool down) {
    float s = app->scale;
    un_Ui *ui = &app->ui;
    un_Color surface = un_ui_mix(un_ui_color(ui, UN_TOKEN_SURFACE), un_ui_color(ui, UN_TOKEN_SUNKEN), down ? 1 : hover);
    un_Color edge = un_ui_mix(un_ui_color(ui, UN_TOKEN_LINE2), un_ui_color(ui, UN_TOKEN_CTL), hover);
    float width = selected ? 2 * s : s;
    un_draw_rect(&app->list, row, 8 * s, surface);
    un_draw_frame(&app->list, un_rect_inset(row, width / 2), 8 * s, width, selected ? un_ui_color(ui, UN_TOKEN_INK) : edge);
    un_Point centre = {row.x + 30 * s, row.y + row.h / 2};
    un_draw_ring(&app->list, centre, 9.25f * s, 1.5f * s, un_ui_color(ui, selected ? UN_TOKEN_INK : UN_TOKEN_CTL));
    if (selected) un_draw_disc(&app->list, centre, 5 * s, un_ui_color(ui, UN_TOKEN_INK));
}

/// Enter on the one that is chosen commits it; on another, and Space, choose. Up and down go from one to the next.
static void choice_keys(un_App *app, un_UiId id, int index, bool selected) {
    un_Ui *ui = &app->ui;
    if (!un_ui_has_keys(ui, id)) return;
    int by = un_ui_take_key(ui, UN_UI_KEY_DOWN, 0) ? 1 : un_ui_take_key(ui, UN_UI_KEY_UP, 0) ? -1 : 0;
    const un_Stop *stop = un_course_stop(app);
    int to = index + by;
    if (by != 0 && to >= 0 && to < stop->question.choice_count) {
        char name[24];
        snprintf(name, sizeof name, "choice/%d", to + 1);
        ui->focus = un_ui_id(ui, name);
        ui->focus_moved = true;
        un_course_choose(app, to);
    } else if (selected && un_ui_take_key(ui, UN_UI_KEY_ENTER, 0)) {
        un_course_go_on(app);
    }
}

static float choice(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop, int index) {
    const un_Choice *choice = &stop->question.choice[index];
    const un_Player *player = &app->course.player;
    const un_Answer *answer = &player->answer[player->stop];
    float s = app->scale, height = choice_height(app, look, choice, rect.w);
    if (!list) return height;
    un_Ui *ui = &app->ui;
    char name[24], key[12];
    snprintf(name, sizeof name, "choice/%d", index + 1);
    snprintf(key, sizeof key, "%d", index + 1);
    un_UiId id = un_ui_id(ui, name);
    un_Rect row = {rect.x, rect.y, rect.w, height};
    bool open = player->phase == UN_PHASE_ASK, selected = answer->has_choice && answer->choice == index;
    un_ui_box(ui, id, row, open ? UN_UI_BOX_FOCUS : 0);
    if (open) choice_keys(app, id, index, selected);
    if (open && un_ui_clicked(ui, id)) un_course_choose(app, index);
    choice_body(app, row, selected, open ? un_ui_hover(ui, id) : 0, open && ui->active == id && ui->held);
    unsigned marks = selected ? UN_SPAN_STRONG : 0;
    float text = un_course_prose(app, NULL, &choice->text, (un_Rect){0, 0, rect.w - 100 * s, 0}, look->choice, marks);
    un_Rect at = {row.x + 56 * s, row.y + (row.h - text) / 2, rect.w - 100 * s, 0};
    un_course_prose(app, list, &choice->text, at, look->choice, marks);
    un_TextStyle quiet = un_ui_style(ui, UN_FACE_REGULAR, look->roomy ? 15 : 13, UN_TOKEN_INK3);
    un_text_draw_in(list, app->fonts, &quiet, (un_Rect){row.x + row.w - 40 * s, row.y, 16 * s, row.h}, UN_ALIGN_RIGHT, key);
    un_ui_ring(ui, id, row, 8 * s);
    return height;
}

/// One under the other; two beside each other where the panel is a low strip.
static float choices(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    float s = app->scale, y = rect.y, gap = look->gap * s;
    int columns = !look->roomy && rect.w >= 520 * s ? 2 : 1;
    float width = (rect.w - gap * (float)(columns - 1)) / (float)columns;
    for (int i = 0; i < stop->question.choice_count; i += columns) {
        float height = 0;
        for (int k = 0; k < columns && i + k < stop->question.choice_count; k++) {
            un_Rect at = {rect.x + (width + gap) * (float)k, y, width, 0};
            height = fmaxf(height, choice(app, list, look, at, stop, i + k));
        }
        y += height + gap;
    }
    return y - gap - rect.y;
}

/// The number, large, its unit, and a slider over its whole range.
static float number(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    static const char *const axis_unit[UN_GUESS_AXES] = {"", UN_KEY("steps back from the loss"), UN_KEY("of the gradient at the loss"), UN_KEY("updates"), UN_KEY("nats")};
    float s = app->scale, size = look->roomy ? 40 : 24, high = (size + 16) * s;
    un_ScrubDef def;
    if (!un_course_scrub(app, &def)) return 0;
    float height = high + 44 * s;
    if (!list) return height;
    const un_Player *player = &app->course.player;
    const un_Answer *answer = &player->answer[player->stop];
    double value = answer->has_number ? answer->number : stop->question.start, was;
    value = was = fmin(fmax(value, def.min), def.max);
    def.size = size;
    def.tip = _("Drag it, type it, or use the arrow keys");
    if (player->phase != UN_PHASE_ASK) def.disabled = _("Your answer stands");
    un_UiId id = un_ui_id(&app->ui, "number");
    float width = un_ui_scrub_width(&app->ui, id, &def, value);
    // Enter commits; a digit, or a click, opens the field.
    if (app->ui.field != id && un_ui_has_keys(&app->ui, id) && un_ui_take_key(&app->ui, UN_UI_KEY_ENTER, 0)) un_course_go_on(app);
    bool turned = un_ui_scrub(&app->ui, id, (un_Rect){rect.x, rect.y, width, high}, &def, &value);
    const char *unit = un_quantity_unit(*stop->question.unit ? stop->question.unit : axis_unit[stop->question.axis], value);
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->choice, UN_TOKEN_INK2);
    un_text_draw_in(list, app->fonts, &quiet, (un_Rect){rect.x + width + 8 * s, rect.y, 0, high}, UN_ALIGN_LEFT, unit);
    // The slider of a logarithmic number runs over its decades.
    un_ScrubDef track = def;
    double at = value;
    if (def.logarithmic) {
        track = (un_ScrubDef){.min = log10(fmax(def.min, def.smallest)), .max = log10(def.max), .step = 0.5, .disabled = def.disabled, .tip = def.tip};
        at = log10(fmax(value, def.smallest));
    }
    if (un_ui_slider(&app->ui, un_ui_id(&app->ui, "number/slider"), (un_Rect){rect.x - 4 * s, rect.y + high + 8 * s, rect.w + 8 * s, 28 * s}, &track, &at)) {
        value = def.logarithmic ? pow(10, at) : def.integer ? floor(at + 0.5) : at;
        turned = true;
    }
    if ((turned || value != was) && player->phase == UN_PHASE_ASK) un_course_number(app, value);
    return height;
}

static float hint(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    float s = app->scale, pad = (look->roomy ? 16 : 10) * s;
    un_Rect at = {rect.x + pad, rect.y + pad, rect.w - 2 * pad, 0};
    float height = un_course_prose(app, NULL, &stop->question.hint, at, look->body, 0) + 2 * pad;
    if (list) {
        un_draw_rect(list, (un_Rect){rect.x, rect.y, rect.w, height}, 8 * s, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
        un_course_prose(app, list, &stop->question.hint, at, look->body, 0);
    }
    return height;
}

float un_course_question(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    const un_Player *player = &app->course.player;
    float s = app->scale;
    float height = stop->question.kind == UN_QUESTION_CHOICE ? choices(app, list, look, rect, stop) : number(app, list, look, rect, stop);
    if (!player->answer[player->stop].hint || stop->question.hint.count == 0 || player->phase != UN_PHASE_ASK) return height;
    height += (look->roomy ? 20 : 8) * s;
    return height + hint(app, list, look, (un_Rect){rect.x, rect.y + height, rect.w, 0}, stop);
}

// The mark on the plot.

/// A press in the plot puts the mark there, a drag takes it along; arrows move it from value to value.
static void mark_in(un_App *app, const un_ViewContext *context, int view, un_Rect rect, const un_Question *question) {
    un_Ui *ui = &app->ui;
    un_Rect field, handle;
    double value = context->guess.value;
    if (!un_guess_field(context, view, rect, question->axis, &field)) return;
    un_UiId id = un_ui_id(ui, "mark");
    un_ui_box(ui, id, field, UN_UI_BOX_FOCUS);
    if (ui->active == id && (ui->held || ui->released) && un_guess_at(context, view, rect, question->axis, ui->pointer, &value))
        un_course_number(app, value);
    int by = 0;
    if (un_ui_has_keys(ui, id)) {
        static const int key[] = {UN_UI_KEY_LEFT, UN_UI_KEY_DOWN, UN_UI_KEY_RIGHT, UN_UI_KEY_UP};
        // Steps back are counted from the right.
        int right = question->axis == UN_GUESS_STEPS_BACK ? -1 : 1;
        for (int i = 0; i < 8; i++) {
            bool large = i >= 4, horizontal = i % 2 == 0;
            while (un_ui_take_key(ui, key[i % 4], large ? UN_UI_SHIFT : 0)) {
                by = (i % 4 < 2 ? -1 : 1) * (horizontal ? right : 1);
                value = un_guess_step(context, question->axis, value, by, large);
            }
        }
    }
    if (by) un_course_number(app, value);
    if (un_guess_handle(context, view, rect, &handle)) {
        un_draw_group(&app->list, "ui.mark", un_rect_inset(handle, -8 * app->scale));
        un_ui_ring(ui, id, handle, 8 * app->scale);
        un_draw_group_end(&app->list);
    }
}

/// The question that a mark in a plot answers now; NULL: there is none.
static const un_Question *marked(const un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop || app->course.player.phase != UN_PHASE_ASK || app->course.doing != UN_COURSE_STANDS) return NULL;
    bool number = stop->question.kind == UN_QUESTION_MARK || stop->question.kind == UN_QUESTION_NUMBER;
    return number && stop->question.axis != UN_GUESS_NONE ? &stop->question : NULL;
}

bool un_course_mark_in(un_App *app, const un_ViewContext *context, int view, un_Rect rect) {
    const un_Question *question = marked(app);
    if (!question || view != un_guess_view(question->axis)) return false;
    mark_in(app, context, view, rect, question);
    return true;
}

void un_course_mark(un_App *app) {
    const un_Question *question = marked(app);
    for (int place = 0; question && place < UN_PLACE_COUNT; place++) {
        if (app->layout.place[place].w <= 0) continue;
        un_ViewContext context = un_lab_context(&app->view, &app->layout, (un_LabPlace)place);
        un_course_mark_in(app, &context, app->layout.view[place], un_lab_view_rect(&app->layout, (un_LabPlace)place));
    }
}
