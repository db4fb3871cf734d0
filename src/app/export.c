#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"
#include "export/picture.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const float LAST_PICTURE = 0.98f; // progress from which on only the encoder is awaited
static const float ROW = 40, LABEL = 104, FORM = 316, PAD = 24, NARROW = 700;
static const un_Format formats[] = {UN_FORMAT_PNG, UN_FORMAT_SVG, UN_FORMAT_PDF, UN_FORMAT_GIF, UN_FORMAT_MP4, UN_FORMAT_APNG};
static const char *const format_names[] = {UN_KEY("PNG picture"), UN_KEY("SVG vectors"), UN_KEY("PDF page"),
                                           UN_KEY("GIF, the wave"), UN_KEY("MP4, the wave"), UN_KEY("APNG, the wave")};
static const struct {
    int width, height;
    const char *name;
} sizes[] = {{1280, 720, UN_KEY("1280 x 720")}, {1920, 1080, UN_KEY("1920 x 1080")}, {3840, 2160, UN_KEY("3840 x 2160")},
             {1024, 768, UN_KEY("1024 x 768")}, {1600, 1200, UN_KEY("1600 x 1200")}};
enum { FORMATS = sizeof formats / sizeof *formats, SIZES = sizeof sizes / sizeof *sizes, WHATS = 2 };

static un_Format format_of(const un_ExportPanel *panel) {
    return formats[panel->format];
}

/// The picture that the choices describe. Every size holds the same layout, 1280 or 1024 points wide.
static un_PictureDef def_of(const un_App *app) {
    const un_ExportPanel *panel = &app->export;
    un_PictureDef def = un_default_picture_def();
    def.width = sizes[panel->size].width;
    def.height = sizes[panel->size].height;
    def.scale = (float)def.width / (def.width * 9 == def.height * 16 ? 1280.0f : 1024.0f);
    def.theme = (un_ThemeName)panel->theme;
    def.transparent = panel->transparent && un_formats[format_of(panel)].transparent;
    def.moment = (un_Moment){.update = app->snapshot->update,
                             .time = app->wave.active ? app->wave.t : -1,
                             .view = panel->what == 0 ? app->layout.view[panel->place] : -1,
                             .select = app->view.select};
    def.placed = true;
    for (int place = 0; place < UN_PLACE_COUNT; place++)
        def.place[place] = app->layout.view[place];
    return def;
}

static un_ViewContext context_of(const un_App *app, const un_PictureDef *def) {
    un_ViewContext context = app->view;
    context.scale = 1;
    context.theme = def->theme;
    context.has_pointer = false;
    context.lone = context.tabbed = 0;
    return context;
}

// The last choice is kept for the user, where the window keeps anything: five numbers, each held to what the panel offers.

static bool kept_path(const un_App *app, char *out, size_t size) {
    return app->def.profile && un_path_user("export", out, size);
}

static void recall(un_App *app) {
    un_ExportPanel *panel = &app->export, kept = *panel;
    char path[1024], *text;
    size_t size;
    int transparent = 0;
    if (panel->recalled) return;
    panel->recalled = true;
    panel->theme = (int)app->theme;
    if (!kept_path(app, path, sizeof path) || un_file_read(path, 64, &text, &size, NULL)) return;
    bool whole = sscanf(text, "%4d %4d %4d %4d %4d", &kept.what, &kept.format, &kept.size, &kept.theme, &transparent) == 5;
    free(text);
    const int value[] = {kept.what, kept.format, kept.size, kept.theme}, end[] = {WHATS, FORMATS, SIZES, UN_THEME_COUNT};
    for (int i = 0; i < 4; i++)
        whole = whole && value[i] >= 0 && value[i] < end[i];
    if (!whole) return;
    panel->what = kept.what;
    panel->format = kept.format;
    panel->size = kept.size;
    panel->theme = kept.theme;
    panel->transparent = transparent != 0;
}

/// Not worth a word when it cannot be: the picture itself was saved.
static void keep(const un_App *app) {
    const un_ExportPanel *panel = &app->export;
    char path[1024], text[64];
    if (!kept_path(app, path, sizeof path)) return;
    snprintf(text, sizeof text, "%d %d %d %d %d\n", panel->what, panel->format, panel->size, panel->theme, panel->transparent);
    if (un_file_make_parents(path, NULL) == UN_OK) (void)un_file_write(path, text, strlen(text), NULL);
}

