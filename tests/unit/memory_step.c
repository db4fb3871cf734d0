// A training step, a snapshot and a frame allocate nothing after warm-up, and resident memory stays flat over many frames.
#include "memory_count.h"

#include "app/app.h"
#include "platform/clock.h"
#include "sim/trainer.h"
#include "sim/worker.h"

#include <stdio.h>

// A sanitizer keeps freed memory for a while, also that of the libraries: there resident memory says nothing.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static int failures;

static void expect_none(const char *what, long calls) {
    printf("%s: %ld allocations or frees after warm-up\n", what, calls);
    if (calls != 0) failures++;
}

static void require(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void check_counter(void) {
    long before = memory_calls;
    un_Error error;
    un_Experiment experiment = un_default_lab_experiment();
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    require(trainer != NULL, "no trainer");
    un_trainer_destroy(trainer);
    require(memory_calls > before, "the counter does not count: is the test linked with --wrap?");
}

static void check_training(void) {
    un_Error error;
    un_Experiment experiment = un_default_lab_experiment();
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    require(trainer != NULL, "no trainer");
    for (int i = 0; i < 3; i++) un_trainer_step(trainer);
    long before = memory_calls;
    for (int i = 0; i < 40; i++) un_trainer_step(trainer);
    expect_none("40 training steps", memory_calls - before);
    un_trainer_destroy(trainer);
}

static void check_snapshots(void) {
    un_Error error;
    un_Experiment experiment = un_default_lab_experiment();
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    def.interval = 0;
    un_Worker *worker = un_worker_create(&def, &experiment, &error);
    require(worker != NULL, "no worker");
    un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_PLAY});
    // Warm is when each of the three slots has been shaped; the probe's pace decides how many slices that takes.
    for (int slices = 0; un_worker_latest(worker)->serial < 6; slices++) {
        require(slices < 10000, "six snapshots do not come");
        un_worker_slice(worker, 0.001);
    }
    long before = memory_calls;
    int64_t serial = un_worker_latest(worker)->serial;
    // 40 at least, and as many as it takes on a busy machine, where the pace makes snapshots seldom.
    for (int i = 0; i < 40 || un_worker_latest(worker)->serial < serial + 3; i++) {
        require(i < 10000, "three snapshots do not come");
        un_worker_slice(worker, 0.001);
    }
    expect_none("slices with their snapshots", memory_calls - before);
    un_worker_destroy(worker);
}

enum { WARM_FRAMES = 240 }; // enough for every snapshot slot to be shaped, also on a busy machine

static void check_frames(int frames) {
    un_Error error;
    un_AppDef def = un_default_app_def();
    def.threaded = false;
    def.playing = true;
    def.frames = WARM_FRAMES + frames + 1; // draws in every step, whether or not anything changed
    un_App *app = un_app_create(&def, &error);
    if (!app) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    for (int i = 0; i < WARM_FRAMES; i++) un_app_step(app);
    double resident = un_clock_resident_mb();
    long before = memory_calls;
    for (int i = 0; i < frames; i++) un_app_step(app);
    printf("%d frames: resident memory %.1f MB before, %.1f MB after\n", frames, resident, un_clock_resident_mb());
    expect_none("frames", memory_calls - before);
    if (!SANITIZED && un_clock_resident_mb() > resident + 4) {
        printf("resident memory grew\n");
        failures++;
    }
    un_app_destroy(app);
}

/// The most memory that the process ever had resident, in MB; 0 where the system does not tell.
static double peak_mb(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kilobytes = 0;
    while (status && fgets(line, sizeof line, status)) {
        if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1) break;
    }
    if (status) fclose(status);
    return (double)kilobytes / 1000;
}

static void check_peak(void) {
    printf("peak of resident memory: %.1f MB (asked: under 100)\n", peak_mb());
    if (!SANITIZED && peak_mb() >= 100) failures++;
}

int main(void) {
    const char *frames = getenv("UNROLL_FRAMES");
    check_counter();
    check_training();
    check_snapshots();
    check_frames(frames ? atoi(frames) : 300);
    check_peak();
    printf("%d passed, %d failed\n", failures ? 0 : 5, failures);
    return failures != 0;
}
