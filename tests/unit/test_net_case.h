/// A small model in double with random weights, inputs, states and targets, for the tests of net.
#ifndef UN_TEST_NET_CASE_H
#define UN_TEST_NET_CASE_H

#include "net/model.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Net {
    un_NetDef def;
    int T, B, directions, tracks;
    size_t count, state; ///< parameters; B*H
    double *params, *packed, *grads, *x, *h0, *c0, *values;
    int32_t *classes;
    unsigned char *scored;
    un_Arena arena;
    un_Tape_f64 tape;
} Net;

static inline double *net_random(un_Random *random, size_t count, double size) {
    double *array = malloc(count * sizeof *array);
    for (size_t i = 0; i < count; i++) {
        array[i] = un_random_uniform(random, -size, size);
    }
    return array;
}

static inline Net net_create(un_NetDef def, int T, int B, uint64_t seed) {
    def.isa = un_isa_best();
    Net net = {.def = def, .T = T, .B = B, .directions = def.bidirectional ? 2 : 1};
    un_ParamInfo info[UN_PARAMS_MAX];
    un_Random random = un_random_stream(seed, "test");
    un_net_params(&def, info, &net.count);
    net.tracks = def.layers * net.directions;
    net.state = (size_t)B * (size_t)def.hidden;
    size_t steps = (size_t)T * (size_t)B;
    net.params = net_random(&random, net.count, 0.9);
    net.packed = calloc(un_packed_size_f64(&def), sizeof(double));
    net.grads = calloc(net.count, sizeof(double));
    net.x = net_random(&random, steps * (size_t)def.input, 1.0);
    net.h0 = net_random(&random, (size_t)net.tracks * net.state, 0.8);
    net.c0 = net_random(&random, (size_t)net.tracks * net.state, 0.8);
    net.values = net_random(&random, steps * (size_t)def.output, 1.0);
    net.classes = calloc(steps, sizeof *net.classes);
    net.scored = calloc(steps, 1);
    for (size_t i = 0; i < steps; i++) {
        net.classes[i] = un_random_below(&random, def.output);
        net.scored[i] = un_random_below(&random, 3) > 0 || i + 1 == steps;
    }
    net.arena = un_arena_measure();
    un_tape_carve_f64(&net.tape, &net.arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = def.isa, .with_dx = true});
    un_arena_reserve(&net.arena, net.arena.used);
    un_tape_carve_f64(&net.tape, &net.arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = def.isa, .with_dx = true});
    return net;
}

static inline void net_free(Net *net) {
    free(net->params);
    free(net->packed);
    free(net->grads);
    free(net->x);
    free(net->h0);
    free(net->c0);
    free(net->values);
    free(net->classes);
    free(net->scored);
    un_arena_free(&net->arena);
}

static inline void net_set_states(Net *net, const double *h0, const double *c0) {
    size_t H = (size_t)net->def.hidden;
    for (int i = 0; i < net->tracks; i++) {
        for (int b = 0; b < net->B; b++) {
            size_t at = (size_t)i * net->state + (size_t)b * H;
            int layer = i / net->directions, direction = i % net->directions;
            un_tape_set_initial_f64(&net->def, &net->tape, layer, direction, UN_PART_H, b, h0 + at);
            un_tape_set_initial_f64(&net->def, &net->tape, layer, direction, UN_PART_C, b, c0 + at);
        }
    }
}

/// One part of all sequences at time t (-1: the initial state): to (B,H). False: the track has no such part.
static inline bool net_rows(const Net *net, int track, un_TrackPart part, int gate, int t, double *to) {
    bool there = true;
    for (int b = 0; b < net->B; b++) {
        there = un_tape_row_f64(&net->def, &net->tape, track / net->directions, track % net->directions, part, gate, t,
                                b, to + (size_t)b * (size_t)net->def.hidden);
    }
    return there;
}

/// The same at every time, in memory of its own: (T,B,H), NULL without such a part.
static inline double *net_all_rows(const Net *net, int track, un_TrackPart part, int gate) {
    double *all = calloc((size_t)net->T * net->state, sizeof *all);
    for (int t = 0; t < net->T; t++) {
        if (net_rows(net, track, part, gate, t, all + (size_t)t * net->state)) continue;
        free(all);
        return NULL;
    }
    return all;
}

/// Forward and loss (a sum) over steps first..first+T-1 with the states already set.
static inline double net_forward(Net *net, int first, int T) {
    size_t from = (size_t)first * (size_t)net->B;
    un_Target_f64 target = {.scored = net->scored + from,
                            .class_target = net->classes + from,
                            .value_target = net->values + from * (size_t)net->def.output};
    net->tape.T = T;
    un_weights_pack_f64(&net->def, net->def.isa, net->params, net->packed);
    un_net_forward_f64(&net->def, net->params, net->packed, &net->tape, net->x + from * (size_t)net->def.input);
    return un_net_loss_f64(&net->def, &net->tape, &target, 1.0, NULL);
}

/// Forward and backward over the whole sequence.
static inline double net_run(Net *net) {
    net_set_states(net, net->h0, net->c0);
    double loss = net_forward(net, 0, net->T);
    memset(net->grads, 0, net->count * sizeof *net->grads);
    un_net_backward_f64(&net->def, net->params, net->packed, &net->tape, net->grads);
    return loss;
}

#endif
