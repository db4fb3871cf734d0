typedef int placeholder_accelerated;
