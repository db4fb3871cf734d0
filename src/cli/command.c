#include "cli/command.h"

#include "base/catalog.h"

// clang-format off
const un_CliCommand un_cli_commands[] = {
    {.id = UN_CLI_WINDOW, .name = NULL, .run = un_cli_window,
     .summary = UN_KEY("see a recurrent network remember and forget"),
     .synopsis = UN_KEY("[FILE] [flags]\nCOMMAND [flags]\nCOMMAND --help"),
     .description = UN_KEY(
        "Unroll trains small recurrent networks (vanilla RNN, LSTM, GRU) side by side on the same task and\n"
        "shows their states, gates and gradients step by step.\n\n"
        "Without a command it opens the laboratory's window. FILE is a lesson (.md), an experiment\n"
        "(YAML) or a picture that was saved; without one three networks learn to recall a symbol over 30 steps."),
     .examples = UN_KEY(
        "unroll                              open the laboratory\n"
        "unroll lessons/00-first-look.md     open a lesson\n"
        "unroll lessons/ --profile Ada       choose one of a folder's lessons, with Ada's answers\n"
        "unroll --task adding --length 50    another task\n"
        "unroll --frames 100 --json          measure the window and end")},
    {.id = UN_CLI_TRAIN, .name = "train", .run = un_cli_train,
     .summary = UN_KEY("train and print what came of it"),
     .synopsis = UN_KEY("train [FILE] [flags]"),
     .description = UN_KEY(
        "Trains each lane on the same batches and prints a table, or with --json one object a line:\n"
        "progress, and one result a seed. FILE is an experiment (YAML) or a lesson; flags override it, and\n"
        "a lane's flag sets every lane. A lane that meets NaN or infinity stands still from there; the run\n"
        "goes on and says so.\n\n"
        "Loss and accuracy are means over the last 10 batches, measured before their updates. A task counts\n"
        "as solved at the first update where that mean passes the task's criterion.\n\n"
        "--save writes the run as it stands at the end (parameters, optimiser, random state, experiment)\n"
        "into one file, all of it or nothing, before the result is printed; --save-every does so on the way as\n"
        "well, and --resume goes on from such a file: killed at any moment, a run loses what it did since."),
     .examples = UN_KEY(
        "unroll train --cell rnn --init xavier --optimizer sgd --lr 0.1 --lag 15 --seeds 10\n"
        "unroll train --cell lstm,gru --gate-bias chrono --lag 100 --until-solved --json\n"
        "unroll train experiment.yaml --updates 500 --eval-sequences 1000 --eval-lag 200\n"
        "unroll train --cell gru --updates 5000 --save gru.unroll --save-every 500\n"
        "unroll train --resume gru.unroll --updates 8000 --save gru.unroll")},
    {.id = UN_CLI_PROFILE, .name = "profile", .run = un_cli_profile,
     .summary = UN_KEY("print gradient norms against the distance from the loss"),
     .synopsis = UN_KEY("profile [FILE] [flags]"),
     .description = UN_KEY(
        "Prints CSV: lane,seed,distance,dL_dh,dL_dc,ratio_dh,ratio_dc. A row is the mean over sequences of\n"
        "the 2-norm of each sequence's own gradient in the top layer, `distance` steps before the loss;\n"
        "ratios are to distance 0. All in double precision. dL_dc is empty for cells without a cell state,\n"
        "a ratio where distance 0 has no gradient."),
     .examples = UN_KEY(
        "unroll profile --cell rnn --lag 99 --seeds 40\n"
        "unroll profile --cell lstm,gru --gate-bias chrono --lag 99 --at end\n"
        "unroll profile --cell lstm --lag 99 --hold f=1")},
    {.id = UN_CLI_MEASURE, .name = "measure", .run = un_cli_measure,
     .summary = UN_KEY("measure what a network remembers, how, and who teaches it"),
     .synopsis = UN_KEY("measure WHAT[,WHAT..] [FILE] [flags]\nmeasure --list"),
     .description = UN_KEY(
        "Prints CSV (or with --json one object a row): the columns measure, lane, seed, step, distance, unit and\n"
        "gate say what a row is about, those after them are the measurements' own, empty where a row has\n"
        "none. `distance` counts steps back from the last answer. All in double precision, on the first\n"
        "sequences of the stream \"probe\", in the top layer's forward direction. --list tells the columns.\n\n"
        "With --over-seeds a row stands for all seeds: of norms and ratios the geometric mean, of the rest\n"
        "the mean, and beside each column its standard deviation, NAME_sd (of a geometric mean in decades)."),
     .examples = UN_KEY(
        "unroll measure summary --cell rnn,lstm,gru --lag 99 --seeds 40 --over-seeds\n"
        "unroll measure highway --cell lstm --gate-bias chrono --lag 99\n"
        "unroll measure update,blame --cell gru --gate-bias chrono --lag 100 --at end --json\n"
        "unroll measure lengths --cell gru --gate-bias chrono --lag 50 --at end --lengths 20,50,100,200")},
    {.id = UN_CLI_VERIFY, .name = "verify", .run = un_cli_verify,
     .summary = UN_KEY("check the models against reference vectors"),
     .synopsis = UN_KEY("verify FILE... [--precision double|float] [--json]"),
     .description = UN_KEY(
        "Runs each file's case (format unroll-golden-1) and prints a line for each tensor: file, tensor,\n"
        "largest absolute difference, largest relative difference, pass or MISS. Exit code 1 when a tensor\n"
        "misses."),
     .examples = UN_KEY(
        "unroll verify tests/reference/*.json\n"
        "unroll verify --precision float --json tests/reference/lstm_uni.json")},
    {.id = UN_CLI_RENDER, .name = "render", .run = un_cli_render,
     .summary = UN_KEY("draw a picture of a run into a file, without a window"),
     .synopsis = UN_KEY("render [FILE] [flags] -o FILE\nrender --list-views"),
     .description = UN_KEY(
        "Trains FILE's experiment (a lesson or YAML; without one the laboratory's own) for --update\n"
        "updates, traces one sequence and draws the laboratory or one view of it. The end of the name says\n"
        "what is written: a picture (.png, .svg, .pdf), or a clip of the wave or of the training (.mp4, .gif,\n"
        ".apng), the numbers behind a view (.csv, .json), or the traces of all units for NumPy (.npz). A file\n"
        "that exists is replaced only with --force.\n\n"
        "A file carries the experiment and the moment that it shows, so FILE may be such a picture as well:\n"
        "then --update, --time, --view and --select are the picture's where they are not given."),
     .examples = UN_KEY(
        "unroll render --update 300 -o lab.png\n"
        "unroll render lessons/00-first-look.md --view profile --theme dark --size 1920x1080 -o profile.png\n"
        "unroll render --view stage --update 300 --transparent -o stage.svg\n"
        "unroll render --update 300 --stages 4 -o 'stage-%02d.png'\n"
        "unroll render --update 600 --clip training -o training.mp4\n"
        "unroll render training.mp4 --view profile -o profile.pdf\n"
        "unroll render training.mp4 --view profile -o profile.csv")},
    {.id = UN_CLI_SPECTRUM, .name = "spectrum", .run = un_cli_spectrum,
     .summary = UN_KEY("measure how fast a random network's gradients grow or fade"),
     .synopsis = UN_KEY("spectrum [flags]"),
     .description = UN_KEY(
        "Runs h = f(W h + x) with a Gaussian W scaled to a spectral radius and measures, after the burn-in,\n"
        "the growth per step in decades twice: the largest Lyapunov exponent by a tangent vector that is\n"
        "carried forward, and the slope of |dL/dh| of a loss at the last step that is carried back. The two\n"
        "agree but for the steps that the gradient takes to turn into the fastest direction. A linear network\n"
        "grows by log10 of the radius; tanh saturates, and the more so under input.\n\n"
        "With --json one object a radius: lyapunov_log10 and backward_slope_log10 are means over seeds, sd is\n"
        "the standard deviation of the slope (0 for one seed); null where numbers left the range of a double."),
     .examples = UN_KEY(
        "unroll spectrum --radius 0.9 --activation linear\n"
        "unroll spectrum --radius 0.5,0.7,0.9,1,1.1,1.3,1.5,2,3 --input-sd 1 --json")},
    {.id = UN_CLI_SWEEP, .name = "sweep", .run = un_cli_sweep,
     .summary = UN_KEY("train every lane at every lag with every seed, and say which solved the task"),
     .synopsis = UN_KEY("sweep [FILE] [flags]\nsweep [FILE] [flags] --csv FILE --list\nsweep --merge DIR --csv FILE"),
     .description = UN_KEY(
        "Each run is one lane at one lag (or length) with one seed, trained until it has solved the task or\n"
        "used up its updates. FILE is an experiment (YAML) or a lesson; its lanes may differ in everything.\n"
        "--cells is another word for --cell.\n\n"
        "Prints how many seeds solved the task, with the median of the updates they took. --csv keeps a line\n"
        "a run: lane,lag,seed,solved_at (the last empty: not solved). A sweep that was stopped, by whatever,\n"
        "goes on where it was when the same command is given again; a file takes results of one set of\n"
        "settings only, which stand beside it (FILE.yaml).\n\n"
        "--list writes those settings and prints the runs as commands for other machines; their results come\n"
        "into the folder FILE.d, and --merge joins them. The file has the same bytes either way."),
     .examples = UN_KEY(
        "unroll sweep --cells rnn,lstm,gru --lags 5,10,15,20,30,50,100 --seeds 5\n"
        "unroll sweep experiments/memory.yaml --lags 20,100 --seeds 10 --jobs 4 --csv memory.csv\n"
        "unroll sweep experiments/memory.yaml --lags 20,100 --seeds 10 --csv memory.csv --list | parallel\n"
        "unroll sweep --merge memory.csv.d --csv memory.csv")},
    {.id = UN_CLI_GENERATE, .name = "generate", .run = un_cli_generate,
     .summary = UN_KEY("let a trained network write on, letter by letter"),
     .synopsis = UN_KEY("generate CHECKPOINT [--prompt TEXT] [--temperature X] [--letters N] [--seed N]"),
     .description = UN_KEY(
        "CHECKPOINT is what `unroll train --task text --save` wrote. Each lane reads the prompt, then draws a\n"
        "letter from what it believes comes next, reads it, and so on. Prints a line a lane: its name, the\n"
        "prompt and what was written; with --json an object a line with name, cell, update, seed,\n"
        "temperature, prompt and text."),
     .examples = UN_KEY(
        "unroll train --task text --cell gru --hidden 64 --lr 0.01 --updates 600 --save gru.unroll\n"
        "unroll generate gru.unroll --prompt 'the network ' --temperature 0.5")},
    {.id = UN_CLI_LESSON, .name = "lesson", .run = un_cli_lesson,
     .summary = UN_KEY("list, show and check lessons, and play them without a window"),
     .synopsis = UN_KEY("lesson list [FOLDER] [--json]\nlesson show FILE\nlesson check FILE... [--json]\n"
                        "lesson play FILE... [--learner WHO] [--seeds N] [--json]"),
     .description = UN_KEY(
        "list prints a line a lesson: number, title, level, minutes, language and paths; of the lessons that\n"
        "came with the program, or of another folder. show prints one as plain text, answers and teacher's\n"
        "notes with it.\n\n"
        "check finds every error of a lesson with its place, and what makes it worse as warnings: a reveal\n"
        "shown before the answer, long prose, a missing teacher's note. Exit code 1 on errors.\n\n"
        "play lets scripted learners go through: one answers right, one wrong wherever there is a question.\n"
        "Every run is run. A line a stop says what was asked, answered and measured, and a line begins with\n"
        "MISS where something does not hold: a number outside its tolerance, an `until` that was not reached,\n"
        "a stop of over 10 s on one core, a right choice that is not the nearest to what was measured, a\n"
        "highlight or a cover that is not on the screen at 1280x720 or 1920x1080. Exit code 1 then."),
     .examples = UN_KEY(
        "unroll lesson list\n"
        "unroll lesson check lessons/*.md\n"
        "unroll lesson play lessons/05-vanishing.md --seeds 5")},
    {.id = UN_CLI_BENCH, .name = "bench", .run = un_cli_bench,
     .summary = UN_KEY("measure how fast this machine trains"),
     .synopsis = UN_KEY("bench [flags]\nbench --suite [--csv FILE] [flags]"),
     .description = UN_KEY(
        "Repeats one full training step on the same batch: forward, mean squared error at the last step\n"
        "through a linear readout, backward through all steps, Adam; in single precision, every state, gate\n"
        "and gradient recorded. Prints the median and the fastest step by the wall clock. CPU is the\n"
        "process's, a step: with one thread it equals the median on an idle machine, and where it is less,\n"
        "other programs took the cores. GFLOP/s counts two operations for each weight of a matrix, forward,\n"
        "backward and for its gradient. docs/BENCHMARKS.md says more."),
     .examples = UN_KEY(
        "unroll bench --cell gru --hidden 64 --batch 16\n"
        "unroll bench --hidden 128 --batch 64 --threads 2 --json\n"
        "unroll bench --suite --csv today.csv\n"
        "unroll bench --probe --hidden 64 --length 200")},
};
// clang-format on
const int un_cli_command_count = sizeof un_cli_commands / sizeof *un_cli_commands;
