// A chittyd of a test's own, with the plugin of the tests in it, in folders that go with the test.
#pragma once

#include "local/control.hpp"
#include "local/health_client.hpp"
#include "local/listening_socket.hpp"
#include "local/owner_token.hpp"
#include "local/pid_file.hpp"
#include "daemon/store/testing/test_database.hpp"

#include "base/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <csignal>
#include <fstream>
#include <functional>
#include <optional>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chitty::host::daemon {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class DaemonTest : public testing::Test {
 protected:
  DaemonTest() : port_(free_port().value()) {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-process-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    paths_.data = folder_ / "data";
    paths_.state = folder_ / "state";
    paths_.cache = folder_ / "cache";
    paths_.config = folder_ / "config";
    paths_.program = CHITTY_BUILD_DIR "/tests/daemon/bin";
    ::setenv("CHITTY_PLUGIN_PATH", CHITTY_BUILD_DIR "/tests/daemon_plugins", 1);
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    if (!TestDatabase::on_postgresql()) return;
    database_.emplace(folder_);
    replace_file(paths_.data / "database", database_->url(), 0600).value();
    replace_file(paths_.config / "config.json", "{\"chittyos\":{\"sharedDatabase\":\"file:" + (paths_.data / "database").string() + "\"}}").value();
  }
  ~DaemonTest() override {
    for (const pid_t child : beside_) ::kill(child, SIGTERM);
    for (const pid_t child : beside_) ::waitpid(child, nullptr, 0);
    (void)Control(paths_).down();
    std::filesystem::remove_all(folder_);
  }

  // What another chittyd beside the first one has: a folder and a token of its own. Ended with the test.
  struct Beside {
    Paths paths;
    std::uint16_t port;
    std::string ask_with(const std::string& fields, const std::string& method, const std::string& path, const std::string& body = {}) const {
      return hear(say_at(port, fields, method, path, body));
    }
  };
  // On the database of the first, which has been up.
  Beside start_beside() {
    Beside other{paths_, free_port().value()};
    other.paths.data = folder_ / "beside-data";
    other.paths.state = folder_ / "beside-state";
    make_folder(other.paths.state).value();
    const pid_t child = ::fork();
    if (child == 0) {
      const std::string program = (paths_.program / "chittyd").string(), log = (other.paths.state / "chittyd.log").string();
      const std::string address = "127.0.0.1:" + std::to_string(other.port);
      // PostgreSQL by the configuration: its URL has a password.
      ::execl(program.c_str(), program.c_str(), "--data", other.paths.data.c_str(), "--state", other.paths.state.c_str(), "--log", log.c_str(),
              "--listen", address.c_str(), database_ ? "--config" : "--database", database_ ? paths_.config.c_str() : database_url().c_str(), nullptr);
      ::_exit(127);
    }
    beside_.push_back(child);
    soon([&] { return ask_health("127.0.0.1", other.port, "/health", std::chrono::seconds(2)).has_value(); });
    return other;
  }

  // A chittyd of this test's own making: its process, with words and surroundings that `chitty` would not give it.
  int start(std::vector<std::string> words, const std::function<void()>& surroundings = {}) const {
    words.insert(words.begin(), {(paths_.program / "chittyd").string(), "--data", paths_.data.string(), "--state", paths_.state.string(),
                                 "--config", paths_.config.string(),
                                 "--log", (paths_.state / "chittyd.log").string()});
    make_folder(paths_.state).value();
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (surroundings) surroundings();
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
  }

  // At a port that the kernel gives it; from then on port_ is that.
  json::object up() {
    auto answer = Control(paths_).up(std::uint16_t{0}).value();
    port_ = static_cast<std::uint16_t>(answer.at("port").as_int64());
    return answer;
  }
  // As the owner; or with other fields, each ending in a line break.
  std::string ask(const std::string& method, const std::string& path, const std::string& body = {}) const {
    return hear(say(method, path, body));
  }
  std::string ask_with(const std::string& fields, const std::string& method, const std::string& path, const std::string& body = {}) const {
    return hear(say_with(fields, method, path, body));
  }
  static std::string hear(const Fd& fd) {
    std::string reply;
    char piece[4096];
    for (ssize_t got = 0; fd && (got = ::recv(fd.get(), piece, sizeof piece, 0)) > 0;) reply.append(piece, static_cast<std::size_t>(got));
    return reply;
  }
  // The request alone; no socket when nobody listens.
  Fd say(const std::string& method, const std::string& path, const std::string& body = {}) const {
    return say_with("Authorization: Bearer " + read_owner_token(paths_.data / "local" / "owner.token").value() + "\r\n", method, path, body);
  }
  Fd say_with(const std::string& fields, const std::string& method, const std::string& path, const std::string& body = {}) const {
    return say_at(port_, fields, method, path, body);
  }
  Fd say_raw(const std::string& request) const { return send_to(port_, request); }
  static Fd say_at(std::uint16_t port, const std::string& fields, const std::string& method, const std::string& path, const std::string& body) {
    return send_to(port, method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nConnection: close\r\n" + fields +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  static Fd send_to(std::uint16_t port, const std::string& request) {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return Fd();
    (void)!::send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL);
    return fd;
  }
  // Until the worker answers again.
  json::object health() const {
    for (int i = 0; i < 400; ++i) {
      if (auto answer = ask_health("127.0.0.1", port_, "/health", std::chrono::seconds(2))) return *answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return {};
  }
  // What the daemon of this test opens.
  std::string database_url() const {
    return database_ ? database_->url() : "sqlite:" + (paths_.data / "local" / "chittyos.db").string();
  }
  std::string log() const { return read_file(paths_.state / "chittyd.log").value(); }
  // At most five seconds.
  static bool soon(const std::function<bool()>& is_so) {
    for (int i = 0; i < 250 && !is_so(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return is_so();
  }
  int supervisor() const { return running_daemon(paths_.data / "local" / "chittyd.pid").value().pid; }
  int worker() const {
    const std::string pid = std::to_string(supervisor());
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    int worker = 0;
    children >> worker;
    return worker;
  }

  std::uint16_t port_;
  std::filesystem::path folder_;
  Paths paths_;
  std::vector<pid_t> beside_;
  std::optional<TestDatabase> database_;
};

}  // namespace chitty::host::daemon
