#include "canvas/cairo/pdf_page.h"

#include "base/utf8.h"
#include "canvas/glyph_run.h"

#include <stdint.h>

static void set_color(cairo_t *cairo, un_Color color) {
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
}

static void set_stroke(cairo_t *cairo, const un_DrawCommand *command) {
    double dash[] = {(double)command->dash_on, (double)command->dash_off};
    cairo_set_line_width(cairo, (double)command->width);
    cairo_set_dash(cairo, dash, command->dash_on > 0 && command->dash_off > 0 ? 2 : 0, 0);
}

static void rounded_path(cairo_t *cairo, un_Rect rect, float radius) {
    double x0 = (double)rect.x, y0 = (double)rect.y, x1 = x0 + (double)rect.w, y1 = y0 + (double)rect.h;
    double half = (x1 - x0 < y1 - y0 ? x1 - x0 : y1 - y0) / 2, r = (double)radius < half ? (double)radius : half;
    const double quarter = 1.57079632679489662;
    if (r <= 0) {
        cairo_rectangle(cairo, x0, y0, x1 - x0, y1 - y0);
        return;
    }
    // From the lower right on, clockwise, as the other back ends go: dashes start there.
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x1 - r, y1 - r, r, 0, quarter);
    cairo_arc(cairo, x0 + r, y1 - r, r, quarter, 2 * quarter);
    cairo_arc(cairo, x0 + r, y0 + r, r, 2 * quarter, 3 * quarter);
    cairo_arc(cairo, x1 - r, y0 + r, r, 3 * quarter, 4 * quarter);
    cairo_close_path(cairo);
}

static void add_points(cairo_t *cairo, const un_DrawList *list, const un_DrawCommand *command) {
    const un_Point *point = list->point + command->first;
    cairo_move_to(cairo, (double)point[0].x, (double)point[0].y);
    for (size_t i = 1; i < command->count; i++)
        cairo_line_to(cairo, (double)point[i].x, (double)point[i].y);
}

static void draw_circle(cairo_t *cairo, const un_DrawCommand *command) {
    const double turn = 6.28318530717958648;
    if (!(command->radius > 0)) return;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, (double)command->rect.x, (double)command->rect.y, (double)command->radius, 0, turn);
    cairo_close_path(cairo);
    if (command->width > 0) {
        set_stroke(cairo, command);
        cairo_stroke(cairo);
    } else {
        cairo_fill(cairo);
    }
}

static bool is_digit(const un_Glyph *glyph) {
    return glyph->code_point >= '0' && glyph->code_point <= '9';
}

/// Whether a reader might see a blank before `glyph` that is none: tabular digits stand apart, as wide as a "0" each.
static bool stands_apart(const un_Fonts *fonts, const un_Glyph *before, const un_Glyph *glyph) {
    const float seen = 0.04f; // of the size; readers take 0.1 for a blank
    if (!is_digit(before) && !is_digit(glyph)) return false;
    if (before->code_point == ' ' || glyph->code_point == ' ') return false;
    return glyph->x - before->x - un_fonts_advance(fonts, before->face, before->code_point) * before->size > seen * glyph->size;
}

/// With the text beside each glyph, so that what a reader copies are the characters themselves; a number whose digits stand apart is one
/// text for all of its glyphs.
static void draw_run(cairo_t *cairo, const un_PdfFaces *faces, const un_Fonts *fonts, const un_GlyphRun *run) {
    cairo_glyph_t glyph[UN_GLYPH_RUN_ROOM];
    cairo_text_cluster_t cluster[UN_GLYPH_RUN_ROOM];
    char text[4 * UN_GLYPH_RUN_ROOM];
    int bytes = 0, clusters = 0;
    for (size_t i = 0; i < run->count; i++) {
        const un_Glyph *from = &run->glyph[i];
        int length = (int)un_utf8_encode(from->code_point, text + bytes);
        glyph[i] = (cairo_glyph_t){FT_Get_Char_Index(faces->face[run->face], from->code_point), (double)from->x, (double)from->y};
        if (i > 0 && stands_apart(fonts, from - 1, from)) {
            cluster[clusters - 1].num_bytes += length;
            cluster[clusters - 1].num_glyphs++;
        } else {
            cluster[clusters++] = (cairo_text_cluster_t){length, 1};
        }
        bytes += length;
    }
    cairo_set_font_face(cairo, faces->font[run->face]);
    cairo_set_font_size(cairo, (double)run->size);
    cairo_show_text_glyphs(cairo, text, bytes, glyph, (int)run->count, cluster, clusters, 0);
}

