#include "receiving.hpp"

#include <algorithm>
#include <array>
#include <chitty/answers.hpp>
#include <cstring>

#include "../sha256.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

// The body in pieces, counted and hashed; it knows its end before a piece is begun that would be empty.
class Body {
 public:
  Body(Service& service, Sha256& hash, std::uint64_t room) : service_(service), hash_(hash), room_(room) {}

  Result<bool> more() {
    if (begin_ == end_) {
      CHITTY_TRY(end_, service_.read(held_.data(), held_.size()));
      begin_ = 0;
    }
    return begin_ != end_;
  }

  // For Blobs::put.
  Result<std::size_t> read(char* buffer, std::size_t capacity, std::uint64_t& left) {
    if (left == 0) return std::size_t(0);
    CHITTY_TRY(const auto any, more());
    if (!any) return std::size_t(0);
    const auto size = std::min({end_ - begin_, capacity, static_cast<std::size_t>(left)});
    if (size > room_) return make_error(Code::invalid_argument, "There are more bytes than were said when the upload began.");
    std::memcpy(buffer, held_.data() + begin_, size);
    hash_.add({buffer, size});
    begin_ += size, left -= size, room_ -= size;
    return size;
  }

 private:
  Service& service_;
  Sha256& hash_;
  std::uint64_t room_;
  std::array<char, 64 << 10> held_;
  std::size_t begin_ = 0, end_ = 0;
};

// What is there already, from its blobs.
Result<std::int64_t> hash_kept(Service& service, const std::string& upload, Sha256& hash) {
  CHITTY_TRY(const auto pieces, service.store().query("SELECT address FROM verify_pieces WHERE owner = :id ORDER BY number", {{"id", upload}}));
  for (const auto& piece : pieces)
    CHITTY_DO(service.blobs().get(text_in(piece, "address"), [&](std::string_view content) -> Result<void> {
      hash.add(content);
      return {};
    }));
  return static_cast<std::int64_t>(pieces.size());
}

}  // namespace

Result<void> receive(Service& service, const Row& upload, const std::string& expires) {
  const auto id = text_in(upload, "id");
  const auto size = upload.at("size").as_int64();
  auto received = upload.at("received").as_int64();
  if (received == size) return {};
  CHITTY_DO(service.charge(static_cast<std::uint64_t>(received) >> 26));  // what is there already is read again: 64 MiB count for a request
  CHITTY_TRY(const auto writer, new_secret(service.crypto(), 16));
  CHITTY_DO(service.store().execute("UPDATE verify_uploads SET writer = :writer WHERE id = :id", {{"writer", writer}, {"id", id}}));
  Sha256 hash;
  CHITTY_TRY(auto number, hash_kept(service, id, hash));
  Body body(service, hash, static_cast<std::uint64_t>(size - received));
  for (;;) {
    CHITTY_TRY(const auto more, body.more());
    if (!more) return {};
    std::uint64_t left = piece_size;
    CHITTY_TRY(const auto kept, service.blobs().put([&](char* buffer, std::size_t capacity) { return body.read(buffer, capacity, left); }));
    const auto now = received + static_cast<std::int64_t>(kept.size);
    CHITTY_DO(service.store().transaction([&]() -> Result<void> {
      CHITTY_TRY(const auto moved,
                 service.store().execute("UPDATE verify_uploads SET received = :now, expires_at = :expires, content_hash = :hash"
                                         " WHERE id = :id AND writer = :writer AND received = :before",
                                         {{"now", now}, {"expires", expires}, {"hash", now == size ? json::value(hash.hex()) : json::value()}, {"id", id}, {"writer", writer}, {"before", received}}));
      if (moved == 0) return make_error(Code::conflict, "Another request is sending this file.", "Wait for it, then look: chitty verify evidence list");
      return service.store().insert("verify_pieces", {{"owner", id}, {"number", number}, {"address", kept.address}, {"size", kept.size}});
    }));
    received = now, ++number;
  }
}

}  // namespace chittyverify
