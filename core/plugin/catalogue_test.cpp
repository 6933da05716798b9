// The catalogue as a whole, on real files in a folder of its own.
#include "plugin/catalogue.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <random>

#include "plugin/testing/fake_library.hpp"
#include "plugin/testing/folders.hpp"

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using testing::fake_manifest;
using testing::fake_start;
using testing::FakeLibrary;
using testing::Folders;
using ::testing::HasSubstr;

class CatalogueTest : public ::testing::Test {
 protected:
  std::string add(const std::string& name, const std::string& more = {}) const {
    return folders.put(folders.plugins() / (name + ".so"), library(name, more));
  }
  static std::string library(const std::string& name, const std::string& more = {}) {
    return FakeLibrary::with_manifest(fake_manifest(name, more)).bytes();
  }
  Catalogue open() const { return Catalogue::open(folders.paths); }
  static std::vector<std::string> steps(const Catalogue& catalogue) {
    std::vector<std::string> lines;
    for (const auto& step : catalogue.first_steps()) lines.push_back(std::string(step.command) + ": " + std::string(step.summary));
    return lines;
  }
  fs::path index_file() const {
    for (const auto& file : fs::directory_iterator(folders.paths.cache))
      if (file.path().extension() == ".index") return file.path();
    return {};
  }

  Folders folders;
};

TEST_F(CatalogueTest, NothingInstalledIsAnEmptyCatalogue) {
  const auto catalogue = open();
  EXPECT_EQ(catalogue.size(), 0u);
  EXPECT_FALSE(catalogue.find("acme"));
  ASSERT_EQ(catalogue.places().size(), 2u);
  EXPECT_EQ(catalogue.places()[0].skipped, "");
  EXPECT_EQ(catalogue.places()[1].skipped, "there is no such folder");
}

TEST_F(CatalogueTest, FindsByWordAndByName) {
  const auto path = add("acme", R"(,"publisher":"x")");
  folders.put(
      folders.plugins() / "two.so",
      FakeLibrary::with_manifest(
          R"({"manifest":1,"name":"two","version":"2.0.0","summary":"Two","abi":{"major":1,"minor":0},"roots":[{"word":"zwei","summary":"Zwei","handsOn":true}],"commands":[]})")
          .bytes());
  for (int run = 0; run < 3; ++run) {  // built, then read
    const auto catalogue = open();
    const auto found = catalogue.find("acme");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->row.path, path);
    EXPECT_EQ(found->row.version, "1.2.3");
    EXPECT_EQ(found->row.origin, "your plugins");
    EXPECT_FALSE(found->by_name);
    EXPECT_TRUE(parse_manifest(found->row.manifest)->command("acme list"));
    EXPECT_TRUE(catalogue.find("zwei")->hands_on);
    EXPECT_TRUE(catalogue.find("two")->by_name);
    EXPECT_EQ(catalogue.find_plugin("two")->name, "two");
    EXPECT_FALSE(catalogue.find_plugin("zwei"));
    EXPECT_FALSE(catalogue.find("acm"));
    std::vector<std::string> words;
    for (const auto& root : catalogue.roots()) words.emplace_back(root.word);
    EXPECT_THAT(words, ElementsAre("acme", "zwei"));
    Folders::settle();
  }
}

TEST_F(CatalogueTest, OneBadPluginHidesNoOther) {
  add("acme");
  folders.put(folders.plugins() / "bad.so", "a text");
  fs::create_directory(folders.plugins() / "folder.so");
  fs::create_symlink("/nowhere/at/all", folders.plugins() / "gone.so");
  ::mkfifo((folders.plugins() / "pipe.so").c_str(), 0600);  // reading it would wait for ever
  const auto catalogue = open();
  EXPECT_EQ(catalogue.size(), 5u);
  EXPECT_TRUE(catalogue.find("acme"));
  EXPECT_FALSE(catalogue.find("bad"));
  EXPECT_THAT(std::string(catalogue.find_refused("bad")->reason), HasSubstr("is not a library"));
  EXPECT_THAT(std::string(catalogue.find_refused("folder")->reason), HasSubstr("it is not a file"));
  EXPECT_THAT(std::string(catalogue.find_refused("gone")->reason), HasSubstr("No such file"));
  EXPECT_THAT(std::string(catalogue.find_refused("pipe")->reason), HasSubstr("it is not a file"));
  EXPECT_FALSE(catalogue.find_refused("acme"));
}

