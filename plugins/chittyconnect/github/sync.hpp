// Issues and pull requests of a repository, read from GitHub: only what changed since the last time.
#pragma once

#include <chitty/service.hpp>

namespace chittyconnect::github {

using namespace chitty;

// Who the credential is, where a repository's name comes without its owner.
Result<std::string> repository_called(Service& service, std::string_view owner, std::string_view repo);

// Some pages more. {"repository", "issues", "pulls", "changed", "requests", "since", "more"}: what was read, how many of them were news,
// and whether there is more to read. Each page is kept in one transaction with how far it reaches.
Result<json::object> read_more(Service& service, const std::string& repository);

}  // namespace chittyconnect::github
