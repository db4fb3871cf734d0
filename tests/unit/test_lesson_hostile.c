/// Lessons from strangers: mutated a thousand times, cut, too large, in the wrong encoding. Each gets a clear answer, soon.
#include "base/random.h"
#include "fuzz/lesson_walk.h"
#include "platform/file.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MUTATIONS = 1000, ROOM = 1 << 16 };

static const char *const seeds[] = {"/../docs/lesson-template.md", "/fuzz/corpus/lesson/every-key.md", "/fuzz/corpus/lesson/blocks.md",
                                    "/../lessons/05-vanishing.md"};
enum { SEEDS = sizeof seeds / sizeof *seeds };

/// Pieces that mean something to the parser.
static const char *const pieces[] = {
    "```", "```stop\n", "```question\n", "```reveal\n", "```teacher\n", "---\n", "\n## ", "# ", "> ", "- ", "  ", "\t", "|", "&", "&x", "*", "!", "!!int ",
    "{", "}", "[", "]", ": ", ", ", "\"", "'", "$", "\\", "\\x00", "\\u202e", "\r", "\r\n", "\xef\xbb\xbf", "\xff", "\xc3", "\xed\xa0\x80", "<b>", "](", "![",
    "http://", "../", "/etc/passwd", "-1", "1e999", "nan", "999999999999999999999", "0", "change: ", "experiment: ", "also: ", "tolerance: {factor: 0}", "%s%n"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static size_t below(un_Random *random, size_t count) {
    return count > 0 ? (size_t)(un_random_bits(random) % count) : 0;
}

/// Replaces text[at..at+gone) by a piece.
static size_t splice(char *text, size_t size, size_t at, size_t gone, const char *piece, size_t length) {
    if (at > size) at = size;
    if (gone > size - at) gone = size - at;
    if (size - gone + length > ROOM) return size;
    memmove(text + at + length, text + at + gone, size - at - gone);
    memcpy(text + at, piece, length);
    return size - gone + length;
}

static size_t mutate(un_Random *random, char *text, size_t size, const char *other, size_t other_size) {
    char copy[512];
    size_t at = below(random, size + 1), length = below(random, sizeof copy), from;
    const char *piece = pieces[below(random, PIECES)];
    switch (below(random, 6)) {
    case 0: // a byte becomes another
        if (at < size) text[at] = (char)(text[at] ^ (1 << below(random, 8)));
        return size;
    case 1: // a piece goes in, over some bytes
        return splice(text, size, at, below(random, 4), piece, strlen(piece));
    case 2: // some bytes go
        return splice(text, size, at, length, "", 0);
    case 3: // some bytes come twice
        if (length > size - at) length = size - at;
        memcpy(copy, text + at, length);
        return splice(text, size, below(random, size + 1), 0, copy, length);
    case 4: // some bytes of another lesson
        from = below(random, other_size);
        return splice(text, size, at, below(random, 64), other + from, length < other_size - from ? length : other_size - from);
    default: // the end goes
        return at;
    }
}

Test(lesson_hostile, a_thousand_mutations, .timeout = 60) {
    char *text[SEEDS], *work = malloc(ROOM);
    size_t size[SEEDS];
    un_Error error = {0};
    cr_assert_not_null(work);
    for (int i = 0; i < SEEDS; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s%s", UN_TEST_DATA, seeds[i]);
        cr_assert_eq(un_file_read(path, ROOM, &text[i], &size[i], &error), UN_OK, "%s", error.message);
    }
    un_Random random = un_random_stream(1, "mutations");
    double slowest = 0;
    for (int i = 0; i < MUTATIONS; i++) {
        size_t which = below(&random, SEEDS), used = size[which], other = below(&random, SEEDS);
        memcpy(work, text[which], used);
        for (size_t changes = 1 + below(&random, 8); changes > 0; changes--)
            used = mutate(&random, work, used, text[other], size[other]);
        char *exact = malloc(used > 0 ? used : 1); // so that a sanitizer sees a read past the end
        cr_assert_not_null(exact);
        memcpy(exact, work, used);
        clock_t start = clock();
        walk_bytes(exact, used);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        slowest = seconds > slowest ? seconds : slowest;
        free(exact);
    }
    cr_expect_lt(slowest, 1, "one took %g s of processor time", slowest);
    for (int i = 0; i < SEEDS; i++)
        free(text[i]);
    free(work);
}

/// Text that is made to be slow or large: what grows with its square takes many seconds at this size.
Test(lesson_hostile, large_texts_are_quick, .timeout = 60) {
    static const char head[] = "---\ntitle: t\nexperiment: {seed: 1}\n---\n";
    static const char *const part[] = {"## a\n", "```stop\nwave: back\n```\n", "## a\n```stop\nchange: {seed: 2}\n```\n", "[a](b) ", "[a]", "<b>", "$\\x$ ",
                                       "&#1234567; ", "~~~teacher\n~~~\n", "\n```stop\n", "- a\n```reveal\n", "> ```stop\n", "a\n# ", "*_`[", "1/2/"};
    enum { LARGE = 1 << 17 };
    char *text = malloc(LARGE);
    cr_assert_not_null(text);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        size_t used = (size_t)snprintf(text, sizeof head + 64, "%s[a]: https://x.org/%030d\n\n## a\n", head, 0), length = strlen(part[i]);
        for (; used + length <= LARGE; used += length)
            memcpy(text + used, part[i], length);
        clock_t start = clock();
        walk_bytes(text, used);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        cr_expect_lt(seconds, 2, "'%s' takes %g s for parsing and checking", part[i], seconds);
    }
    free(text);
}

