/// Assertions for the programmer's own errors. They stay on in Release: a broken invariant must not become a wrong picture.
#ifndef UN_BASE_CHECK_H
#define UN_BASE_CHECK_H

#define UN_CHECK(condition) ((condition) ? (void)0 : un_check_failed(#condition, __FILE__, __LINE__))

/// Called when a check fails: prints the place and aborts. A weak symbol: a program or test that defines its own replaces it.
_Noreturn void un_check_failed(const char *condition, const char *file, int line);

#endif
