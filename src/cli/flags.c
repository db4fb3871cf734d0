/// The table of every flag that is not a setting of the experiment.
#include "cli/options.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/theme.h"
#include "lesson/learner.h"
#include "lesson/lesson.h"
#include "net/cell.h"
#include "sim/param.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *const page_names[] = {"none", "svg", "png", NULL};
static const char *const phase_names[] = {"both", "ask", "told", NULL};
static const char *const book_names[] = {"deck", "handout", "answers", NULL};
static const char *const aspect_names[] = {"16:9", "4:3", NULL};
static const char *const at_names[] = {"init", "end", NULL};
static const char *const precision_names[] = {"double", "float", NULL};
static const char *const spectrum_activation_names[] = {"tanh", "linear", NULL};
static const char *const learner_names[] = {"right", "wrong", "both", NULL}; // as un_LearnerKind
static const char *const clip_names[] = {"wave", "training", NULL};
static const char *const renderer_names[] = {"auto", "accelerated", "software", NULL};

enum { ALL = UN_CLI_WINDOW | UN_CLI_TRAIN | UN_CLI_PROFILE | UN_CLI_VERIFY | UN_CLI_RENDER | UN_CLI_SPECTRUM | UN_CLI_BENCH |
           UN_CLI_SWEEP | UN_CLI_MEASURE | UN_CLI_GENERATE | UN_CLI_LESSON };

static const char *cell_name(int index) {
    return index < UN_CELL_COUNT ? un_cell_info((un_Cell)index)->name : NULL;
}

/// The index'th name that a NAME flag takes; NULL past the last.
static const char *flag_name(const un_CliFlag *flag, int index) {
    return flag->name_of ? flag->name_of(index) : flag->names[index];
}

#define TO(field) .offset = offsetof(un_CliOptions, field)

