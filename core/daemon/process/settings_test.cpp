// What the operator has set for a service, in a whole daemon.
#include "daemon/testing/daemon_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class SettingsTest : public DaemonTest {
 protected:
  SettingsTest() { ::setenv("CHITTY_PLUGIN_PATH", CHITTY_BUILD_DIR "/tests/daemon_plugins:" CHITTY_BUILD_DIR "/tests/tending_plugins", 1); }
  void set(const std::string& settings) {
    std::string more;
    if (database_) more = R"(,"sharedDatabase":"file:)" + (paths_.data / "database").string() + "\"";
    replace_file(paths_.config / "config.json", R"({"chittyos":{"services":{"tender":)" + settings + "}" + more + "}}").value();
  }
};

TEST_F(SettingsTest, DefaultsAndWhatIsSetAreRead) {
  up();
  EXPECT_THAT(ask("GET", "/tender/settings"), HasSubstr(R"({"start":"hello","greeting":"hello","times":null,"key":null,"unknown":"The service tender asks for the setting 'unknown')"));
  Control(paths_).down().value();
  replace_file(folder_ / "key", "s3cret-canary\n", 0600).value();
  set(R"({"baseUrl":"http://127.0.0.1:1","greeting":"hi","times":3,"key":"file:)" + (folder_ / "key").string() + "\"}");
  up();
  EXPECT_THAT(ask("GET", "/tender/settings"), HasSubstr(R"({"start":"hi","greeting":"hi","times":3,"key":"s3cret-canary")"));
  EXPECT_THAT(log(), AllOf(HasSubstr("The key is"), Not(HasSubstr("s3cret-canary"))));
}

TEST_F(SettingsTest, AServiceWithWrongSettingsIsOutOfOrderAndSaysWhich) {
  set(R"({"times":0})");
  up();
  EXPECT_THAT(ask("GET", "/tender/settings"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("its setting chittyos.services.tender.times must be at least 1")));
  EXPECT_EQ(health().at("services").at("tender").at("status"), "failed");
  EXPECT_EQ(health().at("services").at("acme").at("status"), "ok");
  Control(paths_).down().value();
  set(R"({"key":"file:/nowhere/at/all"})");
  up();
  EXPECT_THAT(ask("GET", "/tender/settings"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("its setting chittyos.services.tender.key cannot be resolved")));
}

}  // namespace
}  // namespace chitty::host::daemon
