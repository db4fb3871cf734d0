#include "canvas/svg/svg.h"

#include "base/catalog.h"
#include "canvas/glyph_run.h"
#include "canvas/outline.h"
#include "canvas/png_write.h"
#include "canvas/snap.h"
#include "canvas/svg/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPEN = 64 };
#define FAMILY "Inter, Helvetica, Arial, sans-serif"

typedef struct Svg {
    un_SvgWriter out;
    const un_DrawList *list;
    const un_Fonts *fonts;
    un_Outlines *outlines; ///< NULL: text stays text
    float pixels;
    un_Point *scratch; ///< as many as the longest line has
    int clips;         ///< so far: their names
    int level;
    int open[MOST_OPEN];      ///< elements a save or group has opened and not closed
    bool is_group[MOST_OPEN]; ///< what opened the level
} Svg;

/// A shape's place is snapped to pixels as on the screen and handed out in points.
static float in_points(const Svg *svg, float pixels) {
    return pixels / svg->pixels;
}

static void write_rect(Svg *svg, un_Rect rect, float radius) {
    un_svg_text(&svg->out, "<rect");
    un_svg_attribute(&svg->out, "x", in_points(svg, rect.x));
    un_svg_attribute(&svg->out, "y", in_points(svg, rect.y));
    un_svg_attribute(&svg->out, "width", in_points(svg, rect.w));
    un_svg_attribute(&svg->out, "height", in_points(svg, rect.h));
    if (radius > 0) un_svg_attribute(&svg->out, "rx", in_points(svg, radius));
}

static void write_stroke(Svg *svg, float width, const un_DrawCommand *command, un_Color color) {
    un_SvgWriter *out = &svg->out;
    un_svg_text(out, " fill=\"none\"");
    un_svg_color(out, "stroke", color);
    un_svg_attribute(out, "stroke-width", in_points(svg, width));
    if (!(command->dash_on > 0 && command->dash_off > 0)) return;
    un_svg_text(out, " stroke-dasharray=\"");
    un_svg_number(out, command->dash_on);
    un_svg_text(out, " ");
    un_svg_number(out, command->dash_off);
    un_svg_text(out, "\"");
}

static void write_fill(Svg *svg, const un_DrawCommand *command) {
    un_SnappedRect fill = un_snap_fill(command->rect, command->radius, svg->pixels);
    if (!(fill.rect.w > 0 && fill.rect.h > 0)) return;
    write_rect(svg, fill.rect, fill.radius);
    un_svg_color(&svg->out, "fill", command->color);
    un_svg_text(&svg->out, "/>\n");
}

static void write_frame(Svg *svg, const un_DrawCommand *command) {
    float radius = command->radius, width = command->width;
    un_Color color = command->color;
    un_Rect rect = un_snap_frame(command->rect, svg->pixels, &radius, &width, &color);
    write_rect(svg, rect, radius);
    write_stroke(svg, width, command, color);
    un_svg_text(&svg->out, "/>\n");
}

static void write_points(Svg *svg, size_t count) {
    un_svg_text(&svg->out, " points=\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) un_svg_text(&svg->out, " ");
        un_svg_number(&svg->out, in_points(svg, svg->scratch[i].x));
        un_svg_text(&svg->out, ",");
        un_svg_number(&svg->out, in_points(svg, svg->scratch[i].y));
    }
    un_svg_text(&svg->out, "\"");
}

static void write_polyline(Svg *svg, const un_DrawCommand *command) {
    float width = command->width;
    un_Color color = command->color;
    if (command->count < 2) return;
    un_snap_polyline(svg->list->point + command->first, command->count, svg->pixels, svg->scratch, &width, &color);
    un_svg_text(&svg->out, "<polyline");
    write_points(svg, command->count);
    write_stroke(svg, width, command, color);
    un_svg_text(&svg->out, "/>\n");
}

