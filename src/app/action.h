/// ONE table of everything that can be done: keys, buttons and the page of keys are made from it.
#ifndef UN_APP_ACTION_H
#define UN_APP_ACTION_H

#include "app/app.h"
#include "ui/ui.h"

typedef enum un_ActionId {
    UN_ACTION_PLAY,
    UN_ACTION_ONE,
    UN_ACTION_RESET,
    UN_ACTION_SEED,
    UN_ACTION_SLOWER,
    UN_ACTION_FASTER,
    UN_ACTION_BACK,
    UN_ACTION_START,
    UN_ACTION_REACH,
    UN_ACTION_PAGE_BACK,
    UN_ACTION_PAGE_ON,
    UN_ACTION_BRANCH,
    UN_ACTION_SEEDS,
    UN_ACTION_LAG_LESS,
    UN_ACTION_LAG_MORE,
    UN_ACTION_HOLD,
    UN_ACTION_GATE,
    UN_ACTION_RADIUS,
    UN_ACTION_SYMBOL,
    UN_ACTION_CLIP,
    UN_ACTION_SWAP,
    UN_ACTION_RELEASE,
    UN_ACTION_WAVE,
    UN_ACTION_WAVE_FORWARD,
    UN_ACTION_WAVE_BACK,
    UN_ACTION_WAVE_SLOWER,
    UN_ACTION_WAVE_FASTER,
    UN_ACTION_WAVE_HIDE,
    UN_ACTION_CALM,
    UN_ACTION_INSPECT,
    UN_ACTION_RIGHT,
    UN_ACTION_LEFT,
    UN_ACTION_DOWN,
    UN_ACTION_UP,
    UN_ACTION_ALL_UNITS,
    UN_ACTION_SETTINGS,
    UN_ACTION_LESSON,
    UN_ACTION_CELL_STATE,
    UN_ACTION_ORDER,
    UN_ACTION_ZOOM_IN,
    UN_ACTION_ZOOM_OUT,
    UN_ACTION_ZOOM_ALL,
    UN_ACTION_ZOOM_LEFT,
    UN_ACTION_ZOOM_RIGHT,
    UN_ACTION_NEXT_LANE,
    UN_ACTION_VIEW,
    UN_ACTION_NEXT_VIEW,
    UN_ACTION_LAST_VIEW,
    UN_ACTION_EXPAND,
    UN_ACTION_READ,
    UN_ACTION_WORDS,
    UN_ACTION_KEYS,
    UN_ACTION_SAVE,
    UN_ACTION_EXPORT,
    UN_ACTION_COPY,
    UN_ACTION_THEME,
    UN_ACTION_LARGER,
    UN_ACTION_SMALLER,
    UN_ACTION_NORMAL,
    UN_ACTION_FULLSCREEN,
    UN_ACTION_PRESENTER,
    UN_ACTION_LESSONS,
    UN_ACTION_CLOSE,
    UN_ACTION_QUIT,
    UN_ACTION_GO_ON, ///< from here on at a lesson's stop only, where their keys mean this first
    UN_ACTION_STOP_BACK,
    UN_ACTION_CHOICE,
    UN_ACTION_REPORT,
    UN_ACTION_HALL_NEXT, ///< from here on in the lecture hall only
    UN_ACTION_HALL_BACK,
    UN_ACTION_HALL_REPLAY,
    UN_ACTION_HALL_BLACK,
    UN_ACTION_HALL_POINT,
    UN_ACTION_HALL_SPOT,
    UN_ACTION_HALL_COUNT,
    UN_ACTION_HALL_DIGIT,
    UN_ACTION_HALL_MORE,
    UN_ACTION_HALL_LESS,
    UN_ACTION_HALL_ERASE,
    UN_ACTION_HALL_UP,
    UN_ACTION_HALL_DOWN,
    UN_ACTION_HALL_NOTES,
    UN_ACTION_HALL_LEAVE,
    UN_ACTION_COUNT
} un_ActionId;

enum { UN_ACTION_DIGIT = 4096 }; ///< as a shortcut's key: 0 to 9

/// A key, or a typed character (which no keyboard layout moves).
typedef struct un_Shortcut {
    int key;
    unsigned mods;
    const char *text;
} un_Shortcut;

typedef struct un_Action {
    const char *group; ///< catalogue key: heading on the page of keys
    const char *keys;  ///< catalogue key: as a reader sees them, "Space"
    const char *help;  ///< catalogue key
    un_Shortcut shortcut[3];
    bool repeats; ///< again and again while the key is held
    void (*run)(un_App *app); ///< app->key: the key that was pressed
} un_Action;

extern const un_Action un_action_table[UN_ACTION_COUNT];

/// Runs it, or says why it may not be done at this stop of a lesson. What a button or a key does.
void un_action_run(un_App *app, un_ActionId action);
/// Runs every action whose key was pressed and not taken by a widget.
void un_action_keys(un_App *app);
/// "Play or pause the training  (Space)", for a button's tooltip.
const char *un_action_tip(un_ActionId action, char *out, size_t size);

#endif
