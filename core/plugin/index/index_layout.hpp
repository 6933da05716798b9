// The structs of the index file, as they stand in it. Private to the writer and the reader.
#pragma once

#include <chitty/plugin.h>

#include <bit>
#include <boost/container_hash/hash.hpp>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "plugin/stamp.hpp"

namespace chitty::host::index_layout {

static_assert(std::endian::native == std::endian::little, "the index is little-endian, and read in place");

constexpr std::string_view mark = "chtindex";
constexpr std::uint32_t layout_version = 3;
constexpr std::uint32_t host_abi = CHITTY_ABI_MAJOR << 16 | CHITTY_ABI_MINOR;

struct Text {
  std::uint32_t at, size;  // of a table's text from the file's begin; of a row's text from its body's
};

struct Head {
  char mark[8];
  std::uint32_t version, abi;
  std::uint64_t host;  // this build of the host: what it refuses, another may not
  std::uint64_t size;  // of the file
  std::int64_t time_ns;
  std::uint16_t may_be_racy, steps;
  std::uint32_t places, rows, words;
  std::uint64_t tables_end;   // where texts end and bodies begin
  std::uint64_t tables_hash;  // of everything from the head's end to there
  std::uint64_t hash;         // of the head before this field
};

struct FolderRow {
  Text folder, origin;
  FileStamp stamp;
  std::uint32_t error, skipped;
};

enum RowText {
  name,
  version,
  summary,
  sha256,
  reason,
  hint,
  note,
  roots,
  start,
  manifest,
  row_texts
};

struct Row {
  FileStamp stamp;
  Text path;  // among the tables' texts, so that all files can be looked at without reading bodies
  std::uint64_t body_at;
  std::uint32_t body_size, place, proven, by_claim;
  Text texts[row_texts];
  std::uint64_t hash;  // of the row before this field, its path, and its body
};

struct Word {
  Text word, summary;
  std::uint32_t row, flags;
};
constexpr std::uint32_t is_root = 1, hands_on = 2;

// What somebody new may try first: a line of the first page.
struct Step {
  Text command, summary;
};
constexpr std::size_t most_steps = 4;

static_assert(sizeof(Head) == 80 && sizeof(FolderRow) == 64 && sizeof(Row) == 160 && sizeof(Word) == 24 && sizeof(Step) == 16);
static_assert(std::is_trivially_copyable_v<Row>);

// Guards against damage, not against attackers: who can write the user's cache can do anything already.
inline std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed = 0) {
  std::size_t hash = seed;
  boost::hash_combine(hash, std::hash<std::string_view>()(bytes));  // eight bytes at a time
  return hash;
}

template <class T>
std::string_view raw(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <class T>
std::string_view before_hash(const T& value) {
  return raw(value).substr(0, offsetof(T, hash));
}

// What decides which plugins are refused, beside the ABI: the program's version and the schema.
std::uint64_t host_id();

}  // namespace chitty::host::index_layout
