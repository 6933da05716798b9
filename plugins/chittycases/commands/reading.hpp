// A document's text, read on this machine in a child and sent to the service; and what is then found in it.
#pragma once

#include <chitty/host.hpp>

namespace chittycases::commands {

std::string case_path(const std::string& of);
std::string document_path(const std::string& of, const std::string& document);

// The document's record once it is analyzed, or is known to be unreadable. What was read before is kept, unless `again`.
chitty::Result<chitty::json::object> read_and_analyze(chitty::Host& host, const std::string& of, const std::string& document, bool again);

}  // namespace chittycases::commands
