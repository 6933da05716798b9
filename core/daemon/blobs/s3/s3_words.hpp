// What an object store says in XML: one element's text out of a small document. No parser: nothing is expanded, nothing is
// followed, and what is longer than expected is not taken.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host::daemon {

// The text of the first element `name` that has no elements inside, its five entities put back; at most 2048 bytes, else empty.
std::string xml_text(std::string_view document, std::string_view name);

// Does the document's root have this name?
bool xml_root_is(std::string_view document, std::string_view name);

// For inside an element.
std::string xml_escaped(std::string_view text);

}  // namespace chitty::host::daemon
