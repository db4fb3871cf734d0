#include "app/state.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

// A run in a sentence, longest form first; {name} stands for a number that can be turned, for a word, or for the task's
// own part, which has a whole and a brief form. A new task is one row of `tasks`.
enum { FORMS = 3 };
static const char *const forms[FORMS] = {
    UN_KEY("{whole}, with {units} units, batches of {batch}, {optimizer}, clip {clip}, seed {seed}"),
    UN_KEY("{brief} \xc2\xb7 {units} units \xc2\xb7 seed {seed}"),
    UN_KEY("{steps} \xc2\xb7 {units} units \xc2\xb7 seed {seed}"),
};

typedef struct Phrase {
    const char *whole, *brief;
} Phrase;

static const Phrase tasks[UN_TASK_COUNT] = {
    [UN_TASK_RECALL] = {UN_KEY("Recall the first of 4 symbols, {lag} steps later"),
                        UN_KEY("Recall the first symbol {lag} steps later")},
    [UN_TASK_ADDING] = {UN_KEY("Add the two marked of {length} numbers"),
                        UN_KEY("Add the two marked of {length} numbers")},
    [UN_TASK_ORDER] = {UN_KEY("Tell the order of two symbols in {length} steps"),
                       UN_KEY("Tell the order of two symbols in {length} steps")},
    [UN_TASK_COPY] = {UN_KEY("Copy five symbols over a lag of {lag} steps"), UN_KEY("Copy five symbols, lag {lag}")},
    [UN_TASK_PARITY] = {UN_KEY("Tell at each of {length} steps if the ones so far are odd"),
                        UN_KEY("Parity so far, {length} steps")},
    [UN_TASK_REBER] = {UN_KEY("Continue strings of a grammar within {length} steps"),
                       UN_KEY("Continue a grammar, {length} steps")},
    [UN_TASK_PRICE] = {UN_KEY("Tell if the price rose, over {length} steps"),
                       UN_KEY("Did the price rise? {length} steps")},
    [UN_TASK_SINE] = {UN_KEY("Continue a sine for {length} steps"), UN_KEY("Continue a sine, {length} steps")},
    [UN_TASK_TEXT] = {UN_KEY("Guess the next letter, {length} letters at a time"),
                      UN_KEY("Guess the next of {length} letters")},
    [UN_TASK_BANK] = {UN_KEY("Tell which bank is meant, in {length} words"),
                      UN_KEY("Which bank is meant, in {length} words")},
    [UN_TASK_SENTIMENT] = {UN_KEY("Tell the verdict of {length} words"), UN_KEY("Tell the verdict of {length} words")},
    [UN_TASK_ROWS] = {UN_KEY("Read a digit row by row, in {length} steps"),
                      UN_KEY("Read a digit by rows, {length} steps")},
    [UN_TASK_PIXELS] = {UN_KEY("Read a digit pixel by pixel, in {length} steps"),
                        UN_KEY("Read a digit by pixels, {length} steps")},
    [UN_TASK_MARKED] = {UN_KEY("Recall the marked one of {length} symbols"),
                        UN_KEY("Recall the marked of {length} symbols")},
    [UN_TASK_CO2] = {UN_KEY("Forecast the CO2 above Mauna Loa, {length} weeks at a time"),
                     UN_KEY("Forecast CO2, {length} weeks")},
    [UN_TASK_SUNSPOTS] = {UN_KEY("Forecast the number of sunspots, {length} years at a time"),
                          UN_KEY("Forecast sunspots, {length} years")},
    [UN_TASK_TONE] = {UN_KEY("Hear which way a tone goes, in {length} frames"),
                      UN_KEY("Which way a tone goes, {length} frames")},
    [UN_TASK_POLE] = {UN_KEY("Balance a pole for {length} steps"), UN_KEY("Balance a pole, {length} steps")},
};
static const float SIZE = 15;

typedef struct Pen {
    un_App *app;
    un_Rect rect;
    float x;
    bool draws;
    un_TextStyle text;
} Pen;

