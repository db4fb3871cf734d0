/// Shapes into triangles with feathered edges: along every edge the colour fades over one pixel from half a pixel
/// inside to half a pixel outside, so that a triangle rasteriser without multisampling shows smooth edges, and
/// whole-pixel edges stay sharp. Coordinates are pixels. Inside src/canvas/sdl only.
#ifndef UN_CANVAS_SDL_TESSELLATE_H
#define UN_CANVAS_SDL_TESSELLATE_H

#include "canvas/geometry.h"

#include <SDL.h>

/// Triangles that wait to be drawn, all with one texture; shapes sit on a white texel of it. Memory is kept by
/// un_mesh_reset.
typedef struct un_Mesh {
    SDL_Vertex *vertex;
    int *index;
    int vertex_count, vertex_room, index_count, index_room;
    SDL_FPoint white; ///< where the texture is white and opaque
    un_Point *point;  ///< scratch: a dash, a contour
    int *link;        ///< scratch: ear clipping
    int point_room, link_room;
} un_Mesh;

void un_mesh_free(un_Mesh *mesh);
void un_mesh_reset(un_Mesh *mesh);

/// Sharp rectangle with corner texture coordinates (for shapes: un_mesh_rect).
void un_mesh_quad(un_Mesh *mesh, un_Rect rect, SDL_FPoint uv0, SDL_FPoint uv1, un_Color color);
void un_mesh_rect(un_Mesh *mesh, un_Rect rect, un_Color color);
/// Fills a simple polygon, convex or not.
void un_mesh_polygon(un_Mesh *mesh, const un_Point *points, int count, un_Color color);
/// Strokes with round joins and butt ends (mitred where the difference is under a quarter of a pixel). dash_on 0:
/// solid. points may be changed: coinciding neighbours are dropped.
void un_mesh_stroke(un_Mesh *mesh, un_Point *points, int count, bool closed, float width, float dash_on, float dash_off,
                    un_Color color);

enum { UN_CONTOUR_ROOM = 4 * 64 };
/// The contour of a rounded rectangle (of a circle when it is all radius). Returns the number of points written.
int un_mesh_contour(un_Rect rect, float radius, un_Point out[UN_CONTOUR_ROOM]);

#endif