static void write_polygon(Svg *svg, const un_DrawCommand *command) {
    float width = 1e6f; // no hairline: only the scale is wanted
    un_Color color = command->color;
    if (command->count < 3) return;
    un_snap_polyline(svg->list->point + command->first, command->count, svg->pixels, svg->scratch, &width, &color);
    un_svg_text(&svg->out, "<polygon");
    write_points(svg, command->count);
    un_svg_color(&svg->out, "fill", color);
    un_svg_text(&svg->out, "/>\n");
}

static void write_circle(Svg *svg, const un_DrawCommand *command) {
    if (!(command->radius > 0)) return;
    un_svg_text(&svg->out, "<circle");
    un_svg_attribute(&svg->out, "cx", command->rect.x);
    un_svg_attribute(&svg->out, "cy", command->rect.y);
    un_svg_attribute(&svg->out, "r", command->radius);
    if (command->width > 0) {
        write_stroke(svg, command->width * svg->pixels, command, command->color);
    } else {
        un_svg_color(&svg->out, "fill", command->color);
    }
    un_svg_text(&svg->out, "/>\n");
}

/// A face's look in full when `inside` of a text that has another; else what it adds to the document's own, Inter upright.
static void write_face(un_SvgWriter *out, un_Face face, bool inside) {
    static const struct {
        bool fallback, italic;
        const char *weight;
    } looks[UN_FACE_COUNT] = {
        [UN_FACE_REGULAR] = {false, false, "400"},         [UN_FACE_ITALIC] = {false, true, "400"},
        [UN_FACE_MEDIUM] = {false, false, "500"},          [UN_FACE_SEMIBOLD] = {false, false, "600"},
        [UN_FACE_SEMIBOLD_ITALIC] = {false, true, "600"},  [UN_FACE_FALLBACK] = {true, false, "400"},
        [UN_FACE_FALLBACK_BOLD] = {true, false, "700"},
    };
    if (looks[face].fallback) {
        un_svg_text(out, " font-family=\"'DejaVu Sans', sans-serif\"");
    } else if (inside) {
        un_svg_text(out, " font-family=\"" FAMILY "\"");
    }
    if (inside || looks[face].weight[0] != '4') {
        un_svg_text(out, " font-weight=\"");
        un_svg_text(out, looks[face].weight);
        un_svg_text(out, "\"");
    }
    if (inside || looks[face].italic) un_svg_text(out, looks[face].italic ? " font-style=\"italic\"" : " font-style=\"normal\"");
}

/// What is in force inside of a text: a span says only what differs.
typedef struct Style {
    un_Face face;
    float size, y;
} Style;

static void write_style(un_SvgWriter *out, Style style) {
    un_svg_attribute(out, "y", style.y);
    un_svg_attribute(out, "font-size", style.size);
    write_face(out, style.face, false);
}

/// Places and characters of `count` glyphs, from behind the element's attributes on.
static void write_word(un_SvgWriter *out, const un_Glyph *glyph, size_t count) {
    un_svg_text(out, " x=\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) un_svg_text(out, " ");
        un_svg_number(out, glyph[i].x);
    }
    un_svg_text(out, "\">");
    for (size_t i = 0; i < count; i++)
        un_svg_character(out, glyph[i].code_point);
}

/// Up to the next word, the blank before it included.
static size_t word_length(const un_GlyphRun *run, size_t from) {
    size_t i = from;
    while (i < run->count && run->glyph[i].code_point != ' ')
        i++;
    return (i < run->count ? i + 1 : i) - from;
}

/// Each word of a run in a span of its own: where a program reads only the first x of a list, words still stand in their place.
static void write_spans(un_SvgWriter *out, const un_GlyphRun *run, Style text, float *y) {
    for (size_t at = 0; at < run->count;) {
        size_t length = word_length(run, at);
        un_svg_text(out, "<tspan");
        if (run->y != *y) un_svg_attribute(out, "y", run->y);
        if (run->size != text.size) un_svg_attribute(out, "font-size", run->size);
        if (run->face != text.face) write_face(out, run->face, true);
        write_word(out, run->glyph + at, length);
        un_svg_text(out, "</tspan>");
        *y = run->y;
        at += length;
    }
}

