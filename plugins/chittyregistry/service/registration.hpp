// What is registered becomes a version of an entry; the first one makes the entry.
#pragma once

#include <chitty/service.hpp>

namespace chittyregistry {

struct Registration {
  std::string kind, subtype, name, version;
  chitty::json::object content;  // all else that was said
};

// The answer of a route: the record as `member`, by 201 when there is a new version of it, and by 200 when that version with that
// very content is there already. CONFLICT for the same version with other content.
chitty::Result<chitty::Response> answer_registered(chitty::Service& service, const Registration& given, std::string_view member);

// After its versions have changed, the entry is what its latest one says. False when none is left, and the entry has gone.
chitty::Result<bool> show_latest(chitty::Service& service, const chitty::Row& entry);

}  // namespace chittyregistry
