// Where messages come from: the person at the terminal, or lines of standard input.
#ifndef CHITTYCHAT_COMMANDS_SAID_HPP
#define CHITTYCHAT_COMMANDS_SAID_HPP

#include <chitty/lines.hpp>
#include <deque>

namespace chittychat {

class Messages {
 public:
  explicit Messages(chitty::Host& host) : host_(host), lines_(host) {}

  // What was said in earlier conversations; for the arrows.
  chitty::Result<void> remember();

  // The next one; none at the end. Ctrl-C while nothing is written, twice, is the end too.
  chitty::Result<std::optional<std::string>> next();

  bool at_terminal() const { return at_terminal_; }

 private:
  chitty::Result<std::optional<std::string>> next_line();
  void add(std::string message);

  chitty::Host& host_;
  chitty::Lines lines_;
  bool at_terminal_ = true, stopped_before_ = false;
  std::vector<std::string> history_;
};

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_SAID_HPP
