/// Any bytes as a picture that may hold a run: an error, or an experiment that is one and a moment that can be.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "export/state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    un_Experiment before = un_default_experiment(), experiment;
    memcpy(&experiment, &before, sizeof experiment);
    un_Moment moment = {.view = 77};
    un_Error error = {0};
    char *bytes = malloc(size > 0 ? size : 1); // of just that size: a sanitizer sees what is read behind it
    UN_CHECK(bytes);
    if (size > 0) memcpy(bytes, data, size);
    un_Status status = un_state_read(bytes, size, "fuzz", &experiment, &moment, &error);
    free(bytes);
    if (status) {
        UN_CHECK(memcmp(&before, &experiment, sizeof before) == 0 && moment.view == 77 && error.message[0] != 0);
        return 0;
    }
    UN_CHECK(moment.update >= 0 && isfinite(moment.time) && moment.view >= -1 && moment.view < UN_VIEW_COUNT);
    UN_CHECK(moment.select.lane >= -1 && moment.select.lane < experiment.lane_count);
    char *text = un_state_write(&experiment, &moment);
    UN_CHECK(text);
    free(text);
    return 0;
}
