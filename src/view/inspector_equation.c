#include "base/catalog.h"
#include "base/number.h"
#include "canvas/math.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void un_equation_start(un_Equation *equation, un_Token token, double result, const char *left, ...) {
    va_list arguments;
    va_start(arguments, left);
    vsnprintf(equation->left, sizeof equation->left, left, arguments);
    va_end(arguments);
    equation->token = token;
    equation->result = result;
}

static void add(un_Equation *equation, int count, const un_Operand factor[UN_FACTORS]) {
    if (equation->count == UN_TERMS) return;
    un_Term *term = &equation->term[equation->count++];
    term->count = count;
    memcpy(term->factor, factor, sizeof term->factor);
}

void un_equation_add(un_Equation *equation, un_Operand a) {
    add(equation, 1, (un_Operand[UN_FACTORS]){a});
}

void un_equation_add2(un_Equation *equation, un_Operand a, un_Operand b) {
    add(equation, 2, (un_Operand[UN_FACTORS]){a, b});
}

void un_equation_add3(un_Equation *equation, un_Operand a, un_Operand b, un_Operand c) {
    add(equation, 3, (un_Operand[UN_FACTORS]){a, b, c});
}

// --- digits: as many as it takes for the printed numbers to give the printed result ---

enum { RESULT_DIGITS = 2, LEAST_DIGITS = 3, MOST_DIGITS = 6 };

static double printed(double value, int digits) {
    char text[48];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    return strtod(text, NULL);
}

/// The sum of the numbers as they are printed.
static double evaluate(const un_Equation *equation, int digits) {
    double sum = 0;
    for (int t = 0; t < equation->count; t++) {
        double product = 1;
        for (int k = 0; k < equation->term[t].count; k++) {
            const un_Operand *operand = &equation->term[t].factor[k];
            double value = printed(operand->value, digits);
            product *= operand->form == UN_OPERAND_REST    ? 1 - value
                       : operand->form == UN_OPERAND_TANH  ? tanh(value)
                       : operand->form == UN_OPERAND_SLOPE ? 1 - value * value
                                                           : value;
        }
        sum += product;
    }
    return equation->function == UN_FUNCTION_TANH      ? tanh(sum)
           : equation->function == UN_FUNCTION_RELU    ? fmax(sum, 0)
           : equation->function == UN_FUNCTION_SIGMOID ? 1 / (1 + exp(-sum))
                                                       : sum;
}

static int result_digits(const un_Equation *equation) {
    return equation->digits > 0 ? equation->digits : RESULT_DIGITS;
}

/// *exact: the printed numbers give the printed result.
static int digits_for(const un_Equation *equation, bool *exact) {
    char wanted[48], got[48];
    un_number_round(equation->result, result_digits(equation), wanted, sizeof wanted);
    *exact = true;
    for (int digits = LEAST_DIGITS; digits <= MOST_DIGITS; digits++) {
        double sum = evaluate(equation, digits);
        if (isnan(sum)) return LEAST_DIGITS; // something is not known yet
        if (strcmp(un_number_round(sum, result_digits(equation), got, sizeof got), wanted) == 0) return digits;
    }
    *exact = false; // terms that take each other away: float32 holds no more of them
    return MOST_DIGITS;
}

// --- a line of numbers in pieces, which may break between terms ---

typedef struct Piece {
    char text[96];
    un_Token token;
    bool math, strong, may_break;
    float gap; ///< before it, in sizes
} Piece;

enum { PIECES = 64 };

typedef struct Pieces {
    int count;
    Piece piece[PIECES];
} Pieces;

static void piece(Pieces *pieces, un_Token token, bool strong, float gap, const char *text) {
    if (pieces->count == PIECES) return;
    Piece *to = &pieces->piece[pieces->count++];
    *to = (Piece){.token = token, .strong = strong, .gap = gap};
    snprintf(to->text, sizeof to->text, "%s", text);
}

static void sign(Pieces *pieces, const char *text, bool may_break) {
    piece(pieces, UN_TOKEN_INK3, false, 0.28f, text);
    pieces->piece[pieces->count - 1].may_break = may_break;
}

static void operand(Pieces *pieces, const un_Operand *from, int digits, bool first) {
    char number[48], text[64];
    if (isnan(from->value))
        snprintf(number, sizeof number, "…");
    else
        un_number_round(from->value, digits, number, sizeof number);
    bool negative = from->value < 0, enclosed = negative && !first;
    switch (from->form) {
    case UN_OPERAND_REST:
        snprintf(text, sizeof text, negative ? "(1 − (%s))" : "(1 − %s)", number);
        break;
    case UN_OPERAND_TANH:
        snprintf(text, sizeof text, "tanh(%s)", number);
        break;
    case UN_OPERAND_SLOPE:
        snprintf(text, sizeof text, negative ? "(1 − (%s)²)" : "(1 − %s²)", number);
        break;
    default:
        snprintf(text, sizeof text, enclosed ? "(%s)" : "%s", number);
        break;
    }
    piece(pieces, from->token, true, first ? 0 : 0.28f, text);
}

