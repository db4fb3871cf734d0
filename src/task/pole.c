/// Balancing a pole of which only the angle is seen. How fast it moves must be remembered from the angles before, and
/// without it no force that depends on the angle keeps the pole up. The net learns to do as a teacher does who knows
/// the speed; whether it can balance shows when its own forces move the pole (sim/balance.h).
#include "task/pole.h"
#include "task/sample.h"

#include "base/catalog.h"
#include "num/trigonometry.h"

#include <math.h>
#include <stdio.h>

static double held(double force) {
    return force > UN_POLE_FORCE ? UN_POLE_FORCE : force < -UN_POLE_FORCE ? -UN_POLE_FORCE : force;
}

un_Pole un_pole_start(un_Random *random) {
    const double angle = UN_POLE_FALLEN / 4, speed = 0.5;
    un_Pole pole = {.angle = un_random_uniform(random, -angle, angle)};
    pole.speed = un_random_uniform(random, -speed, speed);
    return pole;
}

double un_pole_gust(un_Random *random) {
    return un_random_uniform(random, -2, 2);
}

float un_pole_seen(const un_Pole *pole) {
    return (float)(pole->angle / UN_POLE_FALLEN);
}

double un_pole_teacher(const un_Pole *pole) {
    return held(30 * pole->angle + 7 * pole->speed);
}

/// angle'' = (g sin a + cos a (-F - m l a'^2 sin a) / (M + m)) / (l (4/3 - m cos^2 a / (M + m))), with g = 9.8, M = 1
/// kg, m = 0.1 kg and half the pole's length l = 0.5 m.
void un_pole_step(un_Pole *pole, double force) {
    const double gravity = 9.8, cart = 1, mass = 0.1, half = 0.5, both = cart + mass;
    double sine = un_sin(pole->angle), cosine = un_cos(pole->angle);
    double push = (-force - mass * half * pole->speed * pole->speed * sine) / both;
    double acceleration = (gravity * sine + cosine * push) / (half * (4.0 / 3.0 - mass * cosine * cosine / both));
    pole->angle += UN_POLE_STEP * pole->speed;
    pole->speed += UN_POLE_STEP * acceleration;
}

bool un_pole_fallen(const un_Pole *pole) {
    return !(fabs(pole->angle) <= UN_POLE_FALLEN);
}

/// The teacher balances, with gusts; its force is asked at every step but the first, where nothing tells the speed.
static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    un_Pole pole = un_pole_start(random);
    for (int t = 0; t < def->length; t++) {
        size_t place = un_sample_place(out, t);
        double force = un_pole_teacher(&pole);
        un_sample_step(out, t)[0] = un_pole_seen(&pole);
        out->value_target[place] = (float)(force / UN_POLE_FORCE);
        if (t > 0) out->scored[place] = UN_SCORED_ANSWER;
        un_pole_step(&pole, force + un_pole_gust(random));
    }
}

/// The angle in degrees.
static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%+.1f°", (double)x[0] * 12);
    return false; // all alike
}

const un_TaskInfo un_task_pole = {
    .name = "pole",
    .title = UN_KEY("Balance a pole by its angle alone"),
    .help = UN_KEY("the angle of a pole on a cart, 50 times a second; which force keeps it up? (--length)"),
    .question = UN_KEY("the force is ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 50,
    .inputs = 1,
    .outputs = 1,
    .classes = false,
    .chance_loss = 0.0034, // of the best multiple of the angle, over sequences of the default length
    .chance_accuracy = 0,
    .solved_at = 0.001, // nobody gets below 0.00056, the part of the last gust that no angle has told yet
    .sample = sample,
    .symbol = symbol,
    .class_names = NULL,
};
