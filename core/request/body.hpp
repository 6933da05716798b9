// Bodies that are no JSON: a form, the parts of a multipart form (RFC 7578), a file as it is. Files go out as a stream.
#pragma once

#include "request/outgoing.hpp"
#include "request/source.hpp"

namespace chitty::host {

// Into `out`: body or source, and Content-Type. NOT_FOUND or INVALID_ARGUMENT when a file cannot be read.
Result<void> attach_body(const Body& body, Values& values, Outgoing& out);

}  // namespace chitty::host
