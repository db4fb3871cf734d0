#include "canvas/math.h"

#include "canvas/layout.h"

#include <string.h>

enum { MAX_DEPTH = 8 };

/// What an atom is to its neighbours; decides the gap between them (Knuth, The TeXbook, chapter 18, thinned out).
typedef enum Class {
    CLASS_NONE,
    CLASS_ORD,
    CLASS_OP,
    CLASS_BIN,
    CLASS_REL,
    CLASS_OPEN,
    CLASS_CLOSE,
    CLASS_PUNCT
} Class;

typedef enum Kind {
    KIND_SIGN,     ///< one glyph, upright
    KIND_LETTER,   ///< one glyph, italic
    KIND_NAME,     ///< the command's own name, upright: tanh
    KIND_ACCENT,   ///< a glyph over the argument
    KIND_FRACTION, ///< two arguments, written a/b
    KIND_ROOT,     ///< the argument behind a root sign
    KIND_PLAIN,    ///< the argument as text
    KIND_ROMAN,    ///< the argument with upright letters
    KIND_BOLD,     ///< the argument with semibold letters
    KIND_SPACE,    ///< code: hundredths of an em
    KIND_GROUP,    ///< {...}
    KIND_UNKNOWN   ///< a command that is not in the table, as it is written
} Kind;

typedef struct Command {
    const char *name;
    Kind kind;
    Class class;
    uint32_t code;
} Command;

