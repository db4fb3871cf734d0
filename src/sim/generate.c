#include "sim/generate.h"

#include "base/catalog.h"
#include "num/elementary.h"
#include "sim/stepper.h"
#include "task/data.h"
#include "task/text.h"

/// The letter that logits and a number u in [0,1) choose: the first whose cumulated probability passes u.
static int choose(const float *logits, double temperature, double u) {
    int best = 0;
    for (int o = 1; o < UN_TEXT_LETTERS; o++) {
        if (logits[o] > logits[best]) best = o;
    }
    if (temperature == 0) return best;
    double weight[UN_TEXT_LETTERS], sum = 0, passed = 0;
    for (int o = 0; o < UN_TEXT_LETTERS; o++) {
        weight[o] = un_exp(((double)logits[o] - (double)logits[best]) / temperature);
        sum += weight[o];
    }
    for (int o = 0; o < UN_TEXT_LETTERS; o++) {
        passed += weight[o];
        if (u * sum < passed) return o;
    }
    return best; // NaN among the logits
}

static un_Status check(const un_Trainer *trainer, const un_NetDef *net, const un_GenerateDef *def, un_Error *error) {
    const un_TaskInfo *task = un_task_info(un_trainer_experiment(trainer)->task.task);
    if (un_trainer_experiment(trainer)->task.task != UN_TASK_TEXT) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found a run of task %s, valid: task text"),
                            task->name);
    }
    if (!un_stepper_can(net)) {
        return un_error_set(
            error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
            _("found a lane that reads backward, valid: forward only, as it cannot read what is not yet "
              "written"));
    }
    for (const char *c = def->prompt; *c; c++) {
        if (un_text_letter(*c) >= 0) continue;
        bool plain = *c > 0x20 && *c < 0x7f;
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            plain ? _("--prompt: found '%c', valid: a to z, blank, full stop, comma")
                                  : _("--prompt: found the byte 0x%02x, valid: a to z, blank, full stop, comma"),
                            (unsigned char)*c);
    }
    if (def->prompt[0]) return UN_OK;
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("--prompt: found nothing, valid: a letter or more"));
}

/// The lane reads a letter; its logits for the next.
static const float *read_letter(un_Stepper *stepper, int letter) {
    float x[UN_TEXT_LETTERS] = {0};
    x[letter] = 1;
    return un_stepper_step(stepper, x);
}

void un_generate_on(un_Stepper *stepper, const float *params, const un_GenerateDef *def, char *out) {
    un_Random random = un_random_stream(def->seed, "generate");
    const float *logits = NULL;
    un_stepper_start(stepper, params);
    for (const char *c = def->prompt; *c; c++) {
        logits = read_letter(stepper, un_text_letter(*c));
    }
    for (int i = 0; i < def->letters; i++) {
        int letter = choose(logits, def->temperature, un_random_unit(&random));
        out[i] = un_text_letters[letter];
        logits = read_letter(stepper, letter);
    }
    out[def->letters] = 0;
}

un_Status un_generate(const un_Trainer *trainer, int lane, const un_GenerateDef *def, char *out, un_Error *error) {
    un_NetDef net = un_trainer_net(trainer, lane);
    un_Status status = check(trainer, &net, def, error);
    if (status) return status;
    int memory = un_trainer_experiment(trainer)->task.length;
    un_Stepper stepper;
    un_Arena arena = un_arena_measure();
    un_stepper_carve(&stepper, &arena, &net, 1, memory);
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory to write a text"));
    }
    un_stepper_carve(&stepper, &arena, &net, 1, memory);
    un_generate_on(&stepper, un_trainer_params(trainer, lane), def, out);
    un_arena_free(&arena);
    return UN_OK;
}
