// Between a process that has commands run and one that stays to run the next: an order is the command's words and its three
// streams, an answer says how it ended. Over a pair of SOCK_SEQPACKET sockets; both ends are this very program.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace chitty::host {

inline constexpr int orders_fd = 3;                        // where the one who works has its end
inline constexpr const char* worker_name = "chitty-work";  // its argv[0]; it has no other words

struct Order {
  std::vector<std::string> words;
  std::array<Fd, 3> streams;  // standard input, output and error
};

struct OrderAnswer {
  enum class Kind : int {
    begun,    // the order was taken; before that, nothing of it was done
    done,     // and ready for the next
    last,     // done, and it ends now
    declined  // nothing was done: such a command has a process of its own
  };
  Kind kind = Kind::done;
  int exit_code = 0;
};

// False where it cannot be given: too long for one message, or nobody is there any more. The streams stay the caller's.
bool give_order(int socket, const std::vector<std::string>& words, const std::array<int, 3>& streams);

// Waits; empty when there will be no more.
std::optional<Order> next_order(int socket);

bool answer_order(int socket, const OrderAnswer& answer);

// What is there now; empty: nothing yet, or nobody is there any more.
std::optional<OrderAnswer> answer_now(int socket);

// From here on SIGTERM comes to this process when the other end is gone, as to a child whose parent has ended. Once in a process.
void end_with(int socket);

}  // namespace chitty::host
