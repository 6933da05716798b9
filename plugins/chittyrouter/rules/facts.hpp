// What a rule may look at.
#ifndef CHITTYROUTER_RULES_FACTS_HPP
#define CHITTYROUTER_RULES_FACTS_HPP

#include <chitty/error.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chittyrouter {

// Of one mail. Addresses are in lower case, names of headers too.
struct Facts {
  std::vector<std::string> from, to, cc;
  std::string subject, text, list_id;
  bool has_attachment = false;
  std::vector<std::pair<std::string, std::string>> headers;
};

// The address book: groups, and the addresses ("a@b.example") and domains ("@b.example") in each.
using Book = std::map<std::string, std::vector<std::string>, std::less<>>;

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_FACTS_HPP
