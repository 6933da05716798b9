// The files that a certificate is written to. Room comes first: before anything is asked for, the files are there under other
// names, the key in its own; then each is exchanged for what was before in one step.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <vector>

namespace chittyregister {

class NewFile {
 public:
  // Creates PATH.XXXXXX beside it, readable by the owner alone when `secret`. CONFIGURATION: it cannot be written there.
  static chitty::Result<NewFile> beside(const std::string& path, bool secret);
  NewFile(NewFile&& other) noexcept : path_(std::move(other.path_)), made_(std::move(other.made_)) { other.made_.clear(); }
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();  // removes what was not exchanged

  chitty::Result<void> write(std::string_view content) const;  // to the disk
  chitty::Result<void> exchange();
  const std::string& path() const { return path_; }

 private:
  NewFile(std::string path, std::string made) : path_(std::move(path)), made_(std::move(made)) {}
  std::string path_, made_;
};

}  // namespace chittyregister
