#include "receiving.hpp"

#include <algorithm>
#include <array>
#include <chitty/answers.hpp>
#include <cstring>

#include "../hash_aside.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

constexpr std::int64_t small = 1 << 20;  // the daemon has read so much before a request is answered

// The body in pieces, counted and hashed; it knows its end before a piece is begun that would be empty.
class Body {
 public:
  Body(Service& service, HashAside& hash, std::uint64_t room) : service_(service), hash_(hash), room_(room) {}

  Result<bool> more() {
    if (begin_ == end_) {
      CHITTY_TRY(end_, service_.read(held_.data(), held_.size()));
      begin_ = 0;
    }
    return begin_ != end_;
  }

  // For Blobs::put: at most `left` bytes. A connection that breaks ends the piece, which is kept as far as it came; broken() says how.
  Result<std::size_t> read(char* buffer, std::size_t capacity, std::uint64_t& left) {
    capacity = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, left));
    if (capacity == 0) return std::size_t(0);
    auto got = begin_ == end_ ? service_.read(buffer, capacity) : Result<std::size_t>(taken(buffer, capacity));
    if (!got) broken_ = got.error();
    if (!got || *got == 0) return std::size_t(0);
    if (*got > room_) return make_error(Code::invalid_argument, "There are more bytes than were said when the upload began.");
    hash_.add({buffer, *got});
    left -= *got, room_ -= *got;
    return *got;
  }

  const Result<void>& broken() const { return broken_; }

 private:
  std::size_t taken(char* buffer, std::size_t capacity) {
    const auto size = std::min(end_ - begin_, capacity);
    std::memcpy(buffer, held_.data() + begin_, size);
    begin_ += size;
    return size;
  }

  Service& service_;
  HashAside& hash_;
  std::uint64_t room_;
  Result<void> broken_;
  std::array<char, 4 << 10> held_;  // little: the rest is read where it is to be
  std::size_t begin_ = 0, end_ = 0;
};

// What is there already, from its blobs.
Result<std::int64_t> hash_kept(Service& service, const std::string& upload, HashAside& hash) {
  CHITTY_TRY(const auto pieces, service.store().query("SELECT address FROM verify_pieces WHERE owner = :id ORDER BY number", {{"id", upload}}));
  for (const auto& piece : pieces)
    CHITTY_DO(service.blobs().get(text_in(piece, "address"), [&](std::string_view content) -> Result<void> {
      hash.add(content);
      return {};
    }));
  return static_cast<std::int64_t>(pieces.size());
}

}  // namespace

Result<void> receive(Service& service, const Row& upload, const std::string& expires, const AtEnd& at_end) {
  const auto id = text_in(upload, "id");
  const auto size = upload.at("size").as_int64();
  auto received = upload.at("received").as_int64();
  if (received == size) return {};
  CHITTY_DO(service.charge(static_cast<std::uint64_t>(received) >> 26));  // what is there already is read again: 64 MiB count for a request
  CHITTY_TRY(const auto writer, new_secret(service.crypto(), 16));
  // Who sends last goes on, and whoever hangs in an older connection does not. A small file is there as a whole already: whose is kept first.
  auto claimed = received == 0 && size <= small ? text_in(upload, "writer") : writer;
  if (claimed == writer) CHITTY_DO(service.store().execute("UPDATE verify_uploads SET writer = :writer WHERE id = :id", {{"writer", writer}, {"id", id}}));
  HashAside hash;
  CHITTY_TRY(auto number, hash_kept(service, id, hash));
  Body body(service, hash, static_cast<std::uint64_t>(size - received));
  for (;;) {
    CHITTY_TRY(const auto more, body.more());
    if (!more) return {};
    std::uint64_t left = piece_size;
    CHITTY_TRY(const auto kept, service.blobs().put([&](char* buffer, std::size_t capacity) { return body.read(buffer, capacity, left); }));
    const auto now = received + static_cast<std::int64_t>(kept.size);
    const auto whole = now == size ? json::value(hash.hex()) : json::value();
    CHITTY_DO(service.store().transaction([&]() -> Result<void> {
      CHITTY_TRY(const auto moved,
                 service.store().execute("UPDATE verify_uploads SET received = :now, expires_at = :expires, content_hash = :hash, writer = :writer"
                                         " WHERE id = :id AND writer = :claimed AND received = :before",
                                         {{"now", now}, {"expires", expires}, {"hash", whole}, {"id", id}, {"writer", writer}, {"claimed", claimed}, {"before", received}}));
      if (moved == 0) return make_error(Code::conflict, "Another request is sending this file.", "Wait for it, then look: chitty verify evidence list");
      CHITTY_DO(service.store().insert("verify_pieces", {{"owner", id}, {"number", number}, {"address", kept.address}, {"size", kept.size}}));
      if (whole.is_null() || !at_end) return {};
      auto complete = upload;
      complete["received"] = now, complete["content_hash"] = whole;
      return at_end(complete);
    }));
    received = now, claimed = writer, ++number;
    if (!body.broken()) return body.broken();
  }
}

}  // namespace chittyverify
