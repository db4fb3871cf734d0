/// Any bytes as a sweep's results: an error with its place and a table left alone, or rows that are written and read back as
/// the same ones.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "sim/sweep.h"

#include <stdlib.h>
#include <string.h>

static void check_again(un_SweepTable *table) {
    if (un_sweep_order(table)) return; // two results of one run: the caller tells
    size_t size, size_again, whole = 0;
    char *text = un_sweep_write(table, &size);
    un_SweepTable again = {0};
    un_Error error;
    UN_CHECK(text && un_sweep_read(&again, text, size, "written", &whole, &error) == UN_OK);
    UN_CHECK(whole == size && again.count == table->count && !un_sweep_order(&again));
    char *text_again = un_sweep_write(&again, &size_again);
    UN_CHECK(text_again && size_again == size && memcmp(text, text_again, size) == 0);
    free(text_again);
    free(text);
    un_sweep_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    un_SweepTable table = {0};
    un_Error error = {0};
    size_t whole = size + 1;
    if (un_sweep_read(&table, (const char *)data, size, "fuzz", &whole, &error)) {
        UN_CHECK(table.count == 0 && table.sources == 0 && whole == size + 1);
        UN_CHECK(error.code == UN_ERROR_MEMORY || (error.line > 0 && error.column > 0 && error.message[0]));
    } else {
        UN_CHECK(whole <= size && (whole == 0 || data[whole - 1] == '\n'));
        check_again(&table);
    }
    un_sweep_free(&table);
    return 0;
}
