// A plugin that does one thing of each kind, so that the fake host can be seen to answer.
#define CHITTY_PLUGIN_NAME    "probe"
#define CHITTY_PLUGIN_VERSION "0.0.1"
#include <chitty/plugin.hpp>

namespace {

using namespace chitty;

Result<Reply> fetch(const Arguments& args, Host& host) { return host.send(get(args.text("target"))); }

Result<Reply> stream(const Arguments& args, Host& host) {
  auto response = host.open(get(args.text("target")).whatever_status());
  if (!response) return response.error();
  auto body = response->read_all();
  if (!body) return body.error();
  return Reply(json::object{{"status", response->status()}, {"etag", response->header("ETag")}, {"body", *body}});
}

Result<Reply> upload(const Arguments&, Host& host) {
  Request request = post("/upload");
  int left = 3;
  request.source = [&left](char* buffer, std::size_t) -> std::size_t {
    if (left == 0) return 0;
    buffer[0] = static_cast<char>('0' + left--);
    return 1;
  };
  return host.send(request);
}

Result<Reply> work(const Arguments&, Host& host) {
  for (std::uint64_t i = 0; !host.cancelled(); ++i) {
    host.progress(i, 0, "turn");
    if (auto slept = host.wait(std::chrono::seconds(1)); !slept) return slept.error();
  }
  host.note("Stopping.");
  return make_error(Code::cancelled, "Stopped.");
}

Result<Reply> settings(const Arguments&, Host& host) {
  auto mine = host.remote();
  if (!mine) return mine.error();
  if (auto set = host.set_config("a.b", mine->at("baseUrl")); !set) return set.error();
  auto reference = host.keep_secret("token", "s3cret");
  if (!reference) return reference.error();
  return Reply(json::object{{"reference", *reference}, {"back", host.config("a.b").value()}});
}

Result<Reply> agree(const Arguments&, Host& host) {
  auto visit = host.expect_visit("/callback");
  if (!visit) return visit.error();
  if (auto opened = host.open_browser("https://acme.example/agree?state=s1&to=" + visit->url()); !opened)
    host.note("Open it yourself.");
  auto query = visit->wait();
  if (!query) return query.error();
  visit->answer("Thank you.");
  return Reply(*query);
}

Result<Reply> sync(const Arguments& args, Host& host) {
  auto records = host.run({"board", "add", "--title", args.text("title")});
  if (!records) return records.error();
  return Reply::records(*records);
}

Result<Reply> apart(const Arguments& args, Host& host) {
  json::array said;
  Host::Apart order{.words = {"board", "add"}, .input = args.text("title")};
  order.line = [&](std::string_view line) { said.emplace_back(line); };
  order.stop = [&] { return said.size() > 1; };
  CHITTY_TRY(const auto end, host.run_apart(order));
  return Reply(json::object{{"ended", end.ended}, {"exitCode", end.exit_code}, {"output", end.output}, {"bytes", end.output_bytes}, {"said", said}, {"well", end.succeeded()}});
}

Result<Reply> installed(const Arguments&, Host& host) {
  json::array names;
  CHITTY_DO(host.catalogue().each([&](const json::object& plugin) -> Result<void> {
    if (names.size() == 2) return make_error(Code::cancelled, "Two are enough.");
    names.push_back(plugin.at("name"));
    return {};
  }));
  CHITTY_TRY(const auto own, host.catalogue().builtin());
  return Reply(json::object{{"names", names}, {"own", own.at("name")}});
}

Result<Reply> shout(const Arguments&, Host& host) {
  char piece[4];
  std::string all;
  for (;;) {
    auto got = host.read_input(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) break;
    all.append(piece, *got);
  }
  if (auto given = host.bytes(all); !given) return given.error();
  return Reply::nothing();
}

Result<Response> move(Service& service) {
  auto store = service.store();
  auto moved = store.transaction([&]() -> Result<void> {
    auto taken = store.execute("UPDATE purse SET coins = coins - :n", {{"n", 1}});
    return taken ? Result<void>() : Result<void>(taken.error());
  });
  if (!moved) return moved.error();
  if (auto noted = service.event({{"type", "purse.moved"}, {"subject", service.caller().subject}}); !noted)
    return noted.error();
  return Response(202, json::object{{"id", service.parameter("id")}, {"trace", service.header("X-Trace")}});
}

Result<Response> keys(Service& service) {
  if (auto random = service.crypto().random(16); !random) return random.error();
  return Response(json::object{{"digest", service.crypto().sha256("").size()}});
}

Result<Response> pass_on(Service& service) {
  const auto go = [&] { return service.ask("board", post("/items", {{"title", "x"}}), Service::As::service); };
  if (service.query("within") != "transaction") {
    auto answer = go();
    return answer ? Result<Response>(Response(*answer)) : Result<Response>(answer.error());
  }
  auto done = service.store().transaction([&]() -> Result<void> {
    auto answer = go();
    return answer ? Result<void>() : Result<void>(answer.error());
  });
  return done ? Result<Response>(Response(json::object())) : Result<Response>(done.error());
}

Result<std::chrono::milliseconds> tend(Service& service) {
  const auto as = service.base_url().empty() ? Service::As::service : Service::As::caller;
  CHITTY_TRY(const auto work, service.ask("board", get("/work"), as));
  CHITTY_DO(service.event("work.done", "board", {{"work", work}}));
  return std::chrono::seconds(5);
}

Result<Response> reach_out(Service& service) {
  CHITTY_TRY(const auto key, service.setting("key"));
  const auto go = [&]() -> Result<json::object> {
    CHITTY_TRY(auto reply, service.fetch({.url = service.query("url"), .method = "POST", .headers = {{"Authorization", key}}, .body = "x"}));
    CHITTY_TRY(const auto body, reply.read_json(64));
    return json::object{{"status", reply.status()}, {"type", reply.header("content-type")}, {"body", body}};
  };
  CHITTY_TRY(const auto told, service.query("within") == "transaction" ? service.store().transaction(go) : go());
  return Response(told);
}

Result<json::object> who_is(Service& service, std::string_view token) {
  auto row = service.store().find("SELECT subject FROM tokens WHERE token = :token", {{"token", token}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::unauthenticated, "Nobody has this token.");
  return json::object{{"subject", (**row)["subject"]}, {"scopes", json::array{"board:read"}}};
}

Result<void> were_used(Service& service, const json::array& uses) {
  for (const auto& use : uses) {
    auto noted = service.store().execute("UPDATE tokens SET used = used + :n", {{"n", use.at("count")}});
    if (!noted) return noted.error();
  }
  return {};
}

}  // namespace

CHITTY_PLUGIN(.commands = {{"probe fetch", fetch},
                           {"probe stream", stream},
                           {"probe upload", upload},
                           {"probe work", work},
                           {"probe settings", settings},
                           {"probe agree", agree},
                           {"probe sync", sync},
                           {"probe apart", apart},
                           {"probe installed", installed},
                           {"probe shout", shout}},
              .routes = {{"move", move}, {"keys", keys}, {"pass-on", pass_on}, {"reach-out", reach_out}},
              .tend = tend,
              .identity = {.check = who_is, .used = were_used})
