// chitty connect github webhook test, github sync
#include <chittyconnect_names.hpp>

#include <chitty/members.hpp>
#include <optional>

namespace chittyconnect::commands {

using namespace chitty;

namespace {

struct Counts {
  std::int64_t issues, pulls, changed, requests;
};

std::optional<Counts> counts_in(const json::object& part) {
  std::int64_t counts[4];
  const char* const names[4] = {"issues", "pulls", "changed", "requests"};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto* count = part.if_contains(names[i]);
    if (!count || !count->is_int64() || count->get_int64() < 0) return std::nullopt;
    counts[i] = count->get_int64();
  }
  return Counts{counts[0], counts[1], counts[2], counts[3]};
}

}  // namespace

Result<Reply> github_webhook_test(Host& host) {
  CHITTY_TRY(const auto signed_ping, host.send(post("/api/v1/github/webhooks/test")));
  if (!signed_ping.value().is_object()) return make_error(Code::malformed, "the service gave no ping");
  const auto& ping = signed_ping.value().get_object();
  const auto delivery = text_in(ping, "delivery");
  auto request = get("/integrations/github/webhook", {{"hook", text_in(ping, "hook")}});
  request.method = "POST";
  request.body = text_in(ping, "body");
  request.headers = {{"Content-Type", "application/json"}, {"X-GitHub-Event", text_in(ping, "event")}, {"X-GitHub-Delivery", delivery}, {"X-Hub-Signature-256", text_in(ping, "signature")}};
  CHITTY_DO(host.send(std::move(request).anonymous()));
  // The answer says that it is kept; what follows from it is done afterwards.
  for (int tries = 0; tries < 100; ++tries) {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/github/deliveries/" + encode(delivery))));
    if (!reply.value().is_object()) return make_error(Code::malformed, "the service did not say what became of the ping");
    CHITTY_TRY(auto record, object_in(reply.value().get_object(), "delivery"));
    if (text_in(record, "state") == "done") return Reply(std::move(record));
    if (text_in(record, "state") == "failed") return make_error(Code::refused, "the ping arrived, and its work failed: " + text_in(record, "error"));
    CHITTY_DO(host.wait(std::chrono::milliseconds(100)));
  }
  return make_error(Code::timeout, "the ping arrived, and was not worked at within 10s", "See what the daemon says: chitty os logs tail");
}

Result<Reply> github_sync(const GithubSync& args, Host& host) {
  std::int64_t issues = 0, pulls = 0, changed = 0, requests = 0;
  for (;;) {
    CHITTY_TRY(const auto reply, host.send(post("/api/v1/github/sync", {{"repo", args.repo}, {"owner", text_or_null(args.owner)}})));
    const auto* part = reply.value().if_object();
    const auto* more = part ? part->if_contains("more") : nullptr;
    const auto counted = part ? counts_in(*part) : std::nullopt;
    if (!counted || !more || !more->is_bool()) return make_error(Code::malformed, "the service did not say what it has read");
    issues += counted->issues, pulls += counted->pulls, changed += counted->changed, requests += counted->requests;
    host.progress(static_cast<std::uint64_t>(issues + pulls), 0, "items");
    if (!more->get_bool())
      return Reply(json::object{{"repository", text_in(*part, "repository")}, {"issues", issues}, {"pulls", pulls}, {"changed", changed}, {"requests", requests}, {"since", text_or_null(text_in(*part, "since"))}});
  }
}

}  // namespace chittyconnect::commands
