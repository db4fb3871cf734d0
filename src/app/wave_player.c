#include "app/state.h"

#include "base/catalog.h"

#include <math.h>

const double un_wave_speeds[UN_APP_WAVE_SPEEDS] = {0.25, 0.5, 1, 2, 4};
static const double GLIDE = 0.16; // look/LOOK.md, Motion: a single step

static double end_of(const un_App *app) {
    return un_wave_duration(app->snapshot->T);
}

void un_wave_play(un_App *app) {
    un_WavePlayer *wave = &app->wave;
    if (!wave->active || wave->t >= end_of(app)) {
        wave->t = 0;
    }
    wave->active = wave->playing = true;
    wave->gliding = false;
    app->dirty = true;
}

// Calm, a phase is seen whole while it plays; a pause keeps what is seen, so it moves to the phase's end.
static void finish_phase(un_App *app) {
    un_WavePlayer *wave = &app->wave;
    int T = app->snapshot->T;
    un_WavePhase phase = un_wave_at(T, wave->t, 0).phase;
    for (;;) {
        double next = un_wave_step(T, wave->t, 1);
        un_WavePhase then = un_wave_at(T, next, 0).phase;
        if (next <= wave->t || (then != phase && phase != UN_WAVE_FORWARD)) {
            return;
        }
        wave->t = next;
        if (then != phase) { // all states are lit, and no loss is told yet
            return;
        }
    }
}

void un_wave_set_calm(un_App *app, bool calm) {
    app->calm = calm;
    app->dirty = true;
}

void un_wave_toggle(un_App *app) {
    if (app->wave.active && app->wave.playing) {
        if (app->calm) {
            finish_phase(app);
        }
        app->wave.playing = false;
        app->dirty = true;
    } else {
        un_wave_play(app);
    }
}

void un_wave_walk(un_App *app, int direction) {
    un_WavePlayer *wave = &app->wave;
    // A moment that is walked through has no end of its own, so training does not run on behind it.
    if (app->run.playing) {
        un_run_pause(app);
    }
    app->run.wave_when_still = false;
    double from = wave->gliding ? wave->glide_to : wave->t;
    if (!wave->active) {
        from = direction > 0 ? 0 : end_of(app);
        wave->t = from;
    }
    wave->active = true;
    wave->playing = false;
    wave->gliding = true;
    wave->glide_from = wave->t;
    wave->glide_to = un_wave_step(app->snapshot->T, from, direction);
    wave->glide_start = app->now;
    app->dirty = true;
}

void un_wave_hide(un_App *app) {
    int speed = app->wave.speed;
    app->wave = (un_WavePlayer){.speed = speed};
    app->run.wave_when_still = false;
    app->dirty = true;
}

void un_wave_set_speed(un_App *app, int speed) {
    static const char *const name[UN_APP_WAVE_SPEEDS] = {"\xc2\xbc", "\xc2\xbd", "1", "2", "4"};
    app->wave.speed = speed < 0 ? 0 : speed >= UN_APP_WAVE_SPEEDS ? UN_APP_WAVE_SPEEDS - 1 : speed;
    un_toast(app, _("Wave speed \xc3\x97%s"), name[app->wave.speed]);
}

void un_wave_advance(un_App *app, double dt) {
    un_WavePlayer *wave = &app->wave;
    double end = end_of(app);
    if (wave->gliding) {
        double u = (app->now - wave->glide_start) / GLIDE;
        if (u >= 1 || app->calm) {
            wave->gliding = false;
            u = 1;
        }
        wave->t = wave->glide_from + (wave->glide_to - wave->glide_from) * u * u * (3 - 2 * u);
        app->dirty = true;
    } else if (wave->active && wave->playing) {
        wave->t += dt * un_wave_speeds[wave->speed];
        wave->playing = wave->t < end;
        app->dirty = true;
    }
    wave->t = fmin(wave->t, end);
    // While training goes on the stage returns to whole snapshots by itself; a run that stands still keeps what the
    // wave has shown.
    if (wave->active && !wave->playing && !wave->gliding && wave->t >= end && app->run.playing) {
        un_wave_hide(app);
    }
}
