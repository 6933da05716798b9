// Certificates, good and bad, made by the openssl program and served by it.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstdlib>
#include <fstream>
#include <mutex>

#include "base/files.hpp"
#include "net/testing/client.hpp"
#include "net/testing/program.hpp"

namespace chitty::host::testing {
namespace {

namespace fs = std::filesystem;

// A certificate authority in a folder of hashed names, and certificates by it; made once for all tests.
class Authority {
 public:
  static Authority& get() {
    static Authority one;
    return one;
  }
  fs::path folder() const { return folder_.path(); }

  // PATH.crt and PATH.key. `issuer` signs ("" : itself); `san` may be empty; days may be negative for the past.
  void make(const std::string& name, const std::string& issuer, const std::string& san, const std::string& from,
            const std::string& until, bool authority) {
    std::ofstream(folder() / "ca.cnf")
        << "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy="
           "p\nunique_subject=no\n"
           "rand_serial=yes\nx509_extensions=x\n[p]\ncommonName=supplied\n[x]\nbasicConstraints=critical,CA:"
        << (authority ? "TRUE" : "FALSE") << "\n"
        << (san.empty() ? "" : "subjectAltName=" + san + "\n");
    std::ofstream(folder() / "index", std::ios::trunc);
    run("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name + ".key -out " + name +
        ".csr -subj '/CN=" + name + "'");
    const std::string signer =
        issuer.empty() ? "-selfsign -keyfile " + name + ".key" : "-cert " + issuer + ".crt -keyfile " + issuer + ".key";
    run("openssl ca -batch -notext -config ca.cnf " + signer + " -in " + name + ".csr -out " + name +
        ".crt -startdate " + from + " -enddate " + until);
  }

 private:
  Authority() {
    constexpr auto past = "20200101000000Z", yesterday = "20250101000000Z", future = "20490101000000Z",
                   far = "20491231000000Z";
    make("root", "", "", past, far, true);
    make("middle", "root", "", past, far, true);
    make("stranger", "", "", past, far, true);
    make("good", "root", "DNS:localhost,IP:127.0.0.1", past, far, false);
    make("expired", "root", "IP:127.0.0.1", past, yesterday, false);
    make("early", "root", "IP:127.0.0.1", future, far, false);
    make("wrong", "root", "DNS:acme.example,DNS:*.acme.example,IP:10.1.2.3", past, far, false);
    make("nosan", "root", "", past, far, false);
    make("self", "", "IP:127.0.0.1", past, far, false);
    make("foreign", "stranger", "IP:127.0.0.1", past, far, false);
    make("leaf", "middle", "IP:127.0.0.1", past, far, false);
    fs::create_directory(folder() / "trusted");
    run("cp root.crt trusted/$(openssl x509 -hash -noout -in root.crt).0");
    ::setenv("SSL_CERT_DIR", (folder() / "trusted").c_str(), 1);
    ::setenv("SSL_CERT_FILE", (folder() / "none").c_str(), 1);
  }

  void run(const std::string& command) const {
    const int status = std::system(("cd " + folder().string() + " && " + command + " >>log 2>&1").c_str());
    EXPECT_EQ(status, 0) << command;
  }

  TemporaryFolder folder_;
};

// `openssl s_server -www` with one of those certificates.
class TlsServer {
 public:
  explicit TlsServer(const std::string& name, std::vector<std::string> more = {}) : port_(unused_port()) {
    const auto folder = Authority::get().folder();
    std::vector<std::string> words{"openssl", "s_server",
                                   "-quiet", "-www",
                                   "-accept", "127.0.0.1:" + std::to_string(port_),
                                   "-cert", folder / (name + ".crt"),
                                   "-key", folder / (name + ".key")};
    words.insert(words.end(), more.begin(), more.end());
    program_ = std::make_unique<Program>(words);
    program_->wait_for_port(port_);
  }
  std::uint16_t port() const { return port_; }
  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(port_) + "/";
  }

