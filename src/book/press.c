#include "book/press.h"

#include "base/catalog.h"
#include "canvas/cairo/pdf.h"
#include "export/still.h"
#include "platform/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 4096 };

struct un_Press {
    un_PressDef def;
    un_Format format;
    un_Pattern pattern;
    un_Pdf *pdf;
    int pages;
    char *state; ///< of un_state_write; NULL: none
};

static un_Status check_free(const un_Press *press, const char *path, un_Error *error) {
    if (!press->def.force && un_file_exists(path))
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', which exists, valid: a new name, or --force to replace it"), path);
    return un_file_check_write(path, error);
}

static un_Status check(un_Press *press, un_Error *error) {
    const char *path = press->def.path;
    un_Status status = un_format_of(path, &press->format, error);
    if (!status) status = un_pattern_of(path, &press->pattern, error);
    if (status) return status;
    if (press->format == UN_FORMAT_PDF) return check_free(press, path, error);
    if (press->format != UN_FORMAT_PNG && press->format != UN_FORMAT_SVG)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid for pages: .pdf, or .png and .svg with a number"),
                            un_formats[press->format].suffix);
    if (!press->pattern.numbered && !press->def.single)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid for pages: a name with a number, as in deck-%%02d%s"), path,
                            un_formats[press->format].suffix);
    return UN_OK;
}

un_Press *un_press_create(const un_PressDef *def, un_Error *error) {
    un_Press *press = calloc(1, sizeof *press);
    if (!press) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    press->def = *def;
    un_Status status = check(press, error);
    if (!status && press->format == UN_FORMAT_PDF) {
        press->pdf = un_pdf_create(def->fonts, error);
        status = press->pdf ? UN_OK : UN_ERROR_MEMORY;
    }
    if (status == UN_OK) return press;
    un_press_destroy(press);
    return NULL;
}

void un_press_destroy(un_Press *press) {
    if (!press) return;
    un_pdf_destroy(press->pdf);
    free(press->state);
    free(press);
}

un_Status un_press_embed(un_Press *press, const un_Experiment *experiment, const un_Moment *moment, un_Error *error) {
    if (press->def.bare) return UN_OK;
    free(press->state);
    press->state = un_state_write(experiment, moment);
    return press->state ? UN_OK : un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the page"));
}

static un_Status write_picture(un_Press *press, const un_DrawList *list, float width, float height, un_Color background, const char *title,
                               un_Error *error) {
    char path[PATH], *bytes = NULL;
    size_t size = 0;
    if (press->pattern.numbered ? !un_pattern_path(press->def.path, &press->pattern, press->pages, path, sizeof path)
                                : snprintf(path, sizeof path, "%s", press->def.path) >= PATH)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("the name is too long"));
    un_StillDef still = {.width = (int)lroundf(width * press->def.pixels),
                         .height = (int)lroundf(height * press->def.pixels),
                         .pixels = press->def.pixels,
                         .background = background,
                         .title = title,
                         .state = press->state};
    un_Status status = check_free(press, path, error);
    if (!status) status = un_still_make(list, press->def.fonts, press->format, &still, &bytes, &size, error);
    if (!status) status = un_file_write(path, bytes, size, error);
    free(bytes);
    return status;
}

un_Status un_press_page(un_Press *press, const un_DrawList *list, float width, float height, un_Color background, const char *outline,
                        un_Error *error) {
    press->pages++;
    if (list->failed) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the page"));
    if (!press->pdf) return write_picture(press, list, width, height, background, outline, error);
    un_pdf_page(press->pdf, list, width, height, background);
    if (outline) un_pdf_outline(press->pdf, outline);
    return UN_OK;
}

un_Status un_press_finish(un_Press *press, un_Error *error) {
    char *bytes = NULL;
    size_t size = 0;
    if (!press->pdf) return UN_OK;
    if (press->def.title) un_pdf_title(press->pdf, press->def.title);
    if (press->def.attached && !press->def.bare) {
        un_pdf_attach(press->pdf, "lesson.md", _("The lesson that these pages were made from"), press->def.attached, strlen(press->def.attached));
    } else if (press->state) {
        un_pdf_attach(press->pdf, UN_STATE_FILE, _("The experiment of this picture"), press->state, strlen(press->state));
    }
    un_Status status = un_pdf_finish(press->pdf, &bytes, &size, error);
    if (!status) status = un_file_write(press->def.path, bytes, size, error);
    free(bytes);
    return status;
}
