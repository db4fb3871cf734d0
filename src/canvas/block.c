#include "canvas/block.h"

#include "canvas/math.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 256, PIECES = 24 };

// A part of a word: "a*b*c" is one word of three pieces and must not be broken.
typedef struct Piece {
    un_TextStyle style;
    bool math, code;
    float width;
    char text[PIECE];
} Piece;

typedef struct Flow {
    un_DrawList *list;
    const un_Fonts *fonts;
    un_ThemeName theme;
    float scale;
    unsigned marks; // of every span, beside its own
    un_TextStyle style; // of the block
    float left, width, leading;
    float x, y; // pen: baseline of the current line
    bool line_begun;
    bool joined; // what comes next goes on a word that was too long for a line: no blank before it
    Piece piece[PIECES]; // the word being gathered
    int pieces;
} Flow;

static float blank_width(const Flow *flow) {
    return un_fonts_advance(flow->fonts, flow->style.face, ' ') * flow->style.size;
}

static void draw_piece(Flow *flow, const Piece *piece, float x) {
    if (!flow->list) {
        return;
    }
    un_Point at = {x, flow->y};
    if (piece->math) {
        un_math_draw(flow->list, flow->fonts, &piece->style, at, piece->text);
        return;
    }
    if (piece->code) {
        un_Rect chip = {x - 2 * flow->scale, flow->y - piece->style.size * 0.95f, piece->width + 4 * flow->scale,
                        piece->style.size * 1.3f};
        un_draw_rect(flow->list, chip, 4 * flow->scale, un_theme_color(flow->theme, UN_TOKEN_SUNKEN));
    }
    un_text_draw(flow->list, flow->fonts, &piece->style, at, UN_ALIGN_LEFT, piece->text);
}

// Puts the gathered word on this line, or on the next one when it does not fit.
static void end_word(Flow *flow) {
    if (flow->pieces == 0) {
        return;
    }
    float width = 0;
    for (int i = 0; i < flow->pieces; i++) {
        width += flow->piece[i].width;
    }
    float gap = flow->line_begun && !flow->joined ? blank_width(flow) : 0;
    if (flow->line_begun && flow->x + gap + width > flow->left + flow->width) {
        flow->x = flow->left;
        flow->y += flow->leading;
        gap = 0;
    }
    flow->x += gap;
    for (int i = 0; i < flow->pieces; i++) {
        draw_piece(flow, &flow->piece[i], flow->x);
        flow->x += flow->piece[i].width;
    }
    flow->line_begun = true;
    flow->joined = false;
    flow->pieces = 0;
}

static un_TextStyle span_style(const Flow *flow, unsigned marks) {
    un_TextStyle style = flow->style;
    bool strong = marks & UN_SPAN_STRONG || style.face == UN_FACE_SEMIBOLD, slanted = marks & UN_SPAN_EMPHASIS;
    style.face = strong    ? (slanted ? UN_FACE_SEMIBOLD_ITALIC : UN_FACE_SEMIBOLD)
                 : slanted ? UN_FACE_ITALIC
                           : style.face;
    if (marks & UN_SPAN_CODE) {
        style.size *= 0.93f;
        style.face = strong ? UN_FACE_SEMIBOLD : UN_FACE_MEDIUM;
    }
    return style;
}

// How much of the text a piece takes: never half a character.
static size_t piece_length(const char *text, size_t length) {
    if (length < PIECE) {
        return length;
    }
    for (length = PIECE - 1; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--) {
    }
    return length > 0 ? length : PIECE - 1; // no UTF-8
}

static float text_width(const Flow *flow, const un_TextStyle *style, const char *text, size_t length) {
    char part[PIECE];
    snprintf(part, sizeof part, "%.*s", (int)length, text);
    return un_text_width(flow->fonts, style, part);
}

