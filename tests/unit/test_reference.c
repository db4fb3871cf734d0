/// All 43 reference vectors in both precisions, and what is said of files that are none.
#include "sim/reference.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef UN_TEST_DATA
#define UN_TEST_DATA "tests"
#endif

static const char *const kinds[] = {"rnn_tanh", "rnn_relu", "lstm", "gru"};
static const char *const shapes[] = {"tiny", "uni", "all_ce_h0", "bi", "l2", "bi_l2", "long"};

typedef struct Tally {
    int count;
    char names[200][64];
    bool pass[200];
} Tally;

static void note(void *context, const un_ReferenceResult *result) {
    Tally *tally = context;
    cr_assert(tally->count < 200);
    snprintf(tally->names[tally->count], sizeof tally->names[0], "%s", result->tensor);
    tally->pass[tally->count++] = result->pass;
    cr_expect(result->pass, "%s %s: abs %g, rel %g", result->file, result->tensor, result->abs, result->rel);
}

static void note_quietly(void *context, const un_ReferenceResult *result) {
    Tally *tally = context;
    snprintf(tally->names[tally->count], sizeof tally->names[0], "%s", result->tensor);
    tally->pass[tally->count++] = result->pass;
}

static bool has(const Tally *tally, const char *name) {
    for (int i = 0; i < tally->count; i++) {
        if (strcmp(tally->names[i], name) == 0) return true;
    }
    return false;
}

static void check_all(bool in_double, un_Isa isa) {
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
            char path[1024], text[2048];
            snprintf(path, sizeof path, "%s/reference/%s_%s.json", UN_TEST_DATA, kinds[k], shapes[s]);
            Tally tally = {0};
            int misses = -1;
            un_Error error = {0};
            un_Status status = un_reference_check(path, in_double, isa, note, &tally, &misses, &error);
            cr_assert(status == UN_OK, "%s", un_error_text(&error, text, sizeof text));
            cr_assert(misses == 0, "%s: %d misses", path, misses);
            int tracks = (strstr(shapes[s], "bi") ? 2 : 1) * (strstr(shapes[s], "l2") ? 2 : 1);
            int arrays = k < 2 ? 2 : k == 2 ? 6 : 5; // h and a; h i f g o c; h r z n hn
            // output logits loss h_n grad_x grad_h0 norm clip, c_n grad_c0 of the LSTM, 8 updates, gradients
            int expected = 8 + (k == 2 ? 2 : 0) + 8 + 4 * tracks + 2 + 2 * arrays * tracks;
            cr_assert(tally.count == expected, "%s: %d tensors, expected %d", path, tally.count, expected);
        }
    }
}

/// The comparison cells: how many tensors a track records, and how many parameters it has.
static const struct {
    const char *kind;
    int arrays, params;
} comparisons[] = {{"feedforward", 2, 2}, {"window", 2, 2}, {"attention", 5, 8}, {"ssm", 3, 5}, {"selective", 4, 6}};

static void check_comparisons(bool in_double) {
    const char *const forms[] = {"uni", "all_ce", "long"};
    for (size_t k = 0; k < sizeof comparisons / sizeof *comparisons; k++) {
        for (size_t s = 0; s < sizeof forms / sizeof *forms; s++) {
            char path[1024], text[2048];
            snprintf(path, sizeof path, "%s/reference/%s_%s.json", UN_TEST_DATA, comparisons[k].kind, forms[s]);
            Tally tally = {0};
            int misses = -1;
            un_Error error = {0};
            un_Status status = un_reference_check(path, in_double, un_isa_best(), note, &tally, &misses, &error);
            cr_assert(status == UN_OK, "%s", un_error_text(&error, text, sizeof text));
            cr_assert(misses == 0, "%s: %d misses", path, misses);
            // output logits loss grad_x norm, gradients with the readout's, states and what arrives at them
            int expected = 5 + comparisons[k].params + 2 + 2 * comparisons[k].arrays;
            expected += strcmp(comparisons[k].kind, "attention") == 0; // its weights
            cr_assert(tally.count == expected, "%s: %d tensors, expected %d", path, tally.count, expected);
        }
    }
}

