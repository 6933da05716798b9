// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>
