/// The names that a lesson knows, each in one table.
#include "lesson/lesson.h"

#include "base/catalog.h"

#include <math.h>
#include <string.h>

const char *const un_level_name[UN_LEVEL_COUNT] = {"beginner", "intermediate", "graduate"};
const char *const un_path_name[UN_PATH_COUNT] = {"lecture", "lab", "self-study", "graduate"};
const char *const un_guess_axis_name[UN_GUESS_AXES] = {"", "steps_back", "ratio", "update", "loss"};

const char *un_language_name(const char *language) {
    static const struct {
        const char *code, *name;
    } table[] = {{"cs", "\xc4\x8c" "e\xc5\xa1tina"},
                 {"da", "Dansk"},
                 {"de", "Deutsch"},
                 {"en", "English"},
                 {"es", "Espa\xc3\xb1ol"},
                 {"fi", "Suomi"},
                 {"fr", "Fran\xc3\xa7" "ais"},
                 {"it", "Italiano"},
                 {"nl", "Nederlands"},
                 {"pl", "Polski"},
                 {"pt", "Portugu\xc3\xaas"},
                 {"pt-br", "Portugu\xc3\xaas (Brasil)"},
                 {"sv", "Svenska"},
                 {"tr", "T\xc3\xbcrk\xc3\xa7" "e"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].code, language) == 0) return table[i].name;
    }
    return language;
}

const char *un_level_title(un_Level level) {
    static const char *const title[] = {UN_KEY("For beginners"), UN_KEY("Intermediate"), UN_KEY("For graduates")};
    return _(title[level]);
}

// clang-format off
const un_ControlRow un_control_table[] = {
    {"wave", NULL},           // W and its speed, step by step
    {"play", NULL},           // train on, pause, one update
    {"reset", NULL},          // back to update 0
    {"timeline", NULL},       // scrub, branch
    {"seed", "seed"},
    {"seeds", NULL},          // other seeds beside it
    {"lag", "lag"},
    {"length", "length"},
    {"cell", "cell"},
    {"hidden", "hidden"},
    {"activation", "activation"},
    {"init", "init"},
    {"gain", "gain"},
    {"radius", "radius"},
    {"gate_bias", "gate_bias"},
    {"truncate", "truncate"},
    {"optimizer", "optimizer"},
    {"lr", "lr"},
    {"clip", "clip"},
    {"hold", NULL},           // hold a gate
    {"symbol", NULL},         // another symbol in the probe
    {"inspect", NULL},        // open a cell
    {"show", NULL},           // c instead of h
    {"zoom", NULL},
    {"views", NULL},          // choose another view
    {"explore", NULL},        // everything, once the answer stands
};
// clang-format on
const int un_control_count = (int)(sizeof un_control_table / sizeof *un_control_table);

int un_control_find(const char *name) {
    for (int i = 0; i < un_control_count; i++) {
        if (strcmp(un_control_table[i].name, name) == 0) return i;
    }
    return -1;
}

bool un_tolerance_holds(const un_Tolerance *tolerance, double expected, double found) {
    if (!isfinite(expected) || !isfinite(found)) return false;
    if (tolerance->factor <= 0) return fabs(found - expected) <= tolerance->absolute;
    if (expected == 0 || found == 0) return expected == found;
    double factor = found / expected; // below 0: the signs differ
    return factor >= 1 / tolerance->factor && factor <= tolerance->factor;
}
