#include "lesson/progress.h"

#include "base/catalog.h"
#include "base/utf8.h"
#include "lesson/progress_file.h"
#include "platform/file.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, FILE_BYTES_MAX = 4 << 20 };

struct un_Progress {
    char profile[UN_PROFILE_MAX + 1];
    json_t *lessons; ///< an object: key -> lesson
};

static un_Status no_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the learner's progress"));
}

un_Progress *un_progress_create(const char *profile, un_Error *error) {
    if (!un_profile_is_name(profile)) {
        un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found a profile's name that is none, valid: 1..%d bytes on one line"),
                     UN_PROFILE_MAX);
        return NULL;
    }
    un_Progress *progress = calloc(1, sizeof *progress);
    if (progress) progress->lessons = json_object();
    if (!progress || !progress->lessons) {
        free(progress);
        no_memory(error);
        return NULL;
    }
    snprintf(progress->profile, sizeof progress->profile, "%s", profile);
    return progress;
}

void un_progress_destroy(un_Progress *progress) {
    if (!progress) return;
    json_decref(progress->lessons);
    free(progress);
}

const char *un_progress_profile(const un_Progress *progress) {
    return progress->profile;
}

/// Takes the lessons out of a file's text.
static un_Status read_lessons(un_Progress *progress, const char *bytes, size_t size, const char *path, un_Error *error) {
    json_error_t fault;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &fault);
    if (!root) return un_error_set(error, UN_ERROR_FILE, path, fault.line, fault.column, "%s", fault.text);
    json_t *lessons = json_object_get(root, "lessons");
    bool valid = json_integer_value(json_object_get(root, "version")) == VERSION && json_is_object(lessons);
    if (valid) {
        json_decref(progress->lessons);
        progress->lessons = json_incref(lessons);
    }
    json_decref(root);
    if (valid) return UN_OK;
    return un_error_set(error, UN_ERROR_FILE, path, 0, 0, _("found no learner's progress of version %d"), VERSION);
}

un_Progress *un_progress_open(const char *profile, un_Error *error) {
    un_Progress *progress = un_progress_create(profile, error);
    char path[UN_PROGRESS_PATH], *bytes;
    size_t size;
    if (!progress || !un_progress_path(profile, path) || !un_file_exists(path)) return progress;
    un_Status status = un_file_read(path, FILE_BYTES_MAX, &bytes, &size, error);
    if (!status) {
        status = read_lessons(progress, bytes, size, path, error);
        free(bytes);
    }
    if (!status) return progress;
    un_progress_destroy(progress);
    return NULL;
}

un_Status un_progress_save(const un_Progress *progress, un_Error *error) {
    char path[UN_PROGRESS_PATH];
    if (!un_progress_path(progress->profile, path))
        return un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s", _("no home folder to keep the learner's progress in"));
    json_t *root = json_pack("{s:i, s:s, s:O}", "version", VERSION, "profile", progress->profile, "lessons", progress->lessons);
    char *text = root ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) : NULL;
    json_decref(root);
    if (!text) return no_memory(error);
    un_Status status = un_file_make_parents(path, error);
    if (!status) status = un_file_write(path, text, strlen(text), error);
    free(text);
    return status;
}

const char *un_progress_key(const un_Lesson *lesson, const char *path, char out[UN_PROGRESS_KEY]) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    int length = dot ? (int)(dot - name) : (int)strlen(name);
    if (length > UN_PROGRESS_KEY - UN_LESSON_LANGUAGE - 2) length = UN_PROGRESS_KEY - UN_LESSON_LANGUAGE - 2;
    snprintf(out, UN_PROGRESS_KEY, "%.*s.%s", length, name, un_lesson_language(lesson));
    // Names of files need not be UTF-8; what JSON keeps must be.
    for (char *at = out; *at;) {
        uint32_t code;
        size_t bytes = un_utf8_decode(at, strlen(at), &code);
        if (bytes == 0) *at = '?';
        at += bytes ? bytes : 1;
    }
    return out;
}

void un_progress_reset(un_Progress *progress, const char *key) {
    if (key)
        json_object_del(progress->lessons, key);
    else
        json_object_clear(progress->lessons);
}

// One stop.

