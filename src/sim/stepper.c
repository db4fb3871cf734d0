#include "sim/stepper.h"

#include "base/check.h"
#include "sim/carry.h"

#include <string.h>

bool un_stepper_can(const un_NetDef *net) {
    return !net->bidirectional;
}

void un_stepper_carve(un_Stepper *stepper, un_Arena *arena, const un_NetDef *net, int B, int memory) {
    UN_CHECK(un_stepper_can(net) && B >= 1 && memory >= 1);
    *stepper = (un_Stepper){.net = *net, .B = B, .window = un_cell_info(net->cell)->carries_state ? 1 : memory};
    stepper->packed = un_arena_take(arena, un_packed_size_f32(net), sizeof(float));
    stepper->x = un_arena_take(arena, (size_t)stepper->window * (size_t)B * (size_t)net->input, sizeof(float));
    stepper->carried = un_arena_take(arena, un_carry_size(net, B), sizeof(float));
    un_tape_carve_f32(&stepper->tape, arena, net, &(un_TapeDef){.T = stepper->window, .B = B, .isa = net->isa});
}

void un_stepper_start(un_Stepper *stepper, const float *params) {
    stepper->params = params;
    stepper->seen = 0;
    stepper->tape.B = stepper->B;
    un_weights_pack_f32(&stepper->net, stepper->net.isa, params, stepper->packed);
    un_tape_clear_initial_f32(&stepper->net, &stepper->tape);
}

const float *un_stepper_step(un_Stepper *stepper, const float *x) {
    size_t row = (size_t)stepper->B * (size_t)stepper->net.input;
    if (stepper->seen == stepper->window) {
        memmove(stepper->x, stepper->x + row, (size_t)(stepper->window - 1) * row * sizeof(float));
        stepper->seen--;
    }
    memcpy(stepper->x + (size_t)stepper->seen * row, x, row * sizeof(float));
    stepper->seen++;
    stepper->tape.T = stepper->seen;
    un_net_forward_f32(&stepper->net, stepper->params, stepper->packed, &stepper->tape, stepper->x);
    un_carry_store(&stepper->net, &stepper->tape, stepper->carried, 0);
    un_carry_load(&stepper->net, &stepper->tape, stepper->carried, 0);
    return stepper->tape.logits + (size_t)(stepper->seen - 1) * (size_t)stepper->B * (size_t)stepper->net.output;
}
