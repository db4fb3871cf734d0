// The timeline's strip: where its parts stand, what it draws of a run that was put back or branched, and what it says.
#include "synthetic.h"
#include "text_check.h"
#include "view/timeline.h"

#include <criterion/criterion.h>

static const un_Rect STRIP = {0, 900, 1920, 84};

static un_Fonts *fonts;

static void open_fonts(void) {
    fonts = synthetic_fonts();
}

static void close_fonts(void) {
    un_fonts_destroy(fonts);
}

TestSuite(timeline, .init = open_fonts, .fini = close_fonts);

/// A run of 400 updates, 600 planned.
static void run(un_Snapshot *snapshot) {
    synthetic_lab(snapshot, 3, 31, 400);
    snapshot->updates = 600;
    snapshot->reach = 400;
    snapshot->edit_count = 0;
    snapshot->ahead_count = snapshot->other_count = 0;
    snapshot->other_run[0] = 0;
    snprintf(snapshot->run, sizeof snapshot->run, "run 1");
}

/// One strip of colours.
typedef struct Image {
    un_Rect rect;
} Image;

static int images(const un_DrawList *list, Image out[32]) {
    int count = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (command->kind != UN_DRAW_IMAGE || count == 32) continue;
        out[count++] = (Image){command->rect};
    }
    return count;
}

Test(timeline, x_and_update_are_inverse_and_end_at_the_reach) {
    un_Snapshot snapshot = {0};
    run(&snapshot);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_TimelineLayout layout = un_timeline_layout(&context, STRIP);
    cr_assert(layout.last == 600 && layout.other.h == 0 && layout.branch.w > 0);
    for (int64_t update = 0; update <= 400; update += 7)
        cr_assert_eq(un_timeline_update(&context, &layout, un_timeline_x(&layout, (double)update)), update);
    cr_assert_eq(un_timeline_update(&context, &layout, un_timeline_x(&layout, 550)), 400, "nobody has been there");
    cr_assert_eq(un_timeline_update(&context, &layout, -100), 0);
    un_snapshot_free(&snapshot);
}

Test(timeline, what_lies_ahead_is_drawn_from_the_present_update_on) {
    un_Snapshot snapshot = {0};
    run(&snapshot);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_TimelineLayout layout = un_timeline_layout(&context, STRIP);
    un_DrawList list;
    un_draw_init(&list);
    Image image[32];
    un_timeline_draw(&list, &context, STRIP);
    int whole = images(&list, image);
    // Back at update 100 of the same run.
    snapshot.ahead_count = snapshot.history_count;
    memcpy(snapshot.ahead_update, snapshot.history_update, (size_t)snapshot.history_count * sizeof(float));
    for (int l = 0; l < 3; l++)
        memcpy(snapshot.lane[l].ahead_accuracy_mean, snapshot.lane[l].accuracy_mean,
               (size_t)snapshot.history_count * sizeof(float));
    snapshot.update = 100;
    while (snapshot.history_count > 0 && snapshot.history_update[snapshot.history_count - 1] > 100)
        snapshot.history_count--;
    un_draw_reset(&list);
    un_timeline_draw(&list, &context, STRIP);
    int split = images(&list, image), ahead = 0;
    cr_assert_eq(split, whole + 3, "each lane in two parts");
    float at = un_timeline_x(&layout, 100), end = un_timeline_x(&layout, 390);
    for (int i = 0; i < split; i++)
        ahead += fabsf(image[i].rect.x - at) < 1 && image[i].rect.x + image[i].rect.w > end;
    cr_assert_eq(ahead, 3);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
}

static void branch(un_Snapshot *snapshot) {
    snprintf(snapshot->run, sizeof snapshot->run, "run 2");
    snprintf(snapshot->other_run, sizeof snapshot->other_run, "run 1");
    snapshot->branched_at = 120;
    snapshot->other_count = snapshot->history_count;
    memcpy(snapshot->other_update, snapshot->history_update, (size_t)snapshot->history_count * sizeof(float));
    for (int l = 0; l < snapshot->lane_count; l++)
        memcpy(snapshot->lane[l].other_accuracy_mean, snapshot->lane[l].accuracy_mean,
               (size_t)snapshot->history_count * sizeof(float));
}

