#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 38, LABEL = 112, SECTION = 44, TWO_COLUMNS = 470;

// Cells of the form: one or two columns, filled row by row.
typedef struct Form {
    un_App *app;
    float x, y, width;
    int columns, column;
    int lane;
} Form;

static void end_row(Form *form) {
    if (form->column > 0) {
        form->column = 0;
        form->y += ROW * form->app->scale;
    }
}

// The place of the next setting; writes its name.
static un_Rect next_cell(Form *form, const char *name) {
    un_App *app = form->app;
    float s = app->scale, width = form->width / (float)form->columns;
    un_Rect cell = {form->x + width * (float)form->column, form->y, width - 8 * s, ROW * s};
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_text_draw_in(app->ui.frame.list, app->fonts, &style, (un_Rect){cell.x, cell.y, LABEL * s, cell.h}, UN_ALIGN_LEFT,
                    name);
    if (++form->column == form->columns) {
        end_row(form);
    }
    return (un_Rect){cell.x + LABEL * s, cell.y, cell.w - LABEL * s, cell.h};
}

static void number(Form *form, const char *name, const char *key) {
    un_Rect cell = next_cell(form, name);
    // Its arrows stand in the padding, so that the digits line up with the other controls.
    cell.x -= 6 * form->app->scale;
    un_knob(form->app, key, key, form->lane, cell, 15, true);
}

static bool choose(Form *form, const char *id, un_Rect cell, const char *const *names, int count, int *selected,
                   const char *tip) {
    float s = form->app->scale, height = 32 * s, width = cell.w < 170 * s ? cell.w : 170 * s;
    un_Rect place = {cell.x, cell.y + (cell.h - height) / 2, width, height};
    return un_ui_dropdown(&form->app->ui, un_ui_id(&form->app->ui, id), place, names, count, selected, tip);
}

// A row of the table whose values are names.
static void name_of(Form *form, const char *name, const char *key, const char *const *names, int count) {
    int param = un_param_row(key);
    int selected = (int)un_param_table[param].get(&form->app->run.now, form->lane);
    if (choose(form, key, next_cell(form, name), names, count, &selected, _(un_param_table[param].help))) {
        un_run_set(form->app, param, form->lane, selected);
    }
}

static void section(Form *form, const char *title) {
    un_App *app = form->app;
    end_row(form);
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK);
    un_text_draw_in(app->ui.frame.list, app->fonts, &style,
                    (un_Rect){form->x, form->y, form->width, SECTION * app->scale}, UN_ALIGN_LEFT, title);
    form->y += SECTION * app->scale;
}

static void note(Form *form, const char *text) {
    un_App *app = form->app;
    float s = app->scale, leading = 18 * s;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    form->y += un_text_draw_wrapped(app->ui.frame.list, app->fonts, &style, (un_Point){form->x, form->y + 14 * s},
                                    form->width, leading, text) +
               8 * s;
}

static void gate_bias(Form *form) {
    un_App *app = form->app;
    int param = un_param_row("gate_bias");
    un_GateBias kind = app->run.now.lane[form->lane].init.gate_bias;
    int selected = (int)kind;
    if (choose(form, "gate_bias_kind", next_cell(form, _("Gate bias")), app->names.gate_bias, UN_APP_GATE_BIASES,
               &selected, _(un_param_table[param].help))) {
        const double value[UN_APP_GATE_BIASES] = {(double)NAN, 1, (double)INFINITY};
        un_run_set(app, param, form->lane, value[selected]);
    }
    if (kind == UN_GATE_BIAS_CONSTANT) {
        number(form, _("Bias"), "gate_bias");
    } else if (kind == UN_GATE_BIAS_CHRONO) {
        number(form, _("Longest memory"), "tmax");
    }
}

static void reset_before(Form *form) {
    un_App *app = form->app;
    un_Rect cell = next_cell(form, _("Reset first"));
    int param = un_param_row("reset_before");
    bool on = app->run.now.lane[form->lane].reset_before;
    if (un_ui_switch(&app->ui, un_ui_id(&app->ui, "reset_before"), cell, &on, _(un_param_table[param].help))) {
        un_run_set(app, param, form->lane, on);
    }
}

static void remove_lane(un_App *app, int lane) {
    un_Experiment *now = &app->run.now;
    for (int i = lane; i + 1 < now->lane_count; i++) {
        now->lane[i] = now->lane[i + 1];
    }
    now->lane_count--;
    now->edit_count = 0; // edits name lanes by their index
    un_knobs_forget_lane(app, lane);
    un_run_changed(app);
}

