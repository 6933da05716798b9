#include "app/sending/probe.hpp"

#include "app/sending/own_daemon.hpp"
#include "app/sending/signing.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host {

namespace {

constexpr std::size_t most_looked_at = 1u << 20;

}  // namespace

Result<BuiltinContext::Probe> probe(chitty_call& call, const Destination& to, const std::string& path, bool with_credential) {
  auto transport = call.run.transport();
  if (!transport) return transport.error();
  HttpRequest request;
  request.method = "GET";
  request.url = to.remote.base_url + path;
  request.authority = authority_at(to.remote, request.url);
  request.repeatable = true;
  request.headers.emplace_back("Accept", "application/json");
  if (with_credential) {
    request.listener = listener_to_prove(call, to);
    if (auto signed_ = sign(call, to, false, request); !signed_) return signed_.error();
  }
  auto reply = (*transport)->send(request, call.run.net_options(), call.run.cancel);
  if (!reply) return reply.error();
  const auto body = read_all(**reply, most_looked_at);
  boost::system::error_code ec;
  const bool is_json = body && json::parse(*body, ec).is_object() && !ec;
  return BuiltinContext::Probe{(*reply)->status(), is_json};
}

}  // namespace chitty::host
