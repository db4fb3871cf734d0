// Pictures into files: what is refused, that nothing half written remains, that the same run gives the same bytes, and
// that the lab still looks as it did (tests/golden; UN_GOLDEN_UPDATE=1 draws that picture anew: look at it before you
// commit it).
#include "base/error.h"
#include "canvas/theme.h"
#include "export/picture.h"
#include "platform/file.h"
#include "view/view.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// cairo reads the golden picture back. Its headers belong to canvas/cairo alone; these few functions are all that is
// needed here.
typedef struct _cairo_surface cairo_surface_t;
cairo_surface_t *cairo_image_surface_create_from_png(const char *path);
unsigned char *cairo_image_surface_get_data(cairo_surface_t *surface);
int cairo_image_surface_get_width(cairo_surface_t *surface);
int cairo_image_surface_get_height(cairo_surface_t *surface);
int cairo_image_surface_get_stride(cairo_surface_t *surface);
int cairo_surface_status(cairo_surface_t *surface);
void cairo_surface_destroy(cairo_surface_t *surface);
void cairo_debug_reset_static_data(void);

static char folder[64];

static void setup(void) {
    snprintf(folder, sizeof folder, "/tmp/unroll-picture-XXXXXX");
    cr_assert(mkdtemp(folder) != NULL);
}

static void teardown(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert(system(command) == 0);
}

TestSuite(picture, .init = setup, .fini = teardown);

static const char *in_folder(const char *name, char out[128]) {
    snprintf(out, 128, "%s/%s", folder, name);
    return out;
}

static un_Experiment small_experiment(void) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 12;
    return experiment;
}

static bool exists(const char *path) {
    return access(path, F_OK) == 0;
}

Test(picture, another_extension_is_refused_with_what_was_found) {
    static const char *const name[] = {"x.jpg", "x", "x.PNG", "png", "x.png.bmp"},
                             *const found[] = {".jpg", "x", ".PNG", "png", ".bmp"};
    un_Experiment experiment = small_experiment();
    for (int i = 0; i < 5; i++) {
        char path[128], wanted[64];
        un_Error error = {0};
        un_PictureDef def = un_default_picture_def();
        cr_assert(un_picture_render(&def, &experiment, in_folder(name[i], path), &error) == UN_ERROR_VALUE);
        snprintf(wanted, sizeof wanted, "found '%s', valid: .png, .svg", found[i]);
        cr_assert(strncmp(error.message, wanted, strlen(wanted)) == 0, "%s", error.message);
        cr_assert(!exists(path));
    }
}

Test(picture, sizes_and_existing_files) {
    un_Experiment experiment = small_experiment();
    un_PictureDef def = un_default_picture_def();
    char path[128];
    un_Error error = {0};
    in_folder("a.png", path);
    def.width = 8193;
    cr_assert(un_picture_render(&def, &experiment, path, &error) == UN_ERROR_VALUE);
    def.width = 15;
    cr_assert(un_picture_render(&def, &experiment, path, &error) == UN_ERROR_VALUE);
    cr_assert(!exists(path));
    def.width = def.height = 16; // the least there is still draws
    cr_assert(un_picture_render(&def, &experiment, path, &error) == UN_OK, "%s", error.message);
    cr_assert(exists(path));
    cr_assert(un_picture_render(&def, &experiment, path, &error) == UN_ERROR_VALUE, "an existing file is kept");
    def.force = true;
    cr_assert(un_picture_render(&def, &experiment, path, &error) == UN_OK);
    cr_assert(un_picture_render(&def, &experiment, in_folder("no/such/b.png", path), &error) == UN_ERROR_FILE);
}

static void render(const un_PictureDef *def, const char *path, char **bytes, size_t *size) {
    un_Experiment experiment = small_experiment();
    un_Error error = {0};
    cr_assert(un_picture_render(def, &experiment, path, &error) == UN_OK, "%s", error.message);
    cr_assert(un_file_read(path, 64 << 20, bytes, size, &error) == UN_OK);
}