static void add_lane(un_App *app) {
    un_Experiment *now = &app->run.now;
    un_LaneDef lane = now->lane[now->lane_count - 1];
    lane.name[0] = 0;
    now->lane[now->lane_count++] = lane;
    un_run_changed(app);
}

// Lane bar, marker, title, cell and what removes it. True: it was removed.
static bool lane_head(Form *form) {
    un_App *app = form->app;
    un_DrawList *list = app->ui.frame.list;
    float s = app->scale, height = 32 * s, middle = form->y + SECTION * s / 2;
    end_row(form);
    un_draw_rect(list, (un_Rect){form->x, form->y, form->width, s}, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
    un_Color color = un_ui_color(&app->ui, (un_Token)(UN_TOKEN_LANE_1 + form->lane));
    un_marker_draw(list, form->lane, (un_Point){form->x + 7 * s, middle}, 12 * s, color, color);
    char title[UN_LANE_NAME];
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 16, UN_TOKEN_INK);
    un_experiment_lane_title(&app->run.now, form->lane, title, sizeof title);
    un_text_draw_cut(list, app->fonts, &style, (un_Point){form->x + 22 * s, middle + 6 * s}, (LABEL - 28) * s, title);
    int param = un_param_row("cell"), cell = (int)app->run.now.lane[form->lane].cell;
    bool only = app->run.now.lane_count == 1;
    un_ButtonDef remove = {.label = _("Remove"),
                           .quiet = true,
                           .size = 13,
                           .disabled = only ? _("A run needs one network at least") : NULL};
    float width = un_ui_button_width(&app->ui, &remove);
    un_Rect at = {form->x + form->width - width, middle - height / 2, width, height};
    un_Rect place = {form->x + LABEL * s, middle - height / 2, 130 * s, height};
    if (place.x + place.w > at.x - 4 * s) {
        place.w = at.x - 4 * s - place.x;
    }
    if (un_ui_dropdown(&app->ui, un_ui_id(&app->ui, "cell"), place, app->names.cell, UN_CELL_COUNT, &cell,
                       _(un_param_table[param].help))) {
        un_run_set(app, param, form->lane, cell);
    }
    form->y += SECTION * s;
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "remove"), at, &remove)) {
        remove_lane(app, form->lane);
        return true;
    }
    return false;
}

// False: the lane is gone.
static bool lane_section(Form *form) {
    un_App *app = form->app;
    const un_LaneDef *lane = &app->run.now.lane[form->lane];
    if (lane_head(form)) {
        return false;
    }
    number(form, _("Learning rate"), "lr");
    number(form, _("Clip"), "clip");
    name_of(form, _("Optimiser"), "optimizer", app->names.optimizer, UN_OPTIMIZER_COUNT);
    if (lane->optimizer.kind == UN_OPTIMIZER_MOMENTUM) {
        number(form, _("Momentum"), "momentum");
    }
    number(form, _("Units"), "hidden");
    name_of(form, _("Weights"), "init", app->names.init, UN_INIT_COUNT);
    if (un_cell_info(lane->cell)->keep_gate >= 0) {
        gate_bias(form);
    }
    if (lane->cell == UN_CELL_RNN) {
        name_of(form, _("Activation"), "activation", app->names.activation, UN_ACTIVATION_COUNT);
        number(form, _("Spectral radius"), "radius");
    }
    if (lane->cell == UN_CELL_GRU) {
        reset_before(form);
    }
    if (lane->cell == UN_CELL_WINDOW) {
        number(form, _("Steps seen"), "window");
    }
    number(form, _("Layers"), "layers");
    if (un_cell_info(lane->cell)->reads_backward) {
        name_of(form, _("Direction"), "direction", app->names.direction, 2);
    }
    if (un_cell_info(lane->cell)->carries_state) {
        number(form, _("Truncate"), "truncate");
    }
    end_row(form);
    form->y += 8 * app->scale;
    return true;
}

