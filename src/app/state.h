/// Inside of the window: what un_App holds, and which file does what with it. Only src/app includes this.
#ifndef UN_APP_STATE_H
#define UN_APP_STATE_H

#include "app/export.h"
#include "app/app.h"
#include "app/course.h"
#include "app/contents.h"
#include "app/hall.h"
#include "lesson/lesson.h"
#include "sim/worker.h"
#include "canvas/block.h"
#include "ui/widget.h"
#include "view/lab.h"
#include "view/stage.h"

#include <SDL.h>

enum {
    UN_APP_TOAST = 1200,
    UN_APP_WORDS = 1024, ///< bytes of a view in words
    UN_APP_SAMPLES = 16384,
    UN_APP_RATES = 5,
    UN_APP_WAVE_SPEEDS = 5,
    UN_APP_CURSORS = 3,
    UN_APP_GATE_BIASES = 3
};

/// What menus are filled with, in the reader's language; read while a menu stands open, so it lives here.
typedef struct un_AppNames {
    const char *task[UN_TASK_COUNT], *cell[UN_CELL_COUNT], *init[UN_INIT_COUNT], *optimizer[UN_OPTIMIZER_COUNT];
    const char *view[UN_VIEW_COUNT]; ///< but the stage: what the menu of views lists
    char numbered[UN_VIEW_COUNT][64]; ///< "4  Gradient waterfall"
    const char *activation[UN_ACTIVATION_COUNT], *gate_bias[UN_APP_GATE_BIASES], *direction[2], *rate[UN_APP_RATES];
} un_AppNames;

/// What a frame had to show anew, for the report.
typedef enum un_FrameKind { UN_FRAME_OTHER, UN_FRAME_WAVE, UN_FRAME_SNAPSHOT } un_FrameKind;
typedef struct un_FrameSample {
    double ms; ///< the frame's own CPU
    un_FrameKind kind;
} un_FrameSample;

/// Training as the user steers it. run.c.
typedef struct un_Run {
    un_Experiment good; ///< the last configuration that the worker took
    un_Experiment base; ///< as configured
    un_Experiment now;  ///< with what was changed since, in place of the values
    bool playing;       ///< the user wants it to train
    bool asking;        ///< `asked`, play or pause, found the queue full
    un_CommandKind asked;
    int rate;             ///< index into un_run_rates
    double credit;        ///< updates owed at a limited rate
    int64_t ahead;        ///< the update that those asked for lead to
    int64_t planned;      ///< updates after which it stops
    bool changed;         ///< `now` differs from what the worker was told
    double told_at;       ///< when the worker was last told
    bool ended;           ///< it reached its planned updates by itself
    bool settling;        ///< told to start anew; its first snapshot has not come yet
    unsigned wanted;      ///< bits of un_SnapshotWanted that the worker was told
    bool wave_when_still; ///< the wave shall play when training has stopped
    unsigned nonfinite;   ///< lanes whose NaN was announced
} un_Run;

/// The wave as the user steers it. wave_player.c.
typedef struct un_WavePlayer {
    bool active; ///< false: everything is shown
    bool playing;
    double t;     ///< seconds at speed 1
    int speed;    ///< index into un_wave_speeds
    bool gliding; ///< between two steps
    double glide_from, glide_to, glide_start;
} un_WavePlayer;

/// Where in the run's past the user wants to stand. time_control.c.
typedef struct un_TimeControl {
    bool going;        ///< towards `goal`, an update of this run
    int64_t goal;
    bool told;         ///< the worker has been sent there
    int64_t told_goal; ///< where it was sent last
    double told_at;
    int64_t told_serial; ///< of the snapshot shown then
    char run[24];        ///< the run that was shown last: another one is announced
    bool arrived;        ///< knobs are to show what training uses there
} un_TimeControl;

enum { UN_KNOB_NAMES = 8, UN_KNOB_NAME = 40, UN_KNOBS_SHOWN = 8 };

/// One causal knob in force, on the picture or on training.
typedef struct un_Knob {
    un_Edit edit;
    bool trains;
} un_Knob;

/// Causal knobs: what the picture is taken under, and what training is trained under. knobs.c.
typedef struct un_Knobs {
    un_ProbeActs picture; ///< as the user set them
    bool untold;          ///< the probe has not been told yet
    bool trains;          ///< a knob that is turned acts on training, not on the picture alone
    bool turning;         ///< `turned`, of training, has not been told yet
    un_Edit turned;
    double told_at;
    int64_t told_serial; ///< of the snapshot shown when training was told last
    int lane;            ///< whose knob was turned last
    un_Knob shown[UN_KNOBS_SHOWN]; ///< in this frame, in the banner's order
    int count;
    un_Rect banner;      ///< over the stage; h = 0: no knob is in force
    char name[UN_LANES_MAX][UN_KNOB_NAMES][UN_KNOB_NAME]; ///< of the lanes' menus
    const char *menu[UN_LANES_MAX][UN_KNOB_NAMES];
} un_Knobs;

