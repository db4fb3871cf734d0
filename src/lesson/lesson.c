#include "lesson/lesson.h"

#include "base/catalog.h"
#include "lesson/lesson_read.h"
#include "lesson/stop.h"
#include "platform/file.h"

#include <stdlib.h>
#include <string.h>

/// A stop's part of the body.
typedef struct Section {
    int block, block_end; ///< behind the heading
    const un_Fence *fence[UN_FENCE_KINDS];
} Section;

static bool is_stop(const un_Block *block) {
    return block->kind == UN_BLOCK_HEADING && block->level == 2;
}

/// The text of a heading without its looks. Returns how many bytes it takes, the final 0 included.
static size_t plain_text(const un_Block *block, char *out) {
    size_t used = 0;
    for (int i = 0; i < block->span_count; i++) {
        size_t length = strlen(block->span[i].text);
        if (out) memcpy(out + used, block->span[i].text, length);
        used += length;
    }
    if (out) out[used] = 0;
    return used + 1;
}

/// Room for the stops; those over UN_STOPS_MAX are left out. False: there are none to read.
static bool make_stops(un_Lesson *lesson, const un_Source *source) {
    size_t bytes = 0;
    int count = 0;
    lesson->intro_count = lesson->body.block_count;
    for (int i = 0; i < lesson->body.block_count; i++) {
        if (!is_stop(&lesson->body.block[i])) continue;
        if (count == 0) lesson->intro_count = i;
        if (count == UN_STOPS_MAX) {
            un_source_error_at(source, lesson->body.block[i].line, 1, _("found a stop too many, valid: at most %d"),
                               UN_STOPS_MAX);
            break;
        }
        count++;
        bytes += plain_text(&lesson->body.block[i], NULL);
    }
    if (count == 0) return false;
    lesson->stop = calloc((size_t)count, sizeof *lesson->stop);
    lesson->titles = malloc(bytes);
    if (lesson->stop && lesson->titles) {
        lesson->stop_count = count;
        return true;
    }
    un_report_memory(source->reports, source->name);
    return false;
}

/// Which blocks and fences are the stop's whose heading is block `heading`.
static Section find_section(const un_Lesson *lesson, const un_Source *source, int heading) {
    const un_Markdown *body = &lesson->body;
    Section section = {.block = heading + 1, .block_end = heading + 1};
    while (section.block_end < body->block_count && !is_stop(&body->block[section.block_end]))
        section.block_end++;
    for (int i = 0; i < body->fence_count; i++) {
        const un_Fence *fence = &body->fence[i];
        if (fence->block < section.block || fence->block > section.block_end) continue;
        if (section.fence[fence->kind]) {
            un_source_error_at(source, fence->line, 1,
                               _("found a second ```%s, valid: one a stop (the first stands in line %d)"),
                               un_fence_name[fence->kind], section.fence[fence->kind]->line);
        } else {
            section.fence[fence->kind] = fence;
        }
    }
    for (int i = section.block; i < section.block_end; i++) {
        if (body->block[i].kind == UN_BLOCK_HEADING && body->block[i].level == 1)
            un_source_error_at(source, body->block[i].line, 1, "%s",
                               _("found a heading '#' inside a stop, valid: ## for the next stop, ### inside"));
    }
    return section;
}

/// Prose up to the question or the reveal is told at once, prose behind the reveal is told with it.
static void split_prose(un_Stop *stop, const un_Source *source, const un_Markdown *body, const Section *section) {
    const un_Fence *question = section->fence[UN_FENCE_QUESTION], *reveal = section->fence[UN_FENCE_REVEAL];
    int first = question ? question->block : reveal ? reveal->block : section->block_end;
    int last = reveal ? reveal->block : first;
    if (question && reveal && question->start > reveal->start) {
        un_source_error_at(source, question->line, 1, "%s", _("found ```question behind ```reveal, valid: before it"));
        return;
    }
    if (last > first) {
        un_source_error_at(
            source, body->block[first].line, 1, "%s",
            _("found text between ```question and ```reveal, valid: before the question, or behind the reveal"));
        return;
    }
    stop->before = (un_Prose){body->block + section->block, first - section->block};
    stop->after = (un_Prose){body->block + last, section->block_end - last};
}

