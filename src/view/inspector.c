#include "base/catalog.h"
#include "base/number.h"
#include "view/inspector_parts.h"
#include "view/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// "LSTM, step 13, unit 2".
static void title_of(const un_Inspector *in, char *out, size_t size) {
    const char *name = in->lane->name[0] ? in->lane->name : _(in->cell->title);
    const char *way = in->lane->directions < 2 ? "" : in->direction ? " ←" : " →";
    if (in->unit < 0)
        snprintf(out, size, _("%s%s, step %d, all %d units"), name, way, in->step, in->H);
    else
        snprintf(out, size, _("%s%s, step %d, unit %d"), name, way, in->step, in->unit);
    if (in->lane->layers > 1) un_ink_append(out, size, _(" of layer %d"), in->lane->layers);
}

static void draw_title(const un_Inspector *in) {
    float s = in->context->scale;
    un_Rect place = in->layout->title;
    char title[96];
    title_of(in, title, sizeof title);
    un_TextStyle style =
        un_ink_style(in->context, UN_FACE_SEMIBOLD, in->layout->title.w > 1000 * s ? 17 : 15, UN_TOKEN_INK);
    un_draw_rect(in->list, (un_Rect){place.x, place.y + place.h / 2 - 8 * s, 4 * s, 16 * s}, 2 * s,
                 un_ink_lane(in->context, in->context->select.lane));
    un_text_draw_cut(in->list, in->context->fonts, &style,
                     (un_Point){place.x + 12 * s, place.y + place.h / 2 + 5.4f * s}, place.w - 12 * s, title);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_InspectorLayout layout = un_inspector_layout(context, rect);
    float s = context->scale;
    if (!layout.open) {
        un_ink_head(list, context, rect, &un_view_inspector);
        un_Rect board = layout.diagram,
                line = {board.x + 12 * s, board.y + board.h / 2 - 24 * s, board.w - 24 * s, 24 * s};
        un_draw_rect(list, board, 8 * s, un_ink_color(context, UN_TOKEN_SUNKEN));
        un_ink_empty(list, context, line, _("Click a cell of the stage, or press G."));
        line.y += 24 * s;
        un_ink_empty(list, context, line, _("Arrow keys then go on to other steps and units."));
        return;
    }
    un_View bare = un_view_inspector;
    bare.question = ""; // the cell's title stands in its place
    un_ink_head(list, context, rect, &bare);
    un_InspectorLayout again = layout;
    un_Inspector in = un_inspector_look(context, &again);
    again.part_count = 0;
    un_InspectorTaken taken = {0};
    in.taken = &taken;
    in.list = list;
    in.zoom = un_inspector_zoom(&in);
    draw_title(&in);
    if (layout.diagram.h > 0) {
        un_draw_rect(list, layout.diagram, 8 * s, un_ink_color(context, UN_TOKEN_SUNKEN));
        in.cell->diagram(&in);
    }
    un_InspectorText text;
    text.count = 0;
    in.cell->text(&in, &text);
    un_lines_draw(&in, &text, layout.text);
    un_inspector_strips(&in);
}

static void say(un_Hover *out, const char *text) {
    if (out->lines < (int)(sizeof out->text / sizeof *out->text))
        snprintf(out->text[out->lines++], sizeof out->text[0], "%s", text);
}

/// A part's name for a tooltip, which knows no mathematics: "∂L/∂c", "c", and the step it belongs to in words.
static void plain_name(const un_InspectorPart *part, char *out, size_t size) {
    const char *script = strchr(part->name, '_'), *variable = strrchr(part->name, ' ');
    if (part->backward)
        snprintf(out, size, "∂L/∂%c", variable ? variable[1] : 'h');
    else
        snprintf(out, size, "%.*s", script ? (int)(script - part->name) : (int)strlen(part->name), part->name);
}

/// What made a gate, and what the loss would have of it otherwise.
static void say_origin(const un_Inspector *in, const un_InspectorPart *part, un_Hover *out) {
    double from_input = un_inspector_pre(in, part->block, 0), from_state = un_inspector_pre(in, part->block, 1);
    char text[160], number[64], other[64];
    if (isnan(from_input) || !in->shown) return;
    snprintf(text, sizeof text, _("made of %s from the input and %s from the state"),
             un_number_full(from_input, 9, number, sizeof number), un_number_full(from_state, 9, other, sizeof other));
    say(out, text);
    if (!in->arrived || in->unit < 0) return;
    double back = in->track->units.block[part->block].gradient[(size_t)in->step * (size_t)in->H + (size_t)in->unit];
    snprintf(text, sizeof text, _("∂L/∂(their sum) = %s"), un_number_full(back, 17, number, sizeof number));
    say(out, text);
}

