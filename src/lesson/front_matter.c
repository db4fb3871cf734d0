#include "lesson/front_matter.h"

#include "base/catalog.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/// The bytes of the source that are YAML: they begin on line 2, after the opening "---".
typedef struct Reader {
    yaml_parser_t parser;
    yaml_event_t event; ///< the latest event; always initialised, so that it can always be deleted
    const un_Source *source;
    size_t start, end;
    un_Error *error;
} Reader;

enum { FIRST_LINE = 2, DEPTH_MAX = 16 };

/// The offset after a line that holds only "---" (and blanks) at offset `at`, or 0 when that is another line.
static size_t after_rule(const un_Source *source, size_t at) {
    if (source->size - at < 3 || memcmp(source->text + at, "---", 3) != 0) return 0;
    at += 3;
    while (at < source->size && strchr(" \t\r", source->text[at]))
        at++;
    if (at == source->size) return at;
    return source->text[at] == '\n' ? at + 1 : 0;
}

static size_t next_line(const un_Source *source, size_t at) {
    const char *end = memchr(source->text + at, '\n', source->size - at);
    return end ? (size_t)(end - source->text) + 1 : source->size;
}

static un_Status error_at(const Reader *reader, yaml_mark_t mark, const char *message) {
    return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, (int)mark.line + FIRST_LINE,
                        (int)mark.column + 1, "%s", message);
}

static un_Status no_memory(const Reader *reader) {
    return un_error_set(reader->error, UN_ERROR_MEMORY, reader->source->name, 0, 0, "%s", _("not enough memory"));
}

static un_Status next_event(Reader *reader) {
    yaml_event_delete(&reader->event);
    if (yaml_parser_parse(&reader->parser, &reader->event)) return UN_OK;
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR) return no_memory(reader);
    return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, (int)parser->problem_mark.line + FIRST_LINE,
                        (int)parser->problem_mark.column + 1, _("not valid YAML: %s"),
                        parser->problem ? parser->problem : _("unreadable"));
}

/// The byte offset in the source of a mark, which counts characters.
static size_t mark_offset(const Reader *reader, yaml_mark_t mark) {
    size_t at = reader->start;
    for (size_t left = mark.index; left > 0 && at < reader->end; left--) {
        uint32_t code;
        at += un_source_decode(reader->source->text + at, reader->end - at, &code);
    }
    return at;
}

/// Reads on to the end of the value whose first event is the current one, and leaves that last event current. The depth
/// is bounded because libyaml's time grows with its square.
static un_Status finish_value(Reader *reader) {
    int depth = 0;
    for (;;) {
        yaml_event_type_t type = reader->event.type;
        if (type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT) depth++;
        if (type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT) depth--;
        if (depth == 0) return UN_OK;
        if (depth > DEPTH_MAX)
            return error_at(reader, reader->event.start_mark, _("found too many brackets within brackets, valid: 16"));
        un_Status status = next_event(reader);
        if (status != UN_OK) return status;
    }
}

static un_Status read_title(Reader *reader, un_FrontMatter *front) {
    const yaml_event_t *event = &reader->event;
    if (event->type != YAML_SCALAR_EVENT) {
        return error_at(reader, event->start_mark, _("title: found no text, valid: one line of text"));
    }
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (length == 0 || length > UN_TITLE_MAX) {
        return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name,
                            (int)event->start_mark.line + FIRST_LINE, (int)event->start_mark.column + 1,
                            _("title: found %zu bytes, valid: 1..%d bytes"), length, UN_TITLE_MAX);
    }
    for (size_t at = 0, step; at < length; at += step) {
        uint32_t code = 0;
        step = un_source_decode(value + at, length - at, &code);
        // An escape in a quoted YAML string can make any character, so the source's own check is not enough.
        if (step == 0 || !un_source_is_text(code) || code == '\n' || code == '\r' || code == '\t') {
            return error_at(reader, event->start_mark, _("title: found a control character, valid: one line of text"));
        }
    }
    memcpy(front->title, value, length);
    front->title[length] = 0;
    return UN_OK;
}

