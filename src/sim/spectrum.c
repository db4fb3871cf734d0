#include "sim/spectrum.h"

#include "base/catalog.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "sim/trace.h"

#include <string.h>

typedef struct Workspace {
    un_NetDef net;
    size_t parameters;
    double *params, *packed, *gradients;
    double *x, *target; ///< (T,H), (T,1)
    unsigned char *scored;
    double *h, *tangent, *turned; ///< (H)
    un_Tape_f64 tape;
} Workspace;

static int all_steps(const un_SpectrumDef *def) {
    return def->burn_in + def->steps;
}

static void carve(Workspace *work, un_Arena *arena, const un_SpectrumDef *def) {
    size_t H = (size_t)def->hidden, T = (size_t)all_steps(def);
    un_ParamInfo info[UN_PARAMS_MAX];
    work->net = (un_NetDef){.cell = UN_CELL_RNN,
                            .activation = def->activation,
                            .input = def->hidden,
                            .hidden = def->hidden,
                            .output = 1,
                            .layers = 1,
                            .loss = UN_LOSS_MSE,
                            .isa = def->isa};
    un_net_params(&work->net, info, &work->parameters);
    work->params = un_arena_take(arena, work->parameters, sizeof(double));
    work->packed = un_arena_take(arena, un_packed_size_f64(&work->net), sizeof(double));
    work->gradients = un_arena_take(arena, work->parameters, sizeof(double));
    work->x = un_arena_take(arena, T * H, sizeof(double));
    work->target = un_arena_take(arena, T, sizeof(double));
    work->scored = un_arena_take(arena, T, 1);
    work->h = un_arena_take(arena, H, sizeof(double));
    work->tangent = un_arena_take(arena, H, sizeof(double));
    work->turned = un_arena_take(arena, H, sizeof(double));
    un_tape_carve_f64(&work->tape, arena, &work->net, &(un_TapeDef){.T = all_steps(def), .B = 1, .isa = def->isa});
}

double un_spectrum_memory(const un_SpectrumDef *def) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, def);
    return (double)arena.used + (double)un_net_init_memory_f64(&work.net);
}

static void fill_normal(un_Random *random, double *to, size_t count, double sd) {
    for (size_t i = 0; i < count; i++) {
        to[i] = sd * un_random_normal(random);
    }
}

/// W_hh as the initialisation draws and scales it; the input goes straight to the units (W_ih the identity, no bias),
/// and the readout is a random direction for the gradient to start in.
static un_Status draw(Workspace *work, const un_SpectrumDef *def) {
    un_InitDef init = {.init = UN_INIT_GAUSSIAN, .gain = 1, .radius = def->radius};
    un_Random random = un_random_stream(def->seed, "init");
    un_Status status = un_net_init_f64(&work->net, &init, &random, work->params);
    if (status) return status;
    size_t H = (size_t)def->hidden;
    un_TrackParams at = un_net_track_params(&work->net, 0, 0);
    double *readout = work->params + un_net_readout_offset(&work->net);
    memset(work->params + at.weight_ih, 0, H * H * sizeof(double));
    for (size_t i = 0; i < H; i++) {
        work->params[at.weight_ih + i * H + i] = 1;
    }
    random = un_random_stream(def->seed, "direction");
    fill_normal(&random, readout, H, 1);
    fill_normal(&random, work->tangent, H, 1);
    random = un_random_stream(def->seed, "input");
    fill_normal(&random, work->x, (size_t)all_steps(def) * H, def->input_sd);
    // Without input a network must start somewhere, or it rests at 0 however large the radius.
    random = un_random_stream(def->seed, "state");
    fill_normal(&random, work->h, H, 1);
    un_tape_set_initial_f64(&work->net, &work->tape, 0, 0, UN_PART_H, 0, work->h);
    return UN_OK;
}

/// Forward, and the gradient of a squared error at the last step alone.
static void run(Workspace *work) {
    int T = work->tape.T;
    memset(work->scored, 0, (size_t)T);
    memset(work->target, 0, (size_t)T * sizeof(double));
    memset(work->gradients, 0, work->parameters * sizeof(double));
    work->scored[T - 1] = 1;
    work->target[T - 1] = 1; // a state that has died away must leave an error
    un_Target_f64 target = {.scored = work->scored, .value_target = work->target};
    un_weights_pack_f64(&work->net, work->net.isa, work->params, work->packed);
    un_net_forward_f64(&work->net, work->params, work->packed, &work->tape, work->x);
    un_net_loss_f64(&work->net, &work->tape, &target, 1, NULL);
    un_net_backward_f64(&work->net, work->params, work->packed, &work->tape, work->gradients);
}

/// v := D_t W v, D_t the slopes of the non-linearity at step t; then to length 1. Returns the length before.
static double step_tangent(Workspace *work, int t) {
    int H = work->net.hidden;
    const double *w = work->params + un_net_track_params(&work->net, 0, 0).weight_hh;
    un_tape_row_f64(&work->net, &work->tape, 0, 0, UN_PART_H, 0, t, 0, work->h);
    for (int i = 0; i < H; i++) {
        double sum = 0, h = work->h[i];
        for (int j = 0; j < H; j++) {
            sum += w[(size_t)i * (size_t)H + (size_t)j] * work->tangent[j];
        }
        work->turned[i] = work->net.activation == UN_ACTIVATION_TANH ? (1 - h * h) * sum : sum;
    }
    double length = un_norm(work->turned, H);
    for (int i = 0; i < H; i++) {
        work->tangent[i] = length > 0 ? work->turned[i] / length : 0;
    }
    return length;
}

/// lambda = 1/N sum log |D_t W v| along the path (Benettin et al. 1980), in decades.
static double lyapunov(Workspace *work, const un_SpectrumDef *def) {
    double sum = 0;
    for (int t = 0; t < all_steps(def); t++) {
        double growth = step_tangent(work, t);
        if (t >= def->burn_in) sum += un_log10(growth);
    }
    return sum / def->steps;
}

static double gradient_at(Workspace *work, int t) {
    un_tape_row_f64(&work->net, &work->tape, 0, 0, UN_PART_DH, 0, t, 0, work->h);
    return un_norm(work->h, work->net.hidden);
}

un_Status un_spectrum_measure(const un_SpectrumDef *def, un_Spectrum *out, un_Error *error) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, def);
    un_Status status = un_arena_reserve(&arena, arena.used);
    if (!status) {
        carve(&work, &arena, def);
        status = draw(&work, def);
    }
    if (status) {
        un_arena_free(&arena);
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the spectrum needs %.3g MB"),
                            un_spectrum_memory(def) / 1e6);
    }
    run(&work);
    int last = all_steps(def) - 1;
    out->lyapunov = lyapunov(&work, def);
    out->backward = (un_log10(gradient_at(&work, last - def->steps)) - un_log10(gradient_at(&work, last))) / def->steps;
    un_arena_free(&arena);
    return UN_OK;
}