// clang-format off
const un_CliFlag un_cli_flags[] = {
    {.name = "--json", .commands = UN_CLI_TRAIN | UN_CLI_VERIFY | UN_CLI_WINDOW | UN_CLI_SPECTRUM | UN_CLI_BENCH | UN_CLI_MEASURE |
         UN_CLI_GENERATE | UN_CLI_LESSON,
     TO(json),
     .help = UN_KEY("print one JSON object a line and nothing else")},
    {.name = "--seeds", .commands = UN_CLI_TRAIN | UN_CLI_PROFILE | UN_CLI_SWEEP | UN_CLI_MEASURE, .kind = UN_CLI_INT, TO(seeds), .min = 1,
     .max = 10000,
     .value = "N", .usual = "1", .help = UN_KEY("run N seeds, from --seed on")},
    {.name = "--seeds", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_INT, TO(seeds), .min = 1, .max = 10000,
     .value = "N", .usual = "10", .help = UN_KEY("mean and standard deviation over N seeds, from --seed on")},
    {.name = "--seeds", .commands = UN_CLI_LESSON, .kind = UN_CLI_INT, TO(seeds), .min = 1, .max = UN_LEARNER_SEEDS,
     .value = "N", .usual = "1", .help = UN_KEY("play: seeds 1 to N, each in place of the lesson's own")},
    {.name = "--profile", .commands = UN_CLI_LESSON, .kind = UN_CLI_TEXT, TO(profile), .value = "NAME", .usual = "me",
     .help = UN_KEY("report: whose answers")},
    {.name = "--profile", .commands = UN_CLI_WINDOW, .kind = UN_CLI_TEXT, TO(profile), .value = "NAME", .usual = "me",
     .help = UN_KEY("whose answers in lessons are kept, and read again")},
    {.name = "-o", .commands = UN_CLI_LESSON, .kind = UN_CLI_TEXT, TO(output), .value = "FILE",
     .help = UN_KEY("report: where to write, .pdf, or .md with its pictures beside it")},
    {.name = "--learner", .commands = UN_CLI_LESSON, .kind = UN_CLI_NAME, TO(learner), .names = learner_names,
     .value = "WHO", .usual = "both", .help = UN_KEY("play: who answers; where both do, the wrong one on seed 1 alone")},
    {.name = "--seed", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_INT, TO(spectrum.seed), .min = 0, .max = 9e15,
     .value = "N", .usual = "1", .help = UN_KEY("seed of every random number; same seed, same bits")},
    {.name = "--hidden", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_INT, TO(spectrum.hidden), .min = 1,
     .max = UN_HIDDEN_MAX, .value = "N", .usual = "32", .help = UN_KEY("hidden units, H")},
    {.name = "--radius", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_REALS, TO(spectrum.radii), .min = 0.001, .max = 100,
     .value = "R,R,..", .usual = "0.9", .help = UN_KEY("spectral radii that the Gaussian W_hh is scaled to; a line each")},
    {.name = "--activation", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_NAME, TO(spectrum.activation),
     .names = spectrum_activation_names, .value = "NAME", .usual = "tanh", .help = UN_KEY("the state's non-linearity")},
    {.name = "--input-sd", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_REAL, TO(spectrum.input_sd), .max = 100,
     .value = "X", .usual = "0", .help = UN_KEY("standard deviation of each unit's input; 0: none")},
    {.name = "--steps", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_INT, TO(spectrum.steps), .min = 1, .max = 5000,
     .value = "N", .usual = "200", .help = UN_KEY("steps to measure over")},
    {.name = "--burn-in", .commands = UN_CLI_SPECTRUM, .kind = UN_CLI_INT, TO(spectrum.burn_in), .min = 0, .max = 5000,
     .value = "N", .usual = "100", .help = UN_KEY("steps before them that are not measured")},
    {.name = "--until-solved", .commands = UN_CLI_TRAIN, TO(until_solved),
     .help = UN_KEY("stop when every lane has solved the task; exit code 1 when one has not")},
    {.name = "--threads", .commands = UN_CLI_TRAIN | UN_CLI_BENCH, .kind = UN_CLI_INT, TO(threads), .min = 1, .max = 64, .value = "N",
     .usual = "1", .help = UN_KEY("threads for a batch; the numbers stay the same to the bit")},
    {.name = "--eval-sequences", .commands = UN_CLI_TRAIN, .kind = UN_CLI_INT, TO(eval_sequences), .min = 1,
     .max = 1000000,
     .value = "N", .help = UN_KEY("after training, measure each lane on N fresh sequences")},
    {.name = "--eval-lag", .commands = UN_CLI_TRAIN, .kind = UN_CLI_INT, TO(eval_lag), .min = 1, .max = 4999,
     .value = "L",
     .help = UN_KEY("measure at this lag instead of the trained one (1000 sequences unless told)")},
    {.name = "--eval-length", .commands = UN_CLI_TRAIN, .kind = UN_CLI_INT, TO(eval_length), .min = 1, .max = 5000,
     .value = "T",
     .help = UN_KEY("the same for tasks that take a length")},
    {.name = "--eval-steps", .commands = UN_CLI_TRAIN, .kind = UN_CLI_INT, TO(eval_steps), .min = 10, .max = 1e9,
     .value = "N", .help = UN_KEY("task stream: let each lane read N more steps, and time the first and the last tenth")},
    {.name = "--letters", .commands = UN_CLI_GENERATE, .kind = UN_CLI_INT, TO(generate.letters), .min = 1, .max = 1000000,
     .value = "N", .usual = "300", .help = UN_KEY("letters to write")},
    {.name = "--prompt", .commands = UN_CLI_GENERATE, .kind = UN_CLI_TEXT, TO(generate.prompt), .value = "TEXT",
     .usual = "'. '", .help = UN_KEY("what the lane reads first: a to z, blank, full stop, comma")},
    {.name = "--temperature", .commands = UN_CLI_GENERATE, .kind = UN_CLI_REAL, TO(generate.temperature), .min = 0,
     .max = 100, .value = "X", .usual = "0.7",
     .help = UN_KEY("divides the logits: 0 always takes the likeliest letter, 1 draws as the net believes")},
    {.name = "--seed", .commands = UN_CLI_GENERATE, .kind = UN_CLI_INT, TO(generate.seed), .min = 0, .max = 9e15,
     .value = "N", .usual = "1", .help = UN_KEY("seed of the letters drawn; same checkpoint, same seed, same text")},
    {.name = "--save", .commands = UN_CLI_TRAIN, .kind = UN_CLI_TEXT, TO(save), .value = "FILE",
     .help = UN_KEY("at the end write a checkpoint, replacing FILE; with one seed only")},
    {.name = "--save-every", .commands = UN_CLI_TRAIN, .kind = UN_CLI_INT, TO(save_every), .min = 1, .max = 1e9,
     .value = "N", .help = UN_KEY("with --save: write it after every N updates as well")},
    {.name = "--resume", .commands = UN_CLI_TRAIN | UN_CLI_MEASURE, .kind = UN_CLI_TEXT, TO(resume), .value = "FILE",
     .help = UN_KEY("go on from a checkpoint, to the same bits (measure: look at it); --updates plans more")},
    {.name = "--sequences", .commands = UN_CLI_PROFILE, .kind = UN_CLI_INT, TO(sequences), .min = 1, .max = 100000,
     .value = "N",
     .usual = "64", .help = UN_KEY("sequences to take the mean over")},
    {.name = "--sequences", .commands = UN_CLI_MEASURE, .kind = UN_CLI_INT, TO(sequences), .min = 1, .max = 100000,
     .value = "N", .usual = "the measurement's own", .help = UN_KEY("sequences to take the mean over")},
    {.name = "--lengths", .commands = UN_CLI_MEASURE, .kind = UN_CLI_REALS, TO(measure.lengths), .min = 1, .max = 5000,
     .value = "A,B,..", .help = UN_KEY("lags or lengths, as the task takes, for `lengths` and `cost`")},
    {.name = "--over-seeds", .commands = UN_CLI_MEASURE, TO(measure.over_seeds),
     .help = UN_KEY("one row for all seeds: means (geometric for norms and ratios) and their standard deviations")},
    {.name = "--list", .commands = UN_CLI_MEASURE, TO(measure.list),
     .help = UN_KEY("print what can be measured, with its columns, and end")},
    {.name = "--at", .commands = UN_CLI_PROFILE | UN_CLI_MEASURE, .kind = UN_CLI_NAME, TO(at), .names = at_names, .value = "WHEN",
     .usual = "init",
     .help = UN_KEY("measure before training, or after --updates updates")},
    {.name = "--hold", .commands = UN_CLI_TRAIN | UN_CLI_PROFILE | UN_CLI_MEASURE, .kind = UN_CLI_TEXTS, TO(holds),
     .value = "GATE[:UNIT]=VALUE",
     .help = UN_KEY("hold a gate, or one unit's (from 0), in lanes that have it; train: from its start, else\n"
                    "                          only while measuring; may stand several times")},
    {.name = "--precision", .commands = UN_CLI_VERIFY, .kind = UN_CLI_NAME, TO(precision), .names = precision_names,
     .value = "P",
     .usual = "double", .help = UN_KEY("precision to run the models in")},
    {.name = "-o", .commands = UN_CLI_RENDER, .kind = UN_CLI_TEXT, TO(output), .value = "FILE",
     .help = UN_KEY("where to write; the end of the name says what: .png .svg .pdf .gif .mp4 .apng, or the\n"
                    "                          numbers as .csv .json .npz .npy; must be given")},
    {.name = "--update", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(update), .min = 0, .max = 1e9, .value = "N",
     .usual = "0", .help = UN_KEY("train N updates first")},
    {.name = "--before", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(picture.before), .min = 0, .max = 1e9, .value = "N",
     .help = UN_KEY("two pictures side by side: left at update N, right at --update")},
    {.name = "--stages", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(picture.stages), .min = 1, .max = 100, .value = "N",
     .help = UN_KEY("build steps for slides: N pictures forward, the loss, N backward; -o NAME-%02d.png or a .pdf")},
    {.name = "--clip", .commands = UN_CLI_RENDER, .kind = UN_CLI_NAME, TO(picture.clip), .names = clip_names, .value = "OF",
     .usual = "wave", .help = UN_KEY("what moves in a .mp4, .gif, .apng or in -o NAME-%04d.png")},
    {.name = "--fps", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(picture.fps), .min = 1, .max = 60, .value = "N",
     .usual = "30, .gif 25", .help = UN_KEY("a clip's pictures a second")},
    {.name = "--trace", .commands = UN_CLI_RENDER, .kind = UN_CLI_TEXT, TO(picture.trace), .value = "LANE/NAME",
     .help = UN_KEY("-o FILE.npy: which array of the .npz, as LSTM/h, LSTM/dL_dc or input")},
    {.name = "--every", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(picture.every), .min = 1, .max = 1e9, .value = "N",
     .help = UN_KEY("--clip training: updates from picture to picture; without it six seconds for all")},
    {.name = "--stop", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(book.stop), .min = 1, .max = UN_STOPS_MAX, .value = "N",
     .help = UN_KEY("a lesson's page of this stop alone, counted from 1")},
    {.name = "--all", .commands = UN_CLI_RENDER, TO(book.all),
     .help = UN_KEY("every file is a lesson: a folder each with deck.pdf, handout.pdf and answers.pdf under --out;\n"
                    "                          what was made of the same lesson by the same program is left")},
    {.name = "--out", .commands = UN_CLI_RENDER, .kind = UN_CLI_TEXT, TO(book.out), .value = "DIR",
     .help = UN_KEY("--all: the folder; it is made where it is not there")},
    {.name = "--jobs", .commands = UN_CLI_RENDER, .kind = UN_CLI_INT, TO(book.jobs), .min = 1, .max = 256, .value = "N",
     .usual = "1", .help = UN_KEY("--all: lessons at a time, each in a process of its own")},
    {.name = "--pages", .commands = UN_CLI_RENDER, .kind = UN_CLI_NAME, TO(book.pictures), .names = page_names, .value = "FORM",
     .usual = "none", .help = UN_KEY("--all: each slide as a picture, too")},
    {.name = "--phase", .commands = UN_CLI_RENDER, .kind = UN_CLI_NAME, TO(book.phase), .names = phase_names, .value = "P",
     .usual = "both", .help = UN_KEY("a lesson's pages as they are asked, as they are told, or both")},
    {.name = "--as", .commands = UN_CLI_RENDER, .kind = UN_CLI_NAME, TO(book.as), .names = book_names, .value = "KIND",
     .usual = "deck", .help = UN_KEY("what pages a lesson becomes: slides, or one sheet of A4 in grey for the class (usual where\n"
                    "                          the name begins with handout), or the same with what was measured")},
    {.name = "--aspect", .commands = UN_CLI_RENDER, .kind = UN_CLI_NAME, TO(book.aspect), .names = aspect_names, .value = "A",
     .usual = "16:9", .help = UN_KEY("shape of the slides")},
    {.name = "--notes", .commands = UN_CLI_RENDER, TO(book.notes),
     .help = UN_KEY("the lecturer's page behind each stop")},
    {.name = "--transparent", .commands = UN_CLI_RENDER, TO(picture.transparent),
     .help = UN_KEY("no background, and no panel under a view that stands alone")},
    {.name = "--outlines", .commands = UN_CLI_RENDER, TO(picture.outlines),
     .help = UN_KEY("SVG: text as paths, the same without the fonts; cannot be edited")},
    {.name = "--no-embed", .commands = UN_CLI_RENDER, TO(picture.bare),
     .help = UN_KEY("leave the experiment, or the lesson, out of the file; `unroll PICTURE` opens the run inside")},
    {.name = "--view", .commands = UN_CLI_RENDER, .kind = UN_CLI_TEXT, TO(view), .value = "NAME",
     .help = UN_KEY("draw this view alone instead of the whole lab")},
    {.name = "--select", .commands = UN_CLI_RENDER, .kind = UN_CLI_TEXT, TO(select), .value = "LANE,STEP[,UNIT]",
     .help = UN_KEY("the cell to look at, lanes from 0: 0,12,3; 0,12,all; 0,12,3,reverse")},
    {.name = "--list-views", .commands = UN_CLI_RENDER, TO(list_views),
     .help = UN_KEY("print the views' names and end")},
    {.name = "--size", .commands = UN_CLI_RENDER, .kind = UN_CLI_SIZE, TO(width), .min = 16, .max = 8192,
     .value = "WxH",
     .usual = "1280x720", .help = UN_KEY("size of the picture in pixels")},
    {.name = "--size", .commands = UN_CLI_WINDOW, .kind = UN_CLI_SIZE, TO(width), .min = 240, .max = 8192,
     .value = "WxH", .usual = "1280x800", .help = UN_KEY("size of the window")},
    {.name = "--time", .commands = UN_CLI_RENDER, .kind = UN_CLI_REAL, TO(time), .min = 0, .max = 3600, .value = "S",
     .help = UN_KEY("seconds into the wave; without it everything is shown")},
    {.name = "--force", .commands = UN_CLI_RENDER | UN_CLI_LESSON, TO(force), .help = UN_KEY("replace a file that exists")},
    {.name = "--scale", .commands = UN_CLI_RENDER | UN_CLI_WINDOW, .kind = UN_CLI_REAL, TO(scale), .min = 0.5, .max = 4,
     .value = "X", .usual = "1", .help = UN_KEY("size of text and controls")},
    {.name = "--theme", .commands = UN_CLI_RENDER | UN_CLI_WINDOW, .kind = UN_CLI_NAME, TO(theme),
     .names = un_theme_names, .value = "T", .usual = "light", .help = UN_KEY("colours")},
    {.name = "--stop", .commands = UN_CLI_WINDOW, .kind = UN_CLI_INT, TO(stop), .min = 1, .max = 24, .value = "N",
     .usual = "1", .help = UN_KEY("open a lesson at this stop")},
    {.name = "--presenter", .commands = UN_CLI_WINDOW, TO(presenter), .help = UN_KEY("present the lesson in a lecture hall, full screen")},
    {.name = "--lang", .commands = UN_CLI_WINDOW, .kind = UN_CLI_TEXT, TO(language), .value = "L",
     .help = UN_KEY("a lesson in this language, where it has one: de")},
    {.name = "--fullscreen", .commands = UN_CLI_WINDOW, TO(fullscreen), .help = UN_KEY("fill the screen")},
    {.name = "--renderer", .commands = UN_CLI_WINDOW, .kind = UN_CLI_NAME, TO(renderer), .names = renderer_names,
     .value = "R",
     .usual = "auto", .help = UN_KEY("how to draw: by the graphics card, or in software")},
    {.name = "--frames", .commands = UN_CLI_WINDOW, .kind = UN_CLI_INT, TO(frames), .min = 1, .max = 1e7, .value = "N",
     .help = UN_KEY("run N frames, report their times and end")},
    {.name = "--replay-wave", .commands = UN_CLI_WINDOW, TO(replay_wave),
     .help = UN_KEY("with --frames: the wave plays again and again, a sixtieth of a second a frame")},
    {.name = "--cell", .commands = UN_CLI_BENCH, .kind = UN_CLI_NAME, TO(bench.cell), .name_of = cell_name, .value = "NAME",
     .usual = "lstm", .help = UN_KEY("the cell")},
    {.name = "--input", .commands = UN_CLI_BENCH, .kind = UN_CLI_INT, TO(bench.input), .min = 1, .max = 512, .value = "I",
     .usual = "2", .help = UN_KEY("inputs a step")},
    {.name = "--hidden", .commands = UN_CLI_BENCH, .kind = UN_CLI_INT, TO(bench.hidden), .min = 1, .max = 512, .value = "H",
     .usual = "64", .help = UN_KEY("hidden units")},
    {.name = "--length", .commands = UN_CLI_BENCH, .kind = UN_CLI_INT, TO(bench.length), .min = 1, .max = 5000, .value = "T",
     .usual = "200", .help = UN_KEY("steps of a sequence")},
    {.name = "--batch", .commands = UN_CLI_BENCH, .kind = UN_CLI_INT, TO(bench.batch), .min = 1, .max = 512, .value = "B",
     .usual = "16", .help = UN_KEY("sequences")},
    {.name = "--seconds", .commands = UN_CLI_BENCH, .kind = UN_CLI_REAL, TO(bench.seconds), .min = 0, .max = 600, .value = "S",
     .usual = "1", .help = UN_KEY("how long to measure each shape; at least five steps")},
    {.name = "--probe", .commands = UN_CLI_BENCH, TO(bench.probe),
     .help = UN_KEY("measure a snapshot of the probe, in double, instead of a training step")},
    {.name = "--no-record", .commands = UN_CLI_BENCH, TO(bench.no_record),
     .help = UN_KEY("keep only what the passes need themselves, to see what the recording costs")},
    {.name = "--suite", .commands = UN_CLI_BENCH, TO(bench.suite),
     .help = UN_KEY("measure a fixed list of shapes instead of one")},
    {.name = "--csv", .commands = UN_CLI_BENCH, .kind = UN_CLI_TEXT, TO(csv), .value = "FILE",
     .help = UN_KEY("also write a table to keep and compare, replacing FILE")},
    {.name = "--lags", .commands = UN_CLI_SWEEP, .kind = UN_CLI_INTS, TO(sweep.lags), .min = 1, .max = 4999,
     .value = "L,L,..", .help = UN_KEY("lags to run, for tasks that take a lag")},
    {.name = "--lengths", .commands = UN_CLI_SWEEP, .kind = UN_CLI_INTS, TO(sweep.lengths), .min = 2, .max = 5000,
     .value = "T,T,..", .help = UN_KEY("lengths to run, for tasks that take a length")},
    {.name = "--lane", .commands = UN_CLI_SWEEP, .kind = UN_CLI_TEXT, TO(sweep.lane), .value = "NAME",
     .help = UN_KEY("only the lane of this name")},
    {.name = "--jobs", .commands = UN_CLI_SWEEP, .kind = UN_CLI_INT, TO(sweep.jobs), .min = 1, .max = 256, .value = "N",
     .usual = "1", .help = UN_KEY("runs at a time, each in a process of its own")},
    {.name = "--csv", .commands = UN_CLI_SWEEP, .kind = UN_CLI_TEXT, TO(csv), .value = "FILE",
     .help = UN_KEY("keep the results in FILE; runs that it has are not run again")},
    {.name = "--list", .commands = UN_CLI_SWEEP, TO(sweep.list),
     .help = UN_KEY("run nothing; print a command a line for each run that is missing")},
    {.name = "--merge", .commands = UN_CLI_SWEEP, .kind = UN_CLI_TEXT, TO(sweep.merge), .value = "DIR",
     .help = UN_KEY("run nothing; join the .csv files in DIR into the one of --csv")},
    {.name = "--max-memory", .commands = UN_CLI_WITH_EXPERIMENT | UN_CLI_SPECTRUM | UN_CLI_BENCH | UN_CLI_GENERATE, .kind = UN_CLI_MEMORY, TO(max_memory),
     .min = 1e6, .max = 1e12,
     .value = "SIZE", .usual = "2GB", .help = UN_KEY("refuse a run that would need more (the program itself: 10 to 30 MB)")},
    {.name = "--help", .commands = ALL, TO(help), .help = UN_KEY("show this page and end")},
    {.name = "--version", .commands = UN_CLI_WINDOW, TO(version), .help = UN_KEY("show the version and end")},
};
// clang-format on
const int un_cli_flag_count = sizeof un_cli_flags / sizeof *un_cli_flags;

