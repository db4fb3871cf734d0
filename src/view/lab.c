#include "view/lab.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/ink.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// One column of panels from y to `bottom`: the stage and, where there is room, one lower panel with tabs.
static void narrow(un_LabLayout *layout, const un_LabDef *def, float edge, float gap, float y, float bottom, float s) {
    float x = edge, w = def->width - 2 * edge, room = bottom - y;
    bool alone = def->width <= 760 * s || room < 420 * s;
    float lower = alone ? 0 : un_ink_snap(un_ink_clamp((room - gap) * 0.31f, 160 * s, 320 * s));
    layout->stage = (un_Rect){x, y, w, room - lower - (alone ? 0 : gap)};
    if (alone) return;
    un_Rect panel = {x, y + layout->stage.h + gap, w, lower};
    if (def->tab == UN_TAB_TEXT && def->text)
        layout->text = panel;
    else if (def->tab == UN_TAB_TRAINING)
        layout->training = panel;
    else
        layout->profile = panel;
    layout->tabs = (un_Rect){panel.x + 5 * s, panel.y + 8 * s, 92 * s, panel.h - 16 * s};
}

/// Stage over profile on the left, text over training (or training alone) on the right.
static void wide(un_LabLayout *layout, const un_LabDef *def, float edge, float gap, float y, float bottom, float s) {
    float w = def->width / s, room = bottom - y;
    float right = un_ink_clamp(360 + (w - 1440) * (524.0f - 360) / (1920 - 1440), 360, 524) * s;
    float left = def->width - 2 * edge - gap - right;
    left = un_ink_snap(fminf(left, 2400 * s)); // the column beside it takes what is left
    float profile = un_ink_snap(un_ink_clamp((room - gap) * 0.302f, 180 * s, 420 * s));
    layout->stage = (un_Rect){edge, y, left, room - gap - profile};
    layout->profile = (un_Rect){edge, bottom - profile, left, profile};
    un_Rect column = {edge + left + gap, y, def->width - edge - (edge + left + gap), room};
    layout->training = column;
    if (!def->text) return;
    float training = un_ink_snap(un_ink_clamp((room - gap) * 0.335f, 200 * s, 420 * s));
    layout->text = (un_Rect){column.x, column.y, column.w, room - gap - training};
    layout->training = (un_Rect){column.x, bottom - training, column.w, training};
}

un_LabLayout un_lab_layout(const un_LabDef *def) {
    float s = def->scale;
    bool tiny = def->width <= 760 * s || def->height < 480 * s;
    un_LabLayout layout = {.wide = def->width >= 1360 * s && def->height >= 680 * s};
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
    return layout;
}

static un_ViewContext lower_context(const un_ViewContext *context, const un_LabLayout *layout) {
    un_ViewContext lower = *context;
    lower.tabbed = layout->tabs.w > 0;
    return lower;
}

void un_lab_draw(un_DrawList *list, const un_ViewContext *context, const un_LabLayout *layout) {
    un_ViewContext lower = lower_context(context, layout);
    un_view_draw(list, context, UN_VIEW_STAGE, layout->stage);
    un_view_draw(list, &lower, UN_VIEW_PROFILE, layout->profile);
    un_view_draw(list, &lower, UN_VIEW_TRAINING, layout->training);
    if (layout->timeline.w > 0) un_timeline_draw(list, context, layout->timeline);
}

void un_lab_hover(const un_ViewContext *context, const un_LabLayout *layout, un_Point at, un_Hover *out) {
    un_ViewContext lower = lower_context(context, layout);
    const un_Rect rect[] = {layout->stage, layout->profile, layout->training}; // as the first views are listed
    memset(out, 0, sizeof *out);
    for (int view = 0; view < (int)(sizeof rect / sizeof *rect); view++) {
        if (rect[view].w <= 0 || !un_rect_contains(rect[view], at)) continue;
        const un_View *row = un_view_table[view];
        if (rect[view].w < row->least_width * context->scale || rect[view].h < row->least_height * context->scale)
            return;
        row->hover(view == UN_VIEW_STAGE ? context : &lower, rect[view], at, out);
        return;
    }
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
