// A folder as RFC 8493 (BagIt) has it, written beside its place and moved there when it is whole: whole or not at all.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chittyverify {

class Bundle {
 public:
  // CONFLICT when there is something at `folder` already; CONFIGURATION when nothing can be made there.
  static chitty::Result<Bundle> begin(const std::string& folder);
  Bundle(Bundle&& other) noexcept;
  Bundle& operator=(Bundle&&) = delete;
  ~Bundle();  // what is not whole goes again

  // A file below data/, by what `write` is given to give away; its SHA-256 in hex.
  using Piece = std::function<chitty::Result<void>(std::string_view)>;
  chitty::Result<std::string> payload(const std::string& name, const std::function<chitty::Result<void>(const Piece&)>& write);
  chitty::Result<void> payload(const std::string& name, std::string_view content);
  // A file beside data/.
  chitty::Result<void> tag(const std::string& name, std::string_view content);

  // Manifests, declaration, `info` (bag-info.txt, lines of "Name: value"); then it is at its place.
  chitty::Result<void> finish(const std::vector<std::string>& info);

 private:
  Bundle(std::string folder, std::string made) : folder_(std::move(folder)), made_(std::move(made)) {}
  chitty::Result<std::string> file(const std::string& name, const std::function<chitty::Result<void>(const Piece&)>& write);

  std::string folder_, made_;  // where it is to be, where it is until then
  std::string manifest_, tags_;
  std::uint64_t bytes_ = 0, files_ = 0;
};

// The name as it may stand in a manifest and in any folder: what others would read otherwise becomes '_'.
std::string plain_name(std::string_view name);

}  // namespace chittyverify
