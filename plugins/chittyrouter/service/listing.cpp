// The inbox as it is seen: lists, one mail, its bytes, how many there are.
#include <boost/algorithm/string/replace.hpp>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

Result<Response> list_inbox(Service& service, const ListInbox& given) {
  std::string sql = "SELECT " + std::string(message_columns) + " FROM router_messages WHERE owner = :owner";
  json::object parameters{{"owner", owner(service)}, {"limit", given.query.limit}};
  const auto where = [&](std::string_view condition, std::string_view name, const std::string& value) {
    if (value.empty()) return;
    sql += " AND " + std::string(condition);
    parameters[name] = value;
  };
  where("priority = :priority", "priority", given.query.priority);
  where("category = :category", "category", given.query.category);
  where("thread = :thread", "thread", given.query.thread);
  where("status = :status", "status", given.query.status);
  if (!given.query.label.empty()) where("lower(labels) LIKE lower(:label) ESCAPE '!'", "label", "%\"" + boost::algorithm::replace_all_copy(given.query.label, "_", "!_") + "\"%");
  if (given.query.unread.value_or(false)) sql += " AND unread = 1";
  if (!given.query.archived.value_or(false) && given.query.thread.empty()) sql += " AND archived = 0";
  where("id < :cursor", "cursor", given.query.cursor);
  CHITTY_TRY(const auto rows, service.store().query_text(sql + " ORDER BY id DESC LIMIT :limit", parameters));
  return array_of(rows, shapes::message);
}

Result<Response> show_mail(Service& service, const ShowMail& given) {
  CHITTY_TRY(const auto row, mail_of_caller(service, given.path.id));
  return Response(record_of(row, shapes::mail));
}

Result<Response> raw_mail(Service& service, const RawMail& given) {
  CHITTY_TRY(const auto row, mail_of_caller(service, given.path.id));
  auto skip = row.at("pack_at").to_number<std::uint64_t>(), left = row.at("size").to_number<std::uint64_t>();
  CHITTY_DO(service.begin(200, {{"Content-Type", "message/rfc822"}, {"Content-Disposition", "attachment; filename=\"" + given.path.id + ".eml\""}, {"X-Content-Type-Options", "nosniff"}}));
  if (left == 0) return Response::done();
  CHITTY_DO(service.blobs().get(text_in(row, "pack"), [&](std::string_view piece) -> Result<void> {
    const auto skipped = std::min<std::uint64_t>(skip, piece.size());
    skip -= skipped, piece.remove_prefix(skipped);
    piece = piece.substr(0, std::min<std::uint64_t>(left, piece.size()));
    left -= piece.size();
    return piece.empty() ? Result<void>() : service.write(piece);
  }));
  return Response::done();
}

namespace {

Result<Response> changed(Service& service, const std::string& id, std::string_view set) {
  CHITTY_TRY(const auto row, mail_of_caller(service, id));
  CHITTY_DO(service.store().execute("UPDATE router_messages SET " + std::string(set) + " WHERE id = :id AND owner = :owner", {{"id", id}, {"owner", owner(service)}}));
  CHITTY_TRY(const auto now, mail_of_caller(service, id));
  return Response(record_of(now, shapes::message));
}

}  // namespace

Result<Response> mark_read(Service& service, const MarkRead& given) { return changed(service, given.path.id, "unread = 0"); }

Result<Response> archive(Service& service, const Archive& given) { return changed(service, given.path.id, "archived = 1"); }

Result<Response> stats(Service& service) {
  CHITTY_TRY(auto row, service.store().row("SELECT COUNT(*) AS total, COUNT(*) FILTER (WHERE unread = 1) AS unread, COUNT(*) FILTER (WHERE priority IN ('high', 'critical')) AS \"highPriority\","
                                           " COUNT(*) FILTER (WHERE status = 'new') AS \"notRouted\", COUNT(*) FILTER (WHERE archived = 1) AS archived, COUNT(DISTINCT thread) AS threads,"
                                           " COUNT(*) FILTER (WHERE attachment_count > 0) AS \"withAttachments\", COUNT(*) FILTER (WHERE twins > 0) AS twins,"
                                           " COALESCE(SUM(size), 0) AS bytes FROM router_messages WHERE owner = :owner",
                                           {{"owner", owner(service)}}, "No inbox."));
  row["bytes"] = row.at("bytes").to_number<std::int64_t>();
  const json::object mine{{"owner", owner(service)}};
  CHITTY_TRY(const auto drafts, service.store().row("SELECT COUNT(*) AS n FROM router_drafts WHERE owner = :owner", mine, "No drafts."));
  CHITTY_TRY(const auto due, service.store().row("SELECT COUNT(*) FILTER (WHERE state IN ('due', 'claimed')) AS due, COUNT(*) FILTER (WHERE state = 'failed') AS failed FROM router_effects WHERE owner = :owner", mine, "No effects."));
  json::object body{{"total", row.at("total")}, {"unread", row.at("unread")}, {"highPriority", row.at("highPriority")}, {"pendingResponse", drafts.at("n")}};
  for (const auto* name : {"notRouted", "archived", "threads", "withAttachments", "twins", "bytes"}) body[name] = row.at(name);
  body["agentsDue"] = due.at("due"), body["agentsFailed"] = due.at("failed");
  for (const auto& [member, column] : {std::pair("byPriority", "priority"), std::pair("byCategory", "category")}) {
    json::object counts;
    CHITTY_TRY(const auto rows, service.store().query("SELECT " + std::string(column) + " AS word, COUNT(*) AS n FROM router_messages WHERE owner = :owner AND " + column + " IS NOT NULL GROUP BY " + column + " ORDER BY " + column, mine));
    for (const auto& each : rows) counts[text_in(each, "word")] = each.at("n");
    body[member] = std::move(counts);
  }
  return Response(body);
}

}  // namespace chittyrouter::routes
