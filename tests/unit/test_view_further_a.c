// Waterfall, spectrum, stretch, seeds and training: what is drawn stands where its number says, has the colour that its
// number has, and is told in full by hovering; nothing is told ahead of the wave; empty states say what is missing.
#include "synthetic.h"
#include "text_check.h"

#include "base/number.h"
#include "view/pick.h"

#include <criterion/criterion.h>

static un_Fonts *fonts;
static un_Snapshot snapshot;
static un_ViewContext context;
static un_DrawList list;
static const un_Rect rect = {12, 70, 1352, 628};
enum { T = 31, ROWS = 40 };

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

TestSuite(view_further_a, .init = setup, .fini = teardown);

static void draw(int view) {
    un_draw_reset(&list);
    un_view_draw(&list, &context, view, rect);
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

/// Whether a piece of text contains `wanted`: ASCII, without blanks. Its box goes to *box unless that is NULL.
static bool says(const char *wanted, TextBox *box) {
    for (size_t i = 0; i < list.command_count; i++) {
        if (list.command[i].kind != UN_DRAW_GLYPHS) continue;
        TextBox now = text_box(&list, &list.command[i], fonts);
        if (!strstr(now.text, wanted)) continue;
        if (box) *box = now;
        return true;
    }
    return false;
}

static bool same_color(un_Color a, un_Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static un_Point middle(un_Rect mark) {
    return (un_Point){mark.x + mark.w / 2, mark.y + mark.h / 2};
}

/// The n-th image of at least that many columns and rows.
static const un_DrawCommand *image(int n, int columns, int rows) {
    for (size_t i = 0; i < list.command_count; i++) {
        const un_DrawCommand *command = &list.command[i];
        if (command->kind == UN_DRAW_IMAGE && command->columns == columns && command->rows >= rows && n-- == 0)
            return command;
    }
    cr_assert_fail("no image of %d columns", columns);
    return NULL;
}

/// The row of the waterfall at an update that un_waterfall_pick gave.
static int row_of(double update) {
    for (int r = 0; r < ROWS; r++) {
        if ((double)snapshot.waterfall_update[r] == update) return r;
    }
    cr_assert_fail("%g is no row's update", update);
    return -1;
}

Test(view_further_a, a_cell_of_the_waterfall_has_its_own_colour_number_and_update) {
    bool seen[ROWS] = {false};
    for (int l = 0; l < 3; l++) {
        for (int i = 0; i < ROWS * T; i++) // every cell another value
            snapshot.lane[l].track[0].waterfall.log10[i] = -0.005f * (float)(i % 397) - 0.01f * (float)l;
    }
    draw(UN_VIEW_WATERFALL);
    for (int l = 0; l < 3; l++) {
        const un_DrawCommand *cells = image(l, T, 100);
        for (int y = 0; y < cells->rows; y += 3) {
            for (int column = 0; column < T; column += 5) {
                un_Point at = {cells->rect.x + cells->rect.w * ((float)column + 0.5f) / T,
                               cells->rect.y + cells->rect.h * ((float)y + 0.5f) / (float)cells->rows};
                double update;
                char number[64];
                cr_assert(un_waterfall_pick(&context, rect, at, &update));
                int row = row_of(update);
                float value = snapshot.lane[l].track[0].waterfall.log10[row * T + column];
                un_Color texel = list.texel[cells->first + (size_t)(y * T + column)];
                cr_assert(same_color(texel, un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, value)), "row %d", row);
                un_Hover hover = hover_at(UN_VIEW_WATERFALL, at.x, at.y);
                cr_assert(hover_says(&hover, un_number_full((double)value, 9, number, sizeof number)));
                cr_assert(hover_says(&hover, snapshot.lane[l].name));
                snprintf(number, sizeof number, "step %d, ", column);
                cr_assert(hover_says(&hover, number));
                cr_assert(un_rect_contains(hover.mark, at));
                seen[row] = true;
            }
        }
    }
    for (int r = 0; r < ROWS; r++)
        cr_assert(seen[r], "row %d is not drawn", r);
}

Test(view_further_a, a_click_beside_the_rows_is_no_update) {
    double update = -1;
    const un_Point outside[] = {{rect.x + 4, rect.y + 300}, {rect.x + 200, rect.y + 20}, {rect.x + 200, rect.y + 540}};
    for (size_t i = 0; i < 3; i++) // the last one: below the newest row, where nothing has been trained
        cr_assert(!un_waterfall_pick(&context, rect, outside[i], &update) && update == -1, "%zu", i);
    un_Rect small = {12, 70, 300, 200};
    cr_assert(!un_waterfall_pick(&context, small, (un_Point){150, 170}, &update), "words have no rows");
}

Test(view_further_a, the_newest_row_of_the_waterfall_waits_for_the_wave) {
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 15.5f, 1};
    draw(UN_VIEW_WATERFALL);
    uint64_t before = un_draw_hash(&list, 0, list.command_count);
    const un_DrawCommand *cells = image(0, T, 100);
    float y = cells->rect.y + cells->rect.h - 3, left = cells->rect.x + 3, right = cells->rect.x + cells->rect.w - 3;
    cr_assert(!hover_at(UN_VIEW_WATERFALL, left, y).hit);
    cr_assert(hover_at(UN_VIEW_WATERFALL, right, y).hit);
    cr_assert(hover_at(UN_VIEW_WATERFALL, left, y - 60).hit, "older rows are no secret");
    for (int l = 0; l < 3; l++) {
        for (int t = 0; t < 15; t++)
            snapshot.lane[l].track[0].waterfall.log10[(ROWS - 1) * T + t] = -3;
    }
    draw(UN_VIEW_WATERFALL);
    cr_assert(un_draw_hash(&list, 0, list.command_count) == before);
    cr_assert_str_eq(words(UN_VIEW_WATERFALL), "The backward wave has not ended.");
    snapshot.lane[0].track[0].waterfall.log10[(ROWS - 2) * T] = -7;
    draw(UN_VIEW_WATERFALL);
    cr_assert(un_draw_hash(&list, 0, list.command_count) != before);
}

