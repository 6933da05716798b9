// Counts wrong tokens by client address and slows down an address that sends too many.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chitty::host::daemon {

// A guess costs whoever guesses, and nobody else. Tokens cannot be told apart before the database is asked, and on one machine
// all have one address; connections can. So an address that guesses is asked about at any rate, but each of its connections has
// one wrong token and is closed at the next, and all its questions go through a few lanes: the rest of the database's time and
// connections is for the others. A right new token comes on a connection of its own and waits for a lane, not for a window's end.
class FailedLogins {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int allowed = 20;  // wrong tokens in each window
  static constexpr auto window = std::chrono::seconds(60);
  static constexpr int lanes = 2;          // questions at once, about tokens from addresses over their guesses
  static constexpr int most_waiting = 32;  // for a lane; further ones are refused at once
  static constexpr auto patience = std::chrono::seconds(2);
  static constexpr std::size_t most = 16384;  // addresses that are remembered; what does not fit is counted together

  // One token that may have to be looked up. Holds a lane, if it needs one, as long as it lives.
  class Question {
   public:
    // `guessed`: a wrong token has come on this connection before.
    Question(FailedLogins& guesses, std::string_view address, bool guessed) : failed_logins_(guesses), address_(address), guessed_(guessed) {}
    ~Question();
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    bool may_ask(Clock::time_point now);  // waits for a lane if there is none free

   private:
    FailedLogins& failed_logins_;
    std::string_view address_;
    bool guessed_, in_lane_ = false;
  };

  // A wrong token came: zero while that is allowed, else how long the address has to wait. [any-thread]
  std::chrono::milliseconds wrong(std::string_view address, Clock::time_point now);

 private:
  struct Book {
    Clock::time_point since;
    int wrong = 0;
  };
  Book* find(std::string_view address, Clock::time_point now, bool make);

  bool is_guessing(std::string_view address, Clock::time_point now);
  bool enter_lane();
  void leave_lane();

  std::mutex mutex_;
  std::condition_variable lane_free_;
  int in_lanes_ = 0, waiting_ = 0;
  std::unordered_map<std::string, Book> books_;
  Clock::time_point swept_;
};

}  // namespace chitty::host::daemon
