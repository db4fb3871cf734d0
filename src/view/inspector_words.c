#include "base/catalog.h"
#include "base/number.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *un_inspector_share(double share, char *out, size_t size) {
    int decimals = share < 0.995 ? 0 : share < 0.9995 ? 1 : share < 0.99995 ? 2 : share < 1 ? 3 : 0;
    if (decimals == 0) return un_ink_percent(share, out, size);
    if (share > 0.999995)
        snprintf(out, size, "%s", _("practically all"));
    else
        snprintf(out, size, "%.*f %%", decimals, share * 100);
    return out;
}

void un_inspector_forward_heading(const un_Inspector *in, un_InspectorText *text) {
    char words[128];
    const char *way = in->lane->directions < 2 ? ""
                      : in->direction          ? _(", read from right to left")
                                               : _(", read from left to right");
    snprintf(words, sizeof words, in->unit < 0 ? _("Forward%s, means over %d units") : _("Forward%s"), way, in->H);
    un_lines_heading(text, UN_TOKEN_FORWARD, words);
    char count[32];
    if (in->lane->nonfinite_at >= 0)
        un_lines_words(text, UN_LINE_NOTE, 90, _("Not a number since update %s: this network stands still."),
                       un_number_count(in->lane->nonfinite_at, count, sizeof count));
}

bool un_inspector_is_shown(const un_Inspector *in, un_InspectorText *text) {
    if (in->shown) return true;
    un_lines_words(text, UN_LINE_SENTENCE, 100, "%s", _("The forward wave has not reached this step yet."));
    return false;
}

bool un_inspector_back_heading(const un_Inspector *in, un_InspectorText *text) {
    char words[96];
    snprintf(words, sizeof words, in->unit < 0 ? _("Backward, norms over %d units") : _("Backward"), in->H);
    un_lines_heading(text, UN_TOKEN_BACKWARD, words);
    if (!in->arrived)
        un_lines_words(text, UN_LINE_NOTE, 60, "%s", _("The backward wave has not reached this step yet."));
    else if (in->before < 0)
        un_lines_words(text, UN_LINE_NOTE, 60, "%s", _("This step was read first: the gradient goes no further."));
    else if (in->cut)
        un_lines_words(text, UN_LINE_NOTE, 60, _("Truncation cuts here: step %d gets nothing from this one."),
                       in->before);
    else if (!in->passed)
        un_lines_words(text, UN_LINE_NOTE, 60, _("The backward wave has not gone on to step %d yet."), in->before);
    else
        return true;
    return false;
}

void un_inspector_arriving(const un_Inspector *in, un_InspectorText *text, int t) {
    const un_SnapshotGradient *arriving = &in->track->dh;
    un_Equation *norm = un_lines_numbers(text, 92);
    un_equation_start(norm, UN_TOKEN_BACKWARD, arriving->norm[t], "|\\partial L/\\partial %s_{%d}|", arriving->variable,
                      t);
    snprintf(norm->note, sizeof norm->note, _("norm over %d units"), in->H);
}

/// A gradient that is exactly 0 has not vanished.
static void zero_note(un_InspectorText *text, double here) {
    if (here == 0)
        un_lines_words(text, UN_LINE_NOTE, 25, "%s", _("Exactly 0: the loss does not depend on this state."));
}

void un_inspector_back_norms(const un_Inspector *in, un_InspectorText *text, char variable) {
    const char *earlier = un_inspector_earlier(in);
    const un_SnapshotFactor *factor = &in->track->factor;
    double here = un_inspector_gradient(in, variable, in->step), on = un_inspector_gradient(in, variable, in->before);
    // Their product is the step through the state, which is all of it where no loss is told in between.
    bool parts = factor->count == UN_SNAPSHOT_FACTORS;
    double first = parts ? factor->part[0][in->before] : 1, second = parts ? factor->part[1][in->before] : 1;
    parts = parts && un_inspector_rest(on, first * second * here) == 0;
    char name[64];
    snprintf(name, sizeof name, parts ? "%s \\cdot %s" : "%s", parts ? factor->name[0] : _("\\text{factor}"),
             parts ? factor->name[1] : "");
    un_lines_formula(text, 60, "|\\partial L/\\partial %c_{%s}| = %s \\cdot |\\partial L/\\partial %c_t|", variable,
                     earlier, name, variable);
    un_Equation *numbers = un_lines_numbers(text, 92);
    un_equation_start(numbers, UN_TOKEN_BACKWARD, on, "|\\partial L/\\partial %c_{%d}|", variable, in->before);
    if (here == 0) { // no factor leads from nothing to something
        if (on != 0) snprintf(numbers->note, sizeof numbers->note, _("from step %d's own answer"), in->before);
        zero_note(text, here);
        return;
    }
    un_Operand past = {.value = here, .token = UN_TOKEN_BACKWARD};
    if (parts)
        un_equation_add3(numbers, (un_Operand){.value = first, .token = UN_TOKEN_INK},
                         (un_Operand){.value = second, .token = UN_TOKEN_INK}, past);
    else
        un_equation_add2(numbers, (un_Operand){.value = factor->total[in->before], .token = UN_TOKEN_INK}, past);
    if (factor->count == 1 && isfinite(factor->part[0][in->before])) {
        char number[48];
        snprintf(numbers->note, sizeof numbers->note, _("%s alone: %s"),
                 factor->name[0][0] == '|' ? "λ" : factor->name[0],
                 un_number_round(factor->part[0][in->before], 3, number, sizeof number));
    }
    zero_note(text, here);
}

