#include "base/catalog.h"
#include "view/answers_parts.h"

#include <string.h>

/// Bytes of `text` that one line of `width` holds, cut at a blank where the last word would be split; whole code
/// points.
static size_t line_length(const un_Answers *answers, const un_TextStyle *style, const char *text, float width) {
    size_t at = 0, blank = 0;
    float used = 0;
    while (text[at]) {
        char one[8] = "";
        const char *next = text + at;
        un_utf8_next(&next);
        size_t bytes = (size_t)(next - (text + at));
        memcpy(one, text + at, bytes < sizeof one ? bytes : sizeof one - 1);
        used += un_text_width(answers->context->fonts, style, one);
        if (used > width && at > 0) return blank > 0 ? blank : at;
        at += bytes;
        if (*one == ' ') blank = at;
    }
    return at;
}

/// Letters as they were drawn, line by line, as far as there is room; no word of them is the program's.
static void lines(const un_Answers *answers, const un_TextStyle *style, un_Rect box, float leading, const char *text) {
    for (float y = box.y; *text && y + leading <= box.y + box.h + 0.5f; y += leading) {
        char line[UN_SNAPSHOT_GENERATED];
        bool last = y + 2 * leading > box.y + box.h + 0.5f; // it takes the rest, cut with an ellipsis
        size_t length = last ? strnlen(text, sizeof line - 1) : line_length(answers, style, text, box.w);
        memcpy(line, text, length);
        line[length] = 0;
        un_text_draw_cut(answers->list, answers->context->fonts, style, (un_Point){box.x, y + 14 * answers->s}, box.w,
                         line);
        text += length;
        while (*text == ' ')
            text++;
    }
}

void un_answers_written(const un_Answers *answers) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_Fonts *fonts = answers->context->fonts;
    un_Rect box = answers->written;
    float s = answers->s, head = 30 * s, x = answers->layout.grid.x, h = (box.h - head) / (float)snapshot->lane_count;
    un_TextStyle title = un_ink_style(answers->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_TextStyle name = un_ink_style(answers->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_TextStyle text = un_ink_style(answers->context, UN_FACE_REGULAR, 15, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(answers->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_ink_rule(answers->list, answers->context, box.x, box.y, box.w, 1, un_ink_color(answers->context, UN_TOKEN_LINE));
    un_text_draw_cut(answers->list, fonts, &title, (un_Point){box.x, box.y + 18 * s}, box.w,
                     _("What it writes by itself: each letter drawn from its own probabilities"));
    for (int l = 0; l < snapshot->lane_count; l++) {
        float y = un_ink_snap(box.y + head + h * (float)l);
        const char *written = snapshot->lane[l].generated;
        un_draw_rect(answers->list, (un_Rect){box.x, y + 2 * s, 4 * s, h - 6 * s}, 2 * s,
                     un_ink_lane(answers->context, l));
        un_text_draw_cut(answers->list, fonts, &name, (un_Point){box.x + 12 * s, y + 14 * s}, x - box.x - 20 * s,
                         snapshot->lane[l].name);
        un_Rect place = {x, y, box.x + box.w - x, h};
        if (*written)
            lines(answers, &text, place, 20 * s, written);
        else
            un_text_draw_cut(answers->list, fonts, &quiet, (un_Point){x, y + 14 * s}, place.w,
                             _("Train, and it writes here."));
    }
}
