// Attention, two directions and answers over real runs of every task: what they draw is whole, what they say is the
// snapshot's, marks stand where their values are, nothing is told ahead of the wave, and numbers that are none are told
// as such.
#include "base/number.h"
#include "sim/param.h"
#include "sim/probe.h"
#include "sim/trainer.h"
#include "synthetic.h"
#include "text_check.h"
#include "view/pick.h"
#include "view/stage.h"

#include <criterion/criterion.h>

enum { ALL_WANTED = UN_WANT_OCCLUSION | UN_WANT_GENERATED };
static const un_Rect panel = {0, 0, 1256, 700};

static un_Snapshot take(const un_Experiment *experiment, int updates) {
    un_Error error = {0};
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    cr_assert(trainer && recorder, "%s", error.message);
    un_Probe *probe = un_probe_create(trainer, &error);
    un_Snapshot snapshot = {0};
    un_recorder_reset(recorder);
    for (int i = 0; i < updates; i++) {
        un_trainer_step(trainer);
        un_recorder_add(recorder, trainer);
    }
    cr_assert_eq(un_probe_want(probe, trainer, ALL_WANTED), UN_OK);
    cr_assert_eq(un_probe_take(probe, trainer, recorder, &snapshot), UN_OK);
    un_probe_destroy(probe);
    un_trainer_destroy(trainer);
    free(recorder);
    return snapshot;
}

static un_Snapshot take_text(const char *text, int updates) {
    un_Experiment experiment;
    un_Error error;
    cr_assert_eq(un_experiment_parse(&experiment, text, strlen(text), "text", 0, &error), UN_OK, "%s", error.message);
    return take(&experiment, updates);
}

static un_Snapshot take_task(int task) {
    static const un_Cell cells[4] = {UN_CELL_GRU, UN_CELL_ATTENTION, UN_CELL_LSTM, UN_CELL_RNN};
    un_Experiment experiment = un_default_experiment();
    un_param_table[un_param_find("task")].set(&experiment, 0, task);
    experiment.batch = 4;
    experiment.lane_count = 4;
    for (int l = 0; l < 4; l++) {
        experiment.lane[l] = un_default_lane(cells[l]);
        experiment.lane[l].hidden = 6;
    }
    if (task != UN_TASK_STREAM) experiment.lane[0].bidirectional = true;
    return take(&experiment, 3);
}

static void expect_whole(const un_ViewContext *context, int view, float width, float height, const char *what) {
    char fault[256], words[1024] = "";
    un_DrawList list;
    un_draw_init(&list);
    un_view_draw(&list, context, view, (un_Rect){6, 6, width, height});
    cr_expect(text_check(&list, context->fonts, context->scale, fault, sizeof fault),
              "%s, %s at %gx%g, scale %g, phase %d: %s", un_view_table[view]->name, what, (double)width, (double)height,
              (double)context->scale, (int)context->wave.phase, fault);
    un_view_table[view]->summary(context, words, sizeof words);
    cr_expect(*words && strlen(words) < sizeof words - 1, "%s, %s: words", un_view_table[view]->name, what);
    for (int k = 0; k < 240; k++) {
        un_Hover hover = {0};
        un_Point at = {6 + width * (float)(k % 20) / 19, 6 + height * (float)(k / 20) / 11};
        un_view_table[view]->hover(context, (un_Rect){6, 6, width, height}, at, &hover);
        cr_expect(!hover.hit || (hover.lines > 1 && hover.mark.w > 0 && hover.mark.h > 0), "%s, %s: hover",
                  un_view_table[view]->name, what);
    }
    un_draw_free(&list);
}

