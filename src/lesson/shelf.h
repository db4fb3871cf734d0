/// The lessons of a folder, as a contents page shows them. The folder itself holds one language, a subfolder named by its language
/// ("de", "pt-br") another one each. Files are read through un_lesson_load, with its limits; a broken one is listed with its error.
#ifndef UN_LESSON_SHELF_H
#define UN_LESSON_SHELF_H

#include "lesson/lesson.h"

enum { UN_SHELF_FILES_MAX = 256, UN_SHELF_LANGUAGES_MAX = 16 };

typedef struct un_ShelfLesson {
    const char *path;   ///< of its file, below the folder that was opened
    const char *title;  ///< of a broken one: the file's name
    char language[UN_LESSON_LANGUAGE];
    int number;         ///< "05-vanishing.md": 5; -1: none
    un_Level level;
    unsigned paths;     ///< un_PathBit
    int minutes;        ///< 0: not said
    int stop_count;     ///< 0: a text without stops
    int goal_count;
    const char *goal[UN_GOALS_MAX];
    unsigned languages; ///< bit i: it is there in un_Shelf.language[i], its own among them
    bool broken;
    un_Error error;     ///< of a broken one
} un_ShelfLesson;

/// Sorted: by language as below, number (none last), name of the file.
typedef struct un_Shelf {
    un_ShelfLesson *lesson;
    int count;
    int left_out; ///< files beyond UN_SHELF_FILES_MAX
    int language_count;
    char language[UN_SHELF_LANGUAGES_MAX][UN_LESSON_LANGUAGE]; ///< the folder's own first, then the subfolders' by name
} un_Shelf;

/// Where the lessons are: the folder that the environment's UNROLL_LESSONS names, else lessons/ beside the binary. False: it does not fit.
bool un_shelf_folder(char *out, size_t size);
/// Reads all of them. Errors: UN_ERROR_FILE (there is no such folder), UN_ERROR_MEMORY; returns NULL. Thread: any.
un_Shelf *un_shelf_open(const char *folder, un_Error *error);
/// NULL is allowed.
void un_shelf_destroy(un_Shelf *shelf);

/// The lesson's place in shelf->lesson by its file, or -1. Paths are compared as text.
int un_shelf_find(const un_Shelf *shelf, const char *path);
/// The same lesson (its number, else its file's name) in another language, an index of shelf->language; -1: not there.
int un_shelf_translation(const un_Shelf *shelf, int lesson, int language);
/// How many whole lessons of a language belong to any of these paths (0: all of them), and how many minutes they take together.
int un_shelf_sum(const un_Shelf *shelf, int language, unsigned paths, int *minutes);

#endif
