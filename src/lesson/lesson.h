/// A lesson: CommonMark with YAML front matter and YAML fences, so that a lecturer edits a text file. The form:
/// docs/WRITING-LESSONS.md.
///
///     ---
///     title: The vanishing gradient
///     level: beginner
///     minutes: 10
///     language: en
///     goals: [Say how much of the gradient reaches a step far back.]
///     paths: [lecture, lab, self-study]
///     experiment: {task: {name: recall, lag: 20}, lanes: [{name: RNN, cell: rnn}]}
///     ---
///     Text before the first stop: what the lesson is about, and its sources.
///
///     ## The loss stands at step 20. How much of its gradient reaches step 0?
///     A plain RNN with random weights, before any training.
///     ```stop
///     views: [stage, profile]
///     cover: [stage/RNN/gradient, profile]
///     ```
///     ```question
///     kind: choice
///     choices: [{text: "As much: 1", value: 1, feedback: ...}, {text: "A millionth", value: 1e-6, right: true, feedback: ...}]
///     hint: ...
///     ```
///     ```reveal
///     quantity: gradient_ratio
///     lane: RNN
///     says: of the gradient reaches step 0.
///     expect: 1e-6
///     tolerance: {factor: 30}
///     ```
///     Text after the reveal: why.
///     ```teacher
///     Text for the lecturer: what students get wrong, what the model does not show.
///     ```
#ifndef UN_LESSON_LESSON_H
#define UN_LESSON_LESSON_H

#include "base/error.h"
#include "canvas/block.h"
#include "lesson/quantity.h"
#include "sim/experiment.h"
#include "sim/until.h"
#include "view/view.h"

#include <stdbool.h>
#include <stddef.h>

enum { UN_LESSON_BYTES_MAX = 1 << 20, UN_LESSON_LIST_MAX = 4 };

/// Some text of a lesson, in blocks; count 0: none. A text from YAML ("hint: ...") is CommonMark, too.
typedef struct un_Prose {
    const un_Block *block;
    int count;
} un_Prose;

enum {
    UN_STOPS_MAX = 24,
    UN_STOP_VIEWS = 3,
    UN_STOP_PARTS = 6,     ///< most highlights, and most covers, of a stop
    UN_STOP_CONTROLS = 12, ///< most controls that a stop allows
    UN_CHOICES_MAX = 6,
    UN_REVEALS_MAX = 4,
    UN_GOALS_MAX = 6,
    UN_PART_NAME = UN_VIEW_PART_NAME,
    UN_LESSON_LANGUAGE = 8,
};

typedef enum un_Level { UN_LEVEL_BEGINNER, UN_LEVEL_INTERMEDIATE, UN_LEVEL_GRADUATE, UN_LEVEL_COUNT } un_Level;
typedef enum un_PathBit { UN_PATH_LECTURE = 1, UN_PATH_LAB = 2, UN_PATH_SELF_STUDY = 4, UN_PATH_GRADUATE = 8 } un_PathBit;
/// "beginner", and "lecture" for bit 0.
extern const char *const un_level_name[UN_LEVEL_COUNT];
/// A language by its own name: "de": "Deutsch"; one that is not in the table by its code. Borrowed.
const char *un_language_name(const char *language);
/// For a reader: "For beginners".
const char *un_level_title(un_Level level);
enum { UN_PATH_COUNT = 4 };
extern const char *const un_path_name[UN_PATH_COUNT];

/// What a stop lets the student turn. ONE table: names, and the action or the row of un_param_table that each is.
typedef struct un_ControlRow {
    const char *name;  ///< "wave", "lag", "seed", "gate_bias"
    const char *param; ///< key of un_param_table; NULL: an action of the window
} un_ControlRow;
extern const un_ControlRow un_control_table[];
extern const int un_control_count;
/// The control called name, or -1.
int un_control_find(const char *name);

/// How far a stop's run goes once the answer stands.
typedef struct un_StopRun {
    int64_t updates;    ///< budget of `until`, or just how many; 0: nothing is trained. Counted from the experiment's start,
                        ///< so a stop that changes nothing goes on from where the stop before ended
    un_UntilKind until; ///< mean over 10 batches: loss < value, accuracy >= value, the task's criterion
    double value;
    int lane;           ///< whose; -1: every lane's
    int seeds;          ///< train so many other seeds, 1..N, beside, to the experiment's own planned updates; 0: none
    bool before;        ///< it runs before the question is asked: the stop shows what came of it
} un_StopRun;

/// What the wave does when the run has ended.
typedef enum un_StopWave { UN_STOP_WAVE_WHOLE, UN_STOP_WAVE_FORWARD, UN_STOP_WAVE_BACK } un_StopWave;

typedef enum un_QuestionKind {
    UN_QUESTION_NONE,
    UN_QUESTION_CHOICE,
    UN_QUESTION_NUMBER, ///< typed or turned; right when it lies within `tolerance` of what is measured
    UN_QUESTION_MARK,   ///< dragged on a plot; the same
} un_QuestionKind;

/// Where a guess can be drawn or dragged, by un_GuessAxis: "", "steps_back", "ratio", "update", "loss".
extern const char *const un_guess_axis_name[UN_GUESS_AXES];