static const Command commands[] = {
    {"alpha", KIND_LETTER, CLASS_ORD, 0x3B1},
    {"beta", KIND_LETTER, CLASS_ORD, 0x3B2},
    {"gamma", KIND_LETTER, CLASS_ORD, 0x3B3},
    {"delta", KIND_LETTER, CLASS_ORD, 0x3B4},
    {"epsilon", KIND_LETTER, CLASS_ORD, 0x3B5},
    {"varepsilon", KIND_LETTER, CLASS_ORD, 0x3B5},
    {"eta", KIND_LETTER, CLASS_ORD, 0x3B7},
    {"theta", KIND_LETTER, CLASS_ORD, 0x3B8},
    {"kappa", KIND_LETTER, CLASS_ORD, 0x3BA},
    {"lambda", KIND_LETTER, CLASS_ORD, 0x3BB},
    {"mu", KIND_LETTER, CLASS_ORD, 0x3BC},
    {"nu", KIND_LETTER, CLASS_ORD, 0x3BD},
    {"xi", KIND_LETTER, CLASS_ORD, 0x3BE},
    {"pi", KIND_LETTER, CLASS_ORD, 0x3C0},
    {"rho", KIND_LETTER, CLASS_ORD, 0x3C1},
    {"sigma", KIND_LETTER, CLASS_ORD, 0x3C3},
    {"tau", KIND_LETTER, CLASS_ORD, 0x3C4},
    {"phi", KIND_LETTER, CLASS_ORD, 0x3C6},
    {"chi", KIND_LETTER, CLASS_ORD, 0x3C7},
    {"psi", KIND_LETTER, CLASS_ORD, 0x3C8},
    {"omega", KIND_LETTER, CLASS_ORD, 0x3C9},
    {"Gamma", KIND_SIGN, CLASS_ORD, 0x393},
    {"Delta", KIND_SIGN, CLASS_ORD, 0x394},
    {"Theta", KIND_SIGN, CLASS_ORD, 0x398},
    {"Lambda", KIND_SIGN, CLASS_ORD, 0x39B},
    {"Pi", KIND_SIGN, CLASS_ORD, 0x3A0},
    {"Sigma", KIND_SIGN, CLASS_ORD, 0x3A3},
    {"Phi", KIND_SIGN, CLASS_ORD, 0x3A6},
    {"Omega", KIND_SIGN, CLASS_ORD, 0x3A9},
    {"ell", KIND_SIGN, CLASS_ORD, 0x2113},
    {"partial", KIND_SIGN, CLASS_ORD, 0x2202},
    {"nabla", KIND_SIGN, CLASS_ORD, 0x2207},
    {"infty", KIND_SIGN, CLASS_ORD, 0x221E},
    {"top", KIND_SIGN, CLASS_ORD, 0x22A4},
    {"prime", KIND_SIGN, CLASS_ORD, 0x2032},
    {"ldots", KIND_SIGN, CLASS_ORD, 0x2026},
    {"dots", KIND_SIGN, CLASS_ORD, 0x2026},
    {"cdots", KIND_SIGN, CLASS_ORD, 0x22EF},
    {"vert", KIND_SIGN, CLASS_ORD, '|'},
    {"lvert", KIND_SIGN, CLASS_OPEN, '|'},
    {"rvert", KIND_SIGN, CLASS_CLOSE, '|'},
    {"Vert", KIND_SIGN, CLASS_ORD, 0x2016},
    {"lVert", KIND_SIGN, CLASS_OPEN, 0x2016},
    {"rVert", KIND_SIGN, CLASS_CLOSE, 0x2016},
    {"|", KIND_SIGN, CLASS_ORD, 0x2016},
    {"{", KIND_SIGN, CLASS_OPEN, '{'},
    {"}", KIND_SIGN, CLASS_CLOSE, '}'},
    {"%", KIND_SIGN, CLASS_ORD, '%'},
    {"$", KIND_SIGN, CLASS_ORD, '$'},
    {"_", KIND_SIGN, CLASS_ORD, '_'},
    {"odot", KIND_SIGN, CLASS_BIN, 0x2299},
    {"oplus", KIND_SIGN, CLASS_BIN, 0x2295},
    {"cdot", KIND_SIGN, CLASS_BIN, 0xB7},
    {"times", KIND_SIGN, CLASS_BIN, 0xD7},
    {"pm", KIND_SIGN, CLASS_BIN, 0xB1},
    {"circ", KIND_SIGN, CLASS_BIN, 0x2218},
    {"leq", KIND_SIGN, CLASS_REL, 0x2264},
    {"le", KIND_SIGN, CLASS_REL, 0x2264},
    {"geq", KIND_SIGN, CLASS_REL, 0x2265},
    {"ge", KIND_SIGN, CLASS_REL, 0x2265},
    {"neq", KIND_SIGN, CLASS_REL, 0x2260},
    {"ne", KIND_SIGN, CLASS_REL, 0x2260},
    {"approx", KIND_SIGN, CLASS_REL, 0x2248},
    {"sim", KIND_SIGN, CLASS_REL, 0x223C},
    {"propto", KIND_SIGN, CLASS_REL, 0x221D},
    {"in", KIND_SIGN, CLASS_REL, 0x2208},
    {"ll", KIND_SIGN, CLASS_REL, 0x226A},
    {"gg", KIND_SIGN, CLASS_REL, 0x226B},
    {"to", KIND_SIGN, CLASS_REL, 0x2192},
    {"rightarrow", KIND_SIGN, CLASS_REL, 0x2192},
    {"leftarrow", KIND_SIGN, CLASS_REL, 0x2190},
    {"sum", KIND_SIGN, CLASS_OP, 0x2211},
    {"prod", KIND_SIGN, CLASS_OP, 0x220F},
    {"tanh", KIND_NAME, CLASS_OP, 0},
    {"exp", KIND_NAME, CLASS_OP, 0},
    {"log", KIND_NAME, CLASS_OP, 0},
    {"ln", KIND_NAME, CLASS_OP, 0},
    {"max", KIND_NAME, CLASS_OP, 0},
    {"min", KIND_NAME, CLASS_OP, 0},
    {"sin", KIND_NAME, CLASS_OP, 0},
    {"cos", KIND_NAME, CLASS_OP, 0},
    {"diag", KIND_NAME, CLASS_OP, 0},
    {"relu", KIND_NAME, CLASS_OP, 0},
    {"softmax", KIND_NAME, CLASS_OP, 0},
    {"hat", KIND_ACCENT, CLASS_ORD, 0x2C6},
    {"tilde", KIND_ACCENT, CLASS_ORD, 0x2DC},
    {"bar", KIND_ACCENT, CLASS_ORD, 0xAF},
    {"dot", KIND_ACCENT, CLASS_ORD, 0x2D9},
    {"frac", KIND_FRACTION, CLASS_ORD, 0},
    {"sqrt", KIND_ROOT, CLASS_ORD, 0x221A},
    {"text", KIND_PLAIN, CLASS_ORD, 0},
    {"mathrm", KIND_ROMAN, CLASS_ORD, 0},
    {"operatorname", KIND_ROMAN, CLASS_OP, 0},
    {"mathbf", KIND_BOLD, CLASS_ORD, 0},
    {"mathbb", KIND_BOLD, CLASS_ORD, 0},
    {"quad", KIND_SPACE, CLASS_NONE, 100},
    {",", KIND_SPACE, CLASS_NONE, 17},
    {":", KIND_SPACE, CLASS_NONE, 22},
    {";", KIND_SPACE, CLASS_NONE, 28},
    {" ", KIND_SPACE, CLASS_NONE, 28},
    {"left", KIND_SPACE, CLASS_NONE, 0},
    {"right", KIND_SPACE, CLASS_NONE, 0},
};

