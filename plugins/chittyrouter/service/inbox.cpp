#include "inbox.hpp"

#include <chitty/members.hpp>

#include "../mail/text.hpp"

namespace chittyrouter {

using namespace chitty;

#define LISTED                                                                                                                                 \
  "id, from_address AS \"from\", from_name, subject, sent_at AS \"date\", received_at, priority, category, labels, status, unread, archived, " \
  "attachment_count, thread, list_id, size, content_hash, message_id, twins"
const std::string_view message_columns = LISTED;
const std::string_view mail_columns = LISTED
    ", reply_to, recipients AS \"to\", copies AS \"cc\", in_reply_to, reference_ids AS \"references\", text, headers, attachments, assumed, floor, decision, senders, pack, pack_at";
#undef LISTED

json::array array_in_text(const json::value& text) {
  if (!text.is_string()) return {};
  boost::system::error_code wrong;
  auto value = json::parse(text.get_string(), wrong);
  return !wrong && value.is_array() ? std::move(value.get_array()) : json::array();
}

Result<Row> mail_of_caller(Service& service, const std::string& id) {
  return service.store().row("SELECT " + std::string(mail_columns) + " FROM router_messages WHERE id = :id AND owner = :owner", {{"id", id}, {"owner", owner(service)}},
                             "There is no mail " + id + " in your inbox.", "List it: chitty router inbox list");
}

Facts facts_of(const Row& row) {
  Facts facts;
  const auto texts = [&](const char* column) {
    std::vector<std::string> out;
    for (const auto& each : array_in_text(row.at(column)))
      if (each.is_string()) out.emplace_back(each.get_string());
    return out;
  };
  facts.from = texts("senders"), facts.to = texts("to"), facts.cc = texts("cc");
  facts.subject = text_in(row, "subject"), facts.text = text_in(row, "text"), facts.list_id = text_in(row, "list_id");
  facts.has_attachment = row.at("attachment_count").to_number<std::int64_t>() > 0;
  for (const auto& header : array_in_text(row.at("headers"))) facts.headers.emplace_back(text_in(header, "name"), text_in(header, "value"));
  return facts;
}

Result<Book> book_of(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT member_of, address FROM router_contacts WHERE owner = :owner ORDER BY member_of, address", {{"owner", owner(service)}}));
  Book book;
  for (const auto& row : rows) book[text_in(row, "member_of")].push_back(text_in(row, "address"));
  return book;
}

Result<Ruleset> ruleset_of(Service& service) {
  Ruleset set;
  const json::object mine{{"owner", owner(service)}};
  CHITTY_TRY(const auto version, service.store().find("SELECT version FROM router_rulesets WHERE owner = :owner", mine));
  if (version) set.version = version->at("version").to_number<std::int64_t>();
  CHITTY_TRY(const auto rows, service.store().query("SELECT id, name, condition, action FROM router_rules WHERE owner = :owner AND enabled = 1 ORDER BY position, id", mine));
  for (const auto& row : rows) {
    CHITTY_TRY(auto condition, Condition::parse(text_in(row, "condition")));
    CHITTY_TRY(auto actions, parse_actions(text_in(row, "action")));
    set.rules.push_back({text_in(row, "id"), text_in(row, "name"), std::move(condition), std::move(actions)});
  }
  CHITTY_TRY(set.book, book_of(service));
  return set;
}

Result<void> next_ruleset(Service& service) {
  CHITTY_DO(service.store().execute("INSERT INTO router_rulesets (owner, version) VALUES (:owner, 1) ON CONFLICT (owner) DO UPDATE SET version = router_rulesets.version + 1", {{"owner", owner(service)}}));
  return {};
}

Response array_of(const std::vector<RowText>& rows, Shape shape) {
  ListText records;
  for (const auto& row : rows) records.add(record_of(row, shape));
  Response response;
  response.body = records.whole();
  return response;
}

}  // namespace chittyrouter
