// Panels and the stage's parts never overlap, at any size, scale, number of lanes and length.
#include "synthetic.h"
#include "view/ink.h"
#include "view/inspector.h"
#include "view/lab.h"
#include "view/lesson_lab.h"
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

/// Every panel of the layout stands inside the window and on no other.
static void check_panels(const un_LabDef *def) {
    enum { PANELS = UN_PLACE_COUNT + 3 };
    un_LabLayout lab = un_lab_layout(def);
    un_Rect panel[PANELS], window = {0, 0, def->width, def->height};
    memcpy(panel, lab.place, sizeof lab.place);
    panel[UN_PLACE_COUNT] = lab.top;
    panel[UN_PLACE_COUNT + 1] = lab.text;
    panel[UN_PLACE_COUNT + 2] = lab.timeline;
    un_LabPlace first = def->expanded ? (un_LabPlace)(def->expanded - 1) : UN_PLACE_STAGE;
    cr_assert(lab.place[first].w > 0 && lab.place[first].h > 0, "place %d has nothing at %gx%g", (int)first, (double)def->width,
              (double)def->height);
    for (int a = 0; a < PANELS; a++) {
        cr_assert(inside(panel[a], window), "panel %d leaves %gx%g at scale %g", a, (double)def->width, (double)def->height,
                  (double)def->scale);
        for (int b = a + 1; b < PANELS; b++) {
            cr_assert(!overlap(panel[a], panel[b]), "panels %d and %d overlap at %gx%g, expanded %d", a, b, (double)def->width,
                      (double)def->height, def->expanded);
        }
    }
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        un_Rect rect = un_lab_view_rect(&lab, (un_LabPlace)place);
        cr_assert(inside(rect, lab.place[place]));
        bool beside = lab.view[place] == UN_VIEW_WATERFALL;
        if (beside && place == UN_PLACE_LOWER) cr_assert(!overlap(rect, lab.tabs), "a view under the tabs");
    }
}

Test(view_layout, panels_do_not_overlap_and_stay_in_the_window) {
    for (int i = 0; i < SIZES; i++) {
        for (float scale = 1; scale <= 2.01f; scale += 0.25f) {
            for (int variant = 0; variant < 8 * (1 + UN_PLACE_COUNT); variant++) {
                un_LabDef def = un_default_lab_def(sizes[i][0], sizes[i][1], scale);
                def.text = variant & 1;
                def.panel = variant & 2;
                def.text_tab = def.text;
                if (variant & 4) def.view[UN_PLACE_LOWER] = UN_VIEW_WATERFALL;
                def.expanded = variant / 8;
                check_panels(&def);
            }
        }
    }
}

static un_LabLayout lay(float width, float height, bool text) {
    un_LabDef def = un_default_lab_def(width, height, 1);
    def.text = def.text_tab = text;
    return un_lab_layout(&def);
}

Test(view_layout, the_sheet_sizes_of_the_design) {
    un_LabLayout wide = lay(1920, 1080, false);
    cr_assert(wide.wide);
    cr_assert(wide.place[UN_PLACE_STAGE].w == 1352);
    cr_assert(wide.place[UN_PLACE_SIDE].w == 524);
    cr_assert(fabsf(wide.place[UN_PLACE_STAGE].h - (628)) <= 8);
    un_LabLayout small = lay(1280, 720, false);
    cr_assert(!(small.wide));
    cr_assert(fabsf(small.place[UN_PLACE_STAGE].h - (402)) <= 8);
    cr_assert(small.place[UN_PLACE_LOWER].h > 150);
    cr_assert(small.place[UN_PLACE_SIDE].w == 0);
    un_LabLayout tab = lay(1280, 720, true);
    cr_assert(tab.text.w > 0);
    cr_assert(tab.place[UN_PLACE_LOWER].w == 0);
    un_LabLayout tiny = lay(640, 480, true);
    cr_assert(tiny.place[UN_PLACE_LOWER].w == 0, "the stage stands alone");
}

Test(view_layout, the_inspector_stands_beside_the_tabs) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    context.select = (un_Selection){1, 0, 12, 3};
    for (float width = 800; width <= 1300; width += 100) {
        un_LabDef def = un_default_lab_def(width, 720, 1);
        def.view[UN_PLACE_LOWER] = UN_VIEW_INSPECTOR;
        un_LabLayout lab = un_lab_layout(&def);
        un_ViewContext own = un_lab_context(&context, &lab, UN_PLACE_LOWER);
        un_InspectorLayout cell = un_inspector_layout(&own, un_lab_view_rect(&lab, UN_PLACE_LOWER));
        float tabs = lab.tabs.x + lab.tabs.w;
        un_Rect left = cell.diagram.w > 0 ? cell.diagram : cell.text;
        cr_assert(left.x >= tabs && left.x < tabs + 40, "%g wide: the cell at %g, the tabs end at %g", (double)width, (double)left.x,
                  (double)tabs);
        cr_assert(cell.title.x >= tabs && cell.title.x < tabs + 40);
    }
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_layout, a_very_wide_window_shows_inspector_and_text_side_by_side) {
    un_LabLayout lab = lay(3840, 2160, true);
    const un_Rect *place = lab.place;
    cr_assert(place[UN_PLACE_STAGE].w == 2400);
    cr_assert(place[UN_PLACE_PANEL].w > 600 && lab.text.w > 600 && lab.text.y == place[UN_PLACE_PANEL].y);
    cr_assert(place[UN_PLACE_SIDE].w > 600 && place[UN_PLACE_EXTRA].w > 600);
    cr_assert(place[UN_PLACE_SIDE].y == place[UN_PLACE_EXTRA].y && place[UN_PLACE_SIDE].y > lab.text.y + lab.text.h);
    cr_assert(lab.view[UN_PLACE_EXTRA] == UN_VIEW_WATERFALL);
}