typedef struct Token {
    Kind kind;
    Class class;
    uint32_t code;
    const char *text; ///< NAME, UNKNOWN: the letters to write; GROUP: behind the brace
    size_t length;
} Token;

/// Where and how we write: passed by value, so a group cannot disturb what surrounds it.
typedef struct Level {
    un_Face letters, signs;
    float size, raise;
    int depth;
} Level;

typedef struct Formula {
    un_Pen *pen;
    const char *at, *end;
} Formula;

static void write_group(Formula *formula, Level level);

static bool is_letter(uint32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static Token read_command(Formula *formula) {
    const char *name = ++formula->at; // behind the backslash
    const char *end = name;
    while (end < formula->end && is_letter((unsigned char)*end))
        end++;
    if (end == name && end < formula->end) un_utf8_next(&end);
    size_t length = (size_t)(end - name);
    formula->at = end;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const Command *command = &commands[i];
        if (strlen(command->name) == length && memcmp(command->name, name, length) == 0)
            return (Token){command->kind, command->class, command->code, name, length};
    }
    return (Token){KIND_UNKNOWN, CLASS_ORD, 0, name - 1, length + 1};
}

static Token read_token(Formula *formula) {
    if (*formula->at == '\\') return read_command(formula);
    uint32_t code = un_utf8_next(&formula->at);
    switch (code) {
    case '{':
        return (Token){KIND_GROUP, CLASS_ORD, 0, formula->at, 0};
    case ' ':
    case '\t':
    case '\n':
        return (Token){KIND_SPACE, CLASS_NONE, 0, NULL, 0};
    case '~':
        return (Token){KIND_SPACE, CLASS_NONE, 28, NULL, 0};
    case '-':
    case 0x2212:
        return (Token){KIND_SIGN, CLASS_BIN, 0x2212, NULL, 0};
    case '+':
    case '*':
    case 0xB7:
    case 0xD7:
    case 0x2299:
        return (Token){KIND_SIGN, CLASS_BIN, code, NULL, 0};
    case '=':
    case '<':
    case '>':
    case 0x2192:
    case 0x2208:
    case 0x2248:
    case 0x2264:
    case 0x2265:
        return (Token){KIND_SIGN, CLASS_REL, code, NULL, 0};
    case '(':
    case '[':
        return (Token){KIND_SIGN, CLASS_OPEN, code, NULL, 0};
    case ')':
    case ']':
        return (Token){KIND_SIGN, CLASS_CLOSE, code, NULL, 0};
    case ',':
    case ';':
        return (Token){KIND_SIGN, CLASS_PUNCT, code, NULL, 0};
    default:
        break;
    }
    bool italic = is_letter(code) || (code >= 0x3B1 && code <= 0x3C9);
    return (Token){italic ? KIND_LETTER : KIND_SIGN, CLASS_ORD, code, NULL, 0};
}

static void write_plain(Formula *formula, Level level, const char *text, const char *end) {
    while (text < end)
        un_pen_write(formula->pen, level.signs, level.size, level.raise, un_utf8_next(&text));
}

/// Behind the brace that closes the group whose inside starts at `text`, or the end. Not recursive: input may be
/// hostile.
static const char *skip_group(const char *text, const char *end, const char **inside_end) {
    int open = 1;
    for (; text < end; text++) {
        if (*text == '\\' && text + 1 < end)
            text++;
        else if (*text == '{')
            open++;
        else if (*text == '}' && --open == 0) {
            *inside_end = text;
            return text + 1;
        }
    }
    *inside_end = end;
    return end;
}

static void skip_blanks(Formula *formula) {
    while (formula->at < formula->end && *formula->at == ' ')
        formula->at++;
}

static void write_token(Formula *formula, Level level, Token token);

/// A command's argument: {...} or the next token.
static void write_argument(Formula *formula, Level level) {
    skip_blanks(formula);
    if (formula->at < formula->end && *formula->at != '}') write_token(formula, level, read_token(formula));
}