void un_export_open(un_App *app) {
    un_ExportPanel *panel = &app->export;
    app->dirty = true;
    if (app->overlay == UN_OVERLAY_EXPORT) {
        app->overlay = UN_OVERLAY_NONE;
        return;
    }
    recall(app);
    panel->place = (int)un_places_meant(app);
    panel->written = false;
    app->overlay = UN_OVERLAY_EXPORT;
}

void un_export_free(un_ExportPanel *panel) {
    un_job_drop(panel->job);
    panel->job = NULL;
    un_draw_free(&panel->preview);
}

static void start(un_App *app) {
    un_ExportPanel *panel = &app->export;
    un_PictureDef def = def_of(app);
    un_ViewContext context = context_of(app, &def);
    un_Error error = {.message = ""};
    panel->written = false;
    if (!un_path_new_file((int)app->snapshot->update, un_formats[format_of(panel)].suffix, panel->path, sizeof panel->path)) {
        un_toast(app, "%s", _("Not saved: no folder for pictures was found"));
        return;
    }
    keep(app);
    char *state = un_picture_state(app, &def.moment);
    panel->job = un_job_start(&def, &context, state, panel->path, &error);
    free(state);
    panel->progress = 0;
    if (!panel->job) un_toast(app, _("Not saved: %s"), error.message);
}

/// As many pieces as a frame has time for; at least one.
static un_Status do_pieces(un_ExportPanel *panel, un_Error *error) {
    const double budget_s = 0.02;
    double start_s = un_clock_seconds();
    un_Status status = UN_OK;
    do
        status = un_job_step(panel->job, &panel->progress, error);
    while (!status && panel->progress < LAST_PICTURE && un_clock_seconds() - start_s < budget_s);
    return status;
}

void un_export_advance(un_App *app) {
    un_ExportPanel *panel = &app->export;
    if (!panel->job) return;
    app->dirty = true;
    un_Error error = {.message = ""};
    if (app->overlay != UN_OVERLAY_EXPORT) { // closed: that is a no
        un_toast(app, "%s", _("Stopped: nothing was saved"));
    } else if (do_pieces(panel, &error)) {
        un_toast(app, _("Not saved: %s"), error.message);
    } else if (panel->progress < 1) {
        return;
    } else {
        panel->written = true;
        snprintf(app->saved, sizeof app->saved, "%s", panel->path);
        un_toast(app, _("Saved as %s"), panel->path);
    }
    un_job_drop(panel->job);
    panel->job = NULL;
}

// --- the page ---

static void preview(un_App *app, un_Rect room) {
    un_ExportPanel *panel = &app->export;
    un_PictureDef def = def_of(app);
    un_ViewContext context = context_of(app, &def);
    if (un_formats[format_of(panel)].clip) { // what moves, moves; while it is written, it shows how far that is
        const double rest_s = 1;
        int T = app->snapshot->T;
        double end_s = un_wave_duration(T) + rest_s, t = panel->job ? (double)panel->progress * end_s : app->calm ? end_s : fmod(app->now, end_s);
        context.wave = un_wave_at(T, t, 0);
        app->ui.again = app->ui.again || !app->calm;
    }
    un_draw_reset(&panel->preview);
    un_picture_compose(&panel->preview, &def, &context);
    float width = (float)def.width / def.scale, height = (float)def.height / def.scale;
    float factor = fminf(room.w / width, room.h / height);
    un_Rect rect = {room.x, room.y, width * factor, height * factor};
    un_DrawList *list = app->ui.frame.list;
    un_draw_group(list, "preview", rect);
    un_draw_rect(list, rect, 0, def.transparent ? un_ui_color(&app->ui, UN_TOKEN_SURFACE) : un_theme_color(def.theme, UN_TOKEN_BG));
    un_draw_save(list);
    un_draw_clip(list, rect);
    un_draw_place(list, &panel->preview, factor, (un_Point){rect.x, rect.y});
    un_draw_restore(list);
    un_draw_frame(list, rect, 0, app->scale, un_ui_color(&app->ui, UN_TOKEN_LINE2));
    un_draw_group_end(list);
}

