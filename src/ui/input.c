#include "ui/ui.h"

void un_ui_event(un_Ui *ui, const un_UiEvent *event) {
    // Only the last of many moves counts: a fast mouse must not fill the queue.
    if (event->kind == UN_UI_MOVE && ui->queue_count > 0 && ui->queue[ui->queue_count - 1].kind == UN_UI_MOVE) {
        ui->queue[ui->queue_count - 1] = *event;
        return;
    }
    if (ui->queue_count < UN_UI_EVENTS) {
        ui->queue[ui->queue_count++] = *event;
    }
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
