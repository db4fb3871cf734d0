/// The next letter of a text (after Elman 1990; Karpathy 2015), asked at every step of a crop that starts anywhere. The
/// yardstick is the text's own conditional entropy: what a table of the last k letters could reach that knew the text
/// by heart. Training and testing draw from the same text, so that a low loss is memory of it, not of the language.
#include "task/text.h"
#include "task/data.h"
#include "task/sample.h"

#include "base/catalog.h"
#include "base/utf8.h"
#include "num/elementary.h"

#include <stdio.h>
#include <string.h>

enum { LETTERS_MIN = 64 };

const char un_text_letters[UN_TEXT_LETTERS + 1] = "abcdefghijklmnopqrstuvwxyz .,";

static const char *const class_names[UN_TEXT_LETTERS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
                                                         "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
                                                         "u", "v", "w", "x", "y", "z", "␣", ".", ","};

int un_text_letter(char letter) {
    const char *found = letter ? strchr(un_text_letters, letter) : NULL;
    return found ? (int)(found - un_text_letters) : -1;
}

/// UN_ERROR_FILE for what stands at text[at], a character that the alphabet lacks.
static un_Status refuse(const char *text, size_t size, size_t at, const char *name, un_Error *error) {
    int line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            column = 1;
        } else {
            column += ((unsigned char)text[i] & 0xc0) != 0x80;
        }
    }
    const char *valid = _("a to z, blank, full stop, comma, line break");
    uint32_t code = 0;
    size_t length = un_utf8_decode(text + at, size - at, &code);
    if (length == 0) {
        return un_error_set(error, UN_ERROR_FILE, name, line, column, _("found the byte 0x%02x, valid: %s"),
                            (unsigned char)text[at], valid);
    }
    if (code < 0x20 || !un_utf8_is_text(code)) {
        return un_error_set(error, UN_ERROR_FILE, name, line, column, _("found the character U+%04X, valid: %s"),
                            (unsigned)code, valid);
    }
    return un_error_set(error, UN_ERROR_FILE, name, line, column, _("found '%.*s', valid: %s"), (int)length, text + at,
                        valid);
}

/// Reads the letters into `symbol`, which may be missing; then it only counts and checks. A line break reads as a
/// blank, but not at the end of the text.
static un_Status read_letters(const char *text, size_t size, const char *name, unsigned char *symbol, int *count,
                              un_Error *error) {
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r'))
        size--;
    *count = 0;
    for (size_t at = 0; at < size; at++) {
        if (text[at] == '\r' && at + 1 < size && text[at + 1] == '\n') continue;
        int letter = un_text_letter(text[at] == '\n' ? ' ' : text[at]);
        if (letter < 0) return refuse(text, size, at, name, error);
        if (symbol) symbol[*count] = (unsigned char)letter;
        ++*count;
    }
    if (*count >= LETTERS_MIN) return UN_OK;
    return un_error_set(error, UN_ERROR_FILE, name, 1, 1, _("found %d letters, valid: at least %d"), *count,
                        LETTERS_MIN);
}

/// H(next | last k letters) = - sum over (k+1)-grams p(gram) ln p(last letter | the k before). counts: UN_TEXT_LETTERS^
/// (k+1) numbers of workspace, all 0, so that the letter moves fastest.
static double conditional_entropy(const unsigned char *symbol, int count, int k, uint32_t *counts, size_t grams) {
    for (int i = k; i < count; i++) {
        size_t gram = 0;
        for (int j = i - k; j <= i; j++) {
            gram = gram * UN_TEXT_LETTERS + symbol[j];
        }
        counts[gram]++;
    }
    double sum = 0;
    for (size_t context = 0; context < grams; context += UN_TEXT_LETTERS) {
        uint64_t total = 0;
        for (size_t letter = 0; letter < UN_TEXT_LETTERS; letter++) {
            total += counts[context + letter];
        }
        for (size_t letter = 0; letter < UN_TEXT_LETTERS; letter++) {
            double n = (double)counts[context + letter];
            if (n > 0) sum -= n * un_log(n / (double)total);
        }
    }
    return sum / (count - k);
}

static un_Status parse(const un_TaskData **data, un_Arena *arena, const char *text, size_t size, const char *name,
                       un_Error *error) {
    un_TaskData own = {0};
    un_Status status = read_letters(text, size, name, NULL, &own.count, error);
    if (status) return status;
    un_TaskData *out = un_arena_take(arena, 1, sizeof *out);
    own.symbol = un_arena_take(arena, (size_t)own.count, 1);
    uint32_t *counts[UN_TEXT_ORDERS];
    size_t grams[UN_TEXT_ORDERS];
    for (int k = 0; k < UN_TEXT_ORDERS; k++) {
        grams[k] = (k ? grams[k - 1] : 1) * UN_TEXT_LETTERS;
        counts[k] = un_arena_take(arena, grams[k], sizeof *counts[k]);
    }
    if (!out) return UN_OK; // the arena only measures
    read_letters(text, size, name, own.symbol, &own.count, error);
    own.train = own.to = own.count;
    for (int k = 0; k < UN_TEXT_ORDERS; k++) {
        own.entropy[k] = conditional_entropy(own.symbol, own.count, k, counts[k], grams[k]);
    }
    *out = own;
    *data = out;
    return UN_OK;
}

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    int start = data->from + un_random_below(random, data->to - data->from - def->length);
    for (int t = 0; t < def->length; t++) {
        size_t place = un_sample_place(out, t);
        un_sample_step(out, t)[data->symbol[start + t]] = 1;
        out->scored[place] = UN_SCORED_ANSWER;
        out->class_target[place] = data->symbol[start + t + 1];
    }
}

static int longest(const un_TaskData *data) {
    return data->count - 1;
}

/// Of a guess that knows how often each letter comes.
static double baseline(const un_TaskDef *def, const un_TaskData *data) {
    (void)def;
    return data->entropy[0];
}

/// Better than a table of the last two letters.
static double criterion(const un_TaskDef *def, const un_TaskData *data) {
    (void)def;
    return data->entropy[2];
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int letter = un_sample_largest(x, UN_TEXT_LETTERS);
    snprintf(out, (size_t)size, "%s", class_names[letter]);
    return true;
}

const un_TaskInfo un_task_text = {
    .name = "text",
    .title = UN_KEY("The next letter of a text"),
    .help = UN_KEY("letters of a short text, one a step; which comes next? (--length)"),
    .question = UN_KEY("next letter is ?"),
    .length_min = 2,
    .length_default = 40,
    .inputs = UN_TEXT_LETTERS,
    .outputs = UN_TEXT_LETTERS,
    .classes = true,
    .chance_accuracy = 1.0 / UN_TEXT_LETTERS,
    .asset = "text.txt",
    .parse = parse,
    .baseline = baseline,
    .criterion = criterion,
    .sample = sample,
    .longest = longest,
    .symbol = symbol,
    .class_names = class_names,
};
