/// The YAML block between two lines "---" at the top of a lesson. Internal to src/lesson.
#ifndef UN_LESSON_FRONT_MATTER_H
#define UN_LESSON_FRONT_MATTER_H

#include "lesson/keys.h"

enum { UN_TITLE_MAX = 200, UN_GOAL_MAX = 200 };

typedef struct un_FrontMatter {
    char title[UN_TITLE_MAX + 1];
    un_Level level;
    unsigned paths; ///< un_PathBit
    int minutes;    ///< 0: not said
    char language[UN_LESSON_LANGUAGE];
    int goal_count;
    char goal[UN_GOALS_MAX][UN_GOAL_MAX + 1];
    bool has_experiment;
    bool experiment_failed; ///< it stands there and could not be read
    un_Experiment experiment;
    int line, column; ///< of the first key
    size_t body;      ///< offset of the first byte after the closing line; 0: there is no front matter
} un_FrontMatter;

/// reading->source has passed un_source_check. Reports what is wrong.
void un_front_matter_parse(un_FrontMatter *front, un_Reading *reading);

extern const un_LessonKey un_front_key[];
extern const int un_front_key_count;

#endif
