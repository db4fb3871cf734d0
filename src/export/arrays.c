/// A run's traces as NumPy's .npz: a zip archive, nothing compressed, with a .npy file an array; or one of them alone. No time stamps: same
/// run, same bytes.
#include "export/numbers.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    NAME_ROOM = 96,
    MEMBERS_MAX = UN_SNAPSHOT_LANES * 2 * 16 + 8,
    LOCAL = 30, ///< bytes of a file's header
    CENTRAL = 46,
    END = 22,
    HEADER_ROOM = 128, ///< of a .npy: a multiple of 64
};

typedef struct Member {
    char name[NAME_ROOM];
    uint32_t sum, size, offset;
} Member;

typedef struct Archive {
    un_FileStream *stream;
    un_Error *error;
    un_Status status;
    const char *only; ///< no archive: this array alone; NULL: all
    bool found;       ///< it was there
    uint64_t used; ///< bytes so far
    int count;
    Member member[MEMBERS_MAX];
} Archive;

static void add(Archive *archive, const void *bytes, size_t size) {
    archive->used += size;
    if (!archive->status && archive->used > UINT32_MAX)
        archive->status = un_error_set(archive->error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("found more than 4 GB of arrays, valid: a shorter sequence"));
    if (!archive->status && archive->stream) archive->status = un_file_stream_add(archive->stream, bytes, size, archive->error);
}

/// Little-endian.
static void set16(unsigned char *at, unsigned value) {
    at[0] = (unsigned char)(value & 255);
    at[1] = (unsigned char)(value >> 8 & 255);
}

static void set32(unsigned char *at, uint32_t value) {
    set16(at, value & 0xFFFF);
    set16(at + 2, value >> 16);
}

/// What a local and a central header share, from "version needed" on: 26 bytes.
static void set_common(unsigned char *at, const Member *member) {
    set16(at, 20);                          // version 2.0
    set16(at + 2, 1 << 11);                 // names are UTF-8
    set16(at + 8, 0x21);                    // the first day that a date can name; the time is 0
    set32(at + 10, member->sum);
    set32(at + 14, member->size);
    set32(at + 18, member->size);
    set16(at + 22, (unsigned)strlen(member->name));
}

/// The header of a .npy, version 1.0: a Python dictionary, padded with blanks.
static void make_header(char out[HEADER_ROOM], bool is_double, size_t rows, size_t columns) {
    const uint16_t one = 1;
    bool little = *(const unsigned char *)&one == 1;
    memset(out, ' ', HEADER_ROOM);
    memcpy(out, "\x93NUMPY\x01\x00", 8);
    set16((unsigned char *)out + 8, HEADER_ROOM - 10);
    int length = snprintf(out + 10, HEADER_ROOM - 10, "{'descr': '%c%s', 'fortran_order': False, 'shape': (%zu, %zu), }", little ? '<' : '>',
                          is_double ? "f8" : "f4", rows, columns);
    out[10 + length] = ' ';
    out[HEADER_ROOM - 1] = '\n';
}

/// An array (rows, columns), unless there is none.
static void add_array(Archive *archive, const char *name, const void *values, bool is_double, size_t rows, size_t columns) {
    if (!values || archive->status || archive->count == MEMBERS_MAX) return;
    size_t size = rows * columns * (is_double ? sizeof(double) : sizeof(float));
    Member *member = &archive->member[archive->count++];
    char header[HEADER_ROOM];
    unsigned char local[LOCAL] = {'P', 'K', 3, 4};
    make_header(header, is_double, rows, columns);
    if (archive->only) {
        snprintf(member->name, sizeof member->name, "%s", name);
        if (strcmp(name, archive->only) != 0) return;
        archive->found = true;
        add(archive, header, HEADER_ROOM);
        add(archive, values, size);
        return;
    }
    snprintf(member->name, sizeof member->name, "%s.npy", name);
    member->offset = (uint32_t)archive->used;
    if (size > UINT32_MAX - HEADER_ROOM) {
        archive->used += UINT32_MAX; // add says what is wrong
        size = 0;
    }
    member->size = (uint32_t)(size + HEADER_ROOM);
    member->sum = (uint32_t)crc32(crc32(0, (const Bytef *)header, HEADER_ROOM), values, (uInt)size);
    set_common(local + 4, member);
    add(archive, local, LOCAL);
    add(archive, member->name, strlen(member->name));
    add(archive, header, HEADER_ROOM);
    add(archive, values, size);
}

