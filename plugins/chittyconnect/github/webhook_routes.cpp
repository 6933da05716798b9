// What GitHub sends, and what came: /integrations/github/webhook, /api/v1/github/webhooks, /api/v1/github/deliveries
#include <chittyconnect_names.hpp>

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chitty/lists.hpp>
#include <chitty/members.hpp>
#include <chitty/utf8.hpp>

#include "delivery.hpp"
#include "hook.hpp"
#include "signature.hpp"

namespace chittyconnect::routes {

using namespace chitty;
using namespace github;

namespace {

constexpr std::string_view columns = "id, event, action, repository, state, error, arrivals, received_at, done_at, number";

// A word of a header that goes into a row: not long, and of plain characters.
bool is_word(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !text.empty() && text.size() <= 128 && text.find_first_not_of(letters) == text.npos;
}

std::string name_in(const json::value& body, std::string_view member, std::string_view name) {
  const auto* object = body.if_object();
  const auto* part = object ? object->if_contains(member) : nullptr;
  return part ? text_in(*part, name) : std::string();
}

// One insert: once it is answered, it is on disk.
Result<json::object> keep(Service& service, const Hook& hook, const std::string& id, const std::string& event, std::string_view text) {
  boost::system::error_code ec;
  const auto body = json::parse(text, ec, {}, detail::as_deep_as_the_host());
  return service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(number), 0) AS number FROM connect_deliveries", {}, "Nothing can be counted."));
    const Row row{{"id", id},
                  {"hook", hook.id},
                  {"hash", hex(service.crypto().sha256(text))},
                  {"event", event},
                  {"action", text_or_null(ec ? std::string() : text_in(body, "action"))},
                  {"repository", text_or_null(ec ? std::string() : name_in(body, "repository", "full_name"))},
                  {"body", text},
                  {"now", rfc3339(service.now())},
                  {"number", last.at("number").as_int64() + 1}};
    CHITTY_TRY(const auto kept,
               service.store().execute("INSERT INTO connect_deliveries (id, hook, body_hash, event, action, repository, body, state, arrivals, received_at, number)"
                                       " VALUES (:id, :hook, :hash, :event, :action, :repository, :body, 'received', 1, :now, :number) ON CONFLICT DO NOTHING",
                                       row));
    if (kept == 0)
      CHITTY_DO(service.store().execute("UPDATE connect_deliveries SET arrivals = arrivals + 1 WHERE hook = :hook AND (id = :id OR body_hash = :hash)",
                                        {{"hook", hook.id}, {"id", id}, {"hash", row.at("hash")}}));
    return json::object{{"delivery", id}, {"duplicate", kept == 0}};
  });
}

Error not_signed() { return make_error(Code::unauthenticated, "The signature is missing, or it is not that of this body by the webhook's secret."); }

}  // namespace

Result<Response> receive_github(Service& service, const ReceiveGithub& given) {
  CHITTY_TRY(const auto body, service.body_text());
  CHITTY_TRY(const auto hook, hook_called(service, given.query.hook));
  if (!hook) return not_signed();  // whether there is such a webhook is not for strangers
  CHITTY_TRY(const auto secret, secret_of(service, *hook));
  if (secret.empty() || !is_signed(secret, body, service.header("X-Hub-Signature-256"))) return not_signed();
  const auto id = service.header("X-GitHub-Delivery"), event = service.header("X-GitHub-Event");
  if (!is_word(id) || !is_word(event)) return usage_error("The headers X-GitHub-Delivery and X-GitHub-Event must say what this is.");
  if (!is_utf8(body) || body.find('\0') != body.npos) return usage_error("The body is not JSON in UTF-8.");
  CHITTY_TRY(auto record, keep(service, *hook, id, event, body));
  return Response(202, envelope(service, std::move(record)));
}

Result<Response> list_deliveries(Service& service, const ListDeliveries& given) {
  const Page page{given.query.limit, 0, given.query.cursor};
  Select select{"SELECT " + std::string(columns) + " FROM connect_deliveries WHERE hook IN (SELECT id FROM connect_hooks WHERE holder = :caller)", {{"caller", service.caller().subject}}};
  select.where_given("event = :event", "event", given.query.event);
  select.where_given("state = :state", "state", given.query.state);
  CHITTY_TRY(const auto before, page.number_cursor());
  if (before > 0) select.sql += " AND number < :before", select.parameters["before"] = before;
  select.sql += " ORDER BY number DESC";
  return answer_page(service, page, "deliveries", std::move(select), shapes::delivery, "number");
}

Result<Response> show_delivery(Service& service, const ShowDelivery& given) {
  CHITTY_TRY(const auto row, service.store().row("SELECT " + std::string(columns) + " FROM connect_deliveries WHERE id = :id AND hook IN (SELECT id FROM connect_hooks WHERE holder = :caller)",
                                                 {{"id", given.path.id}, {"caller", service.caller().subject}}, "There is no delivery " + given.path.id + "."));
  return answer(service, {{"delivery", record_of(row, shapes::delivery)}});
}

Result<Response> add_webhook(Service& service, const AddWebhook& given) {
  CHITTY_TRY(const auto made, make_hook(service, given.body.secret));
  return answer_with_secret(service, 201, json::object{{"id", made.first.id}, {"url", made.first.url}, {"secret", made.second}});
}

Result<Response> remove_webhook(Service& service) {
  CHITTY_TRY(const auto hook, hook_of_caller(service));
  if (!hook) return make_error(Code::not_found, "You have no webhook.", "Make one: chitty connect github webhook add");
  CHITTY_DO(remove_hook(service, *hook));
  return answer(service, {{"id", hook->id}, {"removed", true}});
}

// A ping as GitHub would send it, for whoever is to send it: signed by the webhook's secret, which stays here.
Result<Response> sign_ping(Service& service) {
  CHITTY_TRY(auto hook, hook_of_caller(service));
  if (!hook) {
    CHITTY_TRY(auto made, make_hook(service, {}));
    hook = std::move(made.first);
  }
  CHITTY_TRY(const auto secret, secret_of(service, *hook));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto body = json::serialize(json::object{{"zen", "Keep it logically awesome."}, {"hook_id", hook->id}, {"hook", json::object{{"type", "Repository"}, {"active", true}, {"events", json::array{"issues", "pull_request"}}}}, {"sent", id}});
  return answer(service, {{"hook", hook->id}, {"url", hook->url}, {"delivery", id}, {"event", "ping"}, {"signature", signature_of(secret, body)}, {"body", body}});
}

}  // namespace chittyconnect::routes
