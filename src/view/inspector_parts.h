/// Between the inspector's files: the cell that is looked at, the pen that draws its diagram, the lines of its
/// equations.
#ifndef UN_VIEW_INSPECTOR_PARTS_H
#define UN_VIEW_INSPECTOR_PARTS_H

#include "view/ink.h"
#include "view/inspector.h"

typedef struct un_InspectorText un_InspectorText;
typedef struct un_Inspector un_Inspector;

/// One kind of cell. ONE table of them (inspector_cells.c).
typedef struct un_InspectorCell {
    const char *name;  ///< lane->cell
    const char *title; ///< catalogue key, where the lane has no name of its own
    void (*diagram)(const un_Inspector *in);
    void (*text)(const un_Inspector *in, un_InspectorText *text); ///< equations and the sentence
    const char *knob; ///< the letter of the gate that its knob holds; "": none
} un_InspectorCell;

/// Where texts and boxes stand on the board: a label that finds no room there is left out. The heaviest come first.
typedef struct un_InspectorTaken {
    int count;
    un_Rect rect[40];
} un_InspectorTaken;

/// One cell at one step, and how its diagram is drawn.
struct un_Inspector {
    un_DrawList *list; ///< NULL: places only
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    const un_SnapshotLane *lane;
    const un_SnapshotTrack *track;
    const un_InspectorCell *cell;
    un_InspectorLayout *layout; ///< gets the parts
    un_InspectorTaken *taken;   ///< starts empty
    int direction, step, unit;  ///< unit -1: all
    int before;                 ///< the step that was read before this one; -1: this is the first
    int H;
    bool shown;    ///< the forward wave has passed this step
    bool arrived;  ///< the backward wave has passed this step
    bool passed;   ///< and the one before it: what is handed on is told
    bool cut;      ///< truncation lets no gradient pass to the step before
    bool measured; ///< single units' gradients and pre-activations are there
    float zoom;    ///< of the diagram against its smallest comfortable size
};

un_Inspector un_inspector_look(const un_ViewContext *context, un_InspectorLayout *layout);
const un_InspectorCell *un_inspector_cell(const un_SnapshotLane *lane);

// --- numbers. NaN: not known (yet) ---
/// The unit's number of a (T,H) array at step t, or the mean over units; 0 at t = -1: a state starts at 0.
double un_inspector_mean(const un_Inspector *in, const float *values, int t);
/// Mean over units of a product of two (T,H) arrays, a at step t, b at step s; one unit's product. `rest`: (1 - a) b.
double un_inspector_product(const un_Inspector *in, const float *a, int t, const float *b, int s, bool rest);
/// whole - part, or 0 where that is only the float32 of the part's factors: gates and states are kept in it.
double un_inspector_rest(double whole, double part);
/// The index of a gate or block by its letter, or -1.
int un_inspector_gate_index(const un_Inspector *in, const char *name);
int un_inspector_block_index(const un_Inspector *in, const char *name);
double un_inspector_gate(const un_Inspector *in, int gate);
/// dL/dh_t ('h') or dL/dc_t ('c') at step t: the unit's, or the norm over units.
double un_inspector_gradient(const un_Inspector *in, char variable, int t);
/// The pre-activation's part from the input (0) or the state (1) of the unit, or the mean over units.
double un_inspector_pre(const un_Inspector *in, int block, int part);