static void pieces_of(const un_Equation *equation, Pieces *out) {
    static const char *const function[] = {NULL, "tanh(", "relu(", "σ("};
    bool exact = true;
    int digits = equation->count ? digits_for(equation, &exact) : LEAST_DIGITS;
    char number[48];
    out->count = 0;
    piece(out, equation->token, false, 0, equation->left);
    out->piece[0].math = true;
    for (int t = 0; t < equation->count; t++) {
        const un_Term *term = &equation->term[t];
        sign(out, t ? "+" : "=", t > 0);
        if (t == 0 && function[equation->function])
            piece(out, UN_TOKEN_INK3, false, 0.28f, function[equation->function]);
        for (int k = 0; k < term->count; k++) {
            bool first = t == 0 && k == 0;
            if (k > 0) sign(out, "×", false);
            operand(out, &term->factor[k], digits, first);
            if (first && !equation->function) out->piece[out->count - 1].gap = 0.28f;
        }
    }
    if (equation->function && equation->count) piece(out, UN_TOKEN_INK3, false, 0, ")");
    sign(out, exact ? "=" : "≈", true);
    if (isnan(equation->result))
        snprintf(number, sizeof number, "…");
    else
        un_number_round(equation->result, result_digits(equation), number, sizeof number);
    piece(out, equation->token, true, 0.28f, number);
    if (equation->note[0]) {
        piece(out, UN_TOKEN_INK3, false, 0.8f, equation->note);
        out->piece[out->count - 1].may_break = true;
    }
}

const char *un_equation_plain(const un_Equation *equation, char *out, size_t size) {
    Pieces pieces;
    pieces_of(equation, &pieces);
    if (size) *out = 0;
    for (int i = 0; i < pieces.count; i++) {
        const Piece *now = &pieces.piece[i];
        char left[sizeof now->text] = "";
        size_t used = 0;
        for (const char *c = now->text; now->math && *c;) { // "\\partial L/\\partial c_{12}" is ∂L/∂c_12
            if (strncmp(c, "\\partial ", 9) == 0)
                used += (size_t)snprintf(left + used, sizeof left - used, "∂"), c += 9;
            else if (*c == '{' || *c == '}')
                c++;
            else if (used + 1 < sizeof left)
                left[used++] = *c++, left[used] = 0;
            else
                break;
        }
        un_ink_append(out, size, "%s%s", now->gap > 0 ? " " : "", now->math ? left : now->text);
    }
    return out;
}

static float piece_draw(un_DrawList *list, const un_Inspector *in, const Piece *from, float size, un_Point at) {
    if (from->math) size = fmaxf(size, 14);
    un_TextStyle style = un_ink_style(in->context, from->strong ? UN_FACE_MEDIUM : UN_FACE_REGULAR, size, from->token);
    if (from->math) return un_math_draw(list, in->context->fonts, &style, at, from->text);
    if (!list) return un_text_width(in->context->fonts, &style, from->text);
    return un_text_draw(list, in->context->fonts, &style, at, UN_ALIGN_LEFT, from->text);
}

static int pieces_draw(un_DrawList *list, const un_Inspector *in, const Pieces *pieces, float size, un_Point at,
                       float width, float leading) {
    float s = in->context->scale, x = 0;
    int rows = 1;
    for (int i = 0; i < pieces->count; i++) {
        const Piece *now = &pieces->piece[i];
        if (now->may_break) { // what must stay together with it
            float reach = x;
            for (int k = i; k < pieces->count && (k == i || !pieces->piece[k].may_break); k++)
                reach += pieces->piece[k].gap * size * s + piece_draw(NULL, in, &pieces->piece[k], size, at);
            if (reach > width && x > 24 * s) rows++, x = 24 * s - now->gap * size * s;
        }
        x += now->gap * size * s;
        un_Point place = {at.x + x, at.y + leading * (float)(rows - 1)};
        x += piece_draw(list, in, now, size, place);
    }
    return rows;
}

int un_equation_draw(un_DrawList *list, const un_Inspector *in, const un_Equation *equation, float size, un_Point at,
                     float width, float leading) {
    Pieces pieces;
    pieces_of(equation, &pieces);
    return pieces_draw(list, in, &pieces, size, at, width, leading);
}
