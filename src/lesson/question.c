#include "lesson/stop.h"

#include "base/catalog.h"
#include "sim/param.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *next_kind(const void *context, int index) {
    static const char *const names[] = {"choice", "number", "mark", NULL}; // un_QuestionKind from CHOICE on
    (void)context;
    return names[index];
}

static bool read_kind(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    int index = 0;
    if (!un_read_name(reading, key, value, &index)) return false;
    *(un_QuestionKind *)out = (un_QuestionKind)(UN_QUESTION_CHOICE + index);
    return true;
}

static const char *next_axis(const void *context, int index) {
    (void)context;
    return index + 1 < UN_GUESS_AXES ? un_guess_axis_name[index + 1] : NULL;
}

static bool read_axis(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    int index = 0;
    if (!un_read_name(reading, key, value, &index)) return false;
    *(un_GuessAxis *)out = (un_GuessAxis)(index + 1);
    return true;
}

static bool read_value(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    un_Choice *choice = out;
    choice->has_value = un_read_real(reading, key, value, &choice->value);
    return choice->has_value;
}

// clang-format off
const un_LessonKey un_choice_key[] = {
    {"text", un_read_prose, offsetof(un_Choice, text), UN_KEY("one short text"), 0, 0, NULL, 0},
    {"value", read_value, 0, UN_KEY("the number that the choice stands for"), -1e300, 1e300, NULL, 0},
    {"right", un_read_bool, offsetof(un_Choice, right), UN_KEY("true or false"), 0, 0, NULL, 0},
    {"feedback", un_read_prose, offsetof(un_Choice, feedback), UN_KEY("a short text"), 0, 0, NULL, 0},
};
// clang-format on
const int un_choice_key_count = (int)(sizeof un_choice_key / sizeof *un_choice_key);

static bool read_choices(un_Reading *reading, const un_LessonKey *key, const un_YamlNode *value, void *out) {
    (void)key;
    un_Question *question = out;
    if (value->kind != UN_YAML_LIST || value->count < 2 || value->count > UN_CHOICES_MAX) return false;
    bool right = false, fine = true;
    int count = 0;
    for (const un_YamlNode *item = value->first; item; item = item->next) {
        un_Choice *choice = &question->choice[count++];
        fine = un_keys_read(reading, "choice", item, un_choice_key, un_choice_key_count, choice) && fine;
        if (item->kind != UN_YAML_MAPPING) continue;
        const un_YamlNode *text = un_yaml_value(item, "text");
        if (!text)
            un_keys_error(reading, item, "%s",
                          _("found a choice without 'text', valid: {text: \"...\", feedback: \"...\"}"));
        if (text && choice->text.count > 1) un_keys_wrong(reading, "text", text, _("one paragraph"));
        fine = fine && text && choice->text.count <= 1;
        right = right || choice->right;
    }
    question->choice_count = count;
    if (!right && fine)
        un_keys_error(reading, value, "%s",
                      _("choices: found none that is right, valid: 'right: true' in one of them"));
    return right && fine;
}

enum { CHOICE = 1u << UN_QUESTION_CHOICE, NUMBER = 1u << UN_QUESTION_NUMBER, MARK = 1u << UN_QUESTION_MARK };

#define OF(member) offsetof(un_Question, member)
#define FEEDBACK   UN_KEY("a short text")
// clang-format off
const un_LessonKey un_question_key[] = {
    {"kind", read_kind, OF(kind), NULL, 0, 0, next_kind, 0},
    {"choices", read_choices, 0, UN_KEY("a list of 2 to 6 choices such as {text: \"...\", feedback: \"...\"}"), 0, 0, NULL, CHOICE},
    {"least", un_read_real, OF(least), NULL, -1e12, 1e12, NULL, NUMBER | MARK},
    {"most", un_read_real, OF(most), NULL, -1e12, 1e12, NULL, NUMBER | MARK},
    {"start", un_read_real, OF(start), NULL, -1e12, 1e12, NULL, NUMBER | MARK},
    {"logarithmic", un_read_bool, OF(logarithmic), UN_KEY("true or false"), 0, 0, NULL, NUMBER},
    {"unit", un_read_text, OF(unit), UN_KEY("a short text such as steps"), 1, sizeof((un_Question *)0)->unit - 1, NULL, NUMBER},
    {"axis", read_axis, OF(axis), NULL, 0, 0, next_axis, 0},
    {"tolerance", un_read_tolerance, OF(tolerance), UN_KEY("{factor: 3} or {absolute: 0.05}"), 0, 0, NULL, NUMBER | MARK},
    {"right", un_read_prose, OF(right), FEEDBACK, 0, 0, NULL, NUMBER | MARK},
    {"low", un_read_prose, OF(low), FEEDBACK, 0, 0, NULL, NUMBER | MARK},
    {"high", un_read_prose, OF(high), FEEDBACK, 0, 0, NULL, NUMBER | MARK},
    {"hint", un_read_prose, OF(hint), FEEDBACK, 0, 0, NULL, 0},
    {"tries", un_read_int, OF(tries), NULL, 1, 2, NULL, CHOICE},
};
// clang-format on
const int un_question_key_count = (int)(sizeof un_question_key / sizeof *un_question_key);

