typedef int placeholder_atlas;