Test(reference, all_vectors_in_double) {
    for (int isa = 0; isa < UN_ISA_COUNT; isa++) {
        if (un_isa_available((un_Isa)isa)) check_all(true, (un_Isa)isa);
    }
    check_comparisons(true);
}

Test(reference, all_vectors_in_float) {
    for (int isa = 0; isa < UN_ISA_COUNT; isa++) {
        if (un_isa_available((un_Isa)isa)) check_all(false, (un_Isa)isa);
    }
    check_comparisons(false);
}

Test(reference, every_tensor_of_the_format_is_compared) {
    Tally tally = {0};
    int misses;
    const char *path = UN_TEST_DATA "/reference/lstm_bi_l2.json";
    cr_assert(un_reference_check(path, true, un_isa_best(), note, &tally, &misses, NULL) == UN_OK);
    const char *names[] = {"output",
                           "logits",
                           "loss",
                           "h_n",
                           "c_n",
                           "grad_x",
                           "grad_h0",
                           "grad_c0",
                           "grad_global_norm",
                           "clip.coef",
                           "grad.weight_ih_l1_reverse",
                           "grad.readout.bias",
                           "layer0.h",
                           "layer1.reverse.dL_dc",
                           "layer0.dL_df",
                           "layer0.reverse.o",
                           "update.sgd.weight_hh_l0",
                           "update.sgd_momentum.readout.bias",
                           "update.rmsprop.weight_hh_l0",
                           "update.adam.readout.bias"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cr_assert(has(&tally, names[i]), "%s is missing", names[i]);
    }
    tally.count = 0;
    cr_assert(un_reference_check(UN_TEST_DATA "/reference/gru_uni.json", false, un_isa_best(), note, &tally, &misses,
                                 NULL) == UN_OK);
    cr_assert(has(&tally, "layer0.hn") && has(&tally, "layer0.dL_dhn") && has(&tally, "layer0.dL_dz") &&
              !has(&tally, "c_n"));
}

// ---------------------------------------------------------------- changed files

static char *slurp(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    cr_assert(file, "%s", path);
    char *bytes = malloc(4 << 20);
    *size = fread(bytes, 1, (4 << 20) - 1, file);
    bytes[*size] = 0;
    fclose(file);
    return bytes;
}

/// Checks a changed copy of a vector: the first `from` after `mark` becomes `to`, and the text ends after `length`
/// bytes.
static un_Status check_changed(const char *name, const char *mark, const char *from, const char *to, size_t length,
                               Tally *tally, int *misses, un_Error *error) {
    char path[1024], copy[1200];
    size_t size;
    snprintf(path, sizeof path, "%s/reference/%s.json", UN_TEST_DATA, name);
    char *bytes = slurp(path, &size);
    snprintf(copy, sizeof copy, "/tmp/unroll-reference-%ld", (long)getpid());
    cr_assert(mkdir(copy, 0700) == 0 || errno == EEXIST);
    snprintf(copy, sizeof copy, "/tmp/unroll-reference-%ld/%s.json", (long)getpid(), name);
    FILE *file = fopen(copy, "wb");
    cr_assert(file);
    char *place = strstr(bytes, mark);
    cr_assert(place, "%s", mark);
    place = strstr(place, from);
    cr_assert(place, "%s", from);
    size_t head = (size_t)(place - bytes);
    if (length < size) {
        fwrite(bytes, 1, length, file);
    } else {
        fwrite(bytes, 1, head, file);
        fputs(to, file);
        fwrite(place + strlen(from), 1, size - head - strlen(from), file);
    }
    fclose(file);
    memset(tally, 0, sizeof *tally);
    *misses = -1;
    *error = (un_Error){0};
    un_Status status = un_reference_check(copy, true, un_isa_best(), note_quietly, tally, misses, error);
    remove(copy);
    char *slash = strrchr(copy, '/');
    *slash = 0;
    rmdir(copy);
    free(bytes);
    return status;
}

