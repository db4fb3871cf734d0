typedef int placeholder_tessellate;
