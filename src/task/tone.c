/// Which way the pitch of a tone went: up, down, up and down again, or down and up again. The net hears the raw signal,
/// 8,000 samples a second, a frame of 16 samples (2 ms) a step, with noise; it is asked at the end.
///
/// The pitch where the tone ends is drawn alike for every class, and it is held for the last eighth: the last frame
/// tells nothing about the class. Loudness, phase and pitch differ from tone to tone.
#include "task/sample.h"

#include "base/catalog.h"
#include "num/elementary.h"
#include "num/trigonometry.h"

#include <math.h>
#include <stdio.h>

enum { FRAME = 16, CLASSES = 4, RATE = 8000 };
enum { RISING, FALLING, RISE_FALL, FALL_RISE };

static const char *const class_names[CLASSES] = {"rise", "fall", "up-dn", "dn-up"};

/// How far the pitch is from where it ends, in parts of the tone's interval, when `part` (0..1) of the movement is
/// done.
static double contour(int shape, double part) {
    double there_and_back = 1 - fabs(2 * part - 1);
    switch (shape) {
    case RISING:
        return part - 1;
    case FALLING:
        return 1 - part;
    case RISE_FALL:
        return there_and_back;
    default:
        return -there_and_back;
    }
}

/// x_n = a sin(phase_n) + noise, phase_{n+1} = phase_n + 2 pi f_n / 8000, f_n = f_end exp(interval contour(n)).
static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    const double loudness_least = 0.5, noise = 0.1, end_lowest = 500, octaves_of_ends = 1;
    const double interval_least = 0.4, interval_most = 0.7; // natural logarithm of the ratio: x1.5 to x2
    int shape = un_random_below(random, CLASSES);
    double end = end_lowest * un_exp(un_random_unit(random) * octaves_of_ends * un_log(2));
    double interval = un_random_uniform(random, interval_least, interval_most);
    double loudness = un_random_uniform(random, loudness_least, 1);
    double phase = un_random_uniform(random, 0, 2 * UN_PI);
    int samples = def->length * FRAME, moving = samples - samples / 8;
    for (int n = 0; n < samples; n++) {
        double part = n < moving ? (double)n / moving : 1;
        double pitch = end * un_exp(interval * contour(shape, part));
        double value = loudness * un_sin(phase) + un_random_uniform(random, -noise, noise);
        un_sample_step(out, n / FRAME)[n % FRAME] = (float)value;
        phase += 2 * UN_PI * pitch / RATE;
        if (phase > 2 * UN_PI) phase -= 2 * UN_PI; // a pitch is below the rate
    }
    size_t last = un_sample_place(out, def->length - 1);
    out->scored[last] = UN_SCORED_ANSWER;
    out->class_target[last] = shape;
}

/// How often the signal changes its sign within the frame: twice a period.
static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int changes = 0;
    for (int i = 1; i < FRAME; i++) {
        changes += (x[i] < 0) != (x[i - 1] < 0);
    }
    snprintf(out, (size_t)size, "%d", changes);
    return true;
}

const un_TaskInfo un_task_tone = {
    .name = "tone",
    .title = UN_KEY("Which way a tone's pitch went"),
    .help = UN_KEY("raw sound at 8 kHz, 16 samples a step; did the pitch rise, fall, or turn? (--length)"),
    .question = UN_KEY("the pitch went ?"),
    .takes_lag = false,
    .length_min = 8, // below, the last eighth is no whole frame
    .length_default = 32,
    .inputs = FRAME,
    .outputs = CLASSES,
    .classes = true,
    .chance_loss = 1.3862943611198906, // ln 4
    .chance_accuracy = 0.25,
    .solved_at = 0.95,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