// --- the diagram: drawn on a board of 492 x 236 that is stretched to the rectangle, mirrored for the reverse direction
// ---
enum { UN_BOARD_WIDTH = 492, UN_BOARD_HEIGHT = 236 };
un_Point un_inspector_at(const un_Inspector *in, float x, float y);
/// How large the board is against its comfortable size, within reason.
float un_inspector_zoom(const un_Inspector *in);
/// The baseline of a text that stands just under a wire at y.
float un_inspector_under(const un_Inspector *in, float y);
/// Points of a text on the board at scale 1: 14 where there is room, never under 12.
float un_inspector_size(const un_Inspector *in);
/// A wire through `count` corners; its width says |value| (0..1); NaN: thin.
void un_inspector_wire(const un_Inspector *in, const float (*corner)[2], int count, un_Token token, double value);
/// An arrow's head with its tip at (x, y): in the direction of processing, or against it.
void un_inspector_tip(const un_Inspector *in, float x, float y, bool back, un_Token token);
/// A circle with its sign: '*' or '+'.
void un_inspector_node(const un_Inspector *in, float x, float y, char sign);
/// A rounded box with a word (small mathematics), `width` wide on the board.
void un_inspector_pill(const un_Inspector *in, float x, float y, float width, const char *word);
/// A gate: its box, `width` wide on the board, is its gauge, filled by |value|.
void un_inspector_gauge(const un_Inspector *in, float x, float y, float width, un_Token token, un_InspectorPart part);
/// "c_t 0.69" with its left end, middle or right end at (x, y), y the baseline. A gradient beside its arrow needs no
/// name.
void un_inspector_label(const un_Inspector *in, float x, float y, un_Align align, un_InspectorPart part);
/// The same with its name in any case.
void un_inspector_named(const un_Inspector *in, float x, float y, un_Align align, un_InspectorPart part);
/// A quiet word there (small mathematics).
void un_inspector_word(const un_Inspector *in, float x, float y, un_Align align, un_Token token, const char *word);
/// The conveyor of a state (T,H) along y, as wide as its value against `largest`, and the gradient's arrow under it.
void un_inspector_conveyor(const un_Inspector *in, float y, const float *values, double largest);
/// What stands at its ends: the states before and now, and the gradients that arrive and are handed on, which keep
/// clear of wires at x = first and last.
void un_inspector_ends(const un_Inspector *in, float y, char variable, const float *values, float first, float last);
/// What the gates read, written at the input's line: the state before and the step's symbol.
void un_inspector_input(const un_Inspector *in, float x, float y, bool with_state);
/// What leaves at the right end of the wire at y: h_t, and the gradient that comes back there.
void un_inspector_output(const un_Inspector *in, float y);
/// A part that is no gate.
un_InspectorPart un_inspector_part(const un_Inspector *in, double value, int step, const char *name, ...)
    __attribute__((format(printf, 4, 5)));
/// The part of gate `gate`.
un_InspectorPart un_inspector_gate_part(const un_Inspector *in, int gate);
/// "t-1" or, where the sequence is read backwards, "t+1".
const char *un_inspector_earlier(const un_Inspector *in);
/// The value to 3 digits, or fewer down to `least` where that does not fit into `width`; "…" where it is not known.
const char *un_inspector_fit(const un_Inspector *in, const un_TextStyle *style, double value, float width, int least,
                             char *out, size_t size);

// --- text ---
/// How a number enters a product.
typedef enum un_OperandForm {
    UN_OPERAND_PLAIN,
    UN_OPERAND_REST,  ///< (1 - v)
    UN_OPERAND_TANH,  ///< tanh(v)
    UN_OPERAND_SLOPE, ///< (1 - v^2)
} un_OperandForm;

typedef struct un_Operand {
    double value;
    un_Token token;
    un_OperandForm form;
} un_Operand;

enum { UN_FACTORS = 3, UN_TERMS = 4 };

typedef struct un_Term {
    int count;
    un_Operand factor[UN_FACTORS];
} un_Term;

/// Around the whole sum.
typedef enum un_Function { UN_FUNCTION_NONE, UN_FUNCTION_TANH, UN_FUNCTION_RELU, UN_FUNCTION_SIGMOID } un_Function;

/// left = function(term + term + ...) = result, every number printed to as many digits as it takes for the printed ones
/// to give the printed result.
typedef struct un_Equation {
    char left[64];  ///< small mathematics
    un_Token token; ///< of the left side and the result
    un_Function function;
    int count;
    un_Term term[UN_TERMS];
    double result;
    int digits;    ///< of the result; 0: 2
    char note[96]; ///< behind it, quiet
} un_Equation;

void un_equation_start(un_Equation *equation, un_Token token, double result, const char *left, ...)
    __attribute__((format(printf, 4, 5)));
/// One more term of one, two or three factors.
void un_equation_add(un_Equation *equation, un_Operand a);
void un_equation_add2(un_Equation *equation, un_Operand a, un_Operand b);
void un_equation_add3(un_Equation *equation, un_Operand a, un_Operand b, un_Operand c);

