/// What a command line says, read once into plain data. ONE table of flags (flags.c) and the experiment's table
/// (sim/param.h) serve the parser and the help.
#ifndef UN_CLI_OPTIONS_H
#define UN_CLI_OPTIONS_H

#include "base/error.h"
#include "export/state.h"
#include "sim/experiment.h"
#include "sim/trainer.h"

#include <stdbool.h>
#include <stdint.h>

/// The commands, as bits: a flag says which of them take it.
typedef enum un_CliId {
    UN_CLI_WINDOW = 1,
    UN_CLI_TRAIN = 2,
    UN_CLI_PROFILE = 4,
    UN_CLI_VERIFY = 8,
    UN_CLI_RENDER = 16,
    UN_CLI_SPECTRUM = 32,
    UN_CLI_BENCH = 64,
    UN_CLI_SWEEP = 128,
    UN_CLI_MEASURE = 256,
    UN_CLI_GENERATE = 512,
    UN_CLI_LESSON = 1024,
} un_CliId;

/// "5,10,15": numbers in the order written.
enum { UN_CLI_LIST_MAX = 64 };
typedef struct un_CliList {
    int count; ///< 0: not given
    double item[UN_CLI_LIST_MAX];
} un_CliList;

/// A flag that may be given several times, as it was written.
enum { UN_CLI_TEXTS_MAX = 16 };
typedef struct un_CliTexts {
    int count;
    const char *text[UN_CLI_TEXTS_MAX];
} un_CliTexts;

/// What `unroll spectrum` alone is told.
typedef struct un_CliSpectrum {
    int64_t seed, hidden, steps, burn_in;
    un_CliList radii;
    int activation; ///< index of its name
    double input_sd;
} un_CliSpectrum;

/// What `unroll bench` alone is told.
typedef struct un_CliBench {
    bool suite, probe, no_record;
    int cell;                             ///< a un_Cell; -1: not given
    int64_t input, hidden, length, batch; ///< 0: not given
    double seconds;
} un_CliBench;

/// What `unroll sweep` alone is told.
typedef struct un_CliSweep {
    un_CliList lags, lengths;
    int64_t jobs;
    bool list;
    const char *lane, *merge;
} un_CliSweep;

/// What `unroll measure` alone is told.
typedef struct un_CliMeasure {
    const char *what; ///< names with commas between; NULL: none
    bool list, over_seeds;
    un_CliList lengths;
} un_CliMeasure;

/// What `unroll generate` alone is told.
typedef struct un_CliGenerate {
    int64_t letters, seed;
    const char *prompt;
    double temperature;
} un_CliGenerate;

/// What `unroll render` alone is told, beside the moment.
typedef struct un_CliPicture {
    bool transparent, outlines, bare;
    int clip;                    ///< 0: wave, 1: training; -1: not given
    int64_t stages, fps, every; ///< 0: not given
    int64_t before;              ///< -1: not given
    const char *trace;
} un_CliPicture;
enum { UN_CLI_DECK, UN_CLI_HANDOUT, UN_CLI_ANSWERS };
enum { UN_CLI_BOTH, UN_CLI_ASK, UN_CLI_TOLD };

/// What `unroll render` is told of a lesson's pages.
typedef struct un_CliBook {
    int64_t stop;          ///< from 1; 0: all
    int phase, as, aspect; ///< indices of their names; as -1: not given
    bool notes, all;
    int64_t jobs;          ///< of --all
    const char *out;       ///< its folder
    int pictures;          ///< of --all: index of none, svg, png
} un_CliBook;