Test(reference, one_wrong_digit_is_a_miss) {
    Tally tally;
    int misses;
    un_Error error;
    // A gradient of 1e-20: an absolute tolerance would not see it change by one part in a million.
    char path[1024];
    size_t size;
    snprintf(path, sizeof path, "%s/reference/rnn_tanh_long.json", UN_TEST_DATA);
    char *bytes = slurp(path, &size);
    char *place = strstr(bytes, "\"dL_dh\":[[[") + strlen("\"dL_dh\":[[[");
    char number[40], changed[40];
    snprintf(number, sizeof number, "%.*s", (int)strcspn(place, ","), place);
    cr_assert(fabs(strtod(number, NULL)) < 1e-10, "%s", number);
    snprintf(changed, sizeof changed, "%.17g", strtod(number, NULL) * (1 + 1e-6));
    free(bytes);
    cr_assert(check_changed("rnn_tanh_long", "\"dL_dh\"", number, changed, SIZE_MAX, &tally, &misses, &error) == UN_OK);
    cr_assert(misses == 1, "%d misses", misses);
    for (int i = 0; i < tally.count; i++) {
        cr_assert(tally.pass[i] == (strcmp(tally.names[i], "layer0.dL_dh") != 0), "%s", tally.names[i]);
    }
}

Test(reference, a_cut_off_file_is_an_error_at_every_length) {
    Tally tally;
    int misses;
    un_Error error;
    size_t lengths[] = {0, 1, 30, 500, 1500, 2000, 3000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        cr_assert(check_changed("gru_tiny", "format", "1", "1", lengths[i], &tally, &misses, &error) == UN_ERROR_FILE);
        cr_assert(tally.count == 0 && misses == -1, "nothing is reported");
        cr_assert(error.line >= 1 && strstr(error.message, "valid: "), "%s", error.message);
        cr_assert(strstr(error.file, "gru_tiny.json"));
    }
}