typedef enum un_ZoomDrag {
    UN_ZOOM_STILL,
    UN_ZOOM_CHOOSE,  ///< a range on the step axis
    UN_ZOOM_PAN,     ///< along it
    UN_ZOOM_MIDDLE,  ///< the same with the middle button, anywhere on the columns
    UN_ZOOM_OVERVIEW ///< the seen part of the strip of all steps
} un_ZoomDrag;

/// Which steps the stage shows. zoom.c.
typedef struct un_Zoom {
    int T;          ///< of the sequence that it is about
    un_Range range; ///< aimed at; 0, 0: all
    un_Range from;  ///< where the glide began
    double start;
    bool gliding;
    un_ZoomDrag drag;
    float held_x, held_step, held_pitch; ///< where the drag began: x, the step there, points a step
    un_Range held_range;
    double clicked_at; ///< the first press of a double click; -1: none
    double pinched_at; ///< the last move of two fingers; -1: none
} un_Zoom;

typedef enum un_PanelKind { UN_PANEL_NONE, UN_PANEL_LESSON, UN_PANEL_SETTINGS } un_PanelKind;
/// Which views stand where. places.c.
typedef struct un_Places {
    int view[UN_PLACE_COUNT]; ///< un_ViewId, where there is a right column
    int front;                ///< un_ViewId of the one lower panel of a narrow window
    bool text_front;          ///< the lesson stands before it
    bool inspector;           ///< the inspector is open in the right column
    int expanded;             ///< 1 + the place that is shown alone; 0: none
    int read;                 ///< the place that an overlay is about
} un_Places;

typedef enum un_OverlayKind { UN_OVERLAY_NONE, UN_OVERLAY_KEYS, UN_OVERLAY_READING, UN_OVERLAY_WORDS, UN_OVERLAY_EXPORT } un_OverlayKind;

struct un_App {
    un_AppDef def;
    SDL_Window *window;
    SDL_Cursor *cursor[UN_APP_CURSORS];
    int cursor_shown;
    bool started_video; ///< SDL's part was started here and ends with the window
    uint32_t wake_event;
    un_Screen *screen;
    un_Fonts *fonts;
    un_Worker *worker;
    un_Lesson *lesson;

    un_Ui ui;
    un_AppNames names;
    un_DrawList list, picture;
    float width, height; ///< points
    float scale;
    un_ThemeName theme;
    bool calm; ///< reduced motion: the wave jumps by phases
    bool quit, dirty;
    bool by_pointer; ///< the pointer has moved since the keyboard last moved the ring
    int key; ///< that an action was run by

    const un_Snapshot *snapshot;
    int generation;
    un_ViewContext view;
    un_Axis axis; ///< of the run; a stop's open question has one of its own
    un_LabLayout layout;
    un_Places places;
    int lane;      ///< that the stage shows where not all fit
    bool text_tab; ///< the lesson is one of the tabs
    un_PanelKind panel;
    un_OverlayKind overlay;
    int reading_page, reading_pages; ///< of the notes, where they do not fit all at once
    un_UiScroll scroll[4]; ///< lesson, settings, keys, words
    float lesson_height;   ///< of the text as last drawn
    un_Rect opened_from;   ///< where the inspector was opened
    double opened_at;
    un_Hover hover;
    double hover_since;

    un_Run run;
    un_WavePlayer wave;
    un_Zoom zoom;
    un_TimeControl time;
    un_Knobs knobs;
    un_CourseState course;
    char lesson_path[UN_COURSE_PATH]; ///< of the lesson in another language
    un_ExportPanel export;
    un_Hall hall;
    un_Contents contents;

    char toast[UN_APP_TOAST];
    double toast_until;
    char saved[1024]; ///< the last picture's path

    double now, last_drawn, snapshot_at;
    int frames;
    double first_frame_s;
    un_FrameSample *sample; ///< UN_APP_SAMPLES of them, a ring
    un_FrameKind kind;      ///< of the frame to come
    int snapshots;          ///< taken since the last wave
};

// wait.c
/// Something is to be drawn without an event.
bool un_app_moves(const un_App *app);
bool un_app_is_hidden(const un_App *app);

// lesson.c
/// Shows the lesson's text, which is the window's from here on, in place of the one before.
void un_lesson_show(un_App *app, un_Lesson *lesson);
/// Every stop's run fits in the memory that the window may use. Errors: un_experiment_check's.
bool un_lesson_has_room(const un_App *app, const un_Lesson *lesson, un_Error *error);
void un_lesson_title_window(un_App *app);