enum { LIST_WHAT, LIST_FORMAT, LIST_SIZE, LIST_THEME };

/// A list with its label; its names are panel->name[list], which stay until the frame ends.
static void choose(un_App *app, un_Rect *form, const char *label, const char *id, int list, int count, int *selected) {
    float s = app->scale, height = 32 * s;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_Rect row = {form->x, form->y, LABEL * s, ROW * s};
    un_text_draw_in(app->ui.frame.list, app->fonts, &style, row, UN_ALIGN_LEFT, label);
    un_Rect place = {form->x + LABEL * s, form->y + (ROW * s - height) / 2, form->w - LABEL * s, height};
    if (un_ui_dropdown(&app->ui, un_ui_id(&app->ui, id), place, app->export.name[list], count, selected, NULL)) {
        app->export.written = false;
        app->dirty = true;
    }
    form->y += ROW * s;
}

static void transparency(un_App *app, un_Rect *form) {
    un_ExportPanel *panel = &app->export;
    float s = app->scale;
    if (un_formats[format_of(panel)].transparent) {
        un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
        un_Rect row = {form->x, form->y, LABEL * s, ROW * s};
        un_text_draw_in(app->ui.frame.list, app->fonts, &style, row, UN_ALIGN_LEFT, _("Transparent"));
        un_Rect place = {form->x + LABEL * s, form->y, form->w - LABEL * s, ROW * s};
        const char *tip = _("What lies behind the picture shows through");
        if (un_ui_switch(&app->ui, un_ui_id(&app->ui, "export/transparent"), place, &panel->transparent, tip)) app->dirty = true;
    }
    form->y += ROW * s;
}

static void choices(un_App *app, un_Rect *form) {
    un_ExportPanel *panel = &app->export;
    panel->name[LIST_WHAT][0] = _(un_view_table[app->layout.view[panel->place]]->title);
    panel->name[LIST_WHAT][1] = _("The whole laboratory");
    for (int i = 0; i < FORMATS; i++)
        panel->name[LIST_FORMAT][i] = _(format_names[i]);
    for (int i = 0; i < SIZES; i++)
        panel->name[LIST_SIZE][i] = _(sizes[i].name);
    for (int i = 0; i < UN_THEME_COUNT; i++)
        panel->name[LIST_THEME][i] = un_theme_title((un_ThemeName)i);
    choose(app, form, _("Picture of"), "export/what", LIST_WHAT, WHATS, &panel->what);
    choose(app, form, _("Format"), "export/format", LIST_FORMAT, FORMATS, &panel->format);
    choose(app, form, _("Size"), "export/size", LIST_SIZE, SIZES, &panel->size);
    choose(app, form, _("Colours"), "export/theme", LIST_THEME, UN_THEME_COUNT, &panel->theme);
    transparency(app, form);
}

static void note(un_App *app, un_Rect *form, const char *text) {
    float s = app->scale;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    un_Point at = {form->x, form->y + 18 * s};
    form->y += un_text_draw_wrapped(app->ui.frame.list, app->fonts, &style, at, form->w, 19 * s, text) + 12 * s;
}

/// What it will be, what it is on the way to, or where it lies now.
static void tell(un_App *app, un_Rect *form) {
    const un_ExportPanel *panel = &app->export;
    char text[sizeof panel->path + 64];
    if (panel->job) {
        snprintf(text, sizeof text, _("%.0f %% of %s"), (double)panel->progress * 100, panel->path);
    } else if (panel->written) {
        snprintf(text, sizeof text, _("Saved as %s. Dropped on the window, it opens this run."), panel->path);
    } else {
        un_PictureDef def = def_of(app);
        double seconds, bytes;
        un_job_estimate(&def, format_of(panel), app->snapshot->T, &seconds, &bytes);
        bool large = bytes >= 950e3;
        snprintf(text, sizeof text, _("About %.*f %s; takes %s%.0f s."), large && bytes < 9.5e6 ? 1 : 0, bytes / (large ? 1e6 : 1e3),
                 large ? "MB" : "kB", seconds < 1 ? _("under ") : _("about "), seconds < 1 ? 1 : ceil(seconds));
    }
    note(app, form, text);
}

