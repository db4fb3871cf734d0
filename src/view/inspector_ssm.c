#include "base/catalog.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// The share that is kept: "a", the same at every step, or "z", which reads the input.
static int keep_index(const un_Inspector *in) {
    return un_inspector_gate_index(in, in->cell->knob);
}

/// u_t (T,H): linear in the input, so its pre-activation is its value. NULL: not measured.
static const float *candidate(const un_Inspector *in) {
    int block = un_inspector_block_index(in, "u");
    return block < 0 ? NULL : in->track->units.block[block].from_input;
}

/// c_t = z c_{t-1} + (1 - z) u_t,  h_t = tanh(W_o c_t + b)
void un_inspector_ssm(const un_Inspector *in) {
    int keep = keep_index(in);
    if (keep < 0) return;
    double z = un_inspector_gate(in, keep), u = un_inspector_mean(in, candidate(in), in->step),
           h = un_inspector_mean(in, in->track->h, in->step);
    const float belt = 40, row = 162, bottom = 197, left = 140, right = 262, plus = 344, product = 104, tap = 420;
    bool reads = strcmp(in->cell->name, "selective") == 0;
    const float input[2][2] = {{14, bottom}, {right, bottom}};
    un_inspector_wire(in, input, 2, UN_TOKEN_INK3, 0);
    const float feed[2][2] = {{right, bottom}, {right, row}}, gate[2][2] = {{left, bottom}, {left, row}};
    un_inspector_wire(in, feed, 2, UN_TOKEN_INK3, 0);
    if (reads) un_inspector_wire(in, gate, 2, UN_TOKEN_INK3, 0);
    const float pass[2][2] = {{left, row}, {left, belt}};
    const float rest[5][2] = {{left, row}, {201, row}, {201, 128}, {plus, 128}, {plus, product}};
    const float fresh[3][2] = {{right, row}, {right, product}, {plus, product}};
    const float up[2][2] = {{plus, product}, {plus, belt}}, out[3][2] = {{tap, belt}, {tap, bottom}, {473, bottom}};
    un_inspector_wire(in, pass, 2, UN_TOKEN_GATE_KEEP, z);
    un_inspector_wire(in, rest, 5, UN_TOKEN_GATE_KEEP, 1 - z);
    un_inspector_wire(in, fresh, 3, UN_TOKEN_GATE_NEW, u);
    un_inspector_wire(in, up, 2, UN_TOKEN_INK, (1 - z) * u);
    un_inspector_wire(in, out, 3, UN_TOKEN_INK, h);
    un_inspector_tip(in, 480, bottom, false, UN_TOKEN_INK);
    un_inspector_conveyor(in, belt, in->track->c, fmax(1, (double)in->track->c_largest));
    un_inspector_node(in, left, belt, '*');
    un_inspector_node(in, plus, belt, '+');
    un_inspector_node(in, plus, product, '*');
    un_inspector_pill(in, tap, 96, 46, "W_o");
    un_inspector_pill(in, tap, 150, 46, "\\tanh");
    un_inspector_gauge(in, left, row, 86, UN_TOKEN_GATE_KEEP, un_inspector_gate_part(in, keep));
    un_InspectorPart fresh_part = un_inspector_part(in, u, in->step, "u");
    fresh_part.block = un_inspector_block_index(in, "u");
    un_inspector_gauge(in, right, row, 86, UN_TOKEN_GATE_NEW, fresh_part);
    un_inspector_word(in, plus + 8, 146, UN_ALIGN_LEFT, UN_TOKEN_INK2, reads ? "1 - z" : "1 - a");
    un_inspector_ends(in, belt, 'c', in->track->c, left, tap);
    un_inspector_input(in, 14, un_inspector_under(in, bottom), false);
    un_inspector_output(in, bottom);
}

void un_inspector_ssm_text(const un_Inspector *in, un_InspectorText *text) {
    int keep = keep_index(in);
    if (keep < 0 || !un_inspector_is_shown(in, text)) return;
    const un_SnapshotGate *gate = &in->track->gate[keep];
    const char *name = gate->name;
    const float *u = candidate(in);
    double z = un_inspector_gate(in, keep), then = un_inspector_mean(in, in->track->c, in->before),
           now = un_inspector_mean(in, in->track->c, in->step);
    bool reads = strcmp(in->cell->name, "selective") == 0;
    un_inspector_forward_heading(in, text);
    if (reads) un_inspector_gate_lines(in, text);
    un_inspector_held_lines(in, text);
    un_lines_formula(text, 70, "c_t = %s \\odot c_{%s} + (1 - %s) \\odot u,\\quad %s = %s", name,
                     un_inspector_earlier(in), name, name, reads ? "\\sigma(W_z x_t + b)" : "\\sigma(\\alpha)");
    un_Equation *state = un_lines_numbers(text, 95);
    un_equation_start(state, UN_TOKEN_INK, now, "c_{%d}", in->step);
    if (in->unit < 0) {
        double kept = un_inspector_product(in, gate->value, in->step, in->track->c, in->before, false);
        double written = un_inspector_product(in, gate->value, in->step, u, in->step, true);
        un_equation_add(state, (un_Operand){.value = kept, .token = UN_TOKEN_GATE_KEEP});
        un_equation_add(state, (un_Operand){.value = written, .token = UN_TOKEN_GATE_NEW});
        snprintf(state->note, sizeof state->note, "%s", _("kept + new"));
    } else {
        un_Operand share = {.value = z, .token = UN_TOKEN_GATE_KEEP}, rest = share;
        rest.form = UN_OPERAND_REST;
        un_equation_add2(state, share, (un_Operand){.value = then, .token = UN_TOKEN_INK});
        un_equation_add2(state, rest,
                         (un_Operand){.value = un_inspector_mean(in, u, in->step), .token = UN_TOKEN_GATE_NEW});
    }
    char rest[64], number[32];
    snprintf(rest, sizeof rest, _("\\text{rest through } h_{%s}"), un_inspector_earlier(in));
    un_inspector_back(in, text, 'c', keep, rest);
    un_inspector_share(z, number, sizeof number);
    if (reads)
        un_lines_words(text, UN_LINE_SENTENCE, 85,
                       _("The gate reads the input: at this symbol it keeps %s of the memory."), number);
    else
        un_lines_words(text, UN_LINE_SENTENCE, 85,
                       _("The eigenvalue %s is the same at every step: %s of the memory is kept, whatever is read."),
                       name, number);
}
