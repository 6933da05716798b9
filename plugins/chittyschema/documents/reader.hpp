// Documents out of a stream, one at a time in bounded memory: a whole text, the items of an array, or a line each.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "position.hpp"

namespace chittyschema {

enum class As {
  automatic,
  document,
  array,
  ndjson,
};

// One document; its text is not looked at yet, and lives until the next is asked for.
struct Document {
  std::string_view text{};
  std::uint64_t number = 1;  // in the file, from 1
  Position begins{};
};

class Reader {
 public:
  // Fills a buffer and says how many bytes; 0 at the end.
  using Read = std::function<chitty::Result<std::size_t>(char* buffer, std::size_t capacity)>;
  // `path` is for messages, and its ending says .ndjson or .jsonl. Where `as` is automatic: lines when the first line is a document by
  // itself and more follows, items when the text is an array and `arrays_are_items`.
  Reader(Read read, std::string path, As as, bool arrays_are_items);

  static constexpr std::size_t largest = std::size_t{64} << 20;  // bytes of one document

  // Nothing at the end. INVALID_ARGUMENT: a document is too large, or the array is none; details.at has the line.
  chitty::Result<std::optional<Document>> next();

  // How the file was taken; after the first `next`.
  As as() const { return as_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  chitty::Result<void> begin();
  chitty::Result<bool> more();
  chitty::Result<std::optional<Document>> line();
  chitty::Result<std::optional<Document>> item();
  chitty::Result<std::optional<Document>> whole();
  void pass(std::size_t end);
  void pass_blanks();
  chitty::Error wrong(const std::string& what) const;

  Read read_;
  std::string path_, held_{};
  std::size_t at_ = 0;
  As as_;
  bool arrays_are_items_, ended_ = false, begun_ = false, in_array_ = false, done_ = false;
  std::uint64_t number_ = 0, bytes_ = 0;
  Position position_{};
};

// A file's bytes, or those of `input` where the path is -. NOT_FOUND with the reason.
chitty::Result<Reader::Read> open_documents(const std::string& path, Reader::Read input);

}  // namespace chittyschema
