/// The three loops in which training spends its time. Compiled per precision, and in one file so that it can be
/// compiled per instruction set. Every sum has one fixed order that depends on no vector width and on no number of
/// sequences.
#ifndef UN_NET_KERNEL_H
#define UN_NET_KERNEL_H

#include "net/precise.h"

/// Columns of a panel: two SSE registers.
enum { UN_PANEL = 32 / (int)sizeof(un_real) };

/// Numbers of the packed form of a (K,N) matrix: ceil(N / UN_PANEL) panels, each (K,UN_PANEL), the last filled with
/// zeros.
size_t UN_P(un_kernel_packed_size)(int K, int N);

/// Packs w, whose element (k,n) is w[k * k_stride + n * n_stride]: k_stride = 1 for a transposed copy.
void UN_P(un_kernel_pack)(un_real *packed, const un_real *w, size_t k_stride, size_t n_stride, int K, int N);

/// c (rows,N) += a (rows,K) W (K,N), with row strides c_stride and a_stride. W is rows k0..k0+K-1 of a packed matrix
/// with packed_K rows. Each element is one chain: c, then k upwards.
void UN_P(un_kernel_multiply)(un_real *c, int c_stride, const un_real *a, int a_stride, const un_real *packed,
                              int packed_K, int k0, int rows, int K, int N);

/// out[m * m_stride + n * n_stride] += sum of a[row][m] b[row][n] over rows = steps * batch (steps downwards, sequences
/// upwards), in chunks of about 192 rows whose sums are added to out: one long chain of floats would lose digits. b
/// NULL: ones, N = 1 (column sums of a). live (steps,batch), 0 or 1: rows where it is 0 are passed over, because their products
/// are known to be zeros; NULL: none is.
void UN_P(un_kernel_outer)(un_real *out, size_t m_stride, size_t n_stride, const un_real *a, int a_stride, int M,
                           const un_real *b, int b_stride, int N, int steps, int batch, const unsigned char *live);

#endif
