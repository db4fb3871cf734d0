/// What is measured of a traced lane beside its states and gradients, as plain data: part of a snapshot
/// (snapshot/snapshot.h), which owns the arrays. Definitions and papers: sim/measure_gates.h, measure_credit.h,
/// measure_jacobian.h.
#ifndef UN_SNAPSHOT_MEASURES_H
#define UN_SNAPSHOT_MEASURES_H

#include "base/arena.h"

#include <stdbool.h>

enum { UN_MEASURES_GATES = 4, UN_SNAPSHOT_BAND_SEEDS = 40 };

/// What costs too much to be measured unasked (bits): cost grows with the cube of the state, occlusion's with T^2.
typedef enum un_SnapshotWanted {
    UN_WANT_SPECTRUM = 1,
    UN_WANT_CHAIN = 2,
    UN_WANT_LYAPUNOV = 4,
    UN_WANT_OCCLUSION = 8,
    UN_WANT_UNITS = 16,     ///< single units' gradients and pre-activations (snapshot/details.h)
    UN_WANT_GENERATED = 32, ///< text that the lane writes by itself
    UN_WANT_BAND = 64,      ///< the same gradient at the initial weights of seeds 1..UN_SNAPSHOT_BAND_SEEDS
    UN_WANT_PARTS = 128,    ///< whether the steps' parts of the update make the gradient
} un_SnapshotWanted;

/// From which a lane's arrays follow.
typedef struct un_MeasuresShape {
    int T, hidden, gates; ///< gates: those that are shown
    bool keeps;           ///< a gate multiplies the past
    bool updates;         ///< the update can be split by steps: rnn, lstm, gru
    int state;            ///< numbers that a step hands to the next; 0: none
    unsigned wanted;      ///< bits of un_SnapshotWanted
    unsigned too_dear;    ///< those of them that are not measured even so: the run would stand still for seconds
} un_MeasuresShape;

/// One direction of the top layer. Arrays that the cell has no use for, or that nobody wanted, are NULL. Index t.
typedef struct un_SnapshotMeasures {
    int reach_dh, reach_dc; ///< N_eff: largest distance with more than 1 % of the norm at the loss; -1: no such thing
    // A gate that keeps.
    double *direct, *rest; ///< (T) norms of the gradient's parts: along the product of the gate, and through the gates
    double *direct_share;  ///< (T) direct / total; NaN where the total is 0
    float *keep, *horizon; ///< (H) mean of the gate over time; tau = -1 / mean ln f in steps, INFINITY where it is 1
    float *write, *erase;  ///< (T,H); what is kept and read are gates themselves
    float *right[UN_MEASURES_GATES], *left[UN_MEASURES_GATES]; ///< (H) share of time above .9, below .1; NULL: no gate
    // The update of W_hh.
    double *update;       ///< (T) norm of step t's part
    double *update_share; ///< (T) of the sum of those; NaN where that is 0
    double *update_later; ///< (T) the shares of t and of all steps after it in the order of processing
    int update_90;        ///< the last steps that make 90 % of it; 0: no such thing
    double *parts;        ///< (2) only when wanted: how far the sum of all steps' parts lies from the backward pass's gradient of W_hh
                          ///< and W_ih at most, and that gradient's largest number
    // Only when wanted. n: the state's numbers.
    unsigned too_dear; ///< bits of un_SnapshotWanted that a lane of this size has not measured while one watches
    int state;
    double *real, *imaginary; ///< (T,n) eigenvalues of each step's Jacobian, largest modulus first
    double *singular;         ///< (T,n) of d state at the loss / d state at t; NaN beyond the loss
    double *lyapunov;         ///< (n) nats a step
    // With the spectrum: at the initial weights, and of the RNN's recurrent matrix itself.
    double *start_real, *start_imaginary; ///< (T,n) as real and imaginary
    double radius;                        ///< largest |eigenvalue| of W_hh; NaN: gates have no such matrix, or not wanted
    float *start_horizon;                 ///< (H) as horizon; NULL where that is
    // Forward, only when wanted: mean and standard deviation over seeds, at their initial weights, of log10 of the ratio of the
    // gradient that stands for the lane (dc where there is a cell state, else dh). Index: DISTANCE from the loss; NaN: one of the
    // seeds does not reach so far, or nothing of its gradient does.
    int band_seeds; ///< 0: not measured
    double *band_mean, *band_deviation; ///< (T)
} un_SnapshotMeasures;

/// Which input the loss answers to. (T) each.
typedef struct un_SnapshotBlame {
    double *gradient, *gradient_input;   ///< |dL/dx_t|, x_t . dL/dx_t
    double *without_zero, *without_mean; ///< rise of the loss with x_t left out; NULL: not wanted
} un_SnapshotBlame;

/// Take the arrays from the arena (which may only measure).
void un_measures_carve(un_SnapshotMeasures *measures, un_Arena *arena, const un_MeasuresShape *shape);
void un_blame_carve(un_SnapshotBlame *blame, un_Arena *arena, const un_MeasuresShape *shape);

#endif
