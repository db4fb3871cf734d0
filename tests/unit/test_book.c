// Decks, handouts and reports of a small lesson: which pages come, that nothing on them is cut or covered, and that they say what the
// learner did.
#include "book/deck.h"
#include "book/handout.h"
#include "book/report.h"
#include "book/walk.h"
#include "canvas/cairo/pdf.h"
#include "export/fonts.h"
#include "platform/file.h"
#include "text_check.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char text[] =
    "---\ntitle: A small lesson\nlevel: beginner\nminutes: 5\nlanguage: en\ngoals: [See it.]\npaths: [lecture]\n"
    "experiment: {task: {name: recall, lag: 8}, updates: 20, batch: 4, lanes: [{name: RNN, cell: rnn}, {name: GRU, cell: gru}]}\n---\nBefore.\n\n"
    "## A picture of two networks\nLook.\n```stop\nviews: [stage]\n```\n```teacher\nSay little.\n```\n\n"
    "## How much arrives at step 0?\nGuess first.\n```stop\nviews: [stage, profile]\ncover: [stage/RNN/gradient, stage/GRU/gradient, profile]\n"
    "run: {updates: 20}\nhighlight: [stage/RNN/gradient]\n```\n"
    "```question\nkind: choice\nchoices:\n  - {text: All of it, value: 1, feedback: \"That is a lot.\"}\n"
    "  - {text: A little, value: 0.001, right: true, feedback: \"Yes.\"}\n```\n"
    "```reveal\nquantity: gradient_ratio\nlane: RNN\nsays: of the gradient reaches step 0.\nexpect: 0.001\ntolerance: {factor: 1000}\n```\n"
    "Each step multiplies.\n```teacher\nWait.\n```\n";

typedef struct Kept {
    un_Lesson *lesson;
    un_Fonts *fonts;
    char folder[64], path[128];
} Kept;

static Kept open_kept(const char *name) {
    un_Error error = {.message = ""};
    Kept kept = {.folder = "/tmp/unroll-book-XXXXXX"};
    kept.lesson = un_lesson_parse(text, sizeof text - 1, "small.md", &error);
    cr_assert(kept.lesson, "%d:%d: %s", error.line, error.column, error.message);
    kept.fonts = un_fonts_load(&error);
    cr_assert(kept.fonts, "%s", error.message);
    cr_assert(mkdtemp(kept.folder));
    snprintf(kept.path, sizeof kept.path, "%s/%s", kept.folder, name);
    return kept;
}

static void close_kept(Kept *kept) {
    un_lesson_destroy(kept->lesson);
    un_fonts_destroy(kept->fonts);
    char command[96]; // the folder is ours
    snprintf(command, sizeof command, "rm -r %s", kept->folder);
    cr_assert_eq(system(command), 0);
}

static un_Press *press_of(Kept *kept) {
    un_Error error = {.message = ""};
    un_PressDef def = {.fonts = kept->fonts, .path = kept->path, .title = "x", .pixels = 1};
    un_Press *press = un_press_create(&def, &error);
    cr_assert(press, "%s", error.message);
    return press;
}

static un_DeckDef deck_of(const Kept *kept) {
    return (un_DeckDef){.slide = {.width = UN_SLIDE_WIDE, .theme = UN_THEME_PRINT, .fonts = kept->fonts}, .asked = true, .told = true, .stop = -1, .max_memory = 2e9};
}

/// A page is one glyph run's worth of "/Type /Page" objects; the tree of pages has another name.
static int pages_of(const char *path) {
    char *bytes;
    size_t size;
    int pages = 0;
    cr_assert_eq(un_file_read(path, 1 << 26, &bytes, &size, NULL), UN_OK);
    for (size_t i = 0; i + 12 < size; i++)
        pages += memcmp(bytes + i, "/Type /Page", 11) == 0 && bytes[i + 11] != 's';
    free(bytes);
    return pages;
}

Test(book, a_deck_has_a_title_a_page_a_stop_and_one_more_where_it_asks) {
    Kept kept = open_kept("deck.pdf");
    un_Error error = {.message = ""};
    un_DeckDef def = deck_of(&kept);
    un_Press *press = press_of(&kept);
    cr_assert_eq(un_deck_make(&def, kept.lesson, press, &error), UN_OK, "%s", error.message);
    cr_assert(!un_file_exists(kept.path), "nothing stands there before all of it does");
    cr_assert_eq(un_press_finish(press, &error), UN_OK, "%s", error.message);
    un_press_destroy(press);
    cr_assert_eq(pages_of(kept.path), 4);
    press = un_press_create(&(un_PressDef){.fonts = kept.fonts, .path = kept.path, .pixels = 1}, &error);
    cr_assert(!press, "a file that exists is not overwritten unasked");
    close_kept(&kept);
}

Test(book, one_stop_asked_alone_as_a_numbered_picture) {
    Kept kept = open_kept("page-%02d.png");
    un_Error error = {.message = ""};
    un_DeckDef def = deck_of(&kept);
    char first[160], second[160];
    def.stop = 1;
    un_Press *press = press_of(&kept);
    cr_assert_eq(un_deck_make(&def, kept.lesson, press, &error), UN_OK, "%s", error.message);
    cr_assert_eq(un_press_finish(press, &error), UN_OK);
    un_press_destroy(press);
    snprintf(first, sizeof first, "%s/page-01.png", kept.folder);
    snprintf(second, sizeof second, "%s/page-02.png", kept.folder);
    cr_assert(un_file_exists(first) && un_file_exists(second));
    close_kept(&kept);
}

