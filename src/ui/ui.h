/// Immediate-mode widgets: a frame calls each widget with its rectangle and gets back what the user did to it. Nothing
/// is kept but what is hot, pressed, focused, open or being typed. Call order is Tab order.
///
///     un_ui_begin(&ui, &frame);
///     if (un_ui_button(&ui, un_ui_id(&ui, "play"), rect, &def)) ...
///     un_ui_end(&ui);
///
/// A widget registers the box that can be hit; the pointer is looked up in the boxes of the last frame, so that of two
/// that overlap the nearer one on the higher layer is hot, and only that one. Widgets draw on the list handed to
/// un_ui_begin, after the picture: slides hold no buttons.
#ifndef UN_UI_UI_H
#define UN_UI_UI_H

#include "canvas/icon.h"
#include "canvas/text.h"
#include "canvas/theme.h"
#include "ui/input.h"

#include <stddef.h>
#include <stdint.h>

enum { UN_UI_BOXES = 384, UN_UI_EVENTS = 128, UN_UI_DEPTH = 8, UN_UI_FIELD = 48, UN_UI_TIP = 200 };

typedef uint32_t un_UiId; ///< 0: none

/// What the pointer should look like.
typedef enum un_UiCursor { UN_UI_CURSOR_ARROW, UN_UI_CURSOR_SCRUB, UN_UI_CURSOR_TEXT } un_UiCursor;

/// Layers, bottom to top. Only the topmost layer under the pointer hears it.
typedef enum un_UiLayer { UN_UI_BASE, UN_UI_SHEET, UN_UI_OVERLAY, UN_UI_MENU } un_UiLayer;

enum {
    UN_UI_BOX_FOCUS = 1, ///< Tab stops here
    UN_UI_BOX_BACK = 2,  ///< stands behind the other boxes of its layer (a panel, a scroll area)
};

/// What can be hit.
typedef struct un_UiBox {
    un_UiId id;
    un_Rect rect; ///< as drawn, clipped by the scroll area
    un_UiLayer layer;
    unsigned flags;
} un_UiBox;

/// A scroll area's state, the caller's: zero to begin with.
typedef struct un_UiScroll {
    float y;       ///< points scrolled down
    float content; ///< height at the last frame
} un_UiScroll;

/// What one frame is given.
typedef struct un_UiFrame {
    un_DrawList *list;
    const un_Fonts *fonts;
    un_ThemeName theme;
    float scale;
    double now;     ///< seconds
    un_Rect window; ///< points
} un_UiFrame;

typedef struct un_Ui {
    un_UiFrame frame;
    // Input of this frame.
    un_UiEvent queue[UN_UI_EVENTS]; ///< not consumed yet
    int queue_count;
    un_UiEvent key[UN_UI_EVENTS]; ///< this frame's keys and text in order; kind UN_UI_LEAVE: taken by somebody
    int key_count;
    un_Point pointer;
    bool has_pointer, held, pressed, released, touch;
    unsigned mods;
    float wheel;
    // Who hears it.
    un_UiId hot, press, release_over; ///< ids under the pointer, under this frame's press, under this frame's release
    un_UiLayer hot_layer;
    bool covered;   ///< a box is under the pointer, even if it is only a background
    un_UiId active; ///< pressed and not released yet
    un_UiId focus;
    bool focus_visible, focus_moved;
    double hot_since;
    un_Point last_drag; ///< where the active widget has counted to
    bool dragged;       ///< the active widget moved: no click
    // Boxes of the frame being built and of the one before.
    un_UiBox box[UN_UI_BOXES], before[UN_UI_BOXES];
    int box_count, before_count;
    un_UiLayer layer;
    // Scroll area being filled.
    un_UiScroll *scroll;
    un_Rect scroll_rect;
    // Id path.
    un_UiId path[UN_UI_DEPTH];
    int depth;
    // The field being typed in.
    un_UiId field;
    char field_text[UN_UI_FIELD];
    int field_caret;
    bool field_selected; ///< all of it: typing replaces
    bool field_wrong;    ///< the last Enter found no valid value
    // The open menu.
    un_UiId menu;
    const char *const *menu_names;                       ///< of this frame; NULL: its owner was not called
    int menu_count, menu_at, menu_selected, menu_choice; ///< choice -1: none yet
    un_Rect menu_anchor;
    un_UiScroll menu_scroll;
    bool menu_moved;       ///< to another name by keys, or just opened: it is brought into sight
    bool menu_pointed;     ///< by the pointer or the wheel since then: the name under the pointer is meant
    un_Point menu_pointer; ///< where the pointer was in the last frame
    // The tooltip of this frame.
    char tip[UN_UI_TIP];
    un_Rect tip_rect;
    un_UiCursor cursor;
    bool modal; ///< an overlay stands over everything else
    bool again; ///< something moves: another frame is wanted
} un_Ui;

