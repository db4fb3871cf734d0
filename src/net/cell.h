/// The table of cells. A new cell is one file and one row here.
#ifndef UN_NET_CELL_H
#define UN_NET_CELL_H

#include <stdbool.h>

typedef enum un_Cell { UN_CELL_RNN, UN_CELL_LSTM, UN_CELL_GRU, UN_CELL_COUNT } un_Cell;

enum { UN_GATES_MAX = 4 };

/// What a gate does, whatever its letter: gates are coloured by job.
typedef enum un_GateJob { UN_GATE_KEEP, UN_GATE_WRITE, UN_GATE_READ, UN_GATE_RESET, UN_GATE_NEW } un_GateJob;

typedef struct un_CellInfo {
    const char *name;  ///< as on the command line: "lstm"
    const char *title; ///< for a reader: "LSTM"
    const char *help;  ///< one line for --help (catalogue key)
    int gates; ///< G: row blocks of the weight matrices; 1 for the plain RNN (which has a pre-activation, not a gate)
    const char *gate_name[UN_GATES_MAX]; ///< in the order of the row blocks: LSTM i f g o, GRU r z n; "a" for the RNN
    un_GateJob gate_job[UN_GATES_MAX];
    bool has_gates;      ///< false for the RNN: its block 0 is the pre-activation
    bool has_cell_state; ///< c_t exists
    int keep_gate;       ///< index of the forget (LSTM) or update (GRU) gate that --gate-bias sets; -1: none
} un_CellInfo;

/// The cell's row; lives as long as the program. Any thread.
const un_CellInfo *un_cell_info(un_Cell cell);

#endif