 private:
  std::uint16_t port_;
  std::unique_ptr<Program> program_;
};

std::string told(const TlsServer& server, const std::string& host = "127.0.0.1") {
  Client client;
  client.options.retries = 0;
  return client.tell(Client::get(server.url(host)));
}

TEST(Tls, AGoodCertificateIsTrustedByNameAndByAddress) {
  TlsServer server("good");
  EXPECT_THAT(told(server), AllOf(HasSubstr("200 "), HasSubstr("TLSv1.3")));
  EXPECT_THAT(told(server, "localhost"), HasSubstr("200 "));
}

TEST(Tls, TheNameIsSentAlong) {
  const auto folder = Authority::get().folder();
  TlsServer server("wrong", {"-servername", "localhost", "-cert2", folder / "good.crt", "-key2", folder / "good.key"});
  EXPECT_THAT(told(server, "localhost"), HasSubstr("200 "));
}

TEST(Tls, ABadCertificateSaysWhatIsBad) {
  EXPECT_THAT(told(TlsServer("expired")),
              AllOf(HasSubstr("UNREACHABLE[certificate_expired]"), HasSubstr("expired on 2025-01-01 00:00 UTC.")));
  EXPECT_THAT(told(TlsServer("early")),
              AllOf(HasSubstr("[certificate_not_yet_valid]"), HasSubstr("not valid before 2049-01-01")));
  EXPECT_THAT(told(TlsServer("self")), AllOf(HasSubstr("[certificate_self_signed]"), HasSubstr("is self-signed")));
  EXPECT_THAT(told(TlsServer("foreign")), AllOf(HasSubstr("[certificate_unknown_issuer]"),
                                                HasSubstr("issued by \"stranger\", which is not trusted here")));
  EXPECT_THAT(told(TlsServer("wrong")),
              AllOf(HasSubstr("[certificate_wrong_host]"),
                    HasSubstr("is not for 127.0.0.1 but for acme.example, *.acme.example, 10.1.2.3")));
  EXPECT_THAT(told(TlsServer("nosan")),
              AllOf(HasSubstr("[certificate_no_san]"), HasSubstr("no subject alternative name")));
}

TEST(Tls, AnIncompleteChainSaysSoAndAWholeOneIsTrusted) {
  EXPECT_THAT(told(TlsServer("leaf")), AllOf(HasSubstr("[certificate_unknown_issuer]"),
                                             HasSubstr("issued by \"middle\""), HasSubstr("left out an intermediate")));
  EXPECT_THAT(told(TlsServer("leaf", {"-cert_chain", Authority::get().folder() / "middle.crt"})), HasSubstr("200 "));
}

TEST(Tls, TheBundleIsReadWhenTheFolderDoesNotKnowTheIssuer) {
  TlsServer server("foreign");
  EXPECT_THAT(told(server), HasSubstr("[certificate_unknown_issuer]"));
  const auto folder = Authority::get().folder();
  ::setenv("SSL_CERT_FILE", (folder / "stranger.crt").c_str(), 1);
  EXPECT_THAT(told(server), HasSubstr("200 "));
  EXPECT_THAT(told(TlsServer("good")), HasSubstr("200 "));
  EXPECT_THAT(told(TlsServer("wrong")), HasSubstr("[certificate_wrong_host]"));
  ::setenv("SSL_CERT_FILE", (folder / "none").c_str(), 1);
}

HttpRequest by_authority(const std::string& url, const fs::path& file) {
  auto request = Client::get(url);
  request.authority = file;
  return request;
}

TEST(Tls, AConfiguredAuthorityIsTheOnlyOneThatIsBelieved) {
  const auto folder = Authority::get().folder();
  TlsServer foreign("foreign"), good("good"), self("self"), leaf("leaf");
  const auto told_by = [&](const TlsServer& server, const std::string& file) {
    Client client;
    client.options.retries = 0;
    return client.tell(by_authority(server.url(), folder / file));
  };
  EXPECT_THAT(told_by(foreign, "stranger.crt"), HasSubstr("200 "));
  EXPECT_THAT(told_by(self, "self.crt"), HasSubstr("200 "));    // a server's own
  EXPECT_THAT(told_by(leaf, "middle.crt"), HasSubstr("200 "));  // one that is no root
  EXPECT_THAT(told_by(good, "stranger.crt"),
              AllOf(HasSubstr("[certificate_unknown_issuer]"), HasSubstr("; the configured authority is " + (folder / "stranger.crt").string())));
  EXPECT_THAT(told_by(TlsServer("wrong"), "root.crt"), HasSubstr("[certificate_wrong_host]"));
  EXPECT_THAT(told_by(TlsServer("expired"), "root.crt"), HasSubstr("[certificate_expired]"));
}

TEST(Tls, AnAuthoritysFileThatIsNoneIsToldOf) {
  const auto folder = Authority::get().folder();
  const auto told_by = [&](const fs::path& file) {
    Client client;
    client.options.retries = 0;
    return client.tell(by_authority("https://127.0.0.1:1/", file));
  };
  EXPECT_EQ(told_by("/nonexistent.pem"), "CONFIGURATION[authority] cannot read the authority /nonexistent.pem: No such file or directory");
  EXPECT_EQ(told_by(folder / "good.key"), "CONFIGURATION[authority] the authority " + (folder / "good.key").string() + " holds no PEM certificate");
  fs::copy_file(folder / "root.crt", folder / "open.crt");
  fs::permissions(folder / "open.crt", fs::perms(0666));
  EXPECT_THAT(told_by(folder / "open.crt"), HasSubstr("is not believed: it can be written by others"));
}

// What was connected by one authority serves no request that believes another, on whatever transport.
TEST(Tls, ConnectionsAreKeptForTheirAuthorityAlone) {
  const auto folder = Authority::get().folder();
  TlsServer server("good", {"-WWW"});
  Client client;
  client.options.retries = 0;
  EXPECT_THAT(client.tell(by_authority(server.url(), folder / "root.crt")), Not(HasSubstr("certificate")));
  EXPECT_THAT(client.tell(by_authority(server.url(), folder / "stranger.crt")), HasSubstr("[certificate_unknown_issuer]"));
  EXPECT_THAT(client.tell(Client::get(server.url())), Not(HasSubstr("certificate")));
}

TEST(Tls, ADistrustedServerGetsNothingAndIsNotReplaced) {
  TlsServer server("expired");
  Scripted fallback({reply("200 OK", "fallback")});
  Client client;
  auto request = Client::get(server.url());
  request.fallback_url = fallback.url();
  request.credential = "canary-token";
  EXPECT_THAT(client.tell(request), HasSubstr("[certificate_expired]"));
  EXPECT_THAT(client.trace, Not(HasSubstr("> GET")));
  EXPECT_EQ(fallback.requests().size(), 0u);
}

TEST(Tls, OldProtocolsAreRefused) {
  EXPECT_THAT(told(TlsServer("good", {"-tls1_2"})), AllOf(HasSubstr("200 "), HasSubstr("TLSv1.2")));
  EXPECT_THAT(told(TlsServer("good", {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"})), HasSubstr("UNREACHABLE[tls]"));
}

TEST(Tls, PlainTextAtTheTlsPortSaysSo) {
  Server plain([](Peer& peer) {
    char some[512];
    (void)!::read(peer.fd(), some, sizeof some);
    peer.say("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  Client client;
  client.options.retries = 0;
  EXPECT_THAT(client.tell(Client::get("https://127.0.0.1:" + std::to_string(plain.port()) + "/")),
              AllOf(HasSubstr("UNREACHABLE[tls]"), HasSubstr("failed")));
}

TEST(Tls, ASilentHandshakeEnds) {
  Server silent([](Peer& peer) { peer.wait_until_gone(); });
  Client client;
  client.options.timeout = 100ms;
  EXPECT_THAT(client.tell(Client::get("https://127.0.0.1:" + std::to_string(silent.port()) + "/")),
              HasSubstr("TIMEOUT[silent]"));
}

// A proxy that puts every name through to one port of this machine, and keeps what passes on the way there.
class Tunnel {
 public:
  explicit Tunnel(std::uint16_t to) : proxy_([this, to](Peer& peer) { put_through(peer, to); }) {
    ::setenv("https_proxy", ("http://me:pw@127.0.0.1:" + std::to_string(proxy_.port())).c_str(), 1);
  }
  ~Tunnel() { ::unsetenv("https_proxy"); }
  std::string asked() const { return locked(asked_); }
  std::string passed() const { return locked(passed_); }

 private:
  std::string locked(const std::string& text) const {
    const std::lock_guard lock(mutex_);
    return text;
  }
  void put_through(Peer& peer, std::uint16_t to) {
    const auto request = peer.request();
    const Fd inner(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(to);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(inner.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return;
    {
      const std::lock_guard lock(mutex_);
      asked_ += request;
    }
    peer.say("HTTP/1.1 200 Connection established\r\nVia: 1.1 tunnel\r\n\r\n");
    pollfd both[] = {{peer.fd(), POLLIN, 0}, {inner.get(), POLLIN, 0}};
    while (::poll(both, 2, 10000) > 0)
      if ((both[0].revents && !pass(peer.fd(), inner.get(), true)) ||
          (both[1].revents && !pass(inner.get(), peer.fd(), false)))
        return;
  }
  bool pass(int from, int into, bool kept) {
    char piece[4096];
    const auto got = ::recv(from, piece, sizeof piece, 0);
    if (got <= 0) return false;
    if (kept) {
      const std::lock_guard lock(mutex_);
      passed_.append(piece, static_cast<std::size_t>(got));
    }
    return ::send(into, piece, static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
  }

  mutable std::mutex mutex_;
  std::string asked_, passed_;
  Server proxy_;
};

TEST(Tls, ThroughAProxyTheOriginIsSpokenToInSecret) {
  TlsServer server("wrong");  // it is for acme.example
  Tunnel tunnel(server.port());
  Client client;
  auto request = Client::get("https://acme.example/");
  request.credential = "canary-token";
  EXPECT_THAT(client.tell(request), AllOf(HasSubstr("200 "), HasSubstr("TLSv1.3")));
  EXPECT_THAT(tunnel.asked(),
              AllOf(HasSubstr("CONNECT acme.example:443 HTTP/1.1\r\n"),
                    HasSubstr("Proxy-Authorization: Basic bWU6cHc=\r\n"), Not(HasSubstr("canary-token"))));
  EXPECT_THAT(tunnel.passed(),
              AllOf(::testing::StartsWith("\x16\x03"), Not(HasSubstr("GET /")), Not(HasSubstr("canary-token"))));
  EXPECT_THAT(client.trace, Not(HasSubstr("bWU6cHc=")));
}

TEST(Tls, ThroughAProxyTheOriginMustStillBeWhoItSaysItIs) {
  TlsServer server("good");  // it is for localhost
  Tunnel tunnel(server.port());
  Client client;
  client.options.retries = 0;
  EXPECT_THAT(client.tell(Client::get("https://acme.example/")),
              AllOf(HasSubstr("UNREACHABLE[certificate_wrong_host]"), HasSubstr("is not for acme.example")));
}

TEST(Tls, ARedirectOutOfTlsIsNotFollowed) {
  Scripted plain({reply("200 OK", "plain")});
  const auto folder = Authority::get().folder();
  std::ofstream(folder / "moved") << reply("302 Found", "", "Location: " + plain.url("/x") + "\r\n");
  const auto port = unused_port();
  Program server({"openssl", "s_server", "-quiet", "-HTTP", "-accept", "127.0.0.1:" + std::to_string(port), "-cert",
                  "good.crt", "-key", "good.key"},
                 folder);
  server.wait_for_port(port);
  EXPECT_THAT(Client().tell(Client::get("https://127.0.0.1:" + std::to_string(port) + "/moved")),
              AllOf(HasSubstr("REFUSED[redirect]"), HasSubstr("without TLS")));
  EXPECT_EQ(plain.requests().size(), 0u);
}

}  // namespace
}  // namespace chitty::host::testing