static void draw_glyphs(cairo_t *cairo, const un_PdfFaces *faces, const un_Fonts *fonts, const un_DrawList *list,
                        const un_DrawCommand *command) {
    un_GlyphRun run;
    for (size_t at = 0; at < command->count;) {
        at = un_glyph_run_next(list, command, fonts, at, &run);
        if (run.size > 0) draw_run(cairo, faces, fonts, &run);
    }
}

static uint32_t premultiplied(un_Color color) {
    uint32_t a = color.a;
    return a << 24 | (color.r * a + 127) / 255 << 16 | (color.g * a + 127) / 255 << 8 | (color.b * a + 127) / 255;
}

static bool is_opaque(const un_Color *texel, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (texel[i].a != 255) return false;
    return true;
}

static void draw_image(cairo_t *cairo, const un_DrawList *list, const un_DrawCommand *command) {
    if (!(command->rect.w > 0 && command->rect.h > 0)) return;
    const un_Color *texel = list->texel + command->first;
    cairo_format_t format = is_opaque(texel, command->count) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
    cairo_surface_t *image = cairo_image_surface_create(format, command->columns, command->rows);
    if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS) {
        unsigned char *data = cairo_image_surface_get_data(image);
        int stride = cairo_image_surface_get_stride(image);
        for (int y = 0; y < command->rows; y++) {
            uint32_t *row = (uint32_t *)(void *)(data + (ptrdiff_t)y * stride); // cairo aligns its rows
            for (int x = 0; x < command->columns; x++)
                row[x] = premultiplied(texel[(size_t)y * (size_t)command->columns + (size_t)x]);
        }
        cairo_surface_mark_dirty(image);
    }
    cairo_save(cairo);
    cairo_translate(cairo, (double)command->rect.x, (double)command->rect.y);
    cairo_scale(cairo, (double)command->rect.w / command->columns, (double)command->rect.h / command->rows);
    cairo_set_source_surface(cairo, image, 0, 0); // an image without memory makes cairo's status the error
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_rectangle(cairo, 0, 0, command->columns, command->rows);
    cairo_fill(cairo);
    cairo_restore(cairo);
    cairo_surface_destroy(image);
}

static void draw_shape(cairo_t *cairo, const un_DrawList *list, const un_DrawCommand *command) {
    switch (command->kind) {
    case UN_DRAW_RECT:
        rounded_path(cairo, command->rect, command->radius);
        cairo_fill(cairo);
        return;
    case UN_DRAW_FRAME:
        set_stroke(cairo, command);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
        rounded_path(cairo, command->rect, command->radius);
        cairo_stroke(cairo);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        return;
    case UN_DRAW_POLYLINE:
        if (command->count < 2) return;
        set_stroke(cairo, command);
        add_points(cairo, list, command);
        cairo_stroke(cairo);
        return;
    case UN_DRAW_POLYGON:
        if (command->count < 3) return;
        add_points(cairo, list, command);
        cairo_close_path(cairo);
        cairo_fill(cairo);
        return;
    case UN_DRAW_CIRCLE:
        draw_circle(cairo, command);
        return;
    default:
        return;
    }
}

void un_pdf_draw(cairo_t *cairo, const un_PdfFaces *faces, const un_Fonts *fonts, const un_DrawList *list) {
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        switch (command->kind) {
        case UN_DRAW_SAVE:
            cairo_save(cairo);
            break;
        case UN_DRAW_RESTORE:
            cairo_restore(cairo);
            break;
        case UN_DRAW_CLIP:
            rounded_path(cairo, command->rect, 0);
            cairo_clip(cairo);
            break;
        case UN_DRAW_GLYPHS:
            set_color(cairo, command->color);
            if (command->color.a > 0) draw_glyphs(cairo, faces, fonts, list, command);
            break;
        case UN_DRAW_IMAGE:
            draw_image(cairo, list, command);
            break;
        case UN_DRAW_GROUP:
        case UN_DRAW_GROUP_END:
            break;
        default:
            set_color(cairo, command->color);
            if (command->color.a > 0) draw_shape(cairo, list, command);
            break;
        }
    }
}
