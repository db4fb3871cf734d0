#include "base/catalog.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <string.h>

static double whole_pre(const un_Inspector *in, int block) {
    return un_inspector_pre(in, block, 0) + un_inspector_pre(in, block, 1);
}

/// h_t = tanh(a_t), a_t = W x_t + b, of this step alone or of a window of steps: no state.
void un_inspector_plain(const un_Inspector *in) {
    int block = un_inspector_block_index(in, "a");
    double a = whole_pre(in, block), h = un_inspector_mean(in, in->track->h, in->step);
    if (!in->shown) a = (double)NAN;
    const float belt = 110;
    const float wire[2][2] = {{14, belt}, {473, belt}};
    un_inspector_wire(in, wire, 2, UN_TOKEN_INK, h);
    un_inspector_tip(in, 480, belt, false, UN_TOKEN_INK);
    un_inspector_pill(in, 180, belt, 56, "W");
    un_inspector_pill(in, 350, belt, 60, "\\tanh");
    un_inspector_input(in, 14, belt - 14, false);
    un_InspectorPart part = un_inspector_part(in, a, in->step, "a");
    part.block = block;
    un_inspector_label(in, 265, belt - 14, UN_ALIGN_CENTRE, part);
    un_inspector_label(in, 478, belt - 14, UN_ALIGN_RIGHT, un_inspector_part(in, h, in->step, "h_t"));
    if (!in->arrived) return;
    const float back[2][2] = {{478, belt + 22}, {180, belt + 22}};
    un_inspector_wire(in, back, 2, UN_TOKEN_BACKWARD, 0.2);
    un_inspector_tip(in, 176, belt + 22, true, UN_TOKEN_BACKWARD);
    double all = in->track->dh.norm[in->step]; // of a, where no state is that could have a gradient
    part = in->unit < 0
               ? un_inspector_part(in, all, in->step, "\\partial L/\\partial %s_t", in->track->dh.variable)
               : un_inspector_part(in, un_inspector_gradient(in, 'h', in->step), in->step, "\\partial L/\\partial h_t");
    part.backward = true;
    if (in->unit < 0)
        un_inspector_label(in, 265, belt + 44, UN_ALIGN_CENTRE, part);
    else
        un_inspector_label(in, 478, belt + 44, UN_ALIGN_RIGHT, part);
}

void un_inspector_plain_text(const un_Inspector *in, un_InspectorText *text) {
    if (!un_inspector_is_shown(in, text)) return;
    int block = un_inspector_block_index(in, "a");
    bool window = strcmp(in->cell->name, "window") == 0;
    double h = un_inspector_mean(in, in->track->h, in->step);
    un_inspector_forward_heading(in, text);
    un_lines_formula(text, 70, window ? "h_t = \\tanh(W (x_t, x_{t-1}, \\ldots) + b)" : "h_t = \\tanh(W x_t + b)");
    if (in->unit >= 0) {
        un_Equation *state = un_lines_numbers(text, 95);
        un_equation_start(state, UN_TOKEN_INK, h, "h_{%d}", in->step);
        state->function = UN_FUNCTION_TANH;
        un_equation_add(state, (un_Operand){.value = whole_pre(in, block), .token = UN_TOKEN_INK});
    }
    un_lines_heading(text, UN_TOKEN_BACKWARD, _("Backward"));
    if (!in->arrived) {
        un_lines_words(text, UN_LINE_NOTE, 60, "%s", _("The backward wave has not reached this step yet."));
    } else if (in->unit < 0) {
        un_inspector_arriving(in, text, in->step);
    } else {
        un_lines_formula(text, 60, "\\partial L/\\partial a_t = (1 - h_t^2) \\odot \\partial L/\\partial h_t");
        un_Equation *squash = un_lines_numbers(text, 92);
        double through = block >= 0 ? in->track->units.block[block].gradient[in->step * in->H + in->unit] : (double)NAN;
        un_equation_start(squash, UN_TOKEN_BACKWARD, through, "\\partial L/\\partial a_{%d}", in->step);
        un_equation_add2(squash, (un_Operand){.value = h, .token = UN_TOKEN_INK, .form = UN_OPERAND_SLOPE},
                         (un_Operand){.value = un_inspector_gradient(in, 'h', in->step), .token = UN_TOKEN_BACKWARD});
    }
    un_lines_words(text, UN_LINE_SENTENCE, 85, "%s",
                   window ? _("No state: it sees its window of steps and nothing before it.")
                          : _("No state: it sees this step alone and can remember nothing."));
}
