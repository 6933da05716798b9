// chitty connect github webhook test, github sync
#include <chittyconnect_names.hpp>

#include <chitty/members.hpp>

namespace chittyconnect::commands {

using namespace chitty;

Result<Reply> github_webhook_test(Host& host) {
  CHITTY_TRY(const auto signed_ping, host.send(post("/api/v1/github/webhooks/test")));
  const auto& ping = signed_ping.value().as_object();
  const auto delivery = text_in(ping, "delivery");
  auto request = get("/integrations/github/webhook", {{"hook", text_in(ping, "hook")}});
  request.method = "POST";
  request.body = text_in(ping, "body");
  request.headers = {{"Content-Type", "application/json"}, {"X-GitHub-Event", text_in(ping, "event")}, {"X-GitHub-Delivery", delivery}, {"X-Hub-Signature-256", text_in(ping, "signature")}};
  CHITTY_DO(host.send(std::move(request).anonymous()));
  // The answer says that it is kept; what follows from it is done afterwards.
  for (int tries = 0; tries < 100; ++tries) {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/github/deliveries/" + encode(delivery))));
    CHITTY_TRY(auto record, object_in(reply.value().as_object(), "delivery"));
    if (text_in(record, "state") == "done") return Reply(std::move(record));
    if (text_in(record, "state") == "failed") return make_error(Code::refused, "the ping arrived, and its work failed: " + text_in(record, "error"));
    CHITTY_DO(host.wait(std::chrono::milliseconds(100)));
  }
  return make_error(Code::timeout, "the ping arrived, and was not worked at within 10s", "See what the daemon says: chitty os logs tail");
}

Result<Reply> github_sync(const GithubSync& args, Host& host) {
  json::object total{{"repository", args.repo}, {"issues", 0}, {"pulls", 0}, {"changed", 0}, {"requests", 0}, {"since", nullptr}};
  for (bool more = true; more;) {
    CHITTY_TRY(const auto reply, host.send(post("/api/v1/github/sync", {{"repo", args.repo}, {"owner", text_or_null(args.owner)}})));
    const auto& part = reply.value().as_object();
    for (const auto* member : {"issues", "pulls", "changed", "requests"}) total[member] = total.at(member).to_number<std::int64_t>() + part.at(member).to_number<std::int64_t>();
    total["repository"] = json::value(part.at("repository"));
    total["since"] = json::value(part.at("since"));
    more = part.at("more").as_bool();
    host.progress(static_cast<std::uint64_t>(total.at("issues").as_int64() + total.at("pulls").as_int64()), 0, "items");
  }
  return Reply(std::move(total));
}

}  // namespace chittyconnect::commands
