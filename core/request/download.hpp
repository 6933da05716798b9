// A reply into a file: whole or not at all. Written beside it, synced, then put in its place.
#pragma once

#include "request/courier.hpp"

namespace chitty::host {

// `file` "-" is standard output. The record that tells of it: {"file", "bytes", "type"}; none for standard output.
Result<std::optional<json::object>> download(HttpReply& reply, const std::string& file, Courier& courier);

}  // namespace chitty::host
