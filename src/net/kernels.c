/// The table of kernels of one instruction set. Built per instruction set.
#include "net/product.h"

extern const UN_P(un_Kernels) UN_K(un_kernels); // dispatch.c has the others

const UN_P(un_Kernels) UN_K(un_kernels) = {
    .cell = {[UN_CELL_RNN] = &UN_K(un_rnn_kernels),
             [UN_CELL_LSTM] = &UN_K(un_lstm_kernels),
             [UN_CELL_GRU] = &UN_K(un_gru_kernels)},
    .pack = UN_K(un_pack),
    .multiply = UN_K(un_multiply),
    .outer = UN_K(un_outer),
};
