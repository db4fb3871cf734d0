// The controls of a stop, once its answer stands: each changes the stop's run, which goes to the same end again.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <math.h>
#include <string.h>

/// What stands beside the row of un_param_table called key.
static const char *title_of(const char *key) {
    static const struct {
        const char *key, *title;
    } table[] = {{"seed", UN_KEY("Seed")},           {"lag", UN_KEY("Lag")},           {"length", UN_KEY("Length")},
                 {"cell", UN_KEY("Cell")},           {"hidden", UN_KEY("Units")},      {"activation", UN_KEY("Activation")},
                 {"init", UN_KEY("Start")},          {"gain", UN_KEY("Gain")},         {"radius", UN_KEY("Radius of W")},
                 {"gate_bias", UN_KEY("Gate bias")}, {"truncate", UN_KEY("Truncate")}, {"optimizer", UN_KEY("Optimizer")},
                 {"lr", UN_KEY("Learning rate")},    {"clip", UN_KEY("Clip")}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].key, key) == 0) return _(table[i].title);
    }
    return key;
}

/// The names that a row chooses from, in the reader's language; NULL: it is a number.
static const char *const *names_of(const un_App *app, const char *key, int *count) {
    const un_AppNames *names = &app->names;
    const struct {
        const char *key;
        const char *const *names;
        int count;
    } table[] = {{"cell", names->cell, UN_CELL_COUNT},
                 {"activation", names->activation, UN_ACTIVATION_COUNT},
                 {"init", names->init, UN_INIT_COUNT},
                 {"optimizer", names->optimizer, UN_OPTIMIZER_COUNT},
                 {"gate_bias", names->gate_bias, UN_APP_GATE_BIASES}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].key, key) != 0) continue;
        *count = table[i].count;
        return table[i].names;
    }
    return NULL;
}

/// Of the lanes that it is about, the first; -1: none.
static int lane_of(const un_Experiment *experiment, const un_ParamRow *row) {
    for (int lane = 0; lane < experiment->lane_count; lane++) {
        if (!row->applies || row->applies(&experiment->lane[lane])) return lane;
    }
    return -1;
}

static void set(un_App *app, const un_ParamRow *row, double value) {
    un_Experiment experiment = app->run.now;
    for (int lane = 0; lane < experiment.lane_count; lane++) {
        if (!row->applies || row->applies(&experiment.lane[lane])) row->set(&experiment, lane, value);
        if (row->scope != UN_SCOPE_LANE) break;
    }
    un_course_vary(app, &experiment);
}

/// A gate bias is chosen by its kind: none, 1, chrono.
static void menu(un_App *app, const un_ParamRow *row, un_Rect at, const char *const *names, int count, int lane) {
    const double bias[UN_APP_GATE_BIASES] = {(double)NAN, 1, (double)INFINITY};
    bool gate = row->kind == UN_KIND_GATE_BIAS;
    int chosen = gate ? (int)app->run.now.lane[lane].init.gate_bias : (int)row->get(&app->run.now, lane);
    if (un_ui_dropdown(&app->ui, un_ui_id(&app->ui, row->key), at, names, count, &chosen, _(row->help))) set(app, row, gate ? bias[chosen] : chosen);
}

static float control(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const char *key) {
    float s = app->scale, height = (look->roomy ? 42 : 34) * s;
    const un_ParamRow *row = &un_param_table[un_param_row(key)];
    int lane = lane_of(&app->run.now, row), count = 0;
    if (lane < 0 || !list) return lane < 0 ? 0 : height;
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->body, UN_TOKEN_INK2);
    un_text_draw_in(list, app->fonts, &quiet, (un_Rect){rect.x, rect.y, 0, height}, UN_ALIGN_LEFT, title_of(key));
    const char *const *names = names_of(app, key, &count);
    un_ui_push(&app->ui, "control");
    if (names) {
        float width = fminf(190 * s, rect.w * 0.55f);
        menu(app, row, (un_Rect){rect.x + rect.w - width, rect.y + 4 * s, width, height - 8 * s}, names, count, lane);
    } else {
        double value = row->get(&app->run.now, lane);
        un_ScrubDef def = un_knob_def(un_param_row(key), look->body, true);
        un_UiId id = un_ui_id(&app->ui, key);
        float width = un_ui_scrub_width(&app->ui, id, &def, value);
        un_Rect at = {rect.x + rect.w - width, rect.y + (height - 28 * s) / 2, width, 28 * s};
        if (un_ui_scrub(&app->ui, id, at, &def, &value)) set(app, row, value);
    }
    un_ui_pop(&app->ui);
    return height;
}

float un_course_controls(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    float y = rect.y;
    for (int i = 0; i < stop->control_count; i++) {
        const char *key = un_control_table[stop->control[i]].param;
        if (!key) continue;
        if (y == rect.y) y += un_course_rule(app, list, look, rect);
        y += control(app, list, look, (un_Rect){rect.x, y, rect.w, 0}, key);
    }
    return y - rect.y;
}
