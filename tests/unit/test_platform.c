#include "platform/clock.h"
#include "platform/file.h"
#include "platform/path.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/unroll-test-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

static const char *inside(const char *name, char out[128]) {
    snprintf(out, 128, "%s/%s", folder, name);
    return out;
}

static int files_in_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    FILE *pipe = popen(command, "r");
    int count = -1;
    cr_assert_eq(fscanf(pipe, "%d", &count), 1);
    pclose(pipe);
    return count;
}

TestSuite(file, .init = make_folder, .fini = remove_folder);

Test(file, what_was_written_is_read) {
    char path[128], *bytes = NULL;
    size_t size = 0;
    un_Error error;
    inside("a", path);
    cr_assert_eq(un_file_write(path, "one\0two", 7, &error), UN_OK);
    cr_assert_eq(un_file_read(path, 100, &bytes, &size, &error), UN_OK);
    cr_assert_eq(size, 7);
    cr_assert_eq(memcmp(bytes, "one\0two", 8), 0, "a final 0 follows");
    free(bytes);
    cr_assert_eq(un_file_write(path, "", 0, &error), UN_OK);
    cr_assert_eq(un_file_read(path, 100, &bytes, &size, &error), UN_OK);
    cr_assert_eq(size, 0);
    free(bytes);
    cr_assert_eq(files_in_folder(), 1, "a temporary file was left");
}

Test(file, mode_of_a_replaced_file_stays) {
    char path[128];
    struct stat status;
    un_Error error;
    inside("a", path);
    cr_assert_eq(un_file_write(path, "1", 1, &error), UN_OK);
    cr_assert_eq(chmod(path, 0640), 0);
    cr_assert_eq(un_file_write(path, "2", 1, &error), UN_OK);
    cr_assert_eq(stat(path, &status), 0);
    cr_assert_eq(status.st_mode & 07777, 0640);
}

Test(file, a_link_is_followed) {
    char path[128], link[128], *bytes;
    size_t size;
    struct stat status;
    un_Error error;
    cr_assert_eq(un_file_write(inside("a", path), "1", 1, &error), UN_OK);
    cr_assert_eq(symlink(path, inside("link", link)), 0);
    cr_assert_eq(un_file_write(link, "22", 2, &error), UN_OK);
    cr_assert_eq(lstat(link, &status), 0);
    cr_assert(S_ISLNK(status.st_mode));
    cr_assert_eq(un_file_read(path, 100, &bytes, &size, &error), UN_OK);
    cr_assert_eq(size, 2);
    free(bytes);
}

static void expect_read_fails(const char *path, size_t limit, const char *reason) {
    char *bytes = NULL;
    size_t size = 12345;
    un_Error error;
    cr_assert_eq(un_file_read(path, limit, &bytes, &size, &error), UN_ERROR_FILE);
    cr_assert(strstr(error.message, reason), "%s", error.message);
    cr_assert_str_eq(error.file, path);
    cr_assert(bytes == NULL && size == 12345, "outputs were touched");
}

Test(file, what_cannot_be_read_is_said) {
    char path[128];
    un_Error error;
    expect_read_fails(inside("none", path), 100, "no such file");
    expect_read_fails(folder, 100, "a folder");
    cr_assert_eq(un_file_write(inside("big", path), "12345678901", 11, &error), UN_OK);
    expect_read_fails(path, 10, "more than 10 bytes");
    inside("pipe", path);
    cr_assert_eq(mkfifo(path, 0600), 0);
    expect_read_fails(path, 100, "device or pipe"); // and does not hang
    if (geteuid() != 0) {
        cr_assert_eq(un_file_write(inside("secret", path), "1", 1, &error), UN_OK);
        cr_assert_eq(chmod(path, 0), 0);
        expect_read_fails(path, 100, "permission denied");
    }
}

Test(file, exactly_the_limit_is_read) {
    char path[128], *bytes;
    size_t size;
    un_Error error;
    cr_assert_eq(un_file_write(inside("a", path), "1234567890", 10, &error), UN_OK);
    cr_assert_eq(un_file_read(path, 10, &bytes, &size, &error), UN_OK);
    cr_assert_eq(size, 10);
    free(bytes);
}