/// One text a command, so that a line with a formula in it is one thing to select.
static void write_text(Svg *svg, const un_DrawCommand *command) {
    un_SvgWriter *out = &svg->out;
    un_GlyphRun run;
    size_t next = un_glyph_run_next(svg->list, command, svg->fonts, 0, &run);
    Style style = {run.face, run.size, run.y};
    un_svg_text(out, "<text");
    un_svg_color(out, "fill", command->color);
    write_style(out, style);
    if (next == command->count && word_length(&run, 0) == run.count) {
        write_word(out, run.glyph, run.count);
    } else {
        float y = run.y;
        un_svg_text(out, ">");
        for (size_t at = 0; at < command->count;) {
            at = un_glyph_run_next(svg->list, command, svg->fonts, at, &run);
            write_spans(out, &run, style, &y);
        }
    }
    un_svg_text(out, "</text>\n");
}

/// Where an outline is written, and from where on it counts.
typedef struct Pen {
    un_SvgWriter *out;
    un_Point origin;
    float size;
    bool drawn;
} Pen;

static void write_point(Pen *pen, const char *letter, un_Point at) {
    un_svg_text(pen->out, letter);
    un_svg_number(pen->out, pen->origin.x + at.x * pen->size);
    un_svg_text(pen->out, " ");
    un_svg_number(pen->out, pen->origin.y + at.y * pen->size);
}

static void pen_move(void *data, un_Point to) {
    Pen *pen = data;
    write_point(pen, pen->drawn ? "ZM" : "M", to);
    pen->drawn = true;
}

static void pen_line(void *data, un_Point to) {
    write_point(data, "L", to);
}

static void pen_quadratic(void *data, un_Point control, un_Point to) {
    write_point(data, "Q", control);
    write_point(data, " ", to);
}

static void pen_cubic(void *data, un_Point first, un_Point second, un_Point to) {
    write_point(data, "C", first);
    write_point(data, " ", second);
    write_point(data, " ", to);
}

static void write_outlines(Svg *svg, const un_DrawCommand *command) {
    Pen pen = {.out = &svg->out};
    un_OutlineSink sink = {pen_move, pen_line, pen_quadratic, pen_cubic, &pen};
    un_svg_text(&svg->out, "<path");
    un_svg_color(&svg->out, "fill", command->color);
    un_svg_text(&svg->out, " d=\"");
    for (size_t i = command->first; i < command->first + command->count; i++) {
        const un_Glyph *glyph = &svg->list->glyph[i];
        pen.origin = (un_Point){glyph->x, glyph->y};
        pen.size = glyph->size;
        un_outlines_trace(svg->outlines, glyph->face, glyph->code_point, &sink);
    }
    un_svg_text(&svg->out, pen.drawn ? "Z\"/>\n" : "\"/>\n");
}

/// How often a texel is repeated each way: programs that smooth images whatever they are told then keep the cells' edges.
static int repeats(const un_DrawCommand *command) {
    enum { MOST = 8, WIDEST = 1600 };
    int larger = command->columns > command->rows ? command->columns : command->rows, times = WIDEST / larger;
    return times < 1 ? 1 : times > MOST ? MOST : times;
}

