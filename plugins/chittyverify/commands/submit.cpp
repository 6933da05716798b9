// chitty verify evidence submit: the file goes out from one descriptor, hashed on the way; after a cut it goes on where the service is.
#include <unistd.h>

#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/status.hpp>
#include <chittyverify_names.hpp>
#include <optional>

#include "../hash_aside.hpp"
#include "source_file.hpp"

namespace chittyverify::commands {

using namespace chitty;

namespace {

constexpr int most_attempts = 7;  // in a row that bring nothing; waits of 0.2, 1, 2, 4, 8, 16 s between them
constexpr std::size_t buffer_size = 256 << 10;

Result<std::string> path_of(const EvidenceSubmit& args) {
  if (args.path.empty() && args.file.empty()) return usage_error("no file to submit", "Name it: chitty verify evidence submit FILE");
  if (!args.path.empty() && !args.file.empty()) return usage_error("two files to submit, '" + args.path + "' and '" + args.file + "'", "Submit one at a time");
  return args.path.empty() ? args.file : args.path;
}

Result<json::object> description(const EvidenceSubmit& args, const SourceFile& file, Host& host) {
  json::object said{{"filename", file.name()},
                    {"size", file.size()},
                    {"evidenceType", args.type},
                    {"evidenceTier", args.tier},
                    {"modifiedAt", file.modified_at()},
                    {"fingerprint", hex(host.crypto().sha256(file.identity()))},
                    {"tool", "chitty " CHITTY_PLUGIN_NAME "/" CHITTY_PLUGIN_VERSION}};
  char machine[256] = {};
  if (::gethostname(machine, sizeof machine - 1) == 0 && machine[0]) said["host"] = machine;
  for (const auto& [name, value] : {std::pair<std::string_view, const std::string&>{"caseId", args.case_}, {"location", args.location}, {"purpose", args.purpose}, {"authority", args.authority}, {"reason", args.reason}})
    if (!value.empty()) said[name] = value;
  if (args.metadata.is_object()) said["metadata"] = args.metadata;
  if (!args.metadata.is_object() && !args.metadata.is_null())
    return usage_error("invalid value for '--metadata': expected a JSON object", "Such as '{\"case\":\"case-123\"}'");
  return said;
}

// An upload, as far as this side knows it.
class Sending {
 public:
  Sending(Host& host, const SourceFile& file, const json::object& upload) : host_(host), file_(file), target_("/api/evidence/uploads/" + text_in(upload, "id")) {
    note_offset(upload);
    if (offset_ > 0) host_.note("Going on at byte " + std::to_string(offset_) + " of " + std::to_string(file_.size()));
  }

  // Until all bytes are there; the service says where to go on.
  Result<void> all() {
    for (int attempt = 1; offset_ < file_.size();) {
      const auto before = offset_;
      auto sent = rest();
      if (sent && offset_ > before) attempt = 1;
      if (sent) continue;
      if (!worth_another(sent.error())) return sent;
      CHITTY_DO(host_.wait(std::chrono::milliseconds(attempt == 1 ? 200 : 1000 << (attempt - 2))));
      const auto found = ask_offset();
      if (!found && !worth_another(found.error())) return found;
      attempt = offset_ > before ? 1 : attempt + 1;
      if (attempt > most_attempts) return resumable(sent.error());
    }
    return hashed_to_end();
  }

  Result<Reply> complete() {
    json::object headers = headers_at(file_.size(), true);
    headers["Repr-Digest"] = "sha-256=:" + base64(*from_hex(digest_)) + ":";
    return host_.send({.method = "PATCH", .target = target_, .headers = std::move(headers)});
  }

  void give_up() { (void)host_.send(del(target_)); }

 private:
  static bool worth_another(const Error& error) {
    return error.code == Code::unreachable || error.code == Code::timeout || (error.code == Code::conflict && error.details.contains("uploadOffset"));
  }
  static Error resumable(Error error) {
    error.hint = "To go on where it stopped, submit the same file again";
    return error;
  }
  static json::object headers_at(std::int64_t offset, bool last) {
    return {{"Content-Type", "application/partial-upload"}, {"Upload-Offset", std::to_string(offset)}, {"Upload-Complete", last ? "?1" : "?0"}};
  }

