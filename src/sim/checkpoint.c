#include "sim/checkpoint.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/hash.h"
#include "platform/file.h"
#include "sim/param.h"
#include "sim/trainer_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = "UNROLL\r\n";

enum { HEADER = 8 + 8 + 8, SECTION_HEAD = 4 + 8, CHECK = 8, TAG = 4, UPDATE_MAX = 1000000000 };

/// One description of the contents serves measuring, writing and reading, so that they cannot disagree.
typedef enum Mode { MEASURE, WRITE, READ } Mode;

typedef struct Stream {
    Mode mode;
    unsigned char *out;      ///< WRITE: room for what was measured
    const unsigned char *in; ///< READ: `size` bytes
    size_t size, used;
    const char *name;
    un_Error *error;
    un_Status status; ///< READ: the first error; nothing is read after it
} Stream;

// Numbers.

static void pass_bytes(Stream *stream, unsigned char *bytes, size_t size) {
    if (stream->status) return;
    if (stream->mode == WRITE) memcpy(stream->out + stream->used, bytes, size);
    if (stream->mode == READ) {
        if (size > stream->size - stream->used) {
            stream->status = un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                                          _("found %zu bytes from byte %zu on, valid: %zu"),
                                          stream->size - stream->used, stream->used, size);
            return;
        }
        memcpy(bytes, stream->in + stream->used, size);
    }
    stream->used += size;
}

static void pass_u64(Stream *stream, uint64_t *value) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(*value >> (8 * i));
    }
    pass_bytes(stream, bytes, sizeof bytes);
    if (stream->mode != READ || stream->status) return;
    *value = 0;
    for (int i = 0; i < 8; i++) {
        *value |= (uint64_t)bytes[i] << (8 * i);
    }
}

static void pass_i64(Stream *stream, int64_t *value) {
    uint64_t bits = (uint64_t)*value;
    pass_u64(stream, &bits);
    *value = (int64_t)bits;
}

/// Every NaN is written as one and the same.
static void pass_doubles(Stream *stream, double *values, int count) {
    for (int i = 0; i < count; i++) {
        double value = isnan(values[i]) ? (double)NAN : values[i];
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        pass_u64(stream, &bits);
        if (stream->mode == READ) memcpy(&values[i], &bits, sizeof bits); // writing changes nothing in the trainer
    }
}

static void pass_floats(Stream *stream, float *values, size_t count) {
    if (stream->mode == MEASURE) { // there may be no values yet
        stream->used += count * 4;
        return;
    }
    for (size_t i = 0; i < count && !stream->status; i++) {
        float value = isnan(values[i]) ? (float)NAN : values[i];
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        unsigned char bytes[4] = {(unsigned char)bits, (unsigned char)(bits >> 8), (unsigned char)(bits >> 16),
                                  (unsigned char)(bits >> 24)};
        pass_bytes(stream, bytes, sizeof bytes);
        if (stream->mode != READ) continue; // writing changes nothing in the trainer
        bits = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        memcpy(&values[i], &bits, sizeof bits);
    }
}

/// READ: refuses a value that no run has.
static void check_range(Stream *stream, const char *what, int64_t value, int64_t least, int64_t most) {
    if (stream->mode != READ || stream->status || (value >= least && value <= most)) return;
    stream->status = un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                                  _("%s: found %" PRId64 ", valid: %" PRId64 "..%" PRId64), what, value, least, most);
}

// Sections.

/// The head of a section of `length` bytes, which is what must stand there when reading.
static void pass_head(Stream *stream, const char *tag, uint64_t length) {
    char found[TAG + 1] = {0};
    uint64_t found_length = length;
    memcpy(found, tag, TAG);
    pass_bytes(stream, (unsigned char *)found, TAG);
    pass_u64(stream, &found_length);
    if (stream->status || (memcmp(found, tag, TAG) == 0 && found_length == length)) return;
    char quoted[UN_PARAM_TEXT];
    stream->status =
        un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                     _("found section '%s' of %" PRIu64 " bytes, valid: '%s' of %" PRIu64 " bytes for this experiment"),
                     un_param_quote(found, quoted, sizeof quoted), found_length, tag, length);
}

static void pass_run(Stream *stream, un_Trainer *trainer) {
    pass_i64(stream, &trainer->update);
    for (int i = 0; i < 4; i++) {
        pass_u64(stream, &trainer->random.state[i]);
    }
    check_range(stream, "update", trainer->update, 0, UPDATE_MAX);
    int most = un_task_info(trainer->experiment.task.task)->carries;
    for (int b = 0; b < trainer->experiment.batch && most > 0; b++) {
        int64_t carry = trainer->batch.carry ? trainer->batch.carry[b] : 0; // there may be no values yet
        pass_i64(stream, &carry);
        check_range(stream, "carry", carry, 0, most);
        if (stream->mode == READ) trainer->batch.carry[b] = (int32_t)carry;
    }
}

