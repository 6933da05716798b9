#include "../testing/testing.hpp"

#include "../identifier.hpp"

#include <chitty/members.hpp>
#include <set>

namespace chitty::id::testing {
namespace {

using Identities = ServiceTest;

TEST_F(Identities, a_mint_answers_in_the_names_of_the_live_service_and_of_the_older_ones) {
  const auto minted = send("mint", {{"entityType", "P"}, {"metadata", {{"name", "Ada"}}}});
  ASSERT_EQ(minted.status, 200) << minted.text;
  EXPECT_EQ(minted.body.at("success"), true);
  const std::string id(minted.body.at("chittyId").as_string());
  EXPECT_EQ(id.substr(0, 23), "03-1-USA-0001-P-2611-0-");
  EXPECT_EQ(std::string(minted.body.at("did").as_string()), "did:chitty:" + id);
  EXPECT_TRUE(check_identifier(*parse_identifier(id)));
  EXPECT_EQ(minted.body.at("components").at("sequential"), "0001");
  EXPECT_EQ(minted.body.at("lifecycle"), "active");
  ASSERT_EQ(minted.events.size(), 1u);
  EXPECT_EQ(minted.events[0].at("type"), "identity.minted");
  EXPECT_TRUE(minted.complaints.empty());
}

TEST_F(Identities, what_is_minted_here_says_that_it_is_local) {
  const auto minted = send("mint", {{"entity", "ORGANIZATION"}});
  EXPECT_EQ(minted.body.at("authority"), "local");
  EXPECT_EQ(std::string(minted.body.at("mintedBy").as_string()).substr(0, 22), "local:03-1-USA-0001-A-");
  EXPECT_EQ(minted.body.at("characterization"), "Legal");
  const auto shown = get("show", {{"did", minted.body.at("did")}});
  EXPECT_EQ(shown.body.at("mintedBy"), minted.body.at("mintedBy"));
}

TEST_F(Identities, the_word_that_was_asked_for_is_kept) {
  for (const json::object& order : {json::object{{"entityType", "E"}, {"entityWord", "CASE"}}, json::object{{"entity", "case"}}}) {
    const auto minted = send("mint", order);
    EXPECT_EQ(minted.body.at("entity"), "E");
    EXPECT_EQ(minted.body.at("entityWord"), "CASE");
    EXPECT_EQ(get("show", {{"did", minted.body.at("did")}}).body.at("entityWord"), "CASE");
    EXPECT_EQ(get("verify", {{"did", minted.body.at("did")}}).body.at("entityWord"), "CASE");
  }
  ASSERT_EQ(send("mint", {{"entity", "EVENT"}}).body.at("entityWord"), "EVENT");
  EXPECT_EQ(get("list", {}, {{"entity", "CASE"}}).body.at("identities").as_array().size(), 2u);
  EXPECT_EQ(get("list", {}, {{"entity", "EVENT"}}).body.at("identities").as_array().size(), 1u) << "a word is what is shown";
  EXPECT_EQ(get("list", {}, {{"entity", "e"}}).body.at("identities").as_array().size(), 3u) << "a letter is all of its words";
}

TEST_F(Identities, every_word_lists_what_was_minted_under_it_and_no_more) {
  constexpr const char* words[] = {"PERSON", "ORGANIZATION", "AGENT", "PLACE", "LOCATION", "THING", "PROPERTY", "DOCUMENT", "TRANSACTION",
                                   "EVENT", "CASE"};
  for (const auto* word : words) send("mint", {{"entity", word}});
  send("mint", {{"entity", "PERSON"}, {"characterization", "Natural"}});
  for (const std::string word : words) {
    const auto listed = get("list", {}, {{"mine", "true"}, {"entity", word}}).body.at("identities").as_array();
    EXPECT_EQ(listed.size(), word == "PERSON" ? 2u : 1u) << word;
    for (const auto& identity : listed) EXPECT_EQ(text_in(identity, "entityWord"), word);
  }
  for (const auto& [letter, count] : {std::pair("P", 4u), std::pair("L", 2u), std::pair("T", 4u), std::pair("E", 2u)})
    EXPECT_EQ(get("list", {}, {{"mine", "true"}, {"entity", letter}}).body.at("identities").as_array().size(), count) << letter;
}

TEST_F(Identities, a_word_of_another_letter_and_a_characterization_that_contradicts_are_refused) {
  EXPECT_EQ(send("mint", {{"entityType", "P"}, {"entityWord", "CASE"}}).status, 400);
  EXPECT_EQ(send("mint", {{"entity", "ORGANIZATION"}, {"characterization", "Natural"}}).status, 400);
  EXPECT_EQ(send("mint", {{"entity", "ORGANIZATION"}, {"characterization", "Legal"}}).status, 200);
}

TEST_F(Identities, wrong_orders_are_refused_and_nothing_is_minted) {
  const std::pair<json::object, const char*> wrong[] = {
      {{}, "entityType"},
      {{{"entityType", "peo"}}, "Invalid entityType: \"peo\""},
      {{{"entityType", "T"}, {"characterization", "Legal"}}, "characterization"},
      {{{"entityType", "P"}, {"characterization", "legal"}}, "characterization"},
      {{{"entityType", "P"}, {"region", "0"}}, "region"},
      {{{"entityType", "P"}, {"region", 10}}, "region"},
      {{{"entityType", "P"}, {"jurisdiction", "us"}}, "jurisdiction"},
      {{{"entityType", "P"}, {"jurisdiction", "ERR"}}, "jurisdiction"},
      {{{"entityType", "P"}, {"jurisdiction", "XXX"}}, "jurisdiction"},
      {{{"entityType", "P"}, {"metadata", "text"}}, "metadata"},
      {{{"entityType", "P"}, {"metadata", {{"x", std::string(70'000, 'x')}}}}, "64 KiB"}};
  for (const auto& [body, piece] : wrong) {
    const auto refused = send("mint", body);
    EXPECT_EQ(refused.status, 400) << piece;
    EXPECT_EQ(refused.body.at("success"), false);
    EXPECT_NE(std::string(refused.body.at("message").as_string()).find(piece), std::string::npos) << refused.text;
  }
  EXPECT_EQ(ask({.handler = "mint", .method = "POST", .body = "{"}).status, 400);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM identities WHERE entity <> 'A'"), 0);
}

// Whatever of the host fails, and wherever: an acknowledged identity is there, and no number is lost.
TEST_F(Identities, a_failure_anywhere_leaves_no_gap) {
  std::int64_t acknowledged = 0;
  const auto mint = [](std::uint64_t n) {
    return testkit::Incoming{.handler = "mint", .method = "POST", .body = R"({"entityType":"T"})", .headers = {{"idempotency-key", std::to_string(n)}}};
  };
  for_each_failure(mint, [&](const testkit::Answered& minted) {
    if (minted.status == 200) ++acknowledged;
    ASSERT_GE(number_in_store("SELECT COUNT(*) FROM identities WHERE entity = 'T'"), acknowledged);
    ASSERT_EQ(send("audit", {}).body.at("gaps"), 0);
    ASSERT_TRUE(sqlite3_get_autocommit(database()));
    ASSERT_TRUE(minted.complaints.empty()) << minted.complaints.front();
  });
  EXPECT_GT(acknowledged, 0);
}

TEST_F(Identities, the_same_idempotency_key_mints_once) {
  const testkit::Incoming order{.handler = "mint", .method = "POST", .body = R"({"entityType":"P"})", .headers = {{"idempotency-key", "abc"}}};
  const auto first = ask(order), second = ask(order);
  EXPECT_EQ(first.body.at("chittyId"), second.body.at("chittyId"));
  EXPECT_TRUE(second.events.empty());
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM identities WHERE entity = 'P'"), 1);
  caller = "another";
  EXPECT_NE(ask(order).body.at("chittyId"), first.body.at("chittyId"));
}

TEST_F(Identities, a_list_pages_and_filters_and_keeps_callers_apart) {
  for (int i = 0; i < 5; ++i) ++now, send("mint", {{"entityType", "P"}});
  send("mint", {{"entity", "CASE"}});
  caller = "guest";
  send("mint", {{"entityType", "P"}});
  EXPECT_EQ(get("list").body.at("identities").as_array().size(), 1u);
  caller = "owner";
  EXPECT_EQ(get("list", {}, {{"mine", "true"}}).body.at("identities").as_array().size(), 6u);
  EXPECT_EQ(get("list", {}, {{"entity", "CASE"}}).body.at("identities").as_array().size(), 1u);
  EXPECT_EQ(get("list", {}, {{"since", "2026-11-24T00:00:00Z"}}).body.at("identities").as_array().size(), 0u);
  std::set<std::string> seen;
  std::string cursor;
  do {
    const auto page = get("list", {}, {{"mine", "true"}, {"limit", "4"}, {"cursor", cursor}});
    for (const auto& identity : page.body.at("identities").as_array()) seen.insert(std::string(identity.at("did").as_string()));
    const auto& next = page.body.at("metadata").at("nextCursor");
    cursor = next.is_string() ? std::string(next.as_string()) : "";
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 6u);
  for (const char* limit : {"0", "201", "x"}) EXPECT_EQ(get("list", {}, {{"limit", limit}}).status, 400) << limit;
  EXPECT_EQ(get("list", {}, {{"since", "yesterday"}}).status, 400);
  EXPECT_EQ(get("list", {}, {{"entity", "dragon"}}).status, 400);
}

// A stranger is shown that there is one, and not what its minter wrote into it, nor who that was.
TEST_F(Identities, of_somebody_elses_the_public_part_is_shown) {
  const std::string ada = "did:chitty:03-1-USA-4448-P-2609-0-88";
  caller = ada;
  const auto minted = send("mint", {{"entityType", "P"}, {"metadata", {{"registration", "reg_secret"}, {"name", "Ada"}}}});
  const json::object which{{"did", minted.body.at("did")}};
  const auto own = get("show", which);
  EXPECT_EQ(own.body.at("metadata").at("registration"), "reg_secret");
  EXPECT_EQ(text_in(own.body, "requestedBy"), ada);
  caller = "did:chitty:03-1-USA-0001-P-2609-0-38";
  scopes = {"chittyid:read", "chittyid:generate"};
  const auto others = get("show", which);
  EXPECT_EQ(others.status, 200) << others.text;
  EXPECT_EQ(others.body.at("did"), minted.body.at("did"));
  EXPECT_EQ(others.body.at("status"), "active");
  EXPECT_FALSE(others.body.contains("metadata") || others.body.contains("requestedBy"));
  for (const auto* hidden : {"reg_secret", "Ada", ada.c_str()}) EXPECT_EQ(others.text.find(hidden), std::string::npos) << hidden;
  caller = "owner";
  EXPECT_EQ(get("show", which).body.at("metadata").at("name"), "Ada");
  caller = std::string(minted.body.at("did").as_string());  // whose own it is, as after a registration
  EXPECT_EQ(get("show", which).body.at("metadata").at("name"), "Ada");
}

TEST_F(Identities, an_unknown_one_is_404_in_the_envelope_of_the_wire) {
  const auto shown = get("show", {{"did", "did:chitty:03-1-USA-4448-P-2609-0-88"}});
  EXPECT_EQ(shown.status, 404);
  EXPECT_EQ(shown.body.at("error"), "NOT_FOUND");
  EXPECT_EQ(shown.body.at("success"), false);
}

TEST_F(Identities, verification_tells_form_record_and_what_is_wrong) {
  const auto did = send("mint", {{"entityType", "P"}}).body.at("did");
  const auto known = get("verify", {{"did", did}});
  EXPECT_EQ(known.body.at("valid"), true);
  EXPECT_EQ(known.body.at("known"), true);
  EXPECT_EQ(known.body.at("entity"), "P");
  EXPECT_EQ(get("verify", {{"did", "03-1-USA-4448-P-2609-0-88"}}).body.at("known"), false);

  const auto legacy = get("verify", {{"did", "did:chitty:01-C-ACT-1234-P-2411-5-A"}});
  EXPECT_EQ(legacy.status, 200);
  EXPECT_EQ(legacy.body.at("valid"), false);
  EXPECT_EQ(legacy.body.at("form"), "legacy");

  const auto wrong = send("validate", {{"id", "03-1-USA-4448-P-2609-0-87"}});
  EXPECT_EQ(wrong.body.at("valid"), false);
  EXPECT_EQ(wrong.body.at("field"), "checksum");
  EXPECT_EQ(wrong.body.at("expected"), "88");
  EXPECT_EQ(send("validate", {{"id", "03-0-ERR-0001-P-2609-0-24"}}).body.at("form"), "error");
  EXPECT_EQ(send("validate", {}).status, 400);

  EXPECT_EQ(get("info", {{"id", "03-1-USA-4448-P-2609-0-88"}}).body.at("metadata").at("region"), "North America");
  EXPECT_EQ(get("spec").body.at("entities").at("A"), "authority");
  EXPECT_EQ(get("health").body.at("status"), "ok");
}

TEST_F(Identities, a_fallback_request_is_minted_here_and_says_so) {
  const auto minted = send("fallback", {{"entity", "CASE"}, {"reason", "the primary timed out"}, {"metadata", {{"name", "x"}}}});
  ASSERT_EQ(minted.status, 200) << minted.text;
  EXPECT_EQ(minted.body.at("fallback"), true);
  EXPECT_TRUE(check_identifier(*parse_identifier(minted.body.at("chittyId").as_string())));
  const auto shown = get("show", {{"did", minted.body.at("did")}});
  EXPECT_EQ(shown.body.at("metadata").at("name"), "x");
  EXPECT_EQ(shown.body.at("metadata").at("fallback"),
            (json::object{{"reason", "the primary timed out"}, {"requested_at", "2026-11-23T14:59:10.123Z"}}));
  EXPECT_EQ(send("audit", {}).body.at("gaps"), 0);
  EXPECT_EQ(send("fallback", {}).status, 400);
}

TEST_F(Identities, a_word_stands_beside_each_letter) {
  EXPECT_EQ(send("mint", {{"entity", "ORGANIZATION"}}).body.at("entityWord"), "ORGANIZATION");
  const auto batch = ask({.handler = "mint-batch", .method = "POST", .body = R"({"entity":"AGENT"})"});
  EXPECT_EQ(lines_of(batch.text).at(0).at("entityWord"), "AGENT");
  const auto listed = get("list", {}, {{"mine", "true"}, {"entity", "p"}}).body.at("identities").as_array();
  ASSERT_EQ(listed.size(), 2u);
  for (const auto& identity : listed) {
    EXPECT_EQ(identity.at("entity"), "P");
    EXPECT_EQ(get("verify", {{"did", identity.at("did")}}).body.at("entityWord"), identity.at("entityWord"));
  }
  EXPECT_EQ(get("list", {}, {{"entity", "ORGANIZATION"}}).body.at("identities").as_array().size(), 1u);
}

TEST_F(Identities, the_old_path_says_where_minting_went) {
  const auto moved = send("moved-mint", {});
  EXPECT_EQ(moved.status, 308);
}

}  // namespace
}  // namespace chitty::id::testing