static void add_track(Archive *archive, const un_Snapshot *snapshot, const un_SnapshotLane *lane, int direction) {
    const un_SnapshotTrack *track = &lane->track[direction];
    size_t T = (size_t)snapshot->T, H = (size_t)lane->hidden;
    char prefix[64], name[NAME_ROOM - 4];
    snprintf(prefix, sizeof prefix, "%s%s", lane->name, direction == 1 ? "/reverse" : "");
#define ADD(suffix, values, is_double)                                                                                                     \
    snprintf(name, sizeof name, "%s/" suffix, prefix);                                                                                     \
    add_array(archive, name, values, is_double, T, H)
    ADD("h", track->h, false);
    ADD("c", track->c, false);
    if (track->units.count > 0) {
        ADD("dL_dh", track->units.dh, true);
        ADD("dL_dc", track->units.dc, true);
    }
#undef ADD
    for (int i = 0; i < track->gate_count; i++) {
        snprintf(name, sizeof name, "%s/gate_%s", prefix, track->gate[i].name);
        add_array(archive, name, track->gate[i].value, false, T, H);
    }
    for (int i = 0; i < track->units.count; i++) {
        snprintf(name, sizeof name, "%s/dL_dz_%s", prefix, track->units.block[i].name);
        add_array(archive, name, track->units.block[i].gradient, true, T, H);
    }
}

static void add_directory(Archive *archive) {
    uint32_t start = (uint32_t)archive->used;
    for (int i = 0; i < archive->count; i++) {
        const Member *member = &archive->member[i];
        unsigned char central[CENTRAL] = {'P', 'K', 1, 2, 20};
        set_common(central + 6, member);
        set32(central + 42, member->offset);
        add(archive, central, CENTRAL);
        add(archive, member->name, strlen(member->name));
    }
    unsigned char end[END] = {'P', 'K', 5, 6};
    set16(end + 8, (unsigned)archive->count);
    set16(end + 10, (unsigned)archive->count);
    set32(end + 12, (uint32_t)archive->used - start);
    set32(end + 16, start);
    add(archive, end, END);
}

static Archive *archive_create(un_FileStream *stream, un_Error *error) {
    Archive *archive = calloc(1, sizeof *archive);
    if (!archive) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    archive->stream = stream;
    archive->error = error;
    return archive;
}

static void add_all(Archive *archive, const un_Snapshot *snapshot) {
    add_array(archive, "input", snapshot->input, false, (size_t)snapshot->T, (size_t)snapshot->inputs);
    for (int i = 0; i < snapshot->lane_count; i++) {
        const un_SnapshotLane *lane = &snapshot->lane[i];
        char name[NAME_ROOM - 4];
        for (int direction = 0; direction < lane->directions; direction++)
            add_track(archive, snapshot, lane, direction);
        snprintf(name, sizeof name, "%s/prediction", lane->name);
        add_array(archive, name, lane->prediction, false, (size_t)snapshot->T, (size_t)snapshot->outputs);
    }
}

un_Status un_numbers_arrays(const un_Snapshot *snapshot, un_FileStream *stream, un_Error *error) {
    Archive *archive = archive_create(stream, error);
    if (!archive) return UN_ERROR_MEMORY;
    add_all(archive, snapshot);
    add_directory(archive);
    un_Status status = archive->status;
    free(archive);
    return status;
}

static const char *next_name(const void *context, int index) {
    const Archive *archive = context;
    return index < archive->count ? archive->member[index].name : NULL;
}

un_Status un_numbers_array(const un_Snapshot *snapshot, const char *name, un_FileStream *stream, un_Error *error) {
    Archive *archive = archive_create(stream, error);
    if (!archive) return UN_ERROR_MEMORY;
    archive->only = name;
    add_all(archive, snapshot);
    un_Status status = archive->status;
    if (!status && !archive->found) {
        char found[UN_PARAM_TEXT], valid[640];
        status = un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--trace: found '%s', valid: %s"), un_param_quote(name, found, sizeof found),
                              un_param_suggest(name, next_name, archive, valid, sizeof valid));
    }
    free(archive);
    return status;
}

un_Status un_numbers_check(const un_Snapshot *snapshot, const char *name, un_Error *error) {
    return un_numbers_array(snapshot, name, NULL, error); // written nowhere
}