static void pass_lane(Stream *stream, un_Trainer *trainer, int index) {
    un_TrainerLane *lane = &trainer->lane[index];
    un_LaneState *state = &lane->state;
    int64_t parameters = (int64_t)lane->parameters, clipped = state->clipped;
    pass_i64(stream, &parameters);
    check_range(stream, "parameters", parameters, (int64_t)lane->parameters, (int64_t)lane->parameters);
    pass_doubles(stream, &state->loss, 1);
    pass_doubles(stream, &state->accuracy, 1);
    pass_doubles(stream, &state->loss_mean, 1);
    pass_doubles(stream, &state->accuracy_mean, 1);
    pass_doubles(stream, &state->gradient_norm, 1);
    pass_doubles(stream, &state->max_gradient_norm, 1);
    pass_i64(stream, &clipped);
    pass_i64(stream, &state->clipped_updates);
    pass_i64(stream, &state->solved_at);
    pass_i64(stream, &state->nonfinite_at);
    check_range(stream, "clipped", clipped, 0, 1);
    check_range(stream, "clipped updates", state->clipped_updates, 0, trainer->update);
    check_range(stream, "solved at", state->solved_at, -1, trainer->update);
    check_range(stream, "non-finite at", state->nonfinite_at, -1, trainer->update);
    state->clipped = clipped != 0;
    pass_doubles(stream, lane->recent_loss, UN_RECENT);
    pass_doubles(stream, lane->recent_accuracy, UN_RECENT);
    pass_floats(stream, lane->params, lane->parameters);
    pass_floats(stream, lane->moment1, lane->parameters);
    pass_floats(stream, lane->moment2, lane->parameters);
    pass_floats(stream, lane->carried, lane->carried_count);
}

/// Everything behind the experiment. The trainer's numbers are only read unless the stream reads; its shapes must be
/// known.
static void pass_state(Stream *stream, un_Trainer *trainer) {
    Stream part = {.mode = MEASURE};
    pass_run(&part, trainer);
    pass_head(stream, "RUNS", part.used);
    pass_run(stream, trainer);
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        part.used = 0;
        pass_lane(&part, trainer, i);
        pass_head(stream, "LANE", part.used);
        pass_lane(stream, trainer, i);
    }
}

size_t un_checkpoint_state_size(const un_Experiment *experiment) {
    un_Trainer shape = {.experiment = *experiment};
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        un_ParamInfo info[UN_PARAMS_MAX];
        un_net_params(&net, info, &shape.lane[i].parameters);
        shape.lane[i].carried_count = un_trainer_carried(experiment, i);
    }
    Stream stream = {.mode = MEASURE};
    pass_state(&stream, &shape);
    return stream.used;
}

void un_checkpoint_state_save(const un_Trainer *trainer, unsigned char *bytes) {
    un_Trainer shallow = *trainer; // shares the trainer's arrays, of which writing changes nothing
    Stream stream = {.mode = WRITE, .out = bytes};
    pass_state(&stream, &shallow);
}

void un_checkpoint_state_load(un_Trainer *trainer, const unsigned char *bytes) {
    Stream stream = {.mode = READ, .in = bytes, .size = un_checkpoint_state_size(&trainer->experiment), .name = ""};
    pass_state(&stream, trainer);
    UN_CHECK(stream.status == UN_OK);
    un_trainer_derive(trainer);
}

double un_checkpoint_memory(const un_Experiment *experiment) {
    char *text = un_experiment_write(experiment);
    size_t text_size = text ? strlen(text) : 0;
    free(text);
    return (double)(HEADER + SECTION_HEAD + CHECK + text_size + un_checkpoint_state_size(experiment));
}

// Writing.

un_Status un_checkpoint_encode(const un_Trainer *trainer, char **bytes, size_t *size, un_Error *error) {
    un_Trainer shallow = *trainer; // shares the trainer's arrays, of which writing changes nothing
    char *text = un_experiment_write(&trainer->experiment);
    size_t text_size = text ? strlen(text) : 0;
    uint64_t version = UN_CHECKPOINT_VERSION,
             total = HEADER + SECTION_HEAD + text_size + un_checkpoint_state_size(&trainer->experiment) + CHECK;
    Stream stream = {.mode = WRITE, .out = text ? malloc(total) : NULL};
    if (!stream.out) {
        free(text);
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the checkpoint needs %.3g MB"),
                            (double)total / 1e6);
    }
    unsigned char start[sizeof magic];
    memcpy(start, magic, sizeof magic);
    pass_bytes(&stream, start, sizeof start);
    pass_u64(&stream, &version);
    pass_u64(&stream, &total);
    pass_head(&stream, "EXPT", text_size);
    pass_bytes(&stream, (unsigned char *)text, text_size);
    free(text);
    pass_state(&stream, &shallow);
    uint64_t check = un_hash_bytes(UN_HASH_START, stream.out, stream.used);
    pass_u64(&stream, &check);
    *bytes = (char *)stream.out;
    *size = stream.used;
    return UN_OK;
}

