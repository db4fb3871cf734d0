/// Initialisations: bounds, moments, orthogonality, gains, radii and gate biases, for every cell.
#include "net/model.h"

#include "num/linalg.h"
#include "num/spectral.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT = 10, HIDDEN = 32, OUTPUT = 6 };

typedef struct Started {
    un_NetDef def;
    size_t count;
    double *params;
} Started;

static un_InitDef plain(un_Init init) {
    return (un_InitDef){.init = init, .gain = 1.0, .tmax = 1000.0};
}

static Started start(un_Cell cell, un_InitDef init, uint64_t seed, bool bidirectional) {
    Started s = {.def = {.cell = cell,
                         .input = INPUT,
                         .hidden = HIDDEN,
                         .output = OUTPUT,
                         .layers = 2,
                         .window = 3,
                         .bidirectional = bidirectional && un_cell_info(cell)->reads_backward}};
    un_ParamInfo info[UN_PARAMS_MAX];
    un_net_params(&s.def, info, &s.count);
    s.params = malloc(s.count * sizeof *s.params);
    un_Random random = un_random_stream(seed, "init");
    cr_assert(un_net_init_f64(&s.def, &init, &random, s.params) == UN_OK);
    return s;
}

/// Uniform within the bound: none outside, the largest near it, mean and variance as they should be.
static void check_uniform(const double *w, size_t count, double bound, const char *what) {
    double sum = 0, square = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        sum += w[i];
        square += w[i] * w[i];
        largest = fabs(w[i]) > largest ? fabs(w[i]) : largest;
    }
    double n = (double)count;
    cr_assert(largest <= bound && largest > bound * (1 - 12 / n), "%s: largest %g, bound %g", what, largest, bound);
    cr_assert(fabs(sum / n) < 5 * bound / sqrt(3 * n), "%s: mean %g", what, sum / n);
    cr_assert(fabs(square / n / (bound * bound / 3) - 1) < 5 / sqrt(n), "%s: variance %g", what, square / n);
}

static void check_zero(const double *w, size_t count, const char *what) {
    for (size_t i = 0; i < count; i++) {
        cr_assert(w[i] == 0.0, "%s[%zu] is %g", what, i, w[i]);
    }
}

Test(net_init, pytorch_is_uniform_everywhere) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        Started s = start((un_Cell)cell, plain(UN_INIT_PYTORCH), 1, true);
        un_ParamInfo info[UN_PARAMS_MAX];
        int count = un_net_params(&s.def, info, NULL);
        for (int i = 0; i < count; i++) {
            size_t size = (size_t)info[i].rows * (size_t)info[i].columns;
            if (strstr(info[i].name, "alpha") || strstr(info[i].name, "bias_z")) continue; // see below
            check_uniform(s.params + info[i].offset, size, 1 / sqrt(HIDDEN), info[i].name);
        }
        free(s.params);
    }
}

Test(net_init, the_others_have_xavier_inputs_and_no_biases) {
    for (int init = UN_INIT_XAVIER; init < UN_INIT_COUNT; init++) {
        for (int cell = 0; cell < UN_RECURRENT_CELLS; cell++) {
            Started s = start((un_Cell)cell, plain((un_Init)init), 2, true);
            size_t rows = (size_t)un_cell_info((un_Cell)cell)->gates * HIDDEN;
            for (int track = 0; track < 4; track++) {
                un_TrackParams at = un_net_track_params(&s.def, track / 2, track % 2);
                size_t in = (size_t)at.input;
                check_uniform(s.params + at.weight_ih, rows * in, sqrt(6.0 / ((double)in + HIDDEN)), "W_ih");
                check_zero(s.params + at.bias_ih, rows, "b_ih");
                check_zero(s.params + at.bias_hh, rows, "b_hh");
            }
            size_t readout = un_net_readout_offset(&s.def);
            check_uniform(s.params + readout, OUTPUT * 2 * HIDDEN, sqrt(6.0 / (2 * HIDDEN + OUTPUT)), "readout.weight");
            check_zero(s.params + readout + OUTPUT * 2 * HIDDEN, OUTPUT, "readout.bias");
            free(s.params);
        }
    }
}