static json_t *text_of(un_Prose prose) {
    char text[512];
    size_t used = 0;
    text[0] = 0;
    for (int i = 0; i < prose.count; i++) {
        for (int k = 0; k < prose.block[i].span_count && used < sizeof text; k++) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s", prose.block[i].span[k].text);
        }
    }
    return json_stringn(text, un_utf8_whole(text, strlen(text)));
}

static json_t *pack_measured(const un_Stop *stop, const un_Answer *answer) {
    json_t *list = json_array();
    for (int i = 0; i < answer->measured_count && i < stop->reveal_count; i++) {
        json_t *value = answer->has_measured[i] ? json_real(answer->measured[i]) : NULL; // NULL for an infinite one, too
        const char *name = un_quantity_table[stop->reveal[i].quantity.quantity].name;
        json_array_append_new(list, json_pack("{s:s, s:o}", "quantity", name, "value", value ? value : json_null()));
    }
    return list;
}

static json_t *pack_hands(const un_Stop *stop, const un_Answer *answer) {
    json_t *list = json_array();
    for (int i = 0; i < stop->question.choice_count; i++) {
        json_array_append_new(list, json_integer(answer->hands[i]));
    }
    return list;
}

static json_t *pack_stop(const un_Stop *stop, const un_Answer *answer) {
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)answer->seed);
    json_t *out = json_pack("{s:s, s:b, s:b, s:b, s:b, s:i, s:I, s:s}", "title", stop->title, "given", answer->given, "told",
                            answer->told, "hint", answer->hint, "right", answer->right, "tries", answer->tries, "update",
                            (json_int_t)answer->update, "seed", seed);
    if (!out) return NULL;
    if (answer->has_choice) json_object_set_new(out, "choice", text_of(stop->question.choice[answer->choice].text));
    if (answer->has_choice && answer->tries > 0)
        json_object_set_new(out, "first", text_of(stop->question.choice[answer->first].text));
    if (answer->has_number) json_object_set_new(out, "number", json_real(answer->number));
    json_object_set_new(out, "measured", pack_measured(stop, answer));
    json_object_set_new(out, "hands", pack_hands(stop, answer));
    return out;
}

bool un_progress_put(un_Progress *progress, const char *key, const un_Player *player) {
    json_t *stops = json_array();
    int count = un_lesson_stop_count(player->lesson);
    for (int i = 0; i < count; i++) {
        json_array_append_new(stops, pack_stop(un_lesson_stop(player->lesson, i), &player->answer[i]));
    }
    bool whole = (int)json_array_size(stops) == count;
    json_t *lesson = json_pack("{s:s, s:s, s:o}", "title", un_lesson_title(player->lesson), "stop",
                               player->stop < count ? un_lesson_stop(player->lesson, player->stop)->title : "", "stops", stops);
    if (!lesson || !whole) {
        json_decref(lesson);
        return false;
    }
    return json_object_set_new(progress->lessons, key, lesson) == 0;
}

// And back.

static bool flag(const json_t *stop, const char *key) {
    return json_is_true(json_object_get(stop, key));
}

/// The choice that has this text, or -1.
static int find_choice(const un_Question *question, const json_t *text) {
    for (int i = 0; json_is_string(text) && i < question->choice_count; i++) {
        json_t *own = text_of(question->choice[i].text);
        bool same = own && json_equal(own, text);
        json_decref(own);
        if (same) return i;
    }
    return -1;
}

/// False: the answer does not fit the question as it is now.
static bool read_answer(const un_Stop *stop, const json_t *from, un_Answer *answer) {
    const un_Question *question = &stop->question;
    json_t *number = json_object_get(from, "number");
    int choice = find_choice(question, json_object_get(from, "choice")), first = find_choice(question, json_object_get(from, "first"));
    if (question->kind == UN_QUESTION_CHOICE) {
        answer->has_choice = choice >= 0;
        answer->choice = choice >= 0 ? choice : 0;
        answer->first = first >= 0 ? first : answer->choice;
        answer->right = answer->has_choice && question->choice[choice].right;
        return answer->has_choice;
    }
    if (question->kind == UN_QUESTION_NONE) return true;
    double value = json_number_value(number);
    bool bounded = question->least < question->most;
    answer->has_number = json_is_number(number) && (!bounded || (value >= question->least && value <= question->most));
    answer->number = answer->has_number ? value : 0;
    return answer->has_number;
}

