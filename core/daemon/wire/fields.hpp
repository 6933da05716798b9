// Header fields as they came, in one piece of memory that is used again for the next message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

class Fields {
 public:
  void clear() { text_.clear(), fields_.clear(); }
  void add(std::string_view name, std::string_view value) { fields_.push_back({keep(name), keep(value)}); }

  std::size_t size() const { return fields_.size(); }
  std::string_view name(std::size_t number) const { return view(fields_[number].name); }
  std::string_view value(std::size_t number) const { return view(fields_[number].value); }

  std::size_t count(std::string_view name) const;
  std::string_view first(std::string_view name) const;             // empty when absent
  std::optional<std::string> joined(std::string_view name) const;  // several by ", ", cookies by "; "

 protected:
  struct Piece {
    std::uint32_t begin = 0, size = 0;
  };
  void shrink() {  // keep no more memory than a usual head needs
    if (text_.capacity() > 4096) text_ = {};
    if (fields_.capacity() > 64) fields_ = {};
  }
  Piece keep(std::string_view text) {
    const Piece piece{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size())};
    text_.append(text);
    return piece;
  }
  std::string_view view(Piece piece) const { return std::string_view(text_).substr(piece.begin, piece.size); }

 private:
  struct Field {
    Piece name, value;
  };
  std::string text_;
  std::vector<Field> fields_;
};

}  // namespace chitty::host::daemon