/// Does the argument at formula->at hold a sum or product at its own level, so that a/b needs parentheses?
static bool is_compound(const Formula *formula) {
    const char *at = formula->at, *end;
    while (at < formula->end && *at == ' ')
        at++;
    if (at == formula->end || *at != '{') return false;
    skip_group(at + 1, formula->end, &end);
    int open = 0;
    for (const char *c = ++at; c < end; c++) {
        if (*c == '{' || *c == '(')
            open++;
        else if (*c == '}' || *c == ')')
            open--;
        else if (open == 0 && ((c > at && (*c == '+' || *c == '-' || *c == '/')) || strncmp(c, "\\cdot", 5) == 0 ||
                               strncmp(c, "\\frac", 5) == 0))
            return true;
    }
    return false;
}

static void write_enclosed(Formula *formula, Level level, bool enclosed) {
    if (enclosed) un_pen_write(formula->pen, level.signs, level.size, level.raise, '(');
    write_argument(formula, level);
    if (enclosed) un_pen_write(formula->pen, level.signs, level.size, level.raise, ')');
}

static void write_accent(Formula *formula, Level level, uint32_t accent) {
    un_Pen *pen = formula->pen;
    skip_blanks(formula);
    const char *base = formula->at + (formula->at < formula->end && *formula->at == '{' ? 1 : 0);
    bool tall = base < formula->end && (strchr("bdfhklt", *base) != NULL || (*base >= 'A' && *base <= 'Z'));
    float left = pen->x;
    write_argument(formula, level);
    float right = pen->x;
    un_Face face = un_fonts_face_for(pen->fonts, level.letters, accent);
    // The glyph is made for lower case; over a tall letter it moves up by the difference, and right with the slant.
    float up = tall ? 0.2f * level.size : 0.02f * level.size;
    pen->x = (left + right - un_fonts_advance(pen->fonts, face, accent) * level.size) / 2 + up * 0.17f;
    un_pen_write(pen, face, level.size, level.raise + up, accent);
    pen->x = right;
}

/// The argument as plain text.
static void write_text_argument(Formula *formula, Level level) {
    skip_blanks(formula);
    if (formula->at == formula->end || *formula->at != '{') {
        write_argument(formula, level);
        return;
    }
    const char *inside = formula->at + 1, *inside_end;
    formula->at = skip_group(inside, formula->end, &inside_end);
    write_plain(formula, level, inside, inside_end);
}

static un_Face bold_of(un_Face face) {
    return face == UN_FACE_ITALIC || face == UN_FACE_SEMIBOLD_ITALIC ? UN_FACE_SEMIBOLD_ITALIC : UN_FACE_SEMIBOLD;
}

static void write_token(Formula *formula, Level level, Token token) {
    un_Pen *pen = formula->pen;
    Level inner = level;
    inner.depth++;
    bool deep = inner.depth > MAX_DEPTH;
    switch (token.kind) {
    case KIND_SIGN:
        un_pen_write(pen, level.signs, level.size, level.raise, token.code);
        return;
    case KIND_LETTER:
        un_pen_write(pen, level.letters, level.size, level.raise, token.code);
        return;
    case KIND_NAME:
    case KIND_UNKNOWN:
        write_plain(formula, level, token.text, token.text + token.length);
        return;
    case KIND_SPACE:
        pen->x += (float)token.code / 100 * level.size;
        return;
    default:
        break;
    }
    if (deep) {                                         // as it is written, to the end of the group or of the formula
        const char *from = token.text - 1, *inside_end; // from the brace or the backslash on
        formula->at = token.kind == KIND_GROUP ? skip_group(token.text, formula->end, &inside_end) : formula->end;
        write_plain(formula, level, from, formula->at);
        return;
    }
    switch (token.kind) {
    case KIND_GROUP:
        write_group(formula, inner);
        return;
    case KIND_ACCENT:
        write_accent(formula, inner, token.code);
        return;
    case KIND_FRACTION:
        write_enclosed(formula, inner, is_compound(formula));
        un_pen_write(pen, level.signs, level.size, level.raise, '/');
        write_enclosed(formula, inner, is_compound(formula));
        return;
    case KIND_ROOT:
        un_pen_write(pen, level.signs, level.size, level.raise, token.code);
        skip_blanks(formula);
        write_enclosed(formula, inner, formula->at < formula->end && *formula->at == '{');
        return;
    case KIND_PLAIN:
        write_text_argument(formula, inner);
        return;
    case KIND_ROMAN:
        inner.letters = level.signs;
        write_argument(formula, inner);
        return;
    default: // KIND_BOLD
        inner.signs = bold_of(level.signs);
        inner.letters = inner.signs;
        write_argument(formula, inner);
        return;
    }
}

