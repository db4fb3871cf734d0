/// The table of cells. A new cell is one file and one row here.
#ifndef UN_NET_CELL_H
#define UN_NET_CELL_H

#include <stdbool.h>

typedef enum un_Cell {
    UN_CELL_RNN,
    UN_CELL_LSTM,
    UN_CELL_GRU,
    UN_CELL_FEEDFORWARD,
    UN_CELL_WINDOW,
    UN_CELL_ATTENTION,
    UN_CELL_SSM,
    UN_CELL_SELECTIVE,
    UN_CELL_COUNT
} un_Cell;

enum { UN_RECURRENT_CELLS = UN_CELL_GRU + 1 }; ///< rnn, lstm, gru: they come first
enum { UN_GATES_MAX = 4 };

/// What a gate does, whatever its letter: gates are coloured by job.
typedef enum un_GateJob { UN_GATE_KEEP, UN_GATE_WRITE, UN_GATE_READ, UN_GATE_RESET, UN_GATE_NEW } un_GateJob;

/// What a track holds for every step, sequence and unit; GATE and its kin once per gate (un_CellInfo has their order).
typedef enum un_TrackPart {
    UN_PART_H,
    UN_PART_DH,
    UN_PART_C,
    UN_PART_DC,
    UN_PART_GATE,
    UN_PART_DGATE, ///< with respect to the gate's value
    UN_PART_DZ,    ///< with respect to its pre-activation
    UN_PART_HN,
    UN_PART_DHN,
    UN_PART_COUNT
} un_TrackPart;

typedef struct un_CellInfo {
    const char *name;  ///< as on the command line: "lstm"
    const char *title; ///< for a reader: "LSTM"
    const char *help;  ///< one line for --help (catalogue key)
    int gates; ///< G: blocks of H numbers that a step keeps as UN_PART_GATE: gates, pre-activations, queries ... For
               ///< the recurrent cells also the row blocks of their weight matrices
    const char *gate_name[UN_GATES_MAX]; ///< in order: LSTM i f g o, GRU r z n; "a" for the RNN's pre-activation
    un_GateJob gate_job[UN_GATES_MAX];
    bool has_gates;      ///< false where the blocks are no gates
    int shown_gates;     ///< how many of the first blocks are gates, with values between -1 and 1, to be drawn as such
    bool has_cell_state; ///< c_t exists, and the gradient's highway is dL/dc_t
    int keep_gate;       ///< index of the gate that multiplies the past and that --gate-bias sets; -1: none
    bool has_state_weights; ///< rnn, lstm, gru: W_ih, W_hh and two biases (un_net_track_params); --gain and --radius
                            ///< mean it
    bool numbered_tensors;  ///< named as PyTorch's: weight_ih_l0; else a first layer's names carry no number
    bool attends;           ///< un_tape_weights has something to tell
    bool carries_state;     ///< a step reads the one before it: truncation has something to cut
    bool reads_backward;    ///< may be bidirectional
    un_TrackPart arrives;   ///< the gradient that tells what reaches a step (of block 0 for DGATE), and beside it, with
    const char *arrives_at; ///< a cell state, UN_PART_DC; for a reader the variable's letter: "h", "a", "e"
} un_CellInfo;

/// The cell's row; lives as long as the program. Any thread.
const un_CellInfo *un_cell_info(un_Cell cell);

#endif