static void say_part(const un_Inspector *in, const un_InspectorPart *part, un_Hover *out) {
    char name[64], number[64], text[160], title[96];
    plain_name(part, name, sizeof name);
    const char *of = in->unit >= 0 ? "" : part->backward ? _(", norm over units") : _(", mean over units");
    snprintf(text, sizeof text, "%s%s = %s", name, of,
             isnan(part->value) ? "…" : un_number_full(part->value, part->backward ? 17 : 9, number, sizeof number));
    say(out, text);
    if (part->block >= 0) say_origin(in, part, out);
    title_of(in, title, sizeof title);
    if (part->step != in->step)
        snprintf(text, sizeof text, part->step < 0 ? _("before the first step") : _("of step %d"), part->step);
    else
        snprintf(text, sizeof text, "%s", title);
    un_ink_append(text, sizeof text, _(" · update %s"), un_number_count(in->snapshot->update, number, sizeof number));
    say(out, text);
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    un_InspectorLayout layout = un_inspector_layout(context, rect);
    if (!layout.open) return;
    un_Inspector in = un_inspector_look(context, &layout);
    if (un_inspector_strips_hover(&in, at, out)) return;
    for (int i = layout.part_count - 1; i >= 0; i--) {
        const un_InspectorPart *part = &layout.part[i];
        if (!un_rect_contains(part->rect, at)) continue;
        say_part(&in, part, out);
        out->mark = part->rect;
        out->hit = true;
        return;
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    if (!size) return;
    *out = 0;
    if (un_inspector_selection(context).lane < 0) {
        snprintf(out, size, "%s", _("No cell is chosen: click one on the stage."));
        return;
    }
    un_InspectorLayout layout = {.knob_gate = -1};
    un_Inspector in = un_inspector_look(context, &layout);
    char title[96];
    title_of(&in, title, sizeof title);
    snprintf(out, size, "%s. ", title);
    un_InspectorText text;
    text.count = 0;
    in.cell->text(&in, &text);
    for (int i = 0; i < text.count; i++) {
        if (text.line[i].kind == UN_LINE_SENTENCE) un_ink_append(out, size, "%s", text.line[i].text);
    }
    for (int i = 0; i < text.count; i++) {
        char line[256];
        if (text.line[i].kind == UN_LINE_NUMBERS && text.line[i].weight >= 90)
            un_ink_append(out, size, " %s.", un_equation_plain(&text.line[i].equation, line, sizeof line));
    }
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    un_InspectorLayout layout = un_inspector_layout(context, rect);
    un_Rect board = layout.diagram, gauge = {0};
    int count = 0;
    if (!layout.open) return 0;
    if (board.h > 0)
        note[count++] =
            (un_Note){{board.x, board.y, board.w, board.h * 0.34f},
                      UN_KEY("What is remembered runs along the top, its gradient in orange under it, the other way.")};
    for (int i = layout.part_count - 1; i >= 0; i--) { // the gate that its knob holds, else any
        if (layout.part[i].gate >= 0 && (gauge.w <= 0 || layout.part[i].gate == layout.knob_gate))
            gauge = layout.part[i].rect;
    }
    if (gauge.w > 0)
        note[count++] =
            (un_Note){gauge, UN_KEY("A gate's box is its gauge, and its wire is as thick as it is open. What bad "
                                    "looks like: this one empty, so that memory and gradient end here.")};
    if (layout.text.h > 40 * context->scale)
        note[count++] = (un_Note){un_rect_inset(layout.text, -4 * context->scale),
                                  UN_KEY("The equation of this step, and under it the same line with its "
                                         "numbers: do the sum.")};
    return count;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    un_InspectorLayout layout = un_inspector_layout(context, rect);
    un_PartList list = un_part_list(part, rect);
    un_part_add(&list, layout.diagram, "diagram");
    if (!layout.open) return list.count;
    un_part_add(&list, layout.text, "equations");
    un_part_add(&list, layout.units, "units");
    un_part_add(&list, layout.steps, "steps");
    un_part_add(&list, layout.knob, "knob");
    for (int i = 0; i < layout.part_count; i++) {
        const un_InspectorPart *from = &layout.part[i];
        char name[48];
        plain_name(from, name, sizeof name);
        un_part_add(&list, from->rect, from->gate >= 0 ? "gate/%s" : "%s", name);
    }
    return list.count;
}

const un_View un_view_inspector = {
    .name = "inspector",
    .title = UN_KEY("Inspector"),
    .question = UN_KEY("What does one cell compute at one step, forward and back?"),
    .least_width = 320,
    .least_height = 170,
    .wants = UN_WANT_UNITS,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
