#include "ui/ui.h"

// Of two boxes under the pointer the one on the higher layer is meant, then one that is not a background, then the
// nearer one: boxes grow beyond what is drawn, to 32 points (44 for fingers).
static bool finds(const un_Ui *ui, const un_UiBox *box, un_Point at, float *distance) {
    un_Rect rect = box->rect;
    if (rect.w <= 0 || rect.h <= 0) {
        return false;
    }
    float left = rect.x - at.x, right = at.x - (rect.x + rect.w), up = rect.y - at.y, down = at.y - (rect.y + rect.h);
    float dx = left > right ? left : right, dy = up > down ? up : down;
    dx = dx > 0 ? dx : 0;
    dy = dy > 0 ? dy : 0;
    float least = (ui->touch ? 44.0f : 32.0f) * ui->frame.scale;
    bool grows = !(box->flags & UN_UI_BOX_BACK);
    float room_x = grows && rect.w < least ? (least - rect.w) / 2 : 0;
    float room_y = grows && rect.h < least ? (least - rect.h) / 2 : 0;
    *distance = dx * dx + dy * dy;
    return dx <= room_x && dy <= room_y;
}

static const un_UiBox *box_at(const un_Ui *ui, un_Point at) {
    const un_UiBox *best = NULL;
    float best_distance = 0;
    for (int i = 0; i < ui->before_count; i++) {
        const un_UiBox *box = &ui->before[i];
        float distance;
        if (!finds(ui, box, at, &distance)) {
            continue;
        }
        bool back = box->flags & UN_UI_BOX_BACK, best_back = best && (best->flags & UN_UI_BOX_BACK);
        bool better = !best || box->layer > best->layer ||
                      (box->layer == best->layer && (back == best_back ? distance <= best_distance : best_back));
        if (better) {
            best = box;
            best_distance = distance;
        }
    }
    return best;
}

void un_ui_box(un_Ui *ui, un_UiId id, un_Rect rect, unsigned flags) {
    if (ui->scroll) {
        un_Rect area = ui->scroll_rect;
        if (ui->focus_moved && ui->focus == id && id) {
            // Tab went to something out of sight: bring it in.
            float margin = 12 * ui->frame.scale;
            if (rect.y - margin < area.y) {
                ui->scroll->y -= area.y - rect.y + margin;
            } else if (rect.y + rect.h + margin > area.y + area.h) {
                ui->scroll->y += rect.y + rect.h + margin - area.y - area.h;
            }
            ui->again = true;
        }
        float top = rect.y > area.y ? rect.y : area.y;
        float bottom = rect.y + rect.h < area.y + area.h ? rect.y + rect.h : area.y + area.h;
        rect.y = top;
        rect.h = bottom > top ? bottom - top : 0;
    }
    if (ui->box_count < UN_UI_BOXES) {
        ui->box[ui->box_count++] = (un_UiBox){id, rect, ui->layer, flags};
    }
}

void un_ui_block(un_Ui *ui, un_Rect rect) {
    un_ui_box(ui, 0, rect, UN_UI_BOX_BACK);
}

static void press(un_Ui *ui, un_Point at) {
    const un_UiBox *box = box_at(ui, at);
    ui->pressed = true;
    ui->held = true;
    ui->dragged = false;
    ui->press = box ? box->id : 0;
    ui->active = ui->press;
    ui->last_drag = at;
    ui->focus = box && (box->flags & UN_UI_BOX_FOCUS) ? box->id : 0;
    ui->focus_visible = false;
}

static void release(un_Ui *ui, un_Point at) {
    const un_UiBox *box = box_at(ui, at);
    ui->released = true;
    ui->held = false;
    ui->release_over = box ? box->id : 0;
}

// False: the event belongs to the next frame.
static bool consume(un_Ui *ui, const un_UiEvent *event) {
    switch (event->kind) {
    case UN_UI_MOVE:
        // A finger that has left is not a pointer that rests there.
        ui->has_pointer = true;
        ui->pointer = event->point;
        ui->touch = event->touch;
        ui->mods = event->mods;
        break;
    case UN_UI_LEAVE:
        ui->has_pointer = false;
        break;
    case UN_UI_DOWN:
        if (ui->pressed || ui->released) {
            return false;
        }
        ui->has_pointer = true;
        ui->pointer = event->point;
        ui->touch = event->touch;
        ui->mods = event->mods;
        press(ui, event->point);
        break;
    case UN_UI_UP:
        if (ui->released) {
            return false;
        }
        ui->pointer = event->point;
        ui->mods = event->mods;
        release(ui, event->point);
        break;
    case UN_UI_WHEEL:
        ui->wheel += event->amount;
        ui->mods = event->mods;
        break;
    case UN_UI_KEY:
    case UN_UI_TEXT:
        ui->mods = event->kind == UN_UI_KEY ? event->mods : ui->mods;
        ui->key[ui->key_count++] = *event;
        break;
    }
    return true;
}

void un_ui_begin(un_Ui *ui, const un_UiFrame *frame) {
    ui->frame = *frame;
    for (int i = 0; i < ui->box_count; i++) {
        ui->before[i] = ui->box[i];
    }
    ui->before_count = ui->box_count;
    ui->box_count = 0;
    ui->pressed = ui->released = ui->again = false;
    ui->press = ui->release_over = 0;
    ui->wheel = 0;
    ui->key_count = 0;
    ui->tip[0] = 0;
    ui->depth = 0;
    ui->layer = UN_UI_BASE;
    ui->scroll = NULL;
    ui->menu_names = NULL;
    ui->cursor = UN_UI_CURSOR_ARROW;
    int used = 0;
    while (used < ui->queue_count && consume(ui, &ui->queue[used])) {
        used++;
    }
    for (int i = used; i < ui->queue_count; i++) {
        ui->queue[i - used] = ui->queue[i];
    }
    ui->queue_count -= used;
    const un_UiBox *box = ui->has_pointer ? box_at(ui, ui->pointer) : NULL;
    un_UiId hot = box ? box->id : 0;
    if (hot != ui->hot) {
        ui->hot = hot;
        ui->hot_since = frame->now;
    }
    ui->hot_layer = box ? box->layer : UN_UI_BASE;
    ui->covered = box != NULL;
}
