// Growth per step, measured forward and backward: against what is known of linear networks, and against each other.
#include "sim/spectrum.h"

#include <criterion/criterion.h>
#include <math.h>

static un_SpectrumDef usual(un_Activation activation, double radius, double input_sd) {
    return (un_SpectrumDef){.hidden = 32,
                            .radius = radius,
                            .activation = activation,
                            .input_sd = input_sd,
                            .steps = 200,
                            .burn_in = 100,
                            .seed = 1};
}

static un_Spectrum measure(const un_SpectrumDef *def) {
    un_Spectrum spectrum = {NAN, NAN};
    un_Error error;
    cr_assert_eq(un_spectrum_measure(def, &spectrum, &error), UN_OK);
    return spectrum;
}

Test(spectrum, a_linear_network_grows_by_its_radius) {
    const double radii[] = {0.5, 0.9, 1.0, 1.5, 3.0};
    for (int i = 0; i < 5; i++) {
        for (uint64_t seed = 1; seed <= 5; seed++) {
            un_SpectrumDef def = usual(UN_ACTIVATION_LINEAR, radii[i], 0);
            def.seed = seed;
            un_Spectrum spectrum = measure(&def);
            // A complex pair of eigenvalues turns the vector, so its length wavers about the exponential.
            cr_expect_float_eq(spectrum.lyapunov, log10(radii[i]), 0.002, "radius %g: %g", radii[i], spectrum.lyapunov);
            cr_expect_float_eq(spectrum.backward, log10(radii[i]), 0.008, "radius %g: %g", radii[i], spectrum.backward);
        }
    }
}

Test(spectrum, one_unit_is_exact) {
    // H = 1: W is +-radius, so every step multiplies by it.
    un_SpectrumDef def = usual(UN_ACTIVATION_LINEAR, 0.75, 0);
    def.hidden = 1;
    un_Spectrum spectrum = measure(&def);
    cr_expect_float_eq(spectrum.lyapunov, log10(0.75), 1e-12);
    cr_expect_float_eq(spectrum.backward, log10(0.75), 1e-12);
}

Test(spectrum, one_unit_with_tanh_is_exact_both_ways) {
    // With one unit the product of the slopes is the same from either end: forward and backward must agree to rounding.
    un_SpectrumDef def = usual(UN_ACTIVATION_TANH, 1.3, 0.7);
    def.hidden = 1;
    un_Spectrum spectrum = measure(&def);
    cr_expect_float_eq(spectrum.lyapunov, spectrum.backward, 1e-12, "%.15g and %.15g", spectrum.lyapunov,
                       spectrum.backward);
    cr_expect_lt(spectrum.lyapunov, log10(1.3) - 0.05);
}

Test(spectrum, forward_and_backward_agree) {
    double difference = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        un_SpectrumDef def = usual(UN_ACTIVATION_TANH, 1.5, 0.5);
        def.seed = seed;
        un_Spectrum spectrum = measure(&def);
        difference += (spectrum.lyapunov - spectrum.backward) / 10;
    }
    cr_expect_float_eq(difference, 0, 0.006, "%g decades a step", difference);
}

Test(spectrum, saturation_shrinks_and_input_more_so) {
    un_SpectrumDef linear = usual(UN_ACTIVATION_LINEAR, 1.5, 0), still = usual(UN_ACTIVATION_TANH, 1.5, 0),
                   driven = usual(UN_ACTIVATION_TANH, 1.5, 1);
    cr_expect_lt(measure(&still).backward, measure(&linear).backward - 0.1);
    cr_expect_lt(measure(&driven).backward, measure(&still).backward - 0.05);
}

Test(spectrum, the_same_seed_gives_the_same_bits_and_another_does_not) {
    un_SpectrumDef def = usual(UN_ACTIVATION_TANH, 2, 1), other = def;
    other.seed = 2;
    cr_expect_eq(measure(&def).lyapunov, measure(&def).lyapunov);
    cr_expect_eq(measure(&def).backward, measure(&def).backward);
    cr_expect_neq(measure(&def).backward, measure(&other).backward);
}

Test(spectrum, out_of_range_is_not_finite_and_no_fault) {
    un_SpectrumDef def = usual(UN_ACTIVATION_LINEAR, 3, 0);
    def.steps = 5000; // 3^5000
    un_Spectrum spectrum = measure(&def);
    cr_expect(!isfinite(spectrum.backward));
    cr_expect_float_eq(spectrum.lyapunov, log10(3), 0.001, "the tangent vector is scaled at every step");
}

Test(spectrum, no_burn_in_and_one_step) {
    un_SpectrumDef def = usual(UN_ACTIVATION_TANH, 1, 1);
    def.burn_in = 0;
    def.steps = 1;
    un_Spectrum spectrum = measure(&def);
    cr_expect(isfinite(spectrum.lyapunov) && isfinite(spectrum.backward));
}