Test(view_further_a, rows_that_lie_ahead_are_pale_and_can_be_gone_to) {
    draw(UN_VIEW_WATERFALL);
    const un_DrawCommand *cells = image(0, T, 100);
    un_Point low = {cells->rect.x + 20, cells->rect.y + cells->rect.h - 4};
    snapshot.reach = snapshot.update; // put back to the update of row 19
    snapshot.update = (int64_t)snapshot.waterfall_update[19];
    snapshot.waterfall_rows = 20;
    snapshot.waterfall_ahead = ROWS - 20;
    context.wave = (un_Wave){UN_WAVE_FORWARD, 4, 0}; // a wave through the past keeps back its own row alone
    draw(UN_VIEW_WATERFALL);
    cells = image(0, T, 100);
    double update = 0;
    cr_assert(un_waterfall_pick(&context, rect, low, &update) && update == (double)snapshot.waterfall_update[ROWS - 1]);
    cr_assert(hover_at(UN_VIEW_WATERFALL, low.x, low.y).hit);
    const float *log10 = snapshot.lane[0].track[0].waterfall.log10;
    un_Color color = un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, log10[(ROWS - 1) * T + 3]);
    cr_assert(same_color(list.texel[cells->first + (size_t)((cells->rows - 1) * T + 3)], un_color_fade(color, 0.3f)));
    color = un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, log10[3]);
    cr_assert(same_color(list.texel[cells->first + 3], color));
}

Test(view_further_a, a_long_waterfall_says_what_a_column_is) {
    draw(UN_VIEW_WATERFALL);
    cr_assert(!says("eachcolumn", NULL));
    un_snapshot_free(&snapshot);
    synthetic_lab(&snapshot, 2, 1000, 40);
    draw(UN_VIEW_WATERFALL);
    cr_assert(says("eachcolumn:thelargestof4steps", NULL));
    const un_DrawCommand *cells = image(0, 250, 10);
    un_Hover hover = hover_at(UN_VIEW_WATERFALL, cells->rect.x + cells->rect.w * 100.5f / 250, cells->rect.y + 4);
    cr_assert(hover_says(&hover, "largest of steps 400 to 403"), "%s", hover.text[2]);
}