/// Reads one fence's YAML with a function.
static void read_fence(un_Stop *stop, un_Reading *reading, const un_Fence *fence,
                       void (*read)(un_Stop *, un_Reading *, const un_YamlNode *)) {
    un_Yaml yaml = {0};
    const un_YamlNode *root =
        fence ? un_keys_parse(reading, &yaml, fence->start, fence->end, un_fence_name[fence->kind]) : NULL;
    if (root) read(stop, reading, root);
    un_yaml_free(&yaml);
}

static void read_teacher(un_Stop *stop, un_Reading *reading, const un_Fence *fence) {
    un_Markdown *note = fence ? un_texts_add(reading->texts, reading->source) : NULL;
    if (!note) return;
    un_markdown_parse(note, reading->source, fence->start, fence->end, UN_MARKDOWN_NOTE);
    stop->teacher = (un_Prose){note->block, note->block_count};
}

static void read_stop(un_Stop *stop, un_Reading *reading, const Section *section, const un_StopBase *base) {
    const un_Fence *fence = section->fence[UN_FENCE_STOP];
    un_Yaml yaml = {0};
    int before = reading->source->reports->errors;
    const un_YamlNode *root = fence ? un_keys_parse(reading, &yaml, fence->start, fence->end, "stop") : NULL;
    un_StopBase known = *base;
    known.failed = base->failed || (!root && reading->source->reports->errors > before);
    un_stop_read(stop, reading, root, &known);
    un_yaml_free(&yaml);
    read_fence(stop, reading, section->fence[UN_FENCE_QUESTION], un_question_read);
    read_fence(stop, reading, section->fence[UN_FENCE_REVEAL], un_reveals_read);
    read_teacher(stop, reading, section->fence[UN_FENCE_TEACHER]);
    if (stop->question.kind > UN_QUESTION_CHOICE && !section->fence[UN_FENCE_REVEAL])
        un_source_error_at(reading->source, stop->question.line, stop->question.column, "%s",
                           _("question: found no ```reveal that measures the answer, valid: one behind it"));
}

static void read_stops(un_Lesson *lesson, un_Reading *reading) {
    un_StopBase base = {lesson->front.has_experiment ? &lesson->front.experiment : NULL,
                        lesson->front.experiment_failed, NULL};
    char *title = lesson->titles;
    int index = 0;
    for (int i = lesson->intro_count; index < lesson->stop_count && !un_reports_full(reading->source->reports); i++) {
        const un_Block *block = &lesson->body.block[i];
        if (!is_stop(block)) continue;
        un_Stop *stop = &lesson->stop[index++];
        *stop = (un_Stop){.heading = *block, .line = block->line, .title = title};
        title += plain_text(block, title);
        if (strlen(stop->title) == 0 || strlen(stop->title) > UN_TITLE_MAX)
            un_source_error_at(reading->source, stop->line, 1,
                               _("the heading of a stop: found %zu bytes, valid: 1..%d bytes"), strlen(stop->title),
                               UN_TITLE_MAX);
        Section section = find_section(lesson, reading->source, i);
        split_prose(stop, reading->source, &lesson->body, &section);
        read_stop(stop, reading, &section, &base);
        base = (un_StopBase){reading->experiment, base.failed || !reading->experiment, stop};
    }
}

/// What stands where no stop is.
static void check_outside(const un_Lesson *lesson, const un_Source *source) {
    const un_FrontMatter *front = &lesson->front;
    for (int i = 0; i < lesson->body.fence_count; i++) {
        const un_Fence *fence = &lesson->body.fence[i];
        if (lesson->stop_count > 0 && fence->block > lesson->intro_count) continue;
        un_source_error_at(source, fence->line, 1,
                           _("found ```%s before the first stop, valid: behind a heading '## ...'"),
                           un_fence_name[fence->kind]);
    }
    if (lesson->stop_count == 0 && !front->has_experiment && !front->experiment_failed)
        un_source_error_at(source, front->line, front->column, "%s",
                           _("the front matter has no 'experiment', valid: title and experiment"));
}

