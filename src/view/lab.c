#include "view/lab.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/shape.h"
#include "view/cover.h"
#include "view/ink.h"
#include "view/stage.h"
#include "view/timeline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float TABS = 92, TABS_EDGE = 5, VERY_WIDE = 1000;

un_LabDef un_default_lab_def(float width, float height, float scale) {
    return (un_LabDef){.width = width,
                       .height = height,
                       .scale = scale,
                       .view = {[UN_PLACE_STAGE] = UN_VIEW_STAGE,
                                [UN_PLACE_LOWER] = UN_VIEW_PROFILE,
                                [UN_PLACE_SIDE] = UN_VIEW_TRAINING,
                                [UN_PLACE_EXTRA] = UN_VIEW_WATERFALL,
                                [UN_PLACE_PANEL] = UN_VIEW_INSPECTOR}};
}

/// The profile and the training chart stand on the stage's columns and leave its label column to the tabs, and the inspector leaves as much.
static bool leaves_label_column(int view) {
    return view == UN_VIEW_PROFILE || view == UN_VIEW_TRAINING || view == UN_VIEW_INSPECTOR;
}

/// Height of the lower panel of a narrow window: a view that needs more than the profile gets it, up to half of the room.
static float lower_height(const un_LabDef *def, float room, float gap, float s) {
    float share = un_ink_clamp((room - gap) * 0.31f, 160 * s, 320 * s);
    float least = (un_view_table[def->view[UN_PLACE_LOWER]]->least_height + 4) * s;
    if (!def->text_tab && least > share && least <= (room - gap) * 0.5f) share = least;
    return un_ink_snap(share);
}

/// One column of panels from y to `bottom`: the stage and, where there is room, one lower panel with tabs.
static void narrow(un_LabLayout *layout, const un_LabDef *def, float edge, float gap, float y, float bottom, float s) {
    float x = edge, w = def->width - 2 * edge, room = bottom - y;
    layout->alone = def->width <= 760 * s || room < 420 * s;
    float lower = layout->alone ? 0 : lower_height(def, room, gap, s);
    layout->place[UN_PLACE_STAGE] = (un_Rect){x, y, w, room - lower - (layout->alone ? 0 : gap)};
    if (layout->alone) return;
    un_Rect panel = {x, y + layout->place[UN_PLACE_STAGE].h + gap, w, lower};
    if (def->text_tab && def->text)
        layout->text = panel;
    else
        layout->place[UN_PLACE_LOWER] = panel;
    layout->tabs = (un_Rect){panel.x + TABS_EDGE * s, panel.y + 8 * s, TABS * s, panel.h - 16 * s};
}

/// Two rectangles of equal width in one.
static void halve(un_Rect whole, float gap, un_Rect *left, un_Rect *right) {
    float w = un_ink_snap((whole.w - gap) / 2);
    *left = (un_Rect){whole.x, whole.y, w, whole.h};
    *right = (un_Rect){whole.x + w + gap, whole.y, whole.w - w - gap, whole.h};
}

/// The right column: what was opened over training, or training alone. Very wide: inspector and text side by side over training
/// and one view more.
static void column(un_LabLayout *layout, const un_LabDef *def, un_Rect rect, float gap, float s) {
    bool very_wide = rect.w >= VERY_WIDE * s;
    un_Rect upper = rect, side = rect;
    if (def->text || def->panel || very_wide) {
        side.h = un_ink_snap(un_ink_clamp((rect.h - gap) * (very_wide ? 0.42f : 0.335f), 200 * s, (very_wide ? 900 : 420) * s));
        side.y = rect.y + rect.h - side.h;
        upper.h = rect.h - gap - side.h;
    }
    layout->place[UN_PLACE_SIDE] = side;
    if (very_wide) {
        halve(side, gap, &layout->place[UN_PLACE_SIDE], &layout->place[UN_PLACE_EXTRA]);
        layout->place[UN_PLACE_PANEL] = upper;
        if (def->text) halve(upper, gap, &layout->place[UN_PLACE_PANEL], &layout->text);
    } else if (def->text) {
        layout->text = upper;
    } else if (def->panel) {
        layout->place[UN_PLACE_PANEL] = upper;
    }
}

