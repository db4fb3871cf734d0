/// The lecture hall: a lesson's stops as pages on a full screen, driven by a clicker, and the speaker's notes in a second window. What
/// comes next is the course's (course.h); here is how a hall sees it. Only src/app includes this.
#ifndef UN_APP_HALL_H
#define UN_APP_HALL_H

#include "app/action.h"
#include "lesson/player.h"
#include "canvas/block.h"
#include "ui/widget.h"
#include "view/hall.h"

struct SDL_Window;
union SDL_Event;

typedef enum un_HallSpot { UN_SPOT_AUTO, UN_SPOT_OFF, UN_SPOT_ON } un_HallSpot;

typedef struct un_Hall {
    bool on;
    bool why;      ///< the stop's last page: why it came so
    bool black;    ///< the screen is dark until a key or a press
    bool counting; ///< hands are counted
    int row;       ///< the answer whose hands the digits are
    bool fresh;    ///< the next digit begins a new number
    bool pointing;
    un_HallSpot spot; ///< AUTO: on the lesson's highlight, once it is told
    bool has_part;    ///< the spotlight was moved to a part by hand
    un_PartRef part;
    bool lit;         ///< as last drawn
    double lit_at;
    un_Point pointer; ///< as last seen: the tools show while it moves
    double tools_until;
    un_ThemeName theme; ///< of the window before
    bool fullscreen;    ///< it was before
    un_HallLayout layout; ///< of this frame's page

    // hall_notes.c
    struct SDL_Window *notes; ///< the second window; NULL: closed
    un_Screen *screen;
    un_DrawList list;
    double began;     ///< seconds at which the lecture began
    double notes_at;  ///< when the notes were last drawn
} un_Hall;

// hall.c
/// Only a lesson with stops can be presented; says so otherwise.
void un_hall_open(un_App *app);
void un_hall_close(un_App *app);
void un_hall_toggle(un_App *app);
void un_hall_next(un_App *app);
void un_hall_back(un_App *app);
void un_hall_replay(un_App *app);
void un_hall_black(un_App *app);
void un_hall_point(un_App *app);
void un_hall_spot(un_App *app);
void un_hall_leave(un_App *app); ///< Esc: what is on top, at last the hall itself
/// This stop's first page counts from 1; pages of the whole lesson.
int un_hall_page(const un_App *app, int *pages);
/// The stop has a page of its own for why.
bool un_hall_has_why(const un_Stop *stop);
/// The view that the page shows; -1: none.
int un_hall_view(const un_App *app);

// hall_frame.c
void un_hall_lay_out(un_App *app);
/// The page with its buttons, tools, spotlight and pointer.
void un_hall_build(un_App *app);

// hall_page.c: what is seen of the page, without widgets, in any place and size.
un_HallLayout un_hall_place(un_App *app, un_Rect page);
void un_hall_draw(un_App *app, un_DrawList *list, const un_HallLayout *layout);
/// Where answers or text stand in the layout's foot.
un_Rect un_hall_foot(un_App *app, const un_HallLayout *layout);
un_TextStyle un_hall_style(const un_App *app, const un_HallLayout *layout, un_Face face, float size, un_Token token);
/// A text of the lesson, `lead` (may be "") before it; size in slide points. list NULL measures. Returns its height.
float un_hall_prose(un_App *app, un_DrawList *list, const un_HallLayout *layout, const char *lead, un_Prose prose, un_Rect rect, float size);

// hall_hands.c
/// Hands counted at this stop.
int un_hall_hands(const un_App *app);
void un_hall_count(un_App *app);             ///< counting on or off
void un_hall_row(un_App *app, int by);       ///< the answer above or below; where a number is asked for, turns it
void un_hall_add(un_App *app, int row, int by);
void un_hall_digit(un_App *app, int digit);  ///< counting: of the row's number; else: the class's answer
void un_hall_erase(un_App *app);             ///< the last digit
/// The answer that most hands were for; -1: none.
int un_hall_most(const un_App *app);
/// Answers, with their bars where hands were counted. list NULL measures. Returns the height.
float un_hall_answers(un_App *app, un_DrawList *list, const un_HallLayout *layout, un_Rect rect);
/// The buttons that count, over the answers drawn in rect.
void un_hall_answer_widgets(un_App *app, un_Rect rect);

// hall_notes.c
void un_notes_toggle(un_App *app);
void un_notes_close(un_App *app);
/// An event of the second window. False: it is not.
bool un_notes_take(un_App *app, const union SDL_Event *event);
/// Draws the notes where something has changed, and once a second for the clock.
void un_notes_step(un_App *app);
/// Words of the page that follows: the next stop's title, or what this stop shows next.
const char *un_notes_next(const un_App *app, char *out, size_t size);

#endif
