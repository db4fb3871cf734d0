#include "view/view.h"

#include <math.h>

static void widen(const double *values, int T, double *low, double *high) {
    for (int t = 0; values && t < T; t++) {
        if (!isfinite(values[t])) continue; // exactly 0, cut, or not a number: drawn as themselves, not by height
        *low = fmin(*low, values[t]);
        *high = fmax(*high, values[t]);
    }
}

static un_Axis choose(double low, double high) {
    static const int bottom[] = {-4, -6, -8, -12, -20, -30, -60};
    un_Axis axis = {high <= 1e-9 ? 0 : high <= 1 ? 1 : 3, -60};
    for (int i = 0; i < (int)(sizeof bottom / sizeof *bottom); i++) {
        if (bottom[i] <= low) {
            axis.bottom = bottom[i];
            break;
        }
    }
    return axis;
}

un_Axis un_axis_choose(const un_Snapshot *snapshot) {
    double low = 0, high = 0;
    for (int l = 0; l < snapshot->lane_count; l++) {
        for (int d = 0; d < snapshot->lane[l].directions; d++) {
            const un_SnapshotTrack *track = &snapshot->lane[l].track[d];
            widen(track->dh.log10, snapshot->T, &low, &high);
            if (track->dc.norm) widen(track->dc.log10, snapshot->T, &low, &high);
        }
    }
    return choose(low, high);
}

un_Axis un_axis_extend(un_Axis axis, const un_Snapshot *snapshot) {
    un_Axis wanted = un_axis_choose(snapshot);
    return (un_Axis){wanted.top > axis.top ? wanted.top : axis.top,
                     wanted.bottom < axis.bottom ? wanted.bottom : axis.bottom};
}
