typedef int placeholder_screen;
