/// The profile's band over seeds at their initial weights: how far one seed's curve stands for others.
#include "view/profile_parts.h"

#include "base/catalog.h"
#include "view/ink.h"
#include "view/place.h"

#include <math.h>
#include <stdio.h>

/// The band over seeds at the initial weights, grey, in columns: mean and one standard deviation to either side.
static void band(un_DrawList *list, const un_Profile *plot, int lane) {
    const un_SnapshotMeasures *measures = &plot->snapshot->lane[lane].track[0].measures;
    float wide = un_ink_snap(fmaxf(2 * plot->s, 1)), bottom = plot->area.y + plot->area.h, top = plot->area.y - plot->head;
    un_Color grey = un_color_fade(un_ink_color(plot->context, UN_TOKEN_INK), 0.1f);
    int loss = plot->snapshot->loss_step;
    for (float x = un_ink_snap(un_stage_middle(&plot->grid, 0)), end = un_stage_middle(&plot->grid, loss); x < end; x += wide) {
        float away = (end - fminf(x + wide / 2, end)) / plot->grid.pitch * (float)plot->grid.bin, u = away - floorf(away);
        int near = (int)away, far = near < loss ? near + 1 : near;
        double mean = measures->band_mean[near] * (double)(1 - u) + measures->band_mean[far] * (double)u;
        double deviation = measures->band_deviation[near] * (double)(1 - u) + measures->band_deviation[far] * (double)u;
        if (!isfinite(mean) || !isfinite(deviation)) continue;
        float high = fmaxf(un_profile_y(plot, mean + deviation), top), low = fminf(un_profile_y(plot, mean - deviation), bottom);
        if (low > high) un_draw_rect(list, (un_Rect){x, high, fminf(wide, end - x), low - high}, 0, grey);
    }
}

/// Whether the lane's band is drawn: of the one that the guess is about, else of all of them.
static bool has_band(const un_Profile *plot, int lane) {
    const un_Guess *guess = &plot->context->guess;
    bool asked = un_guess_view(guess->axis) != UN_VIEW_PROFILE || guess->lane == lane;
    return plot->context->band && asked && plot->snapshot->lane[lane].track[0].measures.band_seeds > 0;
}

void un_profile_bands(un_DrawList *list, const un_Profile *plot) {
    for (int l = 0; l < plot->snapshot->lane_count; l++) {
        if (has_band(plot, l)) band(list, plot, l);
    }
}

/// What the grey is, once, beside the band's lower edge.
void un_profile_band_label(un_DrawList *list, const un_Profile *plot, size_t first) {
    char text[96];
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    int loss = plot->snapshot->loss_step, lane = 0, away = loss;
    while (lane < plot->snapshot->lane_count && !has_band(plot, lane))
        lane++;
    if (lane == plot->snapshot->lane_count || plot->arrived > 0) return;
    const un_SnapshotMeasures *measures = &plot->snapshot->lane[lane].track[0].measures;
    while (away > 0 && !isfinite(measures->band_mean[away]))
        away--;
    away = away * 3 / 4;
    snprintf(text, sizeof text, plot->snapshot->update > 0 ? _("%d untrained seeds, ±1 s.d.") : _("%d seeds, ±1 s.d."), measures->band_seeds);
    double low = measures->band_mean[away] - measures->band_deviation[away];
    float y = fminf(un_profile_y(plot, low), plot->area.y + plot->area.h);
    un_PlaceDef place = {.first = first, .bounds = un_profile_room(plot), .near = {un_stage_middle(&plot->grid, loss - away), y},
                         .away = 6 * plot->s, .below = true};
    un_place_label(list, plot->context, &place, &style, text);
}
