#include "case_rows.hpp"

#include <chittycases_names.hpp>

#include "../status.hpp"

namespace chittycases {

using namespace chitty;

Result<Row> case_of_caller(Service& service, const std::string& id) {
  return row_of_caller(service, "SELECT * FROM cases_cases WHERE (id = :id OR case_number = :id OR chitty_id = :id) AND {own}", {{"id", id}}, Ownership(service, {"created_by"}),
                       "There is no case " + id + " of yours.", "List them: chitty cases list");
}

json::object shown_case(const Row& row) {
  auto shown = record_of(row, shapes::case_);
  json::array allowed;
  if (const auto* status = status_named(text_in(row, "status")))
    for (const auto next : status->next) allowed.emplace_back(next);
  shown["allowed"] = std::move(allowed);
  return shown;
}

Result<Row> document_row(Service& service, const std::string& id) {
  return service.store().row("SELECT * FROM cases_documents WHERE id = :id", {{"id", id}}, "There is no document " + id + ".");
}

Result<Found> document_of_caller(Service& service, const std::string& case_id, const std::string& id) {
  CHITTY_TRY(auto of, case_of_caller(service, case_id));
  CHITTY_TRY(auto document, service.store().row("SELECT * FROM cases_documents WHERE id = :id AND case_id = :case", {{"id", id}, {"case", of.at("id")}},
                                                "There is no document " + id + " in the case " + text_in(of, "case_number") + ".",
                                                "List them: chitty cases docs list " + text_in(of, "case_number")));
  return Found{std::move(of), std::move(document)};
}

}  // namespace chittycases