static bool needs(un_Reading *reading, const un_YamlNode *root, const char *key, const char *valid) {
    if (un_yaml_value(root, key)) return true;
    un_keys_error(reading, root, _("question: found no '%s', valid: %s"), key, valid);
    return false;
}

/// Keys that go with another kind of question.
static void check_kinds(un_Reading *reading, const un_Question *question, const un_YamlNode *root) {
    for (int i = 0; i < un_question_key_count; i++) {
        const un_LessonKey *key = &un_question_key[i];
        const un_YamlNode *value = un_yaml_value(root, key->name);
        if (!value || key->kinds == 0 || (key->kinds & 1u << question->kind)) continue;
        char valid[40] = "";
        for (int kind = UN_QUESTION_CHOICE; kind <= UN_QUESTION_MARK; kind++) {
            size_t used = strlen(valid);
            if (key->kinds & 1u << kind)
                snprintf(valid + used, sizeof valid - used, "%s%s", used ? ", " : "",
                         next_kind(NULL, kind - UN_QUESTION_CHOICE));
        }
        un_keys_error(reading, value->key, _("%s: found it with kind: %s, valid: with kind: %s"), key->name,
                      next_kind(NULL, (int)question->kind - UN_QUESTION_CHOICE), valid);
    }
}

/// The range of a number, and where it stands first; a mark has the plot's own where nothing is said.
static void check_range(un_Reading *reading, un_Question *question, const un_YamlNode *root) {
    const un_YamlNode *least = un_yaml_value(root, "least"), *most = un_yaml_value(root, "most"),
                      *start = un_yaml_value(root, "start");
    if (question->kind == UN_QUESTION_MARK && !least && !most && !start) return;
    if (!needs(reading, root, "least", _("the smallest number that can be given")) ||
        !needs(reading, root, "most", _("the largest number that can be given")))
        return;
    if (question->most <= question->least) un_keys_wrong(reading, "most", most, _("above 'least'"));
    if (question->logarithmic && question->least <= 0)
        un_keys_wrong(reading, "least", least, _("above 0 with logarithmic: true"));
    if (!start) {
        question->start = question->logarithmic && question->least > 0 ? sqrt(question->least) * sqrt(question->most)
                                                                       : question->least / 2 + question->most / 2;
    } else if (question->start < question->least || question->start > question->most) {
        un_keys_wrong(reading, "start", start, _("between 'least' and 'most'"));
    }
}

void un_question_read(un_Stop *stop, un_Reading *reading, const un_YamlNode *root) {
    un_Question *question = &stop->question;
    question->line = root->line;
    question->column = root->column;
    question->tries = 1;
    if (!un_keys_read(reading, "question", root, un_question_key, un_question_key_count, question)) return;
    if (!needs(reading, root, "kind", _("choice, number, mark"))) return;
    check_kinds(reading, question, root);
    if (question->kind == UN_QUESTION_CHOICE) {
        needs(reading, root, "choices", _("a list of 2 to 6 choices"));
        return;
    }
    needs(reading, root, "tolerance", _("how far from the measured number is right, {factor: 3} or {absolute: 0.05}"));
    if (question->kind == UN_QUESTION_MARK) needs(reading, root, "axis", _("steps_back, ratio, update, loss"));
    check_range(reading, question, root);
}
