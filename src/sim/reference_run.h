// No include guard: sim/reference.c includes this once per precision. Runs a case and fetches every wanted tensor, as
// doubles. Before it: UN_PRECISION, num/precision.h.

typedef struct UN_P(Work) {
    UN_P(un_Tape) tape;
    un_real *params, *packed, *grads, *x, *values;
    un_real *updated, *moment1, *moment2;
    un_real *row; ///< (H) or (T)
} UN_P(Work);

static void UN_P(carve)(UN_P(Work) * work, un_Arena *arena, const un_ReferenceCase *c) {
    size_t real = sizeof(un_real), steps = (size_t)c->T * (size_t)c->B;
    UN_P(un_tape_carve)
    (&work->tape, arena, &c->net, &(un_TapeDef){.T = c->T, .B = c->B, .isa = c->net.isa, .with_dx = true});
    work->params = un_arena_take(arena, c->params_count, real);
    work->packed = un_arena_take(arena, UN_P(un_packed_size)(&c->net), real);
    work->grads = un_arena_take(arena, c->params_count, real);
    work->x = un_arena_take(arena, steps * (size_t)c->net.input, real);
    work->values = un_arena_take(arena, steps * (size_t)c->net.output, real);
    work->updated = un_arena_take(arena, c->params_count, real);
    work->moment1 = un_arena_take(arena, c->params_count, real);
    work->moment2 = un_arena_take(arena, c->params_count, real);
    work->row = un_arena_take(arena, (size_t)(c->T > c->net.hidden ? c->T : c->net.hidden), real);
}

static void UN_P(put)(un_real *to, const double *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to[i] = (un_real)from[i];
    }
}

static void UN_P(get)(double *to, const un_real *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to[i] = (double)from[i];
    }
}

/// Parameters after two steps with the same gradient.
static void UN_P(update_twice)(const un_ReferenceCase *c, UN_P(Work) * work, const un_OptimizerDef *def) {
    size_t n = c->params_count;
    memcpy(work->updated, work->params, n * sizeof *work->updated);
    memset(work->moment1, 0, n * sizeof *work->moment1);
    memset(work->moment2, 0, n * sizeof *work->moment2);
    for (long step = 1; step <= 2; step++) {
        UN_P(un_optimizer_step)(def, work->updated, work->grads, work->moment1, work->moment2, n, step, 1.0);
    }
}

/// One row as doubles. row: (H) workspace.
static void UN_P(get_row)(const un_ReferenceCase *c, UN_P(Work) * work, double *to, int layer, int direction,
                          un_TrackPart part, int gate, int t, int b) {
    bool there = UN_P(un_tape_row)(&c->net, &work->tape, layer, direction, part, gate, t, b, work->row);
    UN_CHECK(there);
    UN_P(get)(to, work->row, (size_t)c->net.hidden);
}

/// (layers*D,B,H): gradients of the first or values of the last states of every track. The reverse direction ends at 0.
static void UN_P(get_states)(const un_ReferenceCase *c, UN_P(Work) * work, double *to, un_TrackPart part, bool last) {
    int directions = c->net.bidirectional ? 2 : 1;
    for (int i = 0; i < c->net.layers * directions; i++) {
        int t = !last ? -1 : i % directions == 0 ? c->T - 1 : 0;
        for (int b = 0; b < c->B; b++, to += c->net.hidden) {
            UN_P(get_row)(c, work, to, i / directions, i % directions, part, 0, t, b);
        }
    }
}

/// (T,B,H) of one direction of one layer.
static void UN_P(fetch_track)(const un_ReferenceCase *c, UN_P(Work) * work, const un_ReferenceWanted *wanted) {
    double *to = wanted->got;
    for (int t = 0; t < c->T; t++) {
        for (int b = 0; b < c->B; b++, to += c->net.hidden) {
            UN_P(get_row)(c, work, to, wanted->layer, wanted->direction, wanted->part, (int)wanted->place, t, b);
        }
    }
}

/// (T,B,D*H) of the top layer.
static void UN_P(fetch_output)(const un_ReferenceCase *c, UN_P(Work) * work, double *to) {
    int directions = c->net.bidirectional ? 2 : 1;
    for (int row = 0; row < c->T * c->B; row++) {
        for (int d = 0; d < directions; d++, to += c->net.hidden) {
            UN_P(get_row)(c, work, to, c->net.layers - 1, d, UN_PART_H, 0, row / c->B, row % c->B);
        }
    }
}

