// Conditions and actions: what they mean, and where they are wrong.
#include <gtest/gtest.h>

#include <chitty/members.hpp>

#include "decide.hpp"
#include "sieve.hpp"

namespace chittyrouter {
namespace {

Facts some() {
  Facts facts;
  facts.from = {"carol@mail.firm.example"}, facts.to = {"office@law.example"};
  facts.subject = "RE: Motion to Dismiss", facts.text = "see attached", facts.list_id = "news.example.com", facts.has_attachment = true;
  facts.headers = {{"x-priority", "1 (Highest)"}};
  return facts;
}
const Book book{{"opposing-counsel", {"@mail.firm.example"}}, {"court", {"clerk@court.example"}}};

bool matches(const std::string& condition) { return Condition::parse(condition).value().matches(some(), book); }
std::string wrong(const std::string& condition) { return Condition::parse(condition).error().message; }

TEST(Condition, Matches) {
  for (const auto* yes : {"from:opposing-counsel", "FROM:Opposing-Counsel", "from:firm.example", "from:@mail.firm.example", "from:carol@*", "to:office@law.example", "subject:motion", "subject:\"to dismiss\"", "body:ATTACHED", "has:attachment",
                          "list:*", "list:news.*", "header:X-Priority", "header:x-priority:highest", "from:court OR subject:motion", "subject:motion AND NOT from:court", "subject:motion has:attachment", "NOT (from:court OR cc:x)", "from:court OR from:nobody OR list:*", "NOT NOT list:*"})
    EXPECT_TRUE(matches(yes)) << yes;
  for (const auto* no : {"from:court", "from:nobody", "from:irm.example", "from:@firm.example", "from:carol@firm.example", "cc:firm.example", "subject:\"dismiss motion\"", "list:news", "header:x-other", "header:x-priority:low", "from:court subject:motion", "from:court AND list:* OR cc:x"})
    EXPECT_FALSE(matches(no)) << no;
}

TEST(Condition, SaysTheColumn) {
  EXPECT_EQ(wrong("from:"), "The condition is wrong at column 6: expected a value behind the colon.");
  EXPECT_EQ(wrong("from:a OR"), "The condition is wrong at column 10: expected FIELD:VALUE, found the end.");
  EXPECT_EQ(wrong("subject:ä form:b"), "The condition is wrong at column 11: unknown field 'form': there are from, to, cc, subject, body, list, has and header.");
  EXPECT_EQ(wrong("(from:a"), "The condition is wrong at column 1: this bracket is never closed.");
  EXPECT_EQ(wrong("from:a)"), "The condition is wrong at column 7: unexpected ')'.");
  EXPECT_EQ(wrong("from:a and to:b"), "The condition is wrong at column 8: expected FIELD:VALUE, found 'and'. Did you mean 'AND'?");
  EXPECT_EQ(wrong("subject:\"x"), "The condition is wrong at column 9: this quotation mark is never closed.");
  EXPECT_EQ(Condition::parse("from:").error().details.at("column"), 6);
  std::string deep;
  for (int i = 0; i < 500; ++i) deep += "(";
  EXPECT_NE(wrong(deep).find("more than 32 deep"), std::string::npos);
  EXPECT_NE(wrong(std::string(3000, 'x')).find("longer than 2000"), std::string::npos);
}

TEST(Condition, SaysWhy) {
  EXPECT_EQ(Condition::parse("(from:opposing-counsel OR from:court) AND NOT list:other").value().why(some(), book), "from:opposing-counsel (carol@mail.firm.example), NOT list:other");
}

TEST(Action, IsReadOrRefusedAtItsColumn) {
  const auto actions = parse_actions("priority:high, agent:legal-response,label:case-7,archive").value();
  ASSERT_EQ(actions.size(), 4u);
  EXPECT_EQ(actions[1].text(), "agent:legal-response");
  const auto fault = [](const std::string& text) { return parse_actions(text).error().message; };
  EXPECT_EQ(fault("archive, priority:urgent"), "The action is wrong at column 10: unknown priority 'urgent': there are critical, high, normal and low.");
  EXPECT_EQ(fault("archive,,stop"), "The action is wrong at column 9: expected an action such as priority:high.");
  EXPECT_NE(fault("send:a@b").find("unknown action 'send'"), std::string::npos);
  EXPECT_NE(fault("priority:low,priority:high").find("comes twice"), std::string::npos);
}

std::vector<Rule> rules() {
  const auto rule = [](const char* id, const char* condition, const char* action) { return Rule{id, id, Condition::parse(condition).value(), parse_actions(action).value()}; };
  return {rule("1", "from:opposing-counsel", "priority:high,agent:legal-response"), rule("2", "cc:nobody", "archive"), rule("3", "list:*", "priority:low,label:news,stop"), rule("4", "list:*", "archive")};
}

TEST(Decision, EveryRuleThatMatchesActsAndTheFirstPriorityCounts) {
  const auto decision = decide(some(), rules(), book);
  EXPECT_EQ(decision.text(), "priority:high, agent:legal-response, label:news");
  ASSERT_EQ(decision.lines.size(), 2u);
  EXPECT_EQ(decision.lines[1].did, "(priority:low), label:news, stop");
}

TEST(Decision, AsSieve) {
  const auto script = sieve_of(rules(), book);
  EXPECT_NE(script.find("if address :domain :is \"from\" \"mail.firm.example\" {\n  if not hasflag :matches \"$priority_*\" { addflag \"$priority_high\"; }\n  addflag \"$agent_legal-response\";\n}"), std::string::npos) << script;
  EXPECT_NE(script.find("if false {\n  fileinto :create \"Archive\";\n}"), std::string::npos) << "nobody is in that group";
}

}  // namespace
}  // namespace chittyrouter
