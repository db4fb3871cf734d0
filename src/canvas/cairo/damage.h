/// What of a picture has to be drawn anew: two draw lists compared command by command. Inside src/canvas/cairo only.
#ifndef UN_CANVAS_CAIRO_DAMAGE_H
#define UN_CANVAS_CAIRO_DAMAGE_H

#include "canvas/cairo/paint.h"

/// A command that draws, with the clip it is drawn under and all that it may touch of it.
typedef struct un_Shape {
    size_t command; ///< its place in the list
    uint64_t group; ///< hash of the outermost open group's name; 0 outside of groups
    un_PixelRect clip, bounds;
} un_Shape;

typedef struct un_Shapes {
    un_Shape *shape; ///< in the list's order
    size_t count, room;
} un_Shapes;

/// Finds the shapes and their clips, not their bounds. base: the clip that the list starts with. Restoring below the
/// start gives base. False: no memory.
bool un_shapes_find(un_Shapes *shapes, const un_DrawList *list, un_PixelRect base, float pixels);
/// Fills the bounds of one shape.
void un_shapes_bound(un_Shape *shape, un_Painter *painter, const un_DrawList *list);
void un_shapes_free(un_Shapes *shapes);

enum { UN_DAMAGE_ROOM = 48 };

/// Rectangles that do not meet, so that no pixel is drawn twice. What is added is merged with those it meets, or cut
/// where a merged one would be much larger: the wave's front, which is high, crosses strips, which are wide.
typedef struct un_Damage {
    un_PixelRect rect[UN_DAMAGE_ROOM];
    size_t count;
} un_Damage;

void un_damage_add(un_Damage *damage, un_PixelRect rect);
double un_damage_area(const un_Damage *damage);
un_PixelRect un_damage_union(const un_Damage *damage);

/// Adds what differs between two lists drawn on the same ground, and fills the bounds of `now`. Outside of it the same
/// commands are drawn in the same order, so the pixels are the same. Groups of the same name are compared with one
/// another, whatever the one before has gained or lost. Of an image of the same place and size only the texels that
/// differ count, of a line that goes on from the same start only its end. Gives up comparing when more than `most`
/// pixels have changed.
void un_damage_compare(un_Damage *damage, un_Painter *painter, const un_DrawList *last_list, const un_Shapes *last,
                       const un_DrawList *list, un_Shapes *now, double most);

#endif