Test(reference, wrong_contents_are_named_with_their_place) {
    const struct {
        const char *name, *mark, *from, *to, *message;
    } cases[] = {
        {"gru_tiny", "\"format\"", "unroll-golden-1", "unroll-golden-9",
         "format: found 'unroll-golden-9', valid: 'unroll-golden-1'"},
        {"gru_tiny", "\"kind\"", "\"gru\"", "\"mamba\"",
         "kind: found 'mamba', valid: rnn_tanh, rnn_relu, lstm, gru, feedforward, window, attention, ssm, "
         "selective"},
        {"gru_tiny", "\"kind\"", "\"gru\"", "\"lstm\"", "c0: found nothing, valid: 1 elements"},
        {"gru_tiny", "\"hidden_size\"", "1", "0", "hidden_size: found 0, valid: a whole number in 1..512"},
        {"gru_tiny", "\"hidden_size\"", "1", "513", "hidden_size: found 513, valid: a whole number in 1..512"},
        {"gru_tiny", "\"hidden_size\"", "1", "\"1\"", "hidden_size: found '1', valid: a whole number in 1..512"},
        {"gru_tiny", "\"hidden_size\"", "1", "2", "h0/0/0: found 1 elements, valid: 2 elements"},
        {"gru_tiny", "\"seq_len\"", "3", "5000", "x: found 3 elements, valid: 5000 elements"},
        {"gru_tiny", "\"seq_len\"", "3", "3.0", "seq_len: found 3, valid: a whole number in 1..5000"},
        {"gru_tiny", "\"batch\"", "1", "99999999999", "batch: found 99999999999, valid: a whole number in 1..512"},
        {"gru_tiny", "\"num_layers\"", "1", "5", "num_layers: found 5, valid: a whole number in 1..4"},
        {"gru_tiny", "\"num_layers\"", "1", "2", "h0: found 1 elements, valid: 2 elements"},
        {"gru_tiny", "\"bidirectional\"", "false", "0", "bidirectional: found 0, valid: true, false"},
        {"gru_tiny", "\"loss_kind\"", "mse", "mae", "loss_kind: found 'mae', valid: mse, ce"},
        {"gru_tiny", "\"loss_steps\"", "[2]", "[3]", "loss_steps/0: found 3, valid: rising whole numbers in 0..2"},
        {"gru_tiny", "\"loss_steps\"", "[2]", "[2,2]", "loss_steps/1: found 2, valid: rising whole numbers in 0..2"},
        {"gru_tiny", "\"loss_steps\"", "[2]", "[]", "loss_steps: found 0 elements, valid: at least one time step"},
        {"gru_tiny", "\"params\"", "weight_hh_l0", "weight_hh_l9",
         "params/weight_hh_l0: found nothing, valid: 3 elements"},
        {"gru_tiny", "\"weight_ih_l0\"", "[[", "[\"x\",[", "weight_ih_l0: found 4 elements, valid: 3 elements"},
        {"gru_tiny", "\"bias_ih_l0\"", "[", "[null,", "params/bias_ih_l0: found 4 elements, valid: 3 elements"},
        {"gru_tiny", "\"direction\"", "forward", "reverse", "layers/0/direction: found 'reverse', valid: 'forward'"},
        {"gru_tiny", "\"max_norm\"", ":", ":[],\"x\":", "clip/max_norm: found 0 elements, valid: a finite number"},
        {"gru_tiny", "\"update\"", "rmsprop", "rmsproq",
         "update/rmsprop/weight_hh_l0: found nothing, valid: 3 elements"},
        {"gru_bi_l2", "\"target\"", "[[", "[[7,", "target/0: found 3 elements, valid: 2 elements"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Tally tally;
        int misses;
        un_Error error;
        un_Status status =
            check_changed(cases[i].name, cases[i].mark, cases[i].from, cases[i].to, SIZE_MAX, &tally, &misses, &error);
        cr_assert(status == UN_ERROR_FILE, "%s -> %s: status %d", cases[i].from, cases[i].to, status);
        cr_expect(strstr(error.message, cases[i].message), "found \"%s\", expected \"%s\"", error.message,
                  cases[i].message);
        cr_assert(tally.count == 0 && misses == -1 && error.line >= 1 && error.column >= 1);
    }
}

Test(reference, a_class_out_of_range_and_its_column) {
    Tally tally;
    int misses;
    un_Error error;
    char path[1024];
    size_t size;
    snprintf(path, sizeof path, "%s/reference/gru_all_ce_h0.json", UN_TEST_DATA);
    char *bytes = slurp(path, &size);
    char *target = strstr(bytes, "\"target\":[[");
    size_t column = (size_t)(target - bytes) + strlen("\"target\":[[") + 1;
    char first[8] = {'[', '[', target[strlen("\"target\":[[")], 0};
    free(bytes);
    cr_assert(check_changed("gru_all_ce_h0", "\"target\"", first, "[[3", SIZE_MAX, &tally, &misses, &error) ==
              UN_ERROR_FILE);
    cr_assert_str_eq(error.message, "target/0/0: found 3, valid: a class in 0..2");
    cr_assert(error.line == 1 && (size_t)error.column == column, "%d:%d, expected column %zu", error.line, error.column,
              column);
}

Test(reference, missing_file) {
    Tally tally = {0};
    int misses = -1;
    un_Error error = {0};
    cr_assert(un_reference_check("/nowhere/lstm_uni.json", true, un_isa_best(), note, &tally, &misses, &error) ==
              UN_ERROR_FILE);
    cr_assert(tally.count == 0 && misses == -1 && error.message[0]);
}
