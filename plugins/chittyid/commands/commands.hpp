// What the commands have in common.
#pragma once

#include <chittyid_names.hpp>

namespace chittyid::commands {

using namespace chitty;

// The body of a mint as the arguments ask for it, `count` left out: the letter of the entity, and --name inside the metadata.
Result<json::object> mint_order(const Mint& args);

// batch.cpp: many alike; and one for each line of standard input.
Result<Reply> mint_many(const Mint& args, Host& host);
Result<Reply> mint_from_input(const Mint& args, Host& host);

}  // namespace chittyid::commands
