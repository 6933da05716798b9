// What a process inherits and cannot choose: its standard streams, its limit of open files, its working folder. Both
// programs begin with start_safely(), before they open anything.
#pragma once

#include <chitty/error.hpp>

#include <filesystem>

namespace chitty::host {

// Descriptors 0, 1 and 2 are open from here on, so that no file, socket or lock of ours gets one of these numbers and
// then what is written for a person. A closed standard input or output stays unusable: reading or writing it fails with
// EBADF. What is written to a closed standard error is dropped. Ends the process (exit code 3) without /dev/null.
void secure_standard_streams();

// The standard streams; then as many open files as the system allows. CONFIGURATION when those are too few to work with:
// everything later would fail in a way that blames something else.
Result<void> start_safely();

// The folder this process works in, or an empty path when it has been deleted or cannot be reached.
std::filesystem::path working_folder();

}  // namespace chitty::host
