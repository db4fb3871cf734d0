/// Sequence tasks: where sequences come from and what counts as solving them. A new task is one file and one row of the
/// table.
#ifndef UN_TASK_TASK_H
#define UN_TASK_TASK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"

#include <stdbool.h>
#include <stdint.h>

enum { UN_STEPS_MAX = 5000 };

typedef enum un_Task {
    UN_TASK_RECALL,
    UN_TASK_ADDING,
    UN_TASK_ORDER,
    UN_TASK_COPY,
    UN_TASK_PARITY,
    UN_TASK_REBER,
    UN_TASK_PRICE,
    UN_TASK_SINE,
    UN_TASK_TEXT,
    UN_TASK_BANK,
    UN_TASK_SENTIMENT,
    UN_TASK_ROWS,
    UN_TASK_PIXELS,
    UN_TASK_MARKED,
    UN_TASK_CO2,
    UN_TASK_SUNSPOTS,
    UN_TASK_TONE,
    UN_TASK_POLE,
    UN_TASK_STREAM,
    UN_TASK_COUNT
} un_Task;

typedef struct un_TaskDef {
    un_Task task;
    int lag;    ///< tasks that take a lag: T = lag + the row's lag_steps
    int length; ///< the others: T
} un_TaskDef;

/// What a task has read from its asset file (series, glyphs, text). Its inside is src/task/data.h's; everybody else
/// only hands it on. NULL for a task without a file.
typedef struct un_TaskData un_TaskData;

/// A step's mark in `scored`: whether it counts in the loss, and whether its answer counts in the accuracy as well.
enum { UN_SCORED_NOT, UN_SCORED_ANSWER, UN_SCORED_LOSS };

/// Where one sequence of a batch goes. Steps lie x_stride (and so on) numbers apart, so that a sequence can be written
/// into a batch (T,B,I). All memory is zero when the sampler is called. A sampler marks at least one step as
/// UN_SCORED_ANSWER; the number of marked steps may differ from sequence to sequence.
typedef struct un_Sequence {
    float *x;              ///< x[t*x_stride + i]
    unsigned char *scored; ///< scored[t*target_stride]: UN_SCORED_...
    int32_t *class_target; ///< class_target[t*target_stride]; NULL for a value task
    float *value_target;   ///< value_target[t*target_stride*outputs + o]; NULL for a class task
    int x_stride, target_stride;
    int32_t *carry; ///< a task that carries: what the sampler wants to remember from one batch to the next; 0 at first
} un_Sequence;

typedef struct un_TaskInfo {
    const char *name, *title;       ///< "recall"; title and the next two are catalogue keys
    const char *help;               ///< one line for --help
    const char *question;           ///< over the result column: "first was ?"
    bool takes_lag;                 ///< --lag, else --length
    int lag_steps;                  ///< T - lag for a task that takes a lag
    int length_min, length_default; ///< in lag or length, as it takes
    int inputs, outputs;            ///< I, O
    bool classes;                   ///< cross-entropy over O classes; else MSE over O values
    double chance_loss;             ///< loss of a guess without memory (nats or MSE), unless `baseline` gives it
    double chance_accuracy;         ///< 0 for a value task
    int carries;       ///< the largest un_Sequence.carry of a task whose sequences go on in the next batch,
                       ///< and the net's states with them; 0: every sequence starts anew
    double solved_at;  ///< accuracy >= this (classes) or loss <= this (values)
    const char *asset; ///< the file under assets/data that the task draws from; NULL: none
    /// Reads that file's text (size bytes) into the arena, which may only measure: run once to measure, once for real.
    /// name stands in errors: UN_ERROR_FILE with line and column; *data is untouched then. NULL without an asset.
    un_Status (*parse)(const un_TaskData **data, un_Arena *arena, const char *text, size_t size, const char *name,
                       un_Error *error);
    /// chance_loss where it depends on the length or the data; NULL: it does not.
    double (*baseline)(const un_TaskDef *def, const un_TaskData *data);
    /// For a task that counts as solved by its loss though it has classes: the loss that it must reach. NULL:
    /// solved_at.
    double (*criterion)(const un_TaskDef *def, const un_TaskData *data);
    /// The most steps that sequences of these data may have. NULL: no such bound.
    int (*longest)(const un_TaskData *data);
    /// Draws one sequence of T = un_task_steps(def) steps, length_min at least. Draws only from `random`.
    void (*sample)(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out);
    /// The symbol of step t as a reader sees it ("B", "x", "0.42"), cut to size bytes, and whether it is
    /// one that matters (drawn in ink). x: the I numbers of that step.
    bool (*symbol)(const un_TaskDef *def, const float *x, char *out, int size);
    const char *const *class_names; ///< O names, or NULL
    const char *unit; ///< of a real series that is answered by its next change: "ppm"; NULL: the values have none
} un_TaskInfo;

/// The task's row; lives as long as the program. Any thread.
const un_TaskInfo *un_task_info(un_Task task);
/// The task called name, or -1.
int un_task_find(const char *name);
/// T: lag + lag_steps for a task that takes a lag, else length.
int un_task_steps(const un_TaskDef *def);
/// Sets what the task takes of the two, its lag or its length.
void un_task_set_length(un_TaskDef *def, int length);
/// The most that a task's lag or length may be: UN_STEPS_MAX steps in all.
int un_task_longest(un_Task task);
/// Loss of a guess without memory, nats or MSE.
double un_task_chance_loss(const un_TaskDef *def, const un_TaskData *data);
/// Whether means of the training count as solved. accuracy: NaN for a value task.
bool un_task_passes(const un_TaskDef *def, const un_TaskData *data, double loss, double accuracy);
/// That data's sequences can be as long as def asks. Errors: UN_ERROR_VALUE.
un_Status un_task_check_data(const un_TaskDef *def, const un_TaskData *data, un_Error *error);

#endif