Test(file, what_cannot_be_written_is_said_and_leaves_nothing) {
    char path[128];
    un_Error error;
    cr_assert_eq(un_file_write(inside("no/such", path), "1", 1, &error), UN_ERROR_FILE);
    cr_assert(strstr(error.message, "no such file"), "%s", error.message);
    cr_assert_eq(un_file_write(folder, "1", 1, &error), UN_ERROR_FILE);
    cr_assert(strstr(error.message, "a folder"), "%s", error.message);
    cr_assert_eq(un_file_write("/dev/null", "1", 1, &error), UN_ERROR_FILE, "renaming over a device would replace it");
    cr_assert_eq(files_in_folder(), 0);
}

/// What a save that was killed leaves, a link that somebody laid there, and another saver at work.
Test(file, what_lies_under_the_temporary_name) {
    char path[128], temporary[128], victim[128], *bytes;
    size_t size;
    un_Error error;
    inside("a", path);
    inside("a.unroll-0.tmp", temporary);
    cr_assert_eq(un_file_write(temporary, "left behind by a kill, and longer", 33, &error), UN_OK);
    cr_assert_eq(un_file_write(path, "1", 1, &error), UN_OK);
    cr_assert_eq(files_in_folder(), 1, "what was left behind is written over and renamed");

    inside("victim", victim);
    cr_assert_eq(un_file_write(victim, "mine", 4, &error), UN_OK);
    cr_assert_eq(symlink(victim, temporary), 0);
    cr_assert_eq(un_file_write(path, "2", 1, &error), UN_OK);
    cr_assert_eq(unlink(temporary), 0);
    cr_assert_eq(link(victim, temporary), 0);
    cr_assert_eq(un_file_write(path, "3", 1, &error), UN_OK);
    cr_assert_eq(unlink(temporary), 0);
    cr_assert_eq(un_file_read(victim, 100, &bytes, &size, &error), UN_OK);
    cr_assert(size == 4 && memcmp(bytes, "mine", 4) == 0, "a link under the temporary name was followed");
    free(bytes);

    int other = open(temporary, O_WRONLY | O_CREAT, 0600);
    cr_assert(other >= 0 && flock(other, LOCK_EX) == 0 && write(other, "half", 4) == 4);
    cr_assert_eq(un_file_write(path, "4", 1, &error), UN_OK);
    struct stat status;
    cr_assert(fstat(other, &status) == 0 && status.st_size == 4 && status.st_nlink == 1, "two savers met");
    close(other);
    cr_assert_eq(un_file_read(path, 100, &bytes, &size, &error), UN_OK);
    cr_assert(size == 1 && bytes[0] == '4');
    free(bytes);
}

Test(clock, never_goes_back) {
    double last = un_clock_seconds();
    for (int i = 0; i < 1000; i++) {
        double now = un_clock_seconds();
        cr_assert_geq(now, last);
        last = now;
    }
    cr_assert_gt(un_clock_thread_seconds(), 0);
    cr_assert(un_clock_resident_mb() > 0.5 && un_clock_resident_mb() < 1e5);
}

Test(path, beside_the_binary) {
    char path[4096], short_one[4];
    cr_assert(un_path_beside_binary("fonts/x.ttf", path, sizeof path));
    cr_assert_eq(path[0], '/');
    cr_assert(strstr(path, "/fonts/x.ttf"), "%s", path);
    cr_assert_not(un_path_beside_binary("fonts/x.ttf", short_one, sizeof short_one));
}

Test(path, new_picture_takes_a_free_name, .init = make_folder, .fini = remove_folder) {
    char path[4096], expected[256];
    un_Error error;
    cr_assert_eq(setenv("XDG_PICTURES_DIR", folder, 1), 0);
    cr_assert(un_path_new_picture(120, path, sizeof path));
    snprintf(expected, sizeof expected, "%s/unroll-120.png", folder);
    cr_assert_str_eq(path, expected);
    cr_assert_eq(un_file_write(path, "1", 1, &error), UN_OK);
    cr_assert(un_path_new_picture(120, path, sizeof path));
    snprintf(expected, sizeof expected, "%s/unroll-120-2.png", folder);
    cr_assert_str_eq(path, expected);
    cr_assert_eq(unsetenv("XDG_PICTURES_DIR"), 0);
    cr_assert_eq(setenv("HOME", folder, 1), 0);
    cr_assert(un_path_new_picture(7, path, sizeof path));
    cr_assert_str_eq(path, "unroll-7.png");
    snprintf(expected, sizeof expected, "%s/Pictures", folder);
    cr_assert_eq(mkdir(expected, 0700), 0);
    cr_assert(un_path_new_picture(7, path, sizeof path));
    snprintf(expected, sizeof expected, "%s/Pictures/unroll-7.png", folder);
    cr_assert_str_eq(path, expected);
}
