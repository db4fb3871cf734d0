#include "lesson/shelf.h"

#include "base/catalog.h"
#include "platform/environment.h"
#include "platform/file.h"
#include "platform/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool un_shelf_folder(char *out, size_t size) {
    const char *folder = un_environment("UNROLL_LESSONS");
    if (!folder) return un_path_beside_binary("lessons", out, size);
    int written = snprintf(out, size, "%s", folder);
    return written >= 0 && (size_t)written < size;
}

static char *keep(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy) memcpy(copy, text, size);
    return copy;
}

/// What the contents page needs of a whole lesson. False: no memory.
static bool describe(un_ShelfLesson *entry, const un_Lesson *lesson) {
    entry->title = keep(un_lesson_title(lesson));
    entry->level = un_lesson_level(lesson);
    entry->paths = un_lesson_paths(lesson);
    entry->minutes = un_lesson_minutes(lesson);
    entry->stop_count = un_lesson_stop_count(lesson);
    if (!entry->title) return false;
    for (int i = 0; i < un_lesson_goal_count(lesson) && i < UN_GOALS_MAX; i++) {
        entry->goal[i] = keep(un_lesson_goal(lesson, i));
        if (!entry->goal[i]) return false;
        entry->goal_count++;
    }
    return true;
}

/// The language of the shelf with this name, which is added where it is new; -1: there are too many.
static int language_named(un_Shelf *shelf, const char *name) {
    for (int i = 0; i < shelf->language_count; i++) {
        if (strcmp(shelf->language[i], name) == 0) return i;
    }
    if (shelf->language_count == UN_SHELF_LANGUAGES_MAX) return -1;
    snprintf(shelf->language[shelf->language_count], UN_LESSON_LANGUAGE, "%s", name);
    return shelf->language_count++;
}

/// Reads one file. folder_language "": the file's own says it. Errors: UN_ERROR_MEMORY.
static un_Status add(un_Shelf *shelf, const char *path, const char *folder_language, un_Error *error) {
    if (shelf->count == UN_SHELF_FILES_MAX) {
        shelf->left_out++;
        return UN_OK;
    }
    un_ShelfLesson *entry = &shelf->lesson[shelf->count++];
    un_Lesson *lesson = un_lesson_load(path, &entry->error);
    const char *language = folder_language[0] ? folder_language : lesson ? un_lesson_language(lesson) : "en";
    entry->path = keep(path);
    entry->number = un_lesson_number(path);
    entry->broken = !lesson;
    snprintf(entry->language, sizeof entry->language, "%s", language[0] ? language : "en");
    bool held = entry->path && (lesson ? describe(entry, lesson) : (entry->title = keep(name_of(path))) != NULL);
    un_lesson_destroy(lesson);
    if (!held) return un_error_set(error, UN_ERROR_MEMORY, path, 0, 0, "%s", _("not enough memory"));
    if (language_named(shelf, entry->language) < 0) { // no place to show it in
        shelf->count--;
        shelf->left_out++;
        free((void *)entry->path);
        free((void *)entry->title);
        for (int i = 0; i < entry->goal_count; i++)
            free((void *)entry->goal[i]);
        *entry = (un_ShelfLesson){0};
    }
    return UN_OK;
}

static un_Status add_folder(un_Shelf *shelf, const char *folder, const char *language, un_Error *error) {
    un_FileNames names = {0};
    un_Status status = un_file_list(folder, ".md", &names, error);
    for (int i = 0; i < names.count && status == UN_OK; i++) {
        if (strcmp(name_of(names.path[i]), "README.md") != 0) status = add(shelf, names.path[i], language, error);
    }
    un_file_names_free(&names);
    return status;
}

/// "de", "pt-br": what a language's folder is called.
static bool is_language(const char *name) {
    size_t length = strlen(name);
    if (length < 2 || length >= UN_LESSON_LANGUAGE) return false;
    for (size_t i = 0; i < length; i++) {
        bool letter = name[i] >= 'a' && name[i] <= 'z';
        if (!letter && !(i >= 2 && i + 1 < length && name[i] == '-')) return false;
    }
    return true;
}

