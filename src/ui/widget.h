/// The widgets. States are look/LOOK.md's table: idle, hover, focus, pressed, disabled (says why on hover), selected.
/// Every rect is the drawn one; where it is smaller than 32 points (44 after a touch) the box that can be hit is
/// larger.
#ifndef UN_UI_WIDGET_H
#define UN_UI_WIDGET_H

#include "ui/ui.h"

typedef struct un_ButtonDef {
    const char *label; ///< or NULL: icon only
    bool has_icon;
    un_Icon icon;
    bool primary; ///< filled; one a view
    bool quiet;   ///< no edge and no surface until hot: the bar's icons
    bool selected;
    bool menu;            ///< shows the arrow of a menu
    float size;           ///< of the label, or of an icon alone, points at scale 1; 0: 14, 18
    const char *disabled; ///< why it cannot be used; NULL: it can
    const char *tip;      ///< or NULL
} un_ButtonDef;

/// True when clicked.
bool un_ui_button(un_Ui *ui, un_UiId id, un_Rect rect, const un_ButtonDef *def);
/// The width that its label and icon ask for.
float un_ui_button_width(const un_Ui *ui, const un_ButtonDef *def);

/// 40 x 22, at the left of rect. True when it changed *value.
bool un_ui_switch(un_Ui *ui, un_UiId id, un_Rect rect, bool *value, const char *tip);

/// A button that opens a list of names. names must live until un_ui_end. True when *selected changed. Keyboard: Enter
/// or Down opens, arrows move, Enter takes, Esc closes.
bool un_ui_dropdown(un_Ui *ui, un_UiId id, un_Rect rect, const char *const *names, int count, int *selected,
                    const char *tip);

/// A button, as def says, that opens the same list; selected -1: no name is. Returns the chosen one (which may be the selected one),
/// else -1.
int un_ui_menu_button(un_Ui *ui, un_UiId id, un_Rect rect, const un_ButtonDef *def, const char *const *names, int count,
                      int selected);

/// A number that is dragged, stepped or typed.
typedef struct un_ScrubDef {
    double min, max;
    bool above_min; ///< min itself is not allowed
    bool integer;
    bool logarithmic; ///< notches go 1, 1.5, 2, 3, 5, 7, 10; min 0 is reached below the smallest
    double step;      ///< a notch when linear; 0: 1
    bool arrows;      ///< has room for arrows beside it: 12 points on each side
    double smallest;  ///< the least value a notch reaches above 0 when logarithmic
    un_Face face;     ///< 0: UN_FACE_SEMIBOLD is used
    float size;       ///< points at scale 1; 0: 15
    const char *disabled, *tip;
} un_ScrubDef;

/// baseline-aligned in rect (centred on cap height). True when *value changed. Drag 4 points a notch, Shift x10, Alt
/// /10; arrows and the wheel when it has the focus or is hot; a click opens a field: Enter takes, Esc leaves.
bool un_ui_scrub(un_Ui *ui, un_UiId id, un_Rect rect, const un_ScrubDef *def, double *value);
/// The width of the number with its padding, as un_ui_scrub draws it.
float un_ui_scrub_width(const un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value);
/// value moved by notches (mods: UN_UI_SHIFT, UN_UI_ALT), rounded and kept in range. Pure.
double un_scrub_step(const un_ScrubDef *def, double value, int notches, unsigned mods);
/// Reads typed text. False: no number, or out of range.
bool un_scrub_parse(const un_ScrubDef *def, const char *text, double *value);
/// The number for a reader.
const char *un_scrub_text(const un_ScrubDef *def, double value, char *out, size_t size);

/// The same number on a track: a press or a drag sets it, arrows and the wheel turn it by a notch, Home and End go to its
/// ends. True when *value changed.
bool un_ui_slider(un_Ui *ui, un_UiId id, un_Rect rect, const un_ScrubDef *def, double *value);

/// A text that is typed: opened with un_ui_field_open, called while ui->field == id. Keys go into it; Enter takes what is valid. Returns 0:
/// goes on; 1: taken, in ui->field_text; -1: left, by Esc or a press elsewhere. wrong: says what would be valid.
int un_ui_field(un_Ui *ui, un_UiId id, un_Rect rect, bool (*valid)(const char *text), const char *wrong);
/// The text stands selected: typing replaces it.
void un_ui_field_open(un_Ui *ui, un_UiId id, const char *text);

/// A menu that stands open is drawn by un_ui_end; this is its part.
void un_ui_menu_draw(un_Ui *ui);

#endif
