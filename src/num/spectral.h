/// Eigenvalues and singular values of small dense matrices in double, row major. Allocates nothing. Any thread. Total:
/// every input gives an answer, NaN where an entry is not finite.
#ifndef UN_NUM_SPECTRAL_H
#define UN_NUM_SPECTRAL_H

#include <stddef.h>

/// The eigenvalues of a (n,n), largest modulus first, of a conjugate pair the one above the real axis first: real (n),
/// imaginary (n). Hessenberg reduction and implicitly shifted QR (Francis 1961). scratch: n*n numbers. a is not
/// changed. n >= 1. All NaN when an entry is not finite.
void un_eigenvalues(const double *a, int n, double *real, double *imaginary, double *scratch);

/// |x + iy|, where squares would leave the range of a double too.
double un_modulus(double x, double y);

/// The largest modulus among the eigenvalues of a (n,n). scratch: n*n + 2n numbers. a is not changed. n >= 1. NaN when
/// an entry is not finite.
double un_spectral_radius(const double *a, int n, double *scratch);

/// The singular values of the matrix whose rows are the `count` vectors of n numbers in v (count,n), largest first:
/// values (count). One-sided Jacobi rotations of the rows (Hestenes 1958), which get small values right to a few ulps
/// where the rows are merely scaled apart (Demmel & Veselic 1992). v is used up. 1 <= count <= n. All NaN when an entry
/// is not finite.
void un_singular_values(double *v, int count, int n, double *values);

/// A long product of matrices M = A_k ... A_2 A_1 kept as Q diag(d) T: Q orthogonal, d descending, T unit upper
/// triangular but for order and well conditioned. Singular values then come out right to a few digits even where they
/// lie further apart than a double's 16 digits (Loh et al. 1989; Bai, Lee, Li & Xu 2011), which the plain product would
/// bury.
typedef struct un_Product {
    int n;
    double *q; ///< (n,n) the columns of Q, one behind the other
    double *d; ///< (n)
    double *t; ///< (n,n)
    double *scratch;
    int *order; ///< (n)
} un_Product;

/// Numbers of `memory` that a product of (n,n) matrices needs; order takes n ints.
size_t un_product_size(int n);
/// The identity in caller-owned memory.
void un_product_start(un_Product *product, int n, double *memory, int *order);
/// M becomes A M. a (n,n).
void un_product_multiply(un_Product *product, const double *a);
/// The same with the transposed matrix: M becomes A^T M.
void un_product_multiply_transposed(un_Product *product, const double *a);
/// The singular values of M, largest first: values (n). The product stays.
void un_product_singular_values(const un_Product *product, double *values);

#endif
