#include "sim/setting.h"

#include "base/catalog.h"
#include "base/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/// Adds a part after " · ", wholly or not at all.
static void add(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(char *out, size_t size, const char *format, ...) {
    char part[64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(part, sizeof part, format, arguments);
    va_end(arguments);
    size_t used = strlen(out);
    const char *between = used ? " · " : "";
    if (used + strlen(between) + strlen(part) < size) snprintf(out + used, size - used, "%s%s", between, part);
}

/// What an initialisation comes to: without a W_hh, any but PyTorch's is Xavier's.
static un_Init init_of(const un_LaneDef *lane) {
    bool alike = lane->init.init == UN_INIT_PYTORCH || un_cell_info(lane->cell)->has_state_weights;
    return alike ? lane->init.init : UN_INIT_XAVIER;
}

/// The state-space cells start as chrono says unless a number is given.
static bool keeps_by_definition(const un_LaneDef *lane) {
    const un_CellInfo *info = un_cell_info(lane->cell);
    return info->keep_gate >= 0 && !info->has_state_weights;
}

const char *un_setting_text(const un_LaneDef *lane, char *out, size_t size) {
    out[0] = 0;
    char number[48];
    if (lane->cell == UN_CELL_RNN) add(out, size, "%s", _(un_activation_titles[lane->activation]));
    if (lane->cell == UN_CELL_WINDOW) add(out, size, _("%d steps"), lane->window);
    switch (lane->init.gate_bias) {
    case UN_GATE_BIAS_CHRONO:
        add(out, size, "%s", _("chrono gate bias"));
        break;
    case UN_GATE_BIAS_CONSTANT:
        add(out, size, _("gate bias %s"), un_number_full(lane->init.gate_bias_value, 3, number, sizeof number));
        break;
    case UN_GATE_BIAS_NONE:
        if (keeps_by_definition(lane)) {
            add(out, size, "%s", _("chrono gate bias"));
            break;
        }
        add(out, size, _("%s init"), _(un_init_titles[init_of(lane)]));
        break;
    }
    if (lane->layers > 1) add(out, size, _("%d layers"), lane->layers);
    if (lane->bidirectional) add(out, size, "%s", _("bidirectional"));
    if (lane->cell == UN_CELL_GRU && lane->reset_before) add(out, size, "%s", _("reset before"));
    return out;
}
