#include "app/local_background.hpp"

#include "app/call/dry_run.hpp"
#include "base/text.hpp"
#include "local/background.hpp"

#include <chitty/members.hpp>

namespace chitty::host {

namespace {

std::vector<std::string> words_in(const json::object& options) {
  std::vector<std::string> words;
  if (const auto* given = options.if_contains("words"); given && given->is_array())
    for (const auto& word : given->get_array())
      if (word.is_string()) words.emplace_back(word.get_string());
  return words;
}

}  // namespace

Result<json::object> act_in_background(chitty_call& call, std::string_view what, const json::object& options) {
  auto background = Background::named(call.run.paths, text_in(options, "name"));
  if (!background) return background.error();
  if (what == "status") return background->status();
  if (what == "enter") return background->enter(text_in(options, "address"));
  if (what != "start" && what != "stop") return make_error(Code::not_supported, "there is no action 'background-" + std::string(what) + "'.", "Update chitty.");
  if (call.run.options.dry_run) {
    auto now = background->status();
    const bool runs = now["running"].as_bool();
    if (what == "start" && !runs) would(call, "run in the background: chitty " + join(words_in(options), " "));
    if (what == "stop" && runs) would(call, "stop process " + std::to_string(now["pid"].as_int64()));
    now["alreadyRunning"] = runs, now["stopped"] = false;
    return now;
  }
  call.changed = true;
  const auto* limit = options.if_contains("timeoutMs");
  if (what == "stop") return background->stop(std::chrono::milliseconds(limit && limit->is_int64() ? limit->get_int64() : 15'000));
  auto words = words_in(options);
  if (const auto& environment = call.run.options.environment; !environment.empty()) words.push_back("--env=" + environment);
  return background->start(words, [&call] { return call.run.cancel.cancelled(); });
}

}  // namespace chitty::host