/// What a state-space cell keeps: ln U(1, T_max - 1) by definition, also when chrono is asked for; or the given number.
Test(net_init, state_space_cells_start_as_chrono) {
    for (int variant = 0; variant < 6; variant++) {
        un_Cell cell = variant % 2 ? UN_CELL_SELECTIVE : UN_CELL_SSM;
        un_InitDef def = plain(variant < 4 ? UN_INIT_PYTORCH : UN_INIT_XAVIER);
        if (variant >= 2) def.gate_bias = UN_GATE_BIAS_CHRONO;
        double sum = 0, lowest = 1e9, highest = 0;
        for (uint64_t seed = 1; seed <= 20; seed++) {
            Started s = start(cell, def, seed, true);
            for (int track = 0; track < 4; track++) {
                un_Tensor list[UN_TENSORS_MAX];
                int count = un_net_tensors(&s.def, track / 2, track % 2, list);
                const un_Tensor *keep = &list[count - 1];
                cr_assert(keep->role == UN_TENSOR_KEEP && keep->rows == HIDDEN && keep->columns == 1);
                for (size_t u = 0; u < HIDDEN; u++) {
                    double bias = s.params[keep->offset + u];
                    cr_assert(bias >= 0 && bias <= log(999.0), "%g", bias);
                    sum += exp(bias);
                    lowest = bias < lowest ? bias : lowest;
                    highest = bias > highest ? bias : highest;
                }
            }
            free(s.params);
        }
        cr_assert(fabs(sum / (80 * HIDDEN) - 500) < 25, "exp is uniform in 1..999: mean %g", sum / (80 * HIDDEN));
        cr_assert(lowest < log(10.0) && highest > log(990.0));
        def.gate_bias = UN_GATE_BIAS_CONSTANT;
        def.gate_bias_value = -1.25;
        Started s = start(cell, def, 1, true);
        un_Tensor list[UN_TENSORS_MAX];
        int count = un_net_tensors(&s.def, 1, 1, list);
        for (size_t u = 0; u < HIDDEN; u++) {
            cr_assert(s.params[list[count - 1].offset + u] == -1.25);
        }
        free(s.params);
    }
}

/// The comparison cells: Xavier weights, each by its own fans, and no biases, whatever the others' W_hh starts as.
Test(net_init, comparison_cells_are_pytorch_or_xavier) {
    for (int cell = UN_RECURRENT_CELLS; cell < UN_CELL_COUNT; cell++) {
        for (int init = UN_INIT_XAVIER; init < UN_INIT_COUNT; init++) {
            Started s = start((un_Cell)cell, plain((un_Init)init), 2, true);
            for (int layer = 0; layer < 2; layer++) {
                un_Tensor list[UN_TENSORS_MAX];
                int count = un_net_tensors(&s.def, layer, s.def.bidirectional, list);
                for (int i = 0; i < count; i++) {
                    size_t size = (size_t)list[i].rows * (size_t)list[i].columns;
                    const double *w = s.params + list[i].offset;
                    if (list[i].role == UN_TENSOR_BIAS) check_zero(w, size, list[i].kind);
                    if (list[i].role == UN_TENSOR_WEIGHT)
                        check_uniform(w, size, sqrt(6.0 / ((double)list[i].rows + list[i].columns)), list[i].kind);
                }
            }
            free(s.params);
        }
    }
}

static void check_orthogonal(const double *w, double scale) {
    for (size_t i = 0; i < HIDDEN; i++) {
        for (size_t j = 0; j < HIDDEN; j++) {
            double dot = 0;
            for (size_t k = 0; k < HIDDEN; k++) {
                dot += w[k * HIDDEN + i] * w[k * HIDDEN + j];
            }
            cr_assert(fabs(dot - (i == j ? scale * scale : 0)) < 1e-13);
        }
    }
}

Test(net_init, state_matrices_block_by_block) {
    for (int cell = 0; cell < UN_RECURRENT_CELLS; cell++) {
        int gates = un_cell_info((un_Cell)cell)->gates;
        for (int init = UN_INIT_XAVIER; init < UN_INIT_COUNT; init++) {
            un_InitDef def = plain((un_Init)init);
            def.gain = 1.5;
            Started s = start((un_Cell)cell, def, 3, false);
            const double *w = s.params + un_net_track_params(&s.def, 1, 0).weight_hh;
            for (int gate = 0; gate < gates; gate++, w += HIDDEN * HIDDEN) {
                double square = 0;
                for (size_t i = 0; i < HIDDEN * HIDDEN; i++) {
                    square += w[i] * w[i];
                    if (init == UN_INIT_IDENTITY) cr_assert(w[i] == (i / HIDDEN == i % HIDDEN ? 1.5 : 0.0));
                }
                if (init == UN_INIT_XAVIER) check_uniform(w, HIDDEN * HIDDEN, 1.5 * sqrt(6.0 / (2 * HIDDEN)), "W_hh");
                if (init == UN_INIT_ORTHOGONAL) check_orthogonal(w, 1.5);
                if (init == UN_INIT_GAUSSIAN)
                    cr_assert(fabs(square / HIDDEN / (1.5 * 1.5) - 1) < 0.2, "%g", square / HIDDEN);
            }
            if (gates > 1 && init != UN_INIT_IDENTITY) {
                w = s.params + un_net_track_params(&s.def, 1, 0).weight_hh;
                cr_assert(memcmp(w, w + HIDDEN * HIDDEN, HIDDEN * HIDDEN * sizeof *w) != 0,
                          "blocks are drawn one by one");
            }
            free(s.params);
        }
    }
}

