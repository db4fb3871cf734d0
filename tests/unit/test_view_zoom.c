// Any range of steps: the stage and the profile on the same columns, nothing cut or covered, and what is drawn is what a click means.
#include "synthetic.h"
#include "text_check.h"
#include "view/pick.h"
#include "view/stage.h"

#include <criterion/criterion.h>

static const un_Range ranges[] = {{0, 3}, {0, 10}, {4.3f, 9.6f}, {20, 31}, {28, 31}, {0.6f, 30.4f}};
enum { RANGES = sizeof ranges / sizeof *ranges };

Test(view_zoom, stage_and_profile_share_columns_that_fill_the_field) {
    un_Fonts *fonts = synthetic_fonts();
    static const int lengths[] = {4, 31, 200, 1000, 5000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        un_Snapshot snapshot;
        synthetic_lab(&snapshot, 3, lengths[k], 300);
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        for (int i = 0; i < 40; i++) {
            float T = (float)lengths[k], first = T * (float)(i % 8) / 10, last = first + T * (float)(1 + i / 8) / 5;
            context.range = (un_Range){first, last > T ? T : last};
            un_StageColumns grid = un_stage_columns_seen(&context, (un_Rect){16, 60, 1352, 628}),
                            below = un_stage_columns_seen(&context, (un_Rect){16, 700, 1352, 272});
            cr_assert(grid.x == below.x && grid.pitch == below.pitch && grid.origin == below.origin);
            cr_assert(grid.pitch >= 1.999f && grid.columns > 0);
            cr_assert(grid.origin <= grid.x + 1e-3f && grid.origin > grid.x - grid.pitch - 1e-2f);
            float end = grid.origin + grid.pitch * (float)grid.columns;
            cr_assert(end >= grid.x + grid.w - 0.05f && end < grid.x + grid.w + grid.pitch + 0.05f);
            cr_assert(fabsf(un_stage_x(&grid, grid.range.first) - grid.x) < 0.05f);
            for (float x = grid.x + 1; x < grid.x + grid.w - 1; x += 37) {
                float step = un_stage_step_at(&grid, x);
                cr_assert(fabsf(un_stage_x(&grid, step) - x) < 0.1f, "step_at is the inverse of x");
                int column = un_stage_column_at(&grid, x);
                cr_assert(column >= 0 && (float)un_stage_first(&grid, column) <= step + 0.01f &&
                          step < (float)un_stage_end(&grid, column, lengths[k]) + 0.01f);
            }
        }
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

Test(view_zoom, a_range_that_is_none_or_too_short_shows_all) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 1, 31, 0);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    const un_Range wrong[] = {{0, 0}, {5, 5}, {9, 4}, {-10, 100}, {40, 90}, {5, 7}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        context.range = wrong[i];
        un_StageColumns grid = un_stage_columns_seen(&context, (un_Rect){0, 0, 1352, 628});
        cr_assert(!grid.zoomed && grid.columns == 31 && grid.base == 0);
    }
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

static void plain(un_Snapshot *snapshot) {
    for (int l = 0; l < snapshot->lane_count; l++) {
        un_SnapshotLane *lane = &snapshot->lane[l];
        lane->plain.taken = true;
        for (int d = 0; d < lane->directions; d++) {
            for (int t = 0; t < snapshot->T; t++) {
                lane->plain.log10[d][0][t] = -0.05 * (snapshot->T - 1 - t);
                if (lane->plain.log10[d][1]) lane->plain.log10[d][1][t] = -0.1 * (snapshot->T - 1 - t);
            }
        }
        for (int i = 0; i < snapshot->T * snapshot->outputs; i++)
            lane->plain.prediction[i] = 0.4f;
    }
}

static void check_picture(const un_ViewContext *context, int view, un_Rect rect, const char *name) {
    static const double times[] = {-1, 0.5, 2.2, 3.3, 100};
    un_DrawList list;
    un_draw_init(&list);
    for (size_t m = 0; m < sizeof times / sizeof *times; m++) {
        un_ViewContext now = *context;
        char fault[256];
        uint64_t hash = 0;
        if (times[m] >= 0) now.wave = un_wave_at(now.snapshot->T, times[m], 0);
        for (int round = 0; round < 2; round++) {
            un_draw_reset(&list);
            un_view_draw(&list, &now, view, rect);
            uint64_t drawn = un_draw_hash(&list, 0, list.command_count);
            cr_expect(round == 0 || drawn == hash, "another picture the second time");
            hash = drawn;
        }
        cr_expect(text_check(&list, now.fonts, now.scale, fault, sizeof fault), "%s %s %gx%g scale %g, %g to %g, t %g: %s",
                  un_view_table[view]->name, name, (double)rect.w, (double)rect.h, (double)now.scale, (double)now.range.first,
                  (double)now.range.last, times[m], fault);
    }
    un_draw_free(&list);
}

static void check_ranges(un_Snapshot *snapshot, const un_Fonts *fonts, const char *name) {
    static const float size[][2] = {{1352, 628}, {1256, 402}, {1888, 924}, {700, 400}, {1352, 272}};
    for (int r = 0; r < RANGES; r++) {
        for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
            un_ViewContext context = synthetic_context(snapshot, fonts);
            float by = (float)snapshot->T / 31;
            bool whole = r < 3 || r == 5; // the same place from the start, or from the end
            float shift = whole ? 0 : (float)snapshot->T - 31;
            context.range = (un_Range){ranges[r].first + shift, ranges[r].last + shift};
            if (r == 5) context.range.last *= by;
            context.select = (un_Selection){r % snapshot->lane_count, 0, (int)context.range.first + 1, r - 1};
            for (float scale = 1; scale <= 2; scale++) {
                context.scale = scale;
                un_Rect rect = {12, 8, size[k][0] * scale, size[k][1] * scale};
                if (k < 4) check_picture(&context, UN_VIEW_STAGE, rect, name);
                check_picture(&context, UN_VIEW_PROFILE, rect, name);
            }
        }
    }
}

