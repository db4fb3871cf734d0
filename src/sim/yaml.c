#include "sim/yaml.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/// The state of one parse. The open mappings and lists are a stack of fixed depth, so a hostile text cannot use up the
/// C stack.
typedef struct Reader {
    yaml_parser_t parser;
    un_Yaml *yaml;
    const char *text, *name;
    size_t size;
    int line_offset, nodes;
    un_Error *error;
    struct {
        un_YamlNode *node, *last, *key;
    } open[UN_YAML_DEPTH_MAX];
    int depth;
} Reader;

static un_Status fail_at(Reader *reader, yaml_mark_t mark, const char *message) {
    return un_error_set(reader->error, UN_ERROR_FILE, reader->name, (int)mark.line + 1 + reader->line_offset,
                        (int)mark.column + 1, "%s", message);
}

/// libyaml tells a byte offset for bad characters: count lines and characters up to it.
static yaml_mark_t mark_of_offset(const Reader *reader, size_t offset) {
    yaml_mark_t mark = {0};
    for (size_t i = 0; i < offset && i < reader->size; i++) {
        unsigned char byte = (unsigned char)reader->text[i];
        if (byte == '\n') {
            mark.line++;
            mark.column = 0;
        } else if ((byte & 0xc0) != 0x80) {
            mark.column++;
        }
    }
    return mark;
}

static un_Status fail_syntax(Reader *reader) {
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        return un_error_set(reader->error, UN_ERROR_MEMORY, reader->name, 0, 0, "%s", _("not enough memory"));
    }
    yaml_mark_t mark = parser->problem_mark;
    if (parser->error == YAML_READER_ERROR) mark = mark_of_offset(reader, parser->problem_offset);
    char message[256];
    snprintf(message, sizeof message, _("not valid YAML: %s"),
             parser->problem ? parser->problem : _("unknown problem"));
    return fail_at(reader, mark, message);
}

static un_Status add_node(Reader *reader, un_YamlKind kind, yaml_mark_t mark, un_YamlNode **out) {
    if (++reader->nodes > UN_YAML_NODES_MAX)
        return fail_at(reader, mark, _("found too many values, valid: at most 10000"));
    un_YamlNode *node = calloc(1, sizeof *node);
    if (!node) return un_error_set(reader->error, UN_ERROR_MEMORY, reader->name, 0, 0, "%s", _("not enough memory"));
    node->kind = kind;
    node->line = (int)mark.line + 1 + reader->line_offset;
    node->column = (int)mark.column + 1;
    node->made_before = reader->yaml->newest;
    reader->yaml->newest = node;
    *out = node;
    return UN_OK;
}

static un_Status repeated_key(Reader *reader, const un_YamlNode *mapping, const un_YamlNode *key, yaml_mark_t mark) {
    const un_YamlNode *other = un_yaml_value(mapping, key->text);
    if (!other) return UN_OK;
    char quoted[UN_PARAM_TEXT], message[160];
    snprintf(message, sizeof message, _("found key '%s' again, valid: once (it stands in line %d)"),
             un_param_quote(key->text, quoted, sizeof quoted), other->key->line);
    return fail_at(reader, mark, message);
}

/// Hangs a finished scalar, or a mapping or list just opened, where it belongs.
static un_Status place_node(Reader *reader, un_YamlNode *node, yaml_mark_t mark) {
    if (reader->depth == 0) {
        reader->yaml->root = node;
        return UN_OK;
    }
    un_YamlNode *parent = reader->open[reader->depth - 1].node;
    if (parent->kind == UN_YAML_MAPPING && !reader->open[reader->depth - 1].key) {
        if (node->kind != UN_YAML_SCALAR)
            return fail_at(reader, mark, _("found a mapping or list as a key, valid: a name"));
        reader->open[reader->depth - 1].key = node;
        return repeated_key(reader, parent, node, mark);
    }
    node->key = reader->open[reader->depth - 1].key;
    reader->open[reader->depth - 1].key = NULL;
    un_YamlNode *last = reader->open[reader->depth - 1].last;
    *(last ? &last->next : &parent->first) = node;
    reader->open[reader->depth - 1].last = node;
    parent->count++;
    return UN_OK;
}

