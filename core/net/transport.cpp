#include "net/transport.hpp"

#include <array>

#include "base/process/shared_library.hpp"
#include "net/engine/entry.hpp"

namespace chitty::host {

Result<std::string> read_all(HttpReply& reply, std::size_t limit) {
  std::string body;
  std::array<char, 16384> piece;
  for (;;) {
    const auto got = reply.read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return body;
    if (body.size() + *got > limit)
      return make_error(Code::malformed,
                        "The reply of " + reply.url() + " is larger than " + std::to_string(limit >> 10) + " KiB.");
    body.append(piece.data(), *got);
  }
}

Error error_of_reply(HttpReply& reply, std::string_view who) {
  // Whatever can be had of the body is good enough for a sentence; that it broke off is not the news here.
  std::string body(64u << 10, '\0');
  std::size_t filled = 0;
  while (filled < body.size()) {
    const auto got = reply.read(body.data() + filled, body.size() - filled);
    if (!got || *got == 0) break;
    filled += *got;
  }
  body.resize(filled);
  return error_of_status(reply.status(), reply.header("Content-Type"), body, reply.header("Retry-After"), who,
                         reply.header("WWW-Authenticate"));
}

Result<const Network*> open_network(const std::filesystem::path& library) {
  const auto path = library / "net.so";
  const auto engine = SharedLibrary::open(path);
  if (!engine)
    return make_error(Code::host_fault, "cannot load the network module: " + engine.error().message,
                      "Install chitty again; " + path.string() + " belongs to it.");
  const auto entry = engine->function<NetEntry>(net_entry_name);
  const Network* network = entry ? entry(CHITTY_VERSION) : nullptr;
  if (!network)
    return make_error(Code::host_fault, "the network module at " + path.string() + " is not of chitty " CHITTY_VERSION ".",
                      "Install chitty again, so that both are of one version.");
  return network;
}

Result<std::unique_ptr<Transport>> open_transport(const std::filesystem::path& library) {
  const auto network = open_network(library);
  if (!network) return network.error();
  return (*network)->transport();
}

}  // namespace chitty::host