// drop.c
/// Opens a lesson, an experiment or a checkpoint, or says in one line why not.
void un_drop(un_App *app, const char *path);

// event.c
/// Everything SDL has to tell: into the widgets' queue and the window's state.
void un_app_events(un_App *app);
/// One of them.
void un_app_take(un_App *app, const SDL_Event *event);
void un_app_resize(un_App *app);

// select.c
/// Chooses a cell and opens it in the inspector, which comes from the rectangle `from`.
void un_select_open(un_App *app, un_Selection select, un_Rect from);
/// The cell at the loss step: for the keyboard.
void un_select_at_loss(un_App *app);
void un_select_close(un_App *app);
/// A cell is chosen and the inspector shows it.
bool un_select_is_open(const un_App *app);
void un_select_step(un_App *app, int by);
void un_select_unit(un_App *app, int by);
void un_select_row(un_App *app, int by);
void un_select_lane(un_App *app);
void un_select_all_or_one(un_App *app);
/// A click or tap on the stage.
void un_select_click(un_App *app, un_Point at);
/// A click on the strips of the inspector: another unit, or another step.
void un_select_click_inspector(un_App *app, un_Point at);
/// A click on a row of the matrix of attention, which stands at `place`: its step is read out there, and in the inspector.
void un_select_click_attention(un_App *app, un_LabPlace place, un_Point at);
void un_select_widgets(un_App *app);
/// The inspector on its way from where it was opened.
void un_select_opening(un_App *app);

// run.c
extern const int un_run_rates[UN_APP_RATES]; ///< updates a second; 0: as many as it can
const char *un_run_rate_name(int rate);
void un_run_start(un_App *app, const un_Experiment *experiment, bool playing);
/// Another experiment in place of the one that runs. A lesson's stands at the start of its wave.
void un_run_open(un_App *app, const un_Experiment *experiment, bool playing);
void un_run_play(un_App *app);
void un_run_pause(un_App *app);
void un_run_one(un_App *app);
void un_run_reset(un_App *app);
void un_run_new_seed(un_App *app);
void un_run_set_rate(un_App *app, int rate);
/// The task's lag, or its length, by so much more.
void un_run_lag(un_App *app, int more);
/// Knobs that turn while it trains show what training uses at the present update.
void un_run_follow(un_App *app);
/// Sets a row of un_param_table; lane -1: of all lanes. An edit where the row allows it, else a new configuration.
void un_run_set(un_App *app, int param, int lane, double value);
/// `now` was changed in another way.
void un_run_changed(un_App *app);
/// Posts what is due and takes the newest snapshot. dt: seconds since the last call.
void un_run_advance(un_App *app, double dt);

// zoom.c
/// The range of this moment, into app->view.
void un_zoom_advance(un_App *app);
/// The wheel with Ctrl, the middle button, two fingers. True: taken.
bool un_zoom_take(un_App *app, const SDL_Event *event);
void un_zoom_in(un_App *app);
void un_zoom_out(un_App *app);
void un_zoom_all(un_App *app);
void un_zoom_left(un_App *app);
void un_zoom_right(un_App *app);
bool un_zoom_is_whole(const un_App *app);
void un_zoom_widgets(un_App *app, const un_StageLayout *stage);

// switches.c
/// h or c, units by value or by index.
void un_switches(un_App *app, const un_StageLayout *stage);

// wave_player.c
extern const double un_wave_speeds[UN_APP_WAVE_SPEEDS];
void un_wave_play(un_App *app);
void un_wave_toggle(un_App *app);
void un_wave_walk(un_App *app, int direction);
void un_wave_hide(un_App *app);
void un_wave_set_speed(un_App *app, int speed);
void un_wave_set_calm(un_App *app, bool calm);
void un_wave_advance(un_App *app, double dt);

// time_control.c
/// Stands at another update of this run, between its start and its reach.
void un_time_go(un_App *app, int64_t update);
void un_time_back(un_App *app);       ///< one update
void un_time_start(un_App *app);      ///< update 0
void un_time_reach(un_App *app);      ///< the furthest update of this run
void un_time_page(un_App *app, int direction); ///< a tenth of it
void un_time_branch(un_App *app);     ///< another run starts here
void un_time_seeds(un_App *app);      ///< trains seeds 1..10 beside this run, or stops that
/// Sends the worker where the user wants to be, no faster than it answers.
void un_time_advance(un_App *app);
/// The timeline as a slider, and its button.
void un_time_widgets(un_App *app);

