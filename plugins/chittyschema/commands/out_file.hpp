// A file written piece by piece beside the one that it replaces, whole or not at all.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chittyschema {

class OutFile {
 public:
  // CONFIGURATION: it cannot be written there.
  static chitty::Result<OutFile> beside(const std::string& path);
  OutFile(OutFile&& other) noexcept;
  OutFile& operator=(OutFile&&) = delete;
  ~OutFile();  // removes what was not exchanged

  chitty::Result<void> write(std::string_view text);
  // To the disk, and in the place of what was there.
  chitty::Result<void> exchange();

 private:
  OutFile(std::string path, std::string made, int number) : path_(std::move(path)), made_(std::move(made)), number_(number) {}
  chitty::Result<void> flush();
  chitty::Error cannot() const;

  std::string path_, made_, held_{};
  int number_ = -1;
};

}  // namespace chittyschema