void un_ui_init(un_Ui *ui);
/// Takes note of an event for the next frame. When the queue is full the oldest key or move makes room; a
/// release is never lost.
void un_ui_event(un_Ui *ui, const un_UiEvent *event);
/// Consumes queued events, at most one press and one release: un_ui_wants_frame says when more are waiting.
void un_ui_begin(un_Ui *ui, const un_UiFrame *frame);
/// Moves the focus, draws the open menu and the tooltip as top-level groups.
void un_ui_end(un_Ui *ui);
/// Draw again without waiting for an event.
bool un_ui_wants_frame(const un_Ui *ui);
/// A field is open: keys are text, not commands.
bool un_ui_is_typing(const un_Ui *ui);

/// Hash of the path of names: "lane1/lr" is un_ui_id after un_ui_push("lane1").
un_UiId un_ui_id(const un_Ui *ui, const char *name);
void un_ui_push(un_Ui *ui, const char *name);
void un_ui_pop(un_Ui *ui);
/// The rectangle of the widget with this path in the last finished frame; false: not there, or scrolled out of sight.
bool un_ui_find(const un_Ui *ui, const char *path, un_Rect *rect);

/// Widgets from here on stand on this layer.
void un_ui_layer(un_Ui *ui, un_UiLayer layer);
/// A panel's background: what lies under it is not hit.
void un_ui_block(un_Ui *ui, un_Rect rect);
/// A box that can be hit. For widgets; un_ui_button and so on call it.
void un_ui_box(un_Ui *ui, un_UiId id, un_Rect rect, unsigned flags);
/// The box was pressed and released over itself, or Space or Enter hit it while the ring was on it.
bool un_ui_clicked(un_Ui *ui, un_UiId id);
/// The pointer or a finger was pressed and released on it without being moved: for a view, whose keys mean other things.
bool un_ui_tapped(const un_Ui *ui, un_UiId id);
/// How far the hover has faded in, 0..1; 0 when not hot.
float un_ui_hover(un_Ui *ui, un_UiId id);
/// Shows text at rect when id is hot.
void un_ui_tip(un_Ui *ui, un_UiId id, un_Rect rect, const char *text);
/// The focus ring, when id has it and the keyboard was used.
void un_ui_ring(un_Ui *ui, un_UiId id, un_Rect rect, float radius);
/// Removes and reports a key press (with exactly these modifiers) that nobody took yet.
bool un_ui_take_key(un_Ui *ui, int key, unsigned mods);
/// The widget has the keyboard's attention: focused by Tab.
bool un_ui_has_keys(const un_Ui *ui, un_UiId id);

/// Everything inside is clipped to rect and shifted by scroll->y; returns the y at which the content starts.
float un_ui_scroll_begin(un_Ui *ui, un_UiId id, un_Rect rect, un_UiScroll *scroll);
/// height: of all content. Draws the bar when there is more than fits.
void un_ui_scroll_end(un_Ui *ui, float height);

/// A token of the frame's theme.
un_Color un_ui_color(const un_Ui *ui, un_Token token);
/// A text style at the frame's scale.
un_TextStyle un_ui_style(const un_Ui *ui, un_Face face, float size, un_Token token);
/// 40 % of the way from a to b is t = .4.
un_Color un_ui_mix(un_Color a, un_Color b, float t);

#endif
