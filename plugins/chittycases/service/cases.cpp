// Cases: made with a number, listed, shown, changed by whoever knows the version.
#include <chittycases_names.hpp>
#include <chrono>

#include "../status.hpp"
#include "case_rows.hpp"
#include "identity.hpp"

namespace chittycases::routes {

using namespace chitty;

namespace {

// "2026-C-000123": counted for each year and first letter of a type, without a gap.
Result<std::string> next_number(Service& service, const std::string& type) {
  const auto year = rfc3339(service.now()).substr(0, 4);
  const char first = type.empty() ? 'g' : type.front();
  const std::string letter(1, first >= 'a' && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : 'X');
  CHITTY_TRY(const auto row, service.store().row("INSERT INTO cases_numbers (year, letter, last) VALUES (:year, :letter, 1)"
                                                 " ON CONFLICT (year, letter) DO UPDATE SET last = cases_numbers.last + 1 RETURNING last",
                                                 {{"year", year}, {"letter", letter}}, "The case got no number."));
  auto digits = std::to_string(row.at("last").as_int64());
  if (digits.size() > 6) return make_error(Code::conflict, "The numbers " + year + "-" + letter + " are used up.", "Use a type with another first letter.");
  digits.insert(0, 6 - digits.size(), '0');
  return year + "-" + letter + "-" + digits;
}

std::string lowered(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

Result<void> check_day(const std::string& name, const std::string& day) {
  if (day.empty()) return {};
  std::string_view rest = day;
  const auto date = detail::calendar_date(rest);
  if (date && date->ok() && rest.empty()) return {};
  return usage_error("There is no such day for " + name + ": " + day + ".", "Write it as 2026-11-29.");
}

Result<void> note_status(Service& service, const Row& row) {
  return service.store().insert("cases_statuses", {{"case_id", row.at("id")}, {"version", row.at("version")}, {"status", row.at("status")}, {"changed_by", service.caller().subject}, {"changed_at", row.at("updated_at")}});
}

Error docket_taken(const std::string& docket, const Row& first) {
  auto error = make_error(Code::conflict, "The docket number " + docket + " is that of your case " + text_in(first, "case_number") + ".", "Show it: chitty cases get " + text_in(first, "case_number"));
  error.details = {{"caseId", first.at("id")}};
  return error;
}

Result<void> check_docket(Service& service, const std::string& docket, const std::string& owner, const std::string& id) {
  if (docket.empty()) return {};
  CHITTY_TRY(const auto first, service.store().find("SELECT id, case_number FROM cases_cases WHERE created_by = :owner AND docket_number = :docket AND id <> :id", {{"owner", owner}, {"docket", docket}, {"id", id}}));
  return first ? Result<void>(docket_taken(docket, *first)) : Result<void>();
}

Response shown_with_tag(const Row& row, int status = 200) {
  Response response(status, shown_case(row));
  response.headers["ETag"] = "\"" + std::to_string(row.at("version").as_int64()) + "\"";
  response.headers["Cache-Control"] = "no-store";
  return response;
}

// The status that is asked for, which may follow the present one; or the present one.
Result<std::string> next_status(const Row& row, const std::string& wanted) {
  const auto now = text_in(row, "status");
  if (wanted.empty()) return now;
  const auto* from = status_named(now);
  const auto* to = status_named(wanted);
  if (!to) {
    std::vector<std::string_view> names;
    for (const auto& one : statuses()) names.push_back(one.name);
    return usage_error("There is no status '" + wanted + "': it must be " + listed(names) + ".");
  }
  if (to == from || !from) return std::string(to->name);
  if (may_follow(*from, *to)) return std::string(to->name);
  auto error = make_error(Code::refused, "A case that is " + now + " cannot become " + std::string(to->name) + ": it may become " + listed(from->next) + ".",
                          "Take a step that is allowed: chitty cases update " + text_in(row, "case_number") + " --status " + std::string(from->next.front()));
  json::array allowed;
  for (const auto next : from->next) allowed.emplace_back(next);
  error.details = {{"status", now}, {"allowed", std::move(allowed)}};
  return error;
}

Result<void> check_version(const Service& service, const Row& row) {
  const auto wanted = service.header("If-Match");
  const auto version = std::to_string(row.at("version").as_int64());
  if (wanted.empty() || wanted == "*" || wanted == "\"" + version + "\"") return {};
  auto error = make_error(Code::conflict, "The case " + text_in(row, "case_number") + " was changed meanwhile: it is at version " + version + ", and not at " + wanted + ".",
                          "Look at it, and change it again: chitty cases get " + text_in(row, "case_number"));
  error.details = {{"version", row.at("version")}, {"status", row.at("status")}};
  return error;
}

}  // namespace

Result<Response> list_cases(Service& service, const ListCases& given) {
  const auto page = Page{given.query.limit, 0, given.query.cursor};
  auto select = Select::own("SELECT * FROM cases_cases", Ownership(service, {"created_by"}));
  if (!given.query.status.empty()) {
    const auto* status = status_named(given.query.status);
    select.where("status = :status", "status", status ? status->name : std::string_view(given.query.status));
  }
  select.where_given("case_type = :type", "type", lowered(given.query.type));
  select.where_given("jurisdiction = :place", "place", given.query.jurisdiction);
  return answer_page(service, page, "cases", select.newest_first(page), shown_case);
}

Result<Response> create_case(Service& service, const CreateCase& given) {
  const auto& body = given.body;
  CHITTY_DO(check_day("filingDate", body.filingDate));
  CHITTY_TRY(const auto whole, service.body());
  CHITTY_TRY(const auto metadata, object_in(whole, "metadata"));
  const auto type = lowered(body.caseType), owner = service.caller().subject;
  CHITTY_TRY(auto answered, idempotent(service, 201, [&]() -> Result<json::object> {
               CHITTY_DO(service.quota("cases"));
               CHITTY_DO(check_docket(service, body.docketNumber, owner, ""));
               CHITTY_TRY(const auto ordered, new_ordered_id(service));
               CHITTY_TRY(const auto number, next_number(service, type));
               const auto now = rfc3339(service.now());
               const Row row{{"id", "CASE-" + ordered}, {"case_number", number}, {"docket_number", text_or_null(body.docketNumber)}, {"title", body.title}, {"case_type", type}, {"status", "open"}, {"description", text_or_null(body.description)}, {"jurisdiction", text_or_null(body.jurisdiction)}, {"judge_assigned", text_or_null(body.judgeAssigned)}, {"filing_date", text_or_null(body.filingDate)}, {"metadata", json::serialize(metadata)}, {"created_by", owner}, {"created_at", now}, {"updated_at", now}, {"version", 1}, {"documents", 0}};
               CHITTY_DO(service.store().insert("cases_cases", row));
               CHITTY_DO(note_status(service, row));
               CHITTY_DO(service.event("case.created", text_in(row, "id"), {{"caseNumber", number}, {"title", body.title}, {"caseType", type}}));
               CHITTY_TRY(const auto made, service.store().row("SELECT * FROM cases_cases WHERE id = :id", {{"id", row.at("id")}}, "The case is gone."));
               return shown_case(made);
             }));
  if (answered.status != 201) return answered;
  auto record = json::parse(answered.body).as_object();
  CHITTY_TRY(const auto row, service.store().row("SELECT * FROM cases_cases WHERE id = :id", {{"id", record.at("id")}}, "The case is gone."));
  record["chittyId"] = row.at("chitty_id");
  if (row.at("chitty_id").is_null())
    if (const auto minted = mint_identity(service, row)) record["chittyId"] = *minted;  // else tend() does, later
  record["message"] = "Created case " + text_in(row, "case_number");
  answered.body = json::serialize(record);
  return answered;
}

Result<Response> show_case(Service& service, const ShowCase& given) {
  CHITTY_TRY(const auto row, case_of_caller(service, given.path.id));
  return shown_with_tag(row);
}

Result<Response> update_case(Service& service, const UpdateCase& given) {
  const auto& body = given.body;
  for (const auto& [name, day] : {std::pair<std::string, const std::string&>{"filingDate", body.filingDate}, {"servedDate", body.servedDate}, {"judgmentDate", body.judgmentDate}}) CHITTY_DO(check_day(name, day));
  CHITTY_TRY(const auto whole, service.body());
  CHITTY_TRY(const auto done, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(auto row, case_of_caller(service, given.path.id));
    CHITTY_DO(check_version(service, row));
    CHITTY_TRY(const auto status, next_status(row, body.status));
    CHITTY_DO(check_docket(service, body.docketNumber, text_in(row, "created_by"), text_in(row, "id")));
    const bool moved = status != text_in(row, "status");
    row["status"] = status;
    if (!body.caseType.empty()) row["case_type"] = lowered(body.caseType);
    if (const auto* metadata = whole.if_contains("metadata")) row["metadata"] = json::serialize(*metadata);
    for (const auto& [column, text] : {std::pair<std::string_view, const std::string&>{"title", body.title}, {"jurisdiction", body.jurisdiction}, {"docket_number", body.docketNumber}, {"judge_assigned", body.judgeAssigned}, {"description", body.description}, {"filing_date", body.filingDate}, {"served_date", body.servedDate}, {"served_by", body.servedBy}, {"judgment_date", body.judgmentDate}})
      if (!text.empty()) row[column] = text;
    row["version"] = row.at("version").as_int64() + 1;
    row["updated_at"] = rfc3339(service.now());
    CHITTY_DO(service.store().execute(
        "UPDATE cases_cases SET title = :title, case_type = :case_type, status = :status, description = :description, jurisdiction = :jurisdiction, docket_number = :docket_number,"
        " judge_assigned = :judge_assigned, filing_date = :filing_date, served_date = :served_date, served_by = :served_by, judgment_date = :judgment_date, metadata = :metadata,"
        " updated_at = :updated_at, version = :version WHERE id = :id",
        row));
    if (moved) CHITTY_DO(note_status(service, row));
    CHITTY_DO(service.event(moved ? "case.status_changed" : "case.updated", text_in(row, "id"), {{"caseNumber", row.at("case_number")}, {"status", status}, {"version", row.at("version")}}));
    return row;
  }));
  return shown_with_tag(done);
}

Result<Response> summarize_case(Service& service, const SummarizeCase& given) {
  CHITTY_TRY(const auto row, case_of_caller(service, given.path.id));
  CHITTY_TRY(const auto kinds, service.store().query("SELECT kind, COUNT(*) AS count FROM cases_findings WHERE case_id = :id GROUP BY kind ORDER BY kind", {{"id", row.at("id")}}));
  CHITTY_TRY(const auto past, service.store().query("SELECT status, changed_by AS \"changedBy\", changed_at AS \"changedAt\" FROM cases_statuses WHERE case_id = :id ORDER BY version", {{"id", row.at("id")}}));
  auto shown = shown_case(row);
  json::object counts;
  for (const auto& kind : kinds) counts[text_in(kind, "kind")] = kind.at("count");
  shown["findings"] = std::move(counts);
  shown["statuses"] = json::array(past.begin(), past.end());
  return Response(shown);
}

}  // namespace chittycases::routes