Test(view_layout, an_expanded_view_has_all_the_room_there_is) {
    un_LabDef def = un_default_lab_def(1920, 1080, 1);
    def.expanded = 1 + UN_PLACE_SIDE;
    un_LabLayout lab = un_lab_layout(&def);
    un_Rect all = lab.place[UN_PLACE_SIDE];
    cr_assert(all.x == 16 && all.w == 1920 - 32 && all.h > 900 && lab.place[UN_PLACE_STAGE].w == 0);
    def.panel = true; // the inspector that was opened from it stays beside it
    lab = un_lab_layout(&def);
    cr_assert(lab.place[UN_PLACE_SIDE].w < all.w && lab.place[UN_PLACE_PANEL].w > 300);
    def.expanded = 1 + UN_PLACE_PANEL;
    lab = un_lab_layout(&def);
    cr_assert(lab.place[UN_PLACE_PANEL].w == all.w);
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
                    un_LabDef def = un_default_lab_def(sizes[i][0], sizes[i][1], scale);
                    def.text = true;
                    un_LabLayout lab = un_lab_layout(&def);
                    check_stage(&context, lab.place[UN_PLACE_STAGE], lengths[k], lanes);
                    un_StageColumns above = un_stage_columns(&context, lab.place[UN_PLACE_STAGE]),
                                    below = un_stage_columns(&context, lab.place[UN_PLACE_LOWER]);
                    if (lab.place[UN_PLACE_LOWER].w > 0) {
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

/// A stop's text and its views stand inside the window and on no other; the text and the first view are always there.
static void check_lesson(const un_LessonLayoutDef *def) {
    un_LabLayout lab = un_lesson_layout(def);
    un_Rect panel[UN_PLACE_COUNT + 2], window = {0, 0, def->width, def->height};
    memcpy(panel, lab.place, sizeof lab.place);
    panel[UN_PLACE_COUNT] = lab.top;
    panel[UN_PLACE_COUNT + 1] = lab.text;
    int shown = 0;
    for (int a = 0; a < UN_PLACE_COUNT + 2; a++) {
        cr_assert(inside(panel[a], window), "panel %d leaves %gx%g at scale %g", a, (double)def->width, (double)def->height,
                  (double)def->scale);
        cr_assert(panel[a].w <= 0 || panel[a].h > 0);
        for (int b = a + 1; b < UN_PLACE_COUNT + 2; b++)
            cr_assert(!overlap(panel[a], panel[b]), "panels %d and %d overlap at %gx%g", a, b, (double)def->width, (double)def->height);
        shown += a < UN_PLACE_COUNT && panel[a].w > 0;
    }
    cr_assert(def->no_text || (lab.text.w >= 200 && lab.text.h >= 60), "%gx%g at scale %g: no room for the text", (double)def->width,
              (double)def->height, (double)def->scale);
    cr_assert(def->view_count == 0 || shown > 0, "%gx%g at scale %g: no view", (double)def->width, (double)def->height, (double)def->scale);
}

Test(view_layout, a_stop_has_its_text_and_its_first_view_at_every_size) {
    static const int views[][UN_LESSON_VIEWS] = {{UN_VIEW_STAGE, UN_VIEW_PROFILE, UN_VIEW_TRAINING},
                                                 {UN_VIEW_WATERFALL, UN_VIEW_STAGE, UN_VIEW_SPECTRUM},
                                                 {UN_VIEW_DIRECTIONS, UN_VIEW_INSPECTOR, UN_VIEW_ATTENTION}};
    for (int i = 0; i < SIZES; i++) {
        for (int variant = 0; variant < 3 * 4 * 2 * 2 * 2; variant++) {
            un_LessonLayoutDef def = {.width = sizes[i][0], .height = sizes[i][1], .scale = variant & 1 ? 2 : 1};
            if (def.width < 480 * def.scale && def.scale > 1) continue; // the window refuses to be smaller than 320x240 points
            memcpy(def.view, views[variant / 16 % 3], sizeof def.view);
            def.view_count = variant / 2 % 4;
            def.inspector = variant & 8;
            def.lanes = 1 + variant % 3;
            check_lesson(&def);
        }
    }
}

Test(view_layout, a_stop_shows_two_views_beside_its_text_where_the_pictures_show_them) {
    un_LessonLayoutDef def = {.width = 1920, .height = 1080, .scale = 1, .view_count = 2, .view = {UN_VIEW_STAGE, UN_VIEW_PROFILE}, .lanes = 1};
    for (int small = 0; small < 2; small++) {
        un_LabLayout lab = un_lesson_layout(&def);
        cr_assert(lab.wide && lab.place[UN_PLACE_STAGE].w > 0 && lab.place[UN_PLACE_LOWER].w > 0);
        cr_assert(lab.text.x + lab.text.w < lab.place[UN_PLACE_STAGE].x);
        def.width = 1280;
        def.height = 720;
    }
    def.width = 640;
    def.height = 480;
    un_LabLayout lab = un_lesson_layout(&def);
    cr_assert(!lab.wide && lab.text.y > lab.place[UN_PLACE_STAGE].y && lab.text.w > 600);
}
