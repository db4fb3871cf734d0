/// Optimisers over many steps against their definitions in long double; norm and clipping. (Two steps of each:
/// reference vectors.)
#include "net/model.h"

#include "base/hash.h"
#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 13 };

typedef struct Truth {
    long double p[N], m[N], v[N];
} Truth;

static void true_step(const un_OptimizerDef *def, Truth *truth, const double *grads, long step, long double coef) {
    for (int i = 0; i < N; i++) {
        long double g = coef * (long double)grads[i], lr = (long double)def->lr;
        switch (def->kind) {
        case UN_OPTIMIZER_MOMENTUM:
            truth->m[i] = (long double)def->momentum * truth->m[i] + g;
            truth->p[i] -= lr * truth->m[i];
            break;
        case UN_OPTIMIZER_RMSPROP:
            truth->m[i] = 0.99L * truth->m[i] + 0.01L * g * g;
            truth->p[i] -= lr * g / (sqrtl(truth->m[i]) + 1e-8L);
            break;
        case UN_OPTIMIZER_ADAM:
            truth->m[i] = 0.9L * truth->m[i] + 0.1L * g;
            truth->v[i] = 0.999L * truth->v[i] + 0.001L * g * g;
            truth->p[i] -=
                lr * (truth->m[i] / (1 - powl(0.9L, step))) / (sqrtl(truth->v[i] / (1 - powl(0.999L, step))) + 1e-8L);
            break;
        default:
            truth->p[i] -= lr * g;
        }
    }
}

Test(net_optimizer, many_steps) {
    for (int kind = 0; kind < UN_OPTIMIZER_COUNT; kind++) {
        un_OptimizerDef def = {.kind = (un_Optimizer)kind, .lr = 0.003, .momentum = 0.9};
        double p[N], m[N] = {0}, v[N] = {0}, grads[N];
        float pf[N], mf[N] = {0}, vf[N] = {0}, gf[N];
        Truth truth = {0};
        un_Random random = un_random_stream(1, "optimizer");
        for (int i = 0; i < N; i++) {
            p[i] = (double)(float)un_random_uniform(&random, -1, 1);
            pf[i] = (float)p[i];
            truth.p[i] = (long double)p[i];
        }
        int moments = un_optimizer_moments(def.kind);
        for (long step = 1; step <= 3000; step++) {
            double coef = step % 3 ? 1.0 : 0.25;
            for (int i = 0; i < N; i++) {
                gf[i] = (float)un_random_uniform(&random, -0.5, 1.0) * (i == 0 ? 1e-9f : 1.0f); // the first feels eps
                grads[i] = (double)gf[i];
            }
            un_optimizer_step_f64(&def, p, grads, moments > 0 ? m : NULL, moments > 1 ? v : NULL, N, step, coef);
            un_optimizer_step_f32(&def, pf, gf, moments > 0 ? mf : NULL, moments > 1 ? vf : NULL, N, step, coef);
            true_step(&def, &truth, grads, step, (long double)coef);
        }
        for (int i = 0; i < N; i++) {
            double want = (double)truth.p[i];
            cr_assert(fabs(p[i] - want) < 1e-12 * (1 + fabs(want)), "%s %d: %.17g and %.17g", un_optimizer_names[kind],
                      i, p[i], want);
            cr_assert(fabs((double)pf[i] - want) < 1e-4 * (1 + fabs(want)), "%s %d in float: %g",
                      un_optimizer_names[kind], i, (double)pf[i]);
        }
    }
}

Test(net_optimizer, moments_that_are_needed) {
    cr_assert(un_optimizer_moments(UN_OPTIMIZER_SGD) == 0 && un_optimizer_moments(UN_OPTIMIZER_MOMENTUM) == 1);
    cr_assert(un_optimizer_moments(UN_OPTIMIZER_RMSPROP) == 1 && un_optimizer_moments(UN_OPTIMIZER_ADAM) == 2);
}

