#include "view/wave.h"

#include <math.h>

// Seconds (look/LOOK.md, Motion).
static const double FORWARD = 1.2, LOSS = 0.3, BACKWARD = 2.4, LEAST_COLUMN = 0.016;

static double pass(double seconds, int T) {
    return fmax(seconds, LEAST_COLUMN * T);
}

/// The front, exactly whole where it is meant to be: a step's time is rounded twice on its way here.
static float whole(double front, int T) {
    double nearest = floor(front + 0.5);
    if (fabs(front - nearest) < 1e-6 * (T + 1)) front = nearest;
    return (float)fmin(fmax(front, 0), T);
}

double un_wave_duration(int T) {
    return pass(FORWARD, T) + LOSS + pass(BACKWARD, T);
}

un_Wave un_wave_at(int T, double t, int reduced_motion) {
    double forward = pass(FORWARD, T);
    if (t < forward) {
        return (un_Wave){UN_WAVE_FORWARD, reduced_motion ? (float)T : whole(T * t / forward, T), 0};
    }
    if (t <= forward + LOSS) { // the same sum as un_wave_stop's, so that the loss's stop falls inside
        double rest = fmax(0, 1 - (t - forward) / LOSS); // ease out
        return (un_Wave){UN_WAVE_LOSS, (float)T, reduced_motion ? 1 : (float)(1 - rest * rest)};
    }
    t -= forward + LOSS;
    return (un_Wave){UN_WAVE_BACKWARD, reduced_motion ? 0 : whole(T * (1 - t / pass(BACKWARD, T)), T), 1};
}

double un_wave_stop(int T, int i) {
    double forward = pass(FORWARD, T);
    if (i <= T) return forward * i / T;
    return forward + LOSS + pass(BACKWARD, T) * (i - T - 1) / T;
}

double un_wave_loss_time(int T) {
    return un_wave_stop(T, T + 1);
}

double un_wave_step(int T, double t, int direction) {
    const double same = 1e-6; // two times closer than this are one stop
    int low = 0, high = 2 * T + 1;
    if (direction > 0) {
        while (low < high) { // first stop later than t
            int middle = (low + high) / 2;
            if (un_wave_stop(T, middle) > t + same)
                high = middle;
            else
                low = middle + 1;
        }
        return un_wave_stop(T, low);
    }
    while (low < high) { // last stop earlier than t
        int middle = (low + high + 1) / 2;
        if (un_wave_stop(T, middle) < t - same)
            low = middle;
        else
            high = middle - 1;
    }
    return un_wave_stop(T, low);
}
