/// Going through a lesson's stops in the window: what is open, what its run does, and what the panel beside the views says.
/// lesson/player.h decides what comes next; here are the worker, the wave and the widgets. Only src/app includes this.
#ifndef UN_APP_COURSE_H
#define UN_APP_COURSE_H

#include "app/action.h"
#include "lesson/player.h"
#include "platform/file.h"
#include "canvas/block.h"
#include "ui/widget.h"
#include "view/lesson_lab.h"

enum { UN_COURSE_PATH = 2048 };

/// What the run behind the stop is about to do. course_run.c.
typedef enum un_CourseRun {
    UN_COURSE_STANDS,   ///< it is where it should be
    UN_COURSE_OPENS,    ///< told to start anew; its first snapshot has not come
    UN_COURSE_RETURNS,  ///< on its way to an update that it has been at before
    UN_COURSE_TRAINS,   ///< through the stops' runs one after the other, up to this stop's
    UN_COURSE_SEEDS,    ///< the other seeds beside it
    UN_COURSE_MEASURES, ///< waits for a picture with all that the stop shows
    UN_COURSE_WAVES,    ///< the wave plays; then the numbers are told
} un_CourseRun;

typedef struct un_CourseState {
    bool open; ///< the lesson that is open has stops
    un_Player player;
    un_CourseRun doing;
    double since;   ///< when it began to
    int configured; ///< the first of the stops whose run the worker has; -1: none of them
    int generation; ///< of that run
    char run[24];   ///< its name
    int edits;      ///< that its experiment came with
    bool varied;    ///< a control of the stop was turned: the run is not the stop's own
    int leg;        ///< the stop whose run is trained
    int64_t goal;   ///< RETURNS: where to
    bool sent;      ///< the worker has been told
    double told_at; ///< when the answer stood
    bool skip;      ///< straight to the end, without the wave
    int64_t ran_at[UN_STOPS_MAX]; ///< where each stop's run has ended; -1: not known yet

    bool about;      ///< the text of the lesson's beginning stands in the panel
    bool inspector;  ///< a cell was opened on demand
    int first_view;  ///< of the stop's views: the others follow
    un_UiScroll scroll;
    float content;   ///< height of the panel's text when it was last drawn
    float hidden;    ///< of it, what had to be scrolled to
    bool dragging;   ///< the mark on the plot

    un_DrawList *shot[UN_STOPS_MAX]; ///< of each stop as it was told in this window, for the report; NULL: none
    struct un_Progress *progress; ///< owned; NULL: nothing is kept
    char path[UN_COURSE_PATH]; ///< of the lesson's file; "": it is not watched
    un_FileStamp stamp;
    double looked_at;

} un_CourseState;

// course.c
/// The lesson that was just shown has stops: at stop `stop`, counted from 0 (the last one at most); below 0: where the learner was. path NULL: it is not watched.
void un_course_open(un_App *app, const char *path, int stop);
void un_course_close(un_App *app);
/// A lesson with stops is open and has the window: not exploring.
bool un_course_is_on(const un_App *app);
/// NULL: no stop has the window (no lesson, exploring, or behind the last stop).
const un_Stop *un_course_stop(const un_App *app);
/// The answer stands: commit it and run; RUN: to the end; TOLD: the next stop. What Enter does.
void un_course_go_on(un_App *app);
void un_course_back(un_App *app);
void un_course_go(un_App *app, int stop);
void un_course_choose(un_App *app, int choice);
/// The same, and the ring goes there.
void un_course_choose_by_key(un_App *app, int choice);
void un_course_number(un_App *app, double number);
/// NUMBER and MARK: by so many notches.
void un_course_turn(un_App *app, int notches);
/// The whole laboratory on this very run, and back.
void un_course_explore(un_App *app);
/// Another experiment is opened: the lesson waits behind its strip.
void un_course_leave(un_App *app);
/// Into app->view: the guess, what is covered.
void un_course_fill_view(un_App *app);
/// What the stop names, once its answer stands: an edge around it, over the views.
void un_course_highlight(un_App *app);
un_LessonLayoutDef un_course_layout(const un_App *app);
/// How the stop's number is turned: from the question, or from the axis of the plot. False: it asks for no number.
bool un_course_scrub(const un_App *app, un_ScrubDef *def);

// course_run.c
/// The stop that the player stands at has the window: its run and its picture.
void un_course_enter(un_App *app);
/// Committed: the stop's run goes on.
void un_course_run(un_App *app);
void un_course_skip(un_App *app);
/// Some view that is shown shows the wave.
bool un_course_shows_wave(const un_App *app);
/// A control of the stop was turned: its run with this experiment, to the same end.
void un_course_vary(un_App *app, const un_Experiment *experiment);
void un_course_advance(un_App *app);
/// "update 320 of 2,000; loss 0.41", and how far it is, 0..1.
float un_course_progress(const un_App *app, char *out, size_t size);

// course_keep.c
/// Reads what the learner has done in this lesson before; place: and goes on there.
void un_course_recall(un_App *app, bool place);
/// Writes what stands now.
void un_course_keep(un_App *app);
/// From the start, with nothing answered.
void un_course_forget(un_App *app);

// course_report.c
/// Keeps the picture of the stop that was just told.
void un_course_shoot(un_App *app);
void un_course_forget_shots(struct un_CourseState *course);
/// Writes what the learner hands in: PDF, and Markdown with its pictures.
void un_course_report(un_App *app);

// course_watch.c
/// Looks at the lesson's file, at most twice a second.
void un_course_watch(un_App *app);

// course_bar.c
/// The top bar of a stop.
void un_course_bar(un_App *app, un_Rect bar);
/// Over the laboratory while exploring: the way back. Its height; 0: not exploring.
float un_course_strip_height(const un_App *app);
void un_course_strip(un_App *app);

// course_panel.c, course_question.c, course_told.c, course_controls.c
/// Sizes of the panel's parts, points at scale 1.
typedef struct un_CourseLook {
    float question, body, choice, row, gap, pad, number, button, pill;
    bool roomy;
    bool tight; ///< what was told would not fit: gaps are smaller, and what two numbers already say is not said again
} un_CourseLook;
void un_course_panel(un_App *app);
/// A text of the lesson from the top of rect; list NULL measures. marks: for every span. Returns its height.
float un_course_prose(un_App *app, un_DrawList *list, const un_Prose *prose, un_Rect rect, float body, unsigned marks);
/// Each draws its part from rect's top on list (NULL measures, and no widget hears anything) and returns the height.
float un_course_question(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect);
/// The mark of the question on its plot, as a widget.
void un_course_mark(un_App *app);
/// The same in a view drawn in rect. False: the question has no mark there now.
bool un_course_mark_in(un_App *app, const un_ViewContext *context, int view, un_Rect rect);
float un_course_told(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect);
/// What the stop lets the learner turn.
float un_course_controls(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop);
/// A hairline with room around it.
float un_course_rule(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect);
/// "That is 192 times less than your guess."
const char *un_course_gap(int quantity, double guess, double measured, char *out, size_t size);

// sleep.c
/// Why the action may not be done at this stop now, in words; NULL: it may.
const char *un_action_sleeps(const un_App *app, un_ActionId action);
/// The stop has this control of un_control_table.
bool un_course_allows(const un_App *app, const char *control);

#endif
