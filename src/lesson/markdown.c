#include "lesson/markdown.h"

#include "base/catalog.h"
#include "canvas/math.h"
#include "lesson/address.h"
#include "sim/param.h"

#include <limits.h>
#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ADDRESS_MAX = 400, LINKS_MAX = 200 }; // an address can be written once and used often

const char *const un_fence_name[UN_FENCE_KINDS] = {"stop", "question", "reveal", "teacher"};

/// A span before the text has its final place in memory.
typedef struct Run {
    unsigned marks;
    size_t text; ///< offset into Builder.text
} Run;

typedef struct Builder {
    const un_Source *source;
    un_MarkdownPart part;
    size_t limit; ///< end of what is parsed
    int errors;   ///< of the source's reports, before
    char *text;
    size_t text_size, text_room;
    Run *run;
    size_t run_count, run_room;
    un_Block *block;
    size_t block_count, block_room;
    un_Fence *fence;
    size_t fence_count, fence_room;
    un_FileLink *link;
    size_t link_count, link_room;
    bool open;   ///< the last block still takes text
    bool silent; ///< inside a fence with a name: its text is read elsewhere
    size_t seen; ///< source offset of the latest text, and its line
    int seen_line;
    /// What a lesson may not hold: reported at the next text, because md4c tells no place for a block.
    const char *refused;
    size_t told; ///< 1 + offset of the latest report: one a place
    int list_depth, html;
    int number[UN_LESSON_LIST_MAX]; ///< of the next item; 0: bullets
    int quote_depth, strong, emphasis, code, math;
    char address[ADDRESS_MAX + 1]; ///< of the open link
    size_t link_text;              ///< where its text begins
    int links;
} Builder;