Test(view_further_a, the_waterfall_in_words) {
    snapshot.lane[0].track[0].dh.arrives = 1e-5; // the stage's number, not the newest row's: that may be older
    cr_assert(strstr(words(UN_VIEW_WATERFALL),
                     "RNN: at update 300 1.0·10⁻⁵ reaches step 0, 1 % lies 8 steps back, not solved"),
              "%s", words(UN_VIEW_WATERFALL));
    cr_assert(strstr(words(UN_VIEW_WATERFALL), "never under 1 %, solved at 230"));
    snapshot.lane[0].track[0].waterfall.log10[(ROWS - 1) * T] = -6;
    snapshot.act_count = 1; // a what-if on the stage: the rows are what the run has learned
    cr_assert(strstr(words(UN_VIEW_WATERFALL), "RNN: at update 300 1.0·10⁻⁶ reaches step 0, 1 % lies 8 steps back"),
              "%s", words(UN_VIEW_WATERFALL));
    snapshot.act_count = 0;
    draw(UN_VIEW_WATERFALL);
    cr_assert(says("under1%onthisside", NULL));
    for (int l = 0; l < 3; l++)
        snapshot.lane[l].stateless = true; // no chain: no side of the dashes
    draw(UN_VIEW_WATERFALL);
    cr_assert(!says("under1%onthisside", NULL) && says("nowayback", NULL));
    cr_assert(strstr(words(UN_VIEW_WATERFALL), "RNN: no state: no way back"));
    snapshot.waterfall_rows = 0;
    draw(UN_VIEW_WATERFALL);
    cr_assert(says("Traintofillthis", NULL));
    cr_assert(strstr(words(UN_VIEW_WATERFALL), "Train to fill this"));
}

/// Where a label's glyph of the spectrum stands: ticks of one lane are the first found.
static float tick_middle(const char *text, bool vertical) {
    TextBox box;
    for (size_t i = 0; i < list.command_count; i++) {
        if (list.command[i].kind != UN_DRAW_GLYPHS) continue;
        box = text_box(&list, &list.command[i], fonts);
        if (strcmp(box.text, text) == 0) return vertical ? (box.top + box.bottom) / 2 : (box.left + box.right) / 2;
    }
    cr_assert_fail("no tick %s", text);
    return 0;
}

static bool has_circle(un_Point at, un_Color color) {
    for (size_t i = 0; i < list.command_count; i++) {
        const un_DrawCommand *command = &list.command[i];
        un_Point centre = {command->rect.x + command->rect.w / 2, command->rect.y + command->rect.h / 2};
        if (command->kind == UN_DRAW_CIRCLE && same_color(command->color, color) && fabsf(centre.x - at.x) < 1.2f &&
            fabsf(centre.y - at.y) < 1.2f)
            return true;
    }
    return false;
}

Test(view_further_a, an_eigenvalue_stands_where_the_axes_say) {
    const un_SnapshotMeasures *m = &snapshot.lane[0].track[0].measures;
    for (int i = 0; i < m->state; i++) // step 7 is like no other
        m->real[7 * m->state + i] *= 0.5, m->imaginary[7 * m->state + i] += 0.1;
    context.select = (un_Selection){0, 0, 7, -1};
    draw(UN_VIEW_SPECTRUM);
    cr_assert(says("step7of30", NULL));
    float minus = tick_middle("?1", false), one = tick_middle("1", false), zero = (minus + one) / 2, unit = one - zero;
    float up = tick_middle("i", true), down = tick_middle("?i", true), level = (up + down) / 2;
    cr_assert(fabsf((down - up) / 2 - unit) < 1, "axes are not equal: %g, %g", (double)(down - up) / 2, (double)unit);
    un_Color lane = un_theme_color(UN_THEME_LIGHT, UN_TOKEN_LANE_1);
    for (int i = 0; i < m->state; i++) {
        double real = m->real[7 * m->state + i], imaginary = m->imaginary[7 * m->state + i];
        un_Point at = {zero + unit * (float)real, level - unit * (float)imaginary};
        char number[64];
        cr_assert(has_circle(at, lane), "eigenvalue %d", i);
        un_Hover hover = hover_at(UN_VIEW_SPECTRUM, at.x, at.y);
        cr_assert(hover.hit && un_rect_contains(hover.mark, at));
        snprintf(number, sizeof number, "eigenvalue %d of %d", i + 1, m->state);
        if (!hover_says(&hover, number)) continue; // another one lies on it
        cr_assert(hover_says(&hover, un_number_full(real, 9, number, sizeof number)));
        cr_assert(hover_says(&hover, "step 7"));
    }
}

