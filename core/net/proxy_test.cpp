// Proxies by environment, with a proxy of a few lines that takes every name for this machine.
#include "net/engine/proxy.hpp"

#include <cstdlib>

#include "net/testing/client.hpp"

namespace chitty::host::testing {
namespace {

class ProxyTest : public ::testing::Test {
 protected:
  void SetUp() override { clear(); }
  void TearDown() override { clear(); }
  static void clear() {
    for (const auto* name :
         {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
      ::unsetenv(name);
  }
  static Url url(const std::string& text) { return parse_url(text).value(); }
  static std::string chosen(const std::string& text) {
    const auto proxy = proxy_for(url(text));
    if (!proxy) return Client::tell(proxy.error());
    return *proxy ? (*proxy)->url.origin() + " " + (*proxy)->authorization : "none";
  }
};

TEST_F(ProxyTest, IsChosenByScheme) {
  EXPECT_EQ(chosen("http://acme.example/"), "none");
  ::setenv("http_proxy", "http://one.example:3128", 1);
  ::setenv("HTTPS_PROXY", "two.example:3129", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "http://one.example:3128 ");
  EXPECT_EQ(chosen("https://acme.example/"), "http://two.example:3129 ");
  clear();
  ::setenv("ALL_PROXY", "http://three.example:1", 1);
  EXPECT_EQ(chosen("https://acme.example/"), "http://three.example:1 ");
}

TEST_F(ProxyTest, HttpProxyInUpperCaseIsNotTrusted) {
  ::setenv("HTTP_PROXY", "http://evil.example:1", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "none");
}

TEST_F(ProxyTest, LoopbackGoesThroughNone) {
  ::setenv("http_proxy", "http://one.example:1", 1);
  for (const auto* text :
       {"http://127.0.0.1:80/", "http://127.9.9.9/", "http://localhost/", "http://a.localhost/", "http://[::1]/"})
    EXPECT_EQ(chosen(text), "none") << text;
}

TEST_F(ProxyTest, HasUserAndPassword) {
  ::setenv("http_proxy", "http://me:p%40ss@one.example:1", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "http://one.example:1 Basic bWU6cEBzcw==");
}

// A name that begins like an address is that name, and not the address with a path behind it.
TEST_F(ProxyTest, ItsHostIsReadAsAnyOther) {
  for (const auto* value : {"http://127.0.0.1.nip.example:3128", "127.0.0.1.NIP.example:3128"}) {
    ::setenv("http_proxy", value, 1);
    EXPECT_EQ(chosen("http://acme.example/"), "http://127.0.0.1.nip.example:3128 ") << value;
  }
  ::setenv("http_proxy", "http://me:p@10.0.0.1.nip.example:3128", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "http://10.0.0.1.nip.example:3128 Basic bWU6cA==");
  ::setenv("http_proxy", "http://[::1]:3128", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "http://[::1]:3128 ");
  ::setenv("http_proxy", "http://one.example", 1);
  EXPECT_EQ(chosen("http://acme.example/"), "http://one.example ");
}

TEST_F(ProxyTest, OfAnotherKindIsRefused) {
  for (const auto* value : {"socks5://one.example:1", "https://one.example:1", "http://", "http://a b", "http://one.example:99999", "http://one.example:0",
                            "http://me@:80", "http://a@b@c%zz:80", "http://m%zz@one.example:80"}) {
    ::setenv("http_proxy", value, 1);
    EXPECT_THAT(chosen("http://acme.example/"), AllOf(HasSubstr("CONFIGURATION"), HasSubstr("http_proxy"))) << value;
  }
}

TEST_F(ProxyTest, NoProxyNamesExceptions) {
  const auto excepted = [](const std::string& text, const std::string& list) { return is_excepted(url(text), list); };
  EXPECT_TRUE(excepted("http://acme.example/", "*"));
  EXPECT_TRUE(excepted("http://acme.example/", "other.example, acme.example"));
  EXPECT_TRUE(excepted("http://a.acme.example/", "acme.example"));
  EXPECT_TRUE(excepted("http://a.acme.example/", ".acme.example"));
  EXPECT_TRUE(excepted("http://a.acme.example/", "*.acme.example"));
  EXPECT_TRUE(excepted("http://acme.example:8080/", "ACME.example:8080"));
  EXPECT_TRUE(excepted("http://10.1.2.3/", "10.0.0.0/8"));
  EXPECT_TRUE(excepted("http://[fd00::1]/", "fd00::/8"));
  EXPECT_TRUE(excepted("http://10.1.2.3/", "10.1.2.3"));
  EXPECT_FALSE(excepted("http://badacme.example/", "acme.example"));
  EXPECT_FALSE(excepted("http://acme.example/", "acme.example:8080"));
  EXPECT_FALSE(excepted("http://11.1.2.3/", "10.0.0.0/8"));
  EXPECT_FALSE(excepted("http://acme.example/", ""));
  EXPECT_FALSE(excepted("http://acme.example/", "10.0.0.0/8,,x/y,/,:"));
}

TEST_F(ProxyTest, NoProxyKnowsAnAddressInEverySpelling) {
  const auto excepted = [](const std::string& text, const std::string& list) { return is_excepted(url(text), list); };
  for (const char* one : {"fd00::1", "[fd00::1]", "[fd00::1]:8080", "fd00:0:0:0::1", "FD00:0000::0001", "[FD00::1]:8080", "[fd00::]/8"})
    EXPECT_TRUE(excepted("http://[fd00::1]:8080/", one)) << one;
  for (const char* other : {"[fd00::1]:80", "fd00::2", "::1", "0::1", "d00::1", "[fe00::]/8", "1", "[]", "[", "]", ":", "[fd00::1]:"})
    EXPECT_EQ(excepted("http://[fd00::1]:8080/", other), std::string(other) == "[fd00::1]:") << other;
  EXPECT_TRUE(excepted("http://10.1.2.3:80/", "10.1.2.3:80"));
  EXPECT_TRUE(excepted("http://10.1.2.3/", "::ffff:10.1.2.3"));
}

TEST_F(ProxyTest, NoProxyTakesNoPartOfAnAddressForIt) {
  for (const char* list : {"2.3", ".2.3", "*.2.3", "3", ".3", "1.2.3", "10.1.2", "10.0.0.0/8x", "0.1.2.3"})
    EXPECT_FALSE(is_excepted(url("http://10.1.2.3/"), list)) << list;
  EXPECT_FALSE(is_excepted(url("http://[fd00::2:3]/"), "2:3,::2:3,:3"));
  EXPECT_TRUE(is_excepted(url("http://a.acme.example./"), "acme.example"));
  EXPECT_TRUE(is_excepted(url("http://acme.example/"), "acme.example."));
}

TEST_F(ProxyTest, PlainHttpGoesThroughWithTheWholeAddress) {
  Scripted proxy({reply("200 OK", "by proxy")});
  ::setenv("http_proxy", ("http://me:pw@127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
  Client client;
  EXPECT_EQ(client.tell(Client::get("http://acme.example:81/x?y")), "200 by proxy");
  EXPECT_THAT(proxy.request(0),
              AllOf(HasSubstr("GET http://acme.example:81/x?y HTTP/1.1\r\n"), HasSubstr("Host: acme.example:81\r\n"),
                    HasSubstr("Proxy-Authorization: Basic bWU6cHc=")));
  EXPECT_THAT(client.trace, Not(HasSubstr("bWU6cHc=")));
}

TEST_F(ProxyTest, HttpsIsPutThrough) {
  std::string asked, hello(1, '\0');
  std::atomic<bool> done{false};
  Server proxy([&](Peer& peer) {
    asked = peer.request();
    peer.say("HTTP/1.1 200 Connection established\r\n\r\n");
    (void)!::read(peer.fd(), hello.data(), 1);
    done = true;
  });
  ::setenv("https_proxy", ("http://127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
  Client client;
  client.options.retries = 0;
  EXPECT_THAT(client.tell(Client::get("https://acme.example/x")), HasSubstr("UNREACHABLE"));
  for (int i = 0; i < 500 && !done; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_THAT(asked, HasSubstr("CONNECT acme.example:443 HTTP/1.1\r\n"));
  EXPECT_EQ(hello, "\x16");  // a TLS handshake begins
}

TEST_F(ProxyTest, ThatRefusesIsNamed) {
  Scripted proxy({reply("407 Proxy Authentication Required", "", "Connection: close\r\n")});
  ::setenv("https_proxy", ("http://127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
  Client client;
  EXPECT_THAT(client.tell(Client::get("https://acme.example/")),
              AllOf(HasSubstr("UNREACHABLE[proxy]"), HasSubstr("acme.example:443"), HasSubstr("407")));
}

}  // namespace
}  // namespace chitty::host::testing