/// A flag's value, whatever its kind; see the table for defaults and ranges.
typedef struct un_CliOptions {
    un_Experiment experiment;    ///< the file's or the command's own, with the flags over it; checked
    const char *experiment_path; ///< the experiment, lesson or picture that was named, or NULL
    bool from_folder;            ///< the window: it was a folder of lessons
    bool from_picture;           ///< it was a picture, which shows `moment`
    un_Moment moment;
    char **file;                 ///< the arguments that are no flags; the texts are argv's
    int file_count;
    bool help, version;
    bool json, until_solved, force, list_views, fullscreen, presenter, replay_wave;
    int64_t seeds, threads, eval_sequences, eval_lag, eval_length, eval_steps, sequences, frames, save_every;
    int64_t update; ///< -1: not given
    int64_t stop;   ///< of a lesson, from 1; 0: not given
    double max_memory; ///< bytes; each command knows what it needs and checks
    double scale, time;
    int at, precision, theme, renderer; ///< indices of their names
    int learner;       ///< of `lesson play`: a un_LearnerKind, or UN_LEARNER_KINDS: both
    int width, height;                  ///< --size, pixels; 0: not given
    const char *language, *output, *profile, *view, *select, *save, *resume, *csv;
    un_CliTexts holds; ///< --hold
    un_CliSpectrum spectrum;
    un_CliPicture picture;
    un_CliSweep sweep;
    un_CliMeasure measure;
    un_CliGenerate generate;
    un_CliBench bench;
    un_CliBook book;
    int64_t plan;        ///< --updates beside --resume, which brings its own experiment; -1: not given
    const char *program; ///< what the program was called as
    double start_s;      ///< un_clock_seconds() at the start of the process
    un_Isa isa;          ///< the environment's UNROLL_ISA, else the fastest available one
} un_CliOptions;

/// Reads the arguments after the command's name. Errors: UN_ERROR_VALUE "--lag: found 'x', valid: 1..4999",
/// UN_ERROR_FILE for an experiment that cannot be read, UN_ERROR_MEMORY. With --help or --version nothing else is
/// checked.
un_Status un_cli_read_options(un_CliOptions *options, un_CliId command, int count, char *const *arguments,
                              un_Error *error);
/// --eval-lag and --eval-length against the experiment's task. Errors: UN_ERROR_VALUE.
un_Status un_cli_check_evaluation(const un_CliOptions *options, un_Error *error);
/// Whether every --hold can be on some lane of the experiment. Errors: UN_ERROR_VALUE.
un_Status un_cli_check_holds(const un_CliOptions *options, const un_Experiment *experiment, un_Error *error);
/// Holds them from the trainer's present update on, as edits. Errors: UN_ERROR_VALUE.
un_Status un_cli_add_holds(const un_CliOptions *options, un_Trainer *trainer, un_Error *error);
un_CliOptions un_cli_default_options(un_CliId command);
void un_cli_free_options(un_CliOptions *options);

typedef enum un_CliKind {
    UN_CLI_SWITCH,
    UN_CLI_INT,
    UN_CLI_REAL,
    UN_CLI_NAME,
    UN_CLI_TEXT,
    UN_CLI_TEXTS, ///< TEXT, several times
    UN_CLI_SIZE,
    UN_CLI_MEMORY,
    UN_CLI_INTS, ///< un_CliList of whole numbers
    UN_CLI_REALS,
} un_CliKind;

typedef struct un_CliFlag {
    const char *name;  ///< "--seeds"
    unsigned commands; ///< bits of un_CliId
    un_CliKind kind;
    size_t offset; ///< of the value in un_CliOptions
    double min, max;
    const char *const *names;          ///< NAME: NULL at the end
    const char *(*name_of)(int index); ///< NAME without names: of a table elsewhere; NULL past its end
    const char *value;                 ///< what stands for the value in the help; NULL for a switch
    const char *usual;                 ///< the default in words; NULL: not worth a word
    const char *help;                  ///< catalogue key
} un_CliFlag;

extern const un_CliFlag un_cli_flags[];
extern const int un_cli_flag_count;
/// Which commands take the experiment's flags.
enum { UN_CLI_WITH_EXPERIMENT = UN_CLI_WINDOW | UN_CLI_TRAIN | UN_CLI_PROFILE | UN_CLI_RENDER | UN_CLI_SWEEP | UN_CLI_MEASURE };

/// Sets a flag's value from text (NULL for a switch). Errors: UN_ERROR_VALUE "--seeds: found 'x', valid: ...".
un_Status un_cli_set_flag(un_CliOptions *options, const un_CliFlag *flag, const char *text, un_Error *error);
/// What would be valid for a flag: "1..64", "light, dark, print". Returns out.
const char *un_cli_flag_valid(const un_CliFlag *flag, char *out, size_t size);

#endif
