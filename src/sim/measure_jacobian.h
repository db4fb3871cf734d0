/// Jacobians of one step's state with respect to the state before it, along a trace, and what they say when they are
/// multiplied: singular values of the chain, eigenvalues, Lyapunov exponents. Of the top layer, whose input is held
/// fixed; truncation is no part of it. Double throughout. Allocates nothing. The trace's owner's thread.
#ifndef UN_SIM_MEASURE_JACOBIAN_H
#define UN_SIM_MEASURE_JACOBIAN_H

#include "sim/trace.h"

/// Numbers of the state that one step hands to the next: H (h; ssm, selective: c), for the LSTM (h, c) 2H; 0 for a cell
/// that hands on none.
int un_jacobian_size(const un_NetDef *net);
/// Numbers of `work` that the functions below need for a state of n numbers.
size_t un_jacobian_work(const un_NetDef *net);

/// J_t = d state_t / d state_{t-1}, "t-1" in the order of processing, of sequence b into out (n,n).
///     RNN      D W_hh, D = diag(1 - h^2), diag(a > 0), or 1           (Hochreiter 1991; Pascanu, Mikolov & Bengio
///     2013) LSTM     dc/dc' = diag f,  dc/dh' = diag(c' f(1-f)) W_f + diag(g i(1-i)) W_i + diag(i (1-g^2)) W_g
///              dh/d. = diag(o (1 - tanh(c)^2)) dc/d.,  dh/dh' also + diag(tanh(c) o(1-o)) W_o
///     GRU      diag(z) + diag((h' - n) z(1-z)) W_z + diag((1-z)(1-n^2)) N
///              N = diag(r) W_n + diag(hn r(1-r)) W_r, reset before the product: W_n (diag(r) + diag(h' r(1-r)) W_r)
///     ssm      diag(a);  selective  diag(z_t)
void un_jacobian_step(const un_Trace *trace, int direction, int t, int b, double *out, double *work);

/// Singular values, largest first, of J(s,t) = d state_s / d state_t, s the given last step and t every step before it
/// in the order of processing: out (T,n); row s the ones of the identity, rows after s NaN. Right also where they lie
/// under 1e-16 of the largest (un_Product).
void un_jacobian_chain(const un_Trace *trace, int direction, int last, int b, double *out, double *work, int *order);

/// Eigenvalues of J_t for every step, largest modulus first: real (T,n), imaginary (T,n).
void un_jacobian_eigenvalues(const un_Trace *trace, int direction, int b, double *real, double *imaginary,
                             double *work);

/// Lyapunov exponents in nats a step, largest first but for noise: lambda_i = mean of ln R_ii(t), Q_t R_t = J_t Q_{t-1}
/// (Benettin et al. 1980; Vogt, Puelma Touzel, Shlizerman & Lajoie 2020; Engelken, Wolf & Abbott 2023), over the steps
/// after the first burn_in of the order of processing, in which Q only turns. out (n); -infinity where the chain loses
/// a rank. 0 <= burn_in < T.
void un_jacobian_lyapunov(const un_Trace *trace, int direction, int b, int burn_in, double *out, double *work);

#endif
