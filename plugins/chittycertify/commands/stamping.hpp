// A time stamp fetched from another authority for a certificate of the service.
#pragma once

#include <chitty/host.hpp>

namespace chittycertify {

// Its settings. CONFIGURATION: there is no such remote.
chitty::Result<chitty::json::object> authority_named(chitty::Host& host, const std::string& tsa);

// What the service says of the stamp that it has kept. REFUSED: the authority's answer is not one, says the service.
chitty::Result<chitty::json::object> stamp_by(chitty::Host& host, const std::string& certificate, const std::string& tsa,
                                              const std::string& policy);

// The object at `name` of the one record of a reply; MALFORMED when there is none.
chitty::Result<chitty::json::object> member_object(const chitty::Reply& reply, std::string_view name);

}  // namespace chittycertify
