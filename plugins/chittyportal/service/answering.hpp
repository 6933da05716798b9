// How the page's own routes answer: every answer says what a browser may do with it.
#pragma once

#include <chitty/answers.hpp>

namespace chittyportal {

// What a page of this service may load and run: its own files, nothing inline and nothing from elsewhere.
inline constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
// And an answer that is no page: nothing at all.
inline constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

chitty::json::object safe_headers(std::string_view type, std::string_view policy = data_policy);

// 200 with JSON, kept by no cache.
chitty::Response page_answer(const chitty::json::value& body);

// A refusal as on the wire, {"success":false,"error":…,"message":…,"hint":…}, with those headers. What is nobody's fault but the
// service's is the host's to answer and to log: the Error itself.
chitty::Result<chitty::Response> page_refusal(const chitty::Error& error);

// What a handler of the page returns: its answer, or its error as such a refusal.
template <class Work>
chitty::Result<chitty::Response> answering(Work&& work) {
  auto done = work();
  if (done) return done;
  return page_refusal(done.error());
}

}  // namespace chittyportal
