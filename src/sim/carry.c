#include "sim/carry.h"

static const un_TrackPart parts[] = {UN_PART_H, UN_PART_C};
enum { PARTS = sizeof parts / sizeof *parts };

/// (sequences, layers, PARTS, H)
static size_t place_of(const un_NetDef *net, int sequence, int layer, int part) {
    return (((size_t)sequence * (size_t)net->layers + (size_t)layer) * PARTS + (size_t)part) * (size_t)net->hidden;
}

size_t un_carry_size(const un_NetDef *net, int sequences) {
    return un_cell_info(net->cell)->carries_state ? place_of(net, sequences, 0, 0) : 0;
}

void un_carry_load(const un_NetDef *net, un_Tape_f32 *tape, const float *carried, int first) {
    if (!un_cell_info(net->cell)->carries_state) return;
    for (int b = 0; b < tape->B; b++) {
        for (int layer = 0; layer < net->layers; layer++) {
            for (int part = 0; part < PARTS; part++) {
                un_tape_set_initial_f32(net, tape, layer, 0, parts[part], b,
                                        carried + place_of(net, first + b, layer, part));
            }
        }
    }
}

void un_carry_store(const un_NetDef *net, const un_Tape_f32 *tape, float *carried, int first) {
    if (!un_cell_info(net->cell)->carries_state) return;
    for (int b = 0; b < tape->B; b++) {
        for (int layer = 0; layer < net->layers; layer++) {
            for (int part = 0; part < PARTS; part++) {
                float *to = carried + place_of(net, first + b, layer, part);
                un_tape_row_f32(net, tape, layer, 0, parts[part], 0, tape->T - 1, b, to); // else it stays zero
            }
        }
    }
}
