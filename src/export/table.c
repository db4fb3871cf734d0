#include "export/table.h"

#include "base/check.h"
#include "base/csv.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void flush(un_Table *table) {
    if (!table->status && table->used > 0) table->status = un_file_stream_add(table->stream, table->buffer, table->used, table->error);
    table->used = 0;
}

static void put(un_Table *table, const char *text) {
    size_t length = strlen(text);
    UN_CHECK(length < sizeof table->buffer);
    if (length > sizeof table->buffer - table->used) flush(table);
    memcpy(table->buffer + table->used, text, length);
    table->used += length;
}

/// A JSON string; what is in a snapshot is valid UTF-8.
static void put_string(un_Table *table, const char *text) {
    char out[8] = "";
    put(table, "\"");
    for (; *text; text++) {
        unsigned char letter = (unsigned char)*text;
        if (letter == '"' || letter == '\\') {
            snprintf(out, sizeof out, "\\%c", letter);
        } else if (letter < ' ') {
            snprintf(out, sizeof out, "\\u%04x", letter);
        } else {
            snprintf(out, sizeof out, "%c", letter);
        }
        put(table, out);
    }
    put(table, "\"");
}

void un_table_start(un_Table *table, un_FileStream *stream, bool json, const char *fields, const char *const *names, un_Error *error) {
    table->stream = stream;
    table->json = json;
    table->error = error;
    table->status = UN_OK;
    table->used = 0;
    table->columns = table->column = table->rows = 0;
    for (int i = 0; names[i]; i++) {
        UN_CHECK(i < UN_TABLE_COLUMNS);
        table->name[table->columns++] = names[i];
        if (!json) put(table, i > 0 ? "," : "");
        if (!json) put(table, names[i]);
    }
    if (json) {
        put(table, "{");
        put(table, fields ? fields : "");
        put(table, fields ? ",\"rows\":[" : "\"rows\":[");
    } else {
        put(table, "\n");
    }
}

/// Before a field: what separates it from the one before.
static void begin_field(un_Table *table) {
    if (table->json) {
        put(table, table->column > 0 ? "," : table->rows > 0 ? ",\n{" : "\n{");
        put_string(table, table->name[table->column]);
        put(table, ":");
    } else if (table->column > 0) {
        put(table, ",");
    }
}

static void end_field(un_Table *table) {
    if (++table->column < table->columns) return;
    put(table, table->json ? "}" : "\n");
    table->column = 0;
    table->rows++;
}

void un_table_text(un_Table *table, const char *text) {
    char quoted[256];
    begin_field(table);
    if (table->json) {
        put_string(table, text);
    } else {
        put(table, un_csv_quote(text, quoted, sizeof quoted));
    }
    end_field(table);
}

void un_table_integer(un_Table *table, int64_t value) {
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    begin_field(table);
    put(table, text);
    end_field(table);
}

static void put_real(un_Table *table, double value, int digits) {
    char text[40] = "";
    if (isfinite(value)) {
        snprintf(text, sizeof text, "%.*g", digits, value);
    } else if (table->json) {
        snprintf(text, sizeof text, "null");
    }
    begin_field(table);
    put(table, text);
    end_field(table);
}

void un_table_real(un_Table *table, double value) {
    put_real(table, value, 17);
}

void un_table_float(un_Table *table, float value) {
    put_real(table, (double)value, 9);
}

void un_table_nothing(un_Table *table) {
    put_real(table, (double)NAN, 1);
}

un_Status un_table_end(un_Table *table) {
    UN_CHECK(table->column == 0);
    if (table->json) put(table, "\n]}\n");
    flush(table);
    return table->status;
}
