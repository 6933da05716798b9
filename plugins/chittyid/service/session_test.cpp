#include "../testing/testing.hpp"

namespace chitty::id::testing {
namespace {

class Sessions : public ServiceTest {
 protected:
  std::string begun(const json::object& body = {{"userId", "u1"}}) {
    const auto answer = send("init-session", body);
    EXPECT_EQ(answer.status, 200) << answer.text;
    return std::string(answer.body.at("sessionId").as_string());
  }
  Answered update(const std::string& id, const json::object& updates) {
    return send("update-session", {{"sessionId", id}, {"updates", updates}});
  }
  json::object shown(const std::string& id) { return get("show-session", {{"id", id}}).body.at("session").as_object(); }
  json::object status(const std::string& id) { return get("session-status", {{"id", id}}).body; }
  // How many linked accounts a new credential about the caller tells of.
  std::size_t accounts_in_a_credential() {
    const auto issued = send("issue-credential", {{"type", "Member"}});
    const auto* accounts = issued.body.at("credential").at("credentialSubject").as_object().if_contains("accounts");
    return accounts ? accounts->as_array().size() : 0;
  }
};

TEST_F(Sessions, the_same_account_is_one_session_of_the_callers_identity) {
  const json::object account{{"provider", "github"}, {"external_id", "583231"}, {"metadata", {{"login", "octocat"}}}};
  const auto first = send("sync-session", account), second = send("sync-session", account);
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(first.body.at("syncStatus"), "created");
  EXPECT_EQ(second.body.at("syncStatus"), "updated");
  EXPECT_EQ(first.body.at("session_id"), second.body.at("session_id"));
  EXPECT_EQ(get("list-sessions").body.at("sessions").as_array().size(), 1u);
  EXPECT_EQ(get("show-session", {{"id", first.body.at("session_id")}}).body.at("session").at("metadata").at("login"), "octocat");
  EXPECT_EQ(accounts_in_a_credential(), 1u);
}

TEST_F(Sessions, another_caller_sees_nothing_and_gets_its_own) {
  const json::object account{{"provider", "github"}, {"external_id", "583231"}};
  const auto mine = send("sync-session", account);
  caller = "guest";
  EXPECT_EQ(get("show-session", {{"id", mine.body.at("session_id")}}).status, 404);
  EXPECT_EQ(get("list-sessions").body.at("sessions").as_array().size(), 0u);
  const auto theirs = send("sync-session", account);
  EXPECT_NE(theirs.body.at("session_id"), mine.body.at("session_id"));
  EXPECT_NE(theirs.body.at("session").at("did"), mine.body.at("session").at("did"));
}

TEST_F(Sessions, the_server_form_begins_and_updates) {
  const auto begun = send("init-session", {{"userId", "u1"}, {"projectId", "p1"}});
  ASSERT_EQ(begun.status, 200) << begun.text;
  const auto updated = send("update-session", {{"sessionId", begun.body.at("sessionId")}, {"updates", {{"step", 2}}}});
  EXPECT_EQ(updated.body.at("session").at("state").at("step"), 2);
  EXPECT_EQ(updated.body.at("session").at("version"), 2);
  EXPECT_EQ(send("update-session", {{"sessionId", "none"}, {"updates", json::object()}}).status, 404);
}

TEST_F(Sessions, are_as_many_as_one_may_have_and_what_they_keep_is_bounded) {
  caller = "did:chitty:03-1-USA-4448-P-2609-0-88";
  scopes = {"chittyid:read", "chittyid:generate"};
  quotas = {{"sessions", 2}, {"bytes", 2000}};
  const auto first = begun({{"userId", "u1"}});
  begun({{"userId", "u2"}});
  begun({{"userId", "u2"}});  // the same again
  const auto refused = send("init-session", {{"userId", "u3"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body.at("message"), "You have all 2 sessions that one may have here.");
  EXPECT_NE(refused.text.find("/api/session/cleanup"), std::string::npos);
  const json::object large{{"note", std::string(900, 'x')}};
  EXPECT_EQ(update(first, large).status, 200);
  EXPECT_EQ(send("checkpoint-session", {}, {{"id", first}}).status, 200);
  EXPECT_EQ(send("checkpoint-session", {}, {{"id", first}}).status, 403);
  EXPECT_EQ(update(first, large).status, 403);
  EXPECT_EQ(send("sync-session", {{"provider", "github"}, {"external_id", "1"}}).status, 403);
  caller = "owner";
  EXPECT_EQ(send("init-session", {{"userId", "u3"}}).status, 200);
}

TEST_F(Sessions, wrong_ones_are_refused) {
  EXPECT_EQ(send("sync-session", {{"provider", "github"}}).status, 400);
  EXPECT_EQ(send("sync-session", {{"provider", "github"}, {"external_id", 5}}).status, 400);
  EXPECT_EQ(send("sync-session", {{"provider", "github"}, {"external_id", "5"}, {"metadata", "x"}}).status, 400);
}

TEST_F(Sessions, one_of_a_client_ends_an_hour_after_its_last_use) {
  const auto id = begun();
  EXPECT_EQ(status(id).at("ttl"), 3600);
  now += 3'000'000;
  EXPECT_EQ(status(id).at("ttl"), 600);
  EXPECT_EQ(update(id, {{"step", 1}}).status, 200);
  now += 3'600'000;
  EXPECT_EQ(status(id).at("status"), "active");
  ++now;
  EXPECT_EQ(status(id).at("status"), "expired");
  EXPECT_EQ(status(id).at("ttl"), 0);
  const auto late = update(id, {{"step", 2}});
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.text.find("expired at 2026-11-23T16:49:10.123Z"), std::string::npos) << late.text;
  EXPECT_EQ(ask({.handler = "checkpoint-session", .method = "POST", .parameters = {{"id", id}}}).status, 409);
  EXPECT_NE(begun(), id);  // the same user begins anew
  EXPECT_EQ(get("show-session", {{"id", id}}).status, 404);
}

TEST_F(Sessions, one_that_links_an_account_lasts) {
  const auto linked = send("sync-session", {{"provider", "github"}, {"external_id", "583231"}});
  const std::string id(linked.body.at("session_id").as_string());
  now += 1000LL * 3'600'000;
  EXPECT_EQ(status(id).at("status"), "active");
  EXPECT_EQ(status(id).at("expiresAt"), nullptr);
  EXPECT_EQ(shown(id).at("expiresAt"), nullptr);
}

TEST_F(Sessions, retry_goes_on_from_the_last_checkpoint_also_when_it_was_too_late) {
  const auto id = begun();
  update(id, {{"step", 1}});
  const auto kept = send("checkpoint-session", {{"name", "before the risk"}}, {{"id", id}});
  ASSERT_EQ(kept.status, 200) << kept.text;
  EXPECT_EQ(kept.body.at("checkpoint").at("version"), 2);
  EXPECT_EQ(kept.events.at(0).at("type"), "session.checkpointed");
  update(id, {{"step", 2}, {"broken", true}});
  now += 4'000'000;
  const auto retried = send("retry-session", {{"sessionId", id}});
  ASSERT_EQ(retried.status, 200) << retried.text;
  EXPECT_EQ(retried.body.at("checkpoint"), kept.body.at("checkpoint").at("id"));
  EXPECT_EQ(retried.body.at("session").at("state"), (json::object{{"step", 1}}));
  EXPECT_EQ(retried.body.at("session").at("version"), 4);
  EXPECT_EQ(status(id).at("status"), "active");
  EXPECT_EQ(shown(id).at("checkpoints").at(0).at("name"), "before the risk");
}

TEST_F(Sessions, retry_without_a_checkpoint_keeps_the_state) {
  const auto id = begun();
  update(id, {{"step", 1}});
  const auto retried = send("retry-session", {{"sessionId", id}});
  EXPECT_EQ(retried.body.at("checkpoint"), nullptr);
  EXPECT_EQ(retried.body.at("session").at("state").at("step"), 1);
}

TEST_F(Sessions, the_oldest_checkpoints_go) {
  const auto id = begun();
  std::string last;
  for (int i = 0; i < 55; ++i) {
    ++now;
    last = std::string(send("checkpoint-session", {}, {{"id", id}}).body.at("checkpoint").at("id").as_string());
  }
  EXPECT_EQ(status(id).at("checkpoints"), 50);
  EXPECT_EQ(shown(id).at("checkpoints").at(0).at("id").as_string(), last);
}

TEST_F(Sessions, one_that_is_invalidated_is_over_and_no_credential_tells_of_its_account) {
  const auto linked = send("sync-session", {{"provider", "github"}, {"external_id", "583231"}});
  const std::string id(linked.body.at("session_id").as_string());
  EXPECT_EQ(accounts_in_a_credential(), 1u);
  const auto ended = send("invalidate-session", {{"reason", "stolen laptop"}}, {{"id", id}});
  ASSERT_EQ(ended.status, 200) << ended.text;
  EXPECT_EQ(ended.events.at(0).at("type"), "session.invalidated");
  EXPECT_EQ(status(id).at("status"), "invalidated");
  EXPECT_EQ(status(id).at("reason"), "stolen laptop");
  EXPECT_EQ(accounts_in_a_credential(), 0u);
  EXPECT_EQ(send("invalidate-session", {}, {{"id", id}}).status, 409);
  EXPECT_EQ(update(id, {}).status, 409);
  EXPECT_EQ(send("retry-session", {{"sessionId", id}}).status, 409);
  const auto again = send("sync-session", {{"provider", "github"}, {"external_id", "583231"}});
  EXPECT_EQ(again.body.at("syncStatus"), "created");
  EXPECT_NE(again.body.at("session_id"), linked.body.at("session_id"));
  EXPECT_EQ(accounts_in_a_credential(), 1u);
}

TEST_F(Sessions, health_counts_and_cleanup_removes_what_has_ended_of_the_caller_alone) {
  caller = "guest";
  begun();
  caller = "ada";
  const auto old = begun({{"userId", "old"}});
  send("checkpoint-session", {}, {{"id", old}});
  now += 3'600'001;
  const auto gone = begun({{"userId", "gone"}}), live = begun({{"userId", "live"}});
  send("invalidate-session", {}, {{"id", gone}});
  EXPECT_EQ(get("session-health").body.at("sessions"), (json::object{{"active", 1}, {"expired", 1}, {"invalidated", 1}}));
  const auto cleaned = send("cleanup-sessions", {});
  EXPECT_EQ(cleaned.body.at("removed"), 2);
  EXPECT_EQ(cleaned.body.at("checkpoints"), 1);
  EXPECT_EQ(status(live).at("status"), "active");
  EXPECT_EQ(send("cleanup-sessions", {}).body.at("removed"), 0);
  caller = "owner";
  EXPECT_EQ(get("session-health").body.at("sessions"), (json::object{{"active", 1}, {"expired", 1}, {"invalidated", 0}}));
}

TEST_F(Sessions, another_callers_session_is_none) {
  caller = "ada";
  const auto id = begun();
  caller = "guest";
  EXPECT_EQ(get("session-status", {{"id", id}}).status, 404);
  for (const char* handler : {"checkpoint-session", "invalidate-session"}) EXPECT_EQ(send(handler, {}, {{"id", id}}).status, 404) << handler;
  EXPECT_EQ(send("retry-session", {{"sessionId", id}}).status, 404);
}

}  // namespace
}  // namespace chitty::id::testing
