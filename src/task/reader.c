#include "task/reader.h"

#include "base/catalog.h"

#include <stdio.h>
#include <string.h>

bool un_reader_at_end(const un_Reader *reader) {
    return reader->at >= reader->size;
}

/// Where the next cell starts, from the one before.
static void move_on(un_Reader *reader) {
    if (reader->line == 0 || reader->ends_row) {
        reader->line++;
        reader->column = 1;
        return;
    }
    size_t start = reader->at - 1; // the comma
    while (start > 0 && reader->text[start - 1] != '\n')
        start--;
    reader->column = 1;
    for (; start < reader->at; start++) {
        reader->column += ((unsigned char)reader->text[start] & 0xc0) != 0x80;
    }
}

/// Takes a pair of quotation marks off the cell.
static void unquote(char *cell) {
    size_t length = strlen(cell);
    if (length < 2 || cell[0] != '"' || cell[length - 1] != '"') return;
    memmove(cell, cell + 1, length - 2);
    cell[length - 2] = 0;
}

un_Status un_reader_cell(un_Reader *reader) {
    move_on(reader);
    size_t start = reader->at, end = start;
    while (end < reader->size && reader->text[end] != ',' && reader->text[end] != '\n')
        end++;
    reader->ends_row = end >= reader->size || reader->text[end] == '\n';
    reader->at = end < reader->size ? end + 1 : end;
    if (reader->ends_row && end > start && reader->text[end - 1] == '\r') end--;
    for (size_t i = start; i < end; i++) {
        unsigned char byte = (unsigned char)reader->text[i];
        if (byte >= 0x20 && byte != 0x7f) continue;
        return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, reader->column,
                            _("found the control character 0x%02x in a cell, valid: plain text"), byte);
    }
    if (end - start >= sizeof reader->cell) {
        return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, reader->column,
                            _("found a cell of %zu bytes, valid: at most %zu"), end - start, sizeof reader->cell - 1);
    }
    memcpy(reader->cell, reader->text + start, end - start);
    reader->cell[end - start] = 0;
    unquote(reader->cell);
    return UN_OK;
}

un_Status un_reader_refuse(const un_Reader *reader, const char *valid) {
    if (!reader->cell[0]) {
        return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, reader->column,
                            _("found nothing, valid: %s"), valid);
    }
    char plain[UN_CELL_BYTES]; // a cell may end within a character, or be none at all
    snprintf(plain, sizeof plain, "%s", reader->cell);
    for (char *c = plain; *c; c++) {
        if ((unsigned char)*c >= 0x80) *c = '?';
    }
    return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, reader->column,
                        _("found '%s', valid: %s"), plain, valid);
}

un_Status un_reader_expect_end(const un_Reader *reader, bool end, int cells) {
    if (reader->ends_row == end) return UN_OK;
    return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line, reader->column,
                        end ? _("found more cells after this one, valid: %d cells a row")
                            : _("found the end of the row after this cell, valid: %d cells a row"),
                        cells);
}

un_Status un_reader_too_few(const un_Reader *reader, int found, int least, const char *what) {
    return un_error_set(reader->error, UN_ERROR_FILE, reader->name, reader->line > 0 ? reader->line : 1, 1,
                        _("found %d %s, valid: at least %d"), found, what, least);
}
