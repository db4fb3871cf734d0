/// What a scripted learner looks at. Internal to src/lesson.
#ifndef UN_LESSON_LEARNER_PARTS_H
#define UN_LESSON_LEARNER_PARTS_H

#include "lesson/learner.h"

/// Adds a line to what is wrong; the last one says when there are more.
void un_learner_fault(un_LearnerStop *at, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Lays the stop's picture out at the sizes of a small window and a projector, and looks for every highlight and cover.
void un_learner_look(un_LearnerStop *at, const un_Snapshot *snapshot, const un_Fonts *fonts);
/// Picks an answer of this kind with the player's functions, and commits it. measured: what the first reveal has; NAN: nothing.
void un_learner_answer(un_LearnerStop *at, un_Player *player, double measured);
/// Whether the numbers and the question agree with each other, once told.
void un_learner_check(un_LearnerStop *at);

#endif
