#include "lesson/spoiler.h"

#include "lesson/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Which views show a quantity; part: of the stage, what is to be covered there.
typedef struct Shown {
    const char *quantity; ///< or how its name begins
    unsigned views;
    const char *part;
} Shown;

#define VIEW(name) (1u << UN_VIEW_##name)
static const Shown table[] = {
    {"gradient_norm", VIEW(TRAINING), NULL},
    {"gradient_ratio", VIEW(STAGE) | VIEW(PROFILE) | VIEW(WATERFALL), "gradient"},
    {"factor_per_step", VIEW(STAGE) | VIEW(PROFILE) | VIEW(FACTORS), "gradient"},
    {"slope", VIEW(STAGE) | VIEW(PROFILE), "gradient"},
    {"under_one_percent", VIEW(STAGE) | VIEW(PROFILE) | VIEW(WATERFALL), "gradient"},
    {"reach", VIEW(STAGE) | VIEW(PROFILE) | VIEW(WATERFALL), "gradient"},
    {"zero_after", VIEW(STAGE) | VIEW(PROFILE) | VIEW(WATERFALL), "gradient"},
    {"direct_share", VIEW(FACTORS), NULL},
    {"update_90", VIEW(CREDIT), NULL},
    {"tables_beaten", VIEW(TRAINING), NULL},
    {"occlusion", VIEW(ATTENTION), NULL},
    {"attention_weight", VIEW(ATTENTION), NULL},
    {"radius", VIEW(SPECTRUM), NULL},
    {"largest_eigenvalue", VIEW(SPECTRUM), NULL},
    {"lyapunov", VIEW(STRETCH), NULL},
    {"singular_spread", VIEW(STRETCH), NULL},
    {"loss", VIEW(TRAINING), NULL},
    {"accuracy", VIEW(TRAINING), NULL},
    {"solved_at", VIEW(TRAINING), NULL},
    {"nonfinite_at", VIEW(TRAINING), NULL},
    {"clipped_share", VIEW(TRAINING) | VIEW(SEEDS), NULL},
    {"max_gradient_norm", VIEW(TRAINING), NULL},
    {"seeds_", VIEW(SEEDS), NULL},
    {"gate_", VIEW(STAGE) | VIEW(EVENTS) | VIEW(HORIZON), "gates"},
    {"horizon", VIEW(HORIZON), NULL},
    {"units_outlasting", VIEW(HORIZON), NULL},
    {"answer_probability", VIEW(STAGE) | VIEW(ANSWERS), "output"},
    {"correct", VIEW(STAGE) | VIEW(ANSWERS), "output"},
};

static const Shown *find(const char *quantity) {
    const Shown *best = NULL;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t length = strlen(table[i].quantity);
        if (strncmp(table[i].quantity, quantity, length) == 0 && (!best || length > strlen(best->quantity)))
            best = &table[i];
    }
    return best;
}

/// A cover lies over the view, or over the part of the stage that would tell.
static bool is_covered(const un_Stop *stop, const un_Reveal *reveal, int view, const char *part) {
    char lane[UN_LANE_NAME] = "";
    if (reveal->quantity.lane >= 0)
        un_experiment_lane_title(&stop->experiment, reveal->quantity.lane, lane, sizeof lane);
    size_t length = strlen(lane);
    for (int i = 0; i < stop->cover_count; i++) {
        const un_PartRef *cover = &stop->cover[i];
        if (cover->view != view) continue;
        if (view != UN_VIEW_STAGE || cover->part[0] == 0) return true;
        const char *rest = strchr(cover->part, '/');
        bool same = length == 0 || (strncmp(cover->part, lane, length) == 0 && strchr("/", cover->part[length]));
        if (same && (!rest || (part && strncmp(rest + 1, part, strlen(part)) == 0))) return true;
    }
    return false;
}

int un_spoils_view(const un_Stop *stop, const un_Reveal *reveal, bool trains) {
    if (reveal->quantity.quantity < 0 || trains) return -1;
    const Shown *shown = find(un_quantity_table[reveal->quantity.quantity].name);
    for (int i = 0; shown && i < stop->view_count; i++) {
        int view = stop->view[i];
        if ((shown->views & 1u << view) && !is_covered(stop, reveal, view, shown->part)) return view;
    }
    return -1;
}

/// A number of the text at *at: digits with commas between thousands, a point, an exponent. Moves *at behind it.
static double read_number(const char **at) {
    char digits[40];
    size_t used = 0;
    const char *c = *at;
    for (; *c && used < sizeof digits - 1; c++) {
        bool digit = *c >= '0' && *c <= '9', next = c[1] >= '0' && c[1] <= '9';
        if (*c == ',' && next) continue;
        if (!digit && !(*c == '.' && next) && !(*c == 'e' && (next || c[1] == '-')) &&
            !(*c == '-' && used && digits[used - 1] == 'e'))
            break;
        digits[used++] = *c;
    }
    digits[used] = 0;
    *at = c > *at ? c : *at + 1;
    return strtod(digits, NULL);
}

/// Behind a blank, a multiplication sign and "10^": the exponent, 0 where there is none.
static int read_power(const char **at) {
    static const char *const sign[] = {"\\cdot 10^", "\\times 10^", "\\cdot10^", "\u00b710^", " * 10^", "*10^"};
    const char *c = *at;
    while (*c == ' ')
        c++;
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
        size_t length = strlen(sign[i]);
        if (strncmp(c, sign[i], length) != 0) continue;
        c += length;
        if (*c == '{') c++;
        char *end;
        long power = strtol(c, &end, 10);
        if (end == c || power < -400 || power > 400) return 0;
        *at = end;
        return (int)power;
    }
    return 0;
}

static bool is_near(double found, double number) {
    return isfinite(found) && fabs(found - number) <= 0.01 * fabs(number);
}

static bool is_percent(const char *at) {
    while (*at == ' ' || *at == '\\' || *at == ',')
        at++;
    if (strncmp(at, "\u00a0", 2) == 0) at += 2;
    return *at == '%';
}

bool un_spoils_number(const char *text, double number, bool percent) {
    if (number == 0 || fabs(number) == 1) return false;
    double before = 0;
    bool slash = false;
    for (const char *at = text; *at;) {
        if (*at < '0' || *at > '9') {
            slash = *at == '/' && at > text && at[-1] >= '0' && at[-1] <= '9';
            at++;
            continue;
        }
        double found = read_number(&at);
        if (found == 10 && *at == '^') {
            found = pow(10, strtod(at + 1 + (at[1] == '{'), NULL));
        } else {
            found *= pow(10, read_power(&at));
        }
        double ratio = before / found * (percent ? 100 : 1);
        if ((is_percent(at) == percent && is_near(found, fabs(number))) || (slash && is_near(ratio, fabs(number))))
            return true;
        before = found;
        slash = false;
    }
    return false;
}
