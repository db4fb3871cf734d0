/// Any bytes as an experiment: an error with its place, or an experiment that is written and read back as the same one.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "sim/experiment.h"

#include <stdlib.h>
#include <string.h>

/// What is refused must leave the experiment alone and say where and why.
static void check_refusal(const un_Experiment *before, const un_Experiment *after, const un_Error *error) {
    UN_CHECK(memcmp(before, after, sizeof *before) == 0);
    UN_CHECK(error->code != UN_OK && error->message[0] != 0);
    UN_CHECK(error->code == UN_ERROR_MEMORY || (error->line > 100 && error->column > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    un_Experiment before = un_default_experiment(), experiment;
    memcpy(&experiment, &before, sizeof experiment); // padding too, because they are compared as bytes
    un_Error error = {0};
    if (un_experiment_parse(&experiment, (const char *)data, size, "fuzz", 100, &error) != UN_OK) {
        check_refusal(&before, &experiment, &error);
        return 0;
    }
    char *text = un_experiment_write(&experiment);
    UN_CHECK(text);
    un_Experiment again = un_default_experiment();
    UN_CHECK(un_experiment_parse(&again, text, strlen(text), "written", 0, &error) == UN_OK);
    char *text_again = un_experiment_write(&again);
    UN_CHECK(text_again && strcmp(text, text_again) == 0);
    free(text_again);
    free(text);
    return 0;
}
