#include "export/state.h"

#include "base/catalog.h"
#include "canvas/cairo/pdf.h"
#include "canvas/svg/svg.h"
#include "platform/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 256 << 20, TEXT_LIMIT = 1 << 20, UPDATE_MOST = 1000000000 };

static const char first_words[] = "# Unroll picture 1: ", png_signature[] = "\x89PNG\r\n\x1a\n";
static const char line_format[] = "# Unroll picture 1: update %lld, time %.17g, view %s, select %d,%d,%d,%d\n";

static const char *view_name(int view) {
    return view >= 0 ? un_view_table[view]->name : "lab";
}

char *un_state_write(const un_Experiment *experiment, const un_Moment *moment) {
    char line[256];
    char *yaml = un_experiment_write(experiment);
    if (!yaml) return NULL;
    int length = snprintf(line, sizeof line, line_format, (long long)moment->update, moment->time, view_name(moment->view),
                          moment->select.lane, moment->select.direction, moment->select.step, moment->select.unit);
    char *text = malloc((size_t)length + strlen(yaml) + 1);
    if (text) {
        memcpy(text, line, (size_t)length);
        memcpy(text + length, yaml, strlen(yaml) + 1);
    }
    free(yaml);
    return text;
}

static bool starts_with(const char *bytes, size_t size, const char *what) {
    return size >= strlen(what) && memcmp(bytes, what, strlen(what)) == 0;
}

static bool is_png(const char *bytes, size_t size) {
    return starts_with(bytes, size, png_signature);
}

static bool is_mp4(const char *bytes, size_t size) {
    return size >= 8 && memcmp(bytes + 4, "ftyp", 4) == 0;
}

static bool is_svg(const char *bytes, size_t size) {
    return starts_with(bytes, size, "<?xml") || starts_with(bytes, size, "<svg");
}

bool un_state_is_picture(const char *head, size_t size) {
    return is_png(head, size) || is_svg(head, size) || is_mp4(head, size) || starts_with(head, size, "%PDF-") ||
           starts_with(head, size, "GIF8");
}

