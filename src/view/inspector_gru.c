#include "base/catalog.h"
#include "base/number.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>

/// h_t = z h_{t-1} + (1 - z) n: the state is its own conveyor; r decides how much of it the candidate n sees.
void un_inspector_gru(const un_Inspector *in) {
    int ri = un_inspector_gate_index(in, "r"), zi = un_inspector_gate_index(in, "z"),
        ni = un_inspector_gate_index(in, "n");
    if (ri < 0 || zi < 0 || ni < 0) return;
    double r = un_inspector_gate(in, ri), z = un_inspector_gate(in, zi), n = un_inspector_gate(in, ni);
    const float belt = 40, row = 162, bottom = 197, plus = 412, left = 84, middle = 196, right = 322, product = 104;
    const float input[2][2] = {{14, bottom}, {right + 14, bottom}};
    un_inspector_wire(in, input, 2, UN_TOKEN_INK3, 0);
    const float column[3] = {left, middle, right + 14};
    for (int g = 0; g < 3; g++) {
        const float feed[2][2] = {{column[g], bottom}, {column[g], row}};
        un_inspector_wire(in, feed, 2, UN_TOKEN_INK3, 0);
    }
    const float reset[6][2] = {{left, row}, {left, 116}, {144, 116}, {144, 188}, {right - 14, 188}, {right - 14, row}};
    const float keep[2][2] = {{middle, row}, {middle, belt}};
    const float rest[5][2] = {{middle, row}, {258, row}, {258, 128}, {plus, 128}, {plus, product}};
    const float fresh[3][2] = {{right, row}, {right, product}, {plus, product}};
    const float up[2][2] = {{plus, product}, {plus, belt}};
    un_inspector_wire(in, reset, 6, UN_TOKEN_GATE_RESET, r);
    un_inspector_wire(in, keep, 2, UN_TOKEN_GATE_KEEP, z);
    un_inspector_wire(in, rest, 5, UN_TOKEN_GATE_KEEP, 1 - z);
    un_inspector_wire(in, fresh, 3, UN_TOKEN_GATE_NEW, n);
    un_inspector_wire(in, up, 2, UN_TOKEN_INK, (1 - z) * n);
    un_inspector_conveyor(in, belt, in->track->h, 1);
    un_inspector_node(in, middle, belt, '*');
    un_inspector_node(in, plus, belt, '+');
    un_inspector_node(in, plus, product, '*');
    un_inspector_gauge(in, left, row, 84, UN_TOKEN_GATE_RESET, un_inspector_gate_part(in, ri));
    un_inspector_gauge(in, middle, row, 84, UN_TOKEN_GATE_KEEP, un_inspector_gate_part(in, zi));
    un_inspector_gauge(in, right, row, 84, UN_TOKEN_GATE_NEW, un_inspector_gate_part(in, ni));
    un_inspector_word(in, plus + 8, 146, UN_ALIGN_LEFT, UN_TOKEN_INK2, "1 - z");
    un_inspector_ends(in, belt, 'h', in->track->h, middle, plus);
    un_inspector_input(in, 14, un_inspector_under(in, bottom), true);
}

static void sentence(const un_Inspector *in, un_InspectorText *text, double z, double r) {
    char first[96], number[32], other[32];
    un_inspector_share(in->before < 0 ? 1 - z : z, number, sizeof number);
    if (in->before < 0)
        snprintf(first, sizeof first, _("The first step: %s of the candidate becomes the state"), number);
    else
        snprintf(first, sizeof first,
                 z >= 0.9   ? _("The update gate lets %s of the state pass")
                 : z >= 0.1 ? _("The update gate keeps %s of the state")
                            : _("The update gate replaces the state but for %s"),
                 number);
    un_lines_words(text, UN_LINE_SENTENCE, 85, _("%s; the candidate sees %s of it."), first,
                   un_inspector_share(r, other, sizeof other));
}

void un_inspector_gru_text(const un_Inspector *in, un_InspectorText *text) {
    int ri = un_inspector_gate_index(in, "r"), zi = un_inspector_gate_index(in, "z"),
        ni = un_inspector_gate_index(in, "n");
    if (ri < 0 || zi < 0 || ni < 0 || !un_inspector_is_shown(in, text)) return;
    const un_SnapshotGate *gate = in->track->gate;
    double z = un_inspector_gate(in, zi), n = un_inspector_gate(in, ni);
    double then = un_inspector_mean(in, in->track->h, in->before), now = un_inspector_mean(in, in->track->h, in->step);
    un_inspector_forward_heading(in, text);
    un_inspector_gate_lines(in, text);
    un_inspector_held_lines(in, text);
    un_lines_formula(text, 70, "h_t = z \\odot h_{%s} + (1 - z) \\odot n", un_inspector_earlier(in));
    un_Equation *state = un_lines_numbers(text, 95);
    un_equation_start(state, UN_TOKEN_INK, now, "h_{%d}", in->step);
    if (in->unit < 0) {
        double kept = un_inspector_product(in, gate[zi].value, in->step, in->track->h, in->before, false);
        double written = un_inspector_product(in, gate[zi].value, in->step, gate[ni].value, in->step, true);
        un_equation_add(state, (un_Operand){.value = kept, .token = UN_TOKEN_GATE_KEEP});
        un_equation_add(state, (un_Operand){.value = written, .token = UN_TOKEN_GATE_NEW});
        snprintf(state->note, sizeof state->note, "%s", _("kept + new"));
    } else {
        un_Operand keep = {.value = z, .token = UN_TOKEN_GATE_KEEP}, rest = keep;
        rest.form = UN_OPERAND_REST;
        un_equation_add2(state, keep, (un_Operand){.value = then, .token = UN_TOKEN_INK});
        un_equation_add2(state, rest, (un_Operand){.value = n, .token = UN_TOKEN_GATE_NEW});
    }
    un_inspector_back(in, text, 'h', zi, _("\\text{rest through the gates}"));
    sentence(in, text, z, un_inspector_gate(in, ri));
}