Test(timeline, a_branch_has_a_strip_of_its_own_on_the_same_updates) {
    un_Snapshot snapshot = {0};
    run(&snapshot);
    branch(&snapshot);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_TimelineLayout layout = un_timeline_layout(&context, STRIP);
    cr_assert(layout.other.h > 8 && layout.other.y + layout.other.h <= layout.track.y);
    cr_assert(layout.other.x == layout.track.x && layout.other.w == layout.track.w);
    un_DrawList list;
    un_draw_init(&list);
    Image image[32];
    un_timeline_draw(&list, &context, STRIP);
    int n = images(&list, image), above = 0;
    for (int i = 0; i < n; i++)
        above += image[i].rect.y < layout.track.y - 1;
    cr_assert_eq(above, 3, "a row a lane in the other run's strip");
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
}

Test(timeline, the_thumb_stands_where_the_user_wants_to_be) {
    un_Snapshot snapshot = {0};
    run(&snapshot);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_DrawList list;
    un_draw_init(&list);
    un_timeline_draw(&list, &context, STRIP);
    uint64_t here = un_draw_hash(&list, 0, list.command_count);
    context.going = true;
    context.goal = 50;
    un_draw_reset(&list);
    un_timeline_draw(&list, &context, STRIP);
    cr_assert_neq(un_draw_hash(&list, 0, list.command_count), here);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
}

Test(timeline, says_the_update_the_lanes_and_the_change) {
    un_Snapshot snapshot = {0};
    run(&snapshot);
    snapshot.edit_count = 1;
    snapshot.edit[0] = (un_SnapshotEdit){.at = 200, .lane = 1, .text = "lr 0.01"};
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_TimelineLayout layout = un_timeline_layout(&context, STRIP);
    char words[200];
    un_timeline_words(&context, &layout, un_timeline_x(&layout, 200), words, sizeof words);
    cr_assert(strstr(words, "update 200") && strstr(words, "LSTM ") && strstr(words, "GRU ") &&
                  strstr(words, "lr 0.01"),
              "%s", words);
    un_timeline_words(&context, &layout, un_timeline_x(&layout, 300), words, sizeof words);
    cr_assert(!strstr(words, "lr 0.01"), "%s", words);
    un_snapshot_free(&snapshot);
}

Test(timeline, nothing_overlaps_at_any_size_with_branches_changes_and_goals) {
    for (int lanes = 1; lanes <= 4; lanes++) {
        for (int kind = 0; kind < 8; kind++) {
            un_Snapshot snapshot = {0};
            run(&snapshot);
            un_snapshot_free(&snapshot);
            synthetic_lab(&snapshot, lanes, 31, 400);
            snapshot.updates = 600;
            snapshot.reach = 400;
            snprintf(snapshot.run, sizeof snapshot.run, "run 1");
            if (kind & 1) branch(&snapshot);
            if (kind & 2) {
                snapshot.edit_count = 2;
                snapshot.edit[0] = (un_SnapshotEdit){.at = 0, .lane = 0, .text = "lr 0.01"};
                snapshot.edit[1] = (un_SnapshotEdit){.at = 400, .lane = lanes - 1, .text = "hold f 0.5"};
            }
            un_ViewContext context = synthetic_context(&snapshot, fonts);
            context.going = kind & 4;
            context.goal = 400;
            // as un_lab_layout has them
            static const float sizes[][2] = {{800, 56},  {1000, 56}, {1280, 56}, {1360, 84},
                                             {1440, 84}, {1920, 84}, {3840, 84}};
            for (int i = 0; i < 7; i++) {
                for (int k = 0; k < 2; k++) {
                    char fault[256];
                    context.scale = k ? 2 : 1;
                    un_DrawList list;
                    un_draw_init(&list);
                    un_timeline_draw(&list, &context,
                                     (un_Rect){0, 0, sizes[i][0] * context.scale, sizes[i][1] * context.scale});
                    cr_expect(text_check(&list, fonts, context.scale, fault, sizeof fault),
                              "%d lanes, kind %d, %gx%g: %s", lanes, kind, (double)sizes[i][0], (double)sizes[i][1],
                              fault);
                    un_draw_free(&list);
                }
            }
            un_snapshot_free(&snapshot);
        }
    }
}
