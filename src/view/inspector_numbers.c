#include "view/inspector_parts.h"

#include <math.h>
#include <string.h>

static size_t row(const un_Inspector *in, int t) {
    return (size_t)t * (size_t)in->H;
}

double un_inspector_product(const un_Inspector *in, const float *a, int t, const float *b, int s, bool rest) {
    if (!in->shown || !a || (!b && s >= 0)) return (double)NAN;
    if (t < 0 || s < 0) return 0;
    double sum = 0;
    int first = in->unit < 0 ? 0 : in->unit, end = in->unit < 0 ? in->H : in->unit + 1;
    for (int i = first; i < end; i++) {
        double x = (double)a[row(in, t) + (size_t)i], y = (double)b[row(in, s) + (size_t)i];
        sum += (rest ? 1 - x : x) * y;
    }
    return sum / (end - first);
}

double un_inspector_mean(const un_Inspector *in, const float *values, int t) {
    if (!in->shown || !values) return (double)NAN;
    if (t < 0) return 0;
    if (in->unit >= 0) return (double)values[row(in, t) + (size_t)in->unit];
    double sum = 0;
    for (int i = 0; i < in->H; i++)
        sum += (double)values[row(in, t) + (size_t)i];
    return sum / in->H;
}

double un_inspector_rest(double whole, double part) {
    double rest = whole - part, largest = fmax(fabs(whole), fabs(part));
    return fabs(rest) < 1e-6 * largest ? 0 : rest;
}

int un_inspector_gate_index(const un_Inspector *in, const char *name) {
    for (int g = 0; g < in->track->gate_count; g++) {
        if (strcmp(in->track->gate[g].name, name) == 0) return g;
    }
    return -1;
}

int un_inspector_block_index(const un_Inspector *in, const char *name) {
    for (int b = 0; b < in->track->units.count; b++) {
        if (strcmp(in->track->units.block[b].name, name) == 0) return b;
    }
    return -1;
}

double un_inspector_gate(const un_Inspector *in, int gate) {
    if (gate < 0 || !in->shown) return (double)NAN;
    const un_SnapshotGate *values = &in->track->gate[gate];
    return in->unit < 0 ? (double)values->mean[in->step] : un_inspector_mean(in, values->value, in->step);
}

double un_inspector_gradient(const un_Inspector *in, char variable, int t) {
    bool told = t == in->step ? in->arrived : in->passed;
    const un_SnapshotGradient *norms = variable == 'c' ? &in->track->dc : &in->track->dh;
    const double *units = variable == 'c' ? in->track->units.dc : in->track->units.dh;
    if (!told || t < 0) return (double)NAN;
    if (in->unit < 0) return norms->norm && norms->variable[0] == variable ? norms->norm[t] : (double)NAN;
    return in->measured && units ? units[row(in, t) + (size_t)in->unit] : (double)NAN;
}

double un_inspector_pre(const un_Inspector *in, int block, int part) {
    if (block < 0 || !in->measured) return (double)NAN;
    const un_SnapshotBlock *from = &in->track->units.block[block];
    return un_inspector_mean(in, part ? from->from_state : from->from_input, in->step);
}
