#include "lesson/markdown.h"

#include "base/catalog.h"
#include "base/utf8.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

/// A span before the text has its final place in memory.
typedef struct Run {
    unsigned marks;
    size_t text; ///< offset into Builder.text
} Run;

typedef struct Builder {
    const un_Source *source;
    un_Error *error;
    un_Status status;
    char *text;
    size_t text_size, text_room;
    Run *run;
    size_t run_count, run_room;
    un_Block *block;
    size_t block_count, block_room;
    bool open;   ///< the last block still takes text
    size_t seen; ///< source offset of the latest text, and its line
    int seen_line;
    /// What a lesson may not hold: reported at the next text, because md4c tells no place for a block.
    const char *refused;
    int list_depth;
    int number[UN_LESSON_LIST_MAX]; ///< of the next item; 0: bullets
    int quote_depth, strong, emphasis, code, math;
} Builder;

/// Makes room for one more element. NULL: no memory, the error is noted and items are still there.
static void *make_room(Builder *b, void *items, size_t count, size_t *room, size_t size) {
    if (count < *room) return items;
    size_t more = *room ? *room * 2 : 64;
    void *grown = realloc(items, more * size);
    if (!grown) {
        b->status = un_error_set(b->error, UN_ERROR_MEMORY, b->source->name, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    *room = more;
    return grown;
}

static bool add_bytes(Builder *b, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        char *text = make_room(b, b->text, b->text_size, &b->text_room, 1);
        if (!text) return false;
        b->text = text;
        b->text[b->text_size++] = bytes[i];
    }
    return true;
}

/// md4c hands out pointers into the source, but its line breaks and indentation are its own: those have no place.
static bool place_of(const Builder *b, const char *text, size_t *offset) {
    uintptr_t start = (uintptr_t)b->source->text, at = (uintptr_t)text;
    if (at < start || at >= start + b->source->size) return false;
    *offset = (size_t)(at - start);
    return true;
}

/// Notes the error and stops. md4c goes on to the next cell of a table after a callback has failed: the first error
/// stands.
static int refuse_at(Builder *b, size_t offset, const char *message) {
    if (b->status != UN_OK) return 1;
    b->status = un_source_error(b->source, offset, b->error, "%s", message);
    return 1;
}

/// Refuses at `text` when that points into the source, else at the next text that does.
static int refuse(Builder *b, const char *text, const char *message) {
    size_t offset;
    if (text && place_of(b, text, &offset)) return refuse_at(b, offset, message);
    if (!b->refused) b->refused = message;
    return 0;
}

static int begin_block(Builder *b, un_BlockKind kind, int level, int number) {
    un_Block *block = make_room(b, b->block, b->block_count, &b->block_room, sizeof *b->block);
    if (!block) return 1;
    b->block = block;
    b->block[b->block_count++] = (un_Block){.kind = kind, .level = level, .number = number, .line = b->seen_line};
    b->open = true;
    return 0;
}

static void end_block(Builder *b) {
    if (!b->open) return;
    b->open = false;
    const un_Block *block = &b->block[b->block_count - 1];
    if (block->kind == UN_BLOCK_CODE && block->span_count > 0) {
        // The last line's own end is not part of the code.
        if (b->text_size >= 2 && b->text[b->text_size - 2] == '\n') b->text[--b->text_size - 1] = 0;
    }
}

static int enter_list(Builder *b, unsigned first) {
    end_block(b);
    if (b->quote_depth > 0) return refuse(b, NULL, _("found a list inside a quotation, valid: paragraphs"));
    if (b->list_depth == UN_LESSON_LIST_MAX)
        return refuse(b, NULL, _("found lists nested too deeply, valid: 4 levels"));
    b->number[b->list_depth++] = (int)first;
    return 0;
}

static int enter_item(Builder *b) {
    end_block(b);
    if (b->list_depth == 0) return 0; // its list was refused
    int *next = &b->number[b->list_depth - 1];
    int number = *next;
    if (number > 0) ++*next;
    return begin_block(b, UN_BLOCK_ITEM, b->list_depth, number);
}

static int enter_paragraph(Builder *b) {
    // The first paragraph of an item is the item's own text.
    if (b->open && b->block[b->block_count - 1].kind == UN_BLOCK_ITEM) return 0;
    return begin_block(b, b->quote_depth > 0 ? UN_BLOCK_QUOTE : UN_BLOCK_PARAGRAPH, b->list_depth, 0);
}

static int enter_code(Builder *b, const MD_BLOCK_CODE_DETAIL *detail) {
    end_block(b);
    if (b->quote_depth > 0) return refuse(b, NULL, _("found code inside a quotation, valid: paragraphs"));
    if (detail->info.size > 0)
        return refuse(b, detail->info.text, _("found a name after the fence, valid: a fence without a name"));
    return begin_block(b, UN_BLOCK_CODE, b->list_depth, 0);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    Builder *b = user;
    bool inside = b->list_depth > 0 || b->quote_depth > 0;
    switch (type) {
    case MD_BLOCK_DOC:
        return 0;
    case MD_BLOCK_QUOTE:
        end_block(b);
        if (inside) return refuse(b, NULL, _("found a quotation inside another block, valid: a quotation by itself"));
        b->quote_depth++;
        return 0;
    case MD_BLOCK_UL:
        return enter_list(b, 0);
    case MD_BLOCK_OL: {
        unsigned start = ((const MD_BLOCK_OL_DETAIL *)detail)->start;
        if (start == 0) return refuse(b, NULL, _("found a list that counts from 0, valid: from 1"));
        return enter_list(b, start);
    }
    case MD_BLOCK_LI:
        return enter_item(b);
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
        end_block(b);
        if (inside)
            return refuse(b, NULL,
                          _("found a heading or a rule inside another block, valid: outside lists and quotations"));
        if (type == MD_BLOCK_H)
            return begin_block(b, UN_BLOCK_HEADING, (int)((const MD_BLOCK_H_DETAIL *)detail)->level, 0);
        return begin_block(b, UN_BLOCK_RULE, 0, 0);
    case MD_BLOCK_CODE:
        return enter_code(b, detail);
    case MD_BLOCK_HTML:
        return refuse(b, NULL, _("found HTML, valid: CommonMark without HTML"));
    case MD_BLOCK_P:
        return enter_paragraph(b);
    default:
        return refuse(b, NULL, _("found a table, valid: paragraphs, lists, quotations and code"));
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    Builder *b = user;
    if (b->refused) return refuse_at(b, b->seen, b->refused);
    end_block(b);
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) b->list_depth--;
    if (type == MD_BLOCK_QUOTE) b->quote_depth--;
    return 0;
}

/// Counts a span in or out.
static int turn_span(Builder *b, MD_SPANTYPE type, void *detail, int by) {
    switch (type) {
    case MD_SPAN_EM:
        b->emphasis += by;
        return 0;
    case MD_SPAN_STRONG:
        b->strong += by;
        return 0;
    case MD_SPAN_CODE:
        b->code += by;
        return 0;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
        b->math += by;
        return 0;
    case MD_SPAN_IMG:
        return refuse(b, ((const MD_SPAN_IMG_DETAIL *)detail)->src.text, _("found an image, valid: text"));
    case MD_SPAN_A:
        return refuse(b, ((const MD_SPAN_A_DETAIL *)detail)->href.text, _("found a link, valid: text"));
    default: // extensions of md4c that are not switched on
        return 0;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    return turn_span(user, type, detail, 1);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
    return turn_span(user, type, detail, -1);
}

/// Adds text to the open block: to its last run when that looks the same, else to a new one.
static int add_text(Builder *b, const char *text, size_t size) {
    if (!b->open) { // a tight list item goes on after a block inside it
        if (enter_paragraph(b)) return 1;
    }
    un_Block *block = &b->block[b->block_count - 1];
    bool code = b->code > 0 || block->kind == UN_BLOCK_CODE;
    unsigned marks = (b->strong > 0 ? UN_SPAN_STRONG : 0u) | (b->emphasis > 0 ? UN_SPAN_EMPHASIS : 0u) |
                     (code ? UN_SPAN_CODE : 0u) | (b->math > 0 ? UN_SPAN_MATH : 0u);
    if (block->span_count == 0) block->line = b->seen_line;
    if (block->span_count > 0 && b->run[b->run_count - 1].marks == marks) {
        b->text_size--; // over the run's final 0
    } else {
        Run *run = make_room(b, b->run, b->run_count, &b->run_room, sizeof *b->run);
        if (!run) return 1;
        b->run = run;
        b->run[b->run_count++] = (Run){marks, b->text_size};
        block->span_count++;
    }
    return add_bytes(b, text, size) && add_bytes(b, "", 1) ? 0 : 1;
}

/// "&amp;", "&#8211;" or "&#x2013;" as the character it names. Returns its length in out, 0 when it names none.
static size_t decode_entity(const char *text, size_t size, char out[4]) {
    static const struct {
        const char *name;
        uint32_t code;
    } table[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xa0}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strlen(table[i].name) == size && memcmp(table[i].name, text, size) == 0)
            return un_utf8_encode(table[i].code, out);
    }
    if (size < 4 || size > 11 || text[1] != '#') return 0; // md4c has checked the form; 11: "&#1234567;" and one more
    bool hexadecimal = text[2] == 'x' || text[2] == 'X';
    uint32_t code = 0;
    for (size_t i = hexadecimal ? 3 : 2; i < size - 1; i++) {
        uint32_t digit = text[i] <= '9' ? (uint32_t)(text[i] - '0') : (uint32_t)((text[i] | 0x20) - 'a' + 10);
        code = code * (hexadecimal ? 16 : 10) + digit;
    }
    return un_utf8_is_text(code) && code >= 0x20 ? un_utf8_encode(code, out) : 0;
}

