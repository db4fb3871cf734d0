// A seeded monkey at the window: 100,000 events of every kind that SDL has to tell, sane and insane, under the sanitizers. Whatever
// came, the window still answers at the end and the training goes on. usage: monkey [EVENTS [SEED]]
#include "app/app.h"
#include "base/random.h"
#include "platform/clock.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 40, FOLDER = 256 };

typedef struct Monkey {
    un_Random random;
    un_App *app;
    SDL_Window *window;
    char folder[FOLDER]; ///< what it may drop, and where pictures go
    float x, y;
    long events, frames, restarts;
} Monkey;

static int pick(Monkey *monkey, int count) {
    return un_random_below(&monkey->random, count);
}

static void require(bool condition, const Monkey *monkey, const char *what) {
    if (condition) return;
    fprintf(stderr, "after %ld events: %s\n", monkey->events, what);
    exit(1);
}

static void open_app(Monkey *monkey) {
    un_AppDef def = un_default_app_def();
    un_Error error = {.message = ""};
    def.experiment.updates = 60;
    def.experiment.task.lag = 8;
    def.experiment.batch = 4;
    def.threaded = false;
    def.width = 640;
    def.height = 480;
    def.max_memory = 40e6; // so that what it turns up high is refused now and then
    def.frames = 1 << 30;  // every step draws
    def.renderer = UN_RENDERER_SOFTWARE;
    monkey->app = un_app_create(&def, &error);
    require(monkey->app != NULL, monkey, error.message);
    monkey->window = SDL_GetWindowFromID(1);
    for (uint32_t id = 1; !monkey->window && id < 100000; id++)
        monkey->window = SDL_GetWindowFromID(id);
    monkey->x = 320;
    monkey->y = 240;
}

// Points: mostly near the last one, as a hand's are; now and then anywhere, outside too.
static void move(Monkey *monkey) {
    static const int step[] = {1, 5, 30, 200};
    int most = step[pick(monkey, 4)];
    monkey->x += (float)(pick(monkey, 2 * most + 1) - most);
    monkey->y += (float)(pick(monkey, 2 * most + 1) - most);
    if (pick(monkey, 6) == 0 || monkey->x < -100 || monkey->x > 1400 || monkey->y < -100 || monkey->y > 900) {
        monkey->x = (float)pick(monkey, 700);
        monkey->y = (float)pick(monkey, 500);
    }
}

static void mouse(Monkey *monkey, SDL_Event *event) {
    move(monkey);
    event->type = SDL_MOUSEMOTION;
    event->motion.x = (int)monkey->x;
    event->motion.y = (int)monkey->y;
    int kind = pick(monkey, 8);
    if (kind < 3) {
        event->type = kind == 1 ? SDL_MOUSEBUTTONUP : SDL_MOUSEBUTTONDOWN;
        event->button.button = (uint8_t)(pick(monkey, 8) ? SDL_BUTTON_LEFT : 1 + pick(monkey, 5));
        event->button.clicks = (uint8_t)(1 + pick(monkey, 2));
        event->button.x = (int)monkey->x;
        event->button.y = (int)monkey->y;
    } else if (kind == 3) {
        event->type = SDL_MOUSEWHEEL;
        event->wheel.y = pick(monkey, 7) - 3;
        event->wheel.preciseY = pick(monkey, 2) ? (float)event->wheel.y * 0.4f : 0;
    }
}

static void finger(Monkey *monkey, SDL_Event *event) {
    static const uint32_t type[] = {SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION, SDL_FINGERMOTION};
    move(monkey);
    event->type = type[pick(monkey, 4)];
    event->tfinger.fingerId = pick(monkey, 3);
    event->tfinger.x = monkey->x / 640;
    event->tfinger.y = monkey->y / 480;
}

static void key(Monkey *monkey, SDL_Event *event) {
    static const SDL_Keycode special[] = {
        SDLK_RETURN, SDLK_ESCAPE, SDLK_BACKSPACE, SDLK_TAB,    SDLK_SPACE, SDLK_LEFT, SDLK_RIGHT,  SDLK_UP,  SDLK_DOWN, SDLK_HOME,
        SDLK_END,    SDLK_PAGEUP, SDLK_PAGEDOWN,  SDLK_DELETE, SDLK_F1,    SDLK_F11,  SDLK_INSERT, SDLK_TAB, SDLK_TAB,  SDLK_ESCAPE};
    static const uint16_t mods[] = {0, 0, 0, 0, KMOD_LSHIFT, KMOD_LCTRL, KMOD_LALT, KMOD_LCTRL | KMOD_LSHIFT};
    event->type = pick(monkey, 4) ? SDL_KEYDOWN : SDL_KEYUP;
    event->key.keysym.sym = pick(monkey, 2) ? special[pick(monkey, (int)(sizeof special / sizeof *special))] : 32 + pick(monkey, 95);
    event->key.keysym.mod = mods[pick(monkey, 8)];
    event->key.repeat = pick(monkey, 4) == 0;
    if (event->key.keysym.sym == 's' && pick(monkey, 20)) event->key.keysym.sym = 'u'; // few pictures: each costs a frame or ten
}

