#include "base/catalog.h"
#include "base/number.h"
#include "view/stage_parts.h"

#include <math.h>
#include <stdio.h>

/// What the pointer asks about: a stage (without a list), one row, the step under the pointer and its column's cell.
typedef struct Ask {
    un_Stage stage;
    const un_StageRow *row;
    const un_SnapshotLane *lane;
    const un_SnapshotTrack *track;
    un_Point at;
    int column, step, last; ///< steps step..last lie in the column
    float left, right;
} Ask;

static void say(un_Hover *out, const char *text) {
    if (out->lines < (int)(sizeof out->text / sizeof *out->text))
        snprintf(out->text[out->lines++], sizeof out->text[0], "%s", text);
}

/// "LSTM · step 12" or "LSTM · steps 12 to 14", and the update.
static void say_place(const Ask *ask, un_Hover *out, const char *more) {
    char text[160], count[32];
    if (ask->last > ask->step)
        snprintf(text, sizeof text, _("%s · steps %d to %d%s"), ask->lane->name, ask->step, ask->last, more);
    else
        snprintf(text, sizeof text, _("%s · step %d%s"), ask->lane->name, ask->step, more);
    say(out, text);
    snprintf(text, sizeof text, _("update %s"), un_number_count(ask->stage.snapshot->update, count, sizeof count));
    say(out, text);
}

static bool in_columns(const Ask *ask, un_Rect strip) {
    return un_rect_contains(strip, ask->at);
}

/// The matrix is one for all steps, and its update is the sum of all of theirs.
static bool weight(const Ask *ask, un_Hover *out) {
    char text[160], count[32];
    int k = ask->track->measures.update_90;
    if (!un_stage_weight_at(&ask->stage, ask->row, ask->at, &out->mark)) return false;
    snprintf(text, sizeof text, _("W of %s: the same numbers at every step"), ask->lane->name);
    say(out, text);
    say(out, _("∂L/∂W is the sum over all steps"));
    if (k > 0 && un_ink_arrived(ask->stage.context) == 0) {
        snprintf(text, sizeof text, k == 1 ? _("90 %% of this update comes from the last step") : _("90 %% of this update comes from the last %s steps"),
                 un_number_count(k, count, sizeof count));
        say(out, text);
    }
    snprintf(text, sizeof text, _("update %s"), un_number_count(ask->stage.snapshot->update, count, sizeof count));
    say(out, text);
    out->hit = true;
    return true;
}

static void heat(const Ask *ask, un_Hover *out) {
    if (weight(ask, out)) return;
    int H = ask->lane->hidden, units, rows = un_stage_heat_rows(H, &units);
    bool cell = un_stage_shows_cell(ask->stage.context, ask->track);
    const float *state = cell ? ask->track->c : ask->track->h;
    int r = (int)((ask->at.y - ask->row->heat.y) / ask->row->heat.h * (float)rows);
    if (r >= rows) r = rows - 1;
    float sum = 0;
    int count = 0, first_unit = un_stage_unit(ask->stage.context, ask->track, r * units);
    for (int i = r * units; i < (r + 1) * units && i < H; i++) {
        int unit = un_stage_unit(ask->stage.context, ask->track, i);
        for (int t = ask->step; t <= ask->last; t++, count++)
            sum += state[(size_t)t * (size_t)H + (size_t)unit];
    }
    char text[160], number[64], place[64];
    un_number_full((double)(sum / (float)count), 9, number, sizeof number);
    if (count > 1)
        snprintf(text, sizeof text, _("%s, mean of %d values = %s"), cell ? "c" : "h", count, number);
    else
        snprintf(text, sizeof text, _("%s = %s"), cell ? "c" : "h", number);
    say(out, text);
    if (units > 1)
        snprintf(place, sizeof place, _(" · %d units"), units);
    else
        snprintf(place, sizeof place, _(" · unit %d"), first_unit);
    say_place(ask, out, place);
    float h = ask->row->heat.h / (float)rows;
    out->mark = (un_Rect){ask->left, ask->row->heat.y + h * (float)r, ask->right - ask->left, h};
    out->hit = true;
}

static void gate(const Ask *ask, un_Hover *out, int g) {
    const un_SnapshotGate *shown = &ask->track->gate[ask->row->gate_shown[g]];
    float sum = 0;
    int unit = un_stage_unit_shown(&ask->stage, ask->row), H = ask->lane->hidden;
    for (int t = ask->step; t <= ask->last; t++)
        sum += unit < 0 ? shown->mean[t] : shown->value[(size_t)t * (size_t)H + (size_t)unit];
    char text[160], number[64];
    un_number_full((double)(sum / (float)(ask->last - ask->step + 1)), 9, number, sizeof number);
    if (unit < 0)
        snprintf(text, sizeof text, _("gate %s, mean over units = %s"), shown->name, number);
    else
        snprintf(text, sizeof text, _("gate %s, unit %d = %s"), shown->name, unit, number);
    say(out, text);
    say_place(ask, out, "");
    out->mark = (un_Rect){ask->left, ask->row->gate[g].y, ask->right - ask->left, ask->row->gate[g].h};
    out->hit = true;
}