/// Stage over the lower view on the left, the column on the right.
static void wide(un_LabLayout *layout, const un_LabDef *def, float edge, float gap, float y, float bottom, float s) {
    float w = def->width / s, room = bottom - y;
    float right = un_ink_clamp(360 + (w - 1440) * (524.0f - 360) / (1920 - 1440), 360, 524) * s;
    float left = def->width - 2 * edge - gap - right;
    left = un_ink_snap(fminf(left, 2400 * s)); // the column beside it takes what is left
    float lower = un_ink_snap(un_ink_clamp((room - gap) * 0.302f, 180 * s, 420 * s));
    layout->place[UN_PLACE_STAGE] = (un_Rect){edge, y, left, room - gap - lower};
    layout->place[UN_PLACE_LOWER] = (un_Rect){edge, bottom - lower, left, lower};
    column(layout, def, (un_Rect){edge + left + gap, y, def->width - edge - (edge + left + gap), room}, gap, s);
}

/// One view alone; only what was opened beside it in the right column stays.
static void expand(un_LabLayout *layout, const un_LabDef *def, float edge, float gap, float y, float bottom) {
    un_LabPlace place = (un_LabPlace)(def->expanded - 1);
    un_Rect area = {edge, y, def->width - 2 * edge, bottom - y}, panel = layout->place[UN_PLACE_PANEL], text = layout->text;
    bool keeps_panel = def->panel && panel.w > 0 && place != UN_PLACE_PANEL, keeps_text = layout->wide && text.w > 0;
    memset(layout->place, 0, sizeof layout->place);
    layout->tabs = layout->text = (un_Rect){0, 0, 0, 0};
    if (keeps_text || keeps_panel) {
        un_Rect kept = keeps_text ? text : panel;
        if (keeps_text && keeps_panel) kept.x = panel.x;
        area.w = kept.x - gap - edge;
        panel.h = text.h = bottom - y;
        if (keeps_text) layout->text = text;
        if (keeps_panel) layout->place[UN_PLACE_PANEL] = panel;
    }
    layout->place[place] = area;
}

un_LabLayout un_lab_layout(const un_LabDef *def) {
    float s = def->scale;
    bool tiny = def->width <= 760 * s || def->height < 480 * s;
    un_LabLayout layout = {.wide = def->width >= 1360 * s && def->height >= 680 * s, .expanded = def->expanded};
    memcpy(layout.view, def->view, sizeof layout.view);
    float edge = un_ink_snap((tiny          ? 8.0f
                              : layout.wide ? 16.0f
                                            : 12.0f) *
                             s),
          gap = un_ink_snap((layout.wide ? 12.0f : 10.0f) * s);
    float top = un_ink_snap((tiny ? 44.0f : layout.wide ? 60.0f : 52.0f) * s);
    float timeline = tiny ? 0 : un_ink_snap((layout.wide ? 84.0f : 56.0f) * s);
    if (tiny) gap = edge;
    layout.padding = (layout.wide ? 24.0f : 16.0f) * s;
    layout.top = (un_Rect){0, 0, def->width, top};
    if (timeline > 0) layout.timeline = (un_Rect){0, def->height - timeline, def->width, timeline};
    float bottom = def->height - timeline - gap;
    (layout.wide ? wide : narrow)(&layout, def, edge, gap, top + gap, bottom, s);
    if (def->expanded) expand(&layout, def, edge, gap, top + gap, bottom);
    return layout;
}

static bool has_tabs(const un_LabLayout *layout, un_LabPlace place) {
    return place == UN_PLACE_LOWER && layout->tabs.w > 0;
}

