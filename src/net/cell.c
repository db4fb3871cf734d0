#include "net/cell.h"

#include "base/catalog.h"
#include "base/check.h"

static const un_CellInfo cells[UN_CELL_COUNT] = {
    [UN_CELL_RNN] = {.name = "rnn",
                     .title = UN_KEY("RNN"),
                     .help = UN_KEY("plain recurrent cell, h = tanh(W x + U h + b) (Elman 1990)"),
                     .gates = 1,
                     .gate_name = {"a"},
                     .gate_job = {UN_GATE_NEW},
                     .has_gates = false,
                     .has_cell_state = false,
                     .keep_gate = -1},
    [UN_CELL_LSTM] =
        {.name = "lstm",
         .title = UN_KEY("LSTM"),
         .help = UN_KEY("long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate (Gers et al. 2000)"),
         .gates = 4,
         .gate_name = {"i", "f", "g", "o"},
         .gate_job = {UN_GATE_WRITE, UN_GATE_KEEP, UN_GATE_NEW, UN_GATE_READ},
         .has_gates = true,
         .has_cell_state = true,
         .keep_gate = 1},
    [UN_CELL_GRU] = {.name = "gru",
                     .title = UN_KEY("GRU"),
                     .help = UN_KEY("gated recurrent unit (Cho et al. 2014)"),
                     .gates = 3,
                     .gate_name = {"r", "z", "n"},
                     .gate_job = {UN_GATE_RESET, UN_GATE_KEEP, UN_GATE_NEW},
                     .has_gates = true,
                     .has_cell_state = false,
                     .keep_gate = 1},
};

const un_CellInfo *un_cell_info(un_Cell cell) {
    UN_CHECK((unsigned)cell < UN_CELL_COUNT);
    return &cells[cell];
}
