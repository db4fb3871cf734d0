#include "base/catalog.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum Squash { SQUASH_TANH, SQUASH_RELU, SQUASH_LINEAR } Squash;

static Squash squash_of(const un_Inspector *in) {
    if (strcmp(in->lane->activation, "relu") == 0) return SQUASH_RELU;
    return strcmp(in->lane->activation, "linear") == 0 ? SQUASH_LINEAR : SQUASH_TANH;
}

/// What the activation lets through: 1 - h^2, or 1 or 0.
static un_Operand slope_of(Squash squash, double h) {
    un_Operand slope = {.value = h, .token = UN_TOKEN_INK, .form = UN_OPERAND_SLOPE};
    if (squash == SQUASH_TANH) return slope;
    return (un_Operand){.value = squash == SQUASH_LINEAR || h > 0 ? 1 : 0, .token = UN_TOKEN_INK};
}

/// h_t = tanh(a_t),  a_t = W h_{t-1} + W_x x_t + b
void un_inspector_rnn(const un_Inspector *in) {
    int block = un_inspector_block_index(in, "a");
    double from_input = un_inspector_pre(in, block, 0), from_state = un_inspector_pre(in, block, 1);
    if (!in->shown) from_input = from_state = (double)NAN;
    const float belt = 76, low = 190, weights = 140, plus = 252, squash = 362;
    const float input[3][2] = {{14, low}, {plus, low}, {plus, belt}};
    const float state[2][2] = {{weights, belt}, {plus, belt}}, sum[2][2] = {{plus, belt}, {squash, belt}};
    un_inspector_conveyor(in, belt, in->track->h, 1);
    un_inspector_wire(in, state, 2, UN_TOKEN_INK, from_state);
    un_inspector_wire(in, sum, 2, UN_TOKEN_INK, from_state + from_input);
    un_inspector_wire(in, input, 3, UN_TOKEN_INK3, from_input);
    un_inspector_node(in, plus, belt, '+');
    un_inspector_pill(in, weights, belt, 52, "W");
    static const char *const name[] = {"\\tanh", "\\relu"};
    if (squash_of(in) != SQUASH_LINEAR) un_inspector_pill(in, squash, belt, 58, name[squash_of(in)]);
    un_inspector_pill(in, plus, low, 56, "W_x");
    un_inspector_ends(in, belt, 'h', in->track->h, weights - 28, squash + 30);
    un_InspectorPart part = un_inspector_part(in, from_state, in->step, "W h_{%s}", un_inspector_earlier(in));
    un_inspector_label(in, 204, belt - 22, UN_ALIGN_CENTRE, part);
    part = un_inspector_part(in, from_input, in->step, "W_x x_t + b");
    un_inspector_label(in, 292, low + 5, UN_ALIGN_LEFT, part);
    part = un_inspector_part(in, from_state + from_input, in->step, "a");
    part.block = block;
    un_inspector_label(in, 314, belt - 22, UN_ALIGN_CENTRE, part);
    un_inspector_input(in, 14, low - 10, false);
    if (!in->passed || in->before < 0 || in->cut || in->layout->diagram.w < 400 * in->context->scale) return;
    static const char *const slope[] = {"\\times (1 - h_t^2)", "\\times [h_t > 0]"};
    if (squash_of(in) != SQUASH_LINEAR)
        un_inspector_word(in, squash, belt + 40, UN_ALIGN_CENTRE, UN_TOKEN_BACKWARD, slope[squash_of(in)]);
    un_inspector_word(in, weights, belt + 40, UN_ALIGN_CENTRE, UN_TOKEN_BACKWARD, "\\times W^\\top");
}

