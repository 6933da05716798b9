// Interface that resolves a token to a caller: the owner's token is known here, others by whoever provides the role `identity`
// (identity.hpp).
#pragma once

#include <chitty/error.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "base/hash.hpp"
#include "daemon/wire/known_caller.hpp"

namespace chitty::host::daemon {

class TokenCheck {
 public:
  virtual ~TokenCheck() = default;

  // Asked before a token that was never right is looked up in the database: false for an address that has guessed too
  // often.
  using MayAsk = std::function<bool()>;

  // [any-thread] UNAUTHENTICATED when nobody is known by it; RATE_LIMITED when it would have to be asked for and may
  // not; any other: it cannot be told now.
  virtual Result<Caller> check(std::string_view token, const MayAsk& may_ask) = 0;
  virtual void refresh() {}                    // now and then: look whether what is known has changed
  virtual HowTo how_to() const { return {}; }  // what a person types to get a token
};

// The owner's token: its hash is held, compared in constant time, read anew when the file changes.
class OwnerTokenCheck final : public TokenCheck {
 public:
  explicit OwnerTokenCheck(std::filesystem::path file);
  Result<Caller> check(std::string_view token, const MayAsk& may_ask) override;
  void refresh() override;

  bool is_owner(const Digest& token) const;  // [any-thread]
  const Caller& owner() const { return owner_; }

 private:
  std::filesystem::path file_;
  Caller owner_;
  std::mutex mutex_;  // for what follows
  std::filesystem::file_time_type read_at_{};
  std::shared_ptr<const Digest> digest_;  // of the token; null: no owner
};

}  // namespace chitty::host::daemon
