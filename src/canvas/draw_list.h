/// A picture as data: plain commands in points. A view appends to it; a back end replays it; tests compare it exactly.
/// Growing is by doubling and the memory is kept by un_draw_reset, so a frame allocates nothing after warm-up. When memory
/// runs out the list marks itself failed and drops further commands: the back end shows what there is. A shape with a number
/// that is not finite is dropped, too (a clip and an image become empty; a glyph lies outside of every picture).
#ifndef UN_CANVAS_DRAW_LIST_H
#define UN_CANVAS_DRAW_LIST_H

#include "canvas/font.h"
#include "canvas/geometry.h"

#include <stddef.h>
#include <stdint.h>

typedef enum un_DrawKind {
    UN_DRAW_SAVE, UN_DRAW_RESTORE, ///< of the clip
    UN_DRAW_CLIP,     ///< rect: intersects the clip
    UN_DRAW_RECT,     ///< rect, radius, color: filled
    UN_DRAW_FRAME,    ///< rect, radius, width, color, dash: a stroke centred on the rectangle's edge
    UN_DRAW_POLYLINE, ///< points, width, color, dash; round joins, butt ends
    UN_DRAW_POLYGON,  ///< points, color: filled, simple, not necessarily convex
    UN_DRAW_CIRCLE,   ///< rect.x, rect.y centre, radius, color; width > 0: ring, else disc
    UN_DRAW_GLYPHS,   ///< glyphs, face of each, size, color
    UN_DRAW_IMAGE,    ///< rect, columns x rows texels, nearest-neighbour
    UN_DRAW_GROUP,    ///< name, rect: a named part
    UN_DRAW_GROUP_END
} un_DrawKind;

typedef struct un_Glyph {
    uint32_t code_point;
    un_Face face;
    float x, y, size; ///< baseline origin and size in points
} un_Glyph;

typedef struct un_DrawCommand {
    un_DrawKind kind;
    un_Color color;
    un_Rect rect;
    float radius, width, dash_on, dash_off;
    size_t first, count;  ///< into points, glyphs, texels or names, as the kind says
    int columns, rows;    ///< IMAGE
} un_DrawCommand;

typedef struct un_DrawList {
    un_DrawCommand *command;
    un_Point *point;
    un_Glyph *glyph;
    un_Color *texel;
    char *name; ///< UTF-8, each name ends with 0
    size_t command_count, point_count, glyph_count, texel_count, name_count;
    size_t command_room, point_room, glyph_room, texel_room, name_room;
    int depth;   ///< open saves and groups; 0 at the end of a frame
    bool failed; ///< out of memory: something is missing
} un_DrawList;

void un_draw_init(un_DrawList *list);
void un_draw_free(un_DrawList *list);
/// Empties the list, keeps its memory.
void un_draw_reset(un_DrawList *list);

void un_draw_save(un_DrawList *list);
void un_draw_restore(un_DrawList *list);
void un_draw_clip(un_DrawList *list, un_Rect rect);
void un_draw_rect(un_DrawList *list, un_Rect rect, float radius, un_Color color);
void un_draw_frame(un_DrawList *list, un_Rect rect, float radius, float width, un_Color color);
void un_draw_frame_dashed(un_DrawList *list, un_Rect rect, float radius, float width, float dash_on, float dash_off, un_Color color);
void un_draw_line(un_DrawList *list, un_Point from, un_Point to, float width, un_Color color);
/// dash_on 0: solid. points are copied.
void un_draw_polyline(un_DrawList *list, const un_Point *points, size_t count, float width, float dash_on, float dash_off,
                      un_Color color);
void un_draw_polygon(un_DrawList *list, const un_Point *points, size_t count, un_Color color);
void un_draw_disc(un_DrawList *list, un_Point centre, float radius, un_Color color);
void un_draw_ring(un_DrawList *list, un_Point centre, float radius, float width, un_Color color);
void un_draw_glyphs(un_DrawList *list, const un_Glyph *glyphs, size_t count, un_Color color);
/// Reserves columns*rows texels and returns them to be filled row by row; valid until the next call on the list. NULL: failed.
un_Color *un_draw_image(un_DrawList *list, un_Rect rect, int columns, int rows);
void un_draw_group(un_DrawList *list, const char *name, un_Rect bounds);
void un_draw_group_end(un_DrawList *list);

/// Makes `to` a list like `from`; keeps its memory. False: no memory, `to` is empty.
bool un_draw_copy(un_DrawList *to, const un_DrawList *from);
/// Adds all of `from` to the list, scaled and then moved by `at`, as a picture in a page. Clips of `from` are its own: give it a group or
/// a save around it. No memory: the list has failed.
void un_draw_place(un_DrawList *to, const un_DrawList *from, float scale, un_Point at);
/// Whether two commands are alike in all but their number and content of points, glyphs, texels or names.
bool un_draw_same_style(const un_DrawCommand *a, const un_DrawCommand *b);
/// Whether command i of one list draws what command j of another does.
bool un_draw_same(const un_DrawList *a, size_t i, const un_DrawList *b, size_t j);

/// FNV-1a over commands first..first+count-1 and all that they refer to: equal pictures have equal hashes.
uint64_t un_draw_hash(const un_DrawList *list, size_t first, size_t count);

#endif