Test(net_init, radius_is_exact_in_every_block) {
    double *scratch = malloc((HIDDEN * HIDDEN + 2 * HIDDEN) * sizeof *scratch);
    for (int cell = 0; cell < UN_RECURRENT_CELLS; cell++) {
        for (int init = 0; init < UN_INIT_COUNT; init++) {
            un_InitDef def = plain((un_Init)init);
            def.gain = 3.0;
            def.radius = 0.9;
            Started s = start((un_Cell)cell, def, 4, false);
            const double *w = s.params + un_net_track_params(&s.def, 0, 0).weight_hh;
            for (int gate = 0; gate < un_cell_info((un_Cell)cell)->gates; gate++) {
                double radius = un_spectral_radius(w + gate * HIDDEN * HIDDEN, HIDDEN, scratch);
                cr_assert(fabs(radius - 0.9) < 1e-12, "%s, block %d: %.17g", un_init_names[init], gate, radius);
            }
            free(s.params);
        }
    }
    free(scratch);
}

/// PyTorch's RNN starts with a spectral radius of about 1/sqrt 3 = 0.577, a little above it at this size.
Test(net_init, radius_of_the_pytorch_rnn) {
    double *scratch = malloc((HIDDEN * HIDDEN + 2 * HIDDEN) * sizeof *scratch), sum = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Started s = start(UN_CELL_RNN, plain(UN_INIT_PYTORCH), seed, false);
        sum += un_spectral_radius(s.params + un_net_track_params(&s.def, 0, 0).weight_hh, HIDDEN, scratch);
        free(s.params);
    }
    cr_assert(fabs(sum / 40 - 0.6) < 0.03, "%g", sum / 40);
    free(scratch);
}

Test(net_init, constant_gate_bias) {
    for (int cell = 0; cell < UN_RECURRENT_CELLS; cell++) {
        un_InitDef without = plain(UN_INIT_PYTORCH), with = without;
        with.gate_bias = UN_GATE_BIAS_CONSTANT;
        with.gate_bias_value = 2.5;
        Started a = start((un_Cell)cell, without, 5, true), b = start((un_Cell)cell, with, 5, true);
        int changed = 0;
        for (int track = 0; track < 4; track++) {
            un_TrackParams at = un_net_track_params(&a.def, track / 2, track % 2);
            for (size_t u = 0; u < HIDDEN && cell != UN_CELL_RNN; u++) {
                cr_assert(b.params[at.bias_ih + HIDDEN + u] == 2.5 && b.params[at.bias_hh + HIDDEN + u] == 0.0);
            }
        }
        for (size_t i = 0; i < a.count; i++) {
            changed += a.params[i] != b.params[i];
        }
        cr_assert(changed == (cell == UN_CELL_RNN ? 0 : 4 * 2 * HIDDEN), "nothing else changes: %d", changed);
        free(a.params);
        free(b.params);
    }
}

Test(net_init, chrono) {
    for (int cell = UN_CELL_LSTM; cell <= UN_CELL_GRU; cell++) {
        un_InitDef def = plain(UN_INIT_PYTORCH);
        def.gate_bias = UN_GATE_BIAS_CHRONO;
        double sum = 0, lowest = 1e9, highest = 0;
        for (uint64_t seed = 1; seed <= 20; seed++) {
            Started s = start((un_Cell)cell, def, seed, false);
            for (int layer = 0; layer < 2; layer++) {
                un_TrackParams at = un_net_track_params(&s.def, layer, 0);
                const double *ih = s.params + at.bias_ih, *hh = s.params + at.bias_hh;
                for (size_t u = 0; u < HIDDEN; u++) {
                    double bias = ih[HIDDEN + u];
                    cr_assert(bias >= 0 && bias <= log(999.0) && hh[HIDDEN + u] == 0.0, "%g", bias);
                    if (cell == UN_CELL_LSTM) cr_assert(ih[u] == -bias && hh[u] == 0.0);
                    if (cell == UN_CELL_GRU)
                        cr_assert(fabs(ih[u]) <= 1 / sqrt(HIDDEN), "r's bias stays the initialisation's");
                    sum += exp(bias);
                    lowest = bias < lowest ? bias : lowest;
                    highest = bias > highest ? bias : highest;
                }
            }
            free(s.params);
        }
        cr_assert(fabs(sum / (40 * HIDDEN) - 500) < 35, "exp of the bias is uniform in 1..999: mean %g",
                  sum / (40 * HIDDEN));
        cr_assert(lowest < log(10.0) && highest > log(990.0));
    }
}

Test(net_init, float_is_double_rounded_and_the_stream_moves_alike) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        for (int init = 0; init < UN_INIT_COUNT; init++) {
            un_NetDef def = {.cell = (un_Cell)cell, .input = 3, .hidden = 5, .output = 2, .layers = 2, .window = 2};
            un_InitDef how = plain((un_Init)init);
            how.gate_bias = UN_GATE_BIAS_CHRONO;
            un_ParamInfo info[UN_PARAMS_MAX];
            size_t n;
            un_net_params(&def, info, &n);
            double *wide = malloc(n * sizeof *wide);
            float *narrow = malloc(n * sizeof *narrow);
            un_Random one = un_random_stream(6, "init"), other = one;
            un_net_init_f64(&def, &how, &one, wide);
            un_net_init_f32(&def, &how, &other, narrow);
            for (size_t i = 0; i < n; i++) {
                cr_assert(narrow[i] == (float)wide[i]);
            }
            cr_assert(memcmp(&one, &other, sizeof one) == 0);
            free(wide);
            free(narrow);
        }
    }
}
