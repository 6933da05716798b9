// For commands: a file written whole or not at all. Room comes first: before anything is asked for, the file is there under another
// name, readable by its owner alone where it holds a secret; then it is exchanged for what was before in one step.
#ifndef CHITTY_NEW_FILE_HPP
#define CHITTY_NEW_FILE_HPP

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty {

class NewFile {
 public:
  // Creates PATH.XXXXXX beside it, readable by the owner alone when `secret`. CONFIGURATION: it cannot be written there.
  static Result<NewFile> beside(const std::string& path, bool secret, std::string hint = "Choose another folder: --out FOLDER");
  NewFile(NewFile&& other) noexcept : path_(std::move(other.path_)), made_(std::move(other.made_)), hint_(std::move(other.hint_)) { other.made_.clear(); }
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();  // removes what was not exchanged

  Result<void> write(std::string_view content) const;  // to the disk
  Result<void> exchange();
  const std::string& path() const { return path_; }

 private:
  NewFile(std::string path, std::string made, std::string hint)
      : path_(std::move(path)), made_(std::move(made)), hint_(std::move(hint)) {}
  std::string path_, made_, hint_;
};

}  // namespace chitty

#endif  // CHITTY_NEW_FILE_HPP
