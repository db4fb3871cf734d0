/// What a lesson can reveal: ONE table of quantities, each read from a snapshot, where the core has measured it.
/// A quantity is a name, what it must be told (a lane, a step ...), how it is written for a reader, and a function.
#ifndef UN_LESSON_QUANTITY_H
#define UN_LESSON_QUANTITY_H

#include "snapshot/snapshot.h"

#include <stdbool.h>
#include <stddef.h>

/// What a quantity is told. -1 where it is not said.
typedef struct un_QuantityRef {
    int quantity;    ///< index into un_quantity_table
    int lane, other; ///< `other`: the lane it is compared with
    int step;        ///< time step; counted from 0
    int distance;    ///< steps back from the loss
    int unit;
    char gate[4];
    bool reverse; ///< the direction that reads from the end
} un_QuantityRef;

enum { UN_QUANTITY_LANE = 1, UN_QUANTITY_OTHER = 2, UN_QUANTITY_STEP = 4, UN_QUANTITY_DISTANCE = 8, UN_QUANTITY_UNIT = 16, UN_QUANTITY_GATE = 32 };

/// How it is written: "5.2·10⁻⁶" with a fraction beside it, "40 %", "237", "×0.54". A quantity in percent IS in percent: 40, not 0.4;
/// so are the numbers that are expected or guessed of it.
typedef enum un_QuantityForm { UN_FORM_NUMBER, UN_FORM_RATIO, UN_FORM_PERCENT, UN_FORM_COUNT, UN_FORM_FACTOR } un_QuantityForm;

typedef struct un_QuantityRow {
    const char *name;  ///< "gradient_ratio"
    const char *says;  ///< catalogue key: what it is, for the writer of a lesson
    const char *unit;  ///< catalogue key, "steps"; "": none
    un_QuantityForm form;
    unsigned takes, needs; ///< UN_QUANTITY_*: what it may and must be told
    unsigned wants;        ///< bits of un_SnapshotWanted that must be measured for it
    /// False: the snapshot has no such number (not solved yet, no such gate).
    bool (*read)(const un_Snapshot *snapshot, const un_QuantityRef *ref, double *out);
} un_QuantityRow;

extern const un_QuantityRow un_quantity_table[];
extern const int un_quantity_count;

/// Whether it is a gradient's size: such numbers have the gradient's colour.
bool un_quantity_is_gradient(int quantity);
/// The quantity called name, or -1.
int un_quantity_find(const char *name);
/// Reads it. False: the snapshot has no such number, or ref names a lane, step or unit that is not there.
bool un_quantity_read(const un_Snapshot *snapshot, const un_QuantityRef *ref, double *out);
/// The unit as it stands behind a number: "seeds", but "seed" behind a 1; a unit that the table has not stays as it is.
const char *un_quantity_unit(const char *unit, double value);
/// The value for a reader, unit and all: "5.2·10⁻⁶", "40 %", "7 steps". 96 bytes suffice. Returns out.
const char *un_quantity_write(int quantity, double value, char *out, size_t size);
/// The same as one would guess it: "1/192,000", "40 %", "7 steps". Returns out.
const char *un_quantity_write_plain(int quantity, double value, char *out, size_t size);

#endif
