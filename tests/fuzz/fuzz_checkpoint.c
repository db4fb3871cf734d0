/// Any bytes as a checkpoint: an error, or a trainer that can go on and is written as it was read. Most bytes fail the
/// check at the end, so they are tried with the right one as well.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "base/hash.h"
#include "sim/checkpoint.h"

#include <stdlib.h>
#include <string.h>

/// Small, so that no made-up experiment takes long.
static const double MEMORY = 3e6;

static void go_on(un_Trainer *trainer) {
    char *bytes = NULL, *again = NULL;
    size_t size = 0, size_again = 0;
    un_Error error = {0};
    UN_CHECK(un_checkpoint_encode(trainer, &bytes, &size, &error) == UN_OK);
    un_Trainer *copy = un_checkpoint_decode(bytes, size, "written", NULL, MEMORY, &error);
    UN_CHECK(copy);
    UN_CHECK(un_checkpoint_encode(copy, &again, &size_again, &error) == UN_OK);
    UN_CHECK(size == size_again && memcmp(bytes, again, size) == 0);
    un_trainer_step(trainer);
    un_trainer_step(copy);
    for (int i = 0; i < un_trainer_experiment(trainer)->lane_count; i++) {
        UN_CHECK(un_trainer_state_hash(trainer, i) == un_trainer_state_hash(copy, i));
    }
    un_trainer_destroy(copy);
    free(bytes);
    free(again);
}

static void decode(const char *bytes, size_t size) {
    un_Error error = {0};
    un_Trainer *trainer = un_checkpoint_decode(bytes, size, "fuzz", NULL, MEMORY, &error);
    UN_CHECK(trainer || (error.code != UN_OK && error.message[0] != 0));
    if (trainer) go_on(trainer);
    un_trainer_destroy(trainer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    decode((const char *)data, size);
    char *sealed = malloc(size > 0 ? size : 1);
    if (!sealed) return 0;
    if (size > 0) memcpy(sealed, data, size);
    if (size >= 24) { // the header's size and the check, as they would have to be
        uint64_t check = 0;
        for (int pass = 0; pass < 2; pass++) {
            uint64_t value = pass == 0 ? size : check;
            size_t place = pass == 0 ? 16 : size - 8;
            for (int i = 0; i < 8; i++) {
                sealed[place + (size_t)i] = (char)(value >> (8 * i));
            }
            check = un_hash_bytes(UN_HASH_START, sealed, size - 8);
        }
    }
    decode(sealed, size);
    free(sealed);
    return 0;
}
