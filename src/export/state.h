/// What a picture tells about itself: the experiment and the moment that it shows, as text inside of the file (PNG: iTXt, SVG: metadata,
/// PDF: an attachment, GIF and MP4: the comment). The text is the experiment's own YAML with one line before it, so whoever reads it can
/// also feed it to `unroll` as it is. A file may come from anywhere: what is read is checked like every experiment.
#ifndef UN_EXPORT_STATE_H
#define UN_EXPORT_STATE_H

#include "sim/experiment.h"
#include "view/view.h"

/// The moment that a picture shows.
typedef struct un_Moment {
    int64_t update;
    double time; ///< seconds into the wave; < 0: everything is shown
    int view;    ///< index of un_view_table; -1: the whole lab
    un_Selection select;
} un_Moment;

/// The text. malloc'ed, the caller frees; NULL: no memory.
char *un_state_write(const un_Experiment *experiment, const un_Moment *moment);

/// The keyword of a PNG's text chunk, and the name of a PDF's attachment.
#define UN_STATE_KEYWORD "Unroll"
#define UN_STATE_FILE    "experiment.yaml"

/// Whether the first bytes of a file are a picture's that may hold a state.
bool un_state_is_picture(const char *head, size_t size);
/// The experiment and moment in the bytes of a picture. name stands in errors. Errors: UN_ERROR_FILE (no state, or one that is no valid
/// experiment), UN_ERROR_MEMORY; *experiment and *moment are untouched then.
un_Status un_state_read(const char *bytes, size_t size, const char *name, un_Experiment *experiment, un_Moment *moment, un_Error *error);
/// The same from a file.
un_Status un_state_load(const char *path, un_Experiment *experiment, un_Moment *moment, un_Error *error);

#endif
