// The numbers behind the views: every view has a table whose rows are whole, they are the snapshot's, and both formats say the same.
#include "export/numbers.h"
#include "sim/take.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/unroll-numbers-XXXXXX";
static un_Take *take;
static const un_Snapshot *snapshot;

static void setup(void) {
    un_Error error = {0};
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 6;
    experiment.lane_count = 2; // RNN and LSTM
    experiment.lane[0].hidden = experiment.lane[1].hidden = 3;
    experiment.lane[1].bidirectional = true;
    take = un_take_create(&experiment, UN_WANT_UNITS, &error);
    cr_assert(take != NULL, "%s", error.message);
    un_take_train(take, &(un_Until){.updates = 2, .kind = UN_UNTIL_UPDATES, .lane = -1});
    snapshot = un_take_snapshot(take, &error);
    cr_assert(snapshot != NULL);
    close(mkstemp(path));
}

static void teardown(void) {
    un_take_destroy(take);
    unlink(path);
}

TestSuite(numbers, .init = setup, .fini = teardown);

static char *written(int view, bool json) {
    un_Error error = {0};
    un_FileStream *stream = un_file_stream_open(path, &error);
    cr_assert(stream && un_numbers_write(snapshot, view, json, stream, &error) == UN_OK, "%s", error.message);
    cr_assert(un_file_stream_end(stream, &error) == UN_OK);
    char *bytes;
    size_t size;
    cr_assert(un_file_read(path, 1 << 24, &bytes, &size, &error) == UN_OK);
    return bytes;
}

static int commas(const char *line) {
    int count = 0;
    for (; *line && *line != '\n'; line++)
        count += *line == ',';
    return count;
}

Test(numbers, every_view_has_whole_rows_and_both_formats_have_as_many) {
    for (int view = -1; view < UN_VIEW_COUNT; view++) {
        char *csv = written(view, false), *json = written(view, true);
        int rows = -1, columns = commas(csv);
        for (const char *line = csv; *line; line = strchr(line, '\n') + 1, rows++)
            cr_assert(commas(line) == columns, "view %d, row %d", view, rows);
        json_t *object = json_loads(json, 0, NULL);
        cr_assert(object != NULL, "view %d: %s", view, json);
        json_t *list = json_object_get(object, "rows");
        cr_assert(json_array_size(list) == (size_t)rows);
        cr_assert(json_integer_value(json_object_get(object, "update")) == 2);
        for (int i = 0; i < rows; i++)
            cr_assert(json_object_size(json_array_get(list, (size_t)i)) == (size_t)columns + 1);
        bool wanted = view != UN_VIEW_SPECTRUM && view != UN_VIEW_STRETCH && view != UN_VIEW_ATTENTION && view != UN_VIEW_SEEDS;
        cr_assert((rows > 0) == wanted, "view %d has %d rows", view, rows);
        json_decref(object);
        free(json);
        free(csv);
    }
}

Test(numbers, the_profile_is_the_snapshots_to_the_bit) {
    char *csv = written(UN_VIEW_PROFILE, false);
    const un_SnapshotGradient *dh = &snapshot->lane[0].track[0].dh;
    const char *line = strchr(csv, '\n') + 1;
    for (int distance = 0; distance <= snapshot->loss_step; distance++, line = strchr(line, '\n') + 1) {
        int back, t;
        double norm, ratio;
        cr_assert(sscanf(line, "RNN,forward,%d,%d,%lg,%lg", &back, &t, &norm, &ratio) == 4, "%s", line);
        cr_assert(back == distance && t == snapshot->loss_step - distance);
        cr_assert(norm == dh->norm[t] && ratio == dh->ratio[t]);
    }
    free(csv);
}

Test(numbers, arrays_lie_in_the_archive_as_they_are) {
    un_Error error = {0};
    un_FileStream *stream = un_file_stream_open(path, &error);
    cr_assert(stream && un_numbers_arrays(snapshot, stream, &error) == UN_OK && un_file_stream_end(stream, &error) == UN_OK);
    char *bytes;
    size_t size;
    cr_assert(un_file_read(path, 1 << 24, &bytes, &size, &error) == UN_OK);
    const char name[] = "LSTM/dL_dc.npy", shape[] = "{'descr': '<f8', 'fortran_order': False, 'shape': (7, 3), }";
    const char *at = NULL;
    for (size_t i = 0; i + sizeof name <= size && !at; i++)
        if (memcmp(bytes + i, name, sizeof name - 1) == 0) at = bytes + i + sizeof name - 1;
    cr_assert(at && memcmp(at, "\x93NUMPY\x01", 7) == 0 && memcmp(at + 10, shape, sizeof shape - 1) == 0);
    cr_assert(memcmp(at + 128, snapshot->lane[1].track[0].units.dc, 7 * 3 * sizeof(double)) == 0);
    free(bytes);
}

Test(numbers, one_array_lies_in_its_file_as_it_is) {
    un_Error error = {0};
    un_FileStream *stream = un_file_stream_open(path, &error);
    cr_assert(stream && un_numbers_array(snapshot, "LSTM/dL_dc", stream, &error) == UN_OK && un_file_stream_end(stream, &error) == UN_OK);
    char *bytes;
    size_t size;
    cr_assert(un_file_read(path, 1 << 24, &bytes, &size, &error) == UN_OK);
    cr_assert(size == 128 + 7 * 3 * sizeof(double) && memcmp(bytes, "\x93NUMPY\x01", 7) == 0);
    cr_assert(memcmp(bytes + 128, snapshot->lane[1].track[0].units.dc, 7 * 3 * sizeof(double)) == 0);
    free(bytes);
    cr_assert(un_numbers_check(snapshot, "LSTM/h", &error) == UN_OK);
    cr_assert(un_numbers_check(snapshot, "RNN/c", &error) == UN_ERROR_VALUE, "a vanilla RNN has no c");
}