// Seeds 1..10 beside this run.
static void other_seeds(Form *form) {
    un_App *app = form->app;
    const un_SnapshotSeeds *seeds = &app->snapshot->seeds;
    float height = 30 * app->scale;
    un_Rect cell = next_cell(form, _("Other seeds"));
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.label = seeds->planned == 0            ? _("Run 1\xe2\x80\x93" "10")
                                 : seeds->done < seeds->planned ? _("Stop")
                                                                : _("Forget"),
                        .size = 13,
                        .tip = un_action_tip(UN_ACTION_SEEDS, tip, sizeof tip)};
    un_Rect place = {cell.x, cell.y + (cell.h - height) / 2, un_ui_button_width(&app->ui, &def), height};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "seeds"), place, &def)) un_time_seeds(app);
}

static void run_section(Form *form) {
    un_App *app = form->app;
    section(form, _("The same for all"));
    form->lane = 0;
    name_of(form, _("Task"), "task", app->names.task, UN_TASK_COUNT);
    bool lag = un_task_info(app->run.now.task.task)->takes_lag;
    number(form, lag ? _("Lag") : _("Length"), lag ? "lag" : "length");
    number(form, _("Batch"), "batch");
    number(form, _("Updates"), "updates");
    number(form, _("Seed"), "seed");
    other_seeds(form);
    un_Rect cell = next_cell(form, _("Less motion"));
    bool calm = app->calm;
    if (un_ui_switch(&app->ui, un_ui_id(&app->ui, "calm"), cell, &calm, _("The wave jumps by phases  (M)"))) {
        un_wave_set_calm(app, calm);
    }
    end_row(form);
    form->y += 8 * app->scale;
}

void un_settings(un_App *app, un_Rect rect) {
    float s = app->scale;
    un_Ui *ui = &app->ui;
    un_ui_push(ui, "settings");
    float top = un_ui_scroll_begin(ui, un_ui_id(ui, "scroll"), rect, &app->scroll[1]);
    Form form = {.app = app,
                 .x = rect.x + 4 * s,
                 .y = top,
                 .width = rect.w - 16 * s,
                 .columns = rect.w >= TWO_COLUMNS * s ? 2 : 1};
    note(&form,
         _("Learning rate, clip and momentum change while it trains. Everything else starts again at update 0."));
    run_section(&form);
    for (form.lane = 0; form.lane < app->run.now.lane_count; form.lane++) {
        char name[16];
        snprintf(name, sizeof name, "lane%d", form.lane + 1);
        un_ui_push(ui, name);
        bool stays = lane_section(&form);
        un_ui_pop(ui);
        if (!stays) {
            break; // the others have moved up: the next frame shows them
        }
    }
    un_ButtonDef add = {.label = _("Add a network"),
                        .disabled = app->run.now.lane_count == UN_LANES_MAX ? _("Four networks are the most") : NULL};
    un_Rect place = {form.x, form.y + 8 * s, un_ui_button_width(ui, &add), 34 * s};
    if (un_ui_button(ui, un_ui_id(ui, "add"), place, &add)) {
        add_lane(app);
    }
    un_ui_scroll_end(ui, place.y + place.h + 12 * s - top);
    un_ui_pop(ui);
}

void un_settings_names(un_AppNames *names) {
    static const char *const gate_bias[UN_APP_GATE_BIASES] = {UN_KEY("as the weights"), UN_KEY("a number"),
                                                              UN_KEY("chrono")};
    static const char *const direction[2] = {UN_KEY("forward"), UN_KEY("both ways")};
    for (int i = 0; i < UN_TASK_COUNT; i++)
        names->task[i] = un_task_info((un_Task)i)->name;
    for (int i = 0; i < UN_CELL_COUNT; i++)
        names->cell[i] = _(un_cell_info((un_Cell)i)->title);
    for (int i = 0; i < UN_INIT_COUNT; i++)
        names->init[i] = _(un_init_titles[i]);
    for (int i = 0; i < UN_OPTIMIZER_COUNT; i++)
        names->optimizer[i] = _(un_optimizer_titles[i]);
    for (int i = 0; i < UN_ACTIVATION_COUNT; i++)
        names->activation[i] = _(un_activation_titles[i]);
    for (int i = 0; i < UN_APP_GATE_BIASES; i++)
        names->gate_bias[i] = _(gate_bias[i]);
    for (int i = 0; i < 2; i++)
        names->direction[i] = _(direction[i]);
    for (int i = 0; i < UN_APP_RATES; i++)
        names->rate[i] = un_run_rate_name(i);
    for (int i = 1; i < UN_VIEW_COUNT; i++) {
        snprintf(names->numbered[i], sizeof names->numbered[i], "%d  %.58s", i, _(un_view_table[i]->title));
        names->view[i - 1] = names->numbered[i];
    }
}