/// Makes room for one more element. NULL: no memory, that is reported and items are still there.
static void *make_room(Builder *b, void *items, size_t count, size_t *room, size_t size) {
    if (count < *room) return items;
    size_t more = *room ? *room * 2 : 64;
    void *grown = realloc(items, more * size);
    if (!grown) {
        un_report_memory(b->source->reports, b->source->name);
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
    if (at < start || at >= start + b->limit) return false;
    *offset = (size_t)(at - start);
    return true;
}

/// Reports, and says whether md4c shall stop: reading goes on, so that all errors are found.
static int refuse_at(Builder *b, size_t offset, const char *message) {
    if (b->told != offset + 1) un_source_error(b->source, offset, "%s", message);
    b->told = offset + 1;
    return un_reports_full(b->source->reports);
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
    if (b->list_depth < UN_LESSON_LIST_MAX) b->number[b->list_depth] = first <= INT_MAX / 2 ? (int)first : 1;
    b->list_depth++;
    if (b->quote_depth > 0) return refuse(b, NULL, _("found a list inside a quotation, valid: paragraphs"));
    if (b->list_depth > UN_LESSON_LIST_MAX) return refuse(b, NULL, _("found lists nested too deeply, valid: 4 levels"));
    return 0;
}

static int enter_item(Builder *b) {
    end_block(b);
    int level = b->list_depth < UN_LESSON_LIST_MAX ? b->list_depth : UN_LESSON_LIST_MAX;
    int *next = &b->number[level - 1];
    int number = *next;
    if (number > 0) ++*next;
    return begin_block(b, UN_BLOCK_ITEM, level, number);
}

/// The nesting of a block that goes on an item.
static int list_level(const Builder *b) {
    return b->list_depth < UN_LESSON_LIST_MAX ? b->list_depth : UN_LESSON_LIST_MAX;
}

static int enter_paragraph(Builder *b) {
    // The first paragraph of an item is the item's own text.
    if (b->open && b->block[b->block_count - 1].kind == UN_BLOCK_ITEM) return 0;
    return begin_block(b, b->quote_depth > 0 ? UN_BLOCK_QUOTE : UN_BLOCK_PARAGRAPH, list_level(b), 0);
}

static const char *next_fence(const void *context, int index) {
    (void)context;
    return index < UN_FENCE_KINDS ? un_fence_name[index] : NULL;
}

/// The end of the line that begins at `at`, its line feed included.
static size_t line_end(const Builder *b, size_t at) {
    const char *end = memchr(b->source->text + at, '\n', b->limit - at);
    return end ? (size_t)(end - b->source->text) + 1 : b->limit;
}

/// The line from `at` to `end` closes a fence of `length` signs.
static bool closes(const Builder *b, size_t at, size_t end, char sign, size_t length) {
    const char *text = b->source->text;
    size_t indent = at, count = 0;
    while (at < end && text[at] == ' ')
        at++;
    indent = at - indent;
    for (; at < end && text[at] == sign; at++)
        count++;
    while (at < end && strchr(" \t\r\n", text[at]) && text[at])
        at++;
    return indent < 4 && count >= length && at == end;
}

/// Notes a fence with a name: its text is taken from the source as it stands, so that errors in it have their place.
static int enter_fence(Builder *b, size_t info, int kind) {
    const char *text = b->source->text;
    size_t start = info;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    char sign = text[start];
    size_t length = 0;
    while (start + length < info && text[start + length] == sign)
        length++;
    if ((sign != '`' && sign != '~') || length < 3)
        return refuse_at(b, info, _("found a fence with a name that is indented, valid: at the start of a line"));
    un_Fence *fence = make_room(b, b->fence, b->fence_count, &b->fence_room, sizeof *fence);
    if (!fence) return 1;
    b->fence = fence;
    b->seen_line = un_source_line(b->source, info, b->seen, b->seen_line);
    b->seen = info;
    size_t inside = line_end(b, info), at = inside, next = at;
    while (at < b->limit && !closes(b, at, next = line_end(b, at), sign, length))
        at = next;
    if (at >= b->limit) return refuse_at(b, info, _("found a fence that does not end, valid: a line ``` behind it"));
    b->fence[b->fence_count++] = (un_Fence){(un_FenceKind)kind, (int)b->block_count, b->seen_line, inside, at};
    return 0;
}

static int enter_code(Builder *b, const MD_BLOCK_CODE_DETAIL *detail) {
    end_block(b);
    bool inside = b->list_depth > 0 || b->quote_depth > 0;
    if (b->part == UN_MARKDOWN_TEXT)
        return refuse(b, detail->info.text, _("found a block of code, valid: paragraphs and lists"));
    if (detail->info.size == 0) {
        if (b->quote_depth > 0) return refuse(b, NULL, _("found code inside a quotation, valid: paragraphs"));
        return begin_block(b, UN_BLOCK_CODE, list_level(b), 0);
    }
    b->silent = true;
    size_t info = 0;
    char name[32], valid[96], found[UN_PARAM_TEXT], message[256];
    snprintf(name, sizeof name, "%.*s", detail->info.size < 31 ? (int)detail->info.size : 31, detail->info.text);
    int kind = 0;
    while (kind < UN_FENCE_KINDS && strcmp(name, un_fence_name[kind]) != 0)
        kind++;
    if (b->part != UN_MARKDOWN_BODY || inside)
        return refuse(b, detail->info.text, _("found a name after the fence, valid: a fence without a name"));
    if (kind < UN_FENCE_KINDS && place_of(b, detail->info.text, &info)) return enter_fence(b, info, kind);
    snprintf(message, sizeof message, _("found a name after the fence, '%s', valid: %s, or no name"),
             un_param_quote(name, found, sizeof found), un_param_suggest(name, next_fence, NULL, valid, sizeof valid));
    if (place_of(b, detail->info.text, &info)) return refuse_at(b, info, message);
    return refuse_at(b, b->seen, message);
}

static int enter_heading(Builder *b, const MD_BLOCK_H_DETAIL *detail, bool inside) {
    end_block(b);
    if (b->part == UN_MARKDOWN_TEXT) refuse(b, NULL, _("found a heading, valid: paragraphs and lists"));
    if (inside)
        refuse(b, NULL, _("found a heading or a rule inside another block, valid: outside lists and quotations"));
    return begin_block(b, UN_BLOCK_HEADING, (int)detail->level, 0);
}

static int enter_rule(Builder *b, bool inside) {
    end_block(b);
    if (inside || b->part == UN_MARKDOWN_TEXT)
        refuse(b, NULL, _("found a heading or a rule inside another block, valid: outside lists and quotations"));
    return begin_block(b, UN_BLOCK_RULE, 0, 0);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    Builder *b = user;
    bool inside = b->list_depth > 0 || b->quote_depth > 0;
    switch (type) {
    case MD_BLOCK_DOC:
        return 0;
    case MD_BLOCK_QUOTE:
        end_block(b);
        b->quote_depth++;
        if (inside) return refuse(b, NULL, _("found a quotation inside another block, valid: a quotation by itself"));
        return 0;
    case MD_BLOCK_UL:
        return enter_list(b, 0);
    case MD_BLOCK_OL: {
        unsigned start = ((const MD_BLOCK_OL_DETAIL *)detail)->start;
        int result = enter_list(b, start);
        return start > 0 ? result : refuse(b, NULL, _("found a list that counts from 0, valid: from 1"));
    }
    case MD_BLOCK_LI:
        return enter_item(b);
    case MD_BLOCK_HR:
        return enter_rule(b, inside);
    case MD_BLOCK_H:
        return enter_heading(b, detail, inside);
    case MD_BLOCK_CODE:
        return enter_code(b, detail);
    case MD_BLOCK_HTML:
        b->html++;
        return refuse(b, NULL, _("found HTML, valid: CommonMark without HTML"));
    case MD_BLOCK_P:
        return enter_paragraph(b);
    case MD_BLOCK_TABLE:
        return refuse(b, NULL, _("found a table, valid: paragraphs, lists, quotations and code"));
    default: // the parts of a table
        return 0;
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    Builder *b = user;
    if (b->refused && refuse_at(b, b->seen, b->refused)) return 1;
    b->refused = NULL;
    end_block(b);
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) b->list_depth--;
    if (type == MD_BLOCK_QUOTE) b->quote_depth--;
    if (type == MD_BLOCK_HTML) b->html--;
    if (type == MD_BLOCK_CODE) b->silent = false;
    return 0;
}

/// Adds text to the open block: to its last run when that looks the same, else to a new one.
static int add_marked(Builder *b, unsigned marks, const char *text, size_t size) {
    if (!b->open) { // a tight list item goes on after a block inside it
        if (enter_paragraph(b)) return 1;
    }
    un_Block *block = &b->block[b->block_count - 1];
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

static int add_text(Builder *b, const char *text, size_t size) {
    bool code = b->code > 0 || (b->open && b->block[b->block_count - 1].kind == UN_BLOCK_CODE);
    unsigned marks = (b->strong > 0 ? UN_SPAN_STRONG : 0u) | (b->emphasis > 0 ? UN_SPAN_EMPHASIS : 0u) |
                     (code ? UN_SPAN_CODE : 0u) | (b->math > 0 ? UN_SPAN_MATH : 0u);
    return add_marked(b, marks, text, size);
}

static int add_entity(Builder *b, const char *text, size_t size) {
    char character[4];
    size_t length = un_entity_decode(text, size, character);
    if (length > 0) return add_text(b, character, length);
    return refuse_at(b, b->seen,
                     _("found an unknown entity, valid: the character itself, or a number such as &#8211;"));
}

/// Where a link leads, into b->address. False: it is too long, or names a character that no text has.
static bool read_address(Builder *b, const MD_ATTRIBUTE *href) {
    size_t used = 0;
    for (unsigned part = 0; href->size > 0 && href->substr_offsets[part] < href->size; part++) {
        const char *text = href->text + href->substr_offsets[part];
        size_t size = href->substr_offsets[part + 1] - href->substr_offsets[part];
        char character[4];
        if (href->substr_types[part] == MD_TEXT_ENTITY) {
            size = un_entity_decode(text, size, character);
            text = character;
            if (size == 0) return false;
        }
        if (href->substr_types[part] == MD_TEXT_NULLCHAR || used + size > ADDRESS_MAX) return false;
        memcpy(b->address + used, text, size);
        used += size;
    }
    b->address[used] = 0;
    return true;
}

static int enter_link(Builder *b, const MD_SPAN_A_DETAIL *detail) {
    bool read = read_address(b, &detail->href);
    b->link_text = b->text_size;
    if (++b->links > LINKS_MAX) {
        b->address[0] = 0;
        return refuse(b, detail->href.text, _("found too many links, valid: at most 200"));
    }
    if (!read || (!un_address_is_web(b->address) && !un_address_is_file(b->address))) {
        b->address[0] = 0;
        return refuse(b, detail->href.text,
                      _("found a link that leads elsewhere, valid: http:// or https://, or the name of a file beside "
                        "the lesson"));
    }
    if (un_address_is_web(b->address)) return 0;
    un_FileLink *link = make_room(b, b->link, b->link_count, &b->link_room, sizeof *link);
    if (!link) return 1;
    b->link = link;
    link = &b->link[b->link_count++];
    memcpy(link->name, b->address, strlen(b->address) + 1); // un_address_is_file has measured it
    size_t offset = 0;
    un_source_place(b->source, place_of(b, detail->href.text, &offset) ? offset : b->seen, &link->line, &link->column);
    return 0;
}

/// Behind the text of a link stands where it leads, unless the text is just that.
static int leave_link(Builder *b) {
    size_t length = strlen(b->address);
    if (length == 0) return 0;
    bool same = b->text_size >= b->link_text + length && b->text_size <= b->link_text + length + 1 &&
                memcmp(b->text + b->text_size - 1 - length, b->address, length) == 0;
    if (same) return 0;
    return add_marked(b, UN_SPAN_ADDRESS, " (", 2) || add_marked(b, UN_SPAN_ADDRESS, b->address, length) ||
           add_marked(b, UN_SPAN_ADDRESS, ")", 1);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    Builder *b = user;
    b->emphasis += type == MD_SPAN_EM;
    b->strong += type == MD_SPAN_STRONG;
    b->code += type == MD_SPAN_CODE;
    b->math += type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY;
    if (type == MD_SPAN_IMG)
        return refuse(b, ((const MD_SPAN_IMG_DETAIL *)detail)->src.text,
                      _("found an image, valid: text; the views are the pictures"));
    return type == MD_SPAN_A ? enter_link(b, detail) : 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
    (void)detail;
    Builder *b = user;
    b->emphasis -= type == MD_SPAN_EM;
    b->strong -= type == MD_SPAN_STRONG;
    b->code -= type == MD_SPAN_CODE;
    b->math -= type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY;
    return type == MD_SPAN_A ? leave_link(b) : 0;
}

/// Mathematics in the notation that can be drawn.
static int add_math(Builder *b, const char *text, size_t size) {
    size_t length = 0, offset = b->seen;
    const char *unknown = un_math_unknown(text, size, &length);
    if (!unknown) return add_text(b, text, size);
    char name[UN_PARAM_TEXT], found[UN_PARAM_TEXT], message[256];
    snprintf(name, sizeof name, "%.*s", length < 40 ? (int)length : 40, unknown);
    snprintf(message, sizeof message,
             _("found the unknown command '%s' in a formula, valid: those of docs/WRITING-LESSONS.md"),
             un_param_quote(name, found, sizeof found));
    place_of(b, unknown, &offset);
    return refuse_at(b, offset, message);
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    Builder *b = user;
    size_t offset;
    if (place_of(b, text, &offset)) {
        b->seen_line = un_source_line(b->source, offset, b->seen, b->seen_line);
        b->seen = offset;
        if (b->refused && refuse_at(b, offset, b->refused)) return 1;
        b->refused = NULL;
    }
    if (b->silent || b->html > 0) return 0;
    switch (type) {
    case MD_TEXT_HTML:
        return refuse_at(b, b->seen, _("found HTML, valid: CommonMark without HTML"));
    case MD_TEXT_ENTITY:
        return add_entity(b, text, size);
    case MD_TEXT_BR:
        return add_text(b, "\n", 1);
    case MD_TEXT_SOFTBR:
        return add_text(b, " ", 1);
    case MD_TEXT_LATEXMATH:
        return add_math(b, text, size);
    default:
        return add_text(b, text, size);
    }
}

/// Turns the runs into spans, now that the text does not move any more.
static bool finish(Builder *b, un_Markdown *markdown) {
    un_Span *span = malloc((b->run_count + 1) * sizeof *span);
    if (span) {
        for (size_t i = 0; i < b->run_count; i++)
            span[i] = (un_Span){b->run[i].marks, b->text + b->run[i].text};
        const un_Span *next = span;
        for (size_t i = 0; i < b->block_count; i++) {
            b->block[i].span = next;
            next += b->block[i].span_count;
        }
    } else {
        un_report_memory(b->source->reports, b->source->name);
        b->block_count = 0;
    }
    *markdown = (un_Markdown){
        b->block, span, b->text, b->fence, b->link, (int)b->block_count, (int)b->fence_count, (int)b->link_count};
    free(b->run);
    return b->source->reports->errors == b->errors;
}

bool un_markdown_parse(un_Markdown *markdown, const un_Source *source, size_t start, size_t end, un_MarkdownPart part) {
    // Tables are switched on only to be found and refused; without the flag they would come out as a paragraph of bars.
    const MD_PARSER parser = {.flags = MD_FLAG_LATEXMATHSPANS | MD_FLAG_TABLES,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = take_text};
    Builder b = {.source = source,
                 .part = part,
                 .limit = end,
                 .errors = source->reports->errors,
                 .seen = start,
                 .seen_line = un_source_line(source, start, 0, source->line)};
    int result = md_parse(source->text + start, (MD_SIZE)(end - start), &parser, &b);
    if (result != 0 && !un_reports_full(source->reports)) un_report_memory(source->reports, source->name);
    return finish(&b, markdown);
}

void un_markdown_free(un_Markdown *markdown) {
    free(markdown->block);
    free(markdown->span);
    free(markdown->text);
    free(markdown->fence);
    free(markdown->link);
    *markdown = (un_Markdown){0};
}