const char *un_cli_flag_valid(const un_CliFlag *flag, char *out, size_t size) {
    out[0] = 0;
    switch (flag->kind) {
    case UN_CLI_SWITCH:
        snprintf(out, size, "%s", _("no value"));
        break;
    case UN_CLI_INT:
        snprintf(out, size, "%.0f..%.0f", flag->min, flag->max);
        break;
    case UN_CLI_REAL:
        snprintf(out, size, "%.10g..%.10g", flag->min, flag->max);
        break;
    case UN_CLI_NAME: {
        size_t used = 0;
        for (int i = 0; flag_name(flag, i) && used < size; i++) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", flag_name(flag, i));
        }
        break;
    }
    case UN_CLI_TEXT:
        snprintf(out, size, "%s", _("a name"));
        break;
    case UN_CLI_TEXTS:
        snprintf(out, size, _("%s, at most %d times"), flag->value, UN_CLI_TEXTS_MAX);
        break;
    case UN_CLI_SIZE:
        snprintf(out, size, _("WxH with %.0f..%.0f each, such as 1920x1080"), flag->min, flag->max);
        break;
    case UN_CLI_MEMORY:
        snprintf(out, size, "%s", _("1MB..1000GB, such as 500MB or 2GB (a bare number counts GB)"));
        break;
    case UN_CLI_INTS:
        snprintf(out, size, _("%.0f..%.0f, or up to %d of them with commas between"), flag->min, flag->max, UN_CLI_LIST_MAX);
        break;
    case UN_CLI_REALS:
        snprintf(out, size, _("%.10g..%.10g, or up to %d of them with commas between"), flag->min, flag->max,
                 UN_CLI_LIST_MAX);
        break;
    }
    return out;
}

