/// How the rows of un_quantity_table are read. Internal to src/lesson.
#ifndef UN_LESSON_QUANTITY_READ_H
#define UN_LESSON_QUANTITY_READ_H

#include "lesson/quantity.h"

/// The lane that is meant: of a run with one lane it need not be said. NULL: there is none.
const un_SnapshotLane *un_quantity_lane(const un_Snapshot *snapshot, int lane);
/// The direction of the lane that is meant; NULL: there is none.
const un_SnapshotTrack *un_quantity_track(const un_Snapshot *snapshot, const un_QuantityRef *ref);
/// The gradient that stands for the lane: of c where there is a cell state (the highway), else of h. NULL: there is none.
const un_SnapshotGradient *un_quantity_gradient(const un_Snapshot *snapshot, const un_QuantityRef *ref);
/// The step that is meant, by its number or its distance from the loss; without either `otherwise`. -1: there is none.
int un_quantity_step(const un_Snapshot *snapshot, const un_QuantityRef *ref, int otherwise);
/// The step that is read first, the farthest from the loss.
int un_quantity_first_step(const un_Snapshot *snapshot, const un_QuantityRef *ref);
/// The last step up to the loss that shows a symbol that matters; -1: none.
int un_quantity_symbol_step(const un_Snapshot *snapshot);

#define UN_QUANTITY_READER(name) bool un_read_##name(const un_Snapshot *snapshot, const un_QuantityRef *ref, double *out)

// The gradient on its way back (quantity_gradient.c).
UN_QUANTITY_READER(gradient_ratio);
UN_QUANTITY_READER(gradient_ratio_h);
UN_QUANTITY_READER(gradient_ratio_seeds);
UN_QUANTITY_READER(gradient_ratio_spread);
UN_QUANTITY_READER(slope);
UN_QUANTITY_READER(factor_per_step);
UN_QUANTITY_READER(under_one_percent);
UN_QUANTITY_READER(reach);
UN_QUANTITY_READER(zero_after);
UN_QUANTITY_READER(direct_share);
UN_QUANTITY_READER(update_90);
UN_QUANTITY_READER(parts_difference);
UN_QUANTITY_READER(occlusion);
UN_QUANTITY_READER(radius);
UN_QUANTITY_READER(largest_eigenvalue);
UN_QUANTITY_READER(lyapunov);
UN_QUANTITY_READER(singular_spread);

// Training, and what it costs (quantity_training.c).
UN_QUANTITY_READER(update);
UN_QUANTITY_READER(loss);
UN_QUANTITY_READER(accuracy);
UN_QUANTITY_READER(accuracy_gap);
UN_QUANTITY_READER(chance_loss);
UN_QUANTITY_READER(chance_accuracy);
UN_QUANTITY_READER(text_entropy);
UN_QUANTITY_READER(tables_beaten);
UN_QUANTITY_READER(solved_at);
UN_QUANTITY_READER(nonfinite_at);
UN_QUANTITY_READER(clipped_share);
UN_QUANTITY_READER(gradient_norm);
UN_QUANTITY_READER(max_gradient_norm);
UN_QUANTITY_READER(seeds_solved);
UN_QUANTITY_READER(seeds_solved_at);
UN_QUANTITY_READER(seeds_loss);
UN_QUANTITY_READER(seeds_clipped);
UN_QUANTITY_READER(parameters);
UN_QUANTITY_READER(parameter_share);
UN_QUANTITY_READER(multiplications);
UN_QUANTITY_READER(step_multiplications);
UN_QUANTITY_READER(kept_numbers);

// What the cells did with the sequence (quantity_cell.c).
UN_QUANTITY_READER(gate_mean);
UN_QUANTITY_READER(gate_at_symbol);
UN_QUANTITY_READER(gate_elsewhere);
UN_QUANTITY_READER(gate_open);
UN_QUANTITY_READER(gate_shut);
UN_QUANTITY_READER(horizon);
UN_QUANTITY_READER(horizon_shortest);
UN_QUANTITY_READER(units_outlasting);
UN_QUANTITY_READER(state);
UN_QUANTITY_READER(cell_state);
UN_QUANTITY_READER(attention_weight);
UN_QUANTITY_READER(sequence_loss);
UN_QUANTITY_READER(answer_probability);
UN_QUANTITY_READER(correct);

#endif
