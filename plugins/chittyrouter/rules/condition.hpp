// The condition of a rule:
//
//   from:opposing-counsel AND (subject:"motion to dismiss" OR has:attachment) AND NOT list:*
//
// FIELD:VALUE with AND, OR, NOT and brackets; AND binds tighter than OR and may be left out; a value with spaces or brackets stands in
// double quotes, \" and \\ within. Fields:
//
//   from: to: cc:   a group of the address book (a word), a domain and what is below it (example.com), one domain (@example.com), or an
//                   address, in which * is any text. The address is meant, never the name before it
//   subject: body:  the text is in there. Letters A to Z are as a to z, as in Sieve's i;ascii-casemap
//   list:           the List-Id; * is any
//   has:attachment
//   header:NAME     there is such a header; header:NAME:VALUE, and the text is in there
#ifndef CHITTYROUTER_RULES_CONDITION_HPP
#define CHITTYROUTER_RULES_CONDITION_HPP

#include <chitty/result.hpp>
#include <optional>
#include <string_view>

#include "facts.hpp"

namespace chittyrouter {

class Condition {
 public:
  enum class Field : char {
    from,
    to,
    cc,
    subject,
    body,
    list,
    has,
    header
  };
  enum class Kind : char {
    both,
    either,
    negation,
    term
  };
  struct Node {
    Kind kind = Kind::term;
    std::vector<std::size_t> parts{};  // of both and either, two or more; of a negation, one
    Field field = Field::from;         // of a term
    std::string name{}, value{};       // of a term; `name` is a header's
    std::string text{};                // of a term, as it was written
  };

  // INVALID_ARGUMENT says what is wrong at which column, from 1, in characters; `column` in the details.
  static chitty::Result<Condition> parse(std::string_view text);

  bool matches(const Facts& facts, const Book& book) const { return holds(root_, facts, book); }
  // The terms that hold, with what they matched: "from:opposing-counsel (carol@firm.example)". Of a condition that matches.
  std::string why(const Facts& facts, const Book& book) const;
  // The groups that it names.
  std::vector<std::string> groups() const;

  const Node& node(std::size_t number) const { return nodes_[number]; }
  std::size_t root() const { return root_; }

 private:
  friend class ConditionParser;
  bool holds(std::size_t number, const Facts& facts, const Book& book) const;

  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

// How the value of from:, to: and cc: is meant.
bool is_group(std::string_view value);
// Is `address` meant by `value`: a group, a domain, an address?
bool is_meant(std::string_view value, const std::string& address, const Book& book);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_CONDITION_HPP
