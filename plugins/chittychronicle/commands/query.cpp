// chitty chronicle query: events; --follow: as they are recorded; --verify: whether they still are what was recorded.
#include <chitty/lines.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittychronicle_names.hpp>

#include "server_events.hpp"
#include "small_text.hpp"

namespace chittychronicle::commands {

using namespace chitty;

namespace {

constexpr std::int64_t most_of_a_page = 1000;

std::string asked(std::string_view path, const Query& args, std::initializer_list<std::pair<std::string_view, std::string>> more) {
  auto target = get(path, {{"action", args.event_type}, {"userId", args.actor}, {"service", args.service}, {"status", args.status}, {"startDate", args.since}, {"endDate", args.until}, {"query", args.text}}).target;
  for (const auto& [name, value] : more)
    if (!value.empty()) target += (target.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" + encode(value);
  return target;
}

// Page after page, newest first.
Result<Reply> list(const Query& args, Host& host) {
  std::int64_t left = args.limit.value_or(INT64_MAX);
  std::string cursor;
  while (left > 0) {
    const auto size = std::min(left, most_of_a_page);
    CHITTY_TRY(const auto page, host.send({.method = "GET", .target = asked("/events", args, {{"limit", std::to_string(size)}, {"cursor", cursor}})}));
    const auto* events = page.value().if_array();
    if (!events) return make_error(Code::malformed, "The service's answer is not a list of events.");
    for (const auto& event : *events) CHITTY_DO(host.record(event));
    left -= size;
    if (left == 0 || static_cast<std::int64_t>(events->size()) < size) break;
    const auto* last = events->back().if_object();
    const auto* number = last ? last->if_contains("seq") : nullptr;
    if (!number) return make_error(Code::malformed, "The service's events have no numbers by which the list goes on.", "Ask for fewer: --limit 999");
    const auto next = json::serialize(*number);
    if (next == cursor) return make_error(Code::malformed, "The service gave the same page twice.");
    cursor = next;
  }
  return Reply::nothing();
}

Result<Reply> follow(const Query& args, Host& host) {
  CHITTY_TRY(auto stream, host.open({.method = "GET", .target = asked("/events/follow", args, {})}));
  ServerEvents events(stream);
  for (std::int64_t left = args.limit.value_or(INT64_MAX); left > 0; --left) {
    CHITTY_TRY(const auto event, events.next());
    if (!event) return make_error(Code::unreachable, "the service ended the stream", "Follow again: chitty chronicle query --follow");
    CHITTY_DO(host.record(*event));
  }
  return Reply::nothing();
}

Result<Reply> verify(const Query& args, Host& host) {
  std::string checkpoint;
  if (!args.checkpoint.empty()) {
    CHITTY_TRY(checkpoint, small_text(args.checkpoint, 4000, "a checkpoint", "chitty chronicle checkpoint > FILE", host));
  }
  CHITTY_TRY(auto found, judged_to_the_end(host, get("/verification", {{"checkpoint", checkpoint}}), "events"));
  if (!found) return make_error(Code::malformed, "The service ended before it had checked every event.", "Check again.");
  const bool unaltered = found->at("valid").get_bool();
  (*found)["status"] = unaltered ? "unaltered" : "altered";
  CHITTY_DO(host.record(*found));
  if (unaltered) {
    host.note("Checked " + json::serialize(found->at("checked")) + " events: all are as they were recorded");
    return Reply::nothing();
  }
  const auto* alteration = found->if_contains("alteration");
  return verdict(make_error(Code::refused, "the chronicle was altered: " + (alteration ? text_in(*alteration, "message") : std::string("it does not say where")),
                            "What was recorded up to there is unchanged. Restore the rest from a backup."));
}

}  // namespace

Result<Reply> query(const Query& args, Host& host) {
  if (args.verify && args.follow) return usage_error("'--verify' and '--follow' cannot be used together");
  if (!args.checkpoint.empty() && !args.verify) return usage_error("'--checkpoint' needs '--verify'");
  if (args.verify && !(args.event_type + args.actor + args.service + args.status + args.text + args.since + args.until).empty())
    return usage_error("'--verify' checks every event, so it takes no filter", "To check and then look: chitty chronicle query --verify && chitty chronicle query");
  if (args.verify) return verify(args, host);
  return args.follow ? follow(args, host) : list(args, host);
}

}  // namespace chittychronicle::commands
