// The word index on a real store, held against a search that reads everything.
#include <gtest/gtest.h>

#include <algorithm>
#include <chitty/search/excerpt.hpp>
#include <chitty/search/relevance.hpp>
#include <chitty/search/stem.hpp>
#include <chitty/search/text_index.hpp>
#include <chitty/testkit.hpp>
#include <chitty/testkit/sqlite_store.hpp>
#include <random>

namespace chitty::search {
namespace {

TEST(Stem, IsWhatPorterSays) {
  const std::map<std::string, std::string> known{{"contracts", "contract"}, {"contracting", "contract"}, {"caresses", "caress"}, {"ponies", "poni"}, {"ties", "ti"}, {"cats", "cat"}, {"feed", "feed"}, {"agreed", "agre"}, {"plastered", "plaster"}, {"bled", "bled"}, {"motoring", "motor"}, {"sing", "sing"}, {"conflated", "conflat"}, {"troubled", "troubl"}, {"sized", "size"}, {"hopping", "hop"}, {"falling", "fall"}, {"hissing", "hiss"}, {"failing", "fail"}, {"filing", "file"}, {"happy", "happi"}, {"sky", "sky"}, {"relational", "relat"}, {"conditional", "condit"}, {"rational", "ration"}, {"vietnamization", "vietnam"}, {"operator", "oper"}, {"feudalism", "feudal"}, {"decisiveness", "decis"}, {"hopefulness", "hope"}, {"formality", "formal"}, {"sensibility", "sensibl"}, {"triplicate", "triplic"}, {"formative", "form"}, {"electrical", "electr"}, {"goodness", "good"}, {"revival", "reviv"}, {"allowance", "allow"}, {"airliner", "airlin"}, {"adjustable", "adjust"}, {"replacement", "replac"}, {"adoption", "adopt"}, {"communism", "commun"}, {"effective", "effect"}, {"probate", "probat"}, {"rate", "rate"}, {"cease", "ceas"}, {"controlling", "control"}, {"roll", "roll"}, {"is", "is"}, {"y", "y"}};
  for (const auto& [word, stem] : known) EXPECT_EQ(stem_of(word), stem) << word;
  EXPECT_EQ(stem_of("gr\xC3\xB6\xC3\x9F"
                    "er"),
            "gr\xC3\xB6\xC3\x9F"
            "er");
  EXPECT_EQ(stem_of("2024s"), "2024s");
  EXPECT_EQ(without_marks("\xC3\xA9t\xC3\xA9 e\xCC\x81"), "ete e");
  EXPECT_EQ(without_marks("\xC3\x9F\xE6\x97\xA5"), "\xC3\x9F\xE6\x97\xA5");
  EXPECT_TRUE(is_stop_word("the"));
  EXPECT_FALSE(is_stop_word("contract"));
}

TEST(Excerpt, ShowsThePieceWithMostOfTheWords) {
  const std::string text = "contract " + std::string(500, 'x') + " the contract of the court " + std::string(500, 'y');
  auto words = words_of(text);
  std::erase_if(words, [](const Word& word) { return word.text != "contract" && word.text != "court"; });
  const auto excerpt = excerpt_of(text, words);
  EXPECT_LE(excerpt.text.size(), 165u);
  EXPECT_EQ(excerpt.marks.size(), 2u);
  EXPECT_NE(bracketed(excerpt).find("the [contract] of the [court]"), std::string::npos) << bracketed(excerpt);
  EXPECT_EQ(bracketed(excerpt_of("short", {})), "short");
}

TEST(Block, GivesBackWhatWasPutIn) {
  std::mt19937 chance(7);
  std::string block;
  std::vector<Posting> all;
  std::int64_t last = 100;
  for (int i = 0; i < 3000; ++i) {
    const Posting posting{last + (i == 0 ? 0 : 1) + static_cast<std::int64_t>(chance() % (1u << (chance() % 30))), static_cast<std::uint32_t>(chance() % 64)};
    append_posting(block, last, posting);
    last = posting.entry;
    all.push_back(posting);
  }
  EXPECT_EQ(postings_of(block, 100), all);
  EXPECT_EQ(postings_of("A", 1), std::nullopt) << "half a posting";
  EXPECT_EQ(postings_of("!A", 1), std::nullopt);
  EXPECT_EQ(postings_of(std::string(40, 'z'), 1), std::nullopt) << "a step without end";
}

struct Indexed : ::testing::Test {
  Indexed() {
    testkit::new_database();
    testkit::run_script(
        "CREATE TABLE t_terms (space BIGINT NOT NULL, term TEXT NOT NULL, entries BIGINT NOT NULL, best BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (space, term));"
        "CREATE TABLE t_blocks (space BIGINT NOT NULL, term TEXT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL, postings TEXT NOT NULL, PRIMARY KEY (space, term, first))");
  }

