#include "questions.hpp"

#include <chitty/members.hpp>

#include <algorithm>
#include <charconv>

namespace os::commands {

namespace {

std::string present(Host& host, const std::string& key, const std::string& otherwise) {
  const auto value = host.config(key);
  if (!value) return otherwise;
  if (value->is_string() && !value->get_string().empty()) return std::string(value->get_string());
  return otherwise;
}

// "Database [sqlite]:"
Result<std::string> ask(Host& host, const std::string& what, const std::string& now) { return host.question(what + " [" + now + "]:"); }

Result<void> ask_of_local(Host& host, const std::string& prefix, Answers& answers) {
  CHITTY_TRY(answers.database, ask(host, "Database, sqlite or a URL such as env:DATABASE_URL", present(host, prefix + "sharedDatabase", "sqlite")));
  CHITTY_TRY(const auto port, ask(host, "Port, 0 for one that is free", present(host, prefix + "baseUrl", "4271")));
  if (!port.empty()) {
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc() || end != port.data() + port.size() || number < 0 || number > 65535) return usage_error("invalid port '" + port + "': expected a number from 0 to 65535");
    answers.port = number;
  }
  CHITTY_TRY(const auto services, ask(host, "Services, all or their names", host.config(prefix + "enabledServices") ? "as before" : "all"));
  for (std::size_t at = 0; at < services.size();) {
    const auto end = std::min(services.find_first_of(", ", at), services.size());
    if (end > at) answers.services.push_back(services.substr(at, end - at));
    at = end + 1;
  }
  return {};
}

Result<void> ask_of_another(Host& host, const std::string& prefix, Answers& answers) {
  CHITTY_TRY(answers.base_url, ask(host, "Address of environment " + answers.environment, present(host, prefix + "baseUrl", "none")));
  if (host.config(prefix + "token")) return {};  // the token in use stays
  CHITTY_TRY(answers.token, host.question("Token, or a reference such as env:NAME [none]:", true));
  return {};
}

}  // namespace

Result<Answers> ask_what_is_missing(const Init& args, Host& host) {
  Answers answers{args.env.empty() ? "local" : args.env, args.port, args.database, args.blobs, {args.services.begin(), args.services.end()}, args.base_url, args.token};
  const bool told = args.port || !args.env.empty() || !args.database.empty() || !args.blobs.empty() || !args.services.empty() || !args.base_url.empty() || !args.token.empty();
  if (!told) {
    const auto used = present(host, "chittyos.environment", "local");
    const auto environment = ask(host, "Environment: local (on this machine), production, staging, dev or another", used);
    if (!environment && environment.error().code == Code::cancelled) return environment.error();
    if (environment) {
      answers.by_hand = true;
      answers.environment = environment->empty() ? used : *environment;
      const auto prefix = answers.environment == used || !host.config("chittyos.environment") ? std::string("chittyos.") : "chittyos.environments." + answers.environment + ".";
      CHITTY_DO(answers.environment == "local" ? ask_of_local(host, prefix, answers) : ask_of_another(host, prefix, answers));
    }
  }
  const bool of_machine = answers.port || !answers.database.empty() || !answers.blobs.empty() || !answers.services.empty();
  if (answers.environment != "local" && of_machine) return usage_error("'--port', '--database', '--blobs' and '--services' are for environment local, which runs on this machine");
  if (answers.environment == "local" && !answers.base_url.empty()) return usage_error("'--base-url' is for another environment than local, which runs on this machine");
  return answers;
}

}  // namespace os::commands