TEST_F(CatalogueTest, SearchOrderDecides) {
  const auto first = folders.root / "first", second = folders.root / "second";
  folders.put(first / "acme.so", library("acme", R"(,"publisher":"first")"));
  folders.put(second / "acme.so", library("acme", R"(,"publisher":"second")"));
  ::setenv("CHITTY_PLUGIN_PATH", (first.string() + "::relative:" + second.string() + ":" + first.string()).c_str(), 1);
  const auto catalogue = open();
  ASSERT_EQ(catalogue.size(), 2u);
  EXPECT_EQ(catalogue.find("acme")->row.path, (first / "acme.so").string());
  EXPECT_THAT(std::string(catalogue.row(1).reason), HasSubstr("is shadowed by " + (first / "acme.so").string()));
  EXPECT_EQ(catalogue.places()[1].skipped, "it is not an absolute path");
  EXPECT_EQ(catalogue.places()[3].skipped, "it has been searched already");

  // The first taken away, the other comes forward, though its own file has not changed.
  Folders::settle();
  open();
  fs::remove(first / "acme.so");
  EXPECT_EQ(open().find("acme")->row.path, (second / "acme.so").string());
  ::setenv("CHITTY_NO_PLUGINS", "1", 1);
  EXPECT_EQ(open().size(), 0u);
}

TEST_F(CatalogueTest, SeesWhatComesChangesAndGoes) {
  add("acme");
  Folders::settle();
  open();
  add("new");
  EXPECT_TRUE(open().find("new"));
  Folders::settle();
  open();
  const auto catalogue = open();
  fs::remove(folders.plugins() / "new.so");
  EXPECT_FALSE(catalogue.find("new"));  // even with the index open already
  EXPECT_FALSE(open().find("new"));
}

// The folder does not change when a file in it is written anew: the one look at the file in use tells.
TEST_F(CatalogueTest, SeesAFileRewrittenInPlace) {
  add("acme", R"(,"publisher":"a")");
  folders.put(folders.plugins() / "later.so", "not yet");
  Folders::settle();
  open();
  Folders::settle();
  add("acme", R"(,"publisher":"b")");
  const auto catalogue = open();
  EXPECT_THAT(std::string(catalogue.find("acme")->row.manifest), HasSubstr(R"("publisher":"b")"));
  Folders::settle();
  open();
  add("later");
  EXPECT_TRUE(open().find("later"));  // was refused, is whole now
}

// The same size and the same times set back: the change time cannot be.
TEST_F(CatalogueTest, SeesAFileWhoseTimesWereSetBack) {
  const auto path = add("acme", R"(,"publisher":"a")");
  struct stat before {};
  ASSERT_EQ(::stat(path.c_str(), &before), 0);
  Folders::settle();
  open();
  Folders::settle();
  add("acme", R"(,"publisher":"b")");
  const timespec times[2] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  EXPECT_THAT(std::string(open().find("acme")->row.manifest), HasSubstr(R"("publisher":"b")"));
}

// Git's racy rule: two writes within one tick of the clock leave one stamp. A racy index is not believed.
TEST_F(CatalogueTest, ChangesWithinOneTickAreSeen) {
  for (int i = 0; i < 20; ++i) {
    add("acme", R"(,"publisher":")" + std::to_string(i % 10) + "\"");
    EXPECT_THAT(std::string(open().find("acme")->row.manifest),
                HasSubstr("\"publisher\":\"" + std::to_string(i % 10) + "\""));
  }
}

TEST_F(CatalogueTest, AnIndexAtRestIsNotWrittenAgain) {
  add("acme");
  Folders::settle();
  open();
  const auto before = look_at(index_file().c_str()).stamp;
  EXPECT_TRUE(open().find("acme"));
  EXPECT_EQ(look_at(index_file().c_str()).stamp, before);
}

TEST_F(CatalogueTest, ACacheThatCannotBeWrittenIsOnlySlow) {
  add("acme");
  folders.put(folders.paths.cache, "a file where the folder should be");
  EXPECT_TRUE(open().find("acme"));
  EXPECT_TRUE(open().find("acme"));
}

TEST_F(CatalogueTest, AnIndexThatOthersCanWriteIsNotBelieved) {
  add("acme");
  Folders::settle();
  open();
  const auto before = look_at(index_file().c_str()).stamp;
  ASSERT_EQ(::chmod(index_file().c_str(), 0666), 0);
  EXPECT_TRUE(open().find("acme"));
  EXPECT_NE(look_at(index_file().c_str()).stamp.inode, before.inode);
}