  void note_offset(const json::object& upload) {
    const auto* received = upload.if_contains("received");
    offset_ = received && received->is_int64() ? std::min(received->get_int64(), file_.size()) : 0;
  }
  Result<void> ask_offset() {
    CHITTY_TRY(const auto reply, host_.send(get(target_)));
    if (const auto* upload = reply.value().if_object()) note_offset(*upload);
    return {};
  }

  // What is not sent any more is hashed all the same, from the first byte.
  Result<void> hash_up_to(std::int64_t end) {
    if (hashed_ > end) hash_.emplace(), hashed_ = 0;
    std::string buffer(buffer_size, '\0');
    while (hashed_ < end) {
      if (host_.cancelled()) return make_error(Code::cancelled, "cancelled");
      CHITTY_TRY(const auto got, file_.read(buffer.data(), static_cast<std::size_t>(std::min<std::int64_t>(end - hashed_, buffer_size)), hashed_));
      if (got == 0) return file_.unchanged();
      hash_->add({buffer.data(), got});
      hashed_ += static_cast<std::int64_t>(got);
    }
    return {};
  }
  Result<void> hashed_to_end() {
    CHITTY_DO(hash_up_to(file_.size()));
    digest_ = hash_->hex();
    return {};
  }

  // One request with everything behind the offset.
  Result<void> rest() {
    CHITTY_DO(hash_up_to(offset_));
    Result<void> reading;
    Request request{.method = "PATCH", .target = target_, .headers = headers_at(offset_, false)};
    request.headers["Content-Length"] = std::to_string(file_.size() - offset_);  // so that the service has each byte as it comes
    request.source = [&](char* buffer, std::size_t capacity) -> std::size_t {
      const auto left = file_.size() - hashed_;
      if (left <= 0 || !reading) return 0;
      const auto got = file_.read(buffer, std::min(capacity, static_cast<std::size_t>(left)), hashed_);
      if (!got) reading = got.error();
      if (!got || *got == 0) return 0;
      hash_->add({buffer, *got});
      hashed_ += static_cast<std::int64_t>(*got);
      host_.progress(static_cast<std::uint64_t>(hashed_), static_cast<std::uint64_t>(file_.size()), "bytes");
      return *got;
    };
    auto opened = host_.open(std::move(request).whatever_status());
    if (!reading) return reading;
    if (!opened) {
      CHITTY_DO(file_.unchanged());
      return opened.error();
    }
    auto& reply = *opened;
    CHITTY_TRY(const auto text, reply.read_all());
    boost::system::error_code wrong;
    const auto body = json::parse(text, wrong);
    if (wrong || !body.is_object()) return make_error(Code::malformed, "the service's answer is not what was agreed");
    if (reply.status() >= 400) {
      auto error = detail::refusal(body.get_object());
      error.code = code_of_status(reply.status());
      if (const auto* offset = body.get_object().if_contains("uploadOffset")) error.details["uploadOffset"] = *offset;
      return error;
    }
    note_offset(body.get_object());
    return offset_ < file_.size() ? file_.unchanged() : Result<void>();
  }

  Host& host_;
  const SourceFile& file_;
  std::string target_, digest_;
  std::optional<HashAside> hash_{std::in_place};
  std::int64_t offset_ = 0, hashed_ = 0;
};

}  // namespace

Result<Reply> evidence_submit(const EvidenceSubmit& args, Host& host) {
  CHITTY_TRY(const auto path, path_of(args));
  CHITTY_TRY(const auto file, SourceFile::open(path));
  CHITTY_TRY(const auto said, description(args, file, host));
  CHITTY_TRY(const auto begun, host.send(post("/api/evidence/uploads", said)));
  const auto* upload = begun.value().if_object();
  if (!upload || text_in(*upload, "id").empty()) return make_error(Code::malformed, "the service did not say which upload has begun");
  Sending sending(host, file, *upload);
  CHITTY_DO(sending.all());
  if (auto same = file.unchanged(); !same) {
    sending.give_up();
    return same.error();
  }
  CHITTY_TRY(auto reply, sending.complete());
  if (const auto* evidence = reply.value().if_object()) host.note("Submitted " + path + " as " + text_in(*evidence, "artifactId"));
  return reply;
}

}  // namespace chittyverify::commands