/// The subscripts and superscripts behind an atom; one of each stands at the same place.
static void write_scripts(Formula *formula, Level level, Kind base) {
    un_Pen *pen = formula->pen;
    float start = pen->x, right = pen->x;
    bool second = false;
    for (;;) {
        skip_blanks(formula);
        if (formula->at < formula->end && *formula->at == '\'') { // a prime is tall enough at full size
            formula->at++;
            pen->x = right;
            un_pen_write(pen, level.signs, level.size, level.raise, 0x2032);
            right = pen->x;
            continue;
        }
        bool more = formula->at + 1 < formula->end && (*formula->at == '_' || *formula->at == '^');
        if (!more || level.depth >= MAX_DEPTH) break;
        bool up = *formula->at++ == '^';
        Level script = level;
        script.depth++;
        script.raise += (up ? 0.36f : -0.22f) * level.size;
        if (second) // keeps clear of the first
            script.raise += (up ? 0.06f : -0.06f) * level.size;
        second = true;
        script.size *= 0.7f;
        // A slanted letter leans into what stands above its end.
        pen->x = start + (base == KIND_LETTER ? (up ? 0.06f : 0.01f) : 0.02f) * level.size;
        write_argument(formula, script);
        right = pen->x > right ? pen->x : right;
    }
    pen->x = right;
}

static float gap(Class before, Class after) {
    if (before == CLASS_NONE || after == CLASS_NONE) return 0;
    if ((before == CLASS_REL) != (after == CLASS_REL)) return 0.27f;
    if (before == CLASS_BIN || after == CLASS_BIN) return 0.21f;
    if (before == CLASS_PUNCT || (after == CLASS_OP && (before == CLASS_ORD || before == CLASS_CLOSE)) ||
        (before == CLASS_OP && (after == CLASS_ORD || after == CLASS_OP)))
        return 0.16f;
    return 0;
}

/// Atoms up to the closing brace (which is eaten) or the end.
static void write_group(Formula *formula, Level level) {
    Class before = CLASS_NONE;
    bool script = level.raise != 0;
    while (formula->at < formula->end) {
        if (*formula->at == '}') {
            formula->at++;
            if (level.depth > 0) return;
            un_pen_write(formula->pen, level.signs, level.size, level.raise, '}'); // closes nothing: shown
            continue;
        }
        if ((*formula->at == '_' || *formula->at == '^') && formula->at + 1 < formula->end) {
            const char *start = formula->at;
            write_scripts(formula, level, KIND_SIGN); // behind nothing, or too deep
            if (formula->at == start)
                un_pen_write(formula->pen, level.signs, level.size, level.raise, (uint32_t)*formula->at++);
            continue;
        }
        Token token = read_token(formula);
        bool prefix = before == CLASS_NONE || before == CLASS_BIN || before == CLASS_REL || before == CLASS_OPEN ||
                      before == CLASS_PUNCT || before == CLASS_OP;
        Class class = token.class == CLASS_BIN && prefix ? CLASS_ORD : token.class; // a sign, as in -1
        if (!script) formula->pen->x += gap(before, class) * level.size;
        write_token(formula, level, token);
        write_scripts(formula, level, token.kind);
        if (class != CLASS_NONE) before = class;
    }
}

void un_math_write(un_Pen *pen, un_Face face, float size, const char *text, size_t length) {
    Formula formula = {pen, text, text + length};
    bool bold = face == UN_FACE_SEMIBOLD || face == UN_FACE_SEMIBOLD_ITALIC;
    Level level = {.letters = bold ? UN_FACE_SEMIBOLD_ITALIC : UN_FACE_ITALIC,
                   .signs = face == UN_FACE_ITALIC ? UN_FACE_REGULAR
                            : bold                 ? UN_FACE_SEMIBOLD
                                                   : face,
                   .size = size};
    write_group(&formula, level);
}

float un_math_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at,
                   const char *formula) {
    un_Pen pen;
    un_pen_init(&pen, list, fonts, style, at);
    un_math_write(&pen, style->face, style->size, formula, strlen(formula));
    un_pen_flush(&pen);
    return pen.x - at.x;
}

const char *un_math_unknown(const char *text, size_t size, size_t *length) {
    Formula formula = {NULL, text, text + size};
    while (formula.at < formula.end) {
        Token token = read_token(&formula);
        if (token.kind != KIND_UNKNOWN) continue;
        *length = token.length;
        return token.text;
    }
    return NULL;
}