static void write_image(Svg *svg, const un_DrawCommand *command) {
    un_PixelRect box = un_snap_rect(command->rect, svg->pixels);
    if (un_pixels_empty(box)) return;
    int times = repeats(command), columns = command->columns * times, rows = command->rows * times;
    un_Color *pixel = malloc((size_t)columns * (size_t)rows * sizeof *pixel);
    un_PngBytes png = {.failed = pixel == NULL};
    for (int y = 0; pixel && y < rows; y++) {
        const un_Color *texel = svg->list->texel + command->first + (size_t)(y / times) * (size_t)command->columns;
        for (int x = 0; x < columns; x++)
            pixel[(size_t)y * (size_t)columns + (size_t)x] = texel[x / times];
    }
    if (pixel) un_png_write(&png, pixel, columns, rows);
    free(pixel);
    un_svg_text(&svg->out, "<image");
    un_svg_attribute(&svg->out, "x", in_points(svg, (float)box.x0));
    un_svg_attribute(&svg->out, "y", in_points(svg, (float)box.y0));
    un_svg_attribute(&svg->out, "width", in_points(svg, (float)(box.x1 - box.x0)));
    un_svg_attribute(&svg->out, "height", in_points(svg, (float)(box.y1 - box.y0)));
    // The attribute is SVG 1.1's word, the style CSS's: each program knows one of them.
    un_svg_text(&svg->out, " preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\""
                           " xlink:href=\"data:image/png;base64,");
    un_svg_base64(&svg->out, png.bytes, png.size);
    un_svg_text(&svg->out, "\"/>\n");
    if (png.failed) svg->out.failed = true;
    un_png_free(&png);
}

static void open_level(Svg *svg, bool group) {
    if (svg->level + 1 >= MOST_OPEN) {
        svg->out.failed = true;
        return;
    }
    svg->level++;
    svg->open[svg->level] = 0;
    svg->is_group[svg->level] = group;
}

static void close_level(Svg *svg) {
    for (; svg->open[svg->level] > 0; svg->open[svg->level]--)
        un_svg_text(&svg->out, "</g>\n");
    if (svg->level > 0) svg->level--;
}

static void write_clip(Svg *svg, const un_DrawCommand *command) {
    un_PixelRect box = un_snap_rect(command->rect, svg->pixels);
    if (un_pixels_empty(box)) box = (un_PixelRect){0, 0, 0, 0};
    char text[96];
    svg->clips++;
    snprintf(text, sizeof text, "<clipPath id=\"clip-%d\">", svg->clips);
    un_svg_text(&svg->out, text);
    write_rect(svg, (un_Rect){(float)box.x0, (float)box.y0, (float)(box.x1 - box.x0), (float)(box.y1 - box.y0)}, 0);
    snprintf(text, sizeof text, "/></clipPath>\n<g clip-path=\"url(#clip-%d)\">\n", svg->clips);
    un_svg_text(&svg->out, text);
    svg->open[svg->level]++;
}

/// How many groups before command `index` bear the same name: an id may stand only once.
static int namesakes(const un_DrawList *list, size_t index) {
    int count = 0;
    const char *name = list->name + list->command[index].first;
    for (size_t i = 0; i < index; i++) {
        const un_DrawCommand *other = &list->command[i];
        count += other->kind == UN_DRAW_GROUP && strcmp(list->name + other->first, name) == 0;
    }
    return count;
}

static void write_group(Svg *svg, size_t index) {
    const un_DrawCommand *command = &svg->list->command[index];
    un_svg_text(&svg->out, "<g id=\"");
    for (size_t i = 0; i < command->count; i++) {
        char letter = svg->list->name[command->first + i];
        bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        un_svg_bytes(&svg->out, plain || letter == '_' || letter == '.' ? &letter : "-", 1);
    }
    int before = namesakes(svg->list, index);
    char number[16];
    snprintf(number, sizeof number, "-%d", before + 1);
    if (before > 0) un_svg_text(&svg->out, number);
    un_svg_text(&svg->out, "\">\n");
    open_level(svg, true);
    svg->open[svg->level]++;
}

