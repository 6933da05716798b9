// Who is this token? A seam: the owner's token is known here; whoever provides the role `identity` will know others.
#pragma once

#include "base/hash.hpp"

#include <chitty/error.hpp>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::daemon {

// Somebody who is known. Never changes: shared by requests.
struct KnownCaller {
  std::string subject;
  std::vector<std::string> scopes;  // "acme:read", "acme:*"; the owner needs none
  std::string token_id;
  bool owner = false;
  std::string json;  // as chitty.exchange/1 gives it

  KnownCaller(std::string who, std::vector<std::string> may, std::string token, bool is_owner);
  bool may(std::string_view scope) const;
};

class TokenCheck {
 public:
  virtual ~TokenCheck() = default;
  // [any-thread] UNAUTHENTICATED when nobody is known by it.
  virtual Result<std::shared_ptr<const KnownCaller>> check(std::string_view token) = 0;
  virtual void refresh() {}  // now and then: look whether what is known has changed
};

// The owner's token: its hash is held, compared in constant time, read anew when the file changes.
class OwnerTokenCheck final : public TokenCheck {
 public:
  explicit OwnerTokenCheck(std::filesystem::path file);
  Result<std::shared_ptr<const KnownCaller>> check(std::string_view token) override;
  void refresh() override;

 private:
  std::filesystem::path file_;
  std::shared_ptr<const KnownCaller> owner_;
  std::mutex mutex_;  // for what follows
  std::filesystem::file_time_type read_at_{};
  std::shared_ptr<const Digest> digest_;  // of the token; null: no owner
};

}  // namespace chitty::daemon
