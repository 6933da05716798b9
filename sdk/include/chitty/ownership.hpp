// For services: whose a row is, decided once. A table's rows belong to the subjects in some of its columns; a statement
// that carries the words {own} is run with the condition that the row is the caller's, or with none where the route
// sees everybody's
// (`sees`, `widens` in the manifest). On the request's thread.
#ifndef CHITTY_OWNERSHIP_HPP
#define CHITTY_OWNERSHIP_HPP

#include <chitty/service.hpp>
#include <initializer_list>

namespace chitty {

class Ownership {
 public:
  // A row belongs to the caller when one of `columns` holds its subject.
  Ownership(const Service& service, std::initializer_list<std::string_view> columns);
  // A person with several subjects: `condition` says when a row is the caller's, `parameters` are what it takes.
  Ownership(const Service& service, std::string condition, json::object parameters);

  // Every row, of a route that sees everybody's: for what need not be found out first then.
  static Ownership everybodys();

  // The same for everybody, whatever the route sees: for what the caller calls its own (`--mine`).
  // Nothing of everybodys(), which does not know the caller.
  Ownership strictly() const;

  // A condition in SQL, in brackets; and its parameters, put to others.
  std::string condition() const;
  json::object with(json::object others = {}) const;

  // The statement with that in the place of {own}. PLUGIN_FAULT when it has no such place: then it would show
  // anybody's.
  Result<std::string> applied(std::string_view sql) const;

 private:
  Ownership() = default;

  std::string condition_;
  json::object parameters_;
  bool all_ = false;
};

// The row that is the caller's. NOT_FOUND in these words when there is none or it is somebody else's: that is not told
// apart.
//
//   CHITTY_TRY(auto order, row_of_caller(service, "SELECT * FROM orders WHERE id = :id AND {own}", {{"id", id}},
//                                        Ownership(service, {"buyer", "seller"}), "There is no such order: " + id));
Result<Row> row_of_caller(Service& service, std::string_view sql, const json::object& parameters,
                          const Ownership& whose, std::string none, std::string hint = {});

}  // namespace chitty

#endif  // CHITTY_OWNERSHIP_HPP
