/// What happened to the pointer and the keyboard, as plain events: the widgets never ask a device. The app translates
/// SDL's.
#ifndef UN_UI_INPUT_H
#define UN_UI_INPUT_H

#include "canvas/geometry.h"

#include <stdbool.h>

typedef enum un_UiEventKind {
    UN_UI_MOVE,  ///< point: the pointer moved (or a finger)
    UN_UI_LEAVE, ///< the pointer left the window, or the finger the glass
    UN_UI_DOWN,  ///< point: the main button, or a finger
    UN_UI_UP,    ///< point
    UN_UI_WHEEL, ///< amount: notches, up is positive
    UN_UI_KEY,   ///< key, repeat
    UN_UI_TEXT,  ///< text: UTF-8
} un_UiEventKind;

/// Keys that have a meaning here. A letter or digit key is its own lower-case ASCII code.
typedef enum un_UiKey {
    UN_UI_KEY_NONE = 0,
    UN_UI_KEY_TAB = 9,
    UN_UI_KEY_ENTER = 13,
    UN_UI_KEY_ESCAPE = 27,
    UN_UI_KEY_SPACE = 32,
    UN_UI_KEY_BACKSPACE = 256,
    UN_UI_KEY_DELETE,
    UN_UI_KEY_LEFT,
    UN_UI_KEY_RIGHT,
    UN_UI_KEY_UP,
    UN_UI_KEY_DOWN,
    UN_UI_KEY_HOME,
    UN_UI_KEY_END,
    UN_UI_KEY_PAGE_UP,
    UN_UI_KEY_PAGE_DOWN,
    UN_UI_KEY_F1,
    UN_UI_KEY_F5,
    UN_UI_KEY_F11,
    UN_UI_KEY_PLUS,
    UN_UI_KEY_MINUS, ///< with Ctrl only: without, '+' and '-' come as text, whatever the keyboard's layout
} un_UiKey;

enum { UN_UI_SHIFT = 1, UN_UI_CTRL = 2, UN_UI_ALT = 4 };

typedef struct un_UiEvent {
    un_UiEventKind kind;
    un_Point point; ///< points of the window
    bool touch;     ///< from a finger
    float amount;
    int key;       ///< un_UiKey, or ASCII
    bool repeat;   ///< the key is being held
    unsigned mods; ///< UN_UI_SHIFT | ...
    char text[32];
} un_UiEvent;

#endif
