/// The window. All state hangs from one un_App; init, step, shutdown, no nested loops: the web calls step once a frame.
#ifndef UN_APP_APP_H
#define UN_APP_APP_H

#include "base/error.h"
#include "canvas/sdl/screen.h"
#include "canvas/theme.h"
#include "sim/experiment.h"

#include <stdbool.h>

typedef struct un_AppDef {
    un_Experiment experiment;
    const char *lesson_path; ///< a lesson to open, or NULL; its experiment replaces the one above
    float scale;             ///< 1 = 100 %
    un_ThemeName theme;
    bool fullscreen;
    un_RendererChoice renderer;
    int width, height;       ///< of the window, points
    int frames;              ///< run so many frames, then report and end; 0: until closed
    bool threaded;           ///< training on its own thread; false: a slice per frame
    bool playing;            ///< start training at once
} un_AppDef;

/// What --frames reports.
typedef struct un_AppReport {
    double first_frame_s; ///< from process start (as given) to the first presented frame
    double p50_ms, p99_ms; ///< the frame's own CPU, without present
    double rss_mb;
    const char *renderer;
} un_AppReport;

un_AppDef un_default_app_def(void);

typedef struct un_App un_App;

/// Opens the window. Errors: UN_ERROR_FILE with the reason (no display, a lesson that does not parse); returns NULL.
un_App *un_app_create(const un_AppDef *def, un_Error *error);
/// One frame: events, snapshot, draw, present. False: the window wants to close. Never blocks longer than a frame's wait.
bool un_app_step(un_App *app);
void un_app_report(const un_App *app, un_AppReport *report);
void un_app_destroy(un_App *app);

#endif