/// Small mathematics as plain text: "$\\tanh'$ 0.82" becomes "tanh' 0.82".
static void without_markup(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from == '$' || *from == '\\' || *from == '{' || *from == '}') continue;
        *to++ = *from;
    }
    *to = 0;
}

static void gradient(const Ask *ask, un_Hover *out) {
    const un_SnapshotGradient *values = un_ink_highway(ask->track);
    const char *symbol = values->variable;
    int t = ask->step; // a binned column shows its largest
    for (int other = ask->step; other <= ask->last; other++) {
        if (values->norm[other] > values->norm[t]) t = other;
    }
    char text[160], number[64];
    int cut = un_ink_cut(ask->stage.snapshot, ask->lane, ask->track);
    if (t < cut && values->norm[t] == 0) {
        snprintf(text, sizeof text, _("cut by truncation after %d steps, not vanished"),
                 ask->stage.snapshot->loss_step - cut);
        say(out, text);
    } else {
        snprintf(text, sizeof text, _("|∂L/∂%s| = %s"), symbol,
                 un_number_full(values->norm[t], 17, number, sizeof number));
        say(out, text);
        snprintf(text, sizeof text, _("÷ loss step = %s"), un_number_full(values->ratio[t], 17, number, sizeof number));
        const double *before = un_stage_before(ask->lane, ask->row->direction);
        if (before && isfinite(before[t]))
            un_ink_append(text, sizeof text, _(" · before: %s"), un_number_short(pow(10, before[t]), number, sizeof number));
        say(out, text);
    }
    if (un_stage_factor(ask->track, t, UN_FACTOR_LONG, text, sizeof text)) {
        without_markup(text);
        say(out, text);
    }
    Ask place = *ask;
    place.step = place.last = t;
    char distance[64];
    snprintf(text, sizeof text, ", %s", un_ink_from_loss(ask->stage.snapshot, t, distance, sizeof distance));
    say_place(&place, out, text);
    out->mark = (un_Rect){ask->left, ask->row->gradient.y, ask->right - ask->left, ask->row->gradient.h};
    out->hit = true;
}

static void input(const Ask *ask, un_Hover *out) {
    const un_Snapshot *snapshot = ask->stage.snapshot;
    char text[160];
    bool matters = false;
    int t = ask->step;
    for (int other = ask->step; other <= ask->last; other++) {
        if (snapshot->matters[other] && !matters) matters = true, t = other;
    }
    if (!un_stage_input_value(&ask->stage, t, text, sizeof text))
        snprintf(text, sizeof text, matters ? _("input %s, one that matters") : _("input %s"), snapshot->symbol[t]);
    say(out, text);
    char distance[64];
    snprintf(text, sizeof text, _("step %d, %s"), t, un_ink_from_loss(snapshot, t, distance, sizeof distance));
    say(out, text);
    if (ask->last == ask->step) say(out, _("click: what if it were another"));
    out->mark = (un_Rect){ask->left, ask->stage.layout->input.y, ask->right - ask->left, ask->stage.layout->input.h};
    out->hit = true;
}

static void result(const Ask *ask, un_Hover *out) {
    const un_Snapshot *snapshot = ask->stage.snapshot;
    char text[160], number[64], truth[64];
    un_Rect answer = {ask->row->result.x, ask->row->heat.y, ask->row->result.w, ask->row->heat.h};
    if (un_rect_contains(answer, ask->at) && snapshot->classes) {
        int k = snapshot->true_class;
        // The bars' rows, where they are drawn; the one answer otherwise.
        float pitch = fminf(answer.h / (float)snapshot->outputs, 18 * ask->stage.s);
        if (answer.h >= 12 * ask->stage.s * (float)snapshot->outputs) {
            k = (int)((ask->at.y - answer.y) / pitch);
            if (k >= snapshot->outputs) return;
            answer = (un_Rect){answer.x, answer.y + pitch * (float)k, answer.w, pitch};
        }
        snprintf(text, sizeof text, _("probability of %s = %s"), snapshot->class_name[k],
                 un_number_full((double)ask->lane->output[k], 9, number, sizeof number));
        say(out, text);
        say(out, k == snapshot->true_class ? _("the true answer") : _("not the true answer"));
    } else if (un_rect_contains(answer, ask->at)) {
        snprintf(text, sizeof text, _("says %s, right is %s"),
                 un_number_full((double)ask->lane->output[0], 9, number, sizeof number),
                 un_number_full((double)snapshot->true_value[0], 9, truth, sizeof truth));
        say(out, text);
    } else {
        answer = (un_Rect){ask->row->result.x, ask->row->gradient.y, ask->row->result.w, ask->row->gradient.h};
        if (!un_rect_contains(answer, ask->at)) return;
        snprintf(text, sizeof text, _("loss of this sequence = %s"),
                 un_number_full(ask->lane->loss, 17, number, sizeof number));
        say(out, text);
    }
    Ask place = *ask;
    place.step = place.last = snapshot->loss_step;
    say_place(&place, out, "");
    out->mark = answer;
    out->hit = true;
}

