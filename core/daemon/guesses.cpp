#include "daemon/guesses.hpp"

#include <arpa/inet.h>

namespace chitty::daemon {

std::string client_key(std::string_view address) {
  in6_addr v6{};
  const std::string text(address);
  if (text.find(':') == std::string::npos || ::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    char v4[INET_ADDRSTRLEN] = {};
    return ::inet_ntop(AF_INET, &v6.s6_addr[12], v4, sizeof v4);
  }
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), static_cast<unsigned char>(0));
  char prefix[INET6_ADDRSTRLEN] = {};
  return std::string(::inet_ntop(AF_INET6, &v6, prefix, sizeof prefix)) + "/64";
}

// Of an address that is not in the books and not to be: null.
Guesses::Book* Guesses::find(std::string_view address, Clock::time_point now, bool make) {
  std::string key = client_key(address);
  auto found = books_.find(key);
  if (found == books_.end() && books_.size() >= most) {
    if (now - swept_ >= std::chrono::seconds(1)) {
      std::erase_if(books_, [&](const auto& book) { return now - book.second.since > window; });
      swept_ = now;
    }
    if (books_.size() >= most) found = books_.find(key = "");  // together with the others that do not fit
  }
  if (found == books_.end()) {
    if (!make) return nullptr;
    found = books_.emplace(std::move(key), Book{now, now, 0, 0}).first;
  }
  if (now - found->second.since > window) found->second = {now, now, 0, 0};
  return &found->second;
}

bool Guesses::may_ask(std::string_view address, Clock::time_point now) {
  const std::lock_guard guard(mutex_);
  Book* book = find(address, now, false);
  if (!book || book->wrong < allowed) return true;
  if (now - book->second >= std::chrono::seconds(1)) book->second = now, book->asked = 0;
  return ++book->asked <= trickle;
}

std::chrono::milliseconds Guesses::wrong(std::string_view address, Clock::time_point now) {
  const std::lock_guard guard(mutex_);
  Book& book = *find(address, now, true);
  if (++book.wrong <= allowed) return std::chrono::milliseconds(0);
  return std::chrono::ceil<std::chrono::milliseconds>(window - (now - book.since)) + std::chrono::milliseconds(1);
}

}  // namespace chitty::daemon
