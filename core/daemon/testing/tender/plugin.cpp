// Work is left behind by a request, and done by nobody's: each kind of it in another way.
#include <chitty/plugin.hpp>

#include <csignal>

namespace {

using namespace chitty;

Result<Response> order(Service& service) {
  CHITTY_TRY(const auto body, service.body());
  CHITTY_DO(service.store().execute("INSERT INTO tender_work (id, kind) VALUES (:id, :kind)", {{"id", body.at("id")}, {"kind", body.at("kind")}}));
  return Response(202, body);
}

Result<Response> work(Service& service) {
  CHITTY_TRY(const auto row, service.store().find("SELECT id, kind, outcome FROM tender_work WHERE id = :id", {{"id", service.parameter("id")}}));
  if (!row) return make_error(Code::not_found, "There is no such work.");
  return Response(*row);
}

Result<Response> plugins(Service& service) {
  json::array names;
  CHITTY_DO(service.catalogue().each([&](const json::object& plugin) -> Result<void> {
    names.push_back(plugin.at("manifest").at("name"));
    return {};
  }));
  const auto own = service.catalogue().builtin();
  return Response(json::object{{"plugins", names}, {"builtin", own ? "" : own.error().message}});
}

std::string greeting_at_start;

Result<void> start(Service& service) {
  CHITTY_TRY(const auto greeting, service.setting("greeting"));
  greeting_at_start = greeting.as_string();
  return {};
}

Result<Response> settings(Service& service) {
  json::object all{{"start", greeting_at_start}};
  for (const char* name : {"greeting", "times", "key", "unknown"}) {
    const auto value = service.setting(name);
    all[name] = value ? *value : json::value(value.error().message);
  }
  service.log("The key is " + json::serialize(all["key"]));
  return Response(all);
}

// ?url=&within=transaction: piece by piece, or why not.
Result<Response> fetch(Service& service) {
  const auto go = [&]() -> Result<Response> {
    CHITTY_TRY(auto reply, service.fetch({.url = service.query("url"), .headers = {{"Authorization", "Bearer canary"}}, .patience = std::chrono::seconds(5)}));
    CHITTY_DO(service.begin(200, {{"Content-Type", "text/event-stream"}, {"X-Status", std::to_string(reply.status())}, {"X-Type", reply.header("content-type")}}));
    char piece[1024];
    for (;;) {
      CHITTY_TRY(const auto got, reply.read(piece, sizeof piece));
      if (got == 0) return Response::done();
      CHITTY_DO(service.write({piece, got}));
    }
  };
  return service.query("within") == "transaction" ? service.store().transaction(go) : go();
}

Result<std::string> outcome_of(Service& service, std::string_view kind) {
  if (kind == "crash") std::raise(SIGSEGV);
  if (kind == "fail") return make_error(Code::unreachable, "It cannot be done today.");
  if (kind == "wait") return service.wait(std::chrono::hours(1)) ? "waited" : "stopped";
  if (kind == "ask" || kind == "ask-as-caller") {
    const auto answer = service.ask("acme", get("/things/first"), kind == "ask" ? Service::As::service : Service::As::caller);
    return answer ? json::serialize(*answer) : answer.error().message;
  }
  const auto exchange = service.begin(200, {});
  return exchange ? std::string("answered") : exchange.error().message;
}

Result<std::chrono::milliseconds> tend(Service& service) {
  CHITTY_TRY(const auto row, service.store().find("SELECT id, kind FROM tender_work WHERE outcome IS NULL ORDER BY id LIMIT 1"));
  if (!row) return std::chrono::milliseconds(0);
  const std::string kind(row->at("kind").as_string());
  CHITTY_TRY(const auto outcome, outcome_of(service, kind));
  CHITTY_DO(service.store().execute("UPDATE tender_work SET outcome = :outcome WHERE id = :id", {{"outcome", outcome}, {"id", row->at("id")}}));
  return std::chrono::milliseconds(1);
}

}  // namespace

CHITTY_PLUGIN(.commands = {}, .routes = {{"order", order}, {"work", work}, {"fetch", fetch}, {"settings", settings}, {"plugins", plugins}}, .start = start, .tend = tend)
