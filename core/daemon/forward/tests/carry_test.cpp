// Requests through routes, with a daemon and a backend.
#include "daemon/forward/testing/forward_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(ForwardTest, ARequestIsCarriedThereAndItsReplyBack) {
  ScriptedBackend backend(mirror);
  lead_to(backend, {}, "/base");
  const auto reply = get("/x/a/%7e/../b?q=1%2f", "X-Mine: 1\r\n");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply, HasSubstr("\r\nX-From: backend\r\n"));
  EXPECT_THAT(reply, HasSubstr("\r\n\r\nGET /base/a/b?q=1%2f HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(backend.port()) + "\r\n"));
  EXPECT_THAT(reply, HasSubstr("\r\nX-Mine: 1\r\n"));
  EXPECT_THAT(last_logged(), AllOf(HasSubstr(R"("service":"chittyd","route":"","ledBy":"rt_x")"), HasSubstr(R"("status":200)")));
}

TEST_F(ForwardTest, BodiesAreCarriedWithAFramingOfOurOwn) {
  ScriptedBackend backend(mirror);
  lead_to(backend);
  EXPECT_THAT(post("/x", "Content-Length: 5\r\n", "hello"), AllOf(HasSubstr("POST / HTTP/1.1\r\n"), HasSubstr("\r\nContent-Length: 5\r\n"), HasSubstr("\r\n\r\nhello")));
  EXPECT_THAT(post("/x", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Late: 1\r\n\r\n"),
              AllOf(HasSubstr("\r\nContent-Length: 5\r\n"), HasSubstr("\r\n\r\nabcde"), Not(HasSubstr("X-Late"))));
  EXPECT_THAT(post("/x", "", ""), HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST_F(ForwardTest, ConnectionsToABackendAreKept) {
  ScriptedBackend backend(mirror);
  lead_to(backend);
  for (int i = 0; i < 5; ++i) EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(backend.connections(), 1);
}

TEST_F(ForwardTest, ARouteThatIsNotPublicNeedsATokenThatTheBackendNeverSees) {
  ScriptedBackend backend(mirror);
  routes(R"([{"id":"rt_1","prefix":"/x","allowPrivate":true,"url":")" + backend.url() + R"("}])");
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(get("/x", "Authorization: Bearer wrong\r\n"), StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(backend.connections(), 0);
  EXPECT_THAT(get("/x", bearer()), AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("uthorization")), Not(HasSubstr(token_))));
}

TEST_F(ForwardTest, ARouteToAServiceIsThatServicesOwn) {
  routes(R"([{"id":"rt_1","prefix":"/api/v1","service":"acme"},{"id":"rt_2","prefix":"/gone","service":"nobody"},
             {"id":"rt_3","prefix":"/kept","service":"acme","keepPrefix":true}])");
  EXPECT_THAT(get("/api/v1/facts/7?a=b"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"({"id":"7"}{"a":"b"}/facts/7)")));
  EXPECT_THAT(last_logged(), HasSubstr(R"("path":"/api/v1/facts/7","service":"acme","route":"GET /facts/{id}","ledBy":"rt_1")"));
  EXPECT_THAT(get("/api/v1/secret/7"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(get("/api/v1/secret/7", bearer()), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(get("/api/v1/nowhere"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(get("/api/v1"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(get("/kept/facts/7"), HasSubstr("The service acme has no such address."));
  EXPECT_THAT(get("/gone"), AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr("leads to the service nobody, which is not installed here."),
                                  HasSubstr("Proxy-Status: chittyd; error=destination_not_found\r\n")));
}

TEST_F(ForwardTest, OwnPagesAndServicesAreNeverTakenByARoute) {
  ScriptedBackend backend(mirror);
  routes(R"([{"id":"all","prefix":"/","allowPrivate":true,"public":true,"url":")" + backend.url() + R"("},
             {"id":"acme","prefix":"/acme","allowPrivate":true,"public":true,"url":")" +
         backend.url() + R"("}])");
  EXPECT_THAT(get("/acme/facts/1"), HasSubstr("/facts/1"));
  EXPECT_THAT(get("/health/live"), StartsWith("HTTP/1.1 200 "));
  for (const char* target : {"/acme/nowhere", "/acme/../other", "/other/../acme/nowhere", "/other/%2e%2e/health", "/%61cme/x", "/quotas/x", "/slow"})
    EXPECT_THAT(get(target), AllOf(Not(HasSubstr("X-From: backend")), StartsWith("HTTP/1.1 4"))) << target;
  EXPECT_EQ(backend.connections(), 0);
  for (const char* target : {"/", "/other", "/acmes", "/healthy", "/.well-known/x/nobody"}) EXPECT_THAT(get(target), HasSubstr("X-From: backend")) << target;
}

TEST_F(ForwardTest, AnAddressOfTwoMeaningsIsRefused) {
  ScriptedBackend backend(mirror);
  lead_to(backend);
  for (const char* target : {"/x/a%2fb", "/x/%5c", "/x/%00", "/x/..;/y"}) EXPECT_THAT(get(target), StartsWith("HTTP/1.1 400 ")) << target;
  EXPECT_THAT(get("/x/../y"), StartsWith("HTTP/1.1 404 "));
  EXPECT_EQ(backend.connections(), 0);
}

TEST_F(ForwardTest, ANewTableHoldsFromTheNextRequestOn) {
  ScriptedBackend one([](BackendSide& side, int) { while (!side.head().empty()) side.reply("one"); });
  ScriptedBackend two([](BackendSide& side, int) { while (!side.head().empty()) side.reply("two"); });
  lead_to(one);
  EXPECT_THAT(get("/x"), HasSubstr("\r\n\r\none"));
  lead_to(two);
  EXPECT_THAT(get("/x"), HasSubstr("\r\n\r\ntwo"));
  dispatcher_->set_routes(nullptr);
  EXPECT_THAT(get("/x"), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace chitty::host::daemon