// knobs.c
/// The gate that keeps of the lane that is meant, held or released.
void un_knobs_hold(un_App *app);
void un_knobs_next_gate(un_App *app);
void un_knobs_radius(un_App *app);
void un_knobs_symbol(un_App *app); ///< another symbol at the selected step
void un_knobs_clip(un_App *app);   ///< the ring goes to the clip of the lane that is meant
void un_knobs_swap(un_App *app);   ///< what if, or train with it
void un_knobs_release(un_App *app);
/// Takes the keys back from a number of the banner. False: none had them.
bool un_knobs_leave(un_App *app);
void un_knobs_advance(un_App *app);
/// A new configuration has come: its probe has no interventions yet.
void un_knobs_renew(un_App *app);
/// The lane is taken out: its knobs go, those of the lanes behind it move up with them.
void un_knobs_forget_lane(un_App *app, int lane);
/// Takes the banner's room from the place at the top; before anything is drawn.
void un_knobs_place(un_App *app);
void un_knobs_widgets(un_App *app);
/// The banner in words, for a picture without widgets.
void un_knobs_caption(un_App *app, un_DrawList *list);

// frame.c
/// Lays out and draws everything into app->list.
void un_frame_build(un_App *app);
/// The lab alone with the settings as its caption, into app->picture.
void un_frame_build_picture(un_App *app);
/// The laboratory as it is laid out now, in the window or the part of it that the text beside leaves.
un_LabDef un_frame_lab(const un_App *app);

// places.c
/// The window is wide enough for a right column.
bool un_places_wide(const un_App *app);
/// It is so wide that the inspector has a panel of its own.
bool un_places_very_wide(const un_App *app);
void un_places_init(un_Places *places);
/// Shows the view where it fits: in its place, or alone where it fits nowhere.
void un_places_show(un_App *app, int view);
/// The same, and the keys that follow are about it.
void un_places_show_by_key(un_App *app, int view);
/// Puts the view into the place; one that stands elsewhere changes places with what was here.
void un_places_set(un_App *app, un_LabPlace place, int view);
/// The next (1) or previous (-1) view in the place that is meant.
void un_places_turn(un_App *app, int direction);
/// The place shown alone, or back.
void un_places_expand(un_App *app, un_LabPlace place);
/// Opens the overlay (how to read, or in words) about a place, or closes it.
void un_places_read(un_App *app, un_LabPlace place, un_OverlayKind overlay);
/// The place that has the focus, that the pointer is on, or the first one that is shown.
un_LabPlace un_places_meant(const un_App *app);
/// The place that the pointer is on, or -1.
int un_places_pointed(const un_App *app);
/// Union of un_View.wants over what is shown.
unsigned un_places_wants(const un_App *app);
/// The boxes that can have the focus, and the buttons at the titles.
void un_places_widgets(un_App *app);
/// The tab buttons of a narrow window.
void un_places_tabs(un_App *app);
/// A button that lists all views and shows the chosen one; place -1: where it fits.
void un_places_menu(un_App *app, const char *id, un_Rect rect, const un_ButtonDef *def, int place);
// top_bar.c, sentence.c, panel.c, settings.c, overlay.c, knob.c
void un_top_bar(un_App *app, un_Rect rect);
/// The settings in one sentence of which the numbers can be turned; the longest form that fits from `left` to `right`.
void un_sentence(un_App *app, un_Rect rect);
void un_panel(un_App *app);
void un_lesson_panel(un_App *app);
void un_settings(un_App *app, un_Rect rect);
void un_settings_names(un_AppNames *names);
void un_lesson_text(un_App *app, un_DrawList *list, un_Rect rect);
void un_overlay(un_App *app);
/// keys.c: the page of keys, made from the table of actions.
void un_keys_page(un_App *app);
// reading.c: the notes of the view that stands in app->places.read.
enum { UN_READING_MARKS = UN_NOTES_MAX };
bool un_reading_has_notes(const un_App *app);
/// The parts of the view that the notes point at; 0: it is not drawn, or has nothing to show.
int un_reading_marks(const un_App *app, un_Rect mark[UN_READING_MARKS]);
void un_reading(un_App *app);
// words.c: the view that stands in app->places.read as text.
/// In one or two sentences, as it is copied. Never empty.
void un_words(const un_App *app, un_LabPlace place, char *out, size_t size);
void un_words_page(un_App *app);
void un_words_copy(un_App *app, un_LabPlace place);
void un_toast_draw(un_App *app);
void un_toast(un_App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// The scrub number of a row of un_param_table.
un_ScrubDef un_knob_def(int param, float size, bool arrows);
/// The row called key as a scrub number, centred on (x, middle.y) from its left; lane -1: all lanes. Returns its width.
float un_knob(un_App *app, const char *id, const char *key, int lane, un_Rect rect, float size, bool arrows);
float un_knob_width(un_App *app, const char *id, const char *key, int lane, float size, bool arrows);

// picture.c
void un_picture_save(un_App *app);
/// The run as it stands, with all that was changed in it, and the moment: what goes into a picture. malloc'ed; NULL: no memory.
char *un_picture_state(un_App *app, const un_Moment *moment);

#endif
