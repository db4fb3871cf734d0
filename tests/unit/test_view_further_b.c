// Who teaches, events, horizon: what is drawn stands where its number says and is told in full by hovering; summaries
// state the snapshot's numbers; nothing is told ahead of the wave; empty states say what is missing; NaN is no fault.
#include "synthetic.h"
#include "text_check.h"

#include "base/number.h"
#include "view/ink.h"
#include "view/steps.h"

#include <criterion/criterion.h>

static un_Fonts *fonts;
static un_Snapshot snapshot;
static un_ViewContext context;
static un_DrawList list;
static const un_Rect rect = {12, 70, 1352, 628};
enum { T = 31, H = 16, RNN = 0, LSTM = 1, GRU = 2 };

static void setup(void) {
    fonts = synthetic_fonts();
    synthetic_lab(&snapshot, 3, T, 300);
    context = synthetic_context(&snapshot, fonts);
    context.select = (un_Selection){-1, 0, -1, -1};
    un_draw_init(&list);
}

static void teardown(void) {
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

TestSuite(view_further_b, .init = setup, .fini = teardown);

static void draw(int view) {
    char fault[256];
    un_draw_reset(&list);
    un_view_draw(&list, &context, view, rect);
    cr_assert(text_check(&list, fonts, context.scale, fault, sizeof fault), "%s", fault);
}

static un_Hover hover_at(int view, float x, float y) {
    un_Hover hover = {0};
    un_view_table[view]->hover(&context, rect, (un_Point){x, y}, &hover);
    return hover;
}

static const char *words(int view) {
    static char text[1024];
    un_view_table[view]->summary(&context, text, sizeof text);
    return text;
}

static bool hover_says(const un_Hover *hover, const char *wanted) {
    for (int i = 0; hover->hit && i < hover->lines; i++) {
        if (strstr(hover->text[i], wanted)) return true;
    }
    return false;
}

static bool hover_says_number(const un_Hover *hover, double value, int digits) {
    char number[64];
    return hover_says(hover, un_number_full(value, digits, number, sizeof number));
}

/// Whether a piece of text contains `wanted`: ASCII, without blanks.
static bool says(const char *wanted) {
    for (size_t i = 0; i < list.command_count; i++) {
        if (list.command[i].kind == UN_DRAW_GLYPHS && strstr(text_box(&list, &list.command[i], fonts).text, wanted))
            return true;
    }
    return false;
}

static bool same_color(un_Color a, un_Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/// The middle of a step's column, where the stage has it.
static float step_x(int t) {
    un_StageColumns grid = un_stage_columns_seen(&context, rect);
    return un_stage_middle(&grid, t);
}

/// The n-th different thing, downwards, that hovering at step t tells of with `wanted`.
static un_Hover nth_hover(int view, int t, const char *wanted, int n) {
    float last = -1;
    for (float y = rect.y; y < rect.y + rect.h; y++) {
        un_Hover hover = hover_at(view, step_x(t), y);
        if (!hover_says(&hover, wanted) || hover.mark.y == last) continue;
        last = hover.mark.y;
        if (n-- == 0) return hover;
    }
    return (un_Hover){0};
}

/// A lane's strip of parts at step t: the lowest thing there that speaks of the lane.
static un_Hover strip_hover(const char *lane, int t) {
    un_Hover found = {0};
    for (float y = rect.y; y < rect.y + rect.h; y++) {
        un_Hover hover = hover_at(UN_VIEW_CREDIT, step_x(t), y);
        if (hover.hit && strncmp(hover.text[0], lane, strlen(lane)) == 0) found = hover;
    }
    return found;
}

Test(view_further_b, parts_are_told_and_drawn_where_they_stand) {
    draw(UN_VIEW_CREDIT);
    un_Color color = un_ink_color(&context, UN_TOKEN_BACKWARD);
    for (int l = 0; l < 3; l++) {
        const un_SnapshotMeasures *m = &snapshot.lane[l].track[0].measures;
        double most = 0;
        for (int t = 0; t < T; t++)
            most = fmax(most, m->update[t]);
        for (int t = 24; t < T; t++) {
            un_Hover hover = strip_hover(snapshot.lane[l].name, t);
            cr_assert(hover_says_number(&hover, m->update[t], 6));
            cr_assert(hover_says_number(&hover, 100 * m->update_share[t], 4));
            cr_assert(hover_says_number(&hover, 100 * m->update_later[t], 6));
            un_Rect strip = {hover.mark.x + 1, hover.mark.y + 1, hover.mark.w - 2, hover.mark.h - 2};
            cr_assert(strip.x < step_x(t) && strip.x + strip.w > step_x(t));
            bool found = false;
            float wanted = fmaxf(1, strip.h * (float)(m->update[t] / most));
            for (size_t i = 0; i < list.command_count && !found; i++) {
                const un_DrawCommand *c = &list.command[i];
                found = c->kind == UN_DRAW_RECT && same_color(c->color, color) && fabsf(c->rect.x - strip.x) < 1.5f &&
                        fabsf(c->rect.y + c->rect.h - strip.y - strip.h) < 0.6f && fabsf(c->rect.h - wanted) < 0.6f;
            }
            cr_assert(found, "lane %d, step %d: a bar %g high", l, t, (double)wanted);
        }
    }
}

/// The curve is linear in the share, and the last steps that make 90 % are named.
Test(view_further_b, curves_follow_the_cumulated_shares) {
    draw(UN_VIEW_CREDIT);
    const un_SnapshotMeasures *m = &snapshot.lane[GRU].track[0].measures;
    un_Color color = un_ink_lane(&context, GRU);
    const un_DrawCommand *curve = NULL;
    for (size_t i = 0; i < list.command_count && !curve; i++) {
        const un_DrawCommand *c = &list.command[i];
        if (c->kind == UN_DRAW_POLYLINE && same_color(c->color, color) && c->count == T + 1) curve = c;
    }
    cr_assert_not_null(curve);
    const un_Point *point = &list.point[curve->first];
    float zero = point[0].y, all = point[T].y;
    for (int k = 1; k <= T; k++) {
        cr_assert_float_eq(point[k].x, step_x(T - k), 0.6f);
        cr_assert_float_eq((double)((point[k].y - zero) / (all - zero)), m->update_later[T - k], 1e-3);
    }
    char text[160];
    snprintf(text, sizeof text, "RNN:90%%fromthelast%dsteps", snapshot.lane[RNN].track[0].measures.update_90);
    cr_assert(says(text), "%s", text);
    snprintf(text, sizeof text,
             "RNN: 90 %% of the update comes from the last %d steps of %d; LSTM: the last %d steps; ",
             snapshot.lane[RNN].track[0].measures.update_90, T, snapshot.lane[LSTM].track[0].measures.update_90);
    cr_assert(strncmp(words(UN_VIEW_CREDIT), text, strlen(text)) == 0, "%s", words(UN_VIEW_CREDIT));
}

Test(view_further_b, steps_after_the_loss_are_not_counted) {
    for (int t = 0; t < T; t++)
        snapshot.scored[t] = t == T - 5; // the only loss: four steps follow it
    snapshot.lane[RNN].track[0].measures.update_90 = 10;
    cr_assert(strstr(words(UN_VIEW_CREDIT), "RNN: 90 % of the update comes from the last 6 steps"), "%s",
              words(UN_VIEW_CREDIT));
}

Test(view_further_b, parts_wait_for_the_wave) {
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 25.5f, 1};
    un_Hover before = strip_hover("RNN", 20), behind = strip_hover("RNN", 28);
    cr_assert(!before.hit && behind.hit);
    cr_assert_str_eq(words(UN_VIEW_CREDIT), "The backward wave has not ended.");
    draw(UN_VIEW_CREDIT);
    un_Color color = un_ink_color(&context, UN_TOKEN_BACKWARD);
    for (size_t i = 0; i < list.command_count; i++) {
        const un_DrawCommand *c = &list.command[i];
        cr_assert(c->kind != UN_DRAW_RECT || !same_color(c->color, color) || c->rect.x > step_x(24),
                  "a part ahead of the wave");
    }
    cr_assert(!says("fromthelast17"));
}

Test(view_further_b, a_gradient_of_zero_teaches_nothing) {
    for (int l = 0; l < 3; l++) {
        un_SnapshotMeasures *m = &snapshot.lane[l].track[0].measures;
        m->update_90 = 0;
        for (int t = 0; t < T; t++)
            m->update[t] = 0, m->update_share[t] = m->update_later[t] = (double)NAN;
    }
    draw(UN_VIEW_CREDIT);
    cr_assert(says("nothingteaches"));
    cr_assert_str_eq(words(UN_VIEW_CREDIT), "The gradient is 0: nothing teaches.");
    cr_assert(!hover_at(UN_VIEW_CREDIT, step_x(20), 300).hit);
}

static double mean_of(const float *value, int t) {
    double sum = 0;
    for (int i = 0; i < H; i++)
        sum += (double)value[t * H + i];
    return sum / H;
}

Test(view_further_b, events_are_means_or_the_chosen_units) {
    const un_SnapshotMeasures *m = &snapshot.lane[LSTM].track[0].measures;
    const un_SnapshotGate *gate = snapshot.lane[LSTM].track[0].gate; // i f g o
    for (int t = 0; t < T; t += 3) {
        un_Hover write = nth_hover(UN_VIEW_EVENTS, t, "LSTM  Write", 0),
                 keep = nth_hover(UN_VIEW_EVENTS, t, "LSTM  Keep", 0),
                 erase = nth_hover(UN_VIEW_EVENTS, t, "LSTM  Erase", 0),
                 read = nth_hover(UN_VIEW_EVENTS, t, "LSTM  Read", 0);
        cr_assert(hover_says_number(&write, mean_of(m->write, t), 7));
        cr_assert(hover_says_number(&erase, mean_of(m->erase, t), 7));
        cr_assert(hover_says_number(&keep, (double)gate[1].mean[t], 7));
        cr_assert(hover_says_number(&read, (double)gate[3].mean[t], 7));
        cr_assert(hover_says(&keep, snapshot.symbol[t]));
    }
    context.select = (un_Selection){GRU, 0, 4, 5};
    m = &snapshot.lane[GRU].track[0].measures;
    un_Hover erase = nth_hover(UN_VIEW_EVENTS, 4, "GRU  Erase", 0);
    cr_assert(hover_says_number(&erase, (double)m->erase[4 * H + 5], 7) && hover_says(&erase, "unit 5"));
    cr_assert(!nth_hover(UN_VIEW_EVENTS, 4, "GRU  Read", 0).hit, "a GRU has no gate that reads");
}

Test(view_further_b, strips_of_gates_end_at_one_and_the_others_at_what_is_printed) {
    const un_SnapshotTrack *track = &snapshot.lane[LSTM].track[0];
    context.select.lane = LSTM;
    draw(UN_VIEW_EVENTS);
    un_Hover keep = nth_hover(UN_VIEW_EVENTS, 0, "LSTM  Keep", 0);
    float low = keep.mark.y + keep.mark.h - 2, high = keep.mark.y + 2;
    un_Color color = un_ink_color(&context, UN_TOKEN_GATE_KEEP);
    int steps = 0;
    for (size_t i = 0; i < list.command_count; i++) {
        const un_DrawCommand *c = &list.command[i];
        if (c->kind != UN_DRAW_POLYLINE || !same_color(c->color, color) || c->count != 2 * T) continue;
        for (int t = 0; t < T; t++) {
            un_Point at = list.point[c->first + 2 * (size_t)t];
            if (at.y < high - 1 || at.y > low + 1) continue; // of another lane
            steps++;
            cr_assert_float_eq((low - at.y) / (low - high), track->gate[1].mean[t], 0.01f);
        }
    }
    cr_assert_eq(steps, T);
    cr_assert(says("0.80"), "the largest write"); // at step 0, of every unit
}

Test(view_further_b, events_summary_and_empty_states) {
    const un_SnapshotGate *gate = snapshot.lane[LSTM].track[0].gate;
    char low[32], high[32], text[160];
    float least = 1, most = 0;
    for (int t = 0; t < T; t++)
        least = fminf(least, gate[1].mean[t]), most = fmaxf(most, gate[1].mean[t]);
    snprintf(text, sizeof text, "LSTM: keep stays between %s and %s, largest write 0.80 at step 0; GRU: ",
             un_number_round((double)least, 4, low, sizeof low), un_number_round((double)most, 4, high, sizeof high));
    cr_assert(strncmp(words(UN_VIEW_EVENTS), text, strlen(text)) == 0, "%s, not %s", words(UN_VIEW_EVENTS), text);
    context.wave = (un_Wave){UN_WAVE_FORWARD, 10.5f, 0};
    cr_assert(nth_hover(UN_VIEW_EVENTS, 9, "Keep", 0).hit && !nth_hover(UN_VIEW_EVENTS, 12, "Keep", 0).hit);
    context.wave = (un_Wave){0};
    snapshot.lane_count = 1; // the RNN alone
    draw(UN_VIEW_EVENTS);
    cr_assert(says("Onlygatedcellshaveevents."));
    cr_assert_str_eq(words(UN_VIEW_EVENTS), "Only gated cells have events.");
    draw(UN_VIEW_HORIZON);
    cr_assert(says("Nogates:seethespectrum."));
    cr_assert_str_eq(words(UN_VIEW_HORIZON), "No gates: see the spectrum.");
}

/// Hovers over the chosen lane's units from left to right. Returns how many there are.
static int unit_hovers(un_Hover out[H]) {
    int count = 0;
    for (float y = rect.y + 120; y < rect.y + 400 && !count; y += 20) {
        for (float x = rect.x; x < rect.x + rect.w; x++) {
            un_Hover hover = hover_at(UN_VIEW_HORIZON, x, y);
            if (!hover_says(&hover, "LSTM  unit") || (count && hover.mark.x == out[count - 1].mark.x)) continue;
            cr_assert(count < H);
            out[count++] = hover;
        }
    }
    return count;
}

Test(view_further_b, units_are_sorted_and_stand_at_the_logarithm_of_their_horizon) {
    context.select = (un_Selection){LSTM, 0, 0, -1};
    un_SnapshotMeasures *m = &snapshot.lane[LSTM].track[0].measures;
    for (int i = 0; i < H; i++)
        m->horizon[i] = powf(10, 1.2f + 0.2f * (float)((i * 5) % H)), m->start_horizon[i] = 20 + (float)i;
    un_Hover hover[H];
    int count = unit_hovers(hover);
    cr_assert_eq(count, H, "%d units", count);
    for (int k = 0; k < H; k++) {
        int unit = -1;
        for (int i = 0; i < H; i++)
            unit = (i * 5) % H == k ? i : unit;
        cr_assert(hover_says_number(&hover[k], (double)m->horizon[unit], 6), "%s", hover[k].text[0]);
        cr_assert(hover_says_number(&hover[k], (double)m->start_horizon[unit], 6));
        cr_assert(hover_says_number(&hover[k], (double)m->keep[unit], 6));
        float y =
            hover[0].mark.y + (hover[H - 1].mark.y - hover[0].mark.y) * (float)k / (H - 1); // a fifth of a decade each
        cr_assert_float_eq(hover[k].mark.y, y, 0.5f);
    }
    cr_assert(strstr(words(UN_VIEW_HORIZON), "LSTM: 14 of 16 units hold over 30 steps, shortest 16, longest 15849"),
              "%s",
              words(UN_VIEW_HORIZON)); // 10^1.4 does not
    m->horizon[3] = INFINITY;
    m->horizon[4] = NAN;
    draw(UN_VIEW_HORIZON);
    cr_assert(strstr(words(UN_VIEW_HORIZON), "longest ∞"), "%s", words(UN_VIEW_HORIZON));
}

Test(view_further_b, gates_stand_at_their_shares_and_units_at_one_place_are_one_mark) {
    context.select = (un_Selection){LSTM, 0, 0, -1};
    un_SnapshotMeasures *m = &snapshot.lane[LSTM].track[0].measures;
    for (int i = 0; i < H; i++) {
        m->right[0][i] = 0; // i: shut at three quarters of the steps
        m->left[0][i] = 0.75f;
        m->right[1][i] = 1; // f: always open
        m->left[1][i] = 0;
        m->right[3][i] = 0.5f; // o
        m->left[3][i] = 0.25f;
    }
    un_Point centre[3] = {{0, 0}};
    const char *const gate[3] = {"gate i, unit 0 and others here: 16 units", "gate f, unit 0 and others here: 16 units",
                                 "gate o, unit 0 and others here: 16 units"};
    for (float y = rect.y; y < rect.y + rect.h; y += 4) {
        for (float x = rect.x; x < rect.x + rect.w; x += 4) {
            un_Hover hover = hover_at(UN_VIEW_HORIZON, x, y);
            for (int g = 0; g < 3; g++) {
                if (hover_says(&hover, gate[g]))
                    centre[g] = (un_Point){hover.mark.x + hover.mark.w / 2, hover.mark.y + hover.mark.h / 2};
            }
        }
    }
    cr_assert(centre[0].x > 0 && centre[1].x > 0 && centre[2].x > 0);
    cr_assert_float_eq(centre[2].x, (centre[0].x + centre[1].x) / 2, 0.6f); // half way between never and always open
    cr_assert_float_eq(centre[1].y - centre[2].y, (centre[1].y - centre[0].y) / 3, 0.6f);
    draw(UN_VIEW_HORIZON);
    cr_assert(says("16of16mostlyshut") && says("16of16mostlyopen") && says("inbetween"));
    cr_assert(
        strstr(words(UN_VIEW_HORIZON), "gate i 16 of 16 mostly shut, gate f 16 of 16 mostly open, gate o in between"),
        "%s", words(UN_VIEW_HORIZON));
}

Test(view_further_b, both_directions_are_named) {
    SyntheticLane both[2] = {synthetic_lstm, synthetic_gru};
    both[0].directions = 2;
    un_snapshot_free(&snapshot);
    synthetic_fill(&snapshot, both, 2, T, 300);
    const int view[3] = {UN_VIEW_CREDIT, UN_VIEW_EVENTS, UN_VIEW_HORIZON};
    for (int i = 0; i < 3; i++) {
        cr_assert(strstr(words(view[i]), "LSTM →: ") && strstr(words(view[i]), "LSTM ←: "), "%s", words(view[i]));
        draw(view[i]);
    }
}

Test(view_further_b, a_chosen_lane_stands_first_where_not_all_fit) {
    const un_Rect small = {12, 8, 500, 320};
    const int view[2] = {UN_VIEW_EVENTS, UN_VIEW_HORIZON};
    for (int i = 0; i < 2; i++) {
        for (int lane = LSTM; lane <= GRU; lane++) {
            context.select = (un_Selection){lane, 0, 3, -1};
            un_draw_reset(&list);
            un_view_draw(&list, &context, view[i], small);
            cr_assert_eq(says("GRU"), lane == GRU);
            cr_assert_eq(says("LSTM"), lane == LSTM);
        }
    }
    context.select.lane = -1;
    for (int lane = RNN; lane <= GRU;
         lane++) { // by the key that goes on to the next network: one without gates shows the first that has
        context.lone = 1 + lane;
        un_draw_reset(&list);
        un_view_draw(&list, &context, UN_VIEW_EVENTS, small);
        cr_assert_eq(says("GRU"), lane == GRU);
        cr_assert_eq(says("LSTM"), lane != GRU);
    }
}

Test(view_further_b, a_range_of_steps_is_that_of_the_stage) {
    context.range = (un_Range){10.5f, 16};
    const int view[2] = {UN_VIEW_CREDIT, UN_VIEW_EVENTS};
    for (int i = 0; i < 2; i++) {
        draw(view[i]);
        cr_assert(says(i == 0 ? "20" : "10") && says("15") && !says("25"));
        for (int t = 11; t < 16; t++) {
            char wanted[32];
            snprintf(wanted, sizeof wanted, "step %d,", t);
            un_Hover hover = nth_hover(view[i], t, wanted, 0);
            cr_assert(hover.hit && hover.mark.x < step_x(t) && hover.mark.x + hover.mark.w > step_x(t), "step %d", t);
        }
    }
    un_Hover events = nth_hover(UN_VIEW_EVENTS, 12, "LSTM  Write", 0);
    cr_assert(hover_says_number(&events, mean_of(snapshot.lane[LSTM].track[0].measures.write, 12), 7));
}

Test(view_further_b, not_a_number_is_no_fault) {
    for (int l = 0; l < 3; l++) {
        un_SnapshotTrack *track = &snapshot.lane[l].track[0];
        un_SnapshotMeasures *m = &track->measures;
        snapshot.lane[l].nonfinite_at = 12;
        track->c_largest = NAN;
        m->update_90 = 0;
        for (int t = 0; t < T; t++)
            m->update[t] = m->update_share[t] = m->update_later[t] = (double)NAN;
        for (int i = 0; i < T * H; i++) {
            track->h[i] = NAN;
            if (track->c) track->c[i] = NAN;
            if (m->write) m->write[i] = m->erase[i] = NAN;
            for (int g = 0; g < track->gate_count; g++)
                track->gate[g].value[i] = track->gate[g].mean[i / H] = NAN;
        }
        for (int i = 0; m->horizon && i < H; i++) {
            m->keep[i] = m->horizon[i] = m->start_horizon[i] = NAN;
            for (int g = 0; g < track->gate_count; g++)
                m->right[g][i] = m->left[g][i] = NAN;
        }
    }
    const int view[3] = {UN_VIEW_CREDIT, UN_VIEW_EVENTS, UN_VIEW_HORIZON};
    for (int i = 0; i < 3; i++) {
        draw(view[i]);
        cr_assert(*words(view[i]));
        for (float y = rect.y; y < rect.y + rect.h; y += 9) {
            for (float x = rect.x; x < rect.x + rect.w; x += 9)
                hover_at(view[i], x, y);
        }
    }
}