Test(book, a_handout_is_one_sheet_without_colour) {
    Kept kept = open_kept("handout.svg");
    un_Error error = {.message = ""};
    char *bytes;
    size_t size;
    un_PressDef def = {.fonts = kept.fonts, .path = kept.path, .pixels = 1, .single = true};
    un_Press *press = un_press_create(&def, &error);
    cr_assert(press, "%s", error.message);
    cr_assert_eq(un_handout_make(&(un_HandoutDef){.fonts = kept.fonts, .max_memory = 2e9}, kept.lesson, press, &error), UN_OK, "%s", error.message);
    cr_assert_eq(un_press_finish(press, &error), UN_OK);
    un_press_destroy(press);
    cr_assert_eq(un_file_read(kept.path, 1 << 24, &bytes, &size, NULL), UN_OK);
    for (size_t i = 0; i + 8 < size; i++) {
        if (bytes[i] != '"' || bytes[i + 1] != '#' || bytes[i + 8] != '"') continue;
        cr_assert(memcmp(bytes + i + 2, bytes + i + 4, 2) == 0 && memcmp(bytes + i + 2, bytes + i + 6, 2) == 0, "colour %.7s", bytes + i + 1);
    }
    free(bytes);
    close_kept(&kept);
}

static bool says(const un_DrawList *list, const char *words) {
    static char all[1 << 16];
    size_t used = 0;
    for (size_t i = 0; i < list->glyph_count && used + 1 < sizeof all; i++)
        all[used++] = list->glyph[i].code_point < 128 ? (char)list->glyph[i].code_point : '?';
    all[used] = 0;
    return strstr(all, words) != NULL;
}

typedef struct Slides {
    const Kept *kept;
    un_DrawList list;
    int asked, told;
} Slides;

static un_Status look(void *context, const un_Player *player, const un_Snapshot *snapshot, un_Error *error) {
    (void)error;
    Slides *slides = context;
    const float width[] = {UN_SLIDE_WIDE, UN_SLIDE_NARROW};
    char fault[256];
    for (int i = 0; i < 2; i++) {
        un_SlideDef def = {.width = width[i], .theme = UN_THEME_PRINT, .fonts = slides->kept->fonts};
        un_draw_reset(&slides->list);
        un_slide_stop(&slides->list, &def, player, snapshot);
        cr_expect(text_check(&slides->list, def.fonts, 20.0f / 12, fault, sizeof fault), "stop %d, phase %d, %g wide: %s", player->stop,
                  (int)player->phase, (double)width[i], fault);
        cr_expect(says(&slides->list, "reaches") == (player->phase == UN_PHASE_TOLD && player->stop == 1), "the number waits");
        cr_expect(i == 1 || says(&slides->list, "Hidden") == (player->phase == UN_PHASE_ASK)); // narrow: the cover has no room for words
    }
    slides->asked += player->phase == UN_PHASE_ASK;
    slides->told += player->phase == UN_PHASE_TOLD;
    return UN_OK;
}

Test(book, slides_hold_what_they_say_and_hide_what_is_asked) {
    Kept kept = open_kept("unused");
    un_Error error = {.message = ""};
    Slides slides = {.kept = &kept};
    un_draw_init(&slides.list);
    un_WalkDef walk = un_default_walk_def(kept.lesson);
    cr_assert_eq(un_walk(kept.lesson, &walk, look, &slides, &error), UN_OK, "%s", error.message);
    cr_assert(slides.asked == 1 && slides.told == 2);
    un_draw_free(&slides.list);
    close_kept(&kept);
}

Test(book, a_report_says_what_was_answered_and_measured) {
    Kept kept = open_kept("report.md");
    un_Error error = {.message = ""};
    un_Player player;
    char *bytes;
    size_t size;
    un_player_begin(&player, kept.lesson);
    player.answer[1] = (un_Answer){.given = true, .has_choice = true, .choice = 0, .tries = 1, .told = true, .measured_count = 1, .has_measured = {true}, .measured = {0.25}};
    un_ReportDef def = {.fonts = kept.fonts, .name = "Ada"};
    cr_assert_eq(un_report_write(&def, kept.lesson, &player, kept.path, &error), UN_OK, "%s", error.message);
    cr_assert_eq(un_file_read(kept.path, 1 << 20, &bytes, &size, NULL), UN_OK);
    cr_assert(strstr(bytes, "Name: Ada") && strstr(bytes, "Your answer: All of it (not right)"), "%s", bytes);
    cr_assert(strstr(bytes, "Measured: 0.25 of the gradient reaches step 0.") && strstr(bytes, "That is a lot."), "%s", bytes);
    free(bytes);
    snprintf(kept.path, sizeof kept.path, "%s/report.pdf", kept.folder);
    cr_assert_eq(un_report_write(&def, kept.lesson, &player, kept.path, &error), UN_OK, "%s", error.message);
    cr_assert_eq(pages_of(kept.path), 1);
    cr_assert_eq(un_report_write(&def, kept.lesson, &player, "report.doc", &error), UN_ERROR_VALUE);
    close_kept(&kept);
}
