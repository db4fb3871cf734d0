// Panels and the stage's parts never overlap, at any size, scale, number of lanes and length.
#include "synthetic.h"
#include "view/ink.h"
#include "view/lab.h"
#include "view/stage.h"

#include <criterion/criterion.h>

static const float sizes[][2] = {{3840, 2160}, {1920, 1080}, {1680, 1050}, {1440, 900}, {1366, 768},
                                 {1280, 1024}, {1280, 720},  {1024, 768},  {800, 600},  {700, 900},
                                 {640, 480},   {400, 700},   {320, 240},   {320, 200}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static bool overlap(un_Rect a, un_Rect b) {
    if (a.w <= 0 || a.h <= 0 || b.w <= 0 || b.h <= 0) return false;
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool inside(un_Rect inner, un_Rect outer) {
    if (inner.w <= 0 || inner.h <= 0) return true;
    float slack = 0.6f;
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.w <= outer.x + outer.w + slack &&
           inner.y + inner.h <= outer.y + outer.h + slack;
}

Test(view_layout, panels_do_not_overlap_and_stay_in_the_window) {
    for (int i = 0; i < SIZES; i++) {
        for (float scale = 1; scale <= 2.01f; scale += 0.25f) {
            for (int variant = 0; variant < 6; variant++) {
                un_LabDef def = {sizes[i][0], sizes[i][1], scale, variant >= 3, (un_LabTab)(variant % 3)};
                un_LabLayout lab = un_lab_layout(&def);
                const un_Rect panel[] = {lab.top, lab.stage, lab.profile, lab.training, lab.text, lab.timeline};
                un_Rect window = {0, 0, def.width, def.height};
                cr_assert(lab.stage.w > 0 && lab.stage.h > 0, "no stage at %gx%g", (double)def.width,
                          (double)def.height);
                for (int a = 0; a < 6; a++) {
                    cr_assert(inside(panel[a], window), "panel %d leaves %gx%g at scale %g", a, (double)def.width,
                              (double)def.height, (double)scale);
                    for (int b = a + 1; b < 6; b++) {
                        cr_assert(!overlap(panel[a], panel[b]), "panels %d and %d overlap at %gx%g", a, b,
                                  (double)def.width, (double)def.height);
                    }
                }
            }
        }
    }
}

Test(view_layout, the_sheet_sizes_of_the_design) {
    un_LabLayout wide = un_lab_layout(&(un_LabDef){1920, 1080, 1, false, UN_TAB_PROFILE});
    cr_assert(wide.wide);
    cr_assert(wide.stage.w == 1352);
    cr_assert(wide.training.w == 524);
    cr_assert(fabsf(wide.stage.h - (628)) <= 8);
    un_LabLayout small = un_lab_layout(&(un_LabDef){1280, 720, 1, false, UN_TAB_PROFILE});
    cr_assert(!(small.wide));
    cr_assert(fabsf(small.stage.h - (402)) <= 8);
    cr_assert(small.profile.h > 150);
    cr_assert(small.training.w == 0);
    un_LabLayout tab = un_lab_layout(&(un_LabDef){1280, 720, 1, true, UN_TAB_TEXT});
    cr_assert(tab.text.w > 0);
    cr_assert(tab.profile.w == 0);
    un_LabLayout tiny = un_lab_layout(&(un_LabDef){640, 480, 1, true, UN_TAB_PROFILE});
    cr_assert(tiny.profile.w == 0, "the stage stands alone");
}

static void check_stage(const un_ViewContext *context, un_Rect rect, int T, int lanes) {
    un_StageLayout layout = un_stage_layout(context, rect);
    un_Rect part[64];
    int n = 0;
    part[n++] = layout.title;
    part[n++] = layout.phase;
    part[n++] = layout.legend;
    part[n++] = layout.input;
    for (int r = 0; layout.fits && r < layout.row_count; r++) {
        const un_StageRow *row = &layout.row[r];
        part[n++] = row->label;
        part[n++] = row->heat;
        part[n++] = row->gradient;
        part[n++] = row->result;
        for (int g = 0; g < row->gate_count; g++)
            part[n++] = row->gate[g];
    }
    if (layout.fits) part[n++] = layout.steps;
    for (int a = 0; a < n; a++) {
        cr_assert(isfinite(part[a].x) && isfinite(part[a].y) && isfinite(part[a].w) && isfinite(part[a].h));
        if (layout.fits && rect.w > 480 * context->scale) {
            cr_assert(inside(part[a], rect), "part %d leaves a stage of %gx%g with %d lanes", a, (double)rect.w,
                      (double)rect.h, lanes);
        }
        for (int b = a + 1; b < n; b++) {
            if (rect.w < 480 * context->scale) continue; // words instead of the stage
            cr_assert(!overlap(part[a], part[b]), "parts %d and %d overlap in %gx%g, %d lanes, T %d", a, b,
                      (double)rect.w, (double)rect.h, lanes, T);
        }
    }
    cr_assert(layout.grid.columns * layout.grid.bin >= T);
    cr_assert((layout.grid.columns - 1) * layout.grid.bin < T);
    if (rect.w > 480 * context->scale) cr_assert(layout.grid.pitch >= 1.999f * context->scale);
    cr_assert(fabsf(un_stage_x(&layout.grid, 0) - (layout.grid.x)) <= 1e-3f);
}

Test(view_layout, parts_of_the_stage_do_not_overlap) {
    un_Fonts *fonts = synthetic_fonts();
    static const int lengths[] = {1, 2, 6, 31, 100, 200, 1000, 5000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        for (int lanes = 1; lanes <= 4; lanes++) {
            un_Snapshot snapshot;
            synthetic_lab(&snapshot, lanes, lengths[k], 0);
            un_ViewContext context = synthetic_context(&snapshot, fonts);
            for (int i = 0; i < SIZES; i++) {
                for (float scale = 1; scale <= 2.01f; scale += 0.5f) {
                    context.scale = scale;
                    un_LabLayout lab =
                        un_lab_layout(&(un_LabDef){sizes[i][0], sizes[i][1], scale, true, UN_TAB_PROFILE});
                    check_stage(&context, lab.stage, lengths[k], lanes);
                    un_StageColumns above = un_stage_columns(&context, lab.stage),
                                    below = un_stage_columns(&context, lab.profile);
                    if (lab.profile.w > 0) {
                        cr_assert(above.x == below.x, "the profile stands on the stage's columns");
                        cr_assert(above.pitch == below.pitch);
                    }
                }
            }
            un_snapshot_free(&snapshot);
        }
    }
    un_fonts_destroy(fonts);
}

Test(view_layout, gate_strips_give_way_before_lanes_do) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 0);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_StageLayout roomy = un_stage_layout(&context, (un_Rect){0, 0, 1352, 628}),
                   low = un_stage_layout(&context, (un_Rect){0, 0, 1256, 402});
    un_StageLayout none = un_stage_layout(&context, (un_Rect){0, 0, 1256, 160});
    cr_assert(roomy.row[1].gate_count == 3);
    cr_assert(roomy.row[1].gate[0].h > 0);
    cr_assert(low.row[1].gate[0].h == 0);
    cr_assert(low.fits);
    cr_assert(low.row[2].gradient.h >= 22);
    cr_assert(!(none.fits));
    // f, i, o by job, whatever their order in the cell; g has no strip.
    const un_SnapshotTrack *track = &snapshot.lane[1].track[0];
    cr_assert_str_eq(track->gate[roomy.row[1].gate_shown[0]].name, "f");
    cr_assert_str_eq(track->gate[roomy.row[1].gate_shown[1]].name, "i");
    cr_assert_str_eq(track->gate[roomy.row[1].gate_shown[2]].name, "o");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_layout, where_not_all_lanes_fit_one_stands_alone) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_Rect low = {8, 52, 464, 230}, roomy = {12, 62, 1256, 402};
    cr_assert(!un_stage_layout(&context, low).fits, "without tabs all lanes become words");
    for (int lane = 0; lane < 4; lane++) {
        context.lone = lane + 1;
        un_StageLayout layout = un_stage_layout(&context, low);
        cr_assert(layout.fits && layout.row_count == 1);
        cr_assert(layout.row[0].lane == (lane < 3 ? lane : 0), "a lane that is gone gives way to the first");
        cr_assert(layout.tabs.h >= 32 && inside(layout.tabs, low) && !overlap(layout.tabs, layout.input));
        cr_assert(!overlap(layout.tabs, layout.controls));
        cr_assert(layout.row[0].gradient.y + layout.row[0].gradient.h <= low.y + low.h);
        layout = un_stage_layout(&context, roomy);
        cr_assert(layout.fits && layout.row_count == 3 && layout.tabs.h <= 0, "all are shown where all fit");
        layout = un_stage_layout(&context, (un_Rect){8, 52, 464, 180});
        cr_assert(!layout.fits && layout.tabs.h <= 0, "words tell of all lanes");
    }
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