// Whatever happens to the index, the answers stay true and nothing crashes.
TEST_F(CatalogueTest, ADamagedIndexIsMadeAnew) {
  for (const char* name : {"acme", "bolt", "crane"}) add(name, fake_start(name));
  Folders::settle();
  open();
  const auto file = index_file();
  const std::string whole = *read_file(file);
  std::mt19937 random(4711);
  const auto any = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  for (int round = 0; round < 400; ++round) {
    std::string damaged = whole;
    if (round % 4 == 0) damaged.resize(any(whole.size()));
    if (round % 4 == 1) damaged.replace(any(whole.size() - 64), 64, std::string(64, '\0'));
    if (round % 4 >= 2)
      for (int i = 0; i < 3; ++i) damaged[any(damaged.size())] = static_cast<char>(any(256));
    folders.put(file, damaged);
    const auto catalogue = open();
    for (const char* name : {"acme", "bolt", "crane"}) {
      const auto found = catalogue.find(name);
      ASSERT_TRUE(found) << name << " in round " << round;
      EXPECT_EQ(found->row.manifest, fake_manifest(name, fake_start(name)));
    }
    EXPECT_FALSE(catalogue.find("drill"));
    EXPECT_EQ(catalogue.roots().size(), 3u);
    EXPECT_THAT(steps(catalogue), ElementsAre("chitty acme list 1: List them", "chitty bolt list 1: List them", "chitty crane list 1: List them"));
    for (std::size_t i = 0; i < catalogue.size(); ++i) EXPECT_EQ(catalogue.row(i).reason, "") << round;
  }
}

// From what is kept of an unchanged file as from a file that is read.
TEST_F(CatalogueTest, FirstStepsComeFromTheIndex) {
  add("acme", fake_start("acme"));
  Folders::settle();
  EXPECT_THAT(steps(open()), ElementsAre("chitty acme list 1: List them"));
  add("bolt", fake_start("bolt"));
  EXPECT_THAT(steps(open()), ElementsAre("chitty acme list 1: List them", "chitty bolt list 1: List them"));
  Folders::settle();
  open();
  EXPECT_THAT(steps(open()), ElementsAre("chitty acme list 1: List them", "chitty bolt list 1: List them"));
}

TEST_F(CatalogueTest, AtMostFourFirstStepsAndTheDaemonsPluginsFirst) {
  add("acme", fake_start("acme", 3));
  add("bolt", fake_start("bolt", 3));
  std::string runs_daemon = fake_manifest("zeta", fake_start("zeta"));
  runs_daemon.insert(runs_daemon.find("\"minor\":0") + 9, R"(,"extensions":["chitty.local/1"])");
  folders.put(folders.plugins() / "zeta.so", FakeLibrary::with_manifest(runs_daemon).bytes());
  EXPECT_THAT(steps(open()), ElementsAre("chitty zeta list 1: List them", "chitty acme list 1: List them", "chitty acme list 2: List them",
                                         "chitty acme list 3: List them"));
}

TEST_F(CatalogueTest, ARefusedPluginHasNoFirstSteps) {
  add("acme", fake_start("acme"));
  folders.put(folders.plugins() / "another.so", library("acme", fake_start("another")));  // shadowed
  EXPECT_THAT(steps(open()), ElementsAre("chitty acme list 1: List them"));
}

TEST_F(CatalogueTest, RebuildLooksAtEverything) {
  add("acme");
  EXPECT_EQ(Catalogue::rebuild(folders.paths).size(), 1u);
  EXPECT_TRUE(Catalogue::rebuild(folders.paths).find("acme"));
}

TEST_F(CatalogueTest, AWordLostIsANoteAndTheNameStillWorks) {
  add("acme");
  folders.put(
      folders.plugins() / "zebra.so",
      FakeLibrary::with_manifest(
          R"({"manifest":1,"name":"zebra","version":"2.0.0","summary":"Two","abi":{"major":1,"minor":0},"roots":[{"word":"acme","summary":"Mine too"}],"commands":[]})")
          .bytes());
  const auto catalogue = open();
  EXPECT_EQ(catalogue.find("acme")->row.name, "acme");
  const auto other = catalogue.find("zebra");
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->by_name);
  EXPECT_THAT(std::string(other->row.note), HasSubstr("'acme'"));
}

}  // namespace
}  // namespace chitty::host
