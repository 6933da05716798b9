// The one place where custody is written: an entry chained to the last one, in the transaction that is open.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chittyverify {

// What was done; empty is nothing. Who did it is the caller, when is now, the tool is this service unless it is said.
struct Deed {
  std::string action{}, location{}, purpose{}, authority{}, reason{}, tool{}, host{}, hash_before{}, hash_after{}, notes{};
};

// The entry as a row of verify_custody. The evidence must be there.
chitty::Result<chitty::Row> add_custody(chitty::Service& service, const std::string& evidence, const Deed& deed);

}  // namespace chittyverify