/// dL/da_t = slope dL/dh_t, and dL/dh_{t-1} = W^T dL/da_t: one unit's sum over all.
static void rnn_back(const un_Inspector *in, un_InspectorText *text, int block, double h, Squash squash) {
    static const char *const slope[] = {"(1 - h_t^2) \\odot", "[h_t > 0] \\odot", ""};
    if (!un_inspector_back_heading(in, text)) return;
    if (in->unit < 0) {
        un_inspector_back_norms(in, text, 'h');
        return;
    }
    size_t at = (size_t)in->step * (size_t)in->H + (size_t)in->unit;
    double through = block < 0 ? (double)NAN : in->track->units.block[block].gradient[at];
    un_lines_formula(text, 60,
                     squash == SQUASH_LINEAR ? "\\partial L/\\partial h_{%s} = W^\\top%s \\partial L/\\partial h_t"
                                             : "\\partial L/\\partial h_{%s} = W^\\top (%s \\partial L/\\partial h_t)",
                     un_inspector_earlier(in), slope[squash]);
    un_Equation *first = un_lines_numbers(text, 92);
    un_equation_start(first, UN_TOKEN_BACKWARD, through, "\\partial L/\\partial a_{%d}", in->step);
    un_equation_add2(first, slope_of(squash, h),
                     (un_Operand){.value = un_inspector_gradient(in, 'h', in->step), .token = UN_TOKEN_BACKWARD});
    un_Equation *on = un_lines_numbers(text, 80);
    un_equation_start(on, UN_TOKEN_BACKWARD, un_inspector_gradient(in, 'h', in->before), "\\partial L/\\partial h_{%d}",
                      in->before);
    snprintf(on->note, sizeof on->note, _("through W, from all %d units"), in->H);
}

static void rnn_sentence(const un_Inspector *in, un_InspectorText *text, double h, Squash squash) {
    char number[32];
    un_inspector_share(1 - h * h, number, sizeof number);
    const char *words =
        in->unit < 0              ? _("Every step back pays twice: once to the activation, once to W.")
        : squash == SQUASH_LINEAR ? _("Nothing is squashed: W alone stretches or shrinks the gradient, at every step.")
        : squash == SQUASH_RELU   ? (h > 0 ? _("The unit is on: the gradient passes whole, and W takes its toll.")
                                           : _("The unit is off: no gradient passes through it."))
                                  : NULL;
    if (words)
        un_lines_words(text, UN_LINE_SENTENCE, 85, "%s", words);
    else
        un_lines_words(text, UN_LINE_SENTENCE, 85,
                       h * h > 0.8 ? _("tanh is saturated: only %s of the gradient passes, and then W takes its toll.")
                                   : _("tanh lets %s of the gradient pass, and then W takes its toll."),
                       number);
}

void un_inspector_rnn_text(const un_Inspector *in, un_InspectorText *text) {
    static const char *const name[] = {"\\tanh", "\\relu", ""};
    static const un_Function function[] = {UN_FUNCTION_TANH, UN_FUNCTION_RELU, UN_FUNCTION_NONE};
    if (!un_inspector_is_shown(in, text)) return;
    int block = un_inspector_block_index(in, "a");
    Squash squash = squash_of(in);
    double h = un_inspector_mean(in, in->track->h, in->step);
    double from_state = un_inspector_pre(in, block, 1), from_input = un_inspector_pre(in, block, 0);
    un_inspector_forward_heading(in, text);
    un_lines_formula(text, 70,
                     squash == SQUASH_LINEAR ? "h_t = %sW h_{%s} + W_x x_t + b" : "h_t = %s(W h_{%s} + W_x x_t + b)",
                     name[squash], un_inspector_earlier(in));
    bool all = in->unit < 0 && squash != SQUASH_LINEAR; // a mean goes through a sum, but through no activation
    un_Equation *state = un_lines_numbers(text, 95);
    un_equation_start(state, UN_TOKEN_INK, all ? from_state + from_input : h, all ? "a_{%d}" : "h_{%d}", in->step);
    if (all)
        snprintf(state->note, sizeof state->note, "%s", _("before the activation"));
    else
        state->function = function[squash];
    un_equation_add(state, (un_Operand){.value = from_state, .token = UN_TOKEN_INK});
    un_equation_add(state, (un_Operand){.value = from_input, .token = UN_TOKEN_INK});
    rnn_back(in, text, block, h, squash);
    rnn_sentence(in, text, h, squash);
}
