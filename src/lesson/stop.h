/// The fences of a stop. Internal to src/lesson.
#ifndef UN_LESSON_STOP_H
#define UN_LESSON_STOP_H

#include "lesson/keys.h"

/// What a stop takes over from the stop before, or from the front matter.
typedef struct un_StopBase {
    const un_Experiment *experiment; ///< NULL: there is none yet
    bool failed;                     ///< it could not be read: no errors follow from that
    const un_Stop *before;           ///< NULL: the first stop
} un_StopBase;

/// Reads the ```stop fence into a stop whose heading stands; root NULL: there is none. Reports what is wrong. After it
/// reading->experiment is the stop's, or NULL where that could not be read.
void un_stop_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root, const un_StopBase *base);
/// Reads the ```question fence. reading->experiment as above.
void un_question_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root);
/// Reads the ```reveal fence.
void un_reveals_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root);

extern const un_LessonKey un_stop_key[], un_run_key[], un_select_key[], un_question_key[], un_choice_key[],
    un_reveal_key[];
extern const int un_stop_key_count, un_run_key_count, un_select_key_count, un_question_key_count, un_choice_key_count,
    un_reveal_key_count;

#endif
