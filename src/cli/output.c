#include "cli/output.h"

#include "base/catalog.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int un_cli_fail(const un_Error *error) {
    char text[1200];
    un_error_text(error, text, sizeof text);
    // One line and no command to the terminal, whatever a file's name or its bytes hold.
    for (char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    }
    fprintf(stderr, "unroll: %s\n", text);
    return error->code == UN_ERROR_VALUE ? UN_EXIT_USAGE : UN_EXIT_SYSTEM;
}

bool un_cli_flush(void) {
    errno = 0;
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    if (failed) fprintf(stderr, _("unroll: standard output cannot be written: %s\n"), strerror(errno ? errno : EIO));
    return !failed;
}

bool un_cli_print_json(json_t *object) {
    char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(object);
    if (!text) {
        fputs(_("unroll: not enough memory for the output\n"), stderr);
        return false;
    }
    puts(text);
    free(text);
    return un_cli_flush();
}

json_t *un_cli_json_real(double value) {
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *un_cli_json_count(long long value) {
    return value >= 0 ? json_integer(value) : json_null();
}

void un_cli_print_cell(const char *text, int width) {
    int characters = 0;
    for (const char *c = text; *c; c++) {
        characters += ((unsigned char)*c & 0xc0) != 0x80;
    }
    printf("%s%*s", text, characters < width ? width - characters : 0, "");
}

void un_cli_print_field(const char *text) {
    if (!strpbrk(text, ",\"")) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

void un_cli_print_number(double value) {
    if (isfinite(value)) {
        printf(",%.17g", value);
    } else {
        putchar(',');
    }
}

void un_cli_print_lines(const char *text, const char *indent) {
    while (*text) {
        size_t length = strcspn(text, "\n");
        printf("%s%.*s\n", length ? indent : "", (int)length, text);
        text += length;
        if (*text) text++;
    }
}
