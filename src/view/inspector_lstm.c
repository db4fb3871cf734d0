#include "base/catalog.h"
#include "base/number.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>

/// c_t = f c_{t-1} + i g,  h_t = o tanh(c_t): the conveyor of c on top, the gates under it.
void un_inspector_lstm(const un_Inspector *in) {
    static const float column[4] = {84, 174, 262, 350};
    static const char *const name[4] = {"f", "i", "g", "o"};
    int gate[4];
    double value[4];
    un_Token token[4];
    for (int g = 0; g < 4; g++) {
        gate[g] = un_inspector_gate_index(in, name[g]);
        if (gate[g] < 0) return;
        value[g] = un_inspector_gate(in, gate[g]);
        token[g] = un_ink_job(in->track->gate[gate[g]].job);
    }
    enum { F, I, G, O };
    const float belt = 40, row = 158, product = 104, read = 128, bottom = 197, tap = 404;
    double h = un_inspector_mean(in, in->track->h, in->step);
    const float input[2][2] = {{14, bottom}, {column[O], bottom}};
    un_inspector_wire(in, input, 2, UN_TOKEN_INK3, 0);
    for (int g = 0; g < 4; g++) {
        const float feed[2][2] = {{column[g], bottom}, {column[g], row}};
        un_inspector_wire(in, feed, 2, UN_TOKEN_INK3, 0);
    }
    const float forget[2][2] = {{column[F], row}, {column[F], belt}};
    const float write[3][2] = {{column[I], row}, {column[I], product}, {218, product}};
    const float fresh[3][2] = {{column[G], row}, {column[G], product}, {218, product}};
    const float up[2][2] = {{218, product}, {218, belt}};
    const float down[3][2] = {{tap, belt}, {tap, bottom}, {473, bottom}};
    const float open[3][2] = {{column[O], row}, {column[O], read}, {tap, read}};
    un_inspector_wire(in, forget, 2, token[F], value[F]);
    un_inspector_wire(in, write, 3, token[I], value[I]);
    un_inspector_wire(in, fresh, 3, token[G], value[G]);
    un_inspector_wire(in, up, 2, UN_TOKEN_INK, value[I] * value[G]);
    un_inspector_wire(in, down, 3, UN_TOKEN_INK, h);
    un_inspector_wire(in, open, 3, token[O], value[O]);
    un_inspector_tip(in, 480, bottom, false, UN_TOKEN_INK);
    un_inspector_conveyor(in, belt, in->track->c, fmax(1, (double)in->track->c_largest));
    un_inspector_node(in, column[F], belt, '*');
    un_inspector_node(in, 218, belt, '+');
    un_inspector_node(in, 218, product, '*');
    un_inspector_node(in, tap, read, '*');
    un_inspector_pill(in, tap, 95, 46, "\\tanh");
    for (int g = 0; g < 4; g++)
        un_inspector_gauge(in, column[g], row, 80, token[g], un_inspector_gate_part(in, gate[g]));
    un_inspector_ends(in, belt, 'c', in->track->c, column[F], tap);
    un_inspector_input(in, 14, un_inspector_under(in, bottom), true);
    un_inspector_output(in, bottom);
}

/// What the gates do to the memory, in plain words.
static void sentence(const un_Inspector *in, un_InspectorText *text, double f, double written, double o) {
    char first[96], second[96], third[64] = "", number[32];
    const char *share = un_inspector_share(f, number, sizeof number);
    if (in->before < 0)
        snprintf(first, sizeof first, "%s", _("The first step: there is no memory yet"));
    else
        snprintf(first, sizeof first,
                 f >= 0.9   ? _("The forget gate lets %s of the memory pass")
                 : f >= 0.1 ? _("The forget gate keeps %s of the memory")
                            : _("The forget gate erases the memory but for %s"),
                 share);
    if (fabs(written) < 0.02)
        snprintf(second, sizeof second, "%s", _("almost nothing is written"));
    else
        snprintf(second, sizeof second, _("%s is written"), un_number_round(written, 2, number, sizeof number));
    if (o < 0.1) snprintf(third, sizeof third, "%s", _("; the output gate hides it"));
    un_lines_words(text, UN_LINE_SENTENCE, 85, "%s; %s%s.", first, second, third);
}

void un_inspector_lstm_text(const un_Inspector *in, un_InspectorText *text) {
    int fi = un_inspector_gate_index(in, "f"), ii = un_inspector_gate_index(in, "i"),
        gi = un_inspector_gate_index(in, "g"), oi = un_inspector_gate_index(in, "o");
    if (fi < 0 || ii < 0 || gi < 0 || oi < 0 || !un_inspector_is_shown(in, text)) return;
    const un_SnapshotGate *gate = in->track->gate;
    double f = un_inspector_gate(in, fi), i = un_inspector_gate(in, ii), g = un_inspector_gate(in, gi),
           o = un_inspector_gate(in, oi), then = un_inspector_mean(in, in->track->c, in->before),
           now = un_inspector_mean(in, in->track->c, in->step);
    double written = un_inspector_product(in, gate[ii].value, in->step, gate[gi].value, in->step, false);
    un_inspector_forward_heading(in, text);
    un_inspector_gate_lines(in, text);
    un_inspector_held_lines(in, text);
    un_lines_formula(text, 70, "c_t = f \\odot c_{%s} + i \\odot g", un_inspector_earlier(in));
    un_Equation *state = un_lines_numbers(text, 95);
    un_equation_start(state, UN_TOKEN_INK, now, "c_{%d}", in->step);
    if (in->unit < 0) {
        double kept = un_inspector_product(in, gate[fi].value, in->step, in->track->c, in->before, false);
        un_equation_add(state, (un_Operand){.value = kept, .token = UN_TOKEN_GATE_KEEP});
        un_equation_add(state, (un_Operand){.value = written, .token = UN_TOKEN_GATE_WRITE});
        snprintf(state->note, sizeof state->note, "%s", _("kept + written"));
    } else {
        un_equation_add2(state, (un_Operand){.value = f, .token = UN_TOKEN_GATE_KEEP},
                         (un_Operand){.value = then, .token = UN_TOKEN_INK});
        un_equation_add2(state, (un_Operand){.value = i, .token = UN_TOKEN_GATE_WRITE},
                         (un_Operand){.value = g, .token = UN_TOKEN_GATE_NEW});
        un_lines_formula(text, 30, "h_t = o \\odot \\tanh c_t");
        un_Equation *out = un_lines_numbers(text, 40);
        un_equation_start(out, UN_TOKEN_INK, un_inspector_mean(in, in->track->h, in->step), "h_{%d}", in->step);
        un_equation_add2(out, (un_Operand){.value = o, .token = UN_TOKEN_GATE_READ},
                         (un_Operand){.value = now, .token = UN_TOKEN_INK, .form = UN_OPERAND_TANH});
    }
    char rest[64];
    snprintf(rest, sizeof rest, _("\\text{rest through } h_{%s}"), un_inspector_earlier(in));
    un_inspector_back(in, text, 'c', fi, rest);
    sentence(in, text, f, written, o);
}
