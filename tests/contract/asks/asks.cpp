// Commands that ask the host for one thing each, for the tests of what the host answers.
#include <chitty/plugin.hpp>
#include <csignal>
#include <thread>

namespace {

using namespace chitty;

Result<Reply> keep(const Arguments& args, Host& host) {
  const auto whose = args.flag("shared") ? Host::Credential::shared : Host::Credential::own;
  if (auto kept = host.keep_credential(args.text("of"), args.text("setting"), args.text("value"), whose); !kept)
    return kept.error();
  return Reply(json::object{{"kept", true}});
}

Result<Reply> secret(const Arguments& args, Host& host) {
  const auto value = host.secret(args.text("of"), args.text("setting"));
  if (!value) return value.error();
  return Reply(
      json::object{{"length", value->size()}, {"expected", *value == args.text("expected")}, {"value", *value}});
}

Result<Reply> set(const Arguments& args, Host& host) {
  if (auto done = host.set_config(args.text("key"), json::value(args.text("value"))); !done) return done.error();
  return Reply(json::object{{"set", args.text("key")}});
}

Result<Reply> visit(const Arguments& args, Host& host) {
  auto expected = host.expect_visit("/callback", static_cast<std::uint32_t>(args.integer("port")));
  if (!expected) return expected.error();
  if (args.flag("open")) {
    if (auto opened = host.open_browser(expected->url() + "?code=by-the-browser"); !opened) return opened.error();
  } else {
    host.note("Waiting at " + expected->url());
  }
  auto query = expected->wait();
  if (!query) return query.error();
  expected->answer("Thank you <b>very</b> much.");
  return Reply(*query);
}

Result<Reply> open(const Arguments& args, Host& host) {
  if (auto opened = host.open_browser(args.text("url")); !opened) return opened.error();
  return Reply(json::object{{"opened", true}});
}

Result<Reply> run(const Arguments& args, Host& host) {
  std::vector<std::string> words;
  const json::value given = args.value("words");
  for (const auto& word : given.as_array()) words.emplace_back(word.as_string());
  auto records = host.run(words);
  if (!records) return records.error();
  return Reply::records(*records);
}

// The same command `threads` times at once, each in a process of its own.
Result<Reply> apart(const Arguments& args, Host& host) {
  Host::Apart order{.words = {}, .input = args.text("input"), .time = std::chrono::milliseconds(args.integer("time")), .dry_run = args.flag("rehearse")};
  const json::value given = args.value("words");
  for (const auto& word : given.as_array()) order.words.emplace_back(word.as_string());
  const auto count = static_cast<std::size_t>(args.integer("threads"));
  std::vector<json::object> ended(count);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      json::array said;
      auto own = order;
      own.line = [&said](std::string_view line) { said.emplace_back(line); };
      const auto end = host.run_apart(own);
      if (end) ended[i] = {{"ended", end->ended}, {"exitCode", end->exit_code}, {"output", end->output}, {"said", said}};
      else ended[i] = {{"failed", end.error().message}};
    });
  for (auto& thread : threads) thread.join();
  if (const auto* failed = ended.front().if_contains("failed")) return make_error(Code::plugin_fault, std::string(failed->as_string()));
  return Reply::records(json::array(ended.begin(), ended.end()));
}

Result<Reply> installed(const Arguments&, Host& host) {
  json::array names;
  CHITTY_DO(host.catalogue().each([&](const json::object& plugin) -> Result<void> {
    if (plugin.contains("manifest")) names.push_back(plugin.at("manifest").at("name"));
    return {};
  }));
  CHITTY_TRY(const auto own, host.catalogue().builtin());
  return Reply(json::object{{"plugins", names}, {"builtin", own.at("commands").as_array().size()}});
}

Result<Reply> nest(const Arguments& args, Host& host) {
  const auto times = args.integer("times");
  if (times == 0) return Reply(json::object{{"depth", 0}});
  auto inner = host.run({"asks", "nest", std::to_string(times - 1)});
  if (!inner) return inner.error();
  return Reply(json::object{{"depth", inner->at(0).at("depth").as_int64() + 1}});
}

Result<Reply> sign(const Arguments& args, Host& host) {
  const auto crypto = host.crypto();
  auto key = crypto.generate_key(args.text("algorithm"));
  if (!key) return key.error();
  auto data = crypto.random(100);
  if (!data) return data.error();
  auto signature = crypto.sign(*key, *data);
  if (!signature) return signature.error();
  const auto fits = crypto.verify(*key, *data, *signature), other = crypto.verify(*key, *data + "x", *signature);
  return Reply(json::object{{"fits", fits.has_value()},
                            {"other", other.has_value()},
                            {"signature", signature->size()},
                            {"digest", crypto.sha256("").size()}});
}

Result<Reply> send(const Arguments& args, Host& host) {
  auto request = post(args.text("target"), json::object{{"from", "asks"}, {"password", args.text("password")}}).to(args.text("remote-type"));
  return host.send(args.flag("anonymous") ? std::move(request).anonymous() : std::move(request));
}

Result<Reply> remove(const Arguments&, Host&) { return Reply(json::object{{"deleted", true}}); }

Result<Reply> bytes(const Arguments&, Host& host) {
  if (auto given = host.bytes("bytes\n"); !given) return given.error();
  return Reply::nothing();
}

Result<Reply> say(const Arguments& args, Host& host) {
  host.note(args.text("text"));
  host.progress(1, 2, "halves");
  return Reply(json::object{{"said", args.text("text")}});
}

Result<Reply> wait(const Arguments&, Host& host) {
  if (auto over = host.wait(std::chrono::minutes(5)); !over) return over.error();
  return Reply::nothing();
}

// With a secret in this plugin's own memory when it ends.
Result<Reply> crash(const Arguments&, Host& host) {
  const auto value = host.secret("", "");
  std::raise(SIGSEGV);
  return Reply(json::object{{"length", value ? value->size() : 0}});
}

Result<Reply> broken(const Arguments&, Host& host) {
  (void)host.record(json::value(std::string("\xff\xfe")));
  return Reply::nothing();
}

}  // namespace

CHITTY_PLUGIN(.commands = {{"asks keep", keep},
                           {"asks secret", secret},
                           {"asks set", set},
                           {"asks visit", visit},
                           {"asks open", open},
                           {"asks run", run},
                           {"asks apart", apart},
                           {"asks installed", installed},
                           {"asks nest", nest},
                           {"asks sign", sign},
                           {"asks send", send},
                           {"asks delete", remove},
                           {"asks bytes", bytes},
                           {"asks say", say},
                           {"asks wait", wait},
                           {"asks crash", crash},
                           {"asks break", broken}})
