#include "request/lookup.hpp"

#include "request/records.hpp"
#include "request/reply.hpp"

namespace chitty::host {

Result<json::object> look_up(const DeclaredRequest& request, json::object arguments, Courier& courier) {
  const Lookup& lookup = *request.lookup;
  Values values(arguments, courier);
  const std::string given = values.text(lookup.argument);
  if (given.empty()) return arguments;

  DeclaredRequest list;
  list.method = "GET";
  list.target = lookup.target;
  list.is_public = lookup.is_public;
  list.repeatable = true;
  list.query = lookup.query;
  list.records = lookup.records;
  list.paging = lookup.paging;
  list.failed = request.failed;
  std::vector<std::string> ids;
  bool is_id = false;
  const auto look = [&](json::value record) -> Result<void> {
    const auto* id = find_at(record, lookup.id);
    const auto* name = find_at(record, lookup.name);
    if (!id || id->is_null()) return {};
    is_id = is_id || text_of(*id) == given;
    if (name && name->is_string() && name->get_string() == given && ids.size() < 4) ids.push_back(text_of(*id));
    return {};
  };
  if (auto done = each_record(list, values, {}, look); !done) return done.error();
  if (is_id) return arguments;
  if (ids.empty()) return make_error(Code::not_found, "no " + lookup.argument + " '" + given + "'", "Use its exact name or its id.");
  if (ids.size() > 1) {
    std::string all;
    for (const auto& id : ids) all += (all.empty() ? "" : ", ") + id;
    return usage_error("'" + given + "' is the name of more than one " + lookup.argument, "Use the id of the one you mean: " + all);
  }
  arguments[lookup.argument] = ids.front();
  return arguments;
}

}  // namespace chitty::host