/// How far apart two numbers may lie: within a factor, or within an amount.
typedef struct un_Tolerance {
    double factor; ///< > 1; 0: `absolute` is meant
    double absolute;
} un_Tolerance;
bool un_tolerance_holds(const un_Tolerance *tolerance, double expected, double found);

typedef struct un_Choice {
    un_Prose text;     ///< one paragraph
    un_Prose feedback; ///< shown with the reveal, when it was chosen
    bool right;
    bool has_value;    ///< it stands for a number, which is drawn into the plot
    double value;
} un_Choice;

typedef struct un_Question {
    un_QuestionKind kind;
    int line, column; ///< of the fence's first line of YAML
    int choice_count;
    un_Choice choice[UN_CHOICES_MAX];
    double least, most, start; ///< NUMBER: the range, and where it stands first; MARK: the same, or 0, 0, 0: the plot's own
    bool logarithmic;          ///< NUMBER: it is turned by factors
    char unit[24];             ///< NUMBER: "steps", "%"; "": none
    un_GuessAxis axis;         ///< MARK: where it is dragged; NUMBER, CHOICE: where the guess is drawn, or NONE
    un_Tolerance tolerance;    ///< NUMBER, MARK
    un_Prose right, low, high; ///< NUMBER, MARK: feedback
    un_Prose hint;
    int tries; ///< 1 (a prediction: the run answers) or, CHOICE, 2 (a check: a wrong answer gets the hint and another try)
} un_Question;

/// A number that is measured in the stop's run and shown.
typedef struct un_Reveal {
    un_QuantityRef quantity;
    un_Prose says;          ///< "of the gradient reaches step 0."
    double expect;          ///< what the author measured
    un_Tolerance tolerance; ///< that any seed keeps
    int line, column;
} un_Reveal;

/// One stop: its heading is the question or the claim.
typedef struct un_Stop {
    const char *title; ///< plain text; with mathematics in `heading`
    un_Block heading;
    int line;
    un_Prose before; ///< shown from the start
    un_Prose after;  ///< why: shown once the answer stands and the run has ended; without a question at once
    un_Prose teacher;
    un_Prose look;   ///< what a lecturer says in one sentence (presenter, slide's claim); none: the title
    bool fresh;      ///< its experiment differs from the stop's before: a new run
    un_Experiment experiment;
    int view_count;
    int view[UN_STOP_VIEWS]; ///< un_ViewId, the largest first
    int highlight_count, cover_count;
    un_PartRef highlight[UN_STOP_PARTS], cover[UN_STOP_PARTS]; ///< highlighted from the reveal on; covered until then
    int control_count;
    int control[UN_STOP_CONTROLS]; ///< indices of un_control_table
    un_StopRun run;
    un_StopWave wave;
    bool show_c;         ///< the LSTM's picture shows c
    un_Selection select; ///< the cell that is looked at; lane -1: none
    un_Question question;
    int reveal_count;
    un_Reveal reveal[UN_REVEALS_MAX]; ///< the first one large
} un_Stop;

typedef struct un_Lesson un_Lesson;

/// Parses a whole lesson: UTF-8, at most UN_LESSON_BYTES_MAX bytes. name stands in errors. Nothing of text is kept.
/// Errors: UN_ERROR_FILE with line and column, what was found and what would be valid (the first one;
/// un_lesson_check finds all), UN_ERROR_MEMORY; returns NULL. Thread: any, no shared state.
un_Lesson *un_lesson_parse(const char *text, size_t size, const char *name, un_Error *error);
/// The same from a file.
un_Lesson *un_lesson_load(const char *path, un_Error *error);
/// NULL is allowed.
void un_lesson_destroy(un_Lesson *lesson);

/// Hears of an error or a warning, in the order of finding; error->line and column are its place in the file.
typedef void un_LessonTell(void *context, bool warning, const un_Error *error);
/// Looks for everything that is wrong with a lesson, and for what makes it worse (a spoiler, long prose, no teacher's note,
/// a dead link ...): 100 of them at most. name stands in errors; where it is a path, links are looked for in its folder.
/// tell may be NULL. Returns how many errors there are; 0: the lesson can be played. Thread: any, no shared state.
int un_lesson_check(const char *text, size_t size, const char *name, un_LessonTell *tell, void *context);

/// These belong to the lesson and live as long as it.
const char *un_lesson_title(const un_Lesson *lesson);
/// The front matter's; the first stop's where there is none.
const un_Experiment *un_lesson_experiment(const un_Lesson *lesson);
/// The text before the first stop; without stops all of it.
const un_Block *un_lesson_blocks(const un_Lesson *lesson, int *count);
un_Level un_lesson_level(const un_Lesson *lesson);
unsigned un_lesson_paths(const un_Lesson *lesson); ///< un_PathBit
int un_lesson_minutes(const un_Lesson *lesson);    ///< 0: not said
const char *un_lesson_language(const un_Lesson *lesson);
int un_lesson_goal_count(const un_Lesson *lesson);
const char *un_lesson_goal(const un_Lesson *lesson, int index);
int un_lesson_stop_count(const un_Lesson *lesson);
const un_Stop *un_lesson_stop(const un_Lesson *lesson, int index);
/// The lesson's number from its file's name, "05-vanishing.md": 5; -1: none.
int un_lesson_number(const char *path);
/// True when the path is a lesson's by its name (.md), so that a command can tell lessons from experiments.
bool un_lesson_is_path(const char *path);

#endif
