// The arithmetic of scrub numbers: notches, typed text, what a reader sees.
#include <criterion/criterion.h>

#include "ui/widget.h"

#include <math.h>
#include <string.h>

static const un_ScrubDef lag = {.min = 1, .max = 4999, .integer = true, .step = 1};
static const un_ScrubDef rate = {.min = 0, .max = 10, .above_min = true, .logarithmic = true, .smallest = 1e-6};
static const un_ScrubDef clip = {.min = 0, .max = 1e6, .logarithmic = true, .smallest = 0.01};
static const un_ScrubDef gain = {.min = 0, .max = 100, .step = 0.1};

static void expect(const un_ScrubDef *def, double from, int notches, unsigned mods, double to) {
    double got = un_scrub_step(def, from, notches, mods);
    cr_assert(fabs(got - to) <= 1e-12 * fabs(to), "%.17g by %d (mods %u): %.17g, wanted %.17g", from, notches, mods,
              got, to);
}

Test(scrub, linear) {
    expect(&lag, 30, 1, 0, 31);
    expect(&lag, 30, -3, 0, 27);
    expect(&lag, 30, 1, UN_UI_SHIFT, 40);
    expect(&lag, 37, 1, UN_UI_SHIFT, 40);
    expect(&lag, 37, -1, UN_UI_SHIFT, 30);
    expect(&lag, 2, -9, 0, 1);
    expect(&lag, 4998, 9, 0, 4999);
    expect(&lag, 30, 0, 0, 30);
    expect(&gain, 1, 1, 0, 1.1);
    expect(&gain, 1, -3, 0, 0.7);
    expect(&gain, 1, 1, UN_UI_ALT, 1.01);
    expect(&gain, 0.1, -2, 0, 0);
}

Test(scrub, logarithmic) {
    expect(&rate, 0.003, 1, 0, 0.005);
    expect(&rate, 0.003, -1, 0, 0.002);
    expect(&rate, 0.007, 1, 0, 0.01);
    expect(&rate, 0.001, -1, 0, 0.0007);
    expect(&rate, 0.003, 1, UN_UI_SHIFT, 0.03);
    expect(&rate, 0.004, 1, 0, 0.005);
    expect(&rate, 0.004, -1, 0, 0.003);
    expect(&rate, 5, 9, UN_UI_SHIFT, 10);
    // Never 0, which is not allowed; clip reaches it, and comes back.
    expect(&rate, 2e-6, -20, 0, 1e-6);
    expect(&clip, 0.01, -1, 0, 0);
    expect(&clip, 0, 1, 0, 0.01);
    expect(&clip, 0, -1, 0, 0);
}

Test(scrub, up_and_down_returns) {
    double value = 0.003;
    for (int i = 0; i < 12; i++)
        value = un_scrub_step(&rate, value, 1, 0);
    for (int i = 0; i < 12; i++)
        value = un_scrub_step(&rate, value, -1, 0);
    cr_assert_float_eq(value, 0.003, 1e-15);
}

Test(scrub, typed) {
    double value = -1;
    cr_assert(un_scrub_parse(&lag, "120", &value) && value == 120);
    cr_assert(un_scrub_parse(&lag, " 2,000 ", &value) && value == 2000);
    cr_assert(un_scrub_parse(&rate, "1e-4", &value) && value == 1e-4);
    cr_assert(un_scrub_parse(&rate, "0,01", &value) && value == 0.01);
    const char *const bad[] = {"",
                               "x",
                               "0",
                               "5000",
                               "1.5",
                               "1e99",
                               "-3",
                               "−3",
                               "12abc",
                               "nan",
                               "inf"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        value = 7;
        cr_assert(!un_scrub_parse(&lag, bad[i], &value), "took '%s'", bad[i]);
        cr_assert(value == 7, "'%s' changed the value", bad[i]);
    }
    cr_assert(!un_scrub_parse(&rate, "0", &value));
    cr_assert(!un_scrub_parse(&lag, "11111111111111111111111111111111111111111111111111111111111", &value));
}

Test(scrub, text) {
    char out[48];
    cr_assert_str_eq(un_scrub_text(&lag, 2000, out, sizeof out), "2,000");
    cr_assert_str_eq(un_scrub_text(&rate, 0.003, out, sizeof out), "0.003");
    cr_assert_str_eq(un_scrub_text(&clip, 1, out, sizeof out), "1");
    un_ScrubDef bias = {.min = -100, .max = 100};
    cr_assert_str_eq(un_scrub_text(&bias, -2.5, out, sizeof out), "\xe2\x88\x92"
                                                                  "2.5");
}
