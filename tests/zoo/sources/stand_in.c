/* The library that missing_library was linked against, and that is then not there. */
int zoo_stand_in(void);
int zoo_stand_in(void) { return 1; }