static void write(Pen *pen, const char *text) {
    const un_Fonts *fonts = pen->app->fonts;
    if (pen->draws) {
        un_text_draw_in(pen->app->ui.frame.list, fonts, &pen->text, (un_Rect){pen->x, pen->rect.y, 0, pen->rect.h},
                        UN_ALIGN_LEFT, text);
    }
    pen->x += un_text_width(fonts, &pen->text, text);
}

static void number(Pen *pen, const char *name, const char *key, int lane) {
    char id[40];
    snprintf(id, sizeof id, "sentence/%s", name);
    // The number's own padding overlaps the blank before and after it.
    float s = pen->app->scale, overlap = 4 * s;
    un_Rect rect = {pen->x - overlap, pen->rect.y, 0, pen->rect.h};
    float width = pen->draws ? un_knob(pen->app, id, key, lane, rect, SIZE, false)
                             : un_knob_width(pen->app, id, key, lane, SIZE, false);
    pen->x += width - 2 * overlap;
}

// All lanes have the same value of this row.
static bool is_shared(const un_Experiment *experiment, const char *key) {
    const un_ParamRow *row = &un_param_table[un_param_row(key)];
    for (int i = 1; i < experiment->lane_count; i++) {
        if (row->get(experiment, i) != row->get(experiment, 0)) {
            return false;
        }
    }
    return true;
}

static void write_own(Pen *pen) {
    un_TextStyle strong = pen->text;
    pen->text.face = UN_FACE_MEDIUM;
    write(pen, _("mixed"));
    pen->text = strong;
}

static void lane_number(Pen *pen, const char *name, const char *key) {
    if (is_shared(&pen->app->run.now, key)) {
        number(pen, name, key, -1);
    } else {
        write_own(pen);
    }
}

static void run(Pen *pen, const char *sentence);

static void place(Pen *pen, const char *name) {
    const un_Experiment *now = &pen->app->run.now;
    const un_TaskInfo *task = un_task_info(now->task.task);
    const Phrase *phrase = &tasks[now->task.task];
    if (strcmp(name, "whole") == 0) {
        run(pen, _(phrase->whole ? phrase->whole : task->title));
    } else if (strcmp(name, "brief") == 0) {
        run(pen, _(phrase->brief ? phrase->brief : task->title));
    } else if (strcmp(name, "steps") == 0) {
        run(pen, task->takes_lag ? _("lag {lag}") : _("{length} steps"));
    } else if (strcmp(name, "units") == 0) {
        lane_number(pen, name, "hidden");
    } else if (strcmp(name, "clip") == 0) {
        lane_number(pen, name, "clip");
    } else if (strcmp(name, "optimizer") == 0) {
        if (!is_shared(now, "optimizer") || !is_shared(now, "lr")) {
            write(pen, _("optimiser "));
            write_own(pen);
            return;
        }
        write(pen, _(un_optimizer_titles[now->lane[0].optimizer.kind]));
        write(pen, " ");
        number(pen, "lr", "lr", -1);
    } else {
        number(pen, name, name, 0);
    }
}

static void run(Pen *pen, const char *sentence) {
    char part[128];
    while (*sentence) {
        if (*sentence == '{') {
            size_t length = strcspn(sentence, "}");
            snprintf(part, sizeof part, "%.*s", (int)length - 1, sentence + 1);
            place(pen, part);
            sentence += length + (sentence[length] == '}');
        } else {
            size_t length = strcspn(sentence, "{");
            if (length >= sizeof part) { // the rest in the next round, from a whole character on
                length = sizeof part - 1;
                while (length > 1 && ((unsigned char)sentence[length] & 0xc0) == 0x80) {
                    length--;
                }
            }
            snprintf(part, sizeof part, "%.*s", (int)length, sentence);
            write(pen, part);
            sentence += length;
        }
    }
}

void un_sentence(un_App *app, un_Rect rect) {
    for (int form = 0; form < FORMS; form++) {
        const char *sentence = _(forms[form]);
        Pen pen = {
            .app = app, .rect = rect, .x = rect.x, .text = un_ui_style(&app->ui, UN_FACE_REGULAR, SIZE, UN_TOKEN_INK2)};
        run(&pen, sentence);
        if (pen.x <= rect.x + rect.w) {
            pen.x = rect.x;
            pen.draws = true;
            run(&pen, sentence);
            return;
        }
    }
}
