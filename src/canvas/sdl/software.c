typedef int placeholder_software;
