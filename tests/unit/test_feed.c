// Another program that reads from us: it takes everything, dies, stalls, or fails; nothing of that ends or stops us.
#include "platform/feed.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MUCH = 1 << 20 };

static char *much; ///< more than a pipe holds

static void setup(void) {
    much = malloc(MUCH);
    memset(much, 'x', MUCH);
}

static void teardown(void) {
    free(much);
}

TestSuite(feed, .init = setup, .fini = teardown);

static un_Feed *start(const char *program, const char *first, const char *second, double patience_s) {
    char path[256];
    cr_assert(un_feed_find(program, path, sizeof path), "%s is in PATH", program);
    const char *arguments[] = {program, first, second, NULL};
    un_Error error = {0};
    un_Feed *feed = un_feed_start(path, arguments, patience_s, &error);
    cr_assert(feed != NULL, "%s", error.message);
    return feed;
}

Test(feed, everything_arrives_in_its_order) {
    char path[] = "/tmp/unroll-feed-XXXXXX", argument[64], got[8] = "";
    close(mkstemp(path));
    snprintf(argument, sizeof argument, "of=%s", path);
    un_Feed *feed = start("dd", argument, "status=none", 10);
    un_Error error = {0};
    cr_assert(un_feed_write(feed, "abc", 3, &error) == UN_OK);
    cr_assert(un_feed_write(feed, much, MUCH, &error) == UN_OK, "%s", error.message);
    cr_assert(un_feed_end(feed, &error) == UN_OK, "%s", error.message);
    FILE *file = fopen(path, "r");
    cr_assert(fread(got, 1, 4, file) == 4 && strcmp(got, "abcx") == 0);
    fseek(file, 0, SEEK_END);
    cr_assert(ftell(file) == MUCH + 3);
    fclose(file);
    unlink(path);
}

Test(feed, one_that_ends_early_is_told_with_its_last_words) {
    un_Feed *feed = start("cat", "/no/such/file", NULL, 10);
    un_Error error = {0};
    un_Status status = UN_OK;
    for (int i = 0; i < 100 && !status; i++)
        status = un_feed_write(feed, much, MUCH, &error);
    cr_assert(status == UN_ERROR_FILE);
    cr_assert(strstr(error.message, "cat ended before it had all pictures: ") && strstr(error.message, "/no/such/file"), "%s",
              error.message);
    un_feed_drop(feed);
}

Test(feed, one_that_stalls_is_ended) {
    un_Feed *feed = start("sleep", "1000", NULL, 0.2);
    un_Error error = {0};
    cr_assert(un_feed_write(feed, much, MUCH, &error) == UN_ERROR_FILE);
    cr_assert_str_eq(error.message, "sleep takes no more pictures");
    un_feed_drop(feed);
    feed = start("sleep", "1000", NULL, 0.2);
    cr_assert(un_feed_end(feed, &error) == UN_ERROR_FILE);
    cr_assert_str_eq(error.message, "sleep does not end");
}

Test(feed, one_that_fails_is_told) {
    un_Feed *feed = start("false", NULL, NULL, 10);
    un_Error error = {0};
    cr_assert(un_feed_end(feed, &error) == UN_ERROR_FILE);
    cr_assert_str_eq(error.message, "false failed");
    const char *arguments[] = {"nothing", NULL};
    feed = un_feed_start("/no/such/program", arguments, 10, &error);
    cr_assert(feed == NULL || un_feed_end(feed, &error) == UN_ERROR_FILE);
}

Test(feed, only_whole_folders_of_the_path_are_searched) {
    char path[256];
    cr_assert(!un_feed_find("no-such-program", path, sizeof path));
    setenv("PATH", "", 1);
    cr_assert(!un_feed_find("cat", path, sizeof path));
    setenv("PATH", ".::bin:/no/such", 1);
    cr_assert(!un_feed_find("cat", path, sizeof path));
    setenv("PATH", "/no/such:/bin:/usr/bin", 1);
    cr_assert(un_feed_find("cat", path, sizeof path) && path[0] == '/');
}
