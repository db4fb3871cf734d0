#include "base/catalog.h"
#include "view/inspector_parts.h"

#include <string.h>

static const un_InspectorCell cells[] = {
    {"lstm", UN_KEY("LSTM"), un_inspector_lstm, un_inspector_lstm_text, "f"},
    {"gru", UN_KEY("GRU"), un_inspector_gru, un_inspector_gru_text, "z"},
    {"ssm", UN_KEY("State space"), un_inspector_ssm, un_inspector_ssm_text, "a"},
    {"selective", UN_KEY("Selective state space"), un_inspector_ssm, un_inspector_ssm_text, "z"},
    {"attention", UN_KEY("Attention"), un_inspector_attention, un_inspector_attention_text, ""},
    {"feedforward", UN_KEY("Feed-forward"), un_inspector_plain, un_inspector_plain_text, ""},
    {"window", UN_KEY("Window"), un_inspector_plain, un_inspector_plain_text, ""},
    {"rnn", UN_KEY("RNN"), un_inspector_rnn, un_inspector_rnn_text, ""},
};

const un_InspectorCell *un_inspector_cell(const un_SnapshotLane *lane) {
    enum { COUNT = sizeof cells / sizeof *cells };
    for (int i = 0; i < COUNT; i++) {
        if (strcmp(cells[i].name, lane->cell) == 0) return &cells[i];
    }
    return &cells[COUNT - 1]; // a state and its gradient is what every cell has
}