static const char *error_of(const char *text, size_t size, char *out, size_t out_size) {
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, size, "a.md", &error);
    out[0] = 0;
    if (!lesson) un_error_text(&error, out, out_size);
    un_lesson_destroy(lesson);
    return out;
}

Test(lesson_hostile, wrong_encodings) {
    static const char utf16[] = "\xff\xfe-\0-\0-\0\n\0", latin[] = "---\ntitle: Gr\xfc\xdf\n---\n", nul[] = "---\ntitle: a\n---\n## b\n\0";
    char found[1200];
    cr_expect_str_eq(error_of(utf16, sizeof utf16 - 1, found, sizeof found), "a.md:1:1: found the byte 0xff, valid: text in UTF-8");
    cr_expect_str_eq(error_of(latin, sizeof latin - 1, found, sizeof found), "a.md:2:10: found the byte 0xfc, valid: text in UTF-8");
    cr_expect_str_eq(error_of(nul, sizeof nul - 1, found, sizeof found), "a.md:5:1: found the control character U+0000, valid: plain text");
    cr_expect_str_eq(error_of("", 0, found, sizeof found), "a.md:1:1: found no front matter, valid: a first line '---'");
}

/// The same lesson with Windows' line ends and a byte order mark.
Test(lesson_hostile, windows_files_read_the_same) {
    char *text, path[512];
    size_t size;
    un_Error error = {0};
    snprintf(path, sizeof path, "%s%s", UN_TEST_DATA, seeds[1]);
    cr_assert_eq(un_file_read(path, ROOM, &text, &size, &error), UN_OK);
    char *windows = malloc(3 + 2 * size);
    cr_assert_not_null(windows);
    memcpy(windows, "\xef\xbb\xbf", 3);
    size_t used = 3;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n') windows[used++] = '\r';
        windows[used++] = text[i];
    }
    un_Lesson *lesson = un_lesson_parse(windows, used, "a.md", &error), *plain = un_lesson_parse(text, size, "a.md", &error);
    cr_assert(lesson && plain, "%d:%d: %s", error.line, error.column, error.message);
    cr_assert_eq(un_lesson_stop_count(lesson), un_lesson_stop_count(plain));
    for (int i = 0; i < un_lesson_stop_count(plain); i++) {
        const un_Stop *a = un_lesson_stop(lesson, i), *b = un_lesson_stop(plain, i);
        cr_expect_str_eq(a->title, b->title);
        cr_expect_eq(walk_stop(a), walk_stop(b), "the same bytes of text");
        cr_expect(a->line == b->line && a->reveal[0].line == b->reveal[0].line && a->reveal[0].column == b->reveal[0].column);
    }
    un_lesson_destroy(lesson);
    un_lesson_destroy(plain);
    free(windows);
    free(text);
}

