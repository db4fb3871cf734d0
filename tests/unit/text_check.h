// What every picture must keep: finite numbers, everything inside a group, no text on text, under a patch, cut off, or too small.
#ifndef UN_TEST_TEXT_CHECK_H
#define UN_TEST_TEXT_CHECK_H

#include "canvas/draw_list.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BOXES = 8192, TEXT_CLIPS = 32 };

typedef struct TextBox {
    float left, top, right, bottom;
    char text[64];
} TextBox;

static inline TextBox text_box(const un_DrawList *list, const un_DrawCommand *command, const un_Fonts *fonts) {
    TextBox box = {1e9f, 1e9f, -1e9f, -1e9f, ""};
    size_t used = 0;
    for (size_t g = command->first; g < command->first + command->count; g++) {
        const un_Glyph *glyph = &list->glyph[g];
        float advance = un_fonts_advance(fonts, glyph->face, glyph->code_point) * glyph->size;
        box.left = fminf(box.left, glyph->x);
        box.right = fmaxf(box.right, glyph->x + advance);
        box.top = fminf(box.top, glyph->y - 0.70f * glyph->size);
        box.bottom = fmaxf(box.bottom, glyph->y + 0.02f * glyph->size);
        if (used + 1 < sizeof box.text) box.text[used++] = glyph->code_point < 128 ? (char)glyph->code_point : '?';
    }
    box.text[used] = 0;
    return box;
}

static inline bool text_fault(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static inline bool text_fault(char *out, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out, size, format, arguments);
    va_end(arguments);
    return false;
}

/// What clips let through, as the list goes on.
typedef struct TextClips {
    un_Rect rect[TEXT_CLIPS];
    int depth;
} TextClips;

static inline void text_clip(TextClips *clips, const un_DrawCommand *command) {
    if (command->kind == UN_DRAW_SAVE && clips->depth + 1 < TEXT_CLIPS) {
        clips->rect[clips->depth + 1] = clips->rect[clips->depth];
        clips->depth++;
    } else if (command->kind == UN_DRAW_RESTORE && clips->depth > 0) {
        clips->depth--;
    } else if (command->kind == UN_DRAW_CLIP) {
        un_Rect *now = &clips->rect[clips->depth];
        float x1 = fminf(now->x + now->w, command->rect.x + command->rect.w);
        float y1 = fminf(now->y + now->h, command->rect.y + command->rect.h);
        now->x = fmaxf(now->x, command->rect.x);
        now->y = fmaxf(now->y, command->rect.y);
        now->w = fmaxf(x1 - now->x, 0);
        now->h = fmaxf(y1 - now->y, 0);
    }
}

/// The part of the box that the clip lets through.
static inline TextBox text_visible(TextBox box, un_Rect clip) {
    box.left = fmaxf(box.left, clip.x);
    box.top = fmaxf(box.top, clip.y);
    box.right = fminf(box.right, clip.x + clip.w);
    box.bottom = fminf(box.bottom, clip.y + clip.h);
    return box;
}

static inline bool text_rect_is_finite(un_Rect rect) {
    return isfinite(rect.x) && isfinite(rect.y) && isfinite(rect.w) && isfinite(rect.h);
}

/// True: nothing is wrong. Else `fault` says what and where. A text and what follows may not meet inside one top-level group.
static inline bool text_check(const un_DrawList *list, const un_Fonts *fonts, float scale, char *fault, size_t size) {
    static TextBox box[TEXT_BOXES];
    int boxes = 0, depth = 0;
    un_Rect group = {0, 0, 0, 0};
    TextClips clips = {.rect = {{-1e6f, -1e6f, 2e6f, 2e6f}}};
    const char *name = "";
    if (list->failed) return text_fault(fault, size, "the list has failed");
    if (list->depth != 0) return text_fault(fault, size, "a group or a clip stays open");
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (!text_rect_is_finite(command->rect) || !isfinite(command->radius) || !isfinite(command->width))
            return text_fault(fault, size, "%s: command %zu is not finite", name, i);
        text_clip(&clips, command);
        if (command->kind == UN_DRAW_GROUP) {
            if (depth++ == 0) {
                group = command->rect;
                name = list->name + command->first;
                boxes = 0;
            }
            continue;
        }
        if (command->kind == UN_DRAW_GROUP_END) {
            depth--;
            continue;
        }
        if (depth <= 0) return text_fault(fault, size, "command %zu stands outside every group", i);
        if ((command->kind == UN_DRAW_RECT || command->kind == UN_DRAW_IMAGE) && (command->rect.w < 0 || command->rect.h < 0))
            return text_fault(fault, size, "%s: command %zu has a negative size", name, i);
        for (int b = 0; command->kind == UN_DRAW_RECT && command->color.a > 150 && b < boxes; b++) { // a patch may not hide a text
            un_Rect patch = command->rect;
            float w = fminf(patch.x + patch.w, box[b].right) - fmaxf(patch.x, box[b].left);
            float h = fminf(patch.y + patch.h, box[b].bottom) - fmaxf(patch.y, box[b].top);
            if (w > 3 * scale && h > 2.5f * scale) return text_fault(fault, size, "%s: a patch hides '%s'", name, box[b].text);
        }
        if (command->kind != UN_DRAW_GLYPHS) continue;
        TextBox now = text_box(list, command, fonts);
        // What scrolls is cut at its area's edge, and only what is seen of it counts.
        if (strncmp(name, "ui.", 3) == 0) now = text_visible(now, clips.rect[clips.depth]);
        if (now.right <= now.left || now.bottom <= now.top) continue;
        for (size_t g = command->first; g < command->first + command->count; g++) {
            if (list->glyph[g].size < 0.69f * 14 * scale)
                return text_fault(fault, size, "%s: '%s' is too small: %g", name, now.text, (double)list->glyph[g].size);
        }
        if (now.left < group.x - 1 || now.right > group.x + group.w + 1 || now.top < group.y - 1 || now.bottom > group.y + group.h + 1)
            return text_fault(fault, size, "%s: '%s' leaves its group", name, now.text);
        for (int b = 0; b < boxes; b++) {
            float w = fminf(now.right, box[b].right) - fmaxf(now.left, box[b].left);
            float h = fminf(now.bottom, box[b].bottom) - fmaxf(now.top, box[b].top);
            if (w > 1.5f * scale && h > 2.5f * scale) return text_fault(fault, size, "%s: '%s' lies on '%s'", name, now.text, box[b].text);
        }
        if (boxes < TEXT_BOXES) box[boxes++] = now;
    }
    for (size_t i = 0; i < list->point_count; i++) {
        if (!isfinite(list->point[i].x) || !isfinite(list->point[i].y)) return text_fault(fault, size, "point %zu is not finite", i);
    }
    return true;
}

#endif