un_Lesson *un_lesson_read(const un_Source *source) {
    un_Lesson *lesson = calloc(1, sizeof *lesson);
    if (!lesson) {
        un_report_memory(source->reports, source->name);
        return NULL;
    }
    un_Reading reading = {.source = source, .texts = &lesson->texts};
    if (!un_source_check(source)) return lesson;
    un_front_matter_parse(&lesson->front, &reading);
    if (lesson->front.body == 0) return lesson;
    un_markdown_parse(&lesson->body, source, lesson->front.body, source->size, UN_MARKDOWN_BODY);
    if (make_stops(lesson, source)) read_stops(lesson, &reading);
    check_outside(lesson, source);
    if (lesson->stop_count > 0 && !lesson->front.has_experiment) lesson->front.experiment = lesson->stop[0].experiment;
    return lesson;
}

bool un_lesson_source(un_Source *source, const char *text, size_t size, const char *name, un_Reports *reports) {
    *source = (un_Source){text, size, name, 1, 1, false, reports};
    if (size > UN_LESSON_BYTES_MAX) {
        un_source_error_at(source, 0, 0, _("found %zu bytes, valid: 0..%d"), size, UN_LESSON_BYTES_MAX);
        return false;
    }
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { // some editors begin a file with a byte order mark
        source->text += 3;
        source->size -= 3;
    }
    return true;
}

un_Lesson *un_lesson_parse(const char *text, size_t size, const char *name, un_Error *error) {
    un_Reports reports = {0};
    un_Source source;
    un_Lesson *lesson = un_lesson_source(&source, text, size, name, &reports) ? un_lesson_read(&source) : NULL;
    if (reports.first.code == UN_OK) return lesson;
    if (error) *error = reports.first;
    un_lesson_destroy(lesson);
    return NULL;
}

un_Lesson *un_lesson_load(const char *path, un_Error *error) {
    char *text;
    size_t size;
    if (un_file_read(path, UN_LESSON_BYTES_MAX, &text, &size, error) != UN_OK) return NULL;
    un_Lesson *lesson = un_lesson_parse(text, size, path, error);
    free(text);
    return lesson;
}

void un_lesson_destroy(un_Lesson *lesson) {
    if (!lesson) return;
    un_markdown_free(&lesson->body);
    un_texts_free(&lesson->texts);
    free(lesson->stop);
    free(lesson->titles);
    free(lesson);
}

const char *un_lesson_title(const un_Lesson *lesson) {
    return lesson->front.title;
}

const un_Experiment *un_lesson_experiment(const un_Lesson *lesson) {
    return &lesson->front.experiment;
}

const un_Block *un_lesson_blocks(const un_Lesson *lesson, int *count) {
    *count = lesson->intro_count;
    return lesson->body.block;
}

un_Level un_lesson_level(const un_Lesson *lesson) {
    return lesson->front.level;
}

unsigned un_lesson_paths(const un_Lesson *lesson) {
    return lesson->front.paths;
}

int un_lesson_minutes(const un_Lesson *lesson) {
    return lesson->front.minutes;
}

const char *un_lesson_language(const un_Lesson *lesson) {
    return lesson->front.language;
}

int un_lesson_goal_count(const un_Lesson *lesson) {
    return lesson->front.goal_count;
}

const char *un_lesson_goal(const un_Lesson *lesson, int index) {
    return lesson->front.goal[index];
}

int un_lesson_stop_count(const un_Lesson *lesson) {
    return lesson->stop_count;
}

const un_Stop *un_lesson_stop(const un_Lesson *lesson, int index) {
    return &lesson->stop[index];
}

int un_lesson_number(const char *path) {
    const char *slash = strrchr(path, '/'), *at = slash ? slash + 1 : path;
    int number = 0, digits = 0;
    for (; *at >= '0' && *at <= '9' && digits < 4; at++, digits++)
        number = number * 10 + (*at - '0');
    return digits > 0 && (*at == '-' || *at == '.') ? number : -1;
}

bool un_lesson_is_path(const char *path) {
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".md") == 0;
}