/// Hands the experiment's own text to its parser. The text before it is left out but its first line keeps its column,
/// so that every line and column in an error is the file's own.
static un_Status read_experiment(Reader *reader, un_FrontMatter *front) {
    if (reader->event.type != YAML_MAPPING_START_EVENT) {
        return error_at(reader, reader->event.start_mark,
                        _("experiment: found no mapping, valid: keys with values, such as seed: 1"));
    }
    yaml_mark_t first = reader->event.start_mark;
    un_Status status = finish_value(reader);
    if (status != UN_OK) return status;
    size_t from = mark_offset(reader, first), to = mark_offset(reader, reader->event.end_mark);

    char *text = malloc(first.column + (to - from) + 1);
    if (!text) return no_memory(reader);
    memset(text, ' ', first.column);
    memcpy(text + first.column, reader->source->text + from, to - from);
    size_t size = first.column + (to - from);
    text[size] = 0;
    front->experiment = un_default_experiment();
    status = un_experiment_parse(&front->experiment, text, size, reader->source->name, (int)first.line + FIRST_LINE - 1,
                                 reader->error);
    free(text);
    return status;
}

/// One key and its value; the current event is the key.
static un_Status read_entry(Reader *reader, un_FrontMatter *front, unsigned *seen) {
    static const struct {
        const char *key;
        un_Status (*read)(Reader *, un_FrontMatter *);
    } table[] = {{"title", read_title}, {"experiment", read_experiment}};

    const yaml_event_t *event = &reader->event;
    if (event->type != YAML_SCALAR_EVENT)
        return error_at(reader, event->start_mark, _("found no key, valid: title, experiment"));
    const char *key = (const char *)event->data.scalar.value;
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(key, table[i].key) != 0) continue;
        if (*seen & 1u << i) return error_at(reader, event->start_mark, _("this key stands twice, valid: once"));
        *seen |= 1u << i;
        un_Status status = next_event(reader);
        return status == UN_OK ? table[i].read(reader, front) : status;
    }
    return un_error_set(reader->error, UN_ERROR_FILE, reader->source->name, (int)event->start_mark.line + FIRST_LINE,
                        (int)event->start_mark.column + 1, _("unknown key '%.60s', valid: title, experiment"), key);
}

static un_Status read_document(Reader *reader, un_FrontMatter *front) {
    un_Status status = next_event(reader); // the stream's start
    if (status == UN_OK) status = next_event(reader);
    if (status == UN_OK && reader->event.type == YAML_DOCUMENT_START_EVENT) status = next_event(reader);
    if (status != UN_OK) return status;
    if (reader->event.type != YAML_MAPPING_START_EVENT) {
        return error_at(reader, reader->event.start_mark,
                        _("the front matter holds no keys, valid: title, experiment"));
    }
    unsigned seen = 0;
    for (;;) {
        status = next_event(reader);
        if (status != UN_OK) return status;
        if (reader->event.type == YAML_MAPPING_END_EVENT) break;
        status = read_entry(reader, front, &seen);
        if (status != UN_OK) return status;
    }
    yaml_mark_t end = reader->event.end_mark;
    status = next_event(reader); // the document's end
    if (status == UN_OK) status = next_event(reader);
    if (status != UN_OK) return status;
    if (reader->event.type != YAML_STREAM_END_EVENT) {
        return error_at(reader, reader->event.start_mark, _("found a second document, valid: one mapping"));
    }
    if (!(seen & 1)) return error_at(reader, end, _("the front matter has no 'title'"));
    if (!(seen & 2)) return error_at(reader, end, _("the front matter has no 'experiment'"));
    return UN_OK;
}

un_Status un_front_matter_parse(un_FrontMatter *front, const un_Source *source, un_Error *error) {
    size_t start = after_rule(source, 0);
    if (start == 0)
        return un_source_error(source, 0, error, "%s", _("found no front matter, valid: a first line '---'"));
    size_t end = start, body = 0;
    while (end < source->size && (body = after_rule(source, end)) == 0)
        end = next_line(source, end);
    if (body == 0)
        return un_source_error(source, end, error, "%s", _("the front matter does not end, valid: a line '---'"));

    Reader reader = {.source = source, .start = start, .end = end, .error = error};
    if (!yaml_parser_initialize(&reader.parser)) return no_memory(&reader);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->text + start, end - start);
    un_Status status = read_document(&reader, front);
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    front->body = body;
    return status;
}