void un_inspector_back(const un_Inspector *in, un_InspectorText *text, char variable, int keep, const char *rest) {
    if (!un_inspector_back_heading(in, text)) return;
    if (in->unit < 0) {
        un_inspector_back_norms(in, text, variable);
        return;
    }
    const char *earlier = un_inspector_earlier(in);
    double here = un_inspector_gradient(in, variable, in->step), on = un_inspector_gradient(in, variable, in->before);
    double kept = un_inspector_gate(in, keep);
    un_lines_formula(text, 60, "\\partial L/\\partial %c_{%s} = %s \\cdot \\partial L/\\partial %c_t + %s", variable,
                     earlier, in->track->gate[keep].name, variable, rest);
    un_Equation *numbers = un_lines_numbers(text, 92);
    un_equation_start(numbers, UN_TOKEN_BACKWARD, on, "\\partial L/\\partial %c_{%d}", variable, in->before);
    un_equation_add2(numbers, (un_Operand){.value = kept, .token = UN_TOKEN_GATE_KEEP},
                     (un_Operand){.value = here, .token = UN_TOKEN_BACKWARD});
    un_equation_add(numbers, (un_Operand){.value = un_inspector_rest(on, kept * here), .token = UN_TOKEN_BACKWARD});
    zero_note(text, here);
}

void un_inspector_gate_lines(const un_Inspector *in, un_InspectorText *text) {
    if (in->unit < 0 || !in->measured) return;
    for (int g = 0; g < in->track->gate_count; g++) {
        const un_SnapshotGate *gate = &in->track->gate[g];
        int block = un_inspector_block_index(in, gate->name);
        if (block < 0) continue;
        un_Token token = un_ink_job(gate->job);
        double from_state = un_inspector_pre(in, block, 1);
        un_Equation *line = un_lines_numbers(text, 20);
        un_equation_start(line, token, un_inspector_gate(in, g), "%s", gate->name);
        line->digits = 3; // as on its gauge: 0.998 is not 1.0
        line->function = gate->job == UN_JOB_NEW ? UN_FUNCTION_TANH : UN_FUNCTION_SIGMOID;
        un_equation_add(line, (un_Operand){.value = un_inspector_pre(in, block, 0), .token = UN_TOKEN_INK});
        if (from_state != 0) un_equation_add(line, (un_Operand){.value = from_state, .token = UN_TOKEN_INK});
        if (g == 0) snprintf(line->note, sizeof line->note, from_state != 0 ? _("input + state") : _("input"));
    }
}

bool un_inspector_held(const un_Inspector *in, int gate, double *value, bool *training) {
    const un_Snapshot *snapshot = in->snapshot;
    int lane = (int)(in->lane - snapshot->lane), count = snapshot->act_count;
    bool held = false;
    if (gate < 0) return false;
    for (int i = 0; i < count && i < UN_SNAPSHOT_ACTS; i++) {
        const un_SnapshotAct *act = &snapshot->act[i];
        bool here = act->lane == lane && strcmp(act->place, in->track->gate[gate].name) == 0 &&
                    (act->layer < 0 || act->layer == in->lane->layers - 1) && (act->unit < 0 || act->unit == in->unit);
        if (!here || strcmp(act->act, "hold") != 0) continue;
        held = true; // the last one counts
        *value = act->value;
        *training = !act->probe;
    }
    return held;
}

void un_inspector_held_lines(const un_Inspector *in, un_InspectorText *text) {
    char list[2][96] = {"", ""}; // on the probe alone, in training
    for (int g = 0; g < in->track->gate_count; g++) {
        double value;
        bool training;
        char number[32];
        if (!un_inspector_held(in, g, &value, &training)) continue;
        un_ink_append(list[training], sizeof list[0], "%s%s = %s", *list[training] ? ", " : "", in->track->gate[g].name,
                      un_ink_setting(value, number, sizeof number));
    }
    if (*list[1])
        un_lines_words(text, UN_LINE_NOTE, 75, _("Held: %s. No gradient passes through a gate that is held."), list[1]);
    if (*list[0])
        un_lines_words(text, UN_LINE_NOTE, 75, _("Held here alone: %s. Training goes on without it."), list[0]);
}
