// The commands against a fake local daemon and a fake configuration.
#include <chitty/testkit/command_test.hpp>

namespace chitty {
namespace {

using testkit::FakeHost;

json::value no_services() { return json::array(); }

// A daemon that is set up at port 4271 and, if `services` is an array, runs.
auto daemon(std::vector<std::string>& acts, json::value services) {
  return [&acts, services](const std::string& action, const json::object& options) -> Result<json::value> {
    acts.push_back(action);
    const auto* port = options.if_contains("port");
    if (action == "init")
      return json::value{{"baseUrl", "http://127.0.0.1:" + std::to_string(port ? port->as_int64() : 4271)},
                         {"tokenFile", "/d/owner.token"},
                         {"dataFolder", "/d"},
                         {"port", 4271}};
    if (action == "up")
      return json::value{{"address", "http://127.0.0.1:4271"}, {"pid", 7}, {"alreadyRunning", false}, {"baseUrl", "http://127.0.0.1:4271"}, {"tokenFile", "/d/owner.token"}, {"dataFolder", "/d"}, {"port", 4271}};
    if (action == "quotas") {
      if (services.is_null()) return make_error(Code::unreachable, "chittyd is not running");
      const auto row = [](const char* service, int used) {
        return json::object{{"service", service}, {"kind", "things"}, {"summary", "Things"}, {"most", 9}, {"holder", "ada"}, {"used", used}};
      };
      return json::value{{"quotas", json::array{row("acme", 3), row("other", 1)}}};
    }
    if (action == "down") return json::value{{"stopped", true}, {"message", "chittyd has stopped"}};
    if (services.is_null()) return json::value{{"running", false}, {"message", "chittyd is not running"}};
    return json::value{{"running", true}, {"address", "http://127.0.0.1:4271"}, {"services", services}};
  };
}

json::value services(const char* second) {
  return json::array{json::object{{"name", "acme"}, {"status", "ok"}}, json::object{{"name", "other"}, {"status", second}}};
}

class Os : public testkit::CommandTest {
 protected:
  std::vector<std::string> acts;
};

TEST_F(Os, quota_shows_who_has_most_and_one_service_alone) {
  host.local = daemon(acts, no_services());
  ASSERT_TRUE(run("os quota"));
  EXPECT_EQ(host.records.size(), 2u);
  host.records.clear();
  ASSERT_TRUE(run("os quota", {{"service", "acme"}}));
  ASSERT_EQ(host.records.size(), 1u);
  EXPECT_EQ(host.records[0].at("used"), 3);
  EXPECT_EQ(run("os quota", {{"service", "nothing"}}).error().code, Code::not_found);
  host.local = daemon(acts, nullptr);
  EXPECT_EQ(run("os quota").error().code, Code::unreachable);
  EXPECT_EQ(run("os quota").error().hint, "Start it: chitty os up");
}

TEST_F(Os, up_sets_a_newcomer_up_and_starts) {
  host.local = daemon(acts, no_services());
  ASSERT_TRUE(run("os up"));
  EXPECT_EQ(acts, (std::vector<std::string>{"up"}));
  EXPECT_EQ(host.config.at("chittyos.environment"), "local");
  EXPECT_EQ(host.config.at("chittyos.baseUrl"), "http://127.0.0.1:4271");
  EXPECT_EQ(host.config.at("chittyos.token"), "file:/d/owner.token");
  EXPECT_EQ(host.config.at("chittyos.sharedDatabase"), "sqlite:/d/chittyos.db");
  EXPECT_EQ(host.records.at(0).at("pid"), 7);
  EXPECT_TRUE(host.complaints().empty());
}

TEST_F(Os, a_running_daemon_is_not_moved_by_a_port) {
  host.local = daemon(acts, no_services());
  for (const auto* command : {"os up", "os init"}) {
    const auto done = run(command, {{"port", 5000}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Code::conflict);
    EXPECT_EQ(done.error().message, "chittyd is already running at http://127.0.0.1:4271");
  }
  EXPECT_EQ(acts, (std::vector<std::string>{"status", "status"}));
  EXPECT_FALSE(host.config.contains("chittyos.baseUrl"));
  EXPECT_TRUE(run("os up", {{"port", 4271}}));
  EXPECT_TRUE(run("os up", {{"port", 0}}));  // any
}

TEST_F(Os, up_leaves_a_configuration_as_it_is) {
  host.local = daemon(acts, no_services());
  host.config = {{"chittyos.environment", "local"}, {"chittyos.baseUrl", "http://elsewhere"}, {"chittyos.token", "env:T"}, {"chittyos.sharedDatabase", "postgres://db"}};
  auto after = host.config;
  after["chittyos.accounts.owner.token"] = "file:/d/owner.token";  // to switch to, since another credential is in use
  ASSERT_TRUE(run("os up"));
  EXPECT_EQ(host.config, after);
}

TEST_F(Os, init_says_what_it_wrote_and_writes_nothing_the_second_time) {
  host.local = daemon(acts, no_services());
  ASSERT_TRUE(run("os init", {{"env", "local"}}));
  EXPECT_EQ(host.records.at(0).at("wrote").as_array().size(), 4u);
  ASSERT_TRUE(run("os init", {{"env", "local"}}));
  EXPECT_EQ(host.records.at(1).at("wrote").as_array().size(), 0u);
  host.local = daemon(acts, nullptr);
  ASSERT_TRUE(run("os init", {{"port", 5000}}));
  EXPECT_EQ(host.config.at("chittyos.baseUrl"), "http://127.0.0.1:5000");
}

TEST_F(Os, a_database_is_kept_where_it_was_put_and_its_password_as_a_secret) {
  host.local = daemon(acts, no_services());
  ASSERT_TRUE(run("os init", {{"database", "postgres://u:s3cretpw@db.example/d"}}));
  const std::string kept(host.config.at("chittyos.sharedDatabase").as_string());
  EXPECT_EQ(kept.find("s3cretpw"), std::string::npos);
  EXPECT_EQ(host.secrets.at("chittyos.sharedDatabase"), "postgres://u:s3cretpw@db.example/d");
  ASSERT_TRUE(run("os init"));
  EXPECT_EQ(host.config.at("chittyos.sharedDatabase"), kept.c_str());
  ASSERT_TRUE(run("os init", {{"database", "env:DATABASE_URL"}}));
  EXPECT_EQ(host.config.at("chittyos.sharedDatabase"), "env:DATABASE_URL");
  ASSERT_TRUE(run("os init", {{"database", "sqlite:/elsewhere/x.db"}}));
  EXPECT_EQ(host.config.at("chittyos.sharedDatabase"), "sqlite:/elsewhere/x.db");
}

TEST_F(Os, blobs_are_kept_where_they_were_put_and_their_secret_as_one) {
  host.local = daemon(acts, no_services());
  ASSERT_TRUE(run("os init"));
  EXPECT_FALSE(host.config.contains("chittyos.sharedBlobs"));
  const std::string url = "s3://blobs/acme?endpoint=https://s3.example&keyId=AK&secret=";
  ASSERT_TRUE(run("os init", {{"blobs", url + "file:s3-secret"}}));
  EXPECT_EQ(host.config.at("chittyos.sharedBlobs"), (url + "file:s3-secret").c_str());
  ASSERT_TRUE(run("os init"));
  EXPECT_EQ(host.config.at("chittyos.sharedBlobs"), (url + "file:s3-secret").c_str());
  ASSERT_TRUE(run("os init", {{"blobs", url + "s3cretpw"}}));
  EXPECT_EQ(std::string(host.config.at("chittyos.sharedBlobs").as_string()).find("s3cretpw"), std::string::npos);
  EXPECT_EQ(host.secrets.at("chittyos.sharedBlobs"), url + "s3cretpw");
  ASSERT_TRUE(run("os init", {{"blobs", "file:whole-url"}}));
  EXPECT_EQ(host.config.at("chittyos.sharedBlobs"), "file:whole-url");
}

TEST_F(Os, init_beside_another_environment_does_not_touch_that_one) {
  host.local = daemon(acts, no_services());
  host.config = {{"chittyos.environment", "production"}, {"chittyos.baseUrl", "https://os.example"}};
  ASSERT_TRUE(run("os init"));
  EXPECT_EQ(host.config.at("chittyos.environment"), "production");
  EXPECT_EQ(host.config.at("chittyos.baseUrl"), "https://os.example");
  EXPECT_EQ(host.config.at("chittyos.environments.local.baseUrl"), "http://127.0.0.1:4271");
  EXPECT_NE(host.notes.at(0).find("--env local"), std::string::npos);
}

TEST_F(Os, a_failure_of_the_daemon_is_handed_on_and_nothing_is_configured) {
  host.local = [](const std::string&, const json::object&) -> Result<json::value> {
    return make_error(Code::conflict, "The port 4271 is taken by nginx.");
  };
  const auto done = run("os up");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::conflict);
  EXPECT_TRUE(host.config.empty());
}

TEST_F(Os, status_shows_the_daemon_and_with_all_its_services) {
  host.local = daemon(acts, services("ok"));
  ASSERT_TRUE(run("os status"));
  EXPECT_EQ(host.records.size(), 1u);
  ASSERT_TRUE(run("os status", {{"all", true}}));
  EXPECT_EQ(host.records.size(), 4u);
  EXPECT_EQ(host.records.at(3).at("name"), "other");
}

TEST_F(Os, status_of_a_daemon_that_is_down_is_a_row_and_exit_7) {
  host.local = daemon(acts, nullptr);
  const auto done = run("os status", {{"all", true}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::unreachable);
  EXPECT_EQ(host.records.at(0).at("status"), "down");
}

// Whatever is wrong is in the row in words, and in the exit code of both commands.
TEST_F(Os, what_is_wrong_is_said_by_status_and_by_health) {
  const struct {
    json::object facts;
    const char *status, *words;
    Code code;
  } cases[] = {
      {{{"status", "down"}, {"faults", json::array{{{"part", "store"}, {"message", "The database cannot be reached."}}}}}, "down", "The database cannot be reached", Code::refused},
      {{{"status", "degraded"}, {"faults", json::array{{{"part", "supervisor"}, {"message", "The supervisor is stopped."}}}}}, "degraded", "The supervisor is stopped", Code::refused},
      {{{"status", "degraded"}, {"faults", json::array{{{"part", "blobs"}, {"message", "The object store is away."}}}}}, "degraded", "The object store is away", Code::refused},
      {{{"status", "unreachable"}, {"message", "chittyd does not answer within 5 s."}}, "unreachable", "does not answer", Code::unreachable},
      {{{"status", "failed"}, {"message", "its data folder has been deleted"}}, "failed", "deleted", Code::refused}};
  for (const auto& one : cases) {
    host.local = [&](const std::string&, const json::object&) -> Result<json::value> {
      json::object answer{{"running", true}, {"address", "http://127.0.0.1:4271"}, {"pid", 7}, {"services", services("ok")}};
      for (const auto& [name, value] : one.facts) answer[name] = value;
      return json::value(answer);
    };
    for (const auto* command : {"os status", "os health"}) {
      host.records.clear();
      const auto done = run(command);
      ASSERT_FALSE(done) << command << one.words;
      EXPECT_EQ(done.error().code, one.code) << one.words;
      EXPECT_EQ(host.records.at(0).at("status"), one.status);
      EXPECT_NE(std::string(host.records.at(0).at("problem").as_string()).find(one.words), std::string::npos);
      EXPECT_NE(done.error().message.find(one.words), std::string::npos) << done.error().message;
    }
  }
}

TEST_F(Os, health_fails_when_something_is_not_well_and_names_it) {
  host.local = daemon(acts, services("quarantined"));
  const auto done = run("os health");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "unhealthy: other");
  EXPECT_EQ(host.records.size(), 2u);  // the daemon, and what is not well
}

TEST_F(Os, health_of_one_service) {
  host.local = daemon(acts, services("quarantined"));
  ASSERT_TRUE(run("os health", {{"service", "acme"}}));
  EXPECT_EQ(host.records.at(0).at("name"), "acme");
  const auto unknown = run("os health", {{"service", "none"}});
  EXPECT_EQ(unknown.error().code, Code::not_found);
  EXPECT_EQ(unknown.error().hint, "Here: chittyd, acme, other");
}

TEST_F(Os, health_of_a_daemon_that_is_down_says_how_to_start_it) {
  host.local = daemon(acts, nullptr);
  const auto done = run("os health");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::unreachable);
  EXPECT_EQ(done.error().hint, "Start it: chitty os up");
}

}  // namespace
}  // namespace chitty