/// Numbers with commas between. False: one of them is not what the flag allows; *list is then as it was.
static bool read_list(const char *text, const un_CliFlag *flag, un_CliList *list) {
    un_CliList read = {0};
    for (const char *start = text;; start++) {
        char one[32];
        size_t length = strcspn(start, ",");
        int64_t whole;
        double value;
        if (length >= sizeof one || read.count == UN_CLI_LIST_MAX) return false;
        memcpy(one, start, length);
        one[length] = 0;
        if (flag->kind == UN_CLI_INTS) {
            if (!un_number_parse_int(one, &whole)) return false;
            value = (double)whole;
        } else if (!un_number_parse_real(one, &value)) {
            return false;
        }
        if (value < flag->min || value > flag->max) return false;
        read.item[read.count++] = value;
        start += length;
        if (!*start) break;
    }
    *list = read;
    return true;
}

/// "500MB", "2GB", "1.5G", "3": a number with an optional unit of thousands; a bare number counts GB, as the default
/// does.
static bool read_memory(const char *text, double *bytes) {
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {{"", 1e9},  {"k", 1e3},  {"kB", 1e3}, {"K", 1e3}, {"KB", 1e3},
                 {"M", 1e6}, {"MB", 1e6}, {"G", 1e9},  {"GB", 1e9}};
    char number[32];
    size_t digits = strspn(text, "0123456789.");
    if (digits == 0 || digits >= sizeof number) return false;
    memcpy(number, text, digits);
    number[digits] = 0;
    if (!un_number_parse_real(number, bytes)) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(text + digits, units[i].unit) == 0) {
            *bytes *= units[i].bytes;
            return true;
        }
    }
    return false;
}