/// Draws it from `at` on in rows `leading` apart, broken before a sign where it is wider than `width`; list NULL:
/// measures. Returns the number of rows.
int un_equation_draw(un_DrawList *list, const un_Inspector *in, const un_Equation *equation, float size, un_Point at,
                     float width, float leading);
/// The same as plain text: "c_12 = 0.44 × 0.71 + ... = 0.69". Returns out.
const char *un_equation_plain(const un_Equation *equation, char *out, size_t size);

typedef enum un_LineKind {
    UN_LINE_HEADING,
    UN_LINE_FORMULA,
    UN_LINE_NUMBERS,
    UN_LINE_SENTENCE,
    UN_LINE_NOTE
} un_LineKind;

typedef struct un_Line {
    un_LineKind kind;
    un_Token token;
    int weight; ///< the lightest lines go first where there is no room
    char text[224];
    un_Equation equation; ///< NUMBERS
} un_Line;

enum { UN_LINES = 24 };

struct un_InspectorText {
    int count;
    un_Line line[UN_LINES];
};

void un_lines_heading(un_InspectorText *text, un_Token token, const char *words);
void un_lines_formula(un_InspectorText *text, int weight, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// A line of numbers to fill; belongs to the formula before it.
un_Equation *un_lines_numbers(un_InspectorText *text, int weight);
void un_lines_words(un_InspectorText *text, un_LineKind kind, int weight, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void un_lines_draw(const un_Inspector *in, const un_InspectorText *text, un_Rect rect);

// --- every unit at the step, and the unit at every step, in strips: the gates, c and h ---
enum { UN_STRIPS_HEIGHT = 150 };
void un_inspector_strips(const un_Inspector *in);
/// What is under the pointer there. False: nothing.
bool un_inspector_strips_hover(const un_Inspector *in, un_Point at, un_Hover *out);

// --- what several cells say ---
/// Whether an intervention holds the gate of this unit (of all of them), at *value; training: or only the probe.
bool un_inspector_held(const un_Inspector *in, int gate, double *value, bool *training);
/// Which gates are held, and at what.
void un_inspector_held_lines(const un_Inspector *in, un_InspectorText *text);
/// A line a gate: f = sigma(from the input + from the state) = value. Only one unit's, and where there is room.
void un_inspector_gate_lines(const un_Inspector *in, un_InspectorText *text);
/// "98 %"; near the whole as many decimals as tell it from 100 %.
const char *un_inspector_share(double share, char *out, size_t size);
/// "Forward", with what is shown of several units.
void un_inspector_forward_heading(const un_Inspector *in, un_InspectorText *text);
/// d_{t-1} = keep d_t + rest, by units, or by norms; or why there is nothing to be told. `rest`: words for the rest.
void un_inspector_back(const un_Inspector *in, un_InspectorText *text, char variable, int keep, const char *rest);
/// The backward heading and, where there is nothing to be told yet or at all, the reason. True: go on.
bool un_inspector_back_heading(const un_Inspector *in, un_InspectorText *text);
/// Norms: |d_{t-1}| = factor (or its parts) x |d_t|.
void un_inspector_back_norms(const un_Inspector *in, un_InspectorText *text, char variable);
/// All units of a cell without a state: the norm of the gradient that arrives at what step t makes of
/// its input.
void un_inspector_arriving(const un_Inspector *in, un_InspectorText *text, int t);
/// Whether the forward wave has come here; else says so.
bool un_inspector_is_shown(const un_Inspector *in, un_InspectorText *text);

// --- cells ---
void un_inspector_lstm(const un_Inspector *in);
void un_inspector_lstm_text(const un_Inspector *in, un_InspectorText *text);
void un_inspector_gru(const un_Inspector *in);
void un_inspector_gru_text(const un_Inspector *in, un_InspectorText *text);
void un_inspector_rnn(const un_Inspector *in);
void un_inspector_rnn_text(const un_Inspector *in, un_InspectorText *text);
void un_inspector_plain(const un_Inspector *in);
void un_inspector_plain_text(const un_Inspector *in, un_InspectorText *text);
void un_inspector_ssm(const un_Inspector *in);
void un_inspector_ssm_text(const un_Inspector *in, un_InspectorText *text);
void un_inspector_attention(const un_Inspector *in);
void un_inspector_attention_text(const un_Inspector *in, un_InspectorText *text);

#endif
