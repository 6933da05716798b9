// A caller's inbox: its rows, its rules and its address book. An inbox is its owner's alone; the daemon's owner has one, too, and sees
// no other through these routes.
#ifndef CHITTYROUTER_SERVICE_INBOX_HPP
#define CHITTYROUTER_SERVICE_INBOX_HPP

#include <chittyrouter_names.hpp>

#include "../rules/decide.hpp"

namespace chittyrouter {

inline std::string owner(chitty::Service& service) { return service.caller().subject; }

// What is listed, and all of a mail; columns as the schemas say.
extern const std::string_view message_columns, mail_columns;

// NOT_FOUND in words.
chitty::Result<chitty::Row> mail_of_caller(chitty::Service& service, const std::string& id);

// A mail's row (`mail_columns`) as rules see it.
Facts facts_of(const chitty::Row& row);

struct Ruleset {
  std::int64_t version = 0;
  std::vector<Rule> rules;
  Book book;
};
chitty::Result<Ruleset> ruleset_of(chitty::Service& service);
chitty::Result<Book> book_of(chitty::Service& service);
// Something that decides has changed. Within the transaction that changes it.
chitty::Result<void> next_ruleset(chitty::Service& service);

// Rows as the array that a list is on this wire.
chitty::Response array_of(const std::vector<chitty::RowText>& rows, chitty::Shape shape);

// The array that a column holds as JSON text, or an empty one.
chitty::json::array array_in_text(const chitty::json::value& text);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SERVICE_INBOX_HPP
