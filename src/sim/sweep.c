#include "sim/sweep.h"

#include "base/catalog.h"
#include "base/csv.h"
#include "base/number.h"
#include "base/utf8.h"
#include "sim/param.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char lag_header[] = "lane,lag,seed,solved_at\n", length_header[] = "lane,length,seed,solved_at\n";

void un_sweep_free(un_SweepTable *table) {
    free(table->row);
    *table = (un_SweepTable){0};
}

un_Status un_sweep_add(un_SweepTable *table, const un_SweepRow *row, un_Error *error) {
    if (table->count == table->room) {
        int room = table->room ? table->room : 64;
        un_SweepRow *larger = room < INT_MAX / 2 ? realloc(table->row, (size_t)room * 2 * sizeof *larger) : NULL;
        if (!larger) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        table->row = larger;
        table->room = room * 2;
    }
    table->row[table->count++] = *row;
    return UN_OK;
}

// Reading.

typedef struct Reader {
    const char *name;
    const char *start, *at, *end; ///< of the line, and within it
    int line;
    un_Error *error;
} Reader;

static un_Status fail(Reader *reader, const char *what, const char *found, const char *valid) {
    char quoted[UN_PARAM_TEXT];
    return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, (int)(reader->at - reader->start) + 1,
                        _("%s: found '%s', valid: %s"), what, un_param_quote(found, quoted, sizeof quoted), valid);
}

/// The next field; `final`: it must be the line's last, or must not be.
static un_Status next_field(Reader *reader, const char *what, bool final, char *out, size_t size) {
    const char *start = reader->at;
    bool last = false;
    if (!un_csv_field(&reader->at, reader->end, out, size, &last)) {
        char valid[64];
        snprintf(valid, sizeof valid, _("a field of up to %zu bytes"), size - 1);
        return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line,
                            (int)(reader->at - reader->start) + 1, _("%s: found no whole field, valid: %s"), what,
                            valid);
    }
    const char *behind = reader->at;
    reader->at = start; // where a fault of this field is told
    if (last != final)
        return fail(reader, what, out, final ? _("4 fields in a line") : _("4 fields in a line, not fewer"));
    reader->at = behind;
    return UN_OK;
}

static bool is_lane_name(const char *text) {
    if (!*text) return false;
    while (*text) {
        uint32_t code;
        size_t length = un_utf8_decode(text, 4, &code);
        if (length == 0 || code < 0x20 || !un_utf8_is_text(code)) return false;
        text += length;
    }
    return true;
}

/// A field that is a whole number; empty gives `none` where that is allowed (>= 0 is not).
static un_Status next_number(Reader *reader, const char *what, bool final, double min, double max, bool may_be_empty,
                             int64_t *value) {
    char text[32], valid[64];
    const char *start = reader->at;
    un_Status status = next_field(reader, what, final, text, sizeof text);
    if (status) return status;
    if (!*text && may_be_empty) {
        *value = -1;
        return UN_OK;
    }
    if (un_number_parse_int(text, value) && (double)*value >= min && (double)*value <= max) return UN_OK;
    reader->at = start;
    snprintf(valid, sizeof valid, may_be_empty ? _("%.0f..%.0f or nothing") : "%.0f..%.0f", min, max);
    return fail(reader, what, text, valid);
}

static un_Status read_row(Reader *reader, const char *column, un_SweepRow *row) {
    int64_t length = 0, seed = 0;
    const char *start = reader->at;
    un_Status status = next_field(reader, "lane", false, row->lane, sizeof row->lane);
    if (!status && !is_lane_name(row->lane)) {
        reader->at = start;
        status = fail(reader, "lane", row->lane, _("the name of a lane"));
    }
    if (!status) status = next_number(reader, column, false, 1, 5000, false, &length);
    if (!status) status = next_number(reader, "seed", false, 0, 9007199254740991.0, false, &seed);
    if (!status) status = next_number(reader, "solved_at", true, 1, 1e9, true, &row->solved_at);
    row->length = (int)length;
    row->seed = (uint64_t)seed;
    row->line = reader->line;
    return status;
}

/// The next whole line into reader->start..end, without its end. False: there is none.
static bool next_line(Reader *reader, const char *text, size_t size, size_t *offset) {
    const char *newline = *offset < size ? memchr(text + *offset, '\n', size - *offset) : NULL;
    if (!newline) return false;
    reader->start = reader->at = text + *offset;
    reader->end = newline;
    if (reader->end > reader->start && reader->end[-1] == '\r') reader->end--; // a spreadsheet's
    reader->line++;
    *offset = (size_t)(newline - text) + 1;
    return true;
}

