// Accounts, as an administrator sees them, and whether a session that began by a token may go on.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class Accounts : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("did:chitty:root", {"admin:*"});
  }
  void add(const std::string& name, const std::string& at, const std::string& subject) {
    run_sql("INSERT INTO auth_registrations (id, email, name, entity_type, subject, metadata, status, created_at) VALUES ('reg_" + name +
                "', '" + name + "@example.com', '" + name + "', 'P', " + (subject.empty() ? "NULL, '{}', 'pending'" : "'" + subject + "', '{}', 'active'") +
                ", '" + at + "')",
            {})
        .value();
  }
  void three() {
    add("ada", "2026-11-01T00:00:00.000Z", "did:chitty:ada");
    add("bob", "2026-11-02T00:00:00.000Z", "did:chitty:bob");
    add("cleo", "2026-11-03T00:00:00.000Z", "");
  }
  std::string names(const Answered& answered) {
    std::string all;
    for (const auto& one : answered.body.at("accounts").as_array()) all += (all.empty() ? "" : " ") + text_in(one, "name");
    return all;
  }
};

TEST_F(Accounts, the_newest_first_page_by_page) {
  three();
  const auto first = get("list-accounts", {}, {{"limit", 2}});
  EXPECT_EQ(names(first), "cleo bob");
  const auto cursor = first.body.at("metadata").at("nextCursor");
  const auto second = get("list-accounts", {}, {{"limit", 2}, {"cursor", cursor}});
  EXPECT_EQ(names(second), "ada");
  EXPECT_TRUE(second.body.at("metadata").at("nextCursor").is_null());
}

TEST_F(Accounts, a_filter_finds_what_is_written) {
  three();
  EXPECT_EQ(names(get("list-accounts", {}, {{"query", "AD"}})), "ada");
  EXPECT_EQ(names(get("list-accounts", {}, {{"query", "chitty:bob"}})), "bob");
  for (const auto* nobody : {"%", "_", "\\", "' OR 1=1 --"}) EXPECT_EQ(names(get("list-accounts", {}, {{"query", nobody}})), "") << nobody;
  EXPECT_EQ(names(get("list-accounts", {}, {{"status", "pending"}})), "cleo");
  EXPECT_EQ(names(get("list-accounts", {}, {{"status", "active"}})), "bob ada");
}

TEST_F(Accounts, one_by_any_of_its_names) {
  three();
  become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  token({"chittyid:read"});
  become("did:chitty:root", {"admin:*"});
  for (const auto* name : {"did:chitty:ada", "ada@example.com", "ADA@EXAMPLE.COM", "reg_ada"}) {
    const auto shown = get("show-account", {{"id", name}});
    ASSERT_EQ(shown.status, 200) << name << shown.text;
    const auto& account = shown.body.at("account").as_object();
    EXPECT_EQ(account.at("id"), "did:chitty:ada");
    EXPECT_EQ(account.at("tokens"), 1);
    EXPECT_EQ(account.at("scopes"), json::array{"chittyid:read"});
  }
  EXPECT_EQ(get("show-account", {{"id", "reg_cleo"}}).body.at("account").at("status"), "pending");
  EXPECT_EQ(get("show-account", {{"id", "nobody"}}).status, 404);
}

TEST_F(Accounts, a_suspension_is_seen_and_says_who_ordered_it) {
  three();
  become("service:portal", {"chittyauth:admin"});
  const auto done = send("suspend-subject", {{"reason", "left"}, {"by", "did:chitty:root"}}, {{"id", "ada@example.com"}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.events.at(0).at("data").at("by"), "did:chitty:root");
  const auto shown = get("show-account", {{"id", "reg_ada"}}).body.at("account").as_object();
  EXPECT_EQ(shown.at("status"), "suspended");
  EXPECT_EQ(shown.at("suspendedReason"), "left");
  EXPECT_EQ(shown.at("suspendedBy"), "did:chitty:root");
  const auto counts = get("account-counts").body;
  EXPECT_EQ(counts.at("registered"), 3);
  EXPECT_EQ(counts.at("suspended"), 1);
  EXPECT_EQ(counts.at("pending"), 1);
  become("did:chitty:root", {"admin:*"});
  const auto back = send("resume-subject", {{"by", "somebody else"}}, {{"id", "reg_ada"}});
  EXPECT_EQ(back.events.at(0).at("data").at("by"), "did:chitty:root") << "a person asks for themselves";
}

TEST_F(Accounts, a_session_goes_on_while_its_token_is_good) {
  three();
  become("did:chitty:ada", {"chittyid:*", "chittyauth:*"});
  const auto made = token({"chittyid:read"}, {{"expiresIn", 60}});
  become("did:chitty:root", {"admin:*"});
  const auto good = [&](const std::string& subject, const std::string& token_id) {
    return get("standing", {}, {{"subject", subject}, {"token", token_id}}).body;
  };
  EXPECT_EQ(good("did:chitty:ada", made.second).at("good"), true);
  EXPECT_EQ(good("did:chitty:ada", "tok_never").at("good"), false);
  EXPECT_EQ(get("standing", {}, {{"subject", "owner"}}).body.at("good"), true);
  send("suspend-subject", {{"reason", "left"}}, {{"id", "did:chitty:ada"}});
  EXPECT_EQ(good("did:chitty:ada", made.second).at("reason"), "This account is suspended: left");
  send("resume-subject", {}, {{"id", "did:chitty:ada"}});
  now += 60'001;
  EXPECT_EQ(good("did:chitty:ada", made.second).at("good"), false);
}

}  // namespace
}  // namespace chitty::auth::testing