un_Rect un_lab_view_rect(const un_LabLayout *layout, un_LabPlace place) {
    un_Rect rect = layout->place[place];
    if (rect.w <= 0 || !has_tabs(layout, place) || leaves_label_column(layout->view[place])) return rect;
    float used = layout->tabs.w + 2 * (layout->tabs.x - rect.x);
    return (un_Rect){rect.x + used, rect.y, rect.w - used, rect.h};
}

un_ViewContext un_lab_context(const un_ViewContext *context, const un_LabLayout *layout, un_LabPlace place) {
    un_ViewContext own = *context;
    own.tabbed = has_tabs(layout, place) && leaves_label_column(layout->view[place]);
    return own;
}

bool un_lab_fits(const un_LabLayout *layout, un_LabPlace place, int view, float scale) {
    un_LabLayout with = *layout;
    with.view[place] = view;
    un_Rect rect = un_lab_view_rect(&with, place);
    return rect.w >= un_view_table[view]->least_width * scale && rect.h >= un_view_table[view]->least_height * scale;
}

int un_lab_place_at(const un_LabLayout *layout, un_Point at) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (layout->place[place].w > 0 && un_rect_contains(layout->place[place], at)) return place;
    }
    return -1;
}

un_Rect un_lab_buttons(const un_ViewContext *context, const un_LabLayout *layout, un_LabPlace place, int count) {
    const un_Rect none = {0, 0, 0, 0};
    float s = context->scale, width = ((float)count * 30 - 2) * s;
    un_Rect rect = un_lab_view_rect(layout, place);
    int view = layout->view[place];
    if (rect.w <= 0 || has_tabs(layout, place)) return none; // the tabs' column has them
    if (!un_lab_fits(layout, place, view, s) && (un_view_table[view]->words || rect.h < 80 * s)) return none;
    un_Rect at = un_ink_head_buttons(context, rect, un_view_table[view]);
    if (view == UN_VIEW_STAGE) {
        un_StageLayout stage = un_stage_layout(context, rect);
        if (!stage.fits || stage.grid.tiny || stage.title.h <= 0 || stage.title.w <= 0) return none;
        at = (un_Rect){stage.title.x + 56 * s, stage.title.y + (stage.title.h - 28 * s) / 2, width, 28 * s};
        return at.x + at.w < stage.phase.x || stage.phase.w <= 0 ? at : none;
    }
    if (view == UN_VIEW_PROFILE && un_view_is_covered(context, view) && !un_lab_fits(layout, place, view, s)) return none; // they would lie on the cover
    if (view == UN_VIEW_PROFILE) { // its title fills the label column: under what it says there
        return (un_Rect){rect.x + 14 * s, rect.y + rect.h - 38 * s, width, 28 * s};
    }
    at.w = width;
    return at.x + width <= rect.x + rect.w - 12 * s ? at : none;
}

void un_lab_draw(un_DrawList *list, const un_ViewContext *context, const un_LabLayout *layout) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        un_Rect panel = layout->place[place], rect = un_lab_view_rect(layout, (un_LabPlace)place);
        if (panel.w <= 0) continue;
        un_ViewContext own = un_lab_context(context, layout, (un_LabPlace)place);
        if (rect.x > panel.x) { // beside the tabs, on the panel that holds both
            un_draw_group(list, "panel", un_rect_inset(panel, -6 * context->scale));
            un_shape_panel(list, context->theme, panel, context->scale);
            un_draw_group_end(list);
            un_view_draw_inside(list, &own, layout->view[place], rect);
        } else {
            un_view_draw(list, &own, layout->view[place], rect);
        }
    }
    if (layout->timeline.w > 0) un_timeline_draw(list, context, layout->timeline);
}

void un_lab_hover(const un_ViewContext *context, const un_LabLayout *layout, un_Point at, un_Hover *out) {
    memset(out, 0, sizeof *out);
    int place = un_lab_place_at(layout, at);
    if (place < 0) return;
    int view = layout->view[place];
    if (!un_lab_fits(layout, (un_LabPlace)place, view, context->scale)) return;
    un_ViewContext own = un_lab_context(context, layout, (un_LabPlace)place);
    un_view_hover(&own, view, un_lab_view_rect(layout, (un_LabPlace)place), at, out);
}

