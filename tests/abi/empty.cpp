// Compiled with one header put before it.
