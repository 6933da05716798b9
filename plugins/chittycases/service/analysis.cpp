// What the text of a document says: found anew as a whole, so that a citation may run over the end of a page.
#include <algorithm>
#include <chittycases_names.hpp>

#include "../find/find.hpp"
#include "case_rows.hpp"

namespace chittycases::routes {

using namespace chitty;

namespace {

constexpr std::size_t most_findings = 50'000;

Result<std::vector<find::Page>> pages_of(Service& service, const Row& document) {
  std::vector<find::Page> pages;
  Result<void> fine;
  CHITTY_DO(service.store().each("SELECT page, text, boxes FROM cases_pages WHERE document = :id ORDER BY page", {{"id", document.at("id")}}, [&](Row row) {
    find::Page page{static_cast<int>(row.at("page").as_int64()), text_in(row, "text"), {}};
    boost::system::error_code wrong;
    const auto boxes = json::parse(text_in(row, "boxes"), wrong);
    if (!wrong && boxes.is_array())
      for (const auto& box : boxes.get_array())
        if (box.is_array() && box.get_array().size() == 5) {
          const auto& of = box.get_array();
          const auto number = [&](std::size_t i) { return of[i].is_number() ? of[i].to_number<double>() : 0.0; };
          page.words.push_back({static_cast<std::size_t>(std::max(0.0, number(0))), number(1), number(2), number(3), number(4)});
        }
    pages.push_back(std::move(page));
    return true;
  }));
  return pages;
}

json::value box_of(const find::Finding& finding) {
  if (!finding.box) return nullptr;
  const auto& box = *finding.box;
  return json::array{box[0], box[1], box[2], box[3]};
}

}  // namespace

Result<Response> analyze_document(Service& service, const AnalyzeDocument& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  const auto id = text_in(found.document, "id");
  const auto read = found.document.at("pages_read").as_int64();
  const auto& pages = found.document.at("pages");
  if (read == 0 || (pages.is_int64() && read < pages.get_int64()))
    return make_error(Code::conflict, "The document " + id + " is not read to its end.", "Read it: chitty cases docs analyze " + text_in(found.of, "case_number") + " " + id);
  CHITTY_TRY(const auto text, pages_of(service, found.document));
  const bool has_text = std::any_of(text.begin(), text.end(), [](const find::Page& page) { return page.text.find_first_not_of(" \t\n\f") != std::string::npos; });
  if (!has_text) {
    const auto reason = "there is no text on its " + std::to_string(read) + (read == 1 ? " page" : " pages") + ": it may be scanned";
    CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
      CHITTY_DO(service.store().execute("UPDATE cases_documents SET state = 'unreadable', reason = :reason WHERE id = :id", {{"reason", reason}, {"id", id}}));
      CHITTY_DO(service.event("case.document_unreadable", id, {{"case", found.of.at("id")}, {"reason", reason}}));
      return document_row(service, id);
    }));
    return Response(record_of(row, shapes::document));
  }
  auto findings = find::all_in(text);
  json::value reason;
  if (findings.size() > most_findings) {
    reason = "of its " + std::to_string(findings.size()) + " findings the first " + std::to_string(most_findings) + " are kept";
    findings.resize(most_findings);
  }
  CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
    CHITTY_DO(service.store().execute("DELETE FROM cases_findings WHERE document = :id", {{"id", id}}));
    std::int64_t number = 0;
    for (const auto& finding : findings) {
      const auto box = box_of(finding);
      CHITTY_DO(service.store().execute("INSERT INTO cases_findings (document, number, case_id, kind, text, page, \"offset\", length, value, box) VALUES (:document, :number, :case, :kind, :text, :page, :start, :length, :value, :box)",
                                        {{"document", id}, {"number", ++number}, {"case", found.of.at("id")}, {"kind", finding.kind}, {"text", finding.text}, {"page", finding.page}, {"start", finding.offset}, {"length", finding.length}, {"value", json::serialize(finding.value)}, {"box", box.is_null() ? json::value(nullptr) : json::value(json::serialize(box))}}));
    }
    CHITTY_DO(service.store().execute("UPDATE cases_documents SET state = 'analyzed', reason = :reason, pages = pages_read, findings = :count, analyzed_at = :now WHERE id = :id", {{"count", number}, {"reason", reason}, {"now", rfc3339(service.now())}, {"id", id}}));
    CHITTY_DO(service.event("case.document_analyzed", id, {{"case", found.of.at("id")}, {"findings", number}}));
    return document_row(service, id);
  }));
  return Response(record_of(row, shapes::document));
}

Result<Response> list_findings(Service& service, const ListFindings& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  CHITTY_TRY(const auto rows, service.store().query("SELECT * FROM cases_findings WHERE document = :id AND number > :after AND (kind = :kind OR :kind = '') ORDER BY number LIMIT :limit",
                                                    {{"id", found.document.at("id")}, {"after", given.query.after}, {"kind", given.query.kind}, {"limit", given.query.limit}}));
  json::array findings;
  for (const auto& row : rows) findings.push_back(record_of(row, shapes::finding));
  return Response(envelope(service, {{"findings", std::move(findings)}}));
}

Result<Response> analyze_text(Service& service, const AnalyzeText& given) {
  json::array findings;
  for (const auto& finding : find::all_in({{1, given.body.documentContent, {}}}))
    findings.push_back(json::object{{"kind", finding.kind}, {"text", finding.text}, {"page", finding.page}, {"offset", finding.offset}, {"length", finding.length}, {"value", finding.value}});
  CHITTY_TRY(const auto id, new_ordered_id(service));
  return Response(envelope(service, {{"documentType", text_or_null(given.body.documentType)}, {"analysisType", given.body.analysisType}, {"caseNumber", text_or_null(given.body.caseNumber)}, {"analysis", {{"findings", std::move(findings)}}}, {"analysisId", id}}));
}

}  // namespace chittycases::routes