static void buttons(un_App *app, un_Rect row) {
    un_ExportPanel *panel = &app->export;
    float s = app->scale, x = row.x;
    un_ButtonDef save = {.label = panel->job ? _("Cancel") : _("Save"), .primary = !panel->job};
    float width = un_ui_button_width(&app->ui, &save) + 24 * s;
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "export/save"), (un_Rect){x, row.y, width, row.h}, &save)) {
        app->dirty = true;
        if (panel->job) {
            un_job_drop(panel->job);
            panel->job = NULL;
            un_toast(app, "%s", _("Stopped: nothing was saved"));
        } else {
            start(app);
        }
    }
    x += width + 12 * s;
    un_ButtonDef copy = {.label = _("Copy path")};
    width = un_ui_button_width(&app->ui, &copy);
    if (panel->written && un_ui_button(&app->ui, un_ui_id(&app->ui, "export/copy"), (un_Rect){x, row.y, width, row.h}, &copy)) {
        bool copied = SDL_SetClipboardText(panel->path) == 0;
        un_toast(app, copied ? _("Copied: %s") : _("Could not copy: %s"), copied ? panel->path : SDL_GetError());
    }
}

static void progress_bar(un_App *app, un_Rect rect) {
    const un_ExportPanel *panel = &app->export;
    if (!panel->job) return;
    un_draw_rect(app->ui.frame.list, rect, rect.h / 2, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
    rect.w *= panel->progress;
    un_draw_rect(app->ui.frame.list, rect, rect.h / 2, un_ui_color(&app->ui, UN_TOKEN_INK));
}

static void head(un_App *app, un_Rect line) {
    float s = app->scale;
    un_TextStyle title = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 18, UN_TOKEN_INK);
    un_text_draw_cut(app->ui.frame.list, app->fonts, &title, (un_Point){line.x, line.y + 23 * s}, line.w - 48 * s, _("Save a picture or a clip"));
    un_ButtonDef close = {.has_icon = true, .icon = UN_ICON_CLOSE, .quiet = true, .tip = _("Close  (Esc)")};
    un_Rect corner = {line.x + line.w - 34 * s, line.y, 34 * s, line.h};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "export/close"), corner, &close)) {
        app->overlay = UN_OVERLAY_NONE;
        app->dirty = true;
    }
}

void un_export_page(un_App *app) {
    float s = app->scale, pad = (app->width < NARROW * s ? 12 : PAD) * s, most = app->width - 24 * s;
    bool beside = app->width >= NARROW * s;
    float width = most < 980 * s ? most : 980 * s, title = 46 * s, form_height = (5 * ROW + 136) * s;
    if (!beside) width = most < (FORM + 40) * s ? most : (FORM + 40) * s;
    float height = title + form_height + 2 * pad, room = app->height - 16 * s;
    un_Rect page = {(app->width - width) / 2, (app->height - (height < room ? height : room)) / 2, width, height < room ? height : room};
    un_ui_block(&app->ui, page);
    un_shape_panel(&app->list, app->theme, page, s);
    un_draw_frame(&app->list, un_rect_inset(page, s / 2), 10 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
    un_Rect inner = un_rect_inset(page, pad);
    float form_width = beside ? FORM * s : inner.w;
    if (beside) {
        preview(app, (un_Rect){inner.x, inner.y + title, inner.w - form_width - 24 * s, inner.h - title});
    }
    float foot = 48 * s; // the buttons stay where they are
    un_Rect area = {inner.x + inner.w - form_width, inner.y + title, form_width, inner.h - title - foot};
    float top = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "export"), area, &app->export.scroll);
    un_Rect form = {area.x, top, area.w - 8 * s, 0};
    choices(app, &form);
    tell(app, &form);
    progress_bar(app, (un_Rect){form.x, form.y, form.w, 6 * s});
    un_ui_scroll_end(&app->ui, form.y + 6 * s - top);
    buttons(app, (un_Rect){area.x, inner.y + inner.h - 36 * s, area.w, 36 * s});
    head(app, (un_Rect){inner.x, inner.y, inner.w, 34 * s}); // last, so that Tab comes to the choices first
}
