#include "app/state.h"

#include <stdio.h>

void un_app_resize(un_App *app) {
    int width, height;
    SDL_GetWindowSize(app->window, &width, &height);
    app->width = (float)width;
    app->height = (float)height;
    app->dirty = true;
}

static unsigned mods_of(int mod) {
    unsigned mods = 0;
    mods |= mod & KMOD_SHIFT ? UN_UI_SHIFT : 0u;
    mods |= mod & (KMOD_CTRL | KMOD_GUI) ? UN_UI_CTRL : 0u;
    mods |= mod & KMOD_ALT ? UN_UI_ALT : 0u;
    return mods;
}

static int key_of(SDL_Keycode sym, unsigned mods) {
    static const struct {
        SDL_Keycode sym;
        int key;
    } table[] = {
        {SDLK_RETURN, UN_UI_KEY_ENTER},  {SDLK_KP_ENTER, UN_UI_KEY_ENTER}, {SDLK_BACKSPACE, UN_UI_KEY_BACKSPACE},
        {SDLK_DELETE, UN_UI_KEY_DELETE}, {SDLK_LEFT, UN_UI_KEY_LEFT},      {SDLK_RIGHT, UN_UI_KEY_RIGHT},
        {SDLK_UP, UN_UI_KEY_UP},         {SDLK_DOWN, UN_UI_KEY_DOWN},      {SDLK_HOME, UN_UI_KEY_HOME},
        {SDLK_END, UN_UI_KEY_END},       {SDLK_PAGEUP, UN_UI_KEY_PAGE_UP}, {SDLK_PAGEDOWN, UN_UI_KEY_PAGE_DOWN},
        {SDLK_F1, UN_UI_KEY_F1},         {SDLK_F5, UN_UI_KEY_F5},         {SDLK_F11, UN_UI_KEY_F11},
    };
    if (mods & UN_UI_CTRL) {
        if (sym == SDLK_PLUS || sym == SDLK_EQUALS || sym == SDLK_KP_PLUS) {
            return UN_UI_KEY_PLUS;
        }
        if (sym == SDLK_MINUS || sym == SDLK_KP_MINUS) {
            return UN_UI_KEY_MINUS;
        }
        if (sym == SDLK_KP_0) {
            return '0';
        }
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].sym == sym) {
            return table[i].key;
        }
    }
    return sym > 0 && sym < 127 ? (int)sym : UN_UI_KEY_NONE;
}

static void send(un_App *app, un_UiEvent event) {
    event.mods |= mods_of((int)SDL_GetModState());
    un_ui_event(&app->ui, &event);
    app->dirty = true;
}

static void window_event(un_App *app, const SDL_WindowEvent *event) {
    switch (event->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_RESIZED:
        un_app_resize(app);
        break;
    case SDL_WINDOWEVENT_DISPLAY_CHANGED: // another density, another graphics processor
        un_app_resize(app);
        un_screen_invalidate(app->screen);
        break;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_SHOWN:
        un_screen_invalidate(app->screen);
        app->dirty = true;
        break;
    case SDL_WINDOWEVENT_LEAVE:
        send(app, (un_UiEvent){.kind = UN_UI_LEAVE});
        break;
    case SDL_WINDOWEVENT_CLOSE:
        app->quit = true;
        break;
    default:
        break;
    }
}

static void pointer_event(un_App *app, const SDL_Event *event) {
    un_UiEvent out = {.kind = UN_UI_MOVE};
    switch (event->type) {
    case SDL_MOUSEMOTION:
        out.point = (un_Point){(float)event->motion.x, (float)event->motion.y};
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.button != SDL_BUTTON_LEFT) {
            return;
        }
        out.kind = event->type == SDL_MOUSEBUTTONDOWN ? UN_UI_DOWN : UN_UI_UP;
        out.point = (un_Point){(float)event->button.x, (float)event->button.y};
        break;
    case SDL_MOUSEWHEEL:
        out.kind = UN_UI_WHEEL;
        out.amount = event->wheel.preciseY != 0 ? event->wheel.preciseY : (float)event->wheel.y;
        break;
    default: // a finger
        out.kind = event->type == SDL_FINGERDOWN ? UN_UI_DOWN : event->type == SDL_FINGERUP ? UN_UI_UP : UN_UI_MOVE;
        out.point = (un_Point){event->tfinger.x * app->width, event->tfinger.y * app->height};
        out.touch = true;
        break;
    }
    app->by_pointer = true;
    send(app, out);
    if (event->type == SDL_FINGERUP) {
        send(app, (un_UiEvent){.kind = UN_UI_LEAVE, .touch = true});
    }
}

void un_app_take(un_App *app, const SDL_Event *event) {
    un_UiEvent out = {.kind = UN_UI_KEY};
    if (un_notes_take(app, event) || un_zoom_take(app, event)) return;
    switch (event->type) {
    case SDL_QUIT:
        app->quit = true;
        break;
    case SDL_WINDOWEVENT:
        window_event(app, &event->window);
        break;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        un_screen_invalidate(app->screen);
        app->dirty = true;
        break;
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEWHEEL:
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        pointer_event(app, event);
        break;
    case SDL_KEYDOWN:
        out.mods = mods_of(event->key.keysym.mod);
        out.key = key_of(event->key.keysym.sym, out.mods);
        out.repeat = event->key.repeat != 0;
        app->by_pointer = app->by_pointer && out.key != UN_UI_KEY_TAB;
        un_ui_event(&app->ui, &out); // its own modifiers, not those of now
        app->dirty = true;
        break;
    case SDL_TEXTINPUT:
        out.kind = UN_UI_TEXT;
        snprintf(out.text, sizeof out.text, "%.31s", event->text.text);
        send(app, out);
        break;
    case SDL_DROPFILE:
    case SDL_DROPTEXT:
        un_drop(app, event->type == SDL_DROPFILE ? event->drop.file : NULL);
        SDL_free(event->drop.file);
        app->dirty = true;
        break;
    default:
        break; // the worker's wake among them: it only ends the wait
    }
}

void un_app_events(un_App *app) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        un_app_take(app, &event);
    }
}