static un_Status read_scalar(Reader *reader, const yaml_event_t *event) {
    if (event->data.scalar.anchor)
        return fail_at(reader, event->start_mark, _("found an anchor (&), valid: plain values"));
    if (event->data.scalar.tag) return fail_at(reader, event->start_mark, _("found a tag (!), valid: plain values"));
    size_t length = event->data.scalar.length;
    if (memchr(event->data.scalar.value, 0, length))
        return fail_at(reader, event->start_mark, _("found a NUL character in a text, valid: any other"));
    un_YamlNode *node = NULL;
    un_Status status = add_node(reader, UN_YAML_SCALAR, event->start_mark, &node);
    if (status) return status;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = malloc(length + 1);
    if (!node->text)
        return un_error_set(reader->error, UN_ERROR_MEMORY, reader->name, 0, 0, "%s", _("not enough memory"));
    memcpy(node->text, event->data.scalar.value, length);
    node->text[length] = 0;
    return place_node(reader, node, event->start_mark);
}

static un_Status open_node(Reader *reader, const yaml_event_t *event, un_YamlKind kind, bool anchor, bool tag) {
    if (anchor) return fail_at(reader, event->start_mark, _("found an anchor (&), valid: plain values"));
    if (tag) return fail_at(reader, event->start_mark, _("found a tag (!), valid: plain values"));
    if (reader->depth == UN_YAML_DEPTH_MAX)
        return fail_at(reader, event->start_mark, _("found a ninth level of nesting, valid: at most 8"));
    un_YamlNode *node = NULL;
    un_Status status = add_node(reader, kind, event->start_mark, &node);
    if (!status) status = place_node(reader, node, event->start_mark);
    if (status) return status;
    reader->open[reader->depth].node = node;
    reader->open[reader->depth].last = reader->open[reader->depth].key = NULL;
    reader->depth++;
    return UN_OK;
}

static un_Status read_event(Reader *reader, const yaml_event_t *event, int *documents) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1) return fail_at(reader, event->start_mark, _("found a second document, valid: one"));
        return UN_OK;
    case YAML_ALIAS_EVENT:
        return fail_at(reader, event->start_mark, _("found an alias (*), valid: plain values"));
    case YAML_SCALAR_EVENT:
        return read_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_node(reader, event, UN_YAML_LIST, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_node(reader, event, UN_YAML_MAPPING, event->data.mapping_start.anchor,
                         event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        reader->depth--;
        return UN_OK;
    default:
        return UN_OK;
    }
}

un_Status un_yaml_parse(un_Yaml *yaml, const char *text, size_t size, const char *name, int line_offset,
                        un_Error *error) {
    *yaml = (un_Yaml){0};
    if (size > UN_YAML_BYTES_MAX) {
        return un_error_set(error, UN_ERROR_FILE, name, 1 + line_offset, 1, _("found %zu bytes, valid: at most %d"),
                            size, UN_YAML_BYTES_MAX);
    }
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { // some editors begin a file with a byte order mark
        text += 3;
        size -= 3;
    }
    Reader reader = {
        .yaml = yaml, .text = text, .size = size, .name = name, .line_offset = line_offset, .error = error};
    if (!yaml_parser_initialize(&reader.parser)) {
        return un_error_set(error, UN_ERROR_MEMORY, name, 0, 0, "%s", _("not enough memory"));
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, size);
    un_Status status = UN_OK;
    int documents = 0;
    bool done = false;
    while (!status && !done) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader.parser, &event)) {
            status = fail_syntax(&reader);
            break;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        status = read_event(&reader, &event, &documents);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&reader.parser);
    if (status) un_yaml_free(yaml);
    return status;
}

void un_yaml_free(un_Yaml *yaml) {
    for (un_YamlNode *node = yaml->newest; node;) {
        un_YamlNode *before = node->made_before;
        free(node->text);
        free(node);
        node = before;
    }
    *yaml = (un_Yaml){0};
}

const un_YamlNode *un_yaml_value(const un_YamlNode *mapping, const char *key) {
    for (const un_YamlNode *node = mapping->first; node; node = node->next) {
        if (!strcmp(node->key->text, key)) return node;
    }
    return NULL;
}

const char *un_yaml_found(const un_YamlNode *node, char *out, size_t size) {
    if (node->kind == UN_YAML_SCALAR) {
        char quoted[UN_PARAM_TEXT];
        snprintf(out, size, "'%s'", un_param_quote(node->text, quoted, sizeof quoted));
    } else {
        snprintf(out, size, "%s", node->kind == UN_YAML_LIST ? _("a list") : _("a mapping"));
    }
    return out;
}
