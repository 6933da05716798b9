// What other services recorded: the chronicle, read as far as it goes before a score is computed.
#pragma once

#include <chitty/service.hpp>

namespace chittytrust {

struct Read {
  bool has_chronicle = false;
  std::int64_t up_to = 0;  // number of the last event that was read
  bool behind = false;     // there are more: a request reads at most twenty thousand
};

// Not within a transaction. Without a chronicle in this ChittyOS nothing is read.
chitty::Result<Read> read_chronicle(chitty::Service& service);

}  // namespace chittytrust