static void text(Monkey *monkey, SDL_Event *event) {
    static const char *const words[] = {"1", "-", "+", ".", "1e9", "nan", "\xc3\xa4", "\xff\xfe", "\xe2\x88", "0.5", "?", "[", "]", "9999999999999"};
    event->type = SDL_TEXTINPUT;
    snprintf(event->text.text, sizeof event->text.text, "%s", words[pick(monkey, (int)(sizeof words / sizeof *words))]);
}

static void window(Monkey *monkey, SDL_Event *event) {
    static const int size[][2] = {{320, 240}, {320, 240}, {640, 480}, {800, 600}, {500, 900}, {1280, 720}, {1, 1}};
    static const uint8_t told[] = {SDL_WINDOWEVENT_EXPOSED,   SDL_WINDOWEVENT_LEAVE,      SDL_WINDOWEVENT_SHOWN,     SDL_WINDOWEVENT_HIDDEN,
                                   SDL_WINDOWEVENT_MINIMIZED, SDL_WINDOWEVENT_RESTORED,   SDL_WINDOWEVENT_ENTER,     SDL_WINDOWEVENT_FOCUS_LOST,
                                   SDL_WINDOWEVENT_MOVED,     SDL_WINDOWEVENT_FOCUS_GAINED, SDL_WINDOWEVENT_DISPLAY_CHANGED};
    int kind = pick(monkey, 12);
    if (kind == 0) {
        const int *to = size[pick(monkey, 7)];
        if (monkey->window) SDL_SetWindowSize(monkey->window, to[0], to[1]);
    } else if (kind < 3) {
        event->type = kind == 1 ? SDL_RENDER_DEVICE_RESET : SDL_RENDER_TARGETS_RESET;
        return;
    }
    event->type = SDL_WINDOWEVENT;
    event->window.event = told[pick(monkey, (int)(sizeof told / sizeof *told))];
}

// A file that is no file, a folder, garbage, an experiment, a lesson: the window frees the name.
static void drop(Monkey *monkey, SDL_Event *event) {
    static const char *const name[] = {"missing.yaml", "", "garbage.bin", "small.yaml", "text.md", "empty", "broken.yaml", "wide.yaml", "stops.md", "stops.md"};
    char path[FOLDER + 32];
    snprintf(path, sizeof path, "%s/%s", monkey->folder, name[pick(monkey, 10)]);
    event->type = SDL_DROPFILE;
    event->drop.file = SDL_strdup(path);
}

static void push_one(Monkey *monkey) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    int kind = pick(monkey, 100);
    if (kind < 50)
        mouse(monkey, &event);
    else if (kind < 62)
        finger(monkey, &event);
    else if (kind < 90)
        key(monkey, &event);
    else if (kind < 95)
        text(monkey, &event);
    else if (kind < 99)
        window(monkey, &event);
    else
        drop(monkey, &event);
    if (SDL_PushEvent(&event) != 1 && event.type == SDL_DROPFILE) SDL_free(event.drop.file);
    monkey->events++;
}

static void step(Monkey *monkey) {
    if (!un_app_step(monkey->app)) { // it hit Ctrl+Q
        un_app_destroy(monkey->app);
        SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
        open_app(monkey);
        monkey->restarts++;
    }
    monkey->frames++;
    un_AppView view;
    un_app_view(monkey->app, &view);
    require(view.snapshot && view.snapshot->lane_count >= 1, monkey, "there is no snapshot");
    require(!view.list->failed && view.list->depth == 0, monkey, "the draw list is not whole");
}

static void press(Monkey *monkey, SDL_Keycode sym) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = sym;
    SDL_PushEvent(&event);
    step(monkey);
    step(monkey);
}

static void drop_small(Monkey *monkey) {
    SDL_Event event;
    char path[FOLDER + 32];
    memset(&event, 0, sizeof event);
    snprintf(path, sizeof path, "%s/small.yaml", monkey->folder);
    event.type = SDL_DROPFILE;
    event.drop.file = SDL_strdup(path);
    SDL_PushEvent(&event);
    step(monkey);
    step(monkey);
}

/// Whatever stands open is closed, and one update more is trained.
static void check_alive(Monkey *monkey) {
    un_AppView view;
    SDL_Event up;
    memset(&up, 0, sizeof up);
    up.type = SDL_MOUSEBUTTONUP;
    up.button.button = SDL_BUTTON_LEFT;
    SDL_PushEvent(&up);
    if (monkey->window) SDL_SetWindowSize(monkey->window, 640, 480);
    for (int i = 0; i < 12; i++)
        press(monkey, SDLK_ESCAPE);
    drop_small(monkey); // a lesson's stop would not let it train
    press(monkey, 'r');
    double end = un_clock_seconds() + 20;
    do {
        step(monkey);
        un_app_view(monkey->app, &view);
    } while (view.snapshot->update != 0 && un_clock_seconds() < end);
    require(view.snapshot->update == 0, monkey, "R does not go back to the start");
    press(monkey, 'u');
    do {
        step(monkey);
        un_app_view(monkey->app, &view);
    } while (view.snapshot->update < 1 && un_clock_seconds() < end);
    require(view.snapshot->update >= 1, monkey, "U does not train one update");
}

