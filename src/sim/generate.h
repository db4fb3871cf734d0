/// A trained lane of the task `text` writes on, letter by letter.
#ifndef UN_SIM_GENERATE_H
#define UN_SIM_GENERATE_H

#include "sim/stepper.h"
#include "sim/trainer.h"

typedef struct un_GenerateDef {
    const char *prompt; ///< letters of the alphabet, one at least: what the lane has read before it writes
    int letters;        ///< to write
    double temperature; ///< p = softmax(logits / temperature); 0: always the likeliest letter
    uint64_t seed;      ///< of the stream "generate"
} un_GenerateDef;

/// Writes def->letters letters and a 0 to out. A cell with a state reads on in it; another one reads the last T letters
/// again. Same lane, same def, same letters. Errors, out untouched: UN_ERROR_VALUE for another task, a letter outside
/// the alphabet or a lane that reads backward; UN_ERROR_MEMORY.
un_Status un_generate(const un_Trainer *trainer, int lane, const un_GenerateDef *def, char *out, un_Error *error);
/// The same with these parameters and the caller's stepper, of one sequence of a net of the task; def->prompt must be
/// letters, one at least. Allocates nothing.
void un_generate_on(un_Stepper *stepper, const float *params, const un_GenerateDef *def, char *out);

#endif
