/// Typing in a field: what number and text have in common. The field's text is un_Ui.field_text, valid UTF-8. For widgets only.
#ifndef UN_UI_FIELD_H
#define UN_UI_FIELD_H

#include "ui/ui.h"

/// Opens the field of the widget with this text, all of it selected.
void un_field_open(un_Ui *ui, un_UiId id, const char *text);
/// One key or text. ascii: other characters are left out. Returns what becomes of the field: 0 stays, 1 commit, -1 cancel.
int un_field_key(un_Ui *ui, const un_UiEvent *event, bool ascii);
/// The text with its selection and caret, `padding` from the left of rect.
void un_field_text(un_Ui *ui, un_Rect rect, float padding, const un_TextStyle *style);

#endif
