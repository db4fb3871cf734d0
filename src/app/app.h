/// The window. All state hangs from one un_App; init, step, shutdown, no nested loops: the web calls step once a frame.
#ifndef UN_APP_APP_H
#define UN_APP_APP_H

#include "base/error.h"
#include "canvas/sdl/screen.h"
#include "canvas/theme.h"
#include "lesson/player.h"
#include "sim/experiment.h"
#include "snapshot/snapshot.h"
#include "view/lab.h"

#include <stdbool.h>

typedef struct un_AppDef {
    un_Experiment experiment;
    const char *lesson_path; ///< a lesson to open, or NULL; its experiment replaces the one above
    const char *shelf_path;  ///< a folder of lessons: the page that lists them is open at first; NULL: the program's own, on demand
    int stop;                ///< of the lesson, counted from 1; 0: the first
    bool presenter;          ///< for the lecture hall
    const char *language;    ///< of the lesson, "de"; NULL: as the file says
    const char *profile;     ///< of the learner, whose answers are kept; NULL: nothing is
    float scale;             ///< 1 = 100 %
    un_ThemeName theme;
    bool fullscreen;
    un_RendererChoice renderer;
    int width, height; ///< of the window, points
    int frames;        ///< run so many frames, then report and end; 0: until closed
    bool replay_wave;  ///< with frames: the wave plays again and again, a sixtieth of a second a frame, and between two
                       ///< waves a few snapshots are taken
    bool unpainted;    ///< frames are built and not painted: for tests that read the draw list
    double frame_s;    ///< seconds that pass from step to step, whatever the clock says; 0: as the clock says
    bool threaded;     ///< training on its own thread; false: a slice per frame
    bool playing;      ///< start training at once (a lesson asks first and starts still)
    double max_memory; ///< bytes; a run that would need more is refused; 2e9
    double start_s;    ///< un_clock_seconds() at the start of the process, for first_frame_s; 0: un_app_create's
} un_AppDef;

/// What --frames reports.
typedef struct un_AppReport {
    double first_frame_s;  ///< from process start (as given) to the first presented frame
    double p50_ms, p99_ms; ///< the frame's own CPU, without present
    // Of the frames in which the wave moved and of those that showed a new snapshot; NaN: there was none.
    int wave_frames, snapshot_frames;
    double wave_p50_ms, wave_p99_ms, snapshot_p50_ms, snapshot_p99_ms;
    double rss_mb;
    const char *renderer;
} un_AppReport;

un_AppDef un_default_app_def(void);

typedef struct un_App un_App;

/// Opens the window. Errors: UN_ERROR_FILE with the reason (no display, a lesson that does not parse); returns NULL.
un_App *un_app_create(const un_AppDef *def, un_Error *error);
/// One frame: events, snapshot, draw, present; draws only what has changed. False: the window wants to close. Never
/// waits, so that a browser may call it once per frame.
bool un_app_step(un_App *app);
/// Sleeps until the next step has something to do: an event, a snapshot, the time of the next frame; 0.1 s at the most.
/// For a loop of one's own between two steps; never called in a browser, whose tab would hang.
void un_app_wait(un_App *app);
void un_app_report(const un_App *app, un_AppReport *report);
void un_app_destroy(un_App *app);

/// What can be seen from outside, for tests and tools. Borrowed until the next step.
typedef struct un_AppView {
    const un_Snapshot *snapshot;     ///< the one that is shown
    const un_Experiment *experiment; ///< as the knobs stand
    bool playing;                    ///< the user wants training to run
    un_Wave wave;
    bool wave_playing;
    un_ThemeName theme;
    float scale, width, height;
    int place[UN_PLACE_COUNT];       ///< un_ViewId of the view that is shown there, or -1
    bool text_front;                 ///< narrow: the lesson stands in the lower panel
    int expanded;                    ///< un_ViewId of the view that is shown alone, or -1
    un_Selection select;
    un_Range range;                 ///< steps that the stage shows; 0, 0: all
    bool settings, lesson, overlay; ///< what stands open
    int stop, stops;                ///< of the lesson, from 0 (stop == stops: behind the last); stops 0: no lesson with stops is open
    un_Phase phase;                 ///< of the stop
    const un_Answer *answer;        ///< at the stop; NULL behind the last
    bool exploring, course_stands;  ///< the laboratory on the stop's run; the stop's run is where it should be
    float course_hidden;            ///< points of the stop's text that have no room in its panel
    bool hall, hall_why, hall_black, hall_lit; ///< the lecture hall: on, at a stop's last page, dark, with its spotlight
    int page, pages;                ///< of the hall, from 1
    bool notes;                     ///< the speaker's notes are open
    const un_DrawList *notes_list;  ///< as last drawn; NULL: closed
    const char *profile;            ///< of the learner; NULL: nothing is kept
    bool contents;                  ///< the page of lessons is open
    const char *toast;              ///< what is announced now, or ""
    const char *saved;              ///< path of the last saved picture, or ""
    const un_DrawList *list;        ///< the last frame
    int frames;                     ///< drawn so far
    int boxes;                      ///< that can be hit, of UN_UI_BOXES
} un_AppView;

void un_app_view(const un_App *app, un_AppView *out);
/// The run as it stands: the experiment with its edits, the update and each lane's state hash at it. Waits for the
/// update in progress.
void un_app_result(un_App *app, un_Experiment *experiment, int64_t *update, uint64_t hash[UN_LANES_MAX]);
/// Where a widget stood in the last frame, by its name ("play", "settings", "lane1/lr"; src/app gives them), in points
/// of the window. False: it was not there.
bool un_app_widget(const un_App *app, const char *name, un_Rect *rect);
/// Whether the widget of this name has the keyboard's ring.
bool un_app_focused(const un_App *app, const char *name);

#endif
