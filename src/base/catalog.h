/// The one call through which every string for a reader goes. The key is the English text itself.
///
/// Today the catalogue holds English only, so the call returns its key; a translation becomes a table looked up here. It is a
/// function, not a bare literal, so that the compiler keeps every such string out of preprocessor concatenation; format_arg
/// lets it check printf's arguments against the key all the same, and a translation must take the same ones.
#ifndef UN_BASE_CATALOG_H
#define UN_BASE_CATALOG_H

static inline __attribute__((format_arg(1))) const char *un_catalog_text(const char *key) {
    return key;
}

#define _(text) un_catalog_text(text)
/// Marks a literal in a static table as a catalogue key; the code that shows it calls _() on it.
#define UN_KEY(text) text

#endif
