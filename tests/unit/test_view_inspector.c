// The inspector: every cell at several sizes, numbers that are the snapshot's, equations that add up as they are
// printed, and nothing ahead of the wave.
#include "base/number.h"
#include "synthetic.h"
#include "text_check.h"
#include "view/ink.h"
#include "view/inspector.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <wchar.h>
#include <wctype.h>

enum { STEPS = 9, HIDDEN = 3 };

static double wave(int a, int b, int c) {
    return sin(1.3 * a + 2.1 * b + 0.7 * c + 0.4);
}

static double logistic(double x) {
    return 1 / (1 + exp(-x));
}

typedef struct Kind {
    const char *cell;
    int blocks, gates;
    const char *name[4]; // of the blocks
    un_SnapshotJob job[4];
    bool cell_state, attends;
} Kind;

static const Kind kinds[] = {
    {"lstm", 4, 4, {"i", "f", "g", "o"}, {UN_JOB_WRITE, UN_JOB_KEEP, UN_JOB_NEW, UN_JOB_READ}, true, false},
    {"gru", 3, 3, {"r", "z", "n"}, {UN_JOB_RESET, UN_JOB_KEEP, UN_JOB_NEW}, false, false},
    {"rnn", 1, 0, {"a"}, {UN_JOB_NEW}, false, false},
    {"ssm", 2, 1, {"a", "u"}, {UN_JOB_KEEP, UN_JOB_NEW}, true, false},
    {"selective", 2, 1, {"z", "u"}, {UN_JOB_KEEP, UN_JOB_NEW}, true, false},
    {"attention", 4, 0, {"e", "q", "k", "v"}, {UN_JOB_NEW, UN_JOB_NEW, UN_JOB_NEW, UN_JOB_NEW}, false, true},
    {"feedforward", 1, 0, {"a"}, {UN_JOB_NEW}, false, false},
    {"window", 1, 0, {"a"}, {UN_JOB_NEW}, false, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool squashes(const Kind *kind, int block) { // to -1..1
    return kind->job[block] == UN_JOB_NEW && strcmp(kind->name[block], "u") != 0;
}

// Pre-activations from sines, gates and states by the cell's own equations.
static void fill_forward(un_SnapshotTrack *track, const Kind *kind, int direction) {
    float *value[4];
    for (int b = 0; b < kind->blocks; b++) {
        un_SnapshotBlock *block = &track->units.block[b];
        snprintf(block->name, sizeof block->name, "%s", kind->name[b]);
        if (b < kind->gates) snprintf(track->gate[b].name, sizeof track->gate[b].name, "%s", kind->name[b]);
        if (b < kind->gates) track->gate[b].job = kind->job[b];
        value[b] = b < kind->gates ? track->gate[b].value : NULL;
        for (int i = 0; i < STEPS * HIDDEN; i++) {
            block->from_input[i] = (float)(1.4 * wave(b, i / HIDDEN, i % HIDDEN));
            block->from_state[i] = kind->attends || kind->blocks == 2 ? 0 : (float)(0.8 * wave(b + 5, i, i % HIDDEN));
            double z = (double)block->from_input[i] + (double)block->from_state[i];
            if (value[b]) value[b][i] = (float)(squashes(kind, b) ? tanh(z) : logistic(z));
        }
        for (int t = 0; t < STEPS && value[b]; t++) {
            track->gate[b].mean[t] = 0;
            for (int i = 0; i < HIDDEN; i++)
                track->gate[b].mean[t] += value[b][t * HIDDEN + i] / HIDDEN;
        }
    }
    for (int s = 0; s < STEPS; s++) {
        int t = direction ? STEPS - 1 - s : s, before = direction ? t + 1 : t - 1;
        for (int i = 0; i < HIDDEN; i++) {
            int at = t * HIDDEN + i;
            const un_SnapshotBlock *last = &track->units.block[kind->blocks - 1];
            double z = (double)last->from_input[at] + (double)last->from_state[at];
            const float *state = track->c ? track->c : track->h;
            double then = s > 0 ? (double)state[before * HIDDEN + i] : 0, now = 0;
            if (kind->gates == 4) {
                now = (double)value[1][at] * then + (double)value[0][at] * (double)value[2][at];
                track->h[at] = (float)((double)value[3][at] * tanh(now));
            } else if (kind->gates == 3) {
                track->h[at] = (float)((double)value[1][at] * then + (1 - (double)value[1][at]) * (double)value[2][at]);
            } else if (kind->gates == 1) {
                now = (double)value[0][at] * then + (1 - (double)value[0][at]) * z;
                track->h[at] = (float)tanh(now * 0.7);
            } else {
                track->h[at] = (float)tanh(z);
            }
            if (track->c) track->c[at] = (float)now;
        }
    }
    for (int t = 0; t < STEPS && kind->attends; t++) {
        double sum = 0;
        for (int s = 0; s <= t; s++)
            sum += exp(3 * wave(t, s, 1));
        for (int i = 0; i < HIDDEN; i++)
            track->h[t * HIDDEN + i] = 0;
        for (int s = 0; s <= t; s++) {
            float a = track->attention[t * STEPS + s] = (float)(exp(3 * wave(t, s, 1)) / sum);
            for (int i = 0; i < HIDDEN; i++)
                track->h[t * HIDDEN + i] += a * track->units.block[3].from_input[s * HIDDEN + i];
        }
    }
    track->c_largest = 2;
}

static double norm_of(const double *values, int t) {
    double sum = 0;
    for (int i = 0; i < HIDDEN; i++)
        sum += values[t * HIDDEN + i] * values[t * HIDDEN + i];
    return sqrt(sum);
}

static void fill_backward(un_SnapshotTrack *track, const Kind *kind, int direction) {
    un_SnapshotUnits *units = &track->units;
    for (int s = STEPS - 1; s >= 0; s--) {
        int t = direction ? STEPS - 1 - s : s;
        for (int i = 0; i < HIDDEN; i++) {
            int at = t * HIDDEN + i;
            double h = (double)track->h[at], scale = pow(0.3, STEPS - 1 - s);
            units->dh[at] = 0.01 * scale * wave(t, i, 7);
            if (units->dc) units->dc[at] = 0.02 * scale * wave(t, i, 8);
            for (int b = 0; b < kind->blocks; b++)
                units->block[b].gradient[at] = (1 - h * h) * units->dh[at];
        }
        track->dh.norm[t] = norm_of(units->dh, t);
        if (units->dc) track->dc.norm[t] = norm_of(units->dc, t);
    }
    for (int at = 0; at < STEPS * HIDDEN && kind->attends; at++) {
        units->block[3].gradient[at] = 0;
        for (int t = at / HIDDEN; t < STEPS; t++)
            units->block[3].gradient[at] +=
                (double)track->attention[t * STEPS + at / HIDDEN] * units->dh[t * HIDDEN + at % HIDDEN];
    }
    snprintf(track->dh.variable, sizeof track->dh.variable, "h");
    if (units->dc) snprintf(track->dc.variable, sizeof track->dc.variable, "c");
    const double *norm = units->dc ? track->dc.norm : track->dh.norm;
    for (int t = 0; t < STEPS; t++) {
        int from = direction ? t - 1 : t + 1;
        bool told = from >= 0 && from < STEPS;
        track->factor.total[t] = told ? norm[t] / norm[from] : (double)NAN;
        for (int k = 0; k < track->factor.count; k++)
            track->factor.part[k][t] = track->factor.count == 1 ? track->factor.total[t] : sqrt(track->factor.total[t]);
    }
    snprintf(track->factor.name[0], sizeof track->factor.name[0], "%s", kind->gates ? "f" : "\\tanh'");
    if (track->factor.count > 1) snprintf(track->factor.name[1], sizeof track->factor.name[1], "W");
}

static void build(un_Snapshot *snapshot, const Kind *kind, int directions) {
    un_SnapshotShape shape = {.T = STEPS, .inputs = 4, .outputs = 4, .classes = true, .lane_count = 1};
    shape.hidden[0] = HIDDEN;
    shape.directions[0] = directions;
    shape.gate_count[0] = kind->gates;
    shape.cell_state[0] = kind->cell_state;
    shape.attends[0] = kind->attends;
    shape.details[0] = (un_DetailsShape){
        .blocks = kind->blocks, .factors = kind->gates ? 1 : 2, .decays = kind->gates == 1, .wanted = UN_WANT_UNITS};
    shape.measures[0] =
        (un_MeasuresShape){.T = STEPS, .hidden = HIDDEN, .gates = kind->gates, .keeps = kind->gates > 0};
    *snapshot = (un_Snapshot){0};
    cr_assert(un_snapshot_shape(snapshot, &shape) == 0);
    snapshot->update = 1234;
    snapshot->loss_step = STEPS - 1;
    snapshot->classes = true;
    un_SnapshotLane *lane = &snapshot->lane[0];
    snprintf(lane->name, sizeof lane->name, "Net");
    snprintf(lane->cell, sizeof lane->cell, "%s", kind->cell);
    if (strcmp(kind->cell, "rnn") == 0) snprintf(lane->activation, sizeof lane->activation, "tanh");
    lane->hidden = HIDDEN;
    lane->nonfinite_at = lane->solved_at = -1;
    for (int t = 0; t < STEPS; t++) {
        snprintf(snapshot->symbol[t], sizeof snapshot->symbol[t], "%c", 'p' + t);
        snapshot->matters[t] = t == 1;
    }
    for (int d = 0; d < directions; d++) {
        fill_forward(&lane->track[d], kind, d);
        fill_backward(&lane->track[d], kind, d);
    }
}

// --- the text of a picture: runs on one baseline, from left to right ---

typedef struct Letter {
    float x, y, end;
    uint32_t code;
} Letter;

typedef struct Text {
    int count;
    Letter letter[4096];
} Text;

static void read_text(const un_DrawList *list, const un_Fonts *fonts, Text *out) {
    out->count = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (command->kind != UN_DRAW_GLYPHS) continue;
        for (size_t g = command->first; g < command->first + command->count && out->count < 4096; g++) {
            const un_Glyph *glyph = &list->glyph[g];
            float end = glyph->x + un_fonts_advance(fonts, glyph->face, glyph->code_point) * glyph->size;
            out->letter[out->count++] = (Letter){glyph->x, glyph->y, end, glyph->code_point};
        }
    }
}

static int by_x(const void *a, const void *b) {
    float x = ((const Letter *)a)->x, y = ((const Letter *)b)->x;
    return x < y ? -1 : x > y;
}

// What stands inside rect, left to right, without blanks; as wide characters.
static void text_in(const Text *text, un_Rect rect, wchar_t *out, int size) {
    Letter inside[512];
    int count = 0;
    for (int i = 0; i < text->count && count < 512; i++) {
        const Letter *l = &text->letter[i];
        if (l->x >= rect.x - 1 && l->end <= rect.x + rect.w + 1 && l->y > rect.y && l->y < rect.y + rect.h + 1)
            inside[count++] = *l;
    }
    qsort(inside, (size_t)count, sizeof *inside, by_x);
    int used = 0;
    for (int i = 0; i < count && used + 1 < size; i++)
        out[used++] = (wchar_t)inside[i].code;
    out[used] = 0;
}

static void widen(const char *text, wchar_t *out, int size) {
    int used = 0;
    for (uint32_t code; (code = un_utf8_next(&text)) != 0 && used + 1 < size;)
        if (code != ' ') out[used++] = (wchar_t)code;
    out[used] = 0;
}

// --- arithmetic as it is printed: a x b + tanh(c) + (1 - d^2) ... ---

static double sum_at(const wchar_t **at);

static double number_at(const wchar_t **at) {
    char digits[64];
    int used = 0;
    while (used < 60 && (iswdigit((wint_t) * *at) || **at == L'.'))
        digits[used++] = (char)*(*at)++;
    digits[used] = 0;
    cr_assert(used > 0, "no number at '%ls'", *at);
    double value = atof(digits);
    if ((*at)[0] == L'·' && (*at)[1] == L'1' && (*at)[2] == L'0') {
        static const wchar_t raised[] = L"⁰¹²³⁴⁵⁶⁷⁸⁹";
        int sign = 1, exponent = 0;
        *at += 3;
        if (**at == L'⁻') sign = -1, (*at)++;
        for (const wchar_t *d; **at && (d = wcschr(raised, **at)) != NULL; (*at)++)
            exponent = exponent * 10 + (int)(d - raised);
        value *= pow(10, sign * exponent);
    }
    return value;
}

static double atom_at(const wchar_t **at) {
    double value;
    if (**at == L'−') {
        (*at)++;
        return -atom_at(at);
    }
    if (wcsncmp(*at, L"tanh(", 5) == 0) {
        *at += 4;
        return tanh(atom_at(at));
    }
    if (wcsncmp(*at, L"σ(", 2) == 0) {
        *at += 1;
        return logistic(atom_at(at));
    }
    if (wcsncmp(*at, L"relu(", 5) == 0) {
        *at += 4;
        return fmax(atom_at(at), 0);
    }
    if (**at == L'(') {
        (*at)++;
        value = sum_at(at);
        cr_assert(**at == L')', "no ) at '%ls'", *at);
        (*at)++;
    } else {
        value = number_at(at);
    }
    if (**at == L'²') {
        (*at)++;
        value *= value;
    }
    return value;
}

static double product_at(const wchar_t **at) {
    double value = atom_at(at);
    while (**at == L'×') {
        (*at)++;
        value *= atom_at(at);
    }
    return value;
}

static double sum_at(const wchar_t **at) {
    double value = product_at(at);
    while (**at == L'+' || **at == L'−') {
        bool minus = *(*at)++ == L'−';
        value += minus ? -product_at(at) : product_at(at);
    }
    return value;
}

/// Every row of the text that has two signs of equality: what stands between them, done by hand, is the last number as
/// printed.
static int check_sums(const Text *text, un_Rect rect, const char *what) {
    int checked = 0;
    float done[64];
    int rows = 0;
    for (int i = 0; i < text->count; i++) {
        const Letter *l = &text->letter[i];
        bool again = false;
        if (l->code != '=' || l->x < rect.x || l->y < rect.y) continue;
        for (int r = 0; r < rows; r++)
            again = again || fabsf(done[r] - l->y) < 0.5f;
        if (again || rows == 64) continue;
        done[rows++] = l->y;
        wchar_t row[512], got[64], wanted[64];
        text_in(text, (un_Rect){rect.x, l->y - 1, rect.w, 1.5f}, row, 512);
        wchar_t *first = wcschr(row, L'='), *last = wcsrchr(row, L'=');
        if (first == last || wcspbrk(row, L"⊙∑⊤αW")) continue; // the equation itself
        *last = 0;
        const wchar_t *at = first + 1;
        double value = sum_at(&at);
        cr_assert(*at == 0, "%s: the rest of a row: '%ls'", what, at);
        char printed[48];
        bool same = false;
        swprintf(got, 64, L"%ls", last + 1);
        for (int digits = 2; digits <= 3; digits++) { // a gate's value has three
            widen(un_number_round(value, digits, printed, sizeof printed), wanted, 64);
            same = same || wcsncmp(got, wanted, wcslen(wanted)) == 0;
        }
        cr_expect(same, "%s: '%ls' gives %ls, printed is %ls", what, first + 1, wanted, got);
        checked++;
    }
    return checked;
}

static un_ViewContext look(const un_Snapshot *snapshot, const un_Fonts *fonts, int direction, int step, int unit) {
    un_ViewContext context = synthetic_context(snapshot, fonts);
    context.select = (un_Selection){0, direction, step, unit};
    return context;
}

static const un_Rect sizes[] = {{0, 0, 524, 596}, {0, 0, 1256, 220}, {0, 0, 1888, 924}, {10, 20, 360, 596}};
enum { SIZES = sizeof sizes / sizeof *sizes };

Test(view_inspector, every_cell_unit_theme_and_size_is_legible) {
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    for (int k = 0; k < KINDS; k++) {
        un_Snapshot snapshot;
        build(&snapshot, &kinds[k], 2);
        for (int i = 0; i < 2 * 2 * STEPS * SIZES * 2; i++) {
            int direction = i % 2, unit = i / 2 % 2 ? -1 : 1, step = i / 4 % STEPS, size = i / 4 / STEPS % SIZES;
            un_ViewContext context = look(&snapshot, fonts, direction, step, unit);
            context.scale = i / 4 / STEPS / SIZES ? 2 : 1;
            context.theme = context.scale > 1 ? UN_THEME_DARK : UN_THEME_LIGHT;
            context.tabbed = size == 1;
            un_Rect rect = sizes[size];
            rect.w *= context.scale;
            rect.h *= context.scale;
            char fault[256];
            un_draw_reset(&list);
            un_view_draw(&list, &context, UN_VIEW_INSPECTOR, rect);
            cr_expect(text_check(&list, fonts, context.scale, fault, sizeof fault),
                      "%s, direction %d, step %d, unit %d, size %d, scale %g: %s", kinds[k].cell, direction, step, unit,
                      size, (double)context.scale, fault);
        }
        un_snapshot_free(&snapshot);
    }
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

Test(view_inspector, the_printed_sums_add_up) {
    setlocale(LC_CTYPE, "C.UTF-8"); // for the messages
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    static Text text;
    for (int k = 0; k < KINDS; k++) {
        un_Snapshot snapshot;
        build(&snapshot, &kinds[k], 1);
        int checked = 0;
        for (int i = 0; i < STEPS * (HIDDEN + 1); i++) {
            un_ViewContext context = look(&snapshot, fonts, 0, i / (HIDDEN + 1), i % (HIDDEN + 1) - 1);
            char what[64];
            snprintf(what, sizeof what, "%s, step %d, unit %d", kinds[k].cell, context.select.step,
                     context.select.unit);
            un_draw_reset(&list);
            un_Rect rect = {0, 0, 900, 1000};
            un_view_draw(&list, &context, UN_VIEW_INSPECTOR, rect);
            read_text(&list, fonts, &text);
            for (int l = 0; l < text.count; l++)
                cr_expect(text.letter[l].code != 0x2248, "%s: a sum that does not come out", what);
            checked += check_sums(&text, un_inspector_layout(&context, rect).text, what);
        }
        cr_expect(checked >= STEPS * HIDDEN, "%s: %d sums", kinds[k].cell, checked);
        un_snapshot_free(&snapshot);
    }
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

Test(view_inspector, numbers_on_the_diagram_are_the_snapshots) {
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    static Text text;
    for (int k = 0; k < KINDS; k++) {
        un_Snapshot snapshot;
        build(&snapshot, &kinds[k], 1);
        un_Rect rect = {0, 0, 900, 1000};
        un_ViewContext context = look(&snapshot, fonts, 0, 4, 2);
        un_InspectorLayout layout = un_inspector_layout(&context, rect);
        un_view_draw(&list, &context, UN_VIEW_INSPECTOR, rect);
        read_text(&list, fonts, &text);
        const un_SnapshotTrack *track = &snapshot.lane[0].track[0];
        cr_expect(layout.part_count >= 3, "%s: %d parts", kinds[k].cell, layout.part_count);
        int gates = 0, states = 0;
        for (int i = 0; i < layout.part_count; i++) {
            const un_InspectorPart *part = &layout.part[i];
            char number[48];
            wchar_t wanted[64], got[256];
            bool found = false;
            text_in(&text, part->rect, got, 256);
            for (int digits = part->backward ? 2 : 3; digits <= 3; digits++) { // beside a wire there is room for two
                widen(un_number_round(part->value, digits, number, sizeof number), wanted, 64);
                size_t length = wcslen(got), tail = wcslen(wanted);
                found = found || (length >= tail && wcscmp(got + length - tail, wanted) == 0);
            }
            cr_expect(found, "%s, %s: '%s' is not in the picture", kinds[k].cell, part->name, number);
            if (part->gate >= 0) {
                gates++;
                cr_expect(part->value == (double)track->gate[part->gate].value[4 * HIDDEN + 2], "%s", part->name);
            }
            if (strcmp(part->name, "h_t") == 0) {
                states++;
                cr_expect(part->value == (double)track->h[4 * HIDDEN + 2]);
            }
            un_Hover hover = {0};
            char full[48];
            un_view_inspector.hover(
                &context, rect, (un_Point){part->rect.x + part->rect.w / 2, part->rect.y + part->rect.h / 2}, &hover);
            un_number_full(part->value, part->backward ? 17 : 9, full, sizeof full);
            cr_expect(hover.hit && strstr(hover.text[0], full), "%s, %s: hover '%s'", kinds[k].cell, part->name,
                      hover.text[0]);
        }
        cr_expect(gates == kinds[k].gates && states == 1, "%s: %d gates, %d states", kinds[k].cell, gates, states);
        un_draw_reset(&list);
        un_snapshot_free(&snapshot);
    }
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

Test(view_inspector, all_units_are_told_as_means_and_norms) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    build(&snapshot, &kinds[0], 1);
    un_ViewContext context = look(&snapshot, fonts, 0, 4, -1);
    un_InspectorLayout layout = un_inspector_layout(&context, sizes[0]);
    const un_SnapshotTrack *track = &snapshot.lane[0].track[0];
    int found = 0;
    for (int i = 0; i < layout.part_count; i++) {
        const un_InspectorPart *part = &layout.part[i];
        if (part->gate >= 0) found += part->value == (double)track->gate[part->gate].mean[4];
        if (part->backward && strstr(part->name, "c_t")) found += part->value == track->dc.norm[4];
        if (part->backward && strstr(part->name, "c_{t-1}")) found += part->value == track->dc.norm[3];
    }
    cr_expect(found == 6, "%d", found);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

static bool says(const un_Snapshot *snapshot, const un_Fonts *fonts, int unit, const char *wanted) {
    un_ViewContext context = look(snapshot, fonts, 0, 4, unit);
    un_DrawList list;
    bool found = false;
    un_draw_init(&list);
    un_view_draw(&list, &context, UN_VIEW_INSPECTOR, (un_Rect){0, 0, 900, 1000});
    for (size_t i = 0; i < list.command_count && !found; i++)
        found = list.command[i].kind == UN_DRAW_GLYPHS && strstr(text_box(&list, &list.command[i], fonts).text, wanted);
    un_draw_free(&list);
    return found;
}

Test(view_inspector, what_is_held_and_what_stands_still_is_told) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    build(&snapshot, &kinds[0], 1);
    cr_expect(!says(&snapshot, fonts, 1, "Held"));
    snapshot.act_count = 1;
    snapshot.act[0] = (un_SnapshotAct){.act = "hold", .place = "f", .layer = -1, .unit = 1, .value = 0.5};
    snapshot.lane[0].layers = 1;
    cr_expect(says(&snapshot, fonts, 1, "Held:f=0.5.") && !says(&snapshot, fonts, 2, "Held"));
    snapshot.act[0].probe = true;
    snapshot.act[0].unit = -1;
    cr_expect(says(&snapshot, fonts, 2, "Heldherealone:f=0.5.") && says(&snapshot, fonts, -1, "Heldherealone"));
    snapshot.act[0].lane = 2;
    cr_expect(!says(&snapshot, fonts, 2, "Held"));
    snapshot.lane[0].nonfinite_at = 12;
    cr_expect(says(&snapshot, fonts, 1, "Notanumbersinceupdate12"));
    snapshot.lane[0].truncate = STEPS - 4; // the border before step 4
    cr_expect(says(&snapshot, fonts, 1, "Truncationcutshere"));
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_inspector, its_words_hold_the_numbers) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    build(&snapshot, &kinds[0], 2);
    un_ViewContext context = look(&snapshot, fonts, 1, 4, 1);
    char words[1024], number[48], wanted[96];
    const un_SnapshotTrack *track = &snapshot.lane[0].track[1];
    un_view_inspector.summary(&context, words, sizeof words);
    cr_expect(strstr(words, "step 4, unit 1"), "%s", words);
    snprintf(wanted, sizeof wanted, " = %s.", un_number_round((double)track->c[4 * HIDDEN + 1], 2, number, sizeof number));
    cr_expect(strstr(words, " c_4 = ") && strstr(words, wanted), "%s: '%s'", words, wanted);
    snprintf(wanted, sizeof wanted, " = %s.", un_number_round(track->units.dc[5 * HIDDEN + 1], 2, number, sizeof number));
    cr_expect(strstr(words, "∂L/∂c_5 = ") && strstr(words, wanted), "%s: '%s'", words, wanted);
    context.select.lane = -1;
    un_view_inspector.summary(&context, words, sizeof words);
    cr_expect(strstr(words, "No cell"));
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_inspector, no_gradient_ahead_of_the_wave) {
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    for (int k = 0; k < KINDS; k++) {
        for (int direction = 0; direction < 2; direction++) {
            un_Snapshot snapshot;
            build(&snapshot, &kinds[k], 2);
            for (int step = 0; step < STEPS; step++) {
                uint64_t hash[2];
                char words[2][1024], said[2][8192] = {"", ""};
                for (int round = 0; round < 2; round++) {
                    un_ViewContext context = look(&snapshot, fonts, direction, step, 1);
                    context.wave = (un_Wave){UN_WAVE_BACKWARD, 4.5f, 1}; // steps 5 and later are told
                    un_SnapshotTrack *track = &snapshot.lane[0].track[direction];
                    for (int i = 0; round && i < 5 * HIDDEN; i++) {
                        track->units.dh[i] *= 3;
                        if (track->units.dc) track->units.dc[i] *= 3;
                        for (int b = 0; b < kinds[k].blocks; b++)
                            track->units.block[b].gradient[i] *= 3;
                    }
                    un_draw_reset(&list);
                    un_view_draw(&list, &context, UN_VIEW_INSPECTOR, sizes[0]);
                    un_view_inspector.summary(&context, words[round], sizeof words[round]);
                    hash[round] = un_draw_hash(&list, 0, list.command_count);
                    un_InspectorLayout layout = un_inspector_layout(&context, sizes[0]);
                    for (int i = 0; i < layout.part_count; i++) {
                        un_Rect part = layout.part[i].rect;
                        un_Hover hover = {0};
                        un_view_inspector.hover(&context, sizes[0], (un_Point){part.x + 2, part.y + 2}, &hover);
                        for (int l = 0; l < hover.lines; l++)
                            un_ink_append(said[round], sizeof said[round], "%s\n", hover.text[l]);
                    }
                }
                cr_expect(hash[0] == hash[1], "%s, direction %d, step %d", kinds[k].cell, direction, step);
                cr_expect_str_eq(words[0], words[1]);
                cr_expect_str_eq(said[0], said[1]);
            }
            un_snapshot_free(&snapshot);
        }
    }
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

Test(view_inspector, what_was_not_measured_is_left_open) {
    un_Fonts *fonts = synthetic_fonts();
    for (int k = 0; k < KINDS; k++) {
        un_Snapshot snapshot;
        build(&snapshot, &kinds[k], 1);
        snapshot.lane[0].track[0].units = (un_SnapshotUnits){0};
        un_ViewContext context = look(&snapshot, fonts, 0, 4, 1);
        un_InspectorLayout layout = un_inspector_layout(&context, sizes[0]);
        for (int i = 0; i < layout.part_count; i++)
            cr_expect(isnan(layout.part[i].value) || !layout.part[i].backward, "%s", kinds[k].cell);
        un_DrawList list;
        un_draw_init(&list);
        un_view_draw(&list, &context, UN_VIEW_INSPECTOR, sizes[0]);
        cr_expect(list.glyph_count > 50 && list.depth == 0);
        un_draw_free(&list);
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

static bool inside(un_Rect part, un_Rect whole) {
    return part.w <= 0 || (part.x >= whole.x && part.y >= whole.y && part.x + part.w <= whole.x + whole.w + 0.5f &&
                           part.y + part.h <= whole.y + whole.h + 0.5f);
}

static bool apart(un_Rect a, un_Rect b) {
    return a.w <= 0 || b.w <= 0 || a.x + a.w <= b.x + 0.5f || b.x + b.w <= a.x + 0.5f || a.y + a.h <= b.y + 0.5f ||
           b.y + b.h <= a.y + 0.5f;
}

Test(view_inspector, places_for_widgets_are_inside_and_apart) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    build(&snapshot, &kinds[0], 1);
    for (float w = 320; w < 2000; w += 61) {
        for (float h = 220; h < 1000; h += 53) {
            for (int tabbed = 0; tabbed < 2; tabbed++) {
                un_ViewContext context = look(&snapshot, fonts, 0, 4, 1);
                un_Rect rect = {7, 9, w, h};
                context.tabbed = tabbed;
                un_InspectorLayout layout = un_inspector_layout(&context, rect);
                un_Rect place[10] = {layout.title, layout.diagram, layout.text, layout.knob,
                                     un_ink_head_buttons(&context, rect, &un_view_inspector)};
                memcpy(place + 5, layout.control, sizeof layout.control);
                for (int i = 0; i < 10; i++) {
                    cr_expect(inside(place[i], rect), "%gx%g, place %d leaves the view", (double)w, (double)h, i);
                    for (int j = 0; j < i; j++)
                        cr_expect(apart(place[i], place[j]), "%gx%g: places %d and %d overlap", (double)w, (double)h, i,
                                  j);
                }
                for (int i = 0; i < layout.part_count; i++)
                    cr_expect(inside(layout.part[i].rect, rect));
            }
        }
    }
    un_ViewContext context = look(&snapshot, fonts, 0, 4, 1);
    un_InspectorLayout wide = un_inspector_layout(&context, sizes[0]);
    for (int i = 0; i < UN_INSPECTOR_CONTROLS; i++)
        cr_expect(wide.control[i].w >= 32 && wide.control[i].h >= 32, "control %d", i);
    cr_expect(wide.knob.w > 200 && strcmp(snapshot.lane[0].track[0].gate[wide.knob_gate].name, "f") == 0);
    un_InspectorLayout large = un_inspector_layout(&context, sizes[2]);
    un_Selection pick = {-1, 0, -1, -1};
    un_Point last = {large.units.x + large.units.w - 3, large.units.y + 60};
    cr_expect(large.units.w > 0 && large.steps.w > 0 && wide.units.w == 0);
    cr_expect(un_inspector_pick(&context, sizes[2], last, &pick) && pick.unit == HIDDEN - 1 && pick.step == 4);
    last = (un_Point){large.steps.x + large.steps.w - 3, large.steps.y + 60};
    cr_expect(un_inspector_pick(&context, sizes[2], last, &pick) && pick.step == STEPS - 1 && pick.unit == 1);
    cr_expect(!un_inspector_pick(&context, sizes[2], (un_Point){large.steps.x + 3, large.steps.y + 60}, &pick));
    context.select.lane = -1;
    un_InspectorLayout closed = un_inspector_layout(&context, sizes[0]);
    cr_expect(!closed.open && closed.part_count == 0 && closed.control[0].w == 0 && closed.knob.w == 0);
    context.select = (un_Selection){5, 1, 400, 99};
    un_Selection now = un_inspector_selection(&context);
    cr_expect(now.lane == 0 && now.direction == 0 && now.step == STEPS - 1 && now.unit == HIDDEN - 1);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
