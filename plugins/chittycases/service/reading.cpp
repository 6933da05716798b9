// The text of documents: it comes page by page from whoever reads them (never this process), and goes on where it stopped.
#include <boost/json/serialize.hpp>
#include <chittycases_names.hpp>

#include "case_rows.hpp"

namespace chittycases::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_text = 64 << 20;  // of one document

Result<void> forget_text(Service& service, const std::string& document) {
  for (const auto* table : {"cases_pages", "cases_findings"})
    CHITTY_DO(service.store().execute(std::string("DELETE FROM ") + table + " WHERE document = :document", {{"document", document}}));
  return {};
}

}  // namespace

// What another version of the reader has read is not mixed with what this one reads.
Result<Response> begin_reading(Service& service, const BeginReading& given) {
  const auto& body = given.body;
  CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(auto found, document_of_caller(service, given.path.id, given.path.document));
    auto& document = found.document;
    const auto id = text_in(document, "id");
    const bool same = !body.again && text_in(document, "extractor") == body.extractor && text_in(document, "state") != "unreadable";
    if (same && body.unreadable.empty()) return document;
    CHITTY_DO(forget_text(service, id));
    const json::value pages = body.pages ? json::value(*body.pages) : json::value(nullptr);
    CHITTY_DO(service.store().execute("UPDATE cases_documents SET state = :state, reason = :reason, format = :format, pages = :pages, pages_read = 0, extractor = :extractor, findings = 0, analyzed_at = NULL WHERE id = :id",
                                      {{"state", body.unreadable.empty() ? "reading" : "unreadable"}, {"reason", text_or_null(body.unreadable)}, {"format", body.format}, {"pages", pages}, {"extractor", body.extractor}, {"id", id}}));
    if (!body.unreadable.empty()) CHITTY_DO(service.event("case.document_unreadable", id, {{"case", found.of.at("id")}, {"reason", body.unreadable}}));
    return document_row(service, id);
  }));
  return Response(record_of(row, shapes::document));
}

// Pages that are here already are passed over, so that a request that comes again does no harm.
Result<Response> add_pages(Service& service, const AddPages& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  const auto id = text_in(found.document, "id");
  CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(const auto document, document_row(service, id));
    if (text_in(document, "state") != "reading") return make_error(Code::conflict, "The document " + id + " is not being read.", "Begin: chitty cases docs analyze " + text_in(found.of, "case_number") + " " + id);
    CHITTY_TRY(const auto sum, service.store().row("SELECT COALESCE(SUM(OCTET_LENGTH(text)), 0) AS size FROM cases_pages WHERE document = :id", {{"id", id}}, ""));
    auto size = sum.at("size").to_number<std::int64_t>();
    auto last = document.at("pages_read").as_int64();
    for (;;) {
      CHITTY_TRY(const auto line, service.next_line());
      if (!line) break;
      if (line->wrong) return *line->wrong;
      const auto value = line->value();
      const auto& page = value.as_object();
      const auto number = page.at("page").to_number<std::int64_t>();
      if (number <= last) continue;
      if (number != last + 1) return make_error(Code::conflict, "Page " + std::to_string(last + 1) + " comes next, and not page " + std::to_string(number) + ".");
      size += static_cast<std::int64_t>(page.at("text").as_string().size());
      if (size > most_text) return make_error(Code::conflict, "The text of the document is larger than 64 MiB.", "Split the document.");
      const auto number_or_null = [&](std::string_view name) { return page.contains(name) ? page.at(name) : json::value(nullptr); };
      const auto* boxes = page.if_contains("boxes");
      CHITTY_DO(service.store().insert("cases_pages", {{"document", id}, {"page", number}, {"width", number_or_null("width")}, {"height", number_or_null("height")}, {"text", page.at("text")}, {"boxes", boxes ? json::serialize(*boxes) : std::string("[]")}}));
      last = number;
    }
    CHITTY_DO(service.store().execute("UPDATE cases_documents SET pages_read = :last WHERE id = :id", {{"last", last}, {"id", id}}));
    return document_row(service, id);
  }));
  return Response(record_of(row, shapes::document));
}

Result<Response> list_pages(Service& service, const ListPages& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  CHITTY_TRY(const auto rows, service.store().query("SELECT p.document, d.name, p.page, p.width, p.height, p.text FROM cases_pages p JOIN cases_documents d ON d.id = p.document WHERE p.document = :id AND p.page > :after ORDER BY p.page LIMIT :limit",
                                                    {{"id", found.document.at("id")}, {"after", given.query.after}, {"limit", given.query.limit}}));
  json::array pages;
  for (const auto& row : rows) pages.push_back(record_of(row, shapes::page));
  return Response(envelope(service, {{"pages", std::move(pages)}}));
}

// Pages with every word of `q`: for whoever answers from a case's documents.
Result<Response> find_pages(Service& service, const FindPages& given) {
  CHITTY_TRY(const auto of, case_of_caller(service, given.path.id));
  std::string sql = "SELECT p.document, d.name, p.page, p.width, p.height, p.text FROM cases_pages p JOIN cases_documents d ON d.id = p.document WHERE d.case_id = :case";
  json::object parameters{{"case", of.at("id")}, {"limit", given.query.limit}};
  std::string_view rest = given.query.q;
  for (int number = 0; !rest.empty() && number < 8;) {
    const auto end = std::min(rest.find(' '), rest.size());
    std::string word;
    for (const char c : rest.substr(0, end)) {
      if (c == '%' || c == '_' || c == '\\') word += '\\';
      word += c;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty()) continue;
    const auto name = "word" + std::to_string(number++);
    sql += " AND lower(p.text) LIKE lower(:" + name + ") ESCAPE '\\'";
    parameters[name] = "%" + word + "%";
  }
  CHITTY_TRY(const auto rows, service.store().query(sql + " ORDER BY p.document, p.page LIMIT :limit", parameters));
  json::array pages;
  for (const auto& row : rows) pages.push_back(record_of(row, shapes::page));
  return Response(envelope(service, {{"pages", std::move(pages)}}));
}

}  // namespace chittycases::routes
