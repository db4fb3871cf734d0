/// Growing text with numbers and XML in it. Inside src/canvas/svg only.
#ifndef UN_CANVAS_SVG_WRITER_H
#define UN_CANVAS_SVG_WRITER_H

#include "canvas/geometry.h"

#include <stddef.h>

/// What encloses the state in a document's metadata.
#define UN_SVG_STATE_START "<unroll:state xmlns:unroll=\"urn:unroll:picture\">"
#define UN_SVG_STATE_END   "</unroll:state>"

/// Starts as {0}. When memory runs out it is marked failed and takes no more.
typedef struct un_SvgWriter {
    char *bytes;
    size_t size, room;
    bool failed;
} un_SvgWriter;

void un_svg_bytes(un_SvgWriter *out, const char *bytes, size_t size);
void un_svg_text(un_SvgWriter *out, const char *text);
/// At most two places behind the point: "12", "12.5", "-0.25".
void un_svg_number(un_SvgWriter *out, float value);
/// ` name="value"`.
void un_svg_attribute(un_SvgWriter *out, const char *name, float value);
/// ` name="#rrggbb"`, and ` name-opacity="0.5"` unless the colour is opaque.
void un_svg_color(un_SvgWriter *out, const char *name, un_Color color);
/// A character as XML text; what XML cannot hold becomes U+FFFD.
void un_svg_character(un_SvgWriter *out, uint32_t code_point);
/// UTF-8 as XML text. Invalid bytes become U+FFFD.
void un_svg_escaped(un_SvgWriter *out, const char *text, size_t size);
void un_svg_base64(un_SvgWriter *out, const unsigned char *bytes, size_t size);

#endif