enum { FACTS = 8 };

/// The settings in order of weight: the first three are never given up. Numbers in semibold.
static int facts(const un_Snapshot *snapshot, char fact[FACTS][96]) {
    int n = 0;
    bool same_hidden = true, same_lr = true, same_clip = true;
    const un_SnapshotLane *lane = snapshot->lane;
    for (int l = 1; l < snapshot->lane_count; l++) {
        same_hidden = same_hidden && lane[l].hidden == lane[0].hidden;
        same_lr = same_lr && lane[l].lr == lane[0].lr;
        same_clip = same_clip && lane[l].clip == lane[0].clip;
    }
    char number[32];
    if (snapshot->lag > 0)
        snprintf(fact[n++], 96, _("%s, lag **%d**"), snapshot->task_title, snapshot->lag);
    else
        snprintf(fact[n++], 96, _("%s, **%d** steps"), snapshot->task_title, snapshot->T);
    if (same_hidden)
        snprintf(fact[n++], 96, lane[0].hidden == 1 ? _("**%d** unit") : _("**%d** units"), lane[0].hidden);
    snprintf(fact[n++], 96, _("seed **%llu**"), (unsigned long long)snapshot->seed);
    snprintf(fact[n++], 96, _("batches of **%d**"), snapshot->batch);
    if (same_lr) snprintf(fact[n++], 96, _("learning rate **%s**"), un_ink_setting(lane[0].lr, number, sizeof number));
    if (same_clip && lane[0].clip > 0)
        snprintf(fact[n++], 96, _("clip **%s**"), un_ink_setting(lane[0].clip, number, sizeof number));
    return n;
}

void un_lab_draw_caption(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_Fonts *fonts = context->fonts;
    float s = context->scale, x = rect.x + (rect.w < 760 * s ? 12.0f : 24.0f) * s, y = rect.y + rect.h / 2 + 5 * s;
    char text[512], count[32], fact[FACTS][96];
    un_draw_group(list, "caption", rect);
    un_draw_rect(list, rect, 0, un_ink_color(context, UN_TOKEN_SURFACE));
    un_ink_rule(list, context, rect.x, rect.y + rect.h - 0.5f * s, rect.w, 1, un_ink_color(context, UN_TOKEN_LINE));
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, rect.w < 760 * s ? 16 : 20, UN_TOKEN_INK);
    un_TextStyle plain = un_ink_style(context, UN_FACE_REGULAR, 15, UN_TOKEN_INK2);
    if (rect.w < 760 * s) plain.size = 13 * s;
    x += un_text_draw(list, fonts, &name, (un_Point){x, y + 1 * s}, UN_ALIGN_LEFT, _("Unroll")) +
         (rect.w < 760 * s ? 14 : 28) * s;
    snprintf(text, sizeof text, _("Update **%s**"), un_number_count(snapshot->update, count, sizeof count));
    x += un_rich_draw(list, fonts, &plain, (un_Point){x, y}, UN_ALIGN_LEFT, text) + 16 * s;
    int n = facts(snapshot, fact);
    for (; n > 0; n--) {
        *text = 0;
        for (int i = 0; i < n; i++)
            un_ink_append(text, sizeof text, "%s%s", i ? " · " : "", fact[i]);
        if (x + 17 * s + un_rich_width(fonts, &plain, text) <= rect.x + rect.w - 12 * s) break;
    }
    if (n > 0) {
        un_ink_post(list, context, x, rect.y + rect.h / 2 - 12 * s, 24 * s, 1, un_ink_color(context, UN_TOKEN_LINE2));
        un_rich_draw(list, fonts, &plain, (un_Point){x + 17 * s, y}, UN_ALIGN_LEFT, text);
    }
    un_draw_group_end(list);
}
