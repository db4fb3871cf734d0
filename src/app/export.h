/// The export panel: which picture or clip of what stands in the window is written into a file, as it will look, and how far that is.
#ifndef UN_APP_EXPORT_H
#define UN_APP_EXPORT_H

#include "canvas/draw_list.h"
#include "export/job.h"
#include "ui/ui.h"

enum { UN_EXPORT_NAMES = 8 };

/// Part of the window's state; starts as {0}. The choices stay from one time to the next.
typedef struct un_ExportPanel {
    int what, format, size, theme; ///< indices of what the panel offers
    bool transparent;
    bool recalled;     ///< what was chosen last has been read
    int place;         ///< whose view is meant, un_LabPlace
    un_Job *job;       ///< what is being written; while there is one the window keeps its snapshot
    float progress;    ///< 0..1
    char path[1024];   ///< of the job, or of what was written last; "": nothing yet
    bool written;      ///< the path's file is whole
    un_DrawList preview;
    const char *name[4][UN_EXPORT_NAMES]; ///< of the lists
    un_UiScroll scroll;
} un_ExportPanel;

struct un_App;
/// Opens the panel for the view that is meant, or closes it.
void un_export_open(struct un_App *app);
/// The panel, as an overlay's page.
void un_export_page(struct un_App *app);
/// Does a piece of the job. Once a frame.
void un_export_advance(struct un_App *app);
/// Ends the job, which leaves nothing, and frees what the panel has.
void un_export_free(un_ExportPanel *panel);

#endif