static int add_entity(Builder *b, const char *text, size_t size) {
    char character[4];
    size_t length = decode_entity(text, size, character);
    if (length > 0) return add_text(b, character, length);
    return refuse_at(b, b->seen,
                     _("found an unknown entity, valid: the character itself, or a number such as &#8211;"));
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    Builder *b = user;
    size_t offset;
    if (place_of(b, text, &offset)) {
        b->seen_line = un_source_line(b->source, offset, b->seen, b->seen_line);
        b->seen = offset;
        if (b->refused) return refuse_at(b, offset, b->refused);
    }
    switch (type) {
    case MD_TEXT_HTML:
        return refuse_at(b, b->seen, _("found HTML, valid: CommonMark without HTML"));
    case MD_TEXT_ENTITY:
        return add_entity(b, text, size);
    case MD_TEXT_BR:
        return add_text(b, "\n", 1);
    case MD_TEXT_SOFTBR:
        return add_text(b, " ", 1);
    default:
        return add_text(b, text, size);
    }
}

/// Turns the runs into spans, now that the text does not move any more.
static un_Status finish(Builder *b, un_Markdown *markdown) {
    un_Span *span = malloc((b->run_count + 1) * sizeof *span);
    if (!span) return un_error_set(b->error, UN_ERROR_MEMORY, b->source->name, 0, 0, "%s", _("not enough memory"));
    for (size_t i = 0; i < b->run_count; i++)
        span[i] = (un_Span){b->run[i].marks, b->text + b->run[i].text};
    const un_Span *next = span;
    for (size_t i = 0; i < b->block_count; i++) {
        b->block[i].span = next;
        next += b->block[i].span_count;
    }
    *markdown = (un_Markdown){b->block, span, b->text, (int)b->block_count};
    return UN_OK;
}

un_Status un_markdown_parse(un_Markdown *markdown, const un_Source *source, size_t body, un_Error *error) {
    // Tables are switched on only to be found and refused; without the flag they would come out as a paragraph of bars.
    const MD_PARSER parser = {.flags = MD_FLAG_LATEXMATHSPANS | MD_FLAG_TABLES,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = take_text};
    Builder b = {.source = source, .error = error, .seen = body, .seen_line = un_source_line(source, body, 0, 1)};
    *markdown = (un_Markdown){0};
    int result = md_parse(source->text + body, (MD_SIZE)(source->size - body), &parser, &b);
    if (result != 0 && b.status == UN_OK) {
        b.status = un_error_set(error, UN_ERROR_MEMORY, source->name, 0, 0, "%s", _("not enough memory"));
    }
    if (b.status == UN_OK) b.status = finish(&b, markdown);
    if (b.status != UN_OK) {
        free(b.block);
        free(b.text);
    }
    free(b.run);
    return b.status;
}

void un_markdown_free(un_Markdown *markdown) {
    free(markdown->block);
    free(markdown->span);
    free(markdown->text);
    *markdown = (un_Markdown){0};
}
