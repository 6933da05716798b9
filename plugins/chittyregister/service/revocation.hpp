// What is revoked, told: the lists, and the answers to single questions. Both are of the table as it is.
#pragma once

#include "authority.hpp"

namespace chittyregister {

inline constexpr std::int64_t of_list = a_day;  // so long is a list good; a new one is made from half of it on

// A new list of `issuer`, whose key it has, within the transaction that changes what is on it.
chitty::Result<void> make_list(chitty::Service& service, const Holder& issuer, std::int64_t lasting = of_list);

}  // namespace chittyregister
