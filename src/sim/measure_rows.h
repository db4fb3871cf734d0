/// Inside of the table of measurements: what each of its functions is handed, and those functions, which
/// measure_rows_*.c hold. Only these and measure.c include this.
#ifndef UN_SIM_MEASURE_ROWS_H
#define UN_SIM_MEASURE_ROWS_H

#include "sim/batch.h"
#include "sim/measure.h"
#include "sim/trace.h"

struct un_Measuring {
    const un_Trainer *trainer;
    int lane;
    const un_MeasureAsk *ask;
    un_NetDef net;
    int T, sequences;
    un_Batch batch;
    un_BatchBlock block;
    un_Trace trace; ///< of all sequences, run
    double loss;    ///< mean of their own losses
    double accuracy;
    int asked; ///< the step of the last answer where all sequences have the same; -1
    double *work;
    int *order; ///< as many as the state has numbers
};

/// A new row, all NaN: its columns.
double *un_measure_add(un_MeasureTable *table, un_MeasureKey key);
/// The key of step t, with its distance where all sequences have their last answer at the same step.
un_MeasureKey un_measure_key(const un_Measuring *at, int t);
/// The step of sequence b's last answer.
int un_measure_loss_step(const un_Measuring *at, int b);
double un_measure_mean(const double *values, int n);

bool un_measure_has_jacobian(const un_NetDef *net);
bool un_measure_has_gates(const un_NetDef *net);
bool un_measure_has_classes(const un_NetDef *net);

// Rows, workspace and functions of the table.

int un_measure_rows_one(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_steps(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_units(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_singular(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_spectrum(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_state(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_gates(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_events(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_lengths(const un_NetDef *net, int T, const un_MeasureAsk *ask);
int un_measure_rows_history(const un_NetDef *net, int T, const un_MeasureAsk *ask);

size_t un_measure_work_gradient(const un_NetDef *net, int T, int B);
size_t un_measure_work_summary(const un_NetDef *net, int T, int B);
size_t un_measure_work_chain(const un_NetDef *net, int T, int B);
size_t un_measure_work_highway(const un_NetDef *net, int T, int B);
size_t un_measure_work_units(const un_NetDef *net, int T, int B);
size_t un_measure_work_events(const un_NetDef *net, int T, int B);
size_t un_measure_work_update(const un_NetDef *net, int T, int B);
size_t un_measure_work_parts(const un_NetDef *net, int T, int B);
size_t un_measure_work_blame(const un_NetDef *net, int T, int B);
size_t un_measure_work_steps(const un_NetDef *net, int T, int B);

un_Status un_measure_run_gradient(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_summary(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_chain(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_singular(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_spectrum(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_lyapunov(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_highway(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_horizon(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_saturation(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_events(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_update(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_parts(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_blame(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_occlusion(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_decode(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_lengths(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_cost(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_clip(un_Measuring *at, un_MeasureTable *out, un_Error *error);
un_Status un_measure_run_history(un_Measuring *at, un_MeasureTable *out, un_Error *error);

#endif
