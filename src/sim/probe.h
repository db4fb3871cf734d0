/// The probe: one sequence traced through each lane in double, where gradients of 1e-60 are still numbers. Never
/// disturbs training.
#ifndef UN_SIM_PROBE_H
#define UN_SIM_PROBE_H

#include "sim/intervention.h"
#include "sim/recorder.h"
#include "sim/trainer.h"
#include "snapshot/snapshot.h"

typedef struct un_Probe un_Probe;

/// A probe for the trainer's shapes and its fixed sequence, drawn from the seed's stream "probe". Errors:
/// UN_ERROR_MEMORY -> NULL.
un_Probe *un_probe_create(const un_Trainer *trainer, un_Error *error);
/// Asks for what is too dear to be measured unasked (bits of un_SnapshotWanted) from the next snapshot on; 0, as at the
/// start: none of it. trainer: the one the probe was made for. Errors: UN_ERROR_MEMORY, unchanged.
un_Status un_probe_want(un_Probe *probe, const un_Trainer *trainer, unsigned wanted);
/// Bytes that a probe which measures that much and so many of its snapshots take, a pure function of the experiment.
double un_probe_memory(const un_Experiment *experiment, unsigned wanted, int snapshots);
void un_probe_destroy(un_Probe *probe);

/// What the traces are taken under from now on, in place of what was. False, and nothing is changed: one of them cannot be
/// (un_intervention_fits) or does nothing on a probe.
bool un_probe_intervene(un_Probe *probe, const un_Trainer *trainer, const un_ProbeActs *acts);

/// The waterfall (sim/waterfall.h), with what the run has learned, whatever the probe's interventions: whether a row of the
/// trainer's present update is due; takes it, for a part of what a snapshot costs; forgets those after an update (-1:
/// all), where the run is another from there. Allocate nothing.
bool un_probe_row_is_due(const un_Probe *probe, const un_Trainer *trainer);
void un_probe_row(un_Probe *probe, const un_Trainer *trainer);
void un_probe_forget_rows(un_Probe *probe, int64_t update);

/// Fills *snapshot completely: the trace of every lane at its present parameters, the training figures, the recorder's
/// history. Allocates only while the snapshot's block grows. Reads the trainer, changes nothing in it. `serial`,
/// `generation` and `running` are the caller's to set. Errors: UN_ERROR_MEMORY.
int un_probe_take(un_Probe *probe, const un_Trainer *trainer, const un_Recorder *recorder, un_Snapshot *snapshot);

#endif
