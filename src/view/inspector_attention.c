#include "base/catalog.h"
#include "base/number.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LOOKED = 5 }; ///< the four largest weights and the mark

/// The weights (T) of the step; NULL: they were not kept (a long sequence).
static const float *weights_of(const un_Inspector *in) {
    const un_SnapshotTrack *track = in->track;
    if (!in->shown) return NULL;
    if (track->attention) return track->attention + (size_t)in->step * (size_t)in->snapshot->T;
    return in->step == in->snapshot->loss_step ? track->looked : NULL;
}

/// The last marked step up to this one, or -1.
static int marked_before(const un_Inspector *in) {
    for (int s = in->step; s >= 0; s--) {
        if (in->snapshot->matters[s]) return s;
    }
    return -1;
}

/// "0.014 %": a mark that is passed over gets very little.
static const char *mark_share(double share, char *out, size_t size) {
    if (share >= 0.01) return un_inspector_share(share, out, size);
    un_number_round(share * 100, 2, out, size);
    un_ink_append(out, size, " %%");
    return out;
}

/// The steps with the four largest weights, and the last marked one up to this step, in the order of time. Returns how
/// many.
static int looked_at(const un_Inspector *in, const float *weight, int step[LOOKED]) {
    int count = 0;
    for (int n = 0; n < LOOKED - 1 && n <= in->step; n++) {
        int best = -1;
        for (int s = 0; s <= in->step; s++) {
            bool taken = false;
            for (int k = 0; k < count; k++)
                taken = taken || step[k] == s;
            if (!taken && (best < 0 || weight[s] > weight[best])) best = s;
        }
        step[count++] = best;
    }
    int mark = marked_before(in);
    bool there = mark < 0;
    for (int k = 0; k < count; k++)
        there = there || step[k] == mark;
    if (!there) step[count++] = mark;
    for (int k = 1; k < count; k++) {
        for (int j = k; j > 0 && step[j] < step[j - 1]; j--) {
            int other = step[j];
            step[j] = step[j - 1];
            step[j - 1] = other;
        }
    }
    return count;
}

static int largest_of(const float *weight, const int *step, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
        if (weight[step[k]] > weight[step[best]]) best = k;
    }
    return best;
}

/// v_s of the unit, or the mean over units.
static double value_of(const un_Inspector *in, int s) {
    int block = un_inspector_block_index(in, "v");
    if (block < 0) return (double)NAN;
    return un_inspector_mean(in, in->track->units.block[block].from_input, s);
}

static void look_at(const un_Inspector *in, float x, float weight, int s) {
    const float belt = 66, row = 164;
    const float wire[2][2] = {{x, row}, {x, belt}};
    un_inspector_wire(in, wire, 2, UN_TOKEN_GATE_WRITE, (double)weight);
    un_InspectorPart part = un_inspector_part(in, (double)weight, s, "a");
    un_inspector_gauge(in, x, row, 70, UN_TOKEN_GATE_WRITE, part);
    un_inspector_label(in, x, 126, UN_ALIGN_CENTRE, un_inspector_part(in, value_of(in, s), s, "v"));
    char word[64];
    const char *symbol = in->snapshot->symbol[s];
    if (symbol[0] && strpbrk(symbol, "{}\\_^$") == NULL)
        snprintf(word, sizeof word, "\\text{%d “%s”}", s, symbol);
    else
        snprintf(word, sizeof word, "\\text{%d}", s);
    bool marked = in->snapshot->matters[s] != 0;
    un_inspector_word(in, x, 208, UN_ALIGN_CENTRE, marked ? UN_TOKEN_INK : UN_TOKEN_INK2, word);
    if (marked) un_inspector_word(in, x, 227, UN_ALIGN_CENTRE, UN_TOKEN_INK, _("\\text{marked}"));
}

/// h_t = sum over s of a_ts v_s: every step looked at is one wire away.
void un_inspector_attention(const un_Inspector *in) {
    const float *weight = weights_of(in);
    double h = un_inspector_mean(in, in->track->h, in->step);
    const float belt = 66, sum = 438;
    int step[LOOKED], count = weight ? looked_at(in, weight, step) : 0;
    float first = 50, pitch = count > 1 ? 336.0f / (float)(count - 1) : 0;
    const float wire[2][2] = {{first, belt}, {sum, belt}}, out[2][2] = {{sum, belt}, {473, belt}};
    un_inspector_wire(in, wire, 2, UN_TOKEN_INK, 0.5);
    un_inspector_wire(in, out, 2, UN_TOKEN_INK, h);
    un_inspector_tip(in, 482, belt, false, UN_TOKEN_INK);
    for (int k = 0; k < count; k++)
        look_at(in, first + pitch * (float)k, weight[step[k]], step[k]);
    un_inspector_pill(in, sum, belt, 26, "\\sum");
    un_inspector_label(in, 478, 30, UN_ALIGN_RIGHT, un_inspector_part(in, h, in->step, "h_t"));
    un_inspector_word(in, 14, 30, UN_ALIGN_LEFT, UN_TOKEN_INK2,
                      _("a_{ts}\\text{: the largest weights, }v_s\\text{ on the wires}"));
    if (!in->arrived || count == 0) return;
    float x = first + pitch * (float)largest_of(weight, step, count);
    const float back[2][2] = {{sum - 16, belt + 14}, {x, belt + 14}};
    un_inspector_wire(in, back, 2, UN_TOKEN_BACKWARD, 0.2);
    un_inspector_tip(in, x, belt + 14, true, UN_TOKEN_BACKWARD);
    un_InspectorPart part =
        un_inspector_part(in, un_inspector_gradient(in, 'h', in->step), in->step, "\\partial L/\\partial h_t");
    part.backward = true;
    if (in->unit >= 0) un_inspector_label(in, 478, belt + 36, UN_ALIGN_RIGHT, part);
}