static un_Status add_languages(un_Shelf *shelf, const char *folder, un_Error *error) {
    un_FileNames names = {0};
    un_Status status = un_file_list(folder, "", &names, error);
    for (int i = 0; i < names.count && status == UN_OK; i++) {
        const char *name = name_of(names.path[i]);
        un_Error none;
        // What is no folder, or cannot be looked into, is none of ours.
        if (is_language(name) && add_folder(shelf, names.path[i], name, &none) == UN_ERROR_MEMORY) {
            *error = none;
            status = none.code;
        }
    }
    un_file_names_free(&names);
    return status;
}

static int compare(const void *a, const void *b) {
    const un_ShelfLesson *x = a, *y = b;
    unsigned nx = (unsigned)x->number, ny = (unsigned)y->number; // -1 becomes the largest
    if (nx != ny) return nx < ny ? -1 : 1;
    return strcmp(name_of(x->path), name_of(y->path));
}

/// Languages stand in the order in which they were met, so that each language's lessons are one stretch.
static void sort(un_Shelf *shelf) {
    int begin = 0;
    for (int language = 0; language < shelf->language_count; language++) {
        int end = begin;
        for (int i = begin; i < shelf->count; i++) {
            if (strcmp(shelf->lesson[i].language, shelf->language[language]) != 0) continue;
            un_ShelfLesson moved = shelf->lesson[i];
            shelf->lesson[i] = shelf->lesson[end];
            shelf->lesson[end++] = moved;
        }
        qsort(&shelf->lesson[begin], (size_t)(end - begin), sizeof *shelf->lesson, compare);
        begin = end;
    }
}

static bool is_same_lesson(const un_ShelfLesson *a, const un_ShelfLesson *b) {
    if (a->number >= 0 || b->number >= 0) return a->number == b->number;
    return strcmp(name_of(a->path), name_of(b->path)) == 0;
}

int un_shelf_translation(const un_Shelf *shelf, int lesson, int language) {
    for (int i = 0; i < shelf->count; i++) {
        bool there = strcmp(shelf->lesson[i].language, shelf->language[language]) == 0;
        if (there && is_same_lesson(&shelf->lesson[i], &shelf->lesson[lesson])) return i;
    }
    return -1;
}

un_Shelf *un_shelf_open(const char *folder, un_Error *error) {
    un_Shelf *shelf = calloc(1, sizeof *shelf);
    if (shelf) shelf->lesson = calloc(UN_SHELF_FILES_MAX, sizeof *shelf->lesson);
    if (!shelf || !shelf->lesson) {
        free(shelf);
        un_error_set(error, UN_ERROR_MEMORY, folder, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    un_Error failed = {0};
    un_Status status = add_folder(shelf, folder, "", &failed);
    if (status == UN_OK) status = add_languages(shelf, folder, &failed);
    if (status != UN_OK) {
        if (error) *error = failed;
        un_shelf_destroy(shelf);
        return NULL;
    }
    sort(shelf);
    for (int i = 0; i < shelf->count; i++) {
        for (int language = 0; language < shelf->language_count; language++)
            shelf->lesson[i].languages |= un_shelf_translation(shelf, i, language) >= 0 ? 1u << language : 0;
    }
    return shelf;
}

void un_shelf_destroy(un_Shelf *shelf) {
    if (!shelf) return;
    for (int i = 0; i < shelf->count; i++) {
        un_ShelfLesson *lesson = &shelf->lesson[i];
        free((void *)lesson->path);
        free((void *)lesson->title);
        for (int goal = 0; goal < lesson->goal_count; goal++)
            free((void *)lesson->goal[goal]);
    }
    free(shelf->lesson);
    free(shelf);
}

int un_shelf_find(const un_Shelf *shelf, const char *path) {
    for (int i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->lesson[i].path, path) == 0) return i;
    }
    return -1;
}

int un_shelf_sum(const un_Shelf *shelf, int language, unsigned paths, int *minutes) {
    int count = 0;
    *minutes = 0;
    for (int i = 0; i < shelf->count; i++) {
        const un_ShelfLesson *lesson = &shelf->lesson[i];
        bool mine = strcmp(lesson->language, shelf->language[language]) == 0 && !lesson->broken;
        if (!mine || (paths && !(lesson->paths & paths))) continue;
        count++;
        *minutes += lesson->minutes;
    }
    return count;
}
