// chitty certify document, stamp: the document is read here, and what leaves this machine is its SHA-256.
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chitty/utf8.hpp>
#include <chittycertify_names.hpp>
#include <optional>

#include "../pdf/signing_room.hpp"
#include "hashing.hpp"
#include "stamping.hpp"

namespace chittycertify::commands {

using namespace chitty;

namespace {

constexpr std::size_t largest_pdf = 256 * 1024 * 1024;

// What is sent of the document: its SHA-256, or that of what a PDF's own signature will be over.
struct Subject {
  Hashed hashed;
  std::optional<pdf::Prepared> prepared{};
};

Result<Subject> subject_of(const Document& args, Host& host) {
  if (args.embed.empty()) {
    CHITTY_TRY(auto hashed, hash_file(args.file, [&] { return host.cancelled(); }));
    return Subject{std::move(hashed)};
  }
  CHITTY_TRY(auto text, read_file(args.file, largest_pdf));
  CHITTY_TRY(auto prepared, pdf::make_room(std::move(text), args.file, host.now()));
  const Hashed hashed{hex(prepared.digest()), static_cast<std::int64_t>(prepared.text.size())};
  return Subject{hashed, std::move(prepared)};
}

Result<void> embed(pdf::Prepared& prepared, const std::string& signature, NewFile& file) {
  const auto cms = from_base64(signature);
  if (!cms || cms->empty()) return make_error(Code::malformed, "The service's answer has no signature.");
  CHITTY_DO(prepared.fill(*cms));
  CHITTY_DO(file.write(prepared.text));
  return file.exchange();
}

// It is certified already, so how the stamp is had is what matters now.
Error stamped_in_vain(Error error, const std::string& id, const std::string& tsa) {
  error.hint = "It is certified, with this service's own stamp. Try again: chitty certify stamp " + id + " --tsa " + tsa;
  return error;
}

}  // namespace

Result<Reply> document(const Document& args, Host& host) {
  if (!args.policy.empty() && args.tsa.empty()) return usage_error("'--policy' needs '--tsa'");
  const auto name = args.name.empty() ? file_name(args.embed.empty() ? args.file : args.embed) : args.name;
  if (name.size() > 255 || !is_utf8(name))
    return usage_error("the name of '" + args.file + "' cannot be kept: expected UTF-8, at most 255 bytes", "Give another one: add --name NAME");
  if (!args.tsa.empty()) CHITTY_DO(authority_named(host, args.tsa));
  CHITTY_TRY(auto subject, subject_of(args, host));
  std::optional<NewFile> file;
  if (subject.prepared) {
    CHITTY_TRY(auto made, NewFile::beside(args.embed, false, "Choose another file: add --embed FILE"));
    file.emplace(std::move(made));
  }
  CHITTY_TRY(const auto reply, host.send(post("/api/v1/documents", {{"sha256", subject.hashed.sha256}, {"name", name}, {"size", subject.hashed.size}, {"days", args.days}, {"profile", subject.prepared ? "pades" : "cades"}})));
  CHITTY_TRY(auto record, member_object(reply, "certificate"));
  const auto id = text_in(record, "id");
  const auto stamped = args.tsa.empty() ? Result<json::object>(json::object()) : stamp_by(host, id, args.tsa, args.policy);
  const bool twice = stamped && !args.tsa.empty();
  if (file) {
    CHITTY_DO(embed(*subject.prepared, twice ? text_in(*stamped, "cms") : text_in(reply.value(), "cms"), *file));
    record["file"] = args.embed;
    host.note("Wrote " + args.embed);
  }
  if (!stamped) return stamped_in_vain(stamped.error(), id, args.tsa);
  if (twice) record["authority"] = text_in(*stamped, "authority");
  return Reply(std::move(record));
}

Result<Reply> stamp(const Stamp& args, Host& host) {
  CHITTY_DO(authority_named(host, args.tsa));
  CHITTY_TRY(auto stamped, stamp_by(host, args.certificate, args.tsa, args.policy));
  stamped.erase("cms");
  return Reply(std::move(stamped));
}

}  // namespace chittycertify::commands
