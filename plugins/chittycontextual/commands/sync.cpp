// contextual consciousness sync: the services here, an exported file, or another store, both ways.
#include <chitty/members.hpp>
#include <chittycontextual_names.hpp>
#include <fstream>

namespace chittycontextual::commands {

using namespace chitty;

namespace {

using Read = std::function<std::size_t(char*, std::size_t)>;

constexpr const char* changes = "/api/v1/context/changes";

Result<json::array> list_in(const Reply& reply, std::string_view member) {
  const auto* object = reply.value().if_object();
  const auto* list = object ? object->if_contains(member) : nullptr;
  if (!list || !list->is_array()) return make_error(Code::malformed, "the service's answer has no list '" + std::string(member) + "'");
  return list->get_array();
}

// What was taken in, as records; `side` says where.
Result<json::array> merge(Host& host, const std::string& remote, const std::string& side, Read source) {
  Request request{.method = "POST", .target = changes, .headers = {{"Content-Type", "application/x-ndjson"}}};
  request.remote = remote, request.source = std::move(source);
  CHITTY_TRY(const auto reply, host.send(request));
  CHITTY_TRY(auto records, list_in(reply, "merged"));
  for (auto& record : records)
    if (record.is_object()) record.get_object()["detail"] = side;
  return records;
}

// What fails ends the stream: it then lacks its last line, and whoever takes it in says so.
std::size_t or_end(const Result<std::size_t>& read) { return read ? *read : 0; }

struct Side {
  std::string replica;
  std::int64_t knows = 0;  // of the other
};

Result<Side> side_of(Host& host, const std::string& remote, const std::string& other) {
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/context/replica", {{"of", other}}).to(remote)));
  const auto replica = text_in(reply.value(), "replica");
  boost::system::error_code none;
  const auto* knows = reply.value().find_pointer("/knows", none);
  if (replica.empty() || !knows || !knows->is_int64()) return make_error(Code::malformed, "the remote does not say which store it is");
  return Side{replica, knows->get_int64()};
}

// What `from` has had since, to `to`, in constant memory.
Result<json::array> carry(Host& host, const std::string& from, const std::string& to, std::int64_t after, const std::string& side) {
  CHITTY_TRY(auto stream, host.open(get(changes, {{"after", std::to_string(after)}}).to(from)));
  return merge(host, to, side, [&stream](char* buffer, std::size_t capacity) { return or_end(stream.read(buffer, capacity)); });
}

Result<Reply> with_remote(Host& host, const std::string& remote) {
  CHITTY_TRY(const auto theirs, side_of(host, remote, ""));
  CHITTY_TRY(const auto ours, side_of(host, "", theirs.replica));
  if (ours.replica == theirs.replica) return usage_error("the remote '" + remote + "' is this very store", "List the remotes: chitty remote list");
  CHITTY_TRY(const auto they, side_of(host, remote, ours.replica));
  CHITTY_TRY(auto records, carry(host, remote, "", ours.knows, "from " + remote));
  CHITTY_TRY(const auto sent, carry(host, "", remote, they.knows, "to " + remote));
  records.insert(records.end(), sent.begin(), sent.end());
  return Reply::records(std::move(records));
}

Result<Reply> with_file(Host& host, const std::string& file) {
  if (file == "-") {
    CHITTY_TRY(auto records, merge(host, "", "standard input", [&host](char* buffer, std::size_t capacity) { return or_end(host.read_input(buffer, capacity)); }));
    return Reply::records(std::move(records));
  }
  std::ifstream in(file, std::ios::binary);
  if (!in || in.peek() == std::ifstream::traits_type::eof()) return make_error(Code::not_found, "cannot read file '" + file + "'", "Write one: chitty contextual consciousness export --file FILE");
  CHITTY_TRY(auto records, merge(host, "", file, [&in](char* buffer, std::size_t capacity) { return in.read(buffer, static_cast<std::streamsize>(capacity)), static_cast<std::size_t>(in.gcount()); }));
  return Reply::records(std::move(records));
}

}  // namespace

Result<Reply> consciousness_sync(const ConsciousnessSync& args, Host& host) {
  if (!args.with.empty() && !args.file.empty()) return usage_error("'--with' and '--file' exclude each other");
  if (!args.with.empty()) return with_remote(host, args.with);
  if (!args.file.empty()) return with_file(host, args.file);
  CHITTY_TRY(const auto reply, host.send(post("/api/intelligence/consciousness/snapshot")));
  CHITTY_TRY(auto records, list_in(reply, "synced"));
  return Reply::records(std::move(records));
}

}  // namespace chittycontextual::commands
