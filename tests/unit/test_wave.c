// The wave's times are look/LOOK.md's, and single steps stop at every column once.
#include "view/wave.h"

#include <criterion/criterion.h>
#include <math.h>

Test(wave, durations_of_a_short_and_of_a_long_sequence) {
    cr_assert(fabs(un_wave_duration(31) - (1.2 + 0.3 + 2.4)) <= 1e-12);
    // At least 16 ms a column: 1000 steps take 16 s each way.
    cr_assert(fabs(un_wave_duration(1000) - (16 + 0.3 + 16)) <= 1e-12);
    // Between the two only the forward wave is held back by its columns.
    cr_assert(fabs(un_wave_duration(100) - (1.6 + 0.3 + 2.4)) <= 1e-12);
}

Test(wave, runs_forward_shows_the_loss_then_runs_back) {
    un_Wave wave = un_wave_at(30, 0, 0);
    cr_assert(wave.phase == UN_WAVE_FORWARD);
    cr_assert(wave.front == 0);
    wave = un_wave_at(30, 0.6, 0);
    cr_assert(wave.front == 15);
    cr_assert(wave.loss == 0);
    wave = un_wave_at(30, 1.2 + 0.15, 0);
    cr_assert(wave.phase == UN_WAVE_LOSS);
    cr_assert(wave.front == 30);
    cr_assert(fabsf(wave.loss - (0.75f)) <= 1e-5f, "the loss eases out");
    wave = un_wave_at(30, 1.5 + 0.8, 0);
    cr_assert(wave.phase == UN_WAVE_BACKWARD);
    cr_assert(fabsf(wave.front - (20)) <= 1e-4f);
    wave = un_wave_at(30, 100, 0);
    cr_assert(wave.phase == UN_WAVE_BACKWARD);
    cr_assert(wave.front == 0, "after its end it stays at the first step");
    cr_assert(wave.loss == 1);
    cr_assert(un_wave_at(30, -5, 0).front == 0);
}

Test(wave, reduced_motion_jumps_from_phase_to_phase) {
    cr_assert(un_wave_at(30, 0.1, 1).front == 30);
    cr_assert(un_wave_at(30, 1.21, 1).loss == 1);
    cr_assert(un_wave_at(30, 1.6, 1).front == 0);
}

Test(wave, single_steps_stop_at_each_column_and_at_the_loss) {
    for (int T = 1; T <= 400; T = T * 2 + 1) {
        double t = 0;
        for (int k = 1; k <= T; k++) {
            t = un_wave_step(T, t, 1);
            un_Wave wave = un_wave_at(T, t, 0);
            cr_assert(wave.front == (float)k, "T %d, forward stop %d stands at %g", T, k, (double)wave.front);
            cr_assert(wave.loss == 0);
        }
        t = un_wave_step(T, t, 1);
        un_Wave loss = un_wave_at(T, t, 0);
        cr_assert(loss.phase == UN_WAVE_LOSS);
        cr_assert(loss.loss == 1);
        for (int k = T - 1; k >= 0; k--) {
            t = un_wave_step(T, t, 1);
            un_Wave wave = un_wave_at(T, t, 0);
            cr_assert(wave.phase == UN_WAVE_BACKWARD);
            cr_assert(wave.front == (float)k, "T %d, backward stop %d stands at %g", T, k, (double)wave.front);
        }
        cr_assert(un_wave_step(T, t, 1) == t, "there is no step beyond the end");
        for (int i = 0; i < 2 * T + 1; i++)
            t = un_wave_step(T, t, -1);
        cr_assert(t == 0, "as many steps back lead to the start");
        cr_assert(un_wave_step(T, 0, -1) == 0);
    }
}

Test(wave, a_step_from_between_two_columns_goes_to_the_next_one) {
    double t = 1.2 * 3.4 / 30;
    cr_assert(un_wave_at(30, un_wave_step(30, t, 1), 0).front == 4);
    cr_assert(un_wave_at(30, un_wave_step(30, t, -1), 0).front == 3);
}