// How much of a word of at most PIECE - 1 bytes stands on one line: all of it, or, of an address that is longer than a line, up to the last
// sign behind which it may be broken.
static size_t line_length(const Flow *flow, unsigned marks, const char *text, size_t length) {
    un_TextStyle style = span_style(flow, marks);
    if (flow->width < 4 * style.size || text_width(flow, &style, text, length) <= flow->width) {
        return length;
    }
    size_t fits = 1, over = length;
    while (over - fits > 1) {
        size_t middle = (fits + over) / 2;
        *(text_width(flow, &style, text, middle) <= flow->width ? &fits : &over) = middle;
    }
    for (size_t at = fits; at > fits / 2; at--) {
        if (strchr("/.-_?&=#", text[at - 1])) {
            return at;
        }
    }
    while (fits > 1 && ((unsigned char)text[fits] & 0xc0) == 0x80) { // never half a character
        fits--;
    }
    return fits > 1 || ((unsigned char)text[1] & 0xc0) != 0x80 ? fits : length;
}

static void add_piece(Flow *flow, unsigned marks, const char *text, size_t length) {
    if (flow->pieces == PIECES) {
        end_word(flow); // a word of more parts than anybody writes: broken here
    }
    Piece *piece = &flow->piece[flow->pieces++];
    piece->style = span_style(flow, marks);
    piece->math = marks & UN_SPAN_MATH;
    piece->code = marks & UN_SPAN_CODE;
    snprintf(piece->text, sizeof piece->text, "%.*s", (int)piece_length(text, length), text);
    piece->width = piece->math ? un_math_draw(NULL, flow->fonts, &piece->style, (un_Point){0, 0}, piece->text)
                               : un_text_width(flow->fonts, &piece->style, piece->text);
}

static void flow_span(Flow *flow, const un_Span *span) {
    const char *text = span->text;
    unsigned marks = span->marks | flow->marks;
    if (marks & UN_SPAN_MATH) {
        if (*text) {
            add_piece(flow, marks, text, strlen(text));
        }
        return;
    }
    while (*text) {
        size_t length = strcspn(text, " \n\t");
        while (length > 0) { // a word may need several
            size_t taken = piece_length(text, length), fits = line_length(flow, marks, text, taken);
            add_piece(flow, marks, text, fits);
            text += fits;
            length -= fits;
            if (fits < taken) {
                end_word(flow);
                flow->joined = true;
            }
        }
        if (*text) {
            end_word(flow);
            if (*text == '\n') { // the author's own line break
                flow->x = flow->left;
                flow->y += flow->leading;
                flow->line_begun = false;
            }
            text++;
        }
    }
}

// Code keeps its lines and its blanks.
static float draw_code(Flow *flow, const un_Block *block, un_Rect rect) {
    float s = flow->scale, leading = flow->style.size * 1.4f, top = rect.y;
    int lines = 1;
    for (int i = 0; i < block->span_count; i++) {
        for (const char *at = block->span[i].text; *at; at++) {
            lines += *at == '\n' && at[1];
        }
    }
    float height = leading * (float)lines + 20 * s;
    if (!flow->list) {
        return height;
    }
    un_draw_rect(flow->list, (un_Rect){rect.x, top, rect.w, height}, 8 * s,
                 un_theme_color(flow->theme, UN_TOKEN_SUNKEN));
    float y = top + 10 * s + flow->style.size;
    for (int i = 0; i < block->span_count; i++) {
        const char *text = block->span[i].text;
        while (*text) {
            char part[PIECE];
            float x = rect.x + 12 * s;
            size_t length = strcspn(text, "\n");
            while (length > 0) {
                size_t taken = piece_length(text, length);
                snprintf(part, sizeof part, "%.*s", (int)taken, text);
                x += un_text_draw(flow->list, flow->fonts, &flow->style, (un_Point){x, y}, UN_ALIGN_LEFT, part);
                text += taken;
                length -= taken;
            }
            if (*text) {
                text++;
                y += leading;
            }
        }
    }
    return height;
}

