#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "sim/checkpoint.h"
#include "sim/generate.h"

#include <stdio.h>
#include <stdlib.h>

static bool print_json(const un_Trainer *trainer, int lane, const un_GenerateDef *def, const char *text) {
    char name[UN_LANE_NAME];
    json_t *object = json_object();
    json_object_set_new(object, "name",
                        json_string(un_experiment_lane_name(un_trainer_experiment(trainer), lane, name, sizeof name)));
    json_object_set_new(object, "cell", json_string(un_cell_info(un_trainer_net(trainer, lane).cell)->name));
    json_object_set_new(object, "update", json_integer(un_trainer_update(trainer)));
    json_object_set_new(object, "seed", json_integer((json_int_t)def->seed));
    json_object_set_new(object, "temperature", un_cli_json_real(def->temperature));
    json_object_set_new(object, "prompt", json_string(def->prompt));
    json_object_set_new(object, "text", json_string(text));
    return un_cli_print_json(object);
}

static bool print_text(const un_Trainer *trainer, int lane, const un_GenerateDef *def, const char *text) {
    char name[UN_LANE_NAME];
    printf("%s: %s%s\n", un_experiment_lane_name(un_trainer_experiment(trainer), lane, name, sizeof name), def->prompt,
           text);
    return un_cli_flush();
}

/// One text a lane. Every lane is asked before anything is printed, so that an error leaves standard output empty.
static int generate(const un_CliOptions *options, const un_Trainer *trainer, char *texts) {
    un_GenerateDef def = {.prompt = options->generate.prompt,
                          .letters = (int)options->generate.letters,
                          .temperature = options->generate.temperature,
                          .seed = (uint64_t)options->generate.seed};
    size_t size = (size_t)def.letters + 1;
    un_Error error;
    int lanes = un_trainer_experiment(trainer)->lane_count;
    for (int i = 0; i < lanes; i++) {
        if (un_generate(trainer, i, &def, texts + (size_t)i * size, &error)) return un_cli_fail(&error);
    }
    for (int i = 0; i < lanes; i++) {
        const char *text = texts + (size_t)i * size;
        bool printed = options->json ? print_json(trainer, i, &def, text) : print_text(trainer, i, &def, text);
        if (!printed) return UN_EXIT_SYSTEM;
    }
    return UN_EXIT_DONE;
}

int un_cli_generate(const un_CliOptions *options) {
    un_Error error;
    if (options->file_count != 1) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("generate: found %d files, valid: one checkpoint"),
                     options->file_count);
        return un_cli_fail(&error);
    }
    un_Trainer *trainer = un_checkpoint_read(options->file[0], NULL, options->max_memory, &error);
    if (!trainer) return un_cli_fail(&error);
    char *texts = malloc(UN_LANES_MAX * ((size_t)options->generate.letters + 1));
    int code;
    if (texts) {
        code = generate(options, trainer, texts);
    } else {
        un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        code = un_cli_fail(&error);
    }
    free(texts);
    un_trainer_destroy(trainer);
    return code;
}