static void write_shape(Svg *svg, const un_DrawCommand *command) {
    switch (command->kind) {
    case UN_DRAW_RECT:
        write_fill(svg, command);
        return;
    case UN_DRAW_FRAME:
        write_frame(svg, command);
        return;
    case UN_DRAW_POLYLINE:
        write_polyline(svg, command);
        return;
    case UN_DRAW_POLYGON:
        write_polygon(svg, command);
        return;
    case UN_DRAW_CIRCLE:
        write_circle(svg, command);
        return;
    default: // GLYPHS
        if (svg->outlines) {
            write_outlines(svg, command);
        } else {
            write_text(svg, command);
        }
        return;
    }
}

static void write_commands(Svg *svg) {
    for (size_t i = 0; i < svg->list->command_count; i++) {
        const un_DrawCommand *command = &svg->list->command[i];
        switch (command->kind) {
        case UN_DRAW_SAVE:
            open_level(svg, false);
            break;
        case UN_DRAW_CLIP:
            write_clip(svg, command);
            break;
        case UN_DRAW_RESTORE:
        case UN_DRAW_GROUP_END:
            close_level(svg);
            break;
        case UN_DRAW_GROUP:
            write_group(svg, i);
            break;
        case UN_DRAW_IMAGE:
            write_image(svg, command);
            break;
        default:
            if (command->color.a > 0) write_shape(svg, command);
            break;
        }
    }
    while (svg->level > 0)
        close_level(svg);
    close_level(svg);
}

static void write_head(Svg *svg, const un_SvgDef *def) {
    un_SvgWriter *out = &svg->out;
    un_svg_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
                     "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"");
    un_svg_attribute(out, "width", (float)def->width);
    un_svg_attribute(out, "height", (float)def->height);
    un_svg_text(out, " viewBox=\"0 0 ");
    un_svg_number(out, (float)def->width / def->pixels);
    un_svg_text(out, " ");
    un_svg_number(out, (float)def->height / def->pixels);
    un_svg_text(out, "\">\n");
    if (def->title) {
        un_svg_text(out, "<title>");
        un_svg_escaped(out, def->title, strlen(def->title));
        un_svg_text(out, "</title>\n");
    }
    if (def->state) {
        un_svg_text(out, "<metadata>");
        un_svg_text(out, UN_SVG_STATE_START);
        un_svg_escaped(out, def->state, strlen(def->state));
        un_svg_text(out, UN_SVG_STATE_END);
        un_svg_text(out, "</metadata>\n");
    }
    if (def->background.a > 0) {
        write_rect(svg, (un_Rect){0, 0, (float)def->width, (float)def->height}, 0);
        un_svg_color(out, "fill", def->background);
        un_svg_text(out, "/>\n");
    }
    un_svg_text(out, "<g font-family=\"" FAMILY "\" stroke-linejoin=\"round\">\n");
}

static size_t longest_line(const un_DrawList *list) {
    size_t most = 1;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        bool points = command->kind == UN_DRAW_POLYLINE || command->kind == UN_DRAW_POLYGON;
        if (points && command->count > most) most = command->count;
    }
    return most;
}

un_Status un_svg_write(const un_DrawList *list, const un_Fonts *fonts, const un_SvgDef *def, char **bytes, size_t *size,
                       un_Error *error) {
    Svg svg = {.list = list, .fonts = fonts, .pixels = def->pixels};
    svg.scratch = malloc(longest_line(list) * sizeof *svg.scratch);
    if (def->outlines) svg.outlines = un_outlines_create(fonts, NULL);
    bool ready = svg.scratch && (!def->outlines || svg.outlines) && !list->failed;
    if (ready) {
        write_head(&svg, def);
        write_commands(&svg);
        un_svg_text(&svg.out, "</g>\n</svg>\n");
    }
    free(svg.scratch);
    un_outlines_destroy(svg.outlines);
    if (!ready || svg.out.failed) {
        free(svg.out.bytes);
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"));
    }
    *bytes = svg.out.bytes;
    *size = svg.out.size;
    return UN_OK;
}