void un_stage_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    un_StageLayout layout = un_stage_layout(context, rect);
    un_Stage stage = {NULL, context, context->snapshot, &layout, rect, context->scale};
    if (layout.fits) un_stage_hover_on(&stage, at, out);
}

void un_stage_hover_on(const un_Stage *stage, un_Point at, un_Hover *out) {
    const un_ViewContext *context = stage->context;
    const un_StageLayout *layout = stage->layout;
    Ask ask = {.stage = *stage, .at = at};
    out->has_front = context->wave.phase == UN_WAVE_FORWARD || context->wave.phase == UN_WAVE_BACKWARD;
    out->front = un_stage_x(&layout->grid, context->wave.front);
    ask.column = un_stage_column_at(&layout->grid, at.x);
    bool on_columns = ask.column >= 0;
    if (on_columns) {
        un_stage_cell(&layout->grid, ask.column, context->scale, &ask.left, &ask.right);
        ask.step = un_stage_first(&layout->grid, ask.column);
        ask.last = un_stage_end(&layout->grid, ask.column, layout->grid.T) - 1;
    }
    if (on_columns && un_rect_contains(layout->input, at)) {
        input(&ask, out);
        return;
    }
    for (int r = 0; r < layout->row_count; r++) {
        ask.row = &layout->row[r];
        ask.lane = &context->snapshot->lane[ask.row->lane];
        ask.track = &ask.lane->track[ask.row->direction];
        // What the wave has not reached is not told either.
        bool lit = on_columns && un_stage_lit(&ask.stage, ask.column) > 0,
             arrived = on_columns && un_stage_arrived(&ask.stage, ask.column) > 0;
        if (lit && in_columns(&ask, ask.row->heat)) heat(&ask, out);
        if (arrived && in_columns(&ask, ask.row->gradient)) gradient(&ask, out);
        for (int g = 0; g < ask.row->gate_count; g++) {
            if (lit && in_columns(&ask, ask.row->gate[g])) gate(&ask, out, g);
        }
        if (ask.row->direction == 0 && context->wave.phase != UN_WAVE_FORWARD && un_rect_contains(ask.row->result, at))
            result(&ask, out);
        if (out->hit) return;
    }
}

int un_stage_notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    un_StageLayout stage = un_stage_layout(context, rect);
    const un_Snapshot *snapshot = context->snapshot;
    if (!stage.fits || stage.row_count < 1) return 0;
    int symbol = 0; // the first one that matters
    while (symbol < snapshot->T - 1 && !snapshot->matters[symbol])
        symbol++;
    // A narrow column's symbol stands over its neighbours, a very narrow one's beside it.
    float s = context->scale, pitch = stage.grid.pitch, w = pitch < 34 * s ? 34 * s : pitch;
    un_Rect strip = stage.row[0].gradient;
    float x = floorf(un_stage_x(&stage.grid, (float)symbol)), fifth = floorf(strip.w * 0.2f);
    x = pitch >= 12 * s ? floorf(x + (pitch - w) / 2) : x;
    x = x < strip.x ? strip.x : x;
    note[0] = (un_Note){
        {x, stage.input.y, ceilf(w), stage.input.h},
        UN_KEY("Time runs from left to right, one column a step. The symbol in the frame is one to remember.")};
    note[1] = (un_Note){
        {strip.x + strip.w - fifth, strip.y, fifth, strip.h},
        UN_KEY("A bar: how much of the loss's gradient is left at this step, on a logarithmic scale. Dashes: 1 %.")};
    note[2] =
        (un_Note){{strip.x, strip.y, fifth, strip.h},
                  UN_KEY("What bad looks like: bars that fade towards step 0. What fades cannot be learned from.")};
    return 3;
}
