// Which events are meant: the same words in every route that selects some.
#pragma once

#include <chitty/lists.hpp>
#include <chitty/service.hpp>
#include <string>

namespace chittychronicle {

struct Filter {
  std::string service, action, userId, status, startDate, endDate, query;

  // Of the query of a route that declares some of these names.
  template <class Query>
  static Filter of(const Query& query);

  // "SELECT `columns` FROM chronicle_events WHERE …" with these conditions, and that the caller may see it: its own, unless the
  // route shows everybody's. INVALID_ARGUMENT: a pattern or a time is none.
  chitty::Result<chitty::Select> select(const chitty::Service& service, const std::string& columns) const;
};

// An RFC 3339 time or a day as the text that events have. INVALID_ARGUMENT names `of`.
chitty::Result<std::string> moment_of(std::string_view text, std::string_view of);

// For LIKE with '\' as escape: nothing in it stands for anything else.
std::string literally(std::string_view text);

template <class Query>
Filter Filter::of(const Query& query) {
  Filter filter;
  if constexpr (requires { query.service; }) filter.service = query.service;
  if constexpr (requires { query.action; }) filter.action = query.action;
  if constexpr (requires { query.userId; }) filter.userId = query.userId;
  if constexpr (requires { query.status; }) filter.status = query.status;
  if constexpr (requires { query.startDate; }) filter.startDate = query.startDate;
  if constexpr (requires { query.endDate; }) filter.endDate = query.endDate;
  if constexpr (requires { query.query; }) filter.query = query.query;
  return filter;
}

}  // namespace chittychronicle
