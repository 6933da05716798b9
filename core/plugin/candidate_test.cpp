// One file's bytes to one row or its reason, from a table.
#include "plugin/candidate.hpp"

#include <gmock/gmock.h>

#include "plugin/testing/fake_library.hpp"

namespace chitty::host {
namespace {

using ::testing::AllOf;
using testing::fake_manifest;
using testing::FakeLibrary;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const HostOffer& a_host() {
  static const HostOffer host{
      1, 3, "x86_64", "Linux", "0.1.0", {"chitty.http/1", "chitty.unstable.teleport/1"}, this_host().manifest_keys};
  return host;
}

Candidate of(const FakeLibrary& library) { return examine("/p/acme.so", library.bytes(), a_host()); }
Candidate of_manifest(std::string_view payload) { return of(FakeLibrary::with_manifest(payload)); }

TEST(Candidate, AWholePluginIsUsable) {
  const auto candidate = of({});
  EXPECT_EQ(candidate.reason, "");
  EXPECT_EQ(candidate.name, "acme");
  EXPECT_EQ(candidate.version, "1.2.3");
  EXPECT_EQ(candidate.summary, "Keep acme things");
  ASSERT_EQ(candidate.roots.size(), 1u);
  EXPECT_EQ(candidate.roots[0].word, "acme");
  EXPECT_EQ(candidate.manifest, fake_manifest("acme"));
  EXPECT_EQ(candidate.sha256.size(), 64u);
}

TEST(Candidate, ABI_27_AStrippedSectionTableChangesNothing) {
  FakeLibrary library;
  library.with_sections = false;
  EXPECT_EQ(of(library).reason, "");
}

struct Case {
  const char* name;
  std::string bytes;
  std::string reason;  // a part of it
  std::string hint;    // a part of it
};

std::string with(std::string_view old_part, std::string_view new_part, std::string text = fake_manifest("acme")) {
  return text.replace(text.find(old_part), old_part.size(), new_part);
}
std::string manifest_bytes(const std::string& payload) { return FakeLibrary::with_manifest(payload).bytes(); }
template <class Change>
std::string library_bytes(Change change) {
  FakeLibrary library;
  change(library);
  return library.bytes();
}
std::string patched_record(std::size_t at, char value) {
  return library_bytes([&](FakeLibrary& library) { library.record[at] = value; });
}

std::vector<Case> cases() {
  const std::string newer = "Update chitty";
  const std::string long_line(5000, 'a');
  return {
      {"Text", "hello, I am a text file\n", "is not a library: it is text", "remove the file"},
      {"Empty", "", "is not a library: it is empty", "remove the file"},
      {"Noise", "\x01\xff\xfe\x02", "it is not ELF, PE or Mach-O", "remove the file"},
      {"HeadOnly",
       "\x7f"
       "ELF\x02\x01",
       "is cut off in its headers", "Copy the file again"},
      {"CutTail", library_bytes([](auto&) {}).substr(0, 900), "cut off", "Copy the file again"},
      {"OtherMachine", library_bytes([](auto& l) { l.machine = EM_AARCH64; }), "is for aarch64, this is x86_64",
       "Get the build for Linux on x86_64"},
      {"UnknownMachine", library_bytes([](auto& l) { l.machine = 4711; }), "is for a machine with the number 4711",
       "Get the build"},
      {"Object", library_bytes([](auto& l) { l.type = ET_REL; }), "not a library but a program or an object file",
       "chitty_plugin()"},
      {"Windows",
       std::string("MZ") + std::string(58, '\0') + std::string("\x40\0\0\0PE\0\0\x64\x86\0\0", 12) +
           std::string(12, '\0') + std::string("\0\0\0\x20", 4),
       "is for Windows on x86_64, this is Linux on x86_64", "Get the build"},
      {"Mac", std::string("\xcf\xfa\xed\xfe\x0c\0\0\x01\0\0\0\0\x06\0\0\0\0\0\0\0", 20) + std::string(12, '\0'),
       "is for macOS on aarch64", "Get the build"},
      {"NoManifest", library_bytes([](auto& l) { l.record = std::string(200, 'x'); }), "has no manifest",
       "chitty_plugin()"},
      {"TwoManifests",
       library_bytes([](auto& l) { l.record.resize((l.record.size() + 15) / 16 * 16), l.record += l.record; }),
       "more than one manifest", "exactly one"},
      {"ElsewhereThanItSays", library_bytes([](auto& l) { l.section_shift = 16; }), "section table says",
       "chitty_plugin()"},
      {"RecordVersion", patched_record(16, 2), "version 2", newer},
      {"RecordFlags", patched_record(20, 1), "flags 1", newer},
      {"LyingLength", patched_record(26, 1), "bytes, but only", "chitty_plugin()"},
      {"HugeLength", patched_record(29, 1), "at most 1 MiB", "chitty_plugin()"},
      {"LyingHash", patched_record(33, 0x55), "does not match its SHA-256", "chitty_plugin()"},
      {"NotJson", manifest_bytes("{\"manifest\":"), "not proper JSON", "publisher"},
      {"Trailing", manifest_bytes(fake_manifest("acme") + "1"), "not proper JSON", "publisher"},
      {"NotUtf8", manifest_bytes(with("Keep", "K\xc3(p")), "not proper JSON", "publisher"},
      {"Array", manifest_bytes("[]"), "not a JSON object", "publisher"},
      {"Deep", manifest_bytes(std::string(40, '[') + std::string(40, ']')), "nested deeper than 32", "publisher"},
      {"TwiceKey", manifest_bytes(fake_manifest("acme", R"(,"name":"other")")), "the key 'name' appears twice",
       "publisher"},
      {"HugeNumber", manifest_bytes(fake_manifest("acme", R"(,"x":9007199254740993)")), "larger than 2^53",
       "publisher"},
      {"NewerFormat", manifest_bytes(with("\"manifest\":1", "\"manifest\":2")), "format 2; this host reads format 1",
       newer},
      {"RequiredKey", manifest_bytes(fake_manifest("acme", R"(,"requires":["hologram"])")), "understands 'hologram'",
       newer},
      {"NewerMajor", manifest_bytes(with("\"major\":1", "\"major\":2")),
       "is built for ABI 2.0, this host offers ABI 1.3", newer},
      {"NewerMinor", manifest_bytes(with("\"minor\":0", "\"minor\":4")),
       "is built for ABI 1.4, this host offers ABI 1.3", newer},
      {"Extension",
       manifest_bytes(with("\"minor\":0", R"("minor":0,"extensions":["chitty.http/1","acme.teleport/1"])")),
       "acme.teleport/1", newer},
      {"ABI_11_UnstableForNoHost",
       manifest_bytes(with("\"minor\":0", R"("minor":0,"extensions":["chitty.unstable.teleport/1"])")),
       "chitty.unstable.teleport/1, but does not say for which version of chitty", "publisher"},
      {"ABI_11_UnstableForAnotherHost",
       manifest_bytes(with("\"minor\":0", R"("minor":0,"extensions":["chitty.unstable.teleport/1"],"host":"0.1.1")")),
       "of chitty 0.1.1 (/abi/host), and this is chitty 0.1.0", "chitty 0.1.0"},
      {"ABI_11_UnstableAndNotOffered",
       manifest_bytes(with("\"minor\":0", R"("minor":0,"extensions":["chitty.unstable.beam/1"],"host":"0.1.0")")),
       "chitty.unstable.beam/1 (/abi/extensions), which this host does not offer", newer},
      {"Schema", manifest_bytes(with("\"read\"", "\"explode\"")), "/commands/0/effect: must be one of \"read\", \"create\"",
       "publisher"},
      {"SchemaRoot", manifest_bytes(with(R"("summary":"Keep acme things",)", "")), "summary", "publisher"},
      {"LongLine", manifest_bytes(with("Keep acme", long_line)), "/summary: this text may have at most 4096 bytes",
       "publisher"},
      {"StrayPath", manifest_bytes(with("acme list\",\"summary", "other list\",\"summary")),
       "/commands/0/path: the first word 'other'", "publisher"},
      {"NoChoices",
       manifest_bytes(with(R"("effect":"read")",
                           R"("effect":"read","options":[{"name":"colour","type":"choice","summary":"Which one"}])")),
       "/commands/0/options/0", "publisher"},
      {"NoEntry", library_bytes([](auto& l) { l.exports = {"other"}; }), "does not export chitty_plugin_entry_v1",
       "CHITTY_PLUGIN"},
      {"NoExport", library_bytes([](auto& l) { l.exports = {}; }), "does not export chitty_plugin_entry_v1",
       "CHITTY_PLUGIN"},
      {"TwoExports", library_bytes([](auto& l) { l.exports.push_back("helper"); }),
       "chitty_plugin_entry_v1 and helper;", "one_symbol.map"},
  };
}

class Refused : public ::testing::TestWithParam<Case> {};

TEST_P(Refused, WithItsReason) {
  const auto candidate = examine("/p/acme.so", GetParam().bytes, a_host());
  EXPECT_THAT(candidate.reason, AllOf(HasSubstr("/p/acme.so "), HasSubstr(GetParam().reason)));
  EXPECT_THAT(candidate.hint, HasSubstr(GetParam().hint));
  EXPECT_EQ(candidate.reason.back(), '.');
}

INSTANTIATE_TEST_SUITE_P(Candidate, Refused, ::testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(Candidate, ABI_04_UnknownKeysAreIgnored) {
  EXPECT_EQ(of_manifest(fake_manifest("acme", R"(,"hologram":{"depth":3},"requires":["name","commands"])")).reason, "");
}

TEST(Candidate, ABI_02_AnOlderMinorIsWelcome) { EXPECT_EQ(of_manifest(with("\"minor\":0", "\"minor\":3")).reason, ""); }

// Exactly the version that the plugin names, and the extension is there: the one way to run with something unstable.
TEST(Candidate, ABI_11_UnstableIsForOneHostVersion) {
  const auto manifest = with("\"minor\":0", R"("minor":0,"extensions":["chitty.unstable.teleport/1"],"host":"0.1.0")");
  EXPECT_EQ(of_manifest(manifest).reason, "");
  HostOffer next = a_host();
  for (const char* version : {"0.1.1", "0.1.0-rc.1", "0.1", "0.2.0", ""}) {
    next.version = version;
    EXPECT_THAT(examine("/p/acme.so", FakeLibrary::with_manifest(manifest).bytes(), next).reason,
                HasSubstr("requires the unstable extension chitty.unstable.teleport/1 of chitty 0.1.0"))
        << version;
  }
}

TEST(Candidate, ABI_11_ThisHostOffersNothingUnstable) {
  for (const auto extension : this_host().extensions) EXPECT_FALSE(is_unstable(extension)) << extension;
}

TEST(Candidate, ARefusedPluginIsKnownByItsName) {
  const auto other = of_manifest(with("\"major\":1", "\"major\":2"));
  EXPECT_EQ(other.name, "acme");
  EXPECT_EQ(other.roots.size(), 1u);
  FakeLibrary foreign;
  foreign.machine = EM_AARCH64;
  EXPECT_EQ(of(foreign).name, "acme");
}

// Any byte of a plugin may be wrong: it ends in a row, whatever it is.
TEST(Candidate, EveryCutAndEveryByteChangedEndsInARow) {
  const std::string whole = FakeLibrary().bytes();
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_NE(examine("/p/a.so", whole.substr(0, size), a_host()).reason, "") << size;
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0xff);
    EXPECT_EQ(examine("/p/a.so", changed, a_host()).path, "/p/a.so");
  }
}

}  // namespace
}  // namespace chitty::host