static bool line_is(const Reader *reader, const char *header) {
    size_t length = strlen(header) - 1;
    return (size_t)(reader->end - reader->start) == length && memcmp(reader->start, header, length) == 0;
}

/// lag or length: the first text decides, the others must agree.
static un_Status read_header(Reader *reader, un_SweepTable *table) {
    bool first = table->sources == 1, lengths = line_is(reader, length_header);
    if ((lengths || line_is(reader, lag_header)) && (first || lengths == table->lengths)) {
        table->lengths = lengths;
        return UN_OK;
    }
    char found[UN_PARAM_TEXT];
    int size = (int)(reader->end - reader->start);
    snprintf(found, sizeof found, "%.*s", size < UN_PARAM_TEXT ? size : UN_PARAM_TEXT - 1, reader->start);
    return fail(reader, _("first line"), found,
                !first && table->lengths ? "lane,length,seed,solved_at" : "lane,lag,seed,solved_at");
}

un_Status un_sweep_read(un_SweepTable *table, const char *text, size_t size, const char *name, size_t *whole,
                        un_Error *error) {
    Reader reader = {.name = name, .error = error};
    un_SweepTable before = *table;
    size_t offset = 0;
    un_Status status = UN_OK;
    table->sources++;
    if (next_line(&reader, text, size, &offset)) status = read_header(&reader, table);
    while (!status && next_line(&reader, text, size, &offset)) {
        if (reader.start == reader.end) continue;
        un_SweepRow row = {.source = table->sources};
        status = read_row(&reader, table->lengths ? "length" : "lag", &row);
        if (!status) status = un_sweep_add(table, &row, error);
    }
    if (status) {
        table->count = before.count;
        table->sources = before.sources;
        table->lengths = before.lengths;
        return status;
    }
    *whole = offset;
    return UN_OK;
}

// Order.

static int compare_runs(const char *lane, int length, uint64_t seed, const un_SweepRow *row) {
    int names = strcmp(lane, row->lane);
    if (names) return names;
    if (length != row->length) return length < row->length ? -1 : 1;
    return (seed > row->seed) - (seed < row->seed);
}

static int compare_rows(const void *a, const void *b) {
    const un_SweepRow *x = a, *y = b;
    int runs = compare_runs(x->lane, x->length, x->seed, y);
    if (runs) return runs;
    if (x->source != y->source) return x->source - y->source;
    return x->line - y->line;
}

const un_SweepRow *un_sweep_order(un_SweepTable *table) {
    if (table->count == 0) return NULL;
    qsort(table->row, (size_t)table->count, sizeof *table->row, compare_rows);
    int kept = 1;
    for (int i = 1; i < table->count; i++) {
        const un_SweepRow *row = &table->row[i];
        const un_SweepRow *before = &table->row[i - 1];
        if (compare_runs(row->lane, row->length, row->seed, before) == 0 && row->solved_at != before->solved_at)
            return row;
    }
    for (int i = 1; i < table->count; i++) {
        const un_SweepRow *row = &table->row[i];
        if (compare_runs(row->lane, row->length, row->seed, &table->row[kept - 1])) table->row[kept++] = *row;
    }
    table->count = kept;
    return NULL;
}

const un_SweepRow *un_sweep_find(const un_SweepTable *table, const char *lane, int length, uint64_t seed) {
    int low = 0, high = table->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int side = compare_runs(lane, length, seed, &table->row[middle]);
        if (side == 0) return &table->row[middle];
        if (side < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

// Writing.

const char *un_sweep_header(const un_SweepTable *table) {
    return table->lengths ? length_header : lag_header;
}

const char *un_sweep_line(const un_SweepRow *row, char *out, size_t size) {
    char lane[2 * UN_LANE_NAME + 3], solved[24] = "";
    if (row->solved_at >= 0) snprintf(solved, sizeof solved, "%" PRId64, row->solved_at);
    snprintf(out, size, "%s,%d,%" PRIu64 ",%s\n", un_csv_quote(row->lane, lane, sizeof lane), row->length, row->seed,
             solved);
    return out;
}

char *un_sweep_write(const un_SweepTable *table, size_t *size) {
    size_t room = sizeof length_header + (size_t)table->count * UN_SWEEP_LINE;
    char *text = malloc(room);
    if (!text) return NULL;
    size_t used = (size_t)snprintf(text, room, "%s", un_sweep_header(table));
    for (int i = 0; i < table->count; i++) {
        un_sweep_line(&table->row[i], text + used, room - used);
        used += strlen(text + used);
    }
    *size = used;
    return text;
}