/// dL/dv_s = a_ts dL/dh_t + what other steps send there: one jump, however far.
static void attention_back(const un_Inspector *in, un_InspectorText *text, double weight, int s) {
    int block = un_inspector_block_index(in, "v"), back = in->step - s;
    un_lines_heading(text, UN_TOKEN_BACKWARD, _("Backward"));
    if (!in->arrived) {
        un_lines_words(text, UN_LINE_NOTE, 60, "%s", _("The backward wave has not reached this step yet."));
        return;
    }
    un_lines_formula(text, 60, "\\partial L/\\partial v_s = \\sum_t a_{ts} \\, \\partial L/\\partial h_t");
    if (s < un_ink_arrived(in->context)) {
        un_lines_words(text, UN_LINE_NOTE, 55, _("The backward wave has not gone on to step %d yet."), s);
    } else if (in->unit < 0) {
        un_inspector_arriving(in, text, s);
    } else if (block >= 0) {
        double whole = in->track->units.block[block].gradient[(size_t)s * (size_t)in->H + (size_t)in->unit];
        double here = un_inspector_gradient(in, 'h', in->step), others = un_inspector_rest(whole, weight * here);
        un_Equation *numbers = un_lines_numbers(text, 92);
        un_equation_start(numbers, UN_TOKEN_BACKWARD, whole, "\\partial L/\\partial v_{%d}", s);
        un_equation_add2(numbers, (un_Operand){.value = weight, .token = UN_TOKEN_GATE_WRITE},
                         (un_Operand){.value = here, .token = UN_TOKEN_BACKWARD});
        if (others != 0) un_equation_add(numbers, (un_Operand){.value = others, .token = UN_TOKEN_BACKWARD});
        if (others != 0) snprintf(numbers->note, sizeof numbers->note, "%s", _("the last from other steps"));
    }
    if (back > 0)
        un_lines_words(text, UN_LINE_NOTE, 50, back == 1 ? _("In one jump of %d step.") : _("In one jump of %d steps."),
                       back);
}

void un_inspector_attention_text(const un_Inspector *in, un_InspectorText *text) {
    if (!un_inspector_is_shown(in, text)) return;
    const float *weight = weights_of(in);
    double h = un_inspector_mean(in, in->track->h, in->step);
    un_inspector_forward_heading(in, text);
    un_lines_formula(text, 70, "h_t = \\sum_s a_{ts} v_s,\\quad a_{ts} = \\softmax_s(q_t \\cdot k_s / \\sqrt H)");
    if (!weight) {
        un_lines_words(text, UN_LINE_SENTENCE, 85, "%s",
                       _("The sequence is long: only the weights of the step that the loss reads are kept."));
        return;
    }
    int step[LOOKED], count = looked_at(in, weight, step), largest = step[largest_of(weight, step, count)];
    un_Equation *state = un_lines_numbers(text, 95);
    un_equation_start(state, UN_TOKEN_INK, h, "h_{%d}", in->step);
    double shown = 0;
    for (int k = 0; k < count; k++) {
        double a = (double)weight[step[k]], v = value_of(in, step[k]);
        if (step[k] != largest) continue;
        un_equation_add2(state, (un_Operand){.value = a, .token = UN_TOKEN_GATE_WRITE},
                         (un_Operand){.value = v, .token = UN_TOKEN_GATE_NEW});
        shown += a * v;
    }
    if (in->step > 0) {
        un_equation_add(state, (un_Operand){.value = h - shown, .token = UN_TOKEN_INK});
        snprintf(state->note, sizeof state->note,
                 in->step == 1 ? _("from the other step") : _("from the other %d steps"), in->step);
    }
    attention_back(in, text, (double)weight[largest], largest);
    char number[32], other[32];
    const char *share = un_inspector_share((double)weight[largest], number, sizeof number);
    int mark = marked_before(in);
    if (mark < 0 || mark == largest)
        un_lines_words(text, UN_LINE_SENTENCE, 85, _("Step %d looks at step %d with %s of its attention."), in->step,
                       largest, share);
    else
        un_lines_words(text, UN_LINE_SENTENCE, 85,
                       _("Step %d looks at step %d with %s of its attention; the mark at step %d gets %s."), in->step,
                       largest, share, mark, mark_share((double)weight[mark], other, sizeof other));
}
