/// Runs independent jobs. The trainer assumes no threads: only sim/worker.c may hand it an executor with some.
#ifndef UN_SIM_EXECUTOR_H
#define UN_SIM_EXECUTOR_H

typedef struct un_Executor {
    int workers; ///< 1 = serial
    /// Calls job(data, index, worker) once for each index 0..count-1, worker in 0..workers-1, and returns when all are
    /// done.
    void (*run)(void *self, int count, void (*job)(void *data, int index, int worker), void *data);
    void *self;
} un_Executor;

#endif