static size_t number_at(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

static const char *find(const char *bytes, size_t size, const char *what) {
    size_t length = strlen(what);
    const char *end = bytes + size;
    for (const char *at = bytes; (size_t)(end - at) >= length; at++) {
        at = memchr(at, what[0], (size_t)(end - at) - length + 1);
        if (!at) return NULL;
        if (memcmp(at, what, length) == 0) return at;
    }
    return NULL;
}

static char *copy_of(const char *bytes, size_t size) {
    char *text = malloc(size + 1);
    if (!text) return NULL;
    memcpy(text, bytes, size);
    text[size] = 0;
    return text;
}

// Each of these gives the text as a string of its own, or leaves *text NULL where there is none. False: no memory.

/// iTXt: keyword 0, not compressed 0 0, language 0, translated keyword 0, text.
static bool find_in_png(const char *bytes, size_t size, char **text) {
    static const char head[] = UN_STATE_KEYWORD "\0\0\0\0";
    for (size_t at = 8; size - at >= 12;) {
        size_t length = number_at(bytes + at);
        if (length > size - at - 12) return true;
        const char *data = bytes + at + 8;
        if (memcmp(bytes + at + 4, "iTXt", 4) == 0 && length >= sizeof head && memcmp(data, head, sizeof head) == 0) {
            *text = copy_of(data + sizeof head, length - sizeof head);
            return *text != NULL;
        }
        at += length + 12;
    }
    return true;
}

/// The comment's box: size, "data", kind, language, text.
static bool find_in_mp4(const char *bytes, size_t size, char **text) {
    const char *at = find(bytes, size, first_words);
    if (!at || at - bytes < 16 || memcmp(at - 12, "data", 4) != 0) return true;
    size_t length = number_at(at - 16);
    if (length < 16 || length - 16 > size - (size_t)(at - bytes)) return true;
    *text = copy_of(at, length - 16);
    return *text != NULL;
}

/// A comment is cut into blocks of at most 255 bytes, each behind its length; an empty one ends it.
static bool find_in_gif(const char *bytes, size_t size, char **text) {
    const char *start = find(bytes, size, first_words), *end = bytes + size;
    if (!start || start - bytes < 3 || memcmp(start - 3, "\x21\xFE", 2) != 0) return true;
    *text = malloc((size_t)(end - start) + 1);
    if (!*text) return false;
    size_t used = 0;
    for (const char *at = start - 1; at < end && *at;) {
        size_t block = (unsigned char)*at++;
        if (block > (size_t)(end - at)) break;
        memcpy(*text + used, at, block);
        used += block;
        at += block;
    }
    (*text)[used] = 0;
    return true;
}

static bool find_in_pdf(const char *bytes, size_t size, char **text) {
    size_t length;
    const char *at = un_pdf_find_attachment(bytes, size, UN_STATE_FILE, &length);
    if (!at) return true;
    *text = copy_of(at, length);
    return *text != NULL;
}

static bool find_text(const char *bytes, size_t size, char **text) {
    if (is_png(bytes, size)) return find_in_png(bytes, size, text);
    if (is_mp4(bytes, size)) return find_in_mp4(bytes, size, text);
    if (is_svg(bytes, size)) return un_svg_find_state(bytes, size, text, NULL) == UN_OK;
    if (starts_with(bytes, size, "GIF8")) return find_in_gif(bytes, size, text);
    return find_in_pdf(bytes, size, text);
}

/// The line before the experiment. False: it is none of ours, or says what cannot be.
static bool read_line(const char *text, un_Moment *moment) {
    char name[32];
    long long update;
    int end = 0;
    un_Moment found = {0};
    if (strncmp(text, first_words, strlen(first_words)) != 0) return false;
    int count = sscanf(text, "# Unroll picture 1: update %lld, time %lf, view %31[a-z_], select %d,%d,%d,%d%n", &update, &found.time,
                       name, &found.select.lane, &found.select.direction, &found.select.step, &found.select.unit, &end);
    if (count != 7 || text[end] != '\n' || update < 0 || update > UPDATE_MOST || !isfinite(found.time) || found.time > 3600) return false;
    found.update = update;
    found.view = strcmp(name, "lab") == 0 ? -1 : un_view_find(name);
    if (found.view < 0 && strcmp(name, "lab") != 0) return false;
    *moment = found;
    return true;
}

/// A selection of a lane that the experiment has; else none. Steps and units are drawn as the nearest ones.
static un_Selection valid_selection(un_Selection select, const un_Experiment *experiment) {
    bool valid = select.lane >= 0 && select.lane < experiment->lane_count && select.direction >= 0 && select.direction <= 1 &&
                 select.step >= 0 && select.unit >= -1;
    return valid ? select : (un_Selection){-1, 0, 0, -1};
}

un_Status un_state_read(const char *bytes, size_t size, const char *name, un_Experiment *experiment, un_Moment *moment, un_Error *error) {
    char *text = NULL;
    un_Moment found;
    if (!find_text(bytes, size, &text)) return un_error_set(error, UN_ERROR_MEMORY, name, 0, 0, "%s", _("not enough memory"));
    if (!text || strlen(text) > TEXT_LIMIT || !read_line(text, &found)) {
        free(text);
        return un_error_set(error, UN_ERROR_FILE, name, 0, 0, "%s",
                            _("this picture holds no experiment, valid: one that Unroll has saved (without --no-embed)"));
    }
    un_Experiment read;
    un_Status status = un_experiment_parse(&read, text, strlen(text), name, 0, error);
    free(text);
    if (status) return status;
    found.select = valid_selection(found.select, &read);
    *experiment = read;
    *moment = found;
    return UN_OK;
}

un_Status un_state_load(const char *path, un_Experiment *experiment, un_Moment *moment, un_Error *error) {
    char *bytes;
    size_t size;
    un_Status status = un_file_read(path, FILE_LIMIT, &bytes, &size, error);
    if (status) return status;
    status = un_state_read(bytes, size, path, experiment, moment, error);
    free(bytes);
    return status;
}