/// Numbers count when they are of the quantities that the stop reveals now.
static bool read_measured(const un_Stop *stop, const json_t *list, un_Answer *answer) {
    if ((int)json_array_size(list) != stop->reveal_count) return false;
    for (int i = 0; i < stop->reveal_count; i++) {
        const json_t *entry = json_array_get(list, (size_t)i), *value = json_object_get(entry, "value");
        const char *name = json_string_value(json_object_get(entry, "quantity"));
        if (!name || strcmp(name, un_quantity_table[stop->reveal[i].quantity.quantity].name) != 0) return false;
        answer->has_measured[i] = json_is_number(value);
        answer->measured[i] = json_number_value(value);
    }
    answer->measured_count = stop->reveal_count;
    return true;
}

static int bounded(const json_t *value, int most) {
    json_int_t number = json_integer_value(value);
    return number < 0 ? 0 : number > most ? most : (int)number;
}

static void read_stop(const un_Stop *stop, const json_t *from, un_Answer *answer) {
    const json_t *hands = json_object_get(from, "hands");
    const char *seed = json_string_value(json_object_get(from, "seed"));
    un_Answer found = {.hint = flag(from, "hint"), .tries = bounded(json_object_get(from, "tries"), 2)};
    for (int i = 0; i < stop->question.choice_count; i++) {
        found.hands[i] = bounded(json_array_get(hands, (size_t)i), UN_HANDS_MAX);
    }
    bool fits = read_answer(stop, from, &found);
    found.given = fits && flag(from, "given") && found.tries > 0;
    found.told = fits && flag(from, "told") && (found.given || stop->question.kind == UN_QUESTION_NONE);
    found.told = found.told && read_measured(stop, json_object_get(from, "measured"), &found);
    if (!fits) found.tries = 0;
    found.update = bounded(json_object_get(from, "update"), INT_MAX);
    found.seed = seed ? strtoull(seed, NULL, 10) : 0;
    bool number = found.told && found.has_number && found.measured_count > 0 && found.has_measured[0];
    if (number) found.right = un_tolerance_holds(&stop->question.tolerance, found.measured[0], found.number);
    *answer = found;
}

/// The entry of the stop's title; of equal titles the one at the same place among them.
static const json_t *find_stop(const json_t *stops, const un_Lesson *lesson, int index) {
    const char *title = un_lesson_stop(lesson, index)->title;
    int before = 0;
    for (int i = 0; i < index; i++) {
        before += strcmp(un_lesson_stop(lesson, i)->title, title) == 0;
    }
    for (size_t i = 0; i < json_array_size(stops); i++) {
        const json_t *entry = json_array_get(stops, i);
        const char *own = json_string_value(json_object_get(entry, "title"));
        if (own && strcmp(own, title) == 0 && before-- == 0) return entry;
    }
    return NULL;
}

static void read_player(const json_t *lesson, un_Player *player) {
    const json_t *stops = json_object_get(lesson, "stops");
    const char *stands = json_string_value(json_object_get(lesson, "stop"));
    int count = un_lesson_stop_count(player->lesson), place = stands && !stands[0] ? count : 0, reached = 0;
    for (int i = 0; i < count; i++) {
        const json_t *entry = find_stop(stops, player->lesson, i);
        if (entry) read_stop(un_lesson_stop(player->lesson, i), entry, &player->answer[i]);
        if (player->answer[i].told) reached = i;
        if (stands && strcmp(stands, un_lesson_stop(player->lesson, i)->title) == 0) place = i;
    }
    player->reached = reached;
    un_player_go(player, place);
}

bool un_progress_get(const un_Progress *progress, const char *key, un_Player *player) {
    const json_t *lesson = json_object_get(progress->lessons, key);
    if (!json_is_object(lesson)) return false;
    read_player(lesson, player);
    return true;
}

bool un_progress_state(const un_Progress *progress, const char *key, const un_Lesson *lesson, un_ProgressState *out) {
    un_Player player;
    if (un_lesson_stop_count(lesson) == 0) return false;
    un_player_begin(&player, lesson);
    if (!un_progress_get(progress, key, &player)) return false;
    *out = (un_ProgressState){.stop = player.stop + 1, .stops = un_lesson_stop_count(lesson)};
    for (int i = 0; i < out->stops; i++) {
        const un_Answer *answer = &player.answer[i];
        out->told += answer->told;
        out->asked += answer->given;
        out->right += answer->given && answer->right;
    }
    return true;
}
