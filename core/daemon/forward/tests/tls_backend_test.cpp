// Backends that speak TLS: the openssl program with a certificate of the test's own.
#include "daemon/forward/testing/forward_fixture.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>

extern char** environ;

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

// Two certificates for 127.0.0.1 that sign themselves: `good` is an authority of this process, `bad` is nobody's.
const fs::path& certificates() {
  static const fs::path folder = [] {
    std::string name = (fs::temp_directory_path() / "chitty-forward-tls-XXXXXX").string();
    const fs::path made = ::mkdtemp(name.data());
    for (const std::string one : {"good", "bad"}) {
      const std::string command = "cd " + made.string() + " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + one +
                                  " -addext subjectAltName=IP:127.0.0.1 -keyout " + one + ".key -out " + one + ".crt >>log 2>&1";
      EXPECT_EQ(std::system(command.c_str()), 0);
    }
    fs::create_directory(made / "none");
    ::setenv("SSL_CERT_FILE", (made / "good.crt").c_str(), 1);
    ::setenv("SSL_CERT_DIR", (made / "none").c_str(), 1);
    std::atexit([] { fs::remove_all(certificates()); });
    return made;
  }();
  return folder;
}

std::uint16_t unused_port() { return ScriptedBackend(mirror).port(); }

// `openssl s_server`, its standard input and output in our hands.
class OpensslServer {
 public:
  OpensslServer(const std::string& certificate, const std::vector<std::string>& more) : port_(unused_port()) {
    int in[2], out[2];
    EXPECT_EQ(::pipe2(in, O_CLOEXEC) + ::pipe2(out, O_CLOEXEC), 0);
    std::vector<std::string> words{"openssl", "s_server", "-quiet", "-accept", "127.0.0.1:" + std::to_string(port_), "-cert", certificate + ".crt", "-key", certificate + ".key"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addchdir_np(&actions, certificates().c_str());
    EXPECT_EQ(::posix_spawnp(&pid_, "openssl", &actions, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]), ::close(out[1]);
    to_ = Fd(in[1]), from_ = Fd(out[0]);
    wait_for_port();
  }
  ~OpensslServer() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  void say(std::string_view text) { EXPECT_TRUE(write_all(to_.get(), text)); }
  std::string hear(std::string_view mark) {
    std::string all;
    char piece[4096];
    for (ssize_t got = 1; all.find(mark) == std::string::npos && got > 0;)
      if ((got = ::read(from_.get(), piece, sizeof piece)) > 0) all.append(piece, static_cast<std::size_t>(got));
    return all;
  }

 private:
  void wait_for_port() const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
      const Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return;
    }
    ADD_FAILURE() << "openssl does not listen";
  }
  std::uint16_t port_;
  pid_t pid_ = 0;
  Fd to_, from_;
};

class TlsBackendTest : public ForwardTest {
 protected:
  void lead_to_url(const std::string& url) { routes(R"([{"id":"rt_x","prefix":"/x","allowPrivate":true,"public":true,"timeoutMs":5000,"url":")" + url + "\"}]"); }
};

TEST_F(TlsBackendTest, ABackendIsReachedByTls) {
  std::string content(3'000'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i % 26);
  std::ofstream(certificates() / "large.txt") << content;
  OpensslServer backend("good", {"-WWW"});
  lead_to_url(backend.url());
  for (int i = 0; i < 2; ++i) {
    const auto reply = get("/x/large.txt");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 "));
    // In chunks, since openssl says no length; their lines are in between.
    EXPECT_GT(reply.size(), content.size());
    EXPECT_THAT(reply, testing::EndsWith("\r\n0\r\n\r\n"));
  }
}

TEST_F(TlsBackendTest, AWebSocketPassesThroughTls) {
  OpensslServer backend("good", {});
  lead_to_url(backend.url());
  const Fd fd = connect();
  say(fd, "GET /x HTTP/1.1\r\n" + host() + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  EXPECT_THAT(backend.hear("\r\n\r\n"), HasSubstr("Upgrade: websocket\r\n"));
  backend.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nbehind");
  EXPECT_THAT(hear(fd, "behind"), StartsWith("HTTP/1.1 101 "));
  say(fd, "hello");
  EXPECT_EQ(backend.hear("hello"), "hello");
  backend.say("world");
  EXPECT_EQ(hear(fd, "world"), "world");
}

TEST_F(TlsBackendTest, ACertificateThatIsNotToBeTrustedIs502) {
  OpensslServer backend("bad", {"-www"});
  lead_to_url(backend.url());
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr("Proxy-Status: chittyd; error=tls_certificate_error\r\n"), HasSubstr("has a certificate that is not to be trusted")));
}

TEST_F(TlsBackendTest, ABackendThatDoesNotSpeakTlsIs502) {
  ScriptedBackend backend([](BackendSide& side, int) { side.say("HTTP/1.1 400 Bad Request\r\n\r\n"), side.read(100); });
  lead_to_url("https" + backend.url().substr(4));
  EXPECT_THAT(get("/x"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr("Proxy-Status: chittyd; error=tls_protocol_error\r\n")));
}

}  // namespace
}  // namespace chitty::host::daemon