static void write_file(const Monkey *monkey, const char *name, const char *content, size_t size) {
    char path[FOLDER + 32];
    snprintf(path, sizeof path, "%s/%s", monkey->folder, name);
    FILE *file = fopen(path, "wb");
    require(file && fwrite(content, 1, size, file) == size, monkey, "the folder cannot be written");
    fclose(file);
}

static void fill_folder(Monkey *monkey) {
    static const char small[] = "seed: 3\ntask: {name: copy, lag: 4}\nbatch: 4\nupdates: 20\nlanes:\n  - {cell: gru, hidden: 6}\n";
    static const char wide[] = "task: {name: recall, lag: 900}\nlanes:\n  - {cell: lstm, hidden: 500}\n";
    static const char lesson[] = "---\ntitle: Dropped\nexperiment:\n  task: {name: recall, lag: 5}\n---\n# Why?\n\nText.\n";
    static const char stops[] =
        "---\ntitle: Stops\nexperiment: {task: {name: recall, lag: 5}, updates: 20, batch: 4, lanes: [{name: A, cell: gru, hidden: 4}]}\n---\n"
        "## Look\nText.\n```stop\nviews: [stage, inspector]\nselect: {lane: A, step: 2}\n```\n"
        "## Which?\n```stop\nviews: [stage, profile, training]\ncover: [profile, stage/A/gradient]\nhighlight: [profile]\ncontrols: [wave, lag, hold]\n"
        "run: {updates: 9, seeds: 2}\n```\n"
        "```question\nkind: choice\naxis: ratio\ntries: 2\nhint: Look.\nchoices: [{text: One, value: 1, feedback: No.}, {text: Less, value: 0.1, right: true, feedback: Yes.}]\n```\n"
        "```reveal\nquantity: gradient_ratio\nlane: A\ndistance: 5\nsays: arrives.\nexpect: 0.1\ntolerance: {factor: 100}\n```\n"
        "## Where?\n```stop\nviews: [profile]\ncover: [profile]\nrun: {updates: 15}\n```\n"
        "```question\nkind: mark\naxis: steps_back\nleast: 0\nmost: 5\nstart: 2\ntolerance: {absolute: 2}\n```\n"
        "```reveal\nquantity: under_one_percent\nlane: A\nsays: back.\nexpect: 3\ntolerance: {absolute: 5}\n```\n";
    snprintf(monkey->folder, sizeof monkey->folder, "/tmp/unroll-monkey-XXXXXX");
    require(mkdtemp(monkey->folder) != NULL, monkey, "no folder");
    char pictures[FOLDER + 16];
    snprintf(pictures, sizeof pictures, "%s/Pictures", monkey->folder);
    require(mkdir(pictures, 0700) == 0, monkey, "no folder for pictures");
    char garbage[4096];
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (char)pick(monkey, 256);
    write_file(monkey, "garbage.bin", garbage, sizeof garbage);
    write_file(monkey, "small.yaml", small, sizeof small - 1);
    write_file(monkey, "wide.yaml", wide, sizeof wide - 1);
    write_file(monkey, "broken.yaml", small, sizeof small / 2);
    write_file(monkey, "text.md", lesson, sizeof lesson - 1);
    write_file(monkey, "stops.md", stops, sizeof stops - 1);
    write_file(monkey, "empty", "", 0);
    setenv("HOME", monkey->folder, 1);
    unsetenv("XDG_PICTURES_DIR");
    unsetenv("XDG_CONFIG_HOME");
}

static void remove_folder(const Monkey *monkey) {
    char command[FOLDER + 16];
    snprintf(command, sizeof command, "rm -rf '%s'", monkey->folder);
    if (system(command)) fprintf(stderr, "%s stays\n", monkey->folder);
}

int main(int argc, char **argv) {
    long events = argc > 1 ? atol(argv[1]) : 100000;
    uint64_t seed = argc > 2 ? (uint64_t)atol(argv[2]) : 1;
    Monkey monkey = {.random = un_random_stream(seed, "monkey")};
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    fill_folder(&monkey);
    open_app(&monkey);
    double next = 1;
    while (monkey.events < events) {
        for (int n = 1 + pick(&monkey, MOST_AT_ONCE); n > 0; n--)
            push_one(&monkey);
        step(&monkey);
        if ((double)monkey.events >= next * 10000) {
            check_alive(&monkey);
            next++;
        }
    }
    check_alive(&monkey);
    un_app_destroy(monkey.app);
    remove_folder(&monkey);
    printf("%ld events in %ld frames, %ld times quit and opened anew: seed %llu, passed\n", monkey.events, monkey.frames, monkey.restarts,
           (unsigned long long)seed);
    return 0;
}
