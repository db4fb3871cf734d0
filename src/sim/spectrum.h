/// How fast a small disturbance grows along the path of a random recurrent network, measured twice: forward by a
/// tangent vector (the largest Lyapunov exponent), and backward by the gradient of a loss at the last step.
#ifndef UN_SIM_SPECTRUM_H
#define UN_SIM_SPECTRUM_H

#include "net/def.h"

#include "base/error.h"

#include <stdint.h>

/// h_t = f(W h_{t-1} + x_t), W (H,H) Gaussian and scaled to the spectral radius, x_t (H) normal with mean 0.
typedef struct un_SpectrumDef {
    int hidden;               ///< H, 1..UN_HIDDEN_MAX
    double radius;            ///< above 0
    un_Activation activation; ///< tanh or linear
    double input_sd;          ///< of each unit's x_t; 0: no input
    int steps, burn_in;       ///< steps measured, >= 1, after so many that are not, >= 0
    uint64_t seed;
    un_Isa isa; ///< an available one: no number depends on it
} un_SpectrumDef;

/// log10 of the growth per step; not finite where the numbers left the range of a double.
typedef struct un_Spectrum {
    double lyapunov; ///< of a tangent vector, turned into the fastest direction by the burn-in
    double backward; ///< of |dL/dh|, from the last step back over `steps` of them
} un_Spectrum;

/// Errors: UN_ERROR_MEMORY, *out untouched. Any thread.
un_Status un_spectrum_measure(const un_SpectrumDef *def, un_Spectrum *out, un_Error *error);
/// Bytes that it takes.
double un_spectrum_memory(const un_SpectrumDef *def);

#endif