Test(view_zoom, no_text_is_cut_or_covered_at_any_range) {
    un_Fonts *fonts = synthetic_fonts();
    static const int lengths[] = {31, 1000};
    for (size_t k = 0; k < 2; k++) {
        un_Snapshot snapshot;
        synthetic_lab(&snapshot, 3, lengths[k], 300);
        check_ranges(&snapshot, fonts, "lab");
        plain(&snapshot);
        check_ranges(&snapshot, fonts, "before and after");
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

Test(view_zoom, a_click_means_the_cell_that_is_drawn_there) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_Rect rect = {16, 60, 1352, 628};
    for (int r = -1; r < RANGES; r++) {
        context.range = r < 0 ? (un_Range){0, 0} : ranges[r];
        un_StageLayout layout = un_stage_layout(&context, rect);
        for (int t = 0; t < 31; t++) {
            un_Selection select = {-1, -1, -1, -1};
            un_Rect strip = layout.row[1].gradient, heat = layout.row[2].heat;
            float x = un_stage_middle(&layout.grid, t);
            bool seen = un_stage_sees(&layout.grid, t);
            cr_assert(un_stage_pick(&context, rect, (un_Point){x, strip.y + 5}, &select) == seen);
            if (!seen) continue;
            cr_assert(select.lane == 1 && select.step == t && select.unit == -1);
            cr_assert(un_stage_pick(&context, rect, (un_Point){x, heat.y + heat.h * 2.5f / 16}, &select));
            cr_assert(select.lane == 2 && select.step == t && select.unit == snapshot.lane[2].track[0].order[2]);
        }
    }
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

static bool says(const un_DrawList *list, const char *text) {
    char all[4096] = "";
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (command->kind != UN_DRAW_GLYPHS) continue;
        size_t used = 0;
        for (size_t g = command->first; g < command->first + command->count && used + 1 < sizeof all; g++) {
            if (list->glyph[g].code_point < 128) all[used++] = (char)list->glyph[g].code_point;
        }
        all[used] = 0;
        if (strstr(all, text)) return true;
    }
    return false;
}

Test(view_zoom, what_is_told_where_there_is_room) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    un_DrawList list;
    synthetic_lab(&snapshot, 3, 31, 300);
    un_draw_init(&list);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_Rect rect = {16, 60, 1352, 628};
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(says(&list, "ofthisupdatecomes") || says(&list, "of this update comes"), "from how many steps");
    cr_assert(!says(&list, "0.74") && !says(&list, "before"));
    context.range = (un_Range){20, 26};
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(says(&list, "0.74"), "the factor's parts stand under wide columns");
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 28, 1}; // the front is right of the steps that are seen
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(!says(&list, "0.74") && !says(&list, "ofthisupdate") && !says(&list, "of this update"), "nothing ahead of the wave");
    context.wave = (un_Wave){UN_WAVE_WHOLE, 0, 0};
    plain(&snapshot);
    un_draw_reset(&list);
    un_view_draw(&list, &context, UN_VIEW_STAGE, rect);
    cr_assert(says(&list, "before"));
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
