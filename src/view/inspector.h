/// The inspector's places, for whoever lays widgets over it: pure, from the same code that draws.
#ifndef UN_VIEW_INSPECTOR_H
#define UN_VIEW_INSPECTOR_H

#include "view/view.h"

typedef enum un_InspectorControl {
    UN_INSPECTOR_PREVIOUS, ///< step
    UN_INSPECTOR_NEXT,
    UN_INSPECTOR_UNIT_DOWN,
    UN_INSPECTOR_UNIT_UP,
    UN_INSPECTOR_ALL, ///< units
    UN_INSPECTOR_CONTROLS
} un_InspectorControl;

/// A number of the diagram that can be pointed at: a gate's box, or a wire's label.
typedef struct un_InspectorPart {
    un_Rect rect;
    char name[48]; ///< small mathematics: "f", "c_{t-1}", "\partial L/\partial c_t"
    int gate;      ///< index of track->gate; -1: no gate
    int block;     ///< index of units.block that made it; -1: none
    double value;  ///< the unit's, or the mean or norm over units; NaN: not known yet
    bool backward; ///< a gradient
    int step;      ///< of the value
} un_InspectorPart;

enum { UN_INSPECTOR_PARTS = 24 };

/// Rectangles in points; w = 0: not there (nothing is chosen, or no room: keys do the same).
typedef struct un_InspectorLayout {
    bool open;     ///< a cell is chosen; else only the empty state is drawn
    un_Rect title; ///< "LSTM, step 13, unit 2"
    un_Rect control[UN_INSPECTOR_CONTROLS];
    un_Rect step_label, unit_label; ///< between the two buttons of a pair: room for a word
    un_Rect diagram, text;
    un_Rect units, steps; ///< every unit at this step, and this unit at every step, in strips; where there is room
    un_Rect knob;         ///< one row at the bottom, for "Hold f", a slider and a switch
    int knob_gate;        ///< index of track->gate that the knob holds; -1: the cell has none (an RNN: its radius)
    int part_count;
    un_InspectorPart part[UN_INSPECTOR_PARTS];
} un_InspectorLayout;

/// Where everything stands inside the view's rectangle for context->select.
un_InspectorLayout un_inspector_layout(const un_ViewContext *context, un_Rect rect);
/// context->select brought into the snapshot's range: a lane, direction, step or unit that is gone becomes the nearest
/// one; lane -1 stays.
un_Selection un_inspector_selection(const un_ViewContext *context);

/// The cell that a click on the strips chooses: another unit, or another step. False: there is none at the point.
bool un_inspector_pick(const un_ViewContext *context, un_Rect rect, un_Point at, un_Selection *out);

#endif
