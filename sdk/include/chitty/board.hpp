// Entries kept in step on a board of another plugin: a remote whose command `put` adds what is not there, changes what differs, and
// names what somebody else wrote there. For commands.
#ifndef CHITTY_BOARD_HPP
#define CHITTY_BOARD_HPP

#include <chitty/host.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <string>
#include <utility>
#include <vector>

namespace chitty {

class Board {
 public:
  // `key`: the member that tells entries apart. `type`: of which plugin such a remote is, for who has none yet.
  Board(Host& host, std::string remote, std::string key, std::string type)
      : host_(host), remote_(std::move(remote)), key_(std::move(key)), type_(std::move(type)) {}

  // These, in one run of the board's command; a hundred or so at a time. Properties that the board does not have are added to it.
  Result<void> put(const std::vector<json::object>& entries) {
    if (entries.empty()) return {};
    std::vector<std::string> words{remote_, "put", "--key", key_, "--make-properties", "--allow-conflicts"};
    for (const auto& entry : entries) words.insert(words.end(), {"--record", json::serialize(entry)});
    const auto done = host_.run(words);
    if (!done) return seen_ == 0 ? missing(done.error()) : done.error();
    for (const auto& one : *done) {
      const auto result = text_in(one, "result");
      if (result == "conflict") conflicts_.emplace_back(text_in(one, "key"));
      else ++(result == "added" ? added_ : result == "changed" ? changed_
                                                               : unchanged_);
    }
    host_.progress(seen_ += entries.size(), 0, "entries");
    return {};
  }

  // The record {"remote", "added", "changed", "unchanged", "conflicts"}; CONFLICT after it where somebody else's writing was kept.
  Result<Reply> end() {
    const auto kept = conflicts_.size();
    CHITTY_DO(host_.record(json::object{{"remote", remote_}, {"added", added_}, {"changed", changed_}, {"unchanged", unchanged_}, {"conflicts", std::move(conflicts_)}}));
    if (kept == 0) return Reply::nothing();
    return verdict(make_error(Code::conflict, "somebody changed what was written to '" + remote_ + "': " + std::to_string(kept) + (kept == 1 ? " entry" : " entries"),
                              "Take back the changes there, or see which they are with -o json"));
  }

 private:
  // A board that is not there is not the person's slip of the tongue: say how to get it.
  Error missing(Error error) const {
    if (error.code != Code::invalid_argument && error.code != Code::configuration) return error;
    const auto* reason = error.details.if_contains("reason");
    const bool is_missing = error.hint.empty() || (reason && *reason == "unknown_word");
    const auto install = "Install the plugin " + type_ + ", then: chitty remote add " + remote_ + " " + type_ + " --token env:TOKEN";
    return make_error(Code::configuration, "nothing can be written to '" + remote_ + "': " + error.message, is_missing ? install : error.hint);
  }

  Host& host_;
  const std::string remote_, key_, type_;
  std::uint64_t added_ = 0, changed_ = 0, unchanged_ = 0, seen_ = 0;
  json::array conflicts_;
};

}  // namespace chitty

#endif  // CHITTY_BOARD_HPP