un_Status un_checkpoint_write(const un_Trainer *trainer, const char *path, un_Error *error) {
    char *bytes;
    size_t size;
    un_Status status = un_checkpoint_encode(trainer, &bytes, &size, error);
    if (status) return status;
    status = un_file_write(path, bytes, size, error);
    free(bytes);
    return status;
}

// Reading.

/// Magic, version, size and check. On success the stream stands at the first section and ends before the check.
static un_Status open_stream(Stream *stream) {
    unsigned char start[sizeof magic];
    uint64_t version = 0, total = 0, check = 0;
    if (stream->size < HEADER + CHECK || memcmp(stream->in, magic, sizeof magic) != 0) {
        return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0, "%s",
                            _("found no checkpoint, valid: a file that 'unroll train --save' wrote"));
    }
    pass_bytes(stream, start, sizeof start);
    pass_u64(stream, &version);
    pass_u64(stream, &total);
    if (version != UN_CHECKPOINT_VERSION) {
        return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                            _("found a checkpoint of version %" PRIu64 ", valid: version %d"), version,
                            UN_CHECKPOINT_VERSION);
    }
    if (total != stream->size) {
        return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                            _("found %zu bytes, valid: the %" PRIu64 " that the checkpoint was written with"),
                            stream->size, total);
    }
    Stream end = {.mode = READ, .in = stream->in, .size = stream->size, .used = stream->size - CHECK};
    pass_u64(&end, &check);
    stream->size -= CHECK;
    uint64_t own = un_hash_bytes(UN_HASH_START, stream->in, stream->size);
    if (own == check) return UN_OK;
    return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                        _("found the check %016" PRIx64 ", valid: %016" PRIx64 "; the file is damaged"), check, own);
}

static un_Status read_experiment(Stream *stream, un_Experiment *experiment) {
    unsigned char tag[TAG];
    uint64_t length = 0;
    pass_bytes(stream, tag, sizeof tag);
    pass_u64(stream, &length);
    if (stream->status) return stream->status;
    size_t left = stream->size - stream->used;
    if (memcmp(tag, "EXPT", TAG) != 0 || length > left) {
        return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                            _("found no experiment, valid: a section 'EXPT' of at most %zu bytes"), left);
    }
    char name[sizeof stream->error->file];
    snprintf(name, sizeof name, _("%.220s (the experiment in it)"), stream->name);
    const char *text = (const char *)stream->in + stream->used;
    stream->used += (size_t)length;
    return un_experiment_parse(experiment, text, (size_t)length, name, 0, stream->error);
}

/// That what follows has the size of this experiment's state, before memory is taken for it.
static un_Status check_size(const Stream *stream, const un_Experiment *experiment) {
    size_t found = stream->size - stream->used, needed = un_checkpoint_state_size(experiment);
    if (found == needed) return UN_OK;
    return un_error_set(stream->error, UN_ERROR_FILE, stream->name, 0, 0,
                        _("found %zu bytes of state, valid: %zu for this experiment"), found, needed);
}

un_Trainer *un_checkpoint_decode(const char *bytes, size_t size, const char *name, const un_Executor *executor,
                                 double max_memory, un_Error *error) {
    un_Error ignored;
    Stream stream = {.mode = READ,
                     .in = (const unsigned char *)bytes,
                     .size = size,
                     .name = name,
                     .error = error ? error : &ignored};
    un_Experiment experiment;
    if (open_stream(&stream) || read_experiment(&stream, &experiment) || check_size(&stream, &experiment)) return NULL;
    double needed = un_experiment_memory_with(&experiment, executor ? executor->workers : 1);
    if (un_experiment_check_memory(needed, max_memory, stream.error)) return NULL;
    un_Trainer *trainer = un_trainer_create(&experiment, executor, stream.error);
    if (!trainer) return NULL;
    pass_state(&stream, trainer);
    if (stream.status) {
        un_trainer_destroy(trainer);
        return NULL;
    }
    un_trainer_derive(trainer);
    return trainer;
}

un_Trainer *un_checkpoint_read(const char *path, const un_Executor *executor, double max_memory, un_Error *error) {
    char *bytes;
    size_t size;
    // A run needs more memory than its checkpoint has bytes, so this bounds the file as well.
    if (un_file_read(path, (size_t)max_memory, &bytes, &size, error)) return NULL;
    un_Trainer *trainer = un_checkpoint_decode(bytes, size, path, executor, max_memory, error);
    free(bytes);
    return trainer;
}
