// Whatever the numbers and the size, every view draws: finite coordinates, inside its group, no text on text, none too
// small, and the same picture twice.
#include "synthetic.h"
#include "text_check.h"
#include "view/lab.h"

#include <criterion/criterion.h>

static const float sizes[][2] = {{3840, 2160}, {1920, 1080}, {1440, 900}, {1280, 720},
                                 {1024, 768},  {800, 600},   {640, 480},  {320, 240}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/// Checks one list; `what` names the case.
static void check_list(const un_DrawList *list, const un_Fonts *fonts, float scale, const char *what) {
    char fault[256];
    cr_assert(text_check(list, fonts, scale, fault, sizeof fault), "%s: %s", what, fault);
}

/// Draws the lab at one size and every moment of the wave, twice each.
static void check_lab(const un_Snapshot *snapshot, const un_Fonts *fonts, float width, float height, float scale,
                      const char *name) {
    un_DrawList list;
    un_draw_init(&list);
    un_ViewContext context = synthetic_context(snapshot, fonts);
    context.scale = scale;
    double end = un_wave_duration(snapshot->T);
    const double times[] = {-1, 0, 0.4, 1.3, end * 0.55, end * 0.8, end - 0.05, end + 1};
    for (int tab = 0; tab < 2; tab++) {
        un_LabDef def = un_default_lab_def(width, height, scale);
        if (tab) def.view[UN_PLACE_LOWER] = UN_VIEW_TRAINING;
        un_LabLayout layout = un_lab_layout(&def);
        for (size_t m = 0; m < sizeof times / sizeof *times; m++) {
            char what[160];
            uint64_t hash = 0;
            context.wave = times[m] < 0 ? (un_Wave){0} : un_wave_at(snapshot->T, times[m], 0);
            for (int round = 0; round < 2; round++) {
                un_draw_reset(&list);
                un_lab_draw_caption(&list, &context, layout.top);
                un_lab_draw(&list, &context, &layout);
                snprintf(what, sizeof what, "%s at %gx%g, scale %g, T %d, t %g, tab %d", name, (double)width,
                         (double)height, (double)scale, snapshot->T, times[m], tab);
                uint64_t now = un_draw_hash(&list, 0, list.command_count);
                if (round) cr_assert(now == hash, "%s", what);
                hash = now;
            }
            cr_assert(list.glyph_count > 10, "%s draws next to nothing", what);
            check_list(&list, fonts, scale, what);
        }
    }
    un_draw_free(&list);
}

static void check_sizes(const un_Snapshot *snapshot, const un_Fonts *fonts, const char *name) {
    for (int i = 0; i < SIZES; i++)
        check_lab(snapshot, fonts, sizes[i][0], sizes[i][1], 1, name);
    check_lab(snapshot, fonts, 2880, 1800, 2, name);
    check_lab(snapshot, fonts, 1920, 1080, 1.5f, name);
}

Test(view_draw, lanes_and_lengths) {
    un_Fonts *fonts = synthetic_fonts();
    static const int lengths[] = {1, 2, 6, 31, 100, 200, 1000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        for (int lanes = 1; lanes <= 4; lanes++) {
            un_Snapshot snapshot;
            char name[64];
            snprintf(name, sizeof name, "%d lanes", lanes);
            synthetic_lab(&snapshot, lanes, lengths[k], lanes == 4 ? 0 : 100 * lanes + 60);
            check_sizes(&snapshot, fonts, name);
            un_snapshot_free(&snapshot);
        }
    }
    un_fonts_destroy(fonts);
}

Test(view_draw, hidden_sizes_directions_truncation_and_nans) {
    un_Fonts *fonts = synthetic_fonts();
    static const int hidden[] = {1, 64, 128, 512};
    for (size_t k = 0; k < sizeof hidden / sizeof *hidden; k++) {
        for (int T = 2; T <= 300; T = T * 4 + 5) {
            SyntheticLane lane[3] = {synthetic_rnn, synthetic_lstm, synthetic_gru};
            for (int l = 0; l < 3; l++)
                lane[l].hidden = hidden[k];
            lane[0].truncate = 5;
            lane[0].nonfinite_at = 12;
            lane[1].directions = 2;
            lane[2].name = "NAN";
            lane[2].nonfinite_at = 3;
            un_Snapshot snapshot;
            synthetic_fill(&snapshot, lane, 3, T, 40);
            snapshot.lane[2].loss = (double)NAN;
            for (int i = 0; i < 4; i++)
                snapshot.lane[2].output[i] = NAN;
            for (int i = 0; i < T * hidden[k]; i += 3)
                snapshot.lane[2].track[0].h[i] = NAN;
            for (int t = 0; t < T; t += 2)
                snapshot.lane[2].track[0].gate[1].mean[t] = NAN;
            check_sizes(&snapshot, fonts, "special values");
            un_snapshot_free(&snapshot);
        }
    }
    un_fonts_destroy(fonts);
}

Test(view_draw, long_names_and_a_value_task) {
    un_Fonts *fonts = synthetic_fonts();
    SyntheticLane lane[4] = {synthetic_rnn, synthetic_lstm, synthetic_gru, synthetic_rnn};
    lane[0].name = "Elmans Netz, unverändert seit 90";
    lane[1].name = "Langes Kurzzeitgedächtnis";
    un_Snapshot snapshot;
    synthetic_fill(&snapshot, lane, 4, 51, 500);
    snapshot.classes = false;
    snapshot.outputs = 1;
    snapshot.chance_accuracy = 0;
    snapshot.chance_loss = 0.167;
    snprintf(snapshot.question, sizeof snapshot.question, "was ist die Summe der beiden Werte?");
    for (int t = 0; t < snapshot.T; t++)
        snprintf(snapshot.symbol[t], sizeof snapshot.symbol[t], "0.%02d", t % 100);
    snapshot.matters[17] = snapshot.matters[40] = 1;
    for (int l = 0; l < 4; l++) {
        snprintf(snapshot.lane[l].setting, sizeof snapshot.lane[l].setting,
                 "Torbias nach Chrono, zwei Schichten, vorwärts");
        for (int i = 0; i < snapshot.history_count; i++)
            snapshot.lane[l].accuracy_mean[i] = NAN;
    }
    check_sizes(&snapshot, fonts, "long names");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_draw, steep_and_growing_gradients) {
    un_Fonts *fonts = synthetic_fonts();
    static const double factors[] = {1e-3, 0.2, 0.75, 1.3, 3};
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        SyntheticLane lane[3] = {synthetic_rnn, synthetic_lstm, synthetic_gru};
        lane[0].factor = factors[k];
        lane[2].factor = 1 / factors[k];
        un_Snapshot snapshot;
        synthetic_fill(&snapshot, lane, 3, 61, 300);
        check_sizes(&snapshot, fonts, "steep");
        // An axis chosen earlier, which these values leave at both ends.
        un_DrawList list;
        un_draw_init(&list);
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        context.axis = (un_Axis){0, -4};
        un_LabDef def = un_default_lab_def(1280, 720, 1);
        un_LabLayout layout = un_lab_layout(&def);
        un_lab_draw(&list, &context, &layout);
        check_list(&list, fonts, 1, "an old axis");
        un_draw_free(&list);
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

/// Whether one piece of text in the list contains `wanted`: ASCII, without blanks, which draw nothing.
static bool has_text(const un_DrawList *list, const un_Fonts *fonts, const char *wanted) {
    for (size_t i = 0; i < list->command_count; i++) {
        if (list->command[i].kind != UN_DRAW_GLYPHS) continue;
        TextBox box = text_box(list, &list->command[i], fonts);
        if (strstr(box.text, wanted)) return true;
    }
    return false;
}

static bool lab_says(const un_Snapshot *snapshot, const un_Fonts *fonts, const char *wanted) {
    un_DrawList list;
    un_draw_init(&list);
    un_ViewContext context = synthetic_context(snapshot, fonts);
    un_LabDef def = un_default_lab_def(1920, 1080, 1);
    un_LabLayout layout = un_lab_layout(&def);
    un_lab_draw(&list, &context, &layout);
    bool says = has_text(&list, fonts, wanted);
    un_draw_free(&list);
    return says;
}

Test(view_draw, the_float32_band_starts_where_the_gradient_itself_leaves_the_range) {
    un_Fonts *fonts = synthetic_fonts();
    SyntheticLane lane = synthetic_rnn;
    lane.factor = 0.115;
    un_Snapshot snapshot;
    synthetic_fill(&snapshot, &lane, 1, 31, 0); // down to 1e-28 of 0.8
    cr_assert(!lab_says(&snapshot, fonts, "belowfloat32"));
    for (int t = 0; t < 31; t++)
        snapshot.lane[0].track[0].dh.norm[t] *= 1e-20; // the ratios stay
    cr_assert(lab_says(&snapshot, fonts, "belowfloat32"));
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_draw, clipped_updates_stay_when_clip_is_turned_off) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    for (int l = 0; l < 3; l++)
        snapshot.lane[l].clip = 0;
    cr_assert(lab_says(&snapshot, fonts, "clipped"));
    for (int l = 0; l < 3; l++)
        memset(snapshot.lane[l].clip_mark, 0, (size_t)snapshot.history_count);
    cr_assert(!lab_says(&snapshot, fonts, "clipped"));
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_draw, a_lane_of_nans_keeps_its_entry_in_the_legend) {
    un_Fonts *fonts = synthetic_fonts();
    SyntheticLane lane[2] = {synthetic_lstm, synthetic_gru};
    lane[1].nonfinite_at = 3;
    un_Snapshot snapshot;
    synthetic_fill(&snapshot, lane, 2, 31, 40);
    for (int t = 0; t < 31; t++)
        snapshot.lane[1].track[0].dh.norm[t] = snapshot.lane[1].track[0].dh.ratio[t] =
            snapshot.lane[1].track[0].dh.log10[t] = (double)NAN;
    un_DrawList list;
    un_draw_init(&list);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_view_draw(&list, &context, UN_VIEW_PROFILE, (un_Rect){0, 0, 1300, 280});
    cr_assert(has_text(&list, fonts, "GRU") && has_text(&list, fonts, "notanumber"));
    check_list(&list, fonts, 1, "a lane of NaNs");
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_draw, what_the_wave_has_not_reached_is_not_drawn) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_DrawList list;
    un_draw_init(&list);
    context.wave = (un_Wave){UN_WAVE_FORWARD, 10, 0};
    un_Rect rect = {0, 0, 1352, 628};
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    uint64_t before = un_draw_hash(&list, 0, list.command_count);
    // Numbers ahead of the forward wave, and every gradient, may change without a change of the picture.
    for (int l = 0; l < 3; l++) {
        for (int i = 10 * 16; i < 31 * 16; i++)
            snapshot.lane[l].track[0].h[i] = 0.123f;
        for (int t = 0; t < 30; t++)
            snapshot.lane[l].track[0].dh.log10[t] = -3;
    }
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(un_draw_hash(&list, 0, list.command_count) == before);
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 20, 1};
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    before = un_draw_hash(&list, 0, list.command_count);
    for (int l = 0; l < 3; l++) {
        for (int t = 0; t < 19; t++)
            snapshot.lane[l].track[0].dh.log10[t] = -1;
    }
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(un_draw_hash(&list, 0, list.command_count) == before);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

