#include "app/state.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

// How a row is turned, where "a notch is 1" is not it.
static const struct Turn {
    const char *key;
    double step;     // linear
    double smallest; // logarithmic, when > 0
} turns[] = {
    {"updates", 100, 0}, {"lr", 0, 1e-6},  {"clip", 0, 0.01},   {"momentum", 0.01, 0},
    {"tmax", 0, 2},      {"gain", 0.1, 0}, {"radius", 0.05, 0}, {"gate_bias", 0.5, 0},
};

un_ScrubDef un_knob_def(int param, float size, bool arrows) {
    const un_ParamRow *row = &un_param_table[param];
    un_ScrubDef def = {
        .min = row->min,
        .max = row->max,
        .above_min = row->above_min,
        .integer = row->kind == UN_KIND_INT,
        .step = 1,
        .size = size,
        .arrows = arrows,
        .tip = _(row->help),
    };
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        if (strcmp(turns[i].key, row->key) == 0) {
            def.step = turns[i].step;
            def.logarithmic = turns[i].smallest > 0;
            def.smallest = turns[i].smallest;
        }
    }
    return def;
}

float un_knob_width(un_App *app, const char *id, const char *key, int lane, float size, bool arrows) {
    int param = un_param_row(key);
    un_ScrubDef def = un_knob_def(param, size, arrows);
    double value = un_param_table[param].get(&app->run.now, lane < 0 ? 0 : lane);
    return un_ui_scrub_width(&app->ui, un_ui_id(&app->ui, id), &def, value);
}

float un_knob(un_App *app, const char *id, const char *key, int lane, un_Rect rect, float size, bool arrows) {
    int param = un_param_row(key);
    un_ScrubDef def = un_knob_def(param, size, arrows);
    double value = un_param_table[param].get(&app->run.now, lane < 0 ? 0 : lane);
    un_UiId widget = un_ui_id(&app->ui, id);
    float width = un_ui_scrub_width(&app->ui, widget, &def, value), height = 28 * app->scale;
    char tip[UN_UI_TIP];
    snprintf(tip, sizeof tip, _("%s (drag, type, or arrow keys)"), def.tip);
    def.tip = tip;
    un_Rect place = {rect.x, rect.y + (rect.h - height) / 2, width, height};
    if (un_ui_scrub(&app->ui, widget, place, &def, &value)) {
        un_run_set(app, param, lane, value);
    }
    return width;
}
