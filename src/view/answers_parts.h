/// The parts of the answers view, for its own files: what all of them need, and what each draws and says of a point.
#ifndef UN_VIEW_ANSWERS_PARTS_H
#define UN_VIEW_ANSWERS_PARTS_H

#include "view/stage_parts.h"

/// One answers view while it is drawn. Its steps stand as the stage's do; a row of `layout` is a lane: `gradient` its
/// answers, `heat` the probabilities of all classes over the steps (h = 0: no room), `result` the answer at the loss
/// step.
typedef struct un_Answers {
    un_DrawList *list;
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Rect rest; ///< under the head
    un_StageLayout layout;
    un_Rect target;  ///< row of the right answers; h = 0: none
    un_Rect chart;   ///< a value task's lines; h = 0: the task has classes
    un_Rect picture; ///< the digit as read so far, a square; w = 0: no room, or no picture
    un_Rect now;     ///< beside it: what the lanes make of the part that is read; w = 0: no room
    un_Rect written; ///< what the lanes write by themselves; h = 0: no room, or no text
    un_Stage stage;  ///< for the stage's own parts; points at layout
} un_Answers;

/// Whether step t is told at this moment of the wave.
bool un_answers_told(const un_Answers *answers, int t);
/// The class that a lane finds most likely at step t; -1: its numbers are none.
int un_answers_best(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int t);
/// Steps whose answer counts, and how many of them the lane has right; classes only.
int un_answers_count(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int *right);
/// In the snapshot's real unit.
double un_answers_real(const un_Snapshot *snapshot, double value);
/// "0.42 ppm" with all its digits.
const char *un_answers_real_text(const un_Snapshot *snapshot, double value, char *out, size_t size);
void un_answers_say(un_Hover *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// The last two lines of every hover: step and symbol, update.
void un_answers_say_place(const un_Answers *answers, un_Hover *out, int t);
/// The steps that are seen: first..end-1, and where the column of one stands.
int un_answers_first(const un_Answers *answers);
int un_answers_end(const un_Answers *answers);
void un_answers_cell(const un_Answers *answers, int t, float *left, float *right);
/// The step under the pointer's x, or -1.
int un_answers_step(const un_Answers *answers, float x);

void un_answers_classes(const un_Answers *answers);
void un_answers_classes_hover(const un_Answers *answers, un_Point at, un_Hover *out);
void un_answers_values(const un_Answers *answers);
void un_answers_values_hover(const un_Answers *answers, un_Point at, un_Hover *out);
void un_answers_picture(const un_Answers *answers);
void un_answers_picture_hover(const un_Answers *answers, un_Point at, un_Hover *out);
void un_answers_written(const un_Answers *answers);

#endif