/// Everything that says how the gradient ends, changed.
static void change_gradients(un_Snapshot *snapshot, int below) {
    for (int l = 0; l < 3; l++) {
        un_SnapshotGradient *gradient[2] = {&snapshot->lane[l].track[0].dh, &snapshot->lane[l].track[0].dc};
        for (int g = 0; g < (gradient[1]->norm ? 2 : 1); g++) {
            for (int t = 0; t < below; t++)
                gradient[g]->ratio[t] = 0.02, gradient[g]->log10[t] = log10(0.02);
            gradient[g]->slope *= 0.5;
            gradient[g]->arrives = 0.02;
            gradient[g]->under_one_percent = below == 31 ? 5 : gradient[g]->under_one_percent;
        }
    }
}

Test(view_draw, profile_verdicts_and_words_wait_for_the_wave) {
    un_Fonts *fonts = synthetic_fonts();
    const struct {
        un_Wave wave;
        int below; // steps whose numbers change: all of those that the wave has not reached
    } moment[3] = {
        {{UN_WAVE_FORWARD, 0, 0}, 31},
        {{UN_WAVE_LOSS, 31, 0.5f}, 31},
        {{UN_WAVE_BACKWARD, 15.5f, 1}, 14}, // 15 is under the front, and its line leads to 14
    };
    for (int m = 0; m < 3; m++) {
        for (int view = 0; view < UN_VIEW_COUNT; view++) {
            un_Snapshot snapshot;
            synthetic_lab(&snapshot, 3, 31, 300);
            un_ViewContext context = synthetic_context(&snapshot, fonts);
            context.wave = moment[m].wave;
            un_DrawList list;
            un_draw_init(&list);
            const un_Rect size[2] = {{0, 0, 1352, 420}, {0, 0, 300, 140}}; // as a picture, and as words
            uint64_t before[2];
            char words[2][512];
            un_Hover hover = {0};
            for (int i = 0; i < 2; i++) {
                un_draw_reset(&list);
                un_view_draw(&list, &context, view, size[i]);
                before[i] = un_draw_hash(&list, 0, list.command_count);
            }
            un_view_table[view]->summary(&context, words[0], sizeof words[0]);
            change_gradients(&snapshot, moment[m].below);
            for (int i = 0; i < 2; i++) {
                un_draw_reset(&list);
                un_view_draw(&list, &context, view, size[i]);
                cr_assert(un_draw_hash(&list, 0, list.command_count) == before[i], "moment %d, view %s, size %d", m,
                          un_view_table[view]->name, i);
            }
            un_view_table[view]->summary(&context, words[1], sizeof words[1]);
            cr_assert_str_eq(words[0], words[1]);
            for (float y = 0; view == UN_VIEW_PROFILE && y < 420; y += 4) {
                un_view_table[view]->hover(&context, size[0], (un_Point){400, y}, &hover); // step 5 or 6
                cr_assert(!hover.hit);
            }
            un_draw_free(&list);
            un_snapshot_free(&snapshot);
        }
    }
    un_fonts_destroy(fonts);
}
