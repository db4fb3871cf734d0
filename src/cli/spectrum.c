#include "sim/spectrum.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"

#include <math.h>
#include <stdio.h>

/// Mean and standard deviation (N - 1) over seeds.
typedef struct Moments {
    int64_t count;
    double mean, squares;
} Moments;

/// Welford 1962: one pass, without the difference of two large sums.
static void add(Moments *moments, double value) {
    moments->count++;
    double before = value - moments->mean;
    moments->mean += before / (double)moments->count;
    moments->squares += before * (value - moments->mean);
}

static double deviation(const Moments *moments) {
    return moments->count > 1 ? sqrt(moments->squares / (double)(moments->count - 1)) : 0;
}

static un_SpectrumDef make_def(const un_CliOptions *options, double radius) {
    static const un_Activation activations[] = {UN_ACTIVATION_TANH, UN_ACTIVATION_LINEAR}; // as the flag's names
    const un_CliSpectrum *given = &options->spectrum;
    return (un_SpectrumDef){
        .hidden = (int)given->hidden,
        .radius = radius,
        .activation = activations[given->activation],
        .input_sd = given->input_sd,
        .steps = (int)given->steps,
        .burn_in = (int)given->burn_in,
        .seed = (uint64_t)given->seed,
        .isa = options->isa,
    };
}

static bool print_json(double radius, const Moments *forward, const Moments *backward) {
    json_t *object = json_object();
    json_object_set_new(object, "radius", json_real(radius));
    json_object_set_new(object, "lyapunov_log10", un_cli_json_real(forward->mean));
    json_object_set_new(object, "backward_slope_log10", un_cli_json_real(backward->mean));
    json_object_set_new(object, "sd", un_cli_json_real(deviation(backward)));
    return un_cli_print_json(object);
}

static void print_number(const char *format, double value, int width) {
    char text[32] = "-";
    if (isfinite(value)) snprintf(text, sizeof text, format, value);
    un_cli_print_cell(text, width);
}

enum { RADIUS = 10, VALUE = 20, SD = 12 };

static bool print_text(double radius, const Moments *forward, const Moments *backward) {
    print_number("%.4g", radius, RADIUS);
    print_number("%+.4f", forward->mean, VALUE);
    print_number("%.4f", deviation(forward), SD);
    print_number("%+.4f", backward->mean, VALUE);
    print_number("%.4f", deviation(backward), 0);
    putchar('\n');
    return un_cli_flush();
}

static void print_head(void) {
    un_cli_print_cell(_("radius"), RADIUS);
    un_cli_print_cell(_("Lyapunov exponent"), VALUE);
    un_cli_print_cell(_("deviation"), SD);
    un_cli_print_cell(_("gradient backwards"), VALUE);
    printf("%s\n", _("deviation"));
}

static int measure_radius(const un_CliOptions *options, double radius) {
    Moments forward = {0}, backward = {0};
    un_SpectrumDef def = make_def(options, radius);
    for (int64_t i = 0; i < options->seeds; i++, def.seed++) {
        un_Spectrum spectrum;
        un_Error error;
        if (un_spectrum_measure(&def, &spectrum, &error)) return un_cli_fail(&error);
        add(&forward, spectrum.lyapunov);
        add(&backward, spectrum.backward);
    }
    bool printed = options->json ? print_json(radius, &forward, &backward) : print_text(radius, &forward, &backward);
    return printed ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

int un_cli_spectrum(const un_CliOptions *options) {
    const un_CliList *radii = &options->spectrum.radii;
    un_SpectrumDef def = make_def(options, radii->item[0]);
    un_Error error;
    if (options->file_count) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("spectrum: found a file, valid: flags only"));
        return un_cli_fail(&error);
    }
    if (un_experiment_check_memory(un_spectrum_memory(&def), options->max_memory, &error)) return un_cli_fail(&error);
    if (!options->json) print_head();
    int code = UN_EXIT_DONE;
    for (int i = 0; i < radii->count && code == UN_EXIT_DONE; i++) {
        code = measure_radius(options, radii->item[i]);
    }
    return code;
}