Test(view_further_a, the_spectrum_follows_the_front_and_its_square_holds_all) {
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 12.4f, 1};
    draw(UN_VIEW_SPECTRUM);
    cr_assert(says("step12of30", NULL));
    context.wave = (un_Wave){UN_WAVE_WHOLE, 0, 0};
    draw(UN_VIEW_SPECTRUM);
    cr_assert(says("step30of30", NULL));
    float unit = tick_middle("1", false) - tick_middle("?1", false);
    snapshot.lane[0].track[0].measures.real[0] = 2.4; // the axes double; they never follow a value
    draw(UN_VIEW_SPECTRUM);
    cr_assert(fabsf(tick_middle("1", false) - tick_middle("?1", false) - unit / 2) < 1);
    snapshot.lane[0].track[0].measures.real[0] = 2.9;
    draw(UN_VIEW_SPECTRUM);
    cr_assert(fabsf(tick_middle("1", false) - tick_middle("?1", false) - unit / 2) < 1);
    snapshot.lane[0].track[0].measures.real[30 * 16] = 1e6; // an explosion leaves the others readable, and is counted
    draw(UN_VIEW_SPECTRUM);
    cr_assert(fabsf(tick_middle("1", false) - tick_middle("?1", false) - unit / 2) < 1);
    cr_assert(says("1outside", NULL));
}

Test(view_further_a, the_spectrum_in_words_and_without_a_matrix) {
    cr_assert(
        strstr(words(UN_VIEW_SPECTRUM), "At update 300, step 30: RNN: the largest |λ| is 0.55, of W alone 1.4; LSTM"),
        "%s", words(UN_VIEW_SPECTRUM));
    snapshot.lane[1].stateless = true;
    draw(UN_VIEW_SPECTRUM);
    cr_assert(says("Nostatepasses", NULL));
    cr_assert(strstr(words(UN_VIEW_SPECTRUM), "LSTM: no eigenvalues"));
    un_snapshot_free(&snapshot);
    synthetic_lab(&snapshot, 1, 1, 20);
    draw(UN_VIEW_SPECTRUM);
    cr_assert(says("Onesteponly", NULL));
}

/// Hovers down the column of step t until direction 1 is met.
static un_Hover stretch_at(float x) {
    for (float y = rect.y; y < rect.y + rect.h; y += 1) {
        un_Hover hover = hover_at(UN_VIEW_STRETCH, x, y);
        if (hover_says(&hover, "direction 1 of")) return hover;
    }
    return (un_Hover){0};
}

Test(view_further_a, a_direction_lies_at_the_logarithm_of_its_singular_value) {
    const un_SnapshotMeasures *m = &snapshot.lane[0].track[0].measures;
    for (int t = 0; t < T; t++) // no straight line
        m->singular[t * m->state] = pow(10, -0.2 * (T - 1 - t) - 0.5 * sin(t));
    draw(UN_VIEW_STRETCH);
    float first_y = 0;
    double first_log10 = 0, scale = 0;
    for (int t = 2; t < T - 6; t += 3) { // columns of the first lane, 0 steps back at the right
        TextBox zero, thirty;
        cr_assert(says("30", &thirty) && says("0", NULL));
        zero = thirty;
        for (size_t i = 0; i < list.command_count; i++) {
            if (list.command[i].kind != UN_DRAW_GLYPHS) continue;
            TextBox box = text_box(&list, &list.command[i], fonts);
            if (strcmp(box.text, "0") == 0 && fabsf(box.bottom - thirty.bottom) < 1) {
                zero = box;
                break;
            }
        }
        float left = (thirty.left + thirty.right) / 2, right = (zero.left + zero.right) / 2;
        un_Hover hover = stretch_at(left + (right - left) * (float)t / (T - 1));
        char number[64], step[32];
        cr_assert(hover_says(&hover, un_number_full(m->singular[t * m->state], 9, number, sizeof number)), "step %d",
                  t);
        snprintf(step, sizeof step, "step %d, ", t);
        cr_assert(hover_says(&hover, step));
        double log10_value = log10(m->singular[t * m->state]);
        float y = middle(hover.mark).y;
        if (t == 2) {
            first_y = y;
            first_log10 = log10_value;
        } else if (scale == 0) {
            scale = (double)(y - first_y) / (log10_value - first_log10);
            cr_assert(scale < 0);
        } else {
            cr_assert(fabs((double)first_y + scale * (log10_value - first_log10) - (double)y) < 2, "step %d", t);
        }
    }
}

