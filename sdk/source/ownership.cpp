#include <chitty/ownership.hpp>

namespace chitty {

namespace {

constexpr std::string_view place = "{own}";

}  // namespace

Ownership::Ownership(const Service& service, std::initializer_list<std::string_view> columns)
    : parameters_{{"caller", service.caller().subject}}, all_(service.sees_all()) {
  for (const auto column : columns)
    condition_.append(condition_.empty() ? "" : " OR ").append(column).append(" = :caller");
}

Ownership::Ownership(const Service& service, std::string condition, json::object parameters)
    : condition_(std::move(condition)), parameters_(std::move(parameters)), all_(service.sees_all()) {}

Ownership Ownership::everybodys() {
  Ownership everybodys;
  everybodys.condition_ = "1 = 0";
  everybodys.all_ = true;
  return everybodys;
}

Ownership Ownership::strictly() const {
  auto same = *this;
  same.all_ = false;
  return same;
}

std::string Ownership::condition() const { return all_ ? "(1 = 1)" : "(" + condition_ + ")"; }

json::object Ownership::with(json::object others) const {
  if (all_) return others;
  for (const auto& [name, value] : parameters_) others[name] = value;
  return others;
}

Result<std::string> Ownership::applied(std::string_view sql) const {
  const auto at = sql.find(place);
  if (at == sql.npos)
    return make_error(Code::plugin_fault,
                      "A statement for a caller's own does not say {own}: " + std::string(sql.substr(0, 200)));
  return std::string(sql.substr(0, at)) + condition() + std::string(sql.substr(at + place.size()));
}

Result<Row> row_of_caller(Service& service, std::string_view sql, const json::object& parameters,
                          const Ownership& whose, std::string none, std::string hint) {
  auto statement = whose.applied(sql);
  if (!statement) return statement.error();
  return service.store().row(*statement, whose.with(parameters), std::move(none), std::move(hint));
}

}  // namespace chitty
