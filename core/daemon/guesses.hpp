// Wrong tokens, by client address: whoever has sent too many is slowed down.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chitty::daemon {

// What one client is counted by: an IPv4 address; of IPv6 the first 64 bits, which one household has to itself.
std::string client_key(std::string_view address);

class Guesses {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int allowed = 20;  // wrong tokens in each window
  static constexpr auto window = std::chrono::seconds(60);
  static constexpr int trickle = 5;           // questions to the database each second, for an address over its guesses
  static constexpr std::size_t most = 16384;  // addresses that are remembered; what does not fit is counted together

  // Before a token that was never right is looked up: true while the address is within its guesses, and then `trickle`
  // times a second, so that a new right token still comes through, if not at once. [any-thread]
  bool may_ask(std::string_view address, Clock::time_point now);

  // A wrong token came: zero while that is allowed, else how long the address has to wait. [any-thread]
  std::chrono::milliseconds wrong(std::string_view address, Clock::time_point now);

 private:
  struct Book {
    Clock::time_point since, second;
    int wrong = 0, asked = 0;
  };
  Book* find(std::string_view address, Clock::time_point now, bool make);

  std::mutex mutex_;
  std::unordered_map<std::string, Book> books_;
  Clock::time_point swept_;
};

}  // namespace chitty::daemon
