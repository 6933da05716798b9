// chitty certify document, stamp: the document is read here, and what leaves this machine is its SHA-256.
#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chitty/utf8.hpp>
#include <chittycertify_names.hpp>

#include "hashing.hpp"
#include "stamping.hpp"

namespace chittycertify::commands {

using namespace chitty;

Result<Reply> document(const Document& args, Host& host) {
  if (!args.policy.empty() && args.tsa.empty()) return usage_error("'--policy' needs '--tsa'");
  const auto name = args.name.empty() ? file_name(args.file) : args.name;
  if (name.size() > 255 || !is_utf8(name)) return usage_error("the name of '" + args.file + "' cannot be kept: expected UTF-8, at most 255 bytes", "Give another one: --name NAME");
  CHITTY_TRY(const auto hashed, hash_file(args.file, [&] { return host.cancelled(); }));
  CHITTY_TRY(const auto reply, host.send(post("/api/v1/documents", {{"sha256", hashed.sha256}, {"name", name}, {"size", hashed.size}, {"days", args.days}})));
  CHITTY_TRY(auto record, member_object(reply, "certificate"));
  if (!args.tsa.empty()) {
    const auto stamped = stamp_by(host, text_in(record, "id"), args.tsa, args.policy);
    if (!stamped) {
      auto error = stamped.error();
      error.hint = "It is certified, with this service's own stamp. Try again: chitty certify stamp " + text_in(record, "id") + " --tsa " + args.tsa;
      return error;
    }
    record["authority"] = text_in(*stamped, "authority");
  }
  return Reply(std::move(record));
}

Result<Reply> stamp(const Stamp& args, Host& host) {
  CHITTY_TRY(auto stamped, stamp_by(host, args.certificate, args.tsa, args.policy));
  stamped.erase("cms");
  return Reply(std::move(stamped));
}

}  // namespace chittycertify::commands
