// A daemon with routes to backends of the test's own.
#pragma once

#include "daemon/forward/testing/scripted_backend.hpp"
#include "daemon/serve/testing/http_fixture.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {

class ForwardTest : public HttpTest {
 protected:
  void routes(const std::string& text) {
    auto table = RouteTable::parse(json::parse(text).as_array());
    ASSERT_TRUE(table) << table.error().message;
    dispatcher_->set_routes(*table);
  }
  // One public route, "/x", to the backend; `more` are further members.
  void lead_to(const ScriptedBackend& backend, const std::string& more = {}, const std::string& base = {}) {
    routes(R"([{"id":"rt_x","prefix":"/x","allowPrivate":true,"public":true,"url":")" + backend.url() + base + "\"" + more + "}]");
  }
  std::string bearer() const { return "Authorization: Bearer " + token_ + "\r\n"; }
  // What the access log says of the last request.
  std::string last_logged() {
    access_->flush();
    const auto log = read_file(folder_ / "access.ndjson");
    std::string text = log && !log->empty() ? *log : "\n";
    text.pop_back();
    return text.substr(text.rfind('\n') + 1);
  }
};

}  // namespace chitty::host::daemon