static void set_style(Flow *flow, const un_Block *block, float body) {
    static const float heading[] = {1.4f, 1.2f, 1.05f};
    float size = body, lines = 1.5f;
    un_Face face = UN_FACE_REGULAR;
    un_Token token = block->kind == UN_BLOCK_QUOTE ? UN_TOKEN_INK2 : UN_TOKEN_INK;
    if (block->kind == UN_BLOCK_HEADING) {
        size = body * heading[block->level <= 1 ? 0 : block->level == 2 ? 1 : 2];
        face = UN_FACE_SEMIBOLD;
        lines = 1.28f;
    } else if (block->kind == UN_BLOCK_CODE) {
        size = body * 0.85f;
    }
    flow->style = (un_TextStyle){face, size * flow->scale, un_theme_color(flow->theme, token), false};
    flow->leading = flow->style.size * lines;
}

static float draw_flow(Flow *flow, const un_Block *block, un_Rect rect, float body) {
    float s = flow->scale, indent = 0;
    // Items, and paragraphs that go on inside one.
    if (block->kind != UN_BLOCK_HEADING) {
        indent = 22 * s * (float)(block->kind == UN_BLOCK_ITEM && block->level < 1 ? 1 : block->level);
    }
    if (block->kind == UN_BLOCK_QUOTE) {
        indent += 16 * s;
    }
    // 60 characters of running text: the mean advance of Inter is near .5 of the size.
    float most = 60 * 0.5f * body * s * (block->kind == UN_BLOCK_HEADING ? 1.2f : 1);
    flow->left = rect.x + indent;
    flow->width = rect.w - indent < most ? rect.w - indent : most;
    flow->x = flow->left;
    flow->y = rect.y + flow->style.size + (flow->leading - flow->style.size) / 2 - flow->style.size * 0.12f;
    flow->line_begun = flow->joined = false;
    float first = flow->y;
    if (flow->list && block->kind == UN_BLOCK_ITEM) {
        char mark[16] = "\xe2\x80\xa2";
        if (block->number > 0) {
            snprintf(mark, sizeof mark, "%d.", block->number);
        }
        un_text_draw(flow->list, flow->fonts, &flow->style, (un_Point){flow->left - 8 * s, first}, UN_ALIGN_RIGHT,
                     mark);
    }
    for (int i = 0; i < block->span_count; i++) {
        flow_span(flow, &block->span[i]);
    }
    end_word(flow);
    float height = flow->y - first + flow->leading;
    if (flow->list && block->kind == UN_BLOCK_QUOTE) {
        un_draw_rect(flow->list, (un_Rect){rect.x + indent - 16 * s, rect.y, 3 * s, height}, 1.5f * s,
                     un_theme_color(flow->theme, UN_TOKEN_LINE2));
    }
    return height;
}

float un_blocks_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float scale, float body,
                     un_Rect rect, const un_Block *blocks, int count, unsigned marks) {
    Flow flow = {.list = list, .fonts = fonts, .theme = theme, .scale = scale, .marks = marks};
    float y = rect.y;
    for (int i = 0; i < count; i++) {
        const un_Block *block = &blocks[i];
        bool tight = i > 0 && block->kind == UN_BLOCK_ITEM && blocks[i - 1].kind == UN_BLOCK_ITEM;
        if (i > 0) {
            y += (tight ? 4 : block->kind == UN_BLOCK_HEADING ? 24 : 12) * scale;
        }
        un_Rect place = {rect.x, y, rect.w, 0};
        set_style(&flow, block, body);
        if (block->kind == UN_BLOCK_RULE) {
            if (list) {
                un_draw_rect(list, (un_Rect){rect.x, y + 8 * scale, rect.w, scale}, 0,
                             un_theme_color(theme, UN_TOKEN_LINE));
            }
            y += 16 * scale;
        } else if (block->kind == UN_BLOCK_CODE) {
            y += draw_code(&flow, block, place);
        } else {
            y += draw_flow(&flow, block, place, body);
        }
    }
    return y - rect.y;
}
