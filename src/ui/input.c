#include "ui/ui.h"

#include <string.h>

// Makes room in a full queue, as of a window that is hidden and draws no frame: what matters least goes, the oldest
// first. Without its release a press would last for ever; without its press a release does nothing.
static void drop_one(un_Ui *ui) {
    static const unsigned rounds[] = {1u << UN_UI_MOVE | 1u << UN_UI_WHEEL | 1u << UN_UI_KEY | 1u << UN_UI_TEXT,
                                      1u << UN_UI_DOWN, 1u << UN_UI_UP | 1u << UN_UI_LEAVE};
    int at = 0;
    for (size_t round = 0; round < sizeof rounds / sizeof *rounds; round++) {
        for (at = 0; at < ui->queue_count && !(rounds[round] >> ui->queue[at].kind & 1); at++) {
        }
        if (at < ui->queue_count) {
            break;
        }
    }
    ui->queue_count--;
    memmove(&ui->queue[at], &ui->queue[at + 1], (size_t)(ui->queue_count - at) * sizeof *ui->queue);
}

void un_ui_event(un_Ui *ui, const un_UiEvent *event) {
    // Only the last of many moves counts: a fast mouse must not fill the queue.
    if (event->kind == UN_UI_MOVE && ui->queue_count > 0 && ui->queue[ui->queue_count - 1].kind == UN_UI_MOVE) {
        ui->queue[ui->queue_count - 1] = *event;
        return;
    }
    if (ui->queue_count == UN_UI_EVENTS) {
        drop_one(ui);
    }
    ui->queue[ui->queue_count++] = *event;
}

static void take(un_UiEvent *event) {
    event->kind = UN_UI_LEAVE;
}

bool un_ui_take_key(un_Ui *ui, int key, unsigned mods) {
    for (int i = 0; i < ui->key_count; i++) {
        if (ui->key[i].kind == UN_UI_KEY && ui->key[i].key == key && ui->key[i].mods == mods) {
            take(&ui->key[i]);
            return true;
        }
    }
    return false;
}