  // Every entry looked at, as find() says.
  std::vector<Hit> slowly(const std::vector<SearchTerm>& terms, const std::vector<std::string>& filters, std::size_t limit) const {
    std::map<std::string, std::int64_t> having;
    for (const auto& [number, entry] : entries)
      for (const auto& [term, worth] : entry.terms) ++having[term];
    std::vector<Hit> hits;
    for (const auto& one : entries) {
      const auto& entry = one.second;
      std::int64_t score = 0;
      for (const auto& term : terms)
        if (const auto found = entry.terms.find(term.term); found != entry.terms.end())
          score += found->second * std::max<std::int64_t>(1, rarity(static_cast<std::int64_t>(entries.size()), having[term.term]) * term.weight / 100);
      if (score > 0 && std::all_of(filters.begin(), filters.end(), [&](const auto& filter) { return entry.terms.contains(filter); })) hits.push_back({one.first, score});
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.entry > b.entry; });
    if (hits.size() > limit) hits.resize(limit);
    return hits;
  }
  IndexEntry made_up(std::int64_t number) {
    IndexEntry entry{number, {}};
    for (std::size_t i = 0, many = 1 + chance() % 12; i < many; ++i) entry.terms["w" + std::to_string(std::min(chance() % 40, chance() % 40))] = static_cast<std::uint32_t>(1 + chance() % 63);
    if (chance() % 3 == 0) entry.terms["kind=a"] = 0;
    return entry;
  }
  void expect_alike(std::size_t questions) {
    for (std::size_t i = 0; i < questions; ++i) {
      std::vector<SearchTerm> terms;
      std::set<std::uint64_t> chosen;
      for (std::size_t many = 1 + chance() % 6; chosen.size() < many;) chosen.insert(chance() % 41);
      for (const auto one : chosen) terms.push_back({"w" + std::to_string(one), chance() % 2 ? 100 : 30});
      const std::vector<std::string> filters = chance() % 3 ? std::vector<std::string>{} : std::vector<std::string>{"kind=a"};
      const auto limit = 1 + chance() % 30;
      const auto found = index.find(terms, filters, static_cast<std::int64_t>(limit)).value();
      const auto right = slowly(terms, filters, limit);
      ASSERT_EQ(found.size(), right.size());
      for (std::size_t at = 0; at < right.size(); ++at) {
        ASSERT_EQ(found[at].score, right[at].score) << at;
        ASSERT_EQ(found[at].entry, right[at].entry) << at;
      }
    }
  }

  std::mt19937 chance{15};
  std::map<std::int64_t, IndexEntry> entries;
  testkit::FakeHost host;
  TextIndex index{Store(&testkit::sqlite_store(), host.as_call()), "t", 1};
};

TEST_F(Indexed, FindsWhatASearchFindsThatReadsEverything) {
  std::int64_t number = 1;
  for (int batch = 0; batch < 16; ++batch) {
    std::vector<IndexEntry> added;
    for (std::size_t i = 0, many = 1 + chance() % 900; i < many; ++i) added.push_back(made_up(number += 1 + static_cast<std::int64_t>(chance() % 3)));
    ASSERT_TRUE(index.add(added));
    for (auto& entry : added) entries[entry.number] = entry;
    std::vector<IndexEntry> removed;
    for (const auto& [at, entry] : entries)
      if (chance() % 60 == 0) removed.push_back(entry);
    ASSERT_TRUE(index.remove(removed));
    for (const auto& entry : removed) entries.erase(entry.number);
    expect_alike(8);
  }
  std::set<std::int64_t> there;
  std::int64_t postings = 0;
  for (const auto& [at, entry] : entries) there.insert(at), postings += static_cast<std::int64_t>(entry.terms.size());
  const auto scan = index.scan(there).value();
  EXPECT_EQ(scan.postings, postings);
  EXPECT_EQ(scan.mentions, postings);
  EXPECT_EQ(scan.faults, 0);
  EXPECT_GT(scan.blocks, scan.terms + 5) << "lists of several blocks were in this test";
  std::vector<IndexEntry> all;
  for (const auto& [at, entry] : entries) all.push_back(entry);
  ASSERT_TRUE(index.remove(all));
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM t_blocks"), 0);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM t_terms WHERE term <> ''"), 0) << "no word outlives its texts";
}

TEST_F(Indexed, OneHoldersWordsAreNotAnothers) {
  ASSERT_TRUE(index.add({{1, {{"word", 5}}}}));
  TextIndex other(Store(&testkit::sqlite_store(), host.as_call()), "t", 2);
  EXPECT_TRUE(other.find({{"word"}}, {}, 10).value().empty());
  EXPECT_EQ(index.find({{"word"}}, {}, 10).value().size(), 1u);
}

TEST_F(Indexed, ADamagedBlockIsSaid) {
  ASSERT_TRUE(index.add({{1, {{"word", 5}}}}));
  testkit::run_script("UPDATE t_blocks SET postings = '!'");
  EXPECT_EQ(index.find({{"word"}}, {}, 10).error().code, Code::host_fault);
  EXPECT_EQ(index.scan({}).value().faults, 2) << "it cannot be read, and is not what the word counts";
}

}  // namespace
}  // namespace chitty::search
