/// How a lane is set, in a few words for a reader.
#ifndef UN_SIM_SETTING_H
#define UN_SIM_SETTING_H

#include "sim/experiment.h"

/// "tanh · PyTorch init", "chrono gate bias", "gate bias 1", "orthogonal init"; then what is unusual: "2 layers",
/// "bidirectional", "reset before". Cut to size at a character. Returns out.
const char *un_setting_text(const un_LaneDef *lane, char *out, size_t size);

#endif
