/// Tones and poles: that they are what their files say.
#include "task/pole.h"
#include "task/task.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { FRAME = 16, FRAMES = 32, SAMPLES = FRAME * FRAMES };

// Tone.

/// One tone, its signal with the frames one after another. Returns its class.
static int draw_tone(un_Random *random, float *signal) {
    un_TaskDef def = {.task = UN_TASK_TONE, .length = FRAMES};
    unsigned char scored[FRAMES] = {0};
    int32_t target[FRAMES] = {0};
    un_Sequence sequence = {
        .x = signal, .scored = scored, .class_target = target, .x_stride = FRAME, .target_stride = 1};
    memset(signal, 0, SAMPLES * sizeof *signal);
    un_task_info(UN_TASK_TONE)->sample(&def, NULL, random, &sequence);
    for (int t = 0; t < FRAMES; t++)
        cr_assert_eq(scored[t], t == FRAMES - 1);
    return target[FRAMES - 1];
}

/// How often per sample the signal, smoothed against the noise, passes zero upwards between two places.
static double pitch(const float *signal, int from, int to) {
    int crossings = 0;
    for (int n = from + 2; n < to - 1; n++) {
        double before = (double)signal[n - 2] + (double)signal[n - 1] + (double)signal[n];
        double after = (double)signal[n - 1] + (double)signal[n] + (double)signal[n + 1];
        crossings += before < 0 && after >= 0;
    }
    return (double)crossings / (to - from);
}

Test(signal, tones_go_where_their_class_says) {
    enum { N = 2000, CLASSES = 4 };
    // Mean pitch of the first eighth, of the middle and of the held end.
    double start[CLASSES] = {0}, middle[CLASSES] = {0}, end[CLASSES] = {0};
    int count[CLASSES] = {0};
    un_Random random = un_random_stream(1, "batch");
    float signal[SAMPLES];
    for (int n = 0; n < N; n++) {
        int shape = draw_tone(&random, signal);
        for (int i = 0; i < SAMPLES; i++)
            cr_assert(fabsf(signal[i]) <= 1.1f);
        start[shape] += pitch(signal, 0, SAMPLES / 8);
        middle[shape] += pitch(signal, 3 * SAMPLES / 8, SAMPLES / 2);
        end[shape] += pitch(signal, 7 * SAMPLES / 8, SAMPLES);
        count[shape]++;
    }
    for (int k = 0; k < CLASSES; k++) {
        cr_assert(abs(count[k] - N / 4) < 100, "class %d: %d", k, count[k]);
        start[k] /= count[k];
        middle[k] /= count[k];
        end[k] /= count[k];
        // The end is drawn alike for all: 500 to 1000 Hz, 1000 / 2 ln 2 = 721 Hz in the mean.
        cr_assert_float_eq(end[k] * 8000, 721, 40, "class %d ends at %g Hz", k, end[k] * 8000);
    }
    cr_assert(start[0] < 0.75 * end[0] && start[0] < middle[0] && middle[0] < end[0], "rising");
    cr_assert(start[1] > 1.3 * end[1] && start[1] > middle[1] && middle[1] > end[1], "falling");
    cr_assert(middle[2] > 1.3 * end[2] && start[2] < 1.2 * end[2], "up and down");
    cr_assert(middle[3] < 0.75 * end[3] && start[3] > 0.8 * end[3], "down and up");
}

// Pole.

Test(signal, a_pole_falls_as_physics_says) {
    // Near upright angle'' = k angle with k = g / (l (4/3 - m / (M + m))): it grows with cosh(sqrt(k) t).
    un_Pole pole = {.angle = 1e-6};
    for (int t = 0; t < 5; t++)
        un_pole_step(&pole, 0);
    double k = 9.8 / (0.5 * (4.0 / 3 - 0.1 / 1.1));
    // Euler's method: (angle, speed) -> (angle + h speed, speed + h k angle), whose solution is a cosh as well.
    double up = pow(1 + 0.02 * sqrt(k), 5), down = pow(1 - 0.02 * sqrt(k), 5);
    cr_assert_float_eq(pole.angle / 1e-6, (up + down) / 2, 1e-6);
    un_Pole left = {.angle = 0.01}, right = {.angle = -0.01};
    un_pole_step(&left, 3);
    un_pole_step(&right, -3);
    cr_assert(left.speed < 0 && left.speed == -right.speed, "a push to where the pole leans turns it back");
}

Test(signal, the_teacher_balances_and_nobody_does_not) {
    un_Random random = un_random_stream(2, "eval");
    for (int n = 0; n < 50; n++) {
        un_Pole taught = un_pole_start(&random), alone = taught;
        for (int t = 0; t < 3000; t++) {
            double gust = un_pole_gust(&random);
            un_pole_step(&taught, un_pole_teacher(&taught) + gust);
            cr_assert_not(un_pole_fallen(&taught), "start %d, step %d", n, t);
            if (!un_pole_fallen(&alone)) un_pole_step(&alone, gust);
        }
        cr_assert(un_pole_fallen(&alone));
    }
}

/// No force that depends on the angle alone keeps the pole up, however strong.
Test(signal, the_angle_alone_does_not_balance) {
    for (double strength = 5; strength < 200; strength *= 1.1) {
        un_Random random = un_random_stream(3, "eval");
        int fallen = 0;
        for (int n = 0; n < 20; n++) {
            un_Pole pole = un_pole_start(&random);
            for (int t = 0; t < 3000 && !un_pole_fallen(&pole); t++)
                un_pole_step(&pole, fmax(-10, fmin(10, strength * pole.angle)) + un_pole_gust(&random));
            fallen += un_pole_fallen(&pole);
        }
        cr_assert_geq(fallen, 19, "strength %g: %d of 20", strength, fallen);
    }
}

Test(signal, sequences_show_the_angle_and_ask_for_the_teachers_force) {
    enum { T = 50, N = 20000 };
    un_TaskDef def = {.task = UN_TASK_POLE, .length = T};
    un_Random random = un_random_stream(4, "batch");
    double xx = 0, xf = 0, ff = 0;
    long count = 0;
    for (int n = 0; n < N; n++) {
        float x[T] = {0}, value[T] = {0};
        unsigned char scored[T] = {0};
        un_Sequence sequence = {.x = x, .scored = scored, .value_target = value, .x_stride = 1, .target_stride = 1};
        un_task_info(UN_TASK_POLE)->sample(&def, NULL, &random, &sequence);
        for (int t = 0; t < T; t++) {
            cr_assert_eq(scored[t], t > 0);
            cr_assert(fabsf(x[t]) <= 1 && fabsf(value[t]) <= 1);
            if (t == 0) continue;
            double angle = (double)x[t], force = (double)value[t];
            // Two angles tell the speed of a step ago, and that is all but the last push and pull.
            double speed = (angle - (double)x[t - 1]) * UN_POLE_FALLEN / UN_POLE_STEP;
            cr_assert_float_eq(force, (30 * angle * UN_POLE_FALLEN + 7 * speed) / 10, 0.31);
            xx += angle * angle;
            xf += angle * force;
            ff += force * force;
            count++;
        }
    }
    double without_memory = (ff - xf * xf / xx) / (double)count;
    cr_assert_float_eq(without_memory, un_task_info(UN_TASK_POLE)->chance_loss, 1e-4, "%g", without_memory);
}