static void expect_whole_everywhere(const un_Snapshot *snapshot, const un_Fonts *fonts, const char *what) {
    static const int views[] = {UN_VIEW_ATTENTION, UN_VIEW_DIRECTIONS, UN_VIEW_ANSWERS};
    static const float sizes[][2] = {{0, 0}, {524, 596}, {700, 340}, {1256, 620}, {1888, 924}, {3808, 2000}};
    for (size_t v = 0; v < sizeof views / sizeof *views; v++) {
        const un_View *view = un_view_table[views[v]];
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            un_ViewContext context = synthetic_context(snapshot, fonts);
            context.select.lane = -1;
            context.theme = (un_ThemeName)(k % UN_THEME_COUNT);
            context.scale = k == 4 ? 2 : 1;
            float w = k ? sizes[k][0] : view->least_width, h = k ? sizes[k][1] : view->least_height;
            expect_whole(&context, views[v], w, h, what);
            context.wave = un_wave_at(snapshot->T, 0.5, 0);
            context.has_pointer = true;
            context.pointer = (un_Point){w * 0.6f, h * 0.5f};
            expect_whole(&context, views[v], w, h, what);
            context.wave = (un_Wave){UN_WAVE_BACKWARD, (float)snapshot->T * 0.4f, 1};
            expect_whole(&context, views[v], w, h, what);
            context.range = (un_Range){(float)snapshot->T * 0.31f, (float)snapshot->T * 0.77f}; // while it glides
            expect_whole(&context, views[v], w, h, what);
            context.wave = (un_Wave){UN_WAVE_FORWARD, (float)snapshot->T * 0.6f, 0};
            expect_whole(&context, views[v], w, h, what);
        }
    }
}

static void make_nan(un_Snapshot *snapshot) {
    size_t T = (size_t)snapshot->T;
    for (int l = 0; l < snapshot->lane_count; l++) {
        un_SnapshotLane *lane = &snapshot->lane[l];
        for (size_t i = 0; i < T * (size_t)snapshot->outputs; i++)
            lane->prediction[i] = NAN;
        for (int k = 0; k < snapshot->outputs; k++)
            lane->output[k] = NAN;
        lane->loss = (double)NAN;
        for (size_t t = 0; t < T; t++) {
            lane->blame.gradient[t] = (double)NAN;
            if (lane->blame.without_zero) lane->blame.without_zero[t] = (double)NAN;
            for (int d = 0; d < lane->directions; d++) {
                lane->track[d].dh.ratio[t] = lane->track[d].dh.log10[t] = lane->track[d].dh.norm[t] = (double)NAN;
                if (lane->track[d].looked) lane->track[d].looked[t] = NAN;
            }
        }
        for (size_t i = 0; lane->track[0].attention && i < T * T; i++)
            lane->track[0].attention[i] = NAN;
    }
}

