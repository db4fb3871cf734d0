#include "lesson/shelf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const file[] = {"10-deep.md", "02-unfold.md", "notes.md", "05-broken.md", "README.md", "plan.txt", "de/02-unfold.md", "XX/03-no.md"};
static const char *const text[] = {
    "---\ntitle: Deep\nlevel: graduate\nminutes: 12\nlanguage: en\npaths: [graduate, lab]\nexperiment: {seed: 1}\n---\n## A\n\n## B\n",
    "---\ntitle: Unfolding\nlevel: beginner\nminutes: 8\nlanguage: en\ngoals: [Unfold it., Count steps.]\npaths: [lecture, lab]\nexperiment: {seed: 1}\n---\n## A\n",
    "---\ntitle: Notes\nexperiment: {seed: 1}\n---\nText.\n",
    "---\ntitle: x\nexperiment: {cel: 1}\n---\n",
    "# No lesson\n",
    "no lesson",
    "---\ntitle: Entfalten\nminutes: 8\nlanguage: de\npaths: [lecture]\nexperiment: {seed: 1}\n---\n## A\n",
    "---\ntitle: no language's folder\nexperiment: {seed: 1}\n---\n",
};
enum { FILES = sizeof file / sizeof *file };

static char folder[64];

static void path_of(const char *name, char *out, size_t size) {
    snprintf(out, size, "%s/%s", folder, name);
}

static void make_folder(void) {
    char path[128];
    strcpy(folder, "/tmp/unroll-shelf-XXXXXX");
    cr_assert(mkdtemp(folder));
    path_of("de", path, sizeof path);
    cr_assert_eq(mkdir(path, 0700), 0);
    path_of("XX", path, sizeof path);
    cr_assert_eq(mkdir(path, 0700), 0);
    for (int i = 0; i < FILES; i++) {
        path_of(file[i], path, sizeof path);
        FILE *out = fopen(path, "w");
        cr_assert(out);
        fputs(text[i], out);
        fclose(out);
    }
}

static void remove_folder(void) {
    char path[128];
    for (int i = 0; i < FILES; i++) {
        path_of(file[i], path, sizeof path);
        unlink(path);
    }
    path_of("de", path, sizeof path);
    rmdir(path);
    path_of("XX", path, sizeof path);
    rmdir(path);
    rmdir(folder);
}

TestSuite(shelf, .init = make_folder, .fini = remove_folder);

Test(shelf, lists_lessons_by_number_then_language) {
    un_Error error;
    un_Shelf *shelf = un_shelf_open(folder, &error);
    cr_assert(shelf, "%s", error.message);
    static const char *const title[] = {"Unfolding", "05-broken.md", "Deep", "Notes", "Entfalten"};
    cr_assert_eq(shelf->count, 5);
    for (int i = 0; i < 5; i++)
        cr_assert_str_eq(shelf->lesson[i].title, title[i]);
    cr_assert_eq(shelf->language_count, 2);
    cr_assert_str_eq(shelf->language[0], "en");
    cr_assert_str_eq(shelf->language[1], "de");
    cr_assert_eq(shelf->lesson[0].number, 2);
    cr_assert_eq(shelf->lesson[3].number, -1);
    cr_assert_eq(shelf->lesson[2].stop_count, 2);
    cr_assert_eq(shelf->lesson[2].level, UN_LEVEL_GRADUATE);
    cr_assert_eq(shelf->lesson[0].goal_count, 2);
    cr_assert_str_eq(shelf->lesson[0].goal[1], "Count steps.");
    cr_assert_eq(shelf->left_out, 0);
    un_shelf_destroy(shelf);
}

Test(shelf, broken_file_is_listed_with_its_place) {
    un_Shelf *shelf = un_shelf_open(folder, NULL);
    const un_ShelfLesson *broken = &shelf->lesson[1];
    cr_assert(broken->broken && !shelf->lesson[0].broken);
    cr_assert_eq(broken->error.line, 3);
    cr_assert(strstr(broken->error.message, "cel"), "%s", broken->error.message);
    un_shelf_destroy(shelf);
}

Test(shelf, knows_translations_and_sums) {
    un_Shelf *shelf = un_shelf_open(folder, NULL);
    int minutes;
    cr_assert_eq(shelf->lesson[0].languages, 3);
    cr_assert_eq(shelf->lesson[2].languages, 1);
    cr_assert_eq(un_shelf_translation(shelf, 0, 1), 4);
    cr_assert_eq(un_shelf_translation(shelf, 4, 0), 0);
    cr_assert_eq(un_shelf_translation(shelf, 2, 1), -1);
    cr_assert_eq(un_shelf_sum(shelf, 0, UN_PATH_LAB, &minutes), 2);
    cr_assert_eq(minutes, 20);
    cr_assert_eq(un_shelf_sum(shelf, 0, 0, &minutes), 3);
    cr_assert_eq(un_shelf_sum(shelf, 1, UN_PATH_GRADUATE, &minutes), 0);
    cr_assert_eq(minutes, 0);
    cr_assert_eq(un_shelf_find(shelf, shelf->lesson[3].path), 3);
    cr_assert_eq(un_shelf_find(shelf, "elsewhere.md"), -1);
    un_shelf_destroy(shelf);
}

Test(shelf, no_folder_is_an_error) {
    un_Error error = {.message = ""};
    cr_assert_null(un_shelf_open("/nowhere/at-all", &error));
    cr_assert_eq(error.code, UN_ERROR_FILE);
}

Test(shelf, folder_comes_from_the_environment) {
    char out[128];
    setenv("UNROLL_LESSONS", folder, 1);
    cr_assert(un_shelf_folder(out, sizeof out));
    cr_assert_str_eq(out, folder);
    cr_assert_not(un_shelf_folder(out, 4));
    unsetenv("UNROLL_LESSONS");
    cr_assert(un_shelf_folder(out, sizeof out));
    cr_assert(strstr(out, "/lessons"));
}
