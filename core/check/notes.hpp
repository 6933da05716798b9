// What a child tells its parent, through memory that both see: it can be written from a signal handler, and what was
// written stays when the child crashes, is killed, or ends itself in the middle.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "check/sin.hpp"

namespace chitty::host {

class Notes {
 public:
  Notes();  // empty memory, shared with every child that is forked while it lives
  ~Notes();
  Notes(const Notes&) = delete;

  // What the plugin is doing from now on: "while running 'acme list'".
  void begin(std::string_view phase);
  // Against the manners, in this phase; only the first time counts. [signal handlers, any thread]
  void sin(Sin sin);
  // Any other thing that is wrong, as a sentence, in this phase.
  void wrong(std::string_view sentence);

  std::string phase() const;                // the last one begun
  std::map<Sin, std::string> sins() const;  // each with the phase in which it was first seen
  std::vector<std::string> wrongs() const;  // sentences

 private:
  struct Page;
  Page* page_;
};

}  // namespace chitty::host