/// (T,B,T) of the top layer.
static void UN_P(fetch_weights)(const un_ReferenceCase *c, UN_P(Work) * work, double *to) {
    for (int t = 0; t < c->T; t++) {
        for (int b = 0; b < c->B; b++, to += c->T) {
            bool there = UN_P(un_tape_weights)(&c->net, &work->tape, c->net.layers - 1, t, b, work->row);
            UN_CHECK(there);
            UN_P(get)(to, work->row, (size_t)c->T);
        }
    }
}

static void UN_P(fetch)(const un_ReferenceCase *c, UN_P(Work) * work, double loss, const un_ReferenceWanted *wanted) {
    size_t count = wanted->count;
    double *to = wanted->got;
    double norm = UN_P(un_grad_norm)(work->grads, c->params_count);
    switch (wanted->source) {
    case UN_FROM_OUTPUT:
        UN_P(fetch_output)(c, work, to);
        break;
    case UN_FROM_LOGITS:
        UN_P(get)(to, work->tape.logits, count);
        break;
    case UN_FROM_LOSS:
        *to = loss;
        break;
    case UN_FROM_GRADS:
        UN_P(get)(to, work->grads + wanted->place, count);
        break;
    case UN_FROM_DX:
        UN_P(get)(to, work->tape.dinput[0], count);
        break;
    case UN_FROM_FIRST:
    case UN_FROM_LAST:
        UN_P(get_states)(c, work, to, wanted->part, wanted->source == UN_FROM_LAST);
        break;
    case UN_FROM_NORM:
        *to = norm;
        break;
    case UN_FROM_CLIP:
        *to = UN_P(un_clip_coefficient)(norm, c->max_norm);
        break;
    case UN_FROM_UPDATE:
        UN_P(update_twice)(c, work, &un_reference_updates[wanted->layer].def);
        UN_P(get)(to, work->updated + wanted->place, count);
        break;
    case UN_FROM_TRACK:
        UN_P(fetch_track)(c, work, wanted);
        break;
    case UN_FROM_WEIGHTS:
        UN_P(fetch_weights)(c, work, to);
        break;
    }
}

static un_Status UN_P(run)(const un_ReferenceCase *c) {
    UN_P(Work) work;
    un_Arena arena = un_arena_measure();
    UN_P(carve)(&work, &arena, c);
    if (un_arena_reserve(&arena, arena.used) != UN_OK) return UN_ERROR_MEMORY;
    UN_P(carve)(&work, &arena, c);
    int directions = c->net.bidirectional ? 2 : 1;
    size_t H = (size_t)c->net.hidden;
    UN_P(put)(work.params, c->params, c->params_count);
    UN_P(put)(work.x, c->x, (size_t)c->T * (size_t)c->B * (size_t)c->net.input);
    for (int i = 0; c->h0 && i < c->net.layers * directions * c->B; i++) {
        int track = i / c->B;
        UN_P(put)(work.row, c->h0 + (size_t)i * H, H);
        UN_P(un_tape_set_initial)
        (&c->net, &work.tape, track / directions, track % directions, UN_PART_H, i % c->B, work.row);
        if (!c->c0) continue;
        UN_P(put)(work.row, c->c0 + (size_t)i * H, H);
        UN_P(un_tape_set_initial)
        (&c->net, &work.tape, track / directions, track % directions, UN_PART_C, i % c->B, work.row);
    }
    if (c->values) UN_P(put)(work.values, c->values, (size_t)c->T * (size_t)c->B * (size_t)c->net.output);
    UN_P(un_Target)
    target = {.scored = c->scored, .class_target = c->classes, .value_target = c->values ? work.values : NULL};
    UN_P(un_weights_pack)(&c->net, c->net.isa, work.params, work.packed);
    UN_P(un_net_forward)(&c->net, work.params, work.packed, &work.tape, work.x);
    double loss = c->scale * UN_P(un_net_loss)(&c->net, &work.tape, &target, c->scale, NULL);
    UN_P(un_net_backward)(&c->net, work.params, work.packed, &work.tape, work.grads);
    for (int i = 0; i < c->wanted_count; i++) {
        UN_P(fetch)(c, &work, loss, &c->wanted[i]);
    }
    un_arena_free(&arena);
    return UN_OK;
}