Test(view_further_a, stretch_waits_for_the_wave_and_needs_steps) {
    char wanted[96];
    snprintf(wanted, sizeof wanted, "RNN: λ₁ −0.26 decades a step, the largest direction keeps");
    cr_assert(strstr(words(UN_VIEW_STRETCH), wanted), "%s", words(UN_VIEW_STRETCH));
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 15.5f, 1};
    draw(UN_VIEW_STRETCH);
    cr_assert(!says("decadesastep", NULL));
    cr_assert(!stretch_at(rect.x + 90).hit);
    un_snapshot_free(&snapshot);
    synthetic_lab(&snapshot, 1, 6, 20);
    context.wave = (un_Wave){UN_WAVE_WHOLE, 0, 0};
    draw(UN_VIEW_STRETCH);
    cr_assert(says("needs20steps", NULL) && says("all16directions", NULL));
    un_snapshot_free(&snapshot);
    synthetic_lab(&snapshot, 1, 2, 20);
    draw(UN_VIEW_STRETCH);
    cr_assert(says("Needsthreesteps", NULL));
}

/// Columns of that colour: how many, and the one at x, if any.
static int count_columns(un_Color color, float x, un_Rect *at) {
    int n = 0;
    for (size_t i = 0; i < list.command_count; i++) {
        const un_DrawCommand *command = &list.command[i];
        if (command->kind != UN_DRAW_RECT || !same_color(command->color, color)) continue;
        if (at && x >= command->rect.x && x < command->rect.x + command->rect.w) *at = command->rect;
        n++;
    }
    return n;
}

Test(view_further_a, seeds_have_a_band_solved_counts_and_a_row_of_ticks_each) {
    draw(UN_VIEW_SEEDS);
    cr_assert(says("0of8solved", NULL) && says("8of8solved", NULL) && says("seed9of10isrunning", NULL));
    for (int l = 0; l < 3; l++) {
        un_Color lane = un_theme_color(UN_THEME_LIGHT, (un_Token)(UN_TOKEN_LANE_1 + l));
        cr_assert_gt(count_columns(un_color_fade(lane, 0.14f), 0, NULL), 100);
        for (int k = 0; k < 9; k++) {
            const un_DrawCommand *row = image(9 * l + k, snapshot.seeds.points, 1);
            const unsigned char *clip = snapshot.lane[l].seeds.clip + k * UN_SNAPSHOT_SEED_POINTS;
            for (int p = 0; p < snapshot.seeds.points; p++)
                cr_assert_eq(list.texel[row->first + (size_t)p].a, clip[p]);
            un_Hover hover = hover_at(UN_VIEW_SEEDS, row->rect.x + row->rect.w * 20.5f / 60, row->rect.y + 1);
            char wanted[64];
            snprintf(wanted, sizeof wanted, "seed %d", k + 1);
            cr_assert(hover_says(&hover, wanted) && hover_says(&hover, "updates up to 210"), "%s", hover.text[1]);
        }
    }
    cr_assert_str_eq(words(UN_VIEW_SEEDS),
                     "RNN: 0 of 8 solved, 14 % clipped; LSTM: 8 of 8 solved, 14 % clipped; GRU: 8 of 8 "
                     "solved, 14 % clipped.");
}

Test(view_further_a, the_band_reaches_from_the_least_to_the_most) {
    // A band of the first lane with one step in it: twice as high after it.
    for (int p = 0; p < snapshot.seeds.points; p++) {
        snapshot.lane[0].seeds.low[p] = 0.5f;
        snapshot.lane[0].seeds.high[p] = p < 30 ? 1.0f : 1.5f;
    }
    draw(UN_VIEW_SEEDS);
    un_Rect early = {0, 0, 0, 0}, late = early;
    un_Color band = un_color_fade(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_LANE_1), 0.14f);
    const un_DrawCommand *row = image(0, snapshot.seeds.points, 1); // on the same updates
    count_columns(band, row->rect.x + row->rect.w * 0.25f, &early);
    count_columns(band, row->rect.x + row->rect.w * 0.75f, &late);
    cr_assert(early.h > 20 && fabsf(late.h - 2 * early.h) < 1, "%g, %g", (double)early.h, (double)late.h);
    cr_assert(fabsf(early.y + early.h - (late.y + late.h)) < 1);
}

