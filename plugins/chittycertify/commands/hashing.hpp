// A document on this machine, read where it lies.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace chittycertify {

struct Hashed {
  std::string sha256;  // 64 hexadecimal digits
  std::int64_t size = 0;
};

// Piece by piece, of any size. NOT_FOUND: it cannot be read; CONFLICT: it changed while it was.
chitty::Result<Hashed> hash_file(const std::string& path, const std::function<bool()>& stopped);

// Whole, at most so many bytes.
chitty::Result<std::string> read_file(const std::string& path, std::size_t most);

// Without its folders: "contract.pdf".
std::string file_name(const std::string& path);

}  // namespace chittycertify
