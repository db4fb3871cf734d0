/// Moving pictures: one after the other into a file that grows, so that memory does not follow the clip's length.
#ifndef UN_EXPORT_CLIP_H
#define UN_EXPORT_CLIP_H

#include "canvas/theme.h"
#include "export/format.h"

typedef struct un_ClipDef {
    un_Format format;  ///< one of those with `clip`
    int width, height; ///< pixels
    int frames;        ///< that will be added; known before, because an APNG says it at its start
    int fps;           ///< GIF: a divisor of 100
    un_ThemeName theme; ///< GIF: whose colours it holds
    bool transparent;  ///< APNG
    const char *state; ///< NULL: none; must last as long as the clip
} un_ClipDef;

typedef struct un_Clip un_Clip;

/// Pictures a second that this format is given when nobody says.
int un_clip_usual_fps(un_Format format);
/// What can be refused before anything is drawn: an encoder that is missing, a rate that the format cannot hold. Errors: UN_ERROR_VALUE,
/// UN_ERROR_FILE.
un_Status un_clip_check(un_Format format, int fps, un_Error *error);
/// Errors: UN_ERROR_FILE, UN_ERROR_MEMORY; returns NULL.
un_Clip *un_clip_open(const un_ClipDef *def, const char *path, un_Error *error);
/// The next picture: premultiplied ARGB, rows of `stride` bytes. Errors: UN_ERROR_FILE (a full disk, an encoder that died),
/// UN_ERROR_MEMORY; then only un_clip_drop is left.
un_Status un_clip_add(un_Clip *clip, const uint32_t *pixels, int stride, un_Error *error);
/// After the last picture: whether un_clip_end would wait no more (an encoder is still at work). For those who must not wait. Errors: as
/// un_clip_add.
un_Status un_clip_settle(un_Clip *clip, bool *settled, un_Error *error);
/// Completes the file under its name and frees the clip. Errors: as above; nothing is left behind.
un_Status un_clip_end(un_Clip *clip, un_Error *error);
/// Removes what was written and frees the clip. NULL is allowed.
void un_clip_drop(un_Clip *clip);

#endif
