// No include guard: sim/reference.c includes this once per precision. Runs a case and fetches every wanted tensor, as
// doubles. Before it: UN_PRECISION, num/precision.h.

typedef struct UN_P(Work) {
    UN_P(un_Tape) tape;
    un_real *params, *packed, *grads, *x, *values;
    un_real *updated, *moment1, *moment2;
} UN_P(Work);

static void UN_P(carve)(UN_P(Work) * work, un_Arena *arena, const un_ReferenceCase *c) {
    size_t real = sizeof(un_real), steps = (size_t)c->T * (size_t)c->B;
    UN_P(un_tape_carve)(&work->tape, arena, &c->net, c->T, c->B, true);
    work->params = un_arena_take(arena, c->params_count, real);
    work->packed = un_arena_take(arena, UN_P(un_packed_size)(&c->net), real);
    work->grads = un_arena_take(arena, c->params_count, real);
    work->x = un_arena_take(arena, steps * (size_t)c->net.input, real);
    work->values = un_arena_take(arena, steps * (size_t)c->net.output, real);
    work->updated = un_arena_take(arena, c->params_count, real);
    work->moment1 = un_arena_take(arena, c->params_count, real);
    work->moment2 = un_arena_take(arena, c->params_count, real);
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

/// One gate's (T,B,H) out of (T,B,G,H).
static void UN_P(get_gate)(const un_ReferenceCase *c, double *to, const un_real *from, int gate) {
    size_t H = (size_t)c->net.hidden, G = (size_t)un_cell_info(c->net.cell)->gates, rows = (size_t)c->T * (size_t)c->B;
    for (size_t row = 0; row < rows; row++) {
        UN_P(get)(to + row * H, from + (row * G + (size_t)gate) * H, H);
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

/// (layers*D,B,H): first or last states of every track. The reverse direction ends at time 0.
static void UN_P(get_states)(const un_ReferenceCase *c, const UN_P(un_Tape) * tape, double *to,
                             un_ReferenceSource source) {
    int directions = c->net.bidirectional ? 2 : 1;
    size_t state = (size_t)c->B * (size_t)c->net.hidden;
    for (int i = 0; i < c->net.layers * directions; i++) {
        const UN_P(un_Track) *track = &tape->track[i / directions][i % directions];
        size_t last = i % directions == 0 ? (size_t)(c->T - 1) * state : 0;
        const un_real *from = source == UN_FROM_DH0      ? track->dh0
                              : source == UN_FROM_DC0    ? track->dc0
                              : source == UN_FROM_LAST_H ? track->h + last
                                                         : track->c + last;
        UN_P(get)(to + (size_t)i * state, from, state);
    }
}

/// The tensors of one direction of one layer.
static void UN_P(fetch_track)(const un_ReferenceCase *c, const UN_P(un_Track) * track,
                              const un_ReferenceWanted *wanted) {
    size_t count = wanted->count;
    double *to = wanted->got;
    switch (wanted->source) {
    case UN_FROM_H:
        UN_P(get)(to, track->h, count);
        break;
    case UN_FROM_DH:
        UN_P(get)(to, track->dh, count);
        break;
    case UN_FROM_C:
        UN_P(get)(to, track->c, count);
        break;
    case UN_FROM_DC:
        UN_P(get)(to, track->dc, count);
        break;
    case UN_FROM_HN:
        UN_P(get)(to, track->hn, count);
        break;
    case UN_FROM_DHN:
        UN_P(get)(to, track->dhn, count);
        break;
    case UN_FROM_GATES:
        UN_P(get_gate)(c, to, track->gates, (int)wanted->place);
        break;
    case UN_FROM_DGATES:
        UN_P(get_gate)(c, to, track->dgates, (int)wanted->place);
        break;
    default:
        UN_CHECK(false && "a tensor that no track has");
    }
}

static void UN_P(fetch)(const un_ReferenceCase *c, UN_P(Work) * work, double loss, const un_ReferenceWanted *wanted) {
    size_t count = wanted->count;
    double *to = wanted->got;
    double norm = UN_P(un_grad_norm)(work->grads, c->params_count);
    switch (wanted->source) {
    case UN_FROM_OUTPUT:
        UN_P(get)(to, work->tape.output, count);
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
    case UN_FROM_DH0:
    case UN_FROM_DC0:
    case UN_FROM_LAST_H:
    case UN_FROM_LAST_C:
        UN_P(get_states)(c, &work->tape, to, wanted->source);
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
    default:
        UN_P(fetch_track)(c, &work->tape.track[wanted->layer][wanted->direction], wanted);
    }
}

static un_Status UN_P(run)(const un_ReferenceCase *c) {
    UN_P(Work) work;
    un_Arena arena = un_arena_measure();
    UN_P(carve)(&work, &arena, c);
    if (un_arena_reserve(&arena, arena.used) != UN_OK) return UN_ERROR_MEMORY;
    UN_P(carve)(&work, &arena, c);
    int directions = c->net.bidirectional ? 2 : 1;
    size_t state = (size_t)c->B * (size_t)c->net.hidden;
    UN_P(put)(work.params, c->params, c->params_count);
    UN_P(put)(work.x, c->x, (size_t)c->T * (size_t)c->B * (size_t)c->net.input);
    for (int i = 0; i < c->net.layers * directions; i++) {
        UN_P(un_Track) *track = &work.tape.track[i / directions][i % directions];
        UN_P(put)(track->h0, c->h0 + (size_t)i * state, state);
        if (track->c0) UN_P(put)(track->c0, c->c0 + (size_t)i * state, state);
    }
    if (c->values) UN_P(put)(work.values, c->values, (size_t)c->T * (size_t)c->B * (size_t)c->net.output);
    UN_P(un_Target) target = {c->scored, c->classes, c->values ? work.values : NULL};
    UN_P(un_weights_pack)(&c->net, work.params, work.packed);
    UN_P(un_net_forward)(&c->net, work.params, work.packed, &work.tape, work.x);
    double loss = c->scale * UN_P(un_net_loss)(&c->net, &work.tape, &target, c->scale, NULL);
    UN_P(un_net_backward)(&c->net, work.params, work.packed, &work.tape, work.grads);
    for (int i = 0; i < c->wanted_count; i++) {
        UN_P(fetch)(c, &work, loss, &c->wanted[i]);
    }
    un_arena_free(&arena);
    return UN_OK;
}
