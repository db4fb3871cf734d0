#include "platform/clock.h"
#include "platform/file.h"
#include "platform/path.h"
#include "platform/process.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

static void expect_text(const char *path, const char *expected) {
    char *bytes;
    size_t size;
    un_Error error;
    cr_assert_eq(un_file_read(path, 1000, &bytes, &size, &error), UN_OK);
    cr_expect_str_eq(bytes, expected);
    free(bytes);
}

Test(file, a_log_grows_is_cut_and_belongs_to_one_process) {
    char path[128], *bytes;
    size_t size;
    un_Error error;
    un_FileLog *log = un_file_log_open(inside("log", path), &error);
    cr_assert(log);
    cr_assert_eq(un_file_log_add(log, "one\n", 4, &error), UN_OK);
    cr_assert_eq(un_file_log_add(log, "two\n", 4, &error), UN_OK);
    cr_assert_eq(un_file_log_read(log, 1000, &bytes, &size, &error), UN_OK);
    cr_expect_eq(size, 8);
    free(bytes);
    cr_assert_eq(un_file_log_cut(log, 5, &error), UN_OK);
    cr_assert_eq(un_file_log_add(log, "three\n", 6, &error), UN_OK);
    // The lock is the process's: a child that tries must be refused, although this process has read in between.
    pid_t child = fork();
    if (child == 0) {
        un_FileLog *second = un_file_log_open(path, &error);
        _exit(second || error.code != UN_ERROR_FILE ? 1 : 0);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    un_file_log_close(log);
    expect_text(path, "one\ntthree\n");
    log = un_file_log_open(path, &error);
    cr_assert(log);
    cr_assert_eq(un_file_log_add(log, "four\n", 5, &error), UN_OK);
    un_file_log_close(log);
    expect_text(path, "one\ntthree\nfour\n");
}

Test(file, a_log_that_finds_no_room_is_as_before) {
    char path[128];
    un_Error error;
    un_FileLog *log = un_file_log_open(inside("log", path), &error);
    cr_assert(log);
    cr_assert_eq(un_file_log_add(log, "one\n", 4, &error), UN_OK);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {.rlim_cur = 10, .rlim_max = RLIM_INFINITY};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_expect_eq(un_file_log_add(log, "a line that does not fit\n", 25, &error), UN_ERROR_FILE);
    limit.rlim_cur = RLIM_INFINITY;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    un_file_log_close(log);
    expect_text(path, "one\n");
}

Test(file, a_log_is_no_folder_and_no_device) {
    un_Error error;
    cr_expect_null(un_file_log_open(folder, &error));
    cr_expect_null(un_file_log_open("/dev/null", &error));
    cr_expect_null(un_file_log_open("/tmp/unroll-none/log", &error));
    cr_expect_str_eq(error.file, "/tmp/unroll-none/log");
}

Test(file, a_folder_is_made_once_and_listed_in_order) {
    char path[128], file[128];
    un_Error error;
    un_FileNames names = {0};
    cr_assert_eq(un_file_make_folder(inside("sub", path), &error), UN_OK);
    cr_assert_eq(un_file_make_folder(path, &error), UN_OK);
    static const char *const made[] = {"sub/b.csv", "sub/a.csv", "sub/a.txt", "sub/.csv", "sub/c.csv"};
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(un_file_write(inside(made[i], file), "", 0, &error), UN_OK);
    }
    cr_expect_eq(un_file_make_folder(file, &error), UN_ERROR_FILE);
    cr_assert_eq(un_file_list(path, ".csv", &names, &error), UN_OK);
    cr_assert_eq(names.count, 3);
    cr_expect_str_eq(names.path[0], inside("sub/a.csv", file));
    cr_expect_str_eq(names.path[2], inside("sub/c.csv", file));
    un_file_names_free(&names);
    cr_expect_eq(un_file_list(inside("none", file), ".csv", &names, &error), UN_ERROR_FILE);
    cr_expect_eq(names.count, 0);
}

// Work in processes: what each piece answered, and how many ran at once.

typedef struct Work {
    pid_t asker; ///< the process that sends the signal
    int answer[40], order, failures, stop_after;
} Work;

static bool run_piece(void *data, int index, char reply[UN_PROCESS_REPLY]) {
    (void)data;
    if (index == 7) return false;
    if (index == 8) raise(SIGKILL);
    snprintf(reply, UN_PROCESS_REPLY, "%d", index * index);
    return true;
}

static bool note_piece(void *data, int index, const char *reply) {
    Work *work = data;
    work->order++;
    if (reply) {
        work->answer[index] = atoi(reply);
    } else {
        work->failures++;
        work->answer[index] = -1;
    }
    return work->order != work->stop_after;
}

static un_ProcessWork pieces(Work *data, int at_once) {
    return (un_ProcessWork){.count = 40, .at_once = at_once, .run = run_piece, .done = note_piece, .data = data};
}

Test(process, every_piece_answers_whatever_ends_another) {
    for (int at_once = 1; at_once <= 9; at_once += 4) {
        Work data = {0};
        un_ProcessWork work = pieces(&data, at_once);
        un_Error error;
        cr_assert_eq(un_process_run(&work, &error), UN_OK);
        cr_expect_eq(data.order, 40);
        cr_expect_eq(data.failures, 2);
        for (int i = 0; i < 40; i++) {
            cr_expect_eq(data.answer[i], i == 7 || i == 8 ? -1 : i * i);
        }
        cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1, "no child is left");
    }
}

Test(process, no_more_is_started_when_told_so) {
    Work data = {.stop_after = 3};
    un_ProcessWork work = pieces(&data, 2);
    un_Error error;
    cr_assert_eq(un_process_run(&work, &error), UN_OK);
    cr_expect_eq(data.order, 3);
    cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1, "no child is left");
}

static bool sleep_long(void *data, int index, char reply[UN_PROCESS_REPLY]) {
    (void)data;
    (void)index;
    (void)reply;
    sleep(60);
    return true;
}

static void note_interrupt(void *data) {
    Work *work = data;
    cr_expect_eq(waitpid(work->asker, NULL, 0), work->asker); // is no child of the work, and may still be about to end
    cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1, "all are ended before it is told");
}

Test(process, a_request_to_end_ends_the_children_first, .signal = SIGTERM) {
    Work data = {0};
    un_ProcessWork work = {
        .count = 2, .at_once = 2, .run = sleep_long, .done = note_piece, .interrupted = note_interrupt, .data = &data};
    un_Error error;
    pid_t parent = getpid();
    data.asker = fork();
    if (data.asker == 0) { // not a child of the work: it asks the parent to end
        nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
        kill(parent, SIGTERM);
        _exit(0);
    }
    un_process_run(&work, &error);
    cr_assert_fail("the signal has taken no course");
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