Test(net_optimizer, norm_and_clip) {
    const float g[3] = {3.0f, 4.0f, 12.0f};
    cr_assert(un_grad_norm_f32(g, 3) == 13.0);
    cr_assert(un_clip_coefficient_f64(13.0, 0.0) == 1.0, "0 is off");
    cr_assert(un_clip_coefficient_f64(13.0, 20.0) == 1.0);
    cr_assert(un_clip_coefficient_f64(13.0, 6.5) == 6.5 / (13.0 + 1e-6));
    cr_assert(un_clip_coefficient_f64(0.0, 1.0) == 1.0);
    const float tiny[2] = {1e-30f, 1e-30f};
    cr_assert(fabs(un_grad_norm_f32(tiny, 2) / (sqrt(2.0) * (double)1e-30f) - 1) < 1e-15,
              "squares in double do not flush");
}

/// Small models learn: every optimiser brings a sign-copying task down. A hash over all of them.
static uint64_t learn(un_Isa isa) {
    uint64_t hash = UN_HASH_START;
    for (int kind = 0; kind < UN_OPTIMIZER_COUNT; kind++) {
        un_NetDef def = {
            .cell = (un_Cell)(kind % UN_RECURRENT_CELLS), .input = 1, .hidden = 7, .output = 2, .layers = 1};
        un_OptimizerDef how = {.kind = (un_Optimizer)kind, .lr = kind < 2 ? 0.1 : 0.01, .momentum = 0.9, .clip = 1.0};
        un_InitDef init = {.init = UN_INIT_XAVIER, .gain = 1.0};
        enum { T = 5, B = 16, ROOM = 512 };
        un_ParamInfo info[UN_PARAMS_MAX];
        size_t n;
        un_net_params(&def, info, &n);
        static float params[ROOM], grads[ROOM], m[ROOM], v[ROOM], packed[32 * ROOM];
        cr_assert(n <= ROOM && un_packed_size_f32(&def) <= 32 * ROOM);
        un_Random random = un_random_stream(4, "learn");
        cr_assert(un_net_init_f32(&def, &init, &random, params) == UN_OK);
        un_Arena arena = un_arena_measure();
        un_Tape_f32 tape;
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = isa});
        cr_assert(un_arena_reserve(&arena, arena.used) == UN_OK);
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = isa});
        memset(m, 0, sizeof m);
        memset(v, 0, sizeof v);
        double loss = 0;
        long correct = 0;
        for (long step = 1; step <= 600; step++) {
            float x[T * B] = {0};
            unsigned char scored[T * B] = {0};
            int32_t classes[T * B] = {0};
            for (int b = 0; b < B; b++) {
                bool positive = un_random_below(&random, 2);
                x[b] = positive ? 1.0f : -1.0f;
                scored[(T - 1) * B + b] = 1;
                classes[(T - 1) * B + b] = positive;
            }
            un_Target_f32 target = {.scored = scored, .class_target = classes};
            memset(grads, 0, sizeof grads);
            un_weights_pack_f32(&def, isa, params, packed);
            un_net_forward_f32(&def, params, packed, &tape, x);
            loss = un_net_loss_f32(&def, &tape, &target, 1.0 / B, &correct) / B;
            un_net_backward_f32(&def, params, packed, &tape, grads);
            double coef = un_clip_coefficient_f32(un_grad_norm_f32(grads, n), how.clip);
            un_optimizer_step_f32(&how, params, grads, m, v, n, step, coef);
        }
        cr_assert(loss < 0.2 && correct == B, "%s: loss %g", un_optimizer_names[kind], loss);
        hash = un_hash_floats(hash, params, n);
        un_arena_free(&arena);
    }
    return hash;
}

/// The hash pins every bit of forward, backward, clipping and update: one and the same on each compiler, optimisation,
/// instruction set and machine.
Test(net_optimizer, learns_and_to_the_same_bits_everywhere) {
    for (int isa = 0; isa < UN_ISA_COUNT; isa++) {
        if (!un_isa_available((un_Isa)isa)) continue;
        uint64_t hash = learn((un_Isa)isa);
        cr_assert(hash == UINT64_C(0x94a557fb472d9bd1), "%s: hash %016llx", un_isa_names[isa],
                  (unsigned long long)hash);
    }
}
