#include "plugin/claims.hpp"

#include <gmock/gmock.h>

namespace chitty::host {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Candidate plugin(const std::string& path, const std::string& name, const std::vector<std::string>& roots) {
  Candidate candidate;
  candidate.path = path;
  candidate.name = name;
  candidate.version = "1.0.0";
  for (const auto& word : roots) candidate.roots.push_back({word, "Work with " + word, false});
  return candidate;
}

std::vector<Candidate> settled(std::vector<Candidate> all) {
  settle_claims(all);
  return all;
}

TEST(Claims, TheFirstKeepsAWordAndTheOtherIsCalledByItsName) {
  const auto all = settled({plugin("/a/one.so", "one", {"id"}), plugin("/b/two.so", "two", {"id", "more"})});
  EXPECT_THAT(all[0].lost, IsEmpty());
  EXPECT_EQ(all[1].reason, "");
  EXPECT_THAT(all[1].lost, ElementsAre("id"));
  EXPECT_EQ(all[1].note,
            "The word 'id' of the plugin 'two' (/b/two.so) belongs to the plugin 'one' (/a/one.so), found first.");
  EXPECT_THAT(all[1].hint, HasSubstr("chitty two"));
}

TEST(Claims, TheSameNameTwiceIsShadowed) {
  const auto all = settled({plugin("/a/one.so", "one", {"id"}), plugin("/b/one.so", "one", {"other"})});
  EXPECT_THAT(all[1].reason, AllOf(HasSubstr("/b/one.so is shadowed by /a/one.so"), HasSubstr("version 1.0.0")));
  EXPECT_TRUE(all[1].by_claim);
}

TEST(Claims, ANameThatIsAnothersWordIsRefused) {
  const auto all = settled({plugin("/a/one.so", "one", {"two"}), plugin("/b/two.so", "two", {"x"})});
  EXPECT_THAT(all[1].reason, HasSubstr("already a word of the plugin 'one' (/a/one.so)"));
}

TEST(Claims, AWordThatIsAnothersNameIsLost) {
  const auto all = settled({plugin("/a/two.so", "two", {}), plugin("/b/one.so", "one", {"two"})});
  EXPECT_THAT(all[1].lost, ElementsAre("two"));
}

TEST(Claims, ReservedWordsStayTheHosts) {
  for (const char* word : {"plugin", "config", "remote", "completion", "help", "version"}) {
    const auto all = settled({plugin("/a/one.so", "one", {word}), plugin("/a/x.so", word, {})});
    EXPECT_THAT(all[0].lost, ElementsAre(word));
    EXPECT_THAT(all[0].note, HasSubstr("belongs to chitty itself"));
    EXPECT_THAT(all[1].reason, HasSubstr("a command of chitty itself"));
  }
}

TEST(Claims, ARefusedPluginClaimsNothing) {
  auto broken = plugin("/a/one.so", "one", {"id"});
  broken.reason = "It is broken.";
  const auto all = settled({broken, plugin("/b/one.so", "one", {"id"})});
  EXPECT_EQ(all[0].reason, "It is broken.");
  EXPECT_EQ(all[1].reason, "");
  EXPECT_THAT(all[1].lost, IsEmpty());
}

TEST(Claims, AWordThatIsItsOwnNameIsFine) {
  EXPECT_THAT(settled({plugin("/a/one.so", "one", {"one"})})[0].lost, IsEmpty());
}

}  // namespace
}  // namespace chitty::host