/// A folder of its own for files.
static void make_folder(char *folder, size_t size) {
    snprintf(folder, size, "/tmp/unroll-lesson-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

Test(lesson_hostile, a_file_of_ten_megabytes_is_not_read) {
    char folder[64], path[80], found[1200], expected[200];
    make_folder(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/a.md", folder);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fseek(file, 10 * 1000 * 1000 - 1, SEEK_SET), 0);
    fputc('a', file);
    fclose(file);
    un_Error error = {0};
    cr_expect_null(un_lesson_load(path, &error));
    snprintf(expected, sizeof expected, "%s: ", path);
    un_error_text(&error, found, sizeof found);
    cr_expect(strncmp(found, expected, strlen(expected)) == 0 && strstr(found, "1048576"), "%s", found);
    unlink(path);
    rmdir(folder);
}

static void note_links(void *context, bool warning, const un_Error *error) {
    if (warning && strstr(error->message, "symbolic link")) ++*(int *)context;
}

/// What a lesson names is looked for beside it, and a symbolic link there is no file.
Test(lesson_hostile, symbolic_links_are_not_followed) {
    char folder[64], path[80], link[80];
    static const char text[] = "---\ntitle: t\nexperiment: {seed: 1}\n---\n[a](b.md)\n";
    make_folder(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/a.md", folder);
    snprintf(link, sizeof link, "%s/b.md", folder);
    cr_assert_eq(symlink("/etc/passwd", link), 0);
    int links = 0;
    cr_expect_eq(un_lesson_check(text, sizeof text - 1, path, note_links, &links), 0);
    cr_expect_eq(links, 1);
    unlink(link);
    rmdir(folder);
}

Test(lesson_hostile, there_are_limits) {
    char body[4096], found[1200];
    size_t used = (size_t)snprintf(body, sizeof body, "---\ntitle: t\nexperiment: {seed: 1}\n---\n");
    for (int i = 0; i <= UN_STOPS_MAX; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "## stop %d\n", i);
    cr_expect_str_eq(error_of(body, used, found, sizeof found), "a.md:29:1: found a stop too many, valid: at most 24");
    used = (size_t)snprintf(body, sizeof body, "---\ntitle: t\nexperiment: {seed: 1}\n---\n");
    for (int i = 0; i <= 200; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "[a](b.md)\n");
    cr_expect_str_eq(error_of(body, used, found, sizeof found), "a.md:205:5: found too many links, valid: at most 200");
}

/// As when an editor is half way through saving: no lesson, an error, and the one that was read before stays what it is.
Test(lesson_hostile, a_bad_file_leaves_the_lesson_before_alone) {
    char folder[64], path[80], *text;
    size_t size;
    un_Error error = {0};
    make_folder(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/a.md", folder);
    cr_assert_eq(un_file_read(UN_TEST_DATA "/../docs/lesson-template.md", ROOM, &text, &size, &error), UN_OK);
    cr_assert_eq(un_file_write(path, text, size, &error), UN_OK);
    un_Lesson *lesson = un_lesson_load(path, &error);
    cr_assert_not_null(lesson);
    const size_t cut[] = {0, 1, 40, size - 3}; // the last one inside a fence
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        cr_assert_eq(un_file_write(path, text, cut[i], &error), UN_OK);
        error = (un_Error){0};
        cr_expect_null(un_lesson_load(path, &error));
        cr_expect(error.code == UN_ERROR_FILE && error.line > 0);
    }
    walk_lesson(lesson, size);
    un_lesson_destroy(lesson);
    free(text);
    unlink(path);
    rmdir(folder);
}