static bool read_size(const char *text, const un_CliFlag *flag, int *width, int *height) {
    char first[16];
    const char *x = strchr(text, 'x');
    if (!x || (size_t)(x - text) >= sizeof first) return false;
    memcpy(first, text, (size_t)(x - text));
    first[x - text] = 0;
    int64_t w, h;
    if (!un_number_parse_int(first, &w) || !un_number_parse_int(x + 1, &h)) return false;
    if ((double)w < flag->min || (double)w > flag->max || (double)h < flag->min || (double)h > flag->max) return false;
    *width = (int)w;
    *height = (int)h;
    return true;
}

static bool set_value(un_CliOptions *options, const un_CliFlag *flag, const char *text) {
    void *place = (char *)options + flag->offset;
    int64_t whole;
    double real;
    switch (flag->kind) {
    case UN_CLI_SWITCH:
        *(bool *)place = true;
        return !text;
    case UN_CLI_INT:
        if (!un_number_parse_int(text, &whole) || (double)whole < flag->min || (double)whole > flag->max) return false;
        *(int64_t *)place = whole;
        return true;
    case UN_CLI_REAL:
    case UN_CLI_MEMORY:
        if (!(flag->kind == UN_CLI_REAL ? un_number_parse_real(text, &real) : read_memory(text, &real))) return false;
        if (real < flag->min || real > flag->max) return false;
        *(double *)place = real;
        return true;
    case UN_CLI_NAME:
        for (int i = 0; flag_name(flag, i); i++) {
            if (strcmp(flag_name(flag, i), text) != 0) continue;
            *(int *)place = i;
            return true;
        }
        return false;
    case UN_CLI_TEXT:
        *(const char **)place = text;
        return *text != 0;
    case UN_CLI_TEXTS: {
        un_CliTexts *texts = place;
        if (texts->count == UN_CLI_TEXTS_MAX) return false;
        texts->text[texts->count++] = text;
        return *text != 0;
    }
    case UN_CLI_SIZE:
        return read_size(text, flag, &options->width, &options->height);
    case UN_CLI_INTS:
    case UN_CLI_REALS:
        return read_list(text, flag, place);
    }
    return false;
}

un_Status un_cli_set_flag(un_CliOptions *options, const un_CliFlag *flag, const char *text, un_Error *error) {
    if (set_value(options, flag, text)) return UN_OK;
    char found[UN_PARAM_TEXT], valid[256];
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found '%s', valid: %s"), flag->name,
                        un_param_quote(text ? text : "", found, sizeof found),
                        un_cli_flag_valid(flag, valid, sizeof valid));
}
