// What goes into a bundle for whoever checks it without chitty: a program of the standard library of Python, and what to do.
#pragma once

#include <string>

namespace chittyverify {

extern const char* const auditor_program;  // data/verify.py

// README.md; `minted`: there is a proof.
std::string auditor_readme(const std::string& id, const std::string& file, bool minted);

}  // namespace chittyverify
