/// Small dense linear algebra in double, row major, for initialisation and measurement (not for training). Allocates nothing.
/// Any thread.
#ifndef UN_NUM_LINALG_H
#define UN_NUM_LINALG_H

#include "base/random.h"

/// A standard normal number: polar method (Marsaglia & Bray 1964), which needs log and sqrt only.
double un_random_normal(un_Random *random);

/// Replaces a (n,n) by the orthogonal factor of its QR decomposition, signs fixed so that R has a positive diagonal (Mezzadri 2007: then
/// a Gaussian a gives a uniform rotation or reflection). n >= 1. Always orthogonal, also for a singular a.
void un_orthogonalise(double *a, int n);

/// The largest modulus of the eigenvalues of a (n,n): Hessenberg reduction and shifted QR (Francis 1961).
/// scratch: n*n + n doubles. a is not changed. n >= 1. 0 for a zero matrix, NaN when an entry is not finite.
double un_spectral_radius(const double *a, int n, double *scratch);

#endif
