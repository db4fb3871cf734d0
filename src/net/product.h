/// Products of matrices, built per instruction set: see un_Kernels in net/step.h for multiply, pack and outer.
#ifndef UN_NET_PRODUCT_H
#define UN_NET_PRODUCT_H

#include "net/tile.h"

extern const UN_P(un_CellKernels) UN_K(un_rnn_kernels), UN_K(un_lstm_kernels), UN_K(un_gru_kernels);

void UN_K(un_pack)(un_real *packed, const un_real *w, const int *blocks, int count, int H, UN_P(un_Columns) columns);
void UN_K(un_multiply)(un_real *c, size_t c_stride, const un_real *a, size_t a_stride, const un_real *packed, int rows,
                       int K, int N);
void UN_K(un_outer)(un_real *out, size_t out_stride, const un_real *a, size_t a_stride, int M, const un_real *b,
                    size_t b_stride, int K, int rows);

/// One vector of a panel whose rows hold so many, for the products forward: lane j of row k becomes weight k of unit j,
/// w[j * row_stride + k], for the first `units` lanes, 0 in the others. Rows as the columns lie.
void UN_K(un_pack_units)(un_real *panel, int vectors, int vector, const un_real *w, int units,
                         UN_P(un_Columns) columns);
/// A square matrix w (H,H), transposed, in the form that multiply wants: products W a with a state a.
void UN_K(un_pack_transposed)(un_real *packed, const un_real *w, int H);
/// The same as un_pack_units for a single row, a bias.
void UN_K(un_pack_bias)(un_real *row, int vector, const un_real *bias, int units);

#endif
