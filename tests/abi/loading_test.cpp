// The rules of loading: symbols, sharing, memory files, quiet.
#include <chitty/testkit/record.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <set>

#include "zoo.hpp"

namespace chitty {
namespace {

// The dynamic symbols of a file by `nm`, without their versions.
std::set<std::string> symbols(const std::string& which, const std::string& file) {
  std::set<std::string> names;
  FILE* out = popen(("nm -D " + which + " '" + file + "'").c_str(), "r");
  char line[512];
  while (out && std::fgets(line, sizeof line, out)) {
    const std::string text(line);
    const auto word = text.substr(text.find_last_of(' ') + 1);
    names.insert(word.substr(0, word.find_first_of("@\n")));
  }
  if (out) pclose(out);
  return names;
}

std::size_t entries_of(const char* folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST(Abi, ABI_10_GoodPluginsNeedNothingOfTheHost) {
  for (const auto& file : good_files())
    for (const auto& name : symbols("--undefined-only", file))
      EXPECT_NE(name.rfind("chitty", 0), 0u) << file << " " << name;
  EXPECT_TRUE(symbols("--undefined-only", zoo_file("host-symbol")).contains("chitty_get_extension"));
  EXPECT_FALSE(testkit::Plugin::open(zoo_file("host-symbol")));
}

TEST(Abi, ABI_19_GoodPluginsInCTouchNothingGlobal) {
  const std::set<std::string> manners{"exit", "_exit", "abort", "signal", "sigaction", "atexit",
                                      "setlocale", "chdir", "setenv", "putenv", "umask", "fork",
                                      "system", "printf", "puts", "fputs", "fopen", "isatty"};
  for (const auto& file : {zoo_file("good-c", "zoo"), std::string(KEPT)})
    for (const auto& name : symbols("--undefined-only", file))
      EXPECT_FALSE(manners.contains(name)) << file << " " << name;
  EXPECT_TRUE(symbols("--undefined-only", zoo_file("exits")).contains("exit"));
}

TEST(Abi, ABI_20_EntryStartsNoThreadAndOpensNothing) {
  const auto threads = entries_of("/proc/self/task"), files = entries_of("/proc/self/fd");
  for (const auto& file : good_files()) ASSERT_TRUE(testkit::Plugin::open(file));
  EXPECT_EQ(entries_of("/proc/self/task"), threads);
  EXPECT_EQ(entries_of("/proc/self/fd"), files);
}

TEST(Abi, ABI_24_AMissingSymbolIsSaidAtLoad) {
  const auto opened = testkit::Plugin::open(zoo_file("missing-symbol"));
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("zoo_function_that_is_nowhere"), std::string::npos);
  EXPECT_NE(testkit::Plugin::open(zoo_file("missing-library")).error().message.find("libchitty_zoo_stand_in"),
            std::string::npos);
}

TEST(Abi, ABI_25_OneExportedSymbol) {
  for (const auto& file : good_files())
    EXPECT_EQ(symbols("--defined-only", file), std::set<std::string>{CHITTY_PLUGIN_ENTRY}) << file;
  EXPECT_EQ(symbols("--defined-only", zoo_file("two-symbols")).size(), 2u);
}

TEST(Abi, ABI_25_TwoPluginsShareNoVariable) {
  testkit::FakeHost host;
  for (const std::string name : {"counts-one", "counts-two"})
    ASSERT_TRUE(testkit::Plugin::open(zoo_file(name)).value().run(host, name + " echo"));
  EXPECT_EQ(json::serialize(host.records), R"([{"calls":1},{"calls":1}])");
}

// A host may load the bytes that it hashed from a sealed memory file: a plugin must not need to know where it lies.
TEST(Abi, ABI_26_APluginRunsFromASealedMemoryFile) {
  for (const auto& [file, command] :
       {std::pair(zoo_file("good-cpp", "zoo-cpp"), "zoo-cpp echo"), std::pair(std::string(KEPT), "kept echo")}) {
    const auto bytes = testkit::whole_file(file);
    const int fd = memfd_create("plugin", MFD_ALLOW_SEALING);
    ASSERT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ASSERT_EQ(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), 0);
    const auto plugin = testkit::Plugin::open("/proc/self/fd/" + std::to_string(fd));
    ASSERT_TRUE(plugin) << plugin.error().message;
    testkit::FakeHost host;
    EXPECT_TRUE(plugin->run(host, command, {{"a", 1}}));
    EXPECT_EQ(host.records.size(), 1u);
    // The descriptor stays open: the loader knows libraries by name, and would give this one for the next
    // /proc/self/fd/N.
  }
}

TEST(Abi, ABI_27_OneRecordAlignedInEveryGoodPlugin) {
  const std::string magic = std::string(
                                "\x7f"
                                "chitty-") +
                            std::string("manif\x1a\r\n", 8);
  for (const auto& file : good_files()) {
    const auto bytes = testkit::whole_file(file);
    const auto at = bytes.find(magic);
    ASSERT_NE(at, std::string::npos) << file;
    EXPECT_EQ(at % 16, 0u) << file;
    EXPECT_EQ(bytes.find(magic, at + 1), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace chitty
