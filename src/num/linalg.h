/// Small dense linear algebra in double, row major, for initialisation and measurement (not for training). Allocates
/// nothing. Any thread. Eigenvalues and singular values: num/spectral.h.
#ifndef UN_NUM_LINALG_H
#define UN_NUM_LINALG_H

#include "base/random.h"

#include <stdbool.h>

/// A standard normal number: polar method (Marsaglia & Bray 1964), which needs log and sqrt only.
double un_random_normal(un_Random *random);

/// The 2-norm of n numbers, also where their squares would leave the range of a double. NaN when one is NaN.
double un_norm(const double *values, int n);

/// QR decomposition (Householder 1958) of the matrix whose COLUMNS are the `count` vectors of n numbers that lie one
/// behind the other in v (count,n), count <= n: v becomes the columns of Q, orthonormal also where the vectors depend
/// on each other. Signs are fixed so that R has a diagonal >= 0, which makes Q and R unique. Where they are wanted,
/// else NULL: diagonal (count) of R, and r (count,count), upper triangular, zeros below. order (count): not NULL asks
/// for pivoting, always on with the longest vector that is left (Businger & Golub 1965); column j of Q R is then vector
/// order[j], and the diagonal descends. A number that is not finite spreads.
void un_qr(double *v, int count, int n, double *diagonal, double *r, int *order);

/// Replaces a (n,n) by the orthogonal factor of its QR decomposition, as un_qr: then a Gaussian a gives a uniform
/// rotation or reflection (Mezzadri 2007). n >= 1. Always orthogonal, also for a singular a.
void un_orthogonalise(double *a, int n);

/// a (n,n), symmetric and positive definite (only the lower triangle is read), becomes its Cholesky factor L, a = L
/// L^T, in the lower triangle. False: a is not positive definite, or not finite; its contents are then of no use.
bool un_cholesky(double *a, int n);
/// Solves L L^T x = b for one right side b (n), in place.
void un_cholesky_solve(const double *l, int n, double *b);

#endif
