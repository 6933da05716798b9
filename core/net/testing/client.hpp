// The engine as the host uses it, with what a test wants to see kept.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/testing/server.hpp"
#include "net/transport.hpp"

namespace chitty::host::testing {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Client {
  std::unique_ptr<Transport> transport = open_transport(CHITTY_BUILD_DIR "/lib/chitty").value();
  NetOptions options;
  CancelToken cancel;
  std::string trace;

  Client() {
    options.timeout = 5s;
    options.user_agent = "test/1";
    options.trace = [this](std::string_view line) { trace += std::string(line) + "\n"; };
  }

  Result<std::unique_ptr<HttpReply>> send(const HttpRequest& request) {
    return transport->send(request, options, cancel);
  }

  static HttpRequest get(const std::string& url) {
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    return request;
  }
  static HttpRequest post(const std::string& url, const std::string& body) {
    auto request = get(url);
    request.method = "POST";
    request.body = body;
    return request;
  }

  // Head and body: "200 hello", or the error: "UNREACHABLE[cut_off] The reply …".
  std::string tell(const HttpRequest& request) {
    auto got = send(request);
    if (!got) return tell(got.error());
    auto body = read_all(**got);
    return std::to_string((*got)->status()) + " " + (body ? *body : tell(body.error()));
  }

  static std::string tell(const Error& error) {
    const std::map<Code, std::string> names{{Code::unreachable, "UNREACHABLE"},
                                            {Code::timeout, "TIMEOUT"},
                                            {Code::cancelled, "CANCELLED"},
                                            {Code::malformed, "MALFORMED"},
                                            {Code::refused, "REFUSED"},
                                            {Code::invalid_argument, "INVALID_ARGUMENT"},
                                            {Code::configuration, "CONFIGURATION"},
                                            {Code::host_fault, "HOST_FAULT"}};
    const auto* reason = error.details.if_contains("reason");
    return names.at(error.code) + "[" + (reason ? std::string(reason->as_string()) : "") + "] " + error.message;
  }
};

}  // namespace chitty::host::testing