Test(picture, same_run_same_bytes_and_every_view_differs) {
    char *bytes[UN_VIEW_COUNT + 2], path[128];
    size_t size[UN_VIEW_COUNT + 2];
    int n = 0;
    for (int view = -1; view < UN_VIEW_COUNT; view++) {
        un_PictureDef def = un_default_picture_def();
        def.moment.view = view;
        def.moment.update = 3;
        def.force = true;
        render(&def, in_folder("a.png", path), &bytes[n], &size[n]);
        render(&def, in_folder("b.png", path), &bytes[n + 1], &size[n + 1]);
        cr_assert(size[n] == size[n + 1] && memcmp(bytes[n], bytes[n + 1], size[n]) == 0);
        if (n) cr_assert(size[n] != size[0] || memcmp(bytes[n], bytes[0], size[0]) != 0);
        free(bytes[n + 1]);
        n++;
    }
    while (n > 0)
        free(bytes[--n]);
}

Test(picture, size_and_theme_are_those_asked_for) {
    char *bytes, path[128];
    size_t size;
    un_PictureDef def = un_default_picture_def();
    def.width = 960;
    def.height = 540;
    def.scale = 1.5f;
    def.theme = UN_THEME_DARK;
    def.moment.time = 2.5;
    render(&def, in_folder("a.png", path), &bytes, &size);
    free(bytes);
    cairo_surface_t *image = cairo_image_surface_create_from_png(path);
    cr_assert(cairo_surface_status(image) == 0);
    cr_assert(cairo_image_surface_get_width(image) == 960);
    cr_assert(cairo_image_surface_get_height(image) == 540);
    un_Color bg = un_theme_color(UN_THEME_DARK, UN_TOKEN_BG);
    const unsigned char *row =
        cairo_image_surface_get_data(image) + (size_t)cairo_image_surface_get_stride(image) * 100;
    cr_assert(row[0] == bg.b && row[1] == bg.g && row[2] == bg.r, "the window's colour shows at the edge");
    cairo_surface_destroy(image);
    cairo_debug_reset_static_data();
}

Test(picture, the_lab_looks_as_it_did) {
    const char *golden = UN_TEST_DATA "/golden/lab-1280x720.png";
    char path[128];
    un_Error error = {0};
    un_Experiment experiment = un_default_lab_experiment();
    un_PictureDef def = un_default_picture_def();
    def.moment.update = 5;
    def.moment.time = 3.1;
    def.force = true;
    bool update = getenv("UN_GOLDEN_UPDATE") != NULL;
    cr_assert(un_picture_render(&def, &experiment, update ? golden : in_folder("lab.png", path), &error) == UN_OK, "%s",
              error.message);
    if (update) return;
    cairo_surface_t *a = cairo_image_surface_create_from_png(golden), *b = cairo_image_surface_create_from_png(path);
    cr_assert(cairo_surface_status(a) == 0, "%s cannot be read", golden);
    cr_assert(cairo_surface_status(b) == 0);
    int w = cairo_image_surface_get_width(a), h = cairo_image_surface_get_height(a),
        stride = cairo_image_surface_get_stride(a);
    cr_assert(w == cairo_image_surface_get_width(b) && h == cairo_image_surface_get_height(b));
    const unsigned char *left = cairo_image_surface_get_data(a), *right = cairo_image_surface_get_data(b);
    long sum = 0, far = 0;
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < 4 * w; x++) {
            int difference = abs(left[y * stride + x] - right[y * stride + x]);
            sum += difference;
            far += difference > 24;
        }
    }
    double mean = (double)sum / (4.0 * w * h), share = (double)far / (4.0 * w * h);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
    cairo_debug_reset_static_data();
    if (mean >= 0.3 || share >= 0.002) { // keep it: somebody wants to look at it
        def.force = true;
        un_picture_render(&def, &experiment, "lab-1280x720.actual.png", &error);
    }
    cr_assert(mean < 0.3 && share < 0.002,
              "mean difference %.3f, %.3f %% of the bytes far off: see lab-1280x720.actual.png", mean, share * 100);
}
