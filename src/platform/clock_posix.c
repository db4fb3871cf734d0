#include "platform/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now)) return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double un_clock_seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

double un_clock_thread_seconds(void) {
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

double un_clock_process_seconds(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

void un_clock_local(int *hour, int *minute) {
    struct timespec now;
    struct tm local;
    bool known = clock_gettime(CLOCK_REALTIME, &now) == 0 && localtime_r(&now.tv_sec, &local) != NULL;
    *hour = known ? local.tm_hour : 0;
    *minute = known ? local.tm_min : 0;
}

double un_clock_resident_mb(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    unsigned long total, resident;
    int read = fscanf(file, "%lu %lu", &total, &resident);
    fclose(file);
    if (read != 2) return 0;
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / (1024.0 * 1024.0);
}