Test(view_further_c, every_task_is_drawn_whole) {
    un_Fonts *fonts = synthetic_fonts();
    for (int task = 0; task < UN_TASK_COUNT; task++) {
        un_Snapshot snapshot = take_task(task);
        if (task == UN_TASK_TEXT) { // words, no words at all, and nothing yet
            snprintf(snapshot.lane[0].generated, sizeof snapshot.lane[0].generated, "%s",
                     "the memory of a thing is not the thing, and it remembers to protect us from all that was, a long time ago, when we "
                     "had nothing to forget. the memory of a thing is not the thing. the memory of a thing is not the thing.");
            memset(snapshot.lane[1].generated, 'e', sizeof snapshot.lane[1].generated - 1);
            snprintf(snapshot.lane[2].generated, sizeof snapshot.lane[2].generated, "%s", "  .  , a");
        }
        expect_whole_everywhere(&snapshot, fonts, un_task_info((un_Task)task)->name);
        make_nan(&snapshot);
        expect_whole_everywhere(&snapshot, fonts, "no numbers");
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

/// The first hover of a column of points whose first line begins so.
static bool find_hover(const un_ViewContext *context, int view, float x, const char *begin, un_Hover *out) {
    for (float y = 0; y < panel.h; y += 3) {
        *out = (un_Hover){0};
        un_view_table[view]->hover(context, panel, (un_Point){x, y}, out);
        if (out->hit && strncmp(out->text[0], begin, strlen(begin)) == 0) return true;
    }
    return false;
}

Test(view_further_c, answers_say_the_snapshots_probabilities) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot = take_text("task: {name: copy, lag: 4}\nlanes:\n  - {name: one, cell: gru, hidden: 5}\n", 20);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_StageColumns grid = un_stage_columns(&context, panel);
    int right = 0;
    for (int t = 0; t < snapshot.T; t++) {
        const float *p = snapshot.lane[0].prediction + t * snapshot.outputs;
        int best = 0;
        for (int k = 1; k < snapshot.outputs; k++)
            if (p[k] > p[best]) best = k;
        right += snapshot.scored[t] == 1 && best == snapshot.target_class[t];
        char wanted[160], number[64], truth[64];
        un_Hover hover;
        float x = un_stage_middle(&grid, t);
        snprintf(wanted, sizeof wanted, "one says %s, probability = %s", snapshot.class_name[best],
                 un_number_full((double)p[best], 9, number, sizeof number));
        cr_expect(find_hover(&context, UN_VIEW_ANSWERS, x, wanted, &hover), "step %d: %s", t, wanted);
        cr_expect(hover.mark.x <= x && hover.mark.x + hover.mark.w >= x);
        snprintf(truth, sizeof truth, "right is %s", snapshot.class_name[snapshot.target_class[t]]);
        cr_expect(find_hover(&context, UN_VIEW_ANSWERS, x, truth, &hover), "step %d: %s", t, truth);
        for (int k = 0; k < snapshot.outputs; k++) {
            snprintf(wanted, sizeof wanted, "one: probability of %s = %s", snapshot.class_name[k],
                     un_number_full((double)p[k], 9, number, sizeof number));
            cr_expect(find_hover(&context, UN_VIEW_ANSWERS, x, wanted, &hover), "step %d: %s", t, wanted);
        }
    }
    char words[512], wanted[64];
    snprintf(wanted, sizeof wanted, "one: %d of 5 right", right);
    un_view_answers.summary(&context, words, sizeof words);
    cr_expect(strstr(words, wanted), "%s", words);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_further_c, lines_stand_at_their_values_in_real_units) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot =
        take_text("task: {name: sine, length: 12}\nlanes:\n  - {name: one, cell: gru, hidden: 5}\n", 10);
    snapshot.value_scale = 3;
    snapshot.value_offset = 100;
    snprintf(snapshot.unit, sizeof snapshot.unit, "ppm");
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_StageColumns grid = un_stage_columns(&context, panel);
    double first_y = 0, first_value = 0, slope = 0;
    for (int t = 0; t < snapshot.T; t++) {
        char wanted[160], number[64];
        un_Hover hover;
        double value = 100 + 3 * (double)snapshot.lane[0].prediction[t];
        snprintf(wanted, sizeof wanted, "one says %s ppm", un_number_full(value, 9, number, sizeof number));
        cr_assert(find_hover(&context, UN_VIEW_ANSWERS, un_stage_middle(&grid, t), wanted, &hover), "step %d: %s", t,
                  wanted);
        snprintf(wanted, sizeof wanted, "right is %s ppm",
                 un_number_full(100 + 3 * (double)snapshot.target_value[t], 9, number, sizeof number));
        cr_expect_str_eq(hover.text[1], wanted);
        double y = (double)(hover.mark.y + hover.mark.h / 2);
        if (t == 0) first_y = y, first_value = value;
        if (fabs(value - first_value) < 0.05) continue;
        double own = (y - first_y) / (value - first_value);
        if (slope < 0) cr_expect_float_eq(own, slope, 0.02 * fabs(slope), "step %d", t); // one scale for all
        if (slope == 0) slope = own;
    }
    cr_expect(slope < 0, "more is higher");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_further_c, answers_are_not_ahead_of_the_forward_wave) {
    static const char *const tasks[2] = {"copy, lag: 4", "sine, length: 14"};
    un_Fonts *fonts = synthetic_fonts();
    for (int k = 0; k < 2; k++) {
        char text[128], words[2][512];
        snprintf(text, sizeof text, "task: {name: %s}\nlanes:\n  - {cell: gru, hidden: 5}\n", tasks[k]);
        un_Snapshot snapshot = take_text(text, 2);
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        context.wave = (un_Wave){UN_WAVE_FORWARD, 6.5f, 0};
        un_DrawList list;
        un_draw_init(&list);
        un_view_draw(&list, &context, UN_VIEW_ANSWERS, panel);
        uint64_t before = un_draw_hash(&list, 0, list.command_count);
        un_view_answers.summary(&context, words[0], sizeof words[0]);
        for (int t = 7; t < snapshot.T; t++) { // other answers and other truths, inside the same range
            for (int o = 0; o < snapshot.outputs; o++)
                snapshot.lane[0].prediction[t * snapshot.outputs + o] = o == t % snapshot.outputs ? 0.125f : 0.0625f;
            if (snapshot.classes) snapshot.target_class[t] = t % 4;
        }
        un_draw_reset(&list);
        un_view_draw(&list, &context, UN_VIEW_ANSWERS, panel);
        cr_expect(un_draw_hash(&list, 0, list.command_count) == before, "%s", tasks[k]);
        un_view_answers.summary(&context, words[1], sizeof words[1]);
        cr_expect_str_eq(words[0], words[1]);
        un_draw_free(&list);
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

/// Heights of the filled rectangles of a colour whose left edge stands near x.
static float bar_at(const un_DrawList *list, un_Color color, float x) {
    float height = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *c = &list->command[i];
        bool same = c->color.r == color.r && c->color.g == color.g && c->color.b == color.b && c->color.a == color.a;
        if (c->kind == UN_DRAW_RECT && same && fabsf(c->rect.x - x) < 1.5f) height = fmaxf(height, c->rect.h);
    }
    return height;
}

Test(view_further_c, attention_and_its_strips_are_the_snapshots) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot =
        take_text("task: {name: marked, length: 8}\nlanes:\n  - {name: looks, cell: attention, hidden: 5}\n", 30);
    const un_SnapshotLane *lane = &snapshot.lane[0];
    cr_assert(lane->track[0].attention && lane->blame.without_zero);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    context.select.lane = -1;
    char wanted[160], number[64];
    int T = snapshot.T, largest = 0, looked = 0, found[8] = {0}, cells = 0;
    float left[8];
    for (int t = 1; t < T; t++) {
        if (lane->blame.gradient[t] > lane->blame.gradient[largest]) largest = t;
        if (lane->track[0].looked[t] > lane->track[0].looked[looked]) looked = t;
    }
    for (int i = 0; i < 300 * 120; i++) { // every place of the panel
        un_Hover hover = {0};
        un_view_attention.hover(&context, panel,
                                (un_Point){panel.w * (float)(i % 300) / 300, panel.h * (float)(i / 300) / 120}, &hover);
        int row, step;
        if (!hover.hit) continue;
        if (sscanf(hover.text[1], "step %d looks at step %d", &row, &step) == 2) {
            snprintf(wanted, sizeof wanted, "looks · weight = %s",
                     un_number_full((double)lane->track[0].attention[row * T + step], 9, number, sizeof number));
            cr_assert_str_eq(hover.text[0], wanted);
            cells++;
            continue;
        }
        cr_assert_eq(sscanf(hover.text[3], "step %d", &step), 1);
        snprintf(wanted, sizeof wanted, "looks · |∂L/∂x| = %s",
                 un_number_full(lane->blame.gradient[step], 17, number, sizeof number));
        cr_assert_str_eq(hover.text[1], wanted);
        snprintf(wanted, sizeof wanted, "loss without it changes by %s nats",
                 un_number_full(lane->blame.without_zero[step], 17, number, sizeof number));
        cr_assert_str_eq(hover.text[2], wanted);
        found[step] = 1;
        left[step] = hover.mark.x + 1;
    }
    cr_expect(cells > 100);
    un_DrawList list;
    un_draw_init(&list);
    un_view_draw(&list, &context, UN_VIEW_ATTENTION, panel);
    un_Color backward = un_theme_color(UN_THEME_LIGHT, UN_TOKEN_BACKWARD);
    float most = bar_at(&list, backward, left[largest]);
    cr_expect_float_eq(most, bar_at(&list, un_theme_color(UN_THEME_LIGHT, UN_TOKEN_SUNKEN), left[0]), 1, "the largest fills its strip");
    for (int t = 0; t < T; t++) {
        cr_assert(found[t], "step %d is pointed at nowhere", t);
        cr_expect_float_eq(bar_at(&list, backward, left[t]) / most,
                           (float)(lane->blame.gradient[t] / lane->blame.gradient[largest]), 1e-3f, "step %d", t);
    }
    un_Selection chosen = {-1, 0, -1, -1};
    for (float y = 0; y < panel.h; y += 1) { // a press on a row reads it out
        un_Hover hover = {0};
        int row, step;
        un_view_attention.hover(&context, panel, (un_Point){60, y}, &hover);
        if (!hover.hit || sscanf(hover.text[1], "step %d looks at step %d", &row, &step) != 2) continue;
        cr_assert(un_attention_pick(&context, panel, (un_Point){60, y}, &chosen));
        cr_expect(chosen.lane == 0 && chosen.step == row && chosen.unit == -1);
    }
    cr_expect(chosen.step >= 0);
    char words[512];
    un_view_attention.summary(&context, words, sizeof words);
    snprintf(wanted, sizeof wanted, "looks: step %d looks at step %d (%s)", snapshot.loss_step, looked,
             un_number_short((double)lane->track[0].looked[looked], number, sizeof number));
    cr_expect_eq(strncmp(words, wanted, strlen(wanted)), 0, "'%s', wanted '%s'", words, wanted);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_further_c, two_directions_tell_what_each_carries_and_what_makes_them) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot one = take_text("task: {name: bank}\nlanes:\n  - {cell: gru, hidden: 5}\n", 1);
    un_Snapshot two =
        take_text("task: {name: bank}\nlanes:\n  - {name: both, cell: gru, direction: bidirectional, hidden: 5}\n", 3);
    un_ViewContext context = synthetic_context(&one, fonts);
    char words[1024], number[64];
    un_Note note[UN_NOTES_MAX];
    un_view_directions.summary(&context, words, sizeof words);
    cr_expect(strstr(words, "Direction"), "%s", words);
    cr_expect_eq(un_view_directions.notes(&context, panel, note), 0);
    context = synthetic_context(&two, fonts);
    un_view_directions.summary(&context, words, sizeof words);
    cr_expect(strstr(words, "both:") && strstr(words, "exactly 0"), "%s", words);
    cr_expect_eq(un_view_directions.notes(&context, panel, note), 3);
    un_StageColumns grid = un_stage_columns(&context, panel);
    for (int d = 0; d < 2; d++) { // each direction's gradient under its own row
        int t = d ? two.T - 1 : 0, hits = 0;
        snprintf(words, sizeof words, "|∂L/∂h| = %s",
                 un_number_full(two.lane[0].track[d].dh.norm[t], 17, number, sizeof number));
        for (float y = 0; y < panel.h; y += 3) {
            un_Hover hover = {0};
            un_view_directions.hover(&context, panel, (un_Point){un_stage_middle(&grid, t), y}, &hover);
            hits += hover.hit && strcmp(hover.text[0], words) == 0;
        }
        cr_expect(hits > 3, "direction %d: nowhere '%s'", d, words);
    }
    un_snapshot_free(&one);
    un_snapshot_free(&two);
    un_fonts_destroy(fonts);
}
