// A command whose request is declared, as its proofs see it: with the route that it names.
#pragma once

#include "members.hpp"
#include "proofs.hpp"

namespace chitty {

struct DeclaredRequest {
  // `manifest` is the record; lines begin with `where`. All must outlive this.
  DeclaredRequest(const json::value& manifest, const json::object& command, std::string where, Lines& out);

  const json::value& whole;
  const json::object& manifest;
  const json::object& command;
  const json::object& request;
  const std::string where;
  Lines& out;
  const std::string route_name;     // empty: it names none
  const json::object* const route;  // null: it names none, or one that is not there
  const std::string method, path;

  void wrong(const std::string& place, const std::string& words) const { out.push_back(where + place + ": " + words); }
  bool has_records() const { return request.contains("records") || (route && route->contains("records")); }
};

// The service's route by its handler or as "GET /path"; null when there is none.
const json::object* route_named(const json::object& manifest, std::string_view name);

// The view, the columns and the expectations are in what comes back.
void prove_reply(const DeclaredRequest& of);

// How a list goes on is written into places that the request has.
void prove_paging(const DeclaredRequest& of);

}  // namespace chitty