Test(view_further_a, hovering_a_median_tells_the_band) {
    draw(UN_VIEW_SEEDS);
    bool found = false;
    for (float y = rect.y; y < rect.y + rect.h && !found; y += 2) {
        un_Hover hover = hover_at(UN_VIEW_SEEDS, rect.x + 300, y);
        if (!hover_says(&hover, "median loss")) continue;
        for (int p = 0; p < snapshot.seeds.points; p++) {
            char count[32], line[64], number[64];
            snprintf(line, sizeof line, "update %s",
                     un_number_count((int64_t)snapshot.seeds.update[p], count, sizeof count));
            if (!hover_says(&hover, line)) continue;
            for (int l = 0; l < 3; l++) {
                if (!hover_says(&hover, snapshot.lane[l].name)) continue;
                const un_SnapshotLaneSeeds *seeds = &snapshot.lane[l].seeds;
                cr_assert(hover_says(&hover, un_number_full((double)seeds->median[p], 9, number, sizeof number)));
                cr_assert(hover_says(&hover, un_number_full((double)seeds->low[p], 6, number, sizeof number)));
                cr_assert(hover_says(&hover, un_number_full((double)seeds->high[p], 6, number, sizeof number)));
                found = true;
            }
        }
    }
    cr_assert(found);
}

Test(view_further_a, one_seed_shows_its_own_clips) {
    snapshot.seeds = (un_SnapshotSeeds){.update = snapshot.seeds.update};
    draw(UN_VIEW_SEEDS);
    cr_assert(says("Oneseed:noband.Ztrains", NULL) && says("60clipped", NULL));
    cr_assert_eq(count_columns(un_color_fade(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_LANE_1), 0.14f), 0, NULL), 0);
    const un_DrawCommand *row = image(0, snapshot.history_count, 1);
    for (int i = 0; i < snapshot.history_count; i++)
        cr_assert_eq(list.texel[row->first + (size_t)i].a, snapshot.lane[0].clip_mark[i]);
    cr_assert(strstr(words(UN_VIEW_SEEDS), "RNN: 60 of 300 updates clipped, not solved"), "%s", words(UN_VIEW_SEEDS));
}

Test(view_further_a, training_has_the_band_of_the_seeds_and_the_run_before) {
    un_Color band = un_color_fade(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_LANE_2), 0.12f);
    draw(UN_VIEW_TRAINING);
    cr_assert(says("band:leasttomostof9seeds", NULL));
    cr_assert_gt(count_columns(band, 0, NULL), 50);
    snapshot.seeds = (un_SnapshotSeeds){.update = snapshot.seeds.update};
    draw(UN_VIEW_TRAINING);
    cr_assert(says("oneseed", NULL) && !says("run1", NULL));
    cr_assert_eq(count_columns(band, 0, NULL), 0);
    snprintf(snapshot.other_run, sizeof snapshot.other_run, "run 1");
    snapshot.other_count = snapshot.history_count;
    snapshot.branched_at = 100;
    for (int l = 0; l < 3; l++) {
        for (int i = 0; i < snapshot.other_count; i++) {
            snapshot.other_update[i] = snapshot.history_update[i];
            snapshot.lane[l].other_loss_mean[i] = 0.4f;
            snapshot.lane[l].other_accuracy_mean[i] = 0.6f;
        }
    }
    draw(UN_VIEW_TRAINING);
    cr_assert(says("dashed:run1", NULL));
    int dashed = 0;
    for (size_t i = 0; i < list.command_count; i++)
        dashed += list.command[i].kind == UN_DRAW_POLYLINE && list.command[i].dash_on == 4;
    cr_assert_eq(dashed, 6, "three lanes, two charts");
}

Test(view_further_a, notes_point_at_what_they_name) {
    static const int view[] = {UN_VIEW_WATERFALL, UN_VIEW_SPECTRUM, UN_VIEW_STRETCH, UN_VIEW_SEEDS, UN_VIEW_TRAINING};
    for (size_t v = 0; v < sizeof view / sizeof *view; v++) {
        un_Note note[UN_NOTES_MAX];
        cr_assert_eq(un_view_table[view[v]]->notes(&context, rect, note), 3, "%s", un_view_table[view[v]]->name);
    }
    un_Note note[UN_NOTES_MAX];
    un_view_table[UN_VIEW_SPECTRUM]->notes(&context, rect, note); // the second: the largest eigenvalue
    un_Hover hover = hover_at(UN_VIEW_SPECTRUM, middle(note[1].mark).x, middle(note[1].mark).y);
    cr_assert(hover_says(&hover, "eigenvalue 1 of"));
    un_view_table[UN_VIEW_TRAINING]->notes(&context, rect, note); // the third: where the LSTM solved it
    hover = hover_at(UN_VIEW_TRAINING, middle(note[2].mark).x, middle(note[2].mark).y);
    cr_assert(hover_says(&hover, "update 230"), "%s", hover.text[2]);
}
